package dev.earshot.detect;

import dev.earshot.catalogue.Parameter;
import dev.earshot.catalogue.Tracker;
import dev.earshot.decode.Leaf;
import dev.earshot.decode.Origin;
import dev.earshot.decode.Step;
import dev.earshot.element.DataElement;
import dev.earshot.exchange.Context.SignedIn;
import dev.earshot.memo.Memo;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Reads decoded leaves: by the tracker's documentation, by the names of keys, by the shapes of values, and by what
/// page addresses, titles, searches and labels say of health.
final class LeafReader {
    private static final Set<String> PAGE_KEYS = Set.of(
            "url",
            "page",
            "pageurl",
            "pagelocation",
            "location",
            "locationhref",
            "href",
            "currenturl",
            "documenturl",
            "documentlocation",
            "pagehref",
            "path",
            "pagepath",
            "pathname",
            "dl",
            "loc",
            "siteurl",
            "sourceurl");
    private static final Set<String> REFERRER_KEYS = Set.of(
            "referrer", "referer", "ref", "pagereferrer", "documentreferrer", "dr", "referrerurl", "previousurl");
    private static final Set<String> TITLE_KEYS = Set.of("title", "pagetitle", "documenttitle", "doctitle", "dt");
    private static final Set<String> PAGE_TITLE_KEYS = Set.of("pagetitle", "documenttitle", "doctitle");
    private static final Set<String> LABEL_KEYS =
            Set.of("event", "eventname", "eventlabel", "eventaction", "eventcategory", "en", "label", "action");
    /// Keys under which recorders and forms keep what was typed.
    private static final Set<String> TYPED_KEYS = Set.of("value", "val", "text", "input", "typed", "content");
    private static final Set<String> SIGN_INS = Set.of(
            "login",
            "log in",
            "logged in",
            "login success",
            "login successful",
            "sign in",
            "signin",
            "signed in",
            "user login",
            "user logged in",
            "user signed in");

    /// A shorter value cannot tell one browser from the others.
    private static final int SHORTEST_ID = 4;

    private static final Memo<KeyRole> KEY_ROLES = new Memo<>(4096, KeyRole::of);
    private static final Step PATH = new Step.Decoded("path");

    private final Reading reading;
    private final Sightings sightings;
    private final PagesTold pagesTold = new PagesTold();

    LeafReader(Reading reading) {
        this.reading = reading;
        sightings = reading.sightings();
    }

    void read() {
        for (int leaf = 0; leaf < reading.decoded(); leaf++) {
            Optional<Parameter> parameter = reading.parameter(leaf);
            if (parameter.isPresent()) {
                readParameter(leaf, parameter.get());
            }
        }
        for (int leaf = 0; leaf < reading.decoded(); leaf++) {
            if (!reading.leaf(leaf).value().isEmpty()) {
                read(leaf);
            }
        }
    }

    private void read(int number) {
        Leaf leaf = reading.leaf(number);
        if (leaf.origin() == Origin.HEADER && leaf.steps().isEmpty()) {
            return;
        }
        readEmail(number);
        if (leaf.origin() == Origin.COOKIE) {
            return;
        }
        boolean inAddress = isInPageAddress(number);
        Role role = inAddress ? Role.FREE : Role.of(reading.parameter(number));
        if (role == Role.FREE) {
            if (!isPathSegment(leaf)) {
                readKey(number, inAddress);
            }
            role = inAddress ? searchRole(number) : guess(number);
        }
        if (role != Role.CLOSED) {
            readShape(number, role);
        }
        readRole(number, role);
    }

    private void readParameter(int number, Parameter parameter) {
        Leaf leaf = reading.leaf(number);
        String value = leaf.value();
        Optional<Tracker> tracker = reading.tracker();
        if (parameter.element().isEmpty()
                || tracker.isEmpty()
                || ConnectionReader.isRead(leaf)
                || tracker.get().saysNothing(parameter, value)
                || tellsNobodyApart(parameter.element().get(), value)) {
            return;
        }
        if (Role.of(parameter) == Role.PAGE) {
            WebAddress.parse(value).ifPresent(address -> pagesTold.add(leaf.event(), address));
        }
        String what = "parameter " + parameter.name() + " of " + tracker.get().product() + ": " + parameter.meaning();
        if (parameter.verified()) {
            infer(number, parameter.element().get(), Basis.DECODED, value, "documented " + what);
        } else {
            infer(number, parameter.element().get(), Basis.INFERRED, value, what + " (not confirmed by a source)");
        }
    }

    /// A counter or a pair of quotes is no identifier, whatever the parameter is for.
    private static boolean tellsNobodyApart(DataElement element, String value) {
        return switch (element) {
            case CLIENT_ID, ADVERTISING_ID -> value.length() < SHORTEST_ID;
            default ->
                element.kind() != DataElement.Kind.CONTEXT && value.chars().noneMatch(Character::isLetterOrDigit);
        };
    }

    private void readEmail(int number) {
        String value = reading.leaf(number).value();
        if (value.indexOf('@') > 0) {
            Shapes.email(value)
                    .ifPresent(span -> infer(
                            number,
                            DataElement.EMAIL,
                            value.substring(span[0], span[1]),
                            "shape of an e-mail address"));
        }
    }

    private void readKey(int number, boolean inAddress) {
        Leaf leaf = reading.leaf(number);
        Optional<KeyNames.Said> said =
                inAddress ? KeyNames.inPageAddress(leaf.key(), leaf.value()) : KeyNames.of(leaf.key(), leaf.value());
        // What the decoders opened is an encoding, not a hash, whatever its length.
        said.filter(key -> key.hash().isEmpty() || !reading.nesting().encloses(number))
                .ifPresent(key -> infer(
                        number,
                        key.element(),
                        leaf.value(),
                        key.how(leaf.key(), inAddress ? " in a page address" : "")));
    }

    /// A segment of an address's path has the key of the address, which says nothing of it.
    private static boolean isPathSegment(Leaf leaf) {
        int steps = leaf.steps().size();
        return steps >= 2 && leaf.steps().get(steps - 2).equals(PATH);
    }

    /// Numbers with check digits or a fixed print. Without a key that names them, those that could be any number
    /// count only where text is kept that was typed.
    private void readShape(int number, Role role) {
        Leaf leaf = reading.leaf(number);
        String value = leaf.value();
        int length = value.length();
        if (length < 11 || length > 24) {
            return;
        }
        boolean typed = role == Role.SEARCH
                || TYPED_KEYS.contains(leaf.key().toLowerCase(Locale.ROOT))
                || reading.parameter(number)
                        .filter(known -> known.role().equals("form.field"))
                        .isPresent();
        if (Shapes.hyphenatedSsn(value)) {
            infer(number, DataElement.SSN, value, "shape of a Social Security number");
        } else if (Shapes.groupedCard(value) || (typed && Shapes.card(value))) {
            infer(number, DataElement.PAYMENT_CARD, value, "shape and check digit of a card number");
        } else if (Shapes.mbi(value)) {
            infer(number, DataElement.MEMBER_ID, value, "shape of a Medicare Beneficiary Identifier");
        } else if (Shapes.e164UsPhone(value) || (typed && Shapes.usPhone(value))) {
            infer(number, DataElement.PHONE, value, "shape of a US phone number");
        }
    }

    /// The role that the key and the value give a leaf of which the tracker's documentation says nothing.
    private Role guess(int number) {
        Leaf leaf = reading.leaf(number);
        KeyRole key = KEY_ROLES.of(leaf.key());
        Optional<WebAddress> address = WebAddress.parse(leaf.value());
        if (address.isPresent()) {
            return guess(number, key, address.get());
        }
        if (key.title()) {
            if (key.pageTitle() && Shapes.searchText(leaf.value())) {
                infer(number, DataElement.PAGE_VISITED, leaf.value(), "a title under a key for page titles");
            }
            return Role.TITLE;
        }
        if (key.label()) {
            return Role.LABEL;
        }
        return searchRole(number);
    }

    private Role searchRole(int number) {
        return sightings.has(number, DataElement.SEARCH_TERMS) ? Role.SEARCH : Role.FREE;
    }

    private Role guess(int number, KeyRole key, WebAddress address) {
        WebAddress whole = address.host().isEmpty() && reading.page().isPresent()
                ? new WebAddress(reading.page().get().host(), address.path(), address.query(), address.fragment())
                : address;
        boolean pathOfHome = address.host().isEmpty() && !address.tellsPage();
        if (reading.isPageOrFrame(whole) && !pathOfHome) {
            if (!pagesTold.add(reading.leaf(number).event(), whole)) {
                return Role.FREE;
            }
            infer(
                    number,
                    DataElement.PAGE_VISITED,
                    reading.leaf(number).value(),
                    "the address of the page that sent it");
            return Role.PAGE;
        }
        if (key.referrer()) {
            infer(
                    number,
                    DataElement.REFERRER,
                    reading.leaf(number).value(),
                    "a page address under a key for referrers");
            return Role.REFERRER;
        }
        boolean unknownPage = reading.page().isEmpty() && !address.host().isEmpty();
        if (unknownPage && key.page() && !address.isFile()) {
            infer(number, DataElement.PAGE_VISITED, reading.leaf(number).value(), "an address under a key for pages");
            return Role.PAGE;
        }
        return Role.FREE;
    }

    private void readRole(int number, Role role) {
        String value = reading.leaf(number).value();
        switch (role) {
            case PAGE -> {
                WebAddress.parse(value).ifPresent(address -> readAddress(number, address, "the page address"));
                readSignedIn(number);
            }
            case REFERRER ->
                WebAddress.parse(value)
                        .ifPresent(address -> readAddress(number, address, "the referring page's address"));
            case TITLE -> readHealth(number, value, "the page title", false);
            case SEARCH -> readHealth(number, value, "the search", true);
            case LABEL -> {
                readHealth(number, value, "the event's label", false);
                readEvent(number, value);
            }
            case FREE, CLOSED -> {}
        }
    }

    /// What an address says, of the page that was open or of the one before it.
    void readAddress(int number, WebAddress address, String where) {
        if (address.isFile()) {
            return;
        }
        readHealth(number, address.wordsOfPage(), where, false);
        readHealth(number, address.wordsOfQuery(), where, true);
        if (address.signs().appointment()) {
            infer(number, DataElement.APPOINTMENT, address.path(), where + " is one for appointments");
        }
        boolean signedOut = reading.exchange().context().signedIn() == SignedIn.NO;
        if (!signedOut && address.signs().portal()) {
            infer(number, DataElement.SIGNED_IN_STATE, address.path(), where + " lies inside a patient portal");
        }
        if (!isOpened(number)) {
            address.parameters().forEach(parameter -> readParameterOfAddress(number, parameter));
        }
    }

    /// Whether the decoders made leaves of what stands inside.
    private boolean isOpened(int number) {
        if (number < reading.decoded()) {
            return reading.nesting().encloses(number);
        }
        Leaf whole = reading.leaf(number);
        return reading.sightings().leaves().stream()
                .anyMatch(inner -> inner.origin() == whole.origin()
                        && inner.source().equalsIgnoreCase(whole.source())
                        && !inner.steps().isEmpty());
    }

    private void readParameterOfAddress(int number, WebAddress.Parameter parameter) {
        KeyNames.inPageAddress(parameter.name(), parameter.value()).ifPresent(said -> {
            infer(number, said.element(), parameter.value(), said.how(parameter.name(), " in a page address"));
            if (said.element() == DataElement.SEARCH_TERMS) {
                readHealth(number, parameter.value(), "the search", true);
            }
        });
    }

    /// @param typed whether somebody typed the text
    private void readHealth(int number, String text, String where, boolean typed) {
        reading.terms()
                .in(text, typed)
                .ifPresent(health -> sightings.addHealth(
                        number, health, reading.carrier(number), health.named() + " named in " + where));
    }

    private void readEvent(int number, String value) {
        String name = value.toLowerCase(Locale.ROOT)
                .replace('_', ' ')
                .replace('-', ' ')
                .trim();
        if (SIGN_INS.contains(name)) {
            infer(number, DataElement.SIGNED_IN_STATE, value, "an event named as signing in");
        }
        if (name.contains("appointment") || name.equals("schedule")) {
            infer(number, DataElement.APPOINTMENT, value, "an event named as an appointment");
        }
    }

    private void readSignedIn(int number) {
        boolean signedIn = reading.exchange().context().signedIn() == SignedIn.YES;
        boolean seenByAll = WebAddress.parse(reading.leaf(number).value())
                .or(reading::page)
                .filter(page -> !page.signs().behindSignIn())
                .isPresent();
        if (signedIn && !seenByAll && sightings.has(number, DataElement.PAGE_VISITED)) {
            infer(
                    number,
                    DataElement.SIGNED_IN_STATE,
                    reading.leaf(number).value(),
                    "the page told lies behind sign-in");
        }
    }

    /// Whether the leaf is a parameter in the query of a page address that encloses it.
    private boolean isInPageAddress(int number) {
        if (reading.nesting().enclosing(number) < 0
                || reading.parameter(number).isPresent()
                || reading.leaf(number).key().isEmpty()) {
            return false;
        }
        for (int outer = reading.nesting().enclosing(number);
                outer >= 0;
                outer = reading.nesting().enclosing(outer)) {
            Role role = Role.of(reading.parameter(outer));
            if (role == Role.PAGE
                    || role == Role.REFERRER
                    || sightings.has(outer, DataElement.PAGE_VISITED)
                    || sightings.has(outer, DataElement.REFERRER)
                    || isRefererOfThisSite(reading.leaf(outer))) {
                return true;
            }
        }
        return false;
    }

    private boolean isRefererOfThisSite(Leaf leaf) {
        return leaf.origin() == Origin.HEADER
                && leaf.source().equalsIgnoreCase("Referer")
                && WebAddress.parse(leaf.value())
                        .filter(address -> !address.isFile() && reading.isOfThisSite(address))
                        .isPresent();
    }

    /// What a key says of the role of its value.
    private record KeyRole(boolean page, boolean referrer, boolean title, boolean pageTitle, boolean label) {
        static KeyRole of(String key) {
            String bare = bare(key);
            return new KeyRole(
                    PAGE_KEYS.contains(bare),
                    REFERRER_KEYS.contains(bare),
                    TITLE_KEYS.contains(bare),
                    PAGE_TITLE_KEYS.contains(bare),
                    LABEL_KEYS.contains(bare));
        }
    }

    private static String bare(String key) {
        StringBuilder bare = new StringBuilder(key.length());
        for (int i = 0; i < key.length() && i < 64; i++) {
            char c = key.charAt(i);
            if (Character.isLetterOrDigit(c)) {
                bare.append(Character.toLowerCase(c));
            }
        }
        return bare.toString();
    }

    private void infer(int leaf, DataElement element, String value, String how) {
        infer(leaf, element, Basis.INFERRED, value, how);
    }

    private void infer(int leaf, DataElement element, Basis basis, String value, String how) {
        sightings.add(leaf, element, basis, value, reading.carrier(leaf), how);
        if (element == DataElement.HEALTH_CONTEXT) {
            readHealth(leaf, value, how, false);
        }
    }

    /// The page addresses that an exchange has told so far, event by event, so that a tag that repeats the page's
    /// address all over its payload is told of once.
    private static final class PagesTold {
        private static final int ALL_EVENTS = -1;

        private final Set<String> told = new HashSet<>();

        /// Whether the address says something new: another page, or a query that was not told before.
        boolean add(int event, WebAddress address) {
            String page = address.host() + " " + address.path();
            String query = page + "?" + address.query();
            String known = address.query().isEmpty() ? page : query;
            boolean news = !told.contains(event + " " + known) && !told.contains(ALL_EVENTS + " " + known);
            told.add(event + " " + page);
            told.add(event + " " + query);
            return news;
        }
    }
}
