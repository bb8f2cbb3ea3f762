package dev.earshot.browser.journey;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/// One thing that a visitor does, or that the journey waits for.
public sealed interface JourneyStep {
    Common common();

    /// What the step is called in the recording.
    String type();

    /// What every step may say.
    ///
    /// @param target `main`, or the address of the pop-up or cross-site frame that the step is for
    /// @param frame child frame indexes from the target's main frame down; empty for the main frame
    /// itself
    /// @param navigations that the step must cause
    record Common(
            Optional<Duration> timeout, String target, List<Integer> frame, List<AssertedNavigation> navigations) {
        public Common {
            frame = List.copyOf(frame);
            navigations = List.copyOf(navigations);
        }
    }

    /// A navigation that a step must cause.
    ///
    /// @param url compared without query and fragment; empty when any will do
    /// @param title empty when any will do
    record AssertedNavigation(Optional<String> url, Optional<String> title) {}

    /// How to find an element: alternatives, tried in this order.
    record Selectors(List<Chain> alternatives) {
        public Selectors {
            alternatives = List.copyOf(alternatives);
        }

        /// As a message shows them.
        @Override
        public String toString() {
            return String.join(
                    " or ", alternatives.stream().map(Chain::toString).toList());
        }
    }

    /// Selectors that each search below the element (or in the shadow root) that the one before found.
    record Chain(List<String> links) {
        public Chain {
            links = List.copyOf(links);
        }

        @Override
        public String toString() {
            return String.join(" » ", links);
        }
    }

    /// @param offset from the element's top left corner, in CSS pixels; empty for its centre
    record Pointer(Button button, Optional<Point> offset) {}

    record Point(double x, double y) {}

    enum Button {
        PRIMARY,
        AUXILIARY,
        SECONDARY
    }

    record SetViewport(Common common, int width, int height, double scale, boolean mobile, boolean touch)
            implements JourneyStep {
        @Override
        public String type() {
            return "setViewport";
        }
    }

    /// @param download bytes a second, or -1 for no limit
    /// @param upload bytes a second, or -1 for no limit
    /// @param latency milliseconds
    record EmulateNetworkConditions(Common common, double download, double upload, double latency)
            implements JourneyStep {
        @Override
        public String type() {
            return "emulateNetworkConditions";
        }
    }

    record Navigate(Common common, String url) implements JourneyStep {
        @Override
        public String type() {
            return "navigate";
        }
    }

    /// @param hold how long the button stays down
    record Click(Common common, Selectors selectors, Pointer pointer, Duration hold) implements JourneyStep {
        @Override
        public String type() {
            return "click";
        }
    }

    record DoubleClick(Common common, Selectors selectors, Pointer pointer) implements JourneyStep {
        @Override
        public String type() {
            return "doubleClick";
        }
    }

    record Hover(Common common, Selectors selectors) implements JourneyStep {
        @Override
        public String type() {
            return "hover";
        }
    }

    record KeyDown(Common common, String key) implements JourneyStep {
        @Override
        public String type() {
            return "keyDown";
        }
    }

    record KeyUp(Common common, String key) implements JourneyStep {
        @Override
        public String type() {
            return "keyUp";
        }
    }

    /// Typing into a field, choosing from a list, moving a slider.
    record Change(Common common, Selectors selectors, String value) implements JourneyStep {
        @Override
        public String type() {
            return "change";
        }
    }

    /// @param selectors of the element that scrolls; empty for the page
    record Scroll(Common common, Optional<Selectors> selectors, OptionalDouble x, OptionalDouble y)
            implements JourneyStep {
        @Override
        public String type() {
            return "scroll";
        }
    }

    record Close(Common common) implements JourneyStep {
        @Override
        public String type() {
            return "close";
        }
    }

    /// Waits until as many elements match as it says.
    ///
    /// @param visible whether only visible (or only hidden) elements count; empty when both do
    /// @param attributes that an element must have to count
    /// @param properties that an element must have to count, as JSON
    record WaitForElement(
            Common common,
            Selectors selectors,
            Operator operator,
            int count,
            Optional<Boolean> visible,
            Map<String, String> attributes,
            String properties)
            implements JourneyStep {
        public WaitForElement {
            attributes = Map.copyOf(attributes);
        }

        @Override
        public String type() {
            return "waitForElement";
        }
    }

    enum Operator {
        AT_LEAST(">="),
        EXACTLY("=="),
        AT_MOST("<=");

        private final String sign;

        Operator(String sign) {
            this.sign = sign;
        }

        public String sign() {
            return sign;
        }

        public boolean holds(int found, int wanted) {
            return switch (this) {
                case AT_LEAST -> found >= wanted;
                case EXACTLY -> found == wanted;
                case AT_MOST -> found <= wanted;
            };
        }
    }

    record WaitForExpression(Common common, String expression) implements JourneyStep {
        @Override
        public String type() {
            return "waitForExpression";
        }
    }

    /// `customStep` named `earshot.dwell`: stays on the page, so that late beacons come.
    record Dwell(Common common, Duration time) implements JourneyStep {
        @Override
        public String type() {
            return "customStep earshot.dwell";
        }
    }

    /// `customStep` named `earshot.consent`: the step before it answered the consent banner, this way.
    record ConsentGiven(Common common, boolean accepted) implements JourneyStep {
        @Override
        public String type() {
            return "customStep earshot.consent";
        }
    }
}
