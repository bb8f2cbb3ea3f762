package dev.earshot.decode;

import dev.earshot.decode.Content.Binary;
import dev.earshot.decode.Content.Text;
import dev.earshot.exchange.Body;
import dev.earshot.exchange.Exchange;
import dev.earshot.exchange.Header;
import dev.earshot.exchange.Request;
import dev.earshot.exchange.WebSocketMessage;
import dev.earshot.memo.Memo;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Opens requests up, layer by layer, down to the values they carry: the URL, the headers, the body and the
/// WebSocket messages that the page sent.
///
/// Pure, stateless and thread-safe. It never throws for what a request holds: what it cannot open, and what it
/// leaves because a budget ran out, is [Undecoded]. The budgets, for each of the sources apart: 8 layers, 20,000
/// leaves, 8 times the source's bytes and 4 MB for what undoing layers makes of it. A small source may grow more: a
/// body to 1 MB, all else to 64 KB, since a few kilobytes of compressed text easily hold twenty times as much.
public final class Decoding {
    private static final int BODY_ALLOWANCE = 1 << 20;
    private static final int ALLOWANCE = 64 << 10;
    private static final Step.Decoded BASIC = new Step.Decoded("basic");
    private static final Step.Decoded BEARER = new Step.Decoded("bearer");

    /// Headers that the browser itself writes, with nothing inside to open.
    private static final Set<String> PLAIN_HEADERS = Set.of(
            "accept",
            "accept-encoding",
            "accept-language",
            "access-control-request-headers",
            "access-control-request-method",
            "cache-control",
            "connection",
            "content-length",
            "content-type",
            "content-encoding",
            "dnt",
            "host",
            "if-modified-since",
            "if-none-match",
            "keep-alive",
            "pragma",
            "priority",
            "range",
            "te",
            "transfer-encoding",
            "upgrade",
            "upgrade-insecure-requests",
            "user-agent");

    private static final Memo<HeaderName> HEADER_NAMES = new Memo<>(1024, HeaderName::of);

    private Decoding() {}

    /// With every codec there is.
    public static Decoding withDefaults() {
        return new Decoding();
    }

    /// Everything that `exchange` tells its recipient, opened.
    ///
    /// @param tracker what the exchange was recognised as: a body that nothing else opens is tried by the
    /// compression that its documentation names
    public Decoded read(Exchange exchange, Optional<? extends Documentation> tracker) {
        List<Leaf> leaves = new ArrayList<>(64);
        List<Undecoded> undecoded = new ArrayList<>(0);
        Request request = exchange.request();
        readUrl(request.url(), leaves, undecoded);
        readHeaders(request.headers(), leaves, undecoded);
        Optional<VendorFormat> format = tracker.flatMap(known -> VendorFormats.named(known.format()));
        readBody(request, tracker, format, leaves, undecoded);
        readMessages(exchange.messages(), leaves, undecoded);
        format.ifPresent(own -> own.complete(request, leaves, undecoded));
        return new Decoded(leaves, undecoded);
    }

    private static void readUrl(String url, List<Leaf> leaves, List<Undecoded> undecoded) {
        int fragment = url.indexOf('#');
        String sent = fragment < 0 ? url : url.substring(0, fragment);
        Opening opening = new Opening(Origin.URL, sent.length(), ALLOWANCE, leaves, undecoded);
        Url.openOwn(Text.container(sent), opening);
    }

    private static void readHeaders(List<Header> headers, List<Leaf> leaves, List<Undecoded> undecoded) {
        int length = 0;
        for (Header header : headers) {
            length += header.value().length();
        }
        Opening opening = new Opening(Origin.HEADER, length, ALLOWANCE, leaves, undecoded);
        Opening cookies = new Opening(Origin.COOKIE, length, ALLOWANCE, leaves, undecoded);
        for (Header header : headers) {
            HeaderName name = HEADER_NAMES.of(header.name());
            if (name.name.equals("cookie")) {
                readCookies(header.value(), cookies);
            } else if (!name.name.startsWith(":")) {
                readHeader(name, Text.all(name.place, header.value()), opening.of(name.name));
            }
        }
    }

    private static void readHeader(HeaderName name, Text value, Opening opening) {
        if (name.plain) {
            opening.leaf(value);
        } else if (name.name.equals("authorization") && value.value.startsWith("Basic ")) {
            opening.open(value.part(value.place.layer(BASIC), "Basic ".length(), value.value.length()));
        } else if (name.name.equals("authorization") && value.value.startsWith("Bearer ")) {
            opening.open(value.part(value.place.layer(BEARER), "Bearer ".length(), value.value.length()));
        } else {
            opening.open(value);
        }
    }

    /// @param name lower case
    /// @param plain whether the browser itself writes the value, with nothing inside to open
    private record HeaderName(String name, Place place, boolean plain) {
        static HeaderName of(String sent) {
            String name = sent.toLowerCase(Locale.ROOT);
            return new HeaderName(name, Place.root(name), PLAIN_HEADERS.contains(name) || name.startsWith("sec-"));
        }
    }

    /// Source: RFC 6265 section 4.2.1. A cookie without `=` has no name.
    private static void readCookies(String header, Opening opening) {
        Text all = Text.container(header);
        for (int begin = 0; begin < header.length(); ) {
            int semicolon = header.indexOf(';', begin);
            int end = semicolon < 0 ? header.length() : semicolon;
            while (begin < end && header.charAt(begin) <= ' ') {
                begin++;
            }
            int equals = header.indexOf('=', begin, end);
            String name = equals < 0 ? "" : header.substring(begin, equals).strip();
            opening.of(name).open(all.part(Place.root(name), equals < 0 ? begin : equals + 1, end));
            begin = end + 1;
        }
    }

    private static void readBody(
            Request request,
            Optional<? extends Documentation> tracker,
            Optional<VendorFormat> format,
            List<Leaf> leaves,
            List<Undecoded> undecoded) {
        Body body = request.body();
        if (body.bytes().isEmpty()) {
            return;
        }
        byte[] bytes = body.bytes().toArray();
        Opening opening = new Opening(Origin.BODY, bytes.length, BODY_ALLOWANCE, leaves, undecoded);
        Binary all = Binary.all(Place.root(""), bytes);
        if (format.isPresent() && format.get().openBody(request, all, opening)) {
            return;
        }
        String codings = request.header("content-encoding").orElse("");
        if (!codings.isEmpty() && openCoded(all, codings, opening)) {
            return;
        }
        if (opening.open(all)) {
            return;
        }
        String documented = tracker.<List<String>>map(known -> known.bodyEncodings(request)).orElse(List.of()).stream()
                .findFirst()
                .orElse("");
        if (!openCoded(all, documented, opening)) {
            opening.openOrMiss(all);
        }
    }

    /// The last of several codings was applied last. A recording may hold the body with them undone.
    private static boolean openCoded(Binary all, String codings, Opening opening) {
        String outermost = codings.substring(codings.lastIndexOf(',') + 1);
        return Codecs.contentCoding(outermost)
                .filter(codec -> codec.open(all, opening))
                .isPresent();
    }

    private static void readMessages(List<WebSocketMessage> messages, List<Leaf> leaves, List<Undecoded> undecoded) {
        for (int position = 0; position < messages.size(); position++) {
            WebSocketMessage message = messages.get(position);
            if (message.direction() == WebSocketMessage.Direction.SENT
                    && !message.payload().isEmpty()) {
                byte[] bytes = message.payload().toArray();
                new Opening(Origin.MESSAGE, bytes.length, ALLOWANCE, leaves, undecoded)
                        .of(Integer.toString(position))
                        .openOrMiss(Binary.all(Place.root(""), bytes));
            }
        }
    }
}
