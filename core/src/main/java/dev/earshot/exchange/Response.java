package dev.earshot.exchange;

import java.util.List;
import java.util.Optional;

/// What came back, without its body.
///
/// @param status 0 when no answer came
/// @param redirectUrl where a 3xx pointed, as sent
/// @param bodySize bytes on the wire, or -1 where unknown
public record Response(
        int status,
        String statusText,
        List<Header> headers,
        Optional<String> redirectUrl,
        String mimeType,
        long bodySize) {
    public Response {
        headers = List.copyOf(headers);
    }

    public Optional<String> header(String name) {
        return headers.stream()
                .filter(header -> header.is(name))
                .map(Header::value)
                .findFirst();
    }
}
