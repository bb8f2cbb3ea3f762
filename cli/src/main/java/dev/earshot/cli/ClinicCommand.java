package dev.earshot.cli;

import dev.earshot.clinic.Clinic;
import dev.earshot.clinic.ClinicOptions;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// The pretend hospital, for trying things out.
@Command(
        name = "clinic",
        description = "Starts a pretend hospital with real trackers on this machine alone, and says how to scan it."
                + " Ends with Ctrl-C.")
final class ClinicCommand implements Callable<Integer> {
    @Option(names = "--port", paramLabel = "N", defaultValue = "0", description = "Default: one that is free.")
    private int port;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        try (Clinic clinic = Clinic.start(ClinicOptions.defaults().port(port))) {
            out.println("The clinic is open at " + clinic.home() + " (for a browser with these arguments):");
            clinic.browserArgs().forEach(argument -> out.println("  " + argument));
            out.println("Scan it with:");
            StringBuilder command = new StringBuilder("  ./earshot scan ").append(clinic.home());
            clinic.browserArgs()
                    .forEach(argument -> command.append(" \\\n    --browser-arg='")
                            .append(argument)
                            .append("'"));
            out.println(command);
            out.flush();
            new CountDownLatch(1).await();
        }
        return ExitCode.CLEAN;
    }
}
