package dev.earshot.investigate.identity;

import dev.earshot.investigate.Storage;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Opens a source's file in the format that the plan states, or that its name tells.
final class RowReaders {
    private RowReaders() {}

    static RowReader open(
            Storage storage,
            String location,
            Optional<String> format,
            Map<String, String> settings,
            List<String> fields,
            Map<String, String> plan,
            JsonRows.Shape shape)
            throws IOException {
        return switch (format.orElseGet(() -> byName(location))) {
            case "parquet" -> new ParquetRowReader(storage, location, fields, plan);
            case "json", "fhir" -> new JsonRows(content(storage, location, settings), shape);
            default -> new CsvRows(content(storage, location, settings), fields, plan, delimiter(settings));
        };
    }

    private static InputStream content(Storage storage, String location, Map<String, String> settings)
            throws IOException {
        return Content.open(storage, location, Optional.ofNullable(settings.get("encoding")));
    }

    private static int delimiter(Map<String, String> settings) {
        String delimiter = settings.getOrDefault("delimiter", "");
        return delimiter.equals("tab") || delimiter.equals("\\t")
                ? '\t'
                : delimiter.isEmpty() ? 0 : delimiter.charAt(0);
    }

    static String byName(String location) {
        String name = location.toLowerCase(Locale.ROOT).replaceFirst("\\.(gz|zst|bz2)$", "");
        if (name.endsWith(".parquet")) {
            return "parquet";
        }
        return name.endsWith(".json") || name.endsWith(".jsonl") || name.endsWith(".ndjson") ? "json" : "csv";
    }
}
