package dev.earshot.cli;

import dev.earshot.EarshotException;
import dev.earshot.breach.Case;
import dev.earshot.breach.Facts;
import dev.earshot.breach.duty.Calendar;
import dev.earshot.breach.duty.Duty;
import dev.earshot.breach.duty.DutyJson;
import dev.earshot.breach.duty.DutyPage;
import dev.earshot.breach.duty.DutyText;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// What is due, and when.
@Command(
        name = "duties",
        description = {
            "Shows what is due, to whom, by when, and why; computed from the facts that are recorded.",
            "Exit code 1 where something is overdue."
        })
final class CaseDutiesCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "DIR", description = "The folder of the case.")
    private Path folder = Path.of("");

    @Option(
            names = "--as-of",
            paramLabel = "DATE",
            description = "As it looked on that day: with what was recorded by then, and days counted from it.")
    private @Nullable LocalDate asOf;

    @Option(names = "--all", description = "Also the duties that are not due, with the reason.")
    private boolean all;

    @Option(names = "--why", description = "The reasons of each: citation, sources, and every step to the date.")
    private boolean reasons;

    @Option(names = "--format", paramLabel = "text|json", description = "Default: text.")
    private Format format = Format.TEXT;

    @Option(names = "--page", paramLabel = "FILE", description = "Writes a page with a picture of all deadlines.")
    private @Nullable Path page;

    @Option(
            names = "--calendar",
            paramLabel = "FILE",
            description = "Writes the deadlines as iCalendar; a file of this name is brought up to date.")
    private @Nullable Path calendar;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    enum Format {
        TEXT,
        JSON
    }

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        Clock clock = Clock.systemUTC();
        CaseFolder place = new CaseFolder(folder);
        Case breach = place.fromJournal();
        Facts facts = breach.facts(Optional.ofNullable(asOf))
                .orElseThrow(() -> new EarshotException(
                        EarshotException.Code.USAGE, "Nothing was recorded in this case by " + asOf + " yet."));
        LocalDate today = asOf == null
                ? LocalDate.ofInstant(clock.instant(), facts.incident().zone())
                : asOf;
        List<Duty> duties = breach.duties(facts);
        switch (format) {
            case TEXT -> DutyText.print(duties, today, all, reasons, out);
            case JSON -> out.print(DutyJson.of(duties, facts.incident(), today));
        }
        out.flush();
        if (page != null) {
            Files.writeString(page, DutyPage.of(duties, facts.incident(), today));
            err.println("Page: " + page);
        }
        if (calendar != null) {
            Optional<String> former =
                    Files.exists(calendar) ? Optional.of(Files.readString(calendar)) : Optional.empty();
            Files.writeString(calendar, Calendar.of(duties, facts.incident(), clock.instant(), former));
            err.println("Calendar: " + calendar);
        }
        if (asOf == null) {
            warn(place, breach, facts, err);
        }
        return duties.stream().anyMatch(duty -> overdue(duty, today)) ? ExitCode.VIOLATED : ExitCode.CLEAN;
    }

    private static void warn(CaseFolder place, Case breach, Facts facts, PrintWriter err) {
        if (place.changedSince(facts)) {
            err.println(CaseFolder.FILE + " says other facts than are recorded, and they don't count until they are:"
                    + " earshot case record " + place.path() + " --by NAME --why TEXT");
        }
        List<Case.Moved> unrecorded = breach.unrecorded(facts);
        if (!unrecorded.isEmpty()) {
            err.println("The law's files of this version give other dates than are recorded:");
            unrecorded.forEach(each -> err.println("  " + CaseLines.moved(each)));
            err.println("They are shown above; record them to make them the case's: earshot case record " + place.path()
                    + " --by NAME --why TEXT");
        }
    }

    private static boolean overdue(Duty duty, LocalDate today) {
        return duty.status() == Duty.Status.DUE
                && duty.done().isEmpty()
                && duty.due().map(today::isAfter).orElse(false);
    }
}
