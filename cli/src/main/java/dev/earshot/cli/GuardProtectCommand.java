package dev.earshot.cli;

import dev.earshot.EarshotException;
import dev.earshot.Examiner;
import dev.earshot.guard.protection.Otherwise;
import dev.earshot.guard.protection.ProtectionFile;
import dev.earshot.guard.protection.Protections;
import dev.earshot.guard.protection.ZoneProtection;
import dev.earshot.har.HarFile;
import dev.earshot.policy.Policy;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// What headers, gateway and browser guard are to obey.
@Command(
        name = "protect",
        description = {
            "Writes protection.yaml from policy and scans: what is forbidden in each zone, what is allowed for what, and"
                    + " what becomes of the rest. Review it; headers, gateway and browser guard obey it.",
            "Exit code 3 where a zone was not seen by any scan."
        })
final class GuardProtectCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "SCAN",
            arity = "1..*",
            description = "Folders of scans, or their capture.har. Scan every zone, signed in and out, with the banner"
                    + " accepted and refused: what no scan saw is not allowed.")
    private List<Path> scans = new ArrayList<>();

    @Option(
            names = "--policy",
            paramLabel = "FILE",
            description = "What may go to whom. Default: earshot.yaml here, else a built-in one.")
    private @Nullable Path policy;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            defaultValue = "protection.yaml",
            description = "Default: protection.yaml. A file that is there stays unless --force is given.")
    private Path out = Path.of("protection.yaml");

    @Option(names = "--force", description = "Replace the file.")
    private boolean force;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        if (Files.exists(out) && !force) {
            throw new EarshotException(
                    EarshotException.Code.USAGE,
                    out
                            + " is there, and somebody may have reviewed it. Give --force to replace it, or another --out.");
        }
        PrintWriter printed = spec.commandLine().getOut();
        Protections.Made made = made(scans, Policies.of(policy), Clock.systemUTC());
        ProtectionFile.write(out, made.protection(), made.remarks());
        for (ZoneProtection zone : made.protection().zones()) {
            printed.printf(
                    "%-16s %3d forbidden, %3d allowed, the rest %s%n",
                    zone.zone(),
                    zone.forbidden().size(),
                    zone.allowed().size(),
                    zone.otherwise() == Otherwise.BLOCK ? "blocked" : "let through and reported");
        }
        made.remarks().forEach(remark -> printed.println("LOOK  " + remark));
        printed.println("Written to " + out + ". Review it; then: earshot guard csp --protection " + out
                + ", or name it in a gateway.yaml (docs/gateway.md).");
        return made.protection().zones().stream().allMatch(zone -> zone.otherwise() == Otherwise.BLOCK)
                ? ExitCode.CLEAN
                : ExitCode.INCOMPLETE;
    }

    /// @param scans folders of scans, or captures
    /// @throws EarshotException USAGE for one that is neither
    static Protections.Made made(List<Path> scans, Policy policy, Clock clock) {
        Protections protections = new Protections(policy);
        Examiner examiner = new Examiner(policy, LocalDate.now(clock));
        for (Path scan : scans) {
            Path capture = Files.isDirectory(scan) ? scan.resolve("capture.har") : scan;
            if (!Files.isRegularFile(capture)) {
                throw new EarshotException(
                        EarshotException.Code.USAGE,
                        capture + " is not there. Name the folder of a scan of your site (earshot scan … --out DIR).");
            }
            HarFile recording = HarFile.open(capture);
            protections.add(recording, examiner.examine(recording));
        }
        return protections.made();
    }
}
