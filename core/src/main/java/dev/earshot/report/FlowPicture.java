package dev.earshot.report;

import static dev.earshot.report.Wording.counted;

import dev.earshot.detect.Basis;
import dev.earshot.disclosure.Disclosure;
import dev.earshot.exchange.Exchange;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The picture of what flows from which page through which tag to which vendor. A band's width grows with the square
/// root
/// of the number of disclosures; its colour is that of the strongest basis among them.
final class FlowPicture {
    private static final int WIDTH = 1120;
    private static final int TOP = 34;
    private static final double BAR = 11;
    private static final double[] COLUMNS = {262, 520, 846};
    private static final int MOST_PAGES = 16;
    private static final int MOST_TAGS = 60;
    private static final int MOST_VENDORS = 44;
    private static final double ROW = 21;
    private static final double THICKEST = 2.4;
    private static final double THINNEST = 0.8;
    private static final double FILLED = 520;
    private static final int DENSE = 160;
    private static final double LETTER = 6.9;

    private final Map<String, Node> pages = new LinkedHashMap<>();
    private final Map<String, Node> tags = new LinkedHashMap<>();
    private final Map<String, Node> vendors = new LinkedHashMap<>();
    private final Map<List<Node>, Band> bands = new LinkedHashMap<>();

    private static final class Node {
        private final String label;
        private final String tooltip;
        private final int order;
        private double y;
        private double height;
        private double in;
        private double out;
        private double filledIn;
        private double filledOut;

        private Node(String label, String tooltip, int order) {
            this.label = label;
            this.tooltip = tooltip;
            this.order = order;
        }
    }

    private static final class Band {
        private int count;
        private Basis basis = Basis.INHERENT;
        private double thick;
    }

    private FlowPicture() {}

    /// The drawing; empty if nothing was told to anyone.
    static String of(Account account, List<Disclosure> disclosures, Masking masking) {
        FlowPicture picture = new FlowPicture();
        picture.gather(account, disclosures, masking);
        return picture.bands.isEmpty() ? "" : picture.draw();
    }

    private void gather(Account account, List<Disclosure> all, Masking masking) {
        List<Disclosure> told = all.stream()
                .filter(disclosure -> disclosure.transmission().delivery() != Exchange.Delivery.ATTEMPTED)
                .toList();
        Map<String, String> vendorLabels = vendorLabels(account);
        Map<String, String> pageLabels = pageLabels(told, masking);
        Set<String> shownTags = new HashSet<>();
        List<Link> links = new ArrayList<>();
        for (Disclosure disclosure : told) {
            String vendor = vendorLabels.getOrDefault(
                    disclosure.transmission().recipient().vendor(), "other vendors");
            String tag = Wording.tag(disclosure.transmission());
            if (shownTags.size() >= MOST_TAGS && !shownTags.contains(tag)) {
                tag = "other tags";
            }
            if (vendor.startsWith("vendors told only")) {
                tag = "other requests";
            }
            shownTags.add(tag);
            String page = pageLabels.getOrDefault(pageOf(disclosure, masking), "page not known");
            links.add(new Link(page, tag, vendor, disclosure.detection().basis()));
        }
        List<String> vendorOrder = vendorLabels.values().stream().distinct().toList();
        links.sort(Comparator.comparingInt(link -> vendorOrder.indexOf(link.vendor)));
        for (Link link : links) {
            node(vendors, link.vendor);
            node(tags, link.tag);
        }
        new ArrayList<>(pageLabels.values()).forEach(label -> node(pages, label));
        links.forEach(link -> node(pages, link.page));
        for (Link link : links) {
            Node tag = node(tags, link.tag);
            add(node(pages, link.page), tag, link.basis);
            add(tag, node(vendors, link.vendor), link.basis);
        }
    }

    private record Link(String page, String tag, String vendor, Basis basis) {}

    private static Node node(Map<String, Node> column, String label) {
        return column.computeIfAbsent(label, key -> new Node(label, label, column.size()));
    }

    private void add(Node from, Node to, Basis basis) {
        Band band = bands.computeIfAbsent(List.of(from, to), key -> new Band());
        band.count++;
        if (basis.compareTo(band.basis) < 0) {
            band.basis = basis;
        }
    }

    /// Each vendor by name; those told only what any request tells are one when there are many.
    private static Map<String, String> vendorLabels(Account account) {
        List<Account.ToVendor> told = account.vendors().stream()
                .filter(to -> !to.elements().isEmpty())
                .toList();
        long inherent = told.stream()
                .filter(to -> to.strongest().stream().allMatch(basis -> basis == Basis.INHERENT))
                .count();
        Map<String, String> labels = new LinkedHashMap<>();
        for (Account.ToVendor to : told) {
            boolean only = to.strongest().stream().allMatch(basis -> basis == Basis.INHERENT);
            if (only && inherent > 6) {
                labels.put(to.vendor(), "vendors told only what any request tells (" + inherent + ")");
            } else {
                labels.put(to.vendor(), labels.size() < MOST_VENDORS ? to.vendor() : "other vendors");
            }
        }
        return labels;
    }

    private static String pageOf(Disclosure disclosure, Masking masking) {
        String url = disclosure.transmission().context().pageUrl();
        return url.isEmpty() ? "" : disclosure.zone() + "\n" + masking.path(url);
    }

    /// The busiest pages by path, the rest by zone, in order of zones.
    private static Map<String, String> pageLabels(List<Disclosure> told, Masking masking) {
        Map<String, Integer> counts = new HashMap<>();
        for (Disclosure disclosure : told) {
            String page = pageOf(disclosure, masking);
            if (!page.isEmpty()) {
                counts.merge(page, disclosure.detection().basis() == Basis.INHERENT ? 1 : 1000, Integer::sum);
            }
        }
        List<String> busiest = counts.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue()
                        .reversed()
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(counts.size() > MOST_PAGES ? MOST_PAGES - 3 : MOST_PAGES)
                .map(Map.Entry::getKey)
                .toList();
        Map<String, Integer> rest = new HashMap<>();
        counts.keySet().stream()
                .filter(page -> !busiest.contains(page))
                .forEach(page -> rest.merge(zoneOf(page), 1, Integer::sum));
        Map<String, String> labels = new LinkedHashMap<>();
        counts.keySet().stream()
                .sorted(Comparator.comparing(FlowPicture::zoneOf)
                        .thenComparing(page -> !busiest.contains(page))
                        .thenComparing(page -> page))
                .forEach(page -> labels.put(
                        page,
                        busiest.contains(page)
                                ? page
                                : zoneOf(page) + "\n" + counted(rest.getOrDefault(zoneOf(page), 0), "more page")));
        return labels;
    }

    private static String zoneOf(String page) {
        int end = page.indexOf('\n');
        return end < 0 ? "" : page.substring(0, end);
    }

    private String draw() {
        int zones = (int)
                pages.keySet().stream().map(FlowPicture::zoneOf).distinct().count();
        double scale = scale();
        bands.forEach((ends, band) -> {
            band.thick = Math.max(THINNEST, scale * Math.sqrt(band.count));
            ends.getFirst().out += band.thick;
            ends.getLast().in += band.thick;
        });
        double tallest =
                Math.max(Math.max(120, heightOf(pages, zones)), Math.max(heightOf(tags, 0), heightOf(vendors, 0)));
        place(pages, tallest, zones);
        place(tags, tallest, 0);
        place(vendors, tallest, 0);
        int height = (int) Math.ceil(TOP + tallest + 14);
        Svg svg = new Svg(
                WIDTH,
                height,
                bands.size() > DENSE ? "flow dense" : "flow",
                "What flows from pages through tags to vendors",
                counted(pages.size(), "page") + ", " + counted(tags.size(), "tag") + ", "
                        + counted(vendors.size(), "vendor") + ". The same facts stand in the tables of this report");
        svg.text(COLUMNS[0] + BAR, 16, "head end", "Page", "");
        svg.text(COLUMNS[1] + BAR / 2, 16, "head middle", "Tag", "");
        svg.text(COLUMNS[2], 16, "head", "Vendor", "");
        drawBands(svg);
        drawNodes(svg);
        return svg.close();
    }

    /// Pixels for the square root of a number of disclosures, so that no column is much taller than its labels need.
    private double scale() {
        Map<Node, Double> widths = new HashMap<>();
        bands.forEach((ends, band) -> ends.forEach(end -> widths.merge(end, Math.sqrt(band.count), Double::sum)));
        double fullest = 1;
        for (Map<String, Node> column : List.of(pages, tags, vendors)) {
            fullest = Math.max(
                    fullest,
                    column.values().stream()
                            .mapToDouble(node -> widths.getOrDefault(node, 0.0))
                            .sum());
        }
        return Math.min(THICKEST, FILLED / fullest);
    }

    private static double heightOf(Map<String, Node> column, int zones) {
        double sum = zones * 20;
        for (Node node : column.values()) {
            node.height = Math.max(6, Math.max(node.in, node.out));
            sum += Math.max(ROW, node.height + 5);
        }
        return sum;
    }

    private static void place(Map<String, Node> column, double tallest, int zones) {
        double spare = Math.max(0, tallest - heightOf(column, zones)) / (column.size() + 1);
        double gap = Math.min(spare, 26);
        double y = TOP + (tallest - heightOf(column, zones) - gap * (column.size() - 1)) / 2;
        String zone = "";
        for (Node node : column.values()) {
            if (zones > 0 && !zoneOf(node.label).equals(zone)) {
                zone = zoneOf(node.label);
                y += 20;
            }
            double slot = Math.max(ROW, node.height + 5);
            node.y = y + (slot - node.height) / 2;
            y += slot + gap;
        }
    }

    private void drawBands(Svg svg) {
        List<Map.Entry<List<Node>, Band>> sorted = new ArrayList<>(bands.entrySet());
        sorted.sort(Comparator.comparingInt(
                        (Map.Entry<List<Node>, Band> entry) -> entry.getKey().getFirst().order)
                .thenComparingInt(entry -> entry.getKey().getLast().order));
        Map<Band, Double> starts = new HashMap<>();
        for (Map.Entry<List<Node>, Band> entry : sorted) {
            Node from = entry.getKey().getFirst();
            Band band = entry.getValue();
            starts.put(band, from.y + (from.height - from.out) / 2 + from.filledOut + band.thick / 2);
            from.filledOut += band.thick;
        }
        Map<Band, Double> ends = new HashMap<>();
        sorted.sort(Comparator.comparingInt(
                        (Map.Entry<List<Node>, Band> entry) -> entry.getKey().getLast().order)
                .thenComparingInt(entry -> entry.getKey().getFirst().order));
        for (Map.Entry<List<Node>, Band> entry : sorted) {
            Node to = entry.getKey().getLast();
            Band band = entry.getValue();
            ends.put(band, to.y + (to.height - to.in) / 2 + to.filledIn + band.thick / 2);
            to.filledIn += band.thick;
        }
        sorted.sort(Comparator.comparing((Map.Entry<List<Node>, Band> entry) -> entry.getValue().basis)
                .reversed());
        for (Map.Entry<List<Node>, Band> entry : sorted) {
            Node from = entry.getKey().getFirst();
            Band band = entry.getValue();
            boolean left = pages.get(from.label) == from;
            svg.band(
                    (left ? COLUMNS[0] : COLUMNS[1]) + BAR,
                    starts.getOrDefault(band, 0.0),
                    left ? COLUMNS[1] : COLUMNS[2],
                    ends.getOrDefault(band, 0.0),
                    band.thick,
                    "band " + Wording.style(band.basis),
                    shown(from.label) + " → " + shown(entry.getKey().getLast().label) + ": "
                            + counted(band.count, "disclosure") + ", " + Wording.label(band.basis));
        }
    }

    private void drawNodes(Svg svg) {
        String zone = "";
        for (Node node : pages.values()) {
            if (!zoneOf(node.label).equals(zone)) {
                zone = zoneOf(node.label);
                svg.text(COLUMNS[0] - 6, node.y - 7, "zone end", Svg.shortened(zone, 34), zone);
            }
            bar(svg, node, 0);
            svg.text(
                    COLUMNS[0] - 6, middle(node), "label end", Svg.shortened(shown(node.label), 34), shown(node.label));
        }
        for (Node node : tags.values()) {
            bar(svg, node, 1);
            String label = Svg.shortened(node.label, 34);
            svg.bar(COLUMNS[1] + BAR + 3, middle(node) - 12, label.length() * LETTER + 8, 16, "plate", "");
            svg.text(COLUMNS[1] + BAR + 7, middle(node), "label", label, node.tooltip);
        }
        for (Node node : vendors.values()) {
            bar(svg, node, 2);
            svg.text(COLUMNS[2] + BAR + 6, middle(node), "label", Svg.shortened(node.label, 37), node.tooltip);
        }
    }

    private static void bar(Svg svg, Node node, int column) {
        svg.bar(COLUMNS[column], node.y, BAR, node.height, "bar", shown(node.label));
    }

    private static double middle(Node node) {
        return node.y + node.height / 2 + 4;
    }

    private static String shown(String label) {
        return label.substring(label.indexOf('\n') + 1);
    }
}
