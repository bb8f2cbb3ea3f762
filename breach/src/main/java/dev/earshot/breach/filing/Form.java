package dev.earshot.breach.filing;

import dev.earshot.breach.law.Confidence;
import dev.earshot.breach.law.Rule;
import dev.earshot.breach.law.Source;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// What one authority asks: its fields in their order, with what may be answered.
///
/// @param id such as `us-hhs` or `us-md-ag`
/// @param jurisdiction of the rules that it serves
/// @param addressees words, one of which stands in the addressee of a rule that it serves
/// @param how it is handed in, in short
/// @param dates the pattern that dates are written in ([java.time.format.DateTimeFormatter])
/// @param notes what whoever files must know besides
public record Form(
        String id,
        String jurisdiction,
        List<String> addressees,
        String authority,
        String title,
        String how,
        String dates,
        Source source,
        Confidence confidence,
        List<String> notes,
        List<Field> fields) {
    public Form {
        addressees = List.copyOf(addressees);
        notes = List.copyOf(notes);
        fields = List.copyOf(fields);
    }

    boolean serves(Rule rule) {
        String addressee = rule.addressee().toLowerCase(Locale.ROOT);
        return rule.jurisdiction().equals(jurisdiction)
                && addressees.stream().anyMatch(word -> addressee.contains(word.toLowerCase(Locale.ROOT)));
    }

    /// A question.
    ///
    /// @param section the step or part that it stands in
    /// @param label as the authority writes it, as far as that was read
    /// @param choices what may be answered; empty where it is free
    /// @param when the field is asked
    /// @param fact the name of the fact that answers it ([Facts])
    /// @param most characters; 0: no limit is known
    /// @param suggested answers where a fact of the incident speaks for them, by `always`, `kind: trackers` or
    ///     `element: ssn`; somebody has to confirm them
    /// @param otherwise the answer where nothing else is said
    public record Field(
            String id,
            String section,
            String label,
            Kind kind,
            List<String> choices,
            boolean required,
            Optional<Condition> when,
            String fact,
            int most,
            Confidence confidence,
            String source,
            Map<String, List<String>> suggested,
            Optional<String> otherwise) {
        public Field {
            choices = List.copyOf(choices);
            suggested = new LinkedHashMap<>(suggested);
        }

        /// With the jurisdiction's name where the label has `{jurisdiction}`.
        Field in(String jurisdiction) {
            return new Field(
                    id,
                    section,
                    label.replace("{jurisdiction}", jurisdiction),
                    kind,
                    choices,
                    required,
                    when,
                    fact,
                    most,
                    confidence,
                    source,
                    suggested,
                    otherwise);
        }
    }

    /// @param field one that stands before
    /// @param is the answers with which the other field is asked
    public record Condition(String field, List<String> is) {
        public Condition {
            is = List.copyOf(is);
        }
    }

    public enum Kind {
        TEXT("text"),
        DATE("date"),
        NUMBER("number"),
        CHOICE("choice"),
        CHOICES("choices"),
        /// A file that goes with it.
        ATTACHMENT("attachment");

        private final String id;

        Kind(String id) {
            this.id = id;
        }

        public String id() {
            return id;
        }

        static Optional<Kind> byId(String id) {
            return Arrays.stream(values()).filter(kind -> kind.id.equals(id)).findFirst();
        }
    }
}
