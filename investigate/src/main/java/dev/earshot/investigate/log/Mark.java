package dev.earshot.investigate.log;

/// That a file was read to its end, and what came out.
///
/// @param basis SHA-256 of all that the outcome depends on
/// @param crc CRC-32 of the content
/// @param length of the content, in bytes
/// @param duplicateOf SHA-256 of the file that holds the same content; empty where none does
record Mark(String basis, long crc, long length, String duplicateOf, FileAccount account) {}
