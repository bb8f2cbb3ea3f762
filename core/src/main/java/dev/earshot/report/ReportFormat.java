package dev.earshot.report;

import java.util.Arrays;
import java.util.Optional;

/// A form that a report can take.
public enum ReportFormat {
    /// For a terminal.
    TEXT("text", ""),
    /// `earshot-report/1`, described by `docs/report.schema.json`.
    JSON("json", "report.json"),
    /// SARIF 2.1.0, for code scanning.
    SARIF("sarif", "findings.sarif"),
    /// JUnit's XML, for build servers.
    JUNIT("junit", "junit.xml"),
    /// Markdown, for pull requests.
    MARKDOWN("md", "summary.md"),
    /// One self-contained page, for people.
    HTML("html", "report.html");

    private final String id;
    private final String file;

    ReportFormat(String id, String file) {
        this.id = id;
        this.file = file;
    }

    /// The word for it on the command line.
    public String id() {
        return id;
    }

    /// Its file's name in a report's folder; empty for the form that is only printed.
    public Optional<String> file() {
        return file.isEmpty() ? Optional.empty() : Optional.of(file);
    }

    public static Optional<ReportFormat> byId(String id) {
        return Arrays.stream(values()).filter(format -> format.id.equals(id)).findFirst();
    }
}
