package dev.earshot.guard.relay;

import java.net.URI;
import java.util.List;
import java.util.Optional;

/// What a page tells the covered entity's own server, made ready to be told to a vendor: named fields alone, without
/// address and identifiers.
public interface Relay {
    /// A request as the page sent it.
    ///
    /// @param path with the query, such as `/collect/ga4?v=2&en=page_view`
    record Incoming(String method, String path, String contentType, byte[] body) {}

    /// What is sent on, with no header but these.
    ///
    /// @param contentType empty where there is no body
    record Outgoing(String method, URI to, String contentType, byte[] body, List<String> droppedFields) {}

    /// What may be sent on; empty where nothing may, or nobody named this relay.
    Optional<Outgoing> forward(Incoming request);

    /// As [#forward(Incoming)], where the page's zone is known, by its address and by whether it was signed in.
    ///
    /// @param zone its name
    default Optional<Outgoing> forward(Incoming request, String zone) {
        return forward(request);
    }
}
