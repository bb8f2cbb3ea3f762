package dev.earshot.clinic;

/// Files served as they are.
final class Assets {
    private Assets() {}

    static Reply.Full file(String resource) {
        return Resources.bytes(resource)
                .map(content -> Reply.of(200, type(resource), content).with("Cache-Control", "private, max-age=900"))
                .orElseGet(Reply::notFound);
    }

    private static String type(String name) {
        return switch (name.substring(name.lastIndexOf('.') + 1)) {
            case "js", "cjs" -> "text/javascript; charset=utf-8";
            case "css" -> "text/css; charset=utf-8";
            case "svg" -> "image/svg+xml";
            case "html" -> "text/html; charset=utf-8";
            case "json" -> "application/json";
            default -> "application/octet-stream";
        };
    }
}
