package dev.earshot.catalogue;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// What a domain's owner uses it for. The list is closed: [DomainOwners] takes no other.
public enum Purpose {
    ADVERTISING(
            "advertising",
            "It uses what it is told to choose who sees which advertisement and to count what the advertisement led "
                    + "to, and commonly adds it to a profile of the person."),
    ADVERTISING_EXCHANGE(
            "advertising exchange",
            "It auctions advertising space: what it is told about a visit may be passed to many bidders at once."),
    ID_SYNC(
            "id sync",
            "It links the ids that different companies use for the same person or household, so that they can combine "
                    + "what each of them knows."),
    DATA_BROKER("data broker", "It collects data about people from many places and sells or licenses it to others."),
    SOCIAL(
            "social network",
            "It shows posts or buttons of a social network, and can add the visit to the profile of a member who is "
                    + "signed in there."),
    ANALYTICS("analytics", "It records which pages people visit and what they do there, and reports on it."),
    AUDIENCE_MEASUREMENT(
            "audience measurement",
            "It measures how many and what kind of people a site or an advertisement reaches, across many sites."),
    SESSION_REPLAY(
            "session replay",
            "It records a visit closely enough to play it back: pointer, scrolling, clicks, and often what is typed."),
    TESTING(
            "A/B testing",
            "It shows different people different versions of a page and records what each of them then does."),
    TAG_MANAGER("tag manager", "It loads other companies' tags, and decides when each of them fires."),
    CUSTOMER_DATA(
            "customer data platform",
            "It gathers what a person does on sites and apps into one record and passes it on to other companies."),
    MARKETING_AUTOMATION(
            "marketing automation",
            "It ties visits and forms to a person's record so that e-mails and messages can be sent to them."),
    CALL_TRACKING(
            "call tracking",
            "It swaps the phone numbers on the page and records who called after which visit; it may record the call."),
    ERROR_MONITORING(
            "error monitoring",
            "It records faults and speed as visitors meet them, with the page's address and details of the device."),
    CONSENT("consent", "It asks for consent to cookies and stores the answer."),
    ACCESSIBILITY("accessibility", "It adds aids such as larger text or a screen reader to the page."),
    TRANSLATION("translation", "It translates the page, and so may receive the page's text."),
    CHAT("chat", "It runs a chat with staff or a bot, and receives what is written there."),
    SCHEDULING("scheduling", "It books appointments, and receives who comes, when and what for."),
    SURVEY("survey and forms", "It shows forms, surveys or reviews, and receives what is filled in."),
    HEALTH_PLATFORM(
            "health platform",
            "It runs a part of the care itself for the provider, such as the patient portal, telehealth or patient "
                    + "messages, and holds patients' records."),
    PAYMENT("payment", "It takes payments, and receives who pays how much, from which account or card."),
    IDENTITY("sign-in", "It signs people in, and learns who they are, where and when."),
    MAPS("maps", "It draws maps and finds places, and learns which place is looked for from where."),
    VIDEO("video", "It plays video or sound, and learns what is played on which page."),
    FONTS("fonts", "It serves fonts; each request tells it the visitor's IP address and the site."),
    CDN("content delivery", "It serves files for others; each request tells it the visitor's IP address and the site."),
    CLOUD_HOSTING(
            "cloud hosting",
            "It runs computers and storage for its customers; who reads the request is the customer, which the host "
                    + "name may or may not tell."),
    SITE_BUILDER(
            "site builder",
            "It runs or equips the website itself, with pages, forms and visit counts on its own computers."),
    SECURITY("security", "It tells people from bots or keeps attacks out, by examining the device and the behaviour."),
    SOFTWARE("software", "It serves a program or a widget that the page or the browser uses, for no other purpose.");

    private static final Map<String, Purpose> BY_WORDS =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(Purpose::words, Function.identity()));

    private final String words;
    private final String sentence;

    Purpose(String words, String sentence) {
        this.words = words;
        this.sentence = sentence;
    }

    /// The purpose as data files and reports write it.
    public String words() {
        return words;
    }

    /// What such a service does with what it gets, in plain English. `It` is the service.
    public String sentence() {
        return sentence;
    }

    /// The name of this purpose's data file: `advertising-exchange`.
    String fileName() {
        return words.toLowerCase(Locale.ROOT).replace("/", "").replace(' ', '-');
    }

    /// The purpose that a data file names.
    ///
    /// @param words exactly as [#words()]
    public static Optional<Purpose> of(String words) {
        return Optional.ofNullable(BY_WORDS.get(words));
    }
}
