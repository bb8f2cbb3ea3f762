package dev.earshot.investigate.tags;

import dev.earshot.element.DataElement;
import dev.earshot.investigate.history.PageRules;
import dev.earshot.investigate.history.SetTag;
import dev.earshot.investigate.history.SetTag.Consent;
import dev.earshot.investigate.history.SetTag.Setting;
import dev.earshot.investigate.history.SetTag.Tells;
import dev.earshot.investigate.history.SetTag.Told;
import dev.earshot.investigate.history.TagSet;
import dev.earshot.investigate.tags.TagReview.Reviewed;
import dev.earshot.investigate.tags.TagReview.Text;
import dev.earshot.investigate.tags.ZoneTest.Answer;
import dev.earshot.policy.Finding;
import dev.earshot.policy.TagFinding;
import dev.earshot.report.ReportOptions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// The words that all reports of tags have in common.
final class TagLines {
    /// What a container can't say, whatever is in it.
    static final List<String> LIMITS = List.of(
            "On which pages the container is installed, tags outside of it, and what the vendors' own code does beyond what"
                    + " their documentation says, are not in a container; a scan tells.",
            "A page that is of a zone because the visitor is signed in there, and not by its address, is not looked at.");

    private TagLines() {}

    static String title(TagSet set) {
        return set.container()
                + (set.draft() ? ", not published" : set.version().isEmpty() ? "" : ", version " + set.version())
                + " (" + set.kind() + ")";
    }

    static String level(TagFinding finding, ReportOptions options) {
        return isKnown(finding, options)
                ? "KNOWN"
                : finding.isOpen() ? "CANNOT TELL" : finding.level().name();
    }

    static boolean isKnown(TagFinding finding, ReportOptions options) {
        return finding.level() == Finding.Level.VIOLATION
                && options.baseline()
                        .map(baseline -> baseline.has(finding.fingerprint()))
                        .orElse(false);
    }

    static String element(TagFinding finding) {
        return finding.element().map(DataElement::label).orElse("a value that is not known");
    }

    /// A tag's state, triggers, pages and consent, each with its name.
    static Map<String, String> about(Reviewed reviewed) {
        SetTag tag = reviewed.tag();
        Map<String, String> about = new LinkedHashMap<>();
        about.put(
                "type",
                tag.type() + ", " + reviewed.state().words()
                        + tag.from().map(from -> ", from " + from).orElse("")
                        + tag.to().map(to -> ", until " + to).orElse(""));
        about.put("fires on", tag.triggers().isEmpty() ? "no trigger" : String.join(" or ", tag.triggers()));
        if (!tag.exceptions().isEmpty()) {
            about.put("but not on", String.join(" or ", tag.exceptions()));
        }
        if (!tag.alongside().isEmpty()) {
            about.put("with others", String.join("; ", tag.alongside()));
        }
        about.put("pages", PageRules.words(tag.pages()).replace("in no log", "not in the container"));
        about.put("consent", consent(tag.consent()));
        return about;
    }

    static String consent(Consent consent) {
        return consent.setting().words()
                + (consent.setting() == Setting.NEEDED
                        ? " " + (consent.kinds().isEmpty() ? "something" : String.join(", ", consent.kinds()))
                        : "");
    }

    static String zones(Reviewed reviewed) {
        return reviewed.zones().stream()
                .map(where -> where.zone() + " " + where.answer().words()
                        + (where.answer() == Answer.YES ? ", as on " + where.address() : ""))
                .collect(Collectors.joining(" · "));
    }

    /// Why it can't be told, once for each reason.
    static List<String> doubts(Reviewed reviewed) {
        return reviewed.zones().stream()
                .filter(where -> where.answer() == Answer.CANNOT_TELL)
                .map(ZoneTest.Where::why)
                .distinct()
                .toList();
    }

    /// What a recipient is told, one line for each field.
    static List<String> told(Reviewed reviewed, Tells tells) {
        Map<String, List<String>> byField = new LinkedHashMap<>();
        for (Told one : tells.told()) {
            if (one.text().isEmpty()) {
                byField.computeIfAbsent(one.by(), none -> new ArrayList<>())
                        .add(one.element()
                                .map(element -> element.label() + " ("
                                        + one.basis().name().toLowerCase(Locale.ROOT) + ")")
                                .orElse("whatever stands there: cannot tell"));
            }
        }
        List<String> lines = new ArrayList<>();
        byField.forEach(
                (by, what) -> lines.add(String.join(", ", what) + (by.startsWith("with ") ? " " : " by ") + by));
        for (Text text : reviewed.texts()) {
            if (text.to().equals(tells)) {
                lines.add(text.element().label()
                        + text.health()
                                .map(health -> " (" + health.named() + ")")
                                .orElse("") + " by " + text.told().by() + ", which says \""
                        + text.told().text() + "\"");
            }
        }
        return lines;
    }

    /// Findings that differ in nothing but the zone, as one.
    ///
    /// @param sentence of all of them
    record Shown(TagFinding first, List<String> fingerprints, String sentence, String zones) {}

    static List<Shown> shown(List<TagFinding> findings, ReportOptions options) {
        Map<List<Object>, List<TagFinding>> same = new LinkedHashMap<>();
        for (TagFinding finding : findings) {
            if (finding.level() != Finding.Level.NOTE) {
                String apart = finding.sentence().replace(" in zone " + finding.zone() + ".", "");
                same.computeIfAbsent(
                                List.of(level(finding, options), finding.rule(), apart, finding.sources()),
                                none -> new ArrayList<>())
                        .add(finding);
            }
        }
        return same.values().stream()
                .map(all -> {
                    TagFinding first = all.getFirst();
                    String zones = all.stream().map(TagFinding::zone).collect(Collectors.joining(", "));
                    return new Shown(
                            first,
                            all.stream().map(TagFinding::fingerprint).toList(),
                            all.size() == 1
                                    ? first.sentence()
                                    : first.sentence()
                                            .replace(" in zone " + first.zone() + ".", " in zones " + zones + "."),
                            zones);
                })
                .toList();
    }

    static String vendor(Tells tells) {
        return tells.recipient().vendor()
                + (tells.recipient().product().isEmpty()
                        ? ""
                        : " (" + tells.recipient().product() + ")");
    }

    static String place(TagFinding finding) {
        return finding.sources().stream()
                .limit(3)
                .map(source -> source.file() + ":" + source.line() + " " + source.by())
                .distinct()
                .collect(Collectors.joining("; "));
    }
}
