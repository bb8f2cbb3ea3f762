/// The steps of an investigation, run embedded by DuckDB.
@NullMarked
package dev.earshot.duckdb;

import org.jspecify.annotations.NullMarked;
