package dev.earshot.detect;

/// A value of a persona that was found in a text.
///
/// @param start index of its first character there
/// @param end index after its last
/// @param how in words: `SHA-256 (hexadecimal) of the persona's e-mail address, lower-cased and trimmed`
record Proof(Form.Value value, int start, int end, String how) implements Comparable<Proof> {

    /// `how`, put together only when there is a find.
    static String words(String before, Form.Value value, String after) {
        String sentence = before + value.label();
        return after.isEmpty() ? sentence : sentence + ", " + after;
    }

    Proof longer(Proof other) {
        return compareTo(other) <= 0 ? this : other;
    }

    /// The longer text first, then the earlier place.
    @Override
    public int compareTo(Proof other) {
        int byLength = Integer.compare(other.end - other.start, end - start);
        return byLength != 0 ? byLength : Integer.compare(start, other.start);
    }

    /// Takes what a search finds.
    @FunctionalInterface
    interface Found {
        void add(Proof proof);
    }
}
