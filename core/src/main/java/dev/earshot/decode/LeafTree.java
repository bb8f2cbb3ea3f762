package dev.earshot.decode;

import dev.earshot.element.Sensitive;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// A decoded request as text for a reader: one line a step, indented under the step before it, and at the end of
/// each chain the path, what the tracker's documentation calls it, and the value.
///
/// Lines end in `\n`; nothing in a value breaks a line or reaches the terminal as a control character. The same
/// request always prints the same.
public final class LeafTree {
    private static final int LONGEST_VALUE = 2000;

    private LeafTree() {}

    /// @param documentation what says the leaves' meanings
    /// @param reveal whether values print as they are; otherwise masked, as [Sensitive#masked()]
    public static String print(Decoded decoded, Optional<? extends Documentation> documentation, boolean reveal) {
        List<Optional<String>> meanings = documentation
                .map(known -> known.meanings(decoded.leaves()))
                .orElseGet(() -> Collections.nCopies(decoded.leaves().size(), Optional.empty()));
        Iterator<Optional<String>> meaning = meanings.iterator();
        StringBuilder text = new StringBuilder();
        List<String> above = List.of();
        for (Leaf leaf : decoded.leaves()) {
            Optional<String> said = meaning.next();
            List<String> chain = chain(leaf);
            int shared = 0;
            while (shared < above.size()
                    && shared < chain.size() - 1
                    && above.get(shared).equals(chain.get(shared))) {
                shared++;
            }
            for (int depth = shared; depth < chain.size(); depth++) {
                text.append("  ".repeat(depth)).append(chain.get(depth));
                text.append(depth == chain.size() - 1 ? leafLine(leaf, said, reveal) : "")
                        .append('\n');
            }
            above = chain;
        }
        for (Undecoded part : decoded.undecoded()) {
            text.append("not opened: ")
                    .append(printable(part.chain()))
                    .append("  %d bytes, entropy %s, %s\n"
                            .formatted(part.bytes(), String.format(Locale.ROOT, "%.2f", part.entropy()), part.why()));
        }
        return text.toString();
    }

    private static List<String> chain(Leaf leaf) {
        List<String> chain = new ArrayList<>(leaf.steps().size() + 1);
        String origin = leaf.origin().label();
        chain.add(printable(leaf.source().isEmpty() ? origin : origin + " " + leaf.source()));
        for (Step step : leaf.steps()) {
            chain.add(printable(step.label()));
        }
        return chain;
    }

    private static String leafLine(Leaf leaf, Optional<String> meaning, boolean reveal) {
        StringBuilder line = new StringBuilder();
        if (!leaf.path().isEmpty()) {
            line.append("  [").append(printable(leaf.path())).append(']');
        }
        if (leaf.event() >= 0) {
            line.append(" event ").append(leaf.event());
        }
        meaning.ifPresent(said -> line.append("  ").append(printable(said)));
        return line.append(" = ").append(value(leaf, reveal)).toString();
    }

    private static String value(Leaf leaf, boolean reveal) {
        String value = leaf.value();
        if (!reveal) {
            return printable(Sensitive.of(value).masked());
        }
        return value.length() <= LONGEST_VALUE
                ? printable(value)
                : printable(value.substring(0, LONGEST_VALUE)) + "… (" + value.length() + ")";
    }

    private static String printable(String text) {
        StringBuilder printable = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            if (Character.isISOControl(c) || Character.getType(c) == Character.FORMAT || c == 0x2028 || c == 0x2029) {
                printable.append("\\u%04x".formatted(c));
            } else {
                printable.appendCodePoint(c);
            }
        });
        return printable.toString();
    }
}
