package dev.earshot.breach.document;

import java.util.List;

/// One line of text as it is drawn, from left to right. Lengths are in points.
///
/// @param width without spaces at its end
public record Line(List<Run> runs, float size, float width, float ascent, float descent) {
    /// A stretch in one font.
    ///
    /// @param x from the beginning of the line
    /// @param heavy whether it is drawn with an outline, since the font has no bold
    /// @param glyphs what is drawn
    /// @param show the operand and operator that draw it (ISO 32000-1, 9.4.3)
    record Run(int face, boolean heavy, float x, char[] glyphs, byte[] show) {}

    float height() {
        return ascent + descent;
    }
}
