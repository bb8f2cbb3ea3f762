package dev.earshot.breach.filing;

import java.text.Normalizer;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Locale;

/// Names of files and folders, and days, out of what people wrote.
final class Names {
    private Names() {}

    /// Letters and digits of ASCII with dashes between, 40 at most; `x` where nothing is left.
    static String slug(String name) {
        String plain = Normalizer.normalize(name, Normalizer.Form.NFD).replaceAll("\\p{M}", "");
        String slug =
                plain.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
        String cut = slug.substring(0, Math.min(slug.length(), 40)).replaceAll("-$", "");
        return cut.isEmpty() ? "x" : cut;
    }

    /// Different for different numbers, whatever the names.
    static String numbered(int number, String name) {
        return String.format(Locale.ROOT, "%02d-%s", number, slug(name));
    }

    /// A duty's key as a folder: `us-ca/1798.82-residents` is `us-ca_1798.82-residents`.
    static String folder(String duty) {
        return duty.replaceAll("[^A-Za-z0-9.@-]", "_").replaceAll("^\\.+", "_");
    }

    /// What goes before an answer: `Status: `, but `Required? `.
    static String asked(String label) {
        return label.endsWith("?") || label.endsWith(":") ? label + " " : label + ": ";
    }

    /// In words where it is a date as 2026-12-31, else as it was written.
    static String day(String written) {
        try {
            return Story.day(LocalDate.parse(written));
        } catch (DateTimeParseException inWords) {
            return written;
        }
    }
}
