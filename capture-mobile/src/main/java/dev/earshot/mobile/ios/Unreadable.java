package dev.earshot.mobile.ios;

/// Foreign bytes that can't be read further. Its message is a clause that says what is wrong with them.
final class Unreadable extends Exception {
    private static final long serialVersionUID = 1;

    Unreadable(String what) {
        super(what, null, false, false);
    }

    /// What is wrong, as a clause.
    String what() {
        return String.valueOf(getMessage());
    }
}
