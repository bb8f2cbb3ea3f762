package dev.earshot.decode;

import dev.earshot.decode.Content.Text;

/// JSON behind the prefix of a socket protocol: `42/chat,7["event",{…}]` of Engine.IO and Socket.IO, `a["…"]` of
/// SockJS.
///
/// Source: socket.io/docs/v4/socket-io-protocol and github.com/sockjs/sockjs-protocol, read 2026-11-22.
final class Frame implements TextCodec {
    private static final Step.Decoded STEP = new Step.Decoded("frame");
    private static final int LONGEST_PREFIX = 40;

    @Override
    public int asks() {
        return Traits.BRACKET;
    }

    @Override
    public boolean open(Text text, Opening into) {
        int json = text.whole ? prefix(text.value) : 0;
        if (json == 0 || !Json.isStructure(text.value.substring(json))) {
            return false;
        }
        into.open(text.line(text.place.layer(STEP), json, text.value.length()));
        return true;
    }

    /// The length of the prefix; 0 when there is none.
    private static int prefix(String text) {
        if (text.startsWith("a[")) {
            return 1;
        }
        int end = digits(text, 0);
        if (end == 0) {
            return 0;
        }
        if (end < text.length() && text.charAt(end) == '/') {
            int comma = text.indexOf(',', end, Math.min(text.length(), end + LONGEST_PREFIX));
            end = comma < 0 ? 0 : digits(text, comma + 1);
        }
        return end > 0 && end < text.length() && (text.charAt(end) == '[' || text.charAt(end) == '{') ? end : 0;
    }

    private static int digits(String text, int from) {
        int end = from;
        while (end < text.length()
                && end < from + LONGEST_PREFIX
                && text.charAt(end) >= '0'
                && text.charAt(end) <= '9') {
            end++;
        }
        return end;
    }
}
