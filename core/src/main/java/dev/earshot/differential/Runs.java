package dev.earshot.differential;

import dev.earshot.EarshotException;
import dev.earshot.element.Sensitive;
import dev.earshot.exchange.BlindSpot;
import dev.earshot.exchange.Capture;
import dev.earshot.exchange.Context;
import dev.earshot.exchange.Exchange;
import dev.earshot.exchange.Page;
import dev.earshot.exchange.Run;
import dev.earshot.persona.Persona;
import dev.earshot.persona.PersonaField;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.ObjIntConsumer;

/// Several runs of one journey as one capture. Ids of exchanges, pages and runs begin with the id of the run they are
/// from; its persona has the values of all the runs' personas.
public final class Runs implements Capture {
    /// The most runs that can be compared: sets of them are bits of an `int`.
    public static final int MOST = 30;

    private final List<LabelledRun> runs;
    private final Summary summary;

    private Runs(List<LabelledRun> runs, Summary summary) {
        this.runs = runs;
        this.summary = summary;
    }

    /// @throws EarshotException USAGE when there are too few or too many runs, or two with one id
    public static Runs of(List<LabelledRun> given) {
        List<LabelledRun> runs = given.stream()
                .sorted(Comparator.comparing(run -> run.capture().summary().startedAt()))
                .toList();
        Set<String> ids = new HashSet<>();
        if (runs.size() < 2 || runs.size() > MOST || !runs.stream().allMatch(run -> ids.add(run.id()))) {
            throw new EarshotException(
                    EarshotException.Code.USAGE,
                    "Only 2 to " + MOST + " recordings, each with a name of its own, can be compared; there are "
                            + runs.size() + ".");
        }
        return new Runs(runs, joined(runs));
    }

    /// In order of time.
    public List<LabelledRun> list() {
        return runs;
    }

    @Override
    public Summary summary() {
        return summary;
    }

    @Override
    public void forEach(Consumer<? super Exchange> reader) {
        forEachOfRun((exchange, _) -> reader.accept(exchange));
    }

    /// As [#forEach(Consumer)], with the position in [#list()] of the run that the exchange is from.
    void forEachOfRun(ObjIntConsumer<Exchange> reader) {
        for (int number = 0; number < runs.size(); number++) {
            LabelledRun run = runs.get(number);
            int position = number;
            run.capture().forEach(exchange -> reader.accept(within(run, exchange), position));
        }
    }

    private static Exchange within(LabelledRun run, Exchange exchange) {
        Context context = exchange.context();
        return new Exchange(
                prefixed(run, exchange.id()),
                exchange.startedAt(),
                exchange.request(),
                exchange.response(),
                exchange.messages(),
                new Context(
                        runId(run, context.run()),
                        context.pageId().map(id -> prefixed(run, id)),
                        context.pageUrl(),
                        context.frameUrl(),
                        context.target(),
                        context.resourceType(),
                        context.initiators(),
                        context.consent(),
                        context.signedIn(),
                        context.witnesses(),
                        context.step()),
                exchange.delivery());
    }

    private static Summary joined(List<LabelledRun> runs) {
        Set<String> targets = new LinkedHashSet<>();
        Set<String> recorders = new LinkedHashSet<>();
        Set<String> browsers = new LinkedHashSet<>();
        List<Run> passes = new ArrayList<>();
        List<Page> pages = new ArrayList<>();
        Set<BlindSpot> blindSpots = new LinkedHashSet<>();
        List<Persona> personas = new ArrayList<>();
        int ownTraffic = 0;
        Instant end = Instant.MIN;
        for (LabelledRun run : runs) {
            Summary summary = run.capture().summary();
            targets.addAll(summary.target());
            recorders.add(summary.recordedBy());
            browsers.add(summary.browser());
            summary.runs()
                    .forEach(pass -> passes.add(new Run(runId(run, pass.id()), pass.consent(), pass.consentOutcome())));
            summary.pages().forEach(page -> pages.add(within(run, page)));
            blindSpots.addAll(summary.blindSpots());
            summary.persona().ifPresent(personas::add);
            ownTraffic += summary.ownTraffic();
            end = summary.endedAt().isAfter(end) ? summary.endedAt() : end;
        }
        return new Summary(
                List.copyOf(targets),
                String.join(", ", recorders),
                String.join(", ", browsers),
                runs.getFirst().capture().summary().startedAt(),
                end,
                passes,
                pages,
                List.copyOf(blindSpots),
                ownTraffic,
                allOf(personas));
    }

    private static Page within(LabelledRun run, Page page) {
        return new Page(
                prefixed(run, page.id()),
                runId(run, page.run()),
                page.url(),
                page.title(),
                page.startedAt(),
                page.outcome(),
                page.remark(),
                page.screenshot().map(path -> "runs/" + run.id() + "/" + path),
                page.stored());
    }

    private static Optional<Persona> allOf(List<Persona> personas) {
        if (personas.isEmpty()) {
            return Optional.empty();
        }
        Map<PersonaField, Set<Sensitive>> values = new TreeMap<>();
        Map<String, Sensitive> extras = new TreeMap<>();
        for (Persona persona : personas) {
            persona.values()
                    .forEach((field, of) -> values.computeIfAbsent(field, _ -> new LinkedHashSet<>())
                            .addAll(of));
            persona.extras().forEach((name, value) -> {
                String free = name;
                for (int number = 2;
                        extras.containsKey(free) && !extras.get(free).equals(value);
                        number++) {
                    free = name + "-" + number;
                }
                extras.put(free, value);
            });
        }
        Map<PersonaField, List<Sensitive>> lists = new TreeMap<>();
        values.forEach((field, set) -> lists.put(field, List.copyOf(set)));
        return Optional.of(new Persona(personas.getFirst().id(), lists, extras));
    }

    private static String prefixed(LabelledRun run, String id) {
        return run.id() + "-" + id;
    }

    /// A recording has nearly always one run, which is then called as the recording is.
    private static String runId(LabelledRun run, String id) {
        return run.capture().summary().runs().size() <= 1 ? run.id() : prefixed(run, id);
    }
}
