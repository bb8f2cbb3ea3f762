package dev.earshot.cli;

import dev.earshot.clinic.logs.ClinicPast;
import dev.earshot.clinic.logs.Size;
import dev.earshot.investigate.Outcome;
import dev.earshot.investigate.Outcome.Status;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The pretend hospital's past: its logs of nine months, investigated, and held against what really happened.
final class DemoInvestigation {
    /// The logs are the same in every demonstration, so that what the documentation shows is what a reader sees.
    private static final long SEED = 1;

    private final List<String> arguments;
    private final Clock clock;
    private final PrintWriter out;
    private final PrintWriter err;

    DemoInvestigation(List<String> arguments, Clock clock, PrintWriter out, PrintWriter err) {
        this.arguments = List.copyOf(arguments);
        this.clock = clock;
        this.out = out;
        this.err = err;
    }

    /// Puts the past into `past` and what is found into `investigation`, both under `folder`, and prints the funnel and
    /// the totals.
    Outcome run(Path folder, @Nullable Path key) throws IOException {
        err.println("Writing nine months of the clinic's logs, and investigating who was affected.");
        Path past = folder.resolve("past");
        ClinicPast.write(past, SEED, Size.DEMO);
        Path found = folder.resolve("investigation");
        InvestigationRun.Options options = new InvestigationRun.Options(
                found,
                Optional.empty(),
                Optional.empty(),
                Runtime.getRuntime().availableProcessors(),
                List.of(),
                SigningKeys.find(key, err),
                arguments);
        out.println();
        Outcome outcome = new InvestigationRun(past.resolve("plan.yaml"), options, clock, out, err).run();
        compare(past, outcome);
        return outcome;
    }

    private void compare(Path past, Outcome outcome) throws IOException {
        JsonNode truth = JsonMapper.shared().readTree(Files.readString(past.resolve("truth.json")));
        boolean same = true;
        StringBuilder really = new StringBuilder();
        for (Status status : Status.values()) {
            long number =
                    truth.path("totals").path(status.id()).path("all").path("").asLong(0);
            same &= number == outcome.persons(status);
            really.append(really.isEmpty() ? "" : ", ")
                    .append(String.format(
                            Locale.ENGLISH, "%,d %s", number, status.id().replace('-', ' ')));
        }
        out.println("What really happened there: " + really + ". " + (same ? "The same." : "NOT THE SAME."));
        out.flush();
    }
}
