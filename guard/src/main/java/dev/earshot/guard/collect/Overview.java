package dev.earshot.guard.collect;

import dev.earshot.EarshotException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/// What a collector's folder holds since a day: which third parties are new, which were there before, what was noise,
/// and what was not seen.
///
/// @param since whatever was first reported on this day (UTC) or later is new
/// @param until when it was last written to; empty where nothing was
/// @param firstDay the earliest day that is kept: a third party that was silent since then is new again
/// @param fresh new third parties that enough networks reported, or whose owner is known; let through before blocked,
///     trackers before others, then by reports
/// @param unconfirmed new ones that too few networks reported for anybody to be told
/// @param before third parties reported before, and again since
/// @param content what has no address: `inline`, `eval` and the like
/// @param noise by rule, in the order of the rules
/// @param gaps times since then in which nobody listened
/// @param torn lines that can't be read
public record Overview(
        LocalDate since,
        Optional<Instant> until,
        Optional<LocalDate> firstDay,
        List<Party> fresh,
        List<Party> unconfirmed,
        List<Party> before,
        List<Party> content,
        List<NoiseCount> noise,
        Map<String, Long> ignored,
        Map<String, Long> tallies,
        List<Gap> gaps,
        int torn) {
    private static final int MOST_LINES = 200;
    private static final int MOST_UNCONFIRMED = 200;

    /// A third party, or a sort of content.
    ///
    /// @param name its registrable domain
    /// @param vendor the legal owner; empty where none is known
    /// @param products what is known to be at the addresses, such as Meta Pixel
    /// @param tracker whether the catalogue knows it as one
    /// @param reports since the day
    /// @param networks of how many at least, on one day
    /// @param lines the most frequent first
    public record Party(
            String name,
            Optional<String> vendor,
            Optional<String> purpose,
            Set<String> products,
            boolean tracker,
            Instant first,
            Instant last,
            long reports,
            int networks,
            List<Line> lines) {
        public Set<String> pages() {
            return parts(What::page);
        }

        public Set<String> directives() {
            return parts(What::use);
        }

        public Set<String> verdicts() {
            return parts(what -> what.verdict().words());
        }

        /// Whether any request is told to have left.
        public boolean letThrough() {
            return verdicts().contains(Verdict.SEEN.words());
        }

        private Set<String> parts(Function<What, String> part) {
            Set<String> parts = new TreeSet<>();
            lines.forEach(line -> parts.add(part.apply(line.what)));
            return parts;
        }
    }

    /// One combination of what was reported.
    public static final class Line {
        private final What what;
        private final long reports;
        private final List<String> browsers;

        Line(What what, long reports, List<String> browsers) {
            this.what = what;
            this.reports = reports;
            this.browsers = List.copyOf(browsers);
        }

        public String page() {
            return what.page();
        }

        public String directive() {
            return what.use();
        }

        /// Host and path shape.
        public String address() {
            return what.host() + what.path();
        }

        public String verdict() {
            return what.verdict().words();
        }

        /// Whether the request is told to have left as it was.
        public boolean isLetThrough() {
            return what.verdict() == Verdict.SEEN;
        }

        public String source() {
            return what.source();
        }

        public String rule() {
            return what.rule();
        }

        public long reports() {
            return reports;
        }

        public List<String> browsers() {
            return browsers;
        }
    }

    /// @param hosts the most frequent first
    public record NoiseCount(
            String rule, String reason, String source, boolean verified, long reports, Map<String, Long> hosts) {}

    public record Gap(Instant from, Instant to) {}

    /// Reads a folder, while a collector writes to it or not.
    ///
    /// @throws EarshotException where there is none, or it can't be read
    public static Overview read(Path folder, LocalDate since) {
        try {
            List<LocalDate> days = DayFiles.days(folder);
            if (days.isEmpty()) {
                throw new EarshotException(
                        EarshotException.Code.USAGE,
                        folder + " holds nothing that was collected. Is it the folder of earshot guard collect?");
            }
            Reading reading = new Reading(since);
            for (LocalDate day : days) {
                reading.torn += DayFiles.read(folder, day, entry -> reading.take(entry, day));
                reading.endOfDay();
            }
            return reading.overview(days.getFirst());
        } catch (IOException e) {
            throw new EarshotException(
                    EarshotException.Code.USAGE, "Could not read " + folder + ": " + e.getMessage(), e);
        }
    }

    private static final class Reading {
        private final LocalDate since;
        private final Map<String, Building> parties = new HashMap<>();
        private final Map<String, Map<String, Long>> noise = new HashMap<>();
        private final Map<String, Long> ignored = new TreeMap<>();
        private final Map<Tally, Long> tallies = new EnumMap<>(Tally.class);
        private final List<Gap> times = new ArrayList<>();
        private long domainsNotHeld;
        private int torn;

        private static final class Building {
            final Contact.Kind kind;
            boolean confirmed;
            Instant first;
            Instant last;
            long reports;
            int networks;
            final Map<What, long[]> lines = new HashMap<>();

            Building(Contact.Kind kind, Instant first) {
                this.kind = kind;
                this.first = first;
                this.last = first;
            }
        }

        Reading(LocalDate since) {
            this.since = since;
        }

        void take(Entry entry, LocalDate day) {
            boolean counts = !day.isBefore(since);
            switch (entry) {
                case Entry.OfContact of -> {
                    Building party = parties.computeIfAbsent(of.name(), _ -> new Building(of.kind(), of.first()));
                    party.first = of.first().isBefore(party.first) ? of.first() : party.first;
                    party.last = of.last().isAfter(party.last) ? of.last() : party.last;
                    party.confirmed |= of.confirmed();
                    if (counts) {
                        party.reports += of.count();
                        party.networks = Math.max(party.networks, of.networks());
                    }
                }
                case Entry.OfLine of -> {
                    Building party = parties.get(of.contact());
                    if (counts
                            && party != null
                            && (party.lines.size() < MOST_LINES || party.lines.containsKey(of.what()))) {
                        long[] line = party.lines.computeIfAbsent(of.what(), _ -> new long[2]);
                        line[0] += of.count();
                        line[1] |= of.browsers();
                    }
                }
                case Entry.OfNoise of -> {
                    if (counts) {
                        noise.computeIfAbsent(of.rule(), _ -> new HashMap<>()).merge(of.host(), of.count(), Long::sum);
                    }
                }
                case Entry.OfIgnored of -> {
                    if (counts) {
                        ignored.merge(of.type(), of.count(), Long::sum);
                    }
                }
                case Entry.OfTime of -> {
                    if (counts) {
                        times.add(new Gap(of.from(), of.to()));
                        of.counts().forEach((tally, count) -> {
                            if (tally == Tally.DOMAINS_NOT_HELD) {
                                domainsNotHeld = Math.max(domainsNotHeld, count);
                            } else {
                                tallies.merge(tally, count, Long::sum);
                            }
                        });
                    }
                }
            }
        }

        void endOfDay() {
            if (domainsNotHeld > 0) {
                tallies.merge(Tally.DOMAINS_NOT_HELD, domainsNotHeld, Math::max);
                domainsNotHeld = 0;
            }
        }

        Overview overview(LocalDate firstDay) {
            Instant from = since.atStartOfDay(ZoneOffset.UTC).toInstant();
            Vendors vendors = new Vendors();
            List<Party> fresh = new ArrayList<>();
            List<Party> unconfirmed = new ArrayList<>();
            List<Party> before = new ArrayList<>();
            List<Party> content = new ArrayList<>();
            parties.forEach((name, party) -> {
                if (party.reports == 0) {
                    return;
                }
                Party shown = party(name, party, vendors);
                switch (party.kind) {
                    case CONTENT, OWN -> content.add(shown);
                    case THIRD_PARTY -> {
                        if (party.first.isBefore(from)) {
                            before.add(shown);
                        } else if (party.confirmed) {
                            fresh.add(shown);
                        } else {
                            unconfirmed.add(shown);
                        }
                    }
                }
            });
            Comparator<Party> gravest = Comparator.comparing((Party party) -> !party.letThrough())
                    .thenComparing(party -> !party.tracker())
                    .thenComparing(Party::reports, Comparator.reverseOrder())
                    .thenComparing(Party::name);
            fresh.sort(gravest);
            before.sort(gravest);
            content.sort(gravest);
            unconfirmed.sort(Comparator.comparing(Party::networks, Comparator.reverseOrder())
                    .thenComparing(gravest));
            Map<String, Long> told = new LinkedHashMap<>();
            tallies.forEach((tally, count) -> told.put(tally.words(), count));
            if (unconfirmed.size() > MOST_UNCONFIRMED) {
                told.put(
                        "new domains of too few networks that are not listed",
                        unconfirmed.size() - (long) MOST_UNCONFIRMED);
            }
            return new Overview(
                    since,
                    times.stream().map(Gap::to).max(Comparator.naturalOrder()),
                    Optional.of(firstDay),
                    List.copyOf(fresh),
                    unconfirmed.stream().limit(MOST_UNCONFIRMED).toList(),
                    List.copyOf(before),
                    List.copyOf(content),
                    noiseCounts(),
                    ignored,
                    told,
                    gaps(from),
                    torn);
        }

        private static Party party(String name, Building of, Vendors vendors) {
            List<Line> lines = of.lines.entrySet().stream()
                    .sorted(Comparator.comparingLong((Map.Entry<What, long[]> line) -> -line.getValue()[0])
                            .thenComparing(line -> line.getKey().toString()))
                    .map(line -> new Line(line.getKey(), line.getValue()[0], Browser.words((int) line.getValue()[1])))
                    .toList();
            if (of.kind != Contact.Kind.THIRD_PARTY) {
                return new Party(
                        name,
                        Optional.empty(),
                        Optional.empty(),
                        Set.of(),
                        false,
                        of.first,
                        of.last,
                        of.reports,
                        of.networks,
                        lines);
            }
            Set<String> products = new TreeSet<>();
            boolean tracker = vendors.isTracker(name);
            Optional<String> owner = vendors.owner(name);
            Optional<String> purpose = vendors.purpose(name);
            for (Line line : lines) {
                String host = line.what.host().replaceFirst(":\\d+$", "");
                vendors.product(host, line.what.path()).ifPresent(products::add);
                tracker |= vendors.isTracker(host);
                owner = owner.or(() -> vendors.owner(host));
                purpose = purpose.or(() -> vendors.purpose(host));
            }
            return new Party(
                    name, owner, purpose, products, tracker, of.first, of.last, of.reports, of.networks, lines);
        }

        private List<NoiseCount> noiseCounts() {
            List<NoiseCount> counts = new ArrayList<>();
            for (Noise.Rule rule : Noise.bundled().rules()) {
                Map<String, Long> hosts = noise.remove(rule.id());
                if (hosts != null) {
                    counts.add(count(rule.id(), rule.reason(), rule.source(), rule.verified(), hosts));
                }
            }
            noise.forEach((rule, hosts) -> counts.add(count(rule, "a rule of another version", "", false, hosts)));
            return counts;
        }

        private static NoiseCount count(
                String id, String reason, String source, boolean verified, Map<String, Long> hosts) {
            Map<String, Long> most = new LinkedHashMap<>();
            hosts.entrySet().stream()
                    .sorted(Map.Entry.<String, Long>comparingByValue()
                            .reversed()
                            .thenComparing(Map.Entry.comparingByKey()))
                    .forEach(host -> most.put(host.getKey(), host.getValue()));
            return new NoiseCount(
                    id,
                    reason,
                    source,
                    verified,
                    hosts.values().stream().mapToLong(Long::longValue).sum(),
                    most);
        }

        private List<Gap> gaps(Instant from) {
            times.sort(Comparator.comparing(Gap::from));
            List<Gap> gaps = new ArrayList<>();
            Instant heard = from;
            for (Gap time : times) {
                if (time.from().isAfter(heard.plus(Day.SAME_TIME))) {
                    gaps.add(new Gap(heard, time.from()));
                }
                heard = time.to().isAfter(heard) ? time.to() : heard;
            }
            return gaps;
        }
    }
}
