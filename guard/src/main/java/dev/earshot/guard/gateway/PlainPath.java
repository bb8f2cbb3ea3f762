package dev.earshot.guard.gateway;

import java.util.ArrayDeque;
import java.util.Deque;

/// A path as a server reads it, so that one that is forbidden can't be written otherwise: without `.` and `..`, without empty
/// segments, with characters that need no escape unescaped (RFC 3986 §6.2.2).
final class PlainPath {
    private PlainPath() {}

    /// @param target path with or without a query, which stays as it is
    static String of(String target) {
        int end = target.indexOf('?');
        String path = end < 0 ? target : target.substring(0, end);
        if (path.indexOf('%') < 0 && path.indexOf('\\') < 0 && !path.contains("//") && !path.contains("/.")) {
            return target;
        }
        Deque<String> segments = new ArrayDeque<>();
        String unescaped = unescape(path).replace('\\', '/');
        for (String segment : unescaped.split("/", -1)) {
            if (segment.equals("..")) {
                segments.pollLast();
            } else if (!segment.isEmpty() && !segment.equals(".")) {
                segments.addLast(segment);
            }
        }
        String last = unescaped.endsWith("/") && !segments.isEmpty() ? "/" : "";
        return "/" + String.join("/", segments) + last + (end < 0 ? "" : target.substring(end));
    }

    private static String unescape(String path) {
        StringBuilder plain = new StringBuilder(path.length());
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            int high = c == '%' && i + 2 < path.length() ? Character.digit(path.charAt(i + 1), 16) : -1;
            int low = high >= 0 ? Character.digit(path.charAt(i + 2), 16) : -1;
            if (low >= 0) {
                plain.append((char) (high * 16 + low));
                i += 2;
            } else {
                plain.append(c);
            }
        }
        return plain.toString();
    }
}
