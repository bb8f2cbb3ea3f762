package dev.earshot.report;

import dev.earshot.AppResult;
import dev.earshot.ScanResult;
import dev.earshot.exchange.BlindSpot;
import dev.earshot.policy.AppFinding;
import dev.earshot.policy.Finding;
import dev.earshot.policy.Waiver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/// Writes findings as JUnit's XML: one suite for each rule and zone or app, and one for the coverage, in which everything that
/// should have been seen and was not is an error. A build server thus shows an incomplete scan as broken, not as green.
final class JunitReport {
    private final ReportOptions options;
    private final Masking masking;
    private final XMLStreamWriter xml;

    private JunitReport(ReportOptions options, Masking masking, XMLStreamWriter xml) {
        this.options = options;
        this.masking = masking;
        this.xml = xml;
    }

    static void write(ScanResult result, ReportOptions options, Telling telling, Writer to) {
        try {
            XMLStreamWriter xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(to);
            new JunitReport(options, telling.masking(), xml).writeAll(result, telling.verdict());
            xml.flush();
            to.flush();
        } catch (XMLStreamException | IOException failed) {
            throw new UncheckedIOException(String.valueOf(failed.getMessage()), new IOException(failed));
        }
    }

    /// A finding as a test case.
    private record Case(
            String name,
            String rule,
            Finding.Level level,
            String fingerprint,
            String sentence,
            String restsOn,
            Optional<Waiver> waiver) {}

    private void writeAll(ScanResult result, Verdict verdict) throws XMLStreamException {
        Map<String, List<Case>> suites = new TreeMap<>();
        for (Finding finding : result.findings()) {
            suites.computeIfAbsent(finding.rule() + " / " + finding.zone(), name -> new ArrayList<>())
                    .add(of(finding));
        }
        for (AppResult app : result.apps()) {
            AppText text = new AppText(app, options, masking);
            for (AppFinding finding : app.findings()) {
                suites.computeIfAbsent(finding.rule() + " / " + app.app().label(), name -> new ArrayList<>())
                        .add(of(finding, text));
            }
        }
        List<BlindSpot> unseen =
                result.blindSpots().stream().filter(BlindSpot::incomplete).toList();
        boolean nothing = verdict.outcome() == Verdict.Outcome.INCOMPLETE && unseen.isEmpty();
        int errors = unseen.size() + (nothing ? 1 : 0);
        int findings = suites.values().stream().mapToInt(List::size).sum();
        xml.writeStartDocument("UTF-8", "1.0");
        xml.writeCharacters("\n");
        xml.writeStartElement("testsuites");
        attribute("name", "earshot");
        attribute("tests", findings + Math.max(1, errors) + "");
        attribute("failures", verdict.violations() + "");
        attribute("errors", errors + "");
        for (Map.Entry<String, List<Case>> suite : suites.entrySet()) {
            writeSuite(suite.getKey(), suite.getValue());
        }
        writeCoverage(unseen, nothing, errors, result.filesOnly() ? "nothing in the files that" : "nothing that");
        newLine(0);
        xml.writeEndElement();
        xml.writeCharacters("\n");
        xml.writeEndDocument();
    }

    private Case of(Finding finding) {
        return new Case(
                finding.vendor() + " (" + finding.tracker() + "): "
                        + finding.element().label(),
                finding.rule(),
                finding.level(),
                finding.fingerprint(),
                masking.said(finding.sentence()),
                "basis " + Wording.label(finding.basis()) + "; evidence " + String.join(", ", finding.disclosureIds()),
                finding.waiver());
    }

    private Case of(AppFinding finding, AppText text) {
        return new Case(
                text.subject(finding)
                        + finding.element()
                                .map(element -> ": " + Wording.inApp(element))
                                .orElse(""),
                finding.rule(),
                finding.level(),
                finding.fingerprint(),
                masking.saidOfFiles(finding.sentence()),
                String.join("; ", text.told(finding).lines()),
                finding.waiver());
    }

    private void writeSuite(String name, List<Case> cases) throws XMLStreamException {
        newLine(1);
        xml.writeStartElement("testsuite");
        attribute("name", name);
        attribute("tests", cases.size() + "");
        attribute("failures", cases.stream().filter(this::fails).count() + "");
        attribute("skipped", cases.stream().filter(this::isSkipped).count() + "");
        for (Case each : cases) {
            newLine(2);
            xml.writeStartElement("testcase");
            attribute("classname", name);
            attribute("name", each.name());
            if (fails(each)) {
                newLine(3);
                xml.writeStartElement("failure");
                attribute("type", each.rule());
                attribute("message", each.sentence());
                text(each.restsOn() + "; fingerprint " + each.fingerprint());
                xml.writeEndElement();
            } else if (isSkipped(each)) {
                newLine(3);
                xml.writeEmptyElement("skipped");
                attribute("message", why(each));
            } else {
                newLine(3);
                xml.writeStartElement("system-out");
                text(each.sentence());
                xml.writeEndElement();
            }
            newLine(2);
            xml.writeEndElement();
        }
        newLine(1);
        xml.writeEndElement();
    }

    private void writeCoverage(List<BlindSpot> unseen, boolean nothing, int errors, String looked)
            throws XMLStreamException {
        newLine(1);
        xml.writeStartElement("testsuite");
        attribute("name", "coverage");
        attribute("tests", Math.max(1, errors) + "");
        attribute("failures", "0");
        attribute("errors", errors + "");
        attribute("skipped", "0");
        if (nothing) {
            writeUnseen("the capture", "Nothing was recorded.", "NOTHING_RECORDED");
        } else if (unseen.isEmpty()) {
            newLine(2);
            xml.writeEmptyElement("testcase");
            attribute("classname", "coverage");
            attribute("name", looked + " should have been looked at was missed");
        }
        for (BlindSpot spot : unseen) {
            String where = spot.where().isEmpty() ? "the whole capture" : masking.address(spot.where());
            writeUnseen(where, masking.said(spot.what()), spot.kind().name());
        }
        newLine(1);
        xml.writeEndElement();
    }

    private void writeUnseen(String where, String what, String type) throws XMLStreamException {
        newLine(2);
        xml.writeStartElement("testcase");
        attribute("classname", "coverage");
        attribute("name", where);
        newLine(3);
        xml.writeEmptyElement("error");
        attribute("type", type);
        attribute("message", what);
        newLine(2);
        xml.writeEndElement();
    }

    private boolean fails(Case each) {
        return each.level() == Finding.Level.VIOLATION && !inBaseline(each);
    }

    private boolean isSkipped(Case each) {
        return each.level() == Finding.Level.WAIVED || (each.level() == Finding.Level.VIOLATION && inBaseline(each));
    }

    private boolean inBaseline(Case each) {
        return options.baseline()
                .map(baseline -> baseline.has(each.fingerprint()))
                .orElse(false);
    }

    private static String why(Case each) {
        return each.waiver()
                .map(waiver -> "waived until " + waiver.until() + ": " + waiver.reason())
                .orElse("known in the baseline");
    }

    private void attribute(String name, String value) throws XMLStreamException {
        xml.writeAttribute(name, legal(value));
    }

    private void text(String text) throws XMLStreamException {
        xml.writeCharacters(legal(text));
    }

    private void newLine(int depth) throws XMLStreamException {
        xml.writeCharacters("\n" + "  ".repeat(depth));
    }

    /// `text` without the characters that XML 1.0 section 2.2 does not allow.
    private static String legal(String text) {
        StringBuilder kept = new StringBuilder(text.length());
        text.codePoints()
                .map(point -> point == '\t' || point == '\n' || point == '\r' ? ' ' : point)
                .filter(point ->
                        point >= 0x20 && !(point >= 0xD800 && point <= 0xDFFF) && point != 0xFFFE && point != 0xFFFF)
                .forEach(kept::appendCodePoint);
        return kept.toString();
    }
}
