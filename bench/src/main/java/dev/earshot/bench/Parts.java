package dev.earshot.bench;

import dev.earshot.catalogue.Catalogue;
import dev.earshot.catalogue.Identification;
import dev.earshot.decode.Decoded;
import dev.earshot.decode.Decoding;
import dev.earshot.detect.Detection;
import dev.earshot.detect.Detectors;
import dev.earshot.exchange.Exchange;
import dev.earshot.persona.Persona;
import dev.earshot.persona.Personas;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/// The parts of detection, each on all requests of one corpus; microseconds a request.
///
/// They are reached by what other packages can call: a needle search is what detecting with a persona takes more
/// than without one.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 4, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class Parts {
    private static final int REQUESTS = 256;

    /// The corpus, as [Corpus#named] calls it.
    @Param("invented")
    public String corpus = "invented";

    private final Catalogue catalogue = Catalogue.bundled();
    private final Decoding decoding = Decoding.withDefaults();
    private final Detectors nobody = Detectors.forPersona(Optional.empty());
    private Detectors somebody = nobody;
    private final List<Read> read = new ArrayList<>();
    private List<Exchange> percent = List.of();
    private List<Exchange> json = List.of();

    private record Read(Exchange exchange, Optional<Identification> tracker, Decoded decoded) {}

    /// Reads the corpus: its first 256 requests, from the beginning again where it has fewer.
    @Setup(Level.Trial)
    public void prepare() throws Exception {
        Corpus named = Corpus.named(corpus, Path.of(System.getProperty("earshot.home", ".")));
        somebody = Detectors.forPersona(Optional.of(named.persona()));
        for (int i = 0; i < REQUESTS; i++) {
            Exchange exchange = named.exchanges().get(i * 7 % named.exchanges().size());
            Optional<Identification> tracker = catalogue.identify(exchange.request());
            read.add(new Read(exchange, tracker, decoding.read(exchange, tracker.map(Identification::tracker))));
        }
        Persona persona = Personas.fresh(7);
        json = List.of(Bodies.of(Bodies.Kind.JSON, 10_000, persona));
        percent = List.of(Bodies.of(Bodies.Kind.FORM, 10_000, persona));
    }

    @Benchmark
    @OperationsPerInvocation(REQUESTS)
    public void identify(Blackhole sink) {
        for (Read each : read) {
            sink.consume(catalogue.identify(each.exchange().request()));
        }
    }

    @Benchmark
    @OperationsPerInvocation(REQUESTS)
    public void decode(Blackhole sink) {
        for (Read each : read) {
            sink.consume(decoding.read(each.exchange(), each.tracker().map(Identification::tracker)));
        }
    }

    /// Documented parameters, key names, shapes, health terms and the connection.
    @Benchmark
    @OperationsPerInvocation(REQUESTS)
    public void readLeaves(Blackhole sink) {
        for (Read each : read) {
            sink.consume(detect(nobody, each));
        }
    }

    /// The same with the persona's needles.
    @Benchmark
    @OperationsPerInvocation(REQUESTS)
    public void readLeavesAndSearch(Blackhole sink) {
        for (Read each : read) {
            sink.consume(detect(somebody, each));
        }
    }

    /// A body of 10 KB of JSON, opened.
    @Benchmark
    public void walkJson(Blackhole sink) {
        sink.consume(decoding.read(json.getFirst(), Optional.empty()));
    }

    /// A form of 10 KB, of which a third is percent escapes, opened.
    @Benchmark
    public void decodePercent(Blackhole sink) {
        sink.consume(decoding.read(percent.getFirst(), Optional.empty()));
    }

    private static List<Detection> detect(Detectors detectors, Read each) {
        return detectors.detect(each.exchange(), each.tracker(), each.decoded().leaves());
    }
}
