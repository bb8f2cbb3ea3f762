package dev.earshot.breach.notice;

/// As whom the addressee is told.
public enum Role {
    SELF("self"),
    /// Parent or guardian of a minor.
    GUARDIAN("guardian"),
    NEXT_OF_KIN("next-of-kin"),
    PERSONAL_REPRESENTATIVE("personal-representative");

    private final String id;

    Role(String id) {
        this.id = id;
    }

    public String id() {
        return id;
    }
}
