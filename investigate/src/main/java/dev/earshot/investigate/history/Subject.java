package dev.earshot.investigate.history;

/// A text that a regular expression of foreign origin is tried on. An expression that keeps coming back to it (as
/// `(a+)+$` does) is stopped.
final class Subject implements CharSequence {
    private static final int MOST_LOOKS = 2_000_000;

    private final CharSequence text;
    private final int[] looks;

    Subject(String text) {
        this(text, new int[1]);
    }

    private Subject(CharSequence text, int[] looks) {
        this.text = text;
        this.looks = looks;
    }

    @Override
    public int length() {
        return text.length();
    }

    @Override
    public char charAt(int index) {
        if (++looks[0] > MOST_LOOKS) {
            throw new Stopped();
        }
        return text.charAt(index);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        return new Subject(text.subSequence(start, end), looks);
    }

    @Override
    public String toString() {
        return text.toString();
    }

    /// It looked too often.
    static final class Stopped extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Stopped() {
            super("a regular expression takes too long", null, false, false);
        }
    }
}
