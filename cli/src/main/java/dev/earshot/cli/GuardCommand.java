package dev.earshot.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// What stops disclosures, and keeps them stopped.
@Command(
        name = "guard",
        description =
                "Stops what policy forbids, and keeps it stopped: by headers, by a gateway before the site, and by"
                        + " a script in its pages. Start with a scan, then earshot guard protect.",
        subcommands = {
            GuardProtectCommand.class,
            GuardCspCommand.class,
            GuardGatewayCommand.class,
            GuardScriptCommand.class,
            GuardCollectCommand.class
        })
final class GuardCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}
