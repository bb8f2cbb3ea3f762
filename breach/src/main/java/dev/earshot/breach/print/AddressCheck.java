package dev.earshot.breach.print;

import dev.earshot.breach.notice.Notice;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// What is wrong with a postal address. Whether it exists is not checked: that takes the Postal Service's own files (CASS,
/// NCOALink), which a mailing house has.
public final class AddressCheck {
    private static final Pattern ZIP = Pattern.compile("\\d{5}(-?\\d{4})?");
    private static final Pattern MARKUP = Pattern.compile("[<>]|&(#\\d+|#x[0-9a-fA-F]+|[a-zA-Z]+);");
    private static final Set<String> UNITED_STATES =
            Set.of("", "US", "USA", "U.S.", "U.S.A.", "UNITED STATES", "UNITED STATES OF AMERICA");
    /// Those of the Postal Service beside the ones that [#PREFIXES] has: the armed forces and islands.
    private static final Set<String> OTHER_STATES = Set.of("AA", "AE", "AP", "AS", "FM", "MH", "MP", "PW", "VI");

    private static final Map<String, BitSet> PREFIXES = prefixes();

    private AddressCheck() {}

    public enum Fault {
        NO_ADDRESSEE("no-addressee", true),
        NO_STREET("no-street", true),
        /// Neither a ZIP Code nor a city in a known state.
        NO_PLACE("no-place", true),
        TOO_LONG("too-long-for-the-window", true),
        NO_CITY("no-city", false),
        UNKNOWN_STATE("unknown-state", false),
        NOT_A_ZIP("not-a-zip-code", false),
        ZIP_OF_ANOTHER_STATE("zip-code-of-another-state", false),
        /// Other postage; where it stands in a batch is the printer's to know.
        FOREIGN("foreign", false),
        ALL_CAPITALS("all-capitals", false),
        /// Printed as it is written.
        MARKUP("markup", false);

        private final String id;
        private final boolean undeliverable;

        Fault(String id, boolean undeliverable) {
            this.id = id;
            this.undeliverable = undeliverable;
        }

        public String id() {
            return id;
        }

        /// Whether a letter can't be sent there. Any other fault leaves it to the Postal Service, which may know better: a
        /// person isn't to go without a letter for a mistake in a ZIP Code.
        public boolean isUndeliverable() {
            return undeliverable;
        }
    }

    /// The faults of the notice's address, in the order of [Fault].
    public static Set<Fault> faults(Notice notice) {
        EnumSet<Fault> faults = EnumSet.noneOf(Fault.class);
        List<String> street =
                notice.street().stream().filter(line -> !line.isBlank()).toList();
        String state = notice.state().strip().toUpperCase(Locale.ROOT);
        String zip = notice.postalCode().strip();
        boolean city = !notice.city().isBlank();
        add(faults, Fault.NO_ADDRESSEE, notice.addressee().isBlank());
        add(faults, Fault.NO_STREET, street.isEmpty());
        add(faults, Fault.NO_CITY, !city);
        if (isUnitedStates(notice.country())) {
            boolean known = PREFIXES.containsKey(state) || OTHER_STATES.contains(state);
            boolean shaped = ZIP.matcher(zip).matches();
            add(faults, Fault.UNKNOWN_STATE, !known);
            add(faults, Fault.NOT_A_ZIP, !shaped);
            add(faults, Fault.NO_PLACE, !shaped && !(city && known));
            add(
                    faults,
                    Fault.ZIP_OF_ANOTHER_STATE,
                    shaped
                            && PREFIXES.containsKey(state)
                            && !PREFIXES.get(state).get(Integer.parseInt(zip.substring(0, 3))));
        } else {
            faults.add(Fault.FOREIGN);
            add(faults, Fault.NO_PLACE, !city);
        }
        String written = notice.addressee() + "\n" + String.join("\n", street) + "\n" + notice.city();
        add(
                faults,
                Fault.ALL_CAPITALS,
                isAllCapitals(notice.addressee()) && street.stream().allMatch(AddressCheck::isAllCapitals));
        add(faults, Fault.MARKUP, MARKUP.matcher(written).find());
        return faults;
    }

    /// The lines of the notice's address, the addressee's name first, as they are printed: the city's line in the American
    /// order, the country where it is another one.
    static List<String> lines(Notice notice) {
        List<String> lines = new ArrayList<>();
        lines.add(notice.addressee().strip());
        notice.street().stream()
                .filter(line -> !line.isBlank())
                .map(String::strip)
                .forEach(lines::add);
        String region = (notice.state().strip() + " " + notice.postalCode().strip()).strip();
        String city = notice.city().strip();
        lines.add(city.isEmpty() || region.isEmpty() ? city + region : city + ", " + region);
        if (!isUnitedStates(notice.country())) {
            lines.add(notice.country().strip().toUpperCase(Locale.ROOT));
        }
        return lines.stream().map(line -> line.replaceAll("[\\r\\n]+", " ")).toList();
    }

    private static boolean isUnitedStates(String country) {
        return UNITED_STATES.contains(country.strip().toUpperCase(Locale.ROOT));
    }

    private static boolean isAllCapitals(String text) {
        return text.codePoints().anyMatch(Character::isUpperCase)
                && text.codePoints().noneMatch(Character::isLowerCase);
    }

    private static void add(Set<Fault> faults, Fault fault, boolean applies) {
        if (applies) {
            faults.add(fault);
        }
    }

    /// By state, the first three digits of its ZIP Codes.
    private static Map<String, BitSet> prefixes() {
        Map<String, BitSet> prefixes = new HashMap<>();
        try (InputStream in = AddressCheck.class.getResourceAsStream("zip-prefixes.txt")) {
            if (in == null) {
                throw new IllegalStateException("zip-prefixes.txt is missing");
            }
            BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
            reader.lines().filter(line -> !line.startsWith("#")).forEach(line -> {
                String[] words = line.split(" ");
                BitSet numbers = new BitSet();
                for (int i = 1; i < words.length; i++) {
                    numbers.set(
                            Integer.parseInt(words[i].substring(0, 3)), Integer.parseInt(words[i].substring(4)) + 1);
                }
                prefixes.put(words[0], numbers);
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Map.copyOf(prefixes);
    }
}
