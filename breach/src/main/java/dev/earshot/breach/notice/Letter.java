package dev.earshot.breach.notice;

import dev.earshot.breach.document.Document;
import java.util.Map;

/// A notice composed for one person: a text shared by many, and what is this person's own in it.
///
/// @param values by the name of each slot in the variant's document
public record Letter(Variant variant, Map<String, String> values) {
    public Letter {
        values = Map.copyOf(values);
    }

    public Document document() {
        return variant.document().filled(values);
    }

    @Override
    public String toString() {
        return "Letter of " + variant.id();
    }

    /// A text that is the same for all letters with the same template, language, jurisdiction, role, and exposure. One
    /// instance for each, so that what is worked out for it once (its layout, say) can be kept by identity.
    ///
    /// @param id short, stable: a hash of the text
    /// @param subject of an e-mail or portal message
    /// @param document with slots for what is one person's own
    public record Variant(String id, String subject, Document document) {}
}
