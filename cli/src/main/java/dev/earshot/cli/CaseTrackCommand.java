package dev.earshot.cli;

import dev.earshot.EarshotException;
import dev.earshot.breach.CaseFile;
import dev.earshot.breach.CaseSettings;
import dev.earshot.breach.mail.Bounces;
import dev.earshot.breach.mail.MailSettings;
import dev.earshot.breach.print.Returned;
import dev.earshot.breach.print.ReturnedMail;
import dev.earshot.breach.store.CaseStore;
import dev.earshot.breach.store.Later;
import dev.earshot.yaml.Problems;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// What is heard of notices after they left.
@Command(
        name = "track",
        description = {
            "Reads what came back: bounces of e-mails, and returned mail. Whoever was not reached is planned on the next"
                    + " channel, or at the new address, and leaves with the next earshot case send.",
            "The same bounce or return may be read again; it counts once. Exit code 3 where something was not understood."
        })
final class CaseTrackCommand implements Callable<Integer> {
    private static final int TOGETHER = 5_000;
    private static final int SHOWN = 20;

    @Parameters(index = "0", paramLabel = "DIR", description = "The folder of the case.")
    private Path folder = Path.of("");

    @Option(
            names = "--bounces",
            paramLabel = "PLACE",
            description = "The mailbox for bounces: a maildir, a folder of messages, or an mbox.")
    private @Nullable Path bounces;

    @Option(
            names = "--returned",
            paramLabel = "FILE",
            description =
                    "Returned mail as CSV: columns key and reason, and street, city, state, postal_code where a new"
                            + " address is known (docs/print.md).")
    private @Nullable Path returned;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /// What came back, before it is known which delivery it is of.
    private record Heard(String key, Later.Event event, String words, Optional<Later.Address> moved) {}

    @Override
    public Integer call() throws IOException {
        if (bounces == null && returned == null) {
            throw new EarshotException(
                    EarshotException.Code.USAGE, "Name what came back: --bounces PLACE, --returned FILE, or both.");
        }
        PrintWriter out = spec.commandLine().getOut();
        Clock clock = Clock.systemUTC();
        CaseFolder place = new CaseFolder(folder);
        Problems problems = place.problems();
        CaseFile file = place.file(problems);
        Optional<MailSettings> mail = new CaseSettings(file).mail();
        problems.throwIfAny();
        List<Heard> heard = new ArrayList<>();
        List<String> notUnderstood = new ArrayList<>();
        Map<String, Long> waiting = new TreeMap<>();
        if (bounces != null) {
            readBounces(bounces, sender(mail), heard, waiting, notUnderstood);
        }
        if (returned != null) {
            readReturned(returned, heard, notUnderstood);
        }
        long counted = 0;
        long unknown = 0;
        try (CaseStore store = place.open(clock)) {
            for (int from = 0; from < heard.size(); from += TOGETHER) {
                List<Heard> some = heard.subList(from, Math.min(from + TOGETHER, heard.size()));
                Map<String, Long> deliveries =
                        store.deliveries(some.stream().map(Heard::key).toList());
                unknown += some.stream()
                        .filter(each -> !deliveries.containsKey(each.key()))
                        .count();
                Instant now = clock.instant();
                counted += store.later(some.stream()
                        .filter(each -> deliveries.containsKey(each.key()))
                        .map(each -> new Later(
                                deliveries.getOrDefault(each.key(), 0L), each.event(), each.words(), now, each.moved()))
                        .toList());
            }
            CaseSendCommand.left(store.counts(), out);
        }
        out.printf(
                Locale.ENGLISH,
                "%,d heard, %,d of them new; %,d of deliveries that this case does not know.%n",
                heard.size(),
                counted,
                unknown);
        waiting.forEach((what, count) -> out.printf(Locale.ENGLISH, "%,d %s: nothing to do yet%n", count, what));
        notUnderstood.stream().limit(SHOWN).forEach(each -> out.println("NOT UNDERSTOOD  " + each));
        if (!notUnderstood.isEmpty()) {
            out.printf(
                    Locale.ENGLISH, "%,d were not understood: somebody should look at them.%n", notUnderstood.size());
        }
        out.flush();
        return notUnderstood.isEmpty() && unknown == 0 ? ExitCode.CLEAN : ExitCode.INCOMPLETE;
    }

    private static MailSettings.Sender sender(Optional<MailSettings> mail) {
        return mail.orElseThrow(() -> new EarshotException(
                        EarshotException.Code.USAGE,
                        "case.yaml has no section mail:, which says what this case's e-mails look like."))
                .sender();
    }

    private static void readBounces(
            Path place,
            MailSettings.Sender sender,
            List<Heard> heard,
            Map<String, Long> waiting,
            List<String> notUnderstood)
            throws IOException {
        new Bounces(sender).read(place, (where, reading) -> {
            switch (reading) {
                case Bounces.Reading.Notification told ->
                    event(told.action())
                            .ifPresentOrElse(
                                    event -> heard.add(new Heard(
                                            told.key(),
                                            event,
                                            (told.status() + " " + told.words()).strip(),
                                            Optional.empty())),
                                    () -> waiting.merge(told.action().id(), 1L, Long::sum));
                case Bounces.Reading.NotUnderstood not -> notUnderstood.add(where + ": " + not.why());
            }
        });
    }

    /// What ends a delivery; empty for news of one that is still under way, or passed on to where nothing more is heard.
    private static Optional<Later.Event> event(Bounces.Action action) {
        return switch (action) {
            case FAILED -> Optional.of(Later.Event.BOUNCED);
            case DELIVERED -> Optional.of(Later.Event.DELIVERED);
            case DELAYED, PASSED_ON -> Optional.empty();
        };
    }

    private static void readReturned(Path file, List<Heard> heard, List<String> notUnderstood) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new EarshotException(EarshotException.Code.USAGE, file + " is no file.");
        }
        try (InputStream in = Files.newInputStream(file)) {
            ReturnedMail.Account account = ReturnedMail.read(in, piece -> heard.add(of(piece)));
            account.faults().forEach(fault -> notUnderstood.add(file.getFileName() + ": " + fault));
        }
    }

    private static Heard of(Returned piece) {
        return switch (piece) {
            case Returned.Undeliverable undeliverable ->
                new Heard(
                        undeliverable.key(),
                        Later.Event.RETURNED,
                        undeliverable.reason().id(),
                        Optional.empty());
            case Returned.Moved moved ->
                new Heard(
                        moved.key(),
                        Later.Event.RETURNED,
                        moved.reason().id(),
                        Optional.of(new Later.Address(
                                moved.street(), moved.city(), moved.postalCode(), moved.state(), "US")));
        };
    }
}
