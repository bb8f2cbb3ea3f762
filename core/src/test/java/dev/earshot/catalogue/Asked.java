package dev.earshot.catalogue;

import dev.earshot.decode.Leaf;
import dev.earshot.decode.Origin;
import dev.earshot.exchange.Body;
import dev.earshot.exchange.Bytes;
import dev.earshot.exchange.Header;
import dev.earshot.exchange.Request;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/// Requests and leaves made up for the tests.
final class Asked {
    private Asked() {}

    static Request get(String url) {
        return new Request("GET", url, "HTTP/2", List.of(), Body.NONE);
    }

    static Request post(String url, String body) {
        return new Request("POST", url, "HTTP/2", List.of(), Body.whole(Bytes.utf8(body), "text/plain"));
    }

    static Request with(Request request, String header, String value) {
        List<Header> headers = Stream.concat(request.headers().stream(), Stream.of(new Header(header, value)))
                .toList();
        return new Request(request.method(), request.url(), request.httpVersion(), headers, request.body());
    }

    /// A leaf of the body, shared by all events.
    static Leaf leaf(String path, String value) {
        return leaf(Origin.BODY, "", path, value, -1);
    }

    static Leaf leaf(Origin origin, String source, String path, String value, int event) {
        return new Leaf(origin, source, List.of(), path, path, event, value, 0, 0);
    }

    /// `path=value` each.
    static List<Leaf> leaves(String... pairs) {
        return Arrays.stream(pairs)
                .map(pair -> pair.split("=", 2))
                .map(pair -> leaf(pair[0], pair[1]))
                .toList();
    }
}
