package dev.earshot.investigate.steps;

import static dev.earshot.investigate.steps.Case.DAY;
import static dev.earshot.investigate.steps.Case.EVER;
import static dev.earshot.investigate.steps.Case.GAP;
import static dev.earshot.investigate.steps.Case.HOUR;
import static dev.earshot.investigate.steps.Case.MILLI;
import static dev.earshot.investigate.steps.Case.MINUTE;
import static dev.earshot.investigate.steps.Case.SECOND;
import static dev.earshot.investigate.steps.Case.STILL;
import static dev.earshot.investigate.steps.Case.T;
import static dev.earshot.investigate.steps.Case.client;
import static dev.earshot.investigate.steps.Case.session;
import static dev.earshot.investigate.steps.Case.trace;
import static dev.earshot.investigate.steps.Case.user;

import dev.earshot.investigate.steps.Case.Known;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// The golden cases of the steps: each is named for what it shows, and says by hand what comes of it.
///
/// Unless a case says otherwise, the page 1 is `/oncology`, a certain window `w` is live there for the hour from
/// [Case#T] and tells an element `page-address`, page 2 is in no window, person 1 is a member, and user 7 is person 1.
public final class Corpus {
    private static final String ONCOLOGY = "(equals \"path\" \"/oncology\")";
    private static final String UNSURE = "(unknown \"a click\")";

    private Corpus() {}

    public static List<Case> cases() {
        List<Case> all = new ArrayList<>();
        all.addAll(windows());
        all.addAll(links());
        all.addAll(periods());
        all.addAll(visits());
        all.addAll(pages());
        all.addAll(people());
        all.addAll(certainty());
        all.addAll(ties());
        all.addAll(gaps());
        all.addAll(counts());
        all.addAll(nothing());
        all.addAll(oddTexts());
        return all;
    }

    private static Case usual(String name) {
        return new Case(name)
                .page(1, "/oncology")
                .page(2, "/parking")
                .window("w", T, T + HOUR, ONCOLOGY, "page-address")
                .members(1)
                .link(user(7), T - 10 * DAY, T + 10 * DAY, 1);
    }

    private static final String EXPOSED = "1 exposed certain-exposure";
    private static final String PROBABLE = "1 cannot-tell possible-exposure:identity";
    private static final String NOTHING_TOLD = "1 not-exposed visited-nothing-told";
    private static final String NO_VISIT = "1 not-exposed no-visit";

    private static List<Case> windows() {
        return List.of(
                usual("a_hit_at_the_first_instant_of_a_window_is_told")
                        .line(1, T, 1, user(7))
                        .tells(EXPOSED)
                        .gives("exposures50", "person,first_ts,first_hit,last_hit", "1 " + T + " 1 1"),
                usual("a_hit_a_microsecond_before_a_window_is_not_told")
                        .line(1, T - 1, 1, user(7))
                        .tells(NOTHING_TOLD),
                usual("a_hit_a_millisecond_before_a_window_is_not_told")
                        .line(1, T - MILLI, 1, user(7))
                        .tells(NOTHING_TOLD),
                usual("a_hit_a_microsecond_after_a_window_began_is_told")
                        .line(1, T + 1, 1, user(7))
                        .tells(EXPOSED),
                usual("a_hit_a_millisecond_after_a_window_began_is_told")
                        .line(1, T + MILLI, 1, user(7))
                        .tells(EXPOSED),
                usual("a_hit_at_the_instant_a_window_ends_is_not_told")
                        .line(1, T + HOUR, 1, user(7))
                        .tells(NOTHING_TOLD),
                usual("a_hit_a_microsecond_before_a_window_ends_is_told")
                        .line(1, T + HOUR - 1, 1, user(7))
                        .tells(EXPOSED),
                usual("a_hit_a_millisecond_before_a_window_ends_is_told")
                        .line(1, T + HOUR - MILLI, 1, user(7))
                        .tells(EXPOSED),
                usual("a_hit_a_microsecond_after_a_window_ended_is_not_told")
                        .line(1, T + HOUR + 1, 1, user(7))
                        .tells(NOTHING_TOLD),
                usual("a_hit_where_one_window_ends_and_the_next_begins_is_told_once")
                        .window("x", T + HOUR, T + 2 * HOUR, ONCOLOGY, "page-address")
                        .line(1, T + HOUR, 1, user(7))
                        .tells(EXPOSED)
                        .gives("exposures50", "window_id,certain_hits", "x 1"),
                usual("a_hit_in_two_windows_at_once_is_told_by_both")
                        .window("x", T - HOUR, T + MINUTE, ONCOLOGY, "page-address", "cookie-id")
                        .line(1, T + SECOND, 1, user(7))
                        .tells(EXPOSED)
                        .gives(
                                "exposures50",
                                "window_id,element,certain_hits",
                                "w page-address 1",
                                "x page-address 1",
                                "x cookie-id 1")
                        .gives("individuals50", "vendors,elements,visits", "1 2 1"),
                usual("an_element_that_a_window_carries_twice_is_told_once")
                        .window("x", T + HOUR, T + 2 * HOUR, ONCOLOGY, "cookie-id", "cookie-id")
                        .line(1, T + HOUR, 1, user(7))
                        .tells(EXPOSED)
                        .gives("exposures50", "window_id,element,certain_hits", "x cookie-id 1"),
                usual("a_window_that_carries_nothing_exposes_nobody")
                        .window("x", T + HOUR, T + 2 * HOUR, ONCOLOGY)
                        .line(1, T + HOUR, 1, user(7))
                        .tells(NOTHING_TOLD)
                        .gives("resolved40", "hit,window_id,person", "1 x 1"));
    }

    private static List<Case> links() {
        List<Case> all = new ArrayList<>();
        for (Known known : List.of(user(5), session(5), trace(5))) {
            String kind = known.kind();
            all.add(linked(kind + "_named_from_the_very_instant_of_the_hit", known, T + SECOND)
                    .tells(EXPOSED));
            all.add(linked(kind + "_named_a_microsecond_after_the_hit", known, T + SECOND - 1)
                    .tells(NO_VISIT)
                    .gives("unidentified40", "window_id,hits", "w 1"));
            all.add(linked(kind + "_named_a_millisecond_after_the_hit", known, T + SECOND - MILLI)
                    .tells(NO_VISIT));
            all.add(linked(kind + "_named_until_the_very_instant_of_the_hit", known, T + 2 * SECOND)
                    .tells(NO_VISIT)
                    .gives("unidentified40", "window_id,hits", "w 1"));
            all.add(linked(kind + "_named_until_a_microsecond_after_the_hit", known, T + 2 * SECOND - 1)
                    .tells(EXPOSED));
            all.add(linked(kind + "_named_until_a_millisecond_after_the_hit", known, T + 2 * SECOND - MILLI)
                    .tells(EXPOSED));
            all.add(linked(kind + "_named_until_a_millisecond_before_the_hit", known, T + 2 * SECOND + MILLI)
                    .tells(NO_VISIT));
            all.add(usual("of_a_visit_only_the_hits_while_its_" + kind + "_is_named_are_certain")
                    .link(known, T + SECOND, T + 2 * SECOND, 1)
                    .line(1, T + SECOND - 1, 1, known, client(9))
                    .line(2, T + SECOND, 1, known, client(9))
                    .line(3, T + 2 * SECOND - 1, 1, known, client(9))
                    .line(4, T + 2 * SECOND, 1, known, client(9))
                    .tells(EXPOSED)
                    .gives("exposures50", "certain_hits,possible_hits,first_hit,last_hit", "2 2 2 3"));
            all.add(usual("a_probable_link_of_a_" + kind + "_is_probable")
                    .link(known, T, T + HOUR, 1, "probable")
                    .line(1, T, 1, known)
                    .tells(PROBABLE));
        }
        for (Known known : List.of(user(5), session(5), trace(5), client(5))) {
            Case others = usual("a_" + known.kind() + "_is_not_named_by_links_of_other_kinds_with_its_number");
            Stream.of(user(5), session(5), trace(5), client(5))
                    .filter(other -> !other.equals(known))
                    .forEach(other -> others.link(other, T - DAY, T + DAY, 1));
            all.add(others.line(1, T, 1, known).tells(NO_VISIT));
        }

        all.addAll(List.of(
                linked("a_client_named_from_the_very_instant_of_the_hit_is_probable", client(5), T + SECOND)
                        .tells(PROBABLE),
                linked("a_client_named_until_the_very_instant_of_the_hit_is_nobody", client(5), T + 2 * SECOND)
                        .tells(NO_VISIT),
                usual("a_client_link_that_claims_to_be_certain_is_probable")
                        .link(client(5), T, T + HOUR, 1, "certain")
                        .line(1, T, 1, client(5))
                        .tells(PROBABLE)
                        .gives("named40", "hit,person,identity", "1 1 1"),
                usual("a_probable_and_a_certain_link_to_one_person_are_certain")
                        .link(session(5), T, T + HOUR, 1, "probable")
                        .line(1, T, 1, user(7), session(5))
                        .tells(EXPOSED)
                        .gives("named40", "hit,person,identity", "1 1 2"),
                usual("two_links_that_say_the_same_count_once")
                        .link(user(7), T - DAY, T + DAY, 1)
                        .link(session(5), T - DAY, T + DAY, 1)
                        .line(1, T, 1, user(7), session(5))
                        .tells(EXPOSED)
                        .gives("exposures50", "certain_hits,possible_hits", "1 0")
                        .gives("seen40", "person,hits", "1 1"),
                usual("a_login_for_one_patient_and_proxy_access_to_another_expose_both")
                        .members(2)
                        .link(user(7), T - DAY, T + DAY, 2)
                        .line(1, T, 1, user(7))
                        .tells(EXPOSED, "2 exposed certain-exposure"),
                usual("a_user_and_a_session_of_different_people_expose_both")
                        .members(2)
                        .link(session(5), T - DAY, T + DAY, 2, "probable")
                        .line(1, T, 1, user(7), session(5))
                        .tells(EXPOSED, "2 cannot-tell possible-exposure:identity"),
                usual("the_same_number_as_user_and_as_session_are_two_things")
                        .line(1, T, 1, session(7))
                        .line(2, T, 1, trace(7))
                        .line(3, T, 1, client(7))
                        .tells(NO_VISIT),
                usual("key_0_is_nobody_even_if_a_link_names_it")
                        .link(user(0), T - DAY, T + DAY, 1)
                        .link(session(0), T - DAY, T + DAY, 1)
                        .link(trace(0), T - DAY, T + DAY, 1)
                        .link(client(0), T - DAY, T + DAY, 1)
                        .line(1, T, 1)
                        .line(2, T, 1, user(8))
                        .line(3, T, 1, session(8))
                        .line(4, T, 1, trace(8))
                        .line(5, T, 1, client(8))
                        .tells(NO_VISIT),
                usual("negative_keys_are_keys")
                        .link(user(-7), T - DAY, T + DAY, 1)
                        .line(1, T, 1, user(-7), session(-1))
                        .line(2, T + 1, 1, session(-1))
                        .tells(EXPOSED)
                        .gives("exposures50", "certain_hits,possible_hits", "1 1"),
                usual("a_link_of_no_length_names_nobody")
                        .link(user(5), T, T, 1)
                        .line(1, T, 1, user(5))
                        .tells(NO_VISIT)));
        return all;
    }

    /// One hit on the page, two logins' worth of time: the link holds for a second from `T + SECOND`.
    private static Case linked(String name, Known known, long ts) {
        return usual(name).link(known, T + SECOND, T + 2 * SECOND, 1, "certain").line(1, ts, 1, known);
    }

    private static List<Case> periods() {
        return List.of(
                usual("the_first_instant_of_the_period_counts")
                        .params(T, T + HOUR, GAP)
                        .line(1, T, 1, user(7))
                        .tells(EXPOSED),
                usual("a_microsecond_before_the_period_does_not_count")
                        .params(T + 1, T + HOUR, GAP)
                        .line(1, T, 1, user(7))
                        .tells(NO_VISIT)
                        .gives("hits10", "hit"),
                usual("the_last_microsecond_of_the_period_counts")
                        .params(T - HOUR, T + 1, GAP)
                        .line(1, T, 1, user(7))
                        .tells(EXPOSED),
                usual("the_end_of_the_period_does_not_count")
                        .params(T - HOUR, T, GAP)
                        .line(1, T, 1, user(7))
                        .tells(NO_VISIT)
                        .gives("hits10", "hit"),
                usual("a_hit_outside_the_period_does_not_hold_a_visit_together")
                        .params(T, T + HOUR, GAP)
                        .link(client(5), T - HOUR, T, 1)
                        .line(1, T - 1, 1, client(5))
                        .line(2, T, 1, client(5))
                        .tells(NO_VISIT)
                        .gives("unidentified40", "visitor,visit,hits", "5 " + T + " 1"));
    }

    private static List<Case> visits() {
        long later = T + GAP;
        return List.of(
                usual("a_pause_of_exactly_the_gap_does_not_end_a_visit")
                        .line(1, T, 1, client(5))
                        .line(2, later, 2, client(5), user(7))
                        .tells(PROBABLE)
                        .gives("hits20", "hit,visit", "1 " + T, "2 " + T),
                usual("a_pause_of_a_microsecond_more_than_the_gap_ends_a_visit")
                        .line(1, T, 1, client(5))
                        .line(2, later + 1, 2, client(5), user(7))
                        .tells(NOTHING_TOLD)
                        .gives("hits20", "hit,visit", "1 " + T, "2 " + (later + 1)),
                usual("a_pause_of_a_millisecond_more_than_the_gap_ends_a_visit")
                        .line(1, T, 1, client(5))
                        .line(2, later + MILLI, 2, client(5), user(7))
                        .tells(NOTHING_TOLD),
                usual("a_visit_may_last_longer_than_the_gap")
                        .line(4, T + 3 * GAP, 2, client(5), user(7))
                        .line(3, T + 2 * GAP, 2, client(5))
                        .line(2, T + GAP, 2, client(5))
                        .line(1, T, 1, client(5))
                        .tells(PROBABLE)
                        .gives(
                                "seen40",
                                "visitor,visit,first_ts,last_ts,hits",
                                "5 " + T + " " + (T + 3 * GAP) + " " + (T + 3 * GAP) + " 1"),
                usual("each_visitor_has_visits_of_its_own")
                        .line(1, T, 1, client(5))
                        .line(2, T + MINUTE, 2, client(6), user(7))
                        .tells(NOTHING_TOLD)
                        .gives("hits20", "hit,visit", "1 " + T, "2 " + (T + MINUTE)),
                usual("with_a_gap_of_nothing_a_visit_is_an_instant")
                        .params(T - HOUR, T + HOUR, 0)
                        .line(1, T, 1, client(5))
                        .line(2, T + 1, 2, client(5), user(7))
                        .line(3, T + 1, 1, client(5))
                        .tells(PROBABLE)
                        .gives("hits20", "hit,visit", "1 " + T, "2 " + (T + 1), "3 " + (T + 1))
                        .gives("exposures50", "possible_hits,first_hit", "1 3"),
                usual("a_visit_is_cut_by_pauses_not_by_the_clock")
                        .params(T + 1, T + DAY, GAP)
                        .window("x", T + 2 * HOUR, T + 3 * HOUR, ONCOLOGY, "page-address")
                        .line(1, T + 2 * HOUR + GAP - 1, 1, client(5))
                        .line(2, T + 2 * HOUR + GAP, 1, client(5))
                        .line(3, T + 2 * HOUR + GAP + 1, 1, client(5))
                        .line(4, T + 2 * HOUR + GAP + 2, 2, client(5), user(7))
                        .tells(PROBABLE)
                        .gives("exposures50", "possible_hits,first_hit,last_hit", "3 1 3"),
                usual("a_pause_counts_from_the_hit_before_not_from_the_first_one_nearby")
                        .line(1, T, 1, client(5))
                        .line(2, T + GAP - 1, 2, client(5))
                        .line(3, T + 2 * GAP - 1, 2, client(5), user(7))
                        .tells(PROBABLE)
                        .gives("hits20", "hit,visit", "1 " + T, "2 " + T, "3 " + T),
                usual("two_hits_at_one_instant_are_one_visit")
                        .line(2, T, 1, client(5))
                        .line(1, T, 2, client(5), user(7))
                        .tells(PROBABLE),
                usual("a_session_is_one_visit_however_long_it_pauses")
                        .line(1, T, 1, session(5))
                        .line(2, T + 20 * DAY, 2, session(5), user(8))
                        .link(user(8), T + 20 * DAY, T + 21 * DAY, 1)
                        .tells(PROBABLE)
                        .gives("hits20", "hit,by_session,visitor,visit", "1 1 5 0", "2 1 5 0"),
                usual("a_session_and_a_client_of_the_same_number_are_two_visitors")
                        .line(1, T, 1, session(5))
                        .line(2, T, 2, client(5), user(7))
                        .tells(NOTHING_TOLD),
                usual("a_session_and_a_client_of_the_same_number_at_the_epoch_are_two_visitors")
                        .params(0, T + DAY, GAP)
                        .window("x", 0, 1, ONCOLOGY, "page-address")
                        .link(user(8), 0, 1, 1)
                        .line(1, 0, 1, session(5))
                        .line(2, 0, 2, client(5), user(8))
                        .tells(NOTHING_TOLD),
                usual("a_session_counts_before_the_client")
                        .line(1, T, 1, session(5), client(6))
                        .line(2, T + MINUTE, 2, session(5), client(9), user(7))
                        .tells(PROBABLE),
                usual("one_client_with_two_sessions_is_two_visits")
                        .line(1, T, 1, session(5), client(9))
                        .line(2, T + MINUTE, 2, session(6), client(9), user(7))
                        .tells(NOTHING_TOLD),
                usual("hits_of_a_session_do_not_hold_a_visit_of_its_client_together")
                        .line(1, T, 1, client(9))
                        .line(2, T + GAP, 2, client(9), session(5))
                        .line(3, T + 2 * GAP, 2, client(9), user(7))
                        .tells(NOTHING_TOLD),
                usual("a_page_asked_for_before_the_login_of_its_session_is_probably_the_same_person_s")
                        .link(session(5), T + MINUTE, T + HOUR, 1)
                        .line(1, T, 1, session(5))
                        .line(2, T + MINUTE, 2, session(5))
                        .tells(PROBABLE)
                        .gives("resolved40", "hit,person,identity", "1 1 1"),
                usual("a_session_with_two_people_in_turn_is_probably_both_s_outside_their_times")
                        .members(2)
                        .link(session(5), T, T + MINUTE, 1)
                        .link(session(5), T + MINUTE, T + 2 * MINUTE, 2)
                        .line(1, T + SECOND, 1, session(5))
                        .line(2, T + MINUTE, 1, session(5))
                        .line(3, T + 3 * MINUTE, 1, session(5))
                        .tells(EXPOSED, "2 exposed certain-exposure")
                        .gives(
                                "resolved40",
                                "hit,person,identity",
                                "1 1 2",
                                "1 2 1",
                                "2 1 1",
                                "2 2 2",
                                "3 1 1",
                                "3 2 1"),
                usual("a_probable_name_in_a_visit_does_not_make_other_hits_more_than_probable")
                        .link(client(5), T + MINUTE, T + HOUR, 1)
                        .line(1, T, 1, client(5))
                        .line(2, T + MINUTE, 1, client(5))
                        .tells(PROBABLE)
                        .gives("exposures50", "certain_hits,possible_hits,first_ts", "0 2 " + T),
                usual("hits_without_session_and_client_are_in_no_visit_together")
                        .line(1, T, 1)
                        .line(2, T, 2, user(7))
                        .tells(NOTHING_TOLD)
                        .gives("unidentified40", "by_session,visitor,visit,hits", "0 0 1 1")
                        .gives("hits20", "hit,visit", "1 1", "2 2"),
                usual("a_hit_without_session_and_client_is_still_of_the_user_it_names")
                        .line(1, T, 1, user(7))
                        .line(2, T + 1, 1)
                        .tells(EXPOSED)
                        .gives("exposures50", "certain_hits,possible_hits", "1 0"),
                usual("a_visit_with_a_name_leaves_nothing_unidentified")
                        .line(1, T, 1, client(5))
                        .line(2, T + 1, 1, client(5), user(7))
                        .tells(EXPOSED)
                        .gives("exposures50", "certain_hits,possible_hits,first_hit,last_hit", "1 1 2 2")
                        .gives("unidentified40", "hits"),
                usual("what_is_unidentified_is_counted_by_visit_and_window")
                        .window("x", T, T + 2 * HOUR, "(all)", "cookie-id")
                        .line(1, T, 1, client(5))
                        .line(2, T + MINUTE, 1, client(5))
                        .line(3, T + 2 * MINUTE, 2, client(5))
                        .line(4, T + HOUR, 1, client(5))
                        .line(5, T, 1, session(5))
                        .tells(NO_VISIT)
                        .gives(
                                "unidentified40",
                                "by_session,visitor,visit,window_id,first_ts,last_ts,hits",
                                "0 5 " + T + " w " + T + " " + (T + MINUTE) + " 2",
                                "0 5 " + T + " x " + T + " " + (T + 2 * MINUTE) + " 3",
                                "0 5 " + (T + HOUR) + " x " + (T + HOUR) + " " + (T + HOUR) + " 1",
                                "1 5 0 w " + T + " " + T + " 1",
                                "1 5 0 x " + T + " " + T + " 1"));
    }

    private static List<Case> pages() {
        return List.of(
                usual("a_page_in_no_window_tells_nothing")
                        .line(1, T, 2, user(7))
                        .tells(NOTHING_TOLD),
                usual("a_page_that_nobody_described_tells_nothing")
                        .line(1, T, 3, user(7))
                        .tells(NOTHING_TOLD),
                usual("a_page_described_twice_is_told_once")
                        .page(1, "/oncology")
                        .page(1, "/oncology")
                        .line(1, T, 1, user(7))
                        .tells(EXPOSED)
                        .gives("exposures50", "certain_hits", "1")
                        .gives("pages30", "page", "1"),
                usual("a_page_that_nobody_asked_for_is_in_no_window")
                        .line(1, T, 2, user(7))
                        .gives("pages30", "page", "2")
                        .gives("live30", "page"),
                usual("a_page_asked_for_only_outside_the_period_is_in_no_window")
                        .params(T, T + HOUR, GAP)
                        .line(1, T - 1, 1, user(7))
                        .gives("pages30", "page")
                        .gives("live30", "page"),
                usual("a_rule_looks_at_method_host_path_and_query_in_that_order")
                        .page(3, "POST", "www.clinic.example", "/find", "q=cancer")
                        .page(4, "www.clinic.example", "POST", "/find", "q=cancer")
                        .page(5, "POST", "www.clinic.example", "q=cancer", "/find")
                        .window(
                                "x",
                                T,
                                T + HOUR,
                                "(all (equals \"method\" \"POST\") (equals \"host\" \"www.clinic.example\")"
                                        + " (equals \"path\" \"/find\") (equals \"parameter:q\" \"cancer\"))",
                                "search-term")
                        .line(1, T, 3, user(7))
                        .line(2, T, 4, user(7))
                        .line(3, T, 5, user(7))
                        .tells(EXPOSED)
                        .gives("live30", "page,window_id,fired", "3 x 2"),
                usual("a_rule_is_read_with_its_quotes_and_backslashes")
                        .page(3, "/a\"b\\c'd")
                        .window("x", T, T + HOUR, "(equals \"path\" \"/a\\\"b\\\\c'd\")", "page-address")
                        .line(1, T, 3, user(7))
                        .tells(EXPOSED));
    }

    private static List<Case> people() {
        return List.of(
                usual("a_member_merged_twice_is_the_last_one")
                        .merged(3, 4)
                        .merged(4, 1)
                        .link(user(8), T - DAY, T + DAY, 3)
                        .line(1, T, 1, user(8))
                        .tells(EXPOSED)
                        .gives("persons40", "person,canonical", "1 1", "3 1", "4 1"),
                usual("two_records_merged_into_one_person_are_one_person_with_both_logins")
                        .merged(3, 1)
                        .link(user(8), T - DAY, T + DAY, 3, "probable")
                        .line(1, T, 1, user(7), client(5))
                        .line(2, T, 1, user(8), client(5))
                        .line(3, T, 1, user(8))
                        .tells(EXPOSED)
                        .gives("exposures50", "person,certain_hits,possible_hits", "1 1 2"),
                usual("a_member_merged_into_nobody_known_stays_himself")
                        .merged(3, 99)
                        .link(user(8), T - DAY, T + DAY, 3)
                        .line(1, T, 1, user(8))
                        .tells(NO_VISIT, "3 exposed certain-exposure")
                        .gives("persons40", "person,canonical,merged_into", "1 1 0", "3 3 99"),
                usual("a_member_merged_into_himself_stays_himself")
                        .merged(3, 3)
                        .tells(NO_VISIT, "3 not-exposed no-visit"),
                usual("two_members_merged_into_each_other_end_somewhere")
                        .merged(3, 4)
                        .merged(4, 3)
                        .link(user(8), T - DAY, T + DAY, 3)
                        .line(1, T, 1, user(8))
                        .gives("persons40", "person,canonical", "1 1", "3 3", "4 4")
                        .tells(NO_VISIT, "3 exposed certain-exposure", "4 not-exposed no-visit"),
                usual("three_members_merged_in_a_ring_end_somewhere")
                        .merged(3, 4)
                        .merged(4, 5)
                        .merged(5, 3)
                        .link(user(8), T - DAY, T + DAY, 3)
                        .line(1, T, 1, user(8))
                        .gives("persons40", "person,canonical", "1 1", "3 5", "4 3", "5 4"),
                chain("a_chain_of_eight_mergers_is_followed", 8).gives("named40", "person", "108"),
                chain("a_chain_of_nine_mergers_is_followed_for_eight", 9).gives("named40", "person", "108"),
                usual("of_several_records_the_one_changed_last_counts")
                        .member(3, 0, EVER, STILL, "OH", "2023-01-01")
                        .member(3, 0, EVER, STILL, "KY", "2023-03-01")
                        .member(3, 0, EVER, STILL, "IN", "2023-02-01")
                        .gives("individuals50", "person,state", "1 OH", "3 KY"),
                usual("a_record_that_says_when_it_was_changed_counts_before_one_that_does_not")
                        .member(3, 0, EVER, STILL, "OH", "")
                        .member(3, 0, EVER, STILL, "KY", "1")
                        .gives("individuals50", "person,state", "1 OH", "3 KY"),
                usual("changed_is_compared_as_text")
                        .member(3, 0, EVER, STILL, "OH", "9")
                        .member(3, 0, EVER, STILL, "KY", "10")
                        .member(4, 0, EVER, STILL, "OH", "a")
                        .member(4, 0, EVER, STILL, "KY", "B")
                        .gives("individuals50", "person,state", "1 OH", "3 OH", "4 OH"),
                usual("the_record_that_counts_decides_whether_there_was_a_merger")
                        .member(3, 1, EVER, STILL, "OH", "2023-01-01")
                        .member(3, 0, EVER, STILL, "KY", "2023-03-01")
                        .gives("persons40", "person,canonical,state", "1 1 OH", "3 3 KY"),
                usual("of_records_changed_at_once_the_greater_merger_counts")
                        .member(3, 1, EVER, STILL, "KY", "x")
                        .member(3, 0, EVER, STILL, "OH", "x")
                        .member(4, -1, EVER, STILL, "OH", "x")
                        .member(4, 0, EVER, STILL, "KY", "x")
                        .gives("persons40", "person,merged_into,state", "1 0 OH", "3 1 KY", "4 0 KY"),
                usual("of_records_changed_at_once_with_one_merger_the_greater_member_id_counts")
                        .member(3, "B", 0, T, T, "KY", "US", "x")
                        .member(3, "A", 0, T + 1, T + 1, "OH", "US", "x")
                        .gives("persons40", "person,state", "1 OH", "3 KY"),
                usual("then_the_later_beginning_counts")
                        .member(3, "A", 0, T + 1, T, "KY", "US", "x")
                        .member(3, "A", 0, T, T + 1, "OH", "US", "x")
                        .gives("persons40", "person,state", "1 OH", "3 KY"),
                usual("then_the_later_end_counts")
                        .member(3, "A", 0, T, T + 2, "KY", "US", "x")
                        .member(3, "A", 0, T, T + 1, "OH", "US", "x")
                        .gives("persons40", "person,state", "1 OH", "3 KY"),
                usual("then_the_greater_state_counts")
                        .member(3, "A", 0, T, T + 1, "OH", "CA", "x")
                        .member(3, "A", 0, T, T + 1, "KY", "US", "x")
                        .gives("persons40", "person,state", "1 OH", "3 OH"),
                usual("then_the_greater_country_counts")
                        .member(3, "A", 0, T, T + 1, "OH", "CA", "x")
                        .member(3, "A", 0, T, T + 1, "OH", "US", "x")
                        .gives("persons40", "person,country", "1 US", "3 US"),
                usual("one_record_twice_is_one_person")
                        .members(1)
                        .line(1, T, 1, user(7))
                        .tells(EXPOSED)
                        .gives("exposures50", "certain_hits", "1")
                        .gives("totals50", "status,dimension,value,individuals", TOTALS_OF_ONE),
                usual("a_person_whom_the_directory_does_not_know_is_exposed_all_the_same")
                        .link(user(9), T - DAY, T + DAY, 99)
                        .line(1, T, 1, user(9))
                        .tells(NO_VISIT, "99 exposed certain-exposure")
                        .gives("individuals50", "person,member_id,state,country,listed", "1 M1 OH US 1", "99 - - - 0"),
                usual("a_person_whom_the_directory_does_not_know_and_nobody_saw_is_nobody")
                        .link(user(9), T - DAY, T + DAY, 99)
                        .tells(NO_VISIT),
                usual("a_former_member_is_exposed_all_the_same")
                        .member(3, 0, T - 3 * DAY, T - 2 * DAY, "OH", "")
                        .link(user(9), T - DAY, T + DAY, 3)
                        .line(1, T, 1, user(9))
                        .tells(NO_VISIT, "3 exposed certain-exposure"),
                usual("a_member_without_state_is_counted_under_none")
                        .member(3, "M3", 0, EVER, STILL, "", "", "")
                        .gives(
                                "totals50",
                                "status,dimension,value,individuals",
                                "not-exposed all - 2",
                                "not-exposed country - 1",
                                "not-exposed country US 1",
                                "not-exposed state - 1",
                                "not-exposed state OH 1"));
    }

    private static final String[] TOTALS_OF_ONE = {
        "exposed all - 1",
        "exposed country US 1",
        "exposed element page-address 1",
        "exposed state OH 1",
        "exposed vendor Acme Ads 1",
        "exposed vendor-element Acme Ads | page-address 1"
    };

    /// Person 100 was merged into 101, that into 102, and so on.
    private static Case chain(String name, int mergers) {
        Case chain = usual(name).members(100 + mergers);
        for (int number = 0; number < mergers; number++) {
            chain.merged(100 + number, 101 + number);
        }
        return chain.link(user(8), T - DAY, T + DAY, 100).line(1, T, 1, user(8));
    }

    private static List<Case> certainty() {
        return List.of(
                usual("a_trigger_that_logs_cannot_decide_leaves_doubt")
                        .window("x", T + HOUR, T + 2 * HOUR, UNSURE, "page-address")
                        .line(1, T + HOUR, 1, user(7))
                        .tells("1 cannot-tell possible-exposure:trigger")
                        .gives("exposures50", "certainty,doubts", "possible trigger"),
                usual("a_window_that_is_assumed_leaves_doubt")
                        .window(
                                "x",
                                "Acme Ads",
                                "Acme Tag",
                                T + HOUR,
                                T + 2 * HOUR,
                                ONCOLOGY,
                                "assumed",
                                "page-address")
                        .line(1, T + HOUR, 1, user(7))
                        .tells("1 cannot-tell possible-exposure:window")
                        .gives("exposures50", "certainty,doubts", "possible window"),
                usual("all_doubts_about_one_hit_are_said_in_order")
                        .window("x", "Acme Ads", "Acme Tag", T + HOUR, T + 2 * HOUR, UNSURE, "assumed", "page-address")
                        .link(client(5), T, T + DAY, 1)
                        .line(1, T + HOUR, 1, client(5))
                        .tells("1 cannot-tell possible-exposure:identity,possible-exposure:trigger,"
                                + "possible-exposure:window")
                        .gives("exposures50", "certainty,doubts", "possible identity,trigger,window"),
                usual("doubts_about_different_hits_of_a_row_are_said_together")
                        .window(
                                "x",
                                T + HOUR,
                                T + 2 * HOUR,
                                "(any (equals \"path\" \"/oncology\") " + UNSURE + ")",
                                "a")
                        .link(client(5), T, T + DAY, 1)
                        .line(1, T + HOUR, 1, client(5))
                        .line(2, T + HOUR, 2, user(7))
                        .tells("1 cannot-tell possible-exposure:identity,possible-exposure:trigger")
                        .gives("live30", "page,window_id,fired", "1 w 2", "1 x 2", "2 x 1")
                        .gives("exposures50", "possible_hits,doubts", "2 identity,trigger"),
                usual("doubts_about_different_exposures_of_a_person_are_said_together")
                        .window("x", T + HOUR, T + 2 * HOUR, UNSURE, "a")
                        .window("y", "Other", "Tag", T + HOUR, T + 2 * HOUR, ONCOLOGY, "assumed", "b", "c")
                        .line(1, T + HOUR, 1, user(7))
                        .tells("1 cannot-tell possible-exposure:trigger,possible-exposure:window")
                        .gives("exposures50", "window_id,element,doubts", "x a trigger", "y b window", "y c window")
                        .gives("individuals50", "vendors,elements", "2 3"),
                usual("one_certain_hit_among_doubtful_ones_makes_the_row_certain")
                        .link(client(5), T, T + DAY, 1)
                        .line(1, T, 1, client(5))
                        .line(2, T + MINUTE, 1, user(7))
                        .line(3, T + 2 * MINUTE, 1, client(5))
                        .tells(EXPOSED)
                        .gives(
                                "exposures50",
                                "certain_hits,possible_hits,first_ts,last_ts,first_hit,last_hit,certainty,doubts",
                                "1 2 " + (T + MINUTE) + " " + (T + MINUTE) + " 2 2 certain -"),
                usual("a_certain_exposure_hides_the_possible_ones_in_dates_and_counts")
                        .window("x", "Other", "Tag", T - HOUR, T + 2 * HOUR, UNSURE, "certain", "a", "b")
                        .line(1, T - MINUTE, 2, user(7))
                        .line(2, T, 1, user(7))
                        .line(3, T + MINUTE, 2, user(7))
                        .tells(EXPOSED)
                        .gives("individuals50", "first_ts,last_ts,vendors,elements,visits", T + " " + T + " 1 1 3"),
                usual("possible_exposures_of_an_exposed_person_are_in_no_total")
                        .window("x", "Other", "Tag", T - HOUR, T + 2 * HOUR, UNSURE, "certain", "a", "b")
                        .line(1, T, 1, user(7))
                        .gives("totals50", "status,dimension,value,individuals", TOTALS_OF_ONE));
    }

    private static List<Case> ties() {
        return List.of(
                usual("of_hits_at_one_instant_the_smallest_is_first_and_the_greatest_last")
                        .line(5, T, 1, user(7))
                        .line(2, T, 1, user(7))
                        .line(9, T, 1, user(7))
                        .gives("exposures50", "certain_hits,first_hit,last_hit", "3 2 9"),
                usual("first_and_last_go_by_time_before_number")
                        .line(9, T, 1, user(7))
                        .line(8, T, 1, user(7))
                        .line(5, T + 1, 1, user(7))
                        .line(2, T + 2, 1, user(7))
                        .line(1, T + 2, 1, user(7))
                        .gives("exposures50", "first_ts,first_hit,last_ts,last_hit", T + " 8 " + (T + 2) + " 2"),
                usual("first_and_last_go_by_time_before_number_over_several_visits")
                        .link(client(4), T - DAY, T + DAY, 1)
                        .line(9, T, 1, client(4))
                        .line(5, T + GAP, 1, session(4), client(4))
                        .line(1, T + 2 * GAP - 1, 1, client(4))
                        .gives("exposures50", "possible_hits,first_hit,last_hit", "3 9 1"),
                usual("of_visits_that_begin_and_end_at_one_instant_the_smallest_is_first_and_the_greatest_last")
                        .link(client(4), T - DAY, T + DAY, 1)
                        .line(5, T, 1, client(4))
                        .line(2, T, 1, session(3), client(4))
                        .line(9, T, 1, session(6), client(4))
                        .gives("exposures50", "possible_hits,first_hit,last_hit", "3 2 9"),
                usual("of_possible_hits_at_one_instant_the_smallest_is_first_and_the_greatest_last")
                        .link(client(4), T, T + HOUR, 1)
                        .line(5, T, 1, client(4))
                        .line(2, T, 1, client(4))
                        .line(9, T, 1, client(4))
                        .gives("exposures50", "possible_hits,first_hit,last_hit", "3 2 9"),
                usual("a_possible_hit_at_the_same_instant_proves_no_certain_exposure")
                        .link(client(4), T, T + HOUR, 1)
                        .line(1, T, 1, client(4))
                        .line(5, T, 1, user(7))
                        .line(9, T, 1, client(4))
                        .gives("exposures50", "certain_hits,possible_hits,first_hit,last_hit", "1 2 5 5"),
                usual("numbers_of_lines_in_high_files_are_kept_whole")
                        .line((999L << 40) | 123_456_789_012L, T, 1, user(7))
                        .line((1_000L << 40) | 1, T, 1, user(7))
                        .gives(
                                "exposures50",
                                "first_hit,last_hit",
                                ((999L << 40) | 123_456_789_012L) + " " + ((1_000L << 40) | 1)));
    }

    private static List<Case> gaps() {
        String missing = "1 cannot-tell logs-missing";
        List<Case> all = new ArrayList<>(List.of(
                usual("logs_missing_while_a_window_was_live_leave_everybody_in_doubt")
                        .members(2)
                        .gap(T, T + MINUTE)
                        .line(1, T, 2, user(7))
                        .tells(missing, "2 cannot-tell logs-missing")
                        .gives(
                                "totals50",
                                "status,dimension,value,individuals",
                                "cannot-tell all - 2",
                                "cannot-tell country US 2",
                                "cannot-tell state OH 2"),
                usual("logs_missing_before_a_window_leave_no_doubt")
                        .gap(T - HOUR, T)
                        .tells(NO_VISIT),
                usual("logs_missing_until_a_microsecond_into_a_window_leave_doubt")
                        .gap(T - HOUR, T + 1)
                        .tells(missing),
                usual("logs_missing_from_the_end_of_a_window_leave_no_doubt")
                        .gap(T + HOUR, T + 2 * HOUR)
                        .tells(NO_VISIT),
                usual("logs_missing_from_a_microsecond_before_the_end_of_a_window_leave_doubt")
                        .gap(T + HOUR - 1, T + 2 * HOUR)
                        .tells(missing),
                usual("logs_missing_for_longer_than_a_window_leave_doubt")
                        .gap(T - HOUR, T + 2 * HOUR)
                        .tells(missing),
                usual("logs_missing_do_not_touch_a_certain_exposure")
                        .gap(T, T + MINUTE)
                        .line(1, T + MINUTE, 1, user(7))
                        .tells(EXPOSED),
                usual("logs_missing_come_after_a_possible_exposure")
                        .gap(T, T + MINUTE)
                        .link(client(5), T, T + HOUR, 1)
                        .line(1, T + MINUTE, 1, client(5))
                        .tells("1 cannot-tell possible-exposure:identity,logs-missing"),
                usual("a_possible_exposure_is_counted_by_vendor_but_missing_logs_are_not")
                        .members(2)
                        .gap(T, T + MINUTE)
                        .link(client(5), T, T + HOUR, 1)
                        .line(1, T + MINUTE, 1, client(5))
                        .gives(
                                "totals50",
                                "status,dimension,value,individuals",
                                "cannot-tell all - 2",
                                "cannot-tell country US 2",
                                "cannot-tell element page-address 1",
                                "cannot-tell state OH 2",
                                "cannot-tell vendor Acme Ads 1",
                                "cannot-tell vendor-element Acme Ads | page-address 1"),
                usual("logs_missing_put_in_doubt_who_was_seen_but_is_not_in_the_directory")
                        .gap(T, T + MINUTE)
                        .link(user(9), T - DAY, T + DAY, 99)
                        .line(1, T, 2, user(9))
                        .tells(missing, "99 cannot-tell logs-missing"),
                usual("logs_missing_until_a_window_begins_do_not_touch_who_is_not_in_the_directory")
                        .gap(T - HOUR, T)
                        .link(user(9), T - DAY, T + DAY, 99)
                        .line(1, T, 2, user(9))
                        .tells(NO_VISIT, "99 not-exposed visited-nothing-told"),
                usual("logs_missing_from_the_end_of_a_window_do_not_touch_who_is_not_in_the_directory")
                        .gap(T + HOUR, T + 2 * HOUR)
                        .link(user(9), T - DAY, T + DAY, 99)
                        .line(1, T, 2, user(9))
                        .tells(NO_VISIT, "99 not-exposed visited-nothing-told"),
                usual("two_gaps_of_which_one_meets_the_membership_and_one_the_window_leave_no_doubt")
                        .member(3, 0, T + 2 * HOUR, STILL, "OH", "")
                        .gap(T + HOUR, T + 3 * HOUR)
                        .gap(T - HOUR, T)
                        .tells(NO_VISIT, "3 not-exposed no-visit"),
                new Case("logs_missing_without_a_window_leave_no_doubt")
                        .page(1, "/oncology")
                        .members(1)
                        .gap(T, T + MINUTE)
                        .tells(NO_VISIT)));
        all.addAll(List.of(
                of(usual("a_member_who_left_as_the_gap_began_is_not_in_doubt"), EVER, T)
                        .tells(missing, "3 not-exposed no-visit"),
                of(usual("a_member_who_left_a_microsecond_after_the_gap_began_is_in_doubt"), EVER, T + 1)
                        .tells(missing, "3 cannot-tell logs-missing"),
                of(usual("a_member_who_came_as_the_gap_ended_is_not_in_doubt"), T + MINUTE, STILL)
                        .tells(missing, "3 not-exposed no-visit"),
                of(usual("a_member_who_came_a_microsecond_before_the_gap_ended_is_in_doubt"), T + MINUTE - 1, STILL)
                        .tells(missing, "3 cannot-tell logs-missing"),
                of(usual("a_member_for_a_second_within_the_gap_is_in_doubt"), T + SECOND, T + 2 * SECOND)
                        .tells(missing, "3 cannot-tell logs-missing"),
                usual("the_membership_that_counts_is_that_of_the_person_merged_into")
                        .gap(T, T + MINUTE)
                        .member(3, 4, EVER, STILL, "OH", "")
                        .member(4, 0, EVER, T, "KY", "")
                        .tells(missing, "4 not-exposed no-visit"),
                usual("a_gap_that_meets_the_membership_and_the_window_at_different_times_leaves_doubt")
                        .gap(T - DAY, T + MINUTE)
                        .member(3, 0, T - 2 * DAY, T - HOUR, "OH", "")
                        .tells(missing, "3 cannot-tell logs-missing")));
        return all;
    }

    private static Case of(Case usual, long since, long until) {
        return usual.gap(T, T + MINUTE).member(3, 0, since, until, "OH", "");
    }

    private static List<Case> counts() {
        return List.of(
                usual("a_person_with_certain_and_possible_exposures_is_exposed_once")
                        .members(2, 3)
                        .window("x", "Other", "Tag", T, T + HOUR, UNSURE, "certain", "page-address", "b")
                        .link(user(8), T - DAY, T + DAY, 2)
                        .link(client(5), T - DAY, T + DAY, 3)
                        .line(1, T, 1, user(7))
                        .line(2, T, 1, user(8))
                        .line(3, T, 2, user(8))
                        .line(4, T, 1, client(5))
                        .gives(
                                "totals50",
                                "status,dimension,value,individuals",
                                "cannot-tell all - 1",
                                "cannot-tell country US 1",
                                "cannot-tell element b 1",
                                "cannot-tell element page-address 1",
                                "cannot-tell state OH 1",
                                "cannot-tell vendor Acme Ads 1",
                                "cannot-tell vendor Other 1",
                                "cannot-tell vendor-element Acme Ads | page-address 1",
                                "cannot-tell vendor-element Other | b 1",
                                "cannot-tell vendor-element Other | page-address 1",
                                "exposed all - 2",
                                "exposed country US 2",
                                "exposed element page-address 2",
                                "exposed state OH 2",
                                "exposed vendor Acme Ads 2",
                                "exposed vendor-element Acme Ads | page-address 2"),
                usual("one_vendor_by_two_tags_is_one_vendor")
                        .window("x", "Acme Ads", "Other Tag", T, T + HOUR, ONCOLOGY, "certain", "page-address")
                        .line(1, T, 1, user(7))
                        .gives("exposures50", "tracker,window_id", "Acme Tag w", "Other Tag x")
                        .gives("individuals50", "vendors,elements", "1 1")
                        .gives("totals50", "status,dimension,value,individuals", TOTALS_OF_ONE),
                usual("visits_are_counted_by_person_not_by_hit")
                        .line(1, T, 1, user(7), client(5))
                        .line(2, T + MINUTE, 1, user(7), client(5))
                        .line(3, T + 3 * HOUR, 1, user(7), client(5))
                        .line(4, T, 1, user(7), session(5))
                        .line(5, T + 3 * HOUR, 1, user(7), session(5))
                        .gives("individuals50", "first_ts,last_ts,visits", T + " " + (T + MINUTE) + " 3")
                        .gives("exposures50", "certain_hits,first_hit,last_hit", "3 1 2"));
    }

    private static List<Case> nothing() {
        return List.of(
                new Case("nothing_at_all").alone().tells(),
                usual("no_lines").alone().tells(NO_VISIT),
                new Case("no_windows")
                        .alone()
                        .page(1, "/oncology")
                        .members(1)
                        .link(user(7), T, T + DAY, 1)
                        .line(1, T, 1, user(7))
                        .tells(NOTHING_TOLD),
                new Case("no_links")
                        .alone()
                        .page(1, "/oncology")
                        .window("w", T, T + HOUR, ONCOLOGY, "page-address")
                        .members(1)
                        .line(1, T, 1, user(7))
                        .tells(NO_VISIT)
                        .gives("unidentified40", "window_id,hits", "w 1"),
                new Case("no_members")
                        .alone()
                        .page(1, "/oncology")
                        .window("w", T, T + HOUR, ONCOLOGY, "page-address")
                        .link(user(7), T, T + DAY, 1)
                        .line(1, T, 1, user(7))
                        .tells(EXPOSED)
                        .gives("individuals50", "listed", "0"),
                new Case("no_pages")
                        .alone()
                        .window("w", T, T + HOUR, ONCOLOGY, "page-address")
                        .members(1)
                        .link(user(7), T, T + DAY, 1)
                        .line(1, T, 1, user(7))
                        .tells(NOTHING_TOLD));
    }

    private static List<Case> oddTexts() {
        String vendor = "O'Neil \"Söhne\" | 漢字 😀 \\n %_ ";
        return List.of(
                new Case("texts_are_kept_to_the_byte")
                        .page(1, "/oncology")
                        .window("w'1", vendor, "T\\'", T, T + HOUR, ONCOLOGY, "certain", "a,b | c")
                        .member(1, "  M'1\\ü ", 0, EVER, STILL, "OH", "US", "")
                        .link(user(7), T, T + DAY, 1)
                        .line(1, T, 1, user(7))
                        .tells(EXPOSED)
                        .gives("individuals50", "member_id", "  M'1\\ü ")
                        .gives("exposures50", "vendor,tracker,window_id", vendor + " T\\' w'1"),
                new Case("texts_that_differ_in_case_or_in_blanks_differ")
                        .page(1, "/oncology")
                        .window("w", "Acme", "T", T, T + HOUR, ONCOLOGY, "certain", "a", "A", "a ")
                        .window("W", "ACME", "T", T, T + HOUR, ONCOLOGY, "certain", "a")
                        .window("w ", "Acme ", "T", T, T + HOUR, ONCOLOGY, "certain", "a")
                        .members(1)
                        .link(user(7), T, T + DAY, 1)
                        .line(1, T, 1, user(7))
                        .gives("individuals50", "vendors,elements", "3 3"),
                new Case("the_record_that_counts_is_chosen_by_code_points_not_by_locale")
                        .page(1, "/oncology")
                        .window("w", T, T + HOUR, ONCOLOGY, "page-address")
                        .member(1, 0, EVER, STILL, "A", "é")
                        .member(1, 0, EVER, STILL, "B", "z")
                        .member(2, 0, EVER, STILL, "A", "\uFFFD")
                        .member(2, 0, EVER, STILL, "B", "😀")
                        .link(user(7), T, T + DAY, 1)
                        .line(1, T, 1, user(7))
                        .gives("individuals50", "person,state", "1 A", "2 B"));
    }
}
