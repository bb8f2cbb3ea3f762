package dev.earshot.catalogue;

import dev.earshot.element.DataElement;
import java.util.Optional;

/// What one parameter of a tracker means.
///
/// @param name as the tracker's own documentation or code writes it, in the notation of
///     [dev.earshot.decode.Leaf#path()], where `[]` stands for any position, `[n]` for that one, `#` for a run of
///     digits and `*` for anything
/// @param meaning what its value is, in a few words
/// @param role Earshot's fine-grained word for it, such as `page.url` or `hash.email`
/// @param element what a recipient learns from it; empty for protocol overhead
/// @param verified whether the name was read in a vendor's document or source, an open decoder, or a captured
///     request
/// @param automatic whether the vendor's code reads it off the page by itself, without a line of the site's own
/// @param note what a reader should know beyond the meaning; empty when nothing
public record Parameter(
        String name,
        String meaning,
        String role,
        Optional<DataElement> element,
        boolean verified,
        boolean automatic,
        String note) {
    /// A parameter that the site's own code fills, without a remark.
    public Parameter(String name, String meaning, String role, Optional<DataElement> element, boolean verified) {
        this(name, meaning, role, element, verified, false, "");
    }
}
