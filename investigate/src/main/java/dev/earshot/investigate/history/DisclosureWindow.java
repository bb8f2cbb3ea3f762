package dev.earshot.investigate.history;

import dev.earshot.detect.Basis;
import dev.earshot.element.DataElement;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// This disclosure, on these pages, between these instants: what one tracker's vendor was told by every visit there.
///
/// @param tracker the tracker's name; empty where only the vendor is known
/// @param elements what was told, each with how that is known; never empty
/// @param from included
/// @param to excluded, later than `from`
/// @param provenance what says so, at least one
public record DisclosureWindow(
        String vendor,
        String tracker,
        Map<DataElement, Basis> elements,
        PageRule pages,
        Instant from,
        Instant to,
        Certainty certainty,
        List<Provenance> provenance) {
    public DisclosureWindow {
        elements = Collections.unmodifiableMap(new TreeMap<>(elements));
        provenance = List.copyOf(provenance);
        if (elements.isEmpty() || provenance.isEmpty() || !from.isBefore(to)) {
            throw new IllegalArgumentException(
                    "A window tells at least one element, has a provenance, and ends after it starts");
        }
    }

    /// A short name made of what the window says, its provenance apart: the same window has the same name in every run.
    public String id() {
        StringBuilder says = new StringBuilder();
        for (String part : List.of(vendor, tracker, pages.text(), from.toString(), to.toString(), certainty.id())) {
            says.append(part).append('\n');
        }
        elements.forEach((element, basis) ->
                says.append(element.id()).append('=').append(basis.name()).append('\n'));
        return "w-" + sha256(says.toString()).substring(0, 12);
    }

    private static String sha256(String text) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every Java has SHA-256", missing);
        }
    }

    /// How sure it is that the tag was live for all of the window.
    public enum Certainty {
        /// A record of the time says so: a capture, a publishing log, a statement that somebody signs for.
        CERTAIN,
        /// It follows from less, such as the time a version was saved.
        ASSUMED;

        /// As tables and reports write it.
        public String id() {
            return this == CERTAIN ? "certain" : "assumed";
        }
    }

    /// Where a window was read.
    ///
    /// @param kind such as `GTM container export`
    /// @param file the file's name; the name of who states it, for a statement
    /// @param sha256 of the file; empty for a statement
    /// @param place in the file, such as `version 36, tag 4 "Meta Pixel"`
    /// @param says what follows from it, in a sentence
    public record Provenance(String kind, String file, String sha256, String place, String says) {}
}
