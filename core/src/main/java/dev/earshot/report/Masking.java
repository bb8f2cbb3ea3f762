package dev.earshot.report;

import dev.earshot.ScanResult;
import dev.earshot.detect.Detection;
import dev.earshot.disclosure.Disclosure;
import dev.earshot.disclosure.Recipient;
import dev.earshot.disclosure.Transmission;
import dev.earshot.element.DataElement;
import dev.earshot.element.Sensitive;
import dev.earshot.health.HealthContext;
import dev.earshot.health.HealthMention;
import dev.earshot.persona.Persona;
import dev.earshot.policy.Finding;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// What a report may show of a value. It is the one place in the reports that reveals one.
///
/// Masked are the value of every disclosure that says who or what was typed, every value of the persona wherever it
/// stands, and of an address the values of its query and the parts of its path that look like an identifier. Kept,
/// since
/// a report without them says nothing: the rest of a page's address, its title, and what a vendor was told of the page.
final class Masking {
    private static final int LONGEST_QUOTE = 160;
    private static final int SHORTEST_DISCLOSED = 5;

    private static final Pattern PERSONAL = Pattern.compile(String.join(
            "|",
            "(?<![/\\w.+-])[\\w.+-]{1,64}@[\\w-]{1,64}(?:\\.[\\w-]{1,64})+",
            "(?<![\\w.-])\\d{3}-\\d{2}-\\d{4}(?![\\w-])",
            "(?<![\\w.+-])(?:\\+?1[ .-]?)?(?:\\(\\d{3}\\) ?|\\d{3}[ .-])\\d{3}[ .-]\\d{4}(?![\\w.-])",
            "(?<![\\w.-])(?:\\+\\d{8,15}|\\d{10})(?![\\w.-])"));

    private final boolean reveal;
    private final Needles persona;
    private final Needles identifying;
    private final Needles all;

    /// @param persona the synthetic patient's values
    /// @param identifying those, and what was told of who somebody is or what they looked for
    /// @param all those, and everything else that somebody typed or did
    private Masking(boolean reveal, Needles persona, Needles identifying, Needles all) {
        this.reveal = reveal;
        this.persona = persona;
        this.identifying = identifying;
        this.all = all;
    }

    static Masking of(ScanResult result, boolean reveal) {
        if (reveal) {
            Needles none = new Needles(List.of());
            return new Masking(true, none, none, none);
        }
        List<String> ofPersona = new ArrayList<>();
        result.capture().persona().ifPresent(someone -> addValues(someone, ofPersona));
        Set<String> identifying = new HashSet<>(ofPersona);
        Set<String> disclosed = new HashSet<>(ofPersona);
        for (Disclosure disclosure : result.disclosures()) {
            Detection detection = disclosure.detection();
            String value = detection.value().reveal();
            if (saysWho(detection.element()) && value.length() >= SHORTEST_DISCLOSED && !isAWord(value)) {
                disclosed.add(value);
                if (!isOfThePage(detection.element())) {
                    identifying.add(value);
                }
            }
        }
        return new Masking(false, new Needles(ofPersona), new Needles(identifying), new Needles(disclosed));
    }

    private static void addValues(Persona someone, List<String> values) {
        someone.values().values().forEach(list -> list.forEach(value -> values.add(value.reveal())));
        someone.extras().values().forEach(value -> values.add(value.reveal()));
    }

    /// Elements whose value is the person's own. The others say what page, what device, what state.
    private static boolean saysWho(DataElement element) {
        return switch (element) {
            case PAGE_VISITED, REFERRER, HEALTH_CONTEXT, SIGNED_IN_STATE, DEVICE -> false;
            case IP_ADDRESS,
                    NAME,
                    EMAIL,
                    PHONE,
                    POSTAL_ADDRESS,
                    DATE_OF_BIRTH,
                    MEDICAL_RECORD_NUMBER,
                    MEMBER_ID,
                    OTHER_IDENTIFIER,
                    PAGE_USE,
                    SEARCH_TERMS,
                    APPOINTMENT,
                    CLIENT_ID,
                    ADVERTISING_ID,
                    LOCATION,
                    USER_NAME,
                    PASSWORD,
                    SSN,
                    FINANCIAL_ACCOUNT,
                    PAYMENT_CARD -> true;
        };
    }

    /// Elements whose value may be a word of the page itself, such as the category of an event or the name of a form: struck
    /// out where it was sent, and left where the page is spoken of.
    private static boolean isOfThePage(DataElement element) {
        return element == DataElement.PAGE_USE || element == DataElement.APPOINTMENT;
    }

    /// A single lower-case word, such as the `click` of an event: too common to be struck out wherever it stands.
    private static boolean isAWord(String value) {
        return value.length() < 12 && value.chars().allMatch(character -> character >= 'a' && character <= 'z');
    }

    boolean reveals() {
        return reveal;
    }

    /// The value that a disclosure told.
    String value(Detection detection) {
        String value = detection.value().reveal();
        if (reveal) {
            return value;
        }
        if (detection.health().filter(Masking::isTyped).isPresent()) {
            return words(detection.health().orElseThrow());
        }
        if (saysWho(detection.element()) || value.length() > 4 * LONGEST_QUOTE) {
            return detection.value().masked();
        }
        boolean address = value.contains("://") || value.startsWith("/") || value.startsWith("www.");
        return address ? address(value) : quoted(value);
    }

    private static boolean isTyped(HealthContext health) {
        return health.mentions().stream().anyMatch(HealthMention::typed);
    }

    private String words(HealthContext health) {
        return health.mentions().stream().map(this::words).distinct().collect(Collectors.joining(", "));
    }

    /// Words that speak of health. Those that somebody typed, or that come from the query of an address, are masked as
    /// these are.
    String words(HealthMention mention) {
        return mention.typed() ? value(mention.words()) : quoted(mention.words().reveal());
    }

    String value(Sensitive value) {
        return reveal ? value.reveal() : value.masked();
    }

    /// The bytes or characters that carry a value, as text.
    String token(String text) {
        return reveal ? text : Sensitive.of(text).masked();
    }

    /// A sentence of our own, which should hold no value but is read once more.
    String said(String sentence) {
        return reveal ? sentence : persona.replace(sentence, this::token);
    }

    /// Text of the site or of a third party.
    String quoted(String foreign) {
        if (reveal) {
            return foreign;
        }
        String masked = identifying.replace(foreign, this::token);
        return masked.length() <= LONGEST_QUOTE ? masked : masked.substring(0, LONGEST_QUOTE) + "…";
    }

    /// Text from an app's files. Nothing there is a patient's, but a test person may have been left in it: what looks
    /// like an e-mail address, a phone number or a Social Security number is masked.
    String written(String inFile) {
        return reveal ? inFile : withoutPersons(quoted(inFile));
    }

    /// A sentence of our own that quotes an app's files.
    String saidOfFiles(String sentence) {
        return reveal ? sentence : withoutPersons(identifying.replace(sentence, this::token));
    }

    /// Text from an app's files, with what looks like a person masked.
    static String withoutPersons(String text) {
        return PERSONAL.matcher(text)
                .replaceAll(found ->
                        Matcher.quoteReplacement(Sensitive.of(found.group()).masked()));
    }

    /// Text of the site or of a third party that is as long as it is, such as raw bytes.
    String passage(String foreign) {
        return reveal ? foreign : all.replace(foreign, this::token);
    }

    /// A page's or a script's address: the host and path, the names of the query's parameters, and none of their
    /// values.
    String address(String url) {
        return reveal ? url : identifying.replace(Address.of(url).maskedBy(this::token), this::token);
    }

    /// The host and path of an address.
    String place(String url) {
        Address address = Address.of(url);
        String place = address.host() + address.path();
        return reveal ? place : identifying.replace(Address.of(place).maskedBy(this::token), this::token);
    }

    /// The path of an address, as the site's own people speak of it; `/` for the front page.
    String path(String url) {
        Address address = Address.of(url);
        String path = address.path().isEmpty() && !address.host().isEmpty() ? "/" : address.path();
        return reveal ? path : identifying.replace(Address.ofPath(path).maskedBy(this::token), this::token);
    }

    /// `result` with each host that holds a value of the persona masked: a third party can be told one in a name of its
    /// own.
    /// The same object where none does, which is nearly always.
    ScanResult withHostsMasked(ScanResult result) {
        boolean clean = result.transmissions().stream()
                .map(transmission -> transmission.recipient().host())
                .allMatch(host -> said(host).equals(host));
        if (reveal || clean) {
            return result;
        }
        return new ScanResult(
                result.capture(),
                result.exchanges(),
                result.transmissions().stream().map(this::withHostMasked).toList(),
                result.disclosures().stream()
                        .map(disclosure -> new Disclosure(
                                disclosure.id(),
                                withHostMasked(disclosure.transmission()),
                                disclosure.detection(),
                                disclosure.zone()))
                        .toList(),
                result.findings().stream().map(this::withHostMasked).toList(),
                result.answers(),
                result.blindSpots(),
                result.lookalikes(),
                result.attestation(),
                result.differential(),
                result.apps());
    }

    private Transmission withHostMasked(Transmission sent) {
        Recipient to = sent.recipient();
        return new Transmission(
                sent.exchangeId(),
                sent.at(),
                sent.method(),
                sent.url(),
                new Recipient(said(to.host()), to.domain(), to.vendor(), to.purpose(), to.known(), to.behind()),
                sent.tracker(),
                sent.events(),
                sent.occasion(),
                sent.sharedFrom(),
                sent.context(),
                sent.delivery(),
                sent.bodyBytes(),
                sent.undecoded(),
                sent.decoderFailure());
    }

    private Finding withHostMasked(Finding finding) {
        return new Finding(
                finding.fingerprint(),
                finding.rule(),
                finding.level(),
                finding.vendor(),
                said(finding.tracker()),
                finding.element(),
                finding.zone(),
                finding.basis(),
                finding.sentence(),
                finding.disclosureIds(),
                finding.waiver(),
                finding.health());
    }
}
