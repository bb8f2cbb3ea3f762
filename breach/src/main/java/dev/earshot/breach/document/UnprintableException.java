package dev.earshot.breach.document;

/// A text has a character that can't be printed. The message names the character's code and script, and nothing of the text.
public final class UnprintableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnprintableException(Fonts.Unprintable character) {
        super(character + " can't be printed: no font that is shipped has it or can set its script");
    }
}
