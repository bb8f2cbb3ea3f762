package dev.earshot.cli;

import dev.earshot.breach.Case;

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

    private static String date(String recorded) {
        return recorded.isEmpty() ? "no fixed day" : recorded;
    }
}
