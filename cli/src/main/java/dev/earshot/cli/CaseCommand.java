package dev.earshot.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// The breach case.
@Command(
        name = "case",
        subcommands = {
            CaseRecordCommand.class,
            CaseDutiesCommand.class,
            CaseOverruleCommand.class,
            CaseDoneCommand.class,
            CaseAssessCommand.class,
            CaseFilingsCommand.class,
            CaseDemandCommand.class,
            CasePlanCommand.class,
            CaseRenderCommand.class,
            CaseApproveCommand.class,
            CaseSendCommand.class,
            CasePauseCommand.class,
            CaseResumeCommand.class,
            CaseSuppressCommand.class,
            CaseTrackCommand.class,
            CaseStatusCommand.class,
            CaseShowCommand.class,
            CaseRestoreCommand.class
        },
        description = {
            "Runs a breach case in a folder: duties with dates, filings ready to submit, and a notice to every person,"
                    + " delivered once. Start with a case.yaml in the folder (docs/breach.md).",
            "No legal advice: verify every duty with counsel."
        })
final class CaseCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}
