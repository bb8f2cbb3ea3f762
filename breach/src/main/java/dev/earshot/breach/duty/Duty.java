package dev.earshot.breach.duty;

import dev.earshot.breach.incident.Incident;
import dev.earshot.breach.law.Rule;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/// What must be done under one rule, and by when, with the reason for each part of the answer.
///
/// @param key the rule's id, with `@us-ca` where the duty is one for each state
/// @param status whether it is due
/// @param due the last day, in the incident's zone; absent where the law names no day
/// @param dueAt the instant, where hours are counted
/// @param count of people that it was judged by
/// @param people the same in words, such as `between 57 and 69` where the state of some is not known
/// @param because one sentence for each step that led here
/// @param done when it was done
/// @param overruled counsel's decision, where it is the one shown
public record Duty(
        String key,
        Rule rule,
        Status status,
        Optional<LocalDate> due,
        Optional<ZonedDateTime> dueAt,
        OptionalLong count,
        String people,
        List<String> because,
        Optional<LocalDate> done,
        Optional<Incident.Overruling> overruled) {
    public Duty {
        because = List.copyOf(because);
    }

    /// With what is known of the number alone.
    public Duty(
            String key,
            Rule rule,
            Status status,
            Optional<LocalDate> due,
            Optional<ZonedDateTime> dueAt,
            OptionalLong count,
            List<String> because,
            Optional<LocalDate> done,
            Optional<Incident.Overruling> overruled) {
        this(
                key,
                rule,
                status,
                due,
                dueAt,
                count,
                count.isPresent() ? String.format(Locale.ENGLISH, "%,d", count.getAsLong()) : "number not known",
                because,
                done,
                overruled);
    }

    public enum Status {
        DUE,
        /// Depends on something not known yet; the date is the one that it would carry.
        CONTINGENT,
        /// Met by following HIPAA.
        DEEMED_MET,
        NOT_DUE
    }
}
