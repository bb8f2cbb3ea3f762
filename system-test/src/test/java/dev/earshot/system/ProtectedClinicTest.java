package dev.earshot.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.EarshotException;
import dev.earshot.browser.watch.BrowserExecutable;
import dev.earshot.clinic.Clinic;
import dev.earshot.clinic.ClinicOptions;
import dev.earshot.clinic.Planted;
import dev.earshot.clinic.Received;
import dev.earshot.element.DataElement;
import dev.earshot.persona.Persona;
import dev.earshot.persona.PersonaField;
import dev.earshot.persona.Personas;
import dev.earshot.policy.Policy;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The pretend hospital scanned, protected by what the scan found, and scanned again behind the gateway, as one does it
/// with the command line: what its third parties and its own servers truly received then.
///
/// Its folders stay in `target/protected-clinic/` for whoever looks into a failure.
class ProtectedClinicTest {
    private static final Path FOLDER = Path.of("target", "protected-clinic");
    private static final long SEED = 20_260_777;
    private static final Persona PATIENT = Personas.fresh(SEED);

    private static List<Received> unprotected = List.of();
    private static List<Received> received = List.of();
    private static List<Planted> planted = List.of();
    private static List<String> pageHosts = List.of();
    private static JsonNode report = JsonMapper.shared().createObjectNode();
    private static String gatewayLog = "";
    private static String metrics = "";
    private static int gatewayExit = -1;
    private static Ran compared = new Ran(-1, "", "");

    @BeforeAll
    static void protectTheClinic() throws Exception {
        try {
            BrowserExecutable.find(Optional.empty());
        } catch (EarshotException none) {
            Assumptions.abort("Skipped: " + none.getMessage());
        }
        Path folder = emptied(FOLDER);
        Path persona = personaFile(folder);
        Process gateway = null;
        try (Clinic clinic = Clinic.start(ClinicOptions.defaults())) {
            Path journey = clinic.protectedJourney(folder);
            Path before = folder.resolve("before");
            assertThat(scan(clinic, journey, persona, before, clinic.browserArgs())
                            .exitCode())
                    .isZero();
            unprotected = clinic.received();
            planted = clinic.planted();
            pageHosts = clinic.pageHosts();
            Path protection = folder.resolve("protection.yaml");
            Ran made = Ran.earshot("guard", "protect", before, "--out", protection);
            assertThat(made.exitCode()).as(made.toString()).isZero();

            Path configuration = clinic.gatewayFiles(folder);
            Path log = folder.resolve("gateway.log");
            gateway = Ran.program(
                            List.of("-Xmx256m", "--enable-native-access=ALL-UNNAMED"),
                            "guard",
                            "gateway",
                            configuration)
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            List<Integer> ports = ports(log, gateway);
            clinic.forget();
            Path after = folder.resolve("after");
            Ran scanned = scan(clinic, journey, persona, after, clinic.browserArgs(ports.getFirst()));
            assertThat(scanned.exitCode()).as(scanned.toString()).isZero();
            received = clinic.received();
            report = JsonMapper.shared().readTree(after.resolve("report.json"));
            metrics = metrics(ports.getLast());
            gateway.destroy();
            assertThat(Ran.endsWithin(gateway, 30))
                    .as("the gateway ends when asked")
                    .isTrue();
            gatewayExit = gateway.exitValue();
            gatewayLog = Files.readString(log);
            compared = Ran.earshot("compare", before, after, "--reports", folder.resolve("reports"));
        } finally {
            if (gateway != null) {
                gateway.destroyForcibly();
            }
        }
    }

    @AfterAll
    static void forget() {
        received = List.of();
        unprotected = List.of();
    }

    @Test
    void no_third_party_is_told_who_the_patient_is() {
        List<String> identities = Stream.of(
                        PersonaField.EMAIL,
                        PersonaField.LAST_NAME,
                        PersonaField.PHONE,
                        PersonaField.MEDICAL_RECORD_NUMBER,
                        PersonaField.MEMBER_ID,
                        PersonaField.SSN,
                        PersonaField.USER_NAME,
                        PersonaField.SEARCH_TERM)
                .flatMap(field -> PATIENT.values().getOrDefault(field, List.of()).stream())
                .map(value -> value.reveal())
                .toList();
        assertThat(identities).hasSizeGreaterThan(7);
        assertThat(thirdParties(unprotected))
                .anySatisfy(one -> assertThat(legible(one)).containsAnyOf(identities.toArray(String[]::new)));

        assertThat(thirdParties(received))
                .allSatisfy(one -> assertThat(legible(one)).doesNotContain(identities));
    }

    @Test
    void nothing_that_is_planted_on_health_pages_or_behind_sign_in_reaches_anybody() {
        List<Planted> sensitive = planted.stream()
                .filter(plant -> !plant.zone().equals(Policy.PUBLIC))
                .toList();
        assertThat(sensitive.stream()
                        .filter(plant -> !plant.in(unprotected, PATIENT).isEmpty()))
                .hasSizeGreaterThan(30);

        assertThat(sensitive.stream()
                        .filter(plant -> plant.in(thirdParties(received), PATIENT).stream()
                                .anyMatch(one -> isFrom(plant, one)))
                        .map(Planted::toString))
                .isEmpty();
    }

    /// An identifier of the browser is told from public pages too, where policy allows it: of these the page counts.
    private static boolean isFrom(Planted plant, Received one) {
        return plant.element() != DataElement.CLIENT_ID
                || legible(one).contains(plant.page().replaceFirst("\\?.*", ""));
    }

    @Test
    void a_scan_reports_no_violation_and_misses_nothing() {
        assertThat(stream(report, "findings")
                        .filter(finding -> finding.path("level").asString().equals("violation"))
                        .map(finding -> finding.path("sentence").asString()))
                .isEmpty();
        assertThat(stream(report, "blindSpots")
                        .filter(spot -> spot.path("incomplete").asBoolean()))
                .isEmpty();
        assertThat(report.path("scan").path("signedIn").asBoolean()).isTrue();
    }

    @Test
    void the_hospitals_own_servers_receive_what_they_did_before() {
        List<String> effects = posts(unprotected);
        assertThat(effects)
                .anyMatch(each -> each.contains("/appointment/request"))
                .anyMatch(each -> each.contains("/sign-in"))
                .anyMatch(each -> each.contains("/api/messages"));

        assertThat(posts(received)).isEqualTo(effects);
    }

    @Test
    void pages_look_the_same() throws IOException {
        Map<String, Path> before = screenshots(FOLDER.resolve("before"));
        Map<String, Path> after = screenshots(FOLDER.resolve("after"));
        assertThat(before.keySet()).isEqualTo(after.keySet()).hasSizeGreaterThan(10);
        List<String> different = new ArrayList<>();
        for (String name : before.keySet()) {
            double share = differing(
                    ImageIO.read(before.get(name).toFile()),
                    ImageIO.read(after.get(name).toFile()));
            if (share > 0.001) {
                different.add(name + ": " + share);
            }
        }
        assertThat(different).isEmpty();
    }

    @Test
    void the_gateway_adds_no_cookie_and_logs_no_address_and_no_value() throws IOException {
        assertThat(cookies(FOLDER.resolve("after"))).isEqualTo(cookies(FOLDER.resolve("before")));
        assertThat(gatewayLog)
                .doesNotContain(
                        "/encyclopedia",
                        PATIENT.values().get(PersonaField.EMAIL).getFirst().reveal(),
                        "clinic_session");
        // 128 + SIGTERM is how a Java program that ended in order tells of it.
        assertThat(gatewayExit).as(gatewayLog).isIn(0, 143);
    }

    @Test
    void its_metrics_tell_what_was_stopped() {
        assertThat(metrics).contains("earshot_gateway_").doesNotContain("/encyclopedia");
    }

    @Test
    void what_is_removed_is_told_with_its_proof() {
        assertThat(compared.exitCode()).as(compared.toString()).isZero();
        assertThat(compared.out())
                .contains("REMOVED")
                .contains("removed by 20")
                .contains("proven by the later scan, which looked at the ")
                .contains("reports of visitors' browsers, which stopped ")
                .doesNotContain("\nNEW\n");
    }

    private static Ran scan(Clinic clinic, Path journey, Path persona, Path out, List<String> browserArgs) {
        List<Object> arguments = new ArrayList<>(List.of(
                "scan",
                clinic.home(),
                "--consent",
                "accept",
                "--persona",
                persona,
                "--journey",
                journey,
                "--out",
                out,
                "--max-pages",
                "2",
                "--delay",
                "0",
                "--dwell",
                "1"));
        browserArgs.forEach(argument -> arguments.add("--browser-arg=" + argument));
        return Ran.earshot(arguments.toArray());
    }

    /// The ports that the gateway says that it listens on.
    private static List<Integer> ports(Path log, Process gateway) throws IOException, InterruptedException {
        Pattern port = Pattern.compile("on port (\\d+)");
        for (int tries = 0; tries < 300 && gateway.isAlive(); tries++) {
            Matcher said = port.matcher(Files.readString(log));
            List<Integer> ports = new ArrayList<>();
            while (said.find()) {
                ports.add(Integer.parseInt(said.group(1)));
            }
            if (ports.size() >= 2) {
                return ports;
            }
            Thread.sleep(100);
        }
        throw new IllegalStateException("the gateway did not start: " + Files.readString(log));
    }

    private static String metrics(int port) throws IOException {
        try (var in = java.net
                .URI
                .create("http://127.0.0.1:" + port + "/metrics")
                .toURL()
                .openStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static List<Received> thirdParties(List<Received> all) {
        return all.stream().filter(one -> !pageHosts.contains(one.host())).toList();
    }

    private static String legible(Received one) {
        StringBuilder text = new StringBuilder(one.url()).append('\n');
        one.headers().forEach(header -> text.append(header.value()).append('\n'));
        text.append(new String(one.body().toArray(), StandardCharsets.UTF_8));
        one.messages()
                .forEach(message -> text.append(new String(message.payload().toArray(), StandardCharsets.UTF_8)));
        return java.net.URLDecoder.decode(
                text.toString().replaceAll("%(?![0-9A-Fa-f]{2})", "%25"), StandardCharsets.UTF_8);
    }

    /// What was done at the hospital's own servers, in order: method, path and body.
    private static List<String> posts(List<Received> all) {
        return all.stream()
                .filter(one -> pageHosts.contains(one.host()) && one.method().equals("POST"))
                .map(one ->
                        one.host() + one.path() + " " + new String(one.body().toArray(), StandardCharsets.UTF_8))
                .toList();
    }

    private static Map<String, Path> screenshots(Path scan) throws IOException {
        try (Stream<Path> files = Files.list(scan.resolve("screenshots"))) {
            Map<String, Path> named = new TreeMap<>();
            files.filter(file -> file.getFileName().toString().contains("-j"))
                    .forEach(file -> named.put(file.getFileName().toString(), file));
            return named;
        }
    }

    /// The share of pixels that differ; 1 where the sizes do.
    private static double differing(BufferedImage one, BufferedImage other) {
        if (one.getWidth() != other.getWidth() || one.getHeight() != other.getHeight()) {
            return 1;
        }
        long differing = 0;
        for (int y = 0; y < one.getHeight(); y++) {
            for (int x = 0; x < one.getWidth(); x++) {
                differing += one.getRGB(x, y) == other.getRGB(x, y) ? 0 : 1;
            }
        }
        return (double) differing / ((double) one.getWidth() * one.getHeight());
    }

    /// The names of all cookies that the hospital's own hosts set.
    private static List<String> cookies(Path scan) throws IOException {
        JsonNode har = JsonMapper.shared().readTree(scan.resolve("capture.har"));
        return stream(har.path("log"), "entries")
                .filter(entry -> pageHosts.contains(java.net
                        .URI
                        .create(entry.path("request").path("url").asString().replaceAll("[?#].*", ""))
                        .getHost()))
                .flatMap(entry -> entry.path("response").path("headers").valueStream())
                .filter(header -> header.path("name").asString().equalsIgnoreCase("set-cookie"))
                .map(header -> header.path("value").asString().replaceFirst("=.*", ""))
                .distinct()
                .sorted()
                .toList();
    }

    private static Stream<JsonNode> stream(JsonNode node, String name) {
        return node.path(name).valueStream();
    }

    private static Path personaFile(Path folder) throws IOException {
        Map<String, Object> values = new TreeMap<>();
        PATIENT.values()
                .forEach((field, texts) -> values.put(
                        field.key(), texts.stream().map(text -> text.reveal()).toList()));
        return Files.writeString(
                folder.resolve("persona.yaml"), JsonMapper.shared().writeValueAsString(values));
    }

    private static Path emptied(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file :
                        files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
        return Files.createDirectories(folder);
    }
}
