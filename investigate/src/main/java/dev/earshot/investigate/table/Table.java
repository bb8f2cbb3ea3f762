package dev.earshot.investigate.table;

import static dev.earshot.investigate.table.Column.number;
import static dev.earshot.investigate.table.Column.text;

import java.util.List;

/// The tables that go into the steps, with their columns in order. Each is a folder of Parquet files; the order of files
/// and of rows means nothing.
///
/// Instants are microseconds since 1970-01-01T00:00Z. Intervals are half-open: from included, to excluded. Keys are made
/// by [Key]; 0 stands for none. Numbers of rows (`hit`, `link`) are `file number << 40 | line number`, and serve as
/// proof.
public enum Table {
    /// What was asked of the provider's servers: one row a line that was used.
    LINES(
            "lines",
            number("hit", "file number << 40 | line number (one-based)"),
            number("ts", "when, in microseconds since 1970 UTC"),
            number("page", "key of the page, see pages"),
            number("user_key", "key of the user name in the log"),
            number("session_key", "key of the session id in the log"),
            number("trace_key", "key of the request's trace id"),
            number("client_key", "key of the address and the user agent together")),
    /// What the page keys of the lines stand for. A page may stand here several times, always the same.
    PAGES(
            "pages",
            number("page", "key of method, host, path and query"),
            text("method", "GET, POST"),
            text("host", "in lower case, without a port"),
            text("path", "as in the address, percent escapes of unreserved characters resolved"),
            text("query", "only the parameters that a window's rule asks for, in the order of the address")),
    /// When which tracker was told something, on which pages.
    WINDOWS(
            "windows",
            text("window_id", "stable: made of what the window says"),
            text("vendor", "legal name of the recipient"),
            text("tracker", "name of the tracker"),
            number("from_ts", "from this instant"),
            number("to_ts", "until before this instant"),
            text("rule", "the pages, as PageRule.text() writes it"),
            text("certainty", "certain or assumed")),
    /// What each window tells.
    CARRIED("carried", text("window_id", "of windows"), text("element", "a data element's id"), text("basis", "")),
    /// Who was behind a user name, a session, a request or an address.
    LINKS(
            "links",
            number("link", "file number << 40 | line number of the line that says so"),
            text("kind", "user, session, trace or client"),
            number("link_key", "the key it is about"),
            number("from_ts", "from this instant"),
            number("to_ts", "until before this instant"),
            number("person", "key of the member id"),
            text("certainty", "certain or probable")),
    /// The member directory, one row a record. A person may stand here several times.
    MEMBERS(
            "members",
            number("person", "key of the member id"),
            text("member_id", "as the directory writes it"),
            number("merged_into", "the person that this record was merged into; 0 where none"),
            number("since_ts", "member from; the smallest BIGINT where not known"),
            number("until_ts", "member until; the greatest BIGINT where not known"),
            text("state", "USPS code or ISO 3166-2 part, upper case; empty where not known"),
            text("country", "ISO 3166-1 alpha-2, upper case; empty where not known"),
            text("updated", "when the record was last changed, sortable as text; empty where not known")),
    /// When logs, or the history of the tags, are missing while a window was live, and nobody has settled that.
    GAPS("gaps", number("from_ts", "from this instant"), number("to_ts", "until before this instant")),
    /// The months of the period, by which the report counts.
    MONTHS(
            "months",
            text("month", "such as 2026-03"),
            number("from_ts", "from this instant"),
            number("to_ts", "until before this instant")),
    /// What the steps are told: one row.
    PARAMS(
            "params",
            number("from_ts", "start of the period"),
            number("to_ts", "end of the period, excluded"),
            number("gap", "a visit without session ends when nothing is asked for longer than this, in microseconds"));

    private final String id;

    @SuppressWarnings("ImmutableEnumChecker") // List.of
    private final List<Column> columns;

    Table(String id, Column... columns) {
        this.id = id;
        this.columns = List.of(columns);
    }

    /// Its name in SQL and as a folder.
    public String id() {
        return id;
    }

    public List<Column> columns() {
        return columns;
    }
}
