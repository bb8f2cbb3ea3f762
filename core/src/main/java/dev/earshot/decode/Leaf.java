package dev.earshot.decode;

import java.util.List;
import java.util.Objects;

/// A value at the end of a decode chain: nothing more in it could be opened. Layers on the way that are themselves
/// readable text (a page address with a query, a form inside a value) are leaves too, beside what was opened in
/// them; so is a base64 or hex token that turned out to hold mere text, since it may as well be an id that only
/// looks so.
///
/// The notation of `path`, which is also that of [dev.earshot.catalogue.Parameter#name()]:
///
/// | written | means |
/// |---|---|
/// | `dl` | a parameter of the request's own query, body or matrix parameters, a header or a cookie |
/// | `ud[em]`, `ep.search_term` | a parameter's name, as sent, percent-decoded |
/// | `pid.em`, `event.search_string` | a member of an object, or of a form, inside a value |
/// | `e[11]`, `batch[0].properties.url` | a position in a list, from 0 |
/// | `dl?q`, `referer?q` | a query parameter of an address inside a value; never the same as a member `dl.q` |
/// | `dl/0`, `dl#`, `dl;k` | a path segment, the fragment, a matrix parameter of an address inside a value |
/// | `?`, `dl?` | a parameter without a name: `?breast-cancer` |
/// | `/0`, `//` | a path segment and the authority of the request's own URL |
/// | `file;filename` | the file name of the multipart part `file` |
/// | `a.b@id` | an attribute of an XML element |
/// | `#1`, `k.#4.#2` | a field of a protobuf message, by its number; one that repeats has the same path again |
///
/// A name that carries a value itself, such as an e-mail address as a key, is masked in `path` and `steps`, and is
/// the value of a leaf of its own.
///
/// Layers (percent, base64, JSON, gzip), the lines of a batch and the outermost container leave no mark in it.
public final class Leaf {
    private final Origin origin;
    private final String source;
    private final Place place;
    private final String value;
    private final int start;
    private final int length;

    Leaf(Origin origin, String source, Place place, String value, int start, int length) {
        this.origin = origin;
        this.source = source;
        this.place = place;
        this.value = value;
        this.start = start;
        this.length = length;
    }

    /// @param source the header's or cookie's name, or the message's position; empty for the URL and the body
    /// @param steps from the raw bytes to the value
    /// @param path the members of `steps` joined as the catalogue writes them: `events[0].params.dl`, `ud[em]`,
    /// `pid.em`
    /// @param key the last name in `path`: `dl`, `em`, `search_term`; empty when there is none
    /// @param event which event of a batch it belongs to, from 0; -1 when shared by all events of the request
    /// @param start where the outermost encoded token that holds it begins, in bytes of the origin; without the quotes
    /// of a JSON string. Undoing the layers that `steps` names after the token's own name turns the token into `value`.
    /// In a compressed body the token is the whole body
    /// @param length that token's length in bytes
    public Leaf(
            Origin origin,
            String source,
            List<Step> steps,
            String path,
            String key,
            int event,
            String value,
            int start,
            int length) {
        this(origin, source, Place.told(steps, path, key, event), value, start, length);
    }

    public Origin origin() {
        return origin;
    }

    /// The header's or cookie's name, or the message's position; empty for the URL and the body.
    public String source() {
        return source;
    }

    /// From the raw bytes to the value.
    public List<Step> steps() {
        return place.steps();
    }

    /// The members of the steps joined as the catalogue writes them: `events[0].params.dl`, `ud[em]`, `pid.em`.
    public String path() {
        return place.path();
    }

    /// The last name in the path: `dl`, `em`, `search_term`; empty when there is none.
    public String key() {
        return place.key();
    }

    /// Which event of a batch it belongs to, from 0; -1 when shared by all events of the request.
    public int event() {
        return place.event();
    }

    public String value() {
        return value;
    }

    /// Where the outermost encoded token that holds it begins, in bytes of the origin.
    public int start() {
        return start;
    }

    /// That token's length in bytes.
    public int length() {
        return length;
    }

    /// Whether it stands inside `other`: the other's steps begin its own.
    public boolean isInside(Leaf other) {
        return origin == other.origin && source.equals(other.source) && place.isInside(other.place);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Leaf leaf
                && origin == leaf.origin
                && start == leaf.start
                && length == leaf.length
                && event() == leaf.event()
                && value.equals(leaf.value)
                && source.equals(leaf.source)
                && path().equals(leaf.path())
                && key().equals(leaf.key())
                && steps().equals(leaf.steps());
    }

    @Override
    public int hashCode() {
        return Objects.hash(origin, source, path(), value, start, length);
    }

    /// The chain as a reader sees it: `body › json › events[0] › dl › query › q`.
    public String chain() {
        return chain(origin, source, steps());
    }

    static String chain(Origin origin, String source, List<Step> steps) {
        StringBuilder chain = new StringBuilder(origin.label());
        if (!source.isEmpty()) {
            chain.append(' ').append(source);
        }
        boolean afterMember = false;
        for (Step step : steps) {
            boolean position = step instanceof Step.Member(String name) && name.startsWith("[");
            chain.append(afterMember && position ? "" : " › ").append(step.label());
            afterMember = step instanceof Step.Member;
        }
        return chain.toString();
    }

    /// The chain only: the value may identify a person.
    @Override
    public String toString() {
        return chain();
    }
}
