package dev.earshot.report;

import static dev.earshot.report.Wording.counted;

import dev.earshot.disclosure.Answer;
import dev.earshot.disclosure.Attestation;
import dev.earshot.element.DataElement;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What can be stated of what was not sent, and what that rests on, as the page tells it.
///
/// @param statement that no account data was sent; empty where it is refused
/// @param refusals why it is refused, one sentence for each element
/// @param facts what was looked through
record Attested(String statement, List<String> refusals, List<HtmlReport.Fact> facts, List<Row> rows) {
    /// One vendor's part.
    ///
    /// @param notSent labels of elements, with commas between them; empty for none
    /// @param opaque what of it could not be read; empty for none
    record Row(
            String vendor, int requests, String bytes, String opaque, String sent, String notSent, String cannotTell) {}

    static Attested of(Attestation attestation, Masking masking) {
        Attestation.Statement statement = attestation.absenceOf(Attestation.ACCOUNT_DATA, Optional.empty());
        return new Attested(
                masking.said(statement.text()),
                statement.refusals().stream().map(masking::said).toList(),
                facts(attestation.seen(), masking),
                attestation.vendors().stream().map(Attested::row).toList());
    }

    private static List<HtmlReport.Fact> facts(Attestation.Seen seen, Masking masking) {
        String given = Arrays.stream(DataElement.values())
                .filter(seen.given()::containsKey)
                .map(element -> element.label() + " in " + counted(seen.given().getOrDefault(element, 0), "request"))
                .reduce((one, other) -> one + ", " + other)
                .orElse("");
        return List.of(
                new HtmlReport.Fact(
                        "Looked through",
                        counted(seen.exchanges(), "exchange") + ", " + counted(seen.requests(), "request")
                                + " to third parties with " + bytes(seen.bytesRead())),
                new HtmlReport.Fact("Could not be read", opaque(seen.partsOpaque(), seen.bytesOpaque(), "nothing")),
                new HtmlReport.Fact(
                        "Pages",
                        counted(seen.pages(), "page") + " seen"
                                + (seen.pagesNotSeen().isEmpty()
                                        ? ""
                                        : "; not seen: "
                                                + String.join(
                                                        ", ",
                                                        seen.pagesNotSeen().stream()
                                                                .map(masking::address)
                                                                .toList()))),
                new HtmlReport.Fact(
                        "Gaps",
                        seen.channelsBlind().isEmpty() ? "none" : masking.said(String.join(" ", seen.channelsBlind()))),
                new HtmlReport.Fact(
                        "Given to the site",
                        !seen.persona()
                                ? "not known: the recording names no persona"
                                : given.isEmpty() ? "none of the persona's values" : given),
                new HtmlReport.Fact("Signed in", seen.signedIn() ? "yes" : "no"));
    }

    private static Row row(Attestation.OfVendor vendor) {
        String opaque = opaque(vendor.partsOpaque(), vendor.bytesOpaque(), "");
        String unseen = vendor.bodiesNotSeen() == 0
                ? ""
                : vendor.bodiesNotSeen() + (vendor.bodiesNotSeen() == 1 ? " body" : " bodies") + " not seen whole";
        return new Row(
                vendor.vendor(),
                vendor.requests(),
                bytes(vendor.bytesRead()),
                opaque.isEmpty() || unseen.isEmpty() ? opaque + unseen : opaque + ", " + unseen,
                labels(vendor, Answer.Verdict.SENT),
                labels(vendor, Answer.Verdict.NOT_SENT),
                labels(vendor, Answer.Verdict.CANNOT_TELL));
    }

    private static String labels(Attestation.OfVendor vendor, Answer.Verdict verdict) {
        return String.join(
                ", ",
                Arrays.stream(DataElement.values())
                        .filter(element -> {
                            Answer answer = vendor.answers().get(element);
                            return answer != null && answer.verdict() == verdict;
                        })
                        .map(DataElement::label)
                        .toList());
    }

    private static String opaque(int parts, long bytes, String none) {
        return parts == 0 ? none : counted(parts, "part") + " of " + bytes(bytes);
    }

    private static String bytes(long count) {
        return count == 1 ? "1 byte" : String.format(Locale.ROOT, "%,d bytes", count);
    }
}
