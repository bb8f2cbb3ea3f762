package dev.earshot.report;

import static dev.earshot.report.Wording.counted;

import java.time.DateTimeException;
import java.time.Instant;
import tools.jackson.core.JsonGenerator;

/// What patients' own browsers, or a gateway before the site, reported of one vendor in one zone.
///
/// @param vendor the legal owner, as reports write it
/// @param source who says so: `browsers (Content-Security-Policy)`, `the browser guard`, `the gateway`
/// @param blocked how many attempts were stopped
/// @param letThrough how many were seen and not stopped
/// @param first when the first was
/// @param last when the last was
public record FieldEvidence(
        String vendor, String zone, String source, long blocked, long letThrough, Instant first, Instant last) {
    public FieldEvidence {
        if (blocked < 0 || letThrough < 0 || last.isBefore(first)) {
            throw new IllegalArgumentException("counts are not negative, and the last is not before the first");
        }
    }

    /// Whether any of it is later than an instant in ISO 8601; so where that is none.
    boolean isSince(String instant) {
        try {
            return !last.isBefore(Instant.parse(instant));
        } catch (DateTimeException noInstant) {
            return true;
        }
    }

    String sentence() {
        String from = Comparison.minute(first.toString());
        String to = Comparison.minute(last.toString());
        String when = from.equals(to) ? " at " + from : " from " + from + " to " + to;
        return source + ", which stopped " + counted((int) Math.min(blocked, Integer.MAX_VALUE), "attempt")
                + (letThrough == 0 ? "" : " and LET THROUGH " + letThrough) + when;
    }

    void write(JsonGenerator json) {
        json.writeStartObject();
        json.writeStringProperty("source", source);
        json.writeNumberProperty("blocked", blocked);
        json.writeNumberProperty("letThrough", letThrough);
        json.writeStringProperty("first", first.toString());
        json.writeStringProperty("last", last.toString());
        json.writeEndObject();
    }
}
