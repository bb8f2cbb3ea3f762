package dev.earshot.decode;

import dev.earshot.memo.Memo;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Where a value stands: the steps that lead to it, as a list that grows at its end and shares its beginning.
///
/// The requests of one site lead to the same places over and over, so that places are remembered: asked for the same
/// member again, a place gives the same one, whose steps, path and key were put together once. What is remembered is
/// bounded, and forgotten as a whole when it is too much. Thread-safe: a race costs a second place that equals the
/// first.
final class Place {
    private static final char NO_MARK = 0;
    private static final Step.Member[] POSITIONS = new Step.Member[256];

    /// Only plain places are remembered: not deep ones, nor long names, nor the ends of long lists.
    private static final int DEEPEST_REMEMBERED = 16;

    private static final int LONGEST_REMEMBERED = 64;
    private static final int MOST_INSIDE = 1024;
    private static final int FEWEST_SLOTS = 4;

    static {
        Arrays.setAll(POSITIONS, position -> new Step.Member("[" + position + "]"));
    }

    private static final @Nullable Place[] NONE = new Place[0];
    private static volatile Remembered all = new Remembered();

    private final @Nullable Place outer;
    private final @Nullable Step step;
    private final char join;
    private final String name;
    private final int size;
    private final int event;
    /// Those that this one is remembered with; null when it is not.
    private final @Nullable Remembered remembered;

    private final int hash;

    /// Open addressing by `hash`; its length is none or a power of two.
    private @Nullable Place[] inside = NONE;

    private int insideCount;
    private @Nullable String path;
    private @Nullable String key;
    private @Nullable List<Step> steps;

    /// Places that are remembered together.
    private static final class Remembered {
        private static final int MOST = 1 << 15;

        private final Memo<Place> roots = new Memo<>(1024, name -> new Place(null, null, '.', name, -1, this, 0));
        private int count;

        private void countOne() {
            if (++count == MOST) {
                all = new Remembered();
            }
        }
    }

    private Place(
            @Nullable Place outer,
            @Nullable Step step,
            char join,
            String name,
            int event,
            @Nullable Remembered remembered,
            int hash) {
        this.outer = outer;
        this.step = step;
        this.join = join;
        this.name = name;
        this.size = outer == null ? 0 : outer.size + 1;
        this.event = event;
        this.remembered = remembered;
        this.hash = hash;
    }

    /// The beginning of a chain.
    ///
    /// @param name the header's or cookie's name; empty for the URL, the body and a message
    static Place root(String name) {
        return name.length() <= LONGEST_REMEMBERED ? all.roots.of(name) : new Place(null, null, '.', name, -1, null, 0);
    }

    /// A place of which others have put together the path and the key.
    static Place told(List<Step> steps, String path, String key, int event) {
        Place place = new Place(null, null, '.', "", event, null, 0);
        for (Step step : steps) {
            place = new Place(place, step, NO_MARK, "", event, null, 0);
        }
        place.path = path;
        place.key = key;
        return place;
    }

    Place layer(Step.Decoded layer) {
        return inside(layer, NO_MARK, "", event);
    }

    /// A layer that the path shows by a mark without a name: the fragment of an address.
    Place layer(Step.Decoded layer, char mark) {
        return inside(layer, mark, "", event);
    }

    /// A named member of an object or of a form.
    Place member(String member) {
        return parameter('.', member);
    }

    /// A named part of an address or of a multipart part.
    ///
    /// @param mark what stands before the name in the path: `?`, `;`, `@`
    Place parameter(char mark, String member) {
        return inside(null, mark, member, event);
    }

    /// A position in a list.
    Place item(int position) {
        Step.Member member = position(position);
        return inside(member, '[', member.name(), event);
    }

    /// A position in a list of events.
    Place eventItem(int position) {
        Step.Member member = position(position);
        return inside(member, '[', member.name(), event == -1 ? position : event);
    }

    /// A line of a batch, which the path does not show.
    Place line(int position) {
        return inside(position(position), NO_MARK, "", event == -1 ? position : event);
    }

    /// A segment of an address's path.
    Place segment(int position) {
        return inside(position(position), '/', Integer.toString(position), event);
    }

    /// @param given null for the member of that name
    private Place inside(@Nullable Step given, char mark, String member, int number) {
        Remembered with = remembered;
        if (with == null
                || size >= DEEPEST_REMEMBERED
                || member.length() > LONGEST_REMEMBERED
                || number >= POSITIONS.length) {
            return new Place(this, given == null ? new Step.Member(member) : given, mark, member, number, null, 0);
        }
        int hash = member.hashCode() + 31 * mark + 961 * number + (given == null ? 0 : given.hashCode());
        Place known = known(hash, given, mark, member, number);
        if (known != null) {
            return known;
        }
        Step own = given == null ? new Step.Member(member) : given;
        if (insideCount >= MOST_INSIDE) {
            return new Place(this, own, mark, member, number, null, 0);
        }
        Place fresh = new Place(this, own, mark, member, number, with, hash);
        remember(fresh);
        with.countOne();
        return fresh;
    }

    private @Nullable Place known(int hash, @Nullable Step given, char mark, String member, int number) {
        @Nullable Place[] slots = inside;
        for (int i = 0; i < slots.length; i++) {
            Place place = slots[(hash + i) & (slots.length - 1)];
            if (place == null) {
                return null;
            }
            if (place.hash == hash && place.is(given, mark, member, number)) {
                return place;
            }
        }
        return null;
    }

    private boolean is(@Nullable Step given, char mark, String member, int number) {
        return join == mark
                && event == number
                && name.equals(member)
                && (given == null ? step instanceof Step.Member : given.equals(step));
    }

    private void remember(Place fresh) {
        @Nullable Place[] slots = inside;
        if (++insideCount * 2 > slots.length) {
            @Nullable Place[] more = new Place[Math.max(FEWEST_SLOTS, slots.length * 2)];
            for (Place known : slots) {
                if (known != null) {
                    put(known, more);
                }
            }
            slots = more;
        }
        put(fresh, slots);
        inside = slots;
    }

    private static void put(Place place, @Nullable Place[] slots) {
        for (int i = 0; i < slots.length; i++) {
            int at = (place.hash + i) & (slots.length - 1);
            if (slots[at] == null) {
                slots[at] = place;
                return;
            }
        }
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
        List<Step> known = steps;
        if (known == null) {
            Step[] chain = new Step[size];
            for (Place place = this; place.outer != null && place.step != null; place = place.outer) {
                chain[place.size - 1] = place.step;
            }
            known = List.of(chain);
            steps = known;
        }
        return known;
    }

    /// Whether the steps that lead to `other` begin those that lead here, and more follow.
    boolean isInside(Place other) {
        if (size <= other.size) {
            return false;
        }
        Place here = this;
        while (here != null && here.size > other.size) {
            here = here.outer;
        }
        Place there = other;
        while (here != there && here != null && there != null) {
            if (!Objects.equals(here.step, there.step)) {
                return false;
            }
            here = here.outer;
            there = there.outer;
        }
        return true;
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
        String known = key;
        if (known == null) {
            known = lastOfAll();
            key = known;
        }
        return known;
    }

    private String lastOfAll() {
        for (Place place = this; place != null; place = place.outer) {
            if (place.join != NO_MARK && place.join != '[' && place.join != '/') {
                String last = lastName(place.name);
                if (!last.isEmpty()) {
                    return last;
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
