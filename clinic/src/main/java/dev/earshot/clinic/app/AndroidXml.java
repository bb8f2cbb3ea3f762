package dev.earshot.clinic.app;

import com.reandroid.arsc.chunk.xml.ResXmlAttribute;
import com.reandroid.arsc.chunk.xml.ResXmlDocument;
import com.reandroid.arsc.chunk.xml.ResXmlElement;
import com.reandroid.arsc.value.ValueType;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Attr;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/// Compiles Android's XML as aapt2 does: the binary form of an APK, and the protobuf form of an app bundle.
///
/// A value is a reference (`@string/name`), a truth value or a whole number where it reads like one, unless its
/// attribute is a text to Android; anything else is a text. Attributes of the `tools` namespace are left out.
final class AndroidXml {
    static final String ANDROID = "http://schemas.android.com/apk/res/android";
    private static final String TOOLS = "http://schemas.android.com/tools";

    /// The numbers of the attributes that apps' manifests use, from android.R.attr.
    private static final Map<String, Integer> ATTRIBUTES = Map.ofEntries(
            Map.entry("theme", 0x01010000),
            Map.entry("label", 0x01010001),
            Map.entry("icon", 0x01010002),
            Map.entry("name", 0x01010003),
            Map.entry("permission", 0x01010006),
            Map.entry("enabled", 0x0101000e),
            Map.entry("debuggable", 0x0101000f),
            Map.entry("exported", 0x01010010),
            Map.entry("process", 0x01010011),
            Map.entry("taskAffinity", 0x01010012),
            Map.entry("excludeFromRecents", 0x01010017),
            Map.entry("authorities", 0x01010018),
            Map.entry("initOrder", 0x0101001a),
            Map.entry("launchMode", 0x0101001d),
            Map.entry("configChanges", 0x0101001f),
            Map.entry("value", 0x01010024),
            Map.entry("resource", 0x01010025),
            Map.entry("mimeType", 0x01010026),
            Map.entry("scheme", 0x01010027),
            Map.entry("host", 0x01010028),
            Map.entry("port", 0x01010029),
            Map.entry("path", 0x0101002a),
            Map.entry("pathPrefix", 0x0101002b),
            Map.entry("pathPattern", 0x0101002c),
            Map.entry("targetActivity", 0x01010202),
            Map.entry("minSdkVersion", 0x0101020c),
            Map.entry("versionCode", 0x0101021b),
            Map.entry("versionName", 0x0101021c),
            Map.entry("targetSdkVersion", 0x01010270),
            Map.entry("maxSdkVersion", 0x01010271),
            Map.entry("allowBackup", 0x01010280),
            Map.entry("required", 0x0101028e),
            Map.entry("extractNativeLibs", 0x010104ea),
            Map.entry("fullBackupContent", 0x010104eb),
            Map.entry("usesCleartextTraffic", 0x010104ec),
            Map.entry("autoVerify", 0x010104ee),
            Map.entry("networkSecurityConfig", 0x01010527),
            Map.entry("autoRemoveFromRecents", 0x01010447),
            Map.entry("isFeatureSplit", 0x0101055b));

    private static final Set<String> TEXTS = Set.of(
            "name",
            "versionName",
            "authorities",
            "permission",
            "process",
            "taskAffinity",
            "mimeType",
            "scheme",
            "host",
            "port",
            "path",
            "pathPrefix",
            "pathPattern",
            "targetActivity",
            "package",
            "split",
            "configForSplit");

    private static final Pattern REFERENCE = Pattern.compile("@\\+?(android:)?(\\w+)/([\\w.]+)");

    /// What stands in for any resource of the system's own.
    private static final int SYSTEM_RESOURCE = 0x01030000;

    private AndroidXml() {}

    static Element parse(String xml) {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setNamespaceAware(true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            return factory.newDocumentBuilder()
                    .parse(new InputSource(new StringReader(xml)))
                    .getDocumentElement();
        } catch (ParserConfigurationException | SAXException | IOException e) {
            throw new IllegalArgumentException("not Android XML: " + e.getMessage(), e);
        }
    }

    static List<Element> children(Element element) {
        List<Element> children = new ArrayList<>();
        for (Node node = element.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element child) {
                children.add(child);
            }
        }
        return children;
    }

    /// Adds to the resources what the XML refers to and they do not hold.
    static void mention(Element element, ApkResources resources) {
        for (Attr attribute : attributes(element)) {
            Matcher reference = REFERENCE.matcher(attribute.getValue());
            if (reference.matches() && reference.group(1) == null) {
                resources.mention(reference.group(2), reference.group(3));
            }
        }
        children(element).forEach(child -> mention(child, resources));
    }

    /// The binary form, as aapt2 writes it into an APK.
    static byte[] binary(Element root, ApkResources resources) {
        ResXmlDocument document = new ResXmlDocument();
        ResXmlElement written = document.newElement(root.getTagName());
        written.newNamespace(ANDROID, "android");
        write(root, written, resources);
        document.refreshFull();
        return document.getBytes();
    }

    private static void write(Element element, ResXmlElement written, ApkResources resources) {
        for (Attr attribute : attributes(element)) {
            String name = attribute.getLocalName();
            ResXmlAttribute to = ANDROID.equals(attribute.getNamespaceURI())
                    ? written.getOrCreateAndroidAttribute(name, number(name))
                    : written.getOrCreateAttribute(name, 0);
            switch (value(attribute, resources)) {
                case Text text -> to.setValueAsString(text.text());
                case Truth truth -> to.setValueAsBoolean(truth.is());
                case Whole whole -> {
                    to.setValueType(ValueType.DEC);
                    to.setData(whole.number());
                }
                case Reference reference -> {
                    to.setValueType(ValueType.REFERENCE);
                    to.setData(reference.id());
                }
            }
        }
        for (Element child : children(element)) {
            write(child, written.newElement(child.getTagName()), resources);
        }
        String text = ownText(element);
        if (!text.isEmpty()) {
            written.newText().setText(text);
        }
    }

    /// The protobuf form, as aapt2 writes it into an app bundle.
    ///
    /// Source: `XmlNode` of frameworks/base, tools/aapt2/Resources.proto.
    static byte[] proto(Element root, ApkResources resources) {
        return Proto.message(
                1, Proto.message(1, Proto.text(1, "android"), Proto.text(2, ANDROID)), protoElement(root, resources));
    }

    private static byte[] protoElement(Element element, ApkResources resources) {
        List<byte[]> fields = new ArrayList<>();
        fields.add(Proto.text(3, element.getTagName()));
        for (Attr attribute : attributes(element)) {
            boolean android = ANDROID.equals(attribute.getNamespaceURI());
            List<byte[]> parts = new ArrayList<>();
            if (android) {
                parts.add(Proto.text(1, ANDROID));
            }
            parts.add(Proto.text(2, attribute.getLocalName()));
            parts.add(Proto.text(3, attribute.getValue()));
            if (android) {
                parts.add(Proto.number(5, number(attribute.getLocalName())));
            }
            switch (value(attribute, resources)) {
                case Text text -> {}
                case Truth truth -> parts.add(Proto.message(6, Proto.message(7, Proto.number(8, truth.is() ? 1 : 0))));
                case Whole whole -> parts.add(Proto.message(6, Proto.message(7, Proto.number(6, whole.number()))));
                case Reference reference ->
                    parts.add(Proto.message(
                            6,
                            Proto.message(
                                    1,
                                    Proto.number(2, reference.id()),
                                    Proto.text(3, attribute.getValue().substring(1)))));
            }
            fields.add(Proto.message(4, Proto.join(parts)));
        }
        for (Element child : children(element)) {
            fields.add(Proto.message(5, Proto.message(1, protoElement(child, resources))));
        }
        String text = ownText(element);
        if (!text.isEmpty()) {
            fields.add(Proto.message(5, Proto.text(2, text)));
        }
        return Proto.join(fields);
    }

    private static List<Attr> attributes(Element element) {
        return IntStream.range(0, element.getAttributes().getLength())
                .mapToObj(i -> (Attr) element.getAttributes().item(i))
                .filter(attribute -> !"http://www.w3.org/2000/xmlns/".equals(attribute.getNamespaceURI())
                        && !TOOLS.equals(attribute.getNamespaceURI()))
                .toList();
    }

    private static String ownText(Element element) {
        return children(element).isEmpty() ? element.getTextContent().strip() : "";
    }

    private static int number(String attribute) {
        Integer number = ATTRIBUTES.get(attribute);
        if (number == null) {
            throw new IllegalArgumentException("android:" + attribute + " is not among AndroidXml's attributes");
        }
        return number;
    }

    private static Value value(Attr attribute, ApkResources resources) {
        String text = attribute.getValue();
        Matcher reference = REFERENCE.matcher(text);
        if (reference.matches()) {
            return new Reference(
                    reference.group(1) == null
                            ? resources.id(reference.group(2), reference.group(3))
                            : SYSTEM_RESOURCE);
        }
        if (TEXTS.contains(attribute.getLocalName())) {
            return new Text(text);
        }
        if (text.equals("true") || text.equals("false")) {
            return new Truth(text.equals("true"));
        }
        return text.matches("-?\\d{1,9}") ? new Whole(Integer.parseInt(text)) : new Text(text);
    }

    private sealed interface Value {}

    private record Text(String text) implements Value {}

    private record Truth(boolean is) implements Value {}

    private record Whole(int number) implements Value {}

    private record Reference(int id) implements Value {}
}
