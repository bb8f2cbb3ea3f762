package dev.earshot.decode;

import dev.earshot.exchange.Request;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// A request read in the form of the vendor that it was recognised as.
record AsSent(Decoded decoded) {
    static AsSent to(String format, Sample sample) {
        return new AsSent(Decoding.withDefaults().read(sample.exchange(), Optional.of(new Documentation() {
            @Override
            public List<String> bodyEncodings(Request request) {
                return List.of();
            }

            @Override
            public String format() {
                return format;
            }

            @Override
            public List<Optional<String>> meanings(List<Leaf> leaves) {
                return leaves.stream().map(leaf -> Optional.<String>empty()).toList();
            }
        })));
    }

    /// The values of the leaves of one path, in order.
    List<String> values(String path) {
        return decoded.leaves().stream()
                .filter(leaf -> leaf.path().equals(path))
                .map(Leaf::value)
                .toList();
    }

    /// The values of the body's leaves whose paths end so.
    List<String> valuesAt(String end) {
        return decoded.leaves().stream()
                .filter(leaf -> leaf.origin() == Origin.BODY && leaf.path().endsWith(end))
                .map(Leaf::value)
                .toList();
    }

    /// The chain of the first leaf with this path.
    String chain(String path) {
        return decoded.leaves().stream()
                .filter(leaf -> leaf.path().equals(path))
                .findFirst()
                .map(Leaf::chain)
                .orElse("none among " + paths());
    }

    /// The body's paths, in order.
    List<String> paths() {
        return decoded.leaves().stream()
                .filter(leaf -> leaf.origin() == Origin.BODY)
                .map(Leaf::path)
                .toList();
    }

    /// All that the body's leaves say.
    String everything() {
        return decoded.leaves().stream()
                .filter(leaf -> leaf.origin() == Origin.BODY)
                .map(Leaf::value)
                .collect(Collectors.joining("\n"));
    }
}
