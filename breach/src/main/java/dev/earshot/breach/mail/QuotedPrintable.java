package dev.earshot.breach.mail;

import java.nio.charset.StandardCharsets;

/// The transfer encoding of RFC 2045 § 6.7, in pieces: each piece starts at the start of an encoded line.
///
/// A full stop or `From ` at the start of a line is encoded too, so that nothing on the way has a reason to change it.
final class QuotedPrintable {
    private static final byte[] HEX = "0123456789ABCDEF".getBytes(StandardCharsets.US_ASCII);
    private static final int WIDTH = 75;

    private QuotedPrintable() {}

    /// Encodes a text whose lines end with LF or CRLF. White space at its end is encoded.
    ///
    /// @return the column at which the next piece would follow; 0 after a line break
    static int encode(String text, Bytes out) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int column = 0;
        for (int i = 0; i < bytes.length; i++) {
            int b = bytes[i] & 0xFF;
            if (b == '\r' && i + 1 < bytes.length && bytes[i + 1] == '\n') {
                continue;
            }
            if (b == '\n') {
                out.write('\r');
                out.write('\n');
                column = 0;
                continue;
            }
            boolean plain = (b >= 33 && b <= 126 && b != '=' && !(column == 0 && (b == '.' || isFrom(bytes, i))))
                    || ((b == ' ' || b == '\t') && !endsLine(bytes, i + 1));
            if (column + (plain ? 1 : 3) > WIDTH) {
                out.ascii("=\r\n");
                column = 0;
                plain &= b != '.' && b != 'F';
            }
            if (plain) {
                out.write(b);
                column++;
            } else {
                out.write('=');
                out.write(HEX[b >> 4]);
                out.write(HEX[b & 15]);
                column += 3;
            }
        }
        return column;
    }

    private static boolean endsLine(byte[] bytes, int at) {
        return at == bytes.length || bytes[at] == '\n' || bytes[at] == '\r';
    }

    private static boolean isFrom(byte[] bytes, int at) {
        return at + 5 <= bytes.length
                && bytes[at] == 'F'
                && bytes[at + 1] == 'r'
                && bytes[at + 2] == 'o'
                && bytes[at + 3] == 'm'
                && bytes[at + 4] == ' ';
    }
}
