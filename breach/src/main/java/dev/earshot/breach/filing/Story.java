package dev.earshot.breach.filing;

import dev.earshot.breach.incident.Incident;
import dev.earshot.breach.law.Clock;
import dev.earshot.breach.law.LawLibrary;
import dev.earshot.element.DataElement;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

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
        return incident.from().equals(incident.to())
                ? "on " + day(incident.from())
                : "between " + day(incident.from()) + " and " + day(incident.to());
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

    /// To the people concerned.
    List<String> involvedTold() {
        List<String> told = new ArrayList<>();
        Set<String> others = new TreeSet<>(incident.elements());
        for (DataElement element : DataElement.values()) {
            if (others.remove(element.id())) {
                told.add(told(element));
            }
        }
        told.addAll(labels(others));
        return told;
    }

    private static String told(DataElement element) {
        return switch (element) {
            case SIGNED_IN_STATE -> "whether you were signed in";
            case PAGE_VISITED -> "which pages you visited";
            case PAGE_USE -> "how you used the pages";
            case SEARCH_TERMS -> "what you searched for";
            case HEALTH_CONTEXT -> "health conditions or services that pages were about";
            case APPOINTMENT -> "details of appointments";
            case REFERRER -> "the page that you came from";
            case CLIENT_ID -> "cookies or similar identifiers of your browser";
            case ADVERTISING_ID -> "advertising identifiers";
            case OTHER_IDENTIFIER -> "other identifiers";
            case DEVICE -> "kind of device and browser";
            case IP_ADDRESS,
                    NAME,
                    EMAIL,
                    PHONE,
                    POSTAL_ADDRESS,
                    DATE_OF_BIRTH,
                    MEDICAL_RECORD_NUMBER,
                    MEMBER_ID,
                    LOCATION,
                    USER_NAME,
                    PASSWORD,
                    SSN,
                    FINANCIAL_ACCOUNT,
                    PAYMENT_CARD -> element.label();
        };
    }

    List<String> notInvolved() {
        return labels(incident.notInvolved());
    }

    /// In the order of [DataElement], then the law's own elements by name.
    static List<String> labels(Set<String> ids) {
        List<String> labels = new ArrayList<>();
        for (DataElement element : DataElement.values()) {
            if (ids.contains(element.id())) {
                labels.add(element.phrase().replaceFirst("^(the|an?) ", ""));
            }
        }
        ids.stream()
                .filter(id -> DataElement.byId(id).isEmpty())
                .map(Story::legalElement)
                .sorted()
                .forEach(labels::add);
        return labels;
    }

    private static String legalElement(String id) {
        return LawLibrary.builtIn()
                .elements()
                .element(id)
                .map(element -> element.meaning().replaceFirst("^an? ", ""))
                .orElseGet(() -> id.replace('-', ' '));
    }

    Optional<LocalDate> discovered() {
        return Optional.ofNullable(incident.events().get(Clock.Event.DISCOVERED));
    }

    /// To the people concerned: what was answered, else what the facts say; with the dates, either way.
    String happenedTold() {
        return happened(true);
    }

    /// The same to others.
    String happened() {
        return happened(false);
    }

    private String happened(boolean we) {
        List<String> answered = dossier.answers().common("what-happened");
        String what = answered.isEmpty() ? composed(we) : String.join(" ", answered) + " It happened " + window() + ".";
        return what
                + discovered()
                        .map(day ->
                                " " + (we ? "We" : incident.entity().name()) + " discovered this on " + day(day) + ".")
                        .orElse("");
    }

    private String composed(boolean we) {
        String name = incident.entity().name();
        String when = window();
        return Character.toUpperCase(when.charAt(0))
                + when.substring(1)
                + switch (incident.kind()) {
                    case "trackers" ->
                        ", online technologies that were installed on "
                                + (we
                                        ? "our websites or mobile applications"
                                        : "websites or mobile applications of " + name)
                                + " may have sent personal information to "
                                + (recipients().isEmpty() ? "other organizations" : all(recipients()))
                                + " when people used them.";
                    case "mailbox" ->
                        ", somebody without permission had or may have had access to an e-mail account of "
                                + (we ? "ours" : name) + " in which personal information was kept.";
                    default ->
                        ", personal information that " + (we ? "we keep" : name + " keeps")
                                + " was or may have been disclosed to somebody who was not allowed to have it.";
                };
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
        List<String> parts = new ArrayList<>();
        parts.add(happened());
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
                        .map(received -> received ? ", receipt is shown" : ", receipt is not shown")
                        .orElse(", receipt is not known")
                + (recipient.deletion().isBlank()
                        ? ""
                        : ", on deletion: " + recipient.deletion().strip())
                + ")";
    }
}
