package dev.earshot.breach.mail;

import dev.earshot.EarshotException;
import dev.earshot.breach.document.Block;
import dev.earshot.breach.document.Document;
import dev.earshot.breach.document.Html;
import dev.earshot.breach.document.PlainText;
import dev.earshot.breach.document.Span;
import dev.earshot.breach.notice.Letter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;

/// The body of all e-mails of one [Letter.Variant], encoded but for what is one person's own.
///
/// `multipart/alternative` of plain text and HTML. Each is quoted-printable, or base64 where much of it is not ASCII.
final class MailText {
    /// No line of quoted-printable or base64 can have it.
    static final String BOUNDARY = "=_earshot";

    private static final byte[] SOFT_BREAK = "=\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final Pattern FETCHED =
            Pattern.compile("(?i)<(?:img|script|link|iframe|object|embed|video|audio|base)\\b|url\\(|@import");

    private final Part text;
    private final Part html;
    private final int size;

    /// @throws EarshotException of code USAGE where the HTML would make a mail reader fetch something
    MailText(Letter.Variant variant) {
        Map<String, String> markers = markers(variant.document());
        Document marked = variant.document().filled(markers);
        String page = Html.of(marked);
        if (fetches(page)) {
            throw new EarshotException(
                    EarshotException.Code.USAGE,
                    "the e-mail text " + variant.id() + " would fetch something when it is read, which tells somebody"
                            + " who reads it: take images and scripts out of the template");
        }
        this.text = Part.of("plain", PlainText.of(marked), markers, MailText::plain);
        this.html = Part.of("html", page, markers, MailText::escaped);
        this.size = this.text.size() + this.html.size() + 1024;
    }

    /// Whether a mail reader that shows this would fetch something.
    static boolean fetches(String html) {
        return FETCHED.matcher(html).find();
    }

    /// Bytes that a body of this text takes, about.
    int size() {
        return size;
    }

    void write(Map<String, String> values, Bytes out) {
        text.write(values, out);
        html.write(values, out);
        out.ascii("--" + BOUNDARY + "--\r\n");
    }

    /// In place of each slot a text that no template has: three characters for private use.
    private static Map<String, String> markers(Document document) {
        Map<String, String> markers = new LinkedHashMap<>();
        for (Block block : document.blocks()) {
            spans(block).stream()
                    .filter(Span.Slot.class::isInstance)
                    .map(Span.Slot.class::cast)
                    .forEach(slot -> markers.computeIfAbsent(
                            slot.name(), _ -> "\uE000" + (char) ('\uE100' + markers.size()) + "\uE001"));
        }
        return markers;
    }

    private static List<Span> spans(Block block) {
        return switch (block) {
            case Block.Heading heading -> heading.spans();
            case Block.Paragraph paragraph -> paragraph.spans();
            case Block.Listing listing ->
                listing.items().stream().flatMap(List::stream).toList();
            case Block.Table table ->
                table.rows().stream()
                        .flatMap(List::stream)
                        .flatMap(List::stream)
                        .toList();
        };
    }

    private static String plain(String value) {
        return value;
    }

    private static String escaped(String value) {
        StringBuilder escaped = new StringBuilder("<bdi>");
        for (int i = 0; i < value.length(); i++) {
            switch (value.charAt(i)) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                case '\n' -> escaped.append("<br>\n");
                default -> escaped.append(value.charAt(i));
            }
        }
        return escaped.append("</bdi>").toString();
    }

    /// Text alone: control characters are left out, but for line feeds.
    private static String clean(String value) {
        return value.chars().anyMatch(c -> c < ' ' && c != '\n')
                ? value.replaceAll("[\\x00-\\x09\\x0B-\\x1F\\x7F]", " ")
                : value;
    }

    /// @param pieces between the slots, encoded where `base64` is false; the first with the headers of the part
    /// @param slots one less than pieces
    /// @param midLine whether the piece ends within a line
    /// @param breaks whether the piece starts with a line break
    private record Part(
            byte[] head,
            List<byte[]> pieces,
            List<String> slots,
            List<Boolean> midLine,
            List<Boolean> breaks,
            boolean base64,
            Function<String, String> form) {
        static Part of(String type, String marked, Map<String, String> markers, Function<String, String> form) {
            Map<Character, String> names = new LinkedHashMap<>();
            markers.forEach((name, marker) -> names.put(marker.charAt(1), name));
            List<String> texts = new ArrayList<>();
            List<String> slots = new ArrayList<>();
            String rest = marked.endsWith("\n") ? marked : marked + "\n";
            for (int at = rest.indexOf('\uE000'); at >= 0; at = rest.indexOf('\uE000')) {
                String name = at + 2 < rest.length() && rest.charAt(at + 2) == '\uE001'
                        ? names.get(rest.charAt(at + 1))
                        : null;
                if (name == null) {
                    break;
                }
                texts.add(rest.substring(0, at));
                slots.add(name);
                rest = rest.substring(at + 3);
            }
            texts.add(rest);
            if (!slots.containsAll(markers.keySet()) || rest.indexOf('\uE000') >= 0) {
                throw new EarshotException(
                        EarshotException.Code.INTERNAL, "a slot of the text is lost in its form as " + type);
            }
            long foreign = marked.chars()
                    .filter(c -> c >= 128 && (c < '\uE000' || c > '\uE200'))
                    .count();
            boolean base64 = foreign * 4 > marked.length();
            String head = String.format(
                    Locale.ROOT,
                    "--%s\r\nContent-Type: text/%s; charset=utf-8\r\nContent-Transfer-Encoding: %s\r\n\r\n",
                    BOUNDARY,
                    type,
                    base64 ? "base64" : "quoted-printable");
            List<byte[]> pieces = new ArrayList<>();
            List<Boolean> midLine = new ArrayList<>();
            List<Boolean> breaks = new ArrayList<>();
            for (String text : texts) {
                Bytes out = new Bytes(text.length() + 64);
                if (base64) {
                    out.utf8(text.replace("\r\n", "\n").replace("\n", "\r\n"));
                    midLine.add(false);
                } else {
                    midLine.add(QuotedPrintable.encode(text, out) > 0);
                }
                breaks.add(text.startsWith("\n") || text.startsWith("\r\n"));
                pieces.add(out.toByteArray());
            }
            return new Part(head.getBytes(StandardCharsets.US_ASCII), pieces, slots, midLine, breaks, base64, form);
        }

        int size() {
            return pieces.stream().mapToInt(piece -> piece.length).sum() * (base64 ? 3 : 2) / 2 + 256;
        }

        void write(Map<String, String> values, Bytes out) {
            out.put(head);
            if (base64) {
                Bytes whole = new Bytes(size());
                for (int i = 0; i < slots.size(); i++) {
                    whole.put(pieces.get(i)).utf8(value(values, i).replace("\n", "\r\n"));
                }
                whole.put(pieces.getLast());
                out.put(Base64.getMimeEncoder().encode(whole.toByteArray())).ascii("\r\n");
                return;
            }
            for (int i = 0; i < slots.size(); i++) {
                out.put(pieces.get(i));
                String value = value(values, i);
                if (!value.isEmpty()) {
                    if (midLine.get(i)) {
                        out.put(SOFT_BREAK);
                    }
                    boolean within = QuotedPrintable.encode(value, out) > 0;
                    if (within && !breaks.get(i + 1)) {
                        out.put(SOFT_BREAK);
                    }
                } else if (midLine.get(i) && !breaks.get(i + 1)) {
                    out.put(SOFT_BREAK);
                }
            }
            out.put(pieces.getLast());
        }

        private String value(Map<String, String> values, int slot) {
            String value = values.get(slots.get(slot));
            if (value == null) {
                throw new IllegalArgumentException("no value for the slot " + slots.get(slot));
            }
            return form.apply(clean(value));
        }
    }
}
