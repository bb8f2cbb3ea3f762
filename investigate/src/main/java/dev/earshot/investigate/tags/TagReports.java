package dev.earshot.investigate.tags;

import dev.earshot.EarshotException;
import dev.earshot.EarshotException.Code;
import dev.earshot.report.ReportFormat;
import dev.earshot.report.ReportOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// Reports of what tags are set to tell. The same review and options give the same bytes.
public final class TagReports {
    private TagReports() {}

    /// Writes `report.html`, `report.json`, `findings.sarif`, `junit.xml` and `summary.md` into `folder`.
    ///
    /// @throws EarshotException INCOMPLETE if a file can't be written
    public static void write(TagReview review, ReportOptions options, Path folder) {
        try {
            Files.createDirectories(folder);
            for (ReportFormat format : ReportFormat.values()) {
                Optional<String> file = format.file();
                if (file.isPresent()) {
                    try (Writer to = Files.newBufferedWriter(folder.resolve(file.get()), StandardCharsets.UTF_8)) {
                        print(format, review, options, to);
                    }
                }
            }
        } catch (IOException | UncheckedIOException failed) {
            throw new EarshotException(
                    Code.INCOMPLETE,
                    folder + ": the reports could not be written whole (" + failed.getMessage()
                            + "). Free some space and name another --out.",
                    failed);
        }
    }

    /// Writes one form to `to`, which is left open.
    public static void print(ReportFormat format, TagReview review, ReportOptions options, Writer to) {
        PrintWriter out = new PrintWriter(to);
        switch (format) {
            case TEXT -> TagText.write(review, options, out);
            case JSON -> out.print(TagJson.of(review, options));
            case SARIF -> out.print(TagSarif.of(review, options));
            case JUNIT -> out.print(TagJunit.of(review, options));
            case MARKDOWN -> TagMarkdown.write(review, options, out);
            case HTML -> out.print(TagHtml.of(review, options));
        }
        out.flush();
        if (out.checkError()) {
            throw new UncheckedIOException(new IOException("the report could not be written whole"));
        }
    }
}
