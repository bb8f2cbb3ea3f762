package dev.earshot.cli;

import dev.earshot.breach.Case;
import dev.earshot.breach.journal.Verification;
import java.io.PrintWriter;

/// Lines that several commands of a case print.
final class CaseLines {
    static final String COUNSEL = "No legal advice: verify with counsel.";

    private CaseLines() {}

    /// A deadline that moved.
    static String moved(Case.Moved moved) {
        String before = moved.before().map(CaseLines::date).orElse("no duty");
        String after = moved.after().map(CaseLines::date).orElse("no duty");
        return "MOVED  " + moved.duty() + ": " + before + " -> " + after;
    }

    /// Whether a journal is what it was.
    static void verification(Verification journal, PrintWriter out) {
        out.println();
        journal.fault()
                .ifPresent(fault ->
                        out.println("NOT WHAT IT WAS: entry " + fault.seq() + " of the journal: " + fault.why() + "."));
        if (journal.torn()) {
            out.println("The last line has no end, as a crash leaves it; nothing rests on it.");
        }
        switch (journal.signature()) {
            case dev.earshot.evidence.Verification.Signature.Good good ->
                out.println("Sealed up to entry " + journal.sealed() + " with key " + good.fingerprint()
                        + (good.expected() ? ", the one expected." : "; compare it with the signer's."));
            case dev.earshot.evidence.Verification.Signature.Absent _ ->
                out.println("Not sealed: whoever changed the journal could have changed its hashes too.");
            case dev.earshot.evidence.Verification.Signature.Bad bad -> out.println("BAD SEAL: " + bad.why() + ".");
        }
        if (journal.whole()) {
            out.println("The journal is whole: " + journal.entries() + " entries, the newest "
                    + (journal.head().length() > 16 ? journal.head().substring(0, 16) : journal.head()) + ".");
        }
    }

    private static String date(String recorded) {
        return recorded.isEmpty() ? "no fixed day" : recorded;
    }
}
