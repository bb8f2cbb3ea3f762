package dev.earshot.mobile.traffic;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Writes tagged netstrings: `byte[]` as bytes, `String` as text, numbers, truths, null, lists and maps.
final class TNetWriter {
    private TNetWriter() {}

    static byte[] write(@Nullable Object value) {
        return switch (value) {
            case null -> tagged(new byte[0], '~');
            case byte[] bytes -> tagged(bytes, ',');
            case String text -> tagged(text.getBytes(StandardCharsets.UTF_8), ';');
            case Boolean truth -> tagged(ascii(truth.toString()), '!');
            case Double number -> tagged(ascii(number.toString()), '^');
            case Number number -> tagged(ascii(number.toString()), '#');
            case List<?> list -> {
                ByteArrayOutputStream items = new ByteArrayOutputStream();
                list.forEach(item -> items.writeBytes(write(item)));
                yield tagged(items.toByteArray(), ']');
            }
            case Map<?, ?> map -> {
                ByteArrayOutputStream entries = new ByteArrayOutputStream();
                map.forEach((key, item) -> {
                    entries.writeBytes(write(key));
                    entries.writeBytes(write(item));
                });
                yield tagged(entries.toByteArray(), '}');
            }
            default -> throw new IllegalArgumentException(value.getClass().getName());
        };
    }

    /// A dictionary in the order given: key, value, key, value.
    static Map<String, @Nullable Object> map(@Nullable Object... entries) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        for (int i = 0; i < entries.length; i += 2) {
            map.put(String.valueOf(entries[i]), entries[i + 1]);
        }
        return map;
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] tagged(byte[] payload, char type) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(ascii(payload.length + ":"));
        out.writeBytes(payload);
        out.write(type);
        return out.toByteArray();
    }
}
