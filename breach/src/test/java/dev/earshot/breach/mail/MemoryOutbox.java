package dev.earshot.breach.mail;

import dev.earshot.breach.notice.Channel;
import dev.earshot.breach.store.Outbox;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/// What a run finds and leaves, without a database.
final class MemoryOutbox implements Outbox, MailSender.Runs {
    final TreeMap<Long, Claim> planned = new TreeMap<>();
    final TreeMap<Long, Claim> claimed = new TreeMap<>();
    final Map<Long, Result> ended = new HashMap<>();
    final Map<Long, String> rules = new HashMap<>();
    private final Map<Long, Claim> all = new HashMap<>();
    private final Set<Long> ofThisRun = new LinkedHashSet<>();

    void plan(Claim claim) {
        all.put(claim.delivery(), claim);
        planned.put(claim.delivery(), claim);
    }

    @Override
    public Outbox begin() {
        return this;
    }

    @Override
    public synchronized void end(Outbox run) {
        ofThisRun.clear();
    }

    @Override
    public synchronized List<Claim> claim(Channel channel, int most, Instant now) {
        List<Claim> taken = new ArrayList<>();
        while (taken.size() < most && !planned.isEmpty()) {
            Claim claim = planned.pollFirstEntry().getValue();
            claimed.put(claim.delivery(), claim);
            ofThisRun.add(claim.delivery());
            taken.add(claim);
        }
        return taken;
    }

    @Override
    public synchronized void record(List<Result> results) {
        for (Result result : results) {
            if (claimed.remove(result.delivery()) == null) {
                continue;
            }
            if (result.outcome() == Outcome.NOT_SENT) {
                planned.put(result.delivery(), all.get(result.delivery()));
            } else {
                ended.put(result.delivery(), result);
            }
        }
    }

    @Override
    public synchronized List<Claim> inDoubt(Channel channel, int most, long afterDelivery) {
        return claimed.tailMap(afterDelivery, false).values().stream()
                .filter(claim -> !ofThisRun.contains(claim.delivery()))
                .limit(most)
                .toList();
    }

    @Override
    public synchronized void settle(List<Result> results, String rule) {
        results.forEach(result -> rules.put(result.delivery(), rule));
        record(results);
    }

    synchronized Result result(long delivery) {
        return Objects.requireNonNull(ended.get(delivery));
    }

    synchronized long count(Outcome outcome) {
        return ended.values().stream()
                .filter(result -> result.outcome() == outcome)
                .count();
    }
}
