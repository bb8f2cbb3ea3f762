package dev.earshot.bench;

import dev.earshot.element.DataElement;
import dev.earshot.exchange.Capture;
import dev.earshot.exchange.Exchange;
import dev.earshot.exchange.Run;
import dev.earshot.har.HarFile;
import dev.earshot.persona.Persona;
import dev.earshot.persona.Personas;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Requests held in memory, the persona that is looked for in them, and what of it is known to be there.
///
/// @param planted what the traffic carries of the persona, by exchange, where the traffic was made up
record Corpus(String name, List<Exchange> exchanges, Persona persona, Map<String, DataElement> planted)
        implements Capture {
    private static final String RECORDINGS = "health-exchange-hars";
    private static final int COUNT = 4_000;

    Corpus {
        exchanges = List.copyOf(exchanges);
        planted = Map.copyOf(planted);
    }

    /// The five recorded sites, searched for a patient who never visited them; empty where they are not there.
    static Optional<Corpus> recorded() throws IOException {
        Optional<Path> folder = recordings();
        if (folder.isEmpty()) {
            return Optional.empty();
        }
        List<Exchange> all = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder.get())) {
            for (Path file : files.filter(path -> path.toString().endsWith(".har"))
                    .sorted()
                    .toList()) {
                HarFile.open(file).forEach(all::add);
            }
        }
        return Optional.of(new Corpus("recorded", all, Personas.fresh(7), Map.of()));
    }

    /// What the pretend hospital's visitor told whom; empty where the recording that `bench/run` makes is not
    /// there.
    static Optional<Corpus> clinic(Path home) {
        Path file = home.resolve("bench/target/clinic/capture.har");
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        HarFile har = HarFile.open(file);
        List<Exchange> all = new ArrayList<>();
        har.forEach(all::add);
        return Optional.of(new Corpus("clinic", all, har.summary().persona().orElseThrow(), Map.of()));
    }

    /// Invented traffic of which nearly every request is a beacon.
    static Corpus beacons(int count) {
        Persona persona = Personas.fresh(7);
        Traffic traffic = Traffic.of(count, 7, persona);
        return new Corpus("beacons", traffic.exchanges(), persona, traffic.planted());
    }

    /// Invented traffic of the sizes and in the proportions of recorded sites.
    static Corpus invented(int count) {
        Persona persona = Personas.fresh(7);
        Traffic traffic = Traffic.likeSites(count, 7, persona);
        return new Corpus("invented", traffic.exchanges(), persona, traffic.planted());
    }

    /// @throws IllegalArgumentException for a name that is no corpus's, or one that is not here
    static Corpus named(String name, Path home) throws IOException {
        return switch (name) {
            case "recorded" ->
                recorded().orElseThrow(() -> new IllegalArgumentException("the recorded sites are not here"));
            case "clinic" ->
                clinic(home).orElseThrow(() -> new IllegalArgumentException("the clinic's recording is not here"));
            case "invented" -> invented(COUNT);
            case "beacons" -> beacons(COUNT);
            default -> throw new IllegalArgumentException(name + " is none of recorded, clinic, invented and beacons");
        };
    }

    /// All that are here. Those that are not are told to `missing`.
    static List<Corpus> all(Path home, Consumer<String> missing) throws IOException {
        List<Corpus> corpora = new ArrayList<>();
        recorded()
                .ifPresentOrElse(
                        corpora::add,
                        () -> missing.accept("The recorded sites are not here (EARSHOT_SHARED_DATA): left out."));
        clinic(home)
                .ifPresentOrElse(corpora::add, () -> missing.accept("The clinic's recording is not here: left out."));
        corpora.add(invented(COUNT));
        corpora.add(beacons(COUNT));
        return corpora;
    }

    /// How long its addresses, headers and bodies are, in bytes: the tenths from the least to the greatest.
    String shape() {
        List<Exchange> bodies = exchanges.stream()
                .filter(exchange -> !exchange.request().body().bytes().isEmpty())
                .toList();
        return "addresses "
                + deciles(exchanges, exchange -> exchange.request().url().length())
                + ", headers " + deciles(exchanges, Corpus::headers)
                + ", " + bodies.size() + " bodies "
                + deciles(bodies, exchange -> exchange.request().body().bytes().length());
    }

    /// Bytes of addresses, headers, bodies and messages: all that is read.
    long bytes() {
        return exchanges.stream()
                .mapToLong(exchange -> exchange.request().url().length()
                        + headers(exchange)
                        + exchange.request().body().bytes().length()
                        + exchange.messages().stream()
                                .mapToLong(message -> message.payload().length())
                                .sum())
                .sum();
    }

    private static int headers(Exchange exchange) {
        return exchange.request().headers().stream()
                .mapToInt(header -> header.name().length() + header.value().length())
                .sum();
    }

    private static String deciles(List<Exchange> of, ToIntFunction<Exchange> size) {
        int[] sorted = of.stream().mapToInt(size).sorted().toArray();
        return sorted.length == 0
                ? "none"
                : IntStream.rangeClosed(0, 10)
                        .mapToObj(tenth -> Integer.toString(sorted[tenth * (sorted.length - 1) / 10]))
                        .collect(Collectors.joining(" "));
    }

    private static Optional<Path> recordings() {
        String told = System.getProperty("EARSHOT_SHARED_DATA", System.getenv("EARSHOT_SHARED_DATA"));
        if (told != null) {
            return Optional.of(Path.of(told, RECORDINGS)).filter(Files::isDirectory);
        }
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            Path there = folder.resolve("../shared/data").resolve(RECORDINGS).normalize();
            if (Files.isDirectory(there)) {
                return Optional.of(there);
            }
        }
        return Optional.empty();
    }

    @Override
    public Summary summary() {
        return new Summary(
                List.of("https://www.clinic.example/"),
                "bench",
                "",
                Instant.EPOCH,
                Instant.EPOCH,
                List.of(new Run("ignore", Run.ConsentMode.IGNORE, "")),
                List.of(),
                List.of(),
                0,
                Optional.of(persona));
    }

    @Override
    public void forEach(Consumer<? super Exchange> reader) {
        exchanges.forEach(reader);
    }
}
