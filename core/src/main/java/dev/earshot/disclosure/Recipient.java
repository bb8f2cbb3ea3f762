package dev.earshot.disclosure;

/// A third party that a request went to.
///
/// @param host as in the URL, lower case
/// @param domain the registrable domain, the public suffix list's private section included
/// @param vendor the legal owner; the domain itself where `known` is false
/// @param purpose of the tracker, else of the domain; `unknown` where neither is known
/// @param known whether a named owner stands behind it
/// @param behind how it is a third party
public record Recipient(String host, String domain, String vendor, String purpose, boolean known, Behind behind) {
    /// Why this recipient is a third party.
    public enum Behind {
        /// The host belongs to another owner.
        OWN_HOST,
        /// The covered entity's own host speaks the vendor's protocol: a CNAME, a proxy, or a server-side container.
        COVERED_ENTITYS_HOST
    }
}
