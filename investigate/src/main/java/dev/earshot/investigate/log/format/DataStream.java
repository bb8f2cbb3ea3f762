package dev.earshot.investigate.log.format;

import dev.earshot.investigate.log.LogLine.Field;

/// How Akamai's DataStream 2 writes values: bytes outside 0x21 to 0x7E as percent escapes, percent signs as they are.
/// A path may lack its first slash.
///
/// Source: techdocs.akamai.com/datastream2, "Data set parameters"; read 2026-11-22.
final class DataStream {
    private DataStream() {}

    static void finish(Parts parts) {
        Field path = parts.of(Part.PATH);
        if (!path.isEmpty() && path.bytes[path.from] != '/') {
            parts.prepend(path, '/');
        }
        parts.decodePercent(parts.of(Part.AGENT));
        parts.decodePercent(parts.of(Part.COOKIES));
        parts.decodePercent(parts.of(Part.FORWARDED_FOR));
        parts.decodePercent(parts.of(Part.USER));
        parts.decodePercent(parts.of(Part.SESSION));
    }
}
