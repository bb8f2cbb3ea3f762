package dev.earshot.breach.store;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What is heard of a delivery after it was sent.
///
/// @param answer the words of the notification or the kind of return, without addresses
/// @param moved the new address that returned mail names
public record Later(long delivery, Event event, String answer, Instant at, Optional<Address> moved) {
    public Later {
        if (moved.isPresent() && event != Event.RETURNED) {
            throw new IllegalArgumentException("Only returned mail names a new address");
        }
    }

    public enum Event {
        /// It arrived.
        DELIVERED("delivered"),
        /// A delivery status notification says that it failed for good: the next channel is tried.
        BOUNCED("bounced"),
        /// The letter came back: it is printed again with a new address, else the next channel is tried.
        RETURNED("returned");

        private final String id;

        Event(String id) {
            this.id = id;
        }

        public String id() {
            return id;
        }
    }

    /// @param street lines above the city
    public record Address(List<String> street, String city, String postalCode, String state, String country) {
        public Address {
            street = List.copyOf(street);
        }

        @Override
        public String toString() {
            return "Address";
        }
    }
}
