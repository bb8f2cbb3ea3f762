package dev.earshot.breach.notice;

/// How a notice travels.
public enum Channel {
    EMAIL("email"),
    /// First-class mail.
    PRINT("print"),
    /// A message in the patient portal.
    PORTAL("portal");

    private final String id;

    Channel(String id) {
        this.id = id;
    }

    public String id() {
        return id;
    }
}
