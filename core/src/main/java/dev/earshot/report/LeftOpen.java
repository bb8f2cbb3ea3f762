package dev.earshot.report;

import java.io.FilterWriter;
import java.io.IOException;
import java.io.Writer;

/// A writer that what writes to it cannot close.
final class LeftOpen extends FilterWriter {
    LeftOpen(Writer to) {
        super(to);
    }

    @Override
    public void close() throws IOException {
        flush();
    }
}
