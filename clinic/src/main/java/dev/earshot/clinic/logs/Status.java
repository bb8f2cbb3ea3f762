package dev.earshot.clinic.logs;

/// What can be known of a person.
enum Status {
    EXPOSED("exposed"),
    CANNOT_TELL("cannot-tell"),
    NOT_EXPOSED("not-exposed");

    private final String id;

    Status(String id) {
        this.id = id;
    }

    String id() {
        return id;
    }
}
