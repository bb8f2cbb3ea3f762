package dev.earshot.breach.portal;

import dev.earshot.EarshotException;
import dev.earshot.EarshotException.Code;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// How notices become messages of a patient portal, over FHIR R4.
///
/// @param base of the FHIR service, such as `https://fhir.clinic.example/r4`; without a token it may be `http` on this machine
/// @param token a bearer token (SMART Backend Services, say); empty: none is sent
/// @param keys the system of the identifiers that messages get: a URI of the entity's own
/// @param patients how a patient is referred to
/// @param members the system of the member ids, as the FHIR service writes it in `Patient.identifier`
/// @param sender reference of who sends, such as `Organization/1`; empty: none is named
/// @param connections how many messages are on their way at once
/// @param timeout for one answer, to its last byte
/// @param conditionalUndeclared whether to send where the service does not declare conditional create: only where its maker
///     says that it knows it
public record PortalSettings(
        URI base,
        Optional<String> token,
        String keys,
        Patients patients,
        String members,
        Optional<String> sender,
        int connections,
        Duration timeout,
        boolean conditionalUndeclared) {
    private static final Pattern SYSTEM = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:[A-Za-z0-9:/._~%-]+");

    public PortalSettings {
        String scheme = String.valueOf(base.getScheme()).toLowerCase(Locale.ROOT);
        String host = String.valueOf(base.getHost());
        boolean here = host.equals("localhost") || host.equals("127.0.0.1") || host.equals("[::1]");
        if (!scheme.equals("https") && !(scheme.equals("http") && here)) {
            throw usage("the FHIR service's address must start with https://, for messages are about patients");
        }
        if (base.getQuery() != null || base.getFragment() != null || base.getUserInfo() != null) {
            throw usage("the FHIR service's address ends with its path");
        }
        if (!SYSTEM.matcher(keys).matches()) {
            throw usage("the system of the messages' identifiers is not a URI: write one such as"
                    + " https://clinic.example/notices");
        }
        if (patients != Patients.BY_ID && !SYSTEM.matcher(members).matches()) {
            throw usage("the system of the member ids is not a URI: copy it from Patient.identifier.system");
        }
        if (connections < 1 || connections > 100) {
            throw usage("connections are from 1 to 100");
        }
        if (timeout.isNegative() || timeout.isZero()) {
            throw usage("the time to wait for an answer is not positive");
        }
    }

    /// With four connections and a minute for an answer.
    public static PortalSettings of(URI base, String keys, String members) {
        return new PortalSettings(
                base,
                Optional.empty(),
                keys,
                Patients.BY_LOOKUP,
                members,
                Optional.empty(),
                4,
                Duration.ofMinutes(1),
                false);
    }

    /// The token in a variable of the environment.
    ///
    /// @throws EarshotException of code USAGE where it is not set
    public static String token(String variable) {
        String token = System.getenv(variable);
        if (token == null || token.isBlank()) {
            throw usage("the variable " + variable + " has no token for the FHIR service: set it and try again");
        }
        return token.strip();
    }

    /// Without the token.
    @Override
    public String toString() {
        return "PortalSettings[" + base + ", " + patients.id() + "]";
    }

    private static EarshotException usage(String what) {
        return new EarshotException(Code.USAGE, "Portal: " + what + ".");
    }

    /// How `Communication.subject` refers to a patient.
    public enum Patients {
        /// `Patient/ID`, found by the member id as an identifier of the system `members`: works with every portal.
        BY_LOOKUP("lookup"),
        /// The member id as a logical reference (`subject.identifier`), where the service resolves those.
        BY_IDENTIFIER("identifier"),
        /// `Patient/MEMBER-ID`, where member ids are ids of the service.
        BY_ID("id");

        private final String id;

        Patients(String id) {
            this.id = id;
        }

        public String id() {
            return id;
        }

        public static Optional<Patients> byId(String id) {
            return Arrays.stream(values()).filter(way -> way.id.equals(id)).findFirst();
        }
    }
}
