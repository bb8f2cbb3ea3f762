package dev.earshot.app;

/// How far the evidence goes that an app's SDK tells its vendor something, from the weakest on. Each holds the ones
/// before it, but for what was seen in traffic: that shows an SDK which the files hide.
public enum Rung {
    /// Its names occur, in a signature or a text; its code may not be there.
    REFERENCED("referenced", "is mentioned"),
    /// Its code is there.
    DEFINED("defined", "is in the app"),
    /// The app's own code reaches it, or a component of the manifest starts it.
    CALLED("called", "is called by the app or started with it"),
    /// It has what it needs to send, such as a key, and collection is not switched off.
    CONFIGURED("configured", "is set to send"),
    /// Traffic of the app went to it.
    SEEN_SENDING("seen-sending", "was seen sending"),
    /// Traffic of the app to it was opened, and holds patient data.
    DECODED("decoded", "was seen sending patient data");

    private final String id;
    private final String phrase;

    Rung(String id, String phrase) {
        this.id = id;
        this.phrase = phrase;
    }

    /// The name used in policy files and reports, in kebab case.
    public String id() {
        return id;
    }

    /// To go on after an SDK's name: `is set to send`.
    public String phrase() {
        return phrase;
    }

    public boolean atLeast(Rung other) {
        return compareTo(other) >= 0;
    }
}
