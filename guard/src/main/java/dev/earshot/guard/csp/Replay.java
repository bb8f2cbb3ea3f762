package dev.earshot.guard.csp;

import dev.earshot.domain.HostName;
import dev.earshot.exchange.Capture;
import dev.earshot.exchange.Context;
import dev.earshot.exchange.Exchange;
import dev.earshot.exchange.Initiator;
import dev.earshot.exchange.Response;
import dev.earshot.guard.protection.Protection;
import dev.earshot.guard.protection.Ruling;
import dev.earshot.guard.protection.Use;
import dev.earshot.guard.protection.ZoneProtection;
import dev.earshot.har.HarFile;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
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
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a recording's pages would have done under their zones' policies: each request allowed or blocked, and what of
/// that would have broken a page.
///
/// @param requests all that were recorded and leave the machine
/// @param rows by zone, then what matters most first
/// @param inPages what stands in the pages themselves
/// @param remarks what could not be said
public record Replay(String capture, int requests, List<Row> rows, List<InPage> inPages, List<String> remarks) {
    public Replay {
        rows = List.copyOf(rows);
        inPages = List.copyOf(inPages);
        remarks = List.copyOf(remarks);
    }

    /// What becomes of a request.
    public enum Outcome {
        BLOCKED("blocked"),
        /// What causes it is blocked: its script, or the frame that it is made in.
        NOT_MADE("not made any more"),
        UNKNOWN("can't be told"),
        ALLOWED("allowed"),
        /// No page of the site's own makes it, or it is a navigation.
        NOT_COVERED("not covered by the policy");

        private final String label;

        Outcome(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }
    }

    /// What the protection says of an address.
    public enum Party {
        OWN("own"),
        ALLOWED("allowed"),
        FORBIDDEN("forbidden"),
        NOBODY("nobody ruled on");

        private final String label;

        Party(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }
    }

    /// Requests that are alike.
    ///
    /// @param enforced whether the zone's policy is enforced; otherwise it would be reported only
    /// @param stricter how many of them the Report-Only twin would report
    /// @param examples of paths, without queries, whatever holds a digit left out
    public record Row(
            String zone,
            boolean enforced,
            Outcome outcome,
            Party party,
            String host,
            String directive,
            int count,
            int stricter,
            Set<String> examples) {
        public Row {
            examples = new TreeSet<>(examples);
        }

        /// Whether a page is the poorer for it.
        public boolean breaks() {
            return switch (party) {
                case OWN -> outcome == Outcome.BLOCKED || outcome == Outcome.NOT_MADE;
                case ALLOWED -> outcome == Outcome.BLOCKED;
                case FORBIDDEN, NOBODY -> false;
            };
        }

        public boolean letsThrough() {
            return party == Party.FORBIDDEN && (outcome == Outcome.ALLOWED || outcome == Outcome.UNKNOWN || !enforced);
        }
    }

    /// Something in the text of pages.
    ///
    /// @param pages how many pages have it
    /// @param plain what becomes of it under the headers without nonces
    /// @param gateway behind the gateway, which puts nonces into pages
    public record InPage(String zone, String what, int count, int pages, Outcome plain, Outcome gateway) {
        public boolean breaks() {
            return plain == Outcome.BLOCKED || gateway == Outcome.BLOCKED;
        }
    }

    /// @param stripped as in [ZonePolicy.Setting]
    /// @throws dev.earshot.EarshotException USAGE where the file is not a HAR
    public static Replay of(Protection protection, boolean stripped, Path har) {
        return new Player(protection, stripped).play(har);
    }

    /// How many requests have this outcome.
    public int count(Outcome outcome) {
        return rows.stream()
                .filter(row -> row.outcome() == outcome)
                .mapToInt(Row::count)
                .sum();
    }

    /// Rows that are stopped, and that no page is the poorer for.
    List<Row> blockedRightly() {
        return rows.stream()
                .filter(row -> !row.breaks() && !row.letsThrough())
                .filter(row -> row.outcome() == Outcome.BLOCKED || row.outcome() == Outcome.NOT_MADE)
                .toList();
    }

    /// Rows of which the recording doesn't say enough.
    List<Row> untold() {
        return with(Outcome.UNKNOWN);
    }

    /// Rows that go on as they were.
    List<Row> allowed() {
        return with(Outcome.ALLOWED);
    }

    private List<Row> with(Outcome outcome) {
        return rows.stream()
                .filter(row -> row.outcome() == outcome && !row.letsThrough())
                .toList();
    }

    /// Rows that a page is the poorer for.
    public List<Row> breaking() {
        return rows.stream().filter(Row::breaks).toList();
    }

    /// Forbidden requests that leave all the same.
    public List<Row> lettingThrough() {
        return rows.stream().filter(Row::letsThrough).toList();
    }

    private static final class Player {
        private static final Pattern SCRIPT_TAG =
                Pattern.compile("<script\\b([^>]*)>(.*?)</script\\s*>", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
        private static final Pattern TAG = Pattern.compile("<([a-z][a-z0-9-]*)\\b([^>]*)>", Pattern.CASE_INSENSITIVE);
        private static final Pattern HANDLER = Pattern.compile("\\son[a-z]{3,}\\s*=", Pattern.CASE_INSENSITIVE);
        private static final Pattern SCRIPT_LINK = Pattern.compile(
                "\\b(?:href|action|formaction|src)\\s*=\\s*[\"']?\\s*javascript:(?!\\s*[\"'>])",
                Pattern.CASE_INSENSITIVE);
        private static final Pattern EVAL =
                Pattern.compile("\\beval\\s*\\(|\\bnew\\s+Function\\s*\\(|\\bset(?:Timeout|Interval)\\s*\\(\\s*[\"']");
        private static final Pattern SRC = Pattern.compile("\\bsrc\\s*=", Pattern.CASE_INSENSITIVE);
        private static final Pattern TYPE =
                Pattern.compile("\\btype\\s*=\\s*[\"']?([^\"'\\s>]+)", Pattern.CASE_INSENSITIVE);
        private static final Pattern ADDRESS = Pattern.compile(
                "\\b(action|formaction|href)\\s*=\\s*(?:\"([^\"]*)\"|'([^']*)'|([^\\s>]+))", Pattern.CASE_INSENSITIVE);

        private final Protection protection;
        private final Map<String, ZonePolicy> plain = new HashMap<>();
        private final Map<String, ZonePolicy> gateway = new HashMap<>();
        private final Map<String, Integer> redirects = new HashMap<>();
        private final Set<String> blockedCauses = new HashSet<>();
        private final Map<String, Boolean> signedIn = new HashMap<>();
        private final Map<List<Object>, Row> rows = new LinkedHashMap<>();
        private final Map<List<Object>, InPage> inPages =
                new TreeMap<>(java.util.Comparator.comparing(Object::toString));
        private final Set<String> remarks = new java.util.LinkedHashSet<>();
        private String lastPage = "";
        private int requests;
        private int withPolicy;
        private int withoutText;

        Player(Protection protection, boolean stripped) {
            this.protection = protection;
            for (ZoneProtection zone : protection.zones()) {
                plain.put(
                        zone.zone(), ZonePolicy.of(protection, zone, new ZonePolicy.Setting("", stripped, "", false)));
                gateway.put(zone.zone(), ZonePolicy.of(protection, zone, new ZonePolicy.Setting("n", true, "", false)));
            }
        }

        Replay play(Path har) {
            HarFile capture = HarFile.open(har);
            capture.forEach(this::request);
            if (!HarTexts.forEach(har, this::text)) {
                remarks.add("The texts of pages could not be read to the end: what stands in them is not all told.");
            }
            if (withoutText > 0) {
                remarks.add(withoutText + " pages were recorded without their text, so that script in them, forms and"
                        + " handlers can't be told. Record with bodies (DevTools: Export HAR).");
            }
            if (withPolicy > 0) {
                remarks.add(
                        withPolicy + " pages carry a Content-Security-Policy of their own: browsers obey both, and what"
                                + " either blocks is blocked. This tells of the new one alone.");
            }
            Capture.Summary summary = capture.summary();
            summary.blindSpots().stream()
                    .filter(blindSpot -> blindSpot.kind() == dev.earshot.exchange.BlindSpot.Kind.ENTRY_NOT_READ)
                    .map(dev.earshot.exchange.BlindSpot::what)
                    .forEach(remarks::add);
            List<String> order =
                    protection.zones().stream().map(ZoneProtection::zone).toList();
            List<Row> sorted = new ArrayList<>(rows.values());
            sorted.sort(java.util.Comparator.comparingInt((Row row) -> order.indexOf(row.zone()))
                    .thenComparing(row -> !row.breaks())
                    .thenComparing(row -> !row.letsThrough())
                    .thenComparing(Row::outcome)
                    .thenComparing(Row::party)
                    .thenComparing(Row::host)
                    .thenComparing(Row::directive));
            return new Replay(
                    har.getFileName().toString(),
                    requests,
                    sorted,
                    List.copyOf(inPages.values()),
                    List.copyOf(remarks));
        }

        private void request(Exchange exchange) {
            requests++;
            String address = exchange.request().url();
            Context context = exchange.context();
            Optional<Url> parsed = Url.of(address);
            if (parsed.isEmpty()) {
                remarks.add("An address could not be read, and nothing is said of its request.");
                return;
            }
            Url url = parsed.get();
            int hops = redirects.getOrDefault(address, startedByRedirect(context) ? 1 : 0);
            redirects.remove(address);
            exchange.response()
                    .flatMap(Response::redirectUrl)
                    .filter(to -> !to.isEmpty())
                    .ifPresent(to -> {
                        try {
                            redirects.put(URI.create(address).resolve(to).toString(), hops + 1);
                        } catch (IllegalArgumentException notAnAddress) {
                            redirects.put(to, hops + 1);
                        }
                    });
            String directive = directive(exchange);
            boolean navigation = directive.equals("navigation");
            String page = navigation ? from(exchange) : governing(context, directive);
            if (navigation) {
                signedIn.put(bare(address), context.signedIn() == Context.SignedIn.YES);
                lastPage = address;
                if (exchange.response()
                        .flatMap(response -> response.header("Content-Security-Policy"))
                        .isPresent()) {
                    withPolicy++;
                }
                if (!exchange.request().method().equals("POST")) {
                    count(
                            zoneOf(page.isEmpty() ? address : page, context),
                            Outcome.NOT_COVERED,
                            url,
                            "navigation",
                            false);
                    return;
                }
                directive = "form-action";
            }
            Optional<Url> pageUrl = Url.of(page);
            ZoneProtection zone = zoneOf(page, context);
            if (pageUrl.isEmpty()
                    || !protection.own().contains(HostName.of(pageUrl.get().host()))) {
                boolean frameIsBlocked = blockedCauses.contains(bare(page));
                count(zone, frameIsBlocked ? Outcome.NOT_MADE : Outcome.NOT_COVERED, url, directive, false);
                return;
            }
            if (directive.isEmpty()) {
                count(zone, Outcome.UNKNOWN, url, "?", false);
                return;
            }
            if (directive.equals("none")) {
                count(zone, Outcome.NOT_COVERED, url, "-", false);
                return;
            }
            ZonePolicy policy = policyOf(plain, zone);
            Verdict verdict = new Evaluator(policy.enforced().orElse(policy.tryOut()), pageUrl.get())
                    .request(directive, url, hops);
            boolean stricter = new Evaluator(policy.tryOut(), pageUrl.get()).request(directive, url, hops)
                    instanceof Verdict.Blocked;
            boolean causeIsBlocked = causeIsBlocked(context, HostName.of(url.host()));
            Outcome outcome = switch (verdict) {
                case Verdict.Blocked blocked -> {
                    blockedCauses.add(bare(address));
                    yield Outcome.BLOCKED;
                }
                case Verdict.Unknown unknown -> Outcome.UNKNOWN;
                case Verdict.Allowed allowed -> causeIsBlocked ? Outcome.NOT_MADE : Outcome.ALLOWED;
            };
            if (outcome == Outcome.NOT_MADE) {
                blockedCauses.add(bare(address));
            }
            count(zone, outcome, url, directive, stricter);
        }

        /// Whether a blocked script is among what caused a request. Scripts of vendors wrap `fetch`, and so stand in the
        /// chain of every request of a site's own script to its own hosts: these are made without them as well.
        private boolean causeIsBlocked(Context context, String host) {
            List<String> causes = context.initiators().stream()
                    .flatMap(initiator -> initiator.url().stream())
                    .map(Player::bare)
                    .toList();
            boolean wrapped = protection.own().contains(host)
                    && causes.stream()
                            .flatMap(cause -> Url.of(cause).stream())
                            .anyMatch(cause -> protection.own().contains(HostName.of(cause.host())));
            return !wrapped && causes.stream().anyMatch(blockedCauses::contains);
        }

        private static boolean startedByRedirect(Context context) {
            return !context.initiators().isEmpty()
                    && context.initiators().getFirst().kind() == Initiator.Kind.REDIRECT;
        }

        private ZoneProtection zoneOf(String page, Context context) {
            return protection.of(page, context.signedIn() == Context.SignedIn.YES);
        }

        private static ZonePolicy policyOf(Map<String, ZonePolicy> policies, ZoneProtection zone) {
            return java.util.Objects.requireNonNull(policies.get(zone.zone()), zone.zone());
        }

        /// The page from which a navigation went.
        private String from(Exchange exchange) {
            return exchange.request()
                    .header("Referer")
                    .filter(referrer -> Url.of(referrer)
                            .filter(url -> !url.path().equals("/"))
                            .isPresent())
                    .orElse(lastPage.isEmpty() ? exchange.context().pageUrl() : lastPage);
        }

        /// The document or worker whose policy holds for a request.
        private static String governing(Context context, String directive) {
            boolean own = context.frameUrl().startsWith("http") && !directive.equals("frame-src");
            return own ? context.frameUrl() : context.pageUrl();
        }

        /// What rules on a request, by what the browser said it was for; `navigation`, `none`, or empty where unknown.
        private static String directive(Exchange exchange) {
            Optional<String> destination = exchange.request().header("Sec-Fetch-Dest");
            String type = exchange.context().resourceType().toLowerCase(Locale.ROOT);
            if (destination.isPresent() && !type.equals("websocket")) {
                return switch (destination.get()) {
                    case "script", "audioworklet", "paintworklet", "xslt" -> "script-src-elem";
                    case "style" -> "style-src-elem";
                    case "image" -> "img-src";
                    case "font" -> "font-src";
                    case "audio", "video", "track" -> "media-src";
                    case "iframe", "frame", "fencedframe" -> "frame-src";
                    case "document" -> "navigation";
                    case "worker", "sharedworker", "serviceworker" -> "worker-src";
                    case "manifest" -> "manifest-src";
                    case "object", "embed" -> "object-src";
                    case "report" -> "none";
                    case "empty", "json", "webidentity" -> "connect-src";
                    default -> "";
                };
            }
            return switch (type) {
                case "script" -> "script-src-elem";
                case "stylesheet", "css" -> "style-src-elem";
                case "image", "imageset" -> "img-src";
                case "font" -> "font-src";
                case "media", "texttrack" -> "media-src";
                case "xhr", "fetch", "ping", "beacon", "eventsource", "websocket" -> "connect-src";
                case "manifest" -> "manifest-src";
                case "object" -> "object-src";
                case "subdocument", "iframe" -> "frame-src";
                case "prefetch" -> "default-src";
                case "cspviolationreport", "preflight" -> "none";
                case "document" ->
                    exchange.context().target() == Context.Target.IFRAME || isWithin(exchange)
                            ? "frame-src"
                            : "navigation";
                default -> byAnswer(exchange);
            };
        }

        private static boolean isWithin(Exchange exchange) {
            Context context = exchange.context();
            return exchange.request().header("Sec-Fetch-Mode").isEmpty()
                    && context.frameUrl().startsWith("http")
                    && !bare(context.frameUrl()).equals(bare(context.pageUrl()))
                    && !bare(context.pageUrl()).equals(bare(exchange.request().url()));
        }

        private static String byAnswer(Exchange exchange) {
            String type = exchange.response().map(Response::mimeType).orElse("").toLowerCase(Locale.ROOT);
            if (exchange.request().url().startsWith("ws")) {
                return "connect-src";
            }
            if (type.startsWith("image/")) {
                return "img-src";
            }
            if (type.contains("javascript")) {
                return "script-src-elem";
            }
            if (type.startsWith("text/css")) {
                return "style-src-elem";
            }
            return type.startsWith("font/") ? "font-src" : "";
        }

        private void count(ZoneProtection zone, Outcome outcome, Url url, String directive, boolean stricter) {
            String host = HostName.of(url.host());
            Party party = party(zone, host, url.path(), use(directive));
            boolean enforced = policyOf(plain, zone).enforced().isPresent();
            Set<String> examples = new TreeSet<>(Set.of(shape(url.path())));
            rows.merge(
                    List.of(zone.zone(), outcome, party, host, directive),
                    new Row(zone.zone(), enforced, outcome, party, host, directive, 1, stricter ? 1 : 0, examples),
                    (before, one) -> {
                        if (before.examples().size() < 3) {
                            examples.addAll(before.examples());
                        }
                        return new Row(
                                zone.zone(),
                                enforced,
                                outcome,
                                party,
                                host,
                                directive,
                                before.count() + 1,
                                before.stricter() + one.stricter(),
                                before.examples().size() < 3 ? examples : before.examples());
                    });
        }

        private Party party(ZoneProtection zone, String host, String path, Use use) {
            boolean forbidden =
                    zone.forbidden().stream().anyMatch(each -> each.to().covers(host, path));
            if (forbidden) {
                return Party.FORBIDDEN;
            }
            if (protection.own().contains(host)) {
                return Party.OWN;
            }
            return switch (protection.rule(zone, host, path, use)) {
                case Ruling.Allow allow -> allow.reported() ? Party.NOBODY : Party.ALLOWED;
                case Ruling.Strip strip -> Party.ALLOWED;
                case Ruling.Block block -> Party.NOBODY;
            };
        }

        private static Use use(String directive) {
            return switch (directive) {
                case "script-src-elem" -> Use.SCRIPT;
                case "style-src-elem" -> Use.STYLE;
                case "img-src" -> Use.IMAGE;
                case "font-src" -> Use.FONT;
                case "media-src" -> Use.MEDIA;
                case "frame-src", "object-src" -> Use.FRAME;
                case "form-action" -> Use.FORM;
                case "worker-src" -> Use.WORKER;
                case "manifest-src" -> Use.MANIFEST;
                case "navigation" -> Use.NAVIGATION;
                default -> Use.CONNECT;
            };
        }

        private void text(HarTexts.Text text) {
            if (text.url().startsWith("data:") || text.url().startsWith("blob:")) {
                local(text);
                return;
            }
            Optional<Url> url = Url.of(text.url());
            if (url.isEmpty()) {
                return;
            }
            if (text.isHtml() && protection.own().contains(HostName.of(url.get().host()))) {
                if (text.content().isEmpty()) {
                    withoutText++;
                } else {
                    page(text, url.get());
                }
                lastPage = text.url();
            } else if (text.isScript() && !text.content().isEmpty()) {
                evals(zoneOfPage(lastPage), "eval in scripts of " + url.get().host(), text.content());
            }
        }

        private void local(HarTexts.Text text) {
            String directive = switch (text.resource().toLowerCase(Locale.ROOT)) {
                case "image" -> "img-src";
                case "font" -> "font-src";
                case "media" -> "media-src";
                case "script" -> "script-src-elem";
                case "stylesheet" -> "style-src-elem";
                case "document" -> "frame-src";
                case "fetch", "xhr" -> "connect-src";
                default -> "";
            };
            if (directive.isEmpty() || lastPage.isEmpty()) {
                return;
            }
            ZoneProtection zone = zoneOfPage(lastPage);
            String scheme = text.url().substring(0, 5);
            Url url = Url.of(text.url()).orElseThrow();
            found(
                    zone,
                    scheme + " as " + directive,
                    1,
                    0,
                    outcome(plain, zone, directive, url),
                    outcome(gateway, zone, directive, url));
        }

        private Outcome outcome(Map<String, ZonePolicy> policies, ZoneProtection zone, String directive, Url url) {
            ZonePolicy policy = policyOf(policies, zone);
            return told(new Evaluator(
                            policy.enforced().orElse(policy.tryOut()),
                            Url.of(lastPage).orElseThrow())
                    .request(directive, url, 0));
        }

        private static Outcome told(Verdict verdict) {
            return switch (verdict) {
                case Verdict.Allowed allowed -> Outcome.ALLOWED;
                case Verdict.Blocked blocked -> Outcome.BLOCKED;
                case Verdict.Unknown unknown -> Outcome.UNKNOWN;
            };
        }

        private ZoneProtection zoneOfPage(String page) {
            return protection.of(page, signedIn.getOrDefault(bare(page), false));
        }

        private void page(HarTexts.Text text, Url url) {
            ZoneProtection zone = zoneOfPage(text.url());
            int inline = 0;
            Matcher scripts = SCRIPT_TAG.matcher(text.content());
            while (scripts.find()) {
                Matcher type = TYPE.matcher(scripts.group(1));
                boolean runs = !type.find()
                        || type.group(1).contains("javascript")
                        || type.group(1).equals("module");
                if (runs
                        && !SRC.matcher(scripts.group(1)).find()
                        && !scripts.group(2).isBlank()) {
                    inline++;
                    evals(zone, "eval in pages", scripts.group(2));
                }
            }
            int handlers = 0;
            int links = 0;
            Matcher tags = TAG.matcher(text.content());
            while (tags.find()) {
                handlers += HANDLER.matcher(tags.group(2)).find() ? 1 : 0;
                links += SCRIPT_LINK.matcher(tags.group(2)).find() ? 1 : 0;
                addresses(zone, url, tags.group(1).toLowerCase(Locale.ROOT), tags.group(2));
            }
            inline(zone, url, "inline scripts", "script-src-elem", inline, true);
            inline(zone, url, "event handlers in attributes", "script-src-attr", handlers, false);
            inline(zone, url, "javascript: links", "script-src-elem", links, false);
        }

        private void inline(
                ZoneProtection zone, Url page, String what, String directive, int count, boolean canHaveNonce) {
            if (count > 0) {
                found(
                        zone,
                        what,
                        count,
                        1,
                        told(evaluator(plain, zone, page).inline(directive, false)),
                        told(evaluator(gateway, zone, page).inline(directive, canHaveNonce)));
            }
        }

        private void evals(ZoneProtection zone, String what, String script) {
            if (EVAL.matcher(script).find()) {
                Url any = new Url("https", "", -1, "/");
                found(
                        zone,
                        what,
                        1,
                        1,
                        told(evaluator(plain, zone, any).eval()),
                        told(evaluator(gateway, zone, any).eval()));
            }
        }

        private static Evaluator evaluator(Map<String, ZonePolicy> policies, ZoneProtection zone, Url page) {
            ZonePolicy policy = policyOf(policies, zone);
            return new Evaluator(policy.enforced().orElse(policy.tryOut()), page);
        }

        private void addresses(ZoneProtection zone, Url page, String tag, String attributes) {
            if (!tag.equals("form")
                    && !tag.equals("base")
                    && !attributes.toLowerCase(Locale.ROOT).contains("formaction")) {
                return;
            }
            Matcher each = ADDRESS.matcher(attributes);
            while (each.find()) {
                boolean base = tag.equals("base");
                String name = each.group(1).toLowerCase(Locale.ROOT);
                String to = Optional.ofNullable(each.group(2))
                        .or(() -> Optional.ofNullable(each.group(3)))
                        .orElse(each.group(4));
                if (base != name.equals("href") || !to.toLowerCase(Locale.ROOT).matches("(?:https?:)?//.*")) {
                    continue;
                }
                Optional<Url> url = Url.of(to.startsWith("//") ? page.scheme() + ":" + to : to);
                String directive = base ? "base-uri" : "form-action";
                url.ifPresent(target -> found(
                        zone,
                        directive + " " + target.host(),
                        1,
                        1,
                        told(evaluator(plain, zone, page).request(directive, target, 0)),
                        told(evaluator(gateway, zone, page).request(directive, target, 0))));
            }
        }

        private void found(ZoneProtection zone, String what, int count, int pages, Outcome without, Outcome with) {
            inPages.merge(
                    List.of(zone.zone(), what, without, with),
                    new InPage(zone.zone(), what, count, pages, without, with),
                    (before, one) -> new InPage(
                            zone.zone(), what, before.count() + count, before.pages() + pages, without, with));
        }

        private static String bare(String address) {
            int end = 0;
            while (end < address.length() && address.charAt(end) != '?' && address.charAt(end) != '#') {
                end++;
            }
            return address.substring(0, end);
        }

        /// A path without what may tell of a person: a segment with a digit, or a long one, becomes `…`.
        private static String shape(String path) {
            StringBuilder shape = new StringBuilder();
            String[] segments = path.split("/", -1);
            for (int at = 1; at < segments.length && at < 6; at++) {
                String segment = segments[at];
                boolean telling = segment.length() > 24
                        || segment.chars().anyMatch(c -> (c >= '0' && c <= '9') || c == '%' || c == '@');
                shape.append('/').append(telling ? "…" : segment);
            }
            return shape.isEmpty() ? "/" : shape.toString();
        }
    }
}
