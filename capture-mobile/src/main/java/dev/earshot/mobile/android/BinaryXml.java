package dev.earshot.mobile.android;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;

/// Compiled XML ("AXML"), read as Android does: it asks for no type in the first chunk, skips chunks it does not know,
/// and tells attributes by their resource id before their name, since both tricks mislead scanners.
///
/// Source: `ResourceTypes.h`, `ResXMLTree_node` and following; attribute ids: `android.R.attr`.
final class BinaryXml {
    /// Elements inside elements; a manifest has 6.
    private static final int DEPTH = 200;

    /// Elements and attributes of one file. The largest manifests have some thousand.
    private static final int MOST = 500_000;

    /// The attributes that count, by their ids in `android.R.attr`.
    static final Map<Integer, String> ATTRIBUTES = Map.ofEntries(
            Map.entry(0x01010001, "label"),
            Map.entry(0x01010003, "name"),
            Map.entry(0x0101000e, "enabled"),
            Map.entry(0x0101000f, "debuggable"),
            Map.entry(0x01010018, "authorities"),
            Map.entry(0x01010024, "value"),
            Map.entry(0x01010025, "resource"),
            Map.entry(0x01010026, "mimeType"),
            Map.entry(0x01010027, "scheme"),
            Map.entry(0x01010028, "host"),
            Map.entry(0x01010029, "port"),
            Map.entry(0x0101002a, "path"),
            Map.entry(0x0101002b, "pathPrefix"),
            Map.entry(0x0101002c, "pathPattern"),
            Map.entry(0x01010202, "targetActivity"),
            Map.entry(0x0101020c, "minSdkVersion"),
            Map.entry(0x0101021b, "versionCode"),
            Map.entry(0x0101021c, "versionName"),
            Map.entry(0x01010270, "targetSdkVersion"),
            Map.entry(0x01010271, "maxSdkVersion"),
            Map.entry(0x010104ec, "usesCleartextTraffic"),
            Map.entry(0x010104ee, "autoVerify"),
            Map.entry(0x01010527, "networkSecurityConfig"));

    private final Chunks chunks;
    private final Deque<XmlElement> open = new ArrayDeque<>();
    private Optional<XmlElement> root = Optional.empty();
    private int pool = -1;
    private int map = -1;
    private int mapped;
    private int read;

    private BinaryXml(Chunks chunks) {
        this.chunks = chunks;
    }

    static XmlFile read(ByteBuffer bytes) {
        var xml = new BinaryXml(new Chunks(bytes));
        xml.read();
        return new XmlFile(xml.root, xml.open.isEmpty() && xml.read < MOST);
    }

    private void read() {
        if (!chunks.has(0, 8)) {
            return;
        }
        int at = chunks.u16(2);
        int end = chunks.end(0, chunks.size());
        while (at >= 8 && read < MOST) {
            int next = chunks.end(at, end);
            if (next < 0) {
                return;
            }
            switch (chunks.u16(at)) {
                case Chunks.STRING_POOL -> pool = pool < 0 ? at : pool;
                case Chunks.XML_RESOURCE_MAP -> {
                    map = at + chunks.u16(at + 2);
                    mapped = Math.max(0, (next - map) / 4);
                }
                case Chunks.XML_START_ELEMENT -> start(at, next);
                case Chunks.XML_END_ELEMENT -> open.poll();
                case Chunks.XML_CDATA -> text(at);
                default -> {}
            }
            at = next;
        }
    }

    private void start(int at, int next) {
        int body = at + chunks.u16(at + 2);
        if (body < at + 16 || !chunks.has(body, 20) || body + 20 > next) {
            return;
        }
        var element = new XmlElement(chunks.text(pool, chunks.u32(body + 4)), at);
        read++;
        int first = body + chunks.u16(body + 8);
        int size = Math.max(20, chunks.u16(body + 10));
        int count = chunks.u16(body + 12);
        for (int i = 0; i < count && read < MOST; i++) {
            int attribute = first + i * size;
            if (!chunks.has(attribute, 20) || attribute + 20 > next) {
                break;
            }
            attribute(element, attribute);
            read++;
        }
        XmlElement parent = open.peek();
        if (parent != null) {
            parent.children().add(element);
        } else if (root.isEmpty()) {
            root = Optional.of(element);
        }
        open.push(element);
        if (open.size() > DEPTH) {
            read = MOST;
        }
    }

    private void attribute(XmlElement element, int at) {
        long nameIndex = chunks.u32(at + 4);
        long id = nameIndex < mapped ? chunks.u32(map + 4 * (int) nameIndex) : 0;
        String known = ATTRIBUTES.get((int) id);
        String name = known == null ? chunks.text(pool, nameIndex) : known;
        Value value = chunks.value(chunks.u8(at + 15), chunks.i32(at + 16), pool);
        if (known == null) {
            element.attributes().putIfAbsent(name, value);
        } else {
            element.attributes().put(name, value);
        }
    }

    private void text(int at) {
        int body = at + chunks.u16(at + 2);
        XmlElement parent = open.peek();
        if (parent != null && chunks.has(body, 4)) {
            parent.text().append(chunks.text(pool, chunks.u32(body)).strip());
        }
    }
}
