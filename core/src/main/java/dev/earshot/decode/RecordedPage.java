package dev.earshot.decode;

import java.util.Locale;
import java.util.Set;

/// What one event of a recording shows of a page, gathered from its many small pieces: its text in one leaf, since
/// names and sentences are split over nodes; its attributes in another, its style sheets in a third. What stands in a form field
/// is a leaf of its own, and so is a text with a long number in it or an e-mail address, such as a record number.
///
/// | path | holds |
/// |---|---|
/// | `page.text` | the text of the page, the nodes joined by spaces, or one text with a number in it |
/// | `page.field` | what a form field holds; `page.masked.field` when no character of it can be read |
/// | `page.attributes` | the attributes of the page's elements, a line for each |
/// | `page.styles` | style rules |
/// | `page.masked.text` | text of which only the length can be read |
final class RecordedPage {
    private static final Step.Decoded GATHERED = new Step.Decoded("gathered");

    /// Leaves for single pieces, of one page; the others join the page's text.
    private static final int PIECES = 1000;

    /// Types of inputs whose value is the site's, not the visitor's.
    private static final Set<String> CHOICES = Set.of("button", "checkbox", "image", "radio", "reset", "submit");

    private static final int LONGEST_PIECE = 60;
    private static final int LONG_NUMBER = 7;

    private final JsonPart event;
    private final Opening into;
    private final StringBuilder text = new StringBuilder();
    private final StringBuilder masked = new StringBuilder();
    private final StringBuilder attributes = new StringBuilder();
    private final StringBuilder styles = new StringBuilder();
    private Place page;
    private int pieces;
    private boolean field;

    /// @param event all that the event holds
    /// @param place where it stands
    RecordedPage(JsonPart event, Place place, Opening into) {
        this.event = event;
        this.page = place.member("page");
        this.into = into;
    }

    /// Where the pieces stand.
    Place place() {
        return page;
    }

    /// Says where the pieces stand that come next.
    void standsAt(Place place) {
        page = place;
    }

    /// Adds the text of a node.
    void text(JsonPart part, String value) {
        if (Masked.is(value)) {
            masked(value);
        } else if (pieces < PIECES && value.length() <= LONGEST_PIECE && standsAlone(value)) {
            pieces++;
            into.open(part.meaning(page.member("text"), value.strip()));
        } else {
            join(text, ' ', value);
        }
    }

    /// Adds a text of which the recorder kept no more than its length.
    void masked(String value) {
        join(masked, ' ', value);
    }

    void style(String value) {
        join(styles, '\n', value);
    }

    /// Says which element the attributes belong to that come next.
    ///
    /// @param tag its name; empty when it is not known
    void element(String tag) {
        field = switch (tag.toLowerCase(Locale.ROOT)) {
            case "", "input", "textarea", "select" -> true;
            default -> false;
        };
    }

    /// Adds an attribute.
    void attribute(JsonPart part, String name, String value) {
        if (name.equals("type")) {
            field &= !CHOICES.contains(value);
        }
        if (name.equals("value") && field) {
            field(part, value);
        } else if (name.equals("_cssText") || name.equals("style") || name.equals("rr_dataURL")) {
            style(value);
        } else if (!value.isBlank()) {
            join(attributes, '\n', name + "=" + value);
        }
    }

    /// Adds what a form field holds.
    void field(JsonPart part, String value) {
        if (pieces < PIECES) {
            pieces++;
            Place place = Masked.is(value) ? page.member("masked") : page;
            into.open(part.meaning(place.member("field"), value));
        } else {
            join(text, ' ', value);
        }
    }

    /// Tells what was gathered.
    void tell() {
        tell(page.member("text"), text);
        tell(page.member("attributes"), attributes);
        tell(page.member("masked").member("text"), masked);
        tell(page.member("styles"), styles);
    }

    private void tell(Place place, StringBuilder gathered) {
        if (!gathered.isEmpty()) {
            into.leaf(event.meaning(place.layer(GATHERED), gathered.toString()));
        }
    }

    private static void join(StringBuilder gathered, char between, String value) {
        String plain = value.strip();
        if (!plain.isEmpty()) {
            if (!gathered.isEmpty()) {
                gathered.append(between);
            }
            gathered.append(plain);
        }
    }

    private static boolean standsAlone(String value) {
        int digits = 0;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            digits += c >= '0' && c <= '9' ? 1 : 0;
            if (c == '@' && i > 0) {
                return true;
            }
        }
        return digits >= LONG_NUMBER;
    }
}
