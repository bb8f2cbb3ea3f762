package dev.earshot.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.EarshotException;
import dev.earshot.browser.watch.BrowserExecutable;
import dev.earshot.cli.Main;
import dev.earshot.clinic.Clinic;
import dev.earshot.clinic.ClinicOptions;
import dev.earshot.clinic.Planted;
import dev.earshot.clinic.Received;
import dev.earshot.detect.Basis;
import dev.earshot.exchange.Body;
import dev.earshot.exchange.Bytes;
import dev.earshot.exchange.Context.Consent;
import dev.earshot.exchange.Exchange;
import dev.earshot.exchange.WebSocketMessage;
import dev.earshot.har.HarFile;
import dev.earshot.persona.Persona;
import dev.earshot.persona.Personas;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The whole product on the pretend hospital, held against what the hospital and its third parties truly received.
///
/// Its folders stay in `target/clinic-scan/` for whoever looks into a failure.
class ClinicScanTest {
    private static final Path FOLDER = Path.of("target", "clinic-scan");

    /// A request as both sides can tell it.
    ///
    /// @param said apart from `heard`, because two ends see messages that cross in different orders
    private record Sent(String method, String url, Bytes body, List<Message> said, List<Message> heard) {}

    private record Message(int opcode, Bytes payload) {}

    @BeforeAll
    static void assumeBrowser() {
        try {
            BrowserExecutable.find(Optional.empty());
        } catch (EarshotException none) {
            Assumptions.abort("Skipped: " + none.getMessage());
        }
    }

    @ParameterizedTest
    @CsvSource({"ignore, BEFORE_CHOICE, 20260101", "accept, ACCEPTED, 20260102", "reject, REFUSED, 20260103"})
    void the_evidence_is_what_was_received_and_every_plant_is_reported(String choice, Consent consent, long seed)
            throws IOException {
        Path folder = emptied(FOLDER.resolve(choice));
        Path out = folder.resolve("out");
        Persona patient = Personas.fresh(seed);
        List<Received> received;
        List<Planted> planted;
        try (Clinic clinic = Clinic.start(ClinicOptions.defaults())) {
            StringWriter said = new StringWriter();
            int exitCode = Main.run(
                    new PrintWriter(said),
                    new PrintWriter(said),
                    scan(clinic, choice, personaFile(folder, patient), out));
            received = clinic.received();
            planted = clinic.planted();
            assertThat(exitCode).as(said.toString()).isZero();
        }
        JsonNode report = JsonMapper.shared().readTree(out.resolve("report.json"));
        SoftAssertions softly = new SoftAssertions();
        Ledger ledger = new Ledger(received, out.resolve("capture.har"));

        List<Received> whole = received.stream().filter(Received::whole).toList();
        List<Received> missed =
                whole.stream().filter(one -> ledger.idOf(one).isEmpty()).toList();
        System.out.printf(
                "%s: %d of %d requests in capture.har with whole body%n",
                choice, whole.size() - missed.size(), whole.size());
        softly.assertThat(missed).as("received, and not in capture.har").isEmpty();

        List<Planted> due = planted.stream()
                .filter(plant -> plant.consent().contains(consent))
                .toList();
        List<String> unreported = due.stream()
                .flatMap(plant -> shortfall(plant, plant.in(received, patient), ledger, report).stream())
                .toList();
        System.out.printf(
                "%s: %d of %d planted disclosures reported%n", choice, due.size() - unreported.size(), due.size());
        softly.assertThat(unreported).as("planted, and not reported so").isEmpty();

        nothingIsInvented(report, ledger, choice, softly);
        secretsStayedAtThePortal(report, softly);
        aChangeIsFound(out, softly);
        softly.assertAll();
    }

    private static String[] scan(Clinic clinic, String consent, Path persona, Path out) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(
                "scan",
                clinic.home().toString(),
                "--consent",
                consent,
                "--persona",
                persona.toString(),
                "--out",
                out.toString(),
                "--max-pages",
                "3",
                "--delay",
                "0",
                "--dwell",
                "1",
                "--workers",
                "2"));
        clinic.journeys(out.resolveSibling("journeys"))
                .forEach(journey -> arguments.addAll(List.of("--journey", journey.toString())));
        clinic.browserArgs().forEach(argument -> arguments.add("--browser-arg=" + argument));
        return arguments.toArray(String[]::new);
    }

    private static Path personaFile(Path folder, Persona patient) throws IOException {
        Map<String, Object> values = new TreeMap<>();
        patient.values()
                .forEach((field, texts) -> values.put(
                        field.key(), texts.stream().map(text -> text.reveal()).toList()));
        // YAML reads JSON.
        return Files.writeString(
                folder.resolve("persona.yaml"), JsonMapper.shared().writeValueAsString(values));
    }

    /// Every received request beside the entry that tells of it, each entry taken once.
    private static final class Ledger {
        private final Map<Long, String> ids = new HashMap<>();
        private final Map<String, Exchange> entries = new HashMap<>();
        private final Set<String> unreceived = new HashSet<>();

        Ledger(List<Received> received, Path capture) {
            Map<Sent, Deque<String>> whole = new HashMap<>();
            Map<List<String>, Deque<String>> byAddress = new HashMap<>();
            HarFile.open(capture).forEach(exchange -> {
                entries.put(exchange.id(), exchange);
                if (exchange.delivery() == Exchange.Delivery.SENT) {
                    unreceived.add(exchange.id());
                    whole.computeIfAbsent(sent(exchange), _ -> new ArrayDeque<>())
                            .add(exchange.id());
                }
            });
            for (Received one : received) {
                if (one.whole()) {
                    Optional.ofNullable(whole.get(sent(one)))
                            .map(Deque::pollFirst)
                            .ifPresent(id -> match(one, id));
                }
            }
            // Of a body that was cut off on its way the receiver knows no more than that it came.
            unreceived.forEach(id -> byAddress
                    .computeIfAbsent(
                            List.of(
                                    entries.get(id).request().method(),
                                    entries.get(id).request().url()),
                            _ -> new ArrayDeque<>())
                    .add(id));
            for (Received one : received) {
                if (!one.whole()) {
                    Optional.ofNullable(byAddress.get(List.of(one.method(), one.url())))
                            .map(Deque::pollFirst)
                            .ifPresent(id -> match(one, id));
                }
            }
        }

        private void match(Received one, String id) {
            ids.put(one.id(), id);
            unreceived.remove(id);
        }

        Optional<String> idOf(Received one) {
            return Optional.ofNullable(ids.get(one.id()));
        }

        boolean wasReceived(String id) {
            return entries.containsKey(id)
                    && !unreceived.contains(id)
                    && entries.get(id).delivery() == Exchange.Delivery.SENT;
        }

        private static Sent sent(Exchange exchange) {
            return new Sent(
                    exchange.request().method(),
                    exchange.request().url(),
                    exchange.request().body().state() == Body.State.WHOLE
                            ? exchange.request().body().bytes()
                            : Bytes.EMPTY,
                    messages(exchange.messages(), WebSocketMessage.Direction.SENT),
                    messages(exchange.messages(), WebSocketMessage.Direction.RECEIVED));
        }

        private static Sent sent(Received one) {
            return new Sent(
                    one.method(),
                    one.url(),
                    one.body(),
                    messages(one.messages(), WebSocketMessage.Direction.SENT),
                    messages(one.messages(), WebSocketMessage.Direction.RECEIVED));
        }

        private static List<Message> messages(List<WebSocketMessage> messages, WebSocketMessage.Direction direction) {
            return messages.stream()
                    .filter(message -> message.direction() == direction)
                    .map(message -> new Message(message.opcode(), message.payload()))
                    .toList();
        }
    }

    /// What is wrong with how a plant is reported; empty if nothing is.
    private static Optional<String> shortfall(Planted plant, List<Received> told, Ledger ledger, JsonNode report) {
        if (told.isEmpty()) {
            return Optional.of(plant + ": it did not happen");
        }
        Set<String> ids =
                told.stream().flatMap(one -> ledger.idOf(one).stream()).collect(Collectors.toSet());
        List<JsonNode> of = stream(report, "disclosures")
                .filter(disclosure -> ids.contains(disclosure.path("exchange").asString()))
                .toList();
        if (of.stream().anyMatch(disclosure -> tells(disclosure, plant))) {
            return Optional.empty();
        }
        return Optional.of(plant + " by " + plant.vendor() + " in " + plant.zone() + ": reported are "
                + of.stream()
                        .filter(disclosure -> disclosure
                                .path("element")
                                .asString()
                                .equals(plant.element().id()))
                        .map(ClinicScanTest::inWords)
                        .distinct()
                        .sorted()
                        .toList()
                + " beside "
                + of.stream()
                        .map(d -> d.path("element").asString())
                        .distinct()
                        .sorted()
                        .toList());
    }

    private static boolean tells(JsonNode disclosure, Planted plant) {
        return disclosure.path("element").asString().equals(plant.element().id())
                && disclosure.path("zone").asString().equals(plant.zone())
                && (plant.vendor().isEmpty()
                        || disclosure.path("vendor").asString().equals(plant.vendor()))
                && (plant.tracker().isEmpty()
                        || disclosure.path("tracker").asString().equals(plant.tracker()))
                && basis(disclosure).compareTo(plant.basis()) <= 0;
    }

    private static Basis basis(JsonNode disclosure) {
        return Basis.valueOf(disclosure.path("basis").asString().toUpperCase(Locale.ROOT));
    }

    private static String inWords(JsonNode disclosure) {
        return disclosure.path("vendor").asString() + "/"
                + disclosure.path("tracker").asString() + "/"
                + disclosure.path("zone").asString() + "/"
                + disclosure.path("basis").asString();
    }

    private static void nothingIsInvented(JsonNode report, Ledger ledger, String choice, SoftAssertions softly) {
        Map<String, String> delivery = stream(report, "transmissions")
                .collect(Collectors.toMap(
                        one -> one.path("exchange").asString(),
                        one -> one.path("delivery").asString()));
        List<String> invented = stream(report, "disclosures")
                .map(disclosure -> disclosure.path("exchange").asString())
                .distinct()
                .filter(id -> !ledger.wasReceived(id))
                .map(id -> describe(id, ledger, delivery))
                .toList();
        List<String> inventedSent = delivery.entrySet().stream()
                .filter(one -> one.getValue().equals("sent"))
                .map(Map.Entry::getKey)
                .filter(id -> !ledger.wasReceived(id))
                .map(id -> describe(id, ledger, delivery))
                .toList();
        System.out.printf(
                "%s: %d disclosures, %d transmissions, %d entries; invented: %d%n",
                choice, report.path("disclosures").size(), delivery.size(), ledger.entries.size(), invented.size());
        softly.assertThat(invented).as("reported, and never received").isEmpty();
        softly.assertThat(inventedSent).as("told as sent, and never received").isEmpty();
        softly.assertThat(report.path("disclosures")).isNotEmpty();
    }

    private static String describe(String id, Ledger ledger, Map<String, String> delivery) {
        Exchange entry = ledger.entries.get(id);
        return id + " " + delivery.get(id)
                + (entry == null
                        ? " is no entry"
                        : " " + entry.request().method() + " " + entry.request().url());
    }

    /// They were typed into the portal, so that it can be said that nobody else got them.
    private static void secretsStayedAtThePortal(JsonNode report, SoftAssertions softly) {
        for (String secret : List.of("password", "ssn", "payment-card")) {
            softly.assertThat(stream(report, "answers")
                            .filter(answer -> answer.path("element").asString().equals(secret))
                            .map(answer -> answer.path("verdict").asString()))
                    .as(secret)
                    .containsExactly("not-sent");
            softly.assertThat(stream(report, "disclosures")
                            .filter(disclosure ->
                                    disclosure.path("element").asString().equals(secret)))
                    .isEmpty();
        }
    }

    private static void aChangeIsFound(Path out, SoftAssertions softly) throws IOException {
        StringWriter before = new StringWriter();
        softly.assertThat(Main.run(new PrintWriter(before), new PrintWriter(before), "verify", out.toString()))
                .as(before.toString())
                .isZero();
        Path copy = emptied(out.resolveSibling("changed"));
        try (Stream<Path> files = Files.walk(out)) {
            for (Path file : files.toList()) {
                if (!file.equals(out)) {
                    Files.copy(file, copy.resolve(out.relativize(file).toString()));
                }
            }
        }
        byte[] capture = Files.readAllBytes(copy.resolve("capture.har"));
        int digit = new String(capture, StandardCharsets.ISO_8859_1).indexOf("\"startedDateTime\": \"2") + 21;
        capture[digit] = (byte) (capture[digit] ^ 1);
        Files.write(copy.resolve("capture.har"), capture, StandardOpenOption.TRUNCATE_EXISTING);
        StringWriter after = new StringWriter();
        softly.assertThat(Main.run(new PrintWriter(after), new PrintWriter(after), "verify", copy.toString()))
                .isEqualTo(1);
        softly.assertThat(after.toString()).contains("CHANGED  capture.har").contains("1 changed, 0 missing, 0 added");
    }

    private static Stream<JsonNode> stream(JsonNode report, String list) {
        return report.path(list).valueStream();
    }

    private static Path emptied(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> old = Files.walk(folder)) {
                for (Path path : old.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
        return Files.createDirectories(folder);
    }
}
