package dev.earshot.report;

import static dev.earshot.report.Wording.counted;

import dev.earshot.disclosure.Transmission;
import dev.earshot.exchange.Exchange;
import dev.earshot.exchange.Page;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The picture of one run: pages side by side in the order they were visited, a row for each vendor, and a dot for each
/// transmission at its time within the page.
final class TimelinePicture {
    private static final int LABELS = 230;
    private static final int LONGEST_PATH = 26;
    private static final int ROW = 19;
    private static final int MOST_ROWS = 24;
    private static final int COLOURS = 10;
    private static final int MOST_TOOLTIPS = 1_500;
    private static final Duration LAST_PAGE = Duration.ofSeconds(5);

    private TimelinePicture() {}

    private record Slot(Page page, Instant end) {
        /// Where in the page's time `at` is, from 0 to 1.
        private double share(Instant at) {
            long whole = Math.max(1, Duration.between(page.startedAt(), end).toMillis());
            return Math.clamp((double) Duration.between(page.startedAt(), at).toMillis() / whole, 0, 1);
        }
    }

    /// The drawing; empty if the run has no page or told nobody anything.
    ///
    /// @param vendors all vendors, gravest first: the order of the rows and of the colours
    static String of(
            String run,
            List<Page> allPages,
            List<Transmission> allTransmissions,
            List<SecondReading.Moment> allMoments,
            List<String> vendors,
            Masking masking) {
        List<Page> pages = allPages.stream()
                .filter(page -> page.run().equals(run))
                .sorted(Comparator.comparing(Page::startedAt))
                .toList();
        List<Transmission> transmissions = allTransmissions.stream()
                .filter(transmission -> transmission.context().run().equals(run))
                .toList();
        if (pages.isEmpty() || transmissions.isEmpty()) {
            return "";
        }
        List<SecondReading.Moment> moments =
                allMoments.stream().filter(moment -> moment.run().equals(run)).toList();
        return draw(slots(pages, transmissions), transmissions, moments, vendors, masking);
    }

    private static List<Slot> slots(List<Page> pages, List<Transmission> transmissions) {
        Instant last = transmissions.stream()
                .map(Transmission::at)
                .max(Comparator.naturalOrder())
                .orElseThrow();
        List<Slot> slots = new ArrayList<>();
        for (int at = 0; at < pages.size(); at++) {
            Instant start = pages.get(at).startedAt();
            Instant end = at + 1 < pages.size() ? pages.get(at + 1).startedAt() : last;
            slots.add(new Slot(pages.get(at), end.isAfter(start) ? end : start.plus(LAST_PAGE)));
        }
        return slots;
    }

    private static String draw(
            List<Slot> slots,
            List<Transmission> transmissions,
            List<SecondReading.Moment> moments,
            List<String> vendors,
            Masking masking) {
        Map<String, Integer> rows = rows(transmissions, vendors);
        int rowCount = rows.values().stream().mapToInt(row -> row + 1).max().orElse(1);
        List<String> paths =
                slots.stream().map(slot -> masking.path(slot.page().url())).toList();
        int top = 26
                + (int) (4.3
                        * paths.stream()
                                .mapToInt(path ->
                                        Math.min(LONGEST_PATH, shown(path).length()))
                                .max()
                                .orElse(0));
        double slotWidth = Math.clamp(860.0 / slots.size(), 22, 120);
        int width = (int) Math.ceil(LABELS + slotWidth * slots.size() + 90);
        int bottom = top + rowCount * ROW;
        Svg svg = new Svg(
                width,
                bottom + 30,
                "timeline",
                "When each vendor was told something",
                counted(slots.size(), "page") + " in the order of the visit, "
                        + counted(transmissions.size(), "transmission"));
        for (int at = 0; at < slots.size(); at++) {
            Page page = slots.get(at).page();
            double x = LABELS + at * slotWidth;
            svg.bar(x, top - 4, slotWidth, bottom - top + 8, at % 2 == 0 ? "stripe" : "gap", "");
            String path = paths.get(at);
            svg.tilted(
                    x + slotWidth / 2,
                    top - 10,
                    page.outcome() == Page.Outcome.FAILED ? "label failed" : "label",
                    Svg.shortened(shown(path), LONGEST_PATH),
                    path + (page.outcome() == Page.Outcome.FAILED ? " (not loaded)" : ""));
        }
        rows.forEach((vendor, row) -> {
            if (row < MOST_ROWS || vendor.equals("others")) {
                svg.text(LABELS - 10, top + row * ROW + 13, "label end", Svg.shortened(vendor, 32), vendor);
            }
        });
        drawDots(svg, slots, slotWidth, top, transmissions, rows, masking);
        drawMoments(svg, slots, slotWidth, top, moments, bottom);
        return svg.close();
    }

    private static String shown(String path) {
        return path.equals("/") ? "front page" : path;
    }

    private static Map<String, Integer> rows(List<Transmission> transmissions, List<String> vendors) {
        Set<String> present = new HashSet<>();
        transmissions.forEach(
                transmission -> present.add(transmission.recipient().vendor()));
        List<String> ordered = vendors.stream().filter(present::contains).toList();
        Map<String, Integer> rows = new LinkedHashMap<>();
        boolean tooMany = ordered.size() > MOST_ROWS;
        for (String vendor : ordered) {
            rows.put(vendor, tooMany ? Math.min(rows.size(), MOST_ROWS) : rows.size());
        }
        if (tooMany) {
            rows.put("others", MOST_ROWS);
        }
        return rows;
    }

    private static void drawDots(
            Svg svg,
            List<Slot> slots,
            double slotWidth,
            int top,
            List<Transmission> transmissions,
            Map<String, Integer> rows,
            Masking masking) {
        Map<String, Integer> slotOfPage = new HashMap<>();
        for (int at = 0; at < slots.size(); at++) {
            slotOfPage.put(slots.get(at).page().id(), at);
        }
        Set<Long> taken = new HashSet<>();
        boolean tooltips = transmissions.size() <= MOST_TOOLTIPS;
        for (Transmission transmission : transmissions) {
            int row = rows.getOrDefault(transmission.recipient().vendor(), 0);
            int slot = transmission.context().pageId().map(slotOfPage::get).orElse(slotAt(slots, transmission.at()));
            double x = LABELS + slot * slotWidth + 5 + slots.get(slot).share(transmission.at()) * (slotWidth - 10);
            if (taken.add(row * 1_000_000L + Math.round(x * 2))) {
                String colour =
                        transmission.delivery() == Exchange.Delivery.ATTEMPTED ? "hollow" : "vendor" + row % COLOURS;
                String tooltip = tooltips
                        ? transmission.recipient().vendor() + ", " + Wording.time(transmission.at()) + ", "
                                + masking.path(transmission.context().pageUrl())
                        : "";
                svg.dot(x, top + row * ROW + 9, 4, colour, tooltip);
            }
        }
    }

    private static int slotAt(List<Slot> slots, Instant at) {
        int found = 0;
        for (int slot = 0; slot < slots.size(); slot++) {
            if (!slots.get(slot).page().startedAt().isAfter(at)) {
                found = slot;
            }
        }
        return found;
    }

    private static void drawMoments(
            Svg svg, List<Slot> slots, double slotWidth, int top, List<SecondReading.Moment> moments, int bottom) {
        for (SecondReading.Moment moment : moments) {
            int slot = slotAt(slots, moment.at());
            double x = LABELS + slot * slotWidth + 5 + slots.get(slot).share(moment.at()) * (slotWidth - 10);
            svg.line(x, top - 8, x, bottom + 8, "moment");
            svg.text(x, bottom + 22, "moment middle", moment.what(), Wording.time(moment.at()));
        }
    }
}
