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

/// Invented requests of the shapes that health sites send, in about their proportions: most carry nothing of the
/// persona, one in ten does. The same seed gives the same requests.
final class Traffic {
    private static final Instant START = Instant.parse("2026-01-05T10:00:00Z");
    private static final List<String> PAGES = List.of(
            "https://www.clinic.example/",
            "https://www.clinic.example/encyclopedia/breast-cancer",
            "https://www.clinic.example/find-a-doctor?specialty=psychiatry",
            "https://www.clinic.example/appointment/request?department=oncology");

    private final Random random;
    private final Persona persona;
    private final List<Exchange> exchanges = new ArrayList<>();
    private final Map<String, DataElement> planted = new HashMap<>();
    private boolean saysMail;

    private Traffic(long seed, Persona persona) {
        this.random = new Random(seed);
        this.persona = persona;
    }

    static Traffic of(int count, long seed, Persona persona) {
        Traffic traffic = new Traffic(seed, persona);
        while (traffic.exchanges.size() < count) {
            traffic.one();
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
        if (random.nextBoolean()) {
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
