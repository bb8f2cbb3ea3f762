package dev.earshot.cli;

import dev.earshot.breach.CaseSettings;
import dev.earshot.breach.document.Fonts;
import dev.earshot.breach.mail.MailSender;
import dev.earshot.breach.mail.MailSettings;
import dev.earshot.breach.mail.MessageLookup;
import dev.earshot.breach.mail.PostfixLog;
import dev.earshot.breach.mail.StoredMessages;
import dev.earshot.breach.mail.Tally;
import dev.earshot.breach.notice.Channel;
import dev.earshot.breach.portal.PortalSender;
import dev.earshot.breach.portal.PortalSettings;
import dev.earshot.breach.print.LetterBook;
import dev.earshot.breach.print.PrintSender;
import dev.earshot.breach.store.CaseStore;
import dev.earshot.breach.store.Count;
import dev.earshot.breach.store.Outbox;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;

/// One run that lets notices leave, over one channel after the other.
final class CaseRun {
    /// A file of this name in the folder of the case, made by `earshot case pause`, ends a run.
    static final String PAUSE = "pause";

    private static final long EVERY_MILLISECONDS = 500;

    private final CaseFolder place;
    private final CaseSettings settings;
    private final CaseStore store;
    private final CaseTexts texts;
    private final Clock clock;
    private final PrintWriter err;
    private final boolean terminal = Boolean.getBoolean("earshot.terminal");

    CaseRun(CaseFolder place, CaseSettings settings, CaseStore store, CaseTexts texts, Clock clock, PrintWriter err) {
        this.place = place;
        this.settings = settings;
        this.store = store;
        this.texts = texts;
        this.clock = clock;
        this.err = err;
    }

    /// @return whether nothing is in doubt, and nothing was left because a channel has no settings
    boolean send(Set<Channel> channels) throws IOException {
        boolean whole = true;
        // What is refused on one channel is planned on the next.
        for (Channel channel : List.of(Channel.EMAIL, Channel.PORTAL, Channel.PRINT)) {
            if (channels.contains(channel) && waiting(channel) > 0) {
                whole &= switch (channel) {
                    case EMAIL -> mail();
                    case PRINT -> print();
                    case PORTAL -> portal();
                };
                paused();
            }
        }
        return whole;
    }

    private boolean mail() {
        Optional<MailSettings> mail = settings.mail();
        if (mail.isEmpty()) {
            err.println("E-mails wait: case.yaml has no section mail: that says by which server they leave.");
            return false;
        }
        MailSender sender = new MailSender(
                mail.get(),
                place.path(),
                new MailSender.Parts(runs(), texts.composer(), lookup(), clock, System::nanoTime));
        Tally tally;
        try (Watch _ = new Watch(sender::stop, () -> sender.tally().sent(), waiting(Channel.EMAIL), "e-mails")) {
            tally = sender.send();
        }
        if (!tally.trouble().isEmpty()) {
            err.println("The mail server: " + tally.trouble());
        }
        if (tally.inDoubt() > 0) {
            err.printf(
                    Locale.ENGLISH,
                    "%,d e-mails are in doubt: the server's answer was lost. Say how to settle them with in-doubt: in the"
                            + " section mail (docs/breach.md), and send again.%n",
                    tally.inDoubt());
        }
        return tally.inDoubt() == 0 && tally.trouble().isEmpty();
    }

    private MailSender.Runs runs() {
        return new MailSender.Runs() {
            @Override
            public Outbox begin() {
                return store.outbox("e-mail", texts.hash());
            }

            @Override
            public void end(Outbox run) {
                store.ended(run);
            }
        };
    }

    private Optional<MessageLookup> lookup() {
        return settings.deliveredMessages()
                .<MessageLookup>map(StoredMessages::new)
                .or(() -> settings.mailLog().map(log -> new PostfixLog(List.of(log))));
    }

    private boolean print() {
        Outbox outbox = store.outbox("letters", texts.hash());
        PrintSender sender = new PrintSender(
                outbox,
                texts.composer(),
                new LetterBook(Fonts.shipped(), settings.print()),
                place.path().resolve("letters"),
                clock);
        long[] sent = new long[1];
        try (Watch _ = new Watch(() -> {}, () -> sent[0], waiting(Channel.PRINT), "letters")) {
            PrintSender.Account account = sender.send(now -> sent[0] = now);
            account.refused()
                    .forEach((why, count) ->
                            err.printf(Locale.ENGLISH, "%,d letters were not printed: %s%n", count, why));
            account.doubtful()
                    .forEach((why, count) ->
                            err.printf(Locale.ENGLISH, "%,d letters were printed though: %s%n", count, why));
        } finally {
            store.ended(outbox);
        }
        return true;
    }

    private boolean portal() {
        Optional<PortalSettings> portal = settings.portal();
        if (portal.isEmpty()) {
            err.println(
                    "Portal messages wait: case.yaml has no section portal: that says which FHIR server takes them.");
            return false;
        }
        Outbox outbox = store.outbox("portal messages", texts.hash());
        PortalSender sender = new PortalSender(portal.get(), outbox, texts.composer(), clock);
        PortalSender.Tally tally;
        try (Watch _ =
                new Watch(sender::stop, () -> sender.tally().sent(), waiting(Channel.PORTAL), "portal messages")) {
            tally = sender.send();
        } finally {
            store.ended(outbox);
        }
        if (tally.inDoubt() > 0) {
            err.printf(
                    Locale.ENGLISH,
                    "%,d portal messages are in doubt: the service did not say whether it has them. Send again to ask it.%n",
                    tally.inDoubt());
        }
        return tally.inDoubt() == 0;
    }

    private long waiting(Channel channel) {
        return store.counts().stream()
                .filter(count -> count.channel() == channel
                        && Set.of("planned", "deferred", "claimed").contains(count.state()))
                .mapToLong(Count::deliveries)
                .sum();
    }

    private void paused() throws IOException {
        Path asked = place.path().resolve(PAUSE);
        if (Files.exists(asked)) {
            List<String> lines = Files.readAllLines(asked);
            store.pause(
                    lines.isEmpty() ? "somebody" : lines.getFirst(),
                    String.join(" ", lines.subList(Math.min(1, lines.size()), lines.size())));
            Files.delete(asked);
            err.println("Paused, as was asked for.");
        }
    }

    /// Shows how far a run is, and stops it when somebody asks for it.
    private final class Watch implements AutoCloseable {
        private final Runnable stop;
        private final LongSupplier done;
        private final long of;
        private final String what;
        private final long began = System.nanoTime();
        private final Thread thread;
        private final Thread interrupted;
        private volatile boolean over;

        private Watch(Runnable stop, LongSupplier done, long of, String what) {
            this.stop = stop;
            this.done = done;
            this.of = of;
            this.what = what;
            this.thread = Thread.ofPlatform().daemon().name("watch").start(this::watch);
            this.interrupted = new Thread(this::end);
            Runtime.getRuntime().addShutdownHook(interrupted);
        }

        private void watch() {
            try {
                while (!over) {
                    Thread.sleep(EVERY_MILLISECONDS);
                    if (Files.exists(place.path().resolve(PAUSE))) {
                        stop.run();
                    }
                    draw();
                }
            } catch (InterruptedException ended) {
                Thread.currentThread().interrupt();
            }
        }

        private void draw() {
            if (terminal && !over) {
                long now = done.getAsLong();
                double seconds = (System.nanoTime() - began) / 1e9;
                double rate = now / Math.max(seconds, 0.001);
                String left = rate > 0 ? duration((long) ((of - now) / rate)) : "…";
                err.printf(
                        Locale.ENGLISH,
                        "\r\u001b[K%,d of %,d %s · %,.0f a second · %s left",
                        now,
                        of,
                        what,
                        rate,
                        left);
                err.flush();
            }
        }

        /// As the process is asked to end: what is on its way is answered and recorded first.
        private void end() {
            stop.run();
            try {
                for (int waited = 0; !over && waited < 30_000; waited += 50) {
                    Thread.sleep(50);
                }
            } catch (InterruptedException ended) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void close() {
            over = true;
            thread.interrupt();
            try {
                Runtime.getRuntime().removeShutdownHook(interrupted);
            } catch (IllegalStateException ending) {
                // The process is ending, and has waited for this.
            }
            if (terminal) {
                err.print("\r\u001b[K");
                err.flush();
            }
        }

        private static String duration(long seconds) {
            return seconds < 90
                    ? seconds + " s"
                    : seconds < 5_400 ? seconds / 60 + " min" : String.format(Locale.ROOT, "%.1f h", seconds / 3600.0);
        }
    }
}
