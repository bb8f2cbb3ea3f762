package dev.earshot.guard.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Pages that are no HTML as it should be, through the gateway.
@Timeout(60)
final class MalformedPagesTest {
    private static final String TAG = "<script src=\"https://pixel.vendor.example/p.js\"></script>";
    private static volatile byte[] page = {};
    private static ScriptedUpstream upstream;
    private static Gate gate;

    @BeforeAll
    static void start() throws IOException {
        upstream = ScriptedUpstream.start(conversation -> {
            while (conversation.hears()) {
                conversation.hearRequest();
                byte[] body = page;
                conversation.say("HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: "
                        + body.length + "\r\n\r\n");
                // In crumbs, so that no tag comes whole.
                for (int at = 0; at < body.length; at += 7) {
                    conversation.say(body, at, Math.min(7, body.length - at));
                }
            }
        });
        gate = Gate.before(upstream, "guard: {script: no}");
    }

    @AfterAll
    static void stop() throws IOException {
        gate.close();
        upstream.close();
    }

    private static RawClient.Answer serve(String text) throws IOException {
        page = text.getBytes(StandardCharsets.ISO_8859_1);
        RawClient.Answer answer = gate.get("/", "Accept: text/html");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.complete()).isTrue();
        return answer;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<",
                "<!",
                "</",
                "<p",
                "no tag at all",
                "<html><body><p>one<p>two</b></i></html>trailing",
                "<p class='never closed>text</p>",
                "<p a=b a=c =d / / \"e\">text",
                "<!-- never closed <p>",
                "<!-- odd --!> <p> --> end",
                "<![CDATA[ <p> ]]>",
                "<?php echo 1 ?>",
                "<\0p>\0</p>",
                "\u00ff\u00fe\u0080 no UTF-8 \u00c3",
                "<title>never closed <p>",
                "<textarea><p></textarea",
                "<p>&#xZZ; &amp &unknown; &#999999999999;</p>",
                "<table><p>in the wrong place<td></table></table>",
                "<svg><p></svg><math><mi></math>",
                "<a href=x>" + "<b>",
                "<P CLASS=X>UPPER</P><bR/>",
                "line one\rline two\nline three\r\n\t\f end",
            })
    void a_page_that_nothing_is_forbidden_in_passes_byte_for_byte(String text) throws IOException {
        assertThat(serve(text).text()).isEqualTo(text);
        assertThat(serve(text.repeat(500)).text()).isEqualTo(text.repeat(500));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<p>one<p>two</b>|<i>three",
                "<html><body></html>|after the end",
                "<table><tr>|<p>",
                "<p a=b a=c =d>|</p",
                "<!-- a --!>|<p>",
                "\u00ff\u0080|\u00c3",
                "<p>\0|\0</p>",
            })
    void what_is_forbidden_goes_and_the_rest_stays(String around) throws IOException {
        int at = around.indexOf('|');
        String before = around.substring(0, at);
        String after = around.substring(at + 1);
        String text = serve(before + TAG + after).text();

        assertThat(text).startsWith(before).endsWith(after).doesNotContain("pixel.vendor.example");
    }
}
