package dev.earshot.mobile.archive;

import dev.earshot.exchange.BlindSpot;
import dev.earshot.mobile.reading.Signs;
import java.util.HashSet;
import java.util.Set;
import java.util.zip.Inflater;

/// What may still be unpacked out of one scanned file, and what it was told not to have given. Each refusal is told once.
final class Budget {
    private final Signs signs;
    private final Set<BlindSpot> told = new HashSet<>();
    private final Inflater inflater = new Inflater(true);
    private long left = Limits.TOTAL;

    Budget(Signs signs) {
        this.signs = signs;
    }

    long left() {
        return left;
    }

    /// The one inflater, made ready for another entry: making one costs more than unpacking a small entry.
    Inflater inflater() {
        inflater.reset();
        return inflater;
    }

    void spend(long bytes) {
        left -= bytes;
    }

    /// @param where the archive or the entry, as [dev.earshot.mobile.reading.Part#file()]
    /// @param what what is wrong with it and what to do, as sentences
    void refuse(String where, String what) {
        if (told.size() > Limits.TOLD) {
            return;
        }
        BlindSpot spot = told.size() < Limits.TOLD
                ? new BlindSpot(BlindSpot.Kind.FILE_NOT_READ, where, what, true)
                : new BlindSpot(
                        BlindSpot.Kind.FILE_NOT_READ,
                        where,
                        "More than " + Limits.TOLD + " things are wrong with this file; the others are not listed.",
                        true);
        if (told.add(spot)) {
            signs.blind(spot);
        }
    }
}
