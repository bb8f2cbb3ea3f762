package dev.earshot.guard.csp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.Route;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/// The evaluator against a real Chromium: the same policy, the same request, the same verdict.
class ChromiumAgreementTest {
    private static final long SEED = 20261122;
    private static final int GENERATED = 160;

    /// @param kind what the page does with the address
    /// @param directive what rules on that
    /// @param url asked for; `""` for what stands in the page itself
    /// @param redirectTo where the answer sends the browser; `""` for nowhere
    private record Pair(String page, String policy, String kind, String directive, String url, String redirectTo) {
        @Override
        public String toString() {
            return page + " [" + policy + "] " + kind + " " + url + (redirectTo.isEmpty() ? "" : " → " + redirectTo);
        }
    }

    @TempDir(cleanup = CleanupMode.NEVER)
    private Path profile = Path.of("");

    @Test
    void the_evaluator_gives_the_verdicts_of_chromium() throws IOException {
        Optional<Path> chromium = onPath("chromium");
        Optional<Path> node = onPath("node");
        assumeTrue(chromium.isPresent() && node.isPresent(), "needs chromium and node on the path");
        List<Pair> pairs = pairs();
        List<Object> blocked = inChromium(pairs, 1, chromium.orElseThrow(), node.orElseThrow());
        List<Pair> differing = differing(pairs, blocked);
        if (!differing.isEmpty()) {
            // A busy machine tells of a form's or a beacon's violation late: these once more, with patience.
            differing = differing(differing, inChromium(differing, 8, chromium.orElseThrow(), node.orElseThrow()));
        }
        assertThat(differing).as("seed %d", SEED).isEmpty();
        assertThat(pairs).hasSizeGreaterThan(220);
        assertThat(blocked.stream().filter("blocked"::equals)).hasSizeGreaterThan(70);
        assertThat(blocked.stream().filter("allowed"::equals)).hasSizeGreaterThan(70);
    }

    private static List<Pair> differing(List<Pair> pairs, List<Object> inChromium) {
        return IntStream.range(0, pairs.size())
                .filter(at -> (verdict(pairs.get(at)) instanceof Verdict.Blocked)
                        != inChromium.get(at).equals("blocked"))
                .mapToObj(pairs::get)
                .toList();
    }

    private static Verdict verdict(Pair pair) {
        Evaluator evaluator = new Evaluator(
                ContentPolicy.parse(pair.policy), Url.of(pair.page).orElseThrow());
        return switch (pair.kind) {
            case "inline", "handler", "inlineStyle", "styleAttribute", "javascript" ->
                evaluator.inline(pair.directive, false);
            case "eval" -> evaluator.eval();
            default -> {
                Verdict first =
                        evaluator.request(pair.directive, Url.of(pair.url).orElseThrow(), 0);
                yield pair.redirectTo.isEmpty() || first instanceof Verdict.Blocked
                        ? first
                        : evaluator.request(
                                pair.directive, Url.of(pair.redirectTo).orElseThrow(), 1);
            }
        };
    }

    private static List<Pair> pairs() {
        List<Pair> pairs = new ArrayList<>();
        String http = "http://www.clinic.example/";
        String https = "https://www.clinic.example/";
        for (String[] inline : new String[][] {
            {"inline", "script-src-elem"}, {"handler", "script-src-attr"}, {"javascript", "script-src-elem"},
            {"inlineStyle", "style-src-elem"}, {"styleAttribute", "style-src-attr"}, {"eval", "script-src"}
        }) {
            for (String sources : List.of(
                    "default-src 'self'",
                    "default-src 'unsafe-inline'",
                    "script-src 'unsafe-inline' 'unsafe-eval'; style-src 'unsafe-inline'",
                    "script-src 'self'; script-src-attr 'unsafe-inline'; script-src-elem 'nonce-other'",
                    "script-src 'unsafe-inline' 'nonce-other'; style-src 'unsafe-inline' 'nonce-other'",
                    "style-src 'self'; style-src-attr 'unsafe-inline'",
                    "script-src 'UNSAFE-INLINE'; default-src 'none'",
                    "img-src 'none'",
                    "script-src 'unsafe-inline' 'unsafe-inline'; script-src 'none'",
                    "script-src 'unsafe-eval'; script-src-elem 'none'; style-src-elem 'unsafe-inline'")) {
                pairs.add(new Pair(http, sources, inline[0], inline[1], "", ""));
            }
        }
        String[][] kinds = {
            {"img", "img-src"}, {"script", "script-src-elem"}, {"style", "style-src-elem"}, {"fetch", "connect-src"},
            {"beacon", "connect-src"}, {"events", "connect-src"}, {"frame", "frame-src"}, {"font", "font-src"},
            {"media", "media-src"}, {"object", "object-src"}, {"form", "form-action"}, {"xhr", "connect-src"}
        };
        String[] sources = {
            "'self'",
            "'none'",
            "*",
            "http:",
            "https:",
            "data:",
            "blob:",
            "ws:",
            "wss:",
            "cdn.vendor.example",
            "CDN.Vendor.Example",
            "*.vendor.example",
            "vendor.example",
            "http://cdn.vendor.example",
            "https://cdn.vendor.example",
            "http://*.vendor.example",
            "cdn.vendor.example:8080",
            "cdn.vendor.example:*",
            "cdn.vendor.example:80",
            "cdn.vendor.example:443",
            "http://cdn.vendor.example:80",
            "https://cdn.vendor.example:443",
            "http://cdn.vendor.example:*",
            "cdn.vendor.example/a/",
            "cdn.vendor.example/a",
            "cdn.vendor.example/a/b.js",
            "cdn.vendor.example/%61/",
            "cdn.vendor.example/a/b.js?x",
            "*.vendor.example/a/",
            "www.clinic.example",
            "www.clinic.example/a/",
            "portal.clinic.example",
            "*.clinic.example",
            "http://*",
            "*:8080",
            "wss://cdn.vendor.example",
            "ws://cdn.vendor.example",
            "cdn_1.vendor.example",
            "cdn.vendor.example/",
            "cdn.vendor.example/a%2Cb/"
        };
        String[] hosts = {
            "cdn.vendor.example",
            "cdn.vendor.example",
            "cdn.vendor.example",
            "vendor.example",
            "a.cdn.vendor.example",
            "evilvendor.example",
            "www.clinic.example",
            "portal.clinic.example",
            "cdn_1.vendor.example"
        };
        String[] paths = {
            "/", "/a", "/a/", "/a/b.js", "/A/b.js", "/%61/b.js", "/a/b.js?x=1", "/ab", "/b?/a/", "/a%2Cb/c", "/a,b/c"
        };
        Random random = new Random(SEED);
        for (int count = 0; count < GENERATED; count++) {
            String page = count % 3 == 0 ? https : http;
            String[] kind =
                    count % 10 == 0 ? new String[] {"socket", "connect-src"} : kinds[random.nextInt(kinds.length)];
            boolean secure = page.equals(https) || random.nextInt(4) == 0;
            String scheme = kind[0].equals("socket") ? (secure ? "wss" : "ws") : secure ? "https" : "http";
            String port =
                    random.nextInt(5) == 0 ? List.of(":8080", ":80", ":443").get(random.nextInt(3)) : "";
            String url = scheme + "://" + any(hosts, random) + port + any(paths, random);
            StringBuilder policy = new StringBuilder(named(kind[1], random));
            int many = 1 + random.nextInt(2);
            for (int each = 0; each < many; each++) {
                policy.append(' ').append(any(sources, random));
            }
            boolean redirects = page.equals(http)
                    && scheme.equals("http")
                    && !List.of("form", "beacon").contains(kind[0])
                    && random.nextInt(3) == 0;
            String to = redirects ? "http://" + any(hosts, random) + any(paths, random) : "";
            pairs.add(new Pair(page, policy.toString(), kind[0], kind[1], url, to));
        }
        for (String source : List.of("'self'", "data:", "blob:", "*", "https:", "'none'")) {
            pairs.add(new Pair(
                    http, "img-src " + source, "img", "img-src", "data:image/gif;base64,R0lGODlhAQABAAAAACw=", ""));
            pairs.add(new Pair(
                    http, "worker-src " + source, "worker", "worker-src", "http://www.clinic.example/a/w.js", ""));
            pairs.add(new Pair(
                    http,
                    "script-src " + source + " 'unsafe-inline'",
                    "worker",
                    "worker-src",
                    "http://www.clinic.example/a/w.js",
                    ""));
            pairs.add(new Pair(http, "child-src " + source, "frame", "frame-src", "http://www.clinic.example/a/f", ""));
        }
        return pairs;
    }

    /// Sometimes a directive that it falls back to.
    private static String named(String directive, Random random) {
        if (directive.equals("form-action") || random.nextInt(3) > 0) {
            return directive;
        }
        return switch (directive) {
            case "script-src-elem" -> random.nextBoolean() ? "script-src" : "default-src";
            case "style-src-elem" -> random.nextBoolean() ? "style-src" : "default-src";
            case "frame-src" -> random.nextBoolean() ? "child-src" : "default-src";
            default -> "default-src";
        };
    }

    private static String any(String[] of, Random random) {
        return of[random.nextInt(of.length)];
    }

    @SuppressWarnings("unchecked")
    private List<Object> inChromium(List<Pair> pairs, int patience, Path chromium, Path node) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 200);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", exchange -> {
            String query = Objects.requireNonNullElse(exchange.getRequestURI().getRawQuery(), "");
            int marker = query.indexOf("redirect=");
            byte[] body = new byte[0];
            if (exchange.getRequestURI().getPath().equals("/pair")) {
                Pair pair = pairs.get(Integer.parseInt(query));
                exchange.getResponseHeaders().set("Content-Type", "text/html");
                exchange.getResponseHeaders().set("Content-Security-Policy", pair.policy);
                body = html(pair).getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(200, body.length);
            } else if (exchange.getRequestURI().getPath().equals("/all")) {
                exchange.getResponseHeaders().set("Content-Type", "text/html");
                exchange.sendResponseHeaders(200, 2);
                body = "ok".getBytes(StandardCharsets.UTF_8);
            } else if (marker >= 0) {
                exchange.getResponseHeaders()
                        .set("Location", URLDecoder.decode(query.substring(marker + 9), StandardCharsets.UTF_8));
                exchange.getResponseHeaders().set("Access-Control-Allow-Origin", "*");
                exchange.sendResponseHeaders(302, -1);
            } else {
                exchange.getResponseHeaders().set("Access-Control-Allow-Origin", "*");
                exchange.getResponseHeaders().set("Content-Type", "text/plain");
                exchange.sendResponseHeaders(200, -1);
            }
            if (body.length > 0) {
                exchange.getResponseBody().write(body);
            }
            exchange.close();
        });
        server.start();
        String to = "127.0.0.1:" + server.getAddress().getPort();
        try (Playwright playwright = Playwright.create(new Playwright.CreateOptions()
                        .setEnv(Map.of(
                                "PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1", "PLAYWRIGHT_NODEJS_PATH", node.toString())));
                BrowserContext context = playwright
                        .chromium()
                        .launchPersistentContext(
                                profile,
                                new BrowserType.LaunchPersistentContextOptions()
                                        .setExecutablePath(chromium)
                                        .setHeadless(true)
                                        .setArgs(List.of(
                                                "--no-sandbox",
                                                "--disable-gpu",
                                                "--disable-features=HttpsUpgrades,HttpsFirstBalancedModeAutoEnable",
                                                "--host-resolver-rules=MAP * " + to)))) {
            Page page = context.pages().getFirst();
            page.route(url -> url.startsWith("https://www.clinic.example/pair?"), route -> secure(route, pairs));
            List<Object> verdicts = new ArrayList<>();
            String script = ALL.replace("PATIENCE", String.valueOf(patience))
                    .replace(
                            "PAIRS",
                            JsonMapper.shared()
                                    .writeValueAsString(pairs.stream()
                                            .map(pair -> List.of(pair.kind, asked(pair)))
                                            .toList()));
            for (String scheme : List.of("http", "https")) {
                page.route(
                        url -> url.equals("https://www.clinic.example/all"),
                        route -> route.fulfill(new Route.FulfillOptions()
                                .setContentType("text/html")
                                .setBody("ok")));
                page.navigate(scheme + "://www.clinic.example/all");
                List<Integer> indices = new ArrayList<>();
                for (int at = 0; at < pairs.size(); at++) {
                    if (pairs.get(at).page.startsWith(scheme + ":")) {
                        indices.add(at);
                    }
                }
                Map<String, Object> seen = (Map<String, Object>) page.evaluate(script, indices);
                seen.forEach((index, verdict) -> put(verdicts, Integer.parseInt(index), verdict));
            }
            return verdicts;
        } finally {
            server.stop(0);
        }
    }

    private static void put(List<Object> list, int at, Object value) {
        while (list.size() <= at) {
            list.add("no answer");
        }
        list.set(at, value);
    }

    private static void secure(Route route, List<Pair> pairs) {
        Pair pair = pairs.get(Integer.parseInt(route.request().url().replaceFirst(".*\\?", "")));
        route.fulfill(new Route.FulfillOptions()
                .setContentType("text/html")
                .setHeaders(Map.of("Content-Security-Policy", pair.policy, "Content-Type", "text/html"))
                .setBody(html(pair)));
    }

    /// A page that does nothing by itself: its parent, of the same origin and without a policy, acts in it.
    private static String html(Pair pair) {
        return "<!doctype html><body>" + pair.kind.toLowerCase(Locale.ROOT);
    }

    private static final String ALL = """
            async indices => {
              const seen = {};
              const one = index => new Promise(done => {
                const frame = document.createElement('iframe');
                frame.src = '/pair?' + index;
                frame.onload = () => { frame.onload = null; done(frame); };
                document.body.append(frame);
              });
              const pairs = PAIRS;
              const act = (kind, url, w, settled) => {
                const d = w.document;
                const add = (tag, set) => { const e = d.createElement(tag); e.onload = e.onerror = settled; set(e); d.body.append(e); return e; };
                switch (kind) {
                  case 'img': add('img', e => e.src = url); break;
                  case 'script': add('script', e => e.src = url); break;
                  case 'style': add('link', e => { e.rel = 'stylesheet'; e.href = url; }); break;
                  case 'fetch': w.fetch(url, {mode: 'no-cors'}).then(settled, settled); break;
                  case 'xhr': { const x = new w.XMLHttpRequest(); x.onloadend = settled; x.open('GET', url); x.send(); break; }
                  case 'beacon': w.navigator.sendBeacon(url, 'x'); w.setTimeout(settled, 900 * PATIENCE); break;
                  case 'events': { const s = new w.EventSource(url); s.onerror = () => { s.close(); settled(); }; s.onopen = settled; break; }
                  case 'socket': { const s = new w.WebSocket(url); s.onerror = s.onopen = settled; break; }
                  case 'frame': add('iframe', e => e.src = url); break;
                  case 'font': new w.FontFace('x', 'url("' + url + '")').load().then(settled, settled); break;
                  case 'media': { const a = d.createElement('audio'); a.onerror = settled; a.preload = 'auto'; a.src = url; d.body.append(a); break; }
                  case 'object': add('object', e => e.data = url); break;
                  case 'form': { const t = add('iframe', e => { e.name = 'target'; e.onload = null; }); const f = d.createElement('form'); f.action = url; f.method = 'post'; f.target = 'target'; d.body.append(f); f.submit(); w.setTimeout(settled, 1500 * PATIENCE); break; }
                  case 'worker': { const k = new w.Worker(url); k.onerror = settled; w.setTimeout(settled, 300); break; }
                  case 'inline': { const s = d.createElement('script'); s.textContent = '1'; d.body.append(s); settled(); break; }
                  case 'handler': { d.body.setAttribute('onclick', '1'); d.body.click(); settled(); break; }
                  case 'javascript': { const a = d.createElement('a'); a.href = 'javascript:1'; d.body.append(a); a.click(); w.setTimeout(settled, 200); break; }
                  case 'inlineStyle': { const s = d.createElement('style'); s.textContent = 'b{color:red}'; d.body.append(s); settled(); break; }
                  case 'styleAttribute': { d.body.setAttribute('style', 'color:red'); settled(); break; }
                  case 'eval': { try { w.eval('1'); } catch {} settled(); break; }
                }
              };
              const queue = [...indices];
              const work = async () => { while (queue.length) {
                const index = queue.shift();
                const frame = await one(index);
                const w = frame.contentWindow;
                const [kind, url] = pairs[index];
                seen[index] = await new Promise(done => {
                  let over = false;
                  w.document.addEventListener('securitypolicyviolation', () => { over = true; done('blocked'); });
                  const settled = () => setTimeout(() => { if (!over) done('allowed'); }, 150 * PATIENCE);
                  setTimeout(() => done('allowed'), 3000 * PATIENCE);
                  try { act(kind, url, w, settled); } catch (e) { setTimeout(() => done(over ? 'blocked' : 'error ' + e), 250); }
                });
                frame.remove();
              } };
              await Promise.all(Array.from({length: 70}, work));
              return seen;
            }
            """;

    private static String asked(Pair pair) {
        return pair.redirectTo.isEmpty()
                ? pair.url
                : pair.url + (pair.url.contains("?") ? "&" : "?") + "redirect="
                        + URLEncoder.encode(pair.redirectTo, StandardCharsets.UTF_8);
    }

    private static Optional<Path> onPath(String name) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
