package dev.earshot.bench;

import dev.earshot.element.DataElement;
import dev.earshot.exchange.Body;
import dev.earshot.exchange.Bytes;
import dev.earshot.exchange.Context;
import dev.earshot.exchange.Exchange;
import dev.earshot.exchange.Header;
import dev.earshot.exchange.Request;
import dev.earshot.persona.Persona;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.zip.GZIPOutputStream;

/// Invented requests, one in ten of which says something of the persona where it says anything. The same seed gives
/// the same requests.
final class Traffic {
    private static final Instant START = Instant.parse("2026-01-05T10:00:00Z");
    private static final List<String> PAGES = List.of(
            "https://www.clinic.example/",
            "https://www.clinic.example/encyclopedia/breast-cancer",
            "https://www.clinic.example/find-a-doctor?specialty=psychiatry",
            "https://www.clinic.example/appointment/request?department=oncology");

    /// The length of an address without a query, how many parameters one with a query has, how long their values
    /// are, and a body, in five recorded sites (668 requests, April 2025): by tenths from the least, but for the
    /// last two, which are that of one in a hundred and the greatest.
    private static final int[] BARE = {19, 34, 46, 53, 69, 78, 84, 88, 96, 114, 170, 540};
    private static final int[] PARAMETERS = {1, 1, 1, 1, 1, 1, 1, 3, 5, 21, 36, 41};
    private static final int[] VALUE = {0, 0, 1, 1, 3, 5, 7, 13, 21, 37, 186, 5018};
    private static final int[] BODY = {75, 123, 161, 386, 501, 926, 1249, 1287, 1539, 5058, 7799, 8776};

    /// Of 1,000 requests so many have no query, and so many a body.
    private static final int WITHOUT_QUERY = 368;
    private static final int WITH_BODY = 31;

    private static final List<String> FILES = List.of(
            "https://www.clinic.example/wp-content/themes/clinic/assets/",
            "https://www.clinic.example/_next/static/chunks/",
            "https://fonts.gstatic.com/s/",
            "https://cdn.userway.org/widgetapp/images/",
            "https://c4-media.tracker.example/");
    private static final List<String> VERSIONED = List.of(
            "https://www.clinic.example/wp-includes/js/",
            "https://www.clinic.example/wp-content/plugins/",
            "https://www.googletagmanager.com/gtag/js",
            "https://fonts.googleapis.com/css2",
            "https://connect.facebook.net/signals/config/",
            "https://api.userway.org/api/tunings/");
    private static final List<String> PIXELS = List.of(
            "https://www.google-analytics.com/g/collect?v=2&tid=G-CLINIC1234",
            "https://www.facebook.com/tr/?id=1234567890123&ev=PageView",
            "https://px.ads.linkedin.com/collect?v=2&fmt=js",
            "https://td.doubleclick.net/td/ga/rul?gacid=1.2",
            "https://insight.adsrvr.org/track/up?adv=clinic1",
            "https://bat.bing.com/action/0?ti=12345678&Ver=2",
            "https://tr.snapchat.com/cm/i?pid=clinic",
            "https://pixel.tracker.example/p?v=1");
    private static final List<String> KEYS = List.of(
            "dl", "dt", "ul", "sr", "cid", "sid", "en", "_p", "rl", "ts", "sw", "sh", "fbp", "it", "r", "p", "u", "ec",
            "ea", "el", "gtm", "dma", "npa", "uaa", "uab", "uafvl", "uamb", "pscdl", "tag_exp", "rnd", "auid", "q");

    private final Random random;
    private final Persona persona;
    private final List<Exchange> exchanges = new ArrayList<>();
    private final Map<String, DataElement> planted = new HashMap<>();
    private boolean saysMail;
    private boolean hasCookies;

    private Traffic(long seed, Persona persona) {
        this.random = new Random(seed);
        this.persona = persona;
    }

    /// Eight of ten are beacons.
    static Traffic of(int count, long seed, Persona persona) {
        Traffic traffic = new Traffic(seed, persona);
        traffic.hasCookies = true;
        while (traffic.exchanges.size() < count) {
            traffic.one();
        }
        return traffic;
    }

    /// Of the sizes and in the proportions of recorded sites: most requests fetch something, few have a body.
    static Traffic likeSites(int count, long seed, Persona persona) {
        Traffic traffic = new Traffic(seed, persona);
        while (traffic.exchanges.size() < count) {
            traffic.likeSite();
        }
        return traffic;
    }

    List<Exchange> exchanges() {
        return List.copyOf(exchanges);
    }

    /// What of the persona is in which exchange.
    Map<String, DataElement> planted() {
        return Map.copyOf(planted);
    }

    private void likeSite() {
        String page = one(PAGES);
        int kind = random.nextInt(1000);
        saysMail = false;
        if (kind < WITHOUT_QUERY) {
            String start = one(FILES);
            get(page, start + word(Math.max(4, drawn(BARE) - start.length() - 3)) + ".js");
            return;
        }
        int parameters = drawn(PARAMETERS);
        if (parameters < 3) {
            get(page, one(VERSIONED) + "?ver=" + (parameters == 2 ? "5.1&" : "") + word(Math.min(24, drawn(VALUE))));
            return;
        }
        saysMail = random.nextInt(10) == 0;
        StringBuilder url = new StringBuilder(one(PIXELS));
        for (int i = 0; i < parameters; i++) {
            url.append('&')
                    .append(KEYS.get((i + kind) % KEYS.size()))
                    .append('=')
                    .append(value(page, drawn(VALUE)));
        }
        boolean inBody = kind >= 1000 - WITH_BODY * 4;
        if (saysMail && !inBody) {
            url.append("&note=").append(encoded(persona.expand("{{persona.email}}")));
        }
        if (inBody) {
            post(page, url.toString(), "text/plain;charset=UTF-8", bytes(body(page, drawn(BODY))));
        } else {
            get(page, url.toString());
        }
    }

    /// A page address, a number or a word, whatever has that length.
    private String value(String page, int length) {
        if (length > 300) {
            return encoded(body(page, length));
        }
        if (length > 25) {
            return encoded(page + (page.indexOf('?') < 0 ? "?" : "&") + "utm_source=" + word(6));
        }
        return length > 8 && length < 14 ? number() : word(length);
    }

    /// JSON of about that length.
    private String body(String page, int length) {
        StringBuilder json = new StringBuilder("{\"url\":\"").append(page).append("\",\"who\":\"");
        json.append(saysMail ? persona.expand("{{persona.email}}") : word(12)).append("\",\"events\":[");
        for (int i = 0; json.length() < length; i++) {
            json.append(i == 0 ? "" : ",")
                    .append("{\"name\":\"")
                    .append(one(KEYS))
                    .append("\",\"at\":")
                    .append(number())
                    .append(",\"id\":\"")
                    .append(word(20))
                    .append("\",\"seen\":true}");
        }
        return json.append("]}").toString();
    }

    private int drawn(int[] sizes) {
        double share = random.nextDouble();
        if (share >= 0.99) {
            return between(sizes, 10, Math.pow((share - 0.99) * 100, 4));
        }
        return share >= 0.9
                ? between(sizes, 9, (share - 0.9) / 0.09)
                : between(sizes, (int) (share * 10), share * 10 % 1);
    }

    private static int between(int[] sizes, int below, double part) {
        return (int) Math.round(sizes[below] + part * (sizes[below + 1] - sizes[below]));
    }

    private String one(List<String> of) {
        return of.get(random.nextInt(of.size()));
    }

    private void one() {
        String page = PAGES.get(random.nextInt(PAGES.size()));
        String address = encoded(page);
        String client = number() + "." + number();
        saysMail = random.nextInt(10) == 0;
        String said = saysMail ? persona.expand("{{persona.email}}") : "visitor" + number();
        int kind = random.nextInt(10);
        saysMail &= kind != 3 && kind < 8;
        switch (kind) {
            case 0 ->
                get(
                        page,
                        "https://www.google-analytics.com/g/collect?v=2&tid=G-" + word(10) + "&cid=" + client
                                + "&sid=" + number() + "&sct=1&seg=0&dl=" + address + "&dr=&dt=Clinic%20Example&en="
                                + "page_view&_p=" + number() + "&ul=en-us&sr=1280x900&ep.note=" + encoded(said));
            case 1 ->
                post(
                        page,
                        "https://www.google-analytics.com/g/collect?v=2&tid=G-" + word(10) + "&cid=" + client,
                        "text/plain;charset=UTF-8",
                        bytes("en=scroll&epn.percent_scrolled=90&dl=" + address + "\r\nen=user_engagement&_et="
                                + number() + "&ep.who=" + encoded(said)));
            case 2 ->
                get(
                        page,
                        "https://www.facebook.com/tr/?id=" + number() + "&ev=PageView&dl=" + address
                                + "&rl=&if=false&ts="
                                + number() + "&sw=1280&sh=900&v=2.9.1&fbp=fb.1." + number() + "." + number()
                                + "&cd[note]="
                                + encoded(said));
            case 3 ->
                get(
                        page,
                        "https://bat.bing.com/action/0?ti=" + number() + "&Ver=2&mid=" + word(32) + "&sid=" + word(32)
                                + "&p=" + address + "&r=&lt=812&evt=pageLoad&sv=1&rn=" + number());
            case 4 ->
                post(
                        page,
                        "https://analytics.tiktok.com/api/v2/pixel",
                        "application/json",
                        bytes("{\"event\":\"Pageview\",\"context\":{\"page\":{\"url\":\"" + page
                                + "\",\"referrer\":\"\"},\"user\":{\"anonymous_id\":\"" + word(36)
                                + "\"},\"library\":{\"name\":\"pixel.js\"}},\"properties\":{\"q\":\"" + said + "\"}}"));
            case 5 ->
                post(
                        page,
                        "https://api-js.mixpanel.com/track/?verbose=1",
                        "application/x-www-form-urlencoded",
                        bytes("data="
                                + encoded(Base64.getEncoder()
                                        .encodeToString(bytes("[{\"event\":\"$mp_web_page_view\",\"properties\":{"
                                                + "\"$current_url\":\"" + page + "\",\"distinct_id\":\"" + word(36)
                                                + "\",\"who\":\"" + said + "\"}}]")))));
            case 6 ->
                post(
                        page,
                        "https://collector.tracker.example/batch",
                        "application/octet-stream",
                        gzip("{\"batch\":[{\"type\":\"page\",\"properties\":{\"url\":\"" + page
                                + "\",\"title\":\"Clinic\"}},{\"type\":\"identify\",\"traits\":{\"mail\":\"" + said
                                + "\"}}],\"sent\":\"" + number() + "\"}"));
            case 7 ->
                get(
                        page,
                        "https://pixel.tracker.example/p.gif?u=" + address + "&k=" + word(16) + "&e=" + encoded(said));
            case 8 -> get(page, "https://cdn.tracker.example/lib/" + word(8) + ".js");
            default -> get(page, "https://www.clinic.example/assets/" + word(8) + ".css");
        }
    }

    private void get(String page, String url) {
        add(page, url, "GET", Body.NONE);
    }

    private void post(String page, String url, String type, byte[] body) {
        add(page, url, "POST", Body.whole(Bytes.copyOf(body), type));
    }

    private void add(String page, String url, String method, Body body) {
        List<Header> headers = new ArrayList<>(List.of(
                new Header("User-Agent", "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/156.0.0.0"),
                new Header("Accept", "*/*"),
                new Header("Accept-Language", "en-US,en;q=0.9"),
                new Header("Referer", page)));
        if (body.state() != Body.State.NONE) {
            headers.add(new Header("Content-Type", body.mimeType()));
        }
        if (hasCookies && random.nextBoolean()) {
            headers.add(new Header("Cookie", "_ga=GA1.1." + number() + "." + number() + "; sid=" + word(24)));
        }
        int number = exchanges.size() + 1;
        if (saysMail) {
            planted.put("x" + number, DataElement.EMAIL);
        }
        exchanges.add(new Exchange(
                "x" + number,
                START.plusMillis(number * 40L),
                new Request(method, url, "HTTP/2.0", headers, body),
                Optional.empty(),
                List.of(),
                new Context(
                        "ignore",
                        Optional.of("ignore-1"),
                        page,
                        page,
                        Context.Target.PAGE,
                        "fetch",
                        List.of(),
                        Context.Consent.BEFORE_CHOICE,
                        Context.SignedIn.NO,
                        Set.of(Context.Witness.NET_LOG, Context.Witness.CDP),
                        Optional.empty()),
                Exchange.Delivery.SENT));
    }

    private String number() {
        return Long.toString(1_000_000_000L + random.nextInt(900_000_000));
    }

    private String word(int length) {
        StringBuilder word = new StringBuilder();
        for (int i = 0; i < length; i++) {
            word.append("abcdefghijklmnopqrstuvwxyz0123456789".charAt(random.nextInt(36)));
        }
        return word.toString();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] gzip(String text) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream stream = new GZIPOutputStream(packed)) {
            stream.write(bytes(text));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packed.toByteArray();
    }
}
