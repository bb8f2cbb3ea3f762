package dev.earshot.investigate.history.capture;

import dev.earshot.detect.Basis;
import dev.earshot.element.DataElement;
import dev.earshot.investigate.history.ContainerVersion;
import dev.earshot.investigate.history.DisclosureWindow.Provenance;
import dev.earshot.investigate.history.PageAddress;
import dev.earshot.investigate.history.Recipients;
import dev.earshot.investigate.history.Recipients.Recipient;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/// Copies of pages, put together to crawls: what stood in the pages of a host at about one time.
///
/// A crawl ends where no page of its host follows within [#PAUSE], or where one of its pages comes again after that
/// long. Its tags are one version of the host's pages, seen when it began. What an earlier crawl saw, and this one did
/// not, is undetermined on the pages that this one does not know: it did not look there.
final class Crawls {
    static final Duration PAUSE = Duration.ofHours(24);
    static final int MOST_PAGES = 5000;

    private static final int MOST_COPIES = 100_000;
    private static final String ELSEWHERE =
            "the archive has no copy of this page, or the copy loads scripts that may have brought more";

    private final Map<String, List<Copy>> hosts = new TreeMap<>();
    private int copies;
    private int dropped;

    /// A copy of a page.
    ///
    /// @param tags what stands in it, each with why it may not have told anything
    /// @param closed whether nothing else can have come by the scripts that it loads
    record Copy(String path, Instant at, Map<String, Standing> tags, boolean closed, Source source) {}

    /// The file of an archive.
    record Source(String name, String sha256) {}

    /// @param doubt empty where by all that is known it told
    record Standing(Recipient recipient, Optional<String> doubt) {}

    void page(PageAddress page, Instant at, Map<String, Standing> tags, boolean closed, Source source) {
        if (copies >= MOST_COPIES) {
            dropped++;
            return;
        }
        copies++;
        hosts.computeIfAbsent(page.host(), _ -> new ArrayList<>()).add(new Copy(page.path(), at, tags, closed, source));
    }

    /// How many pages were too many.
    int dropped() {
        return dropped;
    }

    /// One for each crawl of each host.
    List<ContainerVersion> versions() {
        List<ContainerVersion> versions = new ArrayList<>();
        hosts.forEach((host, its) -> {
            its.sort(Comparator.comparing(Copy::at).thenComparing(Copy::path));
            Map<List<String>, Map<DataElement, Basis>> before = new LinkedHashMap<>();
            for (List<Copy> crawl : crawls(its)) {
                versions.add(version(host, crawl, before));
            }
        });
        return versions;
    }

    private static List<List<Copy>> crawls(List<Copy> copies) {
        List<List<Copy>> crawls = new ArrayList<>();
        Map<String, Instant> first = new HashMap<>();
        Instant last = Instant.MIN;
        for (Copy copy : copies) {
            Instant since = first.getOrDefault(copy.path(), copy.at());
            boolean pause = crawls.isEmpty() || copy.at().isAfter(last.plus(PAUSE));
            if (pause || copy.at().isAfter(since.plus(PAUSE))) {
                crawls.add(new ArrayList<>());
                first.clear();
            }
            crawls.getLast().add(copy);
            first.putIfAbsent(copy.path(), copy.at());
            last = copy.at();
        }
        return crawls;
    }

    private ContainerVersion version(String host, List<Copy> crawl, Map<List<String>, Map<DataElement, Basis>> before) {
        Sightings sightings = new Sightings(ELSEWHERE);
        sightings.host(host);
        SortedMap<String, List<Copy>> pages = new TreeMap<>();
        for (Copy copy : crawl) {
            pages.computeIfAbsent(copy.path(), _ -> new ArrayList<>()).add(copy);
        }
        if (pages.size() > MOST_PAGES) {
            dropped += pages.size() - MOST_PAGES;
            pages = new TreeMap<>(pages);
            while (pages.size() > MOST_PAGES) {
                pages.pollLastEntry();
            }
        }
        before.forEach((tag, elements) ->
                elements.forEach((element, basis) -> sightings.before(tag.get(0), tag.get(1), element, basis)));
        pages.forEach((path, its) -> page(sightings, host, path, its, before));
        Instant at = crawl.getFirst().at();
        Set<String> files = new TreeSet<>();
        crawl.forEach(copy -> files.add(copy.source().name()));
        Source file = crawl.getFirst().source();
        Provenance provenance = new Provenance(
                "Web archive",
                file.name(),
                file.sha256(),
                pages.size() + (pages.size() == 1 ? " page" : " pages") + " of " + host + ", " + at
                        + (at.equals(crawl.getLast().at())
                                ? ""
                                : " to " + crawl.getLast().at())
                        + (files.size() > 1 ? ", and " + (files.size() - 1) + " more of the crawl's files" : ""),
                "its code stood in archived pages; that it told what its vendor documents is an assumption.");
        return sightings.at(at, "pages of " + host, provenance);
    }

    private static void page(
            Sightings sightings,
            String host,
            String path,
            List<Copy> copies,
            Map<List<String>, Map<DataElement, Basis>> before) {
        if (copies.stream().allMatch(Copy::closed)) {
            sightings.known(host, path);
        }
        Map<String, Standing> tags = new LinkedHashMap<>();
        Map<String, Integer> sure = new HashMap<>();
        for (Copy copy : copies) {
            copy.tags().forEach((key, standing) -> {
                tags.merge(key, standing, (one, other) -> one.doubt().isPresent() ? one : other);
                sure.merge(key, standing.doubt().isEmpty() ? 1 : 0, Integer::sum);
            });
        }
        tags.forEach((key, standing) -> {
            Recipient told = standing.recipient();
            Optional<String> doubt = sure.getOrDefault(key, 0) == copies.size()
                    ? Optional.empty()
                    : standing.doubt().or(() -> Optional.of("it stood in some copies of the page, and not in all"));
            Map<DataElement, Basis> elements = elements(told);
            elements.forEach((element, basis) -> sightings.stands(
                    told.vendor(),
                    told.product(),
                    element,
                    basis,
                    host,
                    path,
                    element == DataElement.SEARCH_TERMS ? Set.copyOf(Recipients.SEARCH_PARAMETERS) : Set.of(),
                    doubt));
            before.computeIfAbsent(List.of(told.vendor(), told.product()), _ -> new EnumMap<>(DataElement.class))
                    .putAll(elements);
        });
    }

    /// What its every call tells. That it was called was not seen: nothing of it is more than inferred.
    private static Map<DataElement, Basis> elements(Recipient told) {
        Map<DataElement, Basis> elements = new EnumMap<>(DataElement.class);
        told.elements()
                .forEach((element, basis) ->
                        elements.put(element, basis == Basis.INHERENT ? Basis.INHERENT : Basis.INFERRED));
        if (told.collectsAddress()) {
            elements.put(DataElement.SEARCH_TERMS, Basis.INFERRED);
        }
        return elements;
    }
}
