package dev.earshot.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.app.Rung;
import dev.earshot.cli.Main;
import dev.earshot.clinic.Clinic;
import dev.earshot.clinic.ClinicOptions;
import dev.earshot.clinic.Planted;
import dev.earshot.clinic.Received;
import dev.earshot.clinic.app.Carried;
import dev.earshot.clinic.app.ClinicApps;
import dev.earshot.clinic.app.Device;
import dev.earshot.detect.Basis;
import dev.earshot.exchange.Exchange;
import dev.earshot.har.HarFile;
import dev.earshot.mobile.proxy.CaptureProxy;
import dev.earshot.mobile.proxy.CertificateAuthority;
import dev.earshot.mobile.proxy.ProxyOptions;
import dev.earshot.persona.Persona;
import dev.earshot.persona.Personas;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The whole product on the clinic's apps and on a phone's traffic, held against what the clinic and its third parties
/// truly received.
class ClinicAppTest {
    /// SDKs whose vendors the phone was seen talking to, and what of it could be opened.
    private static final Map<String, Rung> SEEN = Map.of(
            "firebase-analytics", Rung.DECODED,
            "facebook-core", Rung.DECODED,
            "mixpanel", Rung.DECODED,
            "amplitude", Rung.DECODED,
            "adjust", Rung.DECODED,
            "sentry", Rung.DECODED,
            "appsflyer", Rung.SEEN_SENDING);

    private static final Set<String> SECRETS = Set.of("password", "ssn", "payment-card");

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(longs = {20260101, 20260102, 20260103})
    void what_the_phone_told_is_reported_and_nothing_else(long seed) throws IOException {
        Persona patient = Personas.fresh(seed);
        List<Path> apps = ClinicApps.write(folder.resolve("apps"), seed);
        Path traffic = folder.resolve("phone.har");
        List<Received> received = played(patient, seed, traffic);
        Path out = folder.resolve("out");
        StringWriter said = new StringWriter();
        int exitCode = Main.run(
                new PrintWriter(said),
                new PrintWriter(said),
                "scan",
                apps.getFirst().toString(),
                "--traffic",
                traffic.toString(),
                "--policy",
                Files.writeString(folder.resolve("policy.yaml"), "sites: [clinic.example]\n")
                        .toString(),
                "--out",
                out.toString());
        // Because of the connection that nobody could open.
        assertThat(exitCode).as(said.toString()).isEqualTo(3);

        JsonNode report = JsonMapper.shared().readTree(out.resolve("report.json"));
        SoftAssertions softly = new SoftAssertions();
        Map<String, Exchange> entries = new HashMap<>();
        HarFile.open(out.resolve("capture.har")).forEach(exchange -> entries.put(exchange.id(), exchange));
        plantsAreReported(report, entries, received, patient, softly);
        nothingIsInvented(report, entries, received, softly);
        everySdkIsOnItsRung(report, softly);
        whatWasNotSeenIsSaid(report, softly);
        softly.assertAll();
    }

    private static List<Received> played(Persona patient, long seed, Path traffic) throws IOException {
        CertificateAuthority authority = CertificateAuthority.in(traffic.resolveSibling("ca"));
        try (Clinic clinic = Clinic.start(ClinicOptions.defaults())) {
            InetSocketAddress place = new InetSocketAddress(InetAddress.getLoopbackAddress(), clinic.port());
            ProxyOptions options = ProxyOptions.of(authority)
                    .hosts(Device.hosts().stream().collect(Collectors.toMap(host -> host, _ -> place)))
                    .insecureUpstream(true)
                    .label("the clinic's app")
                    .persona(Optional.of(patient));
            try (CaptureProxy proxy = CaptureProxy.start(options, traffic, InstantSource.system(), _ -> {})) {
                new Device(proxy.address(), authority.certificate(), patient, seed).play(proxy::step);
            }
            return clinic.received();
        }
    }

    private static void plantsAreReported(
            JsonNode report,
            Map<String, Exchange> entries,
            List<Received> received,
            Persona patient,
            SoftAssertions softly) {
        for (Planted plant : Device.planted()) {
            List<Received> told = plant.in(received, patient);
            softly.assertThat(told).as(plant + ": it did not happen").isNotEmpty();
            Set<String> ids = entries.values().stream()
                    .filter(entry -> told.stream().anyMatch(one -> isThe(one, entry)))
                    .map(Exchange::id)
                    .collect(Collectors.toSet());
            List<JsonNode> of = stream(report, "disclosures")
                    .filter(disclosure ->
                            ids.contains(disclosure.path("exchange").asString()))
                    .toList();
            softly.assertThat(of.stream().anyMatch(disclosure -> tells(disclosure, plant)))
                    .as(plant + "; reported are "
                            + of.stream().map(ClinicAppTest::inWords).distinct().toList())
                    .isTrue();
        }
    }

    private static boolean tells(JsonNode disclosure, Planted plant) {
        return disclosure.path("element").asString().equals(plant.element().id())
                && disclosure.path("zone").asString().equals(plant.zone())
                && disclosure.path("vendor").asString().equals(plant.vendor())
                && disclosure.path("tracker").asString().equals(plant.tracker())
                && Basis.valueOf(disclosure.path("basis").asString().toUpperCase(Locale.ROOT))
                                .compareTo(plant.basis())
                        <= 0;
    }

    private static String inWords(JsonNode disclosure) {
        return Stream.of("vendor", "tracker", "zone", "element", "basis")
                .map(member -> disclosure.path(member).asString())
                .collect(Collectors.joining("/"));
    }

    private static boolean isThe(Received one, Exchange entry) {
        return one.url().equals(entry.request().url())
                && one.body().equals(entry.request().body().bytes());
    }

    private static void nothingIsInvented(
            JsonNode report, Map<String, Exchange> entries, List<Received> received, SoftAssertions softly) {
        softly.assertThat(stream(report, "disclosures")
                        .filter(disclosure -> received.stream()
                                .noneMatch(one -> Optional.ofNullable(entries.get(
                                                disclosure.path("exchange").asString()))
                                        .filter(entry -> isThe(one, entry))
                                        .isPresent()))
                        .map(ClinicAppTest::inWords))
                .as("reported, and never received")
                .isEmpty();
        softly.assertThat(stream(report, "disclosures")
                        .filter(disclosure ->
                                SECRETS.contains(disclosure.path("element").asString()))
                        .map(ClinicAppTest::inWords))
                .as("secrets that went to the hospital alone")
                .isEmpty();
        softly.assertThat(stream(report, "disclosures")
                        .map(disclosure -> disclosure.path("tracker").asString())
                        .collect(Collectors.toSet()))
                .as("trackers")
                .isEqualTo(Stream.concat(Device.planted().stream().map(Planted::tracker), Stream.of("appsflyer"))
                        .collect(Collectors.toSet()));
    }

    private static void everySdkIsOnItsRung(JsonNode report, SoftAssertions softly) {
        Map<String, String> rungs = stream(report.path("apps").path(0), "sdks")
                .collect(Collectors.toMap(
                        sdk -> sdk.path("id").asString(),
                        sdk -> sdk.path("rung").asString()));
        softly.assertThat(rungs)
                .isEqualTo(ClinicApps.android().sdks().stream()
                        .collect(Collectors.toMap(
                                Carried::sdk,
                                sdk -> SEEN.getOrDefault(sdk.sdk(), sdk.rung()).id())));
    }

    private static void whatWasNotSeenIsSaid(JsonNode report, SoftAssertions softly) {
        softly.assertThat(stream(report, "blindSpots")
                        .filter(blind -> blind.path("kind").asString().equals("connection-not-opened"))
                        .map(blind -> blind.path("where").asString()))
                .as("connections that were not opened")
                .anyMatch(where -> where.contains(Device.PINNED));
        softly.assertThat(stream(report, "blindSpots")
                        .filter(blind -> blind.path("kind").asString().equals("body-not-decoded"))
                        .map(blind -> blind.path("what").asString()))
                .as("bodies that could not be read")
                .singleElement()
                .asString()
                .contains(Device.APPSFLYER);
        softly.assertThat(stream(report, "answers")
                        .filter(answer ->
                                SECRETS.contains(answer.path("element").asString()))
                        .map(answer -> answer.path("verdict").asString()))
                .as("whether secrets were sent, with a connection that nobody could open")
                .containsExactly("cannot-tell", "cannot-tell", "cannot-tell");
    }

    private static Stream<JsonNode> stream(JsonNode node, String member) {
        return StreamSupport.stream(node.path(member).spliterator(), false);
    }
}
