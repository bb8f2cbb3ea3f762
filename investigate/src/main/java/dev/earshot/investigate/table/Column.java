package dev.earshot.investigate.table;

import java.util.Objects;

/// One column of a [Table]. No column is ever null: a number that is not there is 0, a text that is not there is empty.
public record Column(String name, Type type, String meaning) {
    public Column {
        Objects.requireNonNull(name);
        Objects.requireNonNull(type);
        Objects.requireNonNull(meaning);
    }

    static Column number(String name, String meaning) {
        return new Column(name, Type.NUMBER, meaning);
    }

    static Column text(String name, String meaning) {
        return new Column(name, Type.TEXT, meaning);
    }

    public enum Type {
        /// 64 bits, signed: BIGINT in SQL, INT64 in Parquet.
        NUMBER,
        /// UTF-8: VARCHAR or STRING in SQL, BYTE_ARRAY with the logical type STRING in Parquet.
        TEXT
    }
}
