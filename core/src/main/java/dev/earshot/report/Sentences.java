package dev.earshot.report;

import static dev.earshot.report.Wording.counted;
import static dev.earshot.report.Wording.series;

import dev.earshot.detect.Basis;
import dev.earshot.disclosure.Disclosure;
import dev.earshot.element.DataElement;
import dev.earshot.exchange.Context;
import dev.earshot.exchange.Page;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Says in plain words what a vendor was told, and on what basis.
final class Sentences {
    private static final int NAMED_PAGES = 3;

    private final Masking masking;
    private final Map<String, String> titles = new HashMap<>();

    Sentences(List<Page> pages, Masking masking) {
        this.masking = masking;
        for (Page page : pages) {
            if (!page.title().isBlank()) {
                titles.putIfAbsent(page.url(), page.title());
            }
        }
    }

    /// `Meta Platforms, Inc. was told the address of 12 pages, among them “HIV testing”, and the e-mail address as a
    /// SHA-256 hash, through Meta Pixel.`
    String told(Account.ToVendor to) {
        List<String> certain = new ArrayList<>();
        List<String> likely = new ArrayList<>();
        for (DataElement element : order()) {
            Optional<Account.OfElement> of = to.element(element).filter(this::beyondInherent);
            if (of.isPresent() && !(element == DataElement.HEALTH_CONTEXT && speaksOfPages(to))) {
                String phrase = phrase(to, of.get());
                (of.get().basis() == Basis.INFERRED ? likely : certain).add(phrase);
            }
        }
        String through = ", through " + series(shortened(to.tags()));
        if (certain.isEmpty() && likely.isEmpty()) {
            return to.elements().isEmpty()
                    ? to.vendor() + " was contacted" + through.substring(1)
                            + "; nothing about the visitor was seen in what was sent."
                    : to.vendor() + " was contacted" + through.substring(1) + "; only what any request tells was seen.";
        }
        if (certain.isEmpty()) {
            return to.vendor() + " appears to have been told " + series(likely) + through + ".";
        }
        return to.vendor() + " was told " + series(certain) + through + "."
                + (likely.isEmpty() ? "" : " It also appears to have been told " + series(likely) + ".");
    }

    /// `proven for the e-mail address; decoded for the page visited and the signed-in state`.
    String basis(Account.ToVendor to) {
        List<String> parts = new ArrayList<>();
        for (Basis basis : Basis.values()) {
            List<String> labels = to.elements().stream()
                    .filter(of -> of.basis() == basis && basis != Basis.INHERENT)
                    .map(of -> of.element().label())
                    .toList();
            if (!labels.isEmpty()) {
                parts.add(Wording.label(basis) + " for " + series(labels));
            }
        }
        return parts.isEmpty() ? "inherent in any request" : String.join("; ", parts);
    }

    /// ` What it says of health is specially protected: mental health.` Empty if nothing is.
    String protectedKinds(Account.ToVendor to) {
        String kinds = Wording.kinds(to.kinds());
        return kinds.isEmpty() ? "" : " What it says of health is specially protected: " + kinds + ".";
    }

    /// What any request told it besides: `IP address, device and browser`. Empty if nothing.
    String automatically(Account.ToVendor to) {
        return series(to.elements().stream()
                .filter(of -> of.disclosures().stream()
                        .anyMatch(disclosure -> disclosure.detection().basis() == Basis.INHERENT))
                .map(of -> of.element().label())
                .toList());
    }

    /// `12 requests left before any consent choice, 3 in spite of a refusal.` Empty if neither.
    String consent(Account.ToVendor to) {
        int before = to.withConsent(Context.Consent.BEFORE_CHOICE);
        int despite = to.withConsent(Context.Consent.REFUSED);
        List<String> parts = new ArrayList<>();
        if (before > 0) {
            parts.add(counted(before, "request") + " left before any consent choice");
        }
        if (despite > 0) {
            parts.add(counted(despite, "request") + " left in spite of a refusal");
        }
        return parts.isEmpty() ? "" : series(parts) + ".";
    }

    /// `One event was told to up to 3 endpoints: 31 requests tell 12 events.` Empty if each was told once.
    String fanOut(Account.ToVendor to) {
        Account.FanOut fanOut = to.fanOut();
        return fanOut.most() < 2
                ? ""
                : counted(fanOut.occasions(), "event") + (fanOut.occasions() == 1 ? " was" : " were") + " told in "
                        + counted(fanOut.requests(), "request") + ": the same event went to up to "
                        + counted(fanOut.most(), "endpoint") + " of this vendor and counts once.";
    }

    /// What an element is in the middle of a sentence about a vendor.
    private String phrase(Account.ToVendor to, Account.OfElement of) {
        return switch (of.element()) {
            case PAGE_VISITED -> pagesVisited(to, of);
            case EMAIL, NAME, PHONE, POSTAL_ADDRESS, DATE_OF_BIRTH, USER_NAME, PASSWORD, LOCATION ->
                "the " + of.element().label() + hashed(of);
            case MEDICAL_RECORD_NUMBER, MEMBER_ID, SSN, FINANCIAL_ACCOUNT, PAYMENT_CARD ->
                "the " + of.element().label() + hashed(of);
            case SIGNED_IN_STATE ->
                of.disclosures().stream()
                                .anyMatch(disclosure ->
                                        disclosure.transmission().context().signedIn() == Context.SignedIn.YES)
                        ? "that the visitor was signed in"
                        : "whether the visitor was signed in";
            case PAGE_USE -> "how the pages were used";
            case SEARCH_TERMS,
                    HEALTH_CONTEXT,
                    APPOINTMENT,
                    REFERRER,
                    CLIENT_ID,
                    ADVERTISING_ID,
                    OTHER_IDENTIFIER,
                    DEVICE,
                    IP_ADDRESS -> of.element().phrase();
        };
    }

    private String pagesVisited(Account.ToVendor to, Account.OfElement of) {
        List<String> pages = of.pages();
        String addresses =
                pages.size() == 1 ? "the address of 1 page" : "the addresses of " + counted(pages.size(), "page");
        if (pages.isEmpty()) {
            addresses = "which pages were visited";
        }
        List<String> health = to.element(DataElement.HEALTH_CONTEXT)
                .map(Account.OfElement::pages)
                .orElse(List.of());
        Set<String> named = new LinkedHashSet<>();
        health.forEach(url -> named.add("“" + name(url) + "”"));
        if (named.isEmpty()) {
            return addresses;
        }
        List<String> shown = new ArrayList<>(named).subList(0, Math.min(NAMED_PAGES, named.size()));
        int more = named.size() - shown.size();
        List<String> listed = new ArrayList<>(shown);
        if (more > 0) {
            listed.add(Wording.number(more) + " more");
        }
        return addresses + (pages.size() == 1 ? " about health (" : ", among them pages about health (")
                + series(listed) + ")";
    }

    private static boolean speaksOfPages(Account.ToVendor to) {
        return to.element(DataElement.PAGE_VISITED)
                        .filter(of -> of.basis() != Basis.INHERENT && of.basis() != Basis.INFERRED)
                        .isPresent()
                && to.element(DataElement.HEALTH_CONTEXT)
                        .filter(of -> !of.pages().isEmpty())
                        .isPresent();
    }

    private boolean beyondInherent(Account.OfElement of) {
        return of.basis() != Basis.INHERENT;
    }

    /// What a page is called: its title up to the site's name, else the last part of its path.
    String name(String url) {
        String title = titles.getOrDefault(url, "");
        if (!title.isBlank()) {
            String own = title.split(" [|–—·-] ", 2)[0].strip();
            return masking.quoted(own.isEmpty() ? title : own);
        }
        return masking.path(url);
    }

    private static String hashed(Account.OfElement of) {
        List<String> hashes = of.disclosures().stream()
                .map(Disclosure::detection)
                .filter(detection -> detection.basis() == of.basis())
                .map(detection -> Wording.hash(detection).orElse("plain"))
                .distinct()
                .sorted()
                .toList();
        List<String> named = hashes.stream()
                .filter(hash -> !hash.equals("plain"))
                .map(hash -> hash.equals("unnamed") ? "hash" : hash + " hash")
                .toList();
        if (named.isEmpty()) {
            return "";
        }
        return (hashes.contains("plain") ? ", in the clear and as a " : " as a ") + series(named);
    }

    private static List<String> shortened(List<String> tags) {
        return tags.size() <= 4
                ? tags
                : List.of(tags.get(0), tags.get(1), tags.get(2), Wording.number(tags.size() - 3) + " more");
    }

    /// Pages first, since that is what a visit is; then who; then the rest.
    private static List<DataElement> order() {
        List<DataElement> order = new ArrayList<>(List.of(
                DataElement.PAGE_VISITED,
                DataElement.HEALTH_CONTEXT,
                DataElement.SEARCH_TERMS,
                DataElement.APPOINTMENT,
                DataElement.PAGE_USE));
        for (DataElement element : DataElement.values()) {
            if (!order.contains(element) && element != DataElement.SIGNED_IN_STATE) {
                order.add(element);
            }
        }
        order.add(DataElement.SIGNED_IN_STATE);
        return order;
    }
}
