package dev.earshot.cli;

import dev.earshot.breach.BurnDown;
import dev.earshot.breach.Case;
import dev.earshot.breach.CaseStory;
import dev.earshot.breach.Facts;
import dev.earshot.breach.store.CaseStore;
import dev.earshot.breach.store.Count;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Where the notices stand.
@Command(
        name = "status",
        description =
                "Says how many were told, how many are still to be, and whether that will be in time for each duty."
                        + " Exit code 1 where something is late, 3 while something is in doubt.")
final class CaseStatusCommand implements Callable<Integer> {
    private static final Set<String> OPEN = Set.of("planned", "claimed", "deferred");

    @Parameters(index = "0", paramLabel = "DIR", description = "The folder of the case.")
    private Path folder = Path.of("");

    @Option(
            names = "--page",
            paramLabel = "FILE",
            description = "Writes a page with a picture: what is left, over time.")
    private @Nullable Path page;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        Clock clock = Clock.systemUTC();
        Instant now = clock.instant();
        CaseFolder place = new CaseFolder(folder);
        try (CaseStore store = place.read(clock)) {
            Case breach = place.with(store);
            Facts facts = breach.required();
            LocalDate today = LocalDate.ofInstant(now, facts.incident().zone());
            Optional<CaseStore.Plan> plan = store.plan();
            if (plan.isEmpty()) {
                out.println("No notices are planned yet: earshot case plan " + folder + " --by NAME");
                out.flush();
                return ExitCode.CLEAN;
            }
            List<Count> counts = store.counts();
            CaseSendCommand.left(counts, out);
            people(store, out);
            long open = counts.stream()
                    .filter(count -> OPEN.contains(count.state()))
                    .mapToLong(Count::deliveries)
                    .sum();
            BurnDown burnDown = new BurnDown(plan.get().deliveries());
            CaseStory story = new CaseStory();
            story.onDelivery(burnDown::hear);
            store.journal().read(1, story::hear);
            List<BurnDown.Against> against = burnDown.against(
                    breach.duties(facts), open, now, facts.incident().zone());
            out.println();
            burnDown.print(against, open, today, out);
            if (page != null) {
                Files.writeString(page, burnDown.page(facts.incident(), against, open, now));
                spec.commandLine().getErr().println("Page: " + page);
            }
            out.println(CaseLines.COUNSEL);
            out.flush();
            boolean doubt = counts.stream().anyMatch(count -> count.state().equals("claimed"));
            boolean late = against.stream()
                    .anyMatch(each -> each.late() || (open > 0 && each.due().isBefore(today)));
            return late ? ExitCode.VIOLATED : doubt ? ExitCode.INCOMPLETE : ExitCode.CLEAN;
        }
    }

    private static void people(CaseStore store, PrintWriter out) {
        Map<String, Long> standing = new TreeMap<>();
        store.people().forEach(each -> standing.merge(each.standing(), each.individuals(), Long::sum));
        standing.forEach((what, count) -> out.printf(Locale.ENGLISH, "%,10d individuals %s%n", count, what));
        long unreachable = standing.getOrDefault("unreachable", 0L);
        if (unreachable > 0) {
            out.printf(
                    Locale.ENGLISH,
                    "%,d individuals can't be reached on any channel: they call for substitute notice (45 CFR §"
                            + " 164.404(d)(2)). earshot case filings writes it.%n",
                    unreachable);
        }
    }
}
