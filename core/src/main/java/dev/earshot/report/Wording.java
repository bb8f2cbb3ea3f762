package dev.earshot.report;

import dev.earshot.catalogue.Parameter;
import dev.earshot.detect.Basis;
import dev.earshot.detect.Detection;
import dev.earshot.disclosure.Recipient;
import dev.earshot.disclosure.Transmission;
import dev.earshot.element.DataElement;
import dev.earshot.exchange.Context;
import dev.earshot.exchange.Exchange;
import dev.earshot.exchange.Initiator;
import dev.earshot.exchange.Run;
import dev.earshot.health.HealthClass;
import dev.earshot.health.ProtectedKind;
import dev.earshot.policy.Finding;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// How things are said in every report: one word for one idea.
final class Wording {
    private static final DateTimeFormatter DAY_AND_TIME = DateTimeFormatter.ofPattern(
                    "d MMMM yyyy, HH:mm:ss 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("d MMMM yyyy", Locale.ENGLISH).withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ENGLISH).withZone(ZoneOffset.UTC);
    private static final Pattern HASH = Pattern.compile(
            "\\b(?:HMAC-)?(MD[245]|SHA-?(?:1|224|256|384|512(?:/256)?)|SHA3-\\d{3}|RIPEMD-160|MurmurHash3|CRC-32|xxHash)\\b",
            Pattern.CASE_INSENSITIVE);

    private Wording() {}

    /// `1 page`, `12 pages`, `1,204 pages`.
    static String counted(int number, String noun) {
        return number(number) + " " + (number == 1 ? noun : plural(noun));
    }

    static String number(int number) {
        return String.format(Locale.ENGLISH, "%,d", number);
    }

    private static String plural(String noun) {
        return noun.endsWith("address") ? noun + "es" : noun + "s";
    }

    /// `a`, `a and b`, `a, b and c`.
    static String series(List<String> parts) {
        int size = parts.size();
        return size < 2
                ? String.join("", parts)
                : String.join(", ", parts.subList(0, size - 1)) + " and " + parts.get(size - 1);
    }

    static String dayAndTime(Instant instant) {
        return DAY_AND_TIME.format(instant);
    }

    static String day(Instant instant) {
        return DAY.format(instant);
    }

    static String time(Instant instant) {
        return TIME.format(instant) + " UTC";
    }

    static String capitalised(String sentence) {
        return sentence.isEmpty() ? sentence : Character.toUpperCase(sentence.charAt(0)) + sentence.substring(1);
    }

    /// The hash that a detection names, as its standard spells it: `SHA-256`.
    static Optional<String> hash(Detection detection) {
        Matcher named = HASH.matcher(detection.how());
        if (named.find()) {
            String name = named.group(1);
            if (name.startsWith("Murmur") || name.startsWith("xx")) {
                return Optional.of(name);
            }
            String upper = name.toUpperCase(Locale.ROOT);
            return Optional.of(upper.startsWith("SHA") && upper.indexOf('-') < 0 ? "SHA-" + upper.substring(3) : upper);
        }
        return detection
                .parameter()
                .map(Parameter::role)
                .filter(role -> role.startsWith("hash."))
                .map(role -> "unnamed");
    }

    static String label(Basis basis) {
        return switch (basis) {
            case PROVEN -> "proven";
            case PROVEN_DIFFERENTIAL -> "proven (differential)";
            case DECODED -> "decoded";
            case INFERRED -> "inferred";
            case INHERENT -> "inherent";
        };
    }

    /// The names of the styles that show a basis.
    static String style(Basis basis) {
        return basis == Basis.PROVEN_DIFFERENTIAL ? "proven differential" : label(basis);
    }

    /// What a basis means to a reader who has not met the word.
    static String meaning(Basis basis) {
        return switch (basis) {
            case PROVEN ->
                "A value that only the synthetic patient of this scan has, or a hash of one, was found in what was sent."
                        + " It can have come from nowhere else.";
            case PROVEN_DIFFERENTIAL ->
                "It cannot be read, but it follows the person, or what was searched for, through several visits: the same"
                        + " whenever they were, another whenever they were not. The chance of an accident is given.";
            case DECODED ->
                "The vendor’s own parameter carries it, and the catalogue says what that parameter means. Rows marked"
                        + " “not verified” rest on a meaning that could not be read in a vendor’s document or code.";
            case INFERRED ->
                "The shape of the value, or the name it was sent under, suggests it. A person should look before it is"
                        + " relied on.";
            case INHERENT ->
                "Any request tells it: the internet address it comes from, the browser’s description of itself, the page"
                        + " it came from.";
        };
    }

    /// A sign for a basis that does not need colour.
    static String sign(Basis basis) {
        return switch (basis) {
            case PROVEN -> "●";
            case PROVEN_DIFFERENTIAL -> "◉";
            case DECODED -> "◆";
            case INFERRED -> "▲";
            case INHERENT -> "○";
        };
    }

    /// An element of an app: what on a site is a page is a screen there.
    static String inApp(DataElement element) {
        return switch (element) {
            case PAGE_USE -> "how the app is used";
            case PAGE_VISITED -> "screen shown";
            default -> element.label();
        };
    }

    /// `condition, medication`.
    static String classes(Set<HealthClass> classes) {
        return classes.stream().map(HealthClass::label).collect(Collectors.joining(", "));
    }

    /// `mental health, minors`.
    static String kinds(Set<ProtectedKind> kinds) {
        return kinds.stream().map(ProtectedKind::label).collect(Collectors.joining(", "));
    }

    static String label(Finding.Level level) {
        return switch (level) {
            case VIOLATION -> "violation";
            case WAIVED -> "waived";
            case NOTE -> "note";
        };
    }

    /// How a finding is marked in text: `VIOLATION`.
    ///
    /// @param known whether the baseline has it
    static String status(Finding.Level level, boolean known) {
        return switch (level) {
            case VIOLATION -> known ? "KNOWN" : "VIOLATION";
            case WAIVED -> "WAIVED";
            case NOTE -> "NOTE";
        };
    }

    static String label(Run.ConsentMode mode) {
        return switch (mode) {
            case IGNORE -> "banner left alone";
            case ACCEPT -> "consent given";
            case REJECT -> "consent refused";
            case UNKNOWN -> "consent not recorded";
        };
    }

    static String label(Context.Consent consent) {
        return switch (consent) {
            case BEFORE_CHOICE -> "before any consent choice";
            case ACCEPTED -> "after consent was given";
            case REFUSED -> "in spite of a refusal";
            case UNKNOWN -> "consent state not recorded";
        };
    }

    static String label(Context.SignedIn signedIn) {
        return switch (signedIn) {
            case YES -> "signed in";
            case NO -> "signed out";
            case UNKNOWN -> "sign-in state not recorded";
        };
    }

    static String label(Context.Witness witness) {
        return switch (witness) {
            case NET_LOG -> "the browser’s network log (it left)";
            case CDP -> "the browser’s developer protocol (its context)";
            case HAR -> "a recording made by another program";
            case PROXY -> "a proxy between the device and the network (it passed through)";
            case PACKETS -> "a recording of the network’s packets";
        };
    }

    static String label(Context.Target target) {
        return switch (target) {
            case PAGE -> "the page";
            case IFRAME -> "a frame in the page";
            case WORKER -> "a background script of the page (worker)";
            case SHARED_WORKER -> "a background script shared by pages (shared worker)";
            case SERVICE_WORKER -> "a background script that outlives the page (service worker)";
            case UNKNOWN -> "not recorded";
        };
    }

    static String label(Exchange.Delivery delivery) {
        return switch (delivery) {
            case SENT -> "it left the machine";
            case ATTEMPTED -> "the page asked for it, and it never left";
            case UNKNOWN -> "the recording does not say whether it left";
        };
    }

    static String label(Initiator.Kind kind) {
        return switch (kind) {
            case PARSER -> "in the page itself";
            case SCRIPT -> "script";
            case REDIRECT -> "redirected by";
            case PRELOAD -> "preloaded by";
            case PREFLIGHT -> "asked beforehand for";
            case OTHER -> "by";
        };
    }

    static String remark(Recipient recipient) {
        return switch (recipient.behind()) {
            case OWN_HOST -> "";
            case COVERED_ENTITYS_HOST -> "behind the site’s own address";
        };
    }

    /// What sent a transmission, by the name its vendor gives it, else the host that received it.
    static String tag(Transmission transmission) {
        return transmission
                .tracker()
                .map(found -> found.tracker().product())
                .orElse(transmission.recipient().host());
    }
}
