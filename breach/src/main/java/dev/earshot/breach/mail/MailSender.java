package dev.earshot.breach.mail;

import dev.earshot.EarshotException;
import dev.earshot.breach.notice.Channel;
import dev.earshot.breach.notice.Composer;
import dev.earshot.breach.store.Outbox;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Sends notices by e-mail, each exactly once whatever fails.
///
/// What was claimed from the [Outbox] and may have left has a line in the run's [SendLog] before its last byte goes out.
/// So a claim of a run that was killed is known not to have left, known to have been answered, or in doubt; [Doubts] has
/// the rules. A message is never sent while it is in doubt.
public final class MailSender {
    private static final int BATCH = 1000;
    private static final int LOW_WATER = 500;
    private static final int TRIES = 3;
    private static final int UNCOMPOSED = 20;
    private static final int DEFERRED_IN_A_ROW = 5;
    private static final Duration LONGEST_DELAY = Duration.ofHours(4);

    private final MailSettings settings;
    private final Path folder;
    private final Parts parts;
    private final MailWriter writer;
    private final @Nullable TlsTrust trust;
    private volatile boolean stopping;
    private volatile @Nullable Run present;
    private volatile Tally before = new Tally(0, 0, 0, 0, 0, 0, "");

    /// Runs that deliver, as the case's store knows them. What a run has claimed can be settled once it has ended.
    public interface Runs {
        Outbox begin();

        void end(Outbox run);
    }

    /// What a sender works with.
    ///
    /// @param lookup whom to ask which messages the server has; empty: nobody
    /// @param nanos time that only goes forward, such as `System::nanoTime`: for waits
    public record Parts(
            Runs runs, Composer composer, Optional<MessageLookup> lookup, InstantSource clock, LongSupplier nanos) {}

    /// @param folder of the case where send logs are kept; they are needed for as long as the case is
    /// @throws EarshotException of code USAGE where a key or certificate can't be read
    public MailSender(MailSettings settings, Path folder, Parts parts) {
        this.settings = settings;
        this.folder = folder;
        this.parts = parts;
        this.writer = new MailWriter(settings, parts.composer());
        this.trust = settings.server().tls() == MailSettings.Tls.NONE
                ? null
                : new TlsTrust(settings.server().trust());
    }

    /// Sends all that is due, and returns when nothing is any more, or after [#stop].
    ///
    /// @throws EarshotException of code INCOMPLETE where the server or the disk ended the run early, and whatever the
    ///     outbox throws: all that was sent is recorded, or stands in the send log for the next run
    public synchronized Tally send() {
        before = new Tally(0, 0, 0, 0, 0, 0, "");
        try (SendLog log = SendLog.start(folder, parts.clock().instant());
                Watch watch = new Watch(parts.nanos())) {
            Instant lastSign = Instant.EPOCH;
            for (boolean first = true; ; first = false) {
                Outbox outbox = parts.runs().begin();
                try {
                    Doubts doubts = new Doubts(settings, folder, outbox, parts.lookup(), parts.clock());
                    Doubts.Left left = first ? doubts.settle(log, lastSign) : settled(doubts, log, lastSign);
                    before = before.inDoubt(left.left());
                    if (stopping || (!first && left.plannedAgain() == 0)) {
                        return before;
                    }
                    lastSign = sent(new Run(outbox, log, watch, left.left()), lastSign);
                    if (before.inDoubt() == 0) {
                        return before;
                    }
                } finally {
                    parts.runs().end(outbox);
                }
            }
        }
    }

    private Instant sent(Run run, Instant lastSign) {
        present = run;
        try {
            run.send();
        } finally {
            before = run.tally();
            present = null;
        }
        return run.lastDoubt.isAfter(lastSign) ? run.lastDoubt : lastSign;
    }

    /// Asks, and once the connections have been quiet for long enough, again.
    private Doubts.Left settled(Doubts doubts, SendLog log, Instant lastSign) {
        long again = 0;
        while (true) {
            Doubts.Left some = doubts.settle(log, lastSign);
            again += some.plannedAgain();
            if (some.quietAt().isEmpty() || !waited(some.quietAt().get())) {
                return new Doubts.Left(some.left(), again, Optional.empty());
            }
        }
    }

    private boolean waited(Instant until) {
        try {
            while (!stopping && parts.clock().instant().isBefore(until)) {
                Thread.sleep(20);
            }
        } catch (InterruptedException e) {
            stopping = true;
            Thread.currentThread().interrupt();
        }
        return !stopping;
    }

    /// Ends the run once the messages on their way are answered: from any thread.
    public void stop() {
        stopping = true;
    }

    /// How far it is: from any thread.
    public Tally tally() {
        Run run = present;
        return run == null ? before : run.tally();
    }

    private static Instant again(Instant now, Duration first, int attempt) {
        Duration delay = first.multipliedBy(1L << Math.clamp(attempt - 1L, 0, 16));
        return now.plus(delay.compareTo(LONGEST_DELAY) > 0 ? LONGEST_DELAY : delay);
    }

    /// From the first claim until nothing is due, or the run has to end.
    private final class Run {
        private final Outbox outbox;
        private final SendLog log;
        private final Watch watch;
        private final Tally start;
        private final long doubtfulBefore;
        private final Thread coordinator = Thread.currentThread();
        private final Queue queue = new Queue(settings.limits());
        private final Pace pace = new Pace(settings.limits().perSecond(), parts.nanos());
        private final Circuit circuit = new Circuit(settings.patience(), parts.nanos());
        private final Map<String, Hold> holds = new HashMap<>();
        private List<Outbox.Result> results = new ArrayList<>();
        private Instant lastDoubt = Instant.EPOCH;
        private @Nullable RuntimeException failure;
        private String trouble = "";
        private long sent;
        private long refused;
        private long deferred;
        private long notSent;
        private long uncomposed;
        private long doubtful;
        private int refusedInARow;
        private boolean interrupted;

        Run(Outbox outbox, SendLog log, Watch watch, long doubtfulBefore) {
            this.outbox = outbox;
            this.log = log;
            this.watch = watch;
            this.start = before;
            this.doubtfulBefore = doubtfulBefore;
        }

        void send() {
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < settings.limits().connections(); i++) {
                threads.add(Thread.ofPlatform().name("mail-" + i).start(new Worker()));
            }
            try {
                claimAndRecord();
            } catch (RuntimeException e) {
                fail(e);
            }
            queue.close().forEach(this::left);
            for (Thread thread : threads) {
                interrupted |= joined(thread);
            }
            try {
                record();
            } catch (RuntimeException e) {
                fail(e);
            }
            if (interrupted) {
                stopping = true;
                Thread.currentThread().interrupt();
            }
            synchronized (this) {
                if (failure != null) {
                    throw failure;
                }
            }
        }

        private boolean joined(Thread thread) {
            boolean interrupted = false;
            while (true) {
                try {
                    thread.join();
                    return interrupted;
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        }

        private void claimAndRecord() {
            boolean exhausted = false;
            long recorded = parts.nanos().getAsLong();
            while (!ended()) {
                if (!exhausted && queue.waiting() < LOW_WATER) {
                    List<Outbox.Claim> claims = outbox.claim(Channel.EMAIL, BATCH, now());
                    exhausted = claims.isEmpty();
                    claims.forEach(this::takeIn);
                }
                boolean idle = exhausted && queue.isIdle();
                boolean full;
                synchronized (this) {
                    full = results.size() >= BATCH;
                }
                long now = parts.nanos().getAsLong();
                if (full || idle || now - recorded > 500_000_000L) {
                    record();
                    recorded = now;
                } else if (exhausted || queue.waiting() >= LOW_WATER) {
                    await();
                }
                if (idle) {
                    return;
                }
            }
        }

        private boolean ended() {
            synchronized (this) {
                return stopping || failure != null || queue.isClosed();
            }
        }

        private void await() {
            LockSupport.parkNanos(20_000_000);
            if (Thread.interrupted()) {
                stopping = true;
                interrupted = true;
            }
        }

        private void takeIn(Outbox.Claim claim) {
            if (claim.carried().isEmpty()) {
                ended(claim, Outbox.Outcome.REFUSED, "nobody is left to be told with it", "", now());
                return;
            }
            Optional<MailAddress> to = MailAddress.of(claim.carried().getFirst().email());
            if (to.isEmpty()) {
                ended(claim, Outbox.Outcome.REFUSED, "not an e-mail address", "", now());
                return;
            }
            Optional<Instant> held = heldUntil(to.get().domain());
            if (held.isPresent()) {
                ended(claim, Outbox.Outcome.DEFERRED, "held back: its domain deferred others", "", held.get());
            } else {
                queue.add(new Queue.Item(claim, to.get(), 0));
            }
        }

        /// Records what has ended, after the send log is safe on the disk.
        private void record() {
            List<Outbox.Result> batch;
            synchronized (this) {
                batch = results;
                results = new ArrayList<>();
            }
            if (!batch.isEmpty()) {
                log.force();
                outbox.record(batch);
            }
        }

        private void left(Queue.Item item) {
            ended(item.claim(), Outbox.Outcome.NOT_SENT, "the run ended first", "", now());
        }

        private void ended(Outbox.Claim claim, Outbox.Outcome outcome, String answer, String sha256, Instant again) {
            synchronized (this) {
                switch (outcome) {
                    case SENT -> sent++;
                    case REFUSED -> refused++;
                    case DEFERRED -> deferred++;
                    case NOT_SENT -> notSent++;
                }
                results.add(new Outbox.Result(claim.delivery(), outcome, answer, sha256, now(), again));
                if (results.size() == BATCH) {
                    LockSupport.unpark(coordinator);
                }
            }
        }

        private void fail(RuntimeException e) {
            synchronized (this) {
                if (failure == null) {
                    failure = e;
                } else {
                    failure.addSuppressed(e);
                }
                LockSupport.unpark(coordinator);
            }
            queue.close().forEach(this::left);
        }

        private Instant now() {
            return parts.clock().instant();
        }

        synchronized Tally tally() {
            return new Tally(
                    start.sent() + sent,
                    start.refused() + refused,
                    start.deferred() + deferred,
                    start.notSent() + notSent,
                    doubtfulBefore + doubtful,
                    start.uncomposed() + uncomposed,
                    trouble);
        }

        private synchronized Optional<Instant> heldUntil(String domain) {
            Hold hold = holds.get(domain);
            return hold == null || !hold.until().isAfter(now()) ? Optional.empty() : Optional.of(hold.until());
        }

        /// @param inARow deferrals since the domain last took a message
        private record Hold(int inARow, Instant until) {}

        /// One connection at a time, one message after the other.
        private final class Worker implements Runnable {
            private final StringBuilder unwritten = new StringBuilder();

            @Override
            public void run() {
                try {
                    for (Outgoing first = next(true); first != null; first = next(true)) {
                        converse(first);
                        write();
                    }
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    fail(new EarshotException(EarshotException.Code.INCOMPLETE, "sending was interrupted", e));
                } catch (RuntimeException e) {
                    fail(e);
                }
            }

            /// Sends this message and those after it, until the connection has had enough or fails.
            private void converse(Outgoing first) throws InterruptedException {
                if (!awaitTurn()) {
                    leave(first);
                    return;
                }
                Outgoing current = first;
                boolean begun = false;
                boolean connected = false;
                Outgoing offeredNext = null;
                try (SmtpConnection connection = SmtpConnection.open(settings, trust, watch)) {
                    connected = true;
                    boolean offered = false;
                    for (int used = 1; current != null; used++) {
                        if (current.item().to().needsUtf8() && !connection.takesUtf8()) {
                            refuse(current, "the server takes no such address (no SMTPUTF8)");
                            current = used < settings.limits().perConnection() ? next(true) : null;
                            continue;
                        }
                        if (!offered) {
                            connection.offer(current.message());
                        }
                        offered = false;
                        if (!connection.hasAnswer()) {
                            write();
                        }
                        SmtpConnection.Offered answer = connection.offered(current.message());
                        boolean last = used >= settings.limits().perConnection();
                        if (!answer.wanted()) {
                            Outgoing unwanted = current;
                            current = null;
                            notWanted(unwanted, answer);
                            current = last ? null : next(true);
                            continue;
                        }
                        if (connection.hasAnswer()) {
                            throw new SmtpFailure("answers what it was not asked", false);
                        }
                        offeredNext = last ? null : next(false);
                        unwritten.append(SendLog.begun(
                                current.message().key(), current.message().sha256()));
                        write();
                        begun = true;
                        offered = connection.content(current.message(), sendable(offeredNext, connection));
                        SmtpReply reply = connection.taken();
                        begun = !taken(current, reply);
                        if (begun) {
                            throw new SmtpFailure("answers a message with " + reply.words(), false);
                        }
                        current = offeredNext;
                        offeredNext = null;
                        if (reply.closing()) {
                            throw new SmtpFailure("closes: " + reply.words(), false);
                        }
                        if (current == null && !last) {
                            current = next(true);
                        }
                    }
                } catch (SmtpFailure e) {
                    write();
                    if (current != null && begun) {
                        doubt(current);
                    } else if (current != null && connected) {
                        tryAgain(current, e);
                    } else if (current != null) {
                        putBack(current);
                    }
                    if (offeredNext != null) {
                        putBack(offeredNext);
                    }
                    failed(e);
                } catch (RuntimeException e) {
                    if (current != null && begun) {
                        doubt(current);
                    } else if (current != null) {
                        leave(current);
                    }
                    if (offeredNext != null) {
                        leave(offeredNext);
                    }
                    throw e;
                }
            }

            private @Nullable MailMessage sendable(@Nullable Outgoing next, SmtpConnection connection) {
                return next != null && (!next.item().to().needsUtf8() || connection.takesUtf8())
                        ? next.message()
                        : null;
            }

            private boolean awaitTurn() throws InterruptedException {
                for (long wait = circuit.remaining(); wait > 0; wait = circuit.remaining()) {
                    if (queue.isClosed()) {
                        return false;
                    }
                    Thread.sleep(Duration.ofNanos(Math.min(wait, 50_000_000L)));
                }
                return !queue.isClosed();
            }

            /// The next message, written; null where there is none now, or never will be.
            private @Nullable Outgoing next(boolean patiently) throws InterruptedException {
                while (true) {
                    long wait = pace.take();
                    if (wait > 0) {
                        if (!patiently || queue.isClosed()) {
                            return null;
                        }
                        write();
                        Thread.sleep(Duration.ofNanos(Math.min(wait, 50_000_000L)));
                        continue;
                    }
                    Queue.Item item = queue.poll();
                    if (item == null && patiently) {
                        write();
                        item = queue.take(100_000_000);
                    }
                    if (item == null) {
                        pace.giveBack();
                        if (!patiently || queue.isClosed()) {
                            return null;
                        }
                        continue;
                    }
                    try {
                        return new Outgoing(item, writer.write(item.claim(), item.to(), now()));
                    } catch (RuntimeException e) {
                        uncomposed(item, e);
                    }
                }
            }

            private void write() {
                if (!unwritten.isEmpty()) {
                    log.write(unwritten.toString());
                    unwritten.setLength(0);
                }
            }

            private void end(Outgoing message, SendLog.Step step, Outbox.Outcome outcome, String words, Instant again) {
                unwritten.append(SendLog.ended(step, message.message().key(), words));
                ended(message.item().claim(), outcome, words, message.message().sha256(), again);
                queue.done(message.item());
            }

            /// @throws SmtpFailure where it is about us and not about the person: the message waits
            private void notWanted(Outgoing message, SmtpConnection.Offered answer) throws SmtpFailure {
                SmtpReply reply = answer.reply();
                String words = reply.words(message.item().to());
                if (reply.closing() || answer.stage() == SmtpConnection.Stage.MAIL) {
                    putBack(message);
                    throw new SmtpFailure((reply.closing() ? "closes: " : "refuses the sender: ") + words, false);
                }
                answered(message, reply, words);
            }

            /// @return whether the answer says what became of the message
            private boolean taken(Outgoing message, SmtpReply reply) {
                if (reply.code() >= 300 && reply.code() < 400) {
                    return false;
                }
                if (!reply.positive()) {
                    answered(message, reply, reply.words(message.item().to()));
                    return true;
                }
                circuit.worked();
                took(message.item().to().domain());
                end(
                        message,
                        SendLog.Step.ACCEPTED,
                        Outbox.Outcome.SENT,
                        reply.words(message.item().to()),
                        now());
                return true;
            }

            private void answered(Outgoing message, SmtpReply reply, String words) {
                circuit.worked();
                boolean last =
                        message.item().claim().attempt() >= settings.patience().attempts();
                if (reply.transientFailure() && !last) {
                    Instant again = again(
                            now(),
                            settings.patience().again(),
                            message.item().claim().attempt());
                    end(message, SendLog.Step.DEFERRED, Outbox.Outcome.DEFERRED, words, again);
                    deferredBy(message.item().to().domain());
                } else {
                    boolean patienceOver = reply.transientFailure();
                    refuse(message, patienceOver ? "given up after the last attempt: " + words : words);
                }
            }

            private void refuse(Outgoing message, String words) {
                end(message, SendLog.Step.REFUSED, Outbox.Outcome.REFUSED, words, now());
                int inARow;
                synchronized (Run.this) {
                    inARow = ++refusedInARow;
                }
                if (inARow >= settings.patience().refusals()) {
                    stopFor("refused " + inARow + " messages in a row, the last with \"" + words
                            + "\": it looks as if it refuses us, not them");
                }
            }

            private void took(String domain) {
                synchronized (Run.this) {
                    refusedInARow = 0;
                    holds.remove(domain);
                }
            }

            /// Many deferrals in a row, and the whole domain has to wait.
            private void deferredBy(String domain) {
                Instant until;
                synchronized (Run.this) {
                    Hold hold = holds.getOrDefault(domain, new Hold(0, Instant.EPOCH));
                    int inARow = hold.inARow() + 1;
                    boolean holds = inARow % DEFERRED_IN_A_ROW == 0;
                    until = holds
                            ? again(now(), settings.patience().again(), inARow / DEFERRED_IN_A_ROW)
                            : hold.until();
                    Run.this.holds.put(domain, new Hold(inARow, until));
                    if (!holds) {
                        return;
                    }
                }
                for (Queue.Item item : queue.drain(domain)) {
                    ended(item.claim(), Outbox.Outcome.DEFERRED, "held back: its domain deferred others", "", until);
                }
            }

            private void doubt(Outgoing message) {
                synchronized (Run.this) {
                    doubtful++;
                    lastDoubt = now();
                }
                queue.done(message.item());
            }

            private void leave(Outgoing message) {
                left(message.item());
                queue.done(message.item());
            }

            private void putBack(Outgoing message) {
                if (queue.isClosed()) {
                    leave(message);
                } else {
                    queue.back(message.item());
                }
            }

            /// After its connection was lost: a message that server after server falls over must not hold up all others.
            private void tryAgain(Outgoing message, SmtpFailure why) {
                Queue.Item item = message.item();
                if (item.tries() + 1 < TRIES || queue.isClosed()) {
                    putBack(new Outgoing(new Queue.Item(item.claim(), item.to(), item.tries() + 1), message.message()));
                } else {
                    Instant again = again(
                            now(), settings.patience().again(), item.claim().attempt());
                    end(
                            message,
                            SendLog.Step.DEFERRED,
                            Outbox.Outcome.DEFERRED,
                            "connections were lost with it: " + why.getMessage(),
                            again);
                }
            }

            private void uncomposed(Queue.Item item, RuntimeException e) {
                Instant again =
                        again(now(), settings.patience().again(), item.claim().attempt());
                ended(
                        item.claim(),
                        Outbox.Outcome.DEFERRED,
                        "its letter could not be composed: " + e.getClass().getSimpleName(),
                        "",
                        again);
                queue.done(item);
                long all;
                synchronized (Run.this) {
                    all = ++uncomposed;
                }
                if (e instanceof EarshotException || all >= UNCOMPOSED) {
                    throw e;
                }
            }

            private void failed(SmtpFailure e) {
                int inARow = circuit.failed();
                synchronized (Run.this) {
                    trouble = "the e-mail server " + e.getMessage();
                }
                if (e.lasting() || circuit.open()) {
                    stopFor(e.getMessage() + (e.lasting() ? "" : "; " + inARow + " connections in a row failed"));
                }
            }

            private void stopFor(String problem) {
                MailSettings.Server server = settings.server();
                fail(new EarshotException(
                        EarshotException.Code.INCOMPLETE,
                        "sending by e-mail stopped: " + server.host() + ":" + server.port() + " " + problem
                                + ". What was not sent waits; look at the server or its settings, then run again"));
            }
        }
    }

    private record Outgoing(Queue.Item item, MailMessage message) {}
}
