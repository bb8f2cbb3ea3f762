package dev.earshot.guard.collect;

import dev.earshot.domain.RegistrableDomain;
import dev.earshot.guard.alert.Alert;
import dev.earshot.guard.alert.Alert.Fact;
import dev.earshot.guard.alert.Alerts;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/// Takes in reports, counts them in bounded memory, writes what it counted to day files every few seconds, and tells
/// of third parties that are new.
public final class ReportCollector implements Collector {
    private static final int MOST_ESTABLISHED = 50_000;
    private static final int MOST_UNSAVED_DAYS = 2;
    private static final int FLOOD = 1000;
    private static final int SHOWN = 5;
    private static final long ENTRY_BYTES = 400;
    private static final Duration QUIET = Duration.ofMinutes(5);

    private final CollectorSettings settings;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final Alerts alerts;
    private final Consumer<String> remarks;
    private final Understanding understanding;
    private final Noise noise = Noise.bundled();
    private final Vendors vendors = new Vendors();
    private final RateLimit limit;
    private final Optional<DayFiles> files;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Optional<Thread> writer;

    private final Object lock = new Object();
    private final Object writing = new Object();
    private final Set<String> established = new HashSet<>();
    private final Deque<Held> ending = new ArrayDeque<>();
    private Held held;
    private volatile Sources sources;
    private volatile boolean failing;
    private long noiseCounted;

    /// A day and how much of it the disk has.
    private static final class Held {
        final Day day;
        Instant from;
        boolean rewrite;
        long compact;

        Held(Day day, Instant from) {
            this.day = day;
            this.from = from;
        }
    }

    /// What it has at the moment.
    ///
    /// @param writes whether the disk takes what is counted
    /// @param noise reports of today that a rule of noise holds for
    public record Figures(
            long deliveries,
            long reports,
            long noise,
            long tooMany,
            long notHeld,
            long domainsNotHeld,
            int domains,
            int lines,
            boolean writes) {}

    private ReportCollector(
            CollectorSettings settings,
            InstantSource clock,
            RandomGenerator random,
            Alerts alerts,
            Consumer<String> remarks) {
        this.settings = settings;
        this.clock = clock;
        this.random = random;
        this.alerts = alerts;
        this.remarks = remarks;
        this.understanding = new Understanding(settings);
        CollectorSettings.Intake intake = settings.intake();
        this.limit = new RateLimit(intake.mostSources(), intake.perSecond(), intake.burst());
        this.files = settings.folder().map(DayFiles::open);
        this.sources = new Sources(new SipHash(random));
        this.held = new Held(newDay(dayOf(clock.instant())), clock.instant());
        files.ifPresent(this::restore);
        this.writer = files.map(
                _ -> Thread.ofPlatform().daemon().name("collector-writer").unstarted(this::keepWriting));
        writer.ifPresent(Thread::start);
    }

    /// Starts one, with what its folder has of former days.
    ///
    /// @param random for the keys by which sources are told apart; a secure one
    /// @param alerts are told of new third parties; its owner closes it
    /// @param remarks told in words what goes wrong and what goes well again, without values
    /// @throws dev.earshot.EarshotException where the folder can't be used
    public static ReportCollector start(
            CollectorSettings settings,
            InstantSource clock,
            RandomGenerator random,
            Alerts alerts,
            Consumer<String> remarks) {
        return new ReportCollector(settings, clock, random, alerts, remarks);
    }

    private Day newDay(LocalDate date) {
        SipHash hash = new SipHash(random);
        sources = new Sources(hash);
        return new Day(date, settings.bounds(), settings.networks(), hash);
    }

    private void restore(DayFiles from) {
        try {
            LocalDate today = held.day.date();
            from.deleteBefore(today.minusDays(settings.keepDays() - 1L));
            for (LocalDate day : DayFiles.days(from.folder())) {
                boolean isToday = day.equals(today);
                int torn = DayFiles.read(from.folder(), day, entry -> {
                    if (entry instanceof Entry.OfContact contact && contact.confirmed()) {
                        establish(contact.name());
                    }
                    if (isToday) {
                        held.day.restore(entry);
                    }
                });
                if (torn > 0) {
                    remarks.accept("Of " + day + ", " + torn + (torn == 1 ? " line was" : " lines were")
                            + " torn, as by a crash; the rest was read.");
                    held.rewrite |= isToday;
                }
            }
        } catch (IOException unreadable) {
            remarks.accept("What was collected before could not be read ("
                    + unreadable.getClass().getSimpleName() + "): what is known may be told as new.");
        }
    }

    private boolean establish(String domain) {
        return established.size() < MOST_ESTABLISHED && established.add(domain);
    }

    private static LocalDate dayOf(Instant at) {
        return at.atZone(ZoneOffset.UTC).toLocalDate();
    }

    @Override
    public Outcome take(String source, String contentType, byte[] body, Instant at) {
        return take(source, contentType, "", body, at);
    }

    /// As the other, with the `User-Agent` of the delivery, of which the family is kept.
    ///
    /// @param contentType is not believed: what a delivery is, its bytes tell
    public Outcome take(String source, String contentType, String userAgent, byte[] body, Instant at) {
        Sources.Source from = sources.of(source);
        if (!limit.take(from.one(), at)) {
            return turnedAway(Tally.TOO_MANY, Outcome.TOO_MANY, at);
        }
        if (body.length > settings.intake().mostBytes()) {
            return turnedAway(Tally.TOO_BIG, Outcome.TOO_BIG, at);
        }
        ReportReader.Reading reading = ReportReader.read(body, settings.intake().mostReports());
        if (reading.reports().stream().allMatch(report -> report.kind() == RawReport.Kind.NOTHING_KNOWN)) {
            return turnedAway(Tally.NO_REPORT, Outcome.NOT_A_REPORT, at);
        }
        if (reading.reports().size() > 1) {
            limit.charge(from.one(), reading.reports().size() - 1, at);
        }
        List<Event> events = new ArrayList<>(reading.reports().size());
        List<String> types = new ArrayList<>();
        for (RawReport report : reading.reports()) {
            switch (report.kind()) {
                case VIOLATION, GUARD -> events.add(understanding.read(report, userAgent));
                case OTHER_TYPE -> types.add(type(report.type));
                case NOTHING_KNOWN -> types.add("nothing known");
            }
        }
        synchronized (lock) {
            Day day = today(at);
            day.add(Tally.DELIVERIES, 1);
            day.add(Tally.REPORTS, reading.reports().size());
            day.add(Tally.BROKEN, reading.broken() ? 1 : 0);
            day.add(Tally.OVER, reading.over());
            types.forEach(day::countIgnored);
            events.forEach(event -> count(day, event, from.network(), at.truncatedTo(ChronoUnit.SECONDS)));
        }
        return Outcome.TAKEN;
    }

    private Outcome turnedAway(Tally tally, Outcome outcome, Instant at) {
        synchronized (lock) {
            today(at).add(tally, 1);
        }
        return outcome;
    }

    /// Of the types that the Reporting API knows, by name; of others, that there were some.
    private static String type(String type) {
        return switch (type) {
            case "deprecation",
                    "intervention",
                    "crash",
                    "network-error",
                    "permissions-policy-violation",
                    "potential-permissions-policy-violation",
                    "document-policy-violation",
                    "coep",
                    "coop",
                    "integrity-violation",
                    "csp-hash" -> type;
            default -> "another type";
        };
    }

    /// @param at to the second: a finer time would single out a visitor
    private void count(Day day, Event event, long network, Instant at) {
        Optional<Understanding.Counted> counted = understanding.counted(event);
        if (counted.isEmpty()) {
            day.add(Tally.UNREADABLE, 1);
            return;
        }
        Understanding.Counted as = counted.get();
        Optional<Noise.Rule> rule = noise.of(event);
        if (rule.isPresent() && !isTracker(event.blocked())) {
            day.countNoise(rule.get().id(), noisy(event, rule.get()));
            noiseCounted++;
            return;
        }
        boolean third = as.kind() == Contact.Kind.THIRD_PARTY;
        boolean known = third && vendors.isKnown(as.contact());
        day.count(as.contact(), as.kind(), known, as.what(), event.browser().bit(), network, at)
                .filter(contact -> third && contact.confirmed && establish(contact.name))
                .ifPresent(contact -> tell(contact, event, at));
    }

    private boolean isTracker(Place blocked) {
        return blocked.kind() == Place.Kind.HOST && vendors.isTracker(blocked.name());
    }

    /// What a rule held for: the blocked domain or scheme, or that of the script which asked for it.
    private static String noisy(Event event, Noise.Rule rule) {
        boolean bySource = !rule.schemes().contains(event.blocked().scheme())
                && rule.schemes().contains(event.source().scheme())
                && event.source().kind() == Place.Kind.SCHEME;
        Place place = bySource ? event.source() : event.blocked();
        return switch (place.kind()) {
            case HOST -> RegistrableDomain.of(place.name());
            case LOCAL -> "(local)";
            case KEYWORD, SCHEME -> place.name();
            case NOTHING, UNREADABLE -> "(not said)";
        };
    }

    private void tell(Contact contact, Event event, Instant at) {
        String host = event.blocked().name();
        Optional<String> owner = vendors.owner(host);
        boolean tracker = vendors.isTracker(host);
        boolean through = event.verdict() == Verdict.SEEN;
        List<Fact> facts = new ArrayList<>();
        facts.add(new Fact("domain", contact.name));
        facts.add(new Fact("vendor", owner.orElse("not known")));
        vendors.purpose(host).ifPresent(purpose -> facts.add(new Fact("purpose", purpose)));
        facts.add(new Fact("host", host));
        facts.add(new Fact("pages", some(contact, What::page)));
        facts.add(new Fact("directives", some(contact, What::use)));
        facts.add(new Fact("what became of it", event.verdict().words()));
        facts.add(new Fact("first reported", contact.first.toString()));
        facts.add(new Fact("reports so far", Long.toString(contact.count)));
        facts.add(new Fact("from networks, at least", Integer.toString(contact.networks())));
        Alert.Level level = Alert.Level.NOTICE;
        if (tracker || through) {
            level = tracker && through ? Alert.Level.CRITICAL : Alert.Level.WARNING;
        }
        Alerts.Became _ = alerts.raise(new Alert(
                at,
                level,
                "new-third-party",
                "new-third-party:" + contact.name,
                "New third party: "
                        + owner.map(name -> name + " (" + contact.name + ")").orElse(contact.name) + ", "
                        + event.verdict().words(),
                facts));
    }

    private static String some(Contact contact, Function<What, String> part) {
        Set<String> all = new TreeSet<>();
        contact.lines.keySet().forEach(what -> all.add(part.apply(what)));
        String first = String.join(", ", all.stream().limit(SHOWN).toList());
        return all.size() > SHOWN ? first + " and " + (all.size() - SHOWN) + " more" : first;
    }

    /// Of a delivery.
    int mostBytes() {
        return settings.intake().mostBytes();
    }

    public Figures figures() {
        synchronized (lock) {
            Day day = held.day;
            return new Figures(
                    day.tally(Tally.DELIVERIES),
                    day.tally(Tally.REPORTS),
                    noiseCounted,
                    day.tally(Tally.TOO_MANY),
                    day.tally(Tally.NOT_HELD),
                    day.tally(Tally.DOMAINS_NOT_HELD),
                    day.contactsHeld(),
                    day.linesHeld(),
                    !failing);
        }
    }

    /// The day that counts now. Called under the lock.
    private Day today(Instant at) {
        LocalDate date = dayOf(at);
        if (date.isAfter(held.day.date())) {
            ending.addLast(held);
            held = new Held(newDay(date), at);
            noiseCounted = 0;
            if (ending.size() > MOST_UNSAVED_DAYS) {
                held.day.add(Tally.NOT_WRITTEN, ending.removeFirst().day.tally(Tally.REPORTS));
            }
        }
        return held.day;
    }

    private void keepWriting() {
        try {
            while (!closing.await(settings.writeEvery().toMillis(), TimeUnit.MILLISECONDS)) {
                write();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// Writes what came since the last time.
    void write() {
        if (files.isEmpty()) {
            return;
        }
        synchronized (writing) {
            try {
                List<Held> due;
                synchronized (lock) {
                    Day _ = today(clock.instant());
                    due = new ArrayList<>(ending);
                    due.add(held);
                }
                for (Held each : due) {
                    write(each, files.get());
                    boolean ended;
                    LocalDate today;
                    synchronized (lock) {
                        ended = ending.remove(each);
                        today = held.day.date();
                    }
                    if (ended) {
                        files.get().deleteBefore(today.minusDays(settings.keepDays() - 1L));
                    }
                }
                tellOfFlood();
                if (failing) {
                    failing = false;
                    remarks.accept("The folder can be written to again; nothing of what was held in memory is lost.");
                }
            } catch (IOException failed) {
                tellOfDisk(failed);
            }
        }
    }

    private void write(Held one, DayFiles to) throws IOException {
        LocalDate date = one.day.date();
        long size = to.size(date);
        long bound = settings.bounds().bytesPerDay();
        List<Entry> entries;
        boolean whole = one.rewrite || size > bound || size > Math.max(bound / 4, 2 * one.compact);
        synchronized (lock) {
            Instant now = clock.instant();
            Instant end = date.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
            Instant until = now.isBefore(end) ? now : end;
            Instant from = one.from.isBefore(until) ? one.from : until;
            entries = whole ? one.day.all(from, until, bound / ENTRY_BYTES) : one.day.changes(from, until);
            boolean quiet = entries.size() == 1
                    && entries.getFirst() instanceof Entry.OfTime time
                    && time.counts().isEmpty();
            if (quiet && closing.getCount() > 0 && now.isBefore(one.from.plus(QUIET))) {
                return;
            }
            one.from = until;
        }
        ByteArrayOutputStream lines = new ByteArrayOutputStream(entries.size() * 256);
        for (Entry entry : entries) {
            lines.write(entry.json().getBytes(StandardCharsets.UTF_8));
            lines.write('\n');
        }
        one.rewrite = true;
        if (whole) {
            to.replace(date, lines.toByteArray());
            one.compact = lines.size();
        } else {
            to.append(date, lines.toByteArray());
        }
        one.rewrite = false;
    }

    private void tellOfFlood() {
        long away;
        long domains;
        synchronized (lock) {
            away = held.day.tally(Tally.TOO_MANY) + held.day.tally(Tally.NOT_HELD);
            domains = held.day.tally(Tally.DOMAINS_NOT_HELD);
        }
        if (away >= FLOOD) {
            Alerts.Became _ = alerts.raise(new Alert(
                    clock.instant(),
                    Alert.Level.NOTICE,
                    "collector-flood",
                    "collector-flood",
                    "Somebody floods the collector of browsers' reports",
                    List.of(
                            new Fact("turned away or not held today", Long.toString(away)),
                            new Fact("unknown domains not held, at least", Long.toString(domains)),
                            new Fact(
                                    "what holds",
                                    "domains with a known owner, and unknown ones that several networks"
                                            + " report, are held and told as ever"))));
        }
    }

    private void tellOfDisk(IOException failed) {
        if (failing) {
            return;
        }
        failing = true;
        String where = settings.folder().map(Path::toString).orElse("");
        remarks.accept("What is collected can't be written to " + where + " ("
                + failed.getClass().getSimpleName()
                + "): is the disk full? It goes on in memory and writes all of it when it can; after "
                + MOST_UNSAVED_DAYS + " more days the oldest is lost.");
        Alerts.Became _ = alerts.raise(new Alert(
                clock.instant(),
                Alert.Level.CRITICAL,
                "collector-disk",
                "collector-disk",
                "The collector of browsers' reports can't write to its disk",
                List.of(new Fact("what to do", "make room; nothing is lost yet, and all is written then"))));
    }

    @Override
    public void close() {
        closing.countDown();
        writer.ifPresent(thread -> {
            try {
                thread.join();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        });
        write();
        if (failing) {
            long lost;
            synchronized (lock) {
                lost = held.day.tally(Tally.REPORTS)
                        + ending.stream()
                                .mapToLong(each -> each.day.tally(Tally.REPORTS))
                                .sum();
            }
            remarks.accept("At the end, the disk still took nothing: of up to " + lost
                    + " reports, those since it last did are lost.");
        }
        files.ifPresent(DayFiles::close);
    }
}
