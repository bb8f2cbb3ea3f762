package dev.earshot.report;

import static dev.earshot.report.Wording.counted;

import dev.earshot.AppResult;
import dev.earshot.app.App;
import dev.earshot.app.AppFile;
import dev.earshot.app.HeldSdk;
import dev.earshot.app.Rung;
import dev.earshot.app.Spot;
import dev.earshot.policy.AppFinding;
import dev.earshot.policy.AppFinding.Evidence;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The lines about one app in a report for a terminal: what policy says of it, and the ladder of each SDK.
final class AppText {
    private static final int SHOWN_EVIDENCE = 3;

    private final AppResult result;
    private final ReportOptions options;
    private final Masking masking;

    AppText(AppResult result, ReportOptions options, Masking masking) {
        this.result = result;
        this.options = options;
        this.masking = masking;
    }

    /// One finding: its heading, then what it says and rests on.
    record Told(String heading, String sentence, List<String> lines) {}

    /// What people call it.
    static String name(App app) {
        return app.name().isEmpty() ? app.label() : app.name();
    }

    /// `My Clinic 4.2.0 (420) · Android · org.clinic.app`.
    static String title(App app) {
        String named = name(app);
        String version = (app.version() + (app.build().isEmpty() ? "" : " (" + app.build() + ")")).strip();
        return named + (version.isEmpty() ? "" : " " + version) + " · "
                + app.platform().label() + (app.id().isEmpty() || app.id().equals(named) ? "" : " · " + app.id())
                + (app.frameworks().isEmpty() ? "" : " · " + String.join(", ", app.frameworks()));
    }

    /// `clinic.apk  APK, 18.2 MB, SHA-256 1f3a…`.
    static String file(AppFile file) {
        return file.name() + "  " + file.kind() + ", " + size(file.bytes()) + ", SHA-256 " + file.sha256();
    }

    static String size(long bytes) {
        return bytes < 1_000_000
                ? Wording.number((int) Math.max(1, Math.round(bytes / 1e3))) + " kB"
                : String.format(Locale.ENGLISH, "%.1f MB", bytes / 1e6);
    }

    Told told(AppFinding finding) {
        List<String> lines = new ArrayList<>();
        finding.evidence().stream().limit(SHOWN_EVIDENCE).forEach(evidence -> lines.add(evidence(evidence)));
        int more = finding.evidence().size() - SHOWN_EVIDENCE;
        if (more > 0) {
            lines.add("and " + counted(more, "more place"));
        }
        finding.waiver().ifPresent(waiver -> lines.add("waived until " + waiver.until() + ": " + waiver.reason()));
        return new Told(subject(finding), masking.saidOfFiles(finding.sentence()), lines);
    }

    String status(AppFinding finding) {
        boolean known =
                options.baseline().map(baseline -> baseline.has(finding)).orElse(false);
        return Wording.status(finding.level(), known);
    }

    /// `Mixpanel → Mixpanel, Inc.`, or what it is about.
    String subject(AppFinding finding) {
        String name = finding.about() == AppFinding.About.BUNDLED_PAGE
                ? finding.evidence().getFirst().what()
                : result.app().sdk(finding.sdk()).map(HeldSdk::name).orElse(finding.sdk());
        if (name.isEmpty()) {
            return switch (finding.about()) {
                case SDK, HAND_OVER, BUNDLED_PAGE -> finding.vendor();
                case PERMISSION, TRANSPORT_EXCEPTION -> masking.written(finding.subject());
                case MISMATCH -> "declared and held";
            };
        }
        return finding.vendor().isEmpty() ? name : name + " → " + finding.vendor();
    }

    private String evidence(Evidence evidence) {
        String what = masking.written(evidence.what());
        String place = place(evidence.at());
        return place.contains(what) ? place : what + "   " + place;
    }

    /// `clinic.apk!classes2.dex org.clinic.Main.onCreate at 0x4410`.
    static String place(Spot spot) {
        return spot.file()
                + (spot.in().isEmpty() ? "" : " " + spot.in())
                + (spot.offset() < 0 ? "" : " at 0x" + Long.toHexString(spot.offset()));
    }

    /// The ladder of every SDK, highest first: `●●●●○○  Mixpanel → Mixpanel, Inc. (analytics): is set to send`.
    List<String> ladder() {
        return result.app().sdks().stream().map(AppText::rungs).toList();
    }

    /// `2 permissions · 3 hosts · 1 deep link`: what else the files show, and other forms of the report list.
    String counts() {
        App app = result.app();
        List<String> parts = new ArrayList<>();
        count(app.sdks().stream().mapToInt(sdk -> sdk.handOvers().size()).sum(), "hand-over", parts);
        count(app.permissions().size(), "permission", parts);
        count(app.endpoints().size(), "host", parts);
        count(app.webViews().size(), "web view", parts);
        count(app.deepLinks().size(), "deep link", parts);
        count(app.declarations().size(), "declaration", parts);
        return String.join(" · ", parts);
    }

    private static void count(int number, String noun, List<String> parts) {
        if (number > 0) {
            parts.add(counted(number, noun));
        }
    }

    private static String rungs(HeldSdk sdk) {
        StringBuilder marks = new StringBuilder();
        for (Rung rung : Rung.values()) {
            marks.append(sdk.shows(rung) ? '●' : '○');
        }
        return marks + "  " + sdk.name()
                + sdk.version().map(version -> " " + version).orElse("") + " → "
                + sdk.vendor() + " (" + sdk.purpose() + "): " + sdk.rung().phrase()
                + qualities(sdk).map(text -> "; " + text).orElse("");
    }

    /// `switched off; recognised by what survives renaming`.
    static Optional<String> qualities(HeldSdk sdk) {
        List<String> qualities = new ArrayList<>();
        if (!sdk.rung().atLeast(Rung.SEEN_SENDING)) {
            setting(sdk.setting()).ifPresent(qualities::add);
        }
        if (sdk.renamed()) {
            qualities.add("renamed, recognised by what survives renaming");
        }
        if (sdk.infrastructure()) {
            qualities.add("serves the app");
        }
        return qualities.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", qualities));
    }

    static Optional<String> setting(HeldSdk.Setting setting) {
        return switch (setting) {
            case ON -> Optional.empty();
            case OFF -> Optional.of("switched off");
            case OFF_UNTIL_CALLED -> Optional.of("switched off until the app’s code turns it on");
            case NOT_SHOWN -> Optional.empty();
        };
    }
}
