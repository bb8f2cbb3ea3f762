package dev.earshot.detect;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// What is done to a value's text to make the bytes that are looked for: nothing, a hash, or a hash of a hash.
///
/// Hashes of hashes are those of the common functions over each other, the inner one written in hexadecimal, in upper
/// case too, in base64, or not written at all. The salted form is the one that the authors of LeakDetector found in
/// the wild (S. Englehardt et al., "I never signed up for this!", PETS 2018, and its published code).
///
/// @param outer the function applied last; empty where the text itself is looked for
/// @param inner the function applied before it
/// @param written how the inner function's value was written down
/// @param salt appended to the text; empty for none
record Recipe(Optional<HashKind> outer, Optional<HashKind> inner, Written written, String salt) {
    /// The likeliest first; the first is the text itself.
    static final List<Recipe> ALL = all();

    private static final String PUBLISHED_SALT = "QX4QkKEU";
    private static final HexFormat UPPER = HexFormat.of().withUpperCase();

    private static List<Recipe> all() {
        List<Recipe> all = new ArrayList<>();
        all.add(new Recipe(Optional.empty(), Optional.empty(), Written.RAW, ""));
        for (HashKind kind : HashKind.values()) {
            all.add(new Recipe(Optional.of(kind), Optional.empty(), Written.RAW, ""));
        }
        all.add(new Recipe(Optional.of(HashKind.SHA_256), Optional.empty(), Written.RAW, PUBLISHED_SALT));
        for (Written written : Written.values()) {
            for (HashKind inner : HashKind.values()) {
                for (HashKind outer : HashKind.values()) {
                    if (inner.common() && outer.common()) {
                        all.add(new Recipe(Optional.of(outer), Optional.of(inner), written, ""));
                    }
                }
            }
        }
        return List.copyOf(all);
    }

    boolean isPlain() {
        return outer.isEmpty();
    }

    /// In words, up to the value: `SHA-256 (hexadecimal) of the MD5 (base64) of `.
    ///
    /// @param encoding how the bytes were written where they were found
    String words(String encoding) {
        if (outer.isEmpty()) {
            return encoding + " of ";
        }
        String before = outer.get().label() + " (" + encoding + ")";
        if (!salt.isEmpty()) {
            before += ", with the published salt " + salt + ",";
        }
        return inner.map(first -> " of the " + first.label() + " (" + written.label + ") of ")
                .map(before::concat)
                .orElse(before + " of ");
    }

    /// How a hash was written before it was hashed again.
    enum Written {
        HEX("hexadecimal"),
        UPPER_HEX("upper-case hexadecimal"),
        BASE64("base64"),
        RAW("bytes");

        private final String label;

        Written(String label) {
            this.label = label;
        }

        private byte[] write(byte[] value) {
            return switch (this) {
                case HEX -> HexFormat.of().formatHex(value).getBytes(StandardCharsets.US_ASCII);
                case UPPER_HEX -> UPPER.formatHex(value).getBytes(StandardCharsets.US_ASCII);
                case BASE64 -> Base64.getEncoder().encode(value);
                case RAW -> value;
            };
        }
    }

    /// Takes the bytes that each recipe makes.
    @FunctionalInterface
    interface Made {
        /// @param recipe its place in [#ALL]
        void of(int recipe, byte[] bytes);
    }

    /// Applies recipes. Not thread-safe.
    static final class Functions {
        private final Map<HashKind, UnaryOperator<byte[]>> byKind = new EnumMap<>(HashKind.class);

        /// All recipes, each hash worked out once.
        void applyAll(byte[] text, Made made) {
            Map<HashKind, byte[]> once = new EnumMap<>(HashKind.class);
            Map<HashKind, byte[]> written = new EnumMap<>(HashKind.class);
            Written as = Written.RAW;
            for (int i = 0; i < ALL.size(); i++) {
                Recipe recipe = ALL.get(i);
                if (recipe.inner.isEmpty()) {
                    byte[] bytes = recipe.apply(text, this);
                    if (recipe.salt.isEmpty()) {
                        recipe.outer.ifPresent(kind -> once.put(kind, bytes));
                    }
                    made.of(i, bytes);
                    continue;
                }
                if (as != recipe.written) {
                    as = recipe.written;
                    written.clear();
                }
                HashKind inner = recipe.inner.get();
                byte[] first = written.get(inner);
                if (first == null) {
                    byte[] value = once.get(inner);
                    first = as.write(value == null ? hash(inner, text) : value);
                    written.put(inner, first);
                }
                made.of(i, hash(recipe.outer.orElseThrow(), first));
            }
        }

        private byte[] hash(HashKind kind, byte[] bytes) {
            return byKind.computeIfAbsent(kind, HashKind::function).apply(bytes);
        }
    }

    /// The bytes to look for.
    byte[] apply(byte[] text, Functions functions) {
        if (outer.isEmpty()) {
            return text;
        }
        byte[] input = text;
        if (!salt.isEmpty()) {
            byte[] salted = Arrays.copyOf(text, text.length + salt.length());
            System.arraycopy(salt.getBytes(StandardCharsets.US_ASCII), 0, salted, text.length, salt.length());
            input = salted;
        }
        if (inner.isPresent()) {
            input = written.write(functions.hash(inner.get(), input));
        }
        return functions.hash(outer.get(), input);
    }
}
