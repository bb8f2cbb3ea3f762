package dev.earshot.guard.gateway;

/// A message that is not HTTP as it must be; carries what to answer, and no byte of the message.
final class Malformed extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int status;

    Malformed(int status, String because) {
        super(because, null, false, false);
        this.status = status;
    }

    /// What a client is answered; of no meaning for an upstream's message.
    int status() {
        return status;
    }
}
