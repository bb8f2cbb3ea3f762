package dev.earshot.cli;

import dev.earshot.evidence.SigningKey;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// What the launcher has a new build do once, for the Java machine to note what the next starts will need: the help,
/// and a scan of a small built-in recording.
@Command(name = "rehearse", hidden = true, description = "Judges a small built-in recording, and forgets it.")
final class RehearseCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        Path folder = Files.createTempDirectory("earshot-rehearsal");
        try {
            Path recording = folder.resolve("small.har");
            try (InputStream small = RehearseCommand.class.getResourceAsStream("rehearsal.har")) {
                Files.copy(Objects.requireNonNull(small), recording);
            }
            Path key = folder.resolve("signing.key");
            var _ = SigningKey.create(key);
            PrintWriter unread = new PrintWriter(new StringWriter());
            int help = Main.run(unread, unread, "--help");
            int scan = Main.run(
                    unread,
                    spec.commandLine().getErr(),
                    "scan",
                    recording.toString(),
                    "--out",
                    folder.resolve("out").toString(),
                    "--key",
                    key.toString());
            return Math.max(help, scan);
        } finally {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
