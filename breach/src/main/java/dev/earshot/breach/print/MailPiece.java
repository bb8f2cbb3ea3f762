package dev.earshot.breach.print;

import dev.earshot.breach.notice.Letter;
import java.util.List;

/// A letter and where it goes.
///
/// @param delivery its number in the outbox
/// @param key the delivery's key, which is printed on it, so that a piece that comes back is known
/// @param address lines, the addressee's name first
public record MailPiece(
        long delivery, String key, Letter letter, List<String> address, String postalCode, String language) {
    public MailPiece {
        address = List.copyOf(address);
    }

    @Override
    public String toString() {
        return "MailPiece " + delivery;
    }
}
