/// The tables that an investigation is made of, and how they are kept: as Parquet.
@NullMarked
package dev.earshot.investigate.table;

import org.jspecify.annotations.NullMarked;
