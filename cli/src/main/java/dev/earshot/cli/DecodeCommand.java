package dev.earshot.cli;

import dev.earshot.EarshotException;
import dev.earshot.catalogue.Catalogue;
import dev.earshot.catalogue.Identification;
import dev.earshot.catalogue.Tracker;
import dev.earshot.decode.Decoding;
import dev.earshot.decode.LeafTree;
import dev.earshot.exchange.Body;
import dev.earshot.exchange.Context;
import dev.earshot.exchange.Exchange;
import dev.earshot.exchange.Request;
import dev.earshot.har.HarFile;
import dev.earshot.yaml.Problems;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// One decoder at work.
@Command(
        name = "decode",
        description = "Shows how a request is opened up, and what its tracker's documentation says of each part. For"
                + " whoever writes or doubts a decoder.")
final class DecodeCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "URL|HAR", description = "One address, or a recording.")
    private String target = "";

    @Option(
            names = "--tracker",
            paramLabel = "ID",
            description =
                    "Read an address as this tracker's, whatever its host; of a recording, show only its requests.")
    private @Nullable String trackerId;

    @Option(names = "--reveal", description = "Print values as they are.")
    private boolean reveal;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        Optional<Tracker> wanted = Optional.ofNullable(trackerId).map(DecodeCommand::tracker);
        if (target.startsWith("http://") || target.startsWith("https://")) {
            Request request = new Request("GET", target, "", List.of(), Body.NONE);
            Exchange exchange = new Exchange(
                    "address",
                    Instant.EPOCH,
                    request,
                    Optional.empty(),
                    List.of(),
                    Context.unknown("decode"),
                    Exchange.Delivery.UNKNOWN);
            print(
                    exchange,
                    wanted.or(() -> Catalogue.bundled().identify(request).map(Identification::tracker)),
                    out);
        } else if (Files.isRegularFile(Path.of(target))) {
            HarFile.open(Path.of(target)).forEach(exchange -> {
                Optional<Tracker> found =
                        Catalogue.bundled().identify(exchange.request()).map(Identification::tracker);
                if (found.isPresent() && (wanted.isEmpty() || wanted.equals(found))) {
                    print(exchange, found, out);
                }
            });
        } else {
            throw new EarshotException(
                    EarshotException.Code.USAGE,
                    "\"" + target + "\" is neither an address (https://…) nor a HAR file that is there.");
        }
        return ExitCode.CLEAN;
    }

    private void print(Exchange exchange, Optional<Tracker> tracker, PrintWriter out) {
        out.println(exchange.id() + "  " + exchange.request().method() + "  "
                + tracker.map(known -> known.id() + " (" + known.product() + ", " + known.vendor() + ")")
                        .orElse("no known tracker"));
        out.print(LeafTree.print(Decoding.withDefaults().read(exchange, tracker), tracker, reveal));
        out.println();
    }

    private static Tracker tracker(String id) {
        return Catalogue.bundled()
                .byId(id)
                .orElseThrow(() -> new EarshotException(
                        EarshotException.Code.USAGE,
                        "The catalogue has no tracker \"" + id + "\"."
                                + Problems.didYouMean(
                                        id,
                                        Catalogue.bundled().trackers().stream()
                                                .map(Tracker::id)
                                                .toList())));
    }
}
