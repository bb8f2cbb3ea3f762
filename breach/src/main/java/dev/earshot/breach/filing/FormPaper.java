package dev.earshot.breach.filing;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A filled form as it is handed in or copied from: its fields by section, longer answers after them in full.
final class FormPaper {
    private static final int LONG = 160;

    private FormPaper() {}

    static Sheet of(FilledForm filled, Dossier dossier) {
        Paper paper = new Paper(filled.form().title());
        paper.text(filled.form().authority());
        paper.text(dossier.incident().entity().name() + ", " + Story.day(dossier.date()));
        List<List<String>> rows = new ArrayList<>();
        List<FilledForm.Entry> inFull = new ArrayList<>();
        String section = "";
        for (FilledForm.Entry entry : filled.entries()) {
            boolean shown = !entry.values().isEmpty() || entry.isOpen() || entry.basis() == FilledForm.Basis.OPTIONAL;
            if (!shown) {
                continue;
            }
            if (!entry.field().section().equals(section) || rows.isEmpty()) {
                paper.table(rows);
                section = entry.field().section();
                rows = new ArrayList<>(List.of(List.of("Field", "Answer")));
                paper.heading(section);
            }
            rows.add(List.of(entry.field().label(), answer(entry, inFull)));
        }
        paper.table(rows);
        for (FilledForm.Entry entry : inFull) {
            String text = String.join("\n", entry.values());
            paper.heading(entry.field().label());
            paper.text(text);
            if (entry.field().most() > 0) {
                paper.text(Story.count(FilledForm.length(text)) + " of at most "
                        + Story.count(entry.field().most())
                        + " characters"
                        + (entry.isOpen() ? ": too long, and not cut here; shorten it before it is filed" : "") + ".");
            }
        }
        return new Sheet(filled.form().id(), paper.document(), filled.open(), Optional.of(filled.json()), false);
    }

    /// Sentences go on after one another, words are listed.
    private static String joined(List<String> values, boolean free) {
        boolean sentences = values.stream().allMatch(value -> value.endsWith("."));
        return String.join(free && sentences ? " " : free ? ", " : "; ", values);
    }

    private static String answer(FilledForm.Entry entry, List<FilledForm.Entry> inFull) {
        String values = joined(entry.values(), entry.field().choices().isEmpty());
        if (values.length() > LONG || values.contains("\n")) {
            inFull.add(entry);
            return "in full below";
        }
        if (entry.isOpen()) {
            return "[to be answered: "
                    + entry.problem().replaceFirst("^to be answered(; )?", "").replace(']', ')') + "]";
        }
        return values.isEmpty() ? "–" : values;
    }
}
