package dev.earshot.decode;

import java.util.List;

/// What a request holds once it is opened up.
///
/// @param leaves in the order of the URL, the headers, the body and the messages, and within each as sent
/// @param undecoded what could not be opened, or was not because a budget ran out
public record Decoded(List<Leaf> leaves, List<Undecoded> undecoded) {
    public Decoded {
        leaves = List.copyOf(leaves);
        undecoded = List.copyOf(undecoded);
    }
}
