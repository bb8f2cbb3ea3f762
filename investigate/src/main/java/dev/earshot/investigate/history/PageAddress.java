package dev.earshot.investigate.history;

/// A page as the steps know it.
///
/// @param method in upper case
/// @param host in lower case, without a port
/// @param path starts with a slash
/// @param query without the question mark; empty where there is none
public record PageAddress(String method, String host, String path, String query) {
    String part(PageRule.Part part, String parameter) {
        return switch (part) {
            case METHOD -> method;
            case HOST -> host;
            case PATH -> path;
            case QUERY -> query;
            case URL -> "https://" + host + path + (query.isEmpty() ? "" : "?" + query);
            case PARAMETER -> PageRules.parameter(query, parameter);
        };
    }
}
