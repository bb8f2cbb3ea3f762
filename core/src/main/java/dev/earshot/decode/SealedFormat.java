package dev.earshot.decode;

import dev.earshot.exchange.Request;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

/// Parameters that a vendor's library encrypts: what stands in one cannot be told, and that is said, since its text
/// alone would read as a value of no meaning.
///
/// A value that opened, or is shorter than any cipher makes it, is no such thing.
final class SealedFormat implements VendorFormat {
    private static final int SHORTEST = 32;

    private final Set<String> parameters;

    /// @param parameters the paths of what is encrypted
    SealedFormat(String... parameters) {
        this.parameters = Set.of(parameters);
    }

    @Override
    public void complete(Request request, List<Leaf> leaves, List<Undecoded> undecoded) {
        for (Leaf leaf : leaves) {
            if (parameters.contains(leaf.path())
                    && leaf.value().length() >= SHORTEST
                    && leaves.stream().noneMatch(other -> opened(leaf, other))) {
                undecoded.removeIf(unread -> unread.chain().startsWith(leaf.chain()));
                byte[] bytes = leaf.value().getBytes(StandardCharsets.UTF_8);
                undecoded.add(new Undecoded(
                        leaf.chain(), bytes.length, Entropy.of(bytes), "encrypted by the vendor's library"));
            }
        }
    }

    /// Whether another leaf stands for what was found inside this one.
    private static boolean opened(Leaf leaf, Leaf other) {
        return other.origin() == leaf.origin()
                && other.start() == leaf.start()
                && other.steps().size() > leaf.steps().size();
    }
}
