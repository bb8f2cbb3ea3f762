package dev.earshot.breach.law;

/// The number of people from which on, or up to which, a rule applies.
///
/// @param scope whose number: residents of the jurisdiction, all individuals, those of any one state, or those who
///   can't be written to
/// @param written exactly as the law or its reader says it, such as `more than 500 residents`
public record Threshold(Scope scope, Comparator comparator, long number, String written) {
    public enum Scope {
        /// Residents of the rule's own jurisdiction.
        JURISDICTION("jurisdiction"),
        /// All individuals of the incident.
        TOTAL("total"),
        /// Residents of any one state or jurisdiction: the duty arises once for each such state.
        EACH_STATE("each-state"),
        /// Individuals who can't be written to, for substitute notice (45 CFR § 164.404(d)(2)).
        INSUFFICIENT_ADDRESSES("insufficient-addresses");

        private final String id;

        Scope(String id) {
            this.id = id;
        }

        public String id() {
            return id;
        }
    }
}
