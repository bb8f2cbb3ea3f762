package dev.earshot.breach.law;

/// To whom a rule wants something said.
public enum Recipient {
    INDIVIDUALS("individuals"),
    /// An attorney general, an agency, HHS, the FTC, a data protection authority.
    REGULATOR("regulator"),
    MEDIA("media"),
    CONSUMER_REPORTING_AGENCIES("consumer-reporting-agencies"),
    /// From a business associate or service provider to the one whose data it is.
    COVERED_ENTITY("covered-entity"),
    /// Nobody outside: a record to be made and kept.
    RECORD("record");

    private final String id;

    Recipient(String id) {
        this.id = id;
    }

    public String id() {
        return id;
    }
}
