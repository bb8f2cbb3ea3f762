package dev.earshot;

/// The answer would be wrong or cannot exist. The message says what, where, and what to do next.
///
/// It carries ids and counts, never a value that may identify a person.
public final class EarshotException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Code code;

    public EarshotException(Code code, String message) {
        super(message);
        this.code = code;
    }

    public EarshotException(Code code, String message, Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    public Code code() {
        return code;
    }

    /// What went wrong, as the exit code tells it.
    public enum Code {
        /// The user's input or configuration is at fault; exit code 2.
        USAGE,
        /// What was asked for could only be done in part; exit code 3.
        INCOMPLETE,
        /// Evidence is not what it was; exit code 1.
        TAMPERED,
        /// Earshot is at fault; exit code 4.
        INTERNAL
    }
}
