package dev.earshot.report;

import dev.earshot.app.App;
import dev.earshot.app.AppFile;
import dev.earshot.report.AppComparison.Change;
import java.io.PrintWriter;
import java.util.Locale;
import tools.jackson.core.JsonGenerator;

/// Writes the comparison of two releases of an app as text, Markdown and JSON.
final class AppComparisonText {
    private static final int PART_WIDTH = 18;

    private AppComparisonText() {}

    static void print(AppComparison app, PrintWriter out) {
        out.print(clean(app.title()) + "\n\n");
        for (AppComparison.Group group : app.groups()) {
            if (!group.changes().isEmpty()) {
                out.print(group.heading().toUpperCase(Locale.ROOT) + "\n");
                for (Change change : group.changes()) {
                    String part = change.part().label();
                    out.print("  " + part + " ".repeat(Math.max(1, PART_WIDTH - part.length())) + clean(change.name())
                            + "\n");
                    String became = became(change);
                    if (!became.isEmpty()) {
                        out.print(" ".repeat(PART_WIDTH + 4) + clean(became) + "\n");
                    }
                }
                out.print("\n");
            }
        }
    }

    /// `was in the app; now: is set to send`.
    static String became(Change change) {
        if (change.before().isEmpty()) {
            return change.after();
        }
        return change.after().isEmpty()
                ? "before: " + change.before()
                : "before: " + change.before() + " → now: " + change.after();
    }

    private static String clean(String text) {
        return text.replaceAll("[\\p{Cntrl}]", " ");
    }

    static void printMarkdown(AppComparison app, PrintWriter out) {
        out.print("\n### " + MarkdownReport.plain(app.title()) + "\n\n");
        out.print(MarkdownReport.plain(app.sentence()) + "\n");
        for (AppComparison.Group group : app.groups()) {
            if (!group.changes().isEmpty()) {
                out.print("\n#### " + group.heading() + "\n\n" + group.explanation() + "\n\n");
                out.print("| What | Name | Before | Now |\n|---|---|---|---|\n");
                for (Change change : group.changes()) {
                    out.print("| " + change.part().label() + " | " + MarkdownReport.cell(change.name()) + " | "
                            + MarkdownReport.cell(change.before()) + " | " + MarkdownReport.cell(change.after())
                            + " |\n");
                }
            }
        }
    }

    static void printJson(AppComparison app, JsonGenerator json) {
        json.writeStartObject();
        json.writeStringProperty("platform", JsonReport.word(app.after().platform()));
        json.writeStringProperty("id", app.after().id());
        json.writeStringProperty("sentence", app.sentence());
        json.writeBooleanProperty("hasNew", app.hasNew());
        writeSide(json, "before", app.before());
        writeSide(json, "after", app.after());
        json.writeArrayPropertyStart("changes");
        for (Change change : app.changes()) {
            json.writeStartObject();
            json.writeStringProperty("part", JsonReport.word(change.part()));
            json.writeStringProperty("change", JsonReport.word(change.became()));
            json.writeStringProperty("name", change.name());
            json.writeStringProperty("before", change.before());
            json.writeStringProperty("after", change.after());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void writeSide(JsonGenerator json, String name, App app) {
        json.writeObjectPropertyStart(name);
        json.writeStringProperty("version", app.version());
        json.writeStringProperty("build", app.build());
        JsonReport.writeStrings(
                json, "sha256", app.files().stream().map(AppFile::sha256).toList());
        json.writeEndObject();
    }
}
