package dev.earshot.cli;

import dev.earshot.EarshotException;
import dev.earshot.guard.protection.Protection;
import dev.earshot.guard.protection.ProtectionFile;
import dev.earshot.guard.protection.ZoneProtection;
import dev.earshot.guard.script.GuardScript;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// The browser guard as files, for a site that is not behind the gateway.
@Command(
        name = "script",
        description =
                "Writes the browser guard of each zone: a script that rules on what other scripts send. Put it first"
                        + " into the head of the zone's pages; docs/guard-script.md says how.")
final class GuardScriptCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "PROTECTION", description = "The reviewed protection.yaml.")
    private Path protection = Path.of("protection.yaml");

    @Option(names = "--zone", paramLabel = "ZONE", description = "This zone alone. Default: every zone.")
    private @Nullable String zone;

    @Option(names = "--out", paramLabel = "DIR", defaultValue = ".", description = "Where to. Default: here.")
    private Path out = Path.of(".");

    @Option(
            names = "--report",
            paramLabel = "PATH",
            defaultValue = "/.well-known/earshot/report",
            description = "Where the guard reports to on the page's own host. Default: ${DEFAULT-VALUE}.")
    private String report = "";

    @Option(
            names = "--on-fault",
            paramLabel = "open|closed",
            defaultValue = "open",
            description =
                    "What happens where the guard can't do its work: the page goes on unguarded, or its requests to"
                            + " third parties are blocked. Default: open.")
    private String onFault = "open";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        GuardScript.Fault fault = switch (onFault) {
            case "open" -> GuardScript.Fault.OPEN;
            case "closed" -> GuardScript.Fault.CLOSED;
            default ->
                throw new EarshotException(
                        EarshotException.Code.USAGE, "--on-fault is open or closed, and not " + onFault + ".");
        };
        Protection read = ProtectionFile.read(protection);
        PrintWriter printed = spec.commandLine().getOut();
        for (ZoneProtection each : chosen(read)) {
            GuardScript script = GuardScript.of(read, each, report, fault);
            byte[] text = script.text().getBytes(StandardCharsets.US_ASCII);
            write(script.name(), text);
            printed.printf(
                    "%-16s %s  %,d bytes, %,d gzipped%n", each.zone(), script.name(), text.length, gzipped(text));
            printed.println("                 " + script.tag("/.well-known/earshot/guard/", ""));
        }
        printed.println("Each belongs first into the head of its zone's pages, before every other script.");
        return ExitCode.CLEAN;
    }

    private List<ZoneProtection> chosen(Protection read) {
        if (zone == null) {
            return read.zones();
        }
        List<ZoneProtection> chosen =
                read.zones().stream().filter(each -> each.zone().equals(zone)).toList();
        if (chosen.isEmpty()) {
            throw new EarshotException(
                    EarshotException.Code.USAGE,
                    protection + " has no zone " + zone + "; it has "
                            + String.join(
                                    ", ",
                                    read.zones().stream()
                                            .map(ZoneProtection::zone)
                                            .toList())
                            + ".");
        }
        return chosen;
    }

    private void write(String name, byte[] text) {
        try {
            Files.createDirectories(out);
            Files.write(out.resolve(name), text);
        } catch (IOException e) {
            throw new EarshotException(
                    EarshotException.Code.USAGE, "The guard can't be written to " + out + ": " + e.getMessage(), e);
        }
    }

    private static int gzipped(byte[] text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text);
        } catch (IOException e) {
            throw new EarshotException(EarshotException.Code.INTERNAL, "Memory can't be written to.", e);
        }
        return bytes.size();
    }
}
