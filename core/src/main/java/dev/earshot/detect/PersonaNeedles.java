package dev.earshot.detect;

import dev.earshot.detect.Needle.Boundary;
import dev.earshot.element.DataElement;
import dev.earshot.persona.Persona;
import dev.earshot.persona.PersonaField;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Everything that the personas' values can look like on the wire, short of layers that the decoders undo: each value
/// in its normal forms; plain, percent-encoded, as bytes in hexadecimal and base64 at each of three alignments, and
/// hashed.
final class PersonaNeedles {
    /// Text in base64 that is shorter occurs by chance.
    private static final int SHORTEST_BASE64 = 9;

    /// Bytes whose base64 is too short to be certainly text.
    private static final int LONGEST_SHORT = 12;

    private final boolean several;
    /// By persona, text and element: a user name may be the e-mail address too, and is both then.
    private final Map<String, Needle> needles = new LinkedHashMap<>();
    private final Map<String, Form> forms = new LinkedHashMap<>();
    private final Map<String, Form> encoded = new LinkedHashMap<>();
    private final Map<String, List<Needle>> wholeLeaves = new HashMap<>();
    private int values;

    PersonaNeedles(List<Persona> personas) {
        several = personas.size() > 1;
        for (int i = 0; i < personas.size(); i++) {
            add(personas.get(i), i);
        }
    }

    NeedleTable table() {
        return new NeedleTable(List.copyOf(needles.values()));
    }

    /// Every spelling of every value.
    List<Form> forms() {
        return List.copyOf(forms.values());
    }

    /// Short values in base64, to be looked for inside base64 and hexadecimal: so short, they do not read like text, and
    /// the decoders leave what holds them alone.
    List<Form> encoded() {
        return List.copyOf(encoded.values());
    }

    /// Values too short to be looked for inside text, by their text in lower case.
    Map<String, List<Needle>> wholeLeaves() {
        return wholeLeaves;
    }

    private void add(Persona persona, int number) {
        persona.values()
                .forEach((field, list) -> list.forEach(text -> {
                    Form.Value value = value(number, field.element(), label(field));
                    NormalForm.of(field, text.reveal()).forEach(form -> add(form, value));
                    if (field == PersonaField.SEARCH_TERM && persona.generated()) {
                        inventedWord(text.reveal(), value);
                    }
                }));
        persona.extras().forEach((name, text) -> {
            Form.Value value = value(number, DataElement.OTHER_IDENTIFIER, "own value " + name);
            NormalForm.ofExtra(text.reveal()).forEach(form -> add(form, value));
        });
    }

    private Form.Value value(int persona, DataElement told, String label) {
        String whose = several ? "persona " + (persona + 1) + "'s " : "the persona's ";
        return new Form.Value(values++, persona, told, whose + label);
    }

    private void add(NormalForm form, Form.Value value) {
        plain(form, value);
        forms.putIfAbsent(key(form.text(), value), new Form(value, form.text(), form.words()));
        byte[] bytes = form.text().getBytes(StandardCharsets.UTF_8);
        if (bytes.length >= NeedleTable.SHORTEST && bytes.length <= LONGEST_SHORT) {
            for (Base64.Encoder encoder : List.of(Base64.getEncoder(), Base64.getUrlEncoder())) {
                String text = encoder.withoutPadding().encodeToString(bytes);
                encoded.putIfAbsent(key(text, value), new Form(value, text, form.words() + ", in base64"));
            }
        }
    }

    private static String key(String text, Form.Value value) {
        return text + '\0' + value.told().id() + '\0' + value.persona();
    }

    /// The last word of a generated search term was made up, and proves the search by itself.
    private void inventedWord(String term, Form.Value value) {
        String word = term.substring(term.lastIndexOf(' ') + 1);
        add(new NormalForm(word, "its invented word", false), value);
    }

    private void plain(NormalForm form, Form.Value value) {
        String text = form.text();
        String after = form.caseOnly() ? "" : form.words();
        if (text.length() < NeedleTable.SHORTEST) {
            wholeLeaves
                    .computeIfAbsent(text.toLowerCase(Locale.ROOT), key -> new ArrayList<>())
                    .add(new Needle(text, false, Boundary.NO_LETTER_OR_DIGIT, value, "", after));
            return;
        }
        add(new Needle(text, false, Boundary.of(text), value, "", after));
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length != text.length()) {
            String asBytes = new String(bytes, StandardCharsets.ISO_8859_1);
            add(new Needle(asBytes, false, Boundary.NONE, value, "", after));
        }
        String percent = URLEncoder.encode(text, StandardCharsets.UTF_8);
        if (!percent.equals(text)) {
            String encoded = after.isEmpty() ? "percent-encoded" : after + ", percent-encoded";
            String spaces = percent.replace("+", "%20");
            for (String each : List.of(spaces, percent, spaces.replace("%", "%25"))) {
                add(new Needle(each, false, Boundary.of(text), value, "", encoded));
            }
        }
        if (bytes.length < DigestTable.SHORTEST_PLAIN) {
            String hex = HexFormat.of().formatHex(bytes);
            add(new Needle(hex, false, Boundary.NONE, value, "hexadecimal of ", after));
            unalignedBase64(bytes, value, after);
        }
    }

    /// The characters of base64 that depend on these bytes alone, wherever in a longer text they begin.
    private void unalignedBase64(byte[] bytes, Form.Value value, String after) {
        for (int offset = 0; offset < 3; offset++) {
            byte[] shifted = new byte[offset + bytes.length];
            System.arraycopy(bytes, 0, shifted, offset, bytes.length);
            int from = (offset * 8 + 5) / 6;
            int to = shifted.length * 8 / 6;
            for (Base64.Encoder encoder : List.of(Base64.getEncoder(), Base64.getUrlEncoder())) {
                String stable = encoder.encodeToString(shifted).substring(from, to);
                if (stable.length() >= SHORTEST_BASE64) {
                    add(new Needle(stable, true, Boundary.NONE, value, "base64 of ", after));
                }
            }
        }
    }

    private void add(Needle needle) {
        String text = needle.exactCase() ? needle.text() : needle.text().toLowerCase(Locale.ROOT);
        needles.putIfAbsent(key(text, needle.value()), needle);
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
}
