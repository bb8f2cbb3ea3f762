package dev.earshot.persona;

import dev.earshot.element.Sensitive;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/// Where synthetic patients come from.
public final class Personas {
    private static final String FIRST_ONSETS = "bkmptvz";
    private static final String ONSETS = "blmnrtv";
    private static final String LAST_ONSETS = "kmtv";
    private static final String VOWELS = "aeiou";
    private static final String CODAS = "lmnrxz";
    private static final String LAST_CODAS = "lnrx";

    /// Words that a patient would look up; each search term is one of them and an invented word.
    private static final List<String> HEALTH_WORDS = List.of(
            "oncology",
            "diabetes",
            "depression",
            "pregnancy",
            "asthma",
            "hepatitis",
            "arthritis",
            "migraine",
            "cardiology",
            "dialysis");

    private static final List<String> MAIL_DOMAINS =
            List.of("mail.example.com", "mail.example.org", "mail.example.net");

    private static final List<Place> PLACES = List.of(
            new Place("AZ", "850", List.of("480", "602", "623")),
            new Place("CO", "802", List.of("303", "720", "970")),
            new Place("GA", "303", List.of("404", "678", "770")),
            new Place("IL", "606", List.of("312", "773", "847")),
            new Place("MA", "021", List.of("508", "617", "781")),
            new Place("MI", "482", List.of("248", "313", "734")),
            new Place("MN", "554", List.of("612", "651", "763")),
            new Place("NC", "282", List.of("704", "919", "980")),
            new Place("OH", "441", List.of("216", "440", "614")),
            new Place("OR", "972", List.of("503", "541", "971")),
            new Place("PA", "191", List.of("215", "267", "610")),
            new Place("WA", "981", List.of("206", "253", "425")));

    private Personas() {}

    /// A patient whose values occur nowhere else; the same seed gives the same patient.
    ///
    /// The e-mail address is at a subdomain of a reserved domain (RFC 2606) and has capitals, a dot and a plus
    /// alias, so that every vendor's normalisation changes it. The phone number is of the range kept for fiction,
    /// 555-0100 to 555-0199, in a real area code. The SSN has an area number of 900 to 999, which the Social
    /// Security Administration has never issued and does not issue (SSA, "Social Security Number Randomization"),
    /// and a group number below 50, which keeps it out of the IRS's ITIN and ATIN ranges; a form that refuses such
    /// numbers needs one given in a persona file. The card number passes the Luhn check under the prefix 424242,
    /// which payment processors keep for tests.
    public static Persona fresh(long seed) {
        return new Invention(seed).persona();
    }

    /// The patient that a YAML file describes.
    ///
    /// ```yaml
    /// id: staging-anna            # optional
    /// email: anna.zelmirak@mail.example.org
    /// searchTerm: [knee pain zelmirquat, oncology]
    /// extras:
    ///   otp: "493021"
    /// ```
    ///
    /// Only what the file gives is known: nothing is made up beside it. A full name is put together from the first
    /// and the last where it is not given.
    ///
    /// @throws dev.earshot.EarshotException USAGE, with every problem of the file and its line
    public static Persona read(Path file) {
        return PersonaFile.read(file);
    }

    private record Place(String state, String zipPrefix, List<String> areaCodes) {}

    /// One patient in the making.
    private static final class Invention {
        private final long mixed;
        private final Random random;
        private final Set<String> taken = new HashSet<>();

        Invention(long seed) {
            mixed = mix(seed);
            random = new Random(mixed);
        }

        Persona persona() {
            Place place = pick(PLACES);
            String first = capital(word(0));
            String last = capital(word(1));
            Map<PersonaField, List<Sensitive>> values = new LinkedHashMap<>();
            put(values, PersonaField.FIRST_NAME, first);
            put(values, PersonaField.LAST_NAME, last);
            put(values, PersonaField.FULL_NAME, first + " " + last);
            put(
                    values,
                    PersonaField.EMAIL,
                    capital(word(0)) + "." + capital(word(0)) + "+" + digits(4) + "@" + pick(MAIL_DOMAINS));
            put(values, PersonaField.PHONE, "(" + pick(place.areaCodes()) + ") 555-01" + digits(2));
            put(
                    values,
                    PersonaField.DATE_OF_BIRTH,
                    String.format(Locale.ROOT, "%04d-%02d-%02d", between(1948, 1997), between(1, 12), between(13, 28)));
            put(values, PersonaField.STREET, between(1000, 9999) + " " + capital(word(1)) + " Street");
            put(values, PersonaField.CITY, capital(word(0)) + "field");
            put(values, PersonaField.STATE, place.state());
            put(values, PersonaField.POSTAL_CODE, place.zipPrefix() + digits(2));
            put(values, PersonaField.MEDICAL_RECORD_NUMBER, "K" + between(1, 9) + digits(8));
            put(values, PersonaField.MEMBER_ID, "XQZ" + between(1, 9) + digits(8));
            put(values, PersonaField.USER_NAME, word(1) + digits(4));
            put(values, PersonaField.PASSWORD, capital(word(0)) + "-" + digits(4) + "!" + capital(word(0)));
            put(
                    values,
                    PersonaField.SSN,
                    String.format(Locale.ROOT, "%03d-%02d-%04d", between(900, 999), between(1, 49), between(1, 9999)));
            put(values, PersonaField.PAYMENT_CARD, grouped(withCheckDigit("424242" + digits(9))));
            put(values, PersonaField.BANK_ACCOUNT, between(1, 9) + digits(11));
            String topic = pick(HEALTH_WORDS);
            String other = pick(HEALTH_WORDS);
            values.put(
                    PersonaField.SEARCH_TERM,
                    List.of(Sensitive.of(topic + " " + word(1)), Sensitive.of(other + " " + word(1))));
            return new Persona(
                    Persona.GENERATED_PREFIX + String.format(Locale.ROOT, "%08x", (int) mixed), values, Map.of());
        }

        private static void put(Map<PersonaField, List<Sensitive>> values, PersonaField field, String value) {
            values.put(field, List.of(Sensitive.of(value)));
        }

        /// An invented word that can be spoken: eight letters, and two more for each of `extra`. No `s`, `c`, `g`,
        /// `d` or `h`, which keeps out the words that nobody wants to read.
        private String word(int extra) {
            String word;
            do {
                StringBuilder letters = new StringBuilder();
                letters.append(one(FIRST_ONSETS)).append(one(VOWELS)).append(one(CODAS));
                for (int i = 0; i <= extra; i++) {
                    letters.append(one(ONSETS)).append(one(VOWELS));
                }
                letters.append(one(LAST_ONSETS)).append(one(VOWELS)).append(one(LAST_CODAS));
                word = letters.toString();
            } while (!taken.add(word));
            return word;
        }

        private char one(String of) {
            return of.charAt(random.nextInt(of.length()));
        }

        private <T> T pick(List<T> of) {
            return of.get(random.nextInt(of.size()));
        }

        private String digits(int count) {
            StringBuilder digits = new StringBuilder();
            for (int i = 0; i < count; i++) {
                digits.append((char) ('0' + random.nextInt(10)));
            }
            return digits.toString();
        }

        private int between(int low, int high) {
            return low + random.nextInt(high - low + 1);
        }

        private static String capital(String word) {
            return Character.toUpperCase(word.charAt(0)) + word.substring(1);
        }

        /// With the digit that makes it pass the Luhn check (ISO/IEC 7812-1 annex B).
        private static String withCheckDigit(String digits) {
            int sum = 0;
            for (int i = 0; i < digits.length(); i++) {
                int digit = digits.charAt(digits.length() - 1 - i) - '0';
                int weighted = i % 2 == 0 ? 2 * digit : digit;
                sum += weighted > 9 ? weighted - 9 : weighted;
            }
            return digits + (10 - sum % 10) % 10;
        }

        private static String grouped(String card) {
            return card.replaceAll("(\\d{4})(?=\\d)", "$1 ");
        }

        /// Neighbouring seeds give unlike patients (the finaliser of SplitMix64).
        private static long mix(long seed) {
            long z = seed + 0x9e3779b97f4a7c15L;
            z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
            z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
            return z ^ (z >>> 31);
        }
    }
}
