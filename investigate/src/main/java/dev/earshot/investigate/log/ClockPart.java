package dev.earshot.investigate.log;

/// One piece of a time that is written as strftime would.
///
/// @param kind the letter of strftime; `.` for a fraction of a second, `s` for seconds since 1970, 0 for fixed text
/// @param digits how many, for a fraction or seconds since 1970 (10, 13 or 16)
/// @param text fixed text
record ClockPart(char kind, int digits, String text) {}
