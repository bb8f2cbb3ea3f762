package dev.earshot.breach.filing;

import dev.earshot.breach.document.Document;
import java.io.IOException;
import java.io.OutputStream;

/// Writes a document as PDF. The same document gives the same bytes.
@FunctionalInterface
public interface PdfWriter {
    /// Leaves `out` open.
    ///
    /// @throws dev.earshot.EarshotException of code USAGE where a character can't be printed
    void write(Document document, OutputStream out) throws IOException;
}
