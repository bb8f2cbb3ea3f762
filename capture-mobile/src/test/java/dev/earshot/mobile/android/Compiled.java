package dev.earshot.mobile.android;

import com.reandroid.arsc.chunk.PackageBlock;
import com.reandroid.arsc.chunk.TableBlock;
import com.reandroid.arsc.chunk.xml.ResXmlDocument;
import com.reandroid.arsc.chunk.xml.ResXmlElement;
import com.reandroid.arsc.value.Entry;
import com.reandroid.arsc.value.ValueType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/// Android XML and resource tables as ARSCLib compiles them: another implementation than the one under test.
final class Compiled {
    private static final Map<String, Integer> IDS =
            BinaryXml.ATTRIBUTES.entrySet().stream().collect(Collectors.toMap(Map.Entry::getValue, Map.Entry::getKey));

    private Compiled() {}

    /// An element with its attributes and children.
    record Node(String name, List<String> attributes, List<Node> children, String text) {}

    /// @param content attributes as `android:name=value` or `package=value` (a value `@7f010000` is a reference, `true`,
    ///     `false` and whole numbers are typed), elements, and texts without `=`
    static Node node(String name, Object... content) {
        List<String> attributes = new ArrayList<>();
        List<Node> children = new ArrayList<>();
        String text = "";
        for (Object one : content) {
            if (one instanceof Node child) {
                children.add(child);
            } else if (one.toString().contains("=")) {
                attributes.add(one.toString());
            } else {
                text = one.toString();
            }
        }
        return new Node(name, attributes, children, text);
    }

    static byte[] xml(Node root) {
        var document = new ResXmlDocument();
        ResXmlElement element = document.newElement(root.name());
        element.newNamespace("http://schemas.android.com/apk/res/android", "android");
        write(root, element);
        document.refreshFull();
        return document.getBytes();
    }

    private static void write(Node node, ResXmlElement element) {
        for (String attribute : node.attributes()) {
            String name = attribute.substring(0, attribute.indexOf('='));
            String value = attribute.substring(attribute.indexOf('=') + 1);
            String local = name.substring(name.indexOf(':') + 1);
            var to = name.startsWith("android:")
                    ? element.getOrCreateAndroidAttribute(local, Objects.requireNonNull(IDS.get(local), local))
                    : element.getOrCreateAttribute(local, 0);
            if (value.startsWith("@")) {
                to.setValueType(ValueType.REFERENCE);
                to.setData(Integer.parseUnsignedInt(value.substring(1), 16));
            } else if (value.equals("true") || value.equals("false")) {
                to.setValueAsBoolean(value.equals("true"));
            } else if (value.matches("\\d{1,9}")) {
                to.setValueType(ValueType.DEC);
                to.setData(Integer.parseInt(value));
            } else {
                to.setValueAsString(value);
            }
        }
        node.children().forEach(child -> write(child, element.newElement(child.name())));
        if (!node.text().isEmpty()) {
            element.newText().setText(node.text());
        }
    }

    /// A resource table being made. Ids are given out by ARSCLib.
    static final class Table {
        private final TableBlock table = new TableBlock();
        private final PackageBlock block = table.newPackage(0x7f, "org.clinic.portal");
        private final Map<String, Integer> ids = new LinkedHashMap<>();

        /// @param qualifiers such as `-de`; empty for the default
        Table put(String qualifiers, String type, String name, String value) {
            Entry entry = block.getOrCreate(qualifiers, type, name);
            if (value.equals("true") || value.equals("false")) {
                entry.setValueAsBoolean(value.equals("true"));
            } else if (value.startsWith("@")) {
                entry.setValueAsReference(Integer.parseUnsignedInt(value.substring(1), 16));
            } else {
                entry.setValueAsString(value);
            }
            ids.put(type + "/" + name, entry.getResourceId());
            return this;
        }

        /// A reference to a resource that was put, as [#node] takes it.
        String to(String name) {
            return "@" + Integer.toHexString(Objects.requireNonNull(ids.get(name), name));
        }

        byte[] bytes() {
            table.refreshFull();
            return table.getBytes();
        }
    }
}
