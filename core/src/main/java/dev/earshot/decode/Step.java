package dev.earshot.decode;

/// One step on the way from an exchange's raw bytes to a leaf.
public sealed interface Step {
    /// As a reader sees it: `base64`, `events[0]`, `query q`.
    String label();

    /// A layer that was undone.
    ///
    /// @param codec such as `base64`, `gzip`, `percent`, `json`, `form`, `lines`
    record Decoded(String codec) implements Step {
        @Override
        public String label() {
            return codec;
        }
    }

    /// A named or numbered member of a structure.
    ///
    /// @param name a key, or `[n]` for a position
    record Member(String name) implements Step {
        @Override
        public String label() {
            return name;
        }
    }
}
