package dev.earshot.report;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/// Many values to be found in a text in one pass, whatever their case: as they are, percent-encoded once or twice, with
/// `+` for a space, as a JSON string, and in base64.
///
/// A value shorter than [#SHORTEST] characters is not looked for: it would be found everywhere. One shorter than
/// [#WITHIN_WORDS] is found only where no letter or digit touches it.
final class Needles {
    static final int SHORTEST = 3;
    private static final int WITHIN_WORDS = 6;

    private final Map<Long, List<String>> byStart = new HashMap<>();

    /// Cost: linear in the total length of `values`.
    Needles(Collection<String> values) {
        Set<String> forms = new LinkedHashSet<>();
        for (String value : values) {
            addForms(value.strip(), forms);
        }
        for (String form : forms) {
            byStart.computeIfAbsent(start(form, 0), start -> new ArrayList<>()).add(form);
        }
        byStart.values()
                .forEach(list ->
                        list.sort(Comparator.comparingInt(String::length).reversed()));
    }

    private static void addForms(String value, Set<String> forms) {
        if (value.length() < SHORTEST) {
            return;
        }
        String plus = URLEncoder.encode(value, StandardCharsets.UTF_8);
        String percent = plus.replace("+", "%20");
        addForm(value, forms);
        addForm(plus, forms);
        addForm(percent, forms);
        addForm(percent.replace("%40", "@"), forms);
        addForm(URLEncoder.encode(percent, StandardCharsets.UTF_8), forms);
        addForm(value.replace("\\", "\\\\").replace("\"", "\\\"").replace("/", "\\/"), forms);
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        if (bytes.length >= 9) {
            addBase64(bytes, forms);
        }
    }

    /// The characters of base64 that depend on the value alone, at each of the three places it can have in a triple.
    private static void addBase64(byte[] bytes, Set<String> forms) {
        for (int shift = 0; shift < 3; shift++) {
            byte[] shifted = new byte[bytes.length + shift];
            System.arraycopy(bytes, 0, shifted, shift, bytes.length);
            String encoded = Base64.getEncoder().withoutPadding().encodeToString(shifted);
            int from = (shift * 8 + 5) / 6;
            int to = shifted.length * 8 / 6;
            String core = encoded.substring(from, to);
            addForm(core, forms);
            addForm(core.replace('+', '-').replace('/', '_'), forms);
        }
    }

    private static void addForm(String form, Set<String> forms) {
        String lower = lower(form);
        if (lower.length() >= SHORTEST) {
            forms.add(lower);
        }
    }

    /// `text` with each value found put through `mask`, the longest at each place.
    String replace(String text, UnaryOperator<String> mask) {
        if (byStart.isEmpty() || text.length() < SHORTEST) {
            return text;
        }
        String lower = lower(text);
        StringBuilder masked = new StringBuilder(text.length());
        int at = 0;
        while (at < text.length()) {
            int length = longestAt(lower, at);
            if (length == 0) {
                masked.append(text.charAt(at++));
            } else {
                masked.append(mask.apply(text.substring(at, at + length)));
                at += length;
            }
        }
        return masked.toString();
    }

    private int longestAt(String lower, int at) {
        if (at + SHORTEST > lower.length()) {
            return 0;
        }
        for (String form : byStart.getOrDefault(start(lower, at), List.of())) {
            if (lower.startsWith(form, at)
                    && (form.length() >= WITHIN_WORDS || standsAlone(lower, at, form.length()))) {
                return form.length();
            }
        }
        return 0;
    }

    private static boolean standsAlone(String text, int at, int length) {
        boolean startsWord =
                at == 0 || !Character.isLetterOrDigit(text.charAt(at - 1)) || (at >= 3 && text.charAt(at - 3) == '%');
        int end = at + length;
        return startsWord && (end == text.length() || !Character.isLetterOrDigit(text.charAt(end)));
    }

    private static long start(String text, int at) {
        return ((long) text.charAt(at) << 32) | ((long) text.charAt(at + 1) << 16) | text.charAt(at + 2);
    }

    /// Lower case, one character for one, so that places in it are places in the original.
    private static String lower(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        if (lower.length() == text.length()) {
            return lower;
        }
        StringBuilder each = new StringBuilder(text.length());
        text.chars().forEach(character -> each.append((char) Character.toLowerCase(character)));
        return each.toString();
    }
}
