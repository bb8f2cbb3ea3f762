package dev.earshot.mobile.dex;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// What ProGuard or R8 renamed, as their mapping file tells it (`mapping.txt`, `proguard.map` in a bundle): names of
/// classes and methods.
///
/// Several methods of a class get the same name as long as their parameters differ, so a method is known by both. A line
/// that is none of the format is passed over. Of a stack of inlined frames the outermost one counts, whose code it is.
///
/// Source: Guardsquare, "ProGuard ReTrace", and R8's `doc/retrace.md`.
public final class ProguardMapping {
    private static final int MOST_MEMBERS = 5_000_000;
    private static final int LONGEST_LINE = 10_000;

    private static final ProguardMapping NONE = new ProguardMapping(Map.of(), true);

    private final Map<String, RenamedClass> classes;
    private final boolean whole;

    private ProguardMapping(Map<String, RenamedClass> classes, boolean whole) {
        this.classes = classes;
        this.whole = whole;
    }

    /// @param methods by their name now with their parameters before renaming, `a(int,java.lang.String)`, and by their
    ///     name now alone where all methods of that name had one name; else that is an empty text
    private record RenamedClass(String original, Map<String, String> methods) {}

    /// Renames nothing.
    public static ProguardMapping none() {
        return NONE;
    }

    /// Reads a mapping in UTF-8. It takes memory in proportion to the text and throws only where `text` does.
    public static ProguardMapping read(InputStream text) {
        Reading reading = new Reading();
        try {
            BufferedReader lines = new BufferedReader(new InputStreamReader(text, StandardCharsets.UTF_8));
            StringBuilder line = new StringBuilder();
            for (int next = lines.read(); next >= 0; next = lines.read()) {
                if (next == '\n' || next == '\r') {
                    reading.line(line);
                    line.setLength(0);
                } else if (line.length() < LONGEST_LINE) {
                    line.append((char) next);
                }
            }
            reading.line(line);
            reading.end();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new ProguardMapping(reading.classes, reading.members < MOST_MEMBERS);
    }

    public boolean isEmpty() {
        return classes.isEmpty();
    }

    /// Whether all of it was kept, rather than the first five million members.
    public boolean whole() {
        return whole;
    }

    /// A class's name before renaming; its name now where nothing is known of it.
    ///
    /// @param name with dots and `$`
    public String className(String name) {
        RenamedClass renamed = classes.get(name);
        return renamed == null ? name : renamed.original;
    }

    /// A method's name before renaming; empty where nothing is known of it, or where it could be one of several.
    ///
    /// @param className the class's name now
    /// @param parameters types before renaming, as Java writes them: `int,java.lang.String[]`
    public Optional<String> methodName(String className, String method, String parameters) {
        RenamedClass renamed = classes.get(className);
        if (renamed == null) {
            return Optional.empty();
        }
        String exact = renamed.methods.get(method + "(" + parameters + ")");
        String name = exact == null ? renamed.methods.getOrDefault(method, "") : exact;
        return name.isEmpty() ? Optional.empty() : Optional.of(name);
    }

    private static final class Reading {
        private final Map<String, RenamedClass> classes = new HashMap<>();
        private Map<String, String> methods = new HashMap<>();
        private int members;
        private String frames = "";
        private Runnable last = () -> {};

        void line(CharSequence characters) {
            String line = characters.toString();
            int arrow = line.lastIndexOf(" -> ");
            if (arrow < 0 || line.stripLeading().startsWith("#") || members >= MOST_MEMBERS) {
                return;
            }
            String now = line.substring(arrow + 4).strip();
            if (!Character.isWhitespace(line.charAt(0))) {
                if (now.endsWith(":")) {
                    end();
                    members++;
                    frames = "";
                    methods = new HashMap<>();
                    classes.putIfAbsent(
                            now.substring(0, now.length() - 1),
                            new RenamedClass(line.substring(0, arrow).strip(), methods));
                }
            } else {
                method(line.substring(0, arrow).strip(), now);
            }
        }

        /// `1:3:void send(int,java.lang.String):10:12`; the numbers may be missing.
        private void method(String original, String now) {
            int open = original.indexOf('(');
            int space = original.lastIndexOf(' ', open);
            if (space < 0) {
                return;
            }
            int close = original.indexOf(')', open);
            if (close < 0) {
                return;
            }
            String name = original.substring(space + 1, open);
            int numbers = original.lastIndexOf(':', space) + 1;
            String stack = original.substring(0, numbers) + now;
            if (numbers == 0 || !stack.equals(frames)) {
                end();
            }
            String parameters = original.substring(open, close + 1);
            last = () -> put(now, parameters, name.substring(name.lastIndexOf('.') + 1));
            frames = stack;
        }

        /// Keeps the last frame of a stack.
        void end() {
            last.run();
            last = () -> {};
        }

        private void put(String now, String parameters, String name) {
            members++;
            methods.merge(now + parameters, name, Reading::both);
            methods.merge(now, name, Reading::both);
        }

        private static String both(String one, String other) {
            return one.equals(other) ? one : "";
        }
    }
}
