package dev.earshot.exchange;

import java.util.List;
import java.util.Optional;

/// A request as it left.
///
/// @param url absolute, as sent, without its fragment; not necessarily a valid [java.net.URI]
/// @param headers in the order sent, Cookie and Referer included where they were seen
public record Request(String method, String url, String httpVersion, List<Header> headers, Body body) {
    public Request {
        headers = List.copyOf(headers);
    }

    public Optional<String> header(String name) {
        return headers.stream()
                .filter(header -> header.is(name))
                .map(Header::value)
                .findFirst();
    }

    /// The method and the length of the URL, which may itself carry what a patient typed.
    @Override
    public String toString() {
        return method + " (" + url.length() + ")";
    }
}
