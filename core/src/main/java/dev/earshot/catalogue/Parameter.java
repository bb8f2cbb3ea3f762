package dev.earshot.catalogue;

import dev.earshot.element.DataElement;
import java.util.Optional;

/// What one parameter of a tracker means.
///
/// @param name as the tracker's own documentation or code writes it, in the notation of
/// [dev.earshot.decode.Leaf#path()]
/// @param meaning what its value is, in a few words
/// @param role Earshot's fine-grained word for it, such as `page.url` or `hash.email`
/// @param element what a recipient learns from it; empty for protocol overhead
/// @param verified whether the name was read in a vendor's document or source, an open decoder, or a captured request
public record Parameter(String name, String meaning, String role, Optional<DataElement> element, boolean verified) {}
