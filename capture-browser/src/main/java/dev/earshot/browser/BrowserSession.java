package dev.earshot.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Dialog;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Frame;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.PlaywrightException;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.TimeoutError;
import com.microsoft.playwright.options.Cookie;
import com.microsoft.playwright.options.LoadState;
import com.microsoft.playwright.options.WaitUntilState;
import dev.earshot.browser.consent.Banner;
import dev.earshot.browser.consent.Wish;
import dev.earshot.browser.drive.Deadlines;
import dev.earshot.browser.drive.Failure;
import dev.earshot.browser.drive.Timeline;
import dev.earshot.browser.watch.BrowserOptions;
import dev.earshot.browser.watch.WatchRecord;
import dev.earshot.browser.watch.WatchedBrowser;
import dev.earshot.element.Sensitive;
import dev.earshot.exchange.BlindSpot;
import dev.earshot.exchange.Context.Consent;
import dev.earshot.exchange.Context.SignedIn;
import dev.earshot.exchange.Exchange;
import dev.earshot.exchange.Page.Outcome;
import dev.earshot.exchange.Run.ConsentMode;
import dev.earshot.exchange.StoredItem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// One visitor: a watched browser with a fresh profile, driven by one thread, and what is known of its
/// pages.
///
/// Every call that a page could keep waiting goes through a deadline; a tab that crashes or hangs costs
/// its page, and the visit goes on in a new tab.
final class BrowserSession implements AutoCloseable {
    /// How long a call may take that only asks a page for something.
    private static final Duration ASKING = Duration.ofSeconds(10);

    /// How long a page that was left has for its unload beacons.
    private static final Duration LEAVING = Duration.ofMillis(400);

    /// How long a banner that was found has to be answered.
    private static final Duration ANSWERING = Duration.ofSeconds(15);

    /// How long a first page has to show a banner.
    private static final Duration APPEARING = Duration.ofSeconds(4);

    /// Our click and the exchange it causes are timed by two clocks.
    private static final Duration CLICK_SLACK = Duration.ofMillis(20);

    /// What was asked for together with a refusal leaves within this of its being done, and not in spite of it.
    private static final Duration UNDER_WAY = Duration.ofMillis(200);

    /// What scrolling sets off needs its time, however much of the dwell went by before.
    private static final Duration AFTER_SCROLLING = Duration.ofSeconds(1);

    /// In bytes. The capture is written after a visit's pictures, and matters more.
    private static final long ROOM_FOR_THE_CAPTURE = 32L << 20;

    private static final int MOST_NAVIGATIONS = 30;
    private static final int MOST_POPUPS = 20;
    private static final String BLANK = "about:blank";

    private static final String STORAGE = """
            () => {
              const entries = (name) => {
                try {
                  const storage = window[name];
                  return Object.keys(storage).slice(0, 500).map((key) => [key, String(storage.getItem(key)).slice(0, 65536)]);
                } catch (e) {
                  return [];
                }
              };
              return { origin: location.origin, local: entries('localStorage'), session: entries('sessionStorage') };
            }""";

    private final ScanRequest request;
    private final String id;
    private final ConsentMode mode;
    private final Progress progress;
    private final WatchedBrowser watched;
    private final Browser browser;
    private final BrowserContext context;
    private final Deadlines deadlines;
    private final Timeline timeline;
    private final Optional<Banner> banner;
    private final boolean everyNavigationIsAPage;

    private final List<PageRecord> records = new ArrayList<>();
    private final List<BlindSpot> blindSpots = new ArrayList<>();
    private final Map<Page, PageRecord> current = new HashMap<>();
    private final Map<Page, Integer> navigations = new HashMap<>();
    private final Set<Page> loadingDocument = new HashSet<>();
    private final Set<Page> crashed = new HashSet<>();
    private final Deque<Download> downloads = new ArrayDeque<>();
    private Page tab;
    private int dialogCount;
    private int downloadCount;
    private boolean waitedForBanner;
    private Optional<SignedInCheck> signedInCheck = Optional.empty();
    private SignedIn signedIn = SignedIn.UNKNOWN;
    private Instant lastChecked;
    private @Nullable PageRecord lastCheckedOn;

    /// Whether the visitor is signed in, by the page as it is now.
    interface SignedInCheck {
        boolean holds(Page page);
    }

    /// What one visit came to.
    ///
    /// @param consentOutcome empty when there was nothing to answer
    record Visited(
            List<Exchange> exchanges,
            List<dev.earshot.exchange.Page> pages,
            List<BlindSpot> blindSpots,
            int ownTraffic,
            Optional<String> consentOutcome,
            String browserVersion) {}

    /// @param id unique among the capture's sessions; begins with the run's id
    /// @param everyNavigationIsAPage whether a navigation begins a new page, as in a journey, or belongs
    /// to the page that is being visited, as in a crawl
    static BrowserSession open(
            ScanRequest request,
            String id,
            ConsentMode mode,
            boolean everyNavigationIsAPage,
            Playwright playwright,
            Progress progress)
            throws InterruptedException {
        WatchedBrowser watched = WatchedBrowser.start(options(request, id, mode));
        try {
            return new BrowserSession(request, id, mode, everyNavigationIsAPage, playwright, watched, progress);
        } catch (RuntimeException e) {
            watched.close();
            throw e;
        }
    }

    /// How the browser of one session is started.
    static BrowserOptions options(ScanRequest request, String id, ConsentMode mode) {
        return BrowserOptions.forRun(SiteCapture.runId(mode))
                .withBrowser(request.browser())
                .withArguments(request.browserArgs())
                .withHeaded(request.headed())
                .withSeries(id)
                .withKeepNetLog(
                        request.keepNetLog()
                                ? Optional.of(request.out().resolve("netlog-" + id + ".json"))
                                : Optional.empty());
    }

    private BrowserSession(
            ScanRequest request,
            String id,
            ConsentMode mode,
            boolean everyNavigationIsAPage,
            Playwright playwright,
            WatchedBrowser watched,
            Progress progress) {
        this.request = request;
        this.id = id;
        this.mode = mode;
        this.everyNavigationIsAPage = everyNavigationIsAPage;
        this.progress = progress;
        this.watched = watched;
        this.browser = playwright.chromium().connectOverCDP(watched.webSocketUrl());
        this.context = browser.contexts().getFirst();
        this.deadlines = new Deadlines(watched.webSocketUrl(), watched::kill);
        this.timeline = new Timeline(SiteCapture.runId(mode));
        this.lastChecked = Instant.now();
        timeline.consent(lastChecked, Consent.BEFORE_CHOICE);
        context.setDefaultTimeout((double) ASKING.toMillis());
        context.setDefaultNavigationTimeout((double) request.timeout().toMillis());
        this.banner = switch (mode) {
            case ACCEPT -> Optional.of(Banner.awaitIn(context, Wish.ACCEPT, request.acceptSelector()));
            case REJECT -> Optional.of(Banner.awaitIn(context, Wish.REJECT, request.rejectSelector()));
            case IGNORE, UNKNOWN -> Optional.empty();
        };
        context.onRequest(this::asked);
        context.onDialog(this::dismiss);
        context.onDownload(downloads::add);
        context.onFrameNavigated(this::navigated);
        context.onPage(this::opened);
        this.tab =
                context.pages().isEmpty() ? context.newPage() : context.pages().getFirst();
        adopt(tab);
    }

    /// The tab that pages are opened in; another one after a crash.
    Page tab() {
        return tab;
    }

    BrowserContext context() {
        return context;
    }

    Deadlines deadlines() {
        return deadlines;
    }

    Timeline timeline() {
        return timeline;
    }

    /// How often a page's main frame has navigated, within the document or to another.
    int navigations(Page page) {
        return navigations.getOrDefault(page, 0);
    }

    Optional<PageRecord> recordOf(Page page) {
        return Optional.ofNullable(current.get(page));
    }

    boolean isCrashed(Page page) {
        return crashed.contains(page) || page.isClosed();
    }

    boolean isAlive() {
        return browser.isConnected();
    }

    void note(BlindSpot blindSpot) {
        blindSpots.add(blindSpot);
        progress.remark((blindSpot.where().isEmpty() ? "" : blindSpot.where() + ": ") + blindSpot.what());
    }

    /// From now on the signed-in state is followed.
    void follow(SignedInCheck check) {
        signedInCheck = Optional.of(check);
    }

    /// The visitor never signs in.
    void neverSignsIn() {
        timeline.signedIn(lastChecked, SignedIn.NO);
    }

    <T> T ask(Page page, Supplier<T> call) {
        return deadlines.within(ASKING.plusSeconds(2), page, call);
    }

    <T> T within(Duration limit, Page page, Supplier<T> call) {
        return deadlines.within(limit.plusSeconds(2), page, call);
    }

    // ---- a crawl's page ----

    /// Opens an address, watches it, and returns what is known of it. The tab is on it until [#leave()].
    PageRecord visit(String url) {
        Instant start = Instant.now();
        PageRecord record = begin(tab, url, start);
        try {
            int status = goTo(url);
            if (status >= 400) {
                boolean gone = status == 404 || status == 410;
                record.fell(Outcome.PARTIAL, "the server answered " + status, !gone);
            }
            awaitLoad(tab);
            Instant loaded = Instant.now();
            look(tab);
            answerBanner();
            scroll(tab);
            dwell(leftOf(request.dwell(), loaded));
            keep(tab);
            if (navigations(tab) > MOST_NAVIGATIONS) {
                record.fell(Outcome.PARTIAL, "it kept navigating", false);
            }
        } catch (PlaywrightException e) {
            failed(record, tab, e);
        }
        return record;
    }

    /// @return the status of the answer, or 200 where the browser does not say
    private int goTo(String url) {
        try {
            var response = within(
                    request.timeout(),
                    tab,
                    () -> Optional.ofNullable(
                            tab.navigate(url, new Page.NavigateOptions().setWaitUntil(WaitUntilState.COMMIT))));
            return response.map(answer -> answer.status()).orElse(200);
        } catch (PlaywrightException e) {
            if (e.getMessage() != null && e.getMessage().contains("interrupted by another navigation")) {
                return 200;
            }
            throw e;
        }
    }

    void failed(PageRecord record, Page page, PlaywrightException e) {
        String message = String.valueOf(e.getMessage());
        if (isCrashed(page) || message.contains("crashed") || e instanceof Deadlines.OverdueException) {
            record.fell(
                    Outcome.PARTIAL,
                    e instanceof Deadlines.OverdueException
                            ? "the page stopped answering, and its tab was ended"
                            : "the tab crashed",
                    true);
            return;
        }
        String words = Failure.inWords(message);
        if (message.contains("Download is starting")) {
            record.fell(Outcome.PARTIAL, words, false);
        } else {
            record.fell(Outcome.FAILED, words, true);
        }
    }

    /// Waits for the page's load event, no longer than the timeout.
    void awaitLoad(Page page) {
        try {
            within(request.timeout(), page, () -> {
                page.waitForLoadState(LoadState.LOAD, new Page.WaitForLoadStateOptions().setTimeout((double)
                                request.timeout().toMillis()));
                return true;
            });
        } catch (TimeoutError _) {
            boolean parsed = isParsed(page);
            recordOf(page)
                    .ifPresent(record -> record.fell(
                            Outcome.PARTIAL,
                            (parsed ? "it had not finished loading" : "its document had not come whole") + " after "
                                    + request.timeout().toSeconds() + " s",
                            !parsed));
        }
    }

    private static boolean isParsed(Page page) {
        try {
            page.waitForLoadState(LoadState.DOMCONTENTLOADED, new Page.WaitForLoadStateOptions().setTimeout(200));
            return true;
        } catch (PlaywrightException _) {
            return false;
        }
    }

    /// Answers the banner, if it is to be answered and has not been.
    void answerBanner() {
        if (banner.isEmpty() || banner.get().choice().isPresent()) {
            return;
        }
        Banner here = banner.get();
        Instant began = Instant.now();
        Duration patience =
                waitedForBanner ? request.dwell().compareTo(APPEARING) < 0 ? request.dwell() : APPEARING : APPEARING;
        waitedForBanner = true;
        while (here.choice().isEmpty()) {
            Duration waited = Duration.between(began, Instant.now());
            if (waited.compareTo(here.isBusy() ? ANSWERING : patience) > 0) {
                return;
            }
            ask(tab, () -> {
                here.tryOwnSelector(tab);
                if (waited.compareTo(Duration.ofMillis(1500)) > 0) {
                    here.tryPlainWords(tab);
                }
                return true;
            });
            pause(Duration.ofMillis(100));
        }
    }

    /// Once to the bottom, with the mouse on the page, as a visitor would.
    void scroll(Page page) {
        asking(() -> ask(page, () -> {
            page.mouse().move(200, 200);
            page.mouse().move(320, 260);
            page.evaluate("() => window.scrollTo({ top: document.documentElement.scrollHeight, behavior: 'instant' })");
            return true;
        }));
    }

    /// The rest of a dwell that began with the load. What came after it, such as our scrolling, has a time to show its
    /// effect all the same.
    private static Duration leftOf(Duration dwell, Instant loaded) {
        Duration left = dwell.minus(Duration.between(loaded, Instant.now()));
        Duration least = dwell.compareTo(AFTER_SCROLLING) < 0 ? dwell : AFTER_SCROLLING;
        return left.compareTo(least) < 0 ? least : left;
    }

    /// Stays on the page.
    void dwell(Duration time) {
        Instant end = Instant.now().plus(time);
        do {
            Duration left = Duration.between(Instant.now(), end);
            pause(left.compareTo(Duration.ofMillis(250)) < 0 ? left : Duration.ofMillis(250));
            checkSignedIn();
        } while (Instant.now().isBefore(end));
    }

    void pause(Duration time) {
        if (time.isPositive() && !isCrashed(tab)) {
            tab.waitForTimeout((double) time.toMillis());
        }
        cancelDownloads();
        if (isCrashed(tab)) {
            throw new PlaywrightException("Page crashed");
        }
    }

    /// Its picture, as it shows when it has loaded.
    void look(Page page) {
        Optional<PageRecord> record =
                recordOf(page).filter(shown -> shown.screenshot().isEmpty());
        if (record.isEmpty()) {
            return;
        }
        pause(Duration.ofMillis(200));
        String name = "screenshots/" + record.get().id() + ".png";
        if (picture(page, name)) {
            record.get().pictured(name);
        }
    }

    boolean picture(Page page, String name) {
        byte[] png;
        try {
            png = ask(page, () -> page.screenshot(new Page.ScreenshotOptions().setTimeout(5000)));
        } catch (Deadlines.OverdueException e) {
            throw e;
        } catch (PlaywrightException _) {
            return false;
        }
        try {
            Path file = request.out().resolve(name);
            Files.createDirectories(file.getParent());
            if (Files.getFileStore(request.out()).getUsableSpace() < ROOM_FOR_THE_CAPTURE) {
                throw new IOException("the disk is nearly full, and what room it has is for the capture");
            }
            Files.write(file, png);
            return true;
        } catch (IOException e) {
            BlindSpot unseen = new BlindSpot(
                    BlindSpot.Kind.PAGE_NOT_LOADED,
                    "",
                    "screenshots cannot be written to " + request.out() + ": " + e.getMessage(),
                    false);
            if (!blindSpots.contains(unseen)) {
                note(unseen);
            }
            return false;
        }
    }

    /// Its title, and what it and its frames have stored by now.
    void keep(Page page) {
        Optional<PageRecord> record = recordOf(page);
        if (record.isEmpty() || isCrashed(page)) {
            return;
        }
        asking(() -> record.get().titled(ask(page, page::title)));
        List<StoredItem> stored = new ArrayList<>();
        asking(() -> ask(page, context::cookies).forEach(cookie -> stored.add(item(cookie))));
        Set<String> origins = new HashSet<>();
        for (Frame frame : page.frames()) {
            if (frame.url().startsWith("http")) {
                asking(() -> storage(ask(page, () -> frame.evaluate(STORAGE)), origins, stored));
            }
        }
        record.get().holds(stored);
    }

    private static StoredItem item(Cookie cookie) {
        return new StoredItem(
                StoredItem.Kind.COOKIE,
                cookie.name,
                Sensitive.of(cookie.value),
                cookie.domain == null ? "" : cookie.domain,
                cookie.expires == null || cookie.expires < 0
                        ? Optional.empty()
                        : Optional.of(Instant.ofEpochSecond(cookie.expires.longValue())),
                Optional.empty());
    }

    private static void storage(@Nullable Object told, Set<String> origins, List<StoredItem> into) {
        if (!(told instanceof Map<?, ?> frame)
                || !(frame.get("origin") instanceof String origin)
                || !origins.add(origin)) {
            return;
        }
        entries(frame.get("local"), StoredItem.Kind.LOCAL_STORAGE, origin, into);
        entries(frame.get("session"), StoredItem.Kind.SESSION_STORAGE, origin, into);
    }

    private static void entries(@Nullable Object told, StoredItem.Kind kind, String origin, List<StoredItem> into) {
        if (told instanceof List<?> list) {
            for (Object entry : list) {
                if (entry instanceof List<?> pair && pair.size() == 2) {
                    into.add(new StoredItem(
                            kind,
                            String.valueOf(pair.get(0)),
                            Sensitive.of(String.valueOf(pair.get(1))),
                            origin,
                            Optional.empty(),
                            Optional.empty()));
                }
            }
        }
    }

    /// Leaves the page for an empty one, so that it sends what it sends on unloading, and closes its
    /// pop-ups.
    void leave() {
        for (Page popup : List.copyOf(context.pages())) {
            if (!popup.equals(tab)) {
                asking(() -> keep(popup));
                asking(() -> toBlank(popup));
                asking(() -> ask(popup, () -> {
                    popup.close();
                    return true;
                }));
            }
        }
        asking(() -> toBlank(tab));
        Instant now = Instant.now();
        current.values().forEach(record -> record.stay().unloaded(now));
        current.clear();
        if (isCrashed(tab) || !tab.url().equals(BLANK)) {
            renewTab();
        }
    }

    private void toBlank(Page page) {
        if (isCrashed(page)) {
            return;
        }
        // A page that keeps navigating gets in the way of ours.
        for (int tries = 0; tries < 3 && !page.url().equals(BLANK); tries++) {
            asking(() -> within(ASKING, page, () -> page.navigate(BLANK)));
        }
        within(ASKING, page, () -> {
            page.waitForTimeout((double) LEAVING.toMillis());
            return true;
        });
    }

    void renewTab() {
        Page old = tab;
        tab = context.newPage();
        adopt(tab);
        asking(() -> {
            if (!old.isClosed()) {
                old.close();
            }
        });
    }

    /// Text and status of an address, read by the browser itself so that its name resolution and
    /// certificates count.
    Optional<Map.Entry<Integer, String>> read(String url) {
        try {
            return within(
                    request.timeout(),
                    tab,
                    () -> Optional.ofNullable(tab.navigate(url))
                            .map(response -> Map.entry(response.status(), response.ok() ? response.text() : "")));
        } catch (PlaywrightException _) {
            return Optional.empty();
        } finally {
            asking(() -> toBlank(tab));
            if (isCrashed(tab)) {
                renewTab();
            }
        }
    }

    /// Notes whether the visitor is signed in now.
    ///
    /// A state that changed together with the page holds from that page's start. One that changed within
    /// a page did so at a moment that nobody saw: from the check before to this one it is unknown.
    void checkSignedIn() {
        if (signedInCheck.isEmpty() || isCrashed(tab) || tab.url().equals(BLANK)) {
            return;
        }
        SignedIn now;
        try {
            now = ask(tab, () -> signedInCheck.get().holds(tab)) ? SignedIn.YES : SignedIn.NO;
        } catch (Deadlines.OverdueException e) {
            throw e;
        } catch (PlaywrightException _) {
            return;
        }
        Instant at = Instant.now();
        PageRecord on = current.get(tab);
        if (now != signedIn) {
            boolean first = signedIn == SignedIn.UNKNOWN;
            if (first && now == SignedIn.NO) {
                timeline.signedIn(Instant.EPOCH, SignedIn.NO);
            } else if (on != null && on != lastCheckedOn) {
                timeline.signedIn(on.stay().start(), now);
            } else {
                timeline.signedIn(lastChecked, SignedIn.UNKNOWN);
                timeline.signedIn(at, now);
            }
            signedIn = now;
        }
        lastChecked = at;
        lastCheckedOn = on;
    }

    /// Ends the visit, and places everything that left on its pages and in its steps.
    Visited finish() throws InterruptedException {
        asking(browser::close);
        WatchRecord seen = watched.finish();
        banner.flatMap(Banner::choice).ifPresent(this::stamp);
        List<Exchange> exchanges = seen.exchanges().stream()
                .map(exchange -> timeline.place(exchange))
                .toList();
        SetCookies setCookies = SetCookies.in(exchanges);
        records.forEach(record -> record.holds(setCookies.attribute(record.stored(), record.stay())));
        records.forEach(record -> blindSpots.addAll(record.blindSpots()));
        blindSpots.addAll(seen.blindSpots());
        consentBlindSpot().ifPresent(blindSpots::add);
        if (dialogCount > 0) {
            progress.remark(dialogCount + " dialogs were dismissed");
        }
        if (downloadCount > 0) {
            progress.remark(downloadCount + " downloads were cancelled");
        }
        return new Visited(
                exchanges,
                records.stream().map(PageRecord::finished).toList(),
                List.copyOf(blindSpots),
                seen.ownTraffic(),
                banner.map(Banner::outcome),
                watched.version());
    }

    private void stamp(Banner.Choice choice) {
        Instant clicked = choice.clicked().minus(CLICK_SLACK);
        switch (mode) {
            case ACCEPT -> timeline.consent(clicked, Consent.ACCEPTED);
            case REJECT -> {
                timeline.consent(clicked, Consent.UNKNOWN);
                if (!banner.orElseThrow().isDisproved()) {
                    timeline.consent(choice.done().plus(UNDER_WAY), Consent.REFUSED);
                }
            }
            case IGNORE, UNKNOWN -> {}
        }
    }

    private Optional<BlindSpot> consentBlindSpot() {
        if (banner.isEmpty()
                || (banner.get().choice().isPresent() && !banner.get().isDisproved())) {
            return Optional.empty();
        }
        return Optional.of(new BlindSpot(
                BlindSpot.Kind.CONSENT_NOT_GIVEN,
                id,
                banner.get().outcome()
                        + (banner.get().wasSeen() ? "; give its button's selector to have it pressed" : ""),
                banner.get().wasSeen()));
    }

    @Override
    public void close() {
        deadlines.close();
        watched.close();
    }

    // ---- what the browser tells ----

    private void adopt(Page page) {
        page.onCrash(crashed::add);
        deadlines.guard(context, page);
    }

    private void opened(Page page) {
        if (context.pages().size() > MOST_POPUPS) {
            asking(page::close);
            return;
        }
        page.onCrash(crashed::add);
        // Its first navigation is over by the time that we hear of it.
        if (page.url().startsWith("http") && !current.containsKey(page)) {
            begin(page, page.url(), Instant.now());
        }
    }

    private void asked(Request asked) {
        progress.request(asked.url());
        if (asked.isNavigationRequest()) {
            asking(() -> {
                Frame frame = asked.frame();
                if (frame.parentFrame() == null) {
                    loadingDocument.add(frame.page());
                }
            });
        }
    }

    private void navigated(Frame frame) {
        if (frame.parentFrame() != null) {
            return;
        }
        Page page = frame.page();
        navigations.merge(page, 1, Integer::sum);
        boolean document = loadingDocument.remove(page);
        String url = frame.url();
        if (!url.startsWith("http")) {
            return;
        }
        PageRecord record = current.get(page);
        boolean crawling = !everyNavigationIsAPage && page.equals(tab);
        if (crawling) {
            if (record != null) {
                record.movedTo(url);
            }
        } else if (record == null || document || !samePath(record.url(), url)) {
            if (record != null) {
                record.stay().left(Instant.now());
            }
            begin(page, url, Instant.now());
        } else {
            record.movedTo(url);
        }
    }

    private PageRecord begin(Page page, String url, Instant at) {
        String pageId = id + "-" + (records.size() + 1);
        PageRecord record = new PageRecord(SiteCapture.runId(mode), timeline.arrived(pageId, url, at), url);
        records.add(record);
        current.put(page, record);
        navigations.put(page, everyNavigationIsAPage ? navigations(page) : 0);
        if (page.equals(tab)) {
            banner.ifPresent(here -> here.pageOpened(at));
        }
        return record;
    }

    /// The route of a single-page app is part of the path.
    private static boolean samePath(String one, String other) {
        return path(one).equals(path(other));
    }

    private static String path(String url) {
        int route = Math.max(url.indexOf("#/"), url.indexOf("#!"));
        return url.split("[?#]", 2)[0] + (route < 0 ? "" : url.substring(route).split("\\?", 2)[0]);
    }

    private void dismiss(Dialog dialog) {
        dialogCount++;
        asking(() -> {
            if (dialog.type().equals("beforeunload")) {
                dialog.accept();
            } else {
                dialog.dismiss();
            }
        });
    }

    private void cancelDownloads() {
        for (Download download = downloads.poll(); download != null; download = downloads.poll()) {
            downloadCount++;
            Download one = download;
            asking(() -> within(ASKING, tab, () -> {
                one.cancel();
                return true;
            }));
        }
    }

    /// Does what may fail because its page is gone or going; a hang is no such thing.
    private static void asking(Runnable call) {
        try {
            call.run();
        } catch (Deadlines.OverdueException e) {
            throw e;
        } catch (PlaywrightException _) {
            // Its page went away meanwhile.
        }
    }
}
