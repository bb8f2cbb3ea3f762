package dev.earshot.investigate.history.capture;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a page's HTML makes a browser load and run: addresses, and code.
///
/// It is read as a browser reads it, tag by tag, so that comments, texts, links to follow, JSON and templates are
/// none of it. Source: HTML Living Standard, sections 4.2 to 4.12 and 13.2.5, read 2026-11-22.
///
/// @param base what addresses are relative to, where the page says so
/// @param whole whether the page ends outside a tag or a script
record PageCode(List<Piece> pieces, Optional<String> base, boolean whole) {
    private static final int MOST_PIECES = 5000;
    private static final int MOST_ATTRIBUTES = 200;
    private static final String WAITS = "the script waits for something, such as a visitor's consent";
    private static final String WITHOUT_SCRIPTS = "only a browser that runs no scripts loads it";
    private static final String LATER = "it is loaded when it is needed";
    private static final String ON_EVENT = "it runs when a visitor does something";
    private static final Set<String> RAW =
            Set.of("script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes");
    private static final Set<String> SCRIPTS = Set.of(
            "",
            "module",
            "text/javascript",
            "application/javascript",
            "text/ecmascript",
            "application/ecmascript",
            "application/x-javascript",
            "application/x-ecmascript",
            "text/x-javascript",
            "text/javascript1.5",
            "text/jscript");
    private static final Pattern NO_SCRIPT =
            Pattern.compile("json|template|html|xml|importmap|speculationrules|shader|math|markdown|x-mustache|css");
    private static final Pattern IMPORTED = Pattern.compile("@import\\s*(?:url\\()?\\s*[\"']?([^\"')\\s;]+)");
    private static final Pattern LOADED_RELS = Pattern.compile(
            "(?i)(?:^|\\s)(?:stylesheet|preload|modulepreload|prefetch|prerender|icon|apple-touch-icon)(?:\\s|$)");

    PageCode {
        pieces = List.copyOf(pieces);
    }

    /// @param text an address for what is loaded; else code
    /// @param doubt why it may not be loaded or run by everybody who sees the page; empty where everybody does
    record Piece(Kind kind, String text, Optional<String> doubt) {}

    enum Kind {
        /// An address that the browser asks for, and gets no code from.
        LOADED,
        /// An address that the browser runs code from.
        SCRIPT,
        CODE
    }

    static PageCode of(String html) {
        Reader reader = new Reader(html);
        reader.read();
        return new PageCode(reader.pieces, reader.base, reader.whole);
    }

    private static final class Reader {
        private final String html;
        private final List<Piece> pieces = new ArrayList<>();
        private Optional<String> base = Optional.empty();
        private boolean whole = true;
        private int at;
        private int withoutScripts;
        private int templates;

        Reader(String html) {
            this.html = html;
        }

        void read() {
            while (at < html.length()) {
                int open = html.indexOf('<', at);
                if (open < 0 || open + 1 >= html.length()) {
                    return;
                }
                char next = html.charAt(open + 1);
                if (html.startsWith("<!--", open)) {
                    after("-->", open + 4);
                } else if (next == '!' || next == '?') {
                    after(">", open + 2);
                } else if (isLetter(next)
                        || (next == '/' && open + 2 < html.length() && isLetter(html.charAt(open + 2)))) {
                    at = open + 1;
                    tag();
                } else {
                    at = open + 1;
                }
            }
        }

        private void after(String end, int from) {
            int found = html.indexOf(end, from);
            whole &= found >= 0;
            at = found < 0 ? html.length() : found + end.length();
        }

        private void tag() {
            boolean closing = html.charAt(at) == '/';
            at += closing ? 1 : 0;
            int start = at;
            while (at < html.length() && " \t\n\f\r/>".indexOf(html.charAt(at)) < 0) {
                at++;
            }
            String name = html.substring(start, Math.min(at, start + 30)).toLowerCase(Locale.ROOT);
            Map<String, String> attributes = attributes();
            if (closing) {
                switch (name) {
                    case "noscript" -> withoutScripts = Math.max(0, withoutScripts - 1);
                    case "template" -> templates = Math.max(0, templates - 1);
                    default -> {}
                }
                return;
            }
            String content = RAW.contains(name) ? content(name) : "";
            if (name.equals("noscript")) {
                withoutScripts++;
            } else if (name.equals("template")) {
                templates++;
            } else if (templates == 0 && whole) {
                element(name, attributes, content);
            }
        }

        private Map<String, String> attributes() {
            Map<String, String> attributes = new TreeMap<>();
            while (at < html.length()) {
                while (at < html.length() && " \t\n\f\r/".indexOf(html.charAt(at)) >= 0) {
                    at++;
                }
                if (at >= html.length()) {
                    break;
                }
                if (html.charAt(at) == '>') {
                    at++;
                    return attributes;
                }
                int start = at++;
                while (at < html.length() && " \t\n\f\r/>=".indexOf(html.charAt(at)) < 0) {
                    at++;
                }
                String name = html.substring(start, Math.min(at, start + 100)).toLowerCase(Locale.ROOT);
                while (at < html.length() && " \t\n\f\r".indexOf(html.charAt(at)) >= 0) {
                    at++;
                }
                String value = "";
                if (at < html.length() && html.charAt(at) == '=') {
                    at++;
                    value = value();
                }
                if (attributes.size() < MOST_ATTRIBUTES) {
                    attributes.putIfAbsent(name, value);
                }
            }
            whole = false;
            return attributes;
        }

        private String value() {
            while (at < html.length() && " \t\n\f\r".indexOf(html.charAt(at)) >= 0) {
                at++;
            }
            if (at >= html.length()) {
                return "";
            }
            char quote = html.charAt(at);
            int start;
            int end;
            if (quote == '"' || quote == '\'') {
                start = at + 1;
                end = html.indexOf(quote, start);
                whole &= end >= 0;
                end = end < 0 ? html.length() : end;
                at = Math.min(html.length(), end + 1);
            } else {
                start = at;
                while (at < html.length() && " \t\n\f\r>".indexOf(html.charAt(at)) < 0) {
                    at++;
                }
                end = at;
            }
            return html.substring(start, end)
                    .replace("&amp;", "&")
                    .replace("&#38;", "&")
                    .replace("&quot;", "\"")
                    .replace("&#39;", "'")
                    .replace("&#x2F;", "/")
                    .replace("&#47;", "/")
                    .strip();
        }

        /// What stands up to the end tag of an element whose content is no HTML.
        private String content(String name) {
            int from = at;
            for (int end = html.indexOf("</", from); end >= 0; end = html.indexOf("</", end + 2)) {
                if (html.regionMatches(true, end + 2, name, 0, name.length())) {
                    at = end;
                    return html.substring(from, end);
                }
            }
            whole = false;
            at = html.length();
            return "";
        }

        private void element(String name, Map<String, String> attributes, String content) {
            switch (name) {
                case "script" -> script(attributes, content);
                case "img", "iframe", "frame", "embed", "video", "audio", "source", "track" -> {
                    boolean later = attributes.getOrDefault("loading", "").equalsIgnoreCase("lazy");
                    loaded(attributes, "src", later ? Optional.of(LATER) : Optional.empty());
                    loaded(attributes, "poster", Optional.empty());
                    loaded(attributes, "data-src", Optional.of(LATER));
                    set(attributes);
                }
                case "input" -> {
                    if (attributes.getOrDefault("type", "").equalsIgnoreCase("image")) {
                        loaded(attributes, "src", Optional.empty());
                    }
                }
                case "object" -> loaded(attributes, "data", Optional.empty());
                case "link" -> {
                    if (LOADED_RELS.matcher(attributes.getOrDefault("rel", "")).find()) {
                        loaded(attributes, "href", Optional.empty());
                    }
                }
                case "style" -> {
                    Matcher imported = IMPORTED.matcher(content);
                    while (imported.find()) {
                        add(Kind.LOADED, imported.group(1), Optional.empty());
                    }
                }
                case "base" -> {
                    String href = attributes.getOrDefault("href", "");
                    if (base.isEmpty() && !href.isEmpty()) {
                        base = Optional.of(href);
                    }
                }
                default -> {}
            }
            attributes.forEach((attribute, code) -> {
                if (attribute.startsWith("on") && code.indexOf('(') > 0) {
                    add(Kind.CODE, code, Optional.of(ON_EVENT));
                }
            });
        }

        private void set(Map<String, String> attributes) {
            for (String candidate : attributes.getOrDefault("srcset", "").split(",\\s+")) {
                if (!candidate.isBlank()) {
                    add(Kind.LOADED, candidate.strip().replaceFirst("\\s.*", ""), Optional.of(LATER));
                }
            }
        }

        private void script(Map<String, String> attributes, String content) {
            String type =
                    attributes.getOrDefault("type", "").toLowerCase(Locale.ROOT).strip();
            // A proxy of Cloudflare's puts a number before the type, and runs the script itself.
            String plain = type.replaceFirst(";.*", "")
                    .replaceFirst("^[0-9a-f]{20,40}-", "")
                    .strip();
            boolean runs = SCRIPTS.contains(plain) || plain.equals("text/rocketscript");
            if (!runs && NO_SCRIPT.matcher(plain).find()) {
                return;
            }
            Optional<String> doubt =
                    runs && !attributes.containsKey("nomodule") ? Optional.empty() : Optional.of(WAITS);
            String address = attributes.getOrDefault("src", "");
            if (!address.isEmpty()) {
                add(Kind.SCRIPT, address, doubt);
                return;
            }
            attributes.forEach((name, value) -> {
                if (name.startsWith("data-") && name.endsWith("src") && !value.isEmpty()) {
                    add(Kind.SCRIPT, value, Optional.of(WAITS));
                }
            });
            if (!content.isBlank()) {
                add(Kind.CODE, content, doubt);
            }
        }

        private void loaded(Map<String, String> attributes, String name, Optional<String> doubt) {
            String address = attributes.getOrDefault(name, "");
            if (!address.isEmpty()) {
                add(Kind.LOADED, address, doubt);
            }
        }

        private void add(Kind kind, String text, Optional<String> doubt) {
            if (withoutScripts > 0 && kind != Kind.LOADED) {
                return;
            }
            if (pieces.size() < MOST_PIECES) {
                pieces.add(new Piece(kind, text, withoutScripts > 0 ? Optional.of(WITHOUT_SCRIPTS) : doubt));
            } else {
                whole = false;
            }
        }

        private static boolean isLetter(char c) {
            return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        }
    }
}
