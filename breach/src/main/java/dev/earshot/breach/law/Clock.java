package dev.earshot.breach.law;

import java.util.Optional;
import java.util.OptionalInt;

/// When a duty must be done: so many days after an event, and before, with or after another duty.
///
/// @param starts the event
/// @param days absent where the law names none (`without unreasonable delay`)
/// @param written the law's own words for the time, in short
/// @param order against another rule, where there is one
/// @param lawEnforcementDelay whether an official's request may delay it
public record Clock(
        Event starts,
        OptionalInt days,
        DayKind kind,
        String written,
        Optional<Order> order,
        boolean lawEnforcementDelay) {
    /// What starts a clock. Each is a date of its own in an incident.
    public enum Event {
        /// Known, or would have been known by reasonable diligence.
        DISCOVERED("discovered"),
        /// It was determined that a breach occurred.
        DETERMINED("determined"),
        /// A licensed facility detected it (California H&S 1280.15).
        DETECTED("detected"),
        /// A vendor or business associate told of it.
        NOTIFIED_BY_VENDOR("notified-by-vendor"),
        /// The controller became aware (GDPR).
        AWARE("aware"),
        /// The last day of the calendar year of discovery.
        YEAR_END_OF_DISCOVERY("year-end-of-discovery"),
        /// The duty that [Order#rule] names was done; its own due date stands in until it is.
        OTHER_DUTY_DONE("other-duty-done");

        private final String id;

        Event(String id) {
            this.id = id;
        }

        public String id() {
            return id;
        }
    }

    public enum DayKind {
        CALENDAR("calendar"),
        /// Monday to Friday without the holidays of the jurisdiction.
        BUSINESS("business"),
        HOURS("hours");

        private final String id;

        DayKind(String id) {
            this.id = id;
        }

        public String id() {
            return id;
        }
    }

    /// @param rule the other rule's id, such as `us-ca/1798.82-residents`
    public record Order(Relation relation, String rule) {
        public enum Relation {
            BEFORE("before"),
            WITH("with"),
            NOT_LATER_THAN("not-later-than"),
            AFTER("after");

            private final String id;

            Relation(String id) {
                this.id = id;
            }

            public String id() {
                return id;
            }
        }
    }
}
