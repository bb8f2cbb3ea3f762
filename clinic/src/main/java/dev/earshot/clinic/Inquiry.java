package dev.earshot.clinic;

import dev.earshot.exchange.Header;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A request as the hosts of the clinic see it.
///
/// @param path as sent, never empty
/// @param query as sent, without the question mark
record Inquiry(String method, String host, String path, String query, List<Header> headers, byte[] body) {
    Optional<String> header(String name) {
        return headers.stream()
                .filter(header -> header.is(name))
                .map(Header::value)
                .findFirst();
    }

    Optional<String> queryValue(String name) {
        return Optional.ofNullable(pairs(query).get(name));
    }

    /// The fields of an urlencoded form body.
    Map<String, String> form() {
        return pairs(new String(body, StandardCharsets.UTF_8));
    }

    Optional<String> cookie(String name) {
        return headers.stream()
                .filter(header -> header.is("cookie"))
                .flatMap(header -> List.of(header.value().split("; *")).stream())
                .filter(pair -> pair.startsWith(name + "="))
                .map(pair -> pair.substring(name.length() + 1))
                .findFirst();
    }

    private static Map<String, String> pairs(String encoded) {
        Map<String, String> pairs = new LinkedHashMap<>();
        for (String pair : encoded.split("&")) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                pairs.putIfAbsent(decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1)));
            }
        }
        return pairs;
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }
}
