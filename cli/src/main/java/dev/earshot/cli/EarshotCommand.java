package dev.earshot.cli;

import java.util.List;
import picocli.CommandLine;
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
            "1:policy violated, evidence changed, or a statement refused",
            "2:usage or configuration",
            "3:incomplete: something that should have been seen was not",
            "4:internal error"
        })
final class EarshotCommand implements Runnable {
    private static final List<Class<?>> COMMANDS = List.of(
            DemoCommand.class,
            ScanCommand.class,
            CheckCommand.class,
            TagsCommand.class,
            MonitorCommand.class,
            CompareCommand.class,
            AttestCommand.class,
            InvestigateCommand.class,
            CaseCommand.class,
            GuardCommand.class,
            CaptureProxyCommand.class,
            DecodeCommand.class,
            ClinicCommand.class,
            KeygenCommand.class,
            VerifyCommand.class);

    @Spec
    private CommandSpec spec;

    EarshotCommand() {
        this.spec = CommandSpec.create();
    }

    /// The command line for these arguments. Only a command that they name is taken in with its options; the others are
    /// there for the overview, since reading all their options would be most of the start-up.
    static CommandLine lineFor(String... arguments) {
        CommandLine line = new CommandLine(new EarshotCommand());
        for (Class<?> type : COMMANDS) {
            Command command = type.getAnnotation(Command.class);
            if (command != null && List.of(arguments).contains(command.name())) {
                line.addSubcommand(type);
            } else if (command != null) {
                CommandSpec overview = CommandSpec.create().name(command.name());
                overview.usageMessage().description(command.description());
                line.addSubcommand(command.name(), overview);
            }
        }
        return line;
    }

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}
