package dev.earshot.bench;

import dev.earshot.disclosure.DisclosureAnalysis;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Detection as a whole beside a tracker engine that merely matches the same addresses, in turns, on one processor.
///
/// The headline is the ratio of processor time a request, which holds on a machine that others use too. Warming up
/// and rounds are measured out in processor time as well.
public final class Detecting {
    private static final double AIM = 3;

    private final Path home;
    private final int rounds;
    private final double roundSeconds;
    private final double warmUpSeconds;

    private Detecting(Path home, int rounds, double roundSeconds, double warmUpSeconds) {
        this.home = home;
        this.rounds = rounds;
        this.roundSeconds = roundSeconds;
        this.warmUpSeconds = warmUpSeconds;
    }

    /// @param arguments the number of pairs of rounds, 16 where none is given; seconds of warming up, 12 where none are
    public static void main(String[] arguments) throws Exception {
        new Detecting(
                        Path.of(System.getProperty("earshot.home", ".")),
                        arguments.length < 1 ? 16 : Integer.parseInt(arguments[0]),
                        0.5,
                        arguments.length < 2 ? 12 : Double.parseDouble(arguments[1]))
                .measure();
    }

    private void measure() throws IOException {
        System.out.println("Detection beside matching alone, one processor, " + rounds + " pairs of rounds in turns. "
                + Machine.now());
        List<Corpus> corpora = Corpus.all(home, missing -> System.out.println("  " + missing));
        Optional<List<Path>> lists = Peer.lists(home);
        if (lists.isEmpty()) {
            System.out.println(
                    "  THE LISTS ARE NOT HERE: Debian's webext-ublock-origin-chromium could not be fetched. There is"
                            + " nothing to compare with; Earshot's own figures follow.");
            for (Corpus corpus : corpora) {
                alone(corpus);
            }
            return;
        }
        try (Peer peer = Peer.start(home, lists.get(), corpora)) {
            System.out.println("  Peer: @ghostery/adblocker, EasyList and EasyPrivacy, " + peer.words()
                    + "\n  Requests a second of processor time (process, with garbage collector and compiler);"
                    + " median (quartiles); ratio = Earshot to peer, pair by pair");
            for (Corpus corpus : corpora) {
                beside(corpus, peer);
            }
        }
    }

    private void beside(Corpus corpus, Peer peer) {
        Answer answer = Answer.of(corpus);
        WholePath path = new WholePath(corpus);
        long passes = warmedUp(path, corpus);
        long peerPasses = warmedUp(peer, corpus);
        List<Double> detecting = new ArrayList<>();
        List<Double> detectingWall = new ArrayList<>();
        List<Double> analysing = new ArrayList<>();
        List<Double> matching = new ArrayList<>();
        List<Double> matchingWall = new ArrayList<>();
        List<Double> ratio = new ArrayList<>();
        List<Double> wallRatio = new ArrayList<>();
        List<Double> analysisRatio = new ArrayList<>();
        double allocated = 0;
        long blocked = -1;
        for (int round = 0; round < rounds; round++) {
            Optional<Peer.Round> before =
                    round % 2 == 0 ? Optional.empty() : Optional.of(peer.match(corpus, peerPasses));
            Meter.Cost whole = detect(path, corpus, passes, answer);
            Meter.Cost analysis = analyse(corpus, passes);
            Peer.Round matched = before.orElseGet(() -> peer.match(corpus, peerPasses));
            if (blocked >= 0 && blocked != matched.found()) {
                throw new IllegalStateException(
                        "the peer blocked " + blocked + " in one round, then " + matched.found());
            }
            blocked = matched.found();
            double requests = (double) passes * corpus.exchanges().size();
            double peerRequests = (double) peerPasses * corpus.exchanges().size();
            detecting.add(requests / whole.processor() * 1e9);
            detectingWall.add(requests / whole.wall() * 1e9);
            analysing.add(requests / analysis.processor() * 1e9);
            matching.add(peerRequests / matched.processor() * 1e9);
            matchingWall.add(peerRequests / matched.wall() * 1e9);
            ratio.add(detecting.getLast() / matching.getLast());
            wallRatio.add(detectingWall.getLast() / matchingWall.getLast());
            analysisRatio.add(analysing.getLast() / matching.getLast());
            allocated = whole.allocated() / requests;
        }
        Spread headline = Spread.of(ratio);
        System.out.printf(
                Locale.ROOT,
                """
                  %s: %s; the peer blocks %d
                    bytes, by tenths         %s
                    matching alone, peer     %s   wall %s
                    Earshot, whole path      %s   wall %s   %.0f bytes allocated a request
                    Earshot, whole analysis  %s
                    RATIO                    %s   wall %s   whole analysis %s   aim %.0f: %s
                """,
                corpus.name(),
                answer.text(),
                blocked,
                corpus.shape(),
                Spread.of(matching).text(0),
                Spread.of(matchingWall).text(0),
                Spread.of(detecting).text(0),
                Spread.of(detectingWall).text(0),
                allocated,
                Spread.of(analysing).text(0),
                headline.text(2),
                Spread.of(wallRatio).text(2),
                Spread.of(analysisRatio).text(2),
                AIM,
                headline.median() >= AIM ? "reached" : "NOT reached");
    }

    private void alone(Corpus corpus) {
        Answer answer = Answer.of(corpus);
        WholePath path = new WholePath(corpus);
        long passes = warmedUp(path, corpus);
        List<Double> detecting = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            Meter.Cost cost = detect(path, corpus, passes, answer);
            detecting.add((double) passes * corpus.exchanges().size() / cost.processor() * 1e9);
        }
        System.out.printf(
                Locale.ROOT,
                "  %s: %s%n    Earshot, whole path      %s%n",
                corpus.name(),
                answer.text(),
                Spread.of(detecting).text(0));
    }

    private static Meter.Cost detect(WholePath path, Corpus corpus, long passes, Answer answer) {
        return Meter.of(() -> {
            WholePath.Tally tally = path.passes(corpus, passes);
            if (!tally.equals(answer.tally().times(passes))) {
                throw new IllegalStateException(
                        "a round gave " + tally + ", not " + passes + " times " + answer.tally());
            }
        });
    }

    private static Meter.Cost analyse(Corpus corpus, long passes) {
        DisclosureAnalysis analysis = WholePath.analysis(corpus);
        corpus.forEach(analysis::read);
        int once = analysis.disclosures().size();
        DisclosureAnalysis timed = WholePath.analysis(corpus);
        Meter.Cost cost = Meter.of(() -> {
            for (long pass = 0; pass < passes; pass++) {
                corpus.forEach(timed::read);
            }
        });
        if (timed.disclosures().size() != once * passes) {
            throw new IllegalStateException(
                    passes + " passes gave " + timed.disclosures().size() + " disclosures, and one gives " + once);
        }
        return cost;
    }

    /// How many passes fill a round, once the compiler is through.
    private long warmedUp(WholePath path, Corpus corpus) {
        long passes = 0;
        double spent = 0;
        double last = 1;
        while (spent < warmUpSeconds * 1e9) {
            last = Meter.of(() -> path.pass(corpus)).thread();
            spent += last;
            passes++;
            if (passes % 8 == 0) {
                spent += analyse(corpus, 1).thread();
            }
        }
        return Math.max(1, Math.round(roundSeconds * 1e9 / last));
    }

    private long warmedUp(Peer peer, Corpus corpus) {
        long passes = 1;
        double spent = 0;
        while (spent < warmUpSeconds * 1e9) {
            Peer.Round round = peer.match(corpus, passes);
            spent += round.processor();
            passes = Math.max(1, Math.round(roundSeconds * 1e9 * passes / Math.max(1e6, round.processor())));
        }
        return passes;
    }
}
