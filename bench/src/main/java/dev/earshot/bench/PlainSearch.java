package dev.earshot.bench;

import dev.earshot.element.DataElement;
import dev.earshot.exchange.Exchange;
import dev.earshot.exchange.WebSocketMessage;
import dev.earshot.persona.Persona;
import dev.earshot.persona.PersonaField;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// The slow and plain way to look for a persona's values, which shares no code with the engine: percent-decode four
/// times over, then ask of every value whether it is contained, as it is and as SHA-256.
///
/// It finds less than the engine does. What it finds, the engine must find too.
final class PlainSearch {
    private static final Set<PersonaField> LONG_ENOUGH = EnumSet.of(
            PersonaField.EMAIL,
            PersonaField.PHONE,
            PersonaField.MEDICAL_RECORD_NUMBER,
            PersonaField.MEMBER_ID,
            PersonaField.USER_NAME,
            PersonaField.PASSWORD,
            PersonaField.SSN,
            PersonaField.PAYMENT_CARD,
            PersonaField.BANK_ACCOUNT,
            PersonaField.SEARCH_TERM);
    private static final int LAYERS = 4;

    private final Map<String, DataElement> wanted = new LinkedHashMap<>();

    PlainSearch(Persona persona) {
        for (PersonaField field : LONG_ENOUGH) {
            int count = persona.values().getOrDefault(field, List.of()).size();
            for (int i = 0; i < count; i++) {
                want(persona.expand("{{persona." + field.key() + "[" + i + "]}}"), field);
            }
        }
    }

    private void want(String value, PersonaField field) {
        String text = value.toLowerCase(Locale.ROOT);
        wanted.put(text, field.element());
        if (field == PersonaField.EMAIL) {
            byte[] digest = sha256(text.getBytes(StandardCharsets.UTF_8));
            wanted.put(HexFormat.of().formatHex(digest), field.element());
            wanted.put(Base64.getEncoder().encodeToString(digest).toLowerCase(Locale.ROOT), field.element());
        }
    }

    /// What stands in the address, the headers, the body or the messages.
    Set<DataElement> in(Exchange exchange) {
        Set<DataElement> found = EnumSet.noneOf(DataElement.class);
        look(exchange.request().url(), found);
        exchange.request().headers().forEach(header -> look(header.value(), found));
        look(exchange.request().body().bytes().utf8(), found);
        exchange.messages().stream()
                .filter(message -> message.direction() == WebSocketMessage.Direction.SENT)
                .forEach(message -> look(message.payload().utf8(), found));
        return found;
    }

    private void look(String sent, Set<DataElement> found) {
        String text = sent;
        for (int layer = 0; layer < LAYERS; layer++) {
            String lower = text.toLowerCase(Locale.ROOT);
            wanted.forEach((value, element) -> {
                if (lower.contains(value)) {
                    found.add(element);
                }
            });
            try {
                text = URLDecoder.decode(text, StandardCharsets.UTF_8);
            } catch (IllegalArgumentException notPercentEncoded) {
                return;
            }
        }
    }

    private static byte[] sha256(byte[] of) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(of);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
