package dev.earshot.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.earshot.catalogue.Catalogue;
import dev.earshot.catalogue.DomainOwners;
import dev.earshot.disclosure.Disclosure;
import dev.earshot.disclosure.DisclosureAnalysis;
import dev.earshot.exchange.Body;
import dev.earshot.exchange.Bytes;
import dev.earshot.exchange.Capture;
import dev.earshot.exchange.Context;
import dev.earshot.exchange.Exchange;
import dev.earshot.exchange.Header;
import dev.earshot.exchange.Request;
import dev.earshot.har.HarFile;
import dev.earshot.har.HarWriter;
import dev.earshot.persona.Persona;
import dev.earshot.persona.PersonaField;
import dev.earshot.persona.Personas;
import dev.earshot.policy.Policy;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What must not change what is disclosed: the order of exchanges, the files they stand in, and how the same value is
/// encoded, which changes the chain alone.
class InvarianceTest {
    private static final long SEED = 20261122;
    private static final Persona PERSONA = Personas.fresh(SEED);

    @TempDir
    Path folder;

    @Test
    void the_order_of_exchanges_changes_nothing() throws Exception {
        List<Exchange> exchanges = traffic();
        List<String> expected = disclosed(exchanges);
        assertThat(expected).hasSizeGreaterThan(100).anyMatch(told -> told.contains("PROVEN"));
        Random random = new Random(SEED);
        for (int round = 0; round < 10; round++) {
            Collections.shuffle(exchanges, random);
            assertThat(disclosed(exchanges))
                    .as("seed %d, round %d", SEED, round)
                    .isEqualTo(expected);
        }
    }

    @Test
    void the_files_that_exchanges_stand_in_change_nothing() throws Exception {
        List<Exchange> exchanges = traffic();
        List<String> expected = disclosed(exchanges);
        for (int files : new int[] {1, 2, 7}) {
            List<String> together = new ArrayList<>();
            for (int i = 0; i < files; i++) {
                Path file = folder.resolve(files + "-" + i + ".har");
                try (HarWriter writer = HarWriter.create(file)) {
                    for (int at = i; at < exchanges.size(); at += files) {
                        writer.add(exchanges.get(at));
                    }
                    writer.finish(summary());
                }
                List<Exchange> read = new ArrayList<>();
                HarFile.open(file).forEach(read::add);
                together.addAll(disclosed(read));
            }
            assertThat(together.stream().sorted().toList())
                    .as("%d files", files)
                    .isEqualTo(expected);
        }
    }

    @Test
    void another_encoding_of_the_same_value_changes_the_chain_alone() throws Exception {
        for (PersonaField field : List.of(
                PersonaField.EMAIL, PersonaField.FULL_NAME, PersonaField.MEDICAL_RECORD_NUMBER, PersonaField.PHONE)) {
            String value = PERSONA.first(field).orElseThrow().reveal();
            for (String sent : List.of(value, sha256(value.toLowerCase(Locale.ROOT)))) {
                String plain = "{\"page\":\"welcome\",\"user\":{\"" + field.key() + "\":\"" + sent + "\"}}";
                List<String> expected = told(plain.getBytes(StandardCharsets.UTF_8), "");
                assertThat(expected).hasSize(1).allMatch(told -> told.contains("PROVEN"));
                for (String other : List.of(
                        "{\"user\":{\"" + field.key() + "\":\"" + sent + "\"},\"page\":\"welcome\"}",
                        "{ \"page\" : \"welcome\",\n  \"user\" : {\n \"" + field.key() + "\" :\t\"" + sent + "\" }\n}",
                        "{\"page\":\"welcome\",\"user\":{\"" + field.key() + "\":\"" + escaped(sent) + "\"}}",
                        "page=welcome&user%5B" + field.key() + "%5D=" + Wrapping.percent(sent),
                        "page=welcome&" + field.key() + "=" + Wrapping.percent(Wrapping.percent(sent)),
                        "page=welcome&" + field.key() + "="
                                + Wrapping.percent(
                                        Base64.getEncoder().encodeToString(sent.getBytes(StandardCharsets.UTF_8))))) {
                    assertThat(told(other.getBytes(StandardCharsets.UTF_8), ""))
                            .as("%s: %s", field, other)
                            .isEqualTo(expected);
                }
                assertThat(told(gzip(plain), "gzip")).isEqualTo(expected);
                assertThat(told(gzip(plain), "")).isEqualTo(expected);
            }
        }
    }

    @Test
    void a_persona_who_never_visited_proves_nothing_of_the_recorded_sites() throws Exception {
        Optional<Path> recordings = recordings();
        assumeTrue(recordings.isPresent(), "no folder of real HAR files: skipped");
        List<Persona> strangers = Stream.iterate(0L, seed -> seed + 1)
                .limit(50)
                .map(seed -> Personas.fresh(SEED + 1000 + seed))
                .toList();
        Detectors detectors = Detectors.forPersonas(strangers);
        int[] seen = {0};
        for (Path file : files(recordings.get())) {
            HarFile.open(file).forEach(exchange -> {
                seen[0]++;
                assertThat(detectors.detect(exchange, Optional.empty(), leaves(exchange)))
                        .as("%s %s", file.getFileName(), exchange.id())
                        .noneMatch(found -> found.basis() == Basis.PROVEN);
            });
        }
        assertThat(seen[0]).isGreaterThan(300);
    }

    /// Requests with the persona's values and without, each to one of a few vendors.
    private static List<Exchange> traffic() throws Exception {
        Random random = new Random(SEED);
        List<String> hosts = List.of(
                "https://www.facebook.com/tr/", "https://www.google-analytics.com/g/collect",
                "https://pixel.tracker.example/c", "https://bat.bing.com/action/0");
        List<PersonaField> fields = List.of(PersonaField.EMAIL, PersonaField.USER_NAME, PersonaField.SEARCH_TERM);
        List<Exchange> exchanges = new ArrayList<>();
        for (int i = 0; i < 120; i++) {
            String value = PERSONA.first(fields.get(random.nextInt(fields.size())))
                    .orElseThrow()
                    .reveal();
            String sent = random.nextInt(3) == 0 ? sha256(value.toLowerCase(Locale.ROOT)) : value;
            String page = Wrapping.percent("https://www.clinic.example/oncology/" + random.nextInt(9));
            String url = hosts.get(random.nextInt(hosts.size())) + "?v=2&id=482" + random.nextInt(5) + "&dl=" + page
                    + (random.nextBoolean() ? "&x=" + Wrapping.percent(sent) : "&em=" + Wrapping.percent(sent));
            exchanges.add(exchange("x" + i, url, Body.NONE, ""));
        }
        return exchanges;
    }

    private static List<String> disclosed(List<Exchange> exchanges) {
        DisclosureAnalysis analysis = new DisclosureAnalysis(
                Catalogue.bundled(),
                DomainOwners.bundled(),
                summary(),
                Policy.byDefault().withSites(Set.of("clinic.example")));
        exchanges.forEach(analysis::read);
        return analysis.disclosures().stream()
                .map(InvarianceTest::line)
                .sorted()
                .toList();
    }

    private static String line(Disclosure disclosure) {
        Detection told = disclosure.detection();
        return String.join(
                " | ",
                disclosure.id(),
                disclosure.zone(),
                disclosure.transmission().recipient().vendor(),
                told.element() + " " + told.basis() + " " + told.persona(),
                told.leaf().map(leaf -> leaf.chain() + " at " + leaf.start()).orElse(""),
                told.value().reveal(),
                told.how());
    }

    /// What one body tells, without the chain.
    private static List<String> told(byte[] body, String coding) {
        Exchange exchange =
                exchange("x", "https://pixel.tracker.example/c", Body.whole(Bytes.copyOf(body), "text/plain"), coding);
        return Detectors.forPersona(Optional.of(PERSONA)).detect(exchange, Optional.empty(), leaves(exchange)).stream()
                .filter(found -> found.basis() != Basis.INHERENT)
                .map(found -> found.element() + " " + found.basis() + " "
                        + found.leaf().orElseThrow().key() + " " + found.value().reveal() + " " + found.how())
                .toList();
    }

    private static List<dev.earshot.decode.Leaf> leaves(Exchange exchange) {
        return dev.earshot.decode.Decoding.withDefaults()
                .read(exchange, Optional.empty())
                .leaves();
    }

    private static Capture.Summary summary() {
        return new Capture.Summary(
                List.of("https://www.clinic.example/"),
                "test 1",
                "",
                Instant.EPOCH,
                Instant.EPOCH,
                List.of(),
                List.of(),
                List.of(),
                0,
                Optional.of(PERSONA));
    }

    private static Exchange exchange(String id, String url, Body body, String coding) {
        Context context = new Context(
                "run",
                Optional.empty(),
                "https://www.clinic.example/oncology",
                "",
                Context.Target.PAGE,
                "",
                List.of(),
                Context.Consent.UNKNOWN,
                Context.SignedIn.UNKNOWN,
                Set.of(),
                Optional.empty());
        List<Header> headers = coding.isEmpty() ? List.of() : List.of(new Header("Content-Encoding", coding));
        Request request = new Request(body.equals(Body.NONE) ? "GET" : "POST", url, "HTTP/2", headers, body);
        return new Exchange(id, Instant.EPOCH, request, Optional.empty(), List.of(), context, Exchange.Delivery.SENT);
    }

    private static String sha256(String text) throws Exception {
        return HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static String escaped(String text) {
        StringBuilder escaped = new StringBuilder();
        text.chars().forEach(c -> escaped.append(String.format(Locale.ROOT, "\\u%04x", c)));
        return escaped.toString();
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return packed.toByteArray();
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".har"))
                    .sorted()
                    .toList();
        }
    }

    private static Optional<Path> recordings() {
        String named = System.getProperty("EARSHOT_SHARED_DATA", System.getenv("EARSHOT_SHARED_DATA"));
        if (named != null) {
            return Optional.of(Path.of(named).resolve("health-exchange-hars")).filter(Files::isDirectory);
        }
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            Path folder = at.resolve("shared/data/health-exchange-hars");
            if (Files.isDirectory(folder)) {
                return Optional.of(folder);
            }
        }
        return Optional.empty();
    }
}
