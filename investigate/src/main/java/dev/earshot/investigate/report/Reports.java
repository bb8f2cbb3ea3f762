package dev.earshot.investigate.report;

import dev.earshot.investigate.Outcome;
import java.io.PrintWriter;
import java.nio.file.Path;

/// The reports of an investigation. The same outcome gives the same bytes. None names a person.
public final class Reports {
    private Reports() {}

    /// Writes `report.html` and `report.json` into `folder`.
    ///
    /// @throws dev.earshot.EarshotException INCOMPLETE when they can't be written
    public static void write(Outcome outcome, Path folder) {
        InvestigationReport.write(outcome, folder);
    }

    /// Prints the funnel, the totals and what is open.
    public static void print(Outcome outcome, PrintWriter out) {
        OutcomeText.print(outcome, out);
        out.flush();
    }
}
