package dev.earshot.investigate.log.format;

import dev.earshot.investigate.log.LogFormat;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// The formats of this package. No two of them take each other's lines.
public final class Formats {
    private Formats() {}

    /// All of them, sorted by id, as they are without a plan's field map.
    public static List<LogFormat> all() {
        return all(Map.of());
    }

    /// All of them, sorted by id.
    ///
    /// @param fields of one source of logs in a plan: which column, or path in JSON, is which part of a request,
    ///     where that is not the format's own; `columns`, the columns of files that don't name them; `pageEvents`,
    ///     see docs/log-formats.md
    /// @throws IllegalArgumentException naming a key or path that can't be
    public static List<LogFormat> all(Map<String, String> fields) {
        FieldMap map = FieldMap.of(fields);
        Stream<LogFormat> json = Stream.of(
                        JsonFormats.CLOUDFLARE,
                        JsonFormats.CLOUDFRONT,
                        JsonFormats.DATASTREAM,
                        JsonFormats.FRONT_DOOR,
                        JsonFormats.GOOGLE)
                .map(format -> format.with(map));
        Stream<LogFormat> columns = Stream.of(W3cFormat.CLOUDFRONT, W3cFormat.DATASTREAM, W3cFormat.IIS)
                .map(format -> format.with(map));
        Stream<LogFormat> others = Stream.of(
                new AdobeFeedFormat(map),
                new AlbFormat(),
                new CsvFormat(map),
                new Ga4Format(map),
                JsonFormats.mapped(map));
        List<LogFormat> all = Stream.of(json, columns, others)
                .flatMap(formats -> formats)
                .sorted(Comparator.comparing(LogFormat::id))
                .toList();
        all.forEach(LogFormat::reader);
        return all;
    }
}
