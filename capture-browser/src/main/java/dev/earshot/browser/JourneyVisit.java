package dev.earshot.browser;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.PlaywrightException;
import dev.earshot.browser.journey.Journey;
import dev.earshot.browser.journey.JourneyPlayer;
import dev.earshot.browser.journey.JourneyStep;
import dev.earshot.browser.journey.StepFailure;
import dev.earshot.exchange.BlindSpot;
import dev.earshot.exchange.Context.Consent;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// One journey, done in one browser.
final class JourneyVisit {
    /// How long a visitor takes from one thing to the next.
    private static final Duration BETWEEN_STEPS = Duration.ofMillis(250);

    /// A step's own time, where neither it nor the recording says; Puppeteer's replay gives five seconds.
    private static final Duration LONGEST_STEP = Duration.ofSeconds(15);

    private final ScanRequest request;
    private final Journey journey;
    private final BrowserSession session;
    private final PageCount count;
    private final String screenshotSuffix;
    private final JourneyPlayer player;
    private Optional<PageRecord> shown = Optional.empty();
    private Instant actedBefore = Instant.EPOCH;

    JourneyVisit(
            ScanRequest request, Journey journey, BrowserSession session, PageCount count, String screenshotSuffix) {
        this.request = request;
        this.journey = journey;
        this.session = session;
        this.count = count;
        this.screenshotSuffix = screenshotSuffix;
        UnaryOperator<String> expand = PersonaText.of(request.persona());
        journey.signedInWhen()
                .or(request::signedInWhen)
                .ifPresent(condition -> session.follow(page -> JourneyPlayer.holds(page, condition, expand)));
        this.player = new JourneyPlayer(
                session.context(),
                session.deadlines(),
                session::tab,
                session::navigations,
                expand,
                request.timeout().compareTo(LONGEST_STEP) < 0 ? request.timeout() : LONGEST_STEP);
    }

    /// Does the steps until one fails, then stays a while and leaves.
    void run() {
        for (int number = 1; number <= journey.steps().size(); number++) {
            JourneyStep step = journey.steps().get(number - 1);
            session.timeline().step(Instant.now(), Optional.of(journey.name() + " " + number + " " + step.type()));
            try {
                Page page = player.play(journey, step);
                afterwards(step, page);
            } catch (StepFailure e) {
                failed(number, step, crashed() ? "the tab crashed" : e.why());
                break;
            } catch (PlaywrightException e) {
                failed(number, step, crashed() ? "the tab crashed" : "its page went away");
                break;
            }
        }
        try {
            session.dwell(request.dwell());
            session.keep(session.tab());
        } catch (PlaywrightException _) {
            session.recordOf(session.tab())
                    .ifPresent(
                            record -> record.fell(dev.earshot.exchange.Page.Outcome.PARTIAL, "the tab crashed", true));
        }
        session.leave();
    }

    /// A crash is told a moment after the call that it ended.
    private boolean crashed() {
        try {
            session.pause(BETWEEN_STEPS);
            return false;
        } catch (PlaywrightException _) {
            return session.isCrashed(session.tab());
        }
    }

    private void afterwards(JourneyStep step, Page page) {
        switch (step) {
            case JourneyStep.Dwell dwell -> session.dwell(dwell.time());
            case JourneyStep.ConsentGiven given -> {
                if (given.accepted()) {
                    session.timeline().consent(actedBefore, Consent.ACCEPTED);
                } else {
                    session.timeline().consent(actedBefore, Consent.UNKNOWN);
                    session.timeline().consent(Instant.now(), Consent.REFUSED);
                }
            }
            case JourneyStep.SetViewport _,
                    JourneyStep.EmulateNetworkConditions _,
                    JourneyStep.Navigate _,
                    JourneyStep.Click _,
                    JourneyStep.DoubleClick _,
                    JourneyStep.Hover _,
                    JourneyStep.KeyDown _,
                    JourneyStep.KeyUp _,
                    JourneyStep.Change _,
                    JourneyStep.Scroll _,
                    JourneyStep.Close _,
                    JourneyStep.WaitForElement _,
                    JourneyStep.WaitForExpression _ -> actedBefore = player.acted();
        }
        if (page.isClosed()) {
            return;
        }
        session.pause(BETWEEN_STEPS);
        Optional<PageRecord> record = session.recordOf(page);
        if (record.isPresent() && !record.equals(shown)) {
            shown = record;
            count.visiting(record.get().url(), 0);
            session.awaitLoad(page);
            session.look(page);
            session.checkSignedIn();
            session.answerBanner();
            session.dwell(request.dwell());
        } else {
            session.checkSignedIn();
        }
        session.keep(page);
    }

    private void failed(int number, JourneyStep step, String why) {
        String name = "screenshots/failed-" + journey.name() + "-step-" + number + screenshotSuffix + ".png";
        boolean pictured = false;
        try {
            pictured = !session.isCrashed(session.tab()) && session.picture(session.tab(), name);
        } catch (PlaywrightException _) {
            // Then there is no picture.
        }
        int rest = journey.steps().size() - number;
        session.note(new BlindSpot(
                BlindSpot.Kind.STEP_FAILED,
                journey.name(),
                "step " + number + " of " + journey.steps().size() + " (" + step.type() + ") failed: " + why
                        + (rest == 0 ? "" : "; the " + rest + " after it were not done")
                        + (pictured ? "; " + name : ""),
                true));
    }
}
