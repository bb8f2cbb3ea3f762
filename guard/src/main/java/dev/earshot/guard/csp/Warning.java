package dev.earshot.guard.csp;

/// Something about a zone's headers that whoever sets them has to know.
///
/// @param about a host, a directive or a header
/// @param stricter what to do instead; empty where there is nothing
public record Warning(Kind kind, String zone, String about, String what, String stricter) {
    /// In the order in which they are told.
    public enum Kind {
        /// The policy lets through what is forbidden, since it can't be said otherwise.
        LETS_THROUGH("lets through what is forbidden"),
        /// What is allowed was left out, since it can't be told from what is forbidden.
        LEFT_OUT("left out although allowed"),
        /// An allowed host is anybody's.
        SHARED_HOST("an exit for anyone's account"),
        /// The policy says more than the protection does.
        WIDER("wider than the protection"),
        SIZE("header size"),
        REMARK("remark");

        private final String label;

        Kind(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }
    }
}
