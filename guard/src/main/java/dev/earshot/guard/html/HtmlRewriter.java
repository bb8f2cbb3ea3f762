package dev.earshot.guard.html;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One page on its way: bytes in, bytes out, with a memory that does not grow with the page. Not thread-safe.
///
/// Reads the page as a browser with scripting does and leaves every byte as it is but for this:
/// - what would contact a forbidden address goes: `<script>`, `<iframe>`, `<img>`, `<source>`, `<link>`, `<embed>`,
///   `<track>`, `<base>` and a `<meta>` refresh as a whole; of elements that hold others, or that a page would not look
///   the same without, only the address does, in whose place `about:invalid` stands;
/// - inline scripts that load a forbidden address go (see [Loaders]), and so do speculation rules that fetch others'
///   pages ahead (see [SpeculationRules]);
/// - every script and style that stays gets the nonce;
/// - `head` is put in after `<head>`, or where a head begins that has no tag. A page without a document type, `<html>`
///   and `<head>` gets it only where it begins with what can only be a document (`<meta>`, `<title>`, `<base>`,
///   `<body>`, `<frameset>`) or where the caller knows that it is one: all else may be a part that a script asked for.
///
/// Source: WHATWG HTML § 13.2.5 (tokenization), § 13.2.6 (tree construction, as far as it moves the tokenizer), read
/// 2026-11-22. The content of `<noscript>` and of `srcdoc` is read as a page of its own.
public final class HtmlRewriter {
    /// How much of a page is held back at most, in bytes: a tag, an inline script or a `<noscript>` that is longer is a
    /// doubt.
    public static final int LIMIT = 512 * 1024;

    private static final int STEP = 16 * 1024;
    /// What may be read past the end.
    private static final int SLACK = 8;
    private static final int DEEPEST = 4;
    /// No element that anything depends on has a longer name.
    private static final int LONGEST_NAME = 64;
    /// What is kept of bytes that have left, for what ends with `-->`, `--!>` or `]]>`.
    private static final int BEFORE = 4;

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = 0x8080808080808080L;

    private static final byte[] NOTHING = {};
    private static final byte[] NO_ADDRESS = ascii("about:invalid");
    private static final byte[] BARRIER = ascii("<!---->");
    private static final byte[] CDATA = ascii("[cdata[");
    private static final byte[] DOCTYPE = ascii("doctype");
    private static final byte[] SCRIPT = ascii("script");

    private static final byte[] SRC = ascii("src");
    private static final byte[] HREF = ascii("href");
    private static final byte[] XLINK_HREF = ascii("xlink:href");
    private static final byte[] SRCSET = ascii("srcset");
    private static final byte[] IMAGESRCSET = ascii("imagesrcset");
    private static final byte[] SRCDOC = ascii("srcdoc");
    private static final byte[] REL = ascii("rel");
    private static final byte[] TYPE = ascii("type");
    private static final byte[] NONCE = ascii("nonce");
    private static final byte[] ACTION = ascii("action");
    private static final byte[] FORMACTION = ascii("formaction");
    private static final byte[] OBJECT_ADDRESS = ascii("data");
    private static final byte[] POSTER = ascii("poster");
    private static final byte[] HTTP_EQUIV = ascii("http-equiv");
    private static final byte[] CONTENT = ascii("content");
    private static final byte[] BACKGROUND = ascii("background");
    private static final byte[] PING = ascii("ping");
    private static final byte[] ATTRIBUTIONSRC = ascii("attributionsrc");
    private static final byte[] ATTRIBUTENAME = ascii("attributename");
    private static final byte[] TO = ascii("to");
    private static final byte[] FROM = ascii("from");
    private static final byte[] BY = ascii("by");
    private static final byte[] VALUES = ascii("values");
    private static final byte[] VALUE = ascii("value");
    private static final byte[] ENCODING = ascii("encoding");
    private static final byte[] COLOR = ascii("color");
    private static final byte[] FACE = ascii("face");
    private static final byte[] SIZE = ascii("size");

    /// Links that make a browser fetch something.
    private static final Set<String> FETCHING = Set.of(
            "stylesheet",
            "preload",
            "modulepreload",
            "prefetch",
            "prerender",
            "preconnect",
            "dns-prefetch",
            "icon",
            "apple-touch-icon",
            "apple-touch-icon-precomposed",
            "apple-touch-startup-image",
            "mask-icon",
            "fluid-icon",
            "manifest",
            "import",
            "compression-dictionary");
    /// Scripts of these types are run, the last two by scripts of the page that make others of them.
    private static final Set<String> SCRIPT_TYPES = Set.of(
            "",
            "module",
            "application/ecmascript",
            "application/javascript",
            "application/x-ecmascript",
            "application/x-javascript",
            "text/ecmascript",
            "text/javascript",
            "text/javascript1.0",
            "text/javascript1.1",
            "text/javascript1.2",
            "text/javascript1.3",
            "text/javascript1.4",
            "text/javascript1.5",
            "text/jscript",
            "text/livescript",
            "text/x-ecmascript",
            "text/x-javascript",
            "text/plain",
            "text/partytown");

    private static final int SPACE = 1;
    private static final int SLASH = 2;
    private static final int CLOSE = 4;
    private static final int EQUALS = 8;
    private static final byte[] CLASS = new byte[256];

    static {
        for (int space : new int[] {' ', '\t', '\n', '\r', '\f'}) {
            CLASS[space] = SPACE;
        }
        CLASS['/'] = SLASH;
        CLASS['>'] = CLOSE;
        CLASS['='] = EQUALS;
    }

    private enum Mode {
        TEXT,
        TAG,
        COMMENT,
        BOGUS_COMMENT,
        CDATA_SECTION,
        RAW,
        SCRIPT_TEXT,
        SVG_SCRIPT,
        NOSCRIPT_TEXT,
        PLAIN
    }

    private enum Lex {
        NAME,
        LONG_NAME,
        BEFORE_ATTRIBUTE,
        ATTRIBUTE,
        AFTER_ATTRIBUTE,
        BEFORE_VALUE,
        DOUBLE_QUOTED,
        SINGLE_QUOTED,
        UNQUOTED,
        SELF_CLOSING
    }

    /// What becomes of an inline script.
    private enum Inline {
        STAYS,
        SCRIPT,
        SPECULATION
    }

    private enum Head {
        BEFORE,
        DONE
    }

    private final HtmlRules rules;
    private final byte[] nonce;
    private final byte[] nonceAttribute;
    private final byte[] head;
    private final Address page;
    private final WhenInDoubt whenInDoubt;
    private final int limit;
    private final int nesting;
    private final Foreign foreign = new Foreign();
    private final List<Address> bases = new ArrayList<>(0);

    private byte[] w;
    private int start;
    private int pos;
    private int end;
    /// From here on bytes are kept until something is decided; -1 where nothing is.
    private int hold = -1;

    private Mode mode = Mode.TEXT;
    private Lex lex = Lex.NAME;
    private int tag;
    private int nameEnd;
    private boolean closing;
    private boolean selfClosing;
    private boolean recording;
    private int kind;
    private long name;
    private int[] attributes = new int[4 * 16];
    private int attributeCount;

    private int scriptFrom;
    private int content;
    private byte[] rawName = NOTHING;
    private boolean wary;
    private boolean dropping;
    private int escaped;
    private Inline inline = Inline.STAYS;
    private boolean inSelect;
    private boolean inFrameset;
    private boolean inBody;

    private int[] editFrom = new int[4];
    private int[] editTo = new int[4];
    private byte[][] editText = new byte[4][];
    private int edits;

    private Head headState = Head.BEFORE;
    private boolean document;
    private int last = -1;
    private @Nullable Doubt doubt;
    private boolean closed;

    private ByteBuf out = Unpooled.EMPTY_BUFFER;
    private @Nullable Slices slices;

    /// @param nonce given to scripts and styles that stay; empty where the policy has none
    /// @param head put in as the first thing in the head, such as the browser guard's script tag; ASCII
    public HtmlRewriter(HtmlRules rules, String nonce, String head) {
        this(rules, nonce, head, "", false, WhenInDoubt.PASS, LIMIT);
    }

    /// @param nonce given to scripts and styles that stay; empty where the policy has none
    /// @param head put in as the first thing in the head, such as the browser guard's script tag; ASCII
    /// @param pageUrl as the browser has it, which addresses without a host are read against; empty where it is not known:
    ///     those are then judged as on any of the covered entity's own hosts
    /// @param document whether this is surely a page and no part of one, as a `Sec-Fetch-Dest` of `document` or `iframe`
    ///     tells
    /// @param limit the most that is held back, in bytes; at least 64
    public HtmlRewriter(
            HtmlRules rules,
            String nonce,
            String head,
            String pageUrl,
            boolean document,
            WhenInDoubt whenInDoubt,
            int limit) {
        this(
                rules,
                ascii(nonce),
                ascii(head),
                pageUrl.isEmpty()
                        ? Address.UNKNOWN
                        : Address.of(pageUrl, Address.UNKNOWN).orElse(Address.UNKNOWN),
                document,
                whenInDoubt,
                limit,
                0);
    }

    private HtmlRewriter(
            HtmlRules rules,
            byte[] nonce,
            byte[] head,
            Address page,
            boolean document,
            WhenInDoubt whenInDoubt,
            int limit,
            int nesting) {
        this.rules = rules;
        this.nonce = nonce;
        this.nonceAttribute = ascii(" nonce=\"" + latin(nonce, 0, nonce.length) + "\"");
        this.head = head;
        this.page = page;
        this.document = document;
        this.whenInDoubt = whenInDoubt;
        this.limit = Math.max(64, limit);
        this.nesting = nesting;
        w = new byte[Math.min(STEP, 2 * this.limit) + SLACK];
        if (head.length == 0) {
            headState = Head.DONE;
        }
    }

    /// Why a page can't be rewritten at all: bytes of `<` that are none. Ask before the first [#feed].
    ///
    /// @param contentType of the response; empty where it has none
    /// @param begin the page's first bytes, four at least where it has as many; not read on
    public static Optional<Doubt> doubtAbout(String contentType, ByteBuf begin) {
        String type = contentType
                .toLowerCase(Locale.ROOT)
                .replace(" ", "")
                .replace("\"", "")
                .replace("'", "");
        int at = begin.readerIndex();
        int first = begin.readableBytes() > 1 ? begin.getUnsignedShort(at) : 0;
        boolean mark = first == 0xFEFF || first == 0xFFFE;
        boolean zeros = begin.readableBytes() > 3 && (begin.getByte(at) == 0 || begin.getByte(at + 1) == 0);
        int charset = type.indexOf("charset=");
        String name = charset < 0 ? "" : type.substring(charset + "charset=".length());
        boolean wide = name.startsWith("utf-16")
                || name.startsWith("utf-32")
                || name.startsWith("unicode")
                || name.startsWith("ucs-2")
                || name.startsWith("iso-10646-ucs")
                || name.startsWith("csunicode")
                || name.startsWith("iso-2022-jp")
                || name.startsWith("csiso2022jp");
        boolean utf8Mark = first == 0xEFBB;
        return mark || zeros || (wide && !utf8Mark) ? Optional.of(Doubt.ENCODING) : Optional.empty();
    }

    /// The first reason for which a part of the page could not be judged. Where doubt closes, nothing has left since.
    public Optional<Doubt> doubt() {
        return Optional.ofNullable(doubt);
    }

    /// Takes what has come and gives what can leave. Bytes that nothing is changed in are passed on as they are.
    ///
    /// @param in read to its end, not released
    public void feed(ByteBuf in, ByteBuf out) {
        this.out = out;
        take(in);
        this.out = Unpooled.EMPTY_BUFFER;
    }

    /// The same without copying: long stretches that nothing is changed in are slices of `in`.
    ///
    /// @param in read to its end, not released
    /// @param to given buffers in order, which it releases
    public void feed(ByteBuf in, Consumer<ByteBuf> to) {
        slices = new Slices(in, to);
        take(in);
        slices.close();
        slices = null;
    }

    /// Gives what is left at the end of the page.
    public void end(ByteBuf out) {
        this.out = out;
        finish();
        this.out = Unpooled.EMPTY_BUFFER;
    }

    /// The same for who takes buffers.
    public void end(Consumer<ByteBuf> to) {
        ByteBuf rest = Unpooled.buffer(Math.max(16, end - start + head.length));
        end(rest);
        if (rest.isReadable()) {
            to.accept(rest);
        } else {
            rest.release();
        }
    }

    private void take(ByteBuf in) {
        while (in.isReadable()) {
            if (closed) {
                in.skipBytes(in.readableBytes());
                return;
            }
            int room = w.length - SLACK - end;
            if (room == 0 || (start > 0 && room < STEP / 4)) {
                compact();
                room = w.length - SLACK - end;
            }
            if (room == 0) {
                grow();
                room = w.length - SLACK - end;
            }
            int count = Math.min(room, in.readableBytes());
            if (slices != null) {
                slices.window(end, in.readerIndex());
            }
            in.readBytes(w, end, count);
            end += count;
            run();
            flush();
        }
    }

    private void finish() {
        if (closed) {
            return;
        }
        if (headState == Head.BEFORE && document && mode == Mode.TEXT) {
            emit(start, end);
            start = end;
            write(head);
        }
        if (!dropping) {
            emit(start, end);
        }
        start = end;
        pos = end;
        hold = -1;
        headState = Head.DONE;
    }

    private void flush() {
        int to = hold >= 0 ? Math.min(hold, pos) : pos;
        if (to > start) {
            if (!dropping) {
                emit(start, to);
            }
            start = to;
        }
        if (hold >= 0 && end - hold > limit) {
            giveUp();
        }
    }

    private void compact() {
        int by = Math.max(0, start - BEFORE);
        if (by == 0) {
            return;
        }
        System.arraycopy(w, by, w, 0, end - by);
        start -= by;
        pos -= by;
        end -= by;
        hold = hold < 0 ? -1 : hold - by;
        tag -= by;
        nameEnd -= by;
        scriptFrom -= by;
        content = Math.max(-SLACK, content - by);
        for (int at = 0; at < 4 * attributeCount; at++) {
            attributes[at] -= by;
        }
        for (int at = 0; at < edits; at++) {
            editFrom[at] -= by;
            editTo[at] -= by;
        }
        if (slices != null) {
            slices.shift(by);
        }
    }

    private void grow() {
        w = Arrays.copyOf(w, Math.min(2 * (w.length - SLACK), limit + STEP) + SLACK);
    }

    /// What is held is too long: it passes, and what it is part of goes on.
    private void giveUp() {
        if (mode == Mode.TAG) {
            beUnsure(Doubt.LONG_TAG);
            recording = false;
            attributeCount = 0;
        } else {
            beUnsure(Doubt.LONG_SCRIPT);
            if (!closed && (mode == Mode.SCRIPT_TEXT || mode == Mode.SVG_SCRIPT)) {
                applyEdits();
            }
            if (mode == Mode.SVG_SCRIPT) {
                mode = Mode.TEXT;
                pos = scriptFrom;
                edits = 0;
                hold = -1;
                run();
            }
            inline = Inline.STAYS;
            if (mode == Mode.NOSCRIPT_TEXT) {
                mode = Mode.RAW;
                rawName = Tags.name(Tags.NOSCRIPT);
                wary = false;
            }
        }
        if (mode == Mode.TAG || mode == Mode.RAW || mode == Mode.SCRIPT_TEXT) {
            edits = 0;
            hold = -1;
        }
        if (!closed) {
            flush();
        }
    }

    private void beUnsure(Doubt why) {
        if (doubt == null) {
            doubt = why;
        }
        closed |= whenInDoubt == WhenInDoubt.CLOSE;
    }

    private void run() {
        boolean more = true;
        while (more && pos < end && !closed) {
            more = switch (mode) {
                case TEXT -> text();
                case TAG -> tag();
                case COMMENT -> comment();
                case BOGUS_COMMENT -> bogusComment();
                case CDATA_SECTION -> cdataSection();
                case RAW -> raw();
                case SCRIPT_TEXT -> scriptText();
                case SVG_SCRIPT -> svgScript();
                case NOSCRIPT_TEXT -> noscriptText();
                case PLAIN -> {
                    pos = end;
                    yield false;
                }
            };
        }
    }

    // Text and what can begin in it. Each of these says whether there is more that can be read.

    private boolean text() {
        int at = headState == Head.DONE && !foreign.isOpen() && !inSelect && !dropping
                ? afterPlainTags()
                : indexOf((byte) '<', pos);
        if (headState == Head.BEFORE) {
            textBeforeHead(pos, at < 0 ? end : at);
        }
        if (at < 0) {
            pos = end;
            return false;
        }
        pos = at;
        if (at + 1 >= end) {
            return false;
        }
        int next = w[at + 1];
        if (isLetter(next)) {
            begin(at, at + 1, false);
            return true;
        }
        if (next == '/') {
            if (at + 2 >= end) {
                return false;
            }
            if (isLetter(w[at + 2])) {
                begin(at, at + 2, true);
            } else if (w[at + 2] == '>') {
                pos = at + 3;
            } else {
                mode = Mode.BOGUS_COMMENT;
                pos = at + 2;
            }
            return true;
        }
        if (next == '!') {
            return declaration(at);
        }
        if (next == '?') {
            mode = Mode.BOGUS_COMMENT;
            pos = at + 1;
            return true;
        }
        if (headState == Head.BEFORE) {
            headBeforeContent(at, false);
        }
        pos = at + 1;
        return true;
    }

    /// Passes over tags that nothing depends on and that are here whole, which is most of them.
    ///
    /// @return the first `<` of anything else; -1 where there is none
    private int afterPlainTags() {
        byte[] w = this.w;
        int end = this.end;
        int from = pos;
        while (true) {
            int at = indexOf((byte) '<', from);
            if (at < 0 || at + 2 >= end) {
                return at;
            }
            int after = w[at + 1] == '/' ? afterEndTag(w, at + 2, end) : afterStartTag(w, at + 1, end);
            if (after < 0) {
                return at;
            }
            from = after;
        }
    }

    private static int afterEndTag(byte[] w, int from, int end) {
        int p = from;
        if (!isLetter(w[p])) {
            return -1;
        }
        while (p < end && (CLASS[w[p] & 0xFF] & (SPACE | SLASH | CLOSE)) == 0) {
            p++;
        }
        return p < end && w[p] == '>' ? p + 1 : -1;
    }

    private int afterStartTag(byte[] w, int from, int end) {
        int p = from;
        if (!isLetter(w[p])) {
            return -1;
        }
        long key = 0;
        while (p < end && (CLASS[w[p] & 0xFF] & (SPACE | SLASH | CLOSE)) == 0) {
            int letter = w[p++] & 0xFF;
            key = key << 8 | (letter >= 'A' && letter <= 'Z' ? letter | 0x20 : letter);
        }
        if (p - from > 8 || Tags.kind(key) != Tags.OTHER) {
            return -1;
        }
        int after = skipAttributes(w, p, end);
        inBody |= after >= 0;
        return after;
    }

    /// @return what is behind the tag; -1 where it is not here whole
    private int skipAttributes(byte[] w, int from, int end) {
        int p = from;
        while (p < end) {
            int letter = CLASS[w[p] & 0xFF];
            if (letter == CLOSE) {
                return p + 1;
            }
            p++;
            if ((letter & (SPACE | SLASH)) != 0) {
                continue;
            }
            while (p < end && CLASS[w[p] & 0xFF] == 0) {
                p++;
            }
            p = skipSpaces(w, p, end);
            if (p < end && w[p] == '=') {
                p = skipSpaces(w, p + 1, end);
                if (p >= end) {
                    return -1;
                }
                if (w[p] == '"' || w[p] == '\'') {
                    p = indexOf(w[p], p + 1) + 1;
                    if (p == 0) {
                        return -1;
                    }
                } else {
                    while (p < end && (CLASS[w[p] & 0xFF] & (SPACE | CLOSE)) == 0) {
                        p++;
                    }
                }
            }
        }
        return -1;
    }

    private static int skipSpaces(byte[] w, int from, int end) {
        int p = from;
        while (p < end && CLASS[w[p] & 0xFF] == SPACE) {
            p++;
        }
        return p;
    }

    /// Reads the attributes of a tag that is here whole.
    ///
    /// @return what is behind the tag; -1 where it is not here whole
    private int recordAttributes(byte[] w, int from, int end) {
        int p = from;
        while (p < end) {
            int letter = CLASS[w[p] & 0xFF];
            if (letter == CLOSE) {
                return p + 1;
            }
            if ((letter & (SPACE | SLASH)) != 0) {
                selfClosing = letter == SLASH && p + 1 < end && w[p + 1] == '>';
                p++;
                continue;
            }
            record(p++);
            while (p < end && CLASS[w[p] & 0xFF] == 0) {
                p++;
            }
            int slot = 4 * (attributeCount - 1);
            attributes[slot + 1] = p;
            p = skipSpaces(w, p, end);
            if (p < end && w[p] == '=') {
                p = skipSpaces(w, p + 1, end);
                if (p >= end) {
                    return -1;
                }
                if (w[p] == '"' || w[p] == '\'') {
                    int at = indexOf(w[p], p + 1);
                    if (at < 0) {
                        return -1;
                    }
                    attributes[slot + 2] = p + 1;
                    attributes[slot + 3] = at;
                    p = at + 1;
                } else if (w[p] != '>') {
                    attributes[slot + 2] = p;
                    while (p < end && (CLASS[w[p] & 0xFF] & (SPACE | CLOSE)) == 0) {
                        p++;
                    }
                    attributes[slot + 3] = p;
                }
            }
        }
        return -1;
    }

    private boolean declaration(int at) {
        if (at + 2 >= end) {
            return false;
        }
        if (w[at + 2] == '-') {
            if (at + 3 >= end) {
                return false;
            }
            if (w[at + 3] == '-') {
                mode = Mode.COMMENT;
                content = at + 4;
                pos = at + 4;
                return true;
            }
        } else if (w[at + 2] == '[' || (w[at + 2] | 0x20) == 'd') {
            boolean section = w[at + 2] == '[';
            byte[] wanted = section ? CDATA : DOCTYPE;
            int same = same(at + 2, wanted);
            if (same < wanted.length && at + 2 + same >= end) {
                return false;
            }
            if (same == wanted.length) {
                if (!section) {
                    document = true;
                } else if (foreign.isUnsure() && indexOf((byte) '>', at) >= 0) {
                    beUnsure(Doubt.AMBIGUOUS_TEXT);
                }
                if (section && isUpperCdata(at + 2) && foreign.isForeign()) {
                    mode = Mode.CDATA_SECTION;
                    pos = at + 2 + wanted.length;
                    content = pos;
                    return true;
                }
            }
        }
        mode = Mode.BOGUS_COMMENT;
        pos = at + 2;
        return true;
    }

    private boolean isUpperCdata(int at) {
        return w[at + 1] == 'C' && w[at + 2] == 'D' && w[at + 3] == 'A' && w[at + 4] == 'T' && w[at + 5] == 'A';
    }

    private boolean comment() {
        int at = indexOf((byte) '>', pos);
        while (at >= 0) {
            int before = at - content;
            boolean ends = before == 0
                    || (before == 1 && w[at - 1] == '-')
                    || (before >= 2 && w[at - 1] == '-' && w[at - 2] == '-')
                    || (before >= 3 && w[at - 1] == '!' && w[at - 2] == '-' && w[at - 3] == '-');
            if (ends) {
                pos = at + 1;
                mode = Mode.TEXT;
                return true;
            }
            at = indexOf((byte) '>', at + 1);
        }
        pos = end;
        return false;
    }

    private boolean cdataSection() {
        int at = indexOf((byte) '>', pos);
        while (at >= 0) {
            if (at - content >= 2 && w[at - 1] == ']' && w[at - 2] == ']') {
                pos = at + 1;
                mode = Mode.TEXT;
                return true;
            }
            at = indexOf((byte) '>', at + 1);
        }
        pos = end;
        return false;
    }

    private boolean bogusComment() {
        int at = indexOf((byte) '>', pos);
        if (at < 0) {
            pos = end;
            return false;
        }
        pos = at + 1;
        mode = Mode.TEXT;
        return true;
    }

    /// Text that only its own end tag ends.
    private boolean raw() {
        int at = indexOf((byte) '<', pos);
        if (at < 0) {
            pos = end;
            return false;
        }
        pos = at;
        int ends = endTag(at, rawName);
        if (ends < 0) {
            return false;
        }
        if (ends == 1) {
            mode = Mode.TEXT;
            begin(at, at + 2, true);
            return true;
        }
        if (wary) {
            beUnsure(Doubt.AMBIGUOUS_TEXT);
        }
        pos = at + 1;
        return true;
    }

    private boolean scriptText() {
        int at = pos;
        while (true) {
            at = escaped == 0 ? indexOf((byte) '<', at) : indexOfAngle(at);
            if (at < 0) {
                pos = end;
                return false;
            }
            if (w[at] == '>') {
                if (at - content >= 2 && w[at - 1] == '-' && w[at - 2] == '-') {
                    escaped = 0;
                }
                at++;
                continue;
            }
            pos = at;
            if (wary) {
                int ends = endTag(at, SCRIPT);
                if (ends == 0) {
                    beUnsure(Doubt.AMBIGUOUS_TEXT);
                    wary = false;
                }
            }
            if (at + 1 >= end) {
                return false;
            }
            if (escaped == 0 && w[at + 1] == '!') {
                if (at + 3 >= end && w[end - 1] != '!' && w[end - 1] != '-') {
                    at++;
                    continue;
                }
                if (at + 3 >= end) {
                    return false;
                }
                if (w[at + 2] == '-' && w[at + 3] == '-') {
                    escaped = 1;
                    // The dashes can be the first of those that end it.
                    content = at + 2;
                    at += 4;
                    continue;
                }
                at++;
                continue;
            }
            if (w[at + 1] == '/') {
                int ends = endTag(at, SCRIPT);
                if (ends < 0) {
                    return false;
                }
                if (ends == 1 && escaped < 2) {
                    endScript(at);
                    return true;
                }
                if (ends == 1) {
                    escaped = 1;
                }
            } else if (escaped == 1 && (w[at + 1] | 0x20) == 's') {
                int same = same(at + 1, SCRIPT);
                if (at + 1 + same >= end) {
                    return false;
                }
                if (same == SCRIPT.length && endsName(w[at + 1 + same])) {
                    escaped = 2;
                }
            }
            at++;
        }
    }

    /// An inline script in SVG, whose text is markup: held until it ends, then judged, and read as that markup if it stays.
    private boolean svgScript() {
        int at = indexOf((byte) '<', pos);
        if (at < 0) {
            pos = end;
            return false;
        }
        pos = at;
        int ends = endTag(at, SCRIPT);
        if (ends < 0) {
            return false;
        }
        if (ends == 0) {
            pos = at + 1;
            return true;
        }
        byte[] script = utf8(Entities.decode(new String(w, scriptFrom, at - scriptFrom, StandardCharsets.UTF_8)
                .replace("<![CDATA[", "")
                .replace("]]>", "")));
        boolean gone = rules.loaders().isIn(script, 0, script.length);
        mode = Mode.TEXT;
        hold = -1;
        if (gone) {
            edits = 0;
            drop(tag, at);
            begin(at, at + 2, true);
        } else {
            applyEdits();
            pos = scriptFrom;
        }
        return true;
    }

    private void endScript(int at) {
        boolean gone = hold >= 0
                && switch (inline) {
                    case STAYS -> false;
                    case SCRIPT -> rules.loaders().isIn(w, scriptFrom, at);
                    case SPECULATION ->
                        SpeculationRules.reachOut(w, scriptFrom, at, rules.leaveTheUnknown(), this::mayPrefetch);
                };
        if (gone) {
            edits = 0;
            drop(hold, at);
        } else if (hold >= 0) {
            applyEdits();
        }
        hold = -1;
        inline = Inline.STAYS;
        mode = Mode.TEXT;
        begin(at, at + 2, true);
    }

    private boolean mayPrefetch(String address) {
        return Address.of(address, page)
                .map(each -> rules.mayPrefetch(each, page))
                .orElse(true);
    }

    private boolean noscriptText() {
        int at = indexOf((byte) '<', pos);
        if (at < 0) {
            pos = end;
            return false;
        }
        pos = at;
        int ends = endTag(at, rawName);
        if (ends < 0) {
            return false;
        }
        if (ends == 0) {
            pos = at + 1;
            return true;
        }
        byte[] changed = nested(w, hold, at);
        if (closed) {
            return false;
        }
        if (changed != null) {
            emit(start, hold);
            write(changed);
            start = at;
        }
        hold = -1;
        mode = Mode.TEXT;
        begin(at, at + 2, true);
        return true;
    }

    // Tags.

    private void begin(int at, int from, boolean isEnd) {
        tag = at;
        pos = from;
        hold = at;
        closing = isEnd;
        lex = Lex.NAME;
        recording = false;
        selfClosing = false;
        attributeCount = 0;
        mode = Mode.TAG;
    }

    private boolean tag() {
        byte[] w = this.w;
        int end = this.end;
        int p = pos;
        Lex lex = this.lex;
        if (lex == Lex.NAME) {
            int from = tag + (closing ? 2 : 1);
            while (p < end && (CLASS[w[p] & 0xFF] & (SPACE | SLASH | CLOSE)) == 0) {
                p++;
            }
            if (p == end && p - from <= LONGEST_NAME) {
                pos = p;
                return false;
            }
            name = Tags.key(w, from, Math.min(p, from + LONGEST_NAME));
            kind = Tags.kind(name);
            nameEnd = p;
            lex = p == end ? Lex.LONG_NAME : Lex.BEFORE_ATTRIBUTE;
            recording = !closing && Tags.hasAttributes(kind);
            if (headState == Head.BEFORE) {
                headBeforeTag();
            }
            if (!recording) {
                hold = -1;
            } else if (p < end) {
                int after = recordAttributes(w, p, end);
                if (after >= 0) {
                    return endOfTag(after);
                }
                attributeCount = 0;
                selfClosing = false;
            }
        }
        boolean recording = this.recording;
        while (p < end) {
            switch (lex) {
                case NAME, LONG_NAME -> {
                    while (p < end && (CLASS[w[p] & 0xFF] & (SPACE | SLASH | CLOSE)) == 0) {
                        p++;
                    }
                    if (p < end) {
                        lex = Lex.BEFORE_ATTRIBUTE;
                    }
                }
                case BEFORE_ATTRIBUTE -> {
                    int letter = CLASS[w[p] & 0xFF];
                    if (letter == SPACE) {
                        p++;
                    } else if (letter == CLOSE) {
                        return endOfTag(p + 1);
                    } else if (letter == SLASH) {
                        p++;
                        lex = Lex.SELF_CLOSING;
                    } else {
                        if (recording) {
                            record(p);
                        }
                        p++;
                        lex = Lex.ATTRIBUTE;
                    }
                }
                case ATTRIBUTE -> {
                    while (p < end && CLASS[w[p] & 0xFF] == 0) {
                        p++;
                    }
                    if (p < end) {
                        if (recording) {
                            attributes[4 * attributeCount - 3] = p;
                        }
                        if (w[p] == '=') {
                            p++;
                            lex = Lex.BEFORE_VALUE;
                        } else {
                            lex = Lex.AFTER_ATTRIBUTE;
                        }
                    }
                }
                case AFTER_ATTRIBUTE -> {
                    int letter = CLASS[w[p] & 0xFF];
                    if (letter == SPACE) {
                        p++;
                    } else if (letter == EQUALS) {
                        p++;
                        lex = Lex.BEFORE_VALUE;
                    } else {
                        lex = Lex.BEFORE_ATTRIBUTE;
                    }
                }
                case BEFORE_VALUE -> {
                    int letter = w[p];
                    if (letter == '"' || letter == '\'') {
                        p++;
                        if (recording) {
                            attributes[4 * attributeCount - 2] = p;
                        }
                        lex = letter == '"' ? Lex.DOUBLE_QUOTED : Lex.SINGLE_QUOTED;
                    } else if (CLASS[letter & 0xFF] == SPACE) {
                        p++;
                    } else if (letter == '>') {
                        return endOfTag(p + 1);
                    } else {
                        if (recording) {
                            attributes[4 * attributeCount - 2] = p;
                        }
                        lex = Lex.UNQUOTED;
                    }
                }
                case DOUBLE_QUOTED, SINGLE_QUOTED -> {
                    int at = indexOf(lex == Lex.DOUBLE_QUOTED ? (byte) '"' : (byte) '\'', p);
                    if (at < 0) {
                        p = end;
                    } else {
                        if (recording) {
                            attributes[4 * attributeCount - 1] = at;
                        }
                        p = at + 1;
                        lex = Lex.BEFORE_ATTRIBUTE;
                    }
                }
                case UNQUOTED -> {
                    while (p < end && (CLASS[w[p] & 0xFF] & (SPACE | CLOSE)) == 0) {
                        p++;
                    }
                    if (p < end) {
                        if (recording) {
                            attributes[4 * attributeCount - 1] = p;
                        }
                        lex = Lex.BEFORE_ATTRIBUTE;
                    }
                }
                case SELF_CLOSING -> {
                    if (w[p] == '>') {
                        selfClosing = true;
                        return endOfTag(p + 1);
                    }
                    lex = Lex.BEFORE_ATTRIBUTE;
                }
            }
        }
        pos = p;
        this.lex = lex;
        return false;
    }

    private void record(int at) {
        int slot = 4 * attributeCount;
        if (slot == attributes.length) {
            attributes = Arrays.copyOf(attributes, 2 * slot);
        }
        attributes[slot] = at;
        attributes[slot + 1] = at;
        attributes[slot + 2] = 0;
        attributes[slot + 3] = -1;
        attributeCount++;
    }

    private boolean endOfTag(int to) {
        pos = to;
        mode = Mode.TEXT;
        if (closing) {
            endTag();
        } else {
            startTag();
        }
        return true;
    }

    private void endTag() {
        if (dropping) {
            start = pos;
            dropping = false;
        }
        hold = -1;
        if (foreign.isOpen()) {
            foreign.end(name);
        }
        if (kind == Tags.SELECT) {
            inSelect = false;
        }
    }

    private void startTag() {
        boolean html = true;
        inline = Inline.STAYS;
        if (foreign.isOpen() || kind == Tags.SVG || kind == Tags.MATH) {
            if (inSelect) {
                foreign.beUnsure();
            }
            html = foreign.start(kind, name, selfClosing, isHtmlByAttributes());
        }
        hold = recording ? tag : -1;
        if (kind == Tags.OTHER) {
            inBody = true;
        } else if (recording) {
            judge(html);
        }
        if (hold == tag && mode != Mode.SCRIPT_TEXT && mode != Mode.SVG_SCRIPT) {
            applyEdits();
            hold = -1;
        }
        if (kind != Tags.OTHER) {
            goOn(html);
        }
    }

    private boolean isHtmlByAttributes() {
        if (kind == Tags.FONT) {
            return find(COLOR) >= 0 || find(FACE) >= 0 || find(SIZE) >= 0;
        }
        if (kind == Tags.ANNOTATION && find(ENCODING) >= 0) {
            String encoding = value(find(ENCODING)).toLowerCase(Locale.ROOT);
            return encoding.equals("text/html") || encoding.equals("application/xhtml+xml");
        }
        return false;
    }

    /// What the tokenizer reads next.
    private void goOn(boolean html) {
        if (headState == Head.BEFORE && kind == Tags.HEAD) {
            emit(start, pos);
            start = pos;
            write(head);
            headState = Head.DONE;
        }
        if (!html) {
            return;
        }
        boolean ambiguous = inSelect || inFrameset || foreign.isUnsure();
        switch (kind) {
            case Tags.TITLE, Tags.TEXTAREA, Tags.STYLE, Tags.XMP, Tags.IFRAME, Tags.NOEMBED, Tags.NOFRAMES -> {
                mode = Mode.RAW;
                rawName = Tags.name(kind);
                wary = ambiguous && !(inFrameset && kind == Tags.NOFRAMES);
                if (kind == Tags.TEXTAREA) {
                    inSelect = false;
                }
            }
            case Tags.NOSCRIPT -> {
                rawName = Tags.name(kind);
                wary = ambiguous;
                if (ambiguous) {
                    mode = Mode.RAW;
                } else {
                    mode = Mode.NOSCRIPT_TEXT;
                    hold = pos;
                }
            }
            case Tags.SCRIPT -> {
                mode = Mode.SCRIPT_TEXT;
                content = pos;
                scriptFrom = pos;
                escaped = 0;
                wary = inFrameset || foreign.isUnsure();
            }
            case Tags.PLAINTEXT -> {
                if (ambiguous) {
                    beUnsure(Doubt.AMBIGUOUS_TEXT);
                }
                mode = Mode.PLAIN;
            }
            case Tags.SELECT -> inSelect = !inSelect;
            case Tags.INPUT -> inSelect = false;
            case Tags.FRAMESET -> inFrameset |= !inBody;
            case Tags.HTML, Tags.HEAD, Tags.LINK, Tags.META, Tags.BASE, Tags.TEMPLATE -> {}
            default -> inBody = true;
        }
    }

    // Judging a tag whose attributes are known.

    private void judge(boolean html) {
        if (kind == Tags.SCRIPT || kind == Tags.STYLE) {
            giveNonce();
        }
        boolean gone = false;
        if (rules.forbidSomething() || kind == Tags.LINK || kind == Tags.BASE || kind == Tags.SCRIPT) {
            gone = isTakenOut(html);
        }
        if (gone) {
            edits = 0;
            boolean content = html && (kind == Tags.SCRIPT || kind == Tags.IFRAME);
            if (!html && kind == Tags.SCRIPT) {
                // Its text is markup in SVG; without its address it is inert.
                neutralize(SRC);
                neutralize(HREF);
                neutralize(XLINK_HREF);
                return;
            }
            drop(tag, pos);
            dropping = content;
            hold = -1;
            if (!html && !selfClosing) {
                foreign.undo();
            }
        } else if (kind == Tags.SCRIPT && html && inline != Inline.STAYS) {
            mode = Mode.SCRIPT_TEXT;
        } else if (kind == Tags.SCRIPT && !html && !selfClosing && inline == Inline.SCRIPT) {
            mode = Mode.SVG_SCRIPT;
            scriptFrom = pos;
        }
    }

    private boolean isTakenOut(boolean html) {
        return switch (kind) {
            case Tags.SCRIPT -> script(html);
            case Tags.STYLE -> false;
            case Tags.LINK -> link();
            case Tags.IMG -> image();
            case Tags.IMAGE -> {
                neutralizeIfForbidden(HREF);
                neutralizeIfForbidden(XLINK_HREF);
                yield image();
            }
            case Tags.SOURCE -> isForbidden(SRC) || isForbiddenSet(SRCSET);
            case Tags.IFRAME -> frame();
            case Tags.FRAME, Tags.FENCED_FRAME -> {
                neutralizeFrame(SRC);
                yield false;
            }
            case Tags.EMBED -> isForbiddenFrame(SRC);
            case Tags.OBJECT -> {
                neutralizeFrame(OBJECT_ADDRESS);
                yield false;
            }
            case Tags.VIDEO, Tags.AUDIO -> {
                neutralizeIfForbidden(SRC);
                neutralizeIfForbidden(POSTER);
                yield false;
            }
            case Tags.TRACK -> isForbidden(SRC);
            case Tags.PARAM -> isForbidden(VALUE);
            case Tags.FORM -> {
                neutralizeIfForbidden(ACTION);
                yield false;
            }
            case Tags.BUTTON, Tags.INPUT -> {
                neutralizeIfForbidden(FORMACTION);
                neutralizeIfForbidden(SRC);
                yield false;
            }
            case Tags.BASE -> base();
            case Tags.META -> isForbiddenRefresh();
            case Tags.USE, Tags.FEIMAGE -> {
                neutralizeIfForbidden(HREF);
                neutralizeIfForbidden(XLINK_HREF);
                yield false;
            }
            case Tags.A, Tags.AREA -> {
                neutralizeList(PING);
                neutralizeList(ATTRIBUTIONSRC);
                yield false;
            }
            case Tags.BODY, Tags.BACKGROUND -> {
                neutralizeIfForbidden(BACKGROUND);
                yield false;
            }
            case Tags.ANIMATE -> {
                animation();
                yield false;
            }
            default -> false;
        };
    }

    private boolean script(boolean html) {
        neutralizeList(ATTRIBUTIONSRC);
        boolean external = html ? find(SRC) >= 0 : find(HREF) >= 0 || find(XLINK_HREF) >= 0;
        if (external) {
            return isForbidden(SRC) || isForbidden(HREF) || isForbidden(XLINK_HREF);
        }
        int at = find(TYPE);
        String type = at < 0 ? "" : value(at).strip().toLowerCase(Locale.ROOT);
        int semicolon = type.indexOf(';');
        String bare = semicolon < 0 ? type : type.substring(0, semicolon).strip();
        if (bare.equals("speculationrules")) {
            inline = Inline.SPECULATION;
        } else if (SCRIPT_TYPES.contains(bare) && rules.forbidSomething()) {
            inline = Inline.SCRIPT;
        }
        return false;
    }

    private boolean link() {
        int rel = find(REL);
        int href = find(HREF);
        if (rel < 0) {
            return false;
        }
        boolean fetches = false;
        boolean connects = false;
        for (String token : value(rel).toLowerCase(Locale.ROOT).split("[ \\t\\n\\r\\f]+", -1)) {
            fetches |= FETCHING.contains(token);
            connects |= token.equals("preconnect") || token.equals("dns-prefetch");
        }
        if (connects && href >= 0) {
            String written = value(href);
            for (Address base : allBases()) {
                if (Address.of(written, base)
                        .filter(each -> !rules.mayConnect(each, page))
                        .isPresent()) {
                    return true;
                }
            }
        }
        return fetches && (isForbidden(HREF) || isForbiddenSet(IMAGESRCSET));
    }

    private boolean image() {
        neutralizeList(ATTRIBUTIONSRC);
        if (isForbidden(SRC)) {
            return true;
        }
        if (isForbiddenSet(SRCSET)) {
            edit(find(SRCSET), NOTHING);
        }
        return false;
    }

    private boolean frame() {
        int document = find(SRCDOC);
        if (document < 0) {
            return isForbiddenFrame(SRC);
        }
        neutralizeFrame(SRC);
        int slot = 4 * document;
        if (attributes[slot + 3] >= 0) {
            byte[] text = utf8(value(document));
            byte[] changed = nested(text, 0, text.length);
            if (changed != null) {
                edit(
                        document,
                        utf8(new String(changed, StandardCharsets.UTF_8)
                                .replace("&", "&amp;")
                                .replace("\"", "&quot;")
                                .replace("'", "&#39;")
                                .replace("<", "&lt;")
                                .replace(">", "&gt;")
                                .replace(" ", "&#32;")
                                .replace("\t", "&#9;")
                                .replace("\n", "&#10;")
                                .replace("\f", "&#12;")
                                .replace("\r", "&#13;")));
            }
        }
        return false;
    }

    private boolean base() {
        int href = find(HREF);
        if (href < 0) {
            return false;
        }
        Optional<Address> address = Address.of(value(href), page);
        if (address.isEmpty()) {
            return false;
        }
        if (!rules.mayBeBase(address.get(), page)) {
            return true;
        }
        if (bases.size() < 4) {
            bases.add(address.get());
        }
        return false;
    }

    private boolean isForbiddenRefresh() {
        int equiv = find(HTTP_EQUIV);
        int at = find(CONTENT);
        return equiv >= 0
                && at >= 0
                && value(equiv).strip().equalsIgnoreCase("refresh")
                && Refresh.address(value(at)).filter(this::isForbidden).isPresent();
    }

    private void animation() {
        int at = find(ATTRIBUTENAME);
        if (at >= 0 && value(at).strip().toLowerCase(Locale.ROOT).endsWith("href")) {
            neutralizeIfForbidden(TO);
            neutralizeIfForbidden(FROM);
            neutralizeIfForbidden(BY);
            int values = find(VALUES);
            if (values >= 0) {
                for (String each : value(values).split(";", -1)) {
                    if (isForbidden(each)) {
                        edit(values, NO_ADDRESS);
                        return;
                    }
                }
            }
        }
    }

    private void giveNonce() {
        if (nonce.length == 0) {
            return;
        }
        int at = find(NONCE);
        if (at >= 0 && attributes[4 * at + 3] >= 0) {
            edit(at, nonce);
        } else {
            edit(nameEnd, nameEnd, nonceAttribute);
        }
    }

    private void neutralize(byte[] attribute) {
        int at = find(attribute);
        if (at >= 0) {
            edit(at, NO_ADDRESS);
        }
    }

    private void neutralizeIfForbidden(byte[] attribute) {
        int at = find(attribute);
        if (at >= 0 && isForbidden(at)) {
            edit(at, NO_ADDRESS);
        }
    }

    private void neutralizeFrame(byte[] attribute) {
        if (isForbiddenFrame(attribute)) {
            edit(find(attribute), NO_ADDRESS);
        }
    }

    private void neutralizeList(byte[] attribute) {
        int at = find(attribute);
        if (at >= 0) {
            for (String each : value(at).split("[ \\t\\n\\r\\f]+", -1)) {
                if (isForbidden(each)) {
                    edit(at, NOTHING);
                    return;
                }
            }
        }
    }

    /// Whether a frame, or what can be one, shows a forbidden address, or a document in its own address that would.
    private boolean isForbiddenFrame(byte[] attribute) {
        int at = find(attribute);
        if (at < 0) {
            return false;
        }
        if (isForbidden(at)) {
            return true;
        }
        int from = attributes[4 * at + 2];
        int to = attributes[4 * at + 3];
        if (to - from < 6 || !rules.forbidSomething() || nesting >= DEEPEST) {
            return false;
        }
        String written = value(at).strip();
        if (written.regionMatches(true, 0, "javascript:", 0, 11)) {
            byte[] script = utf8(Address.percentDecoded(written.substring(11)));
            // What it comes to is shown as a page, so that naming an address is enough.
            return rules.loaders().isNamedIn(script, 0, script.length);
        }
        if (!written.regionMatches(true, 0, "data:", 0, 5) || written.indexOf(',') < 0) {
            return false;
        }
        String type = written.substring(5, written.indexOf(',')).toLowerCase(Locale.ROOT);
        String body = Address.percentDecoded(written.substring(written.indexOf(',') + 1));
        if (!type.contains("html") && !type.contains("xml")) {
            return false;
        }
        byte[] text = utf8(body);
        if (type.replace(" ", "").endsWith(";base64")) {
            try {
                text = Base64.getMimeDecoder().decode(body);
            } catch (IllegalArgumentException _) {
                return false;
            }
        }
        HtmlRewriter inner =
                new HtmlRewriter(rules, NOTHING, NOTHING, page, false, WhenInDoubt.PASS, limit, nesting + 1);
        return inner.changes(text, 0, text.length) != null;
    }

    private boolean isForbidden(byte[] attribute) {
        int at = find(attribute);
        return at >= 0 && isForbidden(at);
    }

    private boolean isForbidden(int attribute) {
        int from = attributes[4 * attribute + 2];
        int to = attributes[4 * attribute + 3];
        return to >= 0 && !rules.surelyHarmless(w, from, to, bases.isEmpty()) && isForbidden(value(attribute));
    }

    private boolean isForbidden(String written) {
        for (Address base : allBases()) {
            if (Address.of(written, base).filter(rules::forbids).isPresent()) {
                return true;
            }
        }
        return false;
    }

    private List<Address> allBases() {
        if (bases.isEmpty()) {
            return List.of(page);
        }
        List<Address> all = new ArrayList<>(bases);
        all.add(page);
        return all;
    }

    private boolean isForbiddenSet(byte[] attribute) {
        int at = find(attribute);
        if (at < 0 || attributes[4 * at + 3] < 0) {
            return false;
        }
        for (String each : SourceSet.addresses(value(at))) {
            if (isForbidden(each)) {
                return true;
            }
        }
        return false;
    }

    /// The first attribute of that name, which is the one that counts; -1 where there is none.
    private int find(byte[] attribute) {
        for (int at = 0; at < attributeCount; at++) {
            int from = attributes[4 * at];
            if (attributes[4 * at + 1] - from == attribute.length && same(from, attribute) == attribute.length) {
                return at;
            }
        }
        return -1;
    }

    private String value(int attribute) {
        int from = attributes[4 * attribute + 2];
        int to = attributes[4 * attribute + 3];
        return to < 0 ? "" : Entities.decode(new String(w, from, to - from, StandardCharsets.UTF_8));
    }

    // Changes.

    private void edit(int attribute, byte[] text) {
        if (attributes[4 * attribute + 3] >= 0) {
            boolean unquotedAndEmpty = text.length == 0
                    && w[attributes[4 * attribute + 2] - 1] != '"'
                    && w[attributes[4 * attribute + 2] - 1] != '\'';
            edit(attributes[4 * attribute + 2], attributes[4 * attribute + 3], unquotedAndEmpty ? NO_ADDRESS : text);
        }
    }

    private void edit(int from, int to, byte[] text) {
        int at = edits;
        if (at == editFrom.length) {
            editFrom = Arrays.copyOf(editFrom, 2 * at);
            editTo = Arrays.copyOf(editTo, 2 * at);
            editText = Arrays.copyOf(editText, 2 * at);
        }
        while (at > 0 && editFrom[at - 1] > from) {
            editFrom[at] = editFrom[at - 1];
            editTo[at] = editTo[at - 1];
            editText[at] = editText[at - 1];
            at--;
        }
        editFrom[at] = from;
        editTo[at] = to;
        editText[at] = text;
        edits++;
    }

    private void applyEdits() {
        for (int at = 0; at < edits; at++) {
            emit(start, editFrom[at]);
            write(editText[at]);
            start = editTo[at];
        }
        edits = 0;
    }

    /// Takes bytes out. What stands before them must not become a tag with what stands behind them.
    private void drop(int from, int to) {
        emit(start, from);
        if (last == '<') {
            write(BARRIER);
        }
        start = to;
        dropping = true;
    }

    private void emit(int from, int to) {
        if (to > from) {
            if (slices == null) {
                out.writeBytes(w, from, to - from);
            } else {
                slices.pass(w, from, to);
            }
            last = w[to - 1];
        }
    }

    private void write(byte[] text) {
        if (text.length > 0) {
            if (slices == null) {
                out.writeBytes(text);
            } else {
                slices.write(text);
            }
            last = text[text.length - 1];
        }
    }

    /// What becomes of a document within this one; null where it stays as it is.
    private byte @Nullable [] nested(byte[] text, int from, int to) {
        if (nesting >= DEEPEST) {
            beUnsure(Doubt.DEEP_NESTING);
            return null;
        }
        HtmlRewriter inner = new HtmlRewriter(rules, nonce, NOTHING, page, false, whenInDoubt, limit, nesting + 1);
        inner.bases.addAll(bases);
        byte[] changed = inner.changes(text, from, to);
        inner.doubt().ifPresent(this::beUnsure);
        return changed;
    }

    private byte @Nullable [] changes(byte[] text, int from, int to) {
        ByteBuf result = Unpooled.buffer(to - from + 64);
        feed(Unpooled.wrappedBuffer(text, from, to - from), result);
        end(result);
        byte[] bytes = new byte[result.readableBytes()];
        result.readBytes(bytes);
        return Arrays.equals(bytes, 0, bytes.length, text, from, to) ? null : bytes;
    }

    // Where the head begins.

    private void textBeforeHead(int from, int to) {
        for (int at = from; at < to; at++) {
            int letter = w[at] & 0xFF;
            if (CLASS[letter] != SPACE && letter != 0xEF && letter != 0xBB && letter != 0xBF) {
                headBeforeContent(at, false);
                return;
            }
        }
    }

    private void headBeforeTag() {
        boolean any = closing
                ? kind == Tags.HEAD || kind == Tags.BODY || kind == Tags.HTML || name == Tags.key("br")
                : kind != Tags.HTML && kind != Tags.HEAD;
        document |= kind == Tags.HTML || kind == Tags.HEAD;
        if (any) {
            headBeforeContent(
                    tag,
                    kind == Tags.META
                            || kind == Tags.TITLE
                            || kind == Tags.BASE
                            || kind == Tags.BODY
                            || kind == Tags.FRAMESET);
        }
    }

    private void headBeforeContent(int at, boolean onlyInDocuments) {
        headState = Head.DONE;
        if (document || onlyInDocuments) {
            emit(start, at);
            start = at;
            write(head);
        }
    }

    // Bytes.

    /// 1 where the end tag of that name stands, 0 where it does not, -1 where that can't be told yet.
    private int endTag(int at, byte[] lower) {
        if (at + 1 >= end) {
            return -1;
        }
        if (w[at + 1] != '/') {
            return 0;
        }
        int same = same(at + 2, lower);
        if (at + 2 + same >= end) {
            return -1;
        }
        return same == lower.length && endsName(w[at + 2 + same]) ? 1 : 0;
    }

    private static boolean endsName(int letter) {
        return (CLASS[letter & 0xFF] & (SPACE | SLASH | CLOSE)) != 0;
    }

    /// How many letters stand here of a name in either case.
    private int same(int from, byte[] lower) {
        int count = Math.min(lower.length, end - from);
        for (int at = 0; at < count; at++) {
            int letter = w[from + at];
            if ((letter >= 'A' && letter <= 'Z' ? letter | 0x20 : letter) != lower[at]) {
                return at;
            }
        }
        return Math.max(0, count);
    }

    private int indexOf(byte wanted, int from) {
        byte[] w = this.w;
        int end = this.end;
        long all = ONES * wanted;
        for (int at = from; at < end; at += 8) {
            long word = (long) LONG.get(w, at) ^ all;
            long found = (word - ONES) & ~word & HIGHS;
            if (found != 0) {
                int index = at + (Long.numberOfTrailingZeros(found) >>> 3);
                return index < end ? index : -1;
            }
        }
        return -1;
    }

    private int indexOfAngle(int from) {
        int at = from;
        while (at < end && w[at] != '<' && w[at] != '>') {
            at++;
        }
        return at < end ? at : -1;
    }

    private static boolean isLetter(int letter) {
        return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z');
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String latin(byte[] bytes, int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
    }
}
