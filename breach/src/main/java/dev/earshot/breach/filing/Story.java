package dev.earshot.breach.filing;

import dev.earshot.breach.incident.Incident;
import dev.earshot.breach.law.Clock;
import dev.earshot.element.DataElement;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// What happened, in plain words: nothing beyond the facts of the incident and what people answered. What is not shown
/// for each person is said as "may have".
final class Story {
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("MMMM d, uuuu", Locale.US);
    private static final Set<String> CREDIT = Set.of("ssn", "financial-account", "payment-card", "drivers-license");

    private final Dossier dossier;
    private final Incident incident;

    Story(Dossier dossier) {
        this.dossier = dossier;
        this.incident = dossier.incident();
    }

    static String day(LocalDate day) {
        return DAY.format(day);
    }

    static String count(long number) {
        return String.format(Locale.US, "%,d", number);
    }

    /// `one`, `one and two`, `one, two and three`.
    static String all(List<String> words) {
        if (words.size() < 2) {
            return String.join("", words);
        }
        return String.join(", ", words.subList(0, words.size() - 1)) + " and " + words.getLast();
    }

    /// Such as `between May 1, 2024 and June 2, 2024`, or `on May 1, 2024`.
    String window() {
        return window(incident.from(), incident.to());
    }

    static String window(LocalDate from, LocalDate to) {
        return from.equals(to) ? "on " + day(from) : "between " + day(from) + " and " + day(to);
    }

    List<String> recipients() {
        return incident.recipients().stream()
                .map(Incident.ThirdParty::name)
                .sorted()
                .distinct()
                .toList();
    }

    List<String> involved() {
        return labels(incident.elements());
    }

    List<String> notInvolved() {
        return labels(incident.notInvolved());
    }

    /// In the order of [DataElement], then the law's own elements by name.
    static List<String> labels(Set<String> ids) {
        List<String> labels = new ArrayList<>();
        for (DataElement element : DataElement.values()) {
            if (ids.contains(element.id())) {
                labels.add(element.label());
            }
        }
        ids.stream()
                .filter(id -> DataElement.byId(id).isEmpty())
                .map(id -> id.replace('-', ' '))
                .sorted()
                .forEach(labels::add);
        return labels;
    }

    Optional<LocalDate> discovered() {
        return Optional.ofNullable(incident.events().get(Clock.Event.DISCOVERED));
    }

    /// To the people concerned.
    String happenedTold() {
        return told("our", "us", "We");
    }

    private String told(String whose, String whom, String who) {
        String when = window();
        String what = switch (incident.kind()) {
            case "trackers" ->
                capital(when) + ", online technologies that were installed on " + whose
                        + " websites or mobile applications may have sent personal information to "
                        + (recipients().isEmpty() ? "other companies" : all(recipients()))
                        + " when people used them.";
            case "mailbox" ->
                capital(when) + ", somebody without permission had or may have had access to an e-mail account of "
                        + whom + " in which personal information was kept.";
            default ->
                capital(when) + ", personal information that is kept by " + whom
                        + " was or may have been disclosed to somebody who was not allowed to have it.";
        };
        return what
                + discovered()
                        .map(day -> " " + who + " discovered this on " + day(day) + ".")
                        .orElse("");
    }

    private static String capital(String words) {
        return Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }

    /// What people can do, beside what was answered.
    List<String> steps() {
        List<String> steps = new ArrayList<>(dossier.answers().common("what-you-can-do"));
        if (incident.kind().equals("trackers")) {
            steps.add("You can delete cookies and limit tracking in the privacy settings of your browser and phone.");
            if (!recipients().isEmpty()) {
                steps.add("If you have an account with " + or(recipients())
                        + ", you can look at its privacy and advertising settings and at what it keeps about you.");
            }
        }
        if (incident.elements().stream().anyMatch(Set.of("password", "user-name")::contains)) {
            steps.add("Change your password, here and wherever you use the same one.");
        }
        if (incident.elements().stream().anyMatch(CREDIT::contains)) {
            steps.add("You can ask each credit bureau for a credit report, a fraud alert or a security freeze.");
            steps.add("Look over statements of your accounts, and tell your bank of what you do not know.");
        }
        steps.add(
                "Look over statements of care and claims that you get, and ask about services that you did not have.");
        steps.add("Be careful with messages, calls or advertisements that refer to your health. Do not give personal"
                + " information to people whom you did not call yourself.");
        return steps;
    }

    private static String or(List<String> words) {
        return words.size() < 2
                ? String.join("", words)
                : String.join(", ", words.subList(0, words.size() - 1)) + " or " + words.getLast();
    }

    /// To an authority.
    String description() {
        String name = incident.entity().name();
        List<String> parts = new ArrayList<>();
        List<String> answered = dossier.answers().common("what-happened");
        parts.add(
                answered.isEmpty()
                        ? told("the", name, name)
                        : String.join(" ", answered) + " It happened " + window() + "."
                                + discovered()
                                        .map(day -> " " + name + " discovered it on " + day(day) + ".")
                                        .orElse(""));
        parts.addAll(dossier.answers().common("how-discovered"));
        if (!incident.recipients().isEmpty()) {
            parts.add("Recipients: "
                    + String.join(
                            "; ",
                            incident.recipients().stream()
                                    .sorted((one, other) -> one.name().compareTo(other.name()))
                                    .map(this::recipient)
                                    .toList())
                    + ".");
        }
        if (!involved().isEmpty()) {
            parts.add("Information that may have been involved: " + String.join(", ", involved())
                    + ". Not every item applies to every individual.");
        }
        if (!notInvolved().isEmpty()) {
            parts.add("Not involved: " + String.join(", ", notInvolved()) + ".");
        }
        dossier.population()
                .total()
                .ifPresent(total -> parts.add("Individuals affected, as counted so far: " + count(total) + "."));
        parts.addAll(dossier.answers().common("how-counted"));
        parts.addAll(dossier.answers().common("known-misuse"));
        List<String> doing = dossier.answers().common("what-we-are-doing");
        if (!doing.isEmpty()) {
            parts.add("What was done: " + String.join(" ", doing));
        }
        return String.join("\n", parts);
    }

    private String recipient(Incident.ThirdParty recipient) {
        return recipient.name() + " ("
                + (recipient.businessAssociate() ? "business associate" : "no business associate agreement")
                + recipient
                        .received()
                        .map(received -> received ? ", receipt is shown" : ", receipt is ruled out")
                        .orElse(", receipt is not known")
                + (recipient.deletion().isBlank()
                        ? ""
                        : ", on deletion: " + recipient.deletion().strip())
                + ")";
    }
}
