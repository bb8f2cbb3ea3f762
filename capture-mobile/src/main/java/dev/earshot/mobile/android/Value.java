package dev.earshot.mobile.android;

/// What an attribute or a resource holds.
///
/// @param text as it would be written, empty for a reference
/// @param reference the id of the resource it stands for; 0 where it is a text by itself
record Value(String text, int reference) {
    static final Value NONE = new Value("", 0);

    static Value of(String text) {
        return new Value(text, 0);
    }

    static Value to(int resource) {
        return new Value("", resource);
    }
}
