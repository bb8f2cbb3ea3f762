package dev.earshot.decode;

import dev.earshot.decode.Content.Binary;
import dev.earshot.decode.Content.Text;
import dev.earshot.exchange.Request;
import java.util.Optional;

/// A vendor whose recordings are rrweb's: as [Rrweb], but the body may unpack to more than others may.
final class RrwebFormat implements VendorFormat {
    private static final Rrweb EVENTS = new Rrweb();

    @Override
    public boolean openBody(Request request, Binary body, Opening into) {
        Optional<Text> text = Recording.text(body, into);
        if (text.isEmpty() || !EVENTS.open(text.get(), into)) {
            return false;
        }
        into.restOf(text.get());
        return true;
    }
}
