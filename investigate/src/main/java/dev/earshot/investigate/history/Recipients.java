package dev.earshot.investigate.history;

import dev.earshot.catalogue.Catalogue;
import dev.earshot.catalogue.DomainOwner;
import dev.earshot.catalogue.DomainOwners;
import dev.earshot.catalogue.Parameter;
import dev.earshot.catalogue.Tracker;
import dev.earshot.detect.Basis;
import dev.earshot.domain.HostName;
import dev.earshot.domain.RegistrableDomain;
import dev.earshot.element.DataElement;
import dev.earshot.exchange.Body;
import dev.earshot.exchange.Request;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Who is told, by the code and the addresses in a tag, and what every one of its calls tells. For one thread.
public final class Recipients {
    /// Under which names of query parameters sites keep what was searched for; those that Google Analytics 4 looks at
    /// by default. Source: support.google.com/analytics/answer/9216061, read 2026-11-22.
    public static final List<String> SEARCH_PARAMETERS = List.of("q", "s", "search", "query", "keyword");

    private static final int LONGEST_SCRIPT = 1 << 20;
    private static final int MOST_ADDRESSES = 400;
    private static final Pattern BLOCK_COMMENT = Pattern.compile("(?s)<!--.{0,100000}?-->|/\\*.{0,100000}?\\*/");
    private static final Pattern LINE_COMMENT = Pattern.compile("(?m)(^|[\\s;{}>])//[ \\t][^\\n]*$");
    private static final Pattern LINK = Pattern.compile("(?i)<a\\s[^>]{0,2000}>");
    private static final Pattern ADDRESS =
            Pattern.compile("(?i)(?:https?:)?//([a-z0-9][a-z0-9-]*(?:\\.[a-z0-9-]+)+)(?::\\d+)?([^\\s\"'`<>\\\\)]*)");
    /// A host and path in quotes, as in `"https://" + "snap.licdn.com/li.js"`.
    private static final Pattern QUOTED =
            Pattern.compile("(?i)[\"'`]([a-z0-9][a-z0-9-]*(?:\\.[a-z0-9-]+)+)(/[^\"'`\\s]*)?[\"'`]");
    private static final Set<String> NAMES_ONLY =
            Set.of("www.w3.org", "schema.org", "ogp.me", "purl.org", "json-schema.org");
    /// What pages call when a tracker's code is loaded. Source: the vendors' base codes, as the catalogue's notes and
    /// samples have them; read 2026-11-22.
    private static final List<Call> CALLS = calls();

    private static final int MOST_KNOWN = 10_000;

    private final Set<String> own;
    private final Map<String, Optional<Recipient>> byAddress = new HashMap<>();

    /// A vendor, with what its every call tells.
    ///
    /// @param tracker empty where only the vendor is known
    public record Recipient(String vendor, Optional<Tracker> tracker, Map<DataElement, Basis> elements) {
        public Recipient {
            elements = Collections.unmodifiableMap(new TreeMap<>(elements));
        }

        /// Its name in windows.
        public String product() {
            return tracker.map(Tracker::product).orElse("");
        }

        /// Whether its own documentation has the page's address among what it collects.
        public boolean collectsAddress() {
            return elements.get(DataElement.PAGE_VISITED) == Basis.DECODED;
        }
    }

    /// @param own the provider's hosts: those are no recipients; `*.clinic.example` stands for all below
    public Recipients(Set<String> own) {
        this.own = Set.copyOf(own);
    }

    /// Of the `hosts` among a source's settings.
    public static Recipients of(Map<String, String> settings) {
        return new Recipients(Set.copyOf(settings.getOrDefault("hosts", "")
                .lines()
                .map(String::strip)
                .filter(host -> !host.isEmpty())
                .toList()));
    }

    /// A tracker of the catalogue by its id.
    public Optional<Recipient> tracker(String id) {
        return Catalogue.bundled().byId(id).map(Recipients::of);
    }

    /// Whoever a request to this address goes to; empty for the provider itself and for what is no address.
    public Optional<Recipient> at(String address) {
        String absolute = address.startsWith("//") ? "https:" + address : address;
        Matcher found = ADDRESS.matcher(absolute);
        return found.find() ? at(found.group(1), found.group(2)) : Optional.empty();
    }

    private Optional<Recipient> at(String givenHost, String path) {
        String address = givenHost + path;
        Optional<Recipient> before = byAddress.get(address);
        if (before != null) {
            return before;
        }
        Optional<Recipient> found = found(givenHost, path);
        if (byAddress.size() < MOST_KNOWN) {
            byAddress.put(address, found);
        }
        return found;
    }

    private Optional<Recipient> found(String givenHost, String path) {
        String host = HostName.of(givenHost);
        if (isOwn(host) || NAMES_ONLY.contains(host) || !isRegistered(host)) {
            return Optional.empty();
        }
        String url = "https://" + host + (path.startsWith("/") ? path : "/");
        Optional<Recipient> known = Catalogue.bundled()
                .identify(new Request("GET", url, "", List.of(), Body.NONE))
                .map(found -> of(found.tracker()));
        return known.or(() -> Optional.of(new Recipient(owner(host), Optional.empty(), inherent())));
    }

    /// A name with a last label of letters; not `window.location`, which code is full of, unless it is an address.
    private static boolean isRegistered(String host) {
        return !RegistrableDomain.isPublicSuffix(host) && host.matches(".*\\.[a-z]{2,24}");
    }

    private static String owner(String host) {
        return DomainOwners.bundled().of(host).map(DomainOwner::owner).orElseGet(() -> RegistrableDomain.of(host));
    }

    private boolean isOwn(String host) {
        return own.stream()
                .anyMatch(mine -> mine.startsWith("*.")
                        ? host.endsWith(mine.substring(1)) || host.equals(mine.substring(2))
                        : host.equals(mine) || RegistrableDomain.of(mine).equals(RegistrableDomain.of(host)));
    }

    /// Everyone that code in a page calls or loads from, each once. Comments and links to follow are not read.
    public List<Recipient> in(String code) {
        String script = LINK.matcher(withoutComments(code)).replaceAll(" ");
        Map<String, Recipient> found = new LinkedHashMap<>();
        Matcher address = ADDRESS.matcher(script);
        for (int i = 0; i < MOST_ADDRESSES && address.find(); i++) {
            at(address.group(1), address.group(2)).ifPresent(recipient -> put(found, recipient));
        }
        Matcher quoted = QUOTED.matcher(script);
        for (int i = 0; i < MOST_ADDRESSES && quoted.find(); i++) {
            at(quoted.group(1), quoted.group(2) == null ? "/" : quoted.group(2))
                    .filter(recipient -> recipient.tracker().isPresent())
                    .ifPresent(recipient -> put(found, recipient));
        }
        for (Call call : CALLS) {
            if (script.contains(call.literal())
                    && call.pattern().matcher(script).find()) {
                tracker(call.tracker()).ifPresent(recipient -> put(found, recipient));
            }
        }
        return List.copyOf(found.values());
    }

    private static void put(Map<String, Recipient> found, Recipient recipient) {
        found.putIfAbsent(recipient.vendor() + "\n" + recipient.product(), recipient);
    }

    private static String withoutComments(String code) {
        String start = code.substring(0, Math.min(code.length(), LONGEST_SCRIPT));
        return LINE_COMMENT
                .matcher(BLOCK_COMMENT.matcher(start).replaceAll(" "))
                .replaceAll("$1");
    }

    private static Recipient of(Tracker tracker) {
        Map<DataElement, Basis> elements = inherent();
        for (Parameter parameter : tracker.parameters().values()) {
            switch (parameter.role()) {
                case "page.url", "page.path" -> elements.put(DataElement.PAGE_VISITED, Basis.DECODED);
                case "page.referrer" -> elements.put(DataElement.REFERRER, Basis.DECODED);
                case "id.client", "id.device" -> elements.put(DataElement.CLIENT_ID, Basis.DECODED);
                case "dom.snapshot" -> elements.put(DataElement.PAGE_USE, Basis.DECODED);
                default -> {}
            }
        }
        if (tracker.category().equals("session replay")) {
            elements.putIfAbsent(DataElement.PAGE_USE, Basis.INFERRED);
        }
        return new Recipient(tracker.vendor(), Optional.of(tracker), elements);
    }

    /// What any request tells: where from, by what browser, and by its `Referer` on which site.
    private static Map<DataElement, Basis> inherent() {
        Map<DataElement, Basis> elements = new TreeMap<>();
        elements.put(DataElement.IP_ADDRESS, Basis.INHERENT);
        elements.put(DataElement.DEVICE, Basis.INHERENT);
        elements.put(DataElement.PAGE_VISITED, Basis.INHERENT);
        return elements;
    }

    /// A call in code that only one tracker's pages make.
    ///
    /// @param literal stands in every such call
    private record Call(String literal, Pattern pattern, String tracker) {}

    private static List<Call> calls() {
        return List.of(
                new Call("fbq", Pattern.compile("\\bfbq\\s*\\("), "meta-pixel"),
                new Call("ttq", Pattern.compile("\\bttq\\s*\\.\\s*(?:track|page|load|identify)\\b"), "tiktok-pixel"),
                new Call("twq", Pattern.compile("\\btwq\\s*\\("), "x-pixel"),
                new Call("snaptr", Pattern.compile("\\bsnaptr\\s*\\("), "snap-pixel"),
                new Call("pintrk", Pattern.compile("\\bpintrk\\s*\\("), "pinterest"),
                new Call("lintrk", Pattern.compile("\\blintrk\\s*\\("), "linkedin-insight"),
                new Call("_linkedin_", Pattern.compile("\\b_linkedin_(?:data_)?partner_ids?\\b"), "linkedin-insight"),
                new Call("uetq", Pattern.compile("\\buetq\\b"), "bing-uet"),
                new Call("rdt", Pattern.compile("\\brdt\\s*\\(\\s*['\"]"), "reddit-pixel"),
                new Call("qp", Pattern.compile("\\bqp\\s*\\(\\s*['\"](?:init|track)"), "quora-pixel"),
                new Call("clarity", Pattern.compile("\\bclarity\\s*\\(\\s*['\"]"), "clarity"),
                new Call("hj", Pattern.compile("\\bhj\\s*\\(\\s*['\"]"), "hotjar"),
                new Call("ga", Pattern.compile("\\bga\\s*\\(\\s*['\"](?:create|send)"), "ua"),
                new Call("_gaq", Pattern.compile("\\b_gaq\\b"), "ua"),
                new Call("gtag", Pattern.compile("\\bgtag\\s*\\([^)]{0,60}['\"]G-"), "ga4"),
                new Call("gtag", Pattern.compile("\\bgtag\\s*\\([^)]{0,60}['\"]AW-"), "google-ads"),
                new Call("gtag", Pattern.compile("\\bgtag\\s*\\([^)]{0,60}['\"]DC-"), "floodlight"),
                new Call("_paq", Pattern.compile("\\b_paq\\b"), "matomo"),
                new Call("FS", Pattern.compile("\\bFS\\s*\\.\\s*identify\\b|\\bFS\\s*\\(\\s*['\"]"), "fullstory"));
    }

    /// All recipients of several pieces of code.
    public List<Recipient> in(List<String> pieces) {
        Map<String, Recipient> found = new LinkedHashMap<>();
        pieces.forEach(piece -> in(piece).forEach(recipient -> put(found, recipient)));
        return new ArrayList<>(found.values());
    }
}
