package dev.earshot.detect;

import dev.earshot.decode.Leaf;
import dev.earshot.decode.Origin;
import dev.earshot.element.DataElement;
import dev.earshot.exchange.Exchange;
import dev.earshot.exchange.Header;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// What any request tells, whatever its parameters: the address it comes from, the browser, the referring page, and the
/// cookies that the recipient set before.
final class ConnectionReader {
    /// A shorter cookie value cannot tell one browser from the others.
    private static final int SHORTEST_ID = 8;

    private final Reading reading;
    private final Sightings sightings;

    ConnectionReader(Reading reading) {
        this.reading = reading;
        sightings = reading.sightings();
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
        boolean ofThisSite = reading.page().map(page -> sameSite(page, address)).orElse(true);
        if (whole && ofThisSite) {
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
        return WebAddress.parse(reading.exchange().request().url())
                .map(url -> url.host().equals(referer.host()))
                .orElse(false);
    }

    /// Same host, or hosts under one name of two labels. Short of the public suffix list on purpose: a mistake here
    /// only decides between the words *page visited* and *referrer*.
    private static boolean sameSite(WebAddress page, WebAddress other) {
        return lastTwoLabels(page.host()).equals(lastTwoLabels(other.host()));
    }

    private static String lastTwoLabels(String host) {
        int last = host.lastIndexOf('.');
        int before = last < 0 ? -1 : host.lastIndexOf('.', last - 1);
        return host.substring(before + 1);
    }

    private void readCookies(Header header) {
        boolean decoded = false;
        for (int leaf = 0; leaf < reading.decoded(); leaf++) {
            Leaf cookie = reading.leaf(leaf);
            if (cookie.origin() == Origin.COOKIE && cookie.steps().isEmpty()) {
                decoded = true;
                readCookie(leaf, cookie.value());
            }
        }
        if (decoded) {
            return;
        }
        int offset = 0;
        for (String pair : header.value().split(";", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0 && isIdentifier(pair.substring(equals + 1).trim())) {
                String name = pair.substring(0, equals).trim();
                String value = pair.substring(equals + 1).trim();
                int start = offset + pair.length() - pair.stripLeading().length();
                int place = sightings.place(new Leaf(
                        Origin.COOKIE, name, List.of(), name, name, -1, value, start, pair.strip().length()));
                readCookie(place, value);
            }
            offset += pair.length() + 1;
        }
    }

    private void readCookie(int place, String value) {
        if (isIdentifier(value)) {
            inherent(place, DataElement.CLIENT_ID, value, "cookie that the browser sends to this host with every request");
        }
    }

    private static boolean isIdentifier(String value) {
        return value.length() >= SHORTEST_ID && value.chars().anyMatch(c -> c >= '0' && c <= '9');
    }

    /// The leaf of a whole header, made here where no decoder did.
    private int place(Header header) {
        for (int leaf = 0; leaf < reading.decoded(); leaf++) {
            Leaf known = reading.leaf(leaf);
            if (known.origin() == Origin.HEADER
                    && known.steps().isEmpty()
                    && known.source().equalsIgnoreCase(header.name())
                    && known.value().equals(header.value())) {
                return leaf;
            }
        }
        int bytes = header.value().getBytes(StandardCharsets.UTF_8).length;
        return sightings.place(new Leaf(
                Origin.HEADER, header.name(), List.of(), header.name(), header.name(), -1, header.value(), 0, bytes));
    }

    private void inherent(int place, DataElement element, String value, String how) {
        sightings.add(place, element, Basis.INHERENT, value, reading.parameter(place), how);
    }
}
