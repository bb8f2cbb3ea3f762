package dev.earshot.guard.html;

import static dev.earshot.guard.html.Pages.rewritten;
import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.guard.protection.Otherwise;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HtmlRewriterTest {
    @Test
    void a_forbidden_script_goes_with_its_end_tag() {
        assertThat(rewritten("<p>a<script src=\"https://vendor.example/t.js\" async></script >b"))
                .isEqualTo("<p>ab");
        assertThat(rewritten("<p>a<script src=//x.y.tracker.example>fallback()</script>b"))
                .isEqualTo("<p>ab");
    }

    @Test
    void a_script_that_is_not_forbidden_stays_with_a_nonce() {
        assertThat(rewritten("<script src=/a.js integrity=sha256-x></script><style>a{}</style>", "n0", ""))
                .isEqualTo(
                        "<script nonce=\"n0\" src=/a.js integrity=sha256-x></script><style nonce=\"n0\">a{}</style>");
        assertThat(rewritten("<script nonce='old' src=/a.js></script><SCRIPT/src=/b.js></SCRIPT>", "n0", ""))
                .isEqualTo("<script nonce='n0' src=/a.js></script><SCRIPT nonce=\"n0\"/src=/b.js></SCRIPT>");
        assertThat(rewritten("<script nonce>f()</script><link rel=stylesheet href=/a.css>", "n0", ""))
                .isEqualTo("<script nonce=\"n0\" nonce>f()</script><link rel=stylesheet href=/a.css>");
    }

    @Test
    void the_head_is_put_first_in_the_head() {
        String guard = "<script src=/g.js></script>";
        assertThat(rewritten("<!doctype html><html><head lang=a><title>x</title>", "", guard))
                .isEqualTo("<!doctype html><html><head lang=a>" + guard + "<title>x</title>");
        assertThat(rewritten("<!-- <head> --><!DOCTYPE html>\n<p>x", "", guard))
                .isEqualTo("<!-- <head> --><!DOCTYPE html>\n" + guard + "<p>x");
        assertThat(rewritten("\uFEFF <meta charset=utf-8><p>x", "", guard))
                .isEqualTo("\uFEFF " + guard + "<meta charset=utf-8><p>x");
        assertThat(rewritten("<html>text", "", guard)).isEqualTo("<html>" + guard + "text");
        assertThat(rewritten("<html></p></head>", "", guard)).isEqualTo("<html></p>" + guard + "</head>");
        assertThat(rewritten("<!doctype html>", "", guard)).isEqualTo("<!doctype html>" + guard);
    }

    @Test
    void a_part_of_a_page_gets_no_head() {
        for (String part : new String[] {
            "<div><head></div>", "text <html>", "<script>f()</script>", "{\"a\":\"<head>\"}", "", "<!-- a -->"
        }) {
            assertThat(rewritten(part, "", "<b>")).isEqualTo(part);
        }
    }

    @Test
    void a_part_of_a_page_that_is_known_to_be_a_page_gets_one() {
        HtmlRewriter rewriter =
                new HtmlRewriter(Pages.RULES, "", "<b>", Pages.URL, true, WhenInDoubt.PASS, HtmlRewriter.LIMIT);
        assertThat(Pages.whole(rewriter, "<div>x</div>")).isEqualTo("<b><div>x</div>");
    }

    @Test
    void what_was_taken_out_does_not_join_its_neighbours_to_a_tag() {
        assertThat(rewritten("<<img src=//vendor.example>script src=//vendor.example></script>"))
                .isEqualTo("<<!---->script src=//vendor.example></script>");
    }

    @Test
    void elements_that_hold_others_stay_without_the_address() {
        assertThat(rewritten("<form action='https://vendor.example/f'><button formaction=//vendor.example>"))
                .isEqualTo("<form action='about:invalid'><button formaction=about:invalid>");
        assertThat(rewritten("<form action=//vendor.example action=/own>"))
                .isEqualTo("<form action=about:invalid action=/own>");
        assertThat(rewritten("<video poster=//vendor.example/p src=/own.mp4>text</video>"))
                .isEqualTo("<video poster=about:invalid src=/own.mp4>text</video>");
    }

    @Test
    void an_image_keeps_its_own_address_where_only_its_set_is_forbidden() {
        assertThat(rewritten("<img src=/a.png srcset=\"https://vendor.example/a.png 2x\">"))
                .isEqualTo("<img src=/a.png srcset=\"\">");
    }

    @Test
    void an_inline_script_that_loads_a_forbidden_address_goes_whole() {
        assertThat(rewritten("a<script>var s=document.createElement('script');s.src='https:\\/\\/vendor.example\\/t.js'"
                        + "</script>b"))
                .isEqualTo("ab");
        assertThat(rewritten("a<script>fetch(\"\\u002F\\u002Fa.tracker.example/x\")</script>b"))
                .isEqualTo("ab");
    }

    @Test
    void what_is_in_noscript_is_read_as_a_page() {
        assertThat(rewritten("<noscript><img height=1 src=\"https://vendor.example/tr?id=1\"/></noscript>"))
                .isEqualTo("<noscript></noscript>");
        assertThat(rewritten("<noscript><!-- </noscript><script src=//vendor.example></script> -->"))
                .isEqualTo("<noscript><!-- </noscript> -->");
    }

    @Test
    void a_document_in_an_attribute_is_a_page_too() {
        assertThat(rewritten("<iframe srcdoc='<script src=//vendor.example></script>x'></iframe>"))
                .isEqualTo("<iframe srcdoc='x'></iframe>");
        assertThat(rewritten("<iframe srcdoc=\"&lt;script>f()&lt;/script>\"></iframe>", "n0", ""))
                .isEqualTo("<iframe srcdoc=\"&lt;script&#32;nonce=&quot;n0&quot;&gt;f()&lt;/script&gt;\"></iframe>");
    }

    @Test
    void connections_made_ahead_go_unless_they_are_allowed() {
        assertThat(rewritten("<link rel=preconnect href=https://fonts.host.example><link rel=dns-prefetch"
                        + " href=//cdn.other.example><link rel='preload dns-prefetch' href=//cdn.clinic.example>"))
                .isEqualTo("<link rel=preconnect href=https://fonts.host.example>"
                        + "<link rel='preload dns-prefetch' href=//cdn.clinic.example>");
        String unknown = "<link rel=preconnect href=//cdn.other.example>";
        assertThat(Pages.whole(Pages.rewriter(Pages.rules(Otherwise.REPORT, "vendor.example"), "", ""), unknown))
                .isEqualTo(unknown);
    }

    @Test
    void an_own_address_that_is_a_vendors_is_taken_out() {
        assertThat(rewritten("<script src=//cdn.clinic.example/metrics/a.js></script><script"
                        + " src=//cdn.clinic.example/app.js></script><script src=/metrics/a.js></script>"))
                .isEqualTo("<script src=//cdn.clinic.example/app.js></script><script src=/metrics/a.js></script>");
        assertThat(rewritten("<base href=//cdn.clinic.example/><img src=metrics/p.gif><img src=/pictures/p.gif>"))
                .isEqualTo("<base href=//cdn.clinic.example/><img src=/pictures/p.gif>");
    }

    @Test
    void speculation_about_third_parties_goes() {
        String other =
                "<script type=speculationrules>{\"prefetch\":[{\"urls\":[\"https://other.example/\"]}]}</script>";
        String own = "<script type=speculationrules>{\"prerender\":[{\"where\":{\"href_matches\":\"/*\"}}]}</script>";
        assertThat(rewritten(other + own)).isEqualTo(own);
    }

    @Test
    void a_tag_that_is_too_long_is_a_doubt() {
        String page = "<p>a<img alt=\"" + "x".repeat(2000) + "\" src=//vendor.example>b<img src=//vendor.example>c";
        HtmlRewriter passing = new HtmlRewriter(Pages.RULES, "", "", "", false, WhenInDoubt.PASS, 1000);
        assertThat(Pages.whole(passing, page)).isEqualTo(page.replace("b<img src=//vendor.example>", "b"));
        assertThat(passing.doubt()).contains(Doubt.LONG_TAG);
        HtmlRewriter closing = new HtmlRewriter(Pages.RULES, "", "", "", false, WhenInDoubt.CLOSE, 1000);
        assertThat(Pages.whole(closing, page)).isEqualTo("<p>a");
        assertThat(closing.doubt()).contains(Doubt.LONG_TAG);
    }

    @Test
    void a_long_attribute_that_nothing_depends_on_is_no_doubt() {
        String page = "<div title=\"" + "x".repeat(2_000_000) + "\">b";
        HtmlRewriter rewriter = Pages.rewriter(Pages.RULES, "", "");
        assertThat(Pages.whole(rewriter, page)).isEqualTo(page);
        assertThat(rewriter.doubt()).isEmpty();
    }

    @Test
    void encodings_in_which_a_tag_is_not_ascii_are_a_doubt() {
        assertThat(doubt("text/html; charset=UTF-16LE", "<html>")).contains(Doubt.ENCODING);
        assertThat(doubt("text/html; charset=\"iso-2022-jp\"", "<html>")).contains(Doubt.ENCODING);
        assertThat(doubt("text/html", "\u00FE\u00FF\0<")).contains(Doubt.ENCODING);
        assertThat(doubt("text/html", "\u00FF\u00FE<\0")).contains(Doubt.ENCODING);
        assertThat(doubt("text/html", "<\0!\0")).contains(Doubt.ENCODING);
        assertThat(doubt("text/html; charset=windows-1252", "<html>")).isEmpty();
        assertThat(doubt("", "<")).isEmpty();
        assertThat(doubt("text/html; charset=utf-16", "\u00EF\u00BB\u00BF<html>"))
                .isEmpty();
    }

    private static Optional<Doubt> doubt(String contentType, String begin) {
        ByteBuf bytes = Unpooled.copiedBuffer(begin, StandardCharsets.ISO_8859_1);
        return HtmlRewriter.doubtAbout(contentType, bytes);
    }
}
