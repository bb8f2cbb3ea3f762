package dev.earshot.investigate.table;

import dev.earshot.investigate.LocalStorage;
import dev.earshot.investigate.Storage;
import dev.hardwood.metadata.LogicalType;
import dev.hardwood.reader.ParquetFileReader;
import dev.hardwood.reader.RowReader;
import dev.hardwood.row.PqList;
import dev.hardwood.row.PqMap;
import dev.hardwood.row.PqStruct;
import dev.hardwood.schema.SchemaNode;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/// The rows of a Parquet file, one after the other: any file, also one that is not ours. It may be compressed by snappy,
/// zstd, gzip or lz4.
///
/// A value is a Long, Double, Boolean, String, `byte[]`, BigDecimal, LocalDate, LocalTime, Instant (a timestamp in UTC) or
/// LocalDateTime (a timestamp of no zone); of nested columns a List or Map of those. Bytes of which the file doesn't say what
/// they are, are a String where they are UTF-8.
///
/// A file that can't be read gives an IOException that says so, from wherever the fault is met. Closing ends its threads.
/// For one thread.
public final class ParquetRows implements AutoCloseable {
    /// Kept, since a logger that nobody holds loses its level. Of each file it would tell how it goes about it.
    private static final Logger QUIET = Logger.getLogger("dev.hardwood");

    static {
        QUIET.setLevel(Level.WARNING);
    }

    private final String location;
    private final @Nullable Path copy;
    private final ParquetFileReader file;
    private final RowReader reader;
    private final List<String> columns;
    private final boolean[] unsigned;

    private ParquetRows(String location, Path path, @Nullable Path copy) throws IOException {
        this.location = location;
        this.copy = copy;
        BoundedFile input = new BoundedFile(path);
        ParquetFileReader opened = null;
        try {
            opened = ParquetFileReader.open(input);
            List<SchemaNode> nodes = opened.getFileSchema().getRootNode().children();
            if (nodes.isEmpty()) {
                throw new IOException("No columns, of which it could have any number of rows");
            }
            this.columns = nodes.stream().map(SchemaNode::name).toList();
            this.unsigned = new boolean[nodes.size()];
            for (int column = 0; column < unsigned.length; column++) {
                unsigned[column] = nodes.get(column) instanceof SchemaNode.PrimitiveNode node
                        && node.logicalType() instanceof LogicalType.IntType type
                        && !type.isSigned();
            }
            this.reader = opened.rowReader();
            this.file = opened;
        } catch (IOException | RuntimeException e) {
            IOException unreadable = unreadable(e);
            try {
                if (opened != null) {
                    opened.close();
                }
                input.close();
                deleteCopy();
            } catch (IOException also) {
                unreadable.addSuppressed(also);
            }
            throw unreadable;
        }
    }

    public static ParquetRows open(Path file) throws IOException {
        return new ParquetRows(file.toString(), file, null);
    }

    /// A file that is not on this machine is copied to it first, since a Parquet file is read from its end.
    public static ParquetRows open(Storage storage, String location) throws IOException {
        if (storage instanceof LocalStorage local) {
            return new ParquetRows(location, local.path(location), null);
        }
        Path copy = Files.createTempFile("earshot", ".parquet");
        try (InputStream in = storage.open(location)) {
            Files.copy(in, copy, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            Files.delete(copy);
            throw e;
        }
        return new ParquetRows(location, copy, copy);
    }

    /// The names of the outermost columns, in their order.
    public List<String> columns() {
        return columns;
    }

    /// Goes to the next row; false where there is none.
    public boolean next() throws IOException {
        try {
            if (!reader.hasNext()) {
                return false;
            }
            reader.next();
            return true;
        } catch (RuntimeException e) {
            throw unreadable(e);
        }
    }

    /// The row as a map in the order of the columns, without those that are null.
    public Map<String, Object> row() throws IOException {
        Map<String, Object> row = LinkedHashMap.newLinkedHashMap(columns.size());
        for (int column = 0; column < columns.size(); column++) {
            String name = columns.get(column);
            value(column).ifPresent(value -> row.put(name, value));
        }
        return Collections.unmodifiableMap(row);
    }

    /// Empty where it is null.
    public Optional<Object> value(int column) throws IOException {
        try {
            Object value = reader.getValue(column);
            return Optional.ofNullable(unsigned[column] ? unsigned(value) : plain(value));
        } catch (RuntimeException e) {
            throw unreadable(e);
        }
    }

    /// The number in a column of numbers that is never null.
    public long number(int column) throws IOException {
        try {
            return reader.getLong(column);
        } catch (RuntimeException e) {
            throw unreadable(e);
        }
    }

    /// A value as text, empty where it is null. Numbers have no exponent, and whole ones no fraction, whatever type they
    /// are kept in: an id 1234 that a tool has made a floating-point number of is `1234`. Times are as in ISO 8601.
    public String text(int column) throws IOException {
        return value(column).map(ParquetRows::text).orElse("");
    }

    private static String text(Object value) {
        return switch (value) {
            case Double number when Double.isFinite(number) -> text(BigDecimal.valueOf(number));
            case BigDecimal number ->
                number.signum() == 0
                        ? "0"
                        : number.scale() > 0 ? number.stripTrailingZeros().toPlainString() : number.toPlainString();
            default -> value.toString();
        };
    }

    private static @Nullable Object unsigned(@Nullable Object value) {
        return switch (value) {
            case Integer number -> Integer.toUnsignedLong(number);
            case Long number when number < 0 -> new BigDecimal(Long.toUnsignedString(number));
            case null, default -> plain(value);
        };
    }

    private static @Nullable Object plain(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case Byte number -> number.longValue();
            case Short number -> number.longValue();
            case Integer number -> number.longValue();
            case Float number -> Double.valueOf(number.toString());
            case BigInteger number -> new BigDecimal(number);
            case UUID id -> id.toString();
            case byte[] bytes -> textOrBytes(bytes);
            case PqStruct struct -> {
                Map<String, Object> fields = new LinkedHashMap<>();
                for (int i = 0; i < struct.getFieldCount(); i++) {
                    put(fields, struct.getFieldName(i), plain(struct.getValue(i)));
                }
                yield fields;
            }
            case PqList list -> {
                List<@Nullable Object> values = new ArrayList<>();
                for (Object element : list.values()) {
                    values.add(plain(element));
                }
                yield values;
            }
            case PqMap map -> {
                Map<String, Object> fields = new LinkedHashMap<>();
                for (PqMap.Entry entry : map.getEntries()) {
                    put(fields, String.valueOf(plain(entry.getKey())), plain(entry.getValue()));
                }
                yield fields;
            }
            default -> value;
        };
    }

    private static void put(Map<String, Object> fields, String name, @Nullable Object value) {
        if (value != null) {
            fields.put(name, value);
        }
    }

    private static Object textOrBytes(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            return bytes;
        }
    }

    /// What the reader says may hold values of the file, so only its kind is told.
    private IOException unreadable(Exception cause) {
        String what = cause instanceof UnsupportedOperationException
                ? "uses a part of Parquet that is not read: " + cause.getMessage()
                : "is not a whole Parquet file (" + cause.getClass().getSimpleName() + ")";
        return new IOException(location + " " + what, cause);
    }

    private void deleteCopy() throws IOException {
        if (copy != null) {
            Files.deleteIfExists(copy);
        }
    }

    @Override
    public void close() throws IOException {
        try (file;
                reader) {
            deleteCopy();
        }
    }
}
