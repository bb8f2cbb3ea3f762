package dev.earshot.report;

import dev.earshot.ScanResult;
import dev.earshot.exchange.Capture;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What every form of a report shares: the verdict, who was told what, how it may be said, and what a second reading of
/// the capture brings. For one thread.
final class Telling {
    /// How many pieces of evidence a statement shows at most.
    static final int SHOWN_EVIDENCE = 3;

    private final ScanResult result;
    private final Capture capture;
    private final Verdict verdict;
    private final Account account;
    private final Masking masking;
    private final Sentences sentences;
    private @Nullable SecondReading reading;

    Telling(ScanResult result, Capture capture, ReportOptions options) {
        this.masking = Masking.of(result, options.reveal());
        this.result = masking.withHostsMasked(result);
        this.capture = capture;
        this.verdict = Verdict.of(result, options);
        this.account = Account.of(this.result);
        this.sentences = new Sentences(result.capture().pages(), masking);
    }

    /// The scan as it may be shown.
    ScanResult result() {
        return result;
    }

    Verdict verdict() {
        return verdict;
    }

    Account account() {
        return account;
    }

    Masking masking() {
        return masking;
    }

    Sentences sentences() {
        return sentences;
    }

    /// Passes over the capture when it is first asked for.
    SecondReading reading() {
        if (reading == null) {
            Set<String> shown = new HashSet<>();
            for (Account.ToVendor to : account.vendors()) {
                to.elements()
                        .forEach(of -> of.examples(SHOWN_EVIDENCE).forEach(disclosure -> shown.add(disclosure.id())));
            }
            reading = SecondReading.of(capture, result, shown, masking);
        }
        return reading;
    }
}
