package dev.earshot.decode;

/// Text that a recorder made unreadable before it sent it: of what was typed, its length is told and no more.
final class Masked {
    /// What recorders put in place of each character: rrweb, Datadog and most others an asterisk, Clarity `•`, or
    /// `▪` for a letter and `▫` for a digit.
    private static final String SIGNS = "*\u2022\u25cf\u25aa\u25ab\u2588";

    private Masked() {}

    /// Whether nothing of the text can be read. Datadog and FullStory write `xxx`, which some word might be too: three
    /// of them at least.
    static boolean is(String text) {
        int signs = 0;
        int crosses = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (SIGNS.indexOf(c) >= 0) {
                signs++;
            } else if (c == 'x' || c == 'X') {
                crosses++;
            } else if (!Character.isWhitespace(c)) {
                return false;
            }
        }
        return crosses == 0 ? signs > 0 : signs == 0 && crosses >= 3;
    }
}
