package dev.earshot.guard.html;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;

class HtmlFuzzTest {
    @FuzzTest(maxDuration = "2m")
    void any_bytes_are_rewritten_the_same_in_one_piece_and_in_many(byte[] bytes) {
        byte[] whole = Pages.fed(Pages.rewriter(Pages.RULES, "n0nce", "<b>"), bytes);
        int half = bytes.length / 2;
        int third = bytes.length / 3;
        assertThat(Pages.fed(Pages.rewriter(Pages.RULES, "n0nce", "<b>"), bytes, third, half))
                .isEqualTo(whole);
    }

    @FuzzTest(maxDuration = "2m")
    void any_bytes_pass_where_nothing_is_forbidden(byte[] bytes) {
        assertThat(Pages.sliced(Pages.rewriter(Pages.NO_RULES, "", ""), bytes)).isEqualTo(bytes);
    }
}
