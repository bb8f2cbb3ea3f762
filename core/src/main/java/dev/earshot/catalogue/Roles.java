package dev.earshot.catalogue;

import dev.earshot.element.DataElement;
import java.util.Optional;

/// What a recipient learns from a parameter of each role.
///
/// A role maps to an element only where *every* parameter of that role says that much by itself. Five decisions:
///
/// - `account`, `app.id` and `app.version` are the site's own, not the patient's. So are `currency`, `revenue`,
///   `abtest`, `campaign` and `consent`: they describe the business, the page or the banner.
/// - `custom` and `custom.user` hold whatever the site put there. The catalogue cannot know; the value itself is
///   judged by the detectors that look at values.
/// - `id.page` names one page load and `time` one moment. Neither follows a person.
/// - `page.host` is the coarse form of a page's address, and `content.id` names what was watched or read: both
///   say what was visited. `network.url` is a call that the page made, so how it was used, not where the visitor
///   was.
/// - `order.id` is a number that belongs to one person's transaction: an identifier (45 CFR §
///   164.514(b)(2)(i)(R)). `hash.age`, `hash.gender` and their plain forms have no element of their own.
final class Roles {
    private Roles() {}

    /// Whether the word is a role at all.
    static boolean isKnown(String role) {
        return switch (role) {
            case "abtest", "account", "app.id", "app.version", "campaign", "consent", "currency", "custom" -> true;
            case "custom.user", "hash.age", "hash.gender", "id.page", "plain.gender", "protocol", "revenue" -> true;
            case "time" -> true;
            default -> element(role).isPresent();
        };
    }

    static Optional<DataElement> element(String role) {
        return Optional.ofNullable(
                switch (role) {
                    case "app.screen", "content.id", "page.host", "page.keywords" -> DataElement.PAGE_VISITED;
                    case "page.path", "page.section", "page.title", "page.url" -> DataElement.PAGE_VISITED;
                    case "page.referrer" -> DataElement.REFERRER;
                    case "search.term" -> DataElement.SEARCH_TERMS;
                    case "event.category", "event.flag", "event.label", "event.name" -> DataElement.PAGE_USE;
                    case "event.value", "element.attr", "element.link", "element.text" -> DataElement.PAGE_USE;
                    case "dom.snapshot", "engagement", "error", "form.field" -> DataElement.PAGE_USE;
                    case "network.url", "product" -> DataElement.PAGE_USE;
                    case "id.client", "id.device", "id.session" -> DataElement.CLIENT_ID;
                    case "clickid", "id.advertising" -> DataElement.ADVERTISING_ID;
                    case "hash.external", "hash.user", "id.user", "order.id" -> DataElement.OTHER_IDENTIFIER;
                    case "user.signed-in" -> DataElement.SIGNED_IN_STATE;
                    case "hash.email", "plain.email" -> DataElement.EMAIL;
                    case "hash.phone", "plain.phone" -> DataElement.PHONE;
                    case "hash.name", "plain.name" -> DataElement.NAME;
                    case "hash.dob", "plain.dob" -> DataElement.DATE_OF_BIRTH;
                    case "hash.address", "plain.address" -> DataElement.POSTAL_ADDRESS;
                    case "plain.username" -> DataElement.USER_NAME;
                    case "ip" -> DataElement.IP_ADDRESS;
                    case "geo" -> DataElement.LOCATION;
                    case "carrier", "device.model", "fingerprint", "language" -> DataElement.DEVICE;
                    case "os", "screen", "timezone", "useragent" -> DataElement.DEVICE;
                    default -> null;
                });
    }
}
