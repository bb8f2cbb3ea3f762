package dev.earshot.investigate.identity;

import tools.jackson.databind.JsonNode;

/// Finds a value in JSON by a path such as `client.ipAddress` or `principal[0]`. A name that itself holds full stops is
/// found too.
final class JsonPath {
    private JsonPath() {}

    /// Empty where nothing is there, or nothing plain. A list stands for its first element.
    static String text(JsonNode node, String path) {
        return plain(find(node, path));
    }

    static String plain(JsonNode node) {
        JsonNode value = node.isArray() && !node.isEmpty() ? node.get(0) : node;
        return value.isValueNode() && !value.isNull() ? value.asString() : "";
    }

    static JsonNode find(JsonNode node, String path) {
        if (path.isEmpty()) {
            return node;
        }
        if (path.startsWith("[")) {
            int end = path.indexOf(']');
            try {
                JsonNode element = node.path(Integer.parseInt(path, 1, Math.max(1, end), 10));
                return find(element, path.substring(end + 1 + (path.startsWith(".", end + 1) ? 1 : 0)));
            } catch (NumberFormatException notAnIndex) {
                return node.path(path);
            }
        }
        if (node.has(path)) {
            return node.path(path);
        }
        for (int end = 1; end < path.length(); end++) {
            char character = path.charAt(end);
            if ((character == '.' || character == '[') && node.has(path.substring(0, end))) {
                JsonNode found =
                        find(node.path(path.substring(0, end)), path.substring(character == '.' ? end + 1 : end));
                if (!found.isMissingNode()) {
                    return found;
                }
            }
        }
        return node.path(path);
    }
}
