package dev.earshot.decode;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Undoes the steps of a leaf's chain over the token it points at, with other code than the decoder's: the oracle
/// for spans.
final class Replay {
    private static final JsonMapper JSON = new JsonMapper();

    private Replay() {}

    /// The values that the steps of some suffix of the chain make of the token. The steps before lead to the token
    /// itself.
    static Set<String> values(String token, List<Step> steps) {
        Set<String> values = new LinkedHashSet<>();
        for (int from = 0; from <= steps.size(); from++) {
            List<Step> rest = steps.subList(from, steps.size());
            values.addAll(all(token, rest));
            json("\"" + token + "\"").ifPresent(node -> values.addAll(all(node.asString(), rest)));
        }
        return values;
    }

    private static Set<String> all(String text, List<Step> steps) {
        if (steps.isEmpty()) {
            return Set.of(text);
        }
        if (!(steps.getFirst() instanceof Step.Decoded(String codec))) {
            return Set.of();
        }
        return switch (codec) {
            case "plus" -> all(text.replace('+', ' '), rest(steps, 1));
            case "percent" -> all(percent(text), rest(steps, 1));
            case "base64" ->
                base64(text).map(plain -> all(plain, rest(steps, 1))).orElse(Set.of());
            case "hex" -> all(hex(text), rest(steps, 1));
            case "html" -> all(html(text), rest(steps, 1));
            case "escapes" ->
                json("\"" + text.replace("\"", "\\\"") + "\"")
                        .map(node -> all(node.asString(), rest(steps, 1)))
                        .orElse(Set.of());
            case "json" -> json(text).map(node -> members(node, rest(steps, 1))).orElse(Set.of());
            case "form" -> pairs(text, "&", steps);
            case "query" -> pairs(between(text, "?", "#"), "&", steps);
            case "matrix" -> pairs(text.substring(text.indexOf(';') + 1), ";", steps);
            case "fragment" -> all(text.substring(text.indexOf('#') + 1), rest(steps, 1));
            case "path" -> segments(text, steps);
            case "jwt" ->
                base64(text.split("\\.")[1])
                        .map(plain -> all(plain, rest(steps, 1)))
                        .orElse(Set.of());
            default -> Set.of();
        };
    }

    private static List<Step> rest(List<Step> steps, int from) {
        return steps.subList(Math.min(from, steps.size()), steps.size());
    }

    private static Set<String> members(JsonNode node, List<Step> steps) {
        JsonNode inner = node;
        int at = 0;
        while (at < steps.size() && steps.get(at) instanceof Step.Member(String name)) {
            JsonNode next = inner.isArray()
                    ? inner.path(Integer.parseInt(name.substring(1, name.length() - 1)))
                    : inner.path(name);
            inner = next;
            at++;
        }
        return inner.isValueNode() ? all(inner.asString(), rest(steps, at)) : Set.of();
    }

    private static Set<String> pairs(String text, String separator, List<Step> steps) {
        Set<String> values = new LinkedHashSet<>();
        if (steps.size() > 1 && steps.get(1) instanceof Step.Member(String name)) {
            for (String pair : text.split(separator)) {
                int equals = pair.indexOf('=');
                if (equals > 0 && percent(pair.substring(0, equals)).equals(name)) {
                    values.addAll(all(pair.substring(equals + 1), rest(steps, 2)));
                }
            }
        }
        return values;
    }

    private static Set<String> segments(String text, List<Step> steps) {
        Set<String> values = new LinkedHashSet<>();
        for (String segment : text.split("[/?#;]")) {
            values.addAll(all(segment, rest(steps, 2)));
        }
        return values;
    }

    private static String between(String text, String after, String before) {
        int begin = text.indexOf(after) + 1;
        int end = text.indexOf(before, begin);
        return text.substring(begin, end < 0 ? text.length() : end);
    }

    private static Optional<JsonNode> json(String text) {
        try {
            return Optional.of(JSON.readTree(text));
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }

    private static String percent(String text) {
        try {
            return java.net.URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    private static Optional<String> base64(String text) {
        try {
            String plain = text.replace(' ', '+').replace('-', '+').replace('_', '/');
            return Optional.of(new String(java.util.Base64.getMimeDecoder().decode(plain), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static String hex(String text) {
        try {
            return new String(java.util.HexFormat.of().parseHex(text), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    private static String html(String text) {
        return text.replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&quot;", "\"")
                .replace("&#39;", "'")
                .replace("&amp;", "&");
    }
}
