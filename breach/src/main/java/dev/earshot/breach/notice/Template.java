package dev.earshot.breach.notice;

import dev.earshot.evidence.Sha256;
import dev.earshot.yaml.Problems;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// A notice's text before it is one person's: Markdown with Mustache tags, in one language, for one kind of incident.
///
/// @param name such as `trackers.es`; what counsel accepts or replaces it by
/// @param kind of incident, as [dev.earshot.breach.incident.Incident#kind]
/// @param language BCP 47
/// @param status whether a professional has looked at it
/// @param version SHA-256 of the file, in lower-case hex: changes with it
public record Template(
        String name, String kind, String language, Status status, String version, Path file, Texts texts) {
    private static final String FENCE = "---\n";

    /// How far a template is.
    public enum Status {
        /// Have it translated or reviewed by a professional before it is sent.
        DRAFT("draft"),
        READY("ready");

        private final String id;

        Status(String id) {
            this.id = id;
        }

        public String id() {
            return id;
        }
    }

    /// What of it is read: the subject of a message, and the body.
    static final class Texts {
        private final TemplateText subject;
        private final TemplateText body;

        private Texts(TemplateText subject, TemplateText body) {
            this.subject = subject;
            this.body = body;
        }

        TemplateText subject() {
            return subject;
        }

        TemplateText body() {
            return body;
        }
    }

    /// @param file named `<kind>.<language>.md`
    static Template read(Path file, String text, Problems problems) {
        String name = String.valueOf(file.getFileName()).replaceFirst("\\.md$", "");
        int dot = name.indexOf('.');
        if (dot < 1 || !name.substring(dot + 1).matches("[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")) {
            problems.add(0, "a template is named kind.language.md, such as trackers.es.md.");
        }
        String kind = dot < 1 ? name : name.substring(0, dot);
        String language = dot < 1 ? "en" : name.substring(dot + 1);
        String front = "";
        String body = text;
        int bodyLine = 1;
        int end = text.startsWith(FENCE) ? text.indexOf("\n" + FENCE, FENCE.length() - 1) : -1;
        if (end < 0) {
            problems.add(1, "it must start with a line ---, then subject and status, then a line ---.");
        } else {
            front = text.substring(FENCE.length(), end + 1);
            body = text.substring(end + 1 + FENCE.length());
            bodyLine = 3 + (int) front.chars().filter(c -> c == '\n').count();
        }
        Map<String, String> head = NamedLines.read(front, 2, problems);
        for (String given : head.keySet()) {
            if (!Set.of("subject", "status").contains(given)) {
                problems.add(
                        1,
                        "\"" + given + "\" is not known here."
                                + Problems.didYouMean(given, Set.of("subject", "status")));
            }
        }
        String status = head.getOrDefault("status", "");
        if (!status.equals(Status.DRAFT.id) && !status.equals(Status.READY.id)) {
            problems.add(1, "\"status\" is draft or ready.");
        }
        if (head.getOrDefault("subject", "").isBlank()) {
            problems.add(1, "\"subject\" is missing: an e-mail needs one.");
        }
        return new Template(
                name,
                kind,
                language,
                status.equals(Status.READY.id) ? Status.READY : Status.DRAFT,
                Sha256.hex(text),
                file,
                new Texts(
                        TemplateText.read(file, head.getOrDefault("subject", ""), subjectLine(front), problems),
                        TemplateText.read(file, body, bodyLine, problems)));
    }

    private static int subjectLine(String front) {
        int at = front.startsWith("subject") ? 0 : Math.max(0, front.indexOf("\nsubject") + 1);
        return 2 + (int) front.substring(0, at).chars().filter(c -> c == '\n').count();
    }

    Locale locale() {
        return Locale.forLanguageTag(language);
    }
}
