package dev.earshot.investigate.history.capture;

import dev.earshot.detect.Basis;
import dev.earshot.element.DataElement;
import dev.earshot.investigate.history.ContainerVersion;
import dev.earshot.investigate.history.DisclosureWindow.Provenance;
import dev.earshot.investigate.history.HeldTag;
import dev.earshot.investigate.history.PageRule;
import dev.earshot.investigate.history.PageRule.Compare;
import dev.earshot.investigate.history.PageRule.Operator;
import dev.earshot.investigate.history.PageRule.Part;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/// What one capture saw of the tags of a site: where each told its vendor what.
///
/// A capture visits some pages. On those it knows: the tag told an element there, or did not. On the other pages of the
/// same hosts it can't tell. An element that a visitor has to type or do something for is never certain: no log shows
/// what was typed. One that was seen only after consent was given is not certain either.
final class Sightings {
    private static final Set<DataElement> DONE_BY_THE_VISITOR = EnumSet.of(
            DataElement.NAME,
            DataElement.EMAIL,
            DataElement.PHONE,
            DataElement.POSTAL_ADDRESS,
            DataElement.DATE_OF_BIRTH,
            DataElement.MEDICAL_RECORD_NUMBER,
            DataElement.MEMBER_ID,
            DataElement.USER_NAME,
            DataElement.PASSWORD,
            DataElement.SSN,
            DataElement.FINANCIAL_ACCOUNT,
            DataElement.PAYMENT_CARD,
            DataElement.APPOINTMENT,
            DataElement.PAGE_USE);

    private final Map<Tag, Map<DataElement, Told>> tags = new LinkedHashMap<>();
    private final SortedMap<String, Set<String>> visited = new TreeMap<>();
    private final String elsewhereSays;

    Sightings() {
        this("the capture did not visit this page");
    }

    /// @param elsewhereSays why nothing is known of the other pages
    Sightings(String elsewhereSays) {
        this.elsewhereSays = elsewhereSays;
    }

    /// A page that was loaded.
    void visited(String url) {
        address(url)
                .ifPresent(page ->
                        visited.computeIfAbsent(page.host, _ -> new TreeSet<>()).add(page.path));
    }

    /// A tag that told an element on a page.
    ///
    /// @param tracker the tracker's product name; empty where only the vendor is known
    /// @param free whether it was told without consent having been given
    void told(String vendor, String tracker, DataElement element, Basis basis, String pageUrl, boolean free) {
        address(pageUrl).ifPresent(page -> {
            visited(pageUrl);
            told(vendor, tracker, element).add(page, basis, free, Optional.empty());
        });
    }

    /// A host of which some pages are known.
    void host(String host) {
        visited.computeIfAbsent(host, _ -> new TreeSet<>());
    }

    /// A page of which all that it does is known: what is not told of it, it did not tell.
    void known(String host, String path) {
        visited.computeIfAbsent(host, _ -> new TreeSet<>()).add(path);
    }

    /// A tag that stands in a page, whether or not all that the page does is known.
    ///
    /// @param parameters one of which the page's address has to have; empty where it has to have none
    /// @param doubt why it may not have told it; empty where by all that is known it did
    void stands(
            String vendor,
            String tracker,
            DataElement element,
            Basis basis,
            String host,
            String path,
            Set<String> parameters,
            Optional<String> doubt) {
        told(vendor, tracker, element).add(new PageOf(host, path, parameters), basis, true, doubt);
    }

    /// A tag that is not on the pages of this capture, as far as it goes, and is on those of another one.
    void before(String vendor, String tracker, DataElement element, Basis basis) {
        Told told = told(vendor, tracker, element);
        told.free = true;
        told.basis = basis.compareTo(told.basis) < 0 ? basis : told.basis;
    }

    /// Whatever another capture of the site saw and this one did not: undetermined where this one did not look.
    void mayBeElsewhere(Sightings other) {
        other.tags.forEach((tag, told) -> told.forEach((element, where) -> {
            if (!tags.getOrDefault(tag, Map.of()).containsKey(element)) {
                before(tag.vendor, tag.tracker, element, where.basis);
            }
        }));
    }

    private Told told(String vendor, String tracker, DataElement element) {
        return tags.computeIfAbsent(new Tag(vendor, tracker), _ -> new EnumMap<>(DataElement.class))
                .computeIfAbsent(element, _ -> new Told());
    }

    /// @param container a name for the site, the same for all captures of it
    ContainerVersion at(Instant at, String container, Provenance provenance) {
        List<HeldTag> held = new ArrayList<>();
        tags.forEach((tag, told) -> {
            Map<PageRule, Map<DataElement, Basis>> byRule = new LinkedHashMap<>();
            told.forEach((element, where) -> byRule.computeIfAbsent(rule(element, where), _ -> new HashMap<>())
                    .put(element, where.basis));
            byRule.forEach((rule, elements) -> held.add(new HeldTag(
                    tag.tracker.isEmpty() ? tag.vendor : tag.tracker,
                    tag.tracker.isEmpty() ? tag.vendor : tag.tracker,
                    tag.vendor,
                    tag.tracker,
                    elements,
                    rule,
                    true,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    provenance)));
        });
        return new ContainerVersion(
                container,
                at.toString(),
                List.of(new ContainerVersion.Moment(ContainerVersion.When.SEEN, at, provenance)),
                held,
                true);
    }

    private PageRule rule(DataElement element, Told told) {
        List<PageRule> there = new ArrayList<>();
        told.pages.forEach((host, pages) -> {
            SortedMap<String, List<PageRule>> byDoubt = new TreeMap<>();
            pages.forEach((path, parameters) -> byDoubt.computeIfAbsent(
                            told.doubts.getOrDefault(host, Map.of()).getOrDefault(path, ""), _ -> new ArrayList<>())
                    .add(
                            element == DataElement.SEARCH_TERMS && !parameters.isEmpty()
                                    ? all(List.of(is(Part.PATH, path), anyParameter(parameters)))
                                    : is(Part.PATH, path)));
            byDoubt.forEach((doubt, paths) -> there.add(
                    doubt.isEmpty()
                            ? all(List.of(is(Part.HOST, host), any(paths)))
                            : all(List.of(is(Part.HOST, host), any(paths), new PageRule.Unknown(doubt)))));
        });
        List<PageRule> elsewhere = visited.entrySet().stream()
                .map(host -> all(List.of(
                        is(Part.HOST, host.getKey()),
                        new PageRule.Not(any(host.getValue().stream()
                                .map(path -> is(Part.PATH, path))
                                .toList())))))
                .toList();
        List<PageRule> rules = new ArrayList<>(there);
        rules.add(all(List.of(any(elsewhere), new PageRule.Unknown(elsewhereSays))));
        PageRule rule = new PageRule.AnyOf(rules);
        if (DONE_BY_THE_VISITOR.contains(element)) {
            rule = all(List.of(rule, new PageRule.Unknown("what a visitor typed or did is in no log")));
        }
        return told.free ? rule : all(List.of(rule, new PageRule.Unknown("it was seen only after consent was given")));
    }

    private static PageRule all(List<PageRule> rules) {
        return new PageRule.All(rules);
    }

    private static PageRule any(List<PageRule> rules) {
        return rules.size() == 1 ? rules.getFirst() : new PageRule.AnyOf(rules);
    }

    private static PageRule is(Part part, String value) {
        return new Compare(part, "", Operator.EQUALS, value, false);
    }

    private static PageRule anyParameter(Set<String> names) {
        return any(names.stream()
                .map(name -> (PageRule) new Compare(Part.PARAMETER, name, Operator.EXISTS, "", false))
                .toList());
    }

    private static Optional<PageOf> address(String url) {
        try {
            URI uri = new URI(url.replaceFirst("[#].*", ""));
            if (uri.getHost() == null
                    || uri.getScheme() == null
                    || !uri.getScheme().startsWith("http")) {
                return Optional.empty();
            }
            Set<String> parameters = new TreeSet<>();
            if (uri.getRawQuery() != null) {
                for (String pair : uri.getRawQuery().split("&")) {
                    parameters.add(pair.replaceFirst("=.*", ""));
                }
            }
            String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
            return Optional.of(new PageOf(uri.getHost().toLowerCase(Locale.ROOT), path, parameters));
        } catch (URISyntaxException notAnAddress) {
            return Optional.empty();
        }
    }

    private record Tag(String vendor, String tracker) {}

    private record PageOf(String host, String path, Set<String> parameters) {}

    /// Where an element was told: host, path, names of the query parameters there.
    private static final class Told {
        private final SortedMap<String, SortedMap<String, Set<String>>> pages = new TreeMap<>();
        /// Why it may not have been told there after all: host, path, reason.
        private final Map<String, Map<String, String>> doubts = new HashMap<>();
        private Basis basis = Basis.INHERENT;
        private boolean free;

        void add(PageOf page, Basis seen, boolean withoutConsent, Optional<String> doubt) {
            Set<String> parameters = pages.computeIfAbsent(page.host, _ -> new TreeMap<>())
                    .computeIfAbsent(page.path, _ -> new TreeSet<>(page.parameters));
            parameters.addAll(page.parameters);
            doubt.ifPresent(why ->
                    doubts.computeIfAbsent(page.host, _ -> new HashMap<>()).put(page.path, why));
            basis = seen.compareTo(basis) < 0 ? seen : basis;
            free |= withoutConsent;
        }
    }
}
