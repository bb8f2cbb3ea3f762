package dev.earshot.clinic.logs;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The pages, browsers and words of the large past, as bytes ready to be written.
final class ScaledPages {
    /// The last of them is not investigated.
    static final List<String> HOSTS = List.of(
            "www.clinic.example",
            "portal.clinic.example",
            "doctors.clinic.example",
            "health.clinic.example",
            "status.clinic.example");

    static final int PAGES = 4_000;
    static final int STATUS_HOST = 4;
    /// One page in so many is the encyclopedia's search.
    private static final int SEARCHES = 200;

    private static final String[] TOPICS = {
        "diabetes", "depression", "hiv", "breast-cancer", "pregnancy", "asthma", "psoriasis", "opioid-use-disorder",
        "epilepsy", "migraine", "hepatitis", "lupus", "anxiety", "adhd", "stroke", "kidney-disease",
    };

    final byte[][] hosts = new byte[HOSTS.size()][];
    final byte[] host = new byte[PAGES];
    final byte[][] path = new byte[PAGES][];
    final byte[][] reference = new byte[PAGES][];
    final boolean[] search = new boolean[PAGES];
    final byte[][] words = new byte[512][];
    final byte[][] agents = new byte[480][];
    final byte[][] crawlers;
    final byte[][] files;
    /// Bits of the tags that fire there, see [ScaledTags#ALL].
    final int[] tags = new int[PAGES];

    ScaledPages() {
        for (int number = 0; number < hosts.length; number++) {
            hosts[number] = bytes(HOSTS.get(number));
        }
        for (int page = 0; page < PAGES; page++) {
            String place = place(page);
            path[page] = bytes(place);
            reference[page] = bytes("https://" + HOSTS.get(host[page]) + place);
            for (int tag = 0; tag < ScaledTags.ALL.size(); tag++) {
                ScaledTags.Tag one = ScaledTags.ALL.get(tag);
                if (one.host() == host[page] && place.startsWith(one.start())) {
                    tags[page] |= 1 << tag;
                }
            }
        }
        for (int word = 0; word < words.length; word++) {
            words[word] = bytes(TOPICS[word % TOPICS.length] + "+" + TOPICS[word / 7 % TOPICS.length] + "+" + word);
        }
        for (int agent = 0; agent < agents.length; agent++) {
            agents[agent] = bytes(agent(agent));
        }
        crawlers = all(List.of(
                "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
                "Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)"));
        files = all(List.of(
                "/assets/css/site-4f2a91.css",
                "/assets/js/app-77ab03.js?v=12",
                "/assets/img/hero.jpg",
                "/assets/img/logo.svg",
                "/assets/fonts/sans.woff2",
                "/favicon.ico"));
    }

    private String place(int page) {
        String topic = TOPICS[page % TOPICS.length];
        if (page % 100 == 99) {
            host[page] = STATUS_HOST;
            return "/incidents/" + page;
        }
        if (page % (PAGES / SEARCHES) == 7) {
            host[page] = 3;
            search[page] = true;
            return "/search";
        }
        host[page] = (byte) (page % 4);
        return switch (page % 4) {
            case 0 -> "/classes/living-with-" + topic + "/" + page;
            case 1 ->
                switch (page / 4 % 4) {
                    case 0 -> "/visits/upcoming/" + page;
                    case 1 -> "/messages/thread/" + page;
                    default -> "/records/test-results/" + page;
                };
            case 2 -> page / 4 % 3 == 0 ? "/about/" + page : "/find-a-doctor/" + topic + "/" + page;
            default -> "/encyclopedia/" + topic + "/section-" + page;
        };
    }

    private static String agent(int number) {
        int major = 100 + number / 4 % 20;
        int build = 4_000 + number * 13;
        return String.format(
                Locale.ROOT,
                switch (number % 4) {
                    case 0 ->
                        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)"
                                + " Chrome/%d.0.%d.0 Safari/537.36";
                    case 1 ->
                        "Mozilla/5.0 (iPhone; CPU iPhone OS 17_%d like Mac OS X) AppleWebKit/605.1.15 (KHTML, like"
                                + " Gecko) Version/17.%d Mobile/15E148 Safari/604.1";
                    case 2 ->
                        "Mozilla/5.0 (Linux; Android 13; Pixel %d) AppleWebKit/537.36 (KHTML, like Gecko)"
                                + " Chrome/120.0.%d.0 Mobile Safari/537.36";
                    default -> "Mozilla/5.0 (X11; Linux x86_64; rv:%d.0) Gecko/20100101 Firefox/%d.0";
                },
                major,
                build);
    }

    private static byte[][] all(List<String> texts) {
        List<byte[]> all = new ArrayList<>();
        texts.forEach(text -> all.add(bytes(text)));
        return all.toArray(byte[][]::new);
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
