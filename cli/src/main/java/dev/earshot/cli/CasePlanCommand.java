package dev.earshot.cli;

import dev.earshot.EarshotException;
import dev.earshot.breach.Case;
import dev.earshot.breach.CaseFile;
import dev.earshot.breach.CaseSettings;
import dev.earshot.breach.Facts;
import dev.earshot.breach.planning.NoticePlan;
import dev.earshot.breach.planning.PlanAccount;
import dev.earshot.breach.planning.PlanningSettings;
import dev.earshot.breach.store.CaseStore;
import dev.earshot.investigate.steps.Engine;
import dev.earshot.yaml.Problems;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/// A notice for every person.
@Command(
        name = "plan",
        description =
                "Plans a notice for every individual of the investigation: who is written to, how, in which"
                        + " language. Accounts for everybody. A new plan replaces the one before, while nothing of that has left.")
final class CasePlanCommand implements Callable<Integer> {
    private static final String PLANS = "plan";

    @Parameters(index = "0", paramLabel = "DIR", description = "The folder of the case.")
    private Path folder = Path.of("");

    @Option(names = "--by", required = true, paramLabel = "NAME", description = "Who plans; somebody else approves.")
    private String by = "";

    @Option(names = "--dry-run", description = "Only says what the plan would be; it goes into plan-dry-run/.")
    private boolean dryRun;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        Clock clock = Clock.systemUTC();
        CaseFolder place = new CaseFolder(folder);
        Problems problems = place.problems();
        CaseFile file = place.file(problems);
        CaseSettings settings = new CaseSettings(file);
        LocalDate today = LocalDate.ofInstant(clock.instant(), file.incident().zone());
        PlanningSettings planning = settings.planning(today);
        problems.throwIfAny();
        Path investigation = CasePeople.investigation(file);
        if (dryRun) {
            Path plan = folder.resolve("plan-dry-run");
            account(investigation, planning, plan, clock, out, err);
            out.println("A dry run: nothing is planned. It lies in " + plan);
            out.flush();
            return ExitCode.CLEAN;
        }
        try (CaseStore store = place.open(clock)) {
            Case breach = place.with(store);
            Facts facts = breach.required();
            Path plan = next(folder.resolve(PLANS));
            PlanAccount account = account(investigation, planning, plan, clock, out, err);
            CaseStore.Plan loaded = store.load(plan.resolve("notices"), by);
            breach.record(facts.incident(), account.population(), by, "counted for the plan of notices")
                    .forEach(moved -> out.println(CaseLines.moved(moved)));
            out.println("Planned: plan " + loaded.hash().substring(0, 12)
                    + ". Look at a sample with: earshot case render " + folder);
            out.flush();
            return ExitCode.CLEAN;
        }
    }

    /// The folder of the plan that is loaded.
    static Path newest(CaseStore store, Path folder) {
        String[] newest = new String[1];
        store.journal()
                .read(
                        Set.of("planned"),
                        entry -> newest[0] = JsonMapper.shared()
                                .readTree(entry.body())
                                .path("folder")
                                .asString(""));
        if (newest[0] == null) {
            throw new EarshotException(
                    EarshotException.Code.USAGE,
                    "No notices are planned yet: earshot case plan " + folder + " --by NAME");
        }
        return folder.resolve(newest[0]).resolveSibling("");
    }

    /// A plan never takes the place of another on disk: the journal refers to each.
    private static Path next(Path plans) {
        int number = 1;
        while (Files.exists(plans.resolve(String.valueOf(number)))) {
            number++;
        }
        return plans.resolve(String.valueOf(number));
    }

    private static PlanAccount account(
            Path investigation, PlanningSettings planning, Path plan, Clock clock, PrintWriter out, PrintWriter err) {
        try (InvestigationProgress progress = InvestigationProgress.on(err);
                Engine engine = CasePeople.engine(plan.resolveSibling(""))) {
            PlanAccount account = new NoticePlan(engine, clock, progress).make(investigation, planning, plan);
            progress.clear();
            out.print(account.text());
            return account;
        }
    }
}
