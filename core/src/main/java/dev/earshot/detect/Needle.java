package dev.earshot.detect;

/// A text whose presence proves that a value of the persona was told.
///
/// @param text what to look for
/// @param exactCase whether letter case counts, as in base64
/// @param boundary what must not stand beside it
/// @param before how it was made, up to the value: `base64 of `; empty for the plain value
/// @param after what was done to the value before: `lower-cased and trimmed`; empty where nothing was
record Needle(String text, boolean exactCase, Boundary boundary, Form.Value value, String before, String after) {

    /// The proof that it is where it stands at `start`.
    Proof at(int start) {
        return new Proof(value, start, start + text.length(), Proof.words(before, value, after));
    }

    /// Whether it stands at `start` of `text`, which is known to match it without regard to letter case.
    boolean standsAt(String in, int start) {
        if (exactCase && !in.startsWith(text, start)) {
            return false;
        }
        int end = start + text.length();
        return boundary.allows(start == 0 ? ' ' : in.charAt(start - 1))
                && boundary.allows(end == in.length() ? ' ' : in.charAt(end));
    }

    /// What must not stand directly before and after a needle: short runs of digits occur inside longer numbers,
    /// short words inside longer words.
    enum Boundary {
        NONE,
        NO_DIGIT,
        NO_LETTER_OR_DIGIT;

        boolean allows(char neighbour) {
            return switch (this) {
                case NONE -> true;
                case NO_DIGIT -> neighbour < '0' || neighbour > '9';
                case NO_LETTER_OR_DIGIT -> !Character.isLetterOrDigit(neighbour);
            };
        }

        static Boundary of(String text) {
            boolean letters = text.chars().anyMatch(Character::isLetter);
            long digits = text.chars().filter(Character::isDigit).count();
            if (!letters && digits <= 9) {
                return NO_DIGIT;
            }
            return text.length() < 8 ? NO_LETTER_OR_DIGIT : NONE;
        }
    }
}
