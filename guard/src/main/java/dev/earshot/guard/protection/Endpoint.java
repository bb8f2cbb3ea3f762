package dev.earshot.guard.protection;

import java.util.Locale;

/// Addresses on one host, or on all hosts below a domain.
///
/// @param host lower case, without a port: `www.vendor.example`, or `*.vendor.example` for every host below it and not
///     itself
/// @param path what a path must begin with; starts with a slash; `/` for all. A path that ends with a slash or holds a
///     `?` stands for everything that begins so; any other for itself and what follows a further slash
public record Endpoint(String host, String path) {
    public Endpoint {
        if (host.isEmpty() || !host.equals(host.toLowerCase(Locale.ROOT)) || host.indexOf('*', 1) >= 0) {
            throw new IllegalArgumentException("a host is lower case, with * only as its first label: " + host);
        }
        if (host.startsWith("*") && !host.startsWith("*.")) {
            throw new IllegalArgumentException("a wildcard stands for whole labels, as in *.vendor.example: " + host);
        }
        if (!path.startsWith("/")) {
            throw new IllegalArgumentException("a path starts with a slash: " + path);
        }
    }

    /// Any path of a host.
    public static Endpoint of(String host) {
        return new Endpoint(host, "/");
    }

    /// Whether a request for `otherPath` (with or without a query) at `otherHost` is one of these.
    public boolean covers(String otherHost, String otherPath) {
        return coversHost(otherHost) && coversPath(otherPath);
    }

    /// Whether a host is one of these, whatever the path.
    public boolean coversHost(String other) {
        return host.startsWith("*.") ? other.endsWith(host.substring(1)) : other.equals(host);
    }

    private boolean coversPath(String other) {
        if (path.equals("/")) {
            return true;
        }
        if (!other.startsWith(path)) {
            return false;
        }
        return other.length() == path.length()
                || path.endsWith("/")
                || path.indexOf('?') >= 0
                || other.charAt(path.length()) == '/'
                || other.charAt(path.length()) == '?';
    }

    @Override
    public String toString() {
        return path.equals("/") ? host : host + path;
    }
}
