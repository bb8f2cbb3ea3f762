package dev.earshot.report;

import static dev.earshot.report.Wording.counted;

import dev.earshot.AppResult;
import dev.earshot.ScanResult;
import dev.earshot.detect.Basis;
import dev.earshot.disclosure.Disclosure;
import dev.earshot.disclosure.Transmission;
import dev.earshot.exchange.BlindSpot;
import dev.earshot.exchange.Initiator;
import dev.earshot.policy.Finding;
import dev.earshot.policy.Waiver;
import java.io.PrintWriter;
import java.io.Writer;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Writes a report for a terminal: the findings, who was told what, the totals, and last what was not covered.
final class TextReport {
    private static final int WIDTH = 100;
    private static final int RULE_COLUMN = 38;
    private static final int SHOWN_PAGES = 4;
    private static final int SHOWN_BLIND_SPOTS = 12;

    private final ScanResult result;
    private final ReportOptions options;
    private final Telling telling;
    private final Masking masking;
    private final PrintWriter out;
    private final Map<String, Disclosure> disclosures = new HashMap<>();

    private TextReport(ScanResult result, ReportOptions options, Telling telling, PrintWriter out) {
        this.result = result;
        this.options = options;
        this.telling = telling;
        this.masking = telling.masking();
        this.out = out;
        result.disclosures().forEach(disclosure -> disclosures.put(disclosure.id(), disclosure));
    }

    static void write(ScanResult result, ReportOptions options, Telling telling, Writer to) {
        PrintWriter out = new PrintWriter(to);
        new TextReport(result, options, telling, out).writeAll();
        out.flush();
    }

    private void writeAll() {
        Map<List<Object>, List<Finding>> groups = new LinkedHashMap<>();
        for (Finding finding : result.findings()) {
            groups.computeIfAbsent(
                            List.of(status(finding), finding.rule(), finding.vendor(), finding.tracker()),
                            key -> new ArrayList<>())
                    .add(finding);
        }
        result.apps().forEach(this::writeApp);
        groups.values().forEach(this::writeGroup);
        List<Account.ToVendor> told = telling.account().vendors().stream()
                .filter(to -> !to.elements().isEmpty())
                .toList();
        if (!told.isEmpty()) {
            line("Who was told what");
            for (Account.ToVendor to : told) {
                paragraph(Wording.sign(to.strongest().orElse(Basis.INHERENT)) + " "
                        + telling.sentences().told(to) + " Basis: "
                        + telling.sentences().basis(to) + "."
                        + telling.sentences().protectedKinds(to));
            }
            line("");
        }
        result.differential().map(found -> Followed.of(found, masking)).ifPresent(this::writeFollowed);
        line(telling.verdict().sentence());
        line(totals());
        writeNotCovered();
    }

    private void writeApp(AppResult of) {
        AppText text = new AppText(of, options, masking);
        line(AppText.title(of.app()));
        of.app().files().forEach(file -> line("  " + AppText.file(file)));
        line("");
        of.findings().forEach(finding -> {
            AppText.Told told = text.told(finding);
            line(padded(text.status(finding), 9) + "  " + padded(finding.rule(), RULE_COLUMN) + "  " + told.heading());
            paragraph(told.sentence());
            told.lines().forEach(line -> line("    " + line));
            line("");
        });
        line(
                of.app().sdks().isEmpty()
                        ? "No SDK was recognised in it."
                        : "What it carries, and how far the evidence goes");
        text.ladder().forEach(this::paragraph);
        if (!text.counts().isEmpty()) {
            line("Also in its files: " + text.counts() + ", see report.html");
        }
        line("");
    }

    private String status(Finding finding) {
        boolean known =
                options.baseline().map(baseline -> baseline.has(finding)).orElse(false);
        return Wording.status(finding.level(), known);
    }

    private void writeGroup(List<Finding> findings) {
        Finding first = findings.getFirst();
        List<Disclosure> shown = findings.stream()
                .flatMap(finding -> finding.disclosureIds().stream())
                .map(disclosures::get)
                .filter(Objects::nonNull)
                .toList();
        String tag = shown.stream()
                .map(disclosure -> Wording.tag(disclosure.transmission()))
                .findFirst()
                .orElse(first.tracker());
        line(padded(status(first), 9) + "  " + padded(first.rule(), RULE_COLUMN) + "  "
                + (tag.equals(first.vendor()) ? tag : tag + " → " + first.vendor()));
        Map<String, Set<String>> byPage = new LinkedHashMap<>();
        for (Disclosure disclosure : shown) {
            byPage.computeIfAbsent(
                            masking.path(disclosure.transmission().context().pageUrl()), page -> new LinkedHashSet<>())
                    .add(item(disclosure));
        }
        byPage.entrySet().stream()
                .limit(SHOWN_PAGES)
                .forEach(page -> line("  "
                        + (page.getKey().isEmpty() ? "(page not known)" : page.getKey()) + "   sent "
                        + String.join(", ", page.getValue())));
        if (byPage.size() > SHOWN_PAGES) {
            line("  and on " + counted(byPage.size() - SHOWN_PAGES, "more page"));
        }
        shown.stream().findFirst().ifPresent(disclosure -> line("  " + cause(disclosure.transmission())));
        findings.stream()
                .flatMap(finding -> finding.waiver().stream())
                .distinct()
                .forEach(waiver -> line("  waived until " + waiver.until() + ": " + waiver.reason()));
        line("");
    }

    private String item(Disclosure disclosure) {
        String name = disclosure
                .detection()
                .leaf()
                .map(leaf -> masking.quoted(leaf.path().isEmpty() ? leaf.source() : leaf.path()))
                .orElse("");
        String what = disclosure.detection().element().label()
                + Wording.hash(disclosure.detection())
                        .map(hash -> hash.equals("unnamed") ? ", hashed" : ", " + hash)
                        .orElse("");
        String health = disclosure
                .detection()
                .health()
                .map(context -> ": "
                        + (context.kinds().isEmpty()
                                ? Wording.classes(context.classes())
                                : Wording.kinds(context.kinds())))
                .orElse("");
        return name.isEmpty() ? what + health : name + " (" + what + health + ")";
    }

    private String cause(Transmission transmission) {
        List<String> chain = new ArrayList<>();
        for (Initiator initiator : transmission.context().initiators()) {
            initiator
                    .url()
                    .map(this::shortName)
                    .filter(name -> !chain.contains(name))
                    .ifPresent(chain::add);
        }
        String by = chain.isEmpty() ? "initiator not recorded" : "initiated by " + String.join(" ← ", chain);
        return padded(by, 56) + "  evidence " + transmission.exchangeId();
    }

    /// A script by its file's name, a document by its host.
    private String shortName(String url) {
        Address address = Address.of(url);
        String file = address.path().substring(address.path().lastIndexOf('/') + 1);
        return file.endsWith(".js") ? masking.quoted(file) : address.host();
    }

    private String totals() {
        Verdict verdict = telling.verdict();
        List<String> kinds = new ArrayList<>();
        if (verdict.violations() > 0) {
            kinds.add(counted(verdict.violations(), "violation"));
        }
        if (verdict.known() > 0) {
            kinds.add(verdict.known() + " known in the baseline");
        }
        if (verdict.waived() > 0) {
            kinds.add(verdict.waived() + " waived"
                    + firstWaiverEnd().map(until -> " until " + until).orElse(""));
        }
        if (verdict.notes() > 0) {
            kinds.add(counted(verdict.notes(), "note"));
        }
        List<String> parts = new ArrayList<>();
        parts.add(counted(result.findings().size() + result.appFindings().size(), "finding")
                + (kinds.isEmpty() ? "" : " (" + String.join(", ", kinds) + ")"));
        if (!result.apps().isEmpty()) {
            parts.add(counted(
                    result.apps().stream()
                            .mapToInt(of -> of.app().sdks().size())
                            .sum(),
                    "SDK"));
            parts.add(counted(
                    result.apps().stream()
                            .mapToInt(of -> of.app().files().size())
                            .sum(),
                    "file"));
        }
        if (result.filesOnly()) {
            parts.add("traffic not watched");
        } else {
            parts.add(counted(result.transmissions().size(), "transmission"));
            parts.add(counted(result.exchanges(), "exchange"));
        }
        if (verdict.pagesNotSeen() > 0) {
            parts.add(counted(verdict.pagesNotSeen(), "page") + " not loaded");
        }
        return String.join(" · ", parts);
    }

    private Optional<LocalDate> firstWaiverEnd() {
        return Stream.concat(
                        result.findings().stream().flatMap(finding -> finding.waiver().stream()),
                        result.appFindings().stream().flatMap(finding -> finding.waiver().stream()))
                .map(Waiver::until)
                .min(Comparator.naturalOrder());
    }

    private void writeFollowed(Followed followed) {
        line("What follows the visitor from run to run");
        paragraph(followed.intro());
        followed.proven().forEach(this::writeFollowed);
        if (!followed.indicated().isEmpty()) {
            line("  Indicated, and no proof:");
            followed.indicated().forEach(this::writeFollowed);
        }
        if (followed.proven().isEmpty() && followed.indicated().isEmpty()) {
            paragraph("Nothing was seen to follow the visitor that is not known otherwise.");
        }
        if (!followed.confirmed().isEmpty()) {
            paragraph(followed.confirmed());
        }
        followed.limits().forEach(this::paragraph);
        line("");
    }

    private void writeFollowed(Followed.Told told) {
        line("  " + told.sign() + " " + told.subject());
        paragraph(told.sentence());
        told.rows()
                .forEach(row -> line("      " + padded(row.label(), 24) + "  "
                        + padded(String.join(" ", row.runs()), 14) + "  " + row.value()));
        paragraph(told.statistics());
    }

    private void writeNotCovered() {
        List<BlindSpot> spots = result.blindSpots().stream()
                .sorted(Comparator.comparing(spot -> !spot.incomplete()))
                .toList();
        if (spots.isEmpty()) {
            line("Not covered: pages not visited, and what servers pass on.");
            return;
        }
        line("Not covered:");
        spots.stream()
                .limit(SHOWN_BLIND_SPOTS)
                .forEach(spot -> line((spot.incomplete() ? "  ! " : "  - ")
                        + (spot.where().isEmpty() ? "" : masking.address(spot.where()) + ": ")
                        + masking.said(spot.what())));
        if (spots.size() > SHOWN_BLIND_SPOTS) {
            line("  and " + (spots.size() - SHOWN_BLIND_SPOTS) + " more, see report.json");
        }
    }

    private void paragraph(String text) {
        StringBuilder line = new StringBuilder("  ");
        for (String word : text.split(" ")) {
            if (line.length() + word.length() > WIDTH && line.toString().strip().length() > 1) {
                line(line.toString().stripTrailing());
                line.setLength(0);
                line.append("    ");
            }
            line.append(word).append(' ');
        }
        line(line.toString().stripTrailing());
    }

    private static String padded(String text, int width) {
        return text.length() >= width ? text : text + " ".repeat(width - text.length());
    }

    private void line(String text) {
        out.print(text.stripTrailing().replaceAll("[\\p{Cntrl}]", " "));
        out.print('\n');
    }
}
