package dev.earshot.bench;

import dev.earshot.Examiner;
import dev.earshot.ScanResult;
import dev.earshot.catalogue.Catalogue;
import dev.earshot.catalogue.DomainOwners;
import dev.earshot.exchange.Capture;
import dev.earshot.exchange.Exchange;
import dev.earshot.exchange.Run;
import dev.earshot.har.HarFile;
import dev.earshot.persona.Persona;
import dev.earshot.persona.Personas;
import dev.earshot.policy.Policy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// How fast exchanges are judged, on one thread: whose they are, what they carry, who is told what.
///
/// The limits it is held against: 110,000 requests a second for matching alone (a published tracker engine) and
/// 83,000 (JDK 17) to 296,000 (JDK 25) for a prototype that only decodes and searches. Both do a part of the work.
public final class Judging {
    private static final double MATCHING_ALONE = 110_000;
    private static final double DECODING_ALONE = 83_000;
    private static final int EXCHANGES = 4_000;
    private static final LocalDate TODAY = LocalDate.of(2026, 1, 5);

    private final StringBuilder text = new StringBuilder();

    private Judging() {}

    /// @param arguments the number of rounds; 12 where none is given
    public static void main(String[] arguments) throws Exception {
        System.out.print(measure(arguments.length == 0 ? 12 : Integer.parseInt(arguments[0]), EXCHANGES));
    }

    static String measure(int rounds, int exchanges) throws Exception {
        Judging judging = new Judging();
        judging.text
                .append("Judging, exchanges a second on one thread. ")
                .append(Machine.now())
                .append('\n');
        judging.cold();
        Persona persona = Personas.fresh(7);
        judging.corpus(
                "invented traffic",
                new Held(Traffic.of(exchanges, 7, persona).exchanges(), Optional.of(persona)),
                rounds);
        Optional<Path> recorded = recorded();
        if (recorded.isPresent()) {
            List<Exchange> all = new ArrayList<>();
            try (Stream<Path> files = Files.list(recorded.get())) {
                for (Path file : files.filter(path -> path.toString().endsWith(".har"))
                        .sorted()
                        .toList()) {
                    HarFile.open(file).forEach(all::add);
                }
            }
            judging.corpus("the five recorded sites", new Held(all, Optional.empty()), rounds);
        } else {
            judging.text.append("  the five recorded sites are not there (../shared/data), and were left out\n");
        }
        return judging.text.toString();
    }

    /// Each in the order in which a scan first needs them.
    private void cold() {
        long start = System.nanoTime();
        Catalogue catalogue = Catalogue.bundled();
        double heads = (System.nanoTime() - start) / 1e6;
        start = System.nanoTime();
        int owners = DomainOwners.bundled().all().size();
        double owned = (System.nanoTime() - start) / 1e6;
        start = System.nanoTime();
        int trackers = catalogue.trackers().size();
        text.append(String.format(
                Locale.ROOT,
                "  read cold: the catalogue %.0f ms; %d owned domains %.0f ms; the details of all %d trackers, of which a"
                        + " scan reads those it meets, %.0f ms%n",
                heads,
                owners,
                owned,
                trackers,
                (System.nanoTime() - start) / 1e6));
    }

    private void corpus(String name, Held capture, int rounds) {
        List<Double> rates = new ArrayList<>();
        double first = 0;
        int disclosures = -1;
        for (int round = 0; round < rounds; round++) {
            long start = System.nanoTime();
            ScanResult result = new Examiner(Policy.byDefault(), TODAY).examine(capture);
            double rate = capture.exchanges().size() / ((System.nanoTime() - start) / 1e9);
            int found = result.disclosures().size();
            if (disclosures >= 0 && found != disclosures) {
                throw new IllegalStateException("one round found " + disclosures + " disclosures, another " + found);
            }
            disclosures = found;
            if (round == 0) {
                first = rate;
            }
            // The first half warms up.
            if (round >= rounds / 2) {
                rates.add(rate);
            }
        }
        Spread warm = Spread.of(rates);
        text.append(String.format(
                Locale.ROOT,
                "  %-26s %d exchanges, %d disclosures in each of %d rounds%n"
                        + "    first round %.0f/s; warm %s/s; %.2f of matching alone, %.2f of decoding alone%n",
                name,
                capture.exchanges().size(),
                disclosures,
                rounds,
                first,
                warm.text(0),
                warm.median() / MATCHING_ALONE,
                warm.median() / DECODING_ALONE));
    }

    private static Optional<Path> recorded() {
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            Path there = folder.resolve("../shared/data/health-exchange-hars").normalize();
            if (Files.isDirectory(there)) {
                return Optional.of(there);
            }
        }
        return Optional.empty();
    }

    /// A capture held in memory.
    private record Held(List<Exchange> exchanges, Optional<Persona> persona) implements Capture {
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
                    persona);
        }

        @Override
        public void forEach(Consumer<? super Exchange> reader) {
            exchanges.forEach(reader);
        }
    }
}
