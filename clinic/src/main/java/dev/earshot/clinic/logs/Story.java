package dev.earshot.clinic.logs;

import dev.earshot.clinic.logs.LiveTag.View;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/// Makes up who visited what, and writes down what each server, the sign-in, the portal's audit trail and the booking
/// system put on record of it. What is true of a visit is noted in the ledger as it happens.
final class Story {
    private static final List<String> TERMS = List.of(
            "type+2+diabetes",
            "depression+help",
            "hiv+test",
            "breast+cancer+stage+2",
            "pregnancy+week+9",
            "opioid+withdrawal",
            "asthma",
            "psoriasis",
            "panic%20attack",
            "abortion+clinic",
            "sch%C3%BCttelfrost");
    private static final List<String> ARTICLES = List.of(
            "type-2-diabetes",
            "depression",
            "hiv",
            "breast-cancer",
            "pregnancy",
            "opioid-use-disorder",
            "asthma",
            "psoriasis");
    private static final List<String> DEPARTMENTS = List.of(
            "oncology", "mental-health", "obstetrics", "infectious-disease", "addiction-medicine", "dermatology");
    private static final List<String> AGENTS = List.of(
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/118.0.%d.%d"
                    + " Safari/537.36",
            "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/16.%d.%d"
                    + " Safari/605.1.15",
            "Mozilla/5.0 (iPhone; CPU iPhone OS 16_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)"
                    + " Version/16.%d.%d Mobile/15E148 Safari/604.1",
            "Mozilla/5.0 (X11; Linux x86_64; rv:118.0) Gecko/2010%d%d Firefox/118.0",
            "Mozilla/5.0 (Linux; Android 13; Pixel 7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/117.0.%d.%d Mobile"
                    + " Safari/537.36");
    private static final List<String> CRAWLERS = List.of(
            "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
            "Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)",
            "ClinicSearchIndexer/1.2");
    private static final DateTimeFormatter LOCAL =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS", Locale.ROOT).withZone(Calendar.ZONE);
    private static final Client CHECKER = new Client("198.51.100.40", "ELB-HealthChecker/2.0");
    private static final Duration HALF_AN_HOUR = Duration.ofMinutes(30);

    /// While all tags are live, with a day to spare on both sides.
    private static final Instant LIVE_FROM = Calendar.VERSION_35.plus(1, ChronoUnit.DAYS);
    private static final Instant LIVE_TO = Calendar.VERSION_36.minus(1, ChronoUnit.DAYS);

    private final Random random;
    private final Ledger ledger;
    private final List<Person> people;
    private final int strangersADay;
    private int clients;
    private long unidentifiedVisits;
    private long unidentifiedHits;

    final List<Entry> entries = new ArrayList<>();
    final List<String> logins = new ArrayList<>();
    final List<String> audit = new ArrayList<>();
    final List<String> traces = new ArrayList<>();

    Story(Random random, Ledger ledger, List<Person> people, int strangersADay) {
        this.random = random;
        this.ledger = ledger;
        this.people = people;
        this.strangersADay = strangersADay;
    }

    void tell() {
        for (int at = 0; at < people.size(); at++) {
            Person person = people.get(at);
            // Who comes in pairs is told of together, when the second of them is reached.
            live(person, at == 0 ? person : people.get(at - 1), at);
        }
        for (Instant day = Calendar.PERIOD_FROM; day.isBefore(Calendar.PERIOD_TO); day = day.plus(1, ChronoUnit.DAYS)) {
            for (Site site : Site.values()) {
                dayOf(site, day);
            }
        }
        oddities();
    }

    long unidentifiedVisits() {
        return unidentifiedVisits;
    }

    long unidentifiedHits() {
        return unidentifiedHits;
    }

    private void live(Person person, Person before, int number) {
        switch (person.habit()) {
            case NEVER_CAME, HOUSEHOLD, GUARDIAN, GUARDIAN_BEFORE_TAGS -> {}
            case COMES_AND_GOES -> comeAndGo(person);
            case SEARCHED_SIGNED_IN, MERGED, MOVED, DECEASED, NOT_LISTED, NO_STATE ->
                searchSignedIn(person, between(LIVE_FROM, Instant.parse("2024-01-08T00:00:00Z")));
            case FORMER -> searchSignedIn(person, between(LIVE_FROM, Instant.parse("2023-12-20T00:00:00Z")));
            case NAMED_BY_USER -> {
                Client client = client(false);
                Instant at = between(LIVE_FROM, LIVE_TO);
                for (String target : List.of("/home", "/visits/upcoming", "/secure/records")) {
                    log(Entry.get(Site.PORTAL, at, target, client).by(person.user(), "", ""));
                    ledger.viewed(new View(Site.PORTAL, at, target), List.of(person.memberId()), List.of());
                    at = at.plusMillis(9_731);
                }
            }
            case NAMED_BY_TRACE -> book(person, between(LIVE_FROM, LIVE_TO));
            case NAMED_BY_COOKIE -> {
                Session session = signIn(
                        person,
                        between(Calendar.COOKIES_IN_DOCTORS_LOG, Calendar.HARD_CODED_TO.minus(1, ChronoUnit.DAYS)),
                        HALF_AN_HOUR);
                session.view(Site.PORTAL, 1_250, "/secure/records");
                session.view(Site.DOCTORS, 60_000, "/find-a-doctor/" + pick(DEPARTMENTS) + "?zip=00501");
            }
            case FIRST_MILLISECOND -> homeAt(person, Calendar.VERSION_35);
            case MILLISECOND_EARLY -> homeAt(person, Calendar.VERSION_35.minusMillis(1));
            case LAST_MILLISECOND -> homeAt(person, Calendar.VERSION_36.minusMillis(1));
            case AT_THE_REMOVAL -> homeAt(person, Calendar.VERSION_36);
            case FIRST_HOUR ->
                homeAt(person, Instant.parse("2023-11-05T08:30:00.500Z").plusMillis(number));
            case SECOND_HOUR ->
                homeAt(person, Instant.parse("2023-11-05T09:30:00.500Z").plusMillis(number));
            case SESSIONS_LAST_MILLISECOND -> beforeAndAt(person, -1);
            case SESSIONS_END -> beforeAndAt(person, 0);
            case SESSION_ENDED -> beforeAndAt(person, Duration.ofMinutes(7).toMillis());
            case FORGED_ADDRESS -> {
                Session session = signIn(person, between(LIVE_FROM, LIVE_TO), HALF_AN_HOUR);
                Session forging =
                        session.from(new Client(session.client.address(), session.client.agent(), "192.0.2.10"));
                forging.view(Site.WWW, 45_000, "/classes/quit-smoking");
            }
            case ADDRESS_ONLY -> {
                Session session = signIn(
                        person,
                        between(Calendar.VERSION_33.plus(1, ChronoUnit.DAYS), Instant.parse("2023-09-29T00:00:00Z")),
                        HALF_AN_HOUR);
                session.view(Site.PORTAL, 700, "/home");
                likely(session, List.of(person), 180_000, "/classes/living-with-" + pick(ARTICLES));
                likely(session, List.of(person), 240_000, "/locations");
            }
            case HOUSEHOLD_MATE -> household(before, person);
            case CLICK_ONLY ->
                signIn(person, between(LIVE_FROM, LIVE_TO), HALF_AN_HOUR).view(Site.PORTAL, 3_000, "/secure/pay-bill");
            case BELIEVED_ONLY ->
                signIn(person, between(Calendar.BELIEVED_FROM.plus(1, ChronoUnit.DAYS), LIVE_TO), HALF_AN_HOUR)
                        .view(Site.PORTAL, 3_000, "/secure/messages/inbox");
            case BEFORE_ANY_TAG -> {
                Session session = signIn(
                        person,
                        between(
                                Calendar.PERIOD_FROM.plus(1, ChronoUnit.DAYS),
                                Calendar.VERSION_33.minus(1, ChronoUnit.DAYS)),
                        HALF_AN_HOUR);
                session.view(Site.PORTAL, 3_000, "/home");
                session.view(Site.HEALTH, 90_000, "/search?q=" + pick(TERMS));
            }
            case SAVED_ONLY ->
                signIn(
                                person,
                                between(Calendar.VERSION_35_SAVED, Calendar.VERSION_35.minus(6, ChronoUnit.HOURS)),
                                HALF_AN_HOUR)
                        .view(Site.PORTAL, 3_000, "/home");
            case AFTER_REMOVAL -> {
                Session session = signIn(
                        person,
                        between(Calendar.VERSION_36.plus(1, ChronoUnit.DAYS), Instant.parse("2024-03-30T00:00:00Z")),
                        HALF_AN_HOUR);
                session.view(Site.PORTAL, 3_000, "/home");
                session.view(Site.HEALTH, 90_000, "/search?q=" + pick(TERMS));
            }
            case UNTAGGED_PAGES -> {
                Session session = signIn(person, between(LIVE_FROM, LIVE_TO), HALF_AN_HOUR);
                session.view(Site.PORTAL, 3_000, "/secure/records");
                session.view(Site.PORTAL, 63_000, "/secure/test-results?id=4711");
            }
            case NO_PAGES -> {
                Session session = signIn(person, between(LIVE_FROM, LIVE_TO), HALF_AN_HOUR);
                log(session.entry(2_000, "/assets/portal.css").aside(Aside.NOT_A_PAGE));
                log(session.entry(2_100, "/assets/portal.js?v=3").aside(Aside.NOT_A_PAGE));
                log(session.entry(2_200, "/old-home").status(302).aside(Aside.STATUS));
                log(session.entry(2_300, "/home").status(503).aside(Aside.STATUS));
                log(session.entry(2_400, "/home").method("HEAD").aside(Aside.METHOD));
                log(session.entry(2_500, "/api/keep-alive").aside(Aside.STATED));
            }
            case FROM_THE_OFFICE -> {
                Session session = signIn(person, between(LIVE_FROM, LIVE_TO), HALF_AN_HOUR)
                        .from(new Client(
                                "192.0.2." + (20 + number % 200), client(false).agent()));
                log(session.entry(2_000, "/home").aside(Aside.INTERNAL));
            }
            case OTHER_HOST -> {
                Session session = signIn(person, between(LIVE_FROM, LIVE_TO), HALF_AN_HOUR);
                log(session.entry(2_000, "/home").host("status.clinic.example").aside(Aside.OTHER_HOST));
            }
            case OUTSIDE_PERIOD -> {
                for (Instant at : List.of(
                        between(Instant.parse("2023-06-29T00:00:00Z"), Instant.parse("2023-06-30T00:00:00Z")),
                        between(Instant.parse("2024-04-02T00:00:00Z"), Instant.parse("2024-04-03T00:00:00Z")))) {
                    Session session = new Session(person, at, HALF_AN_HOUR, client(false));
                    session.onRecord();
                    log(session.entry(5_000, "/home").aside(Aside.OUTSIDE_PERIOD));
                }
            }
            case SEEN_BY_GUARDIAN -> lookAtChild(before, person, between(LIVE_FROM, LIVE_TO));
            case SEEN_BEFORE_TAGS ->
                lookAtChild(
                        before,
                        person,
                        between(
                                Calendar.PERIOD_FROM.plus(1, ChronoUnit.DAYS),
                                Calendar.VERSION_33.minus(1, ChronoUnit.DAYS)));
        }
    }

    private void comeAndGo(Person person) {
        Client home = client(false);
        int visits = 1 + random.nextInt(6);
        for (int visit = 0; visit < visits; visit++) {
            Instant at = between(
                    Calendar.PERIOD_FROM.plus(1, ChronoUnit.DAYS), Calendar.PERIOD_TO.minus(1, ChronoUnit.DAYS));
            Session session = signIn(person, at, Duration.ofMinutes(40), home);
            long after = 500;
            int views = 1 + random.nextInt(7);
            for (int view = 0; view < views; view++) {
                Instant when = at.plusMillis(after);
                switch (random.nextInt(9)) {
                    case 0 -> session.view(Site.PORTAL, after, "/visits/upcoming");
                    case 1 -> session.view(Site.PORTAL, after, "/secure/records");
                    case 2 -> session.view(Site.PORTAL, after, "/secure/test-results?id=" + random.nextInt(9_000));
                    case 3 -> session.view(Site.HEALTH, after, "/search?q=" + pick(TERMS));
                    case 4 -> session.view(Site.HEALTH, after, "/encyclopedia/" + pick(ARTICLES));
                    case 5 -> {
                        if (Wording.cookiesInDoctorsLog(when)) {
                            session.view(Site.DOCTORS, after, "/find-a-doctor/" + pick(DEPARTMENTS));
                        }
                    }
                    case 6 -> {
                        if (!when.isBefore(Calendar.BEHIND_NETWORK)) {
                            session.view(Site.WWW, after, "/classes/living-with-" + pick(ARTICLES));
                        }
                    }
                    default -> session.view(Site.PORTAL, after, "/home");
                }
                log(session.entry(after + 90, "/assets/portal.css").aside(Aside.NOT_A_PAGE));
                after += 4_000 + random.nextInt(200_000);
            }
        }
        if (random.nextInt(4) == 0) {
            book(person, between(Calendar.PERIOD_FROM.plus(1, ChronoUnit.DAYS), LIVE_TO));
        }
    }

    private void searchSignedIn(Person person, Instant at) {
        Session session = signIn(person, at, HALF_AN_HOUR);
        session.view(Site.PORTAL, 812, "/home");
        session.view(Site.HEALTH, 61_000, "/search?q=" + pick(TERMS));
        session.view(Site.HEALTH, 94_000, "/encyclopedia/" + pick(ARTICLES));
    }

    private void book(Person person, Instant start) {
        Client client = client(true);
        Instant at = start.truncatedTo(ChronoUnit.MILLIS);
        for (String target : List.of("/book?department=" + pick(DEPARTMENTS), "/book/time", "/book/thank-you")) {
            String trace = "1-%08x-%s%08x".formatted(at.getEpochSecond(), id(), random.nextInt());
            log(Entry.get(Site.APPOINTMENTS, at, target, client).by("", "", trace));
            traces.add(at + "," + trace + "," + person.knownAs());
            ledger.viewed(new View(Site.APPOINTMENTS, at, target), List.of(person.memberId()), List.of());
            at = at.plusMillis(20_000 + random.nextInt(60_000));
        }
    }

    /// Signed in an hour before, looks at one page at the very time.
    private void homeAt(Person person, Instant at) {
        Session session = signIn(person, at.minus(Duration.ofMinutes(20)), HALF_AN_HOUR);
        session.view(Site.PORTAL, Duration.ofMinutes(20).toMillis(), "/home");
    }

    /// Two pages: one without tags within the session, one with tags `after` its end.
    private void beforeAndAt(Person person, long after) {
        Session session = signIn(person, between(LIVE_FROM, LIVE_TO), HALF_AN_HOUR);
        session.view(Site.PORTAL, 2_000, "/secure/records");
        session.view(Site.PORTAL, HALF_AN_HOUR.toMillis() + after, "/home");
    }

    private void household(Person one, Person other) {
        Client shared = client(false);
        Instant at = between(Calendar.VERSION_33.plus(1, ChronoUnit.DAYS), Instant.parse("2023-09-29T00:00:00Z"));
        Session first = signIn(one, at, Duration.ofMinutes(60), shared);
        Session second = signIn(other, at.plus(Duration.ofMinutes(10)), Duration.ofMinutes(50), shared);
        first.view(Site.PORTAL, 1_000, "/secure/records");
        second.view(Site.PORTAL, 1_000, "/secure/records");
        likely(second, List.of(one, other), 120_000, "/classes/living-with-" + pick(ARTICLES));
    }

    /// A page of the public site while its log knew no sessions.
    private void likely(Session session, List<Person> maybe, long after, String target) {
        Instant at = session.at(Site.WWW, after);
        log(Entry.get(Site.WWW, at, target, session.client));
        ledger.viewed(
                new View(Site.WWW, at, target),
                List.of(),
                maybe.stream().map(Person::memberId).toList());
    }

    private void lookAtChild(Person guardian, Person child, Instant at) {
        Session session = signIn(guardian, at, HALF_AN_HOUR);
        log(session.entry(1_500, "/home"));
        audit(session, 1_500, guardian, "Home");
        // In the same visit, but before anything names the child: that is likely, not sure.
        ledger.viewed(
                new View(Site.PORTAL, session.at(Site.PORTAL, 1_500), "/home"),
                List.of(guardian.memberId()),
                List.of(child.memberId()));
        long after = 30_000;
        for (String target : List.of("/visits/summary?for=2", "/visits/upcoming?for=2")) {
            Instant when = session.at(Site.PORTAL, after);
            log(session.entry(after, target));
            audit(session, after, child, "View visits");
            ledger.viewed(
                    new View(Site.PORTAL, when, target), List.of(guardian.memberId(), child.memberId()), List.of());
            after += 41_250;
        }
    }

    private void audit(Session session, long after, Person patient, String action) {
        audit.add(String.join(
                ",",
                LOCAL.format(session.at(Site.PORTAL, after)),
                session.id,
                session.person.user(),
                patient.memberId(),
                action,
                session.client.address()));
    }

    /// What happens on any day on any server.
    private void dayOf(Site site, Instant day) {
        for (int hour = 0; hour < 24; hour += 2) {
            Instant at = day.plus(hour, ChronoUnit.HOURS).plusSeconds(random.nextInt(7_000));
            log(Entry.get(site, at, "/healthz", CHECKER).aside(Aside.HEALTH_CHECK));
        }
        for (int count = 0; count < strangersADay; count++) {
            Instant at = between(day.plusSeconds(1_800), day.plus(22, ChronoUnit.HOURS));
            List<Instant> views = new ArrayList<>();
            int pages = 1 + random.nextInt(4);
            for (int page = 0; page < pages; page++) {
                views.add(at);
                at = at.plusSeconds(5 + random.nextInt(300));
            }
            stranger(site, client(site == Site.APPOINTMENTS), "", views);
        }
        Instant at = between(day, day.plus(23, ChronoUnit.HOURS));
        Client crawler = new Client("203.0.113." + (1 + random.nextInt(250)), pick(CRAWLERS));
        log(Entry.get(site, at, page(site), crawler).aside(Aside.BOT));
        // Several rules at once: the first that applies counts.
        log(Entry.get(site, at.plusSeconds(1), "/robots.txt", crawler).aside(Aside.BOT));
        log(Entry.get(site, at.plusSeconds(2), "/gone", crawler).status(404).aside(Aside.BOT));
        if (random.nextInt(3) == 0) {
            Client office = new Client(
                    "192.0.2." + (10 + random.nextInt(100)), client(false).agent());
            log(Entry.get(site, at.plusSeconds(9), page(site), office).aside(Aside.INTERNAL));
            log(Entry.get(site, at.plusSeconds(10), page(site), client(site == Site.APPOINTMENTS))
                    .status(301)
                    .aside(Aside.STATUS));
            log(Entry.get(site, at.plusSeconds(11), page(site), client(site == Site.APPOINTMENTS))
                    .method("OPTIONS")
                    .aside(Aside.METHOD));
        }
    }

    /// Looks at one page of the site at each of the times, which are less than half an hour apart.
    private void stranger(Site site, Client client, String session, List<Instant> times) {
        boolean told = false;
        for (Instant time : times) {
            String target = page(site);
            Instant at = site.tellsFractions() ? time.plusMillis(random.nextInt(1_000)) : time;
            log(Entry.get(site, at, target, client).by("", session, trace(site, at)));
            log(Entry.get(site, at, "/assets/site.css", client)
                    .by("", session, trace(site, at))
                    .aside(Aside.NOT_A_PAGE));
            View view = new View(site, at, target);
            ledger.viewed(view, List.of(), List.of());
            if (ledger.tells(view)) {
                told = true;
                unidentifiedHits++;
            }
        }
        if (told) {
            unidentifiedVisits++;
        }
    }

    /// What happens once.
    private void oddities() {
        Instant at = Instant.parse("2023-12-01T15:00:00Z");
        Client patient = client(false);
        // Exactly half an hour is the same visit, a second more is another one.
        stranger(Site.WWW, patient, "", List.of(at, at.plus(HALF_AN_HOUR)));
        stranger(
                Site.WWW,
                patient,
                "",
                List.of(at.plus(HALF_AN_HOUR).plus(HALF_AN_HOUR).plusSeconds(1)));
        // A session that no sign-in knows is one visit, however long.
        stranger(Site.HEALTH, client(false), id() + id(), List.of(at, at.plus(5, ChronoUnit.HOURS)));
        for (Site site : Site.values()) {
            verbatim(site, at.plusSeconds(60), "this is no line of a log", Aside.UNREADABLE);
            verbatim(
                    site,
                    at.plusSeconds(61),
                    switch (site) {
                        case WWW -> "198.51.100.3 - - [01/Dec/2023:07:01:01 -0800] \"GET /classes HTT";
                        case PORTAL ->
                            "{\"level\":\"info\",\"time\":\"2023-12-01T07:01:01.000-08:00\",\"client\":\"203.0.1";
                        case DOCTORS -> "2023-12-01 15:01:01 10.20.0.5 GE";
                        case HEALTH -> "2023-12-01\t15:01:01\tLAX50-P1\t812";
                        case APPOINTMENTS ->
                            "h2 2023-12-01T15:01:01.000000Z app/booking/50dc6c495c0c9188 203.0.113.9:4";
                    },
                    Aside.UNREADABLE);
        }
        verbatim(Site.WWW, at.plusSeconds(62), "", Aside.DIRECTIVE);
        log(Entry.get(Site.PORTAL, at, "/home", client(false))
                .host("status.clinic.example")
                .aside(Aside.OTHER_HOST));
        log(Entry.get(Site.PORTAL, at, "/api/keep-alive", client(false)).aside(Aside.STATED));
    }

    private void verbatim(Site site, Instant at, String line, Aside aside) {
        entries.add(Entry.verbatim(site, at, line, aside));
    }

    private void log(Entry entry) {
        entries.add(entry);
    }

    private String page(Site site) {
        return switch (site) {
            case WWW -> random.nextBoolean() ? "/" : "/classes/living-with-" + pick(ARTICLES);
            case PORTAL -> random.nextBoolean() ? "/login" : "/help?topic=" + random.nextInt(40);
            case DOCTORS -> random.nextBoolean() ? "/" : "/find-a-doctor/" + pick(DEPARTMENTS);
            case HEALTH -> random.nextBoolean() ? "/search?q=" + pick(TERMS) : "/encyclopedia/" + pick(ARTICLES);
            case APPOINTMENTS -> "/book?department=" + pick(DEPARTMENTS);
        };
    }

    private String trace(Site site, Instant at) {
        return site == Site.APPOINTMENTS ? "1-%08x-%s%08x".formatted(at.getEpochSecond(), id(), random.nextInt()) : "";
    }

    private Session signIn(Person person, Instant at, Duration length) {
        return signIn(person, at, length, client(false));
    }

    private Session signIn(Person person, Instant at, Duration length, Client client) {
        Session session = new Session(person, at, length, client);
        session.onRecord();
        log(session.entry(0, "/login").method("POST").status(302).aside(Aside.STATUS));
        return session;
    }

    private Instant between(Instant from, Instant to) {
        return from.truncatedTo(ChronoUnit.SECONDS)
                .plusSeconds(1 + random.nextLong(to.getEpochSecond() - from.getEpochSecond() - 1));
    }

    private String pick(List<String> list) {
        return list.get(random.nextInt(list.size()));
    }

    private String id() {
        return "%016x".formatted(random.nextLong());
    }

    /// A pair of address and browser that nobody has had.
    private Client client(boolean onlyIpv4) {
        int number = clients++;
        String agent = AGENTS.get(number % AGENTS.size()).formatted(1_000 + number / 40, 10 + number % 40);
        String address = number % 3 == 0 && !onlyIpv4
                ? "2001:db8:%x::%x".formatted(1 + number % 0xfff, 1 + number / 7)
                : number % 2 == 0 ? "203.0.113." + (1 + number % 250) : "198.51.100." + (64 + number % 180);
        return new Client(address, agent);
    }

    /// A signed-in stay.
    private final class Session {
        private final Person person;
        private final Instant from;
        private final Instant until;
        private final Client client;
        private final String id;

        private Session(Person person, Instant from, Duration length, Client client) {
            this(person, from, from.plus(length), client, id() + id());
        }

        private Session(Person person, Instant from, Instant until, Client client, String id) {
            this.person = person;
            this.from = from;
            this.until = until;
            this.client = client;
            this.id = id;
        }

        private Session from(Client other) {
            return new Session(person, from, until, other, id);
        }

        private void onRecord() {
            logins.add(String.join(
                    ",",
                    DateTimeFormatter.ISO_INSTANT.format(from),
                    DateTimeFormatter.ISO_INSTANT.format(until),
                    person.user(),
                    person.knownAs(),
                    id,
                    client.address(),
                    "\"" + client.agent() + "\""));
        }

        private Instant at(Site site, long after) {
            Instant at = from.plusMillis(after);
            return site.tellsFractions() ? at : at.truncatedTo(ChronoUnit.SECONDS);
        }

        private Entry entry(long after, String target) {
            return Entry.get(Site.PORTAL, at(Site.PORTAL, after), target, client)
                    .by("", id, "");
        }

        /// A page of a site whose log knows sessions.
        private void view(Site site, long after, String target) {
            Instant at = at(site, after);
            log(Entry.get(site, at, target, client).by("", id, ""));
            boolean during = !at.isBefore(from) && at.isBefore(until);
            List<String> self = List.of(person.memberId());
            ledger.viewed(new View(site, at, target), during ? self : List.of(), during ? List.of() : self);
        }
    }
}
