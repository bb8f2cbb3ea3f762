package dev.earshot.breach.mail;

import dev.earshot.EarshotException;
import dev.earshot.breach.notice.Channel;
import dev.earshot.breach.store.Outbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Settles claims whose outcome nobody wrote down, by these rules, in this order:
///
/// 1. the send log says that the message was never begun: it did not leave;
/// 2. the send log has the server's answer: that is the outcome;
/// 3. the server has the Message-ID: it was sent;
/// 4. the server does not have it, though it has a message from before and one from after it, and the connection has
///    been quiet for the time set: it did not leave;
/// 5. nobody can be asked: what the user has decided for this case.
///
/// What none settles stays in doubt.
final class Doubts {
    private static final int PAGE = 20_000;

    private final MailSettings settings;
    private final Path folder;
    private final Outbox outbox;
    private final Optional<MessageLookup> lookup;
    private final InstantSource clock;

    Doubts(MailSettings settings, Path folder, Outbox outbox, Optional<MessageLookup> lookup, InstantSource clock) {
        this.settings = settings;
        this.folder = folder;
        this.outbox = outbox;
        this.lookup = lookup;
        this.clock = clock;
    }

    /// What a settlement left.
    ///
    /// @param left in doubt
    /// @param quietAt when asking again can settle more; empty: it can't
    record Left(long left, long plannedAgain, Optional<Instant> quietAt) {}

    /// Settles those of all runs that have ended.
    ///
    /// @param lastSign of a connection of the run whose log this is
    Left settle(SendLog log, Instant lastSign) {
        long left = 0;
        long again = 0;
        Optional<Instant> quiet = Optional.empty();
        long after = 0;
        while (true) {
            List<Outbox.Claim> page = outbox.inDoubt(Channel.EMAIL, PAGE, after);
            if (page.isEmpty()) {
                break;
            }
            after = page.getLast().delivery();
            Page some = settle(page, log, lastSign);
            some.left().forEach(claim -> log.write(SendLog.doubt(claim.key())));
            left += some.left().size();
            again += some.plannedAgain();
            quiet = later(quiet, some.quietAt());
        }
        log.write(SendLog.settled());
        log.force();
        return new Left(left, again, quiet);
    }

    private record Page(List<Outbox.Claim> left, long plannedAgain, Optional<Instant> quietAt) {}

    private Page settle(List<Outbox.Claim> claims, SendLog log, Instant lastSign) {
        Map<String, SendLog.Trace> traces;
        try {
            traces = SendLog.read(folder, claims.stream().map(Outbox.Claim::key).collect(Collectors.toSet()));
        } catch (IOException e) {
            throw new EarshotException(
                    EarshotException.Code.INCOMPLETE,
                    "the send logs in " + folder + " can't be read, so nobody knows what was sent: make them readable"
                            + " and run again",
                    e);
        }
        Map<String, List<Outbox.Result>> settled = new LinkedHashMap<>();
        List<Outbox.Claim> begun = new ArrayList<>();
        Instant now = clock.instant();
        for (Outbox.Claim claim : claims) {
            SendLog.Trace trace = traces.get(claim.key());
            if (trace == null) {
                settle(settled, "never begun, by the send log", claim, Outbox.Outcome.NOT_SENT, "never begun", "", now);
            } else {
                switch (trace.step()) {
                    case ACCEPTED -> byLog(settled, claim, Outbox.Outcome.SENT, trace, now);
                    case REFUSED -> byLog(settled, claim, Outbox.Outcome.REFUSED, trace, now);
                    case DEFERRED -> byLog(settled, claim, Outbox.Outcome.DEFERRED, trace, now);
                    case NOT_SENT -> byLog(settled, claim, Outbox.Outcome.NOT_SENT, trace, now);
                    case BEGUN, DOUBT -> begun.add(claim);
                }
            }
        }
        Page left = lookup.isPresent()
                ? ask(lookup.get(), begun, traces, settled, new Signs(log.file(), lastSign, now))
                : byRule(begun, settled, now);
        Map<Long, String> keys = claims.stream().collect(Collectors.toMap(Outbox.Claim::delivery, Outbox.Claim::key));
        settled.values()
                .forEach(results -> results.stream()
                        .filter(result -> result.outcome() == Outbox.Outcome.NOT_SENT)
                        .forEach(result -> log.write(SendLog.ended(
                                SendLog.Step.NOT_SENT, keys.getOrDefault(result.delivery(), ""), result.answer()))));
        settled.forEach((rule, results) -> outbox.settle(results, rule));
        long again = settled.values().stream()
                .flatMap(List::stream)
                .filter(result -> result.outcome() == Outbox.Outcome.NOT_SENT)
                .count();
        return new Page(left.left(), again, left.quietAt());
    }

    private Page byRule(List<Outbox.Claim> begun, Map<String, List<Outbox.Result>> settled, Instant now) {
        return switch (settings.doubt().rule()) {
            case LEAVE -> new Page(begun, 0, Optional.empty());
            case SEND_AGAIN -> {
                begun.forEach(claim -> settle(
                        settled,
                        "in-doubt: send-again",
                        claim,
                        Outbox.Outcome.NOT_SENT,
                        "the server's answer was lost; sent again",
                        "",
                        now));
                yield new Page(List.of(), 0, Optional.empty());
            }
            case LETTER -> {
                begun.forEach(claim -> settle(
                        settled,
                        "in-doubt: letter",
                        claim,
                        Outbox.Outcome.REFUSED,
                        "the server's answer was lost; told on the next channel",
                        "",
                        now));
                yield new Page(List.of(), 0, Optional.empty());
            }
        };
    }

    private Page ask(
            MessageLookup server,
            List<Outbox.Claim> begun,
            Map<String, SendLog.Trace> traces,
            Map<String, List<Outbox.Result>> settled,
            Signs signs) {
        if (begun.isEmpty()) {
            return new Page(List.of(), 0, Optional.empty());
        }
        Set<String> asked = new HashSet<>();
        for (Outbox.Claim claim : begun) {
            SendLog.Trace trace = traces.get(claim.key());
            asked.add(id(claim.key()));
            if (trace != null) {
                asked.add(id(trace.before()));
                asked.add(id(trace.after()));
            }
        }
        Set<String> having;
        try {
            having = server.having(asked);
        } catch (IOException e) {
            return new Page(begun, 0, Optional.empty());
        }
        List<Outbox.Claim> left = new ArrayList<>();
        Optional<Instant> quiet = Optional.empty();
        for (Outbox.Claim claim : begun) {
            SendLog.Trace trace = traces.get(claim.key());
            if (having.contains(id(claim.key()))) {
                settle(
                        settled,
                        "the server has its Message-ID",
                        claim,
                        Outbox.Outcome.SENT,
                        "found at the server",
                        trace == null ? "" : trace.sha256(),
                        signs.now());
                continue;
            }
            boolean complete = trace != null
                    && (trace.before().isEmpty() || having.contains(id(trace.before())))
                    && having.contains(id(trace.after()));
            Instant quietAt = trace == null
                    ? signs.now()
                    : signs.of(trace.log()).plus(settings.doubt().quiet());
            if (complete && !quietAt.isAfter(signs.now())) {
                settle(
                        settled,
                        "the server does not have its Message-ID, but that of a message before and of one after",
                        claim,
                        Outbox.Outcome.NOT_SENT,
                        "not at the server",
                        "",
                        signs.now());
            } else {
                left.add(claim);
                if (complete) {
                    quiet = later(quiet, Optional.of(quietAt));
                }
            }
        }
        return new Page(left, 0, quiet);
    }

    private String id(String key) {
        String bracketed = settings.sender().messageId(key);
        return bracketed.substring(1, bracketed.length() - 1);
    }

    private void byLog(
            Map<String, List<Outbox.Result>> settled,
            Outbox.Claim claim,
            Outbox.Outcome outcome,
            SendLog.Trace trace,
            Instant now) {
        settle(settled, "the answer stands in the send log", claim, outcome, trace.answer(), trace.sha256(), now);
    }

    private void settle(
            Map<String, List<Outbox.Result>> settled,
            String rule,
            Outbox.Claim claim,
            Outbox.Outcome outcome,
            String answer,
            String sha256,
            Instant now) {
        Instant again = outcome == Outbox.Outcome.DEFERRED
                ? now.plus(settings.patience().again())
                : now;
        settled.computeIfAbsent(rule, _ -> new ArrayList<>())
                .add(new Outbox.Result(claim.delivery(), outcome, answer, sha256, now, again));
    }

    private static Optional<Instant> later(Optional<Instant> one, Optional<Instant> other) {
        return one.isEmpty() || (other.isPresent() && other.get().isAfter(one.get())) ? other : one;
    }

    /// When a run gave its last sign of life.
    private record Signs(Path present, Instant lastOfPresent, Instant now) {
        Instant of(Path log) {
            if (log.equals(present)) {
                return lastOfPresent;
            }
            try {
                return Files.getLastModifiedTime(log).toInstant();
            } catch (IOException e) {
                return now;
            }
        }
    }
}
