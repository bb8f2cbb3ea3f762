package dev.earshot.guard.html;

import java.nio.charset.StandardCharsets;

/// The elements that something depends on, by name. A name is a key of 64 bits, so that no tag costs a string.
final class Tags {
    static final int OTHER = 0;
    static final int SCRIPT = 1;
    static final int STYLE = 2;
    static final int LINK = 3;
    static final int IMG = 4;
    static final int IMAGE = 5;
    static final int SOURCE = 6;
    static final int IFRAME = 7;
    static final int FRAME = 8;
    static final int OBJECT = 9;
    static final int EMBED = 10;
    static final int VIDEO = 11;
    static final int AUDIO = 12;
    static final int TRACK = 13;
    static final int FORM = 14;
    static final int BUTTON = 15;
    static final int INPUT = 16;
    static final int BASE = 17;
    static final int META = 18;
    static final int USE = 19;
    static final int FEIMAGE = 20;
    static final int A = 21;
    static final int AREA = 22;
    /// `body`, and the parts of a table, which have a `background`.
    static final int BACKGROUND = 23;
    static final int BODY = 24;
    static final int ANIMATE = 25;
    static final int PARAM = 26;
    static final int SVG = 27;
    static final int MATH = 28;
    static final int FONT = 29;
    static final int ANNOTATION = 30;
    static final int FOREIGN_OBJECT = 31;
    static final int TITLE = 32;
    static final int TEXTAREA = 33;
    static final int XMP = 34;
    static final int NOEMBED = 35;
    static final int NOFRAMES = 36;
    static final int NOSCRIPT = 37;
    static final int PLAINTEXT = 38;
    static final int HTML = 39;
    static final int HEAD = 40;
    static final int SELECT = 41;
    static final int FRAMESET = 42;
    static final int TEMPLATE = 43;
    static final int FENCED_FRAME = 44;
    private static final int KINDS = 45;

    private static final int SIZE = 256;
    private static final long[] KEYS = new long[SIZE];
    private static final byte[] KIND = new byte[SIZE];
    private static final boolean[] ATTRIBUTES = new boolean[KINDS];
    private static final byte[][] NAMES = new byte[KINDS][];

    static {
        put(SCRIPT, true, "script");
        put(STYLE, true, "style");
        put(LINK, true, "link");
        put(IMG, true, "img");
        put(IMAGE, true, "image");
        put(SOURCE, true, "source");
        put(IFRAME, true, "iframe");
        put(FRAME, true, "frame");
        put(OBJECT, true, "object");
        put(EMBED, true, "embed");
        put(VIDEO, true, "video");
        put(AUDIO, true, "audio");
        put(TRACK, true, "track");
        put(FORM, true, "form");
        put(BUTTON, true, "button");
        put(INPUT, true, "input");
        put(BASE, true, "base");
        put(META, true, "meta");
        put(USE, true, "use");
        put(FEIMAGE, true, "feimage");
        put(A, true, "a");
        put(AREA, true, "area");
        put(BODY, true, "body");
        put(BACKGROUND, true, "table", "thead", "tbody", "tfoot", "tr", "td", "th", "col", "colgroup");
        put(ANIMATE, true, "set", "animate");
        put(PARAM, true, "param");
        put(SVG, false, "svg");
        put(MATH, false, "math");
        put(FONT, true, "font");
        put(ANNOTATION, true, "annotation-xml");
        put(FOREIGN_OBJECT, false, "foreignobject");
        put(TITLE, false, "title");
        put(TEXTAREA, false, "textarea");
        put(XMP, false, "xmp");
        put(NOEMBED, false, "noembed");
        put(NOFRAMES, false, "noframes");
        put(NOSCRIPT, false, "noscript");
        put(PLAINTEXT, false, "plaintext");
        put(HTML, false, "html");
        put(HEAD, false, "head");
        put(SELECT, false, "select");
        put(FRAMESET, false, "frameset");
        put(TEMPLATE, false, "template");
        put(FENCED_FRAME, true, "fencedframe");
    }

    private Tags() {}

    static int kind(long key) {
        int at = slot(key);
        while (KEYS[at] != 0) {
            if (KEYS[at] == key) {
                return KIND[at];
            }
            at = (at + 1) & (SIZE - 1);
        }
        return OTHER;
    }

    /// Whether what becomes of an element depends on its attributes.
    static boolean hasAttributes(int kind) {
        return ATTRIBUTES[kind];
    }

    /// The one name of a kind that has only one, in lower case.
    static byte[] name(int kind) {
        return NAMES[kind];
    }

    static long key(String name) {
        byte[] bytes = name.getBytes(StandardCharsets.ISO_8859_1);
        return key(bytes, 0, bytes.length);
    }

    /// The key of a name in either case: its letters where eight bytes hold them, else a hash.
    static long key(byte[] bytes, int from, int to) {
        long key = 0;
        for (int at = from; at < to; at++) {
            int letter = bytes[at] & 0xFF;
            letter = letter >= 'A' && letter <= 'Z' ? letter | 0x20 : letter;
            key = to - from <= 8 ? key << 8 | letter : (key ^ letter) * 0x100000001B3L;
        }
        return to - from <= 8 ? key : key | 1L << 63;
    }

    private static int slot(long key) {
        return (int) ((key * 0x9E3779B97F4A7C15L) >>> 56);
    }

    private static void put(int kind, boolean attributes, String... names) {
        ATTRIBUTES[kind] = attributes;
        NAMES[kind] = names[0].getBytes(StandardCharsets.ISO_8859_1);
        for (String name : names) {
            int at = slot(key(name));
            while (KEYS[at] != 0) {
                at = (at + 1) & (SIZE - 1);
            }
            KEYS[at] = key(name);
            KIND[at] = (byte) kind;
        }
    }
}
