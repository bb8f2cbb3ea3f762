package dev.earshot.cli;

import dev.earshot.EarshotException;
import dev.earshot.breach.Case;
import dev.earshot.breach.CaseFile;
import dev.earshot.breach.CaseSettings;
import dev.earshot.breach.Facts;
import dev.earshot.breach.notice.Channel;
import dev.earshot.breach.store.CaseStore;
import dev.earshot.breach.store.Count;
import dev.earshot.yaml.Problems;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Notices leave.
@Command(
        name = "send",
        description = {
            "Sends, prints and posts all notices that are due; each leaves once, whatever fails. May be stopped (Ctrl-C) and"
                    + " run again at any time: it goes on from what is recorded.",
            "Refused without an approval of this plan with these texts. Exit code 3 where something is in doubt or could"
                    + " not leave."
        })
final class CaseSendCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "DIR", description = "The folder of the case.")
    private Path folder = Path.of("");

    @Option(
            names = "--dry-run",
            description = "Composes every notice and says what would leave. Has nothing to send with.")
    private boolean dryRun;

    @Option(
            names = "--channel",
            paramLabel = "email|print|portal",
            description = "Only this way; may be given several times. Default: all.")
    private List<String> channels = List.of();

    @Option(names = "--key", paramLabel = "FILE", description = "The key that seals the journal. Default: your own.")
    private @Nullable Path key;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        Clock clock = Clock.systemUTC();
        CaseFolder place = new CaseFolder(folder);
        Problems problems = place.problems();
        CaseFile file = place.file(problems);
        CaseSettings settings = new CaseSettings(file);
        LocalDate today = LocalDate.ofInstant(clock.instant(), file.incident().zone());
        settings.checkAll(today);
        problems.throwIfAny();
        if (dryRun) {
            return new DryRun(place, clock, out, err).run(today);
        }
        Set<Channel> asked = asked();
        try (CaseStore store = place.open(clock)) {
            Case breach = place.with(store);
            Facts facts = breach.required();
            LocalDate dated = CaseTexts.approved(store.journal(), facts).orElse(today);
            CaseTexts texts = CaseTexts.of(place, facts, store.id(), dated);
            store.refusal(texts.hash()).ifPresent(why -> {
                throw new EarshotException(EarshotException.Code.USAGE, "Nothing was sent. " + why);
            });
            CaseRun run = new CaseRun(place, settings, store, texts, clock, err);
            boolean whole = run.send(asked);
            SigningKeys.find(key, err).ifPresent(store::seal);
            left(store.counts(), out);
            out.flush();
            return whole ? ExitCode.CLEAN : ExitCode.INCOMPLETE;
        }
    }

    private Set<Channel> asked() {
        if (channels.isEmpty()) {
            return EnumSet.allOf(Channel.class);
        }
        Set<Channel> asked = EnumSet.noneOf(Channel.class);
        for (String given : channels) {
            asked.add(Channel.valueOf(List.of(Channel.values()).stream()
                    .filter(channel -> channel.id().equals(given))
                    .findFirst()
                    .orElseThrow(() -> new EarshotException(
                            EarshotException.Code.USAGE,
                            "\"" + given + "\" is no channel."
                                    + Problems.didYouMean(given, Set.of("email", "print", "portal"))))
                    .name()));
        }
        return asked;
    }

    /// What there is in each state, by channel.
    static void left(List<Count> counts, PrintWriter out) {
        Map<String, Map<String, Long>> byChannel = new TreeMap<>();
        for (Count count : counts) {
            byChannel
                    .computeIfAbsent(count.channel().id(), _ -> new TreeMap<>())
                    .merge(count.state(), count.deliveries(), Long::sum);
        }
        byChannel.forEach((channel, states) -> {
            StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "%-7s", channel));
            states.forEach((state, number) -> line.append(String.format(Locale.ENGLISH, "  %,d %s", number, state)));
            out.println(line);
        });
    }
}
