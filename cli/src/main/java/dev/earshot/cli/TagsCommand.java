package dev.earshot.cli;

import dev.earshot.EarshotException;
import dev.earshot.report.ReportFormat;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// What the tags of a container are set to tell.
@Command(
        name = "tags",
        description = {
            "Says which vendor each tag of a container is set to tell what, on which pages, under which trigger and"
                    + " consent, before it is published.",
            "Exit code 0 if all of it could be told, whatever it is; earshot check is the same as a gate."
        },
        sortOptions = false)
final class TagsCommand implements Callable<Integer> {
    @Parameters(
            arity = "1..*",
            paramLabel = "CONTAINER",
            description = "An export of a Google Tag Manager container (also of an unpublished workspace), a served"
                    + " gtm.js, a profile of Tealium iQ, or rules of Adobe's Reactor API.")
    private List<Path> files = new ArrayList<>();

    @Option(
            names = "--policy",
            paramLabel = "FILE",
            description = "What may go to whom. Default: earshot.yaml here, else a built-in one.")
    private @Nullable Path policy;

    @Option(
            names = "--page",
            paramLabel = "URL",
            description = "Also say of each tag whether it fires on this page. Repeatable.")
    private List<String> pages = new ArrayList<>();

    @Option(
            names = "--format",
            paramLabel = "text|json|sarif|junit|md|html",
            defaultValue = "text",
            converter = ScanOptions.Format.class,
            description = "What is printed. Default: text.")
    private ReportFormat format = ReportFormat.TEXT;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Also write the reports into this folder, which must be empty or new.")
    private @Nullable Path out;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        files.forEach(TagsCommand::refuseMissing);
        pages.forEach(TagsCommand::refuseWrong);
        TagCheck check = new TagCheck(
                Policies.of(policy),
                spec.commandLine().getParseResult().originalArgs(),
                Optional.empty(),
                Clock.systemUTC(),
                spec.commandLine().getOut(),
                spec.commandLine().getErr());
        return check.exitCode(check.review(files, pages, format, Optional.ofNullable(out), Optional.empty()), false);
    }

    private static void refuseMissing(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new EarshotException(
                    EarshotException.Code.USAGE,
                    file + ": no such file. Name an export of a container of tags, such as GTM-XXXX_workspace.json.");
        }
    }

    private static void refuseWrong(String page) {
        try {
            URI uri = new URI(page);
            if (uri.getHost() != null && page.matches("(?i)https?://.*")) {
                return;
            }
        } catch (URISyntaxException e) {
            // Told below.
        }
        throw new EarshotException(
                EarshotException.Code.USAGE,
                "--page: \"" + page + "\" is no address. One looks like https://www.clinic.example/find-a-doctor/");
    }
}
