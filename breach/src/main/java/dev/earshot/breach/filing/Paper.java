package dev.earshot.breach.filing;

import dev.earshot.breach.document.Block;
import dev.earshot.breach.document.Document;
import dev.earshot.breach.document.Span;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A document in the making. Where something has to be answered first, its text says so in bold, and [#open] lists it.
final class Paper {
    private static final Pattern OPEN = Pattern.compile("\\[to be answered: [^\\]]*\\]");

    private final String title;
    private final List<Block> blocks = new ArrayList<>();
    private final List<String> open = new ArrayList<>();

    Paper(String title) {
        this.title = title;
        blocks.add(new Block.Heading(1, spans(title)));
    }

    /// A letter begins with who writes, not with a title.
    static Paper letter(String title) {
        Paper paper = new Paper(title);
        paper.blocks.clear();
        return paper;
    }

    Paper heading(String words) {
        blocks.add(new Block.Heading(2, spans(words)));
        return this;
    }

    Paper text(String words) {
        if (!words.isBlank()) {
            blocks.add(new Block.Paragraph(spans(words)));
        }
        return this;
    }

    Paper bold(String words) {
        blocks.add(new Block.Paragraph(List.of(new Span.Text(words, true))));
        return this;
    }

    Paper lines(List<String> lines) {
        return text(String.join("\n", lines));
    }

    Paper list(List<String> items) {
        if (!items.isEmpty()) {
            blocks.add(new Block.Listing(false, items.stream().map(Paper::spans).toList()));
        }
        return this;
    }

    /// @param rows the first is the head
    Paper table(List<List<String>> rows) {
        if (rows.size() > 1) {
            blocks.add(new Block.Table(rows.stream()
                    .map(row -> row.stream().map(Paper::spans).toList())
                    .toList()));
        }
        return this;
    }

    /// A list of what was answered, or the question.
    Paper answers(List<String> answers, String where, String question) {
        return answers.isEmpty() ? text(ask(where, question)) : list(answers);
    }

    /// What was answered, or the question in its place.
    String answer(List<String> answers, String where, String question) {
        return answers.isEmpty() ? ask(where, question) : String.join(" ", answers);
    }

    /// @param where the answer is given, such as `common.reply-by`
    String ask(String where, String question) {
        String entry = question + " (" + where + ")";
        if (!open.contains(entry)) {
            open.add(entry);
        }
        return "[to be answered: " + question + "]";
    }

    /// What must be answered before this can leave.
    List<String> open() {
        return List.copyOf(open);
    }

    Document document() {
        return new Document(title, Locale.US, blocks);
    }

    private static List<Span> spans(String words) {
        List<Span> spans = new ArrayList<>();
        List<String> lines = Arrays.asList(words.split("\n", -1));
        for (int line = 0; line < lines.size(); line++) {
            if (line > 0) {
                spans.add(new Span.LineBreak());
            }
            Matcher open = OPEN.matcher(lines.get(line));
            int at = 0;
            while (open.find()) {
                add(lines.get(line).substring(at, open.start()), false, spans);
                add(open.group(), true, spans);
                at = open.end();
            }
            add(lines.get(line).substring(at), false, spans);
        }
        return spans;
    }

    private static void add(String words, boolean bold, List<Span> spans) {
        if (!words.isEmpty()) {
            spans.add(new Span.Text(words, bold));
        }
    }
}
