package example.clinic.app;

/** Mentions an SDK that is not in the app, as code does whose optional library was left out. */
final class Leftover {
    private Leftover() {}

    static void tell(com.braze.Braze braze, String person) {
        braze.changeUser(person);
    }
}
