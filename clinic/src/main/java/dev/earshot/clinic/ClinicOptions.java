package dev.earshot.clinic;

import java.time.Duration;

/// How a clinic is to be started.
///
/// @param port of the loopback address; 0 takes a free one
/// @param delay before each answer, so that a visit takes as long as on a real network
/// @param careless whether the portal carries a session replay that masks nothing: it then sends passwords, Social
///     Security numbers and cards
/// @param http2 whether HTTP/2 is offered beside HTTP/1.1
public record ClinicOptions(int port, Duration delay, boolean careless, boolean http2) {
    public ClinicOptions {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("not a port: " + port);
        }
        if (delay.isNegative()) {
            throw new IllegalArgumentException("a delay cannot be negative: " + delay);
        }
    }

    /// A free port, no delay, nothing careless, HTTP/1.1 and HTTP/2.
    public static ClinicOptions defaults() {
        return new ClinicOptions(0, Duration.ZERO, false, true);
    }

    public ClinicOptions port(int newPort) {
        return new ClinicOptions(newPort, delay, careless, http2);
    }

    public ClinicOptions delay(Duration newDelay) {
        return new ClinicOptions(port, newDelay, careless, http2);
    }

    /// With a session replay that masks nothing.
    public ClinicOptions beCareless() {
        return new ClinicOptions(port, delay, true, http2);
    }

    /// Without HTTP/2.
    public ClinicOptions http1Only() {
        return new ClinicOptions(port, delay, careless, false);
    }
}
