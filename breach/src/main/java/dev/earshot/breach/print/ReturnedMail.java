package dev.earshot.breach.print;

import dev.earshot.EarshotException;
import dev.earshot.EarshotException.Code;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/// Reads what came back from a CSV file: a line of column names, then a line a piece. `key` and `reason` must be there;
/// `street`, `street2`, `city`, `state` and `postal_code` are a new address, where one is known. Other columns are left aside.
/// UTF-8, commas, values in quotes where they have to be (RFC 4180); a value doesn't go on over the end of its line.
///
/// Every line is accounted for: it is a piece, or a fault with its number.
public final class ReturnedMail {
    private static final Pattern KEY = Pattern.compile("[0-9a-f]{32}");
    private static final int LONGEST = 1 << 16;
    private static final int FAULTS_SHOWN = 100;

    private ReturnedMail() {}

    /// @param pieces lines that were read as a piece
    /// @param unread lines that were not
    /// @param faults the first hundred, each with its line: those of unread lines, and of reasons that aren't known
    public record Account(long pieces, long unread, List<String> faults) {
        public Account {
            faults = List.copyOf(faults);
        }
    }

    /// @param each what came back, in the order of the file
    /// @throws EarshotException of code USAGE where the first line doesn't name the columns
    public static Account read(InputStream in, Consumer<Returned> each) throws IOException {
        Lines lines = new Lines(in);
        Optional<List<String>> head = lines.next().flatMap(ReturnedMail::values);
        List<String> names = head.orElse(List.of()).stream()
                .map(name -> name.strip().toLowerCase(Locale.ROOT))
                .toList();
        if (!names.contains("key") || !names.contains("reason")) {
            throw new EarshotException(
                    Code.USAGE,
                    "the first line of the returned mail must name the columns, key and reason among them, with commas between");
        }
        long pieces = 0;
        long unread = 0;
        List<String> faults = new ArrayList<>();
        for (Optional<String> line = lines.next(); line.isPresent(); line = lines.next()) {
            if (line.get().isBlank()) {
                continue;
            }
            Optional<List<String>> values = lines.broken ? Optional.empty() : values(line.get());
            if (values.isEmpty() || values.get().size() != names.size()) {
                unread++;
                fault(
                        faults,
                        lines.number,
                        lines.broken
                                ? lines.why
                                : values.isEmpty()
                                        ? "a quote is not closed"
                                        : "it has " + values.get().size() + " values where there are " + names.size()
                                                + " columns");
                continue;
            }
            Row row = new Row(names, values.get());
            String key = row.get("key").toLowerCase(Locale.ROOT);
            if (!KEY.matcher(key).matches()) {
                unread++;
                fault(faults, lines.number, "the key isn't 32 hexadecimal digits");
                continue;
            }
            String written = row.get("reason").toUpperCase(Locale.ROOT);
            Returned.Reason reason = Returned.Reason.byId(written).orElse(Returned.Reason.OTHER);
            if (reason == Returned.Reason.OTHER && !written.equals(reason.id())) {
                fault(faults, lines.number, "the reason isn't a known one; it is taken as " + reason.id());
            }
            pieces++;
            each.accept(row.piece(key, reason));
        }
        return new Account(pieces, unread, faults);
    }

    private static void fault(List<String> faults, long line, String what) {
        if (faults.size() < FAULTS_SHOWN) {
            faults.add("line " + line + ": " + what);
        }
    }

    private record Row(List<String> names, List<String> values) {
        String get(String name) {
            int column = names.indexOf(name);
            return column < 0 ? "" : values.get(column).strip();
        }

        Returned piece(String key, Returned.Reason reason) {
            List<String> street = new ArrayList<>();
            for (String name : List.of("street", "street2")) {
                if (!get(name).isEmpty()) {
                    street.add(get(name));
                }
            }
            // Half an address is none.
            return street.isEmpty()
                            || (get("postal_code").isEmpty()
                                    && (get("city").isEmpty() || get("state").isEmpty()))
                    ? new Returned.Undeliverable(key, reason)
                    : new Returned.Moved(key, reason, street, get("city"), get("state"), get("postal_code"));
        }
    }

    /// @return empty where a quote isn't closed, or something follows one that is
    private static Optional<List<String>> values(String line) {
        List<String> values = new ArrayList<>();
        int i = 0;
        while (true) {
            StringBuilder value = new StringBuilder();
            if (i < line.length() && line.charAt(i) == '"') {
                i++;
                while (i < line.length() && (line.charAt(i) != '"' || line.startsWith("\"\"", i))) {
                    value.append(line.charAt(i));
                    i += line.charAt(i) == '"' ? 2 : 1;
                }
                if (i >= line.length() || (i + 1 < line.length() && line.charAt(i + 1) != ',')) {
                    return Optional.empty();
                }
                i++;
            } else {
                while (i < line.length() && line.charAt(i) != ',') {
                    value.append(line.charAt(i));
                    i++;
                }
            }
            values.add(value.toString());
            if (i >= line.length()) {
                return Optional.of(values);
            }
            i++;
        }
    }

    /// Lines of at most [#LONGEST] bytes; the rest of a longer one is passed over.
    private static final class Lines {
        private final InputStream in;
        private final byte[] bytes = new byte[LONGEST];
        private long number;
        private boolean broken;
        private String why = "";

        Lines(InputStream in) {
            this.in = in;
        }

        /// @return empty at the end
        Optional<String> next() throws IOException {
            int length = 0;
            broken = false;
            int b = in.read();
            if (b < 0) {
                return Optional.empty();
            }
            number++;
            while (b >= 0 && b != '\n') {
                if (length < LONGEST) {
                    bytes[length] = (byte) b;
                    length++;
                } else {
                    broken = true;
                    why = "it is longer than " + LONGEST + " bytes";
                }
                b = in.read();
            }
            if (length > 0 && bytes[length - 1] == '\r') {
                length--;
            }
            try {
                String line = StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(ByteBuffer.wrap(bytes, 0, length))
                        .toString();
                return Optional.of(number == 1 && line.startsWith("\uFEFF") ? line.substring(1) : line);
            } catch (CharacterCodingException _) {
                if (!broken) {
                    broken = true;
                    why = "it is not UTF-8";
                }
                return Optional.of("?");
            }
        }
    }
}
