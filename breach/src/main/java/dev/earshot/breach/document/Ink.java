package dev.earshot.breach.document;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/// What is drawn on a page or in a part that pages share (ISO 32000-1, 8 and 9). Points from the lower left corner.
public final class Ink {
    private final BitSet[] used;
    private byte[] bytes = new byte[1 << 12];
    private int length;
    private int face = -1;
    private float size;
    private boolean heavy;
    private boolean inText;

    /// @param used glyphs by font, to which those drawn are added
    Ink(BitSet[] used) {
        this.used = used;
    }

    /// Ready for another page.
    void clear() {
        length = 0;
        face = -1;
        heavy = false;
        inText = false;
    }

    byte[] bytes() {
        return bytes;
    }

    /// Ends what is begun; how many of [#bytes] count.
    int length() {
        endText();
        return length;
    }

    /// @param y the baseline
    public void line(Line line, float x, float y) {
        for (Line.Run run : line.runs()) {
            if (!inText) {
                ascii("BT\n");
                inText = true;
            }
            if (run.face() != face || line.size() != size) {
                face = run.face();
                size = line.size();
                ascii("/F");
                number(face);
                ascii(" ");
                number(size);
                ascii(" Tf\n");
            }
            if (run.heavy() != heavy) {
                heavy = run.heavy();
                ascii(heavy ? "2 Tr .35 w\n" : "0 Tr\n");
            }
            ascii("1 0 0 1 ");
            number(x + run.x());
            ascii(" ");
            number(y);
            ascii(" Tm\n");
            append(run.show());
            for (char glyph : run.glyphs()) {
                used[run.face()].set(glyph);
            }
        }
    }

    /// Strips one below the other. The first one's space above is left out.
    ///
    /// @param y the top of the first
    /// @return the bottom of the last
    public float strips(List<Strip> strips, float x, float y, float width) {
        float top = y;
        for (int i = 0; i < strips.size(); i++) {
            Strip strip = strips.get(i);
            top -= i == 0 ? 0 : strip.before();
            for (Strip.Placed placed : strip.lines()) {
                line(placed.line(), x + placed.x(), top - placed.baseline());
            }
            top -= strip.height();
            if (strip.rule()) {
                rule(x, top, width);
            }
        }
        return top;
    }

    /// A thin line.
    void rule(float x, float y, float width) {
        endText();
        ascii(".5 w ");
        number(x);
        ascii(" ");
        number(y);
        ascii(" m ");
        number(x + width);
        ascii(" ");
        number(y);
        ascii(" l S\n");
    }

    /// Draws what pages share.
    ///
    /// @param part of [PdfPages#part]
    public void part(int part, float x, float y) {
        endText();
        ascii("q 1 0 0 1 ");
        number(x);
        ascii(" ");
        number(y);
        ascii(" cm /X");
        number(part);
        ascii(" Do Q\n");
    }

    void tag(String role, int id) {
        endText();
        ascii("/" + role + "<</MCID " + id + ">>BDC\n");
    }

    void artifact() {
        endText();
        ascii("/Artifact BMC\n");
    }

    void endTag() {
        endText();
        ascii("EMC\n");
    }

    private void endText() {
        if (inText) {
            ascii("ET\n");
            inText = false;
        }
    }

    private void ascii(String text) {
        reserve(text.length());
        for (int i = 0; i < text.length(); i++) {
            bytes[length] = (byte) text.charAt(i);
            length++;
        }
    }

    private void append(byte[] added) {
        reserve(added.length);
        System.arraycopy(added, 0, bytes, length, added.length);
        length += added.length;
    }

    /// To a hundredth of a point.
    private void number(float value) {
        int hundredths = Math.round(value * 100);
        if (hundredths < 0) {
            ascii("-");
            hundredths = -hundredths;
        }
        whole(hundredths / 100);
        int rest = hundredths % 100;
        if (rest != 0) {
            ascii(rest < 10 ? ".0" : ".");
            whole(rest % 10 == 0 ? rest / 10 : rest);
        }
    }

    private void whole(int value) {
        reserve(10);
        int digits = 1;
        for (int limit = value; limit >= 10; limit /= 10) {
            digits++;
        }
        int left = value;
        for (int i = length + digits - 1; i >= length; i--) {
            bytes[i] = (byte) ('0' + left % 10);
            left /= 10;
        }
        length += digits;
    }

    private void reserve(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
        }
    }
}
