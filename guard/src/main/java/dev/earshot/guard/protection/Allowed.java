package dev.earshot.guard.protection;

import java.util.Set;

/// A third party's addresses that pages of a zone may contact.
///
/// @param uses for what; never empty
/// @param fields what of a request's query and body may leave
/// @param vendor the legal owner, or the registrable domain where none is known
/// @param because why it is allowed, for whoever reviews it: what a scan saw, or whose decision it is
public record Allowed(Endpoint to, Set<Use> uses, Fields fields, String vendor, String because) {
    public Allowed {
        uses = Set.copyOf(uses);
        if (uses.isEmpty()) {
            throw new IllegalArgumentException("nothing is allowed by no use: " + to);
        }
    }
}
