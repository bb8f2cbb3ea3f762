package dev.earshot.mobile.traffic;

import dev.earshot.exchange.BlindSpot;
import dev.earshot.exchange.Capture;
import dev.earshot.exchange.Context;
import dev.earshot.exchange.Exchange;
import dev.earshot.exchange.Request;
import dev.earshot.exchange.Response;
import dev.earshot.exchange.Run;
import dev.earshot.exchange.WebSocketMessage;
import dev.earshot.har.HarWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// The HAR that a recording is turned into. What was not seen is counted by host and told once.
final class TrafficHar implements AutoCloseable {
    private static final String RUN = "app";
    private static final int MOST_HOSTS = 2000;

    private final HarWriter har;
    private final String recordedBy;
    private final Context.Witness witness;
    private final List<BlindSpot> blindSpots = new ArrayList<>();
    private final Map<Unseen, Integer> unseen = new TreeMap<>();
    private Optional<Instant> earliest = Optional.empty();
    private Optional<Instant> latest = Optional.empty();
    private int exchanges;

    /// A kind of thing that was not seen of a host.
    ///
    /// @param what a sentence in which `%s` stands for how many: `2 connections were`
    private record Unseen(String host, String noun, String what, boolean incomplete) implements Comparable<Unseen> {
        @Override
        public int compareTo(Unseen other) {
            int byHost = host.compareTo(other.host);
            return byHost != 0
                    ? byHost
                    : (what + noun + incomplete).compareTo(other.what + other.noun + other.incomplete);
        }
    }

    TrafficHar(Path file, String recordedBy, Context.Witness witness) {
        this.har = HarWriter.create(file);
        this.recordedBy = recordedBy;
        this.witness = witness;
    }

    void add(
            Instant startedAt,
            Request request,
            Optional<Response> response,
            List<WebSocketMessage> messages,
            String resourceType,
            Exchange.Delivery delivery) {
        earliest = earliest.filter(known -> known.isBefore(startedAt)).or(() -> Optional.of(startedAt));
        latest = latest.filter(known -> known.isAfter(startedAt)).or(() -> Optional.of(startedAt));
        Context unknown = Context.unknown(RUN);
        Context context = new Context(
                RUN,
                Optional.empty(),
                "",
                "",
                unknown.target(),
                resourceType,
                List.of(),
                unknown.consent(),
                unknown.signedIn(),
                Set.of(witness),
                Optional.empty());
        har.add(new Exchange(nextId(), startedAt, request, response, messages, context, delivery));
        exchanges++;
    }

    /// What the next exchange will be called.
    String nextId() {
        return String.format(Locale.ROOT, "t%06d", exchanges + 1);
    }

    void see(BlindSpot blindSpot) {
        if (blindSpots.size() < MOST_HOSTS) {
            blindSpots.add(blindSpot);
        }
    }

    /// Counts something that was not seen.
    ///
    /// @param noun in the singular, such as `connection`
    /// @param what how the sentence goes on after `2 connections were`
    void unseen(String host, String noun, String what, boolean incomplete) {
        Unseen one = new Unseen(host, noun, what, incomplete);
        if (unseen.containsKey(one) || unseen.size() < MOST_HOSTS) {
            unseen.merge(one, 1, Integer::sum);
        } else {
            unseen.merge(new Unseen("", noun, "to further hosts not opened", true), 1, Integer::sum);
        }
    }

    void finish(TrafficOptions options) {
        List<BlindSpot> spots = new ArrayList<>(blindSpots);
        unseen.forEach((one, count) -> spots.add(new BlindSpot(
                BlindSpot.Kind.CONNECTION_NOT_OPENED,
                one.host(),
                (count == 1 ? "One " + one.noun() + " was " : count + " " + one.noun() + "s were ") + one.what() + ".",
                one.incomplete())));
        har.finish(new Capture.Summary(
                List.of(options.label()),
                recordedBy,
                "",
                earliest.orElse(Instant.EPOCH),
                latest.orElse(Instant.EPOCH),
                List.of(new Run(RUN, Run.ConsentMode.UNKNOWN, "an app's traffic")),
                List.of(),
                spots,
                0,
                options.persona()));
    }

    @Override
    public void close() {
        har.close();
    }
}
