package dev.earshot.investigate.table;

import static dev.earshot.investigate.table.Column.number;
import static dev.earshot.investigate.table.Column.text;

import java.util.List;

/// The directory: how to reach the members. It stands beside the tables of the steps, in a folder of its own, and only
/// notices and explanations of one person read it. A row for each record of `members`, with the same `person`,
/// `merged_into` and `updated`.
public final class Directory {
    /// Its name as a folder.
    public static final String ID = "directory";

    public static final List<Column> COLUMNS = List.of(
            number("person", "key of the member id"),
            text("member_id", "as the directory writes it"),
            number("merged_into", "the person that this record was merged into; 0 where none"),
            text("updated", "when the record was last changed, sortable as text; empty where not known"),
            text("name", "in full"),
            text("street", "lines of the postal address above city, joined by line feeds"),
            text("city", ""),
            text("postal_code", ""),
            text("state", "USPS code or ISO 3166-2 part, upper case; empty where not known"),
            text("country", "ISO 3166-1 alpha-2, upper case; empty where not known"),
            text("email", ""),
            text("phone", ""),
            text("language", "as the directory writes it, such as es"),
            text("birth_date", "as ISO 8601 where it could be read, else as written"),
            text("deceased", "the date where known, else yes; empty where nothing says so"),
            text("guardian", "name of a guardian or parent"),
            text("channel", "preferred way to be reached, as written"));

    private Directory() {}
}
