package dev.earshot.mobile.sdk;

/// How an SDK gave itself away.
enum Clue {
    CLASS("class", false),
    CLASS_NAME("class", false),
    OBJC_CLASS("class", false),
    COMPONENT("component", true),
    META_DATA("meta-data", true),
    PLIST("meta-data", true),
    TEXT("text", true),
    NATIVE_TEXT("native-text", true),
    SCRIPT_TEXT("script", true),
    HOST("text", true),
    LIBRARY("library", true),
    FRAMEWORK("framework", true),
    FILE("build-file", true),
    DEPENDENCY("dependency", true),
    SCRIPT_PACKAGE("script", true),
    EXPORTED_SYMBOL("symbol", true),
    IMPORTED_SYMBOL("symbol", true),
    SELECTOR("symbol", true);

    private final String word;
    private final boolean survivesRenaming;

    Clue(String word, boolean survivesRenaming) {
        this.word = word;
        this.survivesRenaming = survivesRenaming;
    }

    /// The kind of [dev.earshot.app.Trace] that it makes.
    String word() {
        return word;
    }

    boolean survivesRenaming() {
        return survivesRenaming;
    }
}
