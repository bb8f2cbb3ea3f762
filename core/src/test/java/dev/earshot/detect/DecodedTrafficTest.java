package dev.earshot.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.earshot.decode.Decoding;
import dev.earshot.decode.Leaf;
import dev.earshot.element.DataElement;
import dev.earshot.exchange.Body;
import dev.earshot.exchange.Bytes;
import dev.earshot.exchange.Context;
import dev.earshot.exchange.Exchange;
import dev.earshot.exchange.Request;
import dev.earshot.har.HarFile;
import dev.earshot.persona.Persona;
import dev.earshot.persona.PersonaField;
import dev.earshot.persona.Personas;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Detection behind the real decoders.
class DecodedTrafficTest {
    private static final Persona PERSONA = Personas.fresh(20261122);
    private static final Detectors DETECTORS = Detectors.forPersona(Optional.of(PERSONA));
    private static final String COLLECT = "https://pixel.tracker.example/c";

    private static Map<String, Function<String, String>> spellings() {
        Map<String, Function<String, String>> spellings = new LinkedHashMap<>();
        spellings.put("plain", Function.identity());
        spellings.put("upper case", value -> value.toUpperCase(Locale.ROOT));
        spellings.put("MD5", value -> hash("MD5", value));
        spellings.put("SHA-1", value -> hash("SHA-1", value));
        spellings.put("SHA-256", value -> hash("SHA-256", value));
        spellings.put("SHA-512", value -> hash("SHA-512", value));
        spellings.put("SHA-256 in base64", value -> base64(HexFormat.of().parseHex(hash("SHA-256", value))));
        spellings.put("SHA-256 of MD5", value -> hash("SHA-256", hash("MD5", value)));
        return spellings;
    }

    private static Map<String, Function<String, Exchange>> channels() {
        Map<String, Function<String, Exchange>> channels = new LinkedHashMap<>();
        channels.put("query", value -> get(COLLECT + "?v=1&x=" + percent(value)));
        channels.put("query, twice encoded", value -> get(COLLECT + "?x=" + percent(percent(value))));
        channels.put(
                "address in the query",
                value -> get(COLLECT + "?dl=" + percent("https://www.clinic.example/a?z=" + percent(value) + "&b=1")));
        channels.put("matrix parameter", value -> get(COLLECT + ";src=1;u1=" + percent(value) + "?"));
        channels.put("path", value -> get(COLLECT + "/" + percent(value).replace("+", "%20") + "/1"));
        channels.put("JSON", value -> post("{\"events\":[{\"p\":{\"x\":\"" + value + "\"}}]}"));
        channels.put("JSON in JSON", value -> post("{\"d\":\"{\\\"x\\\":\\\"" + value + "\\\"}\"}"));
        channels.put("form", value -> post("a=1&x=" + percent(value)));
        channels.put("lines", value -> post("en=page_view&ep.a=1\r\nen=search&ep.x=" + percent(value)));
        channels.put(
                "base64 of JSON in a form",
                value -> post("data=" + percent(base64(utf8("{\"x\":\"" + value + "\"}")))));
        channels.put("gzip", value -> post(gzip("{\"x\":\"" + value + "\"}")));
        channels.put("base64 of gzip", value -> post("z=" + percent(base64(gzip("{\"x\":\"" + value + "\"}")))));
        channels.put("a blob of an unknown form", value -> post("\u0001\u0002<" + value + ">\u0003\u0004"));
        return channels;
    }

    static Stream<Arguments> everySpellingInEveryChannel() {
        return spellings().keySet().stream()
                .flatMap(spelling -> channels().keySet().stream().map(channel -> Arguments.of(spelling, channel)));
    }

    @ParameterizedTest(name = "{0} in {1}")
    @MethodSource("everySpellingInEveryChannel")
    void the_personas_values_are_proven(String spelling, String channel) {
        for (PersonaField field : List.of(
                PersonaField.EMAIL,
                PersonaField.FULL_NAME,
                PersonaField.MEDICAL_RECORD_NUMBER,
                PersonaField.USER_NAME,
                PersonaField.SEARCH_TERM)) {
            String value = PERSONA.first(field).orElseThrow().reveal();
            String sent = named(spellings(), spelling).apply(value);
            List<Detection> proven =
                    proven(DETECTORS, named(channels(), channel).apply(sent));
            assertThat(proven)
                    .as("%s as %s in %s", field, spelling, channel)
                    .extracting(Detection::element)
                    .containsExactly(field.element());
        }
    }

    @ParameterizedTest(name = "{0} in {1}")
    @MethodSource("everySpellingInEveryChannel")
    void the_values_of_somebody_else_are_not(String spelling, String channel) {
        Personas.fresh(20261123).values().forEach((field, values) -> {
            String sent = named(spellings(), spelling).apply(values.getFirst().reveal());
            assertThat(proven(DETECTORS, named(channels(), channel).apply(sent)))
                    .as("%s as %s in %s", field, spelling, channel)
                    .isEmpty();
        });
    }

    @Test
    void what_is_proven_names_the_innermost_place() {
        String email = PERSONA.first(PersonaField.EMAIL).orElseThrow().reveal();
        Exchange exchange = get(COLLECT + "?dl=" + percent("https://www.clinic.example/a?z=" + percent(email)));
        assertThat(proven(DETECTORS, exchange))
                .singleElement()
                .satisfies(
                        found -> assertThat(found.leaf().orElseThrow().path()).isEqualTo("dl?z"));
    }

    @Test
    void a_search_in_an_unknown_vendors_page_address_is_told() {
        Exchange exchange =
                get(COLLECT + "?u=" + percent("https://www.clinic.example/a?q=knee+replacement&utm_source=x"));
        List<Detection> found =
                Detectors.forPersona(Optional.empty()).detect(exchange, Optional.empty(), leaves(exchange));
        assertThat(found)
                .filteredOn(detection -> detection.basis() == Basis.INFERRED)
                .extracting(detection -> detection.element() + " "
                        + detection.leaf().orElseThrow().path())
                .containsExactly("PAGE_VISITED u", "SEARCH_TERMS u?q", "HEALTH_CONTEXT u?q");
    }

    @Test
    void the_segments_of_an_address_are_not_what_its_key_says() {
        Exchange exchange = get(COLLECT + "?search=" + percent("https://elsewhere.example/find/doctors") + "&firstname="
                + percent("https://elsewhere.example/anna"));
        assertThat(Detectors.forPersona(Optional.empty()).detect(exchange, Optional.empty(), leaves(exchange)))
                .noneMatch(found -> found.basis() == Basis.INFERRED);
    }

    @Test
    void what_the_decoders_left_for_want_of_room_is_searched_and_told_once() {
        String email = PERSONA.first(PersonaField.EMAIL).orElseThrow().reveal();
        StringBuilder many = new StringBuilder("{\"e\":\"" + email + "\"");
        for (int i = 0; i < 21_000; i++) {
            many.append(",\"k").append(i).append("\":1");
        }
        String name = PERSONA.first(PersonaField.LAST_NAME).orElseThrow().reveal();
        many.append(",\"f\":\"")
                .append(email)
                .append("\",\"n\":\"")
                .append(name)
                .append("\"}");
        assertThat(proven(DETECTORS, post(many.toString())))
                .extracting(Detection::element)
                .containsExactlyInAnyOrder(DataElement.EMAIL, DataElement.NAME);
    }

    @Test
    void ordinary_traffic_of_real_sites_proves_nothing_and_infers_no_secret() {
        Optional<Path> recordings = recordings();
        assumeTrue(
                recordings.isPresent(),
                "no folder of real HAR files (../shared/data/health-exchange-hars, or the one that"
                        + " EARSHOT_SHARED_DATA names): skipped");
        List<Detectors> personas = Stream.iterate(0L, seed -> seed + 1)
                .limit(5)
                .map(seed -> Detectors.forPersona(Optional.of(Personas.fresh(seed))))
                .toList();
        int[] seen = {0};
        for (Path file : files(recordings.get())) {
            HarFile.open(file).forEach(exchange -> {
                seen[0]++;
                List<Leaf> leaves = leaves(exchange);
                for (Detectors detectors : personas) {
                    assertThat(detectors.detect(exchange, Optional.empty(), leaves))
                            .as("%s %s", file.getFileName(), exchange.id())
                            .noneMatch(found -> found.basis() == Basis.PROVEN)
                            .noneMatch(found -> found.element().kind() == DataElement.Kind.SECRET)
                            .noneMatch(found -> switch (found.element()) {
                                case NAME, EMAIL, PHONE, DATE_OF_BIRTH, MEDICAL_RECORD_NUMBER, MEMBER_ID -> true;
                                default -> false;
                            });
                }
            });
        }
        assertThat(seen[0]).isGreaterThan(300);
    }

    private static <T> T named(Map<String, T> all, String name) {
        return Objects.requireNonNull(all.get(name), name);
    }

    private static List<Detection> proven(Detectors detectors, Exchange exchange) {
        return detectors.detect(exchange, Optional.empty(), leaves(exchange)).stream()
                .filter(found -> found.basis() == Basis.PROVEN)
                .toList();
    }

    private static List<Leaf> leaves(Exchange exchange) {
        return Decoding.withDefaults().read(exchange, Optional.empty()).leaves();
    }

    private static Exchange get(String url) {
        return exchange(new Request("GET", url, "HTTP/2", List.of(), Body.NONE));
    }

    private static Exchange post(String body) {
        return post(utf8(body));
    }

    private static Exchange post(byte[] body) {
        return exchange(
                new Request("POST", COLLECT, "HTTP/2", List.of(), Body.whole(Bytes.copyOf(body), "text/plain")));
    }

    private static Exchange exchange(Request request) {
        Context context = new Context(
                "run",
                Optional.empty(),
                "https://www.clinic.example/a",
                "",
                Context.Target.PAGE,
                "",
                List.of(),
                Context.Consent.UNKNOWN,
                Context.SignedIn.UNKNOWN,
                Set.of(),
                Optional.empty());
        return new Exchange("x", Instant.EPOCH, request, Optional.empty(), List.of(), context, Exchange.Delivery.SENT);
    }

    private static String percent(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] gzip(String text) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(utf8(text));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packed.toByteArray();
    }

    private static String hash(String algorithm, String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(utf8(text)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<Path> files(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return new ArrayList<>(files.filter(file -> file.toString().endsWith(".har"))
                    .sorted()
                    .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
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
