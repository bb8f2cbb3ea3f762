package dev.earshot.breach.store;

import dev.earshot.breach.notice.Channel;
import dev.earshot.breach.notice.Notice;
import dev.earshot.breach.notice.Role;
import dev.earshot.investigate.table.Column;
import dev.earshot.investigate.table.ParquetRows;
import dev.earshot.investigate.table.RowWriter;
import java.io.IOException;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/// The plan's notices as a table: a folder of Parquet files, a row a notice. The order of files and rows means nothing.
/// Lists are joined by line feeds, an empty one is an empty text; dates are as in ISO 8601.
public final class NoticeTable {
    /// Its name as a folder of the plan.
    public static final String ID = "notices";

    /// In the order of [Notice]'s components.
    public static final List<Column> COLUMNS = List.of(
            number("id", "from 1, in the order of the plan, without gaps"),
            number("person", "as the investigation numbers individuals"),
            number("lead", "the notice that carries this one; its own id where it is delivered by itself"),
            text("member_id", "as the directory writes it"),
            text("role", "a Role's id"),
            text("language", "BCP 47"),
            text("channels", "ids of Channel in the order in which they are tried; a list"),
            text("jurisdiction", "id of the law of where the person lives, such as us-ca"),
            text("addressee", "name of who is written to"),
            text("patient", "name of the person whose data it was"),
            text("street", "lines of the postal address above the city; a list"),
            text("city", ""),
            text("postal_code", ""),
            text("state", "as on an envelope, such as CA"),
            text("country", "ISO 3166-1 alpha-2"),
            text("email", ""),
            text("status", "exposed or cannot-tell"),
            text("vendors", "names of who was told, sorted; a list"),
            text("elements", "ids of data elements, sorted; a list"),
            text("first_day", "of the first exposure"),
            text("last_day", "of the last one"));

    private NoticeTable() {}

    /// Sets all columns of a row; the caller ends it.
    public static void set(RowWriter row, Notice notice) {
        row.set(0, notice.id());
        row.set(1, notice.person());
        row.set(2, notice.lead());
        row.set(3, notice.memberId());
        row.set(4, notice.role().id());
        row.set(5, notice.language());
        row.set(6, notice.channels().stream().map(Channel::id).collect(Collectors.joining("\n")));
        row.set(7, notice.jurisdiction());
        row.set(8, notice.addressee());
        row.set(9, notice.patient());
        row.set(10, String.join("\n", notice.street()));
        row.set(11, notice.city());
        row.set(12, notice.postalCode());
        row.set(13, notice.state());
        row.set(14, notice.country());
        row.set(15, notice.email());
        row.set(16, notice.status());
        row.set(17, String.join("\n", notice.vendors()));
        row.set(18, String.join("\n", notice.elements()));
        row.set(19, notice.first().toString());
        row.set(20, notice.last().toString());
    }

    /// The notice of a row.
    ///
    /// @throws E what reading a value may throw
    /// @throws IllegalArgumentException or [java.time.DateTimeException] where a value is none of its column's
    public static <E extends Exception> Notice notice(Row<E> row) throws E {
        return new Notice(
                row.number(0),
                row.number(1),
                row.number(2),
                row.text(3),
                role(row.text(4)),
                row.text(5),
                list(row.text(6)).stream().map(NoticeTable::channel).toList(),
                row.text(7),
                row.text(8),
                row.text(9),
                list(row.text(10)),
                row.text(11),
                row.text(12),
                row.text(13),
                row.text(14),
                row.text(15),
                row.text(16),
                list(row.text(17)),
                list(row.text(18)),
                LocalDate.parse(row.text(19)),
                LocalDate.parse(row.text(20)));
    }

    /// A row of [#COLUMNS], counted from 0.
    public interface Row<E extends Exception> {
        long number(int column) throws E;

        String text(int column) throws E;
    }

    /// The row that `rows` stands at.
    public static Row<IOException> row(ParquetRows rows) {
        return new Row<>() {
            @Override
            public long number(int column) throws IOException {
                return rows.number(column);
            }

            @Override
            public String text(int column) throws IOException {
                return rows.text(column);
            }
        };
    }

    static List<String> list(String joined) {
        return joined.isEmpty() ? List.of() : List.of(joined.split("\n", -1));
    }

    static Role role(String id) {
        return Arrays.stream(Role.values())
                .filter(role -> role.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("No role has this id"));
    }

    static Channel channel(String id) {
        return Arrays.stream(Channel.values())
                .filter(channel -> channel.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("No channel has this id"));
    }

    private static Column number(String name, String meaning) {
        return new Column(name, Column.Type.NUMBER, meaning);
    }

    private static Column text(String name, String meaning) {
        return new Column(name, Column.Type.TEXT, meaning);
    }
}
