package dev.earshot.breach.law;

/// How a count is held against a threshold, kept as the law writes it: "500 or more" is not "more than 500".
public enum Comparator {
    MORE_THAN("more-than"),
    AT_LEAST("at-least"),
    FEWER_THAN("fewer-than"),
    AT_MOST("at-most");

    private final String id;

    Comparator(String id) {
        this.id = id;
    }

    public String id() {
        return id;
    }

    public boolean holds(long count, long threshold) {
        return switch (this) {
            case MORE_THAN -> count > threshold;
            case AT_LEAST -> count >= threshold;
            case FEWER_THAN -> count < threshold;
            case AT_MOST -> count <= threshold;
        };
    }
}
