package dev.earshot.breach.planning;

import java.util.Locale;
import java.util.Set;

/// Which jurisdiction's law somebody is under, by where the directory says that the person lives.
final class Places {
    /// States, the District of Columbia and territories: USPS Publication 28, appendix B, read 2026-11-22. Not the codes of
    /// military mail (AA, AE, AP), which tell of no state.
    private static final Set<String> STATES =
            Set.of(("AL AK AZ AR CA CO CT DE DC FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN"
                            + " MS MO MT NE NV NH NJ NM NY NC ND OH OK OR PA RI SC SD TN TX UT VT VA WA WV WI WY PR GU VI AS MP UM")
                    .split(" "));

    /// Members of the European Union (european-union.europa.eu), and Iceland, Liechtenstein and Norway, where the GDPR
    /// holds by decision 154/2018 of the EEA Joint Committee; from general knowledge, no text was read.
    private static final Set<String> GDPR =
            Set.of(("AT BE BG HR CY CZ DK EE FI FR DE GR HU IE IT LV LT LU MT NL PL PT RO SK SI" + " ES SE IS LI NO")
                    .split(" "));

    private Places() {}

    /// The id of the jurisdiction; empty where the state, or all of it, is not known.
    static String jurisdiction(String state, String country) {
        return switch (country) {
            case "US" -> STATES.contains(state) ? "us-" + state.toLowerCase(Locale.ROOT) : "";
            case "" -> STATES.contains(state) ? "us-" + state.toLowerCase(Locale.ROOT) : "";
            case "CA" -> state.equals("QC") ? "ca-qc" : state.isEmpty() ? "" : "ca";
            default -> GDPR.contains(country) ? "eu" : country.toLowerCase(Locale.ROOT);
        };
    }
}
