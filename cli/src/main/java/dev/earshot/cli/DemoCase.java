package dev.earshot.cli;

import dev.earshot.EarshotException;
import dev.earshot.clinic.mail.ClinicCase;
import dev.earshot.clinic.mail.ClinicMail;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.List;

/// The pretend hospital's breach case: from who was affected to duties, filings, letters, and e-mails to a server on this
/// machine.
final class DemoCase {
    private static final ZoneId ZONE = ZoneId.of("America/Los_Angeles");
    /// The demonstration finds its trackers so long ago, in order that some time is left to its deadlines.
    private static final int DAYS_SINCE_DISCOVERY = 10;

    /// As many lines of each command are shown.
    private static final int LINES = 14;

    private final Clock clock;
    private final PrintWriter out;
    private final PrintWriter err;

    DemoCase(Clock clock, PrintWriter out, PrintWriter err) {
        this.clock = clock;
        this.out = out;
        this.err = err;
    }

    /// Puts the case into `case` under `folder`, where the investigation lies beside it.
    void run(Path folder) {
        err.println("Running the breach case: duties, filings, letters, and e-mails to a mail server on this machine.");
        Path breach = folder.resolve("case");
        LocalDate discovered = LocalDate.now(clock.withZone(ZONE)).minusDays(DAYS_SINCE_DISCOVERY);
        try (ClinicMail mail = ClinicMail.start()) {
            ClinicCase.write(breach, folder.resolve("investigation"), discovered, mail.port());
            earshot("case", "record", breach, "--by", "Robin Example", "--why", "found by our own review of the site");
            earshot(
                    "case",
                    "duties",
                    breach,
                    "--page",
                    breach.resolve("duties.html"),
                    "--calendar",
                    breach.resolve("duties.ics"));
            earshot("case", "filings", breach);
            earshot("case", "plan", breach, "--by", "Robin Example");
            earshot("case", "render", breach, "--sample", "10");
            earshot("case", "send", breach, "--dry-run");
            earshot("case", "approve", breach, "--by", "Sam Example");
            earshot("case", "send", breach);
            earshot("case", "status", breach, "--page", breach.resolve("status.html"));
            List<String> ids = mail.messageIds();
            out.println();
            out.println("The mail server on this machine took " + ids.size() + " e-mails"
                    + (new HashSet<>(ids).size() == ids.size() ? ", none of them twice." : ", SOME OF THEM TWICE."));
            out.flush();
        }
    }

    private void earshot(Object... arguments) {
        List<String> texts = List.of(arguments).stream().map(String::valueOf).toList();
        out.println();
        out.println("$ earshot "
                + String.join(
                        " ",
                        texts.stream()
                                .map(each -> each.contains(" ") ? "\"" + each + "\"" : each)
                                .toList()));
        out.flush();
        StringWriter printed = new StringWriter();
        int code = Main.run(new PrintWriter(printed), err, texts.toArray(String[]::new));
        List<String> lines = printed.toString().lines().toList();
        lines.stream().limit(LINES).forEach(out::println);
        if (lines.size() > LINES) {
            out.println("  … and " + (lines.size() - LINES) + " more lines");
        }
        out.flush();
        if (code == ExitCode.USAGE || code == ExitCode.INTERNAL) {
            throw new EarshotException(
                    EarshotException.Code.INTERNAL, "The demonstration's case stopped at: " + String.join(" ", texts));
        }
    }
}
