package dev.earshot.guard.collect;

/// What is counted of a day besides its contacts and its noise.
enum Tally {
    DELIVERIES("deliveries", "deliveries taken"),
    REPORTS("reports", "reports read"),
    TOO_MANY("tooMany", "deliveries turned away: their source sent too many"),
    TOO_BIG("tooBig", "deliveries turned away: too big"),
    NO_REPORT("noReport", "deliveries turned away: no report in them"),
    BROKEN("broken", "deliveries that broke off, of which the beginning was read"),
    OVER("over", "reports beyond the most that are read of one delivery"),
    UNREADABLE("unreadable", "reports whose blocked address is none"),
    /// Of unknown domains for which there was no room, or whose network introduces too many.
    NOT_HELD("notHeld", "reports of unknown domains that were not held"),
    /// How many domains those are, at least; an estimate of the day, not to be added up.
    DOMAINS_NOT_HELD("domainsNotHeld", "unknown domains that were not held, at least"),
    NOT_WRITTEN("notWritten", "reports that no disk took");

    private final String id;
    private final String words;

    Tally(String id, String words) {
        this.id = id;
        this.words = words;
    }

    String id() {
        return id;
    }

    String words() {
        return words;
    }
}
