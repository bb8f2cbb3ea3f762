package dev.earshot.bench;

import dev.earshot.catalogue.Catalogue;
import dev.earshot.catalogue.Identification;
import dev.earshot.decode.Decoded;
import dev.earshot.decode.Decoding;
import dev.earshot.detect.Detectors;
import dev.earshot.exchange.Exchange;
import dev.earshot.persona.Persona;
import dev.earshot.persona.Personas;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.LongStream;

/// How detection's cost grows: with personas, with a request's size, with threads; how it is spread over requests;
/// and what the worst input costs that a budget allows.
///
/// All of it is processor time of the thread that works, which a shared machine spoils least.
public final class Scaling {
    private static final double WARM_UP_SECONDS = 3;
    private static final int TIMES = 9;

    private final Path home;

    private Scaling(Path home) {
        this.home = home;
    }

    /// @param arguments which of `spread`, `sizes`, `hostile`, `personas` and `threads`; all where none is given
    public static void main(String[] arguments) throws Exception {
        new Scaling(Path.of(System.getProperty("earshot.home", "."))).measure(List.of(arguments));
    }

    private void measure(List<String> wanted) throws IOException, InterruptedException {
        System.out.println("How detection's cost grows, in processor time of its thread. " + Machine.now());
        List<Corpus> corpora = Corpus.all(home, missing -> System.out.println("  " + missing));
        if (wanted.isEmpty() || wanted.contains("spread")) {
            spread(corpora);
        }
        if (wanted.isEmpty() || wanted.contains("sizes")) {
            sizes();
        }
        if (wanted.isEmpty() || wanted.contains("hostile")) {
            worst();
        }
        if (wanted.isEmpty() || wanted.contains("personas")) {
            personas(corpora.getFirst());
        }
        if (wanted.isEmpty() || wanted.contains("threads")) {
            threads(corpora.getFirst());
        }
    }

    /// One exchange, identified, decoded and searched.
    private static int examine(Exchange exchange, Detectors detectors) {
        Optional<Identification> tracker = Catalogue.bundled().identify(exchange.request());
        Decoded decoded = Decoding.withDefaults().read(exchange, tracker.map(Identification::tracker));
        return detectors.detect(exchange, tracker, decoded.leaves()).size()
                + decoded.leaves().size();
    }

    private static Detectors detectors(Persona persona) {
        return Detectors.forPersona(Optional.of(persona));
    }

    private static void warmUp(Runnable once, double seconds) {
        double spent = 0;
        while (spent < seconds * 1e9) {
            spent += Meter.ofThread(once).thread();
        }
    }

    private void spread(List<Corpus> corpora) {
        System.out.println("\nSpread over requests: microseconds for one (the median of " + TIMES + " times)");
        for (Corpus corpus : corpora) {
            Detectors detectors = detectors(corpus.persona());
            warmUp(() -> corpus.exchanges().forEach(each -> examine(each, detectors)), WARM_UP_SECONDS);
            double[][] micros = new double[corpus.exchanges().size()][TIMES];
            double allocated = 0;
            for (int time = 0; time < TIMES; time++) {
                for (int i = 0; i < micros.length; i++) {
                    Exchange exchange = corpus.exchanges().get(i);
                    Meter.Cost cost = Meter.ofThread(() -> examine(exchange, detectors));
                    micros[i][time] = cost.thread() / 1e3;
                    allocated += cost.allocated() / TIMES;
                }
            }
            double[] medians =
                    Arrays.stream(micros).mapToDouble(Scaling::median).toArray();
            int worst = 0;
            for (int i = 0; i < medians.length; i++) {
                worst = medians[i] > medians[worst] ? i : worst;
            }
            double sum = Arrays.stream(medians).sum();
            double[] sorted = medians.clone();
            Arrays.sort(sorted);
            Exchange slowest = corpus.exchanges().get(worst);
            System.out.printf(
                    Locale.ROOT,
                    "  %-9s p50 %.1f, p99 %.0f, worst %.0f (%d bytes); mean %.1f; %.1f MB/s; %.0f bytes allocated a request%n",
                    corpus.name(),
                    sorted[sorted.length / 2],
                    sorted[sorted.length * 99 / 100],
                    medians[worst],
                    slowest.request().url().length()
                            + slowest.request().body().bytes().length(),
                    sum / medians.length,
                    corpus.bytes() / sum,
                    allocated / medians.length);
        }
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    private void sizes() {
        System.out.println(
                "\nSize of a body: microseconds p50, p99 and worst of 101 times, MB/s at p50, bytes allocated a byte");
        Persona persona = Personas.fresh(7);
        Detectors detectors = detectors(persona);
        for (Bodies.Kind kind : Bodies.Kind.values()) {
            for (int size : List.of(100, 1_000, 10_000, 100_000, 1_000_000)) {
                Exchange exchange = Bodies.of(kind, size, persona);
                row(kind.words() + ", " + size, exchange, detectors, 101);
            }
        }
    }

    private void worst() {
        System.out.println("\nThe worst that was thought of: the same for inputs made to be dear; 21 times");
        Persona persona = Personas.fresh(7);
        Detectors detectors = detectors(persona);
        for (Map.Entry<String, Exchange> each : Bodies.hostile(persona).entrySet()) {
            row(each.getKey(), each.getValue(), detectors, 21);
        }
    }

    private void row(String name, Exchange exchange, Detectors detectors, int times) {
        int length = exchange.request().url().length()
                + exchange.request().body().bytes().length();
        warmUp(() -> examine(exchange, detectors), 0.4);
        double[] micros = new double[times];
        double allocated = 0;
        for (int i = 0; i < times; i++) {
            Meter.Cost cost = Meter.ofThread(() -> examine(exchange, detectors));
            micros[i] = cost.thread() / 1e3;
            allocated = cost.allocated();
        }
        Arrays.sort(micros);
        System.out.printf(
                Locale.ROOT,
                "  %-44s %9.1f %9.1f %9.1f   %6.1f MB/s   %6.1f%n",
                name,
                micros[times / 2],
                micros[times * 99 / 100],
                micros[times - 1],
                length / micros[times / 2],
                allocated / length);
    }

    private void personas(Corpus corpus) {
        System.out.println("\nPersonas searched for at once, on " + corpus.name()
                + ": requests a second of processor time, ratio to one, time to build the table");
        double one = 0;
        for (int count : List.of(1, 10, 50, 1_000)) {
            List<Persona> personas = LongStream.range(0, count)
                    .mapToObj(seed -> Personas.fresh(7 + seed))
                    .toList();
            List<Detectors> built = new ArrayList<>();
            Meter.Cost building = Meter.of(() -> built.add(Detectors.forPersonas(personas)));
            Detectors detectors = built.getFirst();
            warmUp(() -> corpus.exchanges().forEach(each -> examine(each, detectors)), WARM_UP_SECONDS);
            List<Double> rates = new ArrayList<>();
            for (int time = 0; time < TIMES; time++) {
                Meter.Cost cost = Meter.of(() -> corpus.exchanges().forEach(each -> examine(each, detectors)));
                rates.add(corpus.exchanges().size() / cost.thread() * 1e9);
            }
            Spread rate = Spread.of(rates);
            one = count == 1 ? rate.median() : one;
            System.out.printf(
                    Locale.ROOT,
                    "  %5d   %s   %.2f   %.0f ms%n",
                    count,
                    rate.text(0),
                    rate.median() / one,
                    building.thread() / 1e6);
        }
    }

    /// The engine is shared: what two threads pay a request beyond what one pays is the price of sharing.
    private void threads(Corpus corpus) throws InterruptedException {
        System.out.println("\nThreads on one engine, on " + corpus.name()
                + ": requests a second of processor time for each thread, then a second on the clock for all");
        Detectors detectors = detectors(corpus.persona());
        int passes = Math.max(1, 20_000 / corpus.exchanges().size());
        for (int count : List.of(1, 2)) {
            List<Double> each = new ArrayList<>();
            List<Double> all = new ArrayList<>();
            for (int time = 0; time < TIMES; time++) {
                double[] processor = new double[count];
                CountDownLatch ready = new CountDownLatch(count);
                List<Thread> threads = new ArrayList<>();
                for (int number = 0; number < count; number++) {
                    int mine = number;
                    threads.add(Thread.ofPlatform().start(() -> {
                        ready.countDown();
                        processor[mine] = Meter.ofThread(() -> {
                                    for (int pass = 0; pass < passes; pass++) {
                                        corpus.exchanges().forEach(exchange -> examine(exchange, detectors));
                                    }
                                })
                                .thread();
                    }));
                }
                ready.await();
                long start = System.nanoTime();
                for (Thread thread : threads) {
                    thread.join();
                }
                double requests = (double) passes * corpus.exchanges().size();
                all.add(requests * count / (System.nanoTime() - start) * 1e9);
                each.add(requests / Arrays.stream(processor).average().orElseThrow() * 1e9);
            }
            System.out.printf(
                    Locale.ROOT,
                    "  %d   %s   %s%n",
                    count,
                    Spread.of(each).text(0),
                    Spread.of(all).text(0));
        }
    }
}
