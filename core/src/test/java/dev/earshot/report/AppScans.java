package dev.earshot.report;

import dev.earshot.Examiner;
import dev.earshot.ScanResult;
import dev.earshot.app.ClinicApp;
import dev.earshot.exchange.Capture;
import dev.earshot.policy.Policy;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/// Scans of an invented clinic's app, for the tests of reports.
final class AppScans {
    static final Instant JUDGED = Instant.parse("2026-11-20T14:10:00Z");
    static final ReportOptions MASKED =
            new ReportOptions(false, "0.1.0", JUDGED, "earshot scan clinic.apk split_config.arm64_v8a.apk");
    static final ReportOptions REVEALED =
            new ReportOptions(true, "0.1.0", JUDGED, "earshot scan clinic.apk split_config.arm64_v8a.apk --reveal");
    static final Capture NOT_WATCHED =
            Capture.none(List.of("clinic.apk", "split_config.arm64_v8a.apk"), "Earshot 0.1.0", JUDGED);

    private AppScans() {}

    static ScanResult filesOnly() {
        return examiner().examine(NOT_WATCHED, List.of(ClinicApp.app()));
    }

    static Examiner examiner() {
        return new Examiner(Policy.byDefault(), LocalDate.of(2026, 11, 20));
    }
}
