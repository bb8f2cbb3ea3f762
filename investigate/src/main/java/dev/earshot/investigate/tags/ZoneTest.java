package dev.earshot.investigate.tags;

import dev.earshot.investigate.history.PageAddress;
import dev.earshot.investigate.history.PageRule;
import dev.earshot.investigate.history.PageRule.Compare;
import dev.earshot.investigate.history.PageRule.Firing;
import dev.earshot.investigate.history.PageRule.Operator;
import dev.earshot.policy.Policy;
import dev.earshot.policy.Zone;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Whether a tag fires in a zone of the policy.
///
/// "No" is said only where no page of the zone can meet the tag's conditions, as far as addresses are written as policy
/// writes them; "yes" only with an address of the zone on which it fires: one that the tag's conditions name, or one as
/// the zone's patterns have it. Everything between can't be told. A page that
/// is of a zone by a visitor's being signed in there, and not by its address, is not looked at.
///
/// For the first, every comparison is tried against the zone's patterns for all outcomes that it may have there; what
/// is put together of comparisons has all outcomes that its parts allow, so that nothing possible is ruled out.
final class ZoneTest {
    private static final int MOST_PIECES = 10;
    private static final int MOST_TRIED = 20_000;
    private static final int MOST_OF_GLOB = 150;
    private static final String SOME_SITE = "www.site.example";

    private final Policy policy;

    ZoneTest(Policy policy) {
        this.policy = policy;
    }

    /// @param address on which it fires; empty where that is not known
    /// @param why it can't be told; empty where it can
    record Where(String zone, Answer answer, String address, String why) {}

    enum Answer {
        YES("yes"),
        NO("no"),
        CANNOT_TELL("cannot tell");

        private final String words;

        Answer(String words) {
            this.words = words;
        }

        String words() {
            return words;
        }
    }

    /// The zones in order, the one of what none holds last.
    List<String> zones() {
        List<String> names = new ArrayList<>(
                policy.zones().stream().map(Zone::name).distinct().toList());
        if (!names.contains(Policy.PUBLIC)) {
            names.add(Policy.PUBLIC);
        }
        return names;
    }

    Where where(String zone, PageRule rule) {
        List<Place> places = places(zone);
        Set<Firing> possible = EnumSet.noneOf(Firing.class);
        List<Place> earlier = earlier(zone);
        places.forEach(place -> possible.addAll(outcomes(rule, place, earlier)));
        if (!possible.contains(Firing.YES) && !possible.contains(Firing.UNDETERMINED)) {
            return new Where(zone, Answer.NO, "", "");
        }
        Optional<String> sure = witness(zone, rule, places, false);
        if (sure.isPresent()) {
            return new Where(zone, Answer.YES, sure.get(), "");
        }
        return witness(zone, rule, places, true)
                .map(found -> new Where(
                        zone,
                        Answer.CANNOT_TELL,
                        found,
                        "it would fire on a page such as " + found + ", and whether there are such pages is not known"))
                .orElseGet(() -> new Where(zone, Answer.CANNOT_TELL, "", why(rule)));
    }

    private static String why(PageRule rule) {
        Set<String> reasons = new LinkedHashSet<>();
        reasons(rule, reasons);
        return reasons.isEmpty()
                ? "no page was found that is in the zone and meets the tag's conditions, nor that there is none"
                : String.join("; ", reasons.stream().limit(3).toList())
                        .replace(" is in no log", " is not in the container")
                        .replace("in no log", "not in the container");
    }

    private static void reasons(PageRule rule, Set<String> reasons) {
        switch (rule) {
            case PageRule.All all -> all.rules().forEach(each -> reasons(each, reasons));
            case PageRule.AnyOf any -> any.rules().forEach(each -> reasons(each, reasons));
            case PageRule.Not not -> reasons(not.rule(), reasons);
            case PageRule.Unknown unknown -> reasons.add(unknown.why());
            case Compare _ -> {}
        }
    }

    /// Patterns of hosts and paths, `*` for anything but a slash, `**` for anything.
    private record Place(String host, String path) {
        boolean anyHost() {
            return host.equals("*") || host.equals("**");
        }
    }

    private List<Place> places(String zone) {
        List<Place> places = policy.zones().stream()
                .filter(each -> each.name().equals(zone))
                .flatMap(each -> each.globs().stream())
                .map(ZoneTest::place)
                .toList();
        return places.isEmpty() ? List.of(new Place("**", "**")) : places;
    }

    /// As [dev.earshot.policy.AddressPattern] reads a glob.
    private static Place place(String glob) {
        if (glob.startsWith("/")) {
            return new Place("*", glob);
        }
        if (glob.startsWith("**")) {
            return new Place("**", glob);
        }
        String rest = glob.contains("://") ? glob.substring(glob.indexOf("://") + 3) : glob;
        int slash = rest.indexOf('/');
        return slash < 0 ? new Place(rest, "") : new Place(rest.substring(0, slash), rest.substring(slash));
    }

    /// Of the zones that come before: a page of theirs is none of this one.
    private List<Place> earlier(String zone) {
        List<Place> earlier = new ArrayList<>();
        for (Zone each : policy.zones()) {
            if (each.name().equals(zone)) {
                break;
            }
            each.globs().stream().map(ZoneTest::place).filter(Place::anyHost).forEach(earlier::add);
        }
        return earlier;
    }

    private static Set<Firing> outcomes(PageRule rule, Place place, List<Place> earlier) {
        return switch (rule) {
            case PageRule.All all -> {
                Set<Firing> so = EnumSet.of(Firing.YES);
                for (PageRule each : all.rules()) {
                    so = least(so, outcomes(each, place, earlier));
                }
                yield so;
            }
            case PageRule.AnyOf any -> {
                Set<Firing> so = EnumSet.of(Firing.NO);
                for (PageRule each : any.rules()) {
                    so = most(so, outcomes(each, place, earlier));
                }
                yield so;
            }
            case PageRule.Not not -> {
                Set<Firing> so = EnumSet.noneOf(Firing.class);
                outcomes(not.rule(), place, earlier).forEach(each -> so.add(not(each)));
                yield so;
            }
            case PageRule.Unknown _ -> EnumSet.of(Firing.UNDETERMINED);
            case Compare compare -> compared(compare, place, earlier);
        };
    }

    private static Set<Firing> least(Set<Firing> some, Set<Firing> others) {
        Set<Firing> so = EnumSet.noneOf(Firing.class);
        some.forEach(one -> others.forEach(other -> so.add(one.compareTo(other) <= 0 ? one : other)));
        return so;
    }

    private static Set<Firing> most(Set<Firing> some, Set<Firing> others) {
        Set<Firing> so = EnumSet.noneOf(Firing.class);
        some.forEach(one -> others.forEach(other -> so.add(one.compareTo(other) >= 0 ? one : other)));
        return so;
    }

    private static Firing not(Firing firing) {
        return switch (firing) {
            case NO -> Firing.YES;
            case UNDETERMINED -> Firing.UNDETERMINED;
            case YES -> Firing.NO;
        };
    }

    private static Set<Firing> compared(Compare compare, Place place, List<Place> earlier) {
        String value = compare.value().toLowerCase(Locale.ROOT);
        return switch (compare.part()) {
            case PATH -> {
                boolean elsewhere = switch (compare.operator()) {
                    case EQUALS -> earlier.stream().anyMatch(each -> matches(each.path, value));
                    case STARTS_WITH -> isCovered(value, earlier);
                    case MATCHES -> {
                        List<String> beginnings = RegexStart.of(value);
                        yield !beginnings.isEmpty() && beginnings.stream().allMatch(start -> isCovered(start, earlier));
                    }
                    case CONTAINS, ENDS_WITH, EXISTS, GLOB -> false;
                };
                yield elsewhere ? EnumSet.of(Firing.NO) : inCase(compare, value, place.path);
            }
            case HOST -> place.anyHost() ? either() : inCase(compare, value, place.host);
            case URL ->
                address(compare.operator(), compare.ignoreCase() ? value : compare.value(), value, place, earlier);
            case QUERY, PARAMETER, METHOD -> either();
        };
    }

    /// A comparison that minds the case surely holds only where the pattern is written in the same.
    private static Set<Firing> inCase(Compare compare, String value, String pattern) {
        Set<Firing> inAnyCase = text(compare.operator(), value, pattern.toLowerCase(Locale.ROOT));
        Set<Firing> yes = EnumSet.of(Firing.YES);
        return inAnyCase.equals(yes)
                        && !compare.ignoreCase()
                        && !text(compare.operator(), compare.value(), pattern).equals(yes)
                ? either()
                : inAnyCase;
    }

    /// @param written in the case that counts
    private static Set<Firing> address(
            Operator operator, String written, String value, Place place, List<Place> earlier) {
        if ((operator == Operator.STARTS_WITH || operator == Operator.EQUALS) && value.startsWith("https://")) {
            String rest = value.substring("https://".length());
            int slash = rest.indexOf('/');
            if (slash < 0) {
                return either();
            }
            String host = rest.substring(0, slash);
            String path = rest.substring(slash).replaceFirst("[?#].*", "");
            boolean whole = operator == Operator.EQUALS || path.length() < rest.length() - slash;
            boolean elsewhere =
                    whole ? earlier.stream().anyMatch(each -> matches(each.path, path)) : isCovered(path, earlier);
            boolean possible = !elsewhere
                    && (place.anyHost() || matches(place.host, host))
                    && text(whole ? Operator.EQUALS : Operator.STARTS_WITH, path, place.path.toLowerCase(Locale.ROOT))
                            .contains(Firing.YES);
            return possible ? either() : EnumSet.of(Firing.NO);
        }
        return operator == Operator.CONTAINS && literals(place.path).stream().anyMatch(run -> run.contains(written))
                ? EnumSet.of(Firing.YES)
                : either();
    }

    private static Set<Firing> either() {
        return EnumSet.of(Firing.NO, Firing.YES);
    }

    /// What comparing a text gives of which only a pattern is known.
    private static Set<Firing> text(Operator operator, String value, String pattern) {
        int first = pattern.indexOf('*');
        int last = pattern.lastIndexOf('*');
        String start = first < 0 ? pattern : pattern.substring(0, first);
        String end = pattern.substring(last + 1);
        boolean fixed = first < 0;
        return switch (operator) {
            case EQUALS ->
                fixed ? surely(pattern.equals(value)) : matches(pattern, value) ? either() : EnumSet.of(Firing.NO);
            case STARTS_WITH -> begins(start, value, fixed);
            case ENDS_WITH ->
                end.endsWith(value)
                        ? EnumSet.of(Firing.YES)
                        : !fixed && value.endsWith(end) ? either() : EnumSet.of(Firing.NO);
            case CONTAINS ->
                literals(pattern).stream().anyMatch(run -> run.contains(value))
                        ? EnumSet.of(Firing.YES)
                        : fixed ? EnumSet.of(Firing.NO) : either();
            case MATCHES -> {
                List<String> beginnings = RegexStart.of(value);
                yield beginnings.isEmpty()
                                || beginnings.stream()
                                        .anyMatch(each ->
                                                begins(start, each, fixed).contains(Firing.YES))
                        ? either()
                        : EnumSet.of(Firing.NO);
            }
            case EXISTS, GLOB -> either();
        };
    }

    private static Set<Firing> begins(String start, String value, boolean fixed) {
        return start.startsWith(value)
                ? EnumSet.of(Firing.YES)
                : !fixed && value.startsWith(start) ? either() : EnumSet.of(Firing.NO);
    }

    private static Set<Firing> surely(boolean holds) {
        return EnumSet.of(holds ? Firing.YES : Firing.NO);
    }

    private static List<String> literals(String glob) {
        return List.of(glob.split("\\*+", -1));
    }

    /// Whether all paths that begin so are of an earlier zone.
    private static boolean isCovered(String start, List<Place> earlier) {
        return earlier.stream()
                .map(Place::path)
                .filter(glob -> glob.endsWith("**"))
                .anyMatch(glob -> regex(glob.substring(0, glob.length() - 2))
                        .matcher(start)
                        .lookingAt());
    }

    private static boolean matches(String glob, String text) {
        return regex(glob).matcher(text).matches();
    }

    private static Pattern regex(String glob) {
        StringBuilder regex = new StringBuilder();
        for (int at = 0; at < glob.length(); at++) {
            if (glob.startsWith("**", at)) {
                regex.append(".*");
                at++;
            } else if (glob.charAt(at) == '*') {
                regex.append("[^/]*");
            } else {
                regex.append(Pattern.quote(glob.substring(at, at + 1)));
            }
        }
        return Pattern.compile(regex.toString(), Pattern.CASE_INSENSITIVE);
    }

    /// An address of the zone on which the rule surely holds: one that the rule names, or any that the zone's patterns
    /// stand for.
    ///
    /// @param mixed also one made of both, of which nobody has said that the site has any
    private Optional<String> witness(String zone, PageRule rule, List<Place> places, boolean mixed) {
        Set<String> paths = new LinkedHashSet<>();
        Set<String> hosts = new LinkedHashSet<>();
        Set<String> queries = new LinkedHashSet<>(List.of(""));
        values(rule, paths, hosts, queries);
        List<String> pieces = new ArrayList<>(List.of("", "x"));
        paths.stream()
                .filter(path -> mixed)
                .map(path -> path.replaceFirst("^/", "").replaceFirst("/$", ""))
                .filter(path -> !path.isEmpty())
                .limit(MOST_PIECES)
                .forEach(pieces::add);
        Set<String> sites = new LinkedHashSet<>(policy.sites());
        if (sites.isEmpty()) {
            sites.add(SOME_SITE);
        }
        boolean byAddress =
                policy.zones().stream().noneMatch(each -> each.name().equals(zone))
                        || policy.zones().stream()
                                .anyMatch(each -> each.name().equals(zone)
                                        && !each.globs().isEmpty());
        if (queries.size() > 2) {
            queries.add(String.join(
                    "&", queries.stream().filter(each -> !each.isEmpty()).toList()));
        }
        int tried = 0;
        for (Place place : places) {
            Set<String> of = new LinkedHashSet<>();
            List<String> ofHost = new ArrayList<>();
            if (place.anyHost()) {
                ofHost.addAll(hosts);
                ofHost.addAll(sites);
            } else {
                sites.forEach(site -> ofHost.add(place.host.replaceAll("\\*+", site)));
                hosts.stream().filter(host -> matches(place.host, host)).forEach(ofHost::add);
            }
            expand(place.path, "", pieces, of);
            if (place.path.endsWith("*") && (mixed || place.anyHost())) {
                for (String path : paths) {
                    of.add(path);
                    of.add(path + "x");
                    of.add(path + (path.endsWith("/") ? "x" : "/x"));
                }
            }
            for (String path : of) {
                String whole = path.startsWith("/") ? path : "/" + path;
                for (String host : ofHost) {
                    for (String query : queries) {
                        if (tried++ > MOST_TRIED) {
                            return Optional.empty();
                        }
                        String address = "https://" + host + whole;
                        if ((!byAddress || policy.zoneOf(address, false).equals(zone))
                                && rule.test(new PageAddress("GET", host, whole, query)) == Firing.YES) {
                            return Optional.of(address + (query.isEmpty() ? "" : "?" + query));
                        }
                    }
                }
            }
        }
        return Optional.empty();
    }

    private static void expand(String glob, String done, List<String> pieces, Set<String> into) {
        int star = glob.indexOf('*');
        if (into.size() >= MOST_OF_GLOB) {
            return;
        }
        if (star < 0) {
            into.add(done + glob);
            return;
        }
        boolean deep = glob.startsWith("**", star);
        String rest = glob.substring(star + (deep ? 2 : 1));
        for (String piece : pieces) {
            if (deep || !piece.contains("/")) {
                expand(rest, done + glob.substring(0, star) + piece, pieces, into);
            }
        }
    }

    /// The values that a rule compares with.
    private static void values(PageRule rule, Set<String> paths, Set<String> hosts, Set<String> queries) {
        switch (rule) {
            case PageRule.All all -> all.rules().forEach(each -> values(each, paths, hosts, queries));
            case PageRule.AnyOf any -> any.rules().forEach(each -> values(each, paths, hosts, queries));
            case PageRule.Not not -> values(not.rule(), paths, hosts, queries);
            case PageRule.Unknown _ -> {}
            case Compare compare -> {
                String value = compare.value();
                boolean regex = compare.operator() == Operator.MATCHES;
                switch (compare.part()) {
                    case PATH -> paths.addAll(regex ? RegexStart.examples(value) : List.of(value));
                    case HOST -> hosts.addAll(regex ? RegexStart.examples(value) : List.of(value));
                    case URL -> {
                        if (regex) {
                            paths.addAll(RegexStart.examples(value));
                        } else if (value.startsWith("https://") && value.indexOf('/', 8) > 0) {
                            hosts.add(value.substring(8, value.indexOf('/', 8)));
                            paths.add(value.substring(value.indexOf('/', 8)).replaceFirst("[?#].*", ""));
                        } else {
                            paths.add(value.replaceFirst("[?#].*", ""));
                        }
                        if (value.contains("?") && !regex) {
                            queries.add(value.substring(value.indexOf('?') + 1));
                        }
                    }
                    case QUERY -> queries.add(value);
                    case PARAMETER ->
                        queries.add(compare.parameter() + "="
                                + (compare.operator() == Operator.EXISTS || regex ? "x" : value));
                    case METHOD -> {}
                }
            }
        }
    }
}
