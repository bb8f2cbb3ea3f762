package dev.earshot.decode;

import dev.earshot.exchange.Header;
import dev.earshot.exchange.Request;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Hits of Adobe Analytics, in which some values follow only from several parameters.
///
/// - A page address of more than 255 bytes stands in `g` and goes on in `-g`: its two halves are replaced by one
///   address, `g`.
/// - A dynamic variable copies: `v1=D=g` is the page address, `c2=D=c1+":intro"` the first property and a text,
///   `v3=D=User-Agent` a header. What it stands for is a leaf of the same path. The prefix is another where the
///   parameter `D` says so. Only what the hit itself holds is copied; nothing follows from a reference to nothing.
/// - `products` is a list of products, each `category;name;quantity;price;events;eVars`, with `|` between events and
///   between eVars: its fields are `products[0].name` and so on.
/// - A hit ends with `AQE=1`; one that begins with `AQB` and has no end was cut off on its way.
///
/// Source: Adobe's query parameters, dynamic variables and products variable (experienceleague.adobe.com, analytics
/// implementation, read 2026-11-22); webanalyticsfordevelopers.com/2013/04/23/dynamic-variables for the joining of
/// several terms, read 2026-11-22.
final class AdobeAnalyticsFormat implements VendorFormat {
    private static final Step.Decoded CONTINUED = new Step.Decoded("continued in -g");
    private static final Step.Decoded DYNAMIC = new Step.Decoded("dynamic variable");
    private static final Step.Decoded PRODUCTS = new Step.Decoded("products");
    private static final String[] FIELDS = {"category", "name", "quantity", "price"};
    private static final int EVENTS = 4;
    private static final int EVARS = 5;
    private static final int MOST_PRODUCTS = 1000;

    /// Characters that references may make of one hit, for each character it has.
    private static final int GROWTH = 8;

    private static final int ALLOWANCE = 64 << 10;

    @Override
    public void complete(Request request, List<Leaf> leaves, List<Undecoded> undecoded) {
        if (!request.url().contains("/b/ss/")) {
            return;
        }
        join(request, leaves, undecoded);
        List<Leaf> added = new ArrayList<>();
        dynamic(request, leaves, added, undecoded);
        for (String name : List.of("products", "pl")) {
            Derived.first(leaves, name).ifPresent(products -> products(products, added));
        }
        leaves.addAll(added);
        Optional<Leaf> begun = Derived.first(leaves, "AQB");
        if (begun.isPresent() && Derived.first(leaves, "AQE").isEmpty()) {
            undecoded.add(new Undecoded(
                    begun.get().origin().label(), 0, 0, "the hit was cut off on its way, its end AQE=1 is missing"));
        }
    }

    private static void join(Request request, List<Leaf> leaves, List<Undecoded> undecoded) {
        Optional<Leaf> begin = Derived.first(leaves, "g");
        Optional<Leaf> end = Derived.first(leaves, "-g");
        if (begin.isEmpty() || end.isEmpty()) {
            return;
        }
        String whole = token(request, begin.get()) + token(request, end.get());
        List<Leaf> joined = Derived.opened(begin.get(), CONTINUED, whole, undecoded);
        int at = leaves.indexOf(begin.get());
        leaves.removeIf(leaf -> Derived.isPayload(leaf) && (isPartOf(leaf, "g") || isPartOf(leaf, "-g")));
        leaves.addAll(at, joined);
    }

    /// A parameter's value, unescaped once.
    private static String token(Request request, Leaf leaf) {
        byte[] sent = leaf.origin() == Origin.URL
                ? request.url().getBytes(StandardCharsets.UTF_8)
                : request.body().bytes().toArray();
        int from = Math.min(leaf.start(), sent.length);
        int length = Math.min(leaf.length(), sent.length - from);
        return Percent.decoded(new String(sent, from, length, StandardCharsets.UTF_8));
    }

    private static boolean isPartOf(Leaf leaf, String name) {
        String path = leaf.path();
        return path.startsWith(name)
                && (path.length() == name.length() || "?/#;.[".indexOf(path.charAt(name.length())) >= 0);
    }

    private static void dynamic(Request request, List<Leaf> leaves, List<Leaf> added, List<Undecoded> undecoded) {
        String prefix = Derived.first(leaves, "D").map(Leaf::value).orElse("D=");
        long room = Math.max(
                ALLOWANCE,
                GROWTH * ((long) request.url().length() + request.body().bytes().length()));
        for (Leaf leaf : leaves) {
            String value = leaf.value();
            if (value.startsWith(prefix)
                    && value.length() > prefix.length()
                    && Derived.isPayload(leaf)
                    && !leaf.path().equals("D")) {
                String meant = meant(value.substring(prefix.length()), prefix, request, leaves);
                room -= meant.length();
                if (!meant.isEmpty() && room > 0) {
                    added.addAll(Derived.opened(leaf, DYNAMIC, meant, undecoded));
                }
            }
        }
    }

    /// What the terms of a dynamic variable stand for, one after the other; empty when none refers to anything.
    private static String meant(String terms, String prefix, Request request, List<Leaf> leaves) {
        StringBuilder meant = new StringBuilder();
        boolean found = false;
        for (int begin = 0; begin < terms.length(); ) {
            char c = terms.charAt(begin);
            if (c == '"' || c == '\'') {
                int quote = terms.indexOf(c, begin + 1);
                int end = quote < 0 ? terms.length() : quote;
                meant.append(terms, begin + 1, end);
                begin = end + 1;
            } else if (c == '+' || c == ' ') {
                begin++;
            } else {
                int plus = terms.indexOf('+', begin);
                int end = plus < 0 ? terms.length() : plus;
                String copied = copied(terms.substring(begin, end).strip(), request, leaves);
                if (!copied.startsWith(prefix)) {
                    found |= !copied.isEmpty();
                    meant.append(copied);
                }
                begin = end + 1;
            }
        }
        return found ? meant.toString() : "";
    }

    private static String copied(String name, Request request, List<Leaf> leaves) {
        Optional<Leaf> parameter = Derived.first(leaves, name);
        if (parameter.isPresent()) {
            return parameter.get().value();
        }
        for (Header header : request.headers()) {
            if (header.is(name) && !header.is("cookie")) {
                return header.value();
            }
        }
        return "";
    }

    private static void products(Leaf leaf, List<Leaf> added) {
        String products = leaf.value();
        int position = 0;
        for (int begin = 0; begin <= products.length() && position < MOST_PRODUCTS; position++) {
            int comma = products.indexOf(',', begin);
            int end = comma < 0 ? products.length() : comma;
            product(leaf, "[" + position + "]", products.substring(begin, end), added);
            begin = end + 1;
        }
    }

    private static void product(Leaf leaf, String position, String product, List<Leaf> added) {
        int field = 0;
        for (int begin = 0; begin <= product.length() && field <= EVARS; field++) {
            int semicolon = product.indexOf(';', begin);
            int end = semicolon < 0 ? product.length() : semicolon;
            String value = product.substring(begin, end);
            if (value.isEmpty()) {
                begin = end + 1;
                continue;
            }
            if (field < EVENTS) {
                added.add(Derived.part(leaf, PRODUCTS, value, position, FIELDS[field]));
            } else {
                named(leaf, position, field == EVENTS ? "events" : "evars", value, added);
            }
            begin = end + 1;
        }
    }

    /// `event1=2.5|event2`, or `eVar1=oncology`.
    private static void named(Leaf leaf, String position, String list, String values, List<Leaf> added) {
        for (int begin = 0; begin < values.length(); ) {
            int bar = values.indexOf('|', begin);
            int end = bar < 0 ? values.length() : bar;
            int equals = values.indexOf('=', begin, end);
            if (equals > 0 && equals + 1 < end && isVariable(values, begin, equals)) {
                String name = values.substring(begin, equals);
                added.add(Derived.part(leaf, PRODUCTS, values.substring(equals + 1, end), position, list, name));
            } else if (end > begin) {
                added.add(Derived.part(leaf, PRODUCTS, values.substring(begin, end), position, list));
            }
            begin = end + 1;
        }
    }

    /// `event` or `eVar` and a number.
    private static boolean isVariable(String text, int from, int to) {
        int digits = to;
        while (digits > from && Character.isDigit(text.charAt(digits - 1))) {
            digits--;
        }
        boolean event = text.regionMatches(true, from, "event", 0, 5) && digits - from == 5;
        boolean eVar = text.regionMatches(true, from, "eVar", 0, 4) && digits - from == 4;
        return (event || eVar) && to > digits && to - digits <= 4;
    }
}
