package dev.earshot.breach.mail;

import java.util.Locale;
import java.util.regex.Pattern;

/// A server's answer.
///
/// @param code 200 to 599
/// @param text its lines in one
record SmtpReply(int code, String text) {
    private static final Pattern ADDRESS = Pattern.compile("<[^>]*>|\\S*@\\S*");
    private static final int LONGEST = 200;

    /// It did what was asked.
    boolean positive() {
        return code < 300;
    }

    /// It might do it later.
    boolean transientFailure() {
        return code >= 400 && code < 500;
    }

    boolean permanentFailure() {
        return code >= 500;
    }

    /// The server is closing the connection.
    boolean closing() {
        return code == 421;
    }

    /// In the server's words, without addresses, on one line.
    String words() {
        return code + " " + plain(text);
    }

    /// The same without a mailbox's name, too, as in `550 mary: no such user`.
    String words(MailAddress about) {
        return code + " " + plain(without(text, about.local()));
    }

    private static String without(String text, String local) {
        return local.length() < 2
                ? text
                : Pattern.compile(Pattern.quote(local), Pattern.CASE_INSENSITIVE)
                        .matcher(text)
                        .replaceAll("…");
    }

    /// Without addresses and control characters, cut at 200 characters.
    static String plain(String text) {
        String line = ADDRESS.matcher(text)
                .replaceAll("…")
                .replaceAll("[\\p{Cntrl}\\s]+", " ")
                .strip();
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "reply %d", code);
    }
}
