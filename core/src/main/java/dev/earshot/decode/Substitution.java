package dev.earshot.decode;

import dev.earshot.decode.Content.Text;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Addresses and e-mail addresses written backwards, in ROT13, or in the alphabet of 62 characters that the authors of
/// LeakDetector found a tracker using. Only where the result is an address and the text itself is none; the text
/// stays a leaf. Other values in these alphabets look like any other word.
///
/// Source: the published code of LeakDetector (S. Englehardt et al., "I never signed up for this!", PETS 2018), read
/// 2026-11-22.
final class Substitution implements TextCodec {
    private static final Step.Decoded BACKWARDS = new Step.Decoded("backwards");
    private static final Step.Decoded ROT13 = new Step.Decoded("rot13");
    private static final Step.Decoded ALPHABET = new Step.Decoded("substitution");
    private static final int SHORTEST = 8;
    private static final int LONGEST = 2048;
    private static final String WRITTEN = "kibp8A4EWRMKHa7gvyz1dOPt6UI5xYD3nqhVwZBXfCcFeJmrLN20lS9QGsjTuo";
    private static final String MEANT = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    /// The ends of most e-mail addresses in the United States, and of those that examples use.
    private static final List<String> ENDS = List.of(".com", ".org", ".net", ".edu", ".gov", ".example");

    @Override
    public boolean open(Text text, Opening into) {
        String value = text.value;
        if (value.length() < SHORTEST || value.length() > LONGEST) {
            return false;
        }
        boolean mail = value.indexOf('@') > 0 && value.indexOf(' ') < 0;
        boolean address = value.contains("://") || value.endsWith("//:sptth") || value.endsWith("//:ptth");
        if ((!mail && !address) || isAddress(value)) {
            return false;
        }
        Step.Decoded step = BACKWARDS;
        String plain = address(new StringBuilder(value).reverse().toString());
        if (plain == null) {
            step = ROT13;
            plain = address(rot13(value));
        }
        if (plain == null) {
            step = ALPHABET;
            plain = address(meant(value));
        }
        if (plain == null) {
            return false;
        }
        into.leaf(text);
        into.layer(text, step, plain);
        return true;
    }

    private static @Nullable String address(String text) {
        return isAddress(text) ? text : null;
    }

    private static boolean isAddress(String text) {
        if (text.startsWith("https://") || text.startsWith("http://")) {
            return true;
        }
        int at = text.indexOf('@');
        if (at <= 0 || text.indexOf('@', at + 1) >= 0) {
            return false;
        }
        for (String end : ENDS) {
            if (text.endsWith(end) && text.length() > at + 1 + end.length()) {
                return true;
            }
        }
        return false;
    }

    private static String rot13(String text) {
        StringBuilder plain = new StringBuilder(text);
        for (int i = 0; i < plain.length(); i++) {
            char c = plain.charAt(i);
            char small = (char) (c | 0x20);
            if (small >= 'a' && small <= 'z') {
                plain.setCharAt(i, (char) (small > 'm' ? c - 13 : c + 13));
            }
        }
        return plain.toString();
    }

    private static String meant(String text) {
        StringBuilder plain = new StringBuilder(text);
        for (int i = 0; i < plain.length(); i++) {
            int position = WRITTEN.indexOf(plain.charAt(i));
            if (position >= 0) {
                plain.setCharAt(i, MEANT.charAt(position));
            }
        }
        return plain.toString();
    }
}
