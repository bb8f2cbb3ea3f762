package dev.earshot.browser.journey;

/// A step could not be done. The message says why, as half a sentence, and holds no patient's value.
public final class StepFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StepFailure(String why) {
        super(why);
    }

    StepFailure(String why, Throwable cause) {
        super(why, cause);
    }

    /// Why.
    public String why() {
        return String.valueOf(getMessage());
    }
}
