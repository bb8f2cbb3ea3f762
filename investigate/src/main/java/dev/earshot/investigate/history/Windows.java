package dev.earshot.investigate.history;

import dev.earshot.detect.Basis;
import dev.earshot.element.DataElement;
import dev.earshot.investigate.history.ContainerVersion.Moment;
import dev.earshot.investigate.history.ContainerVersion.When;
import dev.earshot.investigate.history.DisclosureWindow.Certainty;
import dev.earshot.investigate.history.DisclosureWindow.Provenance;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// What the versions of containers say together: windows, and where they contradict each other or say nothing.
///
/// Time is cut where a version of a container went live, or is taken to have. Within a piece, one version is live, or
/// one of two where the records don't say which. A tag that every candidate has is live; where the piece is bounded
/// by records of publishing or by copies served, that is certain, else it is assumed.
///
/// @param windows in a stable order, equal neighbours merged
public record Windows(List<DisclosureWindow> windows, List<Conflict> conflicts, List<Gap> gaps) {
    public Windows {
        windows = List.copyOf(windows);
        conflicts = List.copyOf(conflicts);
        gaps = List.copyOf(gaps);
    }

    /// Two statements on the same time that can't both be true.
    ///
    /// @param id stable over runs, by which a plan settles it
    /// @param says in a sentence
    public record Conflict(String id, String container, Instant from, Instant to, String says, List<Provenance> on) {
        public Conflict {
            on = List.copyOf(on);
        }
    }

    /// A time of which too little is known.
    ///
    /// @param id stable over runs, by which a plan settles it
    /// @param says what is not known, and what would settle it
    public record Gap(String id, String container, Instant from, Instant to, String says) {}

    /// @param from of the period that is investigated
    /// @param to excluded
    public static Windows of(List<ContainerVersion> versions, Instant from, Instant to) {
        Map<String, List<ContainerVersion>> containers = new TreeMap<>();
        versions.forEach(version -> containers
                .computeIfAbsent(version.container(), name -> new ArrayList<>())
                .add(version));
        List<DisclosureWindow> windows = new ArrayList<>();
        List<Conflict> conflicts = new ArrayList<>();
        List<Gap> gaps = new ArrayList<>();
        containers.forEach((name, its) -> {
            Timeline timeline = new Timeline(name, its, from, to);
            timeline.read();
            windows.addAll(timeline.windows());
            conflicts.addAll(timeline.conflicts);
            gaps.addAll(timeline.gaps);
        });
        windows.sort(Comparator.comparing(DisclosureWindow::from)
                .thenComparing(DisclosureWindow::to)
                .thenComparing(DisclosureWindow::vendor)
                .thenComparing(DisclosureWindow::tracker)
                .thenComparing(window -> window.pages().text())
                .thenComparing(window -> window.elements().toString())
                .thenComparing(window -> window.provenance().toString()));
        gaps.sort(Comparator.comparing(Gap::from).thenComparing(Gap::container).thenComparing(Gap::says));
        return new Windows(windows, conflicts, gaps);
    }

    /// All that is known of one version.
    ///
    /// @param alternatives lists of its tags: none where it is not in hand, more than one where files contradict
    private record Version(String id, List<List<HeldTag>> alternatives, List<Moment> moments) {
        Optional<Instant> first(When when) {
            return moments.stream()
                    .filter(moment -> moment.when() == when)
                    .map(Moment::at)
                    .min(Comparator.naturalOrder());
        }
    }

    /// One thing that bounds a piece of time. `version` is empty where the container ended.
    private record Point(Instant at, When when, Optional<Version> version, Optional<Provenance> source) {
        boolean isRecord() {
            return when != When.CREATED;
        }

        boolean isOf(Version other) {
            return version.isPresent() && version.get().id().equals(other.id());
        }
    }

    /// A tag as it tells, wherever it was read.
    private record TagKey(
            String id,
            String vendor,
            String tracker,
            Map<DataElement, Basis> elements,
            PageRule pages,
            Optional<Instant> from,
            Optional<Instant> to) {
        static TagKey of(HeldTag tag) {
            return new TagKey(tag.id(), tag.vendor(), tag.tracker(), tag.elements(), tag.pages(), tag.from(), tag.to());
        }
    }

    private record Piece(Instant from, Instant to, Certainty certainty, Set<Provenance> provenance) {}

    private static final class Timeline {
        private final String container;
        private final Instant from;
        private final Instant to;
        private final Map<String, Version> versions;
        private final boolean numbered;
        private final List<Conflict> conflicts = new ArrayList<>();
        private final List<Gap> gaps = new ArrayList<>();
        private final Map<TagKey, List<Piece>> pieces = new LinkedHashMap<>();

        Timeline(String container, List<ContainerVersion> given, Instant from, Instant to) {
            this.container = container;
            this.from = from;
            this.to = to;
            Map<String, List<ContainerVersion>> byId = new TreeMap<>(Windows::compareVersions);
            given.forEach(version -> byId.computeIfAbsent(version.version(), id -> new ArrayList<>())
                    .add(version));
            versions = new LinkedHashMap<>();
            byId.forEach((id, its) -> versions.put(id, merged(id, its)));
            numbered = versions.keySet().stream().allMatch(id -> id.matches("\\d{1,6}"));
        }

        /// Of several files on one version, those that say when it was stored have its tags as they were entered.
        private Version merged(String id, List<ContainerVersion> given) {
            List<Moment> moments = given.stream()
                    .flatMap(version -> version.moments().stream())
                    .distinct()
                    .sorted(Comparator.comparing(Moment::at)
                            .thenComparing(Moment::when)
                            .thenComparing(moment -> moment.provenance().toString()))
                    .toList();
            List<ContainerVersion> complete =
                    given.stream().filter(ContainerVersion::complete).toList();
            Predicate<ContainerVersion> stored =
                    version -> version.moments().stream().anyMatch(moment -> moment.when() == When.CREATED);
            List<ContainerVersion> best = complete.stream().anyMatch(stored)
                    ? complete.stream().filter(stored).toList()
                    : complete;
            Map<Set<TagKey>, List<HeldTag>> alternatives = new LinkedHashMap<>();
            best.stream()
                    .sorted(Comparator.comparing(version -> version.tags().toString()))
                    .forEach(version -> alternatives.putIfAbsent(keys(version.tags()), version.tags()));
            Version version = new Version(id, List.copyOf(alternatives.values()), moments);
            if (alternatives.size() > 1) {
                conflicts.add(new Conflict(
                        id("files", id),
                        container,
                        version.first(When.CREATED).orElse(from),
                        to,
                        "Files of version " + id + " of " + container + " differ in their tags.",
                        alternatives.values().stream()
                                .flatMap(tags -> tags.stream().limit(1))
                                .map(HeldTag::provenance)
                                .toList()));
            }
            return version;
        }

        void read() {
            List<Point> points = points();
            if (points.isEmpty()) {
                gap(
                        "undated",
                        from,
                        to,
                        "When versions " + String.join(", ", versions.keySet()) + " of " + container
                                + " were live is not known. Publish times, or copies with a date, would tell.");
                return;
            }
            Point first = points.getFirst();
            gap(
                    "before",
                    from,
                    first.at(),
                    "Nothing in hand tells what was in " + container + " before version " + name(first)
                            + ". Earlier versions would.");
            for (int i = 0; i < points.size(); i++) {
                Point point = points.get(i);
                Optional<Point> next = i + 1 < points.size() ? Optional.of(points.get(i + 1)) : Optional.empty();
                piece(point, next);
                sinceUnchanged(i == 0 ? Optional.empty() : Optional.of(points.get(i - 1)), point);
            }
            Instant last = points.stream()
                    .filter(Point::isRecord)
                    .map(Point::at)
                    .max(Comparator.naturalOrder())
                    .orElse(points.getLast().at());
            Point end = points.getLast();
            if (end.version().isPresent()) {
                gap(
                        "after",
                        end.isRecord() ? last : end.at(),
                        to,
                        "Nothing in hand tells which version of " + container
                                + " was live after this; version " + name(end)
                                + " is assumed. The version that is live at a"
                                + " stated time, or a copy with a date, would tell.");
            }
        }

        private List<Point> points() {
            List<Point> records = new ArrayList<>();
            for (Version version : versions.values()) {
                for (Moment moment : version.moments()) {
                    if (moment.when() != When.CREATED) {
                        records.add(new Point(
                                moment.at(),
                                moment.when(),
                                moment.when() == When.ENDED ? Optional.empty() : Optional.of(version),
                                Optional.of(moment.provenance())));
                    }
                }
            }
            List<Point> points = new ArrayList<>(records);
            versions.values().forEach(version -> assumedStart(version, records).ifPresent(points::add));
            points.sort(Comparator.comparing(Point::at)
                    .thenComparing(Point::isRecord)
                    .thenComparing(point -> name(point), Windows::compareVersions)
                    .thenComparing(Point::when));
            contradictions(points);
            return points;
        }

        /// When a version is taken to have gone live that no record of publishing has. The time it was stored is an
        /// upper bound of its making, as a later change of its name moves it: records count for more.
        private Optional<Point> assumedStart(Version version, List<Point> records) {
            Optional<Instant> created = version.first(When.CREATED);
            if (created.isEmpty() || version.first(When.PUBLISHED).isPresent()) {
                return Optional.empty();
            }
            boolean passedOver = records.stream()
                    .anyMatch(record -> record.when() == When.PUBLISHED
                            && record.version().isPresent()
                            && compareVersions(record.version().get().id(), version.id()) > 0);
            boolean overtaken = records.stream()
                    .anyMatch(record -> record.version().isPresent()
                            && compareVersions(record.version().get().id(), version.id()) >= 0
                            && !record.at().isAfter(created.get()));
            if (passedOver || overtaken) {
                return Optional.empty();
            }
            Optional<Instant> own = version.first(When.SEEN);
            Instant at = records.stream()
                    .filter(record -> record.version().isPresent() && !record.isOf(version))
                    .map(Point::at)
                    .filter(seen -> !seen.isBefore(created.get()) && (own.isEmpty() || seen.isBefore(own.get())))
                    .filter(seen -> records.stream()
                            .noneMatch(record -> record.at().equals(seen)
                                    && record.version().isPresent()
                                    && compareVersions(record.version().get().id(), version.id()) > 0))
                    .max(Comparator.naturalOrder())
                    .map(seen -> seen.plusMillis(1))
                    .orElse(created.get());
            return Optional.of(new Point(at, When.CREATED, Optional.of(version), Optional.empty()));
        }

        /// A copy that shows another version than the record of publishing has. Served copies are kept for a quarter
        /// of an hour (`max-age=900`), so that long it is none.
        private void contradictions(List<Point> points) {
            Optional<Point> published = Optional.empty();
            for (Point point : points) {
                if (point.when() == When.PUBLISHED) {
                    published = Optional.of(point);
                } else if (point.when() == When.SEEN
                        && published.isPresent()
                        && !point.isOf(published.get().version().orElseThrow())
                        && point.at().isAfter(published.get().at().plusSeconds(900))) {
                    conflicts.add(new Conflict(
                            id("seen", point.at() + name(point)),
                            container,
                            published.get().at(),
                            point.at(),
                            "Version " + name(point) + " of " + container + " was seen live at " + point.at()
                                    + ", but the record of publishing has version " + name(published.get()) + ".",
                            Stream.concat(published.get().source().stream(), point.source().stream())
                                    .toList()));
                }
            }
        }

        private void piece(Point point, Optional<Point> next) {
            Instant end = next.map(Point::at).orElse(to);
            if (!point.at().isBefore(end)) {
                return;
            }
            List<Version> candidates = new ArrayList<>(point.version().stream().toList());
            boolean certain = point.isRecord() && next.isPresent() && bounds(point, next.get());
            if (next.isPresent() && next.get().when() == When.SEEN) {
                Version seen = next.get().version().orElseThrow();
                if (!point.isOf(seen)) {
                    candidates.add(seen);
                }
            }
            if (certain && point.when() == When.SEEN && conflicting(point)) {
                certain = false;
            }
            List<List<HeldTag>> lists = new ArrayList<>();
            for (Version candidate : candidates) {
                lists.addAll(candidate.alternatives());
                if (candidate.alternatives().isEmpty()) {
                    certain = false;
                    lists.addAll(neighbours(candidate));
                    gap(
                            "tags",
                            point.at(),
                            end,
                            "The tags of version " + candidate.id() + " of " + container
                                    + " are not in hand; those of the versions beside it are assumed. Its export would tell.");
                }
            }
            missing(point, next, end);
            removed(point, end);
            Map<TagKey, Integer> held = new LinkedHashMap<>();
            Map<TagKey, Set<Provenance>> sources = new LinkedHashMap<>();
            for (List<HeldTag> list : lists) {
                Set<TagKey> once = new LinkedHashSet<>();
                for (HeldTag tag : list) {
                    if (tag.live()) {
                        TagKey key = TagKey.of(tag);
                        once.add(key);
                        sources.computeIfAbsent(key, none -> new LinkedHashSet<>())
                                .add(tag.provenance());
                    }
                }
                once.forEach(key -> held.merge(key, 1, Integer::sum));
            }
            for (Map.Entry<TagKey, Integer> tag : held.entrySet()) {
                boolean sure = certain && candidates.size() <= 1 && tag.getValue() == lists.size();
                Set<Provenance> because = new LinkedHashSet<>(sources.getOrDefault(tag.getKey(), Set.of()));
                point.source().ifPresent(because::add);
                if (sure) {
                    next.flatMap(Point::source).ifPresent(because::add);
                }
                add(tag.getKey(), point.at(), end, sure ? Certainty.CERTAIN : Certainty.ASSUMED, because);
            }
        }

        private boolean conflicting(Point point) {
            return conflicts.stream().anyMatch(conflict -> conflict.to().equals(point.at()));
        }

        private boolean bounds(Point point, Point next) {
            return switch (next.when()) {
                case PUBLISHED, ENDED -> true;
                case SEEN ->
                    point.version().isPresent() && next.isOf(point.version().get());
                case CREATED ->
                    numbered
                            && point.version().isPresent()
                            && Integer.parseInt(name(next)) == Integer.parseInt(name(point)) + 1;
            };
        }

        /// The tags of the versions before and after one that is not in hand.
        private List<List<HeldTag>> neighbours(Version version) {
            List<List<HeldTag>> before = List.of();
            for (Version other : versions.values()) {
                if (other.alternatives().isEmpty()) {
                    continue;
                }
                if (compareVersions(other.id(), version.id()) < 0) {
                    before = other.alternatives();
                } else {
                    return Stream.concat(before.stream(), other.alternatives().stream())
                            .toList();
                }
            }
            return before;
        }

        private void missing(Point point, Optional<Point> next, Instant end) {
            if (!numbered
                    || next.isEmpty()
                    || next.get().when() != When.CREATED
                    || point.version().isEmpty()) {
                return;
            }
            int here = Integer.parseInt(name(point));
            int there = Integer.parseInt(name(next.get()));
            if (there - here > 1) {
                String numbers =
                        there - here == 2 ? "version " + (here + 1) : "versions " + (here + 1) + " to " + (there - 1);
                gap(
                        "missing",
                        point.at(),
                        end,
                        "Of " + container + ", " + numbers
                                + " are not in hand; each may have been live for a part of this time. Their exports would tell.");
            }
        }

        /// A version of unknown publishing took tags out: until it was published, they stayed.
        private void removed(Point point, Instant end) {
            if (point.when() != When.CREATED) {
                return;
            }
            Version version = point.version().orElseThrow();
            List<List<HeldTag>> earlier = List.of();
            for (Version other : versions.values()) {
                if (compareVersions(other.id(), version.id()) >= 0) {
                    break;
                }
                earlier = other.alternatives();
            }
            Set<TagKey> now = new LinkedHashSet<>();
            version.alternatives().forEach(tags -> now.addAll(live(tags)));
            Set<String> gone = new LinkedHashSet<>();
            earlier.forEach(tags -> tags.stream()
                    .filter(tag -> tag.live() && !now.contains(TagKey.of(tag)))
                    .forEach(tag -> gone.add("\"" + tag.name() + "\"")));
            if (!gone.isEmpty()) {
                gap(
                        "removed",
                        point.at(),
                        end,
                        "Version " + version.id() + " of " + container
                                + " took out or changed "
                                + String.join(", ", gone.stream().limit(5).toList())
                                + (gone.size() > 5 ? " and " + (gone.size() - 5) + " more" : "")
                                + "; when it was published is not known, and until then they stayed as they were.");
            }
        }

        /// A tag that was last stored long before the first version in hand that has it was likely in the versions
        /// between, which are not in hand.
        private void sinceUnchanged(Optional<Point> before, Point point) {
            if (point.version().isEmpty()) {
                return;
            }
            boolean consecutive = before.isPresent()
                    && (before.get().version().isEmpty()
                            || !numbered
                            || Integer.parseInt(name(point)) - Integer.parseInt(name(before.get())) <= 1);
            if (consecutive) {
                return;
            }
            Instant bound = before.map(Point::at).orElse(from);
            Set<TagKey> had = new LinkedHashSet<>();
            before.flatMap(Point::version)
                    .ifPresent(version -> version.alternatives().forEach(tags -> had.addAll(live(tags))));
            for (List<HeldTag> tags : point.version().get().alternatives()) {
                for (HeldTag tag : tags) {
                    Optional<Instant> since = tag.unchangedSince();
                    if (tag.live() && since.isPresent() && !had.contains(TagKey.of(tag))) {
                        add(
                                TagKey.of(tag),
                                since.get().isAfter(bound) ? since.get() : bound,
                                point.at(),
                                Certainty.ASSUMED,
                                new LinkedHashSet<>(List.of(tag.provenance())));
                    }
                }
            }
        }

        private void add(TagKey key, Instant start, Instant end, Certainty certainty, Set<Provenance> because) {
            Instant first = latest(start, from, key.from());
            Instant last = earliest(end, to, key.to());
            if (first.isBefore(last)) {
                pieces.computeIfAbsent(key, none -> new ArrayList<>()).add(new Piece(first, last, certainty, because));
            }
        }

        List<DisclosureWindow> windows() {
            List<DisclosureWindow> windows = new ArrayList<>();
            pieces.forEach((key, its) -> {
                its.sort(Comparator.comparing(Piece::from).thenComparing(Piece::to));
                Piece open = its.getFirst();
                for (Piece piece : its.subList(1, its.size())) {
                    if (piece.from().equals(open.to()) && piece.certainty() == open.certainty()) {
                        Set<Provenance> both = new LinkedHashSet<>(open.provenance());
                        both.addAll(piece.provenance());
                        open = new Piece(open.from(), piece.to(), open.certainty(), both);
                    } else {
                        windows.add(window(key, open));
                        open = piece;
                    }
                }
                windows.add(window(key, open));
            });
            return windows;
        }

        private static DisclosureWindow window(TagKey key, Piece piece) {
            return new DisclosureWindow(
                    key.vendor(),
                    key.tracker(),
                    key.elements(),
                    key.pages(),
                    piece.from(),
                    piece.to(),
                    piece.certainty(),
                    List.copyOf(piece.provenance()));
        }

        private void gap(String kind, Instant start, Instant end, String says) {
            Instant first = start.isBefore(from) ? from : start;
            Instant last = end.isAfter(to) ? to : end;
            if (first.isBefore(last)) {
                gaps.add(new Gap(id(kind, says), container, first, last, says));
            }
        }

        private String id(String kind, String what) {
            return kind + "-" + Windows.digest(container + "\n" + kind + "\n" + what);
        }
    }

    private static Set<TagKey> keys(List<HeldTag> tags) {
        Set<TagKey> keys = new LinkedHashSet<>();
        tags.forEach(tag -> keys.add(TagKey.of(tag)));
        return Set.copyOf(keys);
    }

    private static Set<TagKey> live(List<HeldTag> tags) {
        Set<TagKey> keys = new LinkedHashSet<>();
        tags.stream().filter(HeldTag::live).forEach(tag -> keys.add(TagKey.of(tag)));
        return keys;
    }

    private static String name(Point point) {
        return point.version().map(Version::id).orElse("");
    }

    /// By number where both are numbers, else as texts.
    private static int compareVersions(String one, String other) {
        boolean numbers = isNumber(one) && isNumber(other);
        if (numbers && one.length() != other.length()) {
            return Integer.compare(one.length(), other.length());
        }
        return one.compareTo(other);
    }

    private static boolean isNumber(String text) {
        return !text.isEmpty() && text.charAt(0) != '0' && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private static Instant latest(Instant one, Instant other, Optional<Instant> third) {
        Instant later = one.isAfter(other) ? one : other;
        return third.isPresent() && third.get().isAfter(later) ? third.get() : later;
    }

    private static Instant earliest(Instant one, Instant other, Optional<Instant> third) {
        Instant earlier = one.isBefore(other) ? one : other;
        return third.isPresent() && third.get().isBefore(earlier) ? third.get() : earlier;
    }

    private static String digest(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 4);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java platform has SHA-256", impossible);
        }
    }
}
