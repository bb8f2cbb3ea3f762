package dev.earshot.guard.gateway;

import io.netty.handler.codec.http2.Http2Headers;
import java.util.Map;

/// A request's head in HTTP/2 as the head that it would have in HTTP/1.1, with no room for a second reading: names are
/// lower-case tokens, values hold no control character, nothing tells of a connection or a framing, and there is one
/// host (RFC 9113 §8.2, §8.3).
final class Http2Request {
    private Http2Request() {}

    /// @param hasBody whether frames with its body follow
    /// @return the length that the head promises, or -1
    /// @throws Malformed where it is none
    static long into(Head head, Http2Headers from, boolean hasBody) {
        head.clear();
        head.minor = 1;
        String method = "";
        String scheme = "";
        String authority = "";
        String path = "";
        boolean regular = false;
        for (Map.Entry<CharSequence, CharSequence> field : from) {
            String name = field.getKey().toString();
            String value = field.getValue().toString();
            if (!name.startsWith(":")) {
                regular = true;
                continue;
            }
            if (regular) {
                throw new Malformed(400, "pseudo field after a field");
            }
            switch (name) {
                case ":method" -> method = first(method, value);
                case ":scheme" -> scheme = first(scheme, value);
                case ":authority" -> authority = first(authority, value);
                case ":path" -> path = first(path, value);
                default -> throw new Malformed(400, "pseudo field");
            }
        }
        if (!isToken(method, false) || method.length() > 32 || method.equals("CONNECT")) {
            throw new Malformed(400, "method");
        }
        if (!scheme.equals("https") && !scheme.equals("http")) {
            throw new Malformed(400, "scheme");
        }
        head.method = method;
        head.target = target(path, method);
        return fields(head, from, authority, hasBody);
    }

    private static String first(String before, String value) {
        if (!before.isEmpty() || value.isEmpty()) {
            throw new Malformed(400, "pseudo field");
        }
        return value;
    }

    private static String target(String path, String method) {
        if (!path.startsWith("/") && !(path.equals("*") && method.equals("OPTIONS"))) {
            throw new Malformed(400, "path");
        }
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            if (c <= ' ' || c == '#' || c == 127 || c > 255) {
                throw new Malformed(400, "path");
            }
        }
        return path;
    }

    private static long fields(Head head, Http2Headers from, String authority, boolean hasBody) {
        String host = authority;
        StringBuilder cookies = new StringBuilder();
        long length = -1;
        for (Map.Entry<CharSequence, CharSequence> field : from) {
            String name = field.getKey().toString();
            if (name.equals("host")) {
                String value = checked(name, field.getValue());
                if (!host.isEmpty() && !host.equalsIgnoreCase(value)) {
                    throw new Malformed(400, "two hosts");
                }
                host = value;
            }
        }
        head.fields.add("Host", host);
        for (Map.Entry<CharSequence, CharSequence> field : from) {
            String name = field.getKey().toString();
            if (name.startsWith(":") || name.equals("host")) {
                continue;
            }
            String value = checked(name, field.getValue());
            switch (name) {
                case "connection", "keep-alive", "proxy-connection", "transfer-encoding", "upgrade" ->
                    throw new Malformed(400, "connection field");
                case "te" -> {
                    if (!value.equals("trailers")) {
                        throw new Malformed(400, "connection field");
                    }
                }
                case "content-length" -> {
                    if (length >= 0) {
                        throw new Malformed(400, "content length");
                    }
                    length = length(value);
                }
                // RFC 9113 §8.2.3: one field in HTTP/1.1.
                case "cookie" -> cookies.append(cookies.isEmpty() ? "" : "; ").append(value);
                default -> head.fields.add(name, value);
            }
        }
        if (!cookies.isEmpty()) {
            head.fields.add("cookie", cookies.toString());
        }
        if (length > 0 && !hasBody) {
            throw new Malformed(400, "content length");
        }
        if (length >= 0) {
            head.fields.add("content-length", Long.toString(length));
        }
        RequestFraming.checkHost(head);
        return length;
    }

    /// Trailers, which may not say anything of the message's framing or receiver.
    static void trailers(Fields trailers, Http2Headers from) {
        trailers.clear();
        for (Map.Entry<CharSequence, CharSequence> field : from) {
            String name = field.getKey().toString();
            String value = checked(name, field.getValue());
            switch (name) {
                case "connection",
                        "keep-alive",
                        "proxy-connection",
                        "transfer-encoding",
                        "upgrade",
                        "te",
                        "content-length",
                        "host" -> throw new Malformed(400, "trailer");
                default -> trailers.add(name, value);
            }
        }
    }

    private static String checked(String name, CharSequence given) {
        if (!isToken(name, true)) {
            throw new Malformed(400, "field name");
        }
        String value = given.toString();
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if ((c < ' ' && c != '\t') || c == 127 || c > 255) {
                throw new Malformed(400, "field value");
            }
        }
        if (!value.isEmpty() && (blank(value.charAt(0)) || blank(value.charAt(value.length() - 1)))) {
            throw new Malformed(400, "field value");
        }
        return value;
    }

    private static boolean blank(char c) {
        return c == ' ' || c == '\t';
    }

    private static boolean isToken(String text, boolean lower) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean letter = (c >= 'a' && c <= 'z') || (!lower && c >= 'A' && c <= 'Z');
            if (!letter && !(c >= '0' && c <= '9') && "!#$%&'*+-.^_`|~".indexOf(c) < 0) {
                return false;
            }
        }
        return !text.isEmpty();
    }

    private static long length(String text) {
        if (text.isEmpty() || text.length() > 18) {
            throw new Malformed(400, "content length");
        }
        long length = 0;
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                throw new Malformed(400, "content length");
            }
            length = length * 10 + text.charAt(i) - '0';
        }
        return length;
    }
}
