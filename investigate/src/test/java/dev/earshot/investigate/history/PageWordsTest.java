package dev.earshot.investigate.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PageWordsTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            (all)                                                    | on every page
            (any)                                                    | on no page
            (unknown "the click is in no log")                       | undetermined on every page (the click is in no log)
            (equals "host" "www.clinic.example")                     | on www.clinic.example
            (ends_with "host" ".clinic.example")                     | on hosts that end in .clinic.example
            (equals "path" "/a")                                     | path /a
            (glob "path" "/visits/**")                               | paths /visits/**
            (starts_with "path" "/secure/")                          | paths under /secure/
            (starts_with "path" "/se")                               | paths that start with /se
            (contains-i "url" "Doctor")                              | addresses that contain Doctor (in any case)
            (matches "path" "^/[a-c]")                               | paths that match the pattern ^/[a-c]
            (exists "parameter:q" "")                                | with the parameter q
            (equals "parameter:q" "knee")                            | with the parameter q = knee
            (contains "parameter:q" "knee")                          | with the parameter q that contains knee
            (equals "method" "POST")                                 | asked for by POST
            (not (equals "path" "/a"))                               | not path /a
            (any (equals "path" "/a") (equals "path" "/b"))          | paths /a or /b
            (any (equals "path" "/a") (equals "path" "/a" ) (equals "host" "x.example")) | paths /a or /a or on x.example
            (any (equals "path" "/a") (equals-i "path" "/b"))        | path /a or path /b (in any case)
            (all (equals "host" "x.example") (any (equals "path" "/a") (exists "parameter:q" ""))) | on x.example, (path /a or with the parameter q)
            (not (all (equals "host" "x.example") (equals "path" "/a"))) | not (on x.example, path /a)
            (all (equals "host" "x.example") (unknown "why"))        | undetermined on x.example (why)
            (any (equals "path" "/a") (unknown "why"))               | path /a; undetermined elsewhere (why)
            (any (all (equals "path" "/a") (unknown "one")) (all (equals "path" "/b") (unknown "two"))) | undetermined path /a (one); undetermined path /b (two)
            """)
    void a_rule_in_words(String rule, String words) {
        assertThat(PageRules.words(PageRules.parse(rule))).isEqualTo(words);
    }

    @Test
    void a_rule_as_reports_have_it() {
        assertThat(PageRules.words(PageRules.parse("""
                        (any (all (equals "host" "www.clinic.example") (glob "path" "/find-a-doctor/**") \
                        (not (starts_with "path" "/secure/"))) (unknown "no copy of the page"))""")))
                .isEqualTo("on www.clinic.example, paths /find-a-doctor/**, not paths under /secure/;"
                        + " undetermined elsewhere (no copy of the page)");
    }

    @Test
    void of_a_long_list_the_first_are_named_and_the_others_counted() {
        PageRule rule = new PageRule.AnyOf(IntStream.range(0, 5000)
                .mapToObj(i -> (PageRule)
                        new PageRule.Compare(PageRule.Part.PATH, "", PageRule.Operator.EQUALS, "/" + i, false))
                .toList());

        assertThat(PageRules.words(rule)).isEqualTo("paths /0 or /1 or /2 or /3 or 4996 more");
    }

    @Test
    void conditions_that_do_not_fit_are_counted_too() {
        PageRule rule = new PageRule.All(IntStream.range(0, 7)
                .mapToObj(i -> (PageRule)
                        new PageRule.Compare(PageRule.Part.PATH, "", PageRule.Operator.CONTAINS, "" + i, false))
                .toList());

        assertThat(PageRules.words(rule)).endsWith(", 3 more");
    }

    @Test
    void words_are_bounded_however_long_and_deep_the_rule_is() {
        PageRule rule = new PageRule.Unknown("x".repeat(10_000));
        for (int i = 0; i < 200; i++) {
            PageRule inner = rule;
            rule = i % 2 == 0
                    ? new PageRule.AnyOf(List.of(inner, PageRule.EVERYWHERE, inner))
                    : new PageRule.All(List.of(new PageRule.Not(inner), new PageRule.Unknown("y".repeat(500))));
        }

        assertThat(PageRules.words(rule).length()).isLessThanOrEqualTo(PageWords.LONGEST);
    }

    @Test
    void words_are_one_line_whatever_is_in_a_value() {
        PageRule rule = new PageRule.Compare(PageRule.Part.PATH, "", PageRule.Operator.EQUALS, "/a\n\t\u0000b", false);

        assertThat(PageRules.words(rule)).isEqualTo("path /a b");
    }
}
