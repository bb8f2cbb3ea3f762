package dev.earshot.guard.collect;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What was reported in a day (UTC), in bounded memory. Not thread-safe.
///
/// Domains whose owner is known are always held: there are only so many. Of the others, each network may introduce a
/// few a day; where there is no room left, the one that the fewest networks reported makes place, the oldest first. So
/// whoever makes up domains pushes out what he made up himself, and not what many visitors report.
final class Day {
    private static final int MOST_INTRODUCERS = 65_536;
    private static final int LINES_IN_ANY_CASE = 4;
    private static final int HOSTS_OF_NOISE = 20;
    private static final int MOST_TIMES = 1000;

    /// A shorter pause between two times of listening is none: a quiet collector writes every five minutes.
    static final Duration SAME_TIME = Duration.ofMinutes(6);

    private static final String OTHER_HOSTS = "(others)";

    private final LocalDate date;
    private final CollectorSettings.Bounds bounds;
    private final int confirming;
    private final Map<String, Contact> contacts = new HashMap<>();

    /// Unknown domains by how many networks reported them, while those are too few.
    private final List<LinkedHashSet<Contact>> probation = new ArrayList<>();

    private final Map<Long, Integer> introduced = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Integer> eldest) {
            return size() > MOST_INTRODUCERS;
        }
    };
    private final Map<String, Map<String, long[]>> noise = new HashMap<>();
    private final Map<String, long[]> ignored = new HashMap<>();
    private final EnumMap<Tally, long[]> tallies = new EnumMap<>(Tally.class);
    private final Distinct notHeld = new Distinct();
    private final SipHash hash;
    private final List<Listened> listened = new ArrayList<>();
    private int unknown;
    private int lines;
    private long droppedWritten;
    private long notHeldBefore;

    private record Listened(Instant from, Instant to) {}

    /// @param confirming from how many networks an unknown domain counts as there
    Day(LocalDate date, CollectorSettings.Bounds bounds, int confirming, SipHash hash) {
        this.date = date;
        this.bounds = bounds;
        this.confirming = confirming;
        this.hash = hash;
        for (int networks = 0; networks < confirming; networks++) {
            probation.add(new LinkedHashSet<>());
        }
    }

    LocalDate date() {
        return date;
    }

    /// Counts a report.
    ///
    /// @param known whether the owner of a domain is known
    /// @return the domain, where it is held
    Optional<Contact> count(
            String name, Contact.Kind kind, boolean known, What what, int browser, long network, Instant at) {
        Contact contact = contacts.get(name);
        if (contact == null) {
            boolean made = kind == Contact.Kind.THIRD_PARTY && !known;
            if (made && !mayIntroduce(network)) {
                notHeld(name, 1);
                return Optional.empty();
            }
            contact = new Contact(name, kind, known, at);
            contact.confirmed = !made;
            contacts.put(name, contact);
            if (made) {
                unknown++;
                probation.getFirst().add(contact);
            }
        }
        int before = contact.networks();
        contact.count(at, network);
        if (!contact.confirmed && contact.networks() != before) {
            promote(contact, before);
        }
        lines += contact.line(what, browser, network, room(contact));
        return Optional.of(contact);
    }

    private boolean mayIntroduce(long network) {
        int soFar = introduced.getOrDefault(network, 0);
        if (soFar >= bounds.introduced()) {
            return false;
        }
        if (unknown >= bounds.unknownDomains()) {
            Optional<LinkedHashSet<Contact>> fewest =
                    probation.stream().filter(set -> !set.isEmpty()).findFirst();
            if (fewest.isEmpty()) {
                return false;
            }
            drop(fewest.get().getFirst(), fewest.get());
        }
        introduced.put(network, soFar + 1);
        return true;
    }

    private void drop(Contact contact, Set<Contact> from) {
        from.remove(contact);
        contacts.remove(contact.name);
        unknown--;
        lines -= contact.lines.size();
        droppedWritten += contact.written;
        notHeld(contact.name, contact.count - contact.written);
    }

    private void notHeld(String name, long reports) {
        add(Tally.NOT_HELD, reports);
        notHeld.add(hash.of(name.getBytes(StandardCharsets.UTF_8)));
    }

    private void promote(Contact contact, int before) {
        probation.get(before).remove(contact);
        if (contact.networks() >= confirming) {
            contact.confirmed = true;
        } else {
            probation.get(contact.networks()).add(contact);
        }
    }

    private int room(Contact contact) {
        boolean little = !contact.confirmed || lines >= bounds.lines();
        return little
                ? Math.max(LINES_IN_ANY_CASE, contact.confirmed ? contact.lines.size() : 0)
                : bounds.linesPerDomain();
    }

    void countNoise(String rule, String host) {
        Map<String, long[]> hosts = noise.computeIfAbsent(rule, _ -> new HashMap<>());
        boolean room = hosts.size() < HOSTS_OF_NOISE || hosts.containsKey(host);
        hosts.computeIfAbsent(room ? host : OTHER_HOSTS, _ -> new long[2])[0]++;
    }

    void countIgnored(String type) {
        ignored.computeIfAbsent(type, _ -> new long[2])[0]++;
    }

    void add(Tally tally, long count) {
        if (count != 0) {
            tallies.computeIfAbsent(tally, _ -> new long[2])[0] += count;
        }
    }

    long tally(Tally tally) {
        if (tally == Tally.DOMAINS_NOT_HELD) {
            return Math.max(notHeld.atLeast(), notHeldBefore);
        }
        long[] count = tallies.get(tally);
        long dropped = tally == Tally.NOT_HELD ? droppedWritten : 0;
        return (count == null ? 0 : count[0]) + dropped;
    }

    Optional<Contact> contact(String name) {
        return Optional.ofNullable(contacts.get(name));
    }

    int contactsHeld() {
        return contacts.size();
    }

    int linesHeld() {
        return lines;
    }

    /// Takes over what was written of this day before.
    void restore(Entry entry) {
        switch (entry) {
            case Entry.OfContact was -> {
                Contact contact = contacts.get(was.name());
                if (contact == null) {
                    boolean made = was.kind() == Contact.Kind.THIRD_PARTY && !was.known();
                    if (made && unknown >= bounds.unknownDomains()) {
                        notHeld(was.name(), was.count());
                        return;
                    }
                    contact = new Contact(was.name(), was.kind(), was.known(), was.first());
                    contact.confirmed = !made;
                    contacts.put(was.name(), contact);
                    if (made) {
                        unknown++;
                        probation.getFirst().add(contact);
                    }
                }
                int before = contact.networks();
                contact.count += was.count();
                contact.written += was.count();
                contact.last = was.last().isAfter(contact.last) ? was.last() : contact.last;
                contact.networksBefore = Math.max(contact.networksBefore, was.networks());
                if (!contact.confirmed) {
                    promote(contact, before);
                    if (was.confirmed() && !contact.confirmed) {
                        probation.get(contact.networks()).remove(contact);
                        contact.confirmed = true;
                    }
                }
            }
            case Entry.OfLine was -> {
                Contact contact = contacts.get(was.contact());
                if (contact != null
                        && (contact.lines.containsKey(was.what()) || contact.lines.size() < room(contact))) {
                    Contact.Line line = contact.lines.get(was.what());
                    if (line == null) {
                        line = new Contact.Line();
                        contact.lines.put(was.what(), line);
                        lines++;
                    }
                    line.count += was.count();
                    line.written += was.count();
                    line.browsers |= was.browsers();
                }
            }
            case Entry.OfNoise(String rule, String host, long count) -> {
                long[] counts =
                        noise.computeIfAbsent(rule, _ -> new HashMap<>()).computeIfAbsent(host, _ -> new long[2]);
                counts[0] += count;
                counts[1] += count;
            }
            case Entry.OfIgnored(String type, long count) -> {
                long[] counts = ignored.computeIfAbsent(type, _ -> new long[2]);
                counts[0] += count;
                counts[1] += count;
            }
            case Entry.OfTime time -> {
                listen(time.from(), time.to());
                time.counts().forEach((tally, count) -> {
                    if (tally == Tally.DOMAINS_NOT_HELD) {
                        notHeldBefore = Math.max(notHeldBefore, count);
                        return;
                    }
                    long[] counts = tallies.computeIfAbsent(tally, _ -> new long[2]);
                    counts[0] += count;
                    counts[1] += count;
                });
            }
        }
    }

    private void listen(Instant from, Instant to) {
        if (!listened.isEmpty()) {
            Listened last = listened.getLast();
            if (listened.size() >= MOST_TIMES || !from.isAfter(last.to().plus(SAME_TIME))) {
                listened.removeLast();
                Instant until = last.to().isAfter(to) ? last.to() : to;
                listened.add(new Listened(last.from(), until));
                return;
            }
        }
        listened.add(new Listened(from, to));
    }

    /// What came since the last call, and the time in which it came.
    List<Entry> changes(Instant from, Instant to) {
        return entries(from, to, false, Long.MAX_VALUE);
    }

    /// All of the day.
    ///
    /// @param most entries; details go first, then domains that too few networks reported
    List<Entry> all(Instant from, Instant to, long most) {
        add(Tally.NOT_HELD, droppedWritten);
        droppedWritten = 0;
        return entries(from, to, true, most);
    }

    private List<Entry> entries(Instant from, Instant to, boolean whole, long most) {
        List<Entry> entries = new ArrayList<>();
        Map<Tally, Long> counts = new EnumMap<>(Tally.class);
        tallies.forEach((tally, count) -> {
            long now = whole ? count[0] : count[0] - count[1];
            if (now != 0) {
                counts.put(tally, now);
            }
            count[1] = count[0];
        });
        long domains = tally(Tally.DOMAINS_NOT_HELD);
        if (domains > 0 && counts.containsKey(Tally.NOT_HELD)) {
            counts.put(Tally.DOMAINS_NOT_HELD, domains);
        }
        listen(from, to);
        if (whole) {
            listened.forEach(time -> entries.add(new Entry.OfTime(time.from(), time.to(), Map.of())));
        }
        entries.add(new Entry.OfTime(from, to, counts));
        noise.forEach((rule, hosts) -> hosts.forEach((host, count) -> {
            long now = whole ? count[0] : count[0] - count[1];
            if (now != 0) {
                entries.add(new Entry.OfNoise(rule, host, now));
            }
            count[1] = count[0];
        }));
        ignored.forEach((type, count) -> {
            long now = whole ? count[0] : count[0] - count[1];
            if (now != 0) {
                entries.add(new Entry.OfIgnored(type, now));
            }
            count[1] = count[0];
        });
        for (boolean confirmed : new boolean[] {true, false}) {
            for (Contact contact : contacts.values()) {
                long now = whole ? contact.count : contact.count - contact.written;
                if (contact.confirmed == confirmed && now != 0 && entries.size() < most) {
                    contact.written = contact.count;
                    entries.add(new Entry.OfContact(
                            contact.name,
                            contact.kind,
                            contact.known,
                            now,
                            contact.first,
                            contact.last,
                            contact.networks(),
                            contact.confirmed));
                }
            }
        }
        for (boolean confirmed : new boolean[] {true, false}) {
            for (Contact contact : contacts.values()) {
                if (contact.confirmed == confirmed) {
                    contact.lines.forEach((what, line) -> {
                        long now = whole ? line.count : line.count - line.written;
                        if (now != 0 && entries.size() < most) {
                            line.written = line.count;
                            entries.add(new Entry.OfLine(contact.name, what, now, line.browsers));
                        }
                    });
                }
            }
        }
        return entries;
    }
}
