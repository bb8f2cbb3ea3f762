package dev.earshot.cli;

import dev.earshot.EarshotException;
import dev.earshot.breach.store.CaseStore;
import dev.earshot.investigate.table.Key;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Individuals who are not to be told.
@Command(
        name = "suppress",
        description = "Withdraws individuals from notice, now and in later plans, with who and why.")
final class CaseSuppressCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "DIR", description = "The folder of the case.")
    private Path folder = Path.of("");

    @Parameters(
            index = "1",
            paramLabel = "FILE",
            description = "Member ids, one a line: a file, so that none stands in the shell's history.")
    private Path members = Path.of("");

    @Option(names = "--by", required = true, paramLabel = "NAME", description = "Who decided.")
    private String by = "";

    @Option(names = "--why", required = true, paramLabel = "TEXT", description = "Why, such as an order of a court.")
    private String why = "";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        if (!Files.isRegularFile(members)) {
            throw new EarshotException(EarshotException.Code.USAGE, members + " is no file.");
        }
        List<Long> persons = Files.readAllLines(members).stream()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .map(member -> Key.of(Key.Kind.PERSON, member))
                .toList();
        if (persons.isEmpty()) {
            throw new EarshotException(EarshotException.Code.USAGE, members + " has no member id in it.");
        }
        try (CaseStore store = new CaseFolder(folder).open(Clock.systemUTC())) {
            store.suppress(persons, by, why);
        }
        out.println("Recorded: " + persons.size() + " individuals are withdrawn from notice.");
        out.flush();
        return ExitCode.CLEAN;
    }
}
