package dev.earshot.clinic.logs;

/// What can be known of a person.
enum Status {
    EXPOSED("exposed", 0),
    CANNOT_TELL("cannot-tell", 1),
    NOT_EXPOSED("not-exposed", 2);

    private final String id;
    private final int place;

    Status(String id, int place) {
        this.id = id;
        this.place = place;
    }

    /// From 0 on, for arrays of counts.
    int place() {
        return place;
    }

    String id() {
        return id;
    }
}
