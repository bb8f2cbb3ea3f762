package dev.earshot.breach.mail;

import dev.earshot.EarshotException;
import dev.earshot.breach.store.CaseStore;
import dev.earshot.breach.store.Outbox;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;

/// What [KillTest] kills: a process that sends the notices of a case.
final class KilledSender {
    static final String TEXTS = "texts";

    private KilledSender() {}

    /// @param arguments folder of the case, URL of its database, port of the server, where the server keeps messages
    public static void main(String[] arguments) throws InterruptedException {
        Path folder = Path.of(arguments[0]);
        try (CaseStore store = opened(folder, Optional.of(arguments[1]))) {
            MailSender.Runs runs = new MailSender.Runs() {
                @Override
                public Outbox begin() {
                    return store.outbox("email", TEXTS);
                }

                @Override
                public void end(Outbox run) {
                    store.ended(run);
                }
            };
            Tally tally = new MailSender(
                            Mails.settings(Integer.parseInt(arguments[2]), 4),
                            folder.resolve("sending"),
                            Mails.parts(
                                    runs, Mails.composer(200), Optional.of(new StoredMessages(Path.of(arguments[3])))))
                    .send();
            System.out.println(tally);
        }
    }

    /// The lock of whoever was killed goes with its connection, a moment later.
    private static CaseStore opened(Path folder, Optional<String> database) throws InterruptedException {
        for (int tries = 0; ; tries++) {
            try {
                return CaseStore.open(folder, database, Clock.systemUTC());
            } catch (EarshotException e) {
                if (tries == 100 || e.code() != EarshotException.Code.USAGE) {
                    throw e;
                }
                Thread.sleep(50);
            }
        }
    }
}
