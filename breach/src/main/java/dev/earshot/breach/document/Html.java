package dev.earshot.breach.document;

import com.ibm.icu.util.ULocale;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

/// A document as a web page that stands by itself: no script, no link, no image, nothing fetched from anywhere, and a
/// content security policy that forbids it. All text is escaped; language and direction are set.
public final class Html {
    private static final String STYLE = style();
    /// What turns the direction of the text after it, until the end of the paragraph (Unicode UAX #9, section 2).
    private static final Pattern TURNS_DIRECTION = Pattern.compile("[\u202A-\u202E\u2066-\u2069]");

    private static final Pattern RELATIVE =
            Pattern.compile("[A-Za-z0-9_@-][A-Za-z0-9._@-]*(/[A-Za-z0-9_@-][A-Za-z0-9._@-]*)*");

    private final Map<String, String> links;
    private final StringBuilder html = new StringBuilder();

    private Html(Map<String, String> links) {
        this.links = links;
    }

    /// The page, lines ended by LF. A slot that has no value yet is shown by its name, framed.
    public static String of(Document document) {
        return of(document, Map.of());
    }

    /// The same, with texts that lead to files beside the page.
    ///
    /// @param links relative paths by the whole text that is the link
    /// @throws IllegalArgumentException where one leads elsewhere
    public static String of(Document document, Map<String, String> links) {
        links.values().stream()
                .filter(path -> !RELATIVE.matcher(path).matches())
                .findFirst()
                .ifPresent(elsewhere -> {
                    throw new IllegalArgumentException("not a file beside the page: " + elsewhere);
                });
        return new Html(links).page(document);
    }

    private String page(Document document) {
        html.append("<!DOCTYPE html>\n<html lang=\"");
        text(document.language().toLanguageTag());
        html.append(ULocale.forLocale(document.language()).isRightToLeft() ? "\" dir=\"rtl\">\n" : "\" dir=\"ltr\">\n");
        html.append("<head>\n<meta charset=\"utf-8\">\n")
                .append("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-")
                .append(hash(STYLE))
                .append("'; base-uri 'none'; form-action 'none'\">\n")
                .append("<meta name=\"referrer\" content=\"no-referrer\">\n")
                .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>");
        text(document.title());
        html.append("</title>\n<style>").append(STYLE).append("</style>\n</head>\n<body>\n<main>\n");
        if (document.blocks().stream()
                .noneMatch(block -> block instanceof Block.Heading(int level, List<Span> s) && level == 1)) {
            html.append("<h1>");
            text(document.title());
            html.append("</h1>\n");
        }
        document.blocks().forEach(this::block);
        return html.append("</main>\n</body>\n</html>\n").toString();
    }

    private void block(Block block) {
        switch (block) {
            case Block.Heading(int level, List<Span> spans) -> element("h" + Math.clamp(level, 1, 6), spans);
            case Block.Paragraph(List<Span> spans) -> element("p", spans);
            case Block.Listing(boolean ordered, List<List<Span>> items) -> {
                html.append(ordered ? "<ol>\n" : "<ul>\n");
                items.forEach(item -> element("li", item));
                html.append(ordered ? "</ol>\n" : "</ul>\n");
            }
            case Block.Table(List<List<List<Span>>> rows) -> table(rows);
        }
    }

    private void table(List<List<List<Span>>> rows) {
        html.append("<div class=\"table\" tabindex=\"0\">\n<table>\n");
        for (int row = 0; row < rows.size(); row++) {
            html.append(row == 0 ? "<thead>\n<tr>" : row == 1 ? "<tbody>\n<tr>" : "<tr>");
            for (List<Span> cell : rows.get(row)) {
                html.append(row == 0 ? "<th scope=\"col\">" : "<td>");
                spans(cell);
                html.append(row == 0 ? "</th>" : "</td>");
            }
            html.append(row == 0 ? "</tr>\n</thead>\n" : "</tr>\n");
        }
        html.append(rows.size() > 1 ? "</tbody>\n" : "").append("</table>\n</div>\n");
    }

    private void element(String name, List<Span> spans) {
        html.append('<').append(name).append('>');
        spans(spans);
        html.append("</").append(name).append(">\n");
    }

    private void spans(List<Span> spans) {
        for (Span span : spans) {
            switch (span) {
                case Span.Text(String words, boolean bold) -> {
                    html.append(bold ? "<strong>" : "");
                    String link = links.get(words);
                    if (link != null) {
                        html.append("<a href=\"").append(link).append("\">");
                    }
                    boolean turns = TURNS_DIRECTION.matcher(words).find();
                    html.append(turns ? "<bdi>" : "");
                    text(words);
                    html.append(turns ? "</bdi>" : "")
                            .append(link == null ? "" : "</a>")
                            .append(bold ? "</strong>" : "");
                }
                case Span.Slot(String name, boolean bold) -> {
                    html.append(bold ? "<strong>" : "").append("<span class=\"slot\">");
                    text(name);
                    html.append("</span>").append(bold ? "</strong>" : "");
                }
                case Span.LineBreak() -> html.append("<br>");
            }
        }
    }

    /// Escapes for an element's content and for an attribute in double quotes.
    private void text(String words) {
        for (int at = 0; at < words.length(); at++) {
            char character = words.charAt(at);
            switch (character) {
                case '&' -> html.append("&amp;");
                case '<' -> html.append("&lt;");
                case '>' -> html.append("&gt;");
                case '"' -> html.append("&quot;");
                case '\'' -> html.append("&#39;");
                case '\n' -> html.append("<br>");
                case '\r' -> {}
                case '\t' -> html.append(' ');
                default -> html.append(Character.isISOControl(character) ? '\uFFFD' : character);
            }
        }
    }

    private static String style() {
        try (InputStream in = Objects.requireNonNull(Html.class.getResourceAsStream("page.css"), "page.css")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("\r\n", "\n");
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every Java has SHA-256", missing);
        }
    }
}
