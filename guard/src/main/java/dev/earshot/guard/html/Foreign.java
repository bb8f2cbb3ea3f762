package dev.earshot.guard.html;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/// Which of the open elements are SVG's or MathML's: in those a tag such as `<style>` has no text of its own but goes on
/// as markup.
///
/// Source: WHATWG HTML § 13.2.6.5 (tokens in foreign content) and § 13.2.6 (tree construction dispatcher), read
/// 2026-11-22. What HTML elements close by implication is followed only as far as it decides which of both a tag is in;
/// where that can't be known, [#isUnsure] says so.
final class Foreign {
    private static final byte SVG = 1;
    private static final byte MATH = 2;
    /// HTML can stand in it.
    private static final byte INTEGRATION = 4;
    private static final byte MATH_TEXT = 8;
    private static final byte HTML = 16;
    private static final int DEEPEST = 512;

    private static final Set<Long> BREAKOUT = keys(
            "b big blockquote body br center code dd div dl dt em embed h1 h2 h3 h4 h5 h6 head hr i img li listing menu"
                    + " meta nobr ol p pre ruby s small span strong strike sub sup table tt u ul var");
    private static final Set<Long> MATH_TEXTS = keys("mi mo mn ms mtext");
    private static final Set<Long> INTEGRATION_POINTS = keys("foreignobject desc title");
    private static final Set<Long> VOID = keys("area base basefont bgsound br col embed frame hr img image input keygen"
            + " link meta param source track wbr");
    private static final Set<Long> CLOSES_ITS_LIKE =
            keys("p li dd dt option optgroup tr td th tbody thead tfoot a button");
    private static final long P = Tags.key("p");
    private static final long BR = Tags.key("br");
    private static final long MGLYPH = Tags.key("mglyph");
    private static final long MALIGNMARK = Tags.key("malignmark");
    private static final long SVG_KEY = Tags.key("svg");

    private byte[] kinds = new byte[0];
    private long[] names = new long[0];
    private int depth;
    private boolean unsure;

    /// Whether anything of SVG or MathML is open.
    boolean isOpen() {
        return depth > 0;
    }

    /// Whether browsers may have other elements open than these.
    boolean isUnsure() {
        return unsure;
    }

    void beUnsure() {
        unsure = true;
    }

    /// Whether text that comes now is in an element of SVG or MathML.
    boolean isForeign() {
        return depth > 0 && (kinds[depth - 1] & HTML) == 0;
    }

    /// A start tag.
    ///
    /// @param htmlAttribute of `<font>`: whether it has one of the attributes that HTML's has; of `<annotation-xml>`:
    ///     whether its encoding is HTML
    /// @return whether it opens an element of HTML
    boolean start(int kind, long name, boolean selfClosing, boolean htmlAttribute) {
        if (depth == 0) {
            return outermost(kind, name, selfClosing);
        }
        byte top = kinds[depth - 1];
        boolean html = (top & (HTML | INTEGRATION)) != 0
                || ((top & MATH_TEXT) != 0 && name != MGLYPH && name != MALIGNMARK)
                || ((top & MATH) != 0 && names[depth - 1] == Tags.key("annotation-xml") && name == SVG_KEY);
        if (!html && (BREAKOUT.contains(name) || (kind == Tags.FONT && htmlAttribute))) {
            breakOut();
            html = true;
            if (depth == 0) {
                unsure = false;
                return true;
            }
        }
        if (html) {
            if (kind == Tags.SVG || kind == Tags.MATH) {
                outermost(kind, name, selfClosing);
                return false;
            }
            if ((top & HTML) != 0 && names[depth - 1] == name && CLOSES_ITS_LIKE.contains(name)) {
                depth--;
            }
            if (!VOID.contains(name)) {
                push(HTML, name);
            }
            return true;
        }
        if (!selfClosing) {
            byte space = (byte) (top & (SVG | MATH));
            byte more = 0;
            if (space == SVG && INTEGRATION_POINTS.contains(name)) {
                more = INTEGRATION;
            } else if (space == MATH && MATH_TEXTS.contains(name)) {
                more = MATH_TEXT;
            } else if (space == MATH && kind == Tags.ANNOTATION && htmlAttribute) {
                more = INTEGRATION;
            }
            push((byte) (space | more), name);
        }
        return false;
    }

    /// The element that was opened last is taken out of the page.
    void undo() {
        if (depth > 0 && depth < DEEPEST) {
            depth--;
        }
    }

    void end(long name) {
        if (depth == 0) {
            return;
        }
        if ((kinds[depth - 1] & HTML) == 0 && (name == P || name == BR)) {
            breakOut();
            if (depth == 0) {
                unsure = false;
            }
            return;
        }
        boolean htmlRules = false;
        for (int at = depth - 1; at >= 0; at--) {
            htmlRules |= (kinds[at] & HTML) != 0;
            if (htmlRules && (kinds[at] & (INTEGRATION | MATH_TEXT)) != 0) {
                return;
            }
            if (names[at] == name && (!htmlRules || (kinds[at] & HTML) != 0)) {
                unsure |= htmlRules && at < depth - 1;
                depth = at;
                if (depth == 0) {
                    unsure = false;
                }
                return;
            }
        }
        // It may close an element of HTML that all of this stands in.
        unsure = true;
        depth = 0;
    }

    private boolean outermost(int kind, long name, boolean selfClosing) {
        boolean foreign = kind == Tags.SVG || kind == Tags.MATH;
        if (foreign && !selfClosing) {
            push(kind == Tags.SVG ? SVG : MATH, name);
        }
        return !foreign;
    }

    private void breakOut() {
        while (depth > 0 && (kinds[depth - 1] & (HTML | INTEGRATION | MATH_TEXT)) == 0) {
            depth--;
        }
    }

    private void push(byte kind, long name) {
        if (depth == DEEPEST) {
            unsure = true;
            return;
        }
        if (depth == kinds.length) {
            kinds = Arrays.copyOf(kinds, 2 * depth + 8);
            names = Arrays.copyOf(names, 2 * depth + 8);
        }
        kinds[depth] = kind;
        names[depth++] = name;
    }

    private static Set<Long> keys(String names) {
        Set<Long> keys = new HashSet<>();
        for (String name : names.split(" ", -1)) {
            keys.add(Tags.key(name));
        }
        return Set.copyOf(keys);
    }
}
