package dev.earshot.report;

import java.util.Locale;

/// An SVG drawing in the making. Numbers have one decimal; text is escaped; colours are classes of the page's own
/// style.
public final class Svg {
    private final StringBuilder drawn = new StringBuilder();

    public Svg(int width, int height, String style, String title, String description) {
        drawn.append(String.format(
                Locale.ROOT,
                "<svg class=\"%s\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" role=\"img\" aria-label=\"%s\">\n",
                style,
                width,
                height,
                width,
                height,
                escaped(title + ". " + description)));
    }

    public Svg bar(double x, double y, double width, double height, String style, String tooltip) {
        drawn.append(String.format(
                Locale.ROOT,
                "<rect class=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\">",
                style,
                x,
                y,
                width,
                height));
        return tip(tooltip, "rect");
    }

    /// A band from one bar's right side to another's left, `thick` wide all along.
    public Svg band(double fromX, double fromY, double toX, double toY, double thick, String style, String tooltip) {
        double middle = (fromX + toX) / 2;
        drawn.append(String.format(
                Locale.ROOT,
                "<path class=\"%s\" d=\"M%.1f %.1fC%.1f %.1f %.1f %.1f %.1f %.1f\" stroke-width=\"%.1f\">",
                style,
                fromX,
                fromY,
                middle,
                fromY,
                middle,
                toY,
                toX,
                toY,
                thick));
        return tip(tooltip, "path");
    }

    public Svg line(double fromX, double fromY, double toX, double toY, String style) {
        drawn.append(String.format(
                Locale.ROOT, "<path class=\"%s\" d=\"M%.1f %.1fL%.1f %.1f\"/>\n", style, fromX, fromY, toX, toY));
        return this;
    }

    public Svg dot(double x, double y, double radius, String style, String tooltip) {
        drawn.append(String.format(
                Locale.ROOT, "<circle class=\"%s\" cx=\"%.1f\" cy=\"%.1f\" r=\"%.1f\">", style, x, y, radius));
        return tip(tooltip, "circle");
    }

    public Svg text(double x, double y, String style, String text, String tooltip) {
        drawn.append(String.format(Locale.ROOT, "<text class=\"%s\" x=\"%.1f\" y=\"%.1f\">", style, x, y))
                .append(escaped(text));
        return tip(tooltip, "text");
    }

    public Svg tilted(double x, double y, String style, String text, String tooltip) {
        drawn.append(String.format(
                        Locale.ROOT, "<text class=\"%s\" transform=\"translate(%.1f %.1f) rotate(-38)\">", style, x, y))
                .append(escaped(text));
        return tip(tooltip, "text");
    }

    private Svg tip(String tooltip, String element) {
        if (!tooltip.isEmpty()) {
            drawn.append("<title>").append(escaped(tooltip)).append("</title>");
        }
        drawn.append("</").append(element).append(">\n");
        return this;
    }

    public String close() {
        return drawn + "</svg>";
    }

    /// At most `most` characters, the last of them an ellipsis where some were left out.
    public static String shortened(String text, int most) {
        return text.codePointCount(0, text.length()) <= most
                ? text
                : text.substring(0, text.offsetByCodePoints(0, most - 1)) + "…";
    }

    public static String escaped(String text) {
        StringBuilder escaped = new StringBuilder(text.length());
        text.codePoints().forEach(point -> {
            switch (point) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                default -> {
                    boolean legal = point >= 0x20 && !(point >= 0xD800 && point <= 0xDFFF) && point < 0xFFFE;
                    escaped.appendCodePoint(legal || point > 0xFFFF ? point : ' ');
                }
            }
        });
        return escaped.toString();
    }
}
