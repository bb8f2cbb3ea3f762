package dev.earshot.report;

import dev.earshot.decode.Leaf;
import dev.earshot.exchange.Exchange;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/// The raw bytes around one disclosure, with the token that carries it marked.
///
/// @param part which part of the exchange it is from, as a reader knows it
/// @param pieces in order
/// @param hexadecimal whether the pieces show bytes that are no text
/// @param from where it begins, in bytes of the part
/// @param total the part's size in bytes
record Excerpt(String part, List<Piece> pieces, boolean hexadecimal, int from, int total) {
    private static final int AROUND = 72;
    private static final int LONGEST_TOKEN = 240;
    private static final int HEX_AROUND = 16;
    private static final int HEX_TOKEN = 48;

    /// A run of the bytes.
    ///
    /// @param marked whether it is the token in question
    record Piece(String text, boolean marked) {}

    private record Span(int start, int end) {}

    /// The bytes of `exchange` around `leaf`. Each of the tokens in `others` that falls within is masked too, unless
    /// values are revealed. Empty if the part is not there or the place lies outside of it.
    static Optional<Excerpt> of(Exchange exchange, Leaf leaf, List<Leaf> others, Masking masking) {
        return switch (leaf.origin()) {
            case URL -> cut("URL", exchange.request().url().getBytes(StandardCharsets.UTF_8), leaf, others, masking);
            case HEADER ->
                exchange.request()
                        .header(leaf.source())
                        .flatMap(value -> cut(
                                "header " + leaf.source(),
                                value.getBytes(StandardCharsets.UTF_8),
                                leaf,
                                others,
                                masking));
            case COOKIE ->
                exchange.request()
                        .header("Cookie")
                        .flatMap(value -> alone(
                                "cookie " + leaf.source(), value.getBytes(StandardCharsets.UTF_8), leaf, masking));
            case BODY ->
                exchange.request()
                        .body()
                        .present()
                        .flatMap(bytes -> cut("body", bytes.toArray(), leaf, others, masking));
            case MESSAGE ->
                position(leaf.source())
                        .filter(at -> at < exchange.messages().size())
                        .flatMap(at -> cut(
                                "WebSocket message " + (at + 1),
                                exchange.messages().get(at).payload().toArray(),
                                leaf,
                                others,
                                masking));
        };
    }

    private static Optional<Integer> position(String source) {
        try {
            return Optional.of(Integer.parseInt(source)).filter(at -> at >= 0);
        } catch (NumberFormatException notAPosition) {
            return Optional.empty();
        }
    }

    /// The token without what stands around it: other cookies are not this statement's evidence.
    private static Optional<Excerpt> alone(String part, byte[] bytes, Leaf leaf, Masking masking) {
        return span(leaf, bytes.length)
                .flatMap(span -> text(bytes, span.start, span.end)
                        .map(token -> new Excerpt(
                                part,
                                List.of(new Piece(leaf.source() + "=", false), new Piece(masking.token(token), true)),
                                false,
                                span.start,
                                bytes.length)));
    }

    private static Optional<Span> span(Leaf leaf, int total) {
        long end = (long) leaf.start() + leaf.length();
        return leaf.start() < 0 || leaf.length() <= 0 || end > total
                ? Optional.empty()
                : Optional.of(new Span(leaf.start(), (int) end));
    }

    private static Optional<Excerpt> cut(String part, byte[] bytes, Leaf leaf, List<Leaf> others, Masking masking) {
        Optional<Span> found = span(leaf, bytes.length);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        Span token = found.get();
        List<Span> hidden = masking.reveals()
                ? List.of()
                : others.stream()
                        .filter(other -> other.origin() == leaf.origin()
                                && other.source().equals(leaf.source()))
                        .flatMap(other -> span(other, bytes.length).stream())
                        .toList();
        int from = boundary(bytes, Math.max(0, token.start - AROUND));
        int to = boundary(bytes, Math.min(bytes.length, token.end + AROUND));
        if (text(bytes, from, token.start).isPresent()
                && text(bytes, token.start, token.end).isPresent()
                && text(bytes, token.end, to).isPresent()) {
            return Optional.of(
                    new Excerpt(part, pieces(bytes, from, to, token, hidden, masking), false, from, bytes.length));
        }
        return Optional.of(hexadecimal(part, bytes, token, hidden, masking));
    }

    private static List<Piece> pieces(byte[] bytes, int from, int to, Span token, List<Span> hidden, Masking masking) {
        List<Piece> pieces = new ArrayList<>();
        plain(bytes, from, token.start, hidden, masking, pieces);
        String carried = text(bytes, token.start, token.end).orElse("");
        pieces.add(new Piece(shortened(masking.token(carried)), true));
        plain(bytes, token.end, to, hidden, masking, pieces);
        return List.copyOf(pieces);
    }

    /// The bytes from `from` to `to`, with each hidden span in them masked.
    private static void plain(byte[] bytes, int from, int to, List<Span> hidden, Masking masking, List<Piece> pieces) {
        StringBuilder shown = new StringBuilder();
        StringBuilder run = new StringBuilder();
        int at = from;
        while (at < to) {
            int end = hiddenUntil(hidden, at);
            if (end > at) {
                shown.append(masking.passage(run.toString()));
                run.setLength(0);
                shown.append("•".repeat(8));
                at = Math.min(end, to);
            } else {
                int next = boundary(bytes, nextHidden(hidden, at, to));
                run.append(text(bytes, at, next).orElse(""));
                at = next;
            }
        }
        shown.append(masking.passage(run.toString()));
        if (!shown.isEmpty()) {
            pieces.add(new Piece(shown.toString(), false));
        }
    }

    private static int hiddenUntil(List<Span> hidden, int at) {
        return hidden.stream()
                .filter(span -> span.start <= at && at < span.end)
                .mapToInt(Span::end)
                .max()
                .orElse(at);
    }

    private static int nextHidden(List<Span> hidden, int at, int to) {
        return hidden.stream()
                .mapToInt(Span::start)
                .filter(start -> start > at && start < to)
                .min()
                .orElse(to);
    }

    private static Excerpt hexadecimal(String part, byte[] bytes, Span token, List<Span> hidden, Masking masking) {
        int from = Math.max(0, token.start - HEX_AROUND);
        int shownEnd = Math.min(token.end, token.start + HEX_TOKEN);
        int to = shownEnd < token.end ? shownEnd : Math.min(bytes.length, token.end + HEX_AROUND);
        List<Piece> pieces = new ArrayList<>();
        pieces.add(new Piece(hex(bytes, from, token.start, hidden), false));
        String carried =
                masking.reveals() ? hex(bytes, token.start, shownEnd, List.of()) : "•• ".repeat(shownEnd - token.start);
        pieces.add(new Piece(carried + (shownEnd < token.end ? "… " : ""), true));
        if (to > token.end) {
            pieces.add(new Piece(hex(bytes, token.end, to, hidden), false));
        }
        return new Excerpt(
                part, pieces.stream().filter(piece -> !piece.text.isEmpty()).toList(), true, from, bytes.length);
    }

    private static String hex(byte[] bytes, int from, int to, List<Span> hidden) {
        StringBuilder shown = new StringBuilder();
        for (int at = from; at < to; at++) {
            shown.append(hiddenUntil(hidden, at) > at ? "••" : HexFormat.of().toHexDigits(bytes[at]))
                    .append(' ');
        }
        return shown.toString();
    }

    private static String shortened(String token) {
        return token.length() <= LONGEST_TOKEN
                ? token
                : token.substring(0, LONGEST_TOKEN) + "… (" + token.length() + " characters)";
    }

    /// The next place at or after `at` that is not within a character of UTF-8.
    private static int boundary(byte[] bytes, int at) {
        int place = at;
        while (place < bytes.length && place < at + 3 && (bytes[place] & 0xC0) == 0x80) {
            place++;
        }
        return place;
    }

    /// The bytes as text; empty if they are not UTF-8 or hold control characters.
    private static Optional<String> text(byte[] bytes, int from, int to) {
        if (from >= to) {
            return Optional.of("");
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes, from, to - from))
                    .toString();
            boolean readable = text.chars()
                    .noneMatch(character ->
                            character < 0x20 && character != '\t' && character != '\r' && character != '\n');
            return readable ? Optional.of(text) : Optional.empty();
        } catch (CharacterCodingException binary) {
            return Optional.empty();
        }
    }
}
