package dev.earshot.exchange;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Where a request came from, and the state of things when it left.
///
/// @param run the id of the [Run] it belongs to
/// @param pageId the [Page] it belongs to; empty when unknown
/// @param pageUrl the address of the top page when it left; empty when unknown
/// @param frameUrl the address of the document or worker that sent it; empty when unknown
/// @param resourceType as CDP names it, in lower case: `document`, `script`, `ping`, `xhr`, `fetch`, `websocket`, …
/// @param initiators from the immediate cause up to the tag in the page; empty when unknown
/// @param step the label of the journey step that was running; empty outside a journey
public record Context(
        String run,
        Optional<String> pageId,
        String pageUrl,
        String frameUrl,
        Target target,
        String resourceType,
        List<Initiator> initiators,
        Consent consent,
        SignedIn signedIn,
        Set<Witness> witnesses,
        Optional<String> step) {
    public Context {
        initiators = List.copyOf(initiators);
        witnesses = Set.copyOf(witnesses);
    }

    /// Nothing is known but the run.
    public static Context unknown(String run) {
        return new Context(
                run,
                Optional.empty(),
                "",
                "",
                Target.UNKNOWN,
                "",
                List.of(),
                Consent.UNKNOWN,
                SignedIn.UNKNOWN,
                Set.of(),
                Optional.empty());
    }

    /// What kind of thing sent the request.
    public enum Target {
        PAGE,
        IFRAME,
        WORKER,
        SHARED_WORKER,
        SERVICE_WORKER,
        UNKNOWN
    }

    /// What the visitor had said to the consent banner by then.
    public enum Consent {
        /// No choice had been made.
        BEFORE_CHOICE,
        ACCEPTED,
        REFUSED,
        UNKNOWN
    }

    /// Whether the visitor was signed in.
    public enum SignedIn {
        YES,
        NO,
        UNKNOWN
    }

    /// Who saw it.
    public enum Witness {
        /// Chromium's net log: it left.
        NET_LOG,
        /// The DevTools protocol: its context.
        CDP,
        /// Somebody else's HAR file.
        HAR,
        /// A proxy between a device and its network: it passed through.
        PROXY,
        /// A recording of packets, opened with the keys of its connections.
        PACKETS
    }
}
