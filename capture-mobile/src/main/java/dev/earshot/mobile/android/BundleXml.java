package dev.earshot.mobile.android;

import java.nio.ByteBuffer;
import java.util.Optional;

/// XML as app bundles hold it: a protobuf `XmlNode`.
///
/// Source: AOSP `frameworks/base/tools/aapt2/Resources.proto`, `XmlNode` to `XmlAttribute` and `Item`, from general
/// knowledge; checked against readers of bundles in public repositories (read 2026-11-22).
final class BundleXml {
    private static final int DEPTH = 200;
    private static final int MOST = 500_000;

    private final BundleResources resources;
    private int read;

    private BundleXml(BundleResources resources) {
        this.resources = resources;
    }

    static XmlFile read(ByteBuffer bytes, BundleResources resources) {
        var xml = new BundleXml(resources);
        Message node = Message.of(bytes);
        Optional<XmlElement> root = node.message(1).map(element -> xml.element(element, 0));
        return new XmlFile(root, node.whole() && xml.read < MOST);
    }

    private XmlElement element(Message message, int depth) {
        var element = new XmlElement(message.text(3), message.start());
        for (Message attribute : message.all(4)) {
            if (++read < MOST) {
                attribute(element, attribute);
            }
        }
        for (Message child : message.all(5)) {
            if (++read >= MOST || depth >= DEPTH) {
                read = MOST;
                break;
            }
            child.message(1)
                    .ifPresentOrElse(
                            inner -> element.children().add(element(inner, depth + 1)),
                            () -> element.text().append(child.text(2).strip()));
        }
        return element;
    }

    private void attribute(XmlElement element, Message attribute) {
        String known = BinaryXml.ATTRIBUTES.get((int) attribute.number(5));
        Value value = attribute.message(6).flatMap(resources::value).orElseGet(() -> Value.of(attribute.text(3)));
        if (known == null) {
            element.attributes().putIfAbsent(attribute.text(2), value);
        } else {
            element.attributes().put(known, value);
        }
    }
}
