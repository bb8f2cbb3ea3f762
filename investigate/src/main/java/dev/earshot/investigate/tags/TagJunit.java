package dev.earshot.investigate.tags;

import dev.earshot.policy.Finding;
import dev.earshot.policy.TagFinding;
import dev.earshot.report.ReportOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// JUnit's XML: one suite for each rule and zone, and one for the coverage. What can't be told, and what was not read, is
/// an error, so that a build server shows it as broken and not as green.
final class TagJunit {
    private TagJunit() {}

    static String of(TagReview review, ReportOptions options) {
        Map<String, List<TagFinding>> suites = new TreeMap<>();
        review.findings()
                .forEach(finding -> suites.computeIfAbsent(
                                finding.rule() + " / " + finding.zone(), none -> new ArrayList<>())
                        .add(finding));
        StringBuilder xml = new StringBuilder();
        long failures = review.violations().stream()
                .filter(finding -> !TagLines.isKnown(finding, options))
                .count();
        long errors = review.incomplete().size()
                + review.findings().stream()
                        .filter(finding -> finding.isOpen() && !TagLines.isKnown(finding, options))
                        .count();
        xml.append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"earshot\" tests=\"")
                .append(review.findings().size()
                        + Math.max(1, review.incomplete().size()))
                .append("\" failures=\"")
                .append(failures)
                .append("\" errors=\"")
                .append(errors)
                .append("\">\n");
        suites.forEach((name, findings) -> suite(xml, name, findings, options));
        coverage(xml, review.incomplete());
        return xml.append("</testsuites>\n").toString();
    }

    private static void suite(StringBuilder xml, String name, List<TagFinding> findings, ReportOptions options) {
        long failures = findings.stream()
                .filter(finding -> finding.violates() && !TagLines.isKnown(finding, options))
                .count();
        long errors = findings.stream()
                .filter(finding -> finding.isOpen() && !TagLines.isKnown(finding, options))
                .count();
        xml.append("  <testsuite name=\"")
                .append(legal(name))
                .append("\" tests=\"")
                .append(findings.size());
        xml.append("\" failures=\"")
                .append(failures)
                .append("\" errors=\"")
                .append(errors)
                .append("\">\n");
        for (TagFinding finding : findings) {
            xml.append("    <testcase classname=\"").append(legal(name)).append("\" name=\"");
            xml.append(legal(finding.vendor() + " (" + finding.tracker() + "): " + TagLines.element(finding)))
                    .append("\">\n");
            String says = legal(finding.sentence());
            if (finding.waiver().isPresent() || TagLines.isKnown(finding, options)) {
                String why = finding.waiver()
                        .map(waiver -> "waived until " + waiver.until() + ": " + waiver.reason())
                        .orElse("known in the baseline");
                xml.append("      <skipped message=\"").append(legal(why)).append("\"/>\n");
            } else if (finding.level() == Finding.Level.VIOLATION) {
                String kind = finding.sure() ? "failure" : "error";
                xml.append("      <").append(kind).append(" type=\"").append(legal(finding.rule()));
                xml.append("\" message=\"").append(says).append("\">");
                xml.append(legal(TagLines.place(finding) + "; fingerprint " + finding.fingerprint()));
                xml.append("</").append(kind).append(">\n");
            } else {
                xml.append("      <system-out>").append(says).append("</system-out>\n");
            }
            xml.append("    </testcase>\n");
        }
        xml.append("  </testsuite>\n");
    }

    private static void coverage(StringBuilder xml, List<String> incomplete) {
        xml.append("  <testsuite name=\"coverage\" tests=\"").append(Math.max(1, incomplete.size()));
        xml.append("\" failures=\"0\" errors=\"").append(incomplete.size()).append("\">\n");
        if (incomplete.isEmpty()) {
            xml.append("    <testcase classname=\"coverage\" name=\"every tag in the container was read\"/>\n");
        }
        for (String what : incomplete) {
            xml.append("    <testcase classname=\"coverage\" name=\"")
                    .append(legal(what))
                    .append("\">\n");
            xml.append("      <error type=\"not-read\" message=\"")
                    .append(legal(what))
                    .append("\"/>\n");
            xml.append("    </testcase>\n");
        }
        xml.append("  </testsuite>\n");
    }

    /// Escaped, without the characters that XML 1.0 section 2.2 does not allow.
    private static String legal(String text) {
        StringBuilder kept = new StringBuilder(text.length());
        text.codePoints().forEach(point -> {
            switch (point) {
                case '&' -> kept.append("&amp;");
                case '<' -> kept.append("&lt;");
                case '>' -> kept.append("&gt;");
                case '"' -> kept.append("&quot;");
                case '\t', '\n', '\r' -> kept.append(' ');
                default -> {
                    if (point >= 0x20 && !(point >= 0xD800 && point <= 0xDFFF) && point != 0xFFFE && point != 0xFFFF) {
                        kept.appendCodePoint(point);
                    }
                }
            }
        });
        return kept.toString();
    }
}
