package dev.earshot.breach.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.earshot.breach.store.Outbox;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MailSenderTest {
    @TempDir
    Path folder;

    @BeforeAll
    static void smtpSink() {
        assumeTrue(SmtpSink.isHere(), "Postfix's smtp-sink is not installed");
    }

    @Test
    void every_notice_reaches_the_server_once_and_is_recorded_as_sent() throws Exception {
        Path dump = writable().resolve("dump");
        MemoryOutbox outbox = new MemoryOutbox();
        for (int i = 1; i <= 2_500; i++) {
            outbox.plan(Mails.claim(i, "person" + i + "@mail" + i % 7 + ".example"));
        }
        try (SmtpSink sink = SmtpSink.start("-D", dump.toString())) {
            Tally tally = new MailSender(
                            Mails.settings(sink.port(), 4),
                            folder.resolve("sending"),
                            Mails.parts(outbox, Mails.composer(500), Optional.empty()))
                    .send();
            assertThat(tally).isEqualTo(new Tally(2_500, 0, 0, 0, 0, 0, ""));
        }
        List<String> ids = SmtpSink.messageIds(dump);
        assertThat(ids).hasSize(2_500);
        assertThat(new HashSet<>(ids)).hasSize(2_500);
        assertThat(outbox.count(Outbox.Outcome.SENT)).isEqualTo(2_500);
    }

    private Path writable() throws Exception {
        Path open = Files.createDirectory(folder.resolve("sink"));
        open.toFile().setWritable(true, false);
        folder.toFile().setExecutable(true, false);
        folder.toFile().setReadable(true, false);
        return open;
    }
}
