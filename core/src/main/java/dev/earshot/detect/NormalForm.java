package dev.earshot.detect;

import dev.earshot.persona.PersonaField;
import java.text.Normalizer;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// A spelling of a persona's value that a vendor's library or a site's code makes of it before it is sent or
/// hashed.
///
/// What each vendor asks for before hashing, each page read on 2026-11-22 unless said otherwise:
///
/// - Meta trims and lower-cases; a phone is digits with the country code, a name or city has no punctuation or spaces,
///   a birth is `yyyyMMdd`, a postal code its first five digits (developers.facebook.com, "Customer information
///   parameters").
/// - Google trims and lower-cases, leaves no spaces, and drops dots before `@gmail.com` and `@googlemail.com`; a phone is
///   E.164 with `+`, a last name has no punctuation (developers.google.com, "Enhanced conversions" of CM360,
///   `OfflineUserAddressInfo` of Google Ads, "Format user data" of Data Manager).
/// - Microsoft trims and lower-cases, and drops dots before the `@` and the plus alias at every domain (not confirmed by a
///   page of its own).
/// - X trims and lower-cases an e-mail address, and drops `@` of a user name (developer.x.com, "Custom Audiences user
///   data").
/// - TikTok takes the SHA-256 of the normalised e-mail address and of the phone with its country code (ads.tiktok.com
///   help); whether `+` stays is not confirmed, so both are looked for.
/// - LinkedIn lower-cases an e-mail address (not confirmed by a page of its own); so does Pinterest (secondary sources).
/// - Snap trims and lower-cases an e-mail address; a phone is digits with the country code, without `00` before it
///   (developers.snap.com, "Conversions API parameters").
/// - Criteo trims and lower-cases, and takes MD5, SHA-256, or SHA-256 of the MD5 (help.criteo.com, "Criteo OneTag advanced
///   settings"; accelerate.criteo.com, "Cross device implementation").
/// - UID2 trims and lower-cases, drops dots and plus alias at `gmail.com`, and writes the SHA-256 in base64
///   (unifiedid.com, "Normalization and encoding").
///
/// Every spelling is looked for under every hash and whoever receives it: sites hash by themselves, and not always as
/// they were asked to.
///
/// @param words what was done to the value; empty where only its letter case or surrounding space differs from what
/// was typed and that is no news
/// @param caseOnly whether it differs from the typed value in letter case at most, so that a scan without regard to
/// case needs it once only
record NormalForm(String text, String words, boolean caseOnly) {
    private static final List<String> EIGHT_DIGITS = List.of("MMddyyyy", "ddMMyyyy");

    /// The spellings of `value`, the likeliest first, each text once.
    static Collection<NormalForm> of(PersonaField field, String value) {
        Collector forms = new Collector();
        switch (field) {
            case FIRST_NAME, LAST_NAME, CITY -> {
                forms.plain(value);
                forms.with(lettersAndDigits(value), "lower-cased, letters only");
                unaccented(forms, value);
            }
            case FULL_NAME -> {
                forms.plain(value);
                fullName(forms, value);
                unaccented(forms, value);
            }
            case EMAIL -> email(forms, value);
            case PHONE -> phone(forms, value);
            case DATE_OF_BIRTH -> date(forms, value);
            case STREET -> {
                forms.plain(value);
                forms.with(lettersAndDigits(value), "lower-cased, without spaces and punctuation");
                unaccented(forms, value);
            }
            case SSN -> number(forms, value, "-", new int[] {3, 5, 9});
            case PAYMENT_CARD -> number(forms, value, "-", new int[] {4, 8, 12, 16});
            case BANK_ACCOUNT -> number(forms, value, "-", new int[] {});
            case MEDICAL_RECORD_NUMBER, MEMBER_ID -> {
                forms.plain(value);
                forms.with(lettersAndDigits(value), "without separators");
            }
            case SEARCH_TERM -> search(forms, value);
            case PASSWORD -> forms.asTyped(value);
            case POSTAL_CODE -> {
                forms.plain(value);
                String digits = digits(value);
                forms.with(digits, "digits only");
                forms.with(digits.length() == 9 ? digits.substring(0, 5) : digits, "its first five digits");
            }
            case USER_NAME -> {
                forms.plain(value);
                forms.with(value.startsWith("@") ? lower(value.substring(1)).trim() : "", "lower-cased, without @");
            }
            case STATE -> {
                // Millions share it: neither it nor its hash proves anything.
            }
        }
        return forms.byText.values();
    }

    /// The spellings of a value whose meaning is the user's own.
    static Collection<NormalForm> ofExtra(String value) {
        Collector forms = new Collector();
        forms.plain(value);
        return forms.byText.values();
    }

    /// A name typed with accents, as a site may keep it without, or as two characters each.
    private static void unaccented(Collector forms, String value) {
        String lower = lower(value).trim();
        String apart = Normalizer.normalize(lower, Normalizer.Form.NFD);
        forms.with(Normalizer.normalize(lower, Normalizer.Form.NFC), "lower-cased, accents composed");
        forms.with(apart, "lower-cased, accents decomposed");
        String bare = apart.codePoints()
                .filter(c -> Character.getType(c) != Character.NON_SPACING_MARK)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        forms.with(bare, "lower-cased, without accents");
        forms.with(lettersAndDigits(bare), "lower-cased, without accents, letters only");
    }

    private static void fullName(Collector forms, String value) {
        String[] names = lower(value).trim().split("\\s+");
        if (names.length < 2) {
            return;
        }
        String last = names[names.length - 1];
        String first = String.join(" ", List.of(names).subList(0, names.length - 1));
        forms.with(first + last, "lower-cased and joined");
        forms.with(last + " " + first, "lower-cased, last name first");
        forms.with(last + ", " + first, "lower-cased, last name first");
        forms.with(last + "," + first, "lower-cased, last name first");
        forms.with(last + first, "lower-cased, last name first, joined");
        for (String separator : List.of(".", "_", "-", "+")) {
            forms.with(first + separator + last, "lower-cased, joined by " + separator);
        }
    }

    private static void email(Collector forms, String value) {
        forms.plain(value);
        String address = lower(value).trim();
        int at = address.lastIndexOf('@');
        if (at <= 0) {
            return;
        }
        String local = address.substring(0, at);
        String domain = address.substring(at);
        String dotless = local.replace(".", "");
        String bare = withoutAlias(local);
        forms.with(bare + domain, "lower-cased, without the plus alias");
        forms.with(dotless + domain, "lower-cased, without dots before the @");
        forms.with(bare.replace(".", "") + domain, "lower-cased, without dots and plus alias");
        forms.with(local, "lower-cased, without its domain");
        forms.with(bare, "lower-cased, without its domain and plus alias");
    }

    private static String withoutAlias(String local) {
        int plus = local.indexOf('+');
        return plus > 0 ? local.substring(0, plus) : local;
    }

    private static void phone(Collector forms, String value) {
        String digits = digits(value);
        boolean international = value.trim().startsWith("+");
        String national =
                !international && digits.length() == 11 && digits.startsWith("1") ? digits.substring(1) : digits;
        if (international && !digits.startsWith("1")) {
            forms.with(digits, "digits only");
            forms.with("+" + digits, "in E.164 form");
            forms.with("00" + digits, "with the prefix 00");
            forms.asTyped(value);
            return;
        }
        if (international && digits.length() == 11) {
            national = digits.substring(1);
        }
        forms.with("+1" + national, "in E.164 form");
        forms.with("1" + national, "digits with the country code");
        forms.with("001" + national, "with the prefix 00");
        forms.with(national, "digits only");
        if (national.length() == 10) {
            String area = national.substring(0, 3);
            String exchange = national.substring(3, 6);
            String line = national.substring(6);
            forms.with("(" + area + ") " + exchange + "-" + line, "as printed");
            forms.with("(" + area + ")" + exchange + "-" + line, "as printed");
            for (String separator : List.of("-", ".", " ")) {
                String printed = area + separator + exchange + separator + line;
                forms.with(printed, "as printed");
                forms.with("+1" + separator + printed, "as printed, with the country code");
                forms.with("1" + separator + printed, "as printed, with the country code");
            }
            forms.with("+1 (" + area + ") " + exchange + "-" + line, "as printed, with the country code");
        }
        forms.asTyped(value);
    }

    private static void date(Collector forms, String value) {
        LocalDate date;
        try {
            date = LocalDate.parse(value.trim());
        } catch (DateTimeException e) {
            forms.plain(value);
            return;
        }
        forms.with(value.trim(), "as year-month-day");
        forms.with(format(date, "yyyyMMdd"), "as eight digits, year first");
        EIGHT_DIGITS.forEach(pattern -> forms.with(format(date, pattern), "as eight digits, year last"));
        for (String separator : List.of("/", "-", ".")) {
            forms.with(format(date, "MM'" + separator + "'dd'" + separator + "'yyyy"), "month first");
            forms.with(format(date, "dd'" + separator + "'MM'" + separator + "'yyyy"), "day first");
            forms.with(format(date, "M'" + separator + "'d'" + separator + "'yyyy"), "month first");
            forms.with(format(date, "d'" + separator + "'M'" + separator + "'yyyy"), "day first");
            forms.with(format(date, "yyyy'" + separator + "'MM'" + separator + "'dd"), "year first");
        }
        forms.with(format(date, "MMMM d, yyyy"), "in words");
        forms.with(format(date, "d MMMM yyyy"), "in words");
    }

    private static void number(Collector forms, String value, String separator, int[] ends) {
        String digits = digits(value);
        forms.with(digits.isEmpty() ? value : digits, "digits only");
        if (ends.length > 0 && ends[ends.length - 1] == digits.length()) {
            forms.with(grouped(digits, separator, ends), "with hyphens");
            forms.with(grouped(digits, " ", ends), "with spaces");
        }
        forms.asTyped(value);
    }

    private static String grouped(String digits, String separator, int[] ends) {
        List<String> groups = new ArrayList<>();
        int start = 0;
        for (int end : ends) {
            groups.add(digits.substring(start, end));
            start = end;
        }
        return String.join(separator, groups);
    }

    private static void search(Collector forms, String value) {
        forms.plain(value);
        String[] words = lower(value).trim().split("\\s+");
        if (words.length > 1) {
            for (String separator : List.of("+", "-", "_", ",")) {
                forms.with(String.join(separator, words), "lower-cased, words joined by " + separator);
            }
            forms.with(String.join("", words), "lower-cased, words joined");
        }
    }

    private static String lettersAndDigits(String value) {
        return lower(value)
                .codePoints()
                .filter(Character::isLetterOrDigit)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static String digits(String value) {
        return value.chars()
                .filter(c -> c >= '0' && c <= '9')
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static String format(LocalDate date, String pattern) {
        return date.format(DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH));
    }

    private static String lower(String value) {
        return value.toLowerCase(Locale.ROOT);
    }

    private static final class Collector {
        private final Map<String, NormalForm> byText = new LinkedHashMap<>();

        /// As typed, trimmed, in both cases, and without white space.
        void plain(String value) {
            String trimmed = value.trim();
            add(lower(trimmed), "lower-cased and trimmed", true);
            add(trimmed, "as typed", true);
            add(value, "as typed, untrimmed", true);
            add(trimmed.toUpperCase(Locale.ROOT), "upper-cased", true);
            add(lower(value).replaceAll("\\s+", ""), "lower-cased, without white space", false);
        }

        void asTyped(String value) {
            add(value, "as typed", true);
        }

        void with(String text, String words) {
            add(text, words, false);
        }

        private void add(String text, String words, boolean caseOnly) {
            if (!text.isEmpty()) {
                byText.putIfAbsent(text, new NormalForm(text, words, caseOnly));
            }
        }
    }
}
