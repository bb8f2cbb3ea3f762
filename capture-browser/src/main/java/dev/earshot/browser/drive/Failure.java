package dev.earshot.browser.drive;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Says in words why a page could not be opened.
///
/// Source: `net/base/net_error_list.h` of Chromium, read 2026-11-22.
public final class Failure {
    private static final Pattern NET_ERROR = Pattern.compile("net::(ERR_[A-Z0-9_]+)");

    private static final Map<String, String> WORDS = Map.ofEntries(
            Map.entry("ERR_CONNECTION_REFUSED", "nothing answers there: the connection was refused"),
            Map.entry("ERR_CONNECTION_RESET", "the connection was reset"),
            Map.entry("ERR_CONNECTION_CLOSED", "the connection was closed without an answer"),
            Map.entry("ERR_CONNECTION_TIMED_OUT", "the server did not answer"),
            Map.entry("ERR_TIMED_OUT", "the server did not answer"),
            Map.entry("ERR_EMPTY_RESPONSE", "the server closed the connection without an answer"),
            Map.entry("ERR_NAME_NOT_RESOLVED", "its host name is not known"),
            Map.entry("ERR_INTERNET_DISCONNECTED", "this machine has no network"),
            Map.entry("ERR_ADDRESS_UNREACHABLE", "its address cannot be reached"),
            Map.entry("ERR_TOO_MANY_REDIRECTS", "it redirects in a loop"),
            Map.entry("ERR_ABORTED", "the navigation was stopped before an answer came"),
            Map.entry("ERR_BLOCKED_BY_RESPONSE", "its own headers forbid to show it"),
            Map.entry("ERR_UNSAFE_PORT", "browsers refuse that port"),
            Map.entry("ERR_INVALID_URL", "that is not an address"),
            Map.entry("ERR_HTTP2_PROTOCOL_ERROR", "its HTTP/2 answer is broken"),
            Map.entry("ERR_SSL_PROTOCOL_ERROR", "it does not speak TLS there; is http:// meant?"));

    private static final List<String> CERTIFICATE = List.of("ERR_CERT_", "ERR_SSL_OBSOLETE", "ERR_BAD_SSL_CLIENT");

    private Failure() {}

    /// @param message what Playwright said; it may hold an address, so it is never shown as it is
    public static String inWords(String message) {
        if (message.contains("Download is starting")) {
            return "it is a file to download, which was cancelled";
        }
        Matcher error = NET_ERROR.matcher(message);
        if (error.find()) {
            String code = error.group(1);
            if (CERTIFICATE.stream().anyMatch(code::startsWith)) {
                return "its certificate is not one to trust (" + code
                        + "); to open it all the same, add --browser-arg=--ignore-certificate-errors";
            }
            String words = WORDS.get(code);
            return words == null ? "the browser says " + code : words + " (" + code + ")";
        }
        if (message.contains("crashed")) {
            return "the tab crashed";
        }
        if (message.contains("Timeout") && message.contains("exceeded")) {
            return "it did not answer in time";
        }
        if (message.contains("has been closed")) {
            return "its tab was closed";
        }
        return "the browser could not open it";
    }
}
