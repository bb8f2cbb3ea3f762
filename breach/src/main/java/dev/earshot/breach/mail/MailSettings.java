package dev.earshot.breach.mail;

import dev.earshot.EarshotException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/// How notices leave by e-mail.
///
/// @param dkim who signs; nobody where the server signs
public record MailSettings(
        Server server, Sender sender, Limits limits, Patience patience, Optional<Signature> dkim, Doubt doubt) {

    /// With usual limits and times, unsigned, doubts left to the user.
    public static MailSettings of(Server server, Sender sender) {
        return new MailSettings(
                server,
                sender,
                Limits.usual(),
                Patience.usual(),
                Optional.empty(),
                new Doubt(Doubt.Rule.LEAVE, Duration.ofMinutes(10)));
    }

    /// The server that takes the messages over.
    ///
    /// @param trust certificates (PEM) of who vouches for the server; empty: those the Java runtime trusts
    /// @param helo the name that this machine gives; a server may insist that it resolves
    public record Server(String host, int port, Tls tls, Optional<Path> trust, Optional<Login> login, String helo) {
        public Server {
            plain(host, "the server's host");
            plain(helo, "the name for EHLO");
            if (port < 1 || port > 65535) {
                throw usage("the server's port is " + port + ": write one from 1 to 65535");
            }
            if (login.isPresent() && tls == Tls.NONE) {
                throw usage("a password would travel unencrypted: write tls: starttls or tls: tls");
            }
        }

        public Server(String host, int port, Tls tls) {
            this(host, port, tls, Optional.empty(), Optional.empty(), "localhost");
        }
    }

    public enum Tls {
        /// For a server on this machine.
        NONE("none"),
        /// RFC 3207; nothing is sent where the server does not offer it or its certificate does not hold.
        STARTTLS("starttls"),
        /// TLS from the first byte (RFC 8314, port 465).
        TLS("tls");

        private final String id;

        Tls(String id) {
            this.id = id;
        }

        public String id() {
            return id;
        }

        public static Optional<Tls> byId(String id) {
            return Arrays.stream(values()).filter(tls -> tls.id.equals(id)).findFirst();
        }
    }

    /// Name and password at the server. It prints without the password.
    public record Login(String user, String password) {
        /// With the password in a variable of the environment.
        ///
        /// @throws EarshotException of code USAGE where it is not set
        public static Login fromEnvironment(String user, String variable) {
            String password = System.getenv(variable);
            if (password == null || password.isEmpty()) {
                throw usage(
                        "the variable " + variable + " has no password for the e-mail server: set it and try again");
            }
            return new Login(user, password);
        }

        @Override
        public String toString() {
            return "Login of " + user;
        }
    }

    /// Who writes.
    ///
    /// @param name shown beside the address; may be empty
    /// @param bounces where bounces go; each delivery has an address of its own there, `bounces+KEY@…`
    /// @param messageIds domain of the Message-IDs
    public record Sender(String name, String from, Optional<String> replyTo, String bounces, String messageIds) {
        public Sender {
            address(from, "from");
            replyTo.ifPresent(written -> address(written, "reply-to"));
            if (address(bounces, "bounces").with("0".repeat(32)).local().length() > 64) {
                throw usage("bounces: the part in front of the @ has more than 31 letters; use a shorter one");
            }
            plain(messageIds, "the domain of Message-IDs");
        }

        MailAddress fromAddress() {
            return address(from, "from");
        }

        MailAddress bounceAddress() {
            return address(bounces, "bounces");
        }

        /// The Message-ID of a delivery, with angle brackets.
        String messageId(String key) {
            return "<" + key + "@" + messageIds + ">";
        }

        private static MailAddress address(String written, String field) {
            return MailAddress.of(written)
                    .filter(address -> !address.needsUtf8())
                    .orElseThrow(() -> usage(
                            field + ": not an e-mail address in ASCII; write one such as" + " privacy@clinic.example"));
        }
    }

    /// @param connections at once, to the server
    /// @param perSecond messages a second over all connections; 0: as fast as the server takes them
    /// @param perConnection messages over one connection, then a new one is made
    /// @param anyDomain messages at once to addresses of one domain
    /// @param domains the same for some domains
    public record Limits(
            int connections, double perSecond, int perConnection, int anyDomain, Map<String, Integer> domains) {
        public Limits {
            domains = Map.copyOf(domains);
            if (connections < 1 || connections > 200) {
                throw usage("connections: " + connections + " is not from 1 to 200");
            }
            if (!(perSecond >= 0)
                    || perConnection < 1
                    || anyDomain < 1
                    || domains.values().stream().anyMatch(n -> n < 1)) {
                throw usage("limits of e-mail: a rate is 0 or more, every other limit is 1 or more");
            }
        }

        static Limits usual() {
            return new Limits(4, 0, 500, 20, Map.of());
        }

        int of(String domain) {
            return domains.getOrDefault(domain, anyDomain);
        }
    }

    /// @param connect for a connection and its TLS
    /// @param answer for an answer to a command; RFC 5321 § 4.5.3.2 asks for 5 minutes
    /// @param taken for the answer to a whole message; RFC 5321 asks for 10 minutes: less puts messages in doubt
    /// @param betweenFailures after the first failed connection; twice as long after each further one
    /// @param failures so many failed connections in a row, and the run stops
    /// @param refusals so many refused messages in a row, and the run stops: the server refuses us, not them
    /// @param again until a deferred message is tried again; twice as long after each attempt, at most 4 hours
    /// @param attempts then the e-mail counts as refused
    public record Patience(
            Duration connect,
            Duration answer,
            Duration taken,
            Duration betweenFailures,
            int failures,
            int refusals,
            Duration again,
            int attempts) {
        static Patience usual() {
            return new Patience(
                    Duration.ofSeconds(30),
                    Duration.ofMinutes(5),
                    Duration.ofMinutes(10),
                    Duration.ofSeconds(1),
                    8,
                    100,
                    Duration.ofMinutes(10),
                    14);
        }
    }

    /// @param domain `d=`
    /// @param selector `s=`
    /// @param key private key, PKCS #8 in PEM: RSA of at least 1,024 bits (2,048 is right), or Ed25519
    public record Signature(String domain, String selector, Path key) {
        public Signature {
            plain(domain, "dkim domain");
            plain(selector, "dkim selector");
        }
    }

    /// What becomes of a message whose answer was lost and of which nobody can be asked.
    ///
    /// @param quiet so long after its last sign of life nothing of a connection can still arrive at the server
    public record Doubt(Rule rule, Duration quiet) {
        public enum Rule {
            /// Stays in doubt, and is shown, until somebody decides.
            LEAVE("leave"),
            /// Nobody is lost; somebody may be told twice.
            SEND_AGAIN("send-again"),
            /// The next channel tells the person: nobody gets the same e-mail twice.
            LETTER("letter");

            private final String id;

            Rule(String id) {
                this.id = id;
            }

            public String id() {
                return id;
            }

            public static Optional<Rule> byId(String id) {
                return Arrays.stream(values())
                        .filter(rule -> rule.id.equals(id))
                        .findFirst();
            }
        }
    }

    private static void plain(String text, String what) {
        if (!text.matches("[A-Za-z0-9._:\\[\\]-]+")) {
            throw usage(what + " has a character that no such name has, or is empty");
        }
    }

    private static EarshotException usage(String message) {
        return new EarshotException(EarshotException.Code.USAGE, message);
    }
}
