package dev.earshot.detect;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// What a value looks like, by hand-written scanners with check digits and allocation rules; no regular expression.
///
/// Each answers for the whole value, but for [#email(String)]. None is proof.
final class Shapes {
    /// Longest text in which a single e-mail address still says something of the visitor; longer text is page
    /// content.
    private static final int LONGEST_PROSE = 512;

    /// What stands after the last dot of a file's name, not of a domain: `logo@2x.png`.
    private static final Set<String> FILE_ENDINGS = Set.of(
            "png", "jpg", "jpeg", "gif", "svg", "webp", "avif", "ico", "css", "js", "mjs", "map", "html", "htm", "json",
            "xml", "pdf", "woff", "ttf", "php", "aspx", "mp");

    /// Mailboxes of an organisation, not of a person.
    private static final Set<String> ROLE_MAILBOXES = Set.of(
            "info",
            "contact",
            "support",
            "help",
            "hello",
            "office",
            "admin",
            "webmaster",
            "postmaster",
            "privacy",
            "noreply",
            "donotreply",
            "appointments",
            "billing",
            "sales",
            "press",
            "media",
            "careers",
            "jobs",
            "hr",
            "feedback",
            "customerservice",
            "service");

    /// What forms and tags send where nobody said anything.
    private static final Set<String> WORDS_FOR_NOTHING = Set.of(
            "true",
            "false",
            "null",
            "undefined",
            "none",
            "(none)",
            "(not set)",
            "text",
            "input",
            "string",
            "required",
            "optional",
            "empty",
            "unknown",
            "anonymous",
            "guest",
            "yes",
            "no",
            "first name",
            "last name",
            "name");

    private Shapes() {}

    static boolean isWordForNothing(String value) {
        return WORDS_FOR_NOTHING.contains(value.toLowerCase(Locale.ROOT));
    }

    /// Where in `value` an e-mail address of a person stands, as `{start, end}`.
    static Optional<int[]> email(String value) {
        int length = value.length();
        if (length > LONGEST_PROSE) {
            return Optional.empty();
        }
        for (int at = value.indexOf('@', 1); at > 0; at = value.indexOf('@', at + 1)) {
            int start = at;
            while (start > 0 && isLocal(value.charAt(start - 1))) {
                start--;
            }
            while (start < at && value.charAt(start) == '.') {
                start++;
            }
            int end = at + 1;
            while (end < length
                    && (isLetterOrDigit(value.charAt(end)) || value.charAt(end) == '-' || value.charAt(end) == '.')) {
                end++;
            }
            while (end > at + 1 && !isLetterOrDigit(value.charAt(end - 1))) {
                end--;
            }
            if (isMailbox(value, start, at) && isDomain(value, at + 1, end)) {
                return Optional.of(new int[] {start, end});
            }
        }
        return Optional.empty();
    }

    private static boolean isMailbox(String value, int start, int at) {
        if (start == at || at - start > 64) {
            return false;
        }
        boolean userOfUrl = start >= 2 && value.charAt(start - 1) == '/' && value.charAt(start - 2) == '/';
        boolean linkToMailbox = value.regionMatches(true, Math.max(0, start - 7), "mailto:", 0, 7);
        String local = value.substring(start, at)
                .toLowerCase(Locale.ROOT)
                .replace("-", "")
                .replace(".", "");
        return !userOfUrl && !linkToMailbox && !ROLE_MAILBOXES.contains(local);
    }

    private static boolean isDomain(String value, int start, int end) {
        int dot = value.lastIndexOf('.', end - 1);
        if (dot <= start || end - dot - 1 < 2 || value.substring(start, end).contains("..")) {
            return false;
        }
        for (int i = dot + 1; i < end; i++) {
            if (!isLetter(value.charAt(i))) {
                return false;
            }
        }
        return isLetterOrDigit(value.charAt(start))
                && !FILE_ENDINGS.contains(value.substring(dot + 1, end).toLowerCase(Locale.ROOT));
    }

    /// A number of the North American plan, however printed; with a country code where `international` demands one.
    /// Area codes and exchanges begin with 2 to 9, and neither is of the form N11 (NANPA).
    static boolean usPhone(String value) {
        String digits = digitsOf(value, " ()-./+");
        if (digits.length() == 11 && digits.charAt(0) == '1') {
            digits = digits.substring(1);
        }
        return digits.length() == 10 && isNorthAmerican(digits);
    }

    /// `+1` and ten digits, nothing else: no link, no separators.
    static boolean e164UsPhone(String value) {
        return value.length() == 12
                && value.startsWith("+1")
                && allDigits(value, 2)
                && isNorthAmerican(value.substring(2));
    }

    /// A plus sign and 8 to 15 digits, separators allowed (ITU-T E.164).
    static boolean internationalPhone(String value) {
        String digits = digitsOf(value, " ()-./+");
        return value.startsWith("+") && digits.length() >= 8 && digits.length() <= 15 && digits.charAt(0) != '0';
    }

    private static boolean isNorthAmerican(String ten) {
        return ten.charAt(0) >= '2'
                && ten.charAt(3) >= '2'
                && !(ten.charAt(1) == '1' && ten.charAt(2) == '1')
                && !(ten.charAt(4) == '1' && ten.charAt(5) == '1')
                && ten.chars().distinct().count() > 2;
    }

    /// Nine digits that the Social Security Administration may have issued: area not 000, 666 or 900 to 999, group
    /// not 00, serial not 0000 (SSA POMS RM 10201.035).
    static boolean ssn(String value) {
        String digits = digitsOf(value, "- ");
        if (digits.length() != 9 || digits.chars().distinct().count() < 2 || digits.equals("123456789")) {
            return false;
        }
        String area = digits.substring(0, 3);
        return !area.equals("000")
                && !area.equals("666")
                && area.charAt(0) != '9'
                && !digits.startsWith("00", 3)
                && !digits.endsWith("0000");
    }

    /// `123-45-6789` with its hyphens.
    static boolean hyphenatedSsn(String value) {
        return value.length() == 11 && value.charAt(3) == '-' && value.charAt(6) == '-' && ssn(value);
    }

    /// A number under a prefix and of a length that a card network issues, with its check digit (ISO/IEC 7812-1).
    static boolean card(String value) {
        String digits = digitsOf(value, "- ");
        return isOfCardNetwork(digits)
                && luhn(digits)
                && digits.chars().distinct().count() > 1;
    }

    /// A card number in groups, as people type and pages print it.
    static boolean groupedCard(String value) {
        return value.length() >= 17 && (value.charAt(4) == ' ' || value.charAt(4) == '-') && card(value);
    }

    private static boolean isOfCardNetwork(String digits) {
        if (digits.length() < 13 || digits.length() > 19) {
            return false;
        }
        int two = Integer.parseInt(digits.substring(0, 2));
        int four = Integer.parseInt(digits.substring(0, 4));
        int length = digits.length();
        boolean visa = two / 10 == 4 && (length == 13 || length == 16 || length == 19);
        boolean mastercard = length == 16 && ((two >= 51 && two <= 55) || (four >= 2221 && four <= 2720));
        boolean amex = length == 15 && (two == 34 || two == 37);
        boolean discover = length == 16 && (four == 6011 || two == 65 || (four >= 6440 && four <= 6499));
        boolean diners = length == 14 && (two == 36 || two == 38);
        return visa || mastercard || amex || discover || diners;
    }

    /// The check of ISO/IEC 7812-1 annex B, over digits only.
    static boolean luhn(String digits) {
        int sum = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = digits.charAt(digits.length() - 1 - i) - '0';
            int weighted = i % 2 == 1 ? 2 * digit : digit;
            sum += weighted > 9 ? weighted - 9 : weighted;
        }
        return !digits.isEmpty() && sum % 10 == 0;
    }

    /// A National Provider Identifier: ten digits that begin with 1 or 2 and pass the Luhn check behind 80840
    /// (45 CFR § 162.406).
    static boolean npi(String value) {
        return value.length() == 10
                && allDigits(value, 0)
                && (value.charAt(0) == '1' || value.charAt(0) == '2')
                && luhn("80840" + value);
    }

    /// A Medicare Beneficiary Identifier: eleven characters, capital letters without S, L, O, I, B and Z, each
    /// place with its own class (CMS, "Understanding the MBI").
    static boolean mbi(String value) {
        String bare = value.length() == 13 && value.charAt(4) == '-' && value.charAt(8) == '-'
                ? value.substring(0, 4) + value.substring(5, 8) + value.substring(9)
                : value;
        String classes = "CAXNAXNAANN";
        if (bare.length() != classes.length()) {
            return false;
        }
        for (int i = 0; i < bare.length(); i++) {
            char c = bare.charAt(i);
            boolean digit = c >= '0' && c <= '9';
            boolean letter = c >= 'A' && c <= 'Z' && "SLOIBZ".indexOf(c) < 0;
            boolean fits = switch (classes.charAt(i)) {
                case 'C' -> digit && c != '0';
                case 'N' -> digit;
                case 'A' -> letter;
                default -> digit || letter;
            };
            if (!fits) {
                return false;
            }
        }
        return true;
    }

    /// A day of 1900 to 2029 as `yyyy-mm-dd`, `mm/dd/yyyy`, `dd.mm.yyyy`, `yyyymmdd` or `mmddyyyy`, or a time on
    /// it.
    static boolean date(String value) {
        String text = value.length() > 10 && value.charAt(10) == 'T' ? value.substring(0, 10) : value;
        if (text.length() == 8 && allDigits(text, 0)) {
            return isDay(number(text, 0, 4), number(text, 4, 6), number(text, 6, 8))
                    || isDay(number(text, 4, 8), number(text, 0, 2), number(text, 2, 4));
        }
        String[] parts = text.split("[-/.]", -1);
        if (parts.length != 3) {
            return false;
        }
        for (String part : parts) {
            if (part.isEmpty() || part.length() > 4 || !allDigits(part, 0)) {
                return false;
            }
        }
        int a = Integer.parseInt(parts[0]);
        int b = Integer.parseInt(parts[1]);
        int c = Integer.parseInt(parts[2]);
        return parts[0].length() == 4 ? isDay(a, b, c) : parts[2].length() == 4 && (isDay(c, a, b) || isDay(c, b, a));
    }

    private static boolean isDay(int year, int month, int day) {
        return year >= 1900 && year <= 2029 && month >= 1 && month <= 12 && day >= 1 && day <= 31;
    }

    static boolean ipv4(String value) {
        int length = value.length();
        if (length < 7 || length > 15) {
            return false;
        }
        String[] octets = value.split("\\.", -1);
        if (octets.length != 4) {
            return false;
        }
        for (String octet : octets) {
            boolean sound = !octet.isEmpty()
                    && octet.length() <= 3
                    && allDigits(octet, 0)
                    && (octet.length() == 1 || octet.charAt(0) != '0')
                    && Integer.parseInt(octet) <= 255;
            if (!sound) {
                return false;
            }
        }
        return !octets[0].equals("0") && !octets[0].equals("127");
    }

    /// Two to eight groups of hexadecimal digits by colons, `::` at most once (RFC 4291); `::1` is not one here.
    static boolean ipv6(String value) {
        if (value.length() < 6 || value.length() > 39 || value.indexOf(':') < 0 || value.contains(":::")) {
            return false;
        }
        int gap = value.indexOf("::");
        if (gap >= 0 && value.indexOf("::", gap + 1) >= 0) {
            return false;
        }
        int groups = 0;
        boolean letterOrLong = false;
        for (String group : value.split(":", -1)) {
            if (group.isEmpty()) {
                continue;
            }
            if (group.length() > 4 || !allHex(group)) {
                return false;
            }
            letterOrLong |= group.length() > 2;
            groups++;
        }
        return letterOrLong && (gap >= 0 ? groups >= 3 && groups < 8 : groups == 8);
    }

    /// Width and height in pixels: `1920x1080`.
    static boolean resolution(String value) {
        int by = value.indexOf('x');
        return by >= 2
                && value.length() - by <= 6
                && by <= 5
                && allDigits(value.substring(0, by), 0)
                && allDigits(value, by + 1);
    }

    /// Degrees with at least two decimals, as a position fix has them.
    static boolean degrees(String value, double limit) {
        int dot = value.indexOf('.');
        if (dot < 1 || value.length() - dot <= 2 || value.length() > 24) {
            return false;
        }
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if ((c < '0' || c > '9') && i != dot && !(i == 0 && (c == '-' || c == '+'))) {
                return false;
            }
        }
        String integral = value.substring(value.charAt(0) == '-' || value.charAt(0) == '+' ? 1 : 0, dot);
        return !integral.isEmpty() && Math.abs(Double.parseDouble(value)) <= limit;
    }

    /// `39.7392,-104.9903`.
    static boolean position(String value) {
        int comma = value.indexOf(',');
        return comma > 0
                && degrees(value.substring(0, comma).trim(), 90)
                && degrees(value.substring(comma + 1).trim(), 180);
    }

    /// The hash that a value of this length and alphabet may be.
    static Optional<String> hash(String value) {
        int length = value.length();
        if (length < 22 || length > 128) {
            return Optional.empty();
        }
        if (allHex(value)) {
            return hasDigitAndLetter(value) ? hash(length, length / 2, "hexadecimal digits") : Optional.empty();
        }
        int characters = length;
        while (characters > length - 2 && value.charAt(characters - 1) == '=') {
            characters--;
        }
        return (characters == length || length % 4 == 0) && isBase64(value, characters)
                ? hash(characters, characters * 3 / 4, "characters of base64")
                : Optional.empty();
    }

    private static Optional<String> hash(int length, int bytes, String unit) {
        String of = switch (bytes) {
            case 16 -> "MD5";
            case 20 -> "SHA-1";
            case 28 -> "SHA-224";
            case 32 -> "SHA-256";
            case 48 -> "SHA-384";
            case 64 -> "SHA-512";
            default -> "";
        };
        return of.isEmpty() ? Optional.empty() : Optional.of(length + " " + unit + ", as " + of + " has");
    }

    private static boolean isBase64(String value, int length) {
        boolean upper = false;
        boolean lower = false;
        boolean digit = false;
        for (int i = 0; i < length; i++) {
            char c = value.charAt(i);
            upper |= c >= 'A' && c <= 'Z';
            lower |= c >= 'a' && c <= 'z';
            digit |= c >= '0' && c <= '9';
            if (!isLetterOrDigit(c) && c != '+' && c != '/' && c != '-' && c != '_') {
                return false;
            }
        }
        return upper && lower && digit;
    }

    /// A person's name: letters, spaces, apostrophes, hyphens and full stops.
    static boolean name(String value) {
        int length = value.length();
        if (length < 2 || length > 60 || isWordForNothing(value)) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            char c = value.charAt(i);
            if (!Character.isLetter(c) && c != ' ' && c != '\'' && c != '’' && c != '-' && c != '.' && c != ',') {
                return false;
            }
        }
        return Character.isLetter(value.charAt(0));
    }

    /// A number or code that tells one person or account from others: at least three characters with a digit among
    /// them, no spaces; not a truth value, not all zeros, not an address.
    static boolean identifier(String value) {
        int length = value.length();
        if (length < 3 || length > 128) {
            return false;
        }
        boolean digit = false;
        boolean other = false;
        for (int i = 0; i < length; i++) {
            char c = value.charAt(i);
            if (!isLetterOrDigit(c) && "-_.:|@+=~/*".indexOf(c) < 0) {
                return false;
            }
            digit |= c >= '0' && c <= '9';
            other |= c != '0' && c != '-';
        }
        return digit && other && !value.contains("://");
    }

    /// A house number, then words: `4821 Zelmirak Street`.
    static boolean streetAddress(String value) {
        int length = value.length();
        if (length < 8 || length > 120 || !isDigit(value.charAt(0))) {
            return false;
        }
        int i = 0;
        while (i < length && isDigit(value.charAt(i))) {
            i++;
        }
        boolean house = i <= 6 && i < length - 3 && value.charAt(i) == ' ' && Character.isLetter(value.charAt(i + 1));
        return house && value.indexOf('<') < 0 && value.indexOf("://") < 0;
    }

    /// A US ZIP code, with or without its four-digit extension.
    static boolean zip(String value) {
        boolean extended = value.length() == 10 && value.charAt(5) == '-' && allDigits(value, 6);
        String code = extended ? value.substring(0, 5) : value;
        return code.length() == 5 && allDigits(code, 0) && !code.equals("00000");
    }

    /// Something typed, not a mask: `****`, `••••`, `[redacted]` and truth values are none.
    static boolean secret(String value) {
        return value.length() >= 4
                && value.length() <= 128
                && !isWordForNothing(value)
                && !value.startsWith("[")
                && value.chars().distinct().count() > 2
                && value.chars().noneMatch(c -> c == '•' || c == '●')
                && !value.startsWith("***");
    }

    /// Words that someone looked for: not a number, not a code, not an address, not markup.
    static boolean searchText(String value) {
        int length = value.length();
        if (length < 2 || length > 200 || isWordForNothing(value)) {
            return false;
        }
        int letters = 0;
        for (int i = 0; i < length; i++) {
            char c = value.charAt(i);
            if ("{}<>[]=|\\".indexOf(c) >= 0) {
                return false;
            }
            letters += Character.isLetter(c) ? 1 : 0;
        }
        boolean code = length >= 16 && value.indexOf(' ') < 0 && hasDigitAndLetter(value);
        return letters * 2 >= length && !code && !value.contains("://");
    }

    /// A bank account or routing number: 6 to 17 digits, or an IBAN with its check digits (ISO 13616).
    static boolean account(String value) {
        String digits = digitsOf(value, "- ");
        boolean number = digits.length() >= 6 && digits.length() <= 17;
        return (number && digits.chars().distinct().count() > 1) || iban(value);
    }

    private static boolean iban(String value) {
        String bare = value.replace(" ", "").toUpperCase(Locale.ROOT);
        if (bare.length() < 15 || bare.length() > 34 || !isLetter(bare.charAt(0)) || !isLetter(bare.charAt(1))) {
            return false;
        }
        String turned = bare.substring(4) + bare.substring(0, 4);
        int remainder = 0;
        for (int i = 0; i < turned.length(); i++) {
            if (!isLetterOrDigit(turned.charAt(i))) {
                return false;
            }
            int digit = Character.digit(turned.charAt(i), 36);
            remainder = (remainder * (digit > 9 ? 100 : 10) + digit) % 97;
        }
        return remainder == 1;
    }

    /// The digits of `value` where it has nothing else but `separators`; else nothing.
    private static String digitsOf(String value, String separators) {
        int length = value.length();
        if (length > 40) {
            return "";
        }
        StringBuilder digits = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            char c = value.charAt(i);
            if (isDigit(c)) {
                digits.append(c);
            } else if (separators.indexOf(c) < 0) {
                return "";
            }
        }
        return digits.toString();
    }

    private static int number(String digits, int from, int to) {
        return Integer.parseInt(digits.substring(from, to));
    }

    static boolean allDigits(String value, int from) {
        for (int i = from; i < value.length(); i++) {
            if (!isDigit(value.charAt(i))) {
                return false;
            }
        }
        return value.length() > from;
    }

    private static boolean allHex(String value) {
        for (int i = 0; i < value.length(); i++) {
            if (Character.digit(value.charAt(i), 16) < 0 || value.charAt(i) > 'f') {
                return false;
            }
        }
        return !value.isEmpty();
    }

    private static boolean hasDigitAndLetter(String value) {
        boolean digit = false;
        boolean letter = false;
        for (int i = 0; i < value.length(); i++) {
            digit |= isDigit(value.charAt(i));
            letter |= isLetter(value.charAt(i));
        }
        return digit && letter;
    }

    private static boolean isLocal(char c) {
        return isLetterOrDigit(c) || c == '.' || c == '_' || c == '%' || c == '+' || c == '-' || c == '\'';
    }

    private static boolean isLetterOrDigit(char c) {
        return isDigit(c) || isLetter(c);
    }

    private static boolean isLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
