package dev.earshot.investigate.identity;

import java.text.Normalizer;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// Where a member lives, as statutes about notices divide the world: a state, territory or province, and a country.
///
/// @param state USPS code (states, District of Columbia, territories, AA, AE and AP of military mail, freely associated
///     states), or code of a Canadian province; of other countries what looks like a code; empty where not known
/// @param country ISO 3166-1 alpha-2; empty where not known
/// @param unknown whether a state was written that is none
record Region(String state, String country, boolean unknown) {
    /// Source: USPS Publication 28, appendix B (two-letter state and possession abbreviations), and Canada Post's
    /// addressing guidelines (symbols for provinces and territories), both read 2026-11-22.
    private static final String UNITED_STATES = """
            AL Alabama;AK Alaska;AZ Arizona;AR Arkansas;CA California;CO Colorado;CT Connecticut;DE Delaware;
            DC District of Columbia;DC Washington DC;DC Washington D C;FL Florida;GA Georgia;HI Hawaii;ID Idaho;IL Illinois;IN Indiana;
            IA Iowa;KS Kansas;KY Kentucky;LA Louisiana;ME Maine;MD Maryland;MA Massachusetts;MI Michigan;MN Minnesota;
            MS Mississippi;MO Missouri;MT Montana;NE Nebraska;NV Nevada;NH New Hampshire;NJ New Jersey;NM New Mexico;
            NY New York;NC North Carolina;ND North Dakota;OH Ohio;OK Oklahoma;OR Oregon;PA Pennsylvania;
            RI Rhode Island;SC South Carolina;SD South Dakota;TN Tennessee;TX Texas;UT Utah;VT Vermont;VA Virginia;
            WA Washington;WV West Virginia;WI Wisconsin;WY Wyoming;PR Puerto Rico;GU Guam;VI Virgin Islands;
            VI US Virgin Islands;VI United States Virgin Islands;AS American Samoa;MP Northern Mariana Islands;
            MP Commonwealth of the Northern Mariana Islands;UM US Minor Outlying Islands;AA Armed Forces Americas;
            AE Armed Forces Europe;AP Armed Forces Pacific;FM Federated States of Micronesia;MH Marshall Islands;PW Palau
            """;

    private static final String CANADA = """
            AB Alberta;BC British Columbia;BC Colombie-Britannique;MB Manitoba;NB New Brunswick;NB Nouveau-Brunswick;
            NL Newfoundland and Labrador;NL Newfoundland;NL Terre-Neuve-et-Labrador;NS Nova Scotia;NS Nouvelle-Ecosse;
            NT Northwest Territories;NT Territoires du Nord-Ouest;NU Nunavut;ON Ontario;PE Prince Edward Island;
            PE Ile-du-Prince-Edouard;QC Quebec;SK Saskatchewan;YT Yukon;YT Yukon Territory
            """;

    private static final Set<String> TERRITORIES = Set.of("PR", "GU", "VI", "AS", "MP", "UM");
    private static final Set<String> ASSOCIATED = Set.of("FM", "MH", "PW");
    private static final Map<String, String> STATES = names(UNITED_STATES);
    private static final Map<String, String> PROVINCES = names(CANADA);
    private static final Map<String, String> COUNTRIES = countries();

    /// @param state code or name, as the directory writes it
    /// @param country code of two or three letters, or English name
    static Region of(String state, String country) {
        String written = plain(state);
        String land = COUNTRIES.getOrDefault(plain(country), "");
        if (TERRITORIES.contains(land)) {
            return new Region(land, "US", false);
        }
        String dotted = written.replace(" ", "");
        String american = STATES.getOrDefault(written, STATES.getOrDefault(dotted, ""));
        String canadian = PROVINCES.getOrDefault(written, PROVINCES.getOrDefault(dotted, ""));
        boolean unstated = plain(country).isEmpty();
        boolean associated = ASSOCIATED.contains(american);
        if (!american.isEmpty() && (unstated || land.equals("US") || (associated && land.equals(american)))) {
            return new Region(american, associated ? american : "US", false);
        }
        if (!canadian.isEmpty() && (unstated || land.equals("CA"))) {
            return new Region(canadian, "CA", false);
        }
        boolean divided = unstated || land.equals("US") || land.equals("CA") || land.isEmpty();
        if (!divided && written.matches("[A-Z0-9]{1,3}")) {
            return new Region(written, land, false);
        }
        return new Region("", land, divided && !written.isEmpty());
    }

    private static Map<String, String> names(String table) {
        Map<String, String> names = new HashMap<>();
        for (String entry : table.replace("\n", "").split(";")) {
            names.put(entry.substring(0, 2), entry.substring(0, 2));
            names.put(plain(entry.substring(3)), entry.substring(0, 2));
        }
        return Map.copyOf(names);
    }

    private static Map<String, String> countries() {
        Map<String, String> names = new HashMap<>();
        for (String code : Locale.getISOCountries()) {
            Locale locale = Locale.of("", code);
            names.put(plain(locale.getDisplayCountry(Locale.ENGLISH)), code);
            names.put(plain(locale.getISO3Country()), code);
            names.put(code, code);
        }
        for (String name : new String[] {"U S", "U S A", "UNITED STATES OF AMERICA"}) {
            names.put(name, "US");
        }
        names.put("UK", "GB");
        return Map.copyOf(names);
    }

    /// Letters and digits in upper case without accents; what is between them is one space.
    private static String plain(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFD)
                .replaceAll("\\p{M}", "")
                .replaceAll("[^A-Za-z0-9]+", " ")
                .strip()
                .toUpperCase(Locale.ROOT);
    }
}
