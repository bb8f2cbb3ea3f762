package dev.earshot.detect;

import dev.earshot.decode.Leaf;
import dev.earshot.decode.Origin;
import dev.earshot.element.DataElement;
import dev.earshot.exchange.Exchange;
import dev.earshot.exchange.Header;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What any request tells, whatever its parameters: the address it comes from, the browser, the referring page, and
/// the cookies that the recipient set before.
final class ConnectionReader {
    /// A shorter cookie value cannot tell one browser from the others.
    private static final int SHORTEST_ID = 8;

    private final Reading reading;
    private final Sightings sightings;

    ConnectionReader(Reading reading) {
        this.reading = reading;
        sightings = reading.sightings();
    }

    /// Whether the leaf is, or stands in, a header that is read here rather than by a tracker's documentation: any
    /// request carries it.
    static boolean isRead(Leaf leaf) {
        return leaf.origin() == Origin.HEADER
                && (leaf.source().equalsIgnoreCase("Referer") || leaf.source().equalsIgnoreCase("User-Agent"));
    }

    void read() {
        if (reading.exchange().delivery() == Exchange.Delivery.ATTEMPTED) {
            return;
        }
        sightings.ofConnection(DataElement.IP_ADDRESS, "the address that the connection comes from");
        for (Header header : reading.exchange().request().headers()) {
            if (header.is("User-Agent")) {
                inherent(place(header), DataElement.DEVICE, header.value(), "User-Agent header");
            } else if (header.is("Referer")) {
                readReferer(header);
            } else if (header.is("Cookie")) {
                readCookies(header);
            }
        }
    }

    private void readReferer(Header header) {
        Optional<WebAddress> referer = WebAddress.parse(header.value());
        if (referer.isEmpty() || referer.get().host().isEmpty() || isRecipientsOwn(referer.get())) {
            return;
        }
        WebAddress address = referer.get();
        int place = place(header);
        boolean whole = address.tellsPage() && !address.isFile();
        inherent(
                place,
                DataElement.REFERRER,
                header.value(),
                whole ? "Referer header, with the full page address" : "Referer header, the site only");
        if (whole && reading.isOfThisSite(address)) {
            inherent(
                    place,
                    DataElement.PAGE_VISITED,
                    header.value(),
                    "the Referer header carries the full page address");
            new LeafReader(reading).readAddress(place, address, "the Referer header");
        }
    }

    /// A frame of the recipient's own that calls home tells only of itself.
    private boolean isRecipientsOwn(WebAddress referer) {
        return WebAddress.isAt(reading.exchange().request().url(), referer.host());
    }

    private void readCookies(Header header) {
        int offset = 0;
        for (String pair : header.value().split(";", -1)) {
            int equals = pair.indexOf('=');
            String value = pair.substring(equals + 1).strip();
            if (equals > 0 && isIdentifier(value)) {
                String name = pair.substring(0, equals).strip();
                int start = offset + header.value().substring(offset).indexOf(value, equals + 1);
                Leaf leaf = new Leaf(Origin.COOKIE, name, List.of(), name, name, -1, value, start, value.length());
                inherent(
                        place(leaf),
                        DataElement.CLIENT_ID,
                        value,
                        "cookie that the browser sends to this host with every request");
            }
            offset += pair.length() + 1;
        }
    }

    private static boolean isIdentifier(String value) {
        return value.length() >= SHORTEST_ID && value.chars().anyMatch(c -> c >= '0' && c <= '9');
    }

    /// The leaf of a whole header.
    private int place(Header header) {
        int bytes = header.value().getBytes(StandardCharsets.UTF_8).length;
        String name = header.name().toLowerCase(Locale.ROOT);
        return place(new Leaf(Origin.HEADER, name, List.of(), name, name, -1, header.value(), 0, bytes));
    }

    /// The number of a whole header or cookie: of the decoders' leaf, or of `leaf` where they made another of it.
    private int place(Leaf leaf) {
        for (int known = 0; known < reading.decoded(); known++) {
            Leaf other = reading.leaf(known);
            boolean same = other.origin() == leaf.origin()
                    && other.steps().isEmpty()
                    && other.source().equalsIgnoreCase(leaf.source())
                    && other.value().equals(leaf.value());
            if (same) {
                return known;
            }
        }
        return sightings.place(leaf);
    }

    private void inherent(int place, DataElement element, String value, String how) {
        sightings.add(place, element, Basis.INHERENT, value, reading.parameter(place), how);
    }
}
