package dev.earshot.breach.incident;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Who had the breach.
///
/// @param name in full, no abbreviation: as it is filed
/// @param coveredEntityType as the HHS portal offers it: `Health Plan`, `Healthcare Clearing House`, `Healthcare Provider`
/// @param lines of the postal address, street first
public record Entity(
        String name,
        Set<Kind> kinds,
        String coveredEntityType,
        List<String> lines,
        String city,
        String state,
        String postalCode,
        Contact contact) {
    public Entity {
        kinds = Collections.unmodifiableSet(new TreeSet<>(kinds));
        lines = List.copyOf(lines);
    }

    /// @param tollFree number that people call
    /// @param tty the text telephone, such as `711`
    public record Contact(String person, String email, String phone, String tollFree, String tty, String web) {}

    /// What the law calls it; a law binds some kinds.
    public enum Kind {
        HIPAA_COVERED_ENTITY("hipaa-covered-entity"),
        HIPAA_BUSINESS_ASSOCIATE("hipaa-business-associate"),
        /// A clinic, health facility, home health agency or hospice licensed under California H&S 1204, 1250, 1725, 1745.
        CALIFORNIA_LICENSED_FACILITY("california-licensed-facility"),
        /// A vendor of personal health records or a related entity outside HIPAA (16 CFR 318).
        PERSONAL_HEALTH_RECORDS_VENDOR("personal-health-records-vendor"),
        /// An information broker or a government's data collector (Georgia).
        INFORMATION_BROKER("information-broker"),
        GOVERNMENT("government"),
        /// Anybody who does business there.
        BUSINESS("business");

        private final String id;

        Kind(String id) {
            this.id = id;
        }

        public String id() {
            return id;
        }

        public static Optional<Kind> byId(String id) {
            return Arrays.stream(values()).filter(kind -> kind.id.equals(id)).findFirst();
        }
    }
}
