package dev.earshot.breach.planning;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/// What of an individual's record is amiss, or worth a look, and what the plan made of it. None stops a plan.
public enum Fault {
    NOT_LISTED(
            "not-listed",
            "not in the directory, so there is no name and no address",
            "substitute notice, or a directory that has them"),
    SEVERAL_RECORDS(
            "several-records",
            "several records of one person, joined: of each part the newest that is there",
            "look whether they are one person"),
    NAME_MISSING("name-missing", "no name: no letter is sent to a nameless addressee", "look for the name"),
    NAME_LONG("name-long", "a name of more than 300 characters, cut there", "look at the name"),
    CONTROL_CHARACTERS(
            "control-characters",
            "control or text direction characters in the name or address, taken out",
            "look at how the directory was exported"),
    ADDRESS_MISSING("address-missing", "no street or box in the address", "look for an address"),
    ADDRESS_PLACEHOLDER(
            "address-placeholder", "words in place of a street, such as UNKNOWN or HOMELESS", "look for an address"),
    ADDRESS_INCOMPLETE(
            "address-incomplete",
            "neither a city and state nor a postal code beside the street",
            "look for the missing part"),
    POSTAL_CODE_ZERO(
            "postal-code-zero",
            "a ZIP code that had lost its leading zero, which was put back",
            "export postal codes as text"),
    POSTAL_CODE_MALFORMED("postal-code-malformed", "not a ZIP code, left as it is", "correct it: mail is sorted by it"),
    STATE_UNKNOWN(
            "state-unknown",
            "no known state: the jurisdiction is empty, which is dealt with as strictly as any",
            "look for the state: thresholds of each state depend on it"),
    COUNTRY_UNKNOWN("country-unknown", "no known country, and no state that tells it", "look for the country"),
    EMAIL_BROKEN("email-broken", "not an e-mail address, not used", "correct it where e-mail was agreed to"),
    EMAIL_MISSING("email-missing", "e-mail is preferred, but there is no address", "look for the address"),
    CHANNEL_UNKNOWN(
            "channel-unknown", "the preferred way is none that is known, such as a phone call: not used", "nothing"),
    LANGUAGE_UNKNOWN(
            "language-unknown",
            "a language that is not recognised: the default one is used",
            "map it in the directory"),
    LANGUAGE_NOT_OFFERED(
            "language-not-offered",
            "a language without a template: the default one is used",
            "have the notice translated where many need it"),
    LANGUAGE_NEAR(
            "language-near",
            "a template of the same language in another script or region is used",
            "look whether the readers read it"),
    BIRTH_UNREADABLE(
            "birth-unreadable", "no date of birth that can be read: told as an adult", "look for the date of birth"),
    BIRTH_IN_FUTURE(
            "birth-in-future", "born after the day that ages are counted on: told as an adult", "correct the date"),
    BIRTH_BEFORE_1900("birth-before-1900", "born before 1900", "correct the date, or find out about a death"),
    DEATH_UNREADABLE(
            "death-unreadable",
            "what is said of a death can't be read: believed where it has a digit",
            "look at the record"),
    DEATH_IN_FUTURE(
            "death-in-future", "died after the day that ages are counted on: told as alive", "correct the date"),
    DEATH_BEFORE_BIRTH("death-before-birth", "died before birth: told as deceased", "correct the dates"),
    DECEASED_WITHOUT_KIN(
            "deceased-without-kin",
            "deceased, and nobody is named for the person: to the family or estate, at the person's own address",
            "look for next of kin or a personal representative"),
    MINOR_WITHOUT_GUARDIAN(
            "minor-without-guardian",
            "a minor for whom nobody is named: to the parent or guardian, at the minor's own address",
            "look for who the guardian is"),
    MINOR_MAY_DECIDE(
            "minor-may-decide",
            "a minor of 12 or more, who may be emancipated or may have consented to the care alone: the directory does not"
                    + " tell, and the guardian is written to",
            "ask counsel whose notice it is (45 CFR 164.502(g)(3))"),
    ADULT_WITH_GUARDIAN(
            "adult-with-guardian",
            "an adult for whom a guardian or parent is named: the adult is written to",
            "look whether a court appointed the guardian"),
    NO_EXPOSURE_KNOWN(
            "no-exposure-known",
            "no exposure of this person is known (logs missing, say): the notice tells what the whole incident told to whom",
            "nothing, or settle the gaps"),
    EMAIL_UNUSED(
            "email-unused",
            "no way is left, though there is an e-mail address that nobody agreed to",
            "consider it as substitute notice (45 CFR 164.404(d)(2))");

    private final String id;
    private final String what;
    private final String todo;

    Fault(String id, String what, String todo) {
        this.id = id;
        this.what = what;
        this.todo = todo;
    }

    public String id() {
        return id;
    }

    /// What is so, and what the plan did.
    public String what() {
        return what;
    }

    /// What somebody may do.
    public String todo() {
        return todo;
    }

    private static final List<Fault> ALL = List.of(values());

    /// A bit of its own, by which the steps note it.
    long bit() {
        return 1L << ALL.indexOf(this);
    }

    /// SQL that gives the ids of the bits in `bits`, joined by line feeds.
    static String names(String bits) {
        return Arrays.stream(values())
                .map(fault -> "CASE WHEN (" + bits + " & " + fault.bit() + ") <> 0 THEN '" + fault.id + "' END")
                .collect(Collectors.joining(", ", "concat_ws(chr(10), ", ")"));
    }
}
