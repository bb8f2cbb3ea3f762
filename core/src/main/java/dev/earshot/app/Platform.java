package dev.earshot.app;

/// What an app runs on.
public enum Platform {
    ANDROID("Android"),
    IOS("iOS");

    private final String label;

    Platform(String label) {
        this.label = label;
    }

    public String label() {
        return label;
    }
}
