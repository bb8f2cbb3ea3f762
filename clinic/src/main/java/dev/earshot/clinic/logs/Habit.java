package dev.earshot.clinic.logs;

import java.util.Optional;

/// What a member did, and with it what can be known of them. Each is one way to be right or wrong about somebody.
enum Habit {
    COMES_AND_GOES("signs in now and then", Optional.empty()),
    NEVER_CAME("never visited", Status.NOT_EXPOSED),

    SEARCHED_SIGNED_IN("searched the encyclopedia while signed in", Status.EXPOSED),
    NAMED_BY_USER("is named by the user name in the log", Status.EXPOSED),
    NAMED_BY_TRACE("booked; the trace id leads to the user", Status.EXPOSED),
    NAMED_BY_COOKIE("looked for a physician with a session in the cookie", Status.EXPOSED),
    FIRST_MILLISECOND("visited in the very millisecond that the tag went live", Status.EXPOSED),
    LAST_MILLISECOND("visited in the last millisecond before the tags were removed", Status.EXPOSED),
    SESSIONS_LAST_MILLISECOND("visited in the last millisecond of the session", Status.EXPOSED),
    SECOND_HOUR(
            "visited in the second of two equal hours when clocks went back, after the tag went live", Status.EXPOSED),
    FORGED_ADDRESS("sent an internal address as that of a proxy, from outside", Status.EXPOSED),
    SEEN_BY_GUARDIAN("a guardian looked at their record while tags were live", Status.EXPOSED),
    GUARDIAN("looked at a child's record while tags were live", Status.EXPOSED),
    MERGED("signed in under a record that was merged into another since", Status.EXPOSED),
    MOVED("has two records, of which the later has another state", Status.EXPOSED),
    FORMER("visited as a member, and is none today", Status.EXPOSED),
    DECEASED("visited, and has died since", Status.EXPOSED),
    NOT_LISTED("signed in, but the directory does not have them", Status.EXPOSED),
    NO_STATE("visited; the directory knows no state", Status.EXPOSED),

    ADDRESS_ONLY("read the public site beside a portal visit; only address and browser agree", Status.CANNOT_TELL),
    HOUSEHOLD("shares address and browser with another member", Status.CANNOT_TELL),
    HOUSEHOLD_MATE("shares address and browser with the member before", Status.CANNOT_TELL),
    SESSION_ENDED("was told on when the session had ended seven minutes ago", Status.CANNOT_TELL),
    SESSIONS_END("was told on in the very millisecond in which the session ended", Status.CANNOT_TELL),
    CLICK_ONLY("saw a page whose tag waits for a click", Status.CANNOT_TELL),
    BELIEVED_ONLY("saw a page of which somebody believes that it had a tag", Status.CANNOT_TELL),

    BEFORE_ANY_TAG("visited before there were tags", Status.NOT_EXPOSED),
    MILLISECOND_EARLY("visited in the last millisecond before the tag went live", Status.NOT_EXPOSED),
    AT_THE_REMOVAL("visited in the very millisecond in which the tags were removed", Status.NOT_EXPOSED),
    SAVED_ONLY("visited when the tag was saved, but not published", Status.NOT_EXPOSED),
    FIRST_HOUR("visited in the first of two equal hours when clocks went back", Status.NOT_EXPOSED),
    AFTER_REMOVAL("visited after the tags were removed", Status.NOT_EXPOSED),
    UNTAGGED_PAGES("saw only pages without tags", Status.NOT_EXPOSED),
    NO_PAGES("got no page: pictures, redirects, errors, mere headers", Status.NOT_EXPOSED),
    FROM_THE_OFFICE("visited from the hospital's own network", Status.NOT_EXPOSED),
    OTHER_HOST("visited a host that is not investigated", Status.NOT_EXPOSED),
    OUTSIDE_PERIOD("visited before and after the period", Status.NOT_EXPOSED),
    SEEN_BEFORE_TAGS("a guardian looked at their record before there were tags", Status.NOT_EXPOSED),
    GUARDIAN_BEFORE_TAGS("looked at a child's record before there were tags", Status.NOT_EXPOSED);

    private final String story;
    private final Optional<Status> status;

    Habit(String story, Status status) {
        this(story, Optional.of(status));
    }

    Habit(String story, Optional<Status> status) {
        this.story = story;
        this.status = status;
    }

    /// To follow "the member".
    String story() {
        return story;
    }

    /// What has to come out; empty where it depends on the visits.
    Optional<Status> status() {
        return status;
    }
}
