package dev.earshot.guard.gateway;

/// What an upstream did not do as it should.
enum UpstreamFault {
    UNREACHABLE(502),
    /// A kept connection was closed before a byte of the answer.
    STALE(502),
    CLOSED(502),
    MALFORMED(502),
    SLOW(504);

    private final int status;

    UpstreamFault(int status) {
        this.status = status;
    }

    /// What the client is answered where no answer has begun.
    int status() {
        return status;
    }
}
