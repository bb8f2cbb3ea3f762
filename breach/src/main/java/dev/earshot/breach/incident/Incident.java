package dev.earshot.breach.incident;

import dev.earshot.breach.law.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/// What is known of an incident, as it was recorded in the case.
///
/// @param kind such as `trackers` or `mailbox`
/// @param zone in which days are counted
/// @param from first day of the breach
/// @param to its last day
/// @param events the dates that clocks start on
/// @param aware the instant for clocks that count hours
/// @param elements what was disclosed: ids of [dev.earshot.element.DataElement] and of the law's own elements
/// @param notInvolved what is known not to have been disclosed, same ids
/// @param recipients who was told
/// @param unsecured false where all of it was unreadable to whoever got it, by a method that HHS names
/// @param phi whether what was disclosed is protected health information; absent while nobody has decided
/// @param harm what was found on harm, by jurisdiction id; `us` is HIPAA's probability of compromise
/// @param delay an official's request to wait
/// @param done when duties were done, by rule id (and `@state` where a duty is one for each state)
/// @param overrides what counsel decided against the computed answer, newest last
public record Incident(
        String name,
        String kind,
        Entity entity,
        ZoneId zone,
        LocalDate from,
        LocalDate to,
        Map<Clock.Event, LocalDate> events,
        Optional<Instant> aware,
        Set<String> elements,
        Set<String> notInvolved,
        List<ThirdParty> recipients,
        boolean unsecured,
        Optional<Boolean> phi,
        SortedMap<String, Harm> harm,
        Optional<Delay> delay,
        SortedMap<String, LocalDate> done,
        List<Overruling> overrides) {
    public Incident {
        events = Collections.unmodifiableMap(new TreeMap<>(events));
        elements = Collections.unmodifiableSet(new TreeSet<>(elements));
        notInvolved = Collections.unmodifiableSet(new TreeSet<>(notInvolved));
        recipients = List.copyOf(recipients);
        harm = new TreeMap<>(harm);
        done = new TreeMap<>(done);
        overrides = List.copyOf(overrides);
    }

    /// The same with what was done and overruled.
    public Incident with(SortedMap<String, LocalDate> doneSince, List<Overruling> overruled) {
        return with(elements, recipients, harm, doneSince, overruled);
    }

    /// The same with other elements and recipients.
    public Incident with(Set<String> disclosed, List<ThirdParty> told) {
        return with(disclosed, told, harm, done, overrides);
    }

    /// The same with other findings on harm.
    public Incident with(SortedMap<String, Harm> found) {
        return with(elements, recipients, found, done, overrides);
    }

    private Incident with(
            Set<String> disclosed,
            List<ThirdParty> told,
            SortedMap<String, Harm> found,
            SortedMap<String, LocalDate> doneSince,
            List<Overruling> overruled) {
        return new Incident(
                name,
                kind,
                entity,
                zone,
                from,
                to,
                events,
                aware,
                disclosed,
                notInvolved,
                told,
                unsecured,
                phi,
                found,
                delay,
                doneSince,
                overruled);
    }

    /// A recipient of the disclosure.
    ///
    /// @param businessAssociate whether an agreement under 45 CFR 164.504(e) was in force
    /// @param received whether it is shown that it got the data; absent: not known
    /// @param deletion what it said about deleting it
    public record ThirdParty(
            String name, String contact, boolean businessAssociate, Optional<Boolean> received, String deletion) {}

    public enum Harm {
        LIKELY,
        /// Found unlikely, or a low probability of compromise, in a documented assessment.
        UNLIKELY
    }

    /// A law-enforcement official's statement that notice would impede an investigation or damage national security.
    ///
    /// @param written false: oral, which holds for 30 days at most (45 CFR § 164.412)
    /// @param until the last day of the delay that a written statement names
    public record Delay(String official, LocalDate stated, boolean written, Optional<LocalDate> until) {}

    /// Counsel's decision on one duty.
    ///
    /// @param rule id, with `@state` where the duty is one for each state
    /// @param due the date that holds instead; absent with `applies` false: no duty
    public record Overruling(
            String rule, boolean applies, Optional<LocalDate> due, String who, LocalDate when, String why) {}
}
