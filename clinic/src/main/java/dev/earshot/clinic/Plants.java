package dev.earshot.clinic;

import static dev.earshot.detect.Basis.DECODED;
import static dev.earshot.detect.Basis.INFERRED;
import static dev.earshot.detect.Basis.INHERENT;
import static dev.earshot.detect.Basis.PROVEN;
import static dev.earshot.exchange.Context.Consent.ACCEPTED;
import static dev.earshot.exchange.Context.Consent.BEFORE_CHOICE;
import static dev.earshot.exchange.Context.Consent.REFUSED;

import dev.earshot.detect.Basis;
import dev.earshot.element.DataElement;
import dev.earshot.element.Sensitive;
import dev.earshot.exchange.Context.Consent;
import dev.earshot.persona.Persona;
import dev.earshot.persona.PersonaField;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// What the clinic discloses on purpose, tag by tag.
final class Plants {
    private static final Set<Consent> ALWAYS = Set.of(BEFORE_CHOICE, ACCEPTED, REFUSED);
    private static final Set<Consent> UNLESS_REFUSED = Set.of(BEFORE_CHOICE, ACCEPTED);
    private static final Set<Consent> ONCE_ACCEPTED = Set.of(ACCEPTED);

    private static final String WWW = "https://" + Hosts.WWW;
    private static final Place HOME = new Place("public", WWW + "/");
    private static final Place SEARCH = new Place("health-content", WWW + "/encyclopedia?q=");
    private static final Place ARTICLE = new Place("health-content", WWW + "/encyclopedia/hiv");
    private static final Place DOCTORS = new Place("health-content", WWW + "/find-a-doctor?specialty=");
    private static final Place FORM = new Place("health-content", WWW + "/appointment");
    private static final Place THANKS = new Place("health-content", WWW + "/appointment/thank-you");
    private static final Place CONTACT = new Place("public", WWW + "/contact");
    private static final Place PORTAL = new Place("signed-in", "https://" + Hosts.PORTAL + "/summary");
    private static final Place RESULTS = new Place("signed-in", "https://" + Hosts.PORTAL + "/results");

    private static final Tag GA4 = tag("Google LLC", "ga4", "www\\.google-analytics\\.com/g/collect");
    private static final Tag SERVER_SIDE_GA4 = tag("Google LLC", "ga4", "tags\\.clinic\\.example/g/collect");
    private static final Tag GTM = tag("Google LLC", "gtm", "www\\.googletagmanager\\.com/gtm\\.js");
    private static final Tag FONTS = tag("Google LLC", "google-fonts", "fonts\\.googleapis\\.com/css2");
    private static final Tag GOOGLE_ADS =
            tag("Google LLC", "google-ads", "www\\.googleadservices\\.com/pagead/conversion/100000001/");
    private static final Tag DOUBLECLICK = tag(
            "Google LLC", "google-ads", "googleads\\.g\\.doubleclick\\.net/pagead/viewthroughconversion/100000001/");
    private static final Tag FLOODLIGHT = tag("Google LLC", "floodlight", "ad\\.doubleclick\\.net/activity;.*");
    private static final Tag UET = tag("Microsoft Corporation", "bing-uet", "bat\\.bing\\.com/action/0");
    private static final Tag CLARITY = tag("Microsoft Corporation", "clarity", "z\\.clarity\\.ms/collect");
    private static final Tag X = tag("X Corp.", "x-pixel", "t\\.co/1/i/adsct");
    private static final Tag X_AGAIN = tag("X Corp.", "x-pixel", "analytics\\.twitter\\.com/1/i/adsct");
    private static final Tag META = tag("Meta Platforms, Inc.", "meta-pixel", "www\\.facebook\\.com/tr/");
    private static final Tag TIKTOK = tag("TikTok Inc.", "tiktok-pixel", "analytics\\.tiktok\\.com/api/v2/pixel");
    private static final Tag LINKEDIN =
            tag("LinkedIn Corporation", "linkedin-insight", "px\\.ads\\.linkedin\\.com/(collect|wa)/");
    private static final Tag ADOBE =
            tag("Adobe Inc.", "adobe-analytics", "metrics\\.clinic\\.example/b/ss/clinicprod/.*");
    private static final Tag ADOBE_EDGE =
            tag("Adobe Inc.", "adobe-edge", "(edge\\.adobedc\\.net|adobedc\\.demdex\\.net)/ee/.*");
    private static final Tag POSTHOG = tag("PostHog Inc.", "posthog", "us\\.i\\.posthog\\.com/e/");
    private static final Tag SNOWPLOW = tag(
            "Snowplow Analytics Ltd.",
            "snowplow",
            "clinic\\.collector\\.snplow\\.net/com\\.snowplowanalytics\\.snowplow/tp2");
    private static final Tag MIXPANEL = tag("Mixpanel, Inc.", "mixpanel", "api-js\\.mixpanel\\.com/track/");
    private static final Tag SEGMENT = tag("Twilio Inc.", "segment", "api\\.segment\\.io/v1/[ipt]");
    private static final Tag AMPLITUDE = tag("Amplitude, Inc.", "amplitude", "api2\\.amplitude\\.com/2/httpapi");
    private static final Tag DATADOG = tag("Datadog, Inc.", "datadog-rum", "browser-intake-datadoghq\\.com/api/v2/rum");
    private static final Tag TRADE_DESK =
            tag("The Trade Desk, Inc.", "trade-desk", "match\\.adsrvr\\.org/track/cmf/generic");
    private static final Tag JSDELIVR = tag("", "", "cdn\\.jsdelivr\\.net/npm/.*");
    private static final Tag UNHEARD_OF = tag("", "", "pixel\\.unheardof\\.example/p\\.gif");
    private static final Tag UNHEARD_OF_WORKERS = tag("", "", "pixel\\.unheardof\\.example/(worker|service-worker)");
    private static final Tag REPLAY = tag("", "", "replay\\.unheardof\\.example/recordings");
    private static final Tag FORMS = tag("", "", "forms\\.elsewhere\\.example/submit");

    private final List<Planted> planted = new ArrayList<>();

    private Plants() {}

    /// @param careless whether the portal carries the replay that masks nothing
    static List<Planted> all(boolean careless) {
        Plants plants = new Plants();
        plants.google();
        plants.microsoft();
        plants.otherAdvertising();
        plants.adobe();
        plants.realSdks();
        plants.withoutAName();
        if (careless) {
            plants.careless();
        }
        plants.addresses();
        return List.copyOf(plants.planted);
    }

    private void google() {
        plant(GTM, HOME, DataElement.DEVICE, INHERENT, ALWAYS, _ -> List.of());
        plant(FONTS, HOME, DataElement.DEVICE, INHERENT, ALWAYS, _ -> List.of());
        pageVisited(GA4, HOME, ALWAYS, "en=page_view", "dl=" + HOME.page());
        plant(GA4, SEARCH, DataElement.SEARCH_TERMS, PROVEN, ALWAYS, p -> List.of("ep.search_term=" + term(p)));
        plant(GA4, SEARCH, DataElement.CLIENT_ID, DECODED, UNLESS_REFUSED, _ -> List.of("gcs=G111", "&cid="));
        pageVisited(GA4, ARTICLE, ALWAYS, "dl=" + ARTICLE.page());
        plant(GA4, ARTICLE, DataElement.HEALTH_CONTEXT, INFERRED, ALWAYS, _ -> List.of("dl=" + ARTICLE.page()));
        plant(
                GA4,
                DOCTORS,
                DataElement.POSTAL_ADDRESS,
                PROVEN,
                ALWAYS,
                p -> List.of("ep.postal_code=" + first(p, PersonaField.POSTAL_CODE)));
        plant(GA4, THANKS, DataElement.APPOINTMENT, INFERRED, ALWAYS, _ -> List.of("ep.appointment_date=2027-03-14"));
        plant(GA4, THANKS, DataElement.EMAIL, PROVEN, ONCE_ACCEPTED, p -> List.of("em=tv.1~em." + googleEmail(p)));

        pageVisited(SERVER_SIDE_GA4, RESULTS, ALWAYS, "dl=" + RESULTS.page());
        plant(
                SERVER_SIDE_GA4,
                RESULTS,
                DataElement.MEMBER_ID,
                PROVEN,
                ALWAYS,
                p -> List.of("uid=" + first(p, PersonaField.MEMBER_ID)));
        plant(
                SERVER_SIDE_GA4,
                RESULTS,
                DataElement.SIGNED_IN_STATE,
                INFERRED,
                ALWAYS,
                _ -> List.of("up.login_status=signed_in"));

        pageVisited(DOUBLECLICK, ARTICLE, ONCE_ACCEPTED, "url=" + ARTICLE.page());
        pageVisited(GOOGLE_ADS, THANKS, ONCE_ACCEPTED, "url=" + THANKS.page(), "label=ApPoInTmEnT");
        for (Tag endpoint : List.of(GOOGLE_ADS, DOUBLECLICK)) {
            plant(
                    endpoint,
                    THANKS,
                    DataElement.EMAIL,
                    PROVEN,
                    ONCE_ACCEPTED,
                    p -> List.of("em=tv.1~em." + googleEmail(p)));
            plant(
                    endpoint,
                    THANKS,
                    DataElement.PHONE,
                    PROVEN,
                    ONCE_ACCEPTED,
                    p -> List.of("~pn." + base64Url(sha256("+1" + digits(first(p, PersonaField.PHONE))))));
        }
        pageVisited(FLOODLIGHT, DOCTORS, ONCE_ACCEPTED, "~oref=" + DOCTORS.page());
        plant(
                FLOODLIGHT,
                DOCTORS,
                DataElement.POSTAL_ADDRESS,
                PROVEN,
                ONCE_ACCEPTED,
                p -> List.of(";u2=" + first(p, PersonaField.POSTAL_CODE) + ";"));
    }

    private void microsoft() {
        pageVisited(UET, HOME, ALWAYS, "evt=pageLoad", "p=" + HOME.page());
        pageVisited(UET, ARTICLE, ALWAYS, "evt=pageLoad", "p=" + ARTICLE.page());
        plant(UET, ARTICLE, DataElement.HEALTH_CONTEXT, INFERRED, ALWAYS, _ -> List.of("p=" + ARTICLE.page()));
        plant(UET, SEARCH, DataElement.SEARCH_TERMS, PROVEN, ALWAYS, p -> List.of("search_term=" + term(p)));
        plant(UET, SEARCH, DataElement.CLIENT_ID, DECODED, ALWAYS, _ -> List.of("&vid=", "&sid="));
        plant(UET, THANKS, DataElement.EMAIL, PROVEN, ALWAYS, p -> List.of("em=" + hex(sha256(microsoftEmail(p)))));

        pageVisited(CLARITY, ARTICLE, ONCE_ACCEPTED, "\"" + ARTICLE.page() + "\"", "\"clinic0001\"");
        plant(CLARITY, ARTICLE, DataElement.PAGE_USE, DECODED, ONCE_ACCEPTED, _ -> List.of("Find a doctor for HIV"));
    }

    private void otherAdvertising() {
        for (Tag endpoint : List.of(X, X_AGAIN)) {
            pageVisited(endpoint, ARTICLE, UNLESS_REFUSED, "tw_document_href=" + ARTICLE.page());
            plant(
                    endpoint,
                    SEARCH,
                    DataElement.SEARCH_TERMS,
                    PROVEN,
                    UNLESS_REFUSED,
                    p -> List.of("\"search_string\":\"" + term(p)));
            plant(
                    endpoint,
                    THANKS,
                    DataElement.EMAIL,
                    PROVEN,
                    UNLESS_REFUSED,
                    p -> List.of("\"email_address\":\"" + hex(sha256(email(p)))));
        }
        pageVisited(META, ARTICLE, UNLESS_REFUSED, "ev=PageView", "dl=" + ARTICLE.page());
        plant(
                META,
                SEARCH,
                DataElement.SEARCH_TERMS,
                PROVEN,
                UNLESS_REFUSED,
                p -> List.of("cd[search_string]=" + term(p)));
        plant(META, ARTICLE, DataElement.CLIENT_ID, DECODED, UNLESS_REFUSED, _ -> List.of("fbp=fb.1."));
        plant(
                META,
                FORM,
                DataElement.EMAIL,
                PROVEN,
                UNLESS_REFUSED,
                p -> List.of("name=\"udff[em]\"", "name=\"ud[em]\"", hex(sha256(email(p)))));
        plant(
                META,
                FORM,
                DataElement.PHONE,
                PROVEN,
                UNLESS_REFUSED,
                p -> List.of("name=\"udff[ph]\"", hex(sha256("1" + digits(first(p, PersonaField.PHONE))))));
        plant(
                META,
                FORM,
                DataElement.NAME,
                PROVEN,
                UNLESS_REFUSED,
                p -> List.of(
                        "name=\"udff[ln]\"",
                        hex(sha256(first(p, PersonaField.LAST_NAME).toLowerCase(Locale.ROOT)))));
        plant(
                META,
                FORM,
                DataElement.PAGE_USE,
                DECODED,
                UNLESS_REFUSED,
                _ -> List.of("SubscribedButtonClick", "Send request"));

        pageVisited(TIKTOK, ARTICLE, ONCE_ACCEPTED, "\"url\":\"" + ARTICLE.page() + "\"");
        plant(TIKTOK, SEARCH, DataElement.SEARCH_TERMS, PROVEN, ONCE_ACCEPTED, p -> List.of("\"query\":\"" + term(p)));
        plant(
                TIKTOK,
                THANKS,
                DataElement.EMAIL,
                PROVEN,
                ONCE_ACCEPTED,
                p -> List.of("\"email\":\"" + hex(sha256(email(p)))));
        pageVisited(LINKEDIN, ARTICLE, ONCE_ACCEPTED, "url=" + ARTICLE.page());
        plant(
                LINKEDIN,
                THANKS,
                DataElement.EMAIL,
                PROVEN,
                ONCE_ACCEPTED,
                p -> List.of("\"hem\":\"" + hex(sha256(email(p)))));
        plant(
                TRADE_DESK,
                THANKS,
                DataElement.PAGE_VISITED,
                DECODED,
                UNLESS_REFUSED,
                _ -> List.of("ref=" + THANKS.page()));
    }

    private void adobe() {
        pageVisited(ADOBE, ARTICLE, ALWAYS, "g=" + ARTICLE.page());
        plant(ADOBE, SEARCH, DataElement.SEARCH_TERMS, PROVEN, ALWAYS, p -> List.of("c1=" + term(p)));
        plant(
                ADOBE,
                RESULTS,
                DataElement.MEDICAL_RECORD_NUMBER,
                PROVEN,
                ALWAYS,
                p -> List.of("pageName=Test results", "patient=" + first(p, PersonaField.MEDICAL_RECORD_NUMBER)));
        pageVisited(ADOBE_EDGE, DOCTORS, ONCE_ACCEPTED, "\"URL\":\"" + DOCTORS.page());
    }

    private void realSdks() {
        pageVisited(POSTHOG, ARTICLE, UNLESS_REFUSED, "\"$current_url\":\"" + ARTICLE.page() + "\"");
        plant(
                POSTHOG,
                SEARCH,
                DataElement.SEARCH_TERMS,
                PROVEN,
                UNLESS_REFUSED,
                p -> List.of("encyclopedia search", "\"term\":\"" + term(p)));
        pageVisited(SNOWPLOW, ARTICLE, UNLESS_REFUSED, "\"url\":\"" + ARTICLE.page() + "\"", "\"e\":\"pv\"");
        plant(
                JSDELIVR,
                SEARCH,
                DataElement.SEARCH_TERMS,
                PROVEN,
                UNLESS_REFUSED,
                p -> List.of(SEARCH.page() + term(p)));
        pageVisited(MIXPANEL, DOCTORS, ONCE_ACCEPTED, "\"$current_url\":\"" + DOCTORS.page());
        plant(
                MIXPANEL,
                DOCTORS,
                DataElement.POSTAL_ADDRESS,
                PROVEN,
                ONCE_ACCEPTED,
                p -> List.of("\"Doctor Search\"", "\"zip\":\"" + first(p, PersonaField.POSTAL_CODE) + "\""));

        plant(
                SEGMENT,
                PORTAL,
                DataElement.MEDICAL_RECORD_NUMBER,
                PROVEN,
                ALWAYS,
                p -> List.of("\"userId\":\"" + first(p, PersonaField.MEDICAL_RECORD_NUMBER)));
        plant(
                SEGMENT,
                PORTAL,
                DataElement.EMAIL,
                PROVEN,
                ALWAYS,
                p -> List.of("\"email\":\"" + first(p, PersonaField.EMAIL)));
        plant(
                SEGMENT,
                PORTAL,
                DataElement.NAME,
                PROVEN,
                ALWAYS,
                p -> List.of("\"lastName\":\"" + first(p, PersonaField.LAST_NAME)));
        plant(
                SEGMENT,
                PORTAL,
                DataElement.PHONE,
                PROVEN,
                ALWAYS,
                p -> List.of("\"phone\":\"" + first(p, PersonaField.PHONE)));
        pageVisited(SEGMENT, RESULTS, ALWAYS, "\"url\":\"" + RESULTS.page() + "\"");
        plant(
                AMPLITUDE,
                RESULTS,
                DataElement.MEDICAL_RECORD_NUMBER,
                PROVEN,
                ALWAYS,
                p -> List.of("\"user_id\":\"" + first(p, PersonaField.MEDICAL_RECORD_NUMBER)));
        plant(
                AMPLITUDE,
                RESULTS,
                DataElement.PAGE_USE,
                DECODED,
                ALWAYS,
                _ -> List.of("[Amplitude] Element Text", "Test results"));
        pageVisited(AMPLITUDE, RESULTS, ALWAYS, "\"[Amplitude] Page Location\":\"" + RESULTS.page());
        plant(
                DATADOG,
                RESULTS,
                DataElement.NAME,
                PROVEN,
                ALWAYS,
                p -> List.of("\"name\":\"" + first(p, PersonaField.FULL_NAME)));
        plant(
                DATADOG,
                RESULTS,
                DataElement.EMAIL,
                PROVEN,
                ALWAYS,
                p -> List.of("\"email\":\"" + first(p, PersonaField.EMAIL)));
        plant(
                DATADOG,
                RESULTS,
                DataElement.MEMBER_ID,
                PROVEN,
                ALWAYS,
                p -> List.of("\"usr\":{\"id\":\"" + first(p, PersonaField.MEMBER_ID)));
        pageVisited(DATADOG, RESULTS, ALWAYS, "\"url\":\"" + RESULTS.page() + "\"");
    }

    private void withoutAName() {
        plant(REPLAY, FORM, DataElement.EMAIL, PROVEN, UNLESS_REFUSED, p -> List.of(first(p, PersonaField.EMAIL)));
        plant(REPLAY, FORM, DataElement.NAME, PROVEN, UNLESS_REFUSED, p -> List.of(first(p, PersonaField.LAST_NAME)));
        plant(REPLAY, FORM, DataElement.PHONE, PROVEN, UNLESS_REFUSED, p -> List.of(first(p, PersonaField.PHONE)));
        plant(
                REPLAY,
                FORM,
                DataElement.DATE_OF_BIRTH,
                PROVEN,
                UNLESS_REFUSED,
                p -> List.of(first(p, PersonaField.DATE_OF_BIRTH)));
        plant(UNHEARD_OF, THANKS, DataElement.EMAIL, PROVEN, ALWAYS, p -> List.of("h=" + hex(md5(email(p)))));
        plant(UNHEARD_OF, THANKS, DataElement.PAGE_VISITED, INFERRED, ALWAYS, _ -> List.of("u=" + THANKS.page()));
        plant(
                UNHEARD_OF_WORKERS,
                RESULTS,
                DataElement.MEDICAL_RECORD_NUMBER,
                PROVEN,
                ALWAYS,
                p -> List.of("\"mrn\":\"" + first(p, PersonaField.MEDICAL_RECORD_NUMBER), "\"view\":\"results\""));
        plant(
                FORMS,
                CONTACT,
                DataElement.NAME,
                PROVEN,
                ALWAYS,
                p -> List.of("name=" + first(p, PersonaField.FULL_NAME)));
        plant(FORMS, CONTACT, DataElement.EMAIL, PROVEN, ALWAYS, p -> List.of("email=" + first(p, PersonaField.EMAIL)));
    }

    private void careless() {
        Place activation = new Place("signed-in", "https://" + Hosts.PORTAL + "/activate");
        Place billing = new Place("signed-in", "https://" + Hosts.PORTAL + "/billing");
        plant(
                REPLAY,
                activation,
                DataElement.PASSWORD,
                PROVEN,
                UNLESS_REFUSED,
                p -> List.of(first(p, PersonaField.PASSWORD)));
        plant(REPLAY, activation, DataElement.SSN, PROVEN, UNLESS_REFUSED, p -> List.of(first(p, PersonaField.SSN)));
        plant(
                REPLAY,
                billing,
                DataElement.PAYMENT_CARD,
                PROVEN,
                UNLESS_REFUSED,
                p -> List.of(first(p, PersonaField.PAYMENT_CARD)));
    }

    /// Whoever is told anything learns the address it comes from.
    private void addresses() {
        Set<List<Object>> seen = new LinkedHashSet<>();
        for (Planted told : List.copyOf(planted)) {
            if (seen.add(List.of(told.endpoint().pattern(), told.zone()))) {
                planted.add(new Planted(
                        told.vendor(),
                        told.tracker(),
                        DataElement.IP_ADDRESS,
                        INHERENT,
                        told.zone(),
                        told.page(),
                        told.consent(),
                        told.endpoint(),
                        told.marks()));
            }
        }
    }

    private void pageVisited(Tag tag, Place place, Set<Consent> consent, String... marks) {
        plant(tag, place, DataElement.PAGE_VISITED, DECODED, consent, _ -> List.of(marks));
    }

    private void plant(
            Tag tag, Place place, DataElement element, Basis basis, Set<Consent> consent, Planted.Marks marks) {
        planted.add(new Planted(
                tag.vendor(),
                tag.id(),
                element,
                basis,
                place.zone(),
                place.page(),
                consent,
                Pattern.compile(tag.endpoint()),
                marks));
    }

    private static Tag tag(String vendor, String id, String endpoint) {
        return new Tag(vendor, id, endpoint);
    }

    private static String first(Persona patient, PersonaField field) {
        return patient.first(field).map(Sensitive::reveal).orElseThrow();
    }

    private static String term(Persona patient) {
        return first(patient, PersonaField.SEARCH_TERM);
    }

    private static String email(Persona patient) {
        return first(patient, PersonaField.EMAIL).toLowerCase(Locale.ROOT);
    }

    private static String googleEmail(Persona patient) {
        return base64Url(sha256(email(patient)));
    }

    private static String microsoftEmail(Persona patient) {
        String[] parts = email(patient).split("@");
        return parts[0].replaceAll("\\+.*", "").replace(".", "") + "@" + parts[1];
    }

    private static String digits(String phone) {
        return phone.replaceAll("\\D", "");
    }

    private static byte[] sha256(String text) {
        return hash("SHA-256", text);
    }

    private static byte[] md5(String text) {
        return hash("MD5", text);
    }

    private static byte[] hash(String algorithm, String text) {
        try {
            return MessageDigest.getInstance(algorithm).digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    private static String base64Url(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /// Who is told, and where.
    ///
    /// @param endpoint a pattern of host and path
    private record Tag(String vendor, String id, String endpoint) {}

    /// Where in the site.
    private record Place(String zone, String page) {}
}
