package dev.earshot.breach.journal;

import java.time.Instant;

/// One entry of the journal. Its hash is the SHA-256, in lower-case hex, of the UTF-8 bytes of
/// `seq LF at LF who LF kind LF body LF previous`.
///
/// @param seq from 1, without gaps
/// @param who did it: a person's name, or `earshot` where nobody asked for it
/// @param kind such as `facts`, `approved`, `sent`
/// @param body JSON on one line
/// @param previous the hash of the entry before; 64 zeros for the first
public record Entry(long seq, Instant at, String who, String kind, String body, String previous, String hash) {}
