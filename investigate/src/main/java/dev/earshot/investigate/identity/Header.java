package dev.earshot.investigate.identity;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;

/// Which column of a source is which field: as the plan says, else by the field's own name, letter case, spaces and
/// punctuation apart. `session id` and `member_id` are `session` and `member`, `username` is `user`.
final class Header {
    private Header() {}

    /// The column of each field, -1 where there is none.
    ///
    /// @param missing takes the columns that the plan names and the source lacks
    static int[] columns(List<String> header, List<String> fields, Map<String, String> plan, List<String> missing) {
        int[] columns = new int[fields.size()];
        for (int field = 0; field < columns.length; field++) {
            String name = fields.get(field);
            String column = plan.get(name);
            columns[field] = column == null ? byName(header, name) : named(header, column);
            if (column != null && columns[field] < 0) {
                missing.add(column);
            }
        }
        return columns;
    }

    /// What is wrong with a source that lacks columns which the plan names.
    static String fault(List<String> missing) {
        return "there is no column " + String.join(", ", new TreeSet<>(missing));
    }

    private static int named(List<String> header, String column) {
        int exact = header.indexOf(column);
        if (exact >= 0) {
            return exact;
        }
        for (int at = 0; at < header.size(); at++) {
            if (header.get(at).strip().equalsIgnoreCase(column.strip())) {
                return at;
            }
        }
        return -1;
    }

    private static int byName(List<String> header, String field) {
        List<String> names = new ArrayList<>(List.of(plain(field), plain(field) + "id"));
        if (field.equals("user")) {
            names.add("username");
        }
        for (String name : names) {
            for (int at = 0; at < header.size(); at++) {
                if (plain(header.get(at)).equals(name)) {
                    return at;
                }
            }
        }
        return -1;
    }

    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    }
}
