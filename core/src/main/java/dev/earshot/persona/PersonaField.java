package dev.earshot.persona;

import dev.earshot.element.DataElement;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// A value that a synthetic patient has.
public enum PersonaField {
    FIRST_NAME("firstName", DataElement.NAME),
    LAST_NAME("lastName", DataElement.NAME),
    FULL_NAME("fullName", DataElement.NAME),
    EMAIL("email", DataElement.EMAIL),
    /// National form, as a person would type it: `(602) 555-0142`.
    PHONE("phone", DataElement.PHONE),
    /// ISO 8601, `yyyy-MM-dd`.
    DATE_OF_BIRTH("dateOfBirth", DataElement.DATE_OF_BIRTH),
    STREET("street", DataElement.POSTAL_ADDRESS),
    CITY("city", DataElement.POSTAL_ADDRESS),
    /// The two-letter code of the state. Never proof: millions share it.
    STATE("state", DataElement.POSTAL_ADDRESS),
    /// Proof only as the whole of a leaf whose key says that it is a postal code, or hashed.
    POSTAL_CODE("postalCode", DataElement.POSTAL_ADDRESS),
    MEDICAL_RECORD_NUMBER("mrn", DataElement.MEDICAL_RECORD_NUMBER),
    MEMBER_ID("memberId", DataElement.MEMBER_ID),
    USER_NAME("userName", DataElement.USER_NAME),
    PASSWORD("password", DataElement.PASSWORD),
    SSN("ssn", DataElement.SSN),
    PAYMENT_CARD("card", DataElement.PAYMENT_CARD),
    BANK_ACCOUNT("bankAccount", DataElement.FINANCIAL_ACCOUNT),
    SEARCH_TERM("searchTerm", DataElement.SEARCH_TERMS);

    private final String key;
    private final DataElement element;

    PersonaField(String key, DataElement element) {
        this.key = key;
        this.element = element;
    }

    /// Its name in persona files and in `{{persona.key}}`.
    public String key() {
        return key;
    }

    /// What a third party learns from it.
    public DataElement element() {
        return element;
    }

    public static Optional<PersonaField> byKey(String key) {
        return Arrays.stream(values()).filter(field -> field.key.equals(key)).findFirst();
    }

    static List<String> keys() {
        return Arrays.stream(values()).map(PersonaField::key).toList();
    }
}
