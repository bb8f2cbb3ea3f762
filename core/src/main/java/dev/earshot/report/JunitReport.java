package dev.earshot.report;

import dev.earshot.ScanResult;
import dev.earshot.exchange.BlindSpot;
import dev.earshot.policy.Finding;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/// Writes findings as JUnit's XML: one suite for each rule and zone, and one for the coverage, in which everything that
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

    private void writeAll(ScanResult result, Verdict verdict) throws XMLStreamException {
        Map<String, List<Finding>> suites = new TreeMap<>();
        for (Finding finding : result.findings()) {
            suites.computeIfAbsent(finding.rule() + " / " + finding.zone(), name -> new ArrayList<>())
                    .add(finding);
        }
        List<BlindSpot> unseen =
                result.blindSpots().stream().filter(BlindSpot::incomplete).toList();
        boolean nothing = verdict.outcome() == Verdict.Outcome.INCOMPLETE && unseen.isEmpty();
        int errors = unseen.size() + (nothing ? 1 : 0);
        xml.writeStartDocument("UTF-8", "1.0");
        xml.writeCharacters("\n");
        xml.writeStartElement("testsuites");
        attribute("name", "earshot");
        attribute("tests", result.findings().size() + Math.max(1, errors) + "");
        attribute("failures", verdict.violations() + "");
        attribute("errors", errors + "");
        for (Map.Entry<String, List<Finding>> suite : suites.entrySet()) {
            writeSuite(suite.getKey(), suite.getValue());
        }
        writeCoverage(unseen, nothing, errors);
        newLine(0);
        xml.writeEndElement();
        xml.writeCharacters("\n");
        xml.writeEndDocument();
    }

    private void writeSuite(String name, List<Finding> findings) throws XMLStreamException {
        newLine(1);
        xml.writeStartElement("testsuite");
        attribute("name", name);
        attribute("tests", findings.size() + "");
        attribute("failures", findings.stream().filter(this::fails).count() + "");
        attribute("skipped", findings.stream().filter(this::isSkipped).count() + "");
        for (Finding finding : findings) {
            newLine(2);
            xml.writeStartElement("testcase");
            attribute("classname", name);
            attribute(
                    "name",
                    finding.vendor() + " (" + finding.tracker() + "): "
                            + finding.element().label());
            if (fails(finding)) {
                newLine(3);
                xml.writeStartElement("failure");
                attribute("type", finding.rule());
                attribute("message", masking.said(finding.sentence()));
                text("basis " + Wording.label(finding.basis()) + "; evidence "
                        + String.join(", ", finding.disclosureIds()) + "; fingerprint " + finding.fingerprint());
                xml.writeEndElement();
            } else if (isSkipped(finding)) {
                newLine(3);
                xml.writeEmptyElement("skipped");
                attribute("message", why(finding));
            } else {
                newLine(3);
                xml.writeStartElement("system-out");
                text(masking.said(finding.sentence()));
                xml.writeEndElement();
            }
            newLine(2);
            xml.writeEndElement();
        }
        newLine(1);
        xml.writeEndElement();
    }

    private void writeCoverage(List<BlindSpot> unseen, boolean nothing, int errors) throws XMLStreamException {
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
            attribute("name", "nothing that should have been looked at was missed");
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

    private boolean fails(Finding finding) {
        return finding.level() == Finding.Level.VIOLATION && !inBaseline(finding);
    }

    private boolean isSkipped(Finding finding) {
        return finding.level() == Finding.Level.WAIVED
                || (finding.level() == Finding.Level.VIOLATION && inBaseline(finding));
    }

    private boolean inBaseline(Finding finding) {
        return options.baseline().map(baseline -> baseline.has(finding)).orElse(false);
    }

    private static String why(Finding finding) {
        return finding.waiver()
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
