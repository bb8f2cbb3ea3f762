package dev.earshot.guard.html;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/// Character references in attribute values.
///
/// Source: WHATWG HTML § 13.2.5.72–80 (tokenization) and § 13.5 (names), read 2026-11-22.
final class Entities {
    /// What numbers 80 to 9F (hexadecimal) stand for, U+FFFF where they stand for themselves.
    private static final String C1 =
            "\u20AC\uFFFF\u201A\u0192\u201E\u2026\u2020\u2021\u02C6\u2030\u0160\u2039\u0152\uFFFF\u017D\uFFFF"
                    + "\uFFFF\u2018\u2019\u201C\u201D\u2022\u2013\u2014\u02DC\u2122\u0161\u203A\u0153\uFFFF\u017E\u0178";

    private static final Map<String, String> NAMES = read();
    private static final int LONGEST =
            NAMES.keySet().stream().mapToInt(String::length).max().orElse(0);

    private Entities() {}

    /// A value as a browser has it after decoding.
    static String decode(String value) {
        int at = value.indexOf('&');
        if (at < 0) {
            return value;
        }
        StringBuilder into = new StringBuilder(value.length());
        int done = 0;
        while (at >= 0) {
            into.append(value, done, at);
            done = value.startsWith("#", at + 1) ? number(value, at, into) : name(value, at, into);
            at = value.indexOf('&', done);
        }
        return into.append(value, done, value.length()).toString();
    }

    private static int number(String value, int ampersand, StringBuilder into) {
        boolean hex = value.startsWith("x", ampersand + 2) || value.startsWith("X", ampersand + 2);
        int from = ampersand + (hex ? 3 : 2);
        int at = from;
        int number = 0;
        while (at < value.length() && value.charAt(at) < 128 && Character.digit(value.charAt(at), hex ? 16 : 10) >= 0) {
            number = Math.min(0x110000, number * (hex ? 16 : 10) + Character.digit(value.charAt(at), hex ? 16 : 10));
            at++;
        }
        if (at == from) {
            into.append('&');
            return ampersand + 1;
        }
        into.appendCodePoint(codePoint(number));
        return value.startsWith(";", at) ? at + 1 : at;
    }

    private static int codePoint(int number) {
        if (number == 0 || number > 0x10FFFF || (number >= 0xD800 && number <= 0xDFFF)) {
            return 0xFFFD;
        }
        return number >= 0x80 && number <= 0x9F && C1.charAt(number - 0x80) != '\uFFFF'
                ? C1.charAt(number - 0x80)
                : number;
    }

    /// The longest name that fits; one without its semicolon stands for itself before a letter, a digit or `=`.
    private static int name(String value, int ampersand, StringBuilder into) {
        int from = ampersand + 1;
        int end = from;
        while (end < value.length() && end - from < LONGEST && isAlphanumeric(value.charAt(end))) {
            end++;
        }
        if (value.startsWith(";", end)) {
            end++;
        }
        for (int to = end; to > from; to--) {
            String text = NAMES.get(value.substring(from, to));
            if (text != null) {
                boolean complete = value.charAt(to - 1) == ';';
                boolean goesOn = to < value.length() && (value.charAt(to) == '=' || isAlphanumeric(value.charAt(to)));
                if (!complete && goesOn) {
                    break;
                }
                into.append(text);
                return to;
            }
        }
        into.append('&');
        return from;
    }

    private static boolean isAlphanumeric(char letter) {
        return (letter >= '0' && letter <= '9') || (letter >= 'A' && letter <= 'Z') || (letter >= 'a' && letter <= 'z');
    }

    private static Map<String, String> read() {
        Map<String, String> names = HashMap.newHashMap(2500);
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(Entities.class.getResourceAsStream("entities.txt")), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.startsWith("#")) {
                    String[] parts = line.split(" ", -1);
                    StringBuilder text = new StringBuilder();
                    for (int part = 1; part < parts.length; part++) {
                        text.appendCodePoint(Integer.parseInt(parts[part], 16));
                    }
                    names.put(parts[0], text.toString());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return names;
    }
}
