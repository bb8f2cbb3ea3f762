package dev.earshot.differential;

/// What a value can follow from run to run.
public enum Factor {
    /// Equal in all runs of a person, and another for each person.
    PERSON("person", "persons"),
    /// Equal in all runs with a search, whoever searches, and another for each search.
    SEARCH("search", "searches"),
    /// Equal only where both the person and the search are, such as a hash of the two together.
    BOTH("person and search together", "pairs of person and search");

    private final String label;
    private final String plural;

    Factor(String label, String plural) {
        this.label = label;
        this.plural = plural;
    }

    public String label() {
        return label;
    }

    public String plural() {
        return plural;
    }
}
