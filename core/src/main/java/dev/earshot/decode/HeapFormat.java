package dev.earshot.decode;

import dev.earshot.element.Sensitive;
import dev.earshot.exchange.Request;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Heap's classic hits, in which properties are repeats of one parameter, a name and its value in turn:
/// `sp=plan&sp=gold` is the session property `sp.plan`.
///
/// Source: captured requests, read 2026-11-22: `sp` for the session, `pp` for the page view. That `k` and `k0` hold
/// an event's properties the same way was not read, and is only assumed where they come in pairs.
final class HeapFormat implements VendorFormat {
    @Override
    public void complete(Request request, List<Leaf> leaves, List<Undecoded> undecoded) {
        name(request.url(), request.url().indexOf('?') + 1, Origin.URL, leaves);
        String type = request.body().mimeType();
        if (type.startsWith("application/x-www-form-urlencoded") || type.startsWith("text/plain")) {
            Utf8.text(request.body().bytes().toArray()).ifPresent(body -> name(body.text(), 0, Origin.BODY, leaves));
        }
    }

    /// Gives the leaves of the values the names that stand before them.
    private static void name(String pairs, int from, Origin origin, List<Leaf> leaves) {
        if (from <= 0 && origin == Origin.URL) {
            return;
        }
        Map<Integer, Property> properties = properties(pairs, from);
        for (int i = 0; i < leaves.size() && !properties.isEmpty(); i++) {
            Leaf leaf = leaves.get(i);
            Property property = leaf.origin() == origin ? properties.get(leaf.start()) : null;
            if (property != null && leaf.path().startsWith(property.parameter())) {
                leaves.set(i, named(leaf, property.parameter().length(), property.name()));
            }
        }
    }

    /// @param parameter the one that repeats
    private record Property(String parameter, String name) {}

    /// The leaf with `name` behind the first `end` characters of its path.
    private static Leaf named(Leaf leaf, int end, String name) {
        String shown =
                name.indexOf('@') > 0 || digits(name) >= 7 ? Sensitive.of(name).masked() : name;
        String rest = leaf.path().substring(end);
        return new Leaf(
                leaf.origin(),
                leaf.source(),
                leaf.steps(),
                leaf.path().substring(0, end) + "." + shown + rest,
                rest.isEmpty() ? shown : leaf.key(),
                leaf.event(),
                leaf.value(),
                leaf.start(),
                leaf.length());
    }

    private static int digits(String name) {
        int digits = 0;
        for (int i = 0; i < name.length(); i++) {
            digits += Character.isDigit(name.charAt(i)) ? 1 : 0;
        }
        return digits;
    }

    /// Where each value begins that has a name before it, with that name.
    private static Map<Integer, Property> properties(String pairs, int from) {
        Map<Integer, Property> properties = new HashMap<>();
        Map<String, String> open = new HashMap<>();
        int fragment = pairs.indexOf('#', from);
        int all = fragment < 0 ? pairs.length() : fragment;
        for (int begin = from; begin < all; ) {
            int ampersand = pairs.indexOf('&', begin, all);
            int end = ampersand < 0 ? all : ampersand;
            int equals = pairs.indexOf('=', begin, end);
            String parameter = equals < 0 ? "" : pairs.substring(begin, equals);
            if (alternates(parameter)) {
                String name = open.remove(parameter);
                if (name == null) {
                    open.put(
                            parameter,
                            Percent.decoded(pairs.substring(equals + 1, end).replace('+', ' ')));
                } else if (!name.isEmpty()) {
                    properties.put(equals + 1, new Property(parameter, name));
                }
            }
            begin = end + 1;
        }
        return properties;
    }

    private static boolean alternates(String parameter) {
        if (parameter.equals("sp") || parameter.equals("pp") || parameter.equals("ub")) {
            return true;
        }
        return parameter.startsWith("k") && digits(parameter) == parameter.length() - 1;
    }
}
