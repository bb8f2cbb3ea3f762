package dev.earshot.guard.alert;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Who is told, and how often.
///
/// @param repeatAfter a key is told once in this time
/// @param mostPerHour more than so many an hour become one digest
public record AlertSettings(Duration repeatAfter, int mostPerHour, Pace pace, List<Receiver> receivers) {
    public AlertSettings {
        receivers = List.copyOf(receivers);
    }

    /// To nobody.
    public static AlertSettings none() {
        return new AlertSettings(Duration.ofDays(1), 10, Pace.USUAL, List.of());
    }

    /// How long a delivery is tried.
    ///
    /// @param attempts the first one among them
    /// @param firstWait before the second attempt; doubled each time
    /// @param timeout of a connection, and of an answer
    /// @param queued alerts that wait for one receiver at most
    /// @param atClose how long what waits is still tried when all ends
    public record Pace(int attempts, Duration firstWait, Duration timeout, int queued, Duration atClose) {
        public static final Pace USUAL =
                new Pace(6, Duration.ofSeconds(2), Duration.ofSeconds(15), 200, Duration.ofSeconds(20));
    }

    /// Where alerts go.
    public sealed interface Receiver {
        /// For messages to the user: no secret is in it.
        String name();
    }

    /// An HTTP server that takes JSON by POST.
    ///
    /// @param to may hold a secret in its path, and so is never shown whole
    /// @param secret signs what is sent
    /// @param ca certificates (PEM) to trust; empty: those of the Java runtime
    public record Webhook(URI to, Optional<Secret> secret, Optional<Path> ca) implements Receiver {
        @Override
        public String name() {
            return "webhook at " + to.getHost();
        }

        @Override
        public String toString() {
            return name();
        }
    }

    /// A mail server, and who gets the message.
    public record Mail(
            String host,
            int port,
            Security security,
            Optional<Login> login,
            String from,
            List<String> to,
            Optional<Path> ca)
            implements Receiver {
        public Mail {
            to = List.copyOf(to);
        }

        @Override
        public String name() {
            return "e-mail through " + host;
        }
    }

    public record Login(String user, Secret password) {}

    /// A syslog server.
    ///
    /// @param facility of RFC 5424, 0 to 23
    public record Syslog(String host, int port, Transport transport, int facility, Optional<Path> ca)
            implements Receiver {
        @Override
        public String name() {
            return "syslog at " + host;
        }
    }

    public enum Security {
        /// For a server on this machine.
        NONE,
        /// RFC 3207; nothing is sent where the server doesn't offer it.
        STARTTLS,
        /// RFC 8314, port 465.
        TLS
    }

    public enum Transport {
        /// RFC 5426.
        UDP,
        /// RFC 6587, section 3.4.1: octet counting.
        TCP,
        /// RFC 5425.
        TLS
    }

    /// A password or a key. It prints as stars.
    public record Secret(String value) {
        @Override
        public String toString() {
            return "***";
        }
    }
}
