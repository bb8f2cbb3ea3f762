package dev.earshot.guard.collect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.earshot.EarshotException;
import dev.earshot.guard.alert.AlertSettings;
import dev.earshot.guard.alert.Alerts;
import dev.earshot.guard.collect.Collector.Outcome;
import dev.earshot.guard.collect.CollectorSettings.Bounds;
import dev.earshot.guard.collect.CollectorSettings.Intake;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@Timeout(60)
class ReportCollectorTest {
    private static final Instant MORNING = Instant.parse("2026-11-20T08:00:00Z");
    private static final LocalDate TODAY = LocalDate.parse("2026-11-20");

    @TempDir
    private Path folder;

    private final AtomicReference<Instant> now = new AtomicReference<>(MORNING);
    private final InstantSource clock = now::get;
    private final List<String> remarks = new CopyOnWriteArrayList<>();
    private final List<JsonNode> told = new CopyOnWriteArrayList<>();
    private HttpServer hook;

    @BeforeEach
    void listen() throws IOException {
        hook = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        hook.createContext("/", exchange -> {
            told.add(JsonMapper.shared().readTree(exchange.getRequestBody().readAllBytes()));
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        hook.start();
    }

    @AfterEach
    void stopListening() {
        hook.stop(0);
    }

    @Test
    void reports_of_one_thing_are_one_line_with_an_exact_count() throws IOException {
        try (ReportCollector collector = collector(settings())) {
            for (int i = 0; i < 300; i++) {
                assertThat(collector.take(
                                address(i % 50), "", report("https://tag.vendor.example/t.js?x=" + i), MORNING))
                        .isEqualTo(Outcome.TAKEN);
            }
        }
        Entry.OfContact contact = contact("vendor.example").orElseThrow();
        assertThat(contact.count()).isEqualTo(300);
        assertThat(contact.confirmed()).isTrue();
        List<Entry.OfLine> lines = lines("vendor.example");
        assertThat(lines).hasSize(1);
        assertThat(lines.getFirst().what().path()).isEqualTo("/t.js");
        assertThat(lines.getFirst().count()).isEqualTo(300);
    }

    @Test
    void a_known_tracker_is_told_at_once_and_an_unknown_domain_from_three_networks_on() {
        try (Alerts alerts = alerts();
                ReportCollector collector = collector(settings(), alerts)) {
            collector.take(address(1), "", report("https://static.hotjar.com/c/hotjar-1.js"), MORNING);
            collector.take(address(1), "", report("https://newvendor.example/t.js"), MORNING);
            collector.take("10.0.1.99", "", report("https://newvendor.example/t.js"), MORNING);
            collector.take(address(2), "", report("https://newvendor.example/t.js"), MORNING);
            collector.take(address(3), "", report("https://newvendor.example/t.js"), MORNING);
            collector.take(address(4), "", report("https://newvendor.example/t.js"), MORNING);
        }
        assertThat(told).hasSize(2);
        assertThat(told.get(0).path("title").asString()).contains("Hotjar").contains("hotjar.com");
        assertThat(told.get(1).path("title").asString()).contains("newvendor.example");
        assertThat(told.get(1).path("text").asString())
                .contains("reports so far: 4")
                .doesNotContain("10.0.");
    }

    @Test
    void what_was_told_is_not_told_again_after_a_restart() {
        for (int run = 0; run < 2; run++) {
            try (Alerts alerts = alerts();
                    ReportCollector collector = collector(settings(), alerts)) {
                for (int source = 0; source < 5; source++) {
                    collector.take(address(source), "", report("https://newvendor.example/t.js"), MORNING);
                }
            }
            now.set(MORNING.plusSeconds(60));
        }
        assertThat(told).hasSize(1);
        assertThat(contact("newvendor.example").orElseThrow().count()).isEqualTo(10);
    }

    /// The attack: one sender, then a thousand of them, make up a million domains so that a true new one drowns.
    @Test
    void a_flood_of_made_up_domains_does_not_hide_a_true_one() {
        Random random = new Random(20261120);
        Bounds bounds = new Bounds(200, 20, 1000, 16, 4 * 1024 * 1024);
        try (Alerts alerts = alerts();
                ReportCollector collector = collector(settings().with(bounds).with(generous()), alerts)) {
            for (int i = 0; i < 100_000; i++) {
                String attacker = "203." + random.nextInt(4) + "." + random.nextInt(250) + "." + random.nextInt(250);
                collector.take(attacker, "", report("https://x" + random.nextLong() + ".example/" + i), MORNING);
                if (i % 10_000 == 5_000) {
                    int visitor = i / 10_000;
                    collector.take(address(visitor), "", report("https://truevendor.example/t.js"), MORNING);
                    collector.take(address(visitor), "", report("https://static.hotjar.com/c/x.js"), MORNING);
                }
            }
            ReportCollector.Figures figures = collector.figures();
            assertThat(figures.domains()).isLessThan(300);
            assertThat(figures.lines()).isLessThan(2000);
            assertThat(figures.reports()).isEqualTo(100_020);
            assertThat(figures.domainsNotHeld()).isBetween(85_000L, 100_020L);
        }
        assertThat(told)
                .extracting(alert -> alert.path("key").asString())
                .contains("new-third-party:hotjar.com", "new-third-party:truevendor.example", "collector-flood")
                .hasSize(3);
        assertThat(contact("truevendor.example").orElseThrow().networks()).isGreaterThanOrEqualTo(3);
        assertThat(contact("hotjar.com").orElseThrow().count()).isEqualTo(10);
    }

    @Test
    void one_network_introduces_only_a_few_domains_a_day() {
        try (ReportCollector collector = collector(settings().with(generous()))) {
            for (int i = 0; i < 500; i++) {
                collector.take("2001:db8:1:" + i + "::1", "", report("https://made" + i + ".example/"), MORNING);
            }
            assertThat(collector.figures().domains()).isEqualTo(20);
            assertThat(collector.figures().notHeld()).isEqualTo(480);
            assertThat(collector.figures().domainsNotHeld()).isBetween(440L, 480L);
        }
    }

    @Test
    void customers_below_a_suffix_are_not_taken_for_its_owner() {
        try (ReportCollector collector = collector(settings().with(generous()))) {
            for (int i = 0; i < 500; i++) {
                collector.take("192.0.2.1", "", report("https://d" + i + "abc.cloudfront.net/"), MORNING);
            }
            assertThat(collector.figures().domains()).isEqualTo(20);
        }
    }

    @Test
    void made_up_paths_do_not_push_out_the_line_that_visitors_report() {
        try (ReportCollector collector =
                collector(settings().with(generous()).with(new Bounds(100, 20, 50, 8, 4 * 1024 * 1024)))) {
            for (int source = 0; source < 3; source++) {
                collector.take(address(source), "", report("https://static.hotjar.com/c/true.js"), MORNING);
            }
            String letters = "abcdefghijklmnopqrstuvwxyz";
            for (int i = 0; i < 20_000; i++) {
                String word = "" + letters.charAt(i % 26) + letters.charAt(i / 26 % 26) + letters.charAt(i / 676 % 26)
                        + letters.charAt(i / 17576);
                collector.take("192.0.2.1", "", report("https://static.hotjar.com/" + word), MORNING);
            }
            assertThat(collector.figures().lines()).isEqualTo(8);
        }
        assertThat(contact("hotjar.com").orElseThrow().count()).isEqualTo(20_003);
        assertThat(lines("hotjar.com")).anyMatch(line -> line.what().path().equals("/c/true.js") && line.count() == 3);
    }

    @Test
    void a_source_that_sends_too_many_is_turned_away_and_others_are_not() {
        Intake intake = new Intake(10_000, 50, 10, 20, 4096);
        try (ReportCollector collector = collector(settings().with(intake))) {
            int taken = 0;
            for (int i = 0; i < 100; i++) {
                // One household's /64 is one source.
                taken += collector.take("2001:db8::" + i, "", report("https://vendor.example/"), MORNING)
                                == Outcome.TAKEN
                        ? 1
                        : 0;
            }
            assertThat(taken).isEqualTo(20);
            assertThat(collector.take("2001:db8:0:1::1", "", report("https://vendor.example/"), MORNING))
                    .isEqualTo(Outcome.TAKEN);
            assertThat(collector.take("2001:db8::1", "", report("https://vendor.example/"), MORNING.plusSeconds(1)))
                    .isEqualTo(Outcome.TAKEN);
            assertThat(collector.figures().tooMany()).isEqualTo(80);
        }
    }

    @Test
    void a_delivery_of_many_reports_counts_as_many() {
        Intake intake = new Intake(100_000, 50, 1, 20, 4096);
        try (ReportCollector collector = collector(settings().with(intake))) {
            String one = new String(report("https://vendor.example/"), StandardCharsets.UTF_8);
            byte[] many = ("[" + (one + ",").repeat(29) + one + "]").getBytes(StandardCharsets.UTF_8);
            assertThat(collector.take("192.0.2.1", "", many, MORNING)).isEqualTo(Outcome.TAKEN);
            assertThat(collector.take("192.0.2.1", "", report("https://vendor.example/"), MORNING.plusSeconds(9)))
                    .isEqualTo(Outcome.TOO_MANY);
            assertThat(collector.take("192.0.2.1", "", report("https://vendor.example/"), MORNING.plusSeconds(12)))
                    .isEqualTo(Outcome.TAKEN);
        }
    }

    @Test
    void what_is_no_report_or_too_big_is_turned_away_and_counted() {
        try (ReportCollector collector = collector(settings())) {
            assertThat(collector.take("192.0.2.1", "text/html", bytes("<html>"), MORNING))
                    .isEqualTo(Outcome.NOT_A_REPORT);
            assertThat(collector.take("192.0.2.1", "", new byte[300_000], MORNING))
                    .isEqualTo(Outcome.TOO_BIG);
            assertThat(collector.take("192.0.2.1", "", bytes("[{\"type\":\"deprecation\",\"body\":{}}]"), MORNING))
                    .isEqualTo(Outcome.TAKEN);
        }
        Map<Tally, Long> tallies = tallies();
        assertThat(tallies).containsEntry(Tally.NO_REPORT, 1L).containsEntry(Tally.TOO_BIG, 1L);
        assertThat(entries()).anyMatch(new Entry.OfIgnored("deprecation", 1)::equals);
    }

    @Test
    void noise_is_counted_by_its_rule_and_told_to_nobody() {
        try (Alerts alerts = alerts();
                ReportCollector collector = collector(settings(), alerts)) {
            for (int i = 0; i < 9; i++) {
                collector.take(address(i), "", report("chrome-extension://abcdef/x.js"), MORNING);
                collector.take(address(i), "", report("https://ciuvo.com/x.js"), MORNING);
            }
        }
        assertThat(told).isEmpty();
        assertThat(entries())
                .contains(
                        new Entry.OfNoise("browser-extension", "chrome-extension", 9),
                        new Entry.OfNoise("toolbar-or-malware", "ciuvo.com", 9));
        assertThat(contact("ciuvo.com")).isEmpty();
    }

    @Test
    void no_rule_hides_a_tracker() {
        try (ReportCollector collector = collector(settings())) {
            collector.take("192.0.2.1", "", bytes("""
                    {"csp-report":{"document-uri":"https://copy.example/","blocked-uri":"https://static.hotjar.com/c/x.js",
                    "effective-directive":"script-src","source-file":"chrome-extension://abc/x.js"}}"""), MORNING);
        }
        assertThat(lines("hotjar.com")).singleElement().satisfies(line -> {
            assertThat(line.what().page()).isEqualTo(Understanding.NOT_LISTED);
            assertThat(line.what().source()).isEqualTo("chrome-extension");
        });
    }

    @Test
    void a_torn_last_line_costs_itself_alone() throws IOException {
        try (ReportCollector collector = collector(settings())) {
            collector.take("192.0.2.1", "", report("https://static.hotjar.com/x.js"), MORNING);
        }
        Files.writeString(file(), "{\"is\":\"contact\",\"name\":\"torn.exam", StandardOpenOption.APPEND);
        try (ReportCollector collector = collector(settings())) {
            collector.take("192.0.2.1", "", report("https://static.hotjar.com/x.js"), MORNING);
        }
        assertThat(remarks).singleElement().asString().contains("torn");
        assertThat(contact("hotjar.com").orElseThrow().count()).isEqualTo(2);
        assertThat(Files.readString(file())).doesNotContain("torn.exam");
    }

    @Test
    void a_disk_that_takes_nothing_loses_nothing_that_it_takes_later() throws IOException {
        try (Alerts alerts = alerts();
                ReportCollector collector = collector(settings(), alerts)) {
            collector.take(address(1), "", report("https://static.hotjar.com/x.js"), MORNING);
            collector.write();
            Path aside = folder.resolveSibling(folder.getFileName() + "-aside");
            Files.move(folder, aside);
            Files.writeString(folder, "in the way");
            for (int i = 0; i < 3; i++) {
                collector.take(address(1), "", report("https://static.hotjar.com/x.js"), MORNING);
                collector.write();
            }
            assertThat(collector.figures().writes()).isFalse();
            assertThat(remarks).singleElement().asString().contains("goes on in memory");
            Files.delete(folder);
            Files.move(aside, folder);
            collector.write();
            assertThat(collector.figures().writes()).isTrue();
            assertThat(remarks).hasSize(2);
            assertThat(contact("hotjar.com").orElseThrow().count()).isEqualTo(4);
        }
        assertThat(told).extracting(alert -> alert.path("kind").asString()).contains("collector-disk");
        assertThat(contact("hotjar.com").orElseThrow().count()).isEqualTo(4);
    }

    @Test
    void midnight_begins_a_day_and_old_days_go() throws IOException {
        CollectorSettings two = new CollectorSettings(
                Set.of("www.clinic.example"),
                Optional.empty(),
                Optional.of(folder),
                2,
                3,
                Intake.USUAL,
                Bounds.USUAL,
                Duration.ofHours(1));
        try (ReportCollector collector = collector(two)) {
            for (int day = 0; day < 4; day++) {
                now.set(MORNING.plus(Duration.ofDays(day)));
                collector.take("192.0.2.1", "", report("https://static.hotjar.com/x.js"), now.get());
            }
        }
        assertThat(DayFiles.days(folder)).containsExactly(TODAY.plusDays(2), TODAY.plusDays(3));
    }

    @Test
    void a_file_stays_within_its_bound_and_keeps_what_several_networks_report() throws IOException {
        Bounds small = new Bounds(5000, 5000, 5000, 8, 200_000);
        try (ReportCollector collector = collector(settings().with(small).with(generous()))) {
            for (int round = 0; round < 20; round++) {
                for (int i = 0; i < 200; i++) {
                    collector.take("192.0.2.1", "", report("https://made" + round + "x" + i + ".example/"), MORNING);
                }
                collector.take(address(round), "", report("https://truevendor.example/t.js"), MORNING);
                collector.write();
                assertThat(Files.size(file())).isLessThan(300_000);
            }
        }
        assertThat(contact("truevendor.example").orElseThrow().count()).isEqualTo(20);
    }

    @Test
    void two_collectors_do_not_share_a_folder() {
        try (ReportCollector first = collector(settings())) {
            assertThat(first.figures().writes()).isTrue();
            assertThatThrownBy(() -> collector(settings()))
                    .isInstanceOf(EarshotException.class)
                    .hasMessageContaining("Another collector");
        }
    }

    @Test
    void nothing_of_a_source_is_written() throws IOException {
        try (ReportCollector collector = collector(settings())) {
            collector.take(
                    "198.51.100.77",
                    "",
                    "Mozilla/5.0 (X11) Chrome/140.0.1.2 Safari/1",
                    report("https://vendor.example/"),
                    MORNING);
        }
        assertThat(Files.readString(file()))
                .doesNotContain("198.51", "Mozilla", "140.0")
                .contains("\"Chrome\"");
    }

    @Test
    void sip_hash_is_as_published() {
        // The vector of the paper's appendix A: key 00…0f, input 00…0e.
        byte[] input = new byte[15];
        for (int i = 0; i < 15; i++) {
            input[i] = (byte) i;
        }
        assertThat(new SipHash(0x0706050403020100L, 0x0f0e0d0c0b0a0908L).of(input))
                .isEqualTo(0xa129ca6149be45e5L);
    }

    @Test
    void the_estimate_of_distinct_things_is_near() {
        for (int many : new int[] {0, 1, 50, 1000, 20_000, 1_000_000}) {
            Distinct distinct = new Distinct();
            SipHash hash = new SipHash(1, 2);
            for (int i = 0; i < many; i++) {
                distinct.add(hash.of(bytes("x" + i)));
                distinct.add(hash.of(bytes("x" + i)));
            }
            assertThat(distinct.atLeast()).isBetween((long) (many * 0.9), (long) many);
        }
    }

    @Test
    void a_table_of_sources_does_not_grow_and_forgets_the_idlest() {
        RateLimit limit = new RateLimit(64, 1, 2);
        for (int i = 0; i < 100_000; i++) {
            assertThat(limit.take(new SipHash(3, 4).of(bytes("s" + i)), MORNING.plusMillis(i)))
                    .isTrue();
        }
    }

    private CollectorSettings settings() {
        return CollectorSettings.of(Set.of("www.clinic.example"), folder).withWriteEvery(Duration.ofHours(1));
    }

    private static Intake generous() {
        return new Intake(100_000, 100, 1e6, 1_000_000, 4096);
    }

    private ReportCollector collector(CollectorSettings settings) {
        return collector(settings, Alerts.toNobody(clock));
    }

    private ReportCollector collector(CollectorSettings settings, Alerts alerts) {
        return ReportCollector.start(settings, clock, new Random(7), alerts, remarks::add);
    }

    private Alerts alerts() {
        return Alerts.start(
                new AlertSettings(
                        Duration.ofDays(1),
                        100,
                        AlertSettings.Pace.USUAL,
                        List.of(new AlertSettings.Webhook(
                                URI.create(
                                        "http://127.0.0.1:" + hook.getAddress().getPort() + "/"),
                                Optional.empty(),
                                Optional.empty()))),
                clock,
                remarks::add);
    }

    private static String address(int network) {
        return "10.0." + network + ".1";
    }

    private static byte[] report(String blocked) {
        return bytes("{\"csp-report\":{\"document-uri\":\"https://www.clinic.example/portal/x\",\"blocked-uri\":\""
                + blocked + "\",\"effective-directive\":\"script-src-elem\",\"disposition\":\"enforce\"}}");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private Path file() {
        return folder.resolve("reports-2026-11-20.ndjson");
    }

    private List<Entry> entries() {
        List<Entry> entries = new ArrayList<>();
        try {
            for (LocalDate day : DayFiles.days(folder)) {
                DayFiles.read(folder, day, entries::add);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return entries;
    }

    private Map<Tally, Long> tallies() {
        return entries().stream()
                .flatMap(entry -> entry instanceof Entry.OfTime time ? time.counts().entrySet().stream() : Stream.of())
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, Long::sum));
    }

    private Optional<Entry.OfContact> contact(String name) {
        return entries().stream()
                .flatMap(entry -> entry instanceof Entry.OfContact contact
                                && contact.name().equals(name)
                        ? Stream.of(contact)
                        : Stream.of())
                .reduce((one, other) -> new Entry.OfContact(
                        name,
                        one.kind(),
                        one.known(),
                        one.count() + other.count(),
                        one.first(),
                        other.last(),
                        Math.max(one.networks(), other.networks()),
                        one.confirmed() || other.confirmed()));
    }

    private List<Entry.OfLine> lines(String contact) {
        return entries().stream()
                .flatMap(entry ->
                        entry instanceof Entry.OfLine line && line.contact().equals(contact)
                                ? Stream.of(line)
                                : Stream.of())
                .toList();
    }
}
