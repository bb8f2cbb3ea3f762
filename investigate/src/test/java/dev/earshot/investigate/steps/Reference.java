package dev.earshot.investigate.steps;

import static java.util.Comparator.comparing;
import static java.util.Comparator.comparingLong;

import dev.earshot.investigate.history.PageRules;
import dev.earshot.investigate.steps.Case.Gap;
import dev.earshot.investigate.steps.Case.Line;
import dev.earshot.investigate.steps.Case.Link;
import dev.earshot.investigate.steps.Case.Member;
import dev.earshot.investigate.steps.Case.Page;
import dev.earshot.investigate.steps.Case.Window;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The five steps as `docs/investigation-steps.md` defines them, in plain Java: slow, and meant to be read beside that
/// page. What it gives is the answer that every engine must give.
///
/// It shares `page_rule` with the engines; that has tests of its own.
final class Reference {
    private record Visit(long bySession, long visitor, long visit) {}

    private record Hit(Line line, long visitor, long bySession, long visit) {
        Visit whole() {
            return new Visit(bySession, visitor, visit);
        }
    }

    private record Live(Page page, Window window, long fired) {}

    private record Exposure(Hit hit, Window window, long fired) {}

    private record Named(Hit hit, long person, long identity) {}

    private record Seen(Visit visit, long person, long identity, long firstTs, long lastTs, long hits) {}

    private record Resolved(Exposure exposure, long person, long identity) {
        boolean certain() {
            return doubts().isEmpty();
        }

        Set<String> doubts() {
            Set<String> doubts = new LinkedHashSet<>();
            if (identity != 2) {
                doubts.add("identity");
            }
            if (exposure.fired != 2) {
                doubts.add("trigger");
            }
            if (!exposure.window.certainty().equals("certain")) {
                doubts.add("window");
            }
            return doubts;
        }
    }

    private record Told(long person, String vendor, String tracker, String element, String windowId) {}

    private record Exposed(Told told, boolean certain, long firstTs, long lastTs, Set<String> doubts) {}

    private static final List<String> DOUBTS = List.of("identity", "trigger", "window");

    private final Case given;
    private final Map<String, Output> outputs = new LinkedHashMap<>();

    private Reference(Case given) {
        this.given = given;
    }

    /// All outputs by name, in the order in which the steps write them.
    static Map<String, Output> run(Case given) {
        Reference reference = new Reference(given);
        List<Hit> hits = reference.visits(reference.hits());
        List<Exposure> exposures = reference.exposures(hits, reference.live(reference.pages(hits)));
        Map<Long, Member> persons = reference.persons();
        List<Named> named = reference.named(hits, persons);
        List<Seen> seen = reference.seen(named);
        List<Resolved> resolved = reference.resolved(exposures, named, seen);
        reference.unidentified(exposures, resolved);
        List<Exposed> exposed = reference.exposed(resolved);
        reference.individuals(persons, seen, exposed);
        return reference.outputs;
    }

    private Output output(String name, String columns) {
        Output output = Output.of(name, columns);
        outputs.put(name, output);
        return output;
    }

    /// Step 10; the visit is not known yet.
    private List<Hit> hits() {
        Output output = output("hits10", "hit,ts,page,user_key,session_key,trace_key,client_key,visitor,by_session");
        List<Hit> hits = new ArrayList<>();
        for (Line line : given.lines) {
            if (given.params.from() <= line.ts() && line.ts() < given.params.to()) {
                boolean bySession = line.session() != 0;
                Hit hit = new Hit(line, bySession ? line.session() : line.client(), bySession ? 1 : 0, 0);
                hits.add(hit);
                output.row(
                        line.hit(),
                        line.ts(),
                        line.page(),
                        line.user(),
                        line.session(),
                        line.trace(),
                        line.client(),
                        hit.visitor,
                        hit.bySession);
            }
        }
        return hits;
    }

    /// Step 20.
    private List<Hit> visits(List<Hit> hits) {
        List<Hit> all = new ArrayList<>();
        Map<Long, List<Hit>> byVisitor = new TreeMap<>();
        for (Hit hit : hits) {
            if (hit.bySession == 1) {
                all.add(hit);
            } else if (hit.visitor == 0) {
                all.add(new Hit(hit.line, 0, 0, hit.line.hit()));
            } else {
                byVisitor.computeIfAbsent(hit.visitor, key -> new ArrayList<>()).add(hit);
            }
        }
        for (List<Hit> ofVisitor : byVisitor.values()) {
            ofVisitor.sort(comparingLong((Hit hit) -> hit.line.ts()).thenComparingLong(hit -> hit.line.hit()));
            long before = 0;
            long visit = 0;
            for (int i = 0; i < ofVisitor.size(); i++) {
                Hit hit = ofVisitor.get(i);
                if (i == 0 || hit.line.ts() - before > given.params.gap()) {
                    visit = hit.line.ts();
                }
                before = hit.line.ts();
                all.add(new Hit(hit.line, hit.visitor, hit.bySession, visit));
            }
        }
        Output output =
                output("hits20", "hit,ts,page,user_key,session_key,trace_key,client_key,visitor,by_session,visit");
        for (Hit hit : all) {
            Line line = hit.line;
            output.row(
                    line.hit(),
                    line.ts(),
                    line.page(),
                    line.user(),
                    line.session(),
                    line.trace(),
                    line.client(),
                    hit.visitor,
                    hit.bySession,
                    hit.visit);
        }
        return all;
    }

    /// Step 30, the pages.
    private Set<Page> pages(List<Hit> hits) {
        Output output = output("pages30", "page,method,host,path,query");
        Set<Page> pages = new LinkedHashSet<>();
        for (Page page : given.pages) {
            boolean occurs = hits.stream().anyMatch(hit -> hit.line.page() == page.page());
            if (occurs && pages.add(page)) {
                output.row(page.page(), page.method(), page.host(), page.path(), page.query());
            }
        }
        return pages;
    }

    /// Step 30, the windows on them.
    private List<Live> live(Set<Page> pages) {
        Output output = output("live30", "page,window_id,fired");
        List<Live> all = new ArrayList<>();
        for (Page page : pages) {
            for (Window window : given.windows) {
                long fired = PageRules.fires(window.rule(), page.method(), page.host(), page.path(), page.query());
                if (fired != 0) {
                    all.add(new Live(page, window, fired));
                    output.row(page.page(), window.id(), fired);
                }
            }
        }
        return all;
    }

    /// Step 30, the hits in them.
    private List<Exposure> exposures(List<Hit> hits, List<Live> lives) {
        Output output = output(
                "exposures30",
                "hit,ts,page,user_key,session_key,trace_key,client_key,visitor,by_session,visit,window_id,fired");
        List<Exposure> all = new ArrayList<>();
        for (Hit hit : hits) {
            Line line = hit.line;
            for (Live live : lives) {
                if (live.page.page() == line.page()
                        && live.window.from() <= line.ts()
                        && line.ts() < live.window.to()) {
                    all.add(new Exposure(hit, live.window, live.fired));
                    output.row(
                            line.hit(),
                            line.ts(),
                            line.page(),
                            line.user(),
                            line.session(),
                            line.trace(),
                            line.client(),
                            hit.visitor,
                            hit.bySession,
                            hit.visit,
                            live.window.id(),
                            live.fired);
                }
            }
        }
        return all;
    }

    /// Step 40: the record of each person of the directory.
    private Map<Long, Member> persons() {
        Map<Long, Member> persons = new TreeMap<>();
        Comparator<Member> last = comparing(Member::updated, Reference::byCodePoints)
                .thenComparingLong(Member::mergedInto)
                .thenComparing(Member::memberId, Reference::byCodePoints)
                .thenComparingLong(Member::since)
                .thenComparingLong(Member::until)
                .thenComparing(Member::state, Reference::byCodePoints)
                .thenComparing(Member::country, Reference::byCodePoints);
        for (Member member : given.members) {
            persons.merge(member.person(), member, (one, other) -> last.compare(one, other) >= 0 ? one : other);
        }
        Output output =
                output("persons40", "person,member_id,merged_into,since_ts,until_ts,state,country,updated,canonical");
        persons.values()
                .forEach(member -> output.row(
                        member.person(),
                        member.memberId(),
                        member.mergedInto(),
                        member.since(),
                        member.until(),
                        member.state(),
                        member.country(),
                        member.updated(),
                        canonical(member.person(), persons)));
        return persons;
    }

    /// Texts in the order of their UTF-8 bytes, which is that of their code points, as both engines compare them.
    private static int byCodePoints(String one, String other) {
        int[] left = one.codePoints().toArray();
        int[] right = other.codePoints().toArray();
        return Arrays.compare(left, right);
    }

    private static long canonical(long person, Map<Long, Member> persons) {
        long at = person;
        for (int steps = 0; steps < 8; steps++) {
            Member member = persons.get(at);
            if (member == null || member.mergedInto() == 0 || !persons.containsKey(member.mergedInto())) {
                return at;
            }
            at = member.mergedInto();
        }
        return at;
    }

    /// Step 40: who is named for a hit.
    private List<Named> named(List<Hit> hits, Map<Long, Member> persons) {
        Output output = output("named40", "hit,person,identity,ts,by_session,visitor,visit");
        List<Named> all = new ArrayList<>();
        for (Hit hit : hits) {
            Map<Long, Long> identities = new TreeMap<>();
            for (Link link : given.links) {
                long key = switch (link.kind()) {
                    case "user" -> hit.line.user();
                    case "session" -> hit.line.session();
                    case "trace" -> hit.line.trace();
                    case "client" -> hit.line.client();
                    default -> 0;
                };
                if (key != 0 && key == link.key() && link.from() <= hit.line.ts() && hit.line.ts() < link.to()) {
                    boolean certain =
                            link.certainty().equals("certain") && !link.kind().equals("client");
                    identities.merge(canonical(link.person(), persons), certain ? 2L : 1L, Math::max);
                }
            }
            identities.forEach((person, identity) -> {
                all.add(new Named(hit, person, identity));
                output.row(hit.line.hit(), person, identity, hit.line.ts(), hit.bySession, hit.visitor, hit.visit);
            });
        }
        return all;
    }

    /// Step 40: who was seen in a visit.
    private List<Seen> seen(List<Named> named) {
        Map<List<Object>, List<Named>> groups = new LinkedHashMap<>();
        for (Named each : named) {
            groups.computeIfAbsent(List.of(each.hit.whole(), each.person), key -> new ArrayList<>())
                    .add(each);
        }
        Output output = output("seen40", "by_session,visitor,visit,person,identity,first_ts,last_ts,hits");
        List<Seen> all = new ArrayList<>();
        for (List<Named> group : groups.values()) {
            Seen seen = new Seen(
                    group.getFirst().hit.whole(),
                    group.getFirst().person,
                    group.stream().mapToLong(Named::identity).max().orElseThrow(),
                    group.stream().mapToLong(each -> each.hit.line.ts()).min().orElseThrow(),
                    group.stream().mapToLong(each -> each.hit.line.ts()).max().orElseThrow(),
                    group.size());
            all.add(seen);
            output.row(
                    seen.visit.bySession,
                    seen.visit.visitor,
                    seen.visit.visit,
                    seen.person,
                    seen.identity,
                    seen.firstTs,
                    seen.lastTs,
                    seen.hits);
        }
        return all;
    }

    /// Step 40: whose each exposed hit was.
    private List<Resolved> resolved(List<Exposure> exposures, List<Named> named, List<Seen> seen) {
        Output output = output("resolved40", "hit,window_id,person,identity");
        List<Resolved> all = new ArrayList<>();
        for (Exposure exposure : exposures) {
            Map<Long, Long> identities = new TreeMap<>();
            for (Named each : named) {
                if (each.hit.line.hit() == exposure.hit.line.hit()) {
                    identities.put(each.person, each.identity);
                }
            }
            for (Seen each : seen) {
                if (each.visit.equals(exposure.hit.whole())) {
                    identities.putIfAbsent(each.person, 1L);
                }
            }
            identities.forEach((person, identity) -> {
                all.add(new Resolved(exposure, person, identity));
                output.row(exposure.hit.line.hit(), exposure.window.id(), person, identity);
            });
        }
        return all;
    }

    /// Step 40: what is nobody's.
    private void unidentified(List<Exposure> exposures, List<Resolved> resolved) {
        Set<Exposure> found =
                new HashSet<>(resolved.stream().map(Resolved::exposure).toList());
        Map<List<Object>, List<Exposure>> groups = new LinkedHashMap<>();
        for (Exposure exposure : exposures) {
            if (!found.contains(exposure)) {
                groups.computeIfAbsent(List.of(exposure.hit.whole(), exposure.window.id()), key -> new ArrayList<>())
                        .add(exposure);
            }
        }
        Output output = output("unidentified40", "by_session,visitor,visit,window_id,first_ts,last_ts,hits");
        for (List<Exposure> group : groups.values()) {
            Visit visit = group.getFirst().hit.whole();
            output.row(
                    visit.bySession,
                    visit.visitor,
                    visit.visit,
                    group.getFirst().window.id(),
                    group.stream().mapToLong(each -> each.hit.line.ts()).min().orElseThrow(),
                    group.stream().mapToLong(each -> each.hit.line.ts()).max().orElseThrow(),
                    (long) group.size());
        }
    }

    /// Step 50: what was told about whom.
    private List<Exposed> exposed(List<Resolved> resolved) {
        Map<Told, List<Resolved>> groups = new LinkedHashMap<>();
        for (Resolved each : resolved) {
            Window window = each.exposure.window;
            given.carried.stream()
                    .filter(carried -> carried.windowId().equals(window.id()))
                    .map(carried ->
                            new Told(each.person, window.vendor(), window.tracker(), carried.element(), window.id()))
                    .distinct()
                    .forEach(told -> groups.computeIfAbsent(told, key -> new ArrayList<>())
                            .add(each));
        }
        Output output = output(
                "exposures50",
                "person,vendor,tracker,element,window_id,certain_hits,possible_hits,first_ts,last_ts,first_hit,"
                        + "last_hit,certainty,doubts");
        List<Exposed> all = new ArrayList<>();
        groups.forEach((told, group) -> {
            List<Resolved> certain = group.stream().filter(Resolved::certain).toList();
            List<Line> counted = (certain.isEmpty() ? group : certain)
                    .stream().map(each -> each.exposure.hit.line).toList();
            long firstTs = counted.stream().mapToLong(Line::ts).min().orElseThrow();
            long lastTs = counted.stream().mapToLong(Line::ts).max().orElseThrow();
            Set<String> doubts = new LinkedHashSet<>();
            if (certain.isEmpty()) {
                DOUBTS.stream()
                        .filter(doubt ->
                                group.stream().anyMatch(each -> each.doubts().contains(doubt)))
                        .forEach(doubts::add);
            }
            all.add(new Exposed(told, !certain.isEmpty(), firstTs, lastTs, doubts));
            output.row(
                    told.person,
                    told.vendor,
                    told.tracker,
                    told.element,
                    told.windowId,
                    (long) certain.size(),
                    (long) group.size() - certain.size(),
                    firstTs,
                    lastTs,
                    counted.stream()
                            .filter(line -> line.ts() == firstTs)
                            .mapToLong(Line::hit)
                            .min()
                            .orElseThrow(),
                    counted.stream()
                            .filter(line -> line.ts() == lastTs)
                            .mapToLong(Line::hit)
                            .max()
                            .orElseThrow(),
                    certain.isEmpty() ? "possible" : "certain",
                    String.join(",", doubts));
        });
        return all;
    }

    /// Step 50: the people, and how many they are.
    private void individuals(Map<Long, Member> persons, List<Seen> seen, List<Exposed> exposed) {
        Set<Long> people = new TreeSet<>();
        persons.keySet().forEach(person -> people.add(canonical(person, persons)));
        seen.forEach(each -> people.add(each.person));
        Output output = output(
                "individuals50",
                "person,member_id,state,country,listed,status,reasons,first_ts,last_ts,vendors,elements,visits");
        Map<List<String>, Set<Long>> totals = new HashMap<>();
        for (long person : people) {
            Member member = persons.get(person);
            List<Exposed> all =
                    exposed.stream().filter(each -> each.told.person == person).toList();
            List<Exposed> certain = all.stream().filter(Exposed::certain).toList();
            List<Exposed> counted = certain.isEmpty() ? all : certain;
            long visits = seen.stream().filter(each -> each.person == person).count();
            String status;
            String reasons;
            if (!certain.isEmpty()) {
                status = "exposed";
                reasons = "certain-exposure";
            } else if (!all.isEmpty() || logsMissing(member)) {
                status = "cannot-tell";
                Stream<String> doubts = DOUBTS.stream()
                        .filter(doubt -> all.stream().anyMatch(each -> each.doubts.contains(doubt)))
                        .map("possible-exposure:"::concat);
                Stream<String> missing = logsMissing(member) ? Stream.of("logs-missing") : Stream.of();
                reasons = String.join(",", Stream.concat(doubts, missing).toList());
            } else {
                status = "not-exposed";
                reasons = visits == 0 ? "no-visit" : "visited-nothing-told";
            }
            String state = member == null ? "" : member.state();
            String country = member == null ? "" : member.country();
            output.row(
                    person,
                    member == null ? "" : member.memberId(),
                    state,
                    country,
                    member == null ? 0L : 1L,
                    status,
                    reasons,
                    counted.stream().mapToLong(Exposed::firstTs).min().orElse(0),
                    counted.stream().mapToLong(Exposed::lastTs).max().orElse(0),
                    counted.stream().map(each -> each.told.vendor).distinct().count(),
                    counted.stream().map(each -> each.told.element).distinct().count(),
                    visits);
            Set<List<String>> places = new HashSet<>();
            places.add(List.of(status, "all", ""));
            places.add(List.of(status, "state", state));
            places.add(List.of(status, "country", country));
            for (Exposed each : counted) {
                places.add(List.of(status, "vendor", each.told.vendor));
                places.add(List.of(status, "element", each.told.element));
                places.add(List.of(status, "vendor-element", each.told.vendor + " | " + each.told.element));
            }
            places.forEach(place ->
                    totals.computeIfAbsent(place, key -> new HashSet<>()).add(person));
        }
        Output counts = output("totals50", "status,dimension,value,individuals");
        totals.forEach((place, counted) -> counts.row(place.get(0), place.get(1), place.get(2), (long) counted.size()));
    }

    private boolean logsMissing(@Nullable Member member) {
        for (Gap gap : given.gaps) {
            boolean wasMember = member == null || (gap.from() < member.until() && member.since() < gap.to());
            boolean wasLive =
                    given.windows.stream().anyMatch(window -> gap.from() < window.to() && window.from() < gap.to());
            if (wasMember && wasLive) {
                return true;
            }
        }
        return false;
    }
}
