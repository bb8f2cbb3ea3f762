package dev.earshot.cli;

import dev.earshot.EarshotException;
import dev.earshot.investigate.Outcome;
import dev.earshot.investigate.WhatIf;
import dev.earshot.investigate.plan.Plan;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Who was affected.
@Command(
        name = "investigate",
        subcommands = ExplainCommand.class,
        description = {
            "Works out from logs and the history of the tags who was exposed to whom: a list of persons, each exposed, not"
                    + " exposed or cannot tell, with proof.",
            "Exit code 0 when the answer is whole, whoever was exposed; 3 when something is missing."
        })
final class InvestigateCommand implements Callable<Integer> {
    private static final Pattern SIZE = Pattern.compile("(\\d{1,6})([MmGg])");

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "PLAN.yaml",
            description = "The plan: what is investigated, and from what (docs/plan.md).")
    private @Nullable Path planFile;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Where all of it goes. Run again with the same plan, it goes on from what is finished there."
                    + " Default: a folder beside the plan, with its name.")
    private @Nullable Path out;

    @Option(names = "--check", description = "Only check the plan and that all its files are there.")
    private boolean check;

    @Option(
            names = "--engine",
            paramLabel = "duckdb|spark",
            description = "What runs the steps. Default: duckdb, embedded. spark needs SPARK_HOME (docs/cluster.md).")
    private Engines engine = Engines.DUCKDB;

    @Option(
            names = "--master",
            paramLabel = "URL",
            description = "Where Spark does the work: spark://host:7077. Default: local[*], this machine.")
    private String master = "local[*]";

    @Option(
            names = "--memory",
            paramLabel = "SIZE",
            description = "What the engine may use, such as 4G. Default: 4G, or half of the machine's.")
    private @Nullable String memory;

    @Option(names = "--threads", paramLabel = "N", description = "Default: one for each processor.")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(
            names = "--what-if",
            paramLabel = "CHANGE",
            description =
                    "How would the count move: visit-gap=60m, count-assumed=true, probable=off, without=NAME (window,"
                            + " tracker or vendor), WINDOW.from=INSTANT, WINDOW.to=INSTANT. May be given several times; each is"
                            + " tried by itself.")
    private List<String> whatIf = List.of();

    @Option(names = "--key", paramLabel = "FILE", description = "The key that signs the evidence. Default: your own.")
    private @Nullable Path key;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /// What runs the steps.
    enum Engines {
        DUCKDB,
        SPARK
    }

    @Override
    public Integer call() throws IOException {
        if (planFile == null) {
            throw new EarshotException(
                    EarshotException.Code.USAGE,
                    "Name the plan: earshot investigate PLAN.yaml. docs/plan.md has one to start from; earshot demo runs"
                            + " one.");
        }
        PrintWriter print = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        if (check) {
            Plan plan = InvestigationRun.plan(planFile, err);
            print.println(planFile + ": no mistake; " + plan.logs().size() + " sources of logs, "
                    + plan.tagHistory().size() + " of tag history, "
                    + plan.identity().size() + " of identity, "
                    + plan.members().size() + " of members.");
            return ExitCode.CLEAN;
        }
        InvestigationRun.Options options = new InvestigationRun.Options(
                out == null ? beside(planFile) : out,
                engine == Engines.SPARK ? Optional.of(master) : Optional.empty(),
                Optional.ofNullable(memory).map(InvestigateCommand::bytes),
                Math.max(1, threads),
                whatIf.stream().map(WhatIf::parse).toList(),
                SigningKeys.find(key, err),
                spec.commandLine().getParseResult().originalArgs());
        Outcome outcome = new InvestigationRun(planFile, options, Clock.systemUTC(), print, err).run();
        return outcome.incomplete().isEmpty() ? ExitCode.CLEAN : ExitCode.INCOMPLETE;
    }

    private static Path beside(Path plan) {
        String name = Objects.requireNonNull(plan.getFileName()).toString().replaceFirst("[.]ya?ml$", "");
        return plan.toAbsolutePath().resolveSibling(name + "-investigation");
    }

    /// `4G`, `512M`.
    private static long bytes(String size) {
        Matcher matcher = SIZE.matcher(size);
        if (!matcher.matches()) {
            throw new EarshotException(EarshotException.Code.USAGE, "--memory " + size + ": write it as 4G or 512M.");
        }
        long number = Long.parseLong(matcher.group(1));
        return matcher.group(2).equalsIgnoreCase("G") ? number << 30 : number << 20;
    }
}
