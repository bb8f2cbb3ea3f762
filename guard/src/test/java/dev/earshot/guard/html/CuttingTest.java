package dev.earshot.guard.html;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Pieces, and pages that nobody would write.
class CuttingTest {
    /// More of them by `-Dearshot.html.rounds=…`.
    private static final int ROUNDS = Integer.getInteger("earshot.html.rounds", 4_000);

    private static final String NONCE = "n0nce";
    private static final String HEAD = "<script src=/.well-known/earshot/guard/g.js></script>";

    private static final String[] PARTS = {
        "<",
        ">",
        "/",
        "=",
        "\"",
        "'",
        " ",
        "\n",
        "\t",
        "\0",
        "&",
        ";",
        "-",
        "--",
        "!",
        "?",
        "[",
        "]",
        "]]>",
        "<!--",
        "-->",
        "--!>",
        "<![CDATA[",
        "<!doctype html>",
        "<html>",
        "<head>",
        "</head>",
        "<body>",
        "<script>",
        "</script>",
        "<script src=//vendor.example>",
        "<style>",
        "</style>",
        "<svg>",
        "</svg>",
        "<math>",
        "<mi>",
        "<title>",
        "</title>",
        "<textarea>",
        "</textarea>",
        "<noscript>",
        "</noscript>",
        "<iframe>",
        "</iframe>",
        "<xmp>",
        "</xmp>",
        "<select>",
        "</select>",
        "<template>",
        "<frameset>",
        "<foreignObject>",
        "</foreignObject>",
        "<p>",
        "</p>",
        "<div title=\"",
        "<img src=",
        "<img srcset='",
        "//vendor.example/a",
        "https:",
        "&colon;",
        "&#47",
        "a",
        "z",
        "\u00E9",
        "\u6F22",
        "<iframe srcdoc=\"",
        "<base href=/x/>",
        "<link rel=preconnect href=",
        "<plaintext",
        "'//vendor.example'",
        ".src=",
        "<script",
        "</script",
        "<desc>",
        "<annotation-xml encoding=text/html>",
        "<table>",
        "<meta http-equiv=refresh content='0;url=",
        "<form action=",
        " nonce=x",
        "\uFEFF",
        "<A",
        "<scr",
        "ipt>",
        "<!DOC"
    };

    @Test
    void every_sample_comes_out_the_same_wherever_it_is_cut() {
        List<String> pages = new ArrayList<>(Samples.of("loads.txt").values());
        pages.addAll(Samples.of("stays.txt").values());
        for (String each : pages) {
            byte[] page = ("<!doctype html><p>\u6F22\u00E9" + each + "<p>b").getBytes(StandardCharsets.UTF_8);
            byte[] whole = Pages.fed(rewriter(), page);
            for (int cut = 0; cut <= page.length; cut++) {
                same(each, whole, Pages.fed(rewriter(), page, cut));
            }
            same(each, whole, Pages.fed(rewriter(), page, every(1, page.length)));
            same(each, whole, Pages.sliced(rewriter(), page, every(1, page.length)));
            same(each, whole, Pages.sliced(rewriter(), page));
        }
    }

    @Test
    void a_large_page_comes_out_the_same_however_it_is_cut() {
        StringBuilder text = new StringBuilder("<!doctype html><html><head><title>x</title></head><body>");
        List<String> samples = new ArrayList<>(Samples.of("loads.txt").values());
        samples.removeIf(each -> each.contains("plaintext") || each.contains("frameset"));
        Random random = new Random(11);
        while (text.length() < 120_000) {
            text.append("<p class=\"a b c\">")
                    .append("word ".repeat(random.nextInt(40)))
                    .append("</p>");
            text.append(samples.get(random.nextInt(samples.size())));
            text.append("<script>var a=1;")
                    .append("f(a < 2);".repeat(random.nextInt(3000)))
                    .append("</script>");
        }
        byte[] page = text.toString().getBytes(StandardCharsets.UTF_8);
        byte[] whole = Pages.fed(rewriter(), page);
        assertThat(whole.length).isLessThan(page.length);
        assertThat(new String(whole, StandardCharsets.UTF_8)).doesNotContain("src=//vendor.example");
        for (int piece : new int[] {1, 7, 100, 1460, 8192, 16_384, 65_536}) {
            same("pieces of " + piece, whole, Pages.fed(rewriter(), page, every(piece, page.length)));
            same("slices of " + piece, whole, Pages.sliced(rewriter(), page, every(piece, page.length)));
        }
    }

    @Test
    void pages_that_nobody_would_write_come_out_the_same_however_they_are_cut() {
        long seed = 5;
        Random random = new Random(seed);
        for (int round = 0; round < ROUNDS; round++) {
            byte[] page = made(random);
            byte[] whole = Pages.fed(rewriter(), page);
            String what = "round " + round + " of seed " + seed + ": " + new String(page, StandardCharsets.UTF_8);
            same(what, whole, Pages.fed(rewriter(), page, every(1 + random.nextInt(9), page.length)));
            same(what, whole, Pages.sliced(rewriter(), page, every(1 + random.nextInt(9), page.length)));
        }
    }

    @Test
    void without_rules_nothing_is_changed() {
        long seed = 6;
        Random random = new Random(seed);
        for (int round = 0; round < ROUNDS; round++) {
            byte[] page = made(random);
            String text = new String(page, StandardCharsets.UTF_8);
            assertThat(new String(Pages.fed(Pages.rewriter(Pages.NO_RULES, "", ""), page), StandardCharsets.UTF_8))
                    .isEqualTo(text);
            if (!text.contains("nonce") && !text.contains("srcdoc")) {
                String put = new String(
                        Pages.fed(Pages.rewriter(Pages.NO_RULES, NONCE, HEAD), page), StandardCharsets.UTF_8);
                assertThat(put.replace(" nonce=\"" + NONCE + "\"", "").replace(HEAD, ""))
                        .as("round %d of seed %d", round, seed)
                        .isEqualTo(text);
            }
        }
    }

    @Test
    void what_was_rewritten_stays_as_it_is() {
        long seed = 8;
        Random random = new Random(seed);
        for (int round = 0; round < ROUNDS; round++) {
            byte[] page = made(random);
            byte[] once = Pages.fed(Pages.rewriter(Pages.RULES, "", ""), page);
            same(
                    "round " + round + " of seed " + seed + ": " + new String(page, StandardCharsets.UTF_8),
                    once,
                    Pages.fed(Pages.rewriter(Pages.RULES, "", ""), once));
        }
    }

    @Test
    void a_small_limit_holds_no_more_than_it_says_and_loses_nothing() {
        long seed = 9;
        Random random = new Random(seed);
        for (int round = 0; round < ROUNDS; round++) {
            byte[] page = made(random);
            HtmlRewriter rewriter = new HtmlRewriter(Pages.NO_RULES, "", "", "", false, WhenInDoubt.PASS, 64);
            same(new String(page, StandardCharsets.UTF_8), page, Pages.fed(rewriter, page, every(3, page.length)));
            HtmlRewriter forbidding = new HtmlRewriter(Pages.RULES, NONCE, HEAD, "", false, WhenInDoubt.CLOSE, 64);
            Pages.fed(forbidding, page, every(3, page.length));
        }
    }

    private static byte[] made(Random random) {
        StringBuilder page = new StringBuilder();
        for (int part = random.nextInt(24); part >= 0; part--) {
            page.append(PARTS[random.nextInt(PARTS.length)]);
        }
        return page.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static HtmlRewriter rewriter() {
        return Pages.rewriter(Pages.RULES, NONCE, HEAD);
    }

    private static int[] every(int piece, int length) {
        int[] cuts = new int[Math.max(0, (length - 1) / piece)];
        for (int at = 0; at < cuts.length; at++) {
            cuts[at] = (at + 1) * piece;
        }
        return cuts;
    }

    private static void same(String what, byte[] expected, byte[] bytes) {
        if (!Arrays.equals(expected, bytes)) {
            assertThat(new String(bytes, StandardCharsets.UTF_8))
                    .as(what)
                    .isEqualTo(new String(expected, StandardCharsets.UTF_8));
        }
    }
}
