package dev.earshot.guard.collect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.guard.protection.Otherwise;
import dev.earshot.guard.protection.Protection;
import dev.earshot.guard.protection.ZoneProtection;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnderstandingTest {
    private static final Understanding OF_CLINIC =
            new Understanding(CollectorSettings.of(Set.of("www.clinic.example"), Path.of("unused")));

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "/, /",
                "/tr/, /tr/",
                "/fbevents.js, /fbevents.js",
                "/v2/collect, /v2/collect",
                "/find-a-doctor/oncology, /find-a-doctor/oncology",
                "/patients/4711/results, /patients/*/results",
                "/patients/jane.doe@mail.example, /patients/*",
                "/u/Jane%20Doe, /u/*",
                "/collect?email=jane@mail.example, /collect",
                "/page#mrn=4711, /page",
                "/a/b/c/d/e, /a/b/c/…",
                "/a/b/c/, /a/b/c/",
                "/abcdefghijklmnopqrstuvwxyz, /*",
                "/1965-04-01, /*",
                "/a;jsessionid=x, /*",
                "//x, //x",
                "jane, /*",
            })
    void paths_keep_words_alone(String path, String shape) {
        assertThat(PathShape.of(path, 3)).isEqualTo(shape);
        assertThat(PathShape.of(shape, 3)).as("again").isEqualTo(shape);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "https://Vendor.Example/tag.js, HOST, vendor.example, \"\"",
                "https://vendor.example:8443/x, HOST, vendor.example, :8443",
                "https://vendor.example:443/x, HOST, vendor.example, \"\"",
                "wss://vendor.example, HOST, vendor.example, \"\"",
                "https://jane:pass@vendor.example/x@y, HOST, vendor.example, \"\"",
                "vendor.example, HOST, vendor.example, \"\"",
                "vendor.example:8443, HOST, vendor.example, :8443",
                "//vendor.example/x, HOST, vendor.example, \"\"",
                "inline, KEYWORD, inline, \"\"",
                "self, KEYWORD, inline, \"\"",
                "wasm-eval, KEYWORD, wasm-eval, \"\"",
                "data, SCHEME, data, \"\"",
                "data:image/png;base64, SCHEME, data, \"\"",
                "blob:https://www.clinic.example/1, SCHEME, blob, \"\"",
                "chrome-extension://abc/x.js, SCHEME, chrome-extension, \"\"",
                "moz-extension, SCHEME, moz-extension, \"\"",
                "about:blank, SCHEME, about, \"\"",
                "http://10.237.69.146:15871, LOCAL, 10.237.69.146, :15871",
                "http://localhost:8080/x, LOCAL, localhost, :8080",
                "http://[::1]/, LOCAL, [::1], \"\"",
                "http://[2001:db8::1]:81/, HOST, [2001:db8::1], :81",
                "http://172.32.0.1/, HOST, 172.32.0.1, \"\"",
                "https://10.example/, HOST, 10.example, \"\"",
                "\"\", NOTHING, \"\", \"\"",
                "https://, UNREADABLE, \"\", \"\"",
                "https://ven dor.example/, UNREADABLE, \"\", \"\"",
                "https://vendor.example:x/, UNREADABLE, \"\", \"\"",
                "https://a..b/, UNREADABLE, \"\", \"\"",
                "https://<script>/, UNREADABLE, \"\", \"\"",
            })
    void what_an_address_points_to(String text, Place.Kind kind, String name, String port) {
        Place place = Place.of(text);
        assertThat(place.kind()).isEqualTo(kind);
        assertThat(place.name()).isEqualTo(name);
        assertThat(place.port()).isEqualTo(port);
    }

    @Test
    void nothing_of_a_patient_is_kept() {
        RawReport report = violation("https://tracker.example/t/jane.doe@mail.example/4711?dob=1965-04-01");
        report.document = "https://www.clinic.example/portal/jane-doe/results?mrn=4711#x";
        report.sourceFile = "https://tags.example/t.js?user=jane";
        String kept = OF_CLINIC
                .counted(OF_CLINIC.read(report, "Mozilla/5.0 jane"))
                .orElseThrow()
                .toString();
        assertThat(kept)
                .doesNotContain("jane", "4711", "1965", "Mozilla")
                .contains("www.clinic.example/portal/…", "tracker.example", "/t/*/*", "tags.example");
    }

    @Test
    void a_page_is_known_by_its_zone_where_there_are_zones() {
        Protection protection = new Protection(
                Set.of("www.clinic.example"),
                List.of(
                        new ZoneProtection(
                                "portal", List.of("*/portal/**"), true, Otherwise.BLOCK, List.of(), List.of()),
                        new ZoneProtection("public", List.of(), false, Otherwise.REPORT, List.of(), List.of())));
        Understanding zoned = new Understanding(CollectorSettings.of(protection, Path.of("unused")));
        RawReport report = violation("https://vendor.example/x");
        report.document = "https://www.clinic.example/portal/results?mrn=1";
        assertThat(zoned.read(report, "").page()).isEqualTo("portal");
        report.document = "https://www.clinic.example/";
        assertThat(zoned.read(report, "").page()).isEqualTo("public");

        RawReport guard = new RawReport();
        guard.host = "vendor.example";
        guard.verdict = "blocked";
        guard.zone = "portal";
        assertThat(zoned.read(guard, "").page()).isEqualTo("portal");
        guard.zone = "jane doe";
        assertThat(zoned.read(guard, "").page()).isEqualTo("(not said)");
    }

    @Test
    void a_host_below_the_sites_own_domain_that_is_not_the_sites_is_a_third_party_of_its_own() {
        var counted = counted(violation("https://metrics.clinic.example/b/ss")).orElseThrow();
        assertThat(counted.kind()).isEqualTo(Contact.Kind.THIRD_PARTY);
        assertThat(counted.contact()).isEqualTo("metrics.clinic.example");
        assertThat(counted(violation("https://www.clinic.example/x"))
                        .orElseThrow()
                        .kind())
                .isEqualTo(Contact.Kind.OWN);
        assertThat(counted(violation("https://a.vendor.example/x"))
                        .orElseThrow()
                        .contact())
                .isEqualTo("vendor.example");
    }

    @ParameterizedTest
    @CsvSource({
        "enforce, BLOCKED",
        "report, SEEN",
        "'', UNSAID",
        "reporting, UNSAID",
    })
    void what_became_of_it(String disposition, Verdict verdict) {
        RawReport report = violation("https://vendor.example");
        report.disposition = disposition;
        assertThat(OF_CLINIC.read(report, "").verdict()).isEqualTo(verdict);
    }

    @Test
    void a_directive_is_its_name_alone() {
        RawReport report = violation("https://vendor.example");
        report.effectiveDirective = "";
        report.violatedDirective = "img-src 'self' https://secret.example";
        assertThat(OF_CLINIC.read(report, "").use()).isEqualTo("img-src");
        report.violatedDirective = "jane-doe";
        assertThat(OF_CLINIC.read(report, "").use()).isEqualTo("other");
    }

    @ParameterizedTest
    @CsvSource({
        "chrome-extension://abc/x.js, '', browser-extension",
        "https://vendor.example/x, moz-extension://abc/y.js, browser-extension-newer",
        "about:blank, '', about-page",
        "http://127.0.0.1:1234/, '', local-network",
        "wss://gc.kis.v2.scr.kaspersky-labs.com/x, '', antivirus",
        "https://nikkomsgchannel/e?001, '', antivirus",
        "https://www.ciuvo.com, '', toolbar-or-malware",
        "webviewprogressproxy:///x, '', browser-itself",
    })
    void what_visitors_software_puts_in_is_noise(String blocked, String source, String rule) {
        RawReport report = violation(blocked);
        report.sourceFile = source;
        assertThat(noise(report)).contains(rule);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://vendor.example/x",
                "https://translate.googleapis.com/x",
                "https://notkaspersky-labs.com/x",
                "https://kaspersky-labs.com.vendor.example/x",
                "https://chrome-extension.example/",
                "https://www.clinic.example/",
                "https://about.example/",
                "https://11.0.0.1/",
                "inline",
                "eval",
                ""
            })
    void what_may_be_the_sites_is_no_noise(String blocked) {
        RawReport report = violation(blocked);
        report.line = "1";
        report.column = "264";
        assertThat(noise(report)).isEmpty();
    }

    @Test
    void inline_code_at_the_first_character_of_a_page_was_put_in() {
        RawReport report = violation("inline");
        report.line = "1";
        report.column = "1";
        assertThat(noise(report)).contains("injected-at-the-start");
        report.blocked = "https://vendor.example/x";
        assertThat(noise(report)).as("a host").isEmpty();
        report.blocked = "inline";
        report.sourceFile = "https://www.clinic.example/app.js";
        assertThat(noise(report))
                .as("a script of the same host may have one line")
                .contains("injected-at-the-start");
        report.sourceFile = "https://tags.example/t.js";
        assertThat(noise(report)).as("another's script").isEmpty();
    }

    @Test
    void bytes_in_the_page_are_noise_as_a_picture_and_none_as_a_script() {
        RawReport report = violation("data");
        report.effectiveDirective = "img-src";
        assertThat(noise(report)).contains("content-in-the-page");
        for (String directive : List.of("script-src-elem", "worker-src", "frame-src", "connect-src", "object-src")) {
            report.effectiveDirective = directive;
            assertThat(noise(report)).as(directive).isEmpty();
        }
    }

    @Test
    void a_page_of_nobody_is_noise_and_so_is_what_an_app_runs_in_it() {
        RawReport report = violation("https://vendor.example/x");
        report.document = "https://www-clinic-example.translate.example/";
        assertThat(noise(report)).contains("foreign-document");
        RawReport inApp = violation("inline");
        inApp.userAgent = "Mozilla/5.0 (iPhone) [FBAN/FBIOS]";
        assertThat(noise(inApp)).contains("browser-inside-an-app");
        RawReport late = violation("https://vendor.example/x");
        late.age = Long.toString(3L * 24 * 3600 * 1000);
        assertThat(noise(late)).contains("stale");
    }

    @Test
    void every_rule_says_why_and_where_that_was_read() {
        assertThat(Noise.bundled().rules()).isNotEmpty().allSatisfy(rule -> {
            assertThat(rule.reason()).isNotBlank();
            assertThat(rule.source()).isNotBlank();
            assertThat(rule.readOn()).isNotBlank();
            assertThat(rule.schemes().isEmpty() && rule.hosts().isEmpty())
                    .isEqualTo(!rule.when().isEmpty());
        });
        assertThat(Noise.bundled().rules()).extracting(Noise.Rule::id).doesNotHaveDuplicates();
    }

    @Test
    void no_rule_names_a_host_that_the_catalogue_knows_as_a_tracker() {
        Vendors vendors = new Vendors();
        assertThat(Noise.bundled().rules().stream()
                        .flatMap(rule -> rule.hosts().stream())
                        .filter(vendors::isTracker))
                .isEmpty();
        assertThat(vendors.isTracker("static.hotjar.com")).isTrue();
    }

    private static Optional<String> noise(RawReport report) {
        return Noise.bundled().of(OF_CLINIC.read(report, "")).map(Noise.Rule::id);
    }

    private static Optional<Understanding.Counted> counted(RawReport report) {
        return OF_CLINIC.counted(OF_CLINIC.read(report, ""));
    }

    private static RawReport violation(String blocked) {
        RawReport report = new RawReport();
        report.wrapped = true;
        report.document = "https://www.clinic.example/";
        report.blocked = blocked;
        report.effectiveDirective = "script-src-elem";
        report.disposition = "enforce";
        return report;
    }
}
