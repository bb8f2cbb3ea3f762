package dev.earshot.breach.law;

import java.time.LocalDate;

/// Where a rule was read.
///
/// @param text an address, or the name of a document; `memory` where none was read
/// @param read when
public record Source(String text, LocalDate read) {}
