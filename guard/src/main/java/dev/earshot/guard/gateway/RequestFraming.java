package dev.earshot.guard.gateway;

import dev.earshot.guard.gateway.BodyReader.Framing;
import java.util.Locale;

/// How a request's end is known, and whom it is for, with no room for a second opinion (RFC 9112 §3.2, §6.1, §6.3).
final class RequestFraming {
    private RequestFraming() {}

    /// @throws Malformed where two readers could disagree
    static Framing of(Head request) {
        Fields fields = request.fields;
        int encoding = fields.find(Name.TRANSFER_ENCODING);
        int length = fields.find(Name.CONTENT_LENGTH);
        if (encoding >= 0) {
            if (length >= 0 || request.minor == 0 || fields.find(Name.TRANSFER_ENCODING, encoding + 1) >= 0) {
                throw new Malformed(400, "transfer coding");
            }
            if (!fields.valueIs(encoding, "chunked")) {
                throw new Malformed(501, "transfer coding");
            }
            return Framing.CHUNKED;
        }
        if (length < 0) {
            return Framing.NONE;
        }
        if (fields.find(Name.CONTENT_LENGTH, length + 1) >= 0 || fields.number(length) < 0) {
            throw new Malformed(400, "content length");
        }
        return Framing.LENGTH;
    }

    /// Makes an absolute target one of origin form, whose host must be that of the host field.
    ///
    /// @throws Malformed where there is not exactly one host
    static void checkHost(Head request) {
        Fields fields = request.fields;
        int host = fields.find(Name.HOST);
        if (host < 0 || fields.find(Name.HOST, host + 1) >= 0 || !isHost(fields.value(host))) {
            throw new Malformed(400, "host");
        }
        String target = request.target;
        if (target.startsWith("/")) {
            return;
        }
        if (target.equals("*") && request.method.equals("OPTIONS")) {
            return;
        }
        String lower = target.toLowerCase(Locale.ROOT);
        int authority = lower.startsWith("http://") ? 7 : lower.startsWith("https://") ? 8 : -1;
        if (authority < 0 || request.method.equals("CONNECT")) {
            throw new Malformed(400, "request target");
        }
        int end = authority;
        while (end < target.length() && target.charAt(end) != '/' && target.charAt(end) != '?') {
            end++;
        }
        if (!target.substring(authority, end).equalsIgnoreCase(fields.value(host))) {
            throw new Malformed(400, "two hosts");
        }
        String rest = target.substring(end);
        request.target = rest.startsWith("/") ? rest : "/" + rest;
    }

    private static boolean isHost(String host) {
        if (host.isEmpty()) {
            return false;
        }
        for (int i = 0; i < host.length(); i++) {
            char c = host.charAt(i);
            if (!(Character.isLetterOrDigit(c) && c < 128) && ".-_:[]".indexOf(c) < 0) {
                return false;
            }
        }
        return true;
    }

    static boolean keepsAlive(Head message) {
        if (message.minor == 0) {
            return connectionSays(message.fields, "keep-alive") && !connectionSays(message.fields, "close");
        }
        return !connectionSays(message.fields, "close");
    }

    static boolean connectionSays(Fields fields, String word) {
        for (int i = fields.find(Name.CONNECTION); i >= 0; i = fields.find(Name.CONNECTION, i + 1)) {
            if (fields.valueIs(i, word)) {
                return true;
            }
            for (String option : fields.value(i).split(",", -1)) {
                if (option.strip().equalsIgnoreCase(word)) {
                    return true;
                }
            }
        }
        return false;
    }
}
