package dev.earshot.breach.duty;

import dev.earshot.breach.law.Confidence;
import dev.earshot.breach.law.Rule;
import dev.earshot.breach.law.Source;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// The duties of a case as they stand on a day, in groups for the eye.
///
/// @param asOf days left and overdue are counted from it
record Board(List<Duty> duties, LocalDate asOf) {
    static final String COUNSEL =
            "Verify with counsel. This is law as it was read, not legal advice; each duty says where, and how sure that is.";

    /// How a duty stands on the day.
    enum Standing {
        OVERDUE("overdue", "bad"),
        DUE("due", "bad"),
        CONTINGENT("contingent", "unsure"),
        /// Contingent only because it isn't known where somebody lives.
        SOMEWHERE("contingent on residence", "unsure"),
        DONE("done", "good"),
        DONE_LATE("done late", "unsure"),
        DEEMED_MET("deemed met by HIPAA", "good"),
        OVERRULED("overruled by counsel", "quiet"),
        NOT_DUE("not due", "quiet");

        private final String label;
        private final String tone;

        Standing(String label, String tone) {
            this.label = label;
            this.tone = tone;
        }

        String label() {
            return label;
        }

        /// The class of the page's style.
        String tone() {
            return tone;
        }
    }

    List<Duty> with(Standing... standings) {
        List<Standing> wanted = List.of(standings);
        return duties.stream().filter(duty -> wanted.contains(standing(duty))).toList();
    }

    Standing standing(Duty duty) {
        if (duty.done().isPresent()) {
            LocalDate done = duty.done().get();
            return duty.due().map(done::isAfter).orElse(false) ? Standing.DONE_LATE : Standing.DONE;
        }
        return switch (duty.status()) {
            case DUE -> duty.due().map(asOf::isAfter).orElse(false) ? Standing.OVERDUE : Standing.DUE;
            case CONTINGENT ->
                duty.count().isPresent() && duty.count().getAsLong() == 0 ? Standing.SOMEWHERE : Standing.CONTINGENT;
            case DEEMED_MET -> Standing.DEEMED_MET;
            case NOT_DUE -> duty.overruled().isPresent() ? Standing.OVERRULED : Standing.NOT_DUE;
        };
    }

    /// `in 12 days`, `today`, `3 days ago`; empty without a day, or where it is done or not due.
    String left(Duty duty) {
        if (duty.due().isEmpty() || duty.done().isPresent()) {
            return "";
        }
        long days = duty.due().get().toEpochDay() - asOf.toEpochDay();
        String counted =
                String.format(Locale.ENGLISH, "%,d", Math.abs(days)) + (Math.abs(days) == 1 ? " day" : " days");
        return days == 0 ? "today" : days > 0 ? "in " + counted : counted + " ago";
    }

    static String day(Duty duty) {
        return duty.dueAt()
                .map(at -> Timing.day(at.toLocalDate()) + " " + at.toLocalTime() + " " + at.getZone())
                .or(() -> duty.due().map(Timing::day))
                .orElse("no day named");
    }

    static String to(Duty duty) {
        Rule rule = duty.rule();
        return rule.addressee().isEmpty()
                ? switch (rule.recipient()) {
                    case INDIVIDUALS -> "individuals";
                    case REGULATOR -> "regulator";
                    case MEDIA -> "media";
                    case CONSUMER_REPORTING_AGENCIES -> "consumer reporting agencies";
                    case COVERED_ENTITY -> "covered entity";
                    case RECORD -> "record";
                }
                : rule.addressee();
    }

    /// The jurisdiction in capitals, and the state of one that is due in each.
    static String place(Duty duty) {
        int at = duty.key().indexOf('@');
        String id = at < 0 ? duty.rule().jurisdiction() : duty.key().substring(at + 1);
        return id.replaceFirst("^us-", "").toUpperCase(Locale.ROOT);
    }

    static String confidence(Confidence confidence) {
        return switch (confidence) {
            case VERIFIED -> "verified: read in a primary text or on the authority's page";
            case SECONDARY -> "secondary: read at a law firm or in a third party's text";
            case UNVERIFIED -> "unverified: from memory, no text was read";
            case CONFLICTING -> "conflicting: the sources that were read disagree";
        };
    }

    static String sources(Rule rule) {
        return rule.sources().stream().map(Board::source).collect(Collectors.joining("; "));
    }

    private static String source(Source source) {
        return source.text() + " (read " + source.read() + ")";
    }

    /// What a contingent duty hangs on.
    static List<String> open(Duty duty) {
        return duty.because().stream()
                .filter(sentence -> sentence.startsWith(Finding.OPEN))
                .toList();
    }
}
