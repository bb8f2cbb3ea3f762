package dev.earshot.investigate.log.format;

import dev.earshot.investigate.log.LogLine.Field;
import java.util.List;

/// Writes a JSON object of cookies as a Cookie header does: `name=value; name=value`.
final class JsonMembers {
    private final JsonScanner scanner = new JsonScanner(List.of());

    void join(Field object, Parts parts, Field target) {
        byte[] bytes = object.bytes;
        int start = parts.reserve(object.length() * 2);
        byte[] room = parts.room();
        int out = start;
        int at = object.from + 1;
        while (at < object.to && bytes[object.from] == '{') {
            int name = Bytes.indexOf(bytes, at, object.to, '"');
            int nameEnd = name < 0 ? -1 : scanner.endOf(bytes, name, object.to);
            int colon = nameEnd < 0 ? -1 : Bytes.indexOf(bytes, nameEnd, object.to, ':');
            if (colon < 0) {
                break;
            }
            int value = colon + 1;
            while (value < object.to && bytes[value] == ' ') {
                value++;
            }
            int valueEnd = scanner.endOf(bytes, value, object.to);
            if (valueEnd < 0) {
                break;
            }
            if (out > start) {
                room[out++] = ';';
                room[out++] = ' ';
            }
            out = JsonScanner.unescape(bytes, name + 1, nameEnd - 1, room, out);
            room[out++] = '=';
            boolean quoted = bytes[value] == '"';
            out = JsonScanner.unescape(bytes, quoted ? value + 1 : value, quoted ? valueEnd - 1 : valueEnd, room, out);
            at = valueEnd;
        }
        parts.keep(target, start, out);
    }
}
