package dev.earshot.guard.protection;

import dev.earshot.ScanResult;
import dev.earshot.decode.Leaf;
import dev.earshot.decode.Origin;
import dev.earshot.disclosure.Disclosure;
import dev.earshot.disclosure.Recipient;
import dev.earshot.disclosure.Transmission;
import dev.earshot.exchange.Capture;
import dev.earshot.exchange.Context;
import dev.earshot.exchange.Exchange;
import dev.earshot.exchange.Initiator;
import dev.earshot.policy.Finding;
import dev.earshot.policy.Policy;
import dev.earshot.policy.Zone;
import java.net.URI;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Makes a protection of what scans saw and of what policy said about it.
///
/// In a zone everything is forbidden of a tracker that was told there what policy forbids, wherever it was seen to
/// listen; a waived finding forbids nothing. What else was seen there is allowed for what it was seen for, unless it was
/// asked for by something forbidden. What only a Referer header told is no reason to forbid, since the Referrer-Policy
/// that goes with a protection stops it. A host of the covered entity's that speaks a vendor's protocol, and that no
/// document was seen to come from, is taken to be the vendor's as a whole. Styles and fonts that were told nothing
/// forbidden anywhere are allowed in every zone, since caches hide where they are used.
public final class Protections {
    private static final Pattern VOLATILE = Pattern.compile("\\d{5}|[^.]{33}");

    private final Policy policy;
    private final List<Sent> sent = new ArrayList<>();
    /// The covered entity's hosts, those that are a vendor's in truth among them.
    private final Set<String> answering = new TreeSet<>();
    /// Those that a document came from.
    private final Set<String> documents = new HashSet<>();
    private final Set<String> zonesSeen = new HashSet<>();

    /// @param policy that the scans were judged by
    public Protections(Policy policy) {
        this.policy = policy;
    }

    /// A protection, and what a person should look at before it is used.
    ///
    /// @param remarks in plain words, without a value that a visitor typed
    public record Made(Protection protection, List<String> remarks) {
        public Made {
            remarks = List.copyOf(remarks);
        }
    }

    /// One request to a third party.
    ///
    /// @param violations the rules that it violates
    private record Sent(
            String zone,
            Transmission transmission,
            String host,
            String path,
            String tracker,
            Use use,
            Set<String> violations) {}

    /// Takes in one scan.
    ///
    /// @param capture that `result` is the examination of
    public void add(Capture capture, ScanResult result) {
        Map<String, Transmission> transmissions = new LinkedHashMap<>();
        result.transmissions().forEach(each -> transmissions.put(each.exchangeId(), each));
        Map<String, Set<String>> violations = violations(result);
        capture.forEach(exchange -> {
            Context context = exchange.context();
            boolean signedIn = context.signedIn() == Context.SignedIn.YES;
            Transmission transmission = transmissions.get(exchange.id());
            host(exchange.request().url()).ifPresent(host -> {
                if (transmission == null) {
                    answering.add(host);
                    if (context.resourceType().equalsIgnoreCase("document")) {
                        documents.add(host);
                    }
                } else {
                    sent.add(new Sent(
                            policy.zoneOf(context.pageUrl(), signedIn),
                            transmission,
                            host,
                            path(exchange.request().url()),
                            tracker(transmission),
                            use(exchange),
                            violations.getOrDefault(exchange.id(), Set.of())));
                }
            });
        });
        result.capture().pages().forEach(page -> zonesSeen.add(policy.zoneOf(page.url(), false)));
        sent.forEach(each -> zonesSeen.add(each.zone));
    }

    /// By exchange, the rules that it violates other than by a Referer header alone.
    private static Map<String, Set<String>> violations(ScanResult result) {
        Map<String, Disclosure> disclosures = new HashMap<>();
        result.disclosures().forEach(each -> disclosures.put(each.id(), each));
        Map<String, Set<String>> violations = new HashMap<>();
        for (Finding finding : result.findings()) {
            if (finding.level() == Finding.Level.VIOLATION) {
                for (String id : finding.disclosureIds()) {
                    Disclosure disclosure = disclosures.get(id);
                    if (disclosure != null && !isReferrer(disclosure)) {
                        violations
                                .computeIfAbsent(disclosure.transmission().exchangeId(), exchange -> new TreeSet<>())
                                .add(finding.rule());
                    }
                }
            }
        }
        return violations;
    }

    private static boolean isReferrer(Disclosure disclosure) {
        Optional<Leaf> leaf = disclosure.detection().leaf();
        return leaf.isPresent()
                && leaf.get().origin() == Origin.HEADER
                && leaf.get().source().equalsIgnoreCase("Referer");
    }

    /// The protection that follows from all scans taken in.
    public Made made() {
        List<String> remarks = new ArrayList<>();
        Set<String> own = own(remarks);
        Map<String, Set<String>> trackers = new HashMap<>();
        sent.stream()
                .filter(each -> !each.violations.isEmpty())
                .forEach(each -> trackers.computeIfAbsent(each.zone, zone -> new TreeSet<>())
                        .add(each.tracker));
        Set<String> everywhere =
                trackers.values().stream().flatMap(Set::stream).collect(Collectors.toCollection(TreeSet::new));
        List<ZoneProtection> zones = new ArrayList<>();
        for (Zone zone : policy.zones()) {
            if (!zone.name().equals(Policy.PUBLIC)) {
                zones.add(zone(zone.name(), zone.globs(), zone.whenSignedIn(), own, trackers, everywhere, remarks));
            }
        }
        zones.add(zone(Policy.PUBLIC, List.of(), false, own, trackers, everywhere, remarks));
        if (own.isEmpty()) {
            remarks.add("No host of your own was seen: name them under own.");
        }
        return new Made(new Protection(own, zones), remarks);
    }

    /// The hosts that are the covered entity's in truth.
    private Set<String> own(List<String> remarks) {
        Set<String> own = new TreeSet<>(answering);
        for (Sent each : sent) {
            if (each.transmission.recipient().behind() == Recipient.Behind.COVERED_ENTITYS_HOST
                    && !documents.contains(each.host)
                    && own.remove(each.host)) {
                remarks.add(
                        each.host + " bears your name and speaks the protocol of " + vendor(each)
                                + ": it is treated as theirs as a whole. If it serves anything of your own, allow that by path.");
            }
        }
        return own;
    }

    /// A path without what changes from request to request: it ends before the first part with a long number or word.
    private static String steady(String path) {
        int end = 1;
        for (String part : path.substring(1).split("/", -1)) {
            if (VOLATILE.matcher(part).find()) {
                return path.substring(0, end);
            }
            end += part.length() + 1;
        }
        return path;
    }

    private ZoneProtection zone(
            String name,
            List<String> pages,
            boolean whenSignedIn,
            Set<String> own,
            Map<String, Set<String>> trackers,
            Set<String> everywhere,
            List<String> remarks) {
        boolean seen = zonesSeen.contains(name);
        List<Forbidden> forbidden = forbidden(name, own, seen ? trackers.getOrDefault(name, Set.of()) : everywhere);
        if (!seen) {
            remarks.add("No scan saw a page of zone " + name
                    + ": what is forbidden anywhere is forbidden there, and everything else is let through and reported."
                    + " Scan it, then make the protection again.");
        }
        return new ZoneProtection(
                name,
                pages,
                whenSignedIn,
                seen ? Otherwise.BLOCK : Otherwise.REPORT,
                seen ? allowed(name, forbidden) : List.of(),
                forbidden);
    }

    /// Every address at which one of these trackers was seen, in whatever zone.
    private List<Forbidden> forbidden(String zone, Set<String> own, Set<String> trackers) {
        Map<Endpoint, Forbidden> forbidden = new TreeMap<>(Comparator.comparing(Endpoint::toString));
        for (Sent each : sent) {
            if (trackers.contains(each.tracker)) {
                Endpoint to = isShared(each, own, trackers)
                        ? new Endpoint(each.host, steady(each.path))
                        : Endpoint.of(each.host);
                forbidden.putIfAbsent(to, new Forbidden(to, vendor(each), each.tracker, because(zone, each.tracker)));
            }
        }
        return forbidden.values().stream()
                .filter(each -> each.to().path().equals("/")
                        || !forbidden.containsKey(Endpoint.of(each.to().host())))
                .toList();
    }

    /// Whether its host serves somebody else as well: the covered entity, or a tracker that nothing is held against.
    private boolean isShared(Sent one, Set<String> own, Set<String> trackers) {
        return own.contains(one.host)
                || sent.stream().anyMatch(other -> other.host.equals(one.host) && !trackers.contains(other.tracker));
    }

    private String because(String zone, String tracker) {
        Map<String, Long> rules = sent.stream()
                .filter(each -> each.tracker.equals(tracker))
                .filter(each -> each.zone.equals(zone) || !zonesSeen.contains(zone))
                .flatMap(each -> each.violations.stream())
                .collect(Collectors.groupingBy(rule -> rule, TreeMap::new, Collectors.counting()));
        return rules.entrySet().stream()
                .map(rule -> rule.getKey() + ": " + rule.getValue() + (rule.getValue() == 1 ? " request" : " requests"))
                .collect(Collectors.joining(", "));
    }

    private List<Allowed> allowed(String zone, List<Forbidden> forbidden) {
        Map<String, List<Sent>> byHost = new TreeMap<>();
        for (Sent each : sent) {
            if (each.zone.equals(zone)
                    && each.use != Use.NAVIGATION
                    && isFree(forbidden, each.host, each.path)
                    && each.transmission.context().initiators().stream()
                            .map(Initiator::url)
                            .flatMap(Optional::stream)
                            .allMatch(url -> isFree(forbidden, host(url).orElse(""), path(url)))) {
                byHost.computeIfAbsent(each.host, host -> new ArrayList<>()).add(each);
            }
        }
        Map<String, List<Sent>> hiddenByCaches = new TreeMap<>();
        for (Sent each : sent) {
            if ((each.use == Use.STYLE || each.use == Use.FONT)
                    && !byHost.containsKey(each.host)
                    && sent.stream().noneMatch(other -> other.host.equals(each.host) && !other.violations.isEmpty())) {
                hiddenByCaches
                        .computeIfAbsent(each.host, host -> new ArrayList<>())
                        .add(each);
            }
        }
        List<Allowed> allowed = new ArrayList<>();
        byHost.forEach((host, same) -> allowed.add(allowed(
                same,
                "seen " + same.size() + (same.size() == 1 ? " time" : " times") + ", and policy does not forbid it")));
        hiddenByCaches.forEach((host, same) ->
                allowed.add(allowed(same, "seen in another zone, from which a cache may have served this one")));
        return allowed;
    }

    private static Allowed allowed(List<Sent> same, String because) {
        return new Allowed(
                Endpoint.of(same.getFirst().host),
                same.stream().map(Sent::use).collect(Collectors.toCollection(() -> EnumSet.noneOf(Use.class))),
                new Fields.All(),
                vendor(same.getFirst()),
                because);
    }

    private static boolean isFree(List<Forbidden> forbidden, String host, String path) {
        return forbidden.stream().noneMatch(each -> each.to().covers(host, path));
    }

    private static String vendor(Sent sent) {
        return sent.transmission.recipient().vendor();
    }

    private static String tracker(Transmission transmission) {
        Recipient recipient = transmission.recipient();
        return transmission
                .tracker()
                .map(identification -> identification.tracker().id())
                .orElse(recipient.host());
    }

    /// By the kind of resource that the browser said it was.
    private static Use use(Exchange exchange) {
        Context context = exchange.context();
        return switch (context.resourceType().toLowerCase(Locale.ROOT)) {
            case "script" ->
                switch (context.target()) {
                    case WORKER, SHARED_WORKER, SERVICE_WORKER -> Use.WORKER;
                    case PAGE, IFRAME, UNKNOWN -> Use.SCRIPT;
                };
            case "stylesheet" -> Use.STYLE;
            case "image" -> Use.IMAGE;
            case "font" -> Use.FONT;
            case "media", "texttrack" -> Use.MEDIA;
            case "manifest" -> Use.MANIFEST;
            case "document" ->
                exchange.request().method().equals("POST")
                        ? Use.FORM
                        : context.target() == Context.Target.IFRAME
                                        || !context.pageUrl()
                                                .equals(exchange.request().url())
                                ? Use.FRAME
                                : Use.NAVIGATION;
            default -> Use.CONNECT;
        };
    }

    private static Optional<String> host(String url) {
        int scheme = url.indexOf("://");
        if (scheme < 0) {
            return Optional.empty();
        }
        try {
            String rest = url.substring(scheme + 3);
            int end = 0;
            while (end < rest.length() && "/?#".indexOf(rest.charAt(end)) < 0) {
                end++;
            }
            return Optional.ofNullable(
                            URI.create("https://" + rest.substring(0, end)).getHost())
                    .map(host -> host.toLowerCase(Locale.ROOT));
        } catch (IllegalArgumentException noAddress) {
            return Optional.empty();
        }
    }

    /// Without query and fragment.
    private static String path(String url) {
        int slash = url.indexOf('/', url.indexOf("://") + 3);
        if (slash < 0) {
            return "/";
        }
        int end = slash;
        while (end < url.length() && url.charAt(end) != '?' && url.charAt(end) != '#') {
            end++;
        }
        return url.substring(slash, end);
    }
}
