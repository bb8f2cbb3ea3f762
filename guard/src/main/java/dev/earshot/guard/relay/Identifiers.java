package dev.earshot.guard.relay;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What in a value looks like somebody: an e-mail address, a telephone number, a social security number, a payment
/// card, a medical record number that says it is one, an address of the network, a click's id, a web address.
///
/// It looks at the value, and at what is left when percent signs and base64 are undone. It can't see a name, a date of
/// birth, a bare record number, a hash, or what is encrypted: which fields leave is the safeguard, and this a net below.
final class Identifiers {
    private static final int DEPTH = 4;

    private static final Pattern EMAIL = Pattern.compile("[^\\s@]+(?:@|\\(at\\)|\\[at\\])[^\\s@]+\\.[\\p{L}]{2,}");
    private static final Pattern PHONE = Pattern.compile(
            "(?<![0-9])(?:\\+?1[ .-]?)?\\(?[2-9][0-9]{2}\\)?[ .-]?[2-9][0-9]{2}[ .-]?[0-9]{4}(?![0-9])");
    private static final Pattern INTERNATIONAL = Pattern.compile("\\+[1-9](?:[ ().-]?[0-9]){7,14}(?![0-9])");
    private static final Pattern SSN =
            Pattern.compile("(?<![0-9])(?!000|666|9)[0-9]{3}[- ]?(?!00)[0-9]{2}[- ]?(?!0000)[0-9]{4}(?![0-9])");
    private static final Pattern DIGITS = Pattern.compile("(?<![0-9])[0-9](?:[ -]?[0-9]){12,18}(?![0-9])");
    private static final Pattern RECORD = Pattern.compile(
            "\\b(?:mrn|med(?:ical)?[ _.-]?rec(?:ord)?(?:[ _.-]?n(?:o|um(?:ber)?)?)?|patient[ _.-]?(?:id|no|num(?:ber)?)|member[ _.-]?(?:id|no))\\b[^a-z0-9]{0,3}[a-z]{0,3}[0-9]{3,}");
    private static final Pattern IPV4 = Pattern.compile(
            "(?<![0-9.])(?:25[0-5]|2[0-4][0-9]|1?[0-9]{1,2})(?:\\.(?:25[0-5]|2[0-4][0-9]|1?[0-9]{1,2})){3}(?![0-9.])");
    private static final Pattern IPV6 =
            Pattern.compile("(?:[0-9a-f]{1,4}:){4,7}[0-9a-f]{1,4}|[0-9a-f]{1,4}(?::[0-9a-f]{1,4})*::[0-9a-f:]+");
    private static final Pattern CLICK = Pattern.compile(
            "(?:clid|braid|clkid|fat_id)\\s*[=:]|^fb\\.[0-9]\\.[0-9]{10,13}\\.|^gcl\\.[0-9]+\\.|^(?:cj0kcq|eaiaiqob|iwar|iwzxh)[a-z0-9_-]{8,}");
    private static final Pattern WEB = Pattern.compile("[a-z][a-z0-9+.-]*://|(?:^|\\s)www\\.|[?&][a-z0-9_.\\[\\]-]+=");

    private Identifiers() {}

    /// Whether anything of the kind is in it.
    static boolean isIn(String value) {
        return isIn(value, DEPTH);
    }

    private static boolean isIn(String value, int depth) {
        String text = value.toLowerCase(Locale.ROOT)
                .replace('\u2010', '-')
                .replace('\u2011', '-')
                .replace('\u2013', '-')
                .replace('\u00a0', ' ');
        if (looksLikeSomebody(text)) {
            return true;
        }
        if (depth == 0) {
            return value.indexOf('%') >= 0;
        }
        boolean escaped = value.indexOf('%') >= 0
                && decoded(value)
                        .filter(plain -> !plain.equals(value))
                        .map(plain -> isIn(plain, depth - 1))
                        .orElse(false);
        return escaped || base64(value).map(plain -> isIn(plain, depth - 1)).orElse(false);
    }

    private static boolean looksLikeSomebody(String text) {
        return EMAIL.matcher(text).find()
                || PHONE.matcher(text).find()
                || INTERNATIONAL.matcher(text).find()
                || SSN.matcher(text).find()
                || RECORD.matcher(text).find()
                || IPV4.matcher(text).find()
                || IPV6.matcher(text).find()
                || CLICK.matcher(text).find()
                || WEB.matcher(text).find()
                || card(text);
    }

    private static boolean card(String text) {
        Matcher each = DIGITS.matcher(text);
        while (each.find()) {
            String digits = each.group().replaceAll("[ -]", "");
            int sum = 0;
            for (int at = 0; at < digits.length(); at++) {
                int digit = digits.charAt(digits.length() - 1 - at) - '0';
                int weighted = at % 2 == 1 ? 2 * digit : digit;
                sum += weighted > 9 ? weighted - 9 : weighted;
            }
            if (sum % 10 == 0
                    && digits.chars().distinct().count() > 1
                    && digits.charAt(0) >= '2'
                    && digits.charAt(0) <= '6') {
                return true;
            }
        }
        return false;
    }

    private static Optional<String> base64(String value) {
        if (value.length() < 12 || !value.matches("[A-Za-z0-9+/_-]+={0,2}")) {
            return Optional.empty();
        }
        try {
            byte[] bytes = Base64.getDecoder()
                    .decode(value.replace('-', '+').replace('_', '/').replace("=", ""));
            String text = strict(bytes);
            return text.chars().allMatch(c -> c >= ' ' || c == '\n' || c == '\t')
                    ? Optional.of(text)
                    : Optional.empty();
        } catch (IllegalArgumentException | CharacterCodingException notText) {
            return Optional.empty();
        }
    }

    /// Percent signs undone, as UTF-8; empty where they are malformed.
    static Optional<String> decoded(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
        byte[] from = text.getBytes(StandardCharsets.UTF_8);
        for (int at = 0; at < from.length; at++) {
            if (from[at] != '%') {
                bytes.write(from[at]);
                continue;
            }
            int high = at + 2 < from.length ? Character.digit(from[at + 1], 16) : -1;
            int low = high < 0 ? -1 : Character.digit(from[at + 2], 16);
            if (low < 0) {
                return Optional.empty();
            }
            bytes.write(high * 16 + low);
            at += 2;
        }
        try {
            return Optional.of(strict(bytes.toByteArray()));
        } catch (CharacterCodingException notUtf8) {
            return Optional.empty();
        }
    }

    static String strict(byte[] bytes) throws CharacterCodingException {
        return StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(bytes))
                .toString();
    }
}
