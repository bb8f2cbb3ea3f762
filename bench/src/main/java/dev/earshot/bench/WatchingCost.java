package dev.earshot.bench;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.LoadState;
import com.microsoft.playwright.options.WaitUntilState;
import dev.earshot.browser.Progress;
import dev.earshot.browser.ScanRequest;
import dev.earshot.browser.SiteCapture;
import dev.earshot.browser.drive.PlaywrightDriver;
import dev.earshot.browser.watch.BrowserOptions;
import dev.earshot.browser.watch.WatchedBrowser;
import dev.earshot.browser.watch.cdp.CdpConnection;
import dev.earshot.clinic.Clinic;
import dev.earshot.clinic.ClinicOptions;
import dev.earshot.clinic.Received;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// What watching costs: the time from asking for a page to its load event, beside that of a bare Chromium which loads
/// the same page, and what a scan spends on a page besides.
///
/// In each round every way has a fresh browser and loads the same pages of the clinic in the same order; the ways take
/// turns at going first. The clinic counts what each page asked for: a way that made a page ask for less is no
/// comparison, and is told of.
public final class WatchingCost {
    private static final List<String> PAGES = List.of(
            "",
            "about",
            "contact",
            "encyclopedia",
            "encyclopedia/asthma",
            "encyclopedia/psoriasis",
            "doctors/okafor",
            "doctors/lindqvist",
            "appointment",
            "privacy");

    /// Loaded first and last, and not counted.
    private static final String WARM_UP = "accessibility";

    /// For what a page sends after its load event.
    private static final Duration SETTLING = Duration.ofMillis(400);

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /// How a page is loaded.
    enum Way {
        BARE("bare Chromium"),
        DRIVEN("driven by Playwright, not watched"),
        WITNESSED("watched, not driven by Playwright"),
        WHOLE("watched and driven, as in a scan");

        private final String words;

        Way(String words) {
            this.words = words;
        }
    }

    /// One page's load.
    ///
    /// @param requests that reached the clinic because of it
    private record Load(double millis, int requests) {}

    private final Clinic clinic;
    private final BrowserOptions options;
    private final Map<Way, List<Load>> loads = new EnumMap<>(Way.class);
    private final List<Double> scanned = new ArrayList<>();

    private WatchingCost(Clinic clinic) {
        this.clinic = clinic;
        this.options = BrowserOptions.forRun("cost").withArguments(clinic.browserArgs());
    }

    /// @param arguments the number of rounds, of ten pages each; 6 where none is given
    public static void main(String[] arguments) throws Exception {
        int rounds = arguments.length == 0 ? 6 : Integer.parseInt(arguments[0]);
        System.out.print(measure(rounds, true));
        System.exit(0);
    }

    /// The figures, as text.
    ///
    /// @param warm whether a round goes before that is not counted
    static String measure(int rounds, boolean warm) throws Exception {
        try (Clinic clinic = Clinic.start(ClinicOptions.defaults())) {
            if (warm) {
                new WatchingCost(clinic).round(0);
            }
            WatchingCost cost = new WatchingCost(clinic);
            for (int round = 0; round < rounds; round++) {
                cost.round(round);
            }
            return cost.report();
        }
    }

    private void round(int number) throws Exception {
        List<Way> order = new ArrayList<>(List.of(Way.values()));
        Collections.rotate(order, number);
        for (Way way : order) {
            loads.computeIfAbsent(way, _ -> new ArrayList<>()).addAll(way(way));
        }
        scan();
    }

    private List<Load> way(Way way) throws Exception {
        boolean watched = way == Way.WITNESSED || way == Way.WHOLE;
        try (WatchedBrowser browser =
                watched ? WatchedBrowser.start(options) : WatchedBrowser.startUnwatched(options)) {
            List<Load> measured = way == Way.DRIVEN || way == Way.WHOLE
                    ? driven(browser.webSocketUrl())
                    : bare(browser.webSocketUrl());
            if (watched) {
                var _ = browser.finish();
            }
            return measured;
        }
    }

    /// Asks for each page over the DevTools socket, where nothing but Page is enabled.
    private List<Load> bare(String webSocketUrl) throws InterruptedException, ExecutionException, TimeoutException {
        BlockingQueue<Boolean> loaded = new LinkedBlockingQueue<>();
        try (CdpConnection connection = CdpConnection.open(URI.create(webSocketUrl))) {
            connection.listen(new CdpConnection.Listener() {
                @Override
                public boolean wants(String method) {
                    return method.equals("Page.loadEventFired");
                }

                @Override
                public void on(String session, String method, JsonNode params) {
                    loaded.add(true);
                }
            });
            JsonNodeFactory json = JsonNodeFactory.instance;
            String target = answered(connection, "", "Target.createTarget", "url", "about:blank")
                    .path("targetId")
                    .asString("");
            String session = connection
                    .send(
                            "",
                            "Target.attachToTarget",
                            json.objectNode().put("targetId", target).put("flatten", true))
                    .get(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                    .path("sessionId")
                    .asString("");
            var _ = connection.send(session, "Page.enable").get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            return each(url -> {
                loaded.clear();
                connection.tell(session, "Page.navigate", json.objectNode().put("url", url));
                if (loaded.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS) == null) {
                    throw new TimeoutException(url + " did not load");
                }
            });
        }
    }

    private static JsonNode answered(
            CdpConnection connection, String session, String method, String field, String value)
            throws InterruptedException, ExecutionException, TimeoutException {
        return connection
                .send(session, method, JsonNodeFactory.instance.objectNode().put(field, value))
                .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    /// Asks for each page as a scan's session does.
    private List<Load> driven(String webSocketUrl) throws InterruptedException, ExecutionException, TimeoutException {
        try (Playwright playwright = PlaywrightDriver.start()) {
            BrowserContext context = playwright
                    .chromium()
                    .connectOverCDP(webSocketUrl)
                    .contexts()
                    .getFirst();
            context.onRequest(_ -> {});
            context.onDialog(dialog -> dialog.dismiss());
            context.onDownload(_ -> {});
            context.onFrameNavigated(_ -> {});
            context.onPage(_ -> {});
            Page page = context.pages().isEmpty()
                    ? context.newPage()
                    : context.pages().getFirst();
            return each(url -> {
                var _ = page.navigate(url, new Page.NavigateOptions().setWaitUntil(WaitUntilState.COMMIT));
                page.waitForLoadState(LoadState.LOAD);
            });
        }
    }

    /// Loads a page, and returns at its load event.
    private interface Loader {
        void load(String url) throws InterruptedException, TimeoutException;
    }

    private List<Load> each(Loader loader) throws InterruptedException, TimeoutException {
        loader.load(clinic.home() + WARM_UP);
        Thread.sleep(SETTLING);
        List<Load> measured = new ArrayList<>();
        for (String page : PAGES) {
            int before = arrived(page);
            long start = System.nanoTime();
            loader.load(clinic.home() + page);
            double millis = (System.nanoTime() - start) / 1e6;
            Thread.sleep(SETTLING);
            measured.add(new Load(millis, arrived(page) - before));
        }
        return measured;
    }

    /// Requests that this page was the cause of, by what their Referer says; those of the pages before it that come
    /// late are not its own.
    private int arrived(String page) {
        String own = clinic.home() + page;
        return (int) clinic.received().stream()
                .filter(request -> request.url().equals(own) || comesFrom(request, own))
                .count();
    }

    private static boolean comesFrom(Received request, String page) {
        return request.header("referer").filter(page::equals).isPresent();
    }

    /// A whole scan without its dwell: a page lasts from its visit to the next one.
    private void scan() throws IOException {
        Path folder = Files.createTempDirectory("earshot-cost");
        List<Long> visits = new ArrayList<>();
        try {
            List<String> targets = Stream.of(List.of(WARM_UP), PAGES, List.of("accessibility?last"))
                    .flatMap(List::stream)
                    .map(page -> clinic.home() + page)
                    .toList();
            var _ = SiteCapture.record(
                    ScanRequest.into(folder)
                            .targets(targets)
                            .browserArgs(clinic.browserArgs())
                            .maxPages(targets.size())
                            .maxDepth(0)
                            .dwell(Duration.ZERO)
                            .politeness(Duration.ZERO)
                            .ignoreRobots(true)
                            .selfTest(false)
                            .build(),
                    new Progress() {
                        @Override
                        public void page(int number, int known, String url) {
                            visits.add(System.nanoTime());
                        }
                    });
            for (int i = 1; i + 1 < visits.size(); i++) {
                scanned.add((visits.get(i + 1) - visits.get(i)) / 1e6);
            }
        } finally {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    private String report() {
        StringBuilder text = new StringBuilder();
        text.append("Watching, per page: milliseconds from the request to the load event; median (quartiles). ")
                .append(Machine.now())
                .append('\n');
        List<Load> bare = loads.getOrDefault(Way.BARE, List.of());
        for (Way way : Way.values()) {
            List<Load> these = loads.getOrDefault(way, List.of());
            List<Double> added = new ArrayList<>();
            List<Double> ratios = new ArrayList<>();
            for (int i = 0; i < these.size(); i++) {
                added.add(these.get(i).millis() - bare.get(i).millis());
                ratios.add(these.get(i).millis() / bare.get(i).millis());
            }
            text.append(String.format(
                    Locale.ROOT,
                    "  %-36s %-22s added %-22s ratio %s%n",
                    way.words,
                    Spread.of(these.stream().map(Load::millis).toList()).text(0),
                    way == Way.BARE ? "-" : Spread.of(added).text(0),
                    way == Way.BARE ? "1" : Spread.of(ratios).text(2)));
        }
        List<Double> besides = new ArrayList<>();
        for (int i = 0; i < scanned.size(); i++) {
            besides.add(scanned.get(i) - bare.get(i).millis());
        }
        text.append(String.format(
                Locale.ROOT,
                "  %-36s %-22s added %s%n",
                "a scan's page, whole, dwell 0",
                Spread.of(scanned).text(0),
                Spread.of(besides).text(0)));
        text.append(String.format(Locale.ROOT, "%d paired pages; answer checked: %s%n", bare.size(), checked(bare)));
        text.append("""
                Peers on a like site, per page, as published by measurement elsewhere and not run here: Blacklight 2.6 s,
                WebsiteEvidenceCollector 4.9 s, tracker-radar-collector 5.0 to 10.6 s.
                """);
        return text.toString();
    }

    /// Whether every page asked for as many things in each way.
    private String checked(List<Load> bare) {
        Set<String> differing = new TreeSet<>();
        for (Map.Entry<Way, List<Load>> way : loads.entrySet()) {
            for (int i = 0; i < bare.size(); i++) {
                int requests = way.getValue().get(i).requests();
                if (requests != bare.get(i).requests()) {
                    differing.add("/" + PAGES.get(i % PAGES.size()) + " " + requests + " for "
                            + bare.get(i).requests() + " (" + way.getKey().words + ")");
                }
            }
        }
        int all = bare.stream().mapToInt(Load::requests).sum();
        return differing.isEmpty()
                ? "each page made the same number of requests in each way (" + all + " in all)"
                : "NOT the same number of requests: " + String.join(", ", differing);
    }
}
