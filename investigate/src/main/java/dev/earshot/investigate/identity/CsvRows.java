package dev.earshot.investigate.identity;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Rows of a CSV file: RFC 4180, with any delimiter of one ASCII character, quotes doubled within quotes, and line ends
/// of any kind, within quotes too. A byte order mark and empty lines are skipped.
///
/// The first line names the columns, unless the plan gives all columns by their numbers, from 1. Where a closing quote is
/// followed by anything but a delimiter or a line end, or is missing, the first line of that row is malformed, and
/// reading goes on with the next line; a row longer than [#LONGEST] bytes likewise.
final class CsvRows implements RowReader {
    static final int LONGEST = 1 << 20;

    private static final int END = -1;
    private static final int TOO_LONG = -2;

    private final InputStream in;
    private final List<String> missing = new ArrayList<>();
    private final int[] columnOf;
    private final int columns;
    private final int delimiter;
    private byte[] buffer = new byte[1 << 16];
    private int from;
    private int to;
    private long line = 1;

    /// Of the row under way, relative to `from`: where its columns are, and where the next row starts.
    private int[] starts = new int[64];

    private int[] ends = new int[64];
    private int count;
    private int next;
    private long lines;

    private byte[] unquoted = new byte[256];
    private Optional<String> fault = Optional.empty();

    /// @param in as UTF-8; closed by [#close]
    /// @param delimiter 0 where it is to be found: the one of `,`, `;`, tab and `|` that the first line has most
    CsvRows(InputStream in, List<String> fields, Map<String, String> plan, int delimiter) throws IOException {
        this.in = in;
        if (at(0) == 0xef && at(1) == 0xbb && at(2) == 0xbf) {
            from += 3;
        }
        this.delimiter = delimiter == 0 ? mostFrequent() : delimiter;
        boolean numbered = !plan.isEmpty() && plan.values().stream().allMatch(name -> name.matches("[1-9]\\d{0,3}"));
        boolean whole = split();
        if (numbered) {
            columnOf = new int[fields.size()];
            int last = whole ? count : 0;
            for (int field = 0; field < columnOf.length; field++) {
                columnOf[field] = Integer.parseInt(plan.getOrDefault(fields.get(field), "0")) - 1;
                last = Math.max(last, columnOf[field] + 1);
            }
            columns = last;
            return;
        }
        List<String> header = new ArrayList<>();
        Row names = new Row(1);
        for (int column = 0; whole && column < count; column++) {
            take(names, 0, column, 0);
            header.add(names.text(0));
        }
        if (whole) {
            advance();
        } else {
            skipLine();
        }
        columnOf = Header.columns(header, fields, plan, missing);
        columns = header.size();
    }

    @Override
    public Read next(Row row) throws IOException {
        while (at(0) >= 0) {
            row.line = line;
            if (!split()) {
                skipLine();
                return Read.MALFORMED;
            }
            if (count == 1 && starts[0] == ends[0]) {
                advance();
                continue;
            }
            if (count != columns) {
                advance();
                return Read.COLUMNS;
            }
            row.clear();
            int used = 0;
            for (int field = 0; field < columnOf.length; field++) {
                if (columnOf[field] >= 0) {
                    used = take(row, field, columnOf[field], used);
                }
            }
            advance();
            return Read.ROW;
        }
        return Read.END;
    }

    @Override
    public Optional<String> fault() {
        return missing.isEmpty() ? fault : Optional.of(Header.fault(missing));
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    /// Sets a field; one in quotes is taken out of them, into `unquoted[used..)`.
    private int take(Row row, int field, int column, int used) {
        int start = from + starts[column];
        int end = from + ends[column];
        if (start == end || buffer[start] != '"') {
            row.set(field, buffer, start, end);
            return used;
        }
        if (unquoted.length < used + end - start) {
            unquoted = Arrays.copyOf(unquoted, 2 * (used + end - start));
        }
        int length = used;
        for (int at = start + 1; at < end - 1; at++) {
            unquoted[length++] = buffer[at];
            if (buffer[at] == '"') {
                at++;
            }
        }
        row.set(field, unquoted, used, length);
        return length;
    }

    /// Finds the columns of the row at `from`, which is not the end. False where it is malformed.
    private boolean split() throws IOException {
        count = 0;
        lines = 0;
        int at = 0;
        while (true) {
            int start = at;
            int here = at(at);
            if (here == '"') {
                at = afterQuotes(at);
                if (at < 0) {
                    return false;
                }
                here = at(at);
            } else {
                while (here != delimiter && here != '\n' && here != '\r' && here >= 0) {
                    here = at(++at);
                }
            }
            if (here == TOO_LONG) {
                return false;
            }
            add(start, at);
            if (here != delimiter) {
                next = at + (here < 0 ? 0 : here == '\r' && at(at + 1) == '\n' ? 2 : 1);
                lines++;
                return true;
            }
            at++;
        }
    }

    /// The place after a text in quotes; -1 where it is not closed as it should be.
    private int afterQuotes(int opening) throws IOException {
        int at = opening + 1;
        while (true) {
            int here = at(at);
            if (here < 0) {
                return -1;
            }
            if (here == '"') {
                int after = at(at + 1);
                if (after != '"') {
                    return after == delimiter || after == '\n' || after == '\r' || after == END ? at + 1 : -1;
                }
                at++;
            } else if (here == '\n' || (here == '\r' && at(at + 1) != '\n')) {
                lines++;
            }
            at++;
        }
    }

    private void add(int start, int end) {
        if (count == starts.length) {
            starts = Arrays.copyOf(starts, 2 * count);
            ends = Arrays.copyOf(ends, 2 * count);
        }
        starts[count] = start;
        ends[count++] = end;
    }

    private void advance() {
        from += next;
        line += lines;
    }

    private void skipLine() throws IOException {
        while (true) {
            int here = at(0);
            if (here < 0) {
                return;
            }
            from++;
            if (here == '\n' || (here == '\r' && at(0) != '\n')) {
                line++;
                return;
            }
        }
    }

    private int mostFrequent() throws IOException {
        String known = ",;\t|";
        int[] counts = new int[known.length()];
        boolean quoted = false;
        int here = at(0);
        for (int at = 0; here >= 0 && (quoted || (here != '\n' && here != '\r')); here = at(++at)) {
            quoted ^= here == '"';
            int which = known.indexOf(here);
            if (!quoted && which >= 0) {
                counts[which]++;
            }
        }
        int best = 0;
        for (int which = 1; which < counts.length; which++) {
            best = counts[which] > counts[best] ? which : best;
        }
        return known.charAt(best);
    }

    /// The byte at `from + offset`; [#END] after the last one, [#TOO_LONG] where a row is that.
    private int at(int offset) throws IOException {
        while (from + offset >= to) {
            if (offset >= LONGEST) {
                return TOO_LONG;
            }
            System.arraycopy(buffer, from, buffer, 0, to - from);
            to -= from;
            from = 0;
            if (to == buffer.length) {
                buffer = Arrays.copyOf(buffer, 2 * buffer.length);
            }
            int read = fault.isPresent() ? -1 : read();
            if (read <= 0) {
                return END;
            }
            to += read;
        }
        return buffer[from + offset] & 0xff;
    }

    private int read() throws IOException {
        try {
            return in.read(buffer, to, buffer.length - to);
        } catch (Content.Broken broken) {
            fault = Optional.of(String.valueOf(broken.getMessage()));
            return -1;
        }
    }
}
