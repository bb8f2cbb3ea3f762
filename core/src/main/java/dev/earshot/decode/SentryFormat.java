package dev.earshot.decode;

import dev.earshot.decode.Content.Binary;
import dev.earshot.exchange.Request;
import java.nio.charset.StandardCharsets;

/// A Sentry envelope: a line of JSON for all, and for each item a line of JSON and a payload, which is as long as the
/// item's `length` says, or one line.
///
/// The envelope's own members stand for all events; an item is an event, its header's members are `item.type` and so
/// on, and its payload's stand beside them. An attachment's content is `attachment`. A recording of the page, which is
/// JSON, as a rule zlib-packed, behind a line of its own, is `recording`.
///
/// Source: develop.sentry.dev/sdk/foundations/envelopes and .../envelope-items, read 2026-11-22;
/// getsentry/sentry-javascript f7a6cc0, read 2026-11-22, for the recording.
final class SentryFormat implements VendorFormat {
    private static final Step.Decoded STEP = new Step.Decoded("envelope");
    private static final int LONGEST_HEADER = 64 << 10;

    @Override
    public boolean openBody(Request request, Binary body, Opening into) {
        Binary envelope = Unzipped.of(body, into);
        byte[] bytes = envelope.bytes;
        int headerEnd = line(bytes, 0);
        int itemEnd = headerEnd < bytes.length ? line(bytes, headerEnd + 1) : headerEnd;
        String first = headerEnd < bytes.length ? text(bytes, headerEnd + 1, itemEnd) : "";
        if (!isObject(text(bytes, 0, headerEnd))
                || !isObject(first)
                || member(first, "type").isEmpty()) {
            return false;
        }
        Place place = envelope.place.layer(STEP);
        into.openOrMiss(envelope.part(place, 0, headerEnd, true));
        int item = 0;
        for (int at = headerEnd + 1; at < bytes.length && !into.full(); ) {
            if (bytes[at] == '\n') {
                at++;
                continue;
            }
            at = item(envelope, at, place.line(item++), into);
        }
        return true;
    }

    /// Opens the item that begins at `at`, and says where the next may begin.
    private static int item(Binary envelope, int at, Place place, Opening into) {
        byte[] bytes = envelope.bytes;
        int headerEnd = line(bytes, at);
        String header = text(bytes, at, headerEnd);
        if (!isObject(header)) {
            into.missed(envelope.part(place, at, bytes.length, false), "no item of an envelope");
            return bytes.length;
        }
        into.openOrMiss(envelope.part(place.member("item"), at, headerEnd, true));
        int from = Math.min(bytes.length, headerEnd + 1);
        long length = length(member(header, "length"));
        int to = length < 0 ? line(bytes, from) : (int) Math.min(bytes.length, from + length);
        if (length > bytes.length - from) {
            into.missed(envelope.part(place, from, to, false), "the item is cut off");
        }
        payload(envelope, from, to, member(header, "type"), place, into);
        return to;
    }

    private static void payload(Binary envelope, int from, int to, String type, Place place, Opening into) {
        if (from >= to) {
            return;
        }
        switch (type) {
            case "attachment" -> into.openOrMiss(envelope.part(place.member("attachment"), from, to, true));
            case "replay_recording" -> {
                Place recording = place.member("recording");
                int headerEnd = Math.min(to, line(envelope.bytes, from));
                boolean hasHeader = headerEnd < to && envelope.bytes[from] == '{';
                if (hasHeader) {
                    into.openOrMiss(envelope.part(recording, from, headerEnd, true));
                }
                into.openOrMiss(envelope.part(recording, hasHeader ? headerEnd + 1 : from, to, true));
            }
            default -> into.openOrMiss(envelope.part(place, from, to, true));
        }
    }

    /// Where the line that begins at `from` ends.
    private static int line(byte[] bytes, int from) {
        int end = from;
        while (end < bytes.length && bytes[end] != '\n') {
            end++;
        }
        return end;
    }

    private static String text(byte[] bytes, int from, int to) {
        return new String(bytes, from, Math.min(to - from, LONGEST_HEADER), StandardCharsets.UTF_8);
    }

    private static boolean isObject(String line) {
        return line.startsWith("{") && JsonText.fit(line, 0) == JsonText.Fit.WHOLE;
    }

    private static long length(String number) {
        if (number.isEmpty() || number.length() > 9) {
            return -1;
        }
        for (int i = 0; i < number.length(); i++) {
            if (number.charAt(i) < '0' || number.charAt(i) > '9') {
                return -1;
            }
        }
        return Long.parseLong(number);
    }

    /// The string or number that an object has under a name; empty when it has none. Of objects inside it the first
    /// member of that name would count too; headers hold none.
    private static String member(String json, String name) {
        int key = json.indexOf('"' + name + '"');
        int colon = key < 0 ? -1 : JsonText.space(json, key + name.length() + 2);
        if (colon < 0 || colon >= json.length() || json.charAt(colon) != ':') {
            return "";
        }
        int value = JsonText.space(json, colon + 1);
        if (value < json.length() && json.charAt(value) == '"') {
            return JsonText.unescaped(json, value + 1, Math.max(value + 1, JsonText.pastString(json, value) - 1));
        }
        return json.substring(value, JsonText.pastWord(json, value));
    }
}
