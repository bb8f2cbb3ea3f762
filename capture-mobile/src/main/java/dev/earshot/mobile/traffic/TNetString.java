package dev.earshot.mobile.traffic;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;

/// One value of a tagged netstring (`<length>:<payload><type>`), where it lies in the file: nothing is read before it is
/// asked for, and no length is believed that goes beyond what holds it.
///
/// Types: `,` bytes, `;` text, `#` integer, `^` float, `!` boolean, `~` null, `]` list, `}` dictionary. Bytes and text
/// are alike here, since versions of mitmproxy differ in which they write.
///
/// Source: https://tnetstrings.info (the format), mitmproxy `io/tnetstring.py` (`;` for text), read 2026-11-22.
///
/// @param start of the payload
/// @param end of the payload, where its type stands
record TNetString(MemorySegment file, long start, long end, char type) {
    /// mitmproxy itself stops at nine digits.
    private static final int MOST_DIGITS = 12;

    private static final int MOST_ENTRIES = 1000;

    /// The value that starts at `from`; empty where none does that ends before `limit`.
    static Optional<TNetString> at(MemorySegment file, long from, long limit) {
        long length = 0;
        long at = from;
        for (; at < limit && at - from <= MOST_DIGITS; at++) {
            byte digit = file.get(ValueLayout.JAVA_BYTE, at);
            if (digit == ':') {
                break;
            }
            if (digit < '0' || digit > '9') {
                return Optional.empty();
            }
            length = length * 10 + (digit - '0');
        }
        if (at == from || at >= limit || at - from > MOST_DIGITS || length >= limit - at - 1) {
            return Optional.empty();
        }
        long start = at + 1;
        return Optional.of(
                new TNetString(file, start, start + length, (char) file.get(ValueLayout.JAVA_BYTE, start + length)));
    }

    /// Where the next value starts.
    long next() {
        return end + 1;
    }

    long length() {
        return end - start;
    }

    boolean isDictionary() {
        return type == '}';
    }

    boolean isList() {
        return type == ']';
    }

    boolean isNull() {
        return type == '~';
    }

    /// The values of a dictionary by key, the first thousand of them; of anything else none.
    Map<String, TNetString> entries() {
        Map<String, TNetString> entries = new HashMap<>();
        if (isDictionary()) {
            Iterator<TNetString> values = iterator();
            while (values.hasNext() && entries.size() < MOST_ENTRIES) {
                String key = values.next().text(200);
                if (values.hasNext()) {
                    entries.putIfAbsent(key, values.next());
                }
            }
        }
        return entries;
    }

    /// The items of a list, one at a time; of anything else none.
    Iterable<TNetString> items() {
        return () -> isList() ? iterator() : List.<TNetString>of().iterator();
    }

    /// The first items of a list.
    List<TNetString> items(int most) {
        List<TNetString> found = new ArrayList<>();
        for (TNetString item : items()) {
            if (found.size() == most) {
                break;
            }
            found.add(item);
        }
        return found;
    }

    private Iterator<TNetString> iterator() {
        return new Iterator<>() {
            private Optional<TNetString> coming = at(file, start, end);

            @Override
            public boolean hasNext() {
                return coming.isPresent();
            }

            @Override
            public TNetString next() {
                TNetString found = coming.orElseThrow(NoSuchElementException::new);
                coming = at(file, found.next(), end);
                return found;
            }
        };
    }

    /// Its first bytes, `most` at the most.
    byte[] bytes(int most) {
        return file.asSlice(start, Math.min(most, length())).toArray(ValueLayout.JAVA_BYTE);
    }

    /// Its first bytes as UTF-8, or as ISO 8859-1 where they are not.
    String text(int most) {
        byte[] bytes = bytes(most);
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException other) {
            return new String(bytes, StandardCharsets.ISO_8859_1);
        }
    }

    /// A number or a truth (1 or 0); empty for anything else.
    Optional<Double> number() {
        return switch (type) {
            case '#', '^' -> {
                try {
                    double number = Double.parseDouble(text(40));
                    yield Double.isFinite(number) ? Optional.of(number) : Optional.empty();
                } catch (NumberFormatException notANumber) {
                    yield Optional.empty();
                }
            }
            case '!' -> Optional.of(text(5).equals("true") ? 1.0 : 0.0);
            default -> Optional.empty();
        };
    }

    /// Its place and kind, without what it holds.
    @Override
    public String toString() {
        return length() + " bytes of type " + type + " at " + start;
    }
}
