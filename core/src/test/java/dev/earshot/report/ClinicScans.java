package dev.earshot.report;

import dev.earshot.catalogue.Parameter;
import dev.earshot.catalogue.Tracker;
import dev.earshot.decode.Origin;
import dev.earshot.detect.Basis;
import dev.earshot.element.DataElement;
import dev.earshot.element.Sensitive;
import dev.earshot.exchange.BlindSpot;
import dev.earshot.exchange.Context;
import dev.earshot.exchange.Page;
import dev.earshot.exchange.Run;
import dev.earshot.exchange.StoredItem;
import dev.earshot.persona.Persona;
import dev.earshot.persona.PersonaField;
import dev.earshot.policy.Finding;
import dev.earshot.policy.Waiver;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Base64;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Scans of an invented clinic, with an invented patient, for the tests of reports.
final class ClinicScans {
    static final Instant JUDGED = Instant.parse("2026-11-20T14:10:00Z");
    static final ReportOptions MASKED =
            new ReportOptions(false, "0.1.0", JUDGED, "earshot scan https://www.clinic.example/ --consent all");
    static final ReportOptions REVEALED =
            new ReportOptions(true, "0.1.0", JUDGED, "earshot scan https://www.clinic.example/ --consent all --reveal");

    static final String EMAIL = "marisol.quennell@patients.example";
    static final String EMAIL_SHA256 = "6b1f8e0c2f3d4a5968778695a4b3c2d1e0f1021324354657687980a1b2c3d4e5";
    static final String SEARCH = "hiv symptoms tarnwick";
    static final String PASSWORD = "Tern#Lantern-4471";
    static final String MRN = "MRN-88210473";

    private static final Tracker META =
            ScanFixture.tracker("meta-pixel", "Meta Platforms, Inc.", "Meta Pixel", "advertising");
    private static final Tracker GA4 = ScanFixture.tracker("ga4", "Google LLC", "Google Analytics 4", "analytics");
    private static final Tracker ADS = ScanFixture.tracker("google-ads", "Google LLC", "Google Ads", "advertising");
    private static final Tracker CLARITY =
            ScanFixture.tracker("clarity", "Microsoft Corporation", "Microsoft Clarity", "session replay");
    private static final Tracker UET =
            ScanFixture.tracker("bing-uet", "Microsoft Corporation", "Bing UET", "advertising");
    private static final Tracker MIXPANEL = ScanFixture.tracker("mixpanel", "Mixpanel, Inc.", "Mixpanel", "analytics");
    private static final Tracker CHAT =
            ScanFixture.tracker("helpline", "Helpline Software Ltd", "Helpline Chat", "chat");

    static final Parameter DL =
            new Parameter("dl", "the page’s address", "page.url", Optional.of(DataElement.PAGE_VISITED), true);
    private static final Parameter EM = new Parameter(
            "ud[em]", "e-mail address, lower-cased, SHA-256", "hash.email", Optional.of(DataElement.EMAIL), true);
    private static final Parameter CID =
            new Parameter("cid", "client id", "id.client", Optional.of(DataElement.CLIENT_ID), true);
    private static final Parameter UP = new Parameter(
            "up.signed_in",
            "user property: signed in",
            "user.signedIn",
            Optional.of(DataElement.SIGNED_IN_STATE),
            false);

    private ClinicScans() {}

    static Persona persona() {
        Map<PersonaField, List<Sensitive>> values = new EnumMap<>(PersonaField.class);
        put(values, PersonaField.FIRST_NAME, "Marisol");
        put(values, PersonaField.LAST_NAME, "Quennell");
        put(values, PersonaField.FULL_NAME, "Marisol Quennell");
        put(values, PersonaField.EMAIL, EMAIL);
        put(values, PersonaField.PHONE, "(555) 013-4821");
        put(values, PersonaField.DATE_OF_BIRTH, "1981-07-23");
        put(values, PersonaField.STREET, "418 Umberfield Lane");
        put(values, PersonaField.CITY, "Tarnholm");
        put(values, PersonaField.MEDICAL_RECORD_NUMBER, MRN);
        put(values, PersonaField.MEMBER_ID, "KX4471-0093");
        put(values, PersonaField.USER_NAME, "mquennell81");
        put(values, PersonaField.PASSWORD, PASSWORD);
        put(values, PersonaField.SSN, "900-55-0143");
        put(values, PersonaField.SEARCH_TERM, SEARCH);
        return new Persona("p-7f3a", values, Map.of());
    }

    private static void put(Map<PersonaField, List<Sensitive>> values, PersonaField field, String value) {
        values.put(field, List.of(Sensitive.of(value)));
    }

    /// Everything at once: proven, decoded and inferred, hashed, encoded, in cookies and sockets, with consent refused.
    static ScanFixture everything() {
        ScanFixture scan = new ScanFixture().persona(persona());
        scan.run("ignore", Run.ConsentMode.IGNORE, "banner found (onetrust) and left alone");
        scan.page(
                "p1",
                "https://www.clinic.example/",
                "Welcome | Clinic Example",
                new StoredItem(
                        StoredItem.Kind.COOKIE,
                        "_fbp",
                        Sensitive.of("fb.1.1763647385000.1098115397"),
                        ".clinic.example",
                        Optional.of(Instant.parse("2027-02-18T14:03:05Z")),
                        Optional.of("https://connect.pixel.example/fbevents.js")),
                new StoredItem(
                        StoredItem.Kind.LOCAL_STORAGE,
                        "visitor",
                        Sensitive.of("{\"email\":\"" + EMAIL + "\"}"),
                        "https://www.clinic.example",
                        Optional.empty(),
                        Optional.empty()));
        pageView(scan, "a1", "public");
        scan.page(
                "p2",
                "https://www.clinic.example/conditions/depression",
                "Depression: symptoms and help | Clinic Example");
        pageView(scan, "a2", "health");
        scan.page(
                "p3",
                "https://www.clinic.example/search?q=hiv+symptoms+tarnwick",
                "Search results for hiv symptoms tarnwick | Clinic Example");
        pageView(scan, "a3", "health");
        search(scan);
        scan.page("p4", "https://www.clinic.example/conditions/hiv", "HIV testing | Clinic Example");
        pageView(scan, "a4", "health");
        onward(scan);
        scan.page(
                "p5", "https://portal.clinic.example/records/88210473/messages", "Marisol’s messages | Clinic Example");
        portal(scan);
        scan.page(
                "p6",
                "https://www.clinic.example/find-a-doctor/oncology",
                "",
                Page.Outcome.FAILED,
                "it did not answer within 30 seconds");
        scan.run("reject", Run.ConsentMode.REJECT, "refused through autoconsent (onetrust)");
        scan.page("r1", "https://www.clinic.example/", "Welcome | Clinic Example");
        despiteRefusal(scan);
        scan.lookalike("clinic-example.example");
        scan.blind(
                BlindSpot.Kind.PAGE_NOT_LOADED,
                "https://www.clinic.example/find-a-doctor/oncology",
                "The page did not answer within 30 seconds.",
                true);
        scan.blind(
                BlindSpot.Kind.BODY_NOT_DECODED,
                "c1",
                "412 bytes to Microsoft Clarity could not be read: unknown encoding.",
                false);
        scan.blind(
                BlindSpot.Kind.BEYOND_THE_BROWSER,
                "",
                "What the site’s own servers pass on cannot be seen from a browser.",
                false);
        findings(scan);
        return scan;
    }

    private static void pageView(ScanFixture scan, String id, String zone) {
        ScanFixture.Sent meta = scan.send(
                        id + "m",
                        "GET",
                        "https://www.pixel.example/tr/?id=1029384756&ev=PageView&dl=" + encoded(pageUrl(id))
                                + "&ud[em]=" + EMAIL_SHA256 + "&fbp=fb.1.1763647385000.1098115397",
                        META)
                .zone(zone)
                .events("PageView")
                .by(
                        "https://connect.pixel.example/fbevents.js",
                        "https://tags.manager.example/gtm.js",
                        "https://www.clinic.example/")
                .tells(
                        DataElement.PAGE_VISITED,
                        Basis.DECODED,
                        Origin.URL,
                        "query › dl",
                        encoded(pageUrl(id)),
                        pageUrl(id),
                        "the page’s address",
                        DL)
                .tells(
                        DataElement.EMAIL,
                        Basis.PROVEN,
                        Origin.URL,
                        "query › ud[em]",
                        EMAIL_SHA256,
                        EMAIL_SHA256,
                        "SHA-256 of the persona's e-mail address, lower-cased",
                        EM)
                .tells(
                        DataElement.CLIENT_ID,
                        Basis.DECODED,
                        Origin.URL,
                        "query › fbp",
                        "fb.1.1763647385000.1098115397",
                        "fb.1.1763647385000.1098115397",
                        "the vendor’s browser id")
                .tellsByItself();
        if (zone.equals("health")) {
            meta.tells(
                    DataElement.HEALTH_CONTEXT,
                    Basis.DECODED,
                    Origin.URL,
                    "query › dl",
                    encoded(pageUrl(id)),
                    pageUrl(id),
                    "a health term in the page’s address");
        }
        meta.end();
        scan.send(
                        id + "g",
                        "POST",
                        "https://region1.analytics.example/g/collect?v=2&tid=G-CLINIC01&cid=1098115397.1763647385&dl="
                                + encoded(pageUrl(id)),
                        GA4)
                .zone(zone)
                .occasion("page-view-" + id)
                .events("page_view")
                .by("https://tags.manager.example/gtm.js", "https://www.clinic.example/")
                .tells(
                        DataElement.PAGE_VISITED,
                        Basis.DECODED,
                        Origin.URL,
                        "query › dl",
                        encoded(pageUrl(id)),
                        pageUrl(id),
                        "the page’s address",
                        DL)
                .tells(
                        DataElement.CLIENT_ID,
                        Basis.DECODED,
                        Origin.URL,
                        "query › cid",
                        "1098115397.1763647385",
                        "1098115397.1763647385",
                        "the client id",
                        CID)
                .tellsByItself()
                .end();
        scan.send(
                        id + "d",
                        "GET",
                        "https://ads.analytics.example/pagead/viewthroughconversion/7755/?url=" + encoded(pageUrl(id)),
                        ADS)
                .zone(zone)
                .occasion("page-view-" + id)
                .by("https://tags.manager.example/gtm.js", "https://www.clinic.example/")
                .tells(
                        DataElement.PAGE_VISITED,
                        Basis.DECODED,
                        Origin.URL,
                        "query › url",
                        encoded(pageUrl(id)),
                        pageUrl(id),
                        "the page’s address")
                .tellsByItself()
                .end();
        scan.sendToUnknown(id + "u", "GET", "https://cdn.widget.example/w.gif?ts=17636473")
                .zone(zone)
                .tellsByItself()
                .end();
    }

    private static String pageUrl(String id) {
        return switch (id) {
            case "a1" -> "https://www.clinic.example/";
            case "a2" -> "https://www.clinic.example/conditions/depression";
            case "a3" -> "https://www.clinic.example/search?q=hiv+symptoms+tarnwick";
            default -> "https://www.clinic.example/conditions/hiv";
        };
    }

    private static void search(ScanFixture scan) {
        String events = "{\"event\":\"search\",\"properties\":{\"q\":\"" + SEARCH
                + "\",\"distinct_id\":\"9f2c\",\"tel\":\"5550134821\"}}";
        String token = Base64.getEncoder().encodeToString(events.getBytes(StandardCharsets.UTF_8));
        scan.send("b1", "POST", "https://api.counting.example/track", MIXPANEL)
                .zone("health")
                .body("verbose=1&data=" + encoded(token), "application/x-www-form-urlencoded")
                .events("search")
                .during("type the search term and press Enter")
                .by(
                        "https://cdn.counting.example/mixpanel.min.js",
                        "https://www.clinic.example/search?q=hiv+symptoms+tarnwick")
                .tells(
                        DataElement.SEARCH_TERMS,
                        Basis.PROVEN,
                        Origin.BODY,
                        "data › base64 › properties › q",
                        encoded(token),
                        SEARCH,
                        "the persona's search term")
                .tells(
                        DataElement.PHONE,
                        Basis.INFERRED,
                        Origin.BODY,
                        "data › base64 › properties › tel",
                        encoded(token),
                        "5550134821",
                        "shape of a US phone number under the key tel")
                .tellsByItself()
                .end();
        scan.send("b2", "GET", "https://bat.search.example/action/0?ti=4471&p=" + encoded(pageUrl("a3")), UET)
                .zone("health")
                .by("https://bat.search.example/bat.js", "https://www.clinic.example/search")
                .tells(
                        DataElement.PAGE_VISITED,
                        Basis.DECODED,
                        Origin.URL,
                        "query › p",
                        encoded(pageUrl("a3")),
                        pageUrl("a3"),
                        "the page’s address")
                .tells(
                        DataElement.SEARCH_TERMS,
                        Basis.PROVEN,
                        Origin.URL,
                        "query › p › query › q",
                        encoded(pageUrl("a3")),
                        SEARCH,
                        "the persona's search term")
                .tellsByItself()
                .end();
        byte[] replay = HexFormat.of().parseHex("1f8b0800000000000003" + "8d41c0a23700ff9911".repeat(20));
        scan.send("c1", "POST", "https://r.replay.example/collect", CLARITY)
                .zone("health")
                .body(replay, "application/octet-stream")
                .by("https://www.replay.example/s/clarity.js", "https://www.clinic.example/search")
                .unread("body › gzip › p[3]", 412)
                .tells(
                        DataElement.PAGE_USE,
                        Basis.DECODED,
                        Origin.BODY,
                        "gzip › e[4]",
                        new String(replay, StandardCharsets.ISO_8859_1),
                        "typed: " + SEARCH,
                        "what was typed, as the replay records it")
                .tellsByItself()
                .end();
    }

    private static void onward(ScanFixture scan) {
        scan.sendToUnknown("d1", "GET", "https://sync.broker.example/match?partner=meta&uid=1098115397")
                .zone("health")
                .sharedFrom("Meta Platforms, Inc.")
                .tells(
                        DataElement.CLIENT_ID,
                        Basis.INFERRED,
                        Origin.URL,
                        "query › uid",
                        "1098115397",
                        "1098115397",
                        "a long number under the key uid")
                .tellsByItself()
                .end();
    }

    private static void portal(ScanFixture scan) {
        String page = "https://portal.clinic.example/records/88210473/messages";
        scan.send(
                        "e1",
                        "POST",
                        "https://metrics.clinic.example/g/collect?v=2&dl=" + encoded(page) + "&up.signed_in=true",
                        GA4)
                .zone("signed-in")
                .signedIn()
                .behindTheSite()
                .during("open the messages")
                .by("https://tags.manager.example/gtm.js", "https://portal.clinic.example/")
                .tells(
                        DataElement.PAGE_VISITED,
                        Basis.DECODED,
                        Origin.URL,
                        "query › dl",
                        encoded(page),
                        page,
                        "the page’s address",
                        DL)
                .tells(
                        DataElement.SIGNED_IN_STATE,
                        Basis.DECODED,
                        Origin.URL,
                        "query › up.signed_in",
                        "true",
                        "true",
                        "a user property",
                        UP)
                .tells(
                        DataElement.MEDICAL_RECORD_NUMBER,
                        Basis.INFERRED,
                        Origin.URL,
                        "query › dl",
                        encoded(page),
                        "88210473",
                        "digits after /records/")
                .tellsByItself()
                .end();
        scan.send("e2", "GET", "wss://live.helpline.example/socket", CHAT)
                .zone("signed-in")
                .signedIn()
                .header("Cookie", "session=2b7e151628aed2a6; visitor_email=" + encoded(EMAIL) + "; theme=dark")
                .message("{\"t\":\"hello\",\"name\":\"Marisol Quennell\",\"mrn\":\"" + MRN + "\"}")
                .tells(
                        DataElement.NAME,
                        Basis.PROVEN,
                        Origin.MESSAGE,
                        "0",
                        "name",
                        "Marisol Quennell",
                        "Marisol Quennell",
                        "the persona's full name",
                        Optional.empty())
                .tells(
                        DataElement.MEDICAL_RECORD_NUMBER,
                        Basis.PROVEN,
                        Origin.MESSAGE,
                        "0",
                        "mrn",
                        MRN,
                        MRN,
                        "the persona's medical record number",
                        Optional.empty())
                .tells(
                        DataElement.EMAIL,
                        Basis.PROVEN,
                        Origin.COOKIE,
                        "visitor_email",
                        "visitor_email",
                        encoded(EMAIL),
                        EMAIL,
                        "the persona's e-mail address",
                        Optional.empty())
                .tellsByItself()
                .end();
        scan.send("e3", "POST", "https://www.pixel.example/tr/?ev=Lead&ud[em]=" + EMAIL_SHA256, META)
                .zone("signed-in")
                .signedIn()
                .neverLeft()
                .tells(
                        DataElement.EMAIL,
                        Basis.PROVEN,
                        Origin.URL,
                        "query › ud[em]",
                        EMAIL_SHA256,
                        EMAIL_SHA256,
                        "SHA-256 of the persona's e-mail address",
                        EM)
                .end();
    }

    private static void despiteRefusal(ScanFixture scan) {
        scan.send("f1", "GET", "https://www.pixel.example/tr/?ev=PageView&dl=" + encoded(pageUrl("a1")), META)
                .consent(Context.Consent.BEFORE_CHOICE)
                .tells(
                        DataElement.PAGE_VISITED,
                        Basis.DECODED,
                        Origin.URL,
                        "query › dl",
                        encoded(pageUrl("a1")),
                        pageUrl("a1"),
                        "the page’s address",
                        DL)
                .end();
        scan.send("f2", "GET", "https://www.pixel.example/tr/?ev=Scroll&dl=" + encoded(pageUrl("a1")), META)
                .consent(Context.Consent.REFUSED)
                .events("Scroll")
                .tells(
                        DataElement.PAGE_VISITED,
                        Basis.DECODED,
                        Origin.URL,
                        "query › dl",
                        encoded(pageUrl("a1")),
                        pageUrl("a1"),
                        "the page’s address",
                        DL)
                .tells(
                        DataElement.PAGE_USE,
                        Basis.DECODED,
                        Origin.URL,
                        "query › ev",
                        "Scroll",
                        "Scroll",
                        "the event’s name")
                .tellsByItself()
                .end();
    }

    private static void findings(ScanFixture scan) {
        scan.finding(new Finding(
                "0d9c1f27aa01be44",
                "no-health-page-to-advertising",
                Finding.Level.VIOLATION,
                "Meta Platforms, Inc.",
                "meta-pixel",
                DataElement.HEALTH_CONTEXT,
                "health",
                Basis.DECODED,
                "Meta Platforms, Inc. was told a health condition or service from the zone health through Meta Pixel.",
                scan.idsOf("Meta Platforms, Inc.", DataElement.HEALTH_CONTEXT),
                Optional.empty(),
                scan.healthTold("Meta Platforms, Inc.")));
        scan.finding(new Finding(
                "5be2c09917d4f310",
                "no-identifier-to-third-parties",
                Finding.Level.VIOLATION,
                "Helpline Software Ltd",
                "helpline",
                DataElement.MEDICAL_RECORD_NUMBER,
                "signed-in",
                Basis.PROVEN,
                "Helpline Software Ltd was told the medical record number from the zone signed-in through Helpline Chat.",
                scan.idsOf("Helpline Software Ltd", DataElement.MEDICAL_RECORD_NUMBER),
                Optional.empty()));
        scan.finding(new Finding(
                "91f0aa6e2b3c4d5e",
                "no-health-page-to-advertising",
                Finding.Level.WAIVED,
                "Microsoft Corporation",
                "bing-uet",
                DataElement.SEARCH_TERMS,
                "health",
                Basis.PROVEN,
                "Microsoft Corporation was told search terms from the zone health through Bing UET.",
                scan.idsOf("Microsoft Corporation", DataElement.SEARCH_TERMS),
                Optional.of(new Waiver("being removed with the new site", LocalDate.of(2026, 12, 1)))));
        scan.finding(new Finding(
                "c3d4e5f60718293a",
                "unknown-third-party",
                Finding.Level.NOTE,
                "broker.example",
                "sync.broker.example",
                DataElement.CLIENT_ID,
                "health",
                Basis.INFERRED,
                "broker.example, whose owner is not known, appears to have been told a client identifier.",
                scan.idsOf("broker.example", DataElement.CLIENT_ID),
                Optional.empty()));
    }

    /// A site that tells nobody anything: one page, nothing missed.
    static ScanFixture quiet() {
        ScanFixture scan = new ScanFixture().persona(persona());
        scan.run("ignore", Run.ConsentMode.IGNORE, "no banner found");
        scan.page("p1", "https://www.clinic.example/", "Welcome | Clinic Example");
        return scan;
    }

    /// Nothing found, and a page not loaded.
    static ScanFixture quietButIncomplete() {
        return quiet().page(
                        "p2",
                        "https://www.clinic.example/conditions/hiv",
                        "",
                        Page.Outcome.FAILED,
                        "it answered with a bad certificate")
                .blind(
                        BlindSpot.Kind.PAGE_NOT_LOADED,
                        "https://www.clinic.example/conditions/hiv",
                        "The page answered with a bad certificate.",
                        true);
    }

    /// The clinic after it has taken the pixel out and let another vendor in.
    static ScanFixture withoutThePixel() {
        ScanFixture scan = new ScanFixture().persona(persona());
        scan.run("ignore", Run.ConsentMode.IGNORE, "banner found (onetrust) and left alone");
        for (String id : List.of("a1", "a2", "a3", "a4")) {
            scan.page("p" + id, pageUrl(id), "");
            scan.send("n" + id, "POST", "https://region1.analytics.example/g/collect?dl=" + encoded(pageUrl(id)), GA4)
                    .zone(id.equals("a1") ? "public" : "health")
                    .tells(
                            DataElement.PAGE_VISITED,
                            Basis.DECODED,
                            Origin.URL,
                            "query › dl",
                            encoded(pageUrl(id)),
                            pageUrl(id),
                            "the page’s address",
                            DL)
                    .end();
        }
        scan.sendToUnknown("n9", "GET", "https://px.newcomer.example/v?q=" + encoded(SEARCH))
                .zone("health")
                .tells(
                        DataElement.SEARCH_TERMS,
                        Basis.PROVEN,
                        Origin.URL,
                        "query › q",
                        encoded(SEARCH),
                        SEARCH,
                        "the persona's search term")
                .end();
        return scan;
    }

    /// Many vendors, pages and disclosures, made by counting.
    static ScanFixture many(int vendors, int pages, int disclosuresEach) {
        ScanFixture scan = new ScanFixture().persona(persona());
        scan.run("ignore", Run.ConsentMode.IGNORE, "no banner found");
        List<DataElement> elements = List.of(DataElement.values());
        List<Basis> bases = List.of(Basis.PROVEN, Basis.DECODED, Basis.INFERRED);
        for (int page = 0; page < pages; page++) {
            String url = "https://www.clinic.example/conditions/topic-" + page;
            scan.page("p" + page, url, "Topic " + page + " | Clinic Example");
            for (int vendor = page % 3; vendor < vendors; vendor += 3) {
                Tracker tracker = ScanFixture.tracker(
                        "t" + vendor, "Vendor " + vendor + " Incorporated", "Product " + vendor, "advertising");
                ScanFixture.Sent sent = scan.send(
                                "x" + page + "-" + vendor,
                                "GET",
                                "https://v" + vendor + ".tracker.example/c?u=" + encoded(url),
                                tracker)
                        .zone(page % 4 == 0 ? "public" : page % 4 == 3 ? "signed-in" : "health");
                for (int number = 0; number < disclosuresEach; number++) {
                    sent.tells(
                            elements.get((vendor * 7 + number) % elements.size()),
                            bases.get((vendor + number) % bases.size()),
                            Origin.URL,
                            "query › u",
                            encoded(url),
                            url,
                            "the page’s address");
                }
                sent.tellsByItself().end();
            }
        }
        return scan;
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
