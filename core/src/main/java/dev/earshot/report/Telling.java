package dev.earshot.report;

import dev.earshot.ScanResult;

/// What every form of a report shares: the verdict, who was told what, and how it may be said.
record Telling(Verdict verdict, Account account, Masking masking, Sentences sentences) {
    static Telling of(ScanResult result, ReportOptions options) {
        Masking masking = Masking.of(result, options.reveal());
        return new Telling(
                Verdict.of(result, options),
                Account.of(result),
                masking,
                new Sentences(result.capture().pages(), masking));
    }
}
