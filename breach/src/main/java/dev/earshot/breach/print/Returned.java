package dev.earshot.breach.print;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// A letter that came back.
public sealed interface Returned {
    /// Of the delivery, as it is printed on the letter.
    String key();

    Reason reason();

    /// No other address is known: the next channel, or a substitute notice.
    record Undeliverable(String key, Reason reason) implements Returned {}

    /// To be sent again, to another address. It prints without that address.
    record Moved(String key, Reason reason, List<String> street, String city, String state, String postalCode)
            implements Returned {
        public Moved {
            street = List.copyOf(street);
        }

        @Override
        public String toString() {
            return "Moved[key=" + key + ", reason=" + reason + "]";
        }
    }

    /// Why, as the Postal Service marks it; from memory, where no text was read.
    enum Reason {
        ATTEMPTED_NOT_KNOWN("ANK"),
        NO_SUCH_NUMBER("NSN"),
        INSUFFICIENT_ADDRESS("IA"),
        UNABLE_TO_FORWARD("UTF"),
        VACANT("VAC"),
        DECEASED("DEC"),
        FORWARDING_EXPIRED("FWD"),
        REFUSED("REF"),
        UNCLAIMED("UNC"),
        TEMPORARILY_AWAY("TEM"),
        NO_MAIL_RECEPTACLE("NMR"),
        BOX_CLOSED("BOX"),
        OTHER("OTH");

        private final String id;

        Reason(String id) {
            this.id = id;
        }

        public String id() {
            return id;
        }

        public static Optional<Reason> byId(String id) {
            return Arrays.stream(values())
                    .filter(reason -> reason.id.equals(id))
                    .findFirst();
        }
    }
}
