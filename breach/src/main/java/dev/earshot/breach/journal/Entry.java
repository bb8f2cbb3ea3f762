package dev.earshot.breach.journal;

import dev.earshot.evidence.Sha256;
import java.time.Instant;

/// One entry of the journal. Its hash is the SHA-256, in lower-case hex, of the UTF-8 bytes of
/// `seq LF at LF who LF kind LF body LF previous`.
///
/// @param seq from 1, without gaps
/// @param at in whole microseconds
/// @param who did it: a person's name, or `earshot` where nobody asked for it
/// @param kind such as `facts`, `approved`, `sent`
/// @param body JSON on one line
/// @param previous the hash of the entry before; 64 zeros for the first
public record Entry(long seq, Instant at, String who, String kind, String body, String previous, String hash) {
    /// What the first entry has as `previous`.
    public static final String START = "0".repeat(64);

    /// An entry with the hash that it must have.
    static Entry of(long seq, Instant at, String who, String kind, String body, String previous) {
        return new Entry(seq, at, who, kind, body, previous, hash(seq, at, who, kind, body, previous));
    }

    /// The entry that follows this one.
    public Entry next(Instant when, String by, String what, String json) {
        return of(seq + 1, when, by, what, json, hash);
    }

    public static Entry first(Instant at, String who, String kind, String body) {
        return of(1, at, who, kind, body, START);
    }

    /// Whether its hash is the one that it must have.
    public boolean hashFits() {
        return hash.equals(hash(seq, at, who, kind, body, previous));
    }

    private static String hash(long seq, Instant at, String who, String kind, String body, String previous) {
        return Sha256.hex(seq + "\n" + at + "\n" + who + "\n" + kind + "\n" + body + "\n" + previous);
    }

    /// Without what it says.
    @Override
    public String toString() {
        return "Entry " + seq + " (" + kind + ")";
    }
}
