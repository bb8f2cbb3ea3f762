package dev.earshot.decode;

import dev.earshot.decode.Content.Binary;
import dev.earshot.decode.Content.Text;
import dev.earshot.element.Sensitive;
import java.util.List;

/// The opening up of one source (a URL with its headers, a body, a message): codecs hand what they found inside
/// back to it, until only leaves remain or a budget runs out.
///
/// Work is bounded by bytes, never by time: each level of depth reads at most what the level above it held, plus
/// what unpacking added, and that is bounded by [#growth]; what was unpacked in vain counts too, in [#worked].
///
/// A codec calls [#open], [#layer] and [#leaf] only once it is sure that the content has its form. Not thread-safe.
final class Opening {
    /// Layers undone, and containers opened inside values, one in another. Real requests reached 6.
    static final int DEPTH = 8;

    /// Leaves of one source.
    static final int LEAVES = 20_000;

    /// Steps one in another, such as objects in lists in objects. A recorded page nests two for each element.
    static final int NESTING = 400;

    /// Bytes that undoing layers may make of one source, at most.
    static final int GROWTH = 4 << 20;

    /// ... and for each byte that the source has.
    static final int GROWTH_FACTOR = 8;

    /// Characters and bytes that may be looked at, for each that the source has and that undoing layers may make of it:
    /// each of the eight depths looks at its content, and unpacks some of it in vain.
    static final int WORK_FACTOR = 32;

    /// Characters that the paths of one source's leaves may have together.
    static final int PATHS = 4 << 20;

    /// The step from a structure to a name in it that carries a value, or has none.
    static final Step.Decoded NAME = new Step.Decoded("name");

    private static final int LARGEST_UNDECODED = 100;
    private static final int OPAQUE_BYTES = 64;
    private static final int SHORTEST_OPENED = 4;
    private static final Step.Decoded PLUS = new Step.Decoded("plus");
    private static final Step.Decoded REST = new Step.Decoded("rest");

    private final Origin origin;
    private final List<Leaf> leaves;
    private final List<Undecoded> undecoded;
    private final int undecodedAtMost;
    private String source = "";
    private int growth;
    private long work;
    private boolean workTold;
    private int leafRoom = LEAVES;
    private int pathRoom = PATHS;
    private boolean nestingTold;
    private boolean probing;
    private boolean probed;

    /// @param inputBytes how large the source is
    /// @param allowance what undoing layers may make of it even when it is small: compressed text of a few
    /// kilobytes easily grows by more than a factor of eight
    /// @param leaves receives the leaves
    /// @param undecoded receives what could not be opened
    Opening(Origin origin, int inputBytes, int allowance, List<Leaf> leaves, List<Undecoded> undecoded) {
        this.origin = origin;
        this.growth = (int) Math.min(GROWTH, Math.max(allowance, (long) GROWTH_FACTOR * inputBytes));
        this.work = WORK_FACTOR * ((long) growth + inputBytes);
        this.leaves = leaves;
        this.undecoded = undecoded;
        this.undecodedAtMost = undecoded.size() + LARGEST_UNDECODED;
    }

    /// Names the header, the cookie or the message that the next leaves come from.
    Opening of(String name) {
        source = name;
        return this;
    }

    /// Whether no further leaf fits.
    boolean full() {
        return leafRoom <= 0 || pathRoom <= 0;
    }

    /// How many bytes undoing another layer may make.
    int growth() {
        return (int) Math.min(growth, work);
    }

    /// Notes that so many bytes were unpacked, whether or not anything came of it; says so once when that was the
    /// last that this source may cost.
    void worked(Content content, int bytes) {
        work = Math.max(0, work - bytes);
        if (work == 0 && !workTold) {
            workTold = true;
            missed(content, "work budget reached");
        }
    }

    /// Notes that undoing a layer made so many bytes.
    void grew(int bytes) {
        growth -= Math.min(growth, bytes);
    }

    /// Opens a text as far as it goes, down to its leaves.
    void open(Text text) {
        if (text.value.isEmpty() || full()) {
            return;
        }
        if (probing) {
            probed = true;
            return;
        }
        if (text.plus && text.value.indexOf('+') >= 0) {
            open(text.withSpaces(PLUS));
            return;
        }
        if (text.value.length() < SHORTEST_OPENED && !text.whole) {
            leaf(text);
            return;
        }
        if (text.depth >= DEPTH) {
            leaf(text);
            if (wouldOpen(text)) {
                missed(text, "depth budget of " + DEPTH + " reached");
            }
            return;
        }
        worked(text, text.value.length());
        if (work == 0) {
            leaf(text);
            return;
        }
        for (TextCodec codec : Codecs.forTraits(text.traits())) {
            if (codec.open(text, this)) {
                if (text.whole) {
                    restOf(text);
                }
                return;
            }
        }
        leaf(text);
    }

    /// Opens bytes as far as they go; false when nothing could be made of them.
    boolean open(Binary binary) {
        if (binary.bytes.length == 0 || full()) {
            return true;
        }
        if (probing) {
            probed = true;
            return true;
        }
        if (binary.depth >= DEPTH) {
            missed(binary, "depth budget of " + DEPTH + " reached");
            return true;
        }
        worked(binary, binary.bytes.length);
        if (work == 0) {
            return true;
        }
        for (BinaryCodec codec : Codecs.BINARY) {
            if (codec.open(binary, this)) {
                return true;
            }
        }
        return false;
    }

    /// Opens bytes as far as they go, and says so when nothing could be made of them.
    void openOrMiss(Binary binary) {
        if (!open(binary) && binary.bytes.length >= OPAQUE_BYTES) {
            missed(binary, "unknown encoding");
        }
    }

    /// Opens what a text turned out to be an encoding of.
    void layer(Text of, Step.Decoded layer, String inside) {
        int room = growth;
        growth -= Math.min(room, inside.length());
        if (inside.length() > room) {
            missed(of, "growth budget reached");
        }
        open(of.layer(layer, inside.length() > room ? inside.substring(0, room) : inside));
    }

    /// Opens what a text turned out to be an encoding of; false when nothing could be made of it.
    boolean layer(Text of, Step.Decoded layer, byte[] inside) {
        growth -= Math.min(growth, inside.length);
        return open(of.layer(layer, inside));
    }

    /// Opens what was packed in `of`.
    void layer(Binary of, Step.Decoded layer, Unpacked inside) {
        if (of.cameFrom(inside.bytes())) {
            missed(of, "unpacks to itself");
            return;
        }
        growth -= Math.min(growth, inside.bytes().length);
        if (inside.cut()) {
            missed(of, "growth budget reached");
        }
        openOrMiss(of.layer(layer, inside.bytes()));
    }

    /// The place of a member. A name that looks as if it carried a value, as in `{"pat@clinic.example": 1}`, is a
    /// leaf, and masked in the place: chains and paths are printed.
    ///
    /// @param mark how the name is joined to the path, as [Place#parameter]
    /// @param from where the name stands in `container`
    Place member(Text container, Place outer, char mark, String name, int from, int to) {
        if (!looksLikeValue(name)) {
            return outer.parameter(mark, name);
        }
        Place place = outer.parameter(mark, Sensitive.of(name).masked());
        leaf(container.token(place.layer(NAME), from, to, name));
        return place;
    }

    /// As above, of a binary structure.
    Place member(Binary container, Place outer, String name, int from, int to) {
        if (!looksLikeValue(name)) {
            return outer.member(name);
        }
        Place place = outer.member(Sensitive.of(name).masked());
        leaf(container.token(place.layer(NAME), from, to, name));
        return place;
    }

    /// Whether a name holds an e-mail address or a long number, rather than `@type` of JSON-LD.
    private static boolean looksLikeValue(String name) {
        int digits = 0;
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            digits = c >= '0' && c <= '9' ? digits + 1 : 0;
            boolean address =
                    c == '@' && i > 0 && Character.isLetterOrDigit(name.charAt(i - 1)) && name.indexOf('.', i + 2) > 0;
            if (digits >= 7 || address) {
                return true;
            }
        }
        return false;
    }

    /// A text as it stands.
    void leaf(Text text) {
        if (probing) {
            return;
        }
        if (full() || text.value.isEmpty()) {
            return;
        }
        leafRoom--;
        pathRoom -= text.place.path().length();
        if (full()) {
            missed(
                    text,
                    leafRoom <= 0
                            ? "leaf budget of " + LEAVES + " reached"
                            : "path budget of " + PATHS + " characters reached");
        }
        add(text);
    }

    private void add(Text text) {
        leaves.add(new Leaf(origin, source, text.place, text.value, text.start, text.length));
    }

    /// A text whose leaves did not all fit is a leaf itself, so that a search for a known value still sees it.
    void restOf(Text text) {
        if (!full()) {
            return;
        }
        Leaf last = leaves.getLast();
        if (!last.steps().isEmpty() && last.steps().getLast().equals(REST)) {
            leaves.removeLast();
        }
        add(text.layer(REST, text.value));
    }

    /// Says that something was not opened.
    void missed(Content content, String why) {
        if (probing) {
            probed = true;
            return;
        }
        if (undecoded.size() < undecodedAtMost) {
            byte[] bytes = content.toBytes();
            undecoded.add(new Undecoded(
                    Leaf.chain(origin, source, content.place.steps()), bytes.length, Entropy.of(bytes), why));
        }
    }

    /// Whether a structure still fits at `place`; says so once when it does not.
    boolean nests(Content content, Place place) {
        if (place.size() < NESTING) {
            return true;
        }
        if (!nestingTold) {
            nestingTold = true;
            missed(content, "nesting budget of " + NESTING + " reached");
        }
        return false;
    }

    private boolean wouldOpen(Text text) {
        probing = true;
        probed = false;
        for (TextCodec codec : Codecs.forTraits(text.traits())) {
            if (codec.open(text, this) || probed) {
                break;
            }
        }
        probing = false;
        return probed;
    }
}
