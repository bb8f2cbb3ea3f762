package dev.earshot.browser;

import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.PlaywrightException;
import dev.earshot.EarshotException;
import dev.earshot.browser.crawl.Frontier;
import dev.earshot.browser.crawl.Scope;
import dev.earshot.browser.drive.PlaywrightDriver;
import dev.earshot.browser.journey.Journey;
import dev.earshot.browser.watch.SelfTestSite;
import dev.earshot.browser.watch.WatchRecord;
import dev.earshot.browser.watch.WatchedBrowser;
import dev.earshot.domain.RegistrableDomain;
import dev.earshot.exchange.BlindSpot;
import dev.earshot.exchange.Capture;
import dev.earshot.exchange.Page;
import dev.earshot.exchange.Run;
import dev.earshot.exchange.Run.ConsentMode;
import dev.earshot.har.HarWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/// Records a site: crawls it, does the journeys, once for each answer to the consent banner.
public final class SiteCapture {
    /// A browser that dies is replaced; a site that kills it every time is given up.
    private static final int MOST_BROWSERS_OF_A_WORKER = 3;

    /// How long the end of this program waits for what was seen to be written.
    private static final Duration LONGEST_END = Duration.ofSeconds(25);

    private final ScanRequest request;
    private final Progress progress;
    private final Scope scope;
    private final PageCount count;
    private final Instant startedAt = Instant.now();

    private final List<Page> pages = new ArrayList<>();
    private final Set<BlindSpot> blindSpots = new LinkedHashSet<>();
    private final Map<ConsentMode, Set<String>> consentOutcomes = new LinkedHashMap<>();
    private volatile boolean stopping;
    private String browserVersion = "";
    private int exchanges;
    private int ownTraffic;

    private SiteCapture(ScanRequest request, Progress progress) {
        this.request = request;
        this.progress = new OneAtATime(progress);
        this.scope = new Scope(request.targets(), request.sites(), RegistrableDomain::of);
        this.count = new PageCount(this.progress);
    }

    /// Writes `capture.har` and `screenshots/` into the request's folder. What was captured before a
    /// failure is kept.
    ///
    /// @throws EarshotException USAGE when the request cannot be met as it is; INCOMPLETE when the
    /// folder cannot be written any more
    public static Recording record(ScanRequest request, Progress progress) {
        PersonaText.check(request.journeys(), request.persona());
        return new SiteCapture(request, progress).record();
    }

    static String runId(ConsentMode mode) {
        return mode.name().toLowerCase(Locale.ROOT);
    }

    /// While a recording is under way, the end of this program waits for it to be closed: the browsers' own ends read
    /// what they saw.
    private Recording record() {
        CountDownLatch closed = new CountDownLatch(1);
        Thread atExit = new Thread(
                () -> {
                    stopping = true;
                    progress.remark("Stopped. What was seen so far is being kept ...");
                    try {
                        if (closed.await(LONGEST_END.toSeconds(), TimeUnit.SECONDS)) {
                            progress.remark("Kept. To have it judged: earshot scan "
                                    + request.out().resolve("capture.har"));
                        }
                    } catch (InterruptedException _) {
                        Thread.currentThread().interrupt();
                    }
                },
                "keep-capture");
        Runtime.getRuntime().addShutdownHook(atExit);
        try {
            return recordUntilTheEnd();
        } finally {
            closed.countDown();
            try {
                Runtime.getRuntime().removeShutdownHook(atExit);
            } catch (IllegalStateException _) {
                // The program is ending, and the hook is under way.
            }
        }
    }

    private Recording recordUntilTheEnd() {
        Path file = request.out().resolve("capture.har");
        try {
            Files.createDirectories(request.out());
        } catch (IOException e) {
            throw new EarshotException(
                    EarshotException.Code.USAGE,
                    "The folder " + request.out() + " cannot be made: " + e.getMessage() + ".",
                    e);
        }
        try (HarWriter har = HarWriter.create(file)) {
            if (request.selfTest()) {
                testItself();
            }
            Queue<Task> tasks = new ConcurrentLinkedQueue<>();
            for (ConsentMode mode : request.consent().runs()) {
                consentOutcomes.put(mode, new LinkedHashSet<>());
                tasks.addAll(tasksOf(mode));
            }
            work(tasks, har);
            if (stopping) {
                see(new BlindSpot(BlindSpot.Kind.WITNESS_FAILED, "", "the scan was stopped before its end", true));
            }
            Recording recording = recording(file);
            har.finish(new Capture.Summary(
                    targets(),
                    "Earshot " + version(),
                    browserVersion,
                    startedAt,
                    Instant.now(),
                    recording.runs(),
                    recording.pages(),
                    recording.blindSpots(),
                    ownTraffic,
                    request.persona()));
            return recording;
        }
    }

    /// Records a built-in page that sends one of everything, through the same browser and driver, and
    /// says what was not seen.
    private void testItself() {
        try (SelfTestSite site = SelfTestSite.start();
                WatchedBrowser browser =
                        WatchedBrowser.start(BrowserSession.options(request, "self-test", ConsentMode.IGNORE)
                                .withKeepNetLog(Optional.empty()));
                Playwright playwright = PlaywrightDriver.start()) {
            if (browser.sandboxDisabled()) {
                progress.remark("the browser runs without its sandbox, as it must for root");
            }
            try {
                var context = playwright
                        .chromium()
                        .connectOverCDP(browser.webSocketUrl())
                        .contexts()
                        .getFirst();
                var tab = context.pages().isEmpty()
                        ? context.newPage()
                        : context.pages().getFirst();
                tab.navigate(site.url());
                boolean _ = site.ready();
                tab.navigate("about:blank");
                tab.waitForTimeout(1000);
            } catch (PlaywrightException e) {
                see(new BlindSpot(
                        BlindSpot.Kind.WITNESS_FAILED, "self-test", "the self-test could not be driven", true));
            }
            WatchRecord record = browser.finish();
            site.unseen(record.exchanges()).forEach(this::see);
            record.blindSpots().stream()
                    .map(spot -> new BlindSpot(spot.kind(), "self-test", spot.what(), spot.incomplete()))
                    .forEach(this::see);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EarshotException(EarshotException.Code.INCOMPLETE, "The capture was interrupted.", e);
        }
    }

    /// One browser's work.
    private interface Task {
        void run(Playwright playwright, HarWriter har) throws InterruptedException;
    }

    private List<Task> tasksOf(ConsentMode mode) {
        List<Task> tasks = new ArrayList<>();
        List<String> starts = request.targets().stream()
                .map(target -> Scope.canonical(target).orElse(target))
                .toList();
        if (!starts.isEmpty() && request.maxPages() > 0) {
            Frontier frontier = new Frontier(starts, request.maxPages(), request.maxDepth());
            int workers = Math.min(request.workers(), request.maxPages());
            for (int worker = 1; worker <= workers; worker++) {
                String id = runId(mode) + "-c" + worker;
                boolean reports = worker == 1;
                tasks.add((playwright, har) -> crawl(id, mode, frontier, reports, playwright, har));
            }
        }
        int number = 0;
        for (Journey journey : request.journeys()) {
            number++;
            String id = runId(mode) + "-j" + number;
            tasks.add((playwright, har) -> follow(id, mode, journey, playwright, har));
        }
        return tasks;
    }

    private void work(Queue<Task> tasks, HarWriter har) {
        int workers = Math.min(request.workers(), tasks.size());
        try (ExecutorService pool = Executors.newFixedThreadPool(
                Math.max(1, workers), Thread.ofPlatform().name("worker-", 1).factory())) {
            List<Future<?>> running = new ArrayList<>();
            for (int worker = 0; worker < workers; worker++) {
                running.add(pool.submit(() -> {
                    try (Playwright playwright = PlaywrightDriver.start()) {
                        for (Task task = tasks.poll(); task != null && !stopping; task = tasks.poll()) {
                            task.run(playwright, har);
                        }
                    }
                    return true;
                }));
            }
            EarshotException failure = null;
            for (Future<?> worker : running) {
                try {
                    worker.get();
                } catch (ExecutionException e) {
                    tasks.clear();
                    failure = failure == null ? failureOf(e.getCause() == null ? e : e.getCause()) : failure;
                }
            }
            if (failure != null) {
                throw failure;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EarshotException(EarshotException.Code.INCOMPLETE, "The capture was interrupted.", e);
        }
    }

    private static EarshotException failureOf(Throwable cause) {
        return cause instanceof EarshotException known
                ? known
                : new EarshotException(
                        EarshotException.Code.INTERNAL,
                        "The capture failed on an error of Earshot itself ("
                                + cause.getClass().getSimpleName() + ").",
                        cause);
    }

    private void crawl(
            String id, ConsentMode mode, Frontier frontier, boolean reports, Playwright playwright, HarWriter har)
            throws InterruptedException {
        for (int browser = 1; browser <= MOST_BROWSERS_OF_A_WORKER && !stopping; browser++) {
            Optional<Frontier.Stop> first = frontier.take();
            if (first.isEmpty()) {
                break;
            }
            String session = browser == 1 ? id : id + "b" + browser;
            Frontier.Stop stop = first.get();
            try {
                visit(
                        session,
                        mode,
                        false,
                        playwright,
                        har,
                        open -> new CrawlVisit(request, frontier, scope, open, count).run(Optional.of(stop)));
            } catch (RuntimeException e) {
                frontier.stop();
                throw e;
            }
        }
        if (reports && frontier.leftOut() > 0) {
            see(new BlindSpot(
                    BlindSpot.Kind.PAGE_NOT_LOADED,
                    "",
                    frontier.leftOut() + " more pages are linked and were not visited; --max-pages sets how many are",
                    false));
        }
    }

    private void follow(String id, ConsentMode mode, Journey journey, Playwright playwright, HarWriter har)
            throws InterruptedException {
        String suffix = request.consent().runs().size() == 1 ? "" : "-" + runId(mode);
        visit(id, mode, true, playwright, har, open -> new JourneyVisit(request, journey, open, count, suffix).run());
    }

    private interface Doing {
        void in(BrowserSession session) throws InterruptedException;
    }

    /// Opens a browser, does something in it, and keeps what left it, whatever becomes of the doing.
    private void visit(
            String id,
            ConsentMode mode,
            boolean everyNavigationIsAPage,
            Playwright playwright,
            HarWriter har,
            Doing doing)
            throws InterruptedException {
        try (BrowserSession session =
                BrowserSession.open(request, id, mode, everyNavigationIsAPage, playwright, progress)) {
            try {
                doing.in(session);
            } catch (PlaywrightException e) {
                session.note(new BlindSpot(
                        BlindSpot.Kind.WITNESS_FAILED,
                        id,
                        session.isAlive()
                                ? "the browser could not be driven on, and this visit ended early"
                                : "the browser ended, and with it this visit",
                        true));
            } finally {
                keep(session.finish(), mode, har);
            }
        }
    }

    private void keep(BrowserSession.Visited visited, ConsentMode mode, HarWriter har) {
        synchronized (pages) {
            visited.exchanges().forEach(har::add);
            exchanges += visited.exchanges().size();
            pages.addAll(visited.pages());
            blindSpots.addAll(visited.blindSpots());
            ownTraffic += visited.ownTraffic();
            visited.consentOutcome()
                    .ifPresent(outcome -> consentOutcomes
                            .computeIfAbsent(mode, _ -> new LinkedHashSet<>())
                            .add(outcome));
            browserVersion = visited.browserVersion();
            progress.exchanges(exchanges);
        }
    }

    private void see(BlindSpot blindSpot) {
        synchronized (pages) {
            if (blindSpots.add(blindSpot)) {
                progress.remark(blindSpot.what());
            }
        }
    }

    private Recording recording(Path file) {
        List<Run> runs = consentOutcomes.entrySet().stream()
                .map(run -> new Run(
                        runId(run.getKey()),
                        run.getKey(),
                        run.getValue().isEmpty() ? "not looked for" : String.join("; ", run.getValue())))
                .toList();
        List<Page> inOrder =
                pages.stream().sorted(Comparator.comparing(Page::startedAt)).toList();
        return new Recording(file, exchanges, ownTraffic, runs, inOrder, List.copyOf(blindSpots));
    }

    private List<String> targets() {
        List<String> targets = new ArrayList<>(request.targets());
        request.journeys().forEach(journey -> targets.add("journey " + journey.name()));
        return targets;
    }

    private static String version() {
        String version = SiteCapture.class.getPackage().getImplementationVersion();
        return version == null ? "dev" : version;
    }

    /// Lets one worker at a time speak.
    private record OneAtATime(Progress progress) implements Progress {
        @Override
        public synchronized void page(int number, int known, String url) {
            progress.page(number, known, url);
        }

        @Override
        public synchronized void request(String url) {
            progress.request(url);
        }

        @Override
        public synchronized void exchanges(int written) {
            progress.exchanges(written);
        }

        @Override
        public synchronized void remark(String text) {
            progress.remark(text);
        }
    }
}
