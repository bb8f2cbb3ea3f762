package dev.earshot.cli;

import dev.earshot.EarshotException;
import dev.earshot.guard.csp.HeaderSet;
import dev.earshot.guard.csp.Replay;
import dev.earshot.guard.csp.ReplayReport;
import dev.earshot.guard.csp.Warning;
import dev.earshot.guard.csp.ZoneHeaders;
import dev.earshot.guard.protection.Protection;
import dev.earshot.guard.protection.ProtectionFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
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
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Headers that browsers obey, by zone, and what they would do before they are set.
@Command(
        name = "csp",
        sortOptions = false,
        description = {
            "Writes each zone's Content-Security-Policy with its Report-Only twin, Permissions-Policy and Referrer-Policy, as"
                    + " headers and for nginx, Apache, IIS, Cloudflare, Akamai and Spring Security. With --replay it says"
                    + " what of a recording would be blocked, and what would break. See docs/csp.md.",
            "Exit code 1 where the policy lets something forbidden through, or the replay finds that something breaks."
        })
final class GuardCspCommand implements Callable<Integer> {
    @Parameters(
            arity = "0..*",
            paramLabel = "SCAN",
            description =
                    "Folders of scans, or recordings (HAR), that a protection is made of, as earshot guard protect"
                            + " does; with --protection, not needed.")
    private List<Path> scans = new ArrayList<>();

    @Option(names = "--protection", paramLabel = "FILE", description = "The reviewed protection.yaml.")
    private @Nullable Path protectionFile;

    @Option(
            names = "--policy",
            paramLabel = "FILE",
            description =
                    "What may go to whom, where no --protection is given. Default: earshot.yaml here, else a built-in"
                            + " one.")
    private @Nullable Path policy;

    @Option(
            names = "--replay",
            paramLabel = "HAR",
            description = "Say for each request of a recording whether it would be blocked, and what would break.")
    private @Nullable Path replay;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Write the files for servers and the replay's report here.")
    private @Nullable Path out;

    @Option(
            names = "--report-to",
            paramLabel = "URL",
            defaultValue = "",
            description = "Where browsers report to: your collector (earshot guard collect).")
    private String reportTo = "";

    @Option(
            names = "--signed-in-cookie",
            paramLabel = "NAME",
            defaultValue = "",
            description = "The cookie by which a server knows a signed-in visitor.")
    private String signedInCookie = "";

    @Option(
            names = "--with-script",
            description = "The browser guard is in the pages: admit also vendors who may be told some fields alone.")
    private boolean withScript;

    @Option(
            names = "--upgrade-insecure-requests",
            description = "Have browsers ask by https: for what pages name by http:.")
    private boolean upgrade;

    @Option(
            names = "--format",
            paramLabel = "text|json",
            defaultValue = "text",
            description = "What is printed. Default: text.")
    private String format = "text";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        checked();
        HeaderSet set =
                HeaderSet.of(protection(), new HeaderSet.Setting(withScript, reportTo, upgrade, signedInCookie));
        Optional<Replay> replayed = Optional.ofNullable(replay).map(har -> Replay.of(protection(), withScript, har));
        PrintWriter printed = spec.commandLine().getOut();
        if (format.equals("json")) {
            printed.println(JsonMapper.builder()
                    .enable(tools.jackson.databind.SerializationFeature.INDENT_OUTPUT)
                    .build()
                    .writeValueAsString(json(set, replayed)));
        } else {
            text(set, replayed, printed);
        }
        if (out != null) {
            write(out, set, replayed);
            spec.commandLine().getErr().println("Written to " + out + ".");
        }
        boolean lets = set.warnings().stream().anyMatch(warning -> warning.kind() == Warning.Kind.LETS_THROUGH);
        boolean breaks = replayed.isPresent()
                && (!replayed.get().breaking().isEmpty()
                        || !replayed.get().lettingThrough().isEmpty()
                        || replayed.get().inPages().stream().anyMatch(each -> each.plain() == Replay.Outcome.BLOCKED));
        return lets || breaks ? ExitCode.VIOLATED : ExitCode.CLEAN;
    }

    private void checked() {
        if (!format.equals("text") && !format.equals("json")) {
            throw new EarshotException(EarshotException.Code.USAGE, "--format takes text or json.");
        }
        if (protectionFile == null && scans.isEmpty()) {
            throw new EarshotException(
                    EarshotException.Code.USAGE,
                    "Name the folder of a scan, or the reviewed protection: --protection protection.yaml.");
        }
        if (protectionFile != null && (policy != null || !scans.isEmpty())) {
            throw new EarshotException(
                    EarshotException.Code.USAGE,
                    "--protection says it all: leave the scans and --policy out. To play a recording, use --replay.");
        }
        if (!reportTo.isEmpty() && !reportTo.matches("(?:https?://[^\\s\"',;\\\\]+|/[^\\s\"',;\\\\]*)")) {
            throw new EarshotException(
                    EarshotException.Code.USAGE,
                    "--report-to takes an address such as https://reports.clinic.example/.well-known/earshot/report, or a"
                            + " path on each page's own host.");
        }
        if (!signedInCookie.matches("[A-Za-z0-9_]*")) {
            throw new EarshotException(
                    EarshotException.Code.USAGE,
                    "--signed-in-cookie takes a name of letters, digits and underscores, since nginx can name no other.");
        }
    }

    private Protection protection() {
        return protectionFile == null
                ? GuardProtectCommand.made(scans, Policies.of(policy), Clock.systemUTC())
                        .protection()
                : ProtectionFile.read(protectionFile);
    }

    private static void text(HeaderSet set, Optional<Replay> replayed, PrintWriter printed) {
        for (HeaderSet.Zone zone : set.zones()) {
            printed.println("ZONE  " + zone.zone().zone());
            for (ZoneHeaders.Template header : zone.headers().headers()) {
                printed.println("  " + header.name() + ": " + header.value(""));
            }
        }
        for (Warning warning : set.warnings()) {
            printed.println(
                    "LOOK  " + warning.kind().label() + ": " + warning.about() + " (zone " + warning.zone() + ")");
            printed.println("      " + warning.what());
            if (!warning.stricter().isEmpty()) {
                printed.println("      → " + warning.stricter());
            }
        }
        replayed.ifPresent(each -> new ReplayReport(each).text(printed));
    }

    private static ObjectNode json(HeaderSet set, Optional<Replay> replayed) {
        ObjectNode top = JsonMapper.shared().createObjectNode();
        ArrayNode zones = top.putArray("zones");
        for (HeaderSet.Zone zone : set.zones()) {
            ObjectNode one = zones.addObject();
            one.put("zone", zone.zone().zone());
            ObjectNode headers = one.putObject("headers");
            zone.headers().headers().forEach(header -> headers.put(header.name(), header.value("")));
        }
        ArrayNode warnings = top.putArray("warnings");
        for (Warning warning : set.warnings()) {
            warnings.addObject()
                    .put("kind", warning.kind().label())
                    .put("zone", warning.zone())
                    .put("about", warning.about())
                    .put("what", warning.what())
                    .put("stricter", warning.stricter());
        }
        replayed.ifPresent(each -> top.set("replay", new ReplayReport(each).json()));
        return top;
    }

    private static void write(Path folder, HeaderSet set, Optional<Replay> replayed) {
        try {
            Files.createDirectories(folder);
            StringWriter headers = new StringWriter();
            text(set, Optional.empty(), new PrintWriter(headers));
            Files.writeString(folder.resolve("headers.txt"), headers.toString());
            Files.writeString(
                    folder.resolve("headers.json"), json(set, Optional.empty()).toPrettyString() + "\n");
            for (HeaderSet.Snippet snippet : set.snippets()) {
                Files.writeString(folder.resolve(snippet.fileName()), snippet.text());
            }
            if (replayed.isPresent()) {
                ReplayReport report = new ReplayReport(replayed.get());
                Files.writeString(folder.resolve("replay.json"), report.json().toPrettyString() + "\n");
                try (PrintWriter text = new PrintWriter(Files.newBufferedWriter(folder.resolve("replay.txt")));
                        Writer html = Files.newBufferedWriter(folder.resolve("replay.html"))) {
                    report.text(text);
                    report.html(html);
                }
            }
        } catch (IOException e) {
            throw new EarshotException(
                    EarshotException.Code.INCOMPLETE,
                    folder + " can't be written to (" + e.getMessage() + "). Name another --out.",
                    e);
        }
    }
}
