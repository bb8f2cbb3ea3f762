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
/// classes and methods, not their parameters.
///
/// A line that is none of the format is passed over. Where several methods of a class got the same name, the first
/// counts; of a stack of inlined frames, the outermost one, whose code it is.
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

    /// @param methods by their name now
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

    /// A method's name before renaming.
    ///
    /// @param className the class's name now
    public Optional<String> methodName(String className, String method) {
        RenamedClass renamed = classes.get(className);
        return renamed == null ? Optional.empty() : Optional.ofNullable(renamed.methods.get(method));
    }

    private static final class Reading {
        private final Map<String, RenamedClass> classes = new HashMap<>();
        private Map<String, String> methods = new HashMap<>();
        private int members;
        private String frames = "";
        private boolean own;

        void line(CharSequence characters) {
            String line = characters.toString();
            int arrow = line.lastIndexOf(" -> ");
            if (arrow < 0 || line.stripLeading().startsWith("#") || members >= MOST_MEMBERS) {
                return;
            }
            String now = line.substring(arrow + 4).strip();
            if (!Character.isWhitespace(line.charAt(0))) {
                if (now.endsWith(":")) {
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
            String name = original.substring(space + 1, open);
            int numbers = original.lastIndexOf(':', space) + 1;
            String stack = original.substring(0, numbers) + now;
            boolean sameStack = numbers > 0 && stack.equals(frames);
            boolean first = !methods.containsKey(now);
            if (first || (sameStack && own)) {
                methods.put(now, name.substring(name.lastIndexOf('.') + 1));
                members++;
                own = true;
            } else {
                own = false;
            }
            frames = stack;
        }
    }
}
