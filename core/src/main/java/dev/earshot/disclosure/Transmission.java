package dev.earshot.disclosure;

import dev.earshot.catalogue.Identification;
import dev.earshot.decode.Undecoded;
import dev.earshot.exchange.Context;
import dev.earshot.exchange.Exchange.Delivery;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// An exchange with a third party, decoded.
///
/// @param tracker what it was recognised as; empty for a third party without a decoder
/// @param events the names of the events it tells; empty where it names none
/// @param occasion equal for transmissions that tell several endpoints of one vendor the same event; the exchange's id
///     where no such identity is known
/// @param sharedFrom the vendor whose request redirected to this one, or whose id it carries: onward sharing
/// @param decoderFailure why its decoder failed; empty when it did not
public record Transmission(
        String exchangeId,
        Instant at,
        String method,
        String url,
        Recipient recipient,
        Optional<Identification> tracker,
        List<String> events,
        String occasion,
        Optional<String> sharedFrom,
        Context context,
        Delivery delivery,
        int bodyBytes,
        List<Undecoded> undecoded,
        Optional<String> decoderFailure) {
    public Transmission {
        events = List.copyOf(events);
        undecoded = List.copyOf(undecoded);
    }

    /// The exchange's id and the host: a URL may carry what a patient typed.
    @Override
    public String toString() {
        return exchangeId + " → " + recipient.host();
    }
}
