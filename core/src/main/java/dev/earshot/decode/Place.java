package dev.earshot.decode;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where a value stands: the steps that lead to it, as a list that grows at its end and shares its beginning.
///
/// The path is put together when a leaf first asks for it, so that deep nesting without leaves costs nothing. Not
/// thread-safe: it lives as long as one call of [Decoding#read].
final class Place {
    private static final char NO_MARK = 0;
    private static final Step.Member[] POSITIONS = new Step.Member[64];

    static {
        Arrays.setAll(POSITIONS, position -> new Step.Member("[" + position + "]"));
    }

    private final @Nullable Place outer;
    private final @Nullable Step step;
    private final char join;
    private final String name;
    private final int size;
    private final int event;
    private @Nullable String path;

    private Place(@Nullable Place outer, @Nullable Step step, char join, String name, int event) {
        this.outer = outer;
        this.step = step;
        this.join = join;
        this.name = name;
        this.size = outer == null ? 0 : outer.size + 1;
        this.event = event;
    }

    /// The beginning of a chain.
    ///
    /// @param name the header's or cookie's name; empty for the URL, the body and a message
    static Place root(String name) {
        return new Place(null, null, '.', name, -1);
    }

    Place layer(Step.Decoded layer) {
        return new Place(this, layer, NO_MARK, "", event);
    }

    /// A layer that the path shows by a mark without a name: the fragment of an address.
    Place layer(Step.Decoded layer, char mark) {
        return new Place(this, layer, mark, "", event);
    }

    /// A named member of an object or of a form.
    Place member(String member) {
        return parameter('.', member);
    }

    /// A named part of an address or of a multipart part.
    ///
    /// @param mark what stands before the name in the path: `?`, `;`, `@`
    Place parameter(char mark, String member) {
        return new Place(this, new Step.Member(member), mark, member, event);
    }

    /// A position in a list.
    Place item(int position) {
        Step.Member member = position(position);
        return new Place(this, member, '[', member.name(), event);
    }

    /// A position in a list of events.
    Place eventItem(int position) {
        Step.Member member = position(position);
        return new Place(this, member, '[', member.name(), event == -1 ? position : event);
    }

    /// A line of a batch, which the path does not show.
    Place line(int position) {
        return new Place(this, position(position), NO_MARK, "", event == -1 ? position : event);
    }

    /// A segment of an address's path.
    Place segment(int position) {
        return new Place(this, position(position), '/', Integer.toString(position), event);
    }

    private static Step.Member position(int position) {
        return position < POSITIONS.length ? POSITIONS[position] : new Step.Member("[" + position + "]");
    }

    int event() {
        return event;
    }

    /// Whether no name or position has been passed: the value is all that a body, a message or a line holds.
    boolean isTop() {
        return outer == null ? name.isEmpty() : join == NO_MARK && outer.isTop();
    }

    /// Whether it is a position in a list.
    boolean isItem() {
        return join == '[';
    }

    /// How many steps there are.
    int size() {
        return size;
    }

    List<Step> steps() {
        if (size == 0) {
            return List.of();
        }
        Step[] steps = new Step[size];
        for (Place place = this; place.outer != null && place.step != null; place = place.outer) {
            steps[place.size - 1] = place.step;
        }
        return List.of(steps);
    }

    /// As [Leaf#path()].
    String path() {
        String known = path;
        if (known == null) {
            known = joined();
            path = known;
        }
        return known;
    }

    private String joined() {
        if (outer == null) {
            return name;
        }
        String before = outer.path();
        return switch (join) {
            case NO_MARK -> before;
            case '.' -> before.isEmpty() ? name : name.isEmpty() ? before : before + "." + name;
            case '[' -> before.isEmpty() ? name : before.concat(name);
            default -> before + join + name;
        };
    }

    /// As [Leaf#key()].
    String key() {
        for (Place place = this; place != null; place = place.outer) {
            if (place.join != NO_MARK && place.join != '[' && place.join != '/') {
                String key = lastName(place.name);
                if (!key.isEmpty()) {
                    return key;
                }
            }
        }
        return "";
    }

    /// The last name in `ud[em]`, `expv2[]`, `a[0]`, `ep.search_term`: `em`, `expv2`, `a`, `search_term`.
    private static String lastName(String name) {
        int end = name.length();
        while (end > 0 && name.charAt(end - 1) == ']') {
            int open = name.lastIndexOf('[', end - 1);
            if (open <= 0) {
                break;
            }
            String inside = name.substring(open + 1, end - 1);
            if (!inside.isEmpty() && !inside.chars().allMatch(c -> c >= '0' && c <= '9')) {
                return inside;
            }
            end = open;
        }
        int dot = name.lastIndexOf('.', end - 1);
        boolean dotted = dot >= 0 && dot < end - 1 && name.indexOf(' ') < 0;
        return dotted ? name.substring(dot + 1, end) : end == name.length() ? name : name.substring(0, end);
    }
}
