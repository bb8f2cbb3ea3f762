package dev.earshot.detect;

import dev.earshot.detect.Needle.Boundary;
import dev.earshot.detect.Needle.Wording;
import dev.earshot.element.DataElement;
import dev.earshot.persona.Persona;
import dev.earshot.persona.PersonaField;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Everything that one persona's values can look like on the wire, short of layers that the decoders undo: each
/// value in its normal forms; plain, percent-encoded, in hexadecimal and in base64 at each of three alignments;
/// hashed once and twice, in hexadecimal, base64 and base64url.
///
/// The salted form is the one that the authors of LeakDetector found in the wild (S. Englehardt et al., "I never
/// signed up for this!", PETS 2018, and its published code).
final class PersonaNeedles {
    private static final List<Hash> HASHES = List.of(
            new Hash("MD5", "MD5"),
            new Hash("SHA-1", "SHA-1"),
            new Hash("SHA-256", "SHA-256"),
            new Hash("SHA-512", "SHA-512"));
    private static final String PUBLISHED_SALT = "QX4QkKEU";
    /// Text in base64 that is shorter occurs by chance.
    private static final int SHORTEST_BASE64 = 9;

    /// By text and element: a user name may be the e-mail address too, and is both then.
    private final Map<String, Needle> byText = new LinkedHashMap<>();
    private final Map<String, List<Needle>> wholeLeaves = new HashMap<>();
    private final Map<String, MessageDigest> digests = new HashMap<>();
    private int values;

    PersonaNeedles(Persona persona) {
        persona.values()
                .forEach((field, list) -> list.forEach(value -> {
                    Collection<NormalForm> forms = NormalForm.of(field, value.reveal());
                    add(forms, field.element(), label(field));
                    if (field == PersonaField.SEARCH_TERM && persona.generated()) {
                        inventedWord(value.reveal());
                    }
                    values++;
                }));
        persona.extras().forEach((name, value) -> {
            add(NormalForm.ofExtra(value.reveal()), DataElement.OTHER_IDENTIFIER, "own value " + name);
            values++;
        });
    }

    NeedleTable table() {
        return new NeedleTable(new ArrayList<>(byText.values()));
    }

    /// Values too short to be looked for inside text, by their text in lower case.
    Map<String, List<Needle>> wholeLeaves() {
        return wholeLeaves;
    }

    private void add(Collection<NormalForm> forms, DataElement told, String label) {
        for (NormalForm form : forms) {
            plain(form, told, label);
        }
        for (NormalForm form : forms) {
            hashed(form, told, label);
        }
    }

    /// The last word of a generated search term was made up, and proves the search by itself.
    private void inventedWord(String term) {
        String word = term.substring(term.lastIndexOf(' ') + 1);
        plain(new NormalForm(word, "its invented word", false), DataElement.SEARCH_TERMS, "search term");
    }

    private void plain(NormalForm form, DataElement told, String label) {
        String text = form.text();
        String after = form.caseOnly() ? "" : form.words();
        if (text.length() < NeedleTable.SHORTEST) {
            wholeLeaves
                    .computeIfAbsent(text.toLowerCase(Locale.ROOT), key -> new ArrayList<>())
                    .add(new Needle(
                            text, false, Boundary.NO_LETTER_OR_DIGIT, values, told, new Wording("", label, after)));
            return;
        }
        add(text, false, Boundary.of(text), told, new Wording("", label, after));
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length != text.length()) {
            String asBytes = new String(bytes, StandardCharsets.ISO_8859_1);
            add(asBytes, false, Boundary.NONE, told, new Wording("", label, after));
        }
        String percent = URLEncoder.encode(text, StandardCharsets.UTF_8);
        if (!percent.equals(text)) {
            Wording encoded = new Wording("", label, after.isEmpty() ? "percent-encoded" : after + ", percent-encoded");
            String spaces = percent.replace("+", "%20");
            add(spaces, false, Boundary.of(text), told, encoded);
            add(percent, false, Boundary.of(text), told, encoded);
            add(spaces.replace("%", "%25"), false, Boundary.of(text), told, encoded);
        }
        add(HexFormat.of().formatHex(bytes), false, Boundary.NONE, told, new Wording("hexadecimal of ", label, after));
        unalignedBase64(bytes, told, new Wording("base64 of ", label, after));
    }

    /// The characters of base64 that depend on these bytes alone, wherever in a longer text they begin.
    private void unalignedBase64(byte[] bytes, DataElement told, Wording how) {
        for (int offset = 0; offset < 3; offset++) {
            byte[] shifted = new byte[offset + bytes.length];
            System.arraycopy(bytes, 0, shifted, offset, bytes.length);
            int from = (offset * 8 + 5) / 6;
            int to = shifted.length * 8 / 6;
            for (Base64.Encoder encoder : List.of(Base64.getEncoder(), Base64.getUrlEncoder())) {
                String stable = encoder.encodeToString(shifted).substring(from, to);
                if (stable.length() >= SHORTEST_BASE64) {
                    add(stable, true, Boundary.NONE, told, how);
                }
            }
        }
    }

    private void hashed(NormalForm form, DataElement told, String label) {
        byte[] text = form.text().getBytes(StandardCharsets.UTF_8);
        for (Hash outer : HASHES) {
            hashed(digest(outer, text), outer.name() + " (%s) of ", told, label, form.words());
        }
        byte[] salted = (form.text() + PUBLISHED_SALT).getBytes(StandardCharsets.UTF_8);
        hashed(
                digest(new Hash("SHA-256", "SHA-256"), salted),
                "SHA-256 (%s), with the published salt " + PUBLISHED_SALT + ", of ",
                told,
                label,
                form.words());
        for (Hash inner : HASHES) {
            byte[] first = HexFormat.of().formatHex(digest(inner, text)).getBytes(StandardCharsets.US_ASCII);
            for (Hash outer : HASHES) {
                hashed(
                        digest(outer, first),
                        outer.name() + " (%s) of the " + inner.name() + " (hexadecimal) of ",
                        told,
                        label,
                        form.words());
            }
        }
    }

    private void hashed(byte[] digest, String before, DataElement told, String label, String after) {
        add(
                HexFormat.of().formatHex(digest),
                false,
                Boundary.NONE,
                told,
                new Wording(before.replace("%s", "hexadecimal"), label, after));
        String base64 = Base64.getEncoder().withoutPadding().encodeToString(digest);
        add(base64, true, Boundary.NONE, told, new Wording(before.replace("%s", "base64"), label, after));
        String base64Url = Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        add(base64Url, true, Boundary.NONE, told, new Wording(before.replace("%s", "base64url"), label, after));
    }

    private void add(String text, boolean exactCase, Boundary boundary, DataElement told, Wording how) {
        if (text.length() >= NeedleTable.SHORTEST) {
            String key = (exactCase ? text : text.toLowerCase(Locale.ROOT)) + '\0' + told;
            byText.putIfAbsent(key, new Needle(text, exactCase, boundary, values, told, how));
        }
    }

    private byte[] digest(Hash hash, byte[] text) {
        return digests.computeIfAbsent(hash.algorithm(), PersonaNeedles::digestOf)
                .digest(text);
    }

    private static MessageDigest digestOf(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java lacks " + algorithm, e);
        }
    }

    private static String label(PersonaField field) {
        return switch (field) {
            case FIRST_NAME -> "first name";
            case LAST_NAME -> "last name";
            case FULL_NAME -> "full name";
            case EMAIL -> "e-mail address";
            case PHONE -> "phone number";
            case DATE_OF_BIRTH -> "date of birth";
            case STREET -> "street address";
            case CITY -> "city";
            case STATE -> "state";
            case POSTAL_CODE -> "postal code";
            case MEDICAL_RECORD_NUMBER -> "medical record number";
            case MEMBER_ID -> "health plan member number";
            case USER_NAME -> "user name";
            case PASSWORD -> "password";
            case SSN -> "Social Security number";
            case PAYMENT_CARD -> "card number";
            case BANK_ACCOUNT -> "bank account number";
            case SEARCH_TERM -> "search term";
        };
    }

    /// @param algorithm as Java calls it
    /// @param name as a reader knows it
    private record Hash(String algorithm, String name) {}
}
