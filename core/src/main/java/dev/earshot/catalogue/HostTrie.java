package dev.earshot.catalogue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// Host patterns by their labels, last label first, so that one walk down a host's labels finds them all.
///
/// @param <T> what stands at a host
public final class HostTrie<T> {
    private static final Pattern COUNTRY_SECOND_LEVEL = Pattern.compile("com?|org|net");

    private final Node<T> root = new Node<>();

    private static final class Node<T> {
        private final Map<String, Node<T>> exact = new HashMap<>();
        private final Map<String, Node<T>> patterns = new LinkedHashMap<>();
        private final Map<String, Pattern> compiled = new HashMap<>();
        private final List<T> here = new ArrayList<>();
        private final List<T> below = new ArrayList<>();
    }

    /// Puts `value` at a host pattern: `www.x.com`, `*.x.com` for one or more labels, `k-*.x.com` within a label, and
    /// `www.google.<country>` for a country's suffix.
    public void put(String pattern, T value) {
        if (pattern.endsWith(".<country>")) {
            String front = pattern.substring(0, pattern.length() - "<country>".length());
            put(front + "<cc>", value);
            put(front + "<second>.<cc>", value);
            return;
        }
        String[] labels = pattern.split("\\.", -1);
        Node<T> node = root;
        for (int at = labels.length - 1; at >= 0; at--) {
            String label = labels[at];
            if (at == 0 && label.equals("*")) {
                node.below.add(value);
                return;
            }
            node = isPlain(label) ? node.exact.computeIfAbsent(label, key -> new Node<>()) : child(node, label);
        }
        node.here.add(value);
    }

    private static boolean isPlain(String label) {
        return label.indexOf('*') < 0 && !label.startsWith("<");
    }

    private Node<T> child(Node<T> node, String label) {
        node.compiled.computeIfAbsent(label, HostTrie::labelPattern);
        return node.patterns.computeIfAbsent(label, key -> new Node<>());
    }

    private static Pattern labelPattern(String label) {
        return switch (label) {
            case "<cc>" -> Pattern.compile("[a-z]{2}");
            case "<second>" -> COUNTRY_SECOND_LEVEL;
            default -> Pattern.compile("\\Q" + label.replace("*", "\\E[^.]*\\Q") + "\\E");
        };
    }

    /// Everything that stands at `host`, the most specific first.
    public List<T> at(String host) {
        if (host.isEmpty()) {
            return List.of();
        }
        List<T> found = new ArrayList<>();
        walk(root, host, host.length(), found);
        return found.reversed();
    }

    /// Adds what matches from the least specific to the most.
    private static <T> void walk(Node<T> node, String host, int end, List<T> found) {
        if (end < 0) {
            addReversed(found, node.here);
            return;
        }
        addReversed(found, node.below);
        int dot = host.lastIndexOf('.', end - 1);
        String label = host.substring(dot + 1, end);
        node.patterns.forEach((pattern, next) -> {
            Pattern compiled = node.compiled.get(pattern);
            if (compiled != null && compiled.matcher(label).matches()) {
                walk(next, host, dot, found);
            }
        });
        Node<T> next = node.exact.get(label);
        if (next != null) {
            walk(next, host, dot, found);
        }
    }

    private static <T> void addReversed(List<T> found, List<T> values) {
        found.addAll(values.reversed());
    }
}
