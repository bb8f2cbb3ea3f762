package dev.earshot.disclosure;

import dev.earshot.element.DataElement;
import java.util.List;

/// Whether an element of patient data was sent to any third party.
///
/// @param because the proof, the coverage behind the absence, or why it cannot be told, as a sentence
/// @param disclosureIds the proof; empty unless sent
public record Answer(DataElement element, Verdict verdict, String because, List<String> disclosureIds) {
    public Answer {
        disclosureIds = List.copyOf(disclosureIds);
    }

    /// The three answers.
    public enum Verdict {
        SENT,
        NOT_SENT,
        CANNOT_TELL
    }
}
