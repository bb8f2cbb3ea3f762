package dev.earshot.decode;

import dev.earshot.decode.Content.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Leaves that follow from others, for [VendorFormat#complete]: what a value stands for once a second parameter is
/// known, or what it holds in a notation of the vendor's own. They have the token and the event of the leaf they
/// follow from, and its chain goes before theirs.
final class Derived {
    private static final int ALLOWANCE = 64 << 10;
    private static final int LONGEST_NAME = 40;
    private static final int LONGEST_NUMBER = 7;

    private Derived() {}

    /// The first leaf of the URL or the body with this path.
    static Optional<Leaf> first(List<Leaf> leaves, String path) {
        for (Leaf leaf : leaves) {
            if (isPayload(leaf) && leaf.path().equals(path)) {
                return Optional.of(leaf);
            }
        }
        return Optional.empty();
    }

    static boolean isPayload(Leaf leaf) {
        return leaf.origin() == Origin.URL || leaf.origin() == Origin.BODY;
    }

    /// Whether a text names something, rather than being a value itself: paths are printed, and values are not.
    static boolean isName(String text) {
        int digits = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            boolean digit = c >= '0' && c <= '9';
            digits = digit ? digits + 1 : 0;
            if ((!letter && !digit && " _-$:".indexOf(c) < 0) || digits >= LONGEST_NUMBER) {
                return false;
            }
        }
        return !text.isBlank() && text.length() <= LONGEST_NAME;
    }

    /// One named part of a leaf.
    ///
    /// @param names such as `em`, or `[0]` and `name`
    static Leaf part(Leaf of, Step.Decoded how, String value, String... names) {
        List<Step> steps = new ArrayList<>(of.steps());
        steps.add(how);
        StringBuilder path = new StringBuilder(of.path());
        String key = of.key();
        for (String name : names) {
            steps.add(new Step.Member(name));
            if (name.startsWith("[")) {
                path.append(name);
            } else {
                path.append('.').append(name);
                key = name;
            }
        }
        return new Leaf(
                of.origin(), of.source(), steps, path.toString(), key, of.event(), value, of.start(), of.length());
    }

    /// A value that a leaf stands for, opened as far as it goes.
    static List<Leaf> opened(Leaf of, Step.Decoded how, String value, List<Undecoded> undecoded) {
        List<Leaf> inner = new ArrayList<>();
        new Opening(of.origin(), value.length(), ALLOWANCE, inner, undecoded)
                .of(of.source())
                .open(Text.all(Place.root("").layer(how), value));
        return inner.stream().map(leaf -> inside(of, leaf)).toList();
    }

    private static Leaf inside(Leaf of, Leaf inner) {
        List<Step> steps = new ArrayList<>(of.steps());
        steps.addAll(inner.steps());
        String path = inner.path();
        boolean marked = path.isEmpty() || "?/#;[".indexOf(path.charAt(0)) >= 0;
        return new Leaf(
                of.origin(),
                of.source(),
                steps,
                marked ? of.path() + path : of.path() + "." + path,
                inner.key().isEmpty() ? of.key() : inner.key(),
                of.event(),
                inner.value(),
                of.start(),
                of.length());
    }
}
