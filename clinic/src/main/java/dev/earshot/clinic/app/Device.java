package dev.earshot.clinic.app;

import dev.earshot.clinic.Planted;
import dev.earshot.detect.Basis;
import dev.earshot.element.DataElement;
import dev.earshot.element.Sensitive;
import dev.earshot.exchange.Context.Consent;
import dev.earshot.persona.Persona;
import dev.earshot.persona.PersonaField;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.cert.Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/// A pretend phone on which a patient uses the clinic's Android app, behind a proxy whose authority it trusts. What its
/// vendors are told is written as their own SDKs write it.
///
/// Sources of the formats: the descriptions of the trackers in the catalogue, each with its own.
public final class Device {
    static final String SENTRY = "o450001.ingest.us.sentry.io";

    /// Whose certificate the app knows: nobody between can read along.
    public static final String PINNED = "pinned.clinic.example";

    private static final String PORTAL = "portal.clinic.example";
    private static final String FIREBASE = "region1.app-measurement.com";
    private static final String META = "graph.facebook.com";
    private static final String MIXPANEL = "api.mixpanel.com";
    private static final String AMPLITUDE = "api2.amplitude.com";
    private static final String ADJUST = "app.adjust.com";
    /// What is sent to it is encrypted.
    public static final String APPSFLYER = "launches.appsflyersdk.com";

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String JSON = "application/json";
    private static final String FORM = "application/x-www-form-urlencoded";

    private final HttpClient http;
    private final HttpClient distrustful;
    private final ClinicApps.Keys keys;
    private final Persona patient;
    private final String advertisingId;
    private final String installation;
    private final byte[] noise = new byte[96];

    /// @param proxy through which everything goes
    /// @param authority whose certificates the phone's owner made it trust
    /// @param seed of the app's keys, as in [ClinicApps#write], and of the phone's own ids
    public Device(InetSocketAddress proxy, Certificate authority, Persona patient, long seed) {
        this.http = client(proxy, Optional.of(authority));
        this.distrustful = client(proxy, Optional.empty());
        this.keys = new ClinicApps.Keys(seed);
        this.patient = patient;
        Random random = new Random(seed);
        this.advertisingId = new UUID(random.nextLong(), random.nextLong()).toString();
        this.installation = HexFormat.of().toHexDigits(random.nextLong());
        random.nextBytes(noise);
    }

    /// The hosts that the app talks to.
    public static Set<String> hosts() {
        return Set.of(PORTAL, PINNED, FIREBASE, META, MIXPANEL, AMPLITUDE, ADJUST, APPSFLYER, SENTRY);
    }

    /// What the app discloses on purpose when its session is played: what a scan of the traffic has to find.
    public static List<Planted> planted() {
        List<Planted> planted = new ArrayList<>();
        Vendor firebase = new Vendor("Google LLC", "firebase-analytics", FIREBASE + "/a");
        firebase.told(planted, DataElement.MEDICAL_RECORD_NUMBER, Basis.PROVEN, p -> List.of("_id", record(p)));
        firebase.told(planted, DataElement.SEARCH_TERMS, Basis.PROVEN, p -> List.of("search_term", term(p)));
        firebase.told(planted, DataElement.ADVERTISING_ID, Basis.DECODED, _ -> List.of("example.clinic.app"));
        firebase.told(planted, DataElement.CLIENT_ID, Basis.DECODED, _ -> List.of("example.clinic.app"));
        firebase.told(planted, DataElement.PAGE_USE, Basis.DECODED, _ -> List.of("appointment_booked"));
        Vendor meta = new Vendor("Meta Platforms, Inc.", "meta-app-events", META + "/v19.0/\\d+/activities");
        meta.told(planted, DataElement.EMAIL, Basis.PROVEN, p -> List.of("\"em\":\"" + hashedEmail(p)));
        meta.told(planted, DataElement.SEARCH_TERMS, Basis.PROVEN, p -> List.of("\"fb_search_string\":\"" + term(p)));
        meta.told(planted, DataElement.ADVERTISING_ID, Basis.DECODED, _ -> List.of("advertiser_id="));
        Vendor mixpanel = new Vendor("Mixpanel, Inc.", "mixpanel", MIXPANEL + "/track");
        mixpanel.told(
                planted, DataElement.MEDICAL_RECORD_NUMBER, Basis.PROVEN, p -> List.of("\"$user_id\":\"" + record(p)));
        mixpanel.told(
                planted,
                DataElement.POSTAL_ADDRESS,
                Basis.PROVEN,
                p -> List.of("\"zip\":\"" + first(p, PersonaField.POSTAL_CODE)));
        Vendor amplitude = new Vendor("Amplitude, Inc.", "amplitude", AMPLITUDE + "/2/httpapi");
        amplitude.told(
                planted, DataElement.MEDICAL_RECORD_NUMBER, Basis.PROVEN, p -> List.of("\"user_id\":\"" + record(p)));
        amplitude.told(planted, DataElement.APPOINTMENT, Basis.INFERRED, _ -> List.of("appointment_date"));
        Vendor adjust = new Vendor("Adjust GmbH", "adjust", ADJUST + "/event");
        adjust.told(planted, DataElement.ADVERTISING_ID, Basis.DECODED, _ -> List.of("gps_adid="));
        adjust.told(planted, DataElement.PAGE_USE, Basis.DECODED, _ -> List.of("event_token=f0ob4r"));
        Vendor sentry = new Vendor("Functional Software, Inc.", "sentry", SENTRY + "/api/\\d+/envelope/");
        sentry.told(
                planted, DataElement.EMAIL, Basis.PROVEN, p -> List.of("\"email\":\"" + first(p, PersonaField.EMAIL)));
        return List.copyOf(planted);
    }

    /// Signs in, searches the encyclopedia, looks for a doctor, asks for an appointment, reads test results.
    ///
    /// @param steps is told what the patient does next, and at the end that nothing is done any more
    /// @throws UncheckedIOException if the proxy or a host does not answer
    public void play(Consumer<Optional<String>> steps) {
        steps.accept(Optional.of("sign in"));
        signIn();
        steps.accept(Optional.of("search the encyclopedia"));
        firebase("search", "search_term", term(patient));
        meta("fb_mobile_search", "SearchScreen", "\"fb_search_string\":\"" + term(patient) + "\"");
        steps.accept(Optional.of("find a doctor"));
        mixpanel();
        steps.accept(Optional.of("ask for an appointment"));
        firebase("appointment_booked", "department", "oncology");
        amplitude();
        adjust();
        steps.accept(Optional.of("read test results"));
        firebase("screen_view", "screen_name", "Test results");
        sentry();
        pinned();
        steps.accept(Optional.empty());
    }

    /// The password and the Social Security number go to the hospital itself.
    private void signIn() {
        post(
                PORTAL,
                "/api/v1/sign-in",
                JSON,
                "{\"userName\":\"%s\",\"password\":\"%s\",\"ssn\":\"%s\"}"
                        .formatted(
                                first(patient, PersonaField.USER_NAME),
                                first(patient, PersonaField.PASSWORD),
                                first(patient, PersonaField.SSN)));
        post(
                APPSFLYER,
                "/api/v6.13/androidevent?app_id=" + AndroidApp.PACKAGE + "&buildnumber=6.13.0",
                "application/octet-stream",
                noise);
    }

    private void firebase(String event, String name, String value) {
        byte[] bundle = Proto.join(
                Proto.number(1, 1),
                Proto.message(
                        2,
                        Proto.message(1, Proto.text(1, "_o"), Proto.text(2, "app")),
                        Proto.message(1, Proto.text(1, name), Proto.text(2, value)),
                        Proto.text(2, event),
                        Proto.number(3, 1_790_000_000_000L)),
                Proto.message(
                        3, Proto.number(1, 1_790_000_000_000L), Proto.text(2, "_id"), Proto.text(3, record(patient))),
                Proto.text(8, "android"),
                Proto.text(9, "16"),
                Proto.text(10, "Pixel 9"),
                Proto.text(14, AndroidApp.PACKAGE),
                Proto.text(16, "4.1.0"),
                Proto.text(19, advertisingId),
                Proto.text(21, installation),
                Proto.text(25, keys.firebaseApp("android")));
        post(FIREBASE, "/a", FORM, gzip(Proto.message(1, bundle)));
    }

    private void meta(String event, String screen, String parameter) {
        post(
                META,
                "/v19.0/" + keys.metaApp() + "/activities",
                FORM,
                "event=CUSTOM_APP_EVENTS&anon_id=XZ" + installation + "&advertiser_id=" + advertisingId
                        + "&advertiser_tracking_enabled=true&ud=" + encoded("{\"em\":\"" + hashedEmail(patient) + "\"}")
                        + "&extinfo="
                        + encoded("[\"a2\",\"" + AndroidApp.PACKAGE + "\",\"41\",\"4.1.0\",\"16\",\"Pixel 9\"]")
                        + "&custom_events="
                        + encoded("[{\"_eventName\":\"" + event + "\",\"_logTime\":1790000000,\"_ui\":\"" + screen
                                + "\"," + parameter + "}]"));
    }

    private void mixpanel() {
        String events = """
                [{"event":"Doctor Search","properties":{"token":"9f8e7d6c5b4a39281706f5e4d3c2b1a0","time":1790000000,\
                "distinct_id":"%s","$user_id":"%s","$os":"Android","mp_lib":"android","zip":"%s"}}]""".formatted(record(patient), record(patient), first(patient, PersonaField.POSTAL_CODE));
        post(
                MIXPANEL,
                "/track?ip=1",
                FORM,
                "data=" + encoded(Base64.getEncoder().encodeToString(events.getBytes(StandardCharsets.UTF_8))));
    }

    private void amplitude() {
        post(AMPLITUDE, "/2/httpapi", JSON, """
                {"api_key":"0a1b2c3d4e5f60718293a4b5c6d7e8f9","events":[{"user_id":"%s","device_id":"%sR",\
                "session_id":1790000000000,"time":1790000000000,"platform":"Android","language":"en",\
                "library":"amplitude-android/2.36.1","event_type":"Appointment Booked",\
                "event_properties":{"appointment_date":"2027-03-14"}}]}""".formatted(record(patient), installation));
    }

    private void adjust() {
        post(
                ADJUST,
                "/event",
                FORM,
                "app_token=2fm9gkqubvpc&event_token=f0ob4r&gps_adid=" + advertisingId
                        + "&device_name=Pixel%209&os_name=android&os_version=16&package_name=" + AndroidApp.PACKAGE
                        + "&callback_params=" + encoded("{\"department\":\"oncology\"}")
                        + "&tracking_enabled=1&environment=production");
    }

    private void sentry() {
        post(
                SENTRY,
                "/api/4500001/envelope/?sentry_version=7&sentry_key=0a1b2c3d4e5f60718293a4b5c6d7e8f9",
                "application/x-sentry-envelope",
                """
                {"event_id":"0a1b2c3d4e5f60718293a4b5c6d7e8f9"}
                {"type":"event"}
                {"exception":{"values":[{"type":"IOException","value":"no answer"}]},"user":{"email":"%s"}}
                """.formatted(first(patient, PersonaField.EMAIL)));
    }

    /// A connection whose certificate the app would only take from its own list.
    private void pinned() {
        try {
            distrustful.send(
                    request(PINNED, "/v1/results", JSON, "{}".getBytes(StandardCharsets.UTF_8)),
                    HttpResponse.BodyHandlers.discarding());
            throw new IllegalStateException("The phone took a certificate that it does not trust.");
        } catch (SSLHandshakeException refused) {
            // As it is with pinned certificates: nothing was sent.
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private void post(String host, String path, String type, String body) {
        post(host, path, type, body.getBytes(StandardCharsets.UTF_8));
    }

    private void post(String host, String path, String type, byte[] body) {
        try {
            http.send(request(host, path, type, body), HttpResponse.BodyHandlers.discarding());
        } catch (IOException e) {
            throw new UncheckedIOException(host + " did not answer the device", e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static IllegalStateException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new IllegalStateException("The device was stopped.", e);
    }

    private static HttpRequest request(String host, String path, String type, byte[] body) {
        return HttpRequest.newBuilder(URI.create("https://" + host + path))
                .timeout(PATIENCE)
                .header("Content-Type", type)
                .header("User-Agent", "Dalvik/2.1.0 (Linux; U; Android 16; Pixel 9)")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
    }

    /// @param authority who is trusted beside nobody else; where it is empty, those that this machine trusts, which knows
    ///     no authority of a proxy
    private static HttpClient client(InetSocketAddress proxy, Optional<Certificate> authority) {
        try {
            SSLContext tls = SSLContext.getInstance("TLS");
            tls.init(null, authority.isPresent() ? trusting(authority.get()) : null, null);
            return HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .proxy(ProxySelector.of(proxy))
                    .sslContext(tls)
                    .connectTimeout(PATIENCE)
                    .build();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static TrustManager[] trusting(Certificate authority) throws GeneralSecurityException {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setCertificateEntry("authority", authority);
            TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
            trust.init(store);
            return trust.getTrustManagers();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] gzip(byte[] bytes) {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(zipped)) {
            out.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return zipped.toByteArray();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String record(Persona patient) {
        return first(patient, PersonaField.MEDICAL_RECORD_NUMBER);
    }

    private static String term(Persona patient) {
        return first(patient, PersonaField.SEARCH_TERM);
    }

    private static String hashedEmail(Persona patient) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256")
                            .digest(first(patient, PersonaField.EMAIL)
                                    .toLowerCase(Locale.ROOT)
                                    .getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String first(Persona patient, PersonaField field) {
        return patient.first(field).map(Sensitive::reveal).orElseThrow();
    }

    /// One of whom the app tells something.
    ///
    /// @param endpoint host and path, a regular expression
    private record Vendor(String name, String tracker, String endpoint) {
        void told(List<Planted> planted, DataElement element, Basis basis, Planted.Marks marks) {
            planted.add(new Planted(
                    name,
                    tracker,
                    element,
                    basis,
                    "public",
                    "",
                    Set.of(Consent.UNKNOWN),
                    Pattern.compile(endpoint),
                    marks));
        }
    }
}
