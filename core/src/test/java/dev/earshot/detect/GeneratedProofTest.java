package dev.earshot.detect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.decode.Decoding;
import dev.earshot.detect.Wrapping.Payload;
import dev.earshot.element.DataElement;
import dev.earshot.exchange.Body;
import dev.earshot.exchange.Bytes;
import dev.earshot.exchange.Context;
import dev.earshot.exchange.Exchange;
import dev.earshot.exchange.Header;
import dev.earshot.exchange.Request;
import dev.earshot.exchange.WebSocketMessage;
import dev.earshot.persona.Persona;
import dev.earshot.persona.PersonaField;
import dev.earshot.persona.Personas;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/// Every encoding, hash and container, one in another, in every part of a request: each value of the persona that is
/// hidden so is proven, and nothing like it is.
///
/// Chains of up to two are complete; longer ones, to four, are drawn by a seed, which is printed.
/// `-Dearshot.generator.rounds=200000` draws that many of each length, `-Dearshot.generator.seed=7` draws others.
class GeneratedProofTest {
    private static final long SEED = Long.getLong("earshot.generator.seed", 20261122L);
    private static final int ROUNDS = Integer.getInteger("earshot.generator.rounds", 2_000);
    private static final Persona PERSONA = Personas.fresh(SEED);
    private static final Persona OTHER = Personas.fresh(SEED + 1);
    private static final Detectors DETECTORS = Detectors.forPersona(Optional.of(PERSONA));
    private static final Decoding DECODING = Decoding.withDefaults();
    private static final List<Wrapping> WRAPPINGS = Wrapping.all();
    private static final List<PersonaField> FIELDS = List.of(
            PersonaField.EMAIL,
            PersonaField.FULL_NAME,
            PersonaField.PHONE,
            PersonaField.MEDICAL_RECORD_NUMBER,
            PersonaField.MEMBER_ID,
            PersonaField.USER_NAME,
            PersonaField.SSN,
            PersonaField.PAYMENT_CARD,
            PersonaField.STREET,
            PersonaField.PASSWORD,
            PersonaField.SEARCH_TERM);

    /// What is known of a value before it is wrapped up: itself, or a hash in some spelling.
    private record Terminal(String name, Function<String, String> of) {}

    private static List<Terminal> terminals() {
        List<Terminal> all = new ArrayList<>();
        all.add(new Terminal("plain", value -> value));
        for (HashKind kind : HashKind.values()) {
            for (Map.Entry<String, Function<byte[], String>> spelling :
                    spellings().entrySet()) {
                all.add(new Terminal(
                        kind + " in " + spelling.getKey(),
                        value -> spelling.getValue().apply(hash(kind, normal(value)))));
            }
        }
        for (Recipe recipe : Recipe.ALL) {
            if (recipe.inner().isPresent()) {
                all.add(new Terminal(
                        recipe.words("hexadecimal"),
                        value -> HexFormat.of()
                                .formatHex(recipe.apply(Wrapping.utf8(normal(value)), new Recipe.Functions()))));
            }
        }
        return all;
    }

    private static Map<String, Function<byte[], String>> spellings() {
        Map<String, Function<byte[], String>> spellings = new TreeMap<>();
        spellings.put("hex", HexFormat.of()::formatHex);
        spellings.put("upper-case hex", HexFormat.of().withUpperCase()::formatHex);
        spellings.put("base64", Base64.getEncoder()::encodeToString);
        spellings.put("base64 unpadded", Base64.getEncoder().withoutPadding()::encodeToString);
        spellings.put("base64url", Base64.getUrlEncoder()::encodeToString);
        spellings.put("base64url unpadded", Base64.getUrlEncoder().withoutPadding()::encodeToString);
        return spellings;
    }

    /// As a site prepares it; a password has no other form than its own.
    private static String normal(String value) {
        return value.equals(value(PERSONA, PersonaField.PASSWORD))
                ? value
                : value.toLowerCase(Locale.ROOT).trim();
    }

    private static byte[] hash(HashKind kind, String text) {
        return kind.function().apply(Wrapping.utf8(text));
    }

    private enum Part {
        QUERY,
        PATH,
        HEADER,
        COOKIE,
        BODY,
        MESSAGE;

        /// A coding that a header announces is for bodies.
        private boolean holds(Payload payload, List<Wrapping> chain) {
            boolean ofABody = chain.stream().anyMatch(Wrapping::isOfABody);
            boolean coded = !chain.isEmpty() && !chain.getLast().coding().isEmpty();
            return switch (this) {
                case QUERY, PATH, HEADER, COOKIE -> payload instanceof Payload.Text && !ofABody;
                case MESSAGE -> !coded;
                case BODY -> true;
            };
        }
    }

    private int sent;
    /// Hidden deeper than the decoders go, and told so.
    private int beyond;
    private final List<String> wrong = new ArrayList<>();
    private final Map<String, Integer> wrongBy = new HashMap<>();

    @Test
    void every_value_that_is_hidden_is_proven() {
        int turn = 0;
        List<Terminal> terminals = terminals();
        List<Terminal> few = List.of(
                terminals.getFirst(),
                named(terminals, "SHA_256 in hex"),
                named(terminals, "MD5 in base64url"),
                named(terminals, "SHA_1 in base64"));
        for (List<Wrapping> chain : chains()) {
            for (Terminal terminal : few) {
                PersonaField field = FIELDS.get(turn++ % FIELDS.size());
                expect(field, terminal, chain);
            }
        }
        int exhaustive = sent;
        for (Terminal terminal : terminals) {
            for (PersonaField field : FIELDS) {
                expect(field, terminal, List.of(WRAPPINGS.get(turn++ % WRAPPINGS.size())));
                expect(field, terminal, List.of());
            }
        }
        int hashes = sent - exhaustive;
        Random random = new Random(SEED);
        for (int depth = 3; depth <= 4; depth++) {
            for (int round = 0; round < ROUNDS; round++) {
                expect(
                        FIELDS.get(random.nextInt(FIELDS.size())),
                        random.nextBoolean() ? terminals.getFirst() : terminals.get(random.nextInt(terminals.size())),
                        drawn(random, depth));
            }
        }
        System.out.printf(
                Locale.ROOT,
                "generator, seed %d: %d requests with a value of the persona (%d exhaustive to depth 2, %d hashes, %d drawn"
                        + " of depth 3 and 4), %d beyond the depth budget and told so, %d missed%n",
                SEED,
                sent,
                exhaustive,
                hashes,
                sent - exhaustive - hashes,
                beyond,
                wrong.size());
        report();
        assertThat(wrong).as("missed, seed %d", SEED).isEmpty();
        assertThat(beyond).isLessThan(sent / 1000);
    }

    @Test
    void nothing_that_only_resembles_a_value_is_proven() {
        Random random = new Random(SEED);
        List<Terminal> terminals = terminals();
        List<List<Wrapping>> chains = chains();
        for (int round = 0; round < 4 * ROUNDS; round++) {
            PersonaField field = FIELDS.get(random.nextInt(FIELDS.size()));
            Terminal terminal =
                    random.nextInt(3) == 0 ? terminals.getFirst() : terminals.get(random.nextInt(terminals.size()));
            List<Wrapping> chain = random.nextInt(3) == 0
                    ? drawn(random, 3 + random.nextInt(2))
                    : chains.get(random.nextInt(chains.size()));
            String value = value(PERSONA, field);
            String hidden = terminal.of().apply(value);
            switch (round % 5) {
                case 0 -> refuse("another person's", terminal.of().apply(value(OTHER, field)), chain);
                case 1 -> refuse("one character changed", terminal.of().apply(changed(field, value)), chain);
                case 2 -> refuse("random", random(random), chain);
                case 3 -> {
                    if (!terminal.name().equals("plain")) {
                        int kept = 8 + random.nextInt(8);
                        refuse("cut short", hidden.substring(0, Math.min(kept, hidden.length() - 1)), chain);
                    }
                }
                default -> {
                    if (!terminal.name().equals("plain")) {
                        char[] altered = hidden.toCharArray();
                        int at = 12 + random.nextInt(4);
                        altered[at] = altered[at] == '7' ? '3' : '7';
                        refuse("one digit of a hash changed", new String(altered), chain);
                    }
                }
            }
        }
        System.out.printf(
                Locale.ROOT,
                "generator, seed %d: %d requests with near misses, %d taken for proof%n",
                SEED,
                sent,
                wrong.size());
        report();
        assertThat(wrong).as("false proof, seed %d", SEED).isEmpty();
    }

    @Test
    void a_value_in_two_halves_is_not_proven() {
        for (PersonaField field : List.of(
                PersonaField.MEDICAL_RECORD_NUMBER,
                PersonaField.MEMBER_ID,
                PersonaField.USER_NAME,
                PersonaField.PAYMENT_CARD)) {
            String value = value(PERSONA, field).replace(" ", "");
            String digest = HexFormat.of().formatHex(hash(HashKind.SHA_256, normal(value)));
            for (String whole : List.of(value, digest)) {
                int half = Math.min(15, whole.length() / 2);
                String split = "{\"a\":\"" + whole.substring(0, half) + "\",\"b\":\"" + whole.substring(half) + "\"}";
                assertThat(proven(exchange(Part.BODY, new Payload.Text(split), List.of())))
                        .as("%s", field)
                        .isEmpty();
            }
        }
    }

    private void expect(PersonaField field, Terminal terminal, List<Wrapping> chain) {
        String hidden = terminal.of().apply(value(PERSONA, field));
        wrap(hidden, chain).ifPresent(payload -> {
            for (Part part : Part.values()) {
                if (part.holds(payload, chain)) {
                    sent++;
                    Exchange exchange = exchange(part, payload, chain);
                    if (proven(exchange).contains(field.element())) {
                        continue;
                    }
                    if (saysThatABudgetRanOut(exchange)) {
                        beyond++;
                    } else {
                        note(field + ", " + terminal.name() + ", " + names(chain) + " in " + part, chain, part);
                    }
                }
            }
        });
    }

    private static boolean saysThatABudgetRanOut(Exchange exchange) {
        return DECODING.read(exchange, Optional.empty()).undecoded().stream()
                .anyMatch(part -> part.why().startsWith("depth budget"));
    }

    private void refuse(String why, String hidden, List<Wrapping> chain) {
        wrap(hidden, chain).ifPresent(payload -> {
            for (Part part : Part.values()) {
                if (part.holds(payload, chain)) {
                    sent++;
                    if (!proven(exchange(part, payload, chain)).isEmpty()) {
                        note(why + ": " + hidden + ", " + names(chain) + " in " + part, chain, part);
                    }
                }
            }
        });
    }

    private void note(String what, List<Wrapping> chain, Part part) {
        wrong.add(what);
        wrongBy.merge(names(chain) + " in " + part, 1, Integer::sum);
    }

    private void report() {
        wrongBy.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .limit(1000)
                .forEach(each -> System.out.println("  " + each.getKey() + ": " + each.getValue()));
    }

    private static String names(List<Wrapping> chain) {
        return chain.isEmpty()
                ? "bare"
                : String.join(" < ", chain.stream().map(Wrapping::name).toList());
    }

    /// All chains of up to two.
    private static List<List<Wrapping>> chains() {
        List<List<Wrapping>> chains = new ArrayList<>();
        chains.add(List.of());
        for (Wrapping inner : WRAPPINGS) {
            chains.add(List.of(inner));
            for (Wrapping outer : WRAPPINGS) {
                if (Wrapping.isRead(List.of(inner, outer))) {
                    chains.add(List.of(inner, outer));
                }
            }
        }
        return chains;
    }

    private static List<Wrapping> drawn(Random random, int depth) {
        while (true) {
            List<Wrapping> chain = new ArrayList<>();
            for (int i = 0; i < depth; i++) {
                chain.add(WRAPPINGS.get(random.nextInt(WRAPPINGS.size())));
            }
            if (Wrapping.isRead(chain)
                    && wrap("Kelmotar & son, 12 \"x\"", chain).isPresent()) {
                return chain;
            }
        }
    }

    private static Optional<Payload> wrap(String hidden, List<Wrapping> chain) {
        Optional<Payload> payload = Optional.of(new Payload.Text(hidden));
        for (Wrapping wrapping : chain) {
            payload = payload.flatMap(wrapping.apply());
        }
        return payload;
    }

    private static String value(Persona persona, PersonaField field) {
        return persona.first(field).orElseThrow().reveal();
    }

    /// Changed so that no part that is a value by itself is left.
    private static String changed(PersonaField field, String value) {
        char[] changed = value.toCharArray();
        switch (field) {
            case FULL_NAME -> {
                flip(changed, 2);
                flip(changed, value.indexOf(' ') + 3);
            }
            case SEARCH_TERM -> flip(changed, value.indexOf(' ') + 3);
            case STREET -> flip(changed, 7);
            case EMAIL -> flip(changed, 2);
            default -> flip(changed, value.length() - 1);
        }
        return new String(changed);
    }

    private static void flip(char[] text, int at) {
        text[at] = switch (text[at]) {
            case '0' -> '1';
            case '9' -> '8';
            case 'a' -> 'o';
            default -> Character.isDigit(text[at]) ? (char) (text[at] - 1) : 'a';
        };
    }

    private static String random(Random random) {
        byte[] bytes = new byte[16 + random.nextInt(49)];
        random.nextBytes(bytes);
        return random.nextBoolean()
                ? HexFormat.of().formatHex(bytes)
                : Base64.getUrlEncoder().encodeToString(bytes);
    }

    private static Terminal named(List<Terminal> all, String name) {
        return all.stream()
                .filter(terminal -> terminal.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static Set<DataElement> proven(Exchange exchange) {
        Set<DataElement> proven = new java.util.TreeSet<>();
        DETECTORS
                .detect(
                        exchange,
                        Optional.empty(),
                        DECODING.read(exchange, Optional.empty()).leaves())
                .forEach(found -> {
                    if (found.basis() == Basis.PROVEN) {
                        proven.add(found.element());
                    }
                });
        return proven;
    }

    /// A request with the payload in one part, encoded as that part asks for.
    private static Exchange exchange(Part part, Payload payload, List<Wrapping> chain) {
        String collect = "https://pixel.tracker.example/c";
        String text = payload instanceof Payload.Text(String it) ? it : "";
        return switch (part) {
            case QUERY ->
                request(collect + "?v=1&x=" + Wrapping.percent(text) + "&t=2", List.of(), Body.NONE, List.of());
            case PATH -> request(collect + "/" + Wrapping.percent(text) + "/1", List.of(), Body.NONE, List.of());
            case HEADER -> request(collect, List.of(new Header("X-Visitor", fit(text, ""))), Body.NONE, List.of());
            case COOKIE ->
                request(
                        collect,
                        List.of(new Header("Cookie", "a=b; x=" + fit(text, " \",;\\") + "; c=d")),
                        Body.NONE,
                        List.of());
            case BODY ->
                request(
                        collect,
                        chain.isEmpty() || chain.getLast().coding().isEmpty()
                                ? List.of()
                                : List.of(new Header(
                                        "Content-Encoding", chain.getLast().coding())),
                        Body.whole(Bytes.copyOf(payload.bytes()), "text/plain;charset=UTF-8"),
                        List.of());
            case MESSAGE ->
                request(
                        "wss://pixel.tracker.example/s",
                        List.of(),
                        Body.NONE,
                        List.of(new WebSocketMessage(
                                WebSocketMessage.Direction.SENT,
                                Instant.EPOCH,
                                payload instanceof Payload.Text ? 1 : 2,
                                Bytes.copyOf(payload.bytes()))));
        };
    }

    /// The text as it is, or percent-encoded where the part of the request could not hold it.
    private static String fit(String text, String forbidden) {
        boolean fits = text.chars().allMatch(c -> c >= ' ' && c < 127 && forbidden.indexOf(c) < 0);
        return fits ? text : Wrapping.percent(text);
    }

    private static Exchange request(String url, List<Header> headers, Body body, List<WebSocketMessage> messages) {
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
        Request request = new Request(body.equals(Body.NONE) ? "GET" : "POST", url, "HTTP/2", headers, body);
        return new Exchange("x", Instant.EPOCH, request, Optional.empty(), messages, context, Exchange.Delivery.SENT);
    }
}
