package dev.earshot.differential;

import dev.earshot.decode.Leaf;
import dev.earshot.decode.Origin;
import dev.earshot.exchange.Body;
import dev.earshot.exchange.Exchange;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// The parts of a value that can each be the same in two runs: the whole, the words in it, and the blocks of what looks
/// like the output of a cipher.
final class Parts {
    /// That of AES, and a multiple of older ciphers'. A cipher that treats each block alike gives the same block again.
    private static final int BLOCK = 16;

    private static final int LONGEST_SPLIT = 4096;
    private static final int MOST_BLOCKS = 4096;

    private Parts() {}

    /// Those that can tell people apart ([Capacity]); empty for a flag or a count.
    static Set<String> of(String value) {
        if (value.length() < 5) {
            return Set.of();
        }
        Set<String> parts = new LinkedHashSet<>();
        add(value, parts);
        if (value.length() <= LONGEST_SPLIT && !isDecimal(value)) {
            addWords(value, "-_+/=", parts);
            addWords(value, "", parts);
        }
        addBlocks(value, parts);
        return parts;
    }

    private static void add(String part, Set<String> parts) {
        if (Capacity.suffices(part)) {
            parts.add(part);
        }
    }

    /// `GA1.2.1234.5678` is a value of four words.
    ///
    /// @param joining what does not part words: in base64 and UUIDs there are other characters than letters and digits
    private static void addWords(String value, String joining, Set<String> parts) {
        int begin = 0;
        for (int i = 0; i <= value.length(); i++) {
            if (i == value.length()
                    || (!Character.isLetterOrDigit(value.charAt(i)) && joining.indexOf(value.charAt(i)) < 0)) {
                if (i > begin && i - begin < value.length()) {
                    add(value.substring(begin, i), parts);
                }
                begin = i + 1;
            }
        }
    }

    private static boolean isDecimal(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if ((c < '0' || c > '9') && c != '.' && c != '-') {
                return false;
            }
        }
        return true;
    }

    private static void addBlocks(String value, Set<String> parts) {
        int length = value.length();
        if (length < 2 * BLOCK) {
            return;
        }
        byte[] bytes = bytesOf(value);
        if (bytes.length >= 2 * BLOCK && bytes.length % BLOCK == 0) {
            blocks(bytes).forEach(block -> parts.add(block.value()));
        }
    }

    /// What hexadecimal digits or base64 stand for; nothing where the value is neither.
    private static byte[] bytesOf(String value) {
        try {
            return HexFormat.of().parseHex(value);
        } catch (IllegalArgumentException _) {
            try {
                return Base64.getDecoder().decode(value.replace('-', '+').replace('_', '/'));
            } catch (IllegalArgumentException notBase64) {
                return new byte[0];
            }
        }
    }

    /// The blocks of a body that could not be read, as leaves without steps. Empty for a body that was.
    static List<Leaf> ofOpaque(Exchange exchange) {
        Body body = exchange.request().body();
        return body.state() == Body.State.WHOLE && body.bytes().length() >= BLOCK
                ? blocks(body.bytes().toArray())
                : List.of();
    }

    private static List<Leaf> blocks(byte[] bytes) {
        List<Leaf> blocks = new ArrayList<>();
        for (int start = 0; start + BLOCK <= bytes.length && blocks.size() < MOST_BLOCKS; start += BLOCK) {
            blocks.add(new Leaf(
                    Origin.BODY,
                    "",
                    List.of(),
                    "",
                    "",
                    -1,
                    HexFormat.of().formatHex(bytes, start, start + BLOCK),
                    start,
                    BLOCK));
        }
        return blocks;
    }
}
