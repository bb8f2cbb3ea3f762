package dev.earshot.policy;

import java.util.regex.Pattern;

/// How policy names pages: by patterns of their addresses without query and fragment.
public final class AddressPattern {
    private AddressPattern() {}

    /// An address pattern: `*` stands for anything but a slash, `**` for anything. One that starts with a slash is a
    /// path
    /// on any of the entity's hosts, one that starts with a host name any scheme.
    public static Pattern of(String glob) {
        String whole = glob.startsWith("/")
                ? "*://*" + glob
                : glob.contains("://") || glob.startsWith("**") ? glob : "*://" + glob;
        StringBuilder regex = new StringBuilder();
        for (int at = 0; at < whole.length(); at++) {
            char letter = whole.charAt(at);
            if (letter == '*' && at + 1 < whole.length() && whole.charAt(at + 1) == '*') {
                regex.append(".*");
                at++;
            } else if (letter == '*') {
                regex.append("[^/]*");
            } else {
                regex.append(Pattern.quote(String.valueOf(letter)));
            }
        }
        return Pattern.compile(regex.toString(), Pattern.CASE_INSENSITIVE);
    }
}
