package dev.earshot.breach.law;

/// How sure we are of what a rule says. None of it is legal advice: every duty is shown with "verify with counsel".
public enum Confidence {
    /// Read in a primary text or on the authority's own page.
    VERIFIED("verified"),
    /// Read in a secondary source: a law firm's page, news, a third party's data.
    SECONDARY("secondary"),
    /// From memory; no text was read.
    UNVERIFIED("unverified"),
    /// Sources that were read disagree.
    CONFLICTING("conflicting");

    private final String id;

    Confidence(String id) {
        this.id = id;
    }

    public String id() {
        return id;
    }
}
