package dev.earshot.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/// The top of the command line.
@Command(
        name = "earshot",
        description = {
            "Finds out which third parties a healthcare provider's website tells what about its patients, and proves it.",
            ""
        },
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        versionProvider = Version.class,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:clean",
            "1:policy violated, or evidence changed",
            "2:usage or configuration",
            "3:incomplete: something that should have been seen was not",
            "4:internal error"
        },
        subcommands = {
            DemoCommand.class,
            ScanCommand.class,
            CheckCommand.class,
            CompareCommand.class,
            DecodeCommand.class,
            ClinicCommand.class,
            KeygenCommand.class,
            VerifyCommand.class
        })
final class EarshotCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    EarshotCommand() {
        this.spec = CommandSpec.create();
    }

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}
