package dev.earshot.element;

import java.util.Arrays;
import java.util.Optional;

/// A kind of patient data that a third party can be told.
///
/// The identifier letter is that of 45 CFR § 164.514(b)(2)(i)(A)–(R). That list defines de-identification; it is
/// presence beside a relation to health, care or payment that makes data protected health information
/// (45 CFR § 160.103). Elements without a letter are the health-context side of that sentence.
public enum DataElement {
    IP_ADDRESS("ip-address", "IP address", "O", Kind.IDENTIFIER),
    NAME("name", "name", "A", Kind.IDENTIFIER),
    EMAIL("email", "e-mail address", "F", Kind.IDENTIFIER),
    PHONE("phone", "phone number", "D", Kind.IDENTIFIER),
    POSTAL_ADDRESS("postal-address", "postal address", "B", Kind.IDENTIFIER),
    DATE_OF_BIRTH("date-of-birth", "date of birth", "C", Kind.IDENTIFIER),
    MEDICAL_RECORD_NUMBER("mrn", "medical record number", "H", Kind.IDENTIFIER),
    MEMBER_ID("member-id", "health plan member number", "I", Kind.IDENTIFIER),
    OTHER_IDENTIFIER("other-identifier", "other identifier", "R", Kind.IDENTIFIER),
    SIGNED_IN_STATE("signed-in-state", "signed-in state", "", Kind.CONTEXT),
    PAGE_VISITED("page-visited", "page visited", "N", Kind.CONTEXT),
    PAGE_USE("page-use", "how the page was used", "", Kind.CONTEXT),
    SEARCH_TERMS("search-terms", "search terms", "", Kind.CONTEXT),
    HEALTH_CONTEXT("health-context", "health condition or service", "", Kind.CONTEXT),
    APPOINTMENT("appointment", "appointment", "C", Kind.CONTEXT),
    REFERRER("referrer", "referring page", "N", Kind.CONTEXT),
    CLIENT_ID("client-id", "cookie or client identifier", "R", Kind.IDENTIFIER),
    ADVERTISING_ID("advertising-id", "advertising or click identifier", "R", Kind.IDENTIFIER),
    DEVICE("device", "device and browser", "M", Kind.CONTEXT),
    LOCATION("location", "location", "B", Kind.IDENTIFIER),
    USER_NAME("user-name", "user name", "J", Kind.IDENTIFIER),
    PASSWORD("password", "password", "", Kind.SECRET),
    SSN("ssn", "Social Security number", "G", Kind.SECRET),
    FINANCIAL_ACCOUNT("financial-account", "financial account number", "J", Kind.SECRET),
    PAYMENT_CARD("payment-card", "credit or debit card number", "J", Kind.SECRET);

    private final String id;
    private final String label;
    private final String hipaa;
    private final Kind kind;

    DataElement(String id, String label, String hipaa, Kind kind) {
        this.id = id;
        this.label = label;
        this.hipaa = hipaa;
        this.kind = kind;
    }

    /// The name used in policy files and reports, in kebab case.
    public String id() {
        return id;
    }

    /// What a privacy officer calls it, in lower case, singular.
    public String label() {
        return label;
    }

    /// What somebody who has it was told, to go on after "was told": `the e-mail address`, `what was searched for`.
    public String phrase() {
        return switch (this) {
            case SIGNED_IN_STATE -> "whether the visitor was signed in";
            case PAGE_VISITED -> "which page was visited";
            case PAGE_USE -> label;
            case SEARCH_TERMS -> "what was searched for";
            case HEALTH_CONTEXT -> "a health condition or service";
            case APPOINTMENT -> "details of an appointment";
            case REFERRER -> "the page the visitor came from";
            case CLIENT_ID -> "a cookie or client identifier";
            case ADVERTISING_ID -> "an advertising or click identifier";
            case OTHER_IDENTIFIER -> "another identifier";
            case IP_ADDRESS,
                    NAME,
                    EMAIL,
                    PHONE,
                    POSTAL_ADDRESS,
                    DATE_OF_BIRTH,
                    MEDICAL_RECORD_NUMBER,
                    MEMBER_ID,
                    DEVICE,
                    LOCATION,
                    USER_NAME,
                    PASSWORD,
                    SSN,
                    FINANCIAL_ACCOUNT,
                    PAYMENT_CARD -> "the " + label;
        };
    }

    /// The letter of the HIPAA identifier it is, from 45 CFR § 164.514(b)(2)(i); empty where it is none.
    public Optional<String> hipaaIdentifier() {
        return hipaa.isEmpty() ? Optional.empty() : Optional.of(hipaa);
    }

    public Kind kind() {
        return kind;
    }

    public static Optional<DataElement> byId(String id) {
        return Arrays.stream(values()).filter(element -> element.id.equals(id)).findFirst();
    }

    /// What an element does in a disclosure.
    public enum Kind {
        /// Says who.
        IDENTIFIER,
        /// Says what about them.
        CONTEXT,
        /// Opens an account or a line of credit; its disclosure is a breach by itself under most state laws.
        SECRET
    }
}
