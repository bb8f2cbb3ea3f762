package dev.earshot.report;

import dev.earshot.EarshotException;
import dev.earshot.EarshotException.Code;
import dev.earshot.ScanResult;
import dev.earshot.exchange.Capture;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import tools.jackson.core.exc.JacksonIOException;

/// Reports of a scan. The same scan, capture and options give the same bytes, on every machine.
///
/// Values that may identify a person are masked unless [ReportOptions#reveal()].
public final class Reports {
    private Reports() {}

    /// Writes `report.html`, `report.json`, `findings.sarif`, `junit.xml` and `summary.md` into `folder`, which is made
    /// if
    /// it is not there. Screenshots that the pages name are looked for in `folder`, and shown small in the page.
    ///
    /// @throws EarshotException with code INCOMPLETE if a file cannot be written
    public static void write(ScanResult result, Capture capture, ReportOptions options, Path folder) {
        Telling telling = new Telling(result, capture, options);
        try {
            Files.createDirectories(folder);
            for (ReportFormat format : ReportFormat.values()) {
                Optional<String> file = format.file();
                if (file.isPresent()) {
                    try (BufferedWriter to =
                            Files.newBufferedWriter(folder.resolve(file.get()), StandardCharsets.UTF_8)) {
                        write(format, options, telling, Optional.of(folder), to);
                    }
                }
            }
        } catch (IOException | UncheckedIOException | JacksonIOException failed) {
            throw new EarshotException(
                    Code.INCOMPLETE,
                    folder + ": the reports could not be written whole ("
                            + (failed instanceof JacksonIOException json
                                    ? json.getOriginalMessage()
                                    : failed.getMessage())
                            + "). The capture is kept there. Free some space and have it judged again: earshot scan "
                            + folder.resolve("capture.har"),
                    failed);
        }
    }

    /// Writes one form to `to`, as UTF-8 where the writer has a choice, and leaves it open. In HTML, screenshots are
    /// left
    /// out.
    public static void print(
            ReportFormat format, ScanResult result, Capture capture, ReportOptions options, Writer to) {
        Telling telling = new Telling(result, capture, options);
        Writer open = new LeftOpen(to);
        write(format, options, telling, Optional.empty(), open);
        try {
            to.flush();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static void write(
            ReportFormat format, ReportOptions options, Telling telling, Optional<Path> folder, Writer to) {
        ScanResult result = telling.result();
        switch (format) {
            case TEXT -> TextReport.write(result, options, telling, to);
            case JSON -> JsonReport.write(result, options, telling, to);
            case SARIF -> SarifReport.write(result, options, telling, to);
            case JUNIT -> JunitReport.write(result, options, telling, to);
            case MARKDOWN -> MarkdownReport.write(result, options, telling, to);
            case HTML -> HtmlReport.write(result, options, telling, folder, to);
        }
    }
}
