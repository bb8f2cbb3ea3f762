package dev.earshot.mobile.ios;

import com.dd.plist.ASCIIPropertyListParser;
import com.dd.plist.BinaryPropertyListParser;
import com.dd.plist.NSArray;
import com.dd.plist.NSData;
import com.dd.plist.NSDate;
import com.dd.plist.NSDictionary;
import com.dd.plist.NSNumber;
import com.dd.plist.NSObject;
import com.dd.plist.PropertyListFormatException;
import com.dd.plist.XMLPropertyListParser;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.jspecify.annotations.Nullable;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;
import org.xml.sax.helpers.DefaultHandler;

/// A property list in any of its three forms, XML, binary and OpenStep, parsed without following what foreign bytes
/// could make endless: entities, references to other files, deep nesting, and objects that hold each other.
///
/// Source: Apple, "Property List Programming Guide"; CoreFoundation, `CFBinaryPList.c` (opensource.apple.com, read
/// 2026-11-22).
final class PropertyList {
    /// In bytes. An app's own data may be larger; what configures it is not.
    private static final int LARGEST = 16 << 20;

    private static final int DEEPEST = 64;

    private PropertyList() {}

    static NSObject parse(byte[] file) throws Unreadable {
        if (file.length > LARGEST) {
            throw new Unreadable("it is larger than " + (LARGEST >> 20) + " MB");
        }
        try {
            NSObject root;
            if (begins(file, "bplist")) {
                new BinaryShape(file).check();
                root = BinaryPropertyListParser.parse(file);
            } else {
                root = isXml(file) ? xml(file) : openStep(file);
            }
            if (root == null) {
                throw new Unreadable("it holds nothing");
            }
            return root;
        } catch (SAXException
                | IOException
                | ParserConfigurationException
                | ParseException
                | PropertyListFormatException
                | RuntimeException e) {
            // The library answers what is no property list with whatever goes wrong inside it.
            throw new Unreadable("it is no well-formed property list");
        }
    }

    private static boolean begins(byte[] file, String with) {
        return new String(file, 0, Math.min(file.length, with.length()), StandardCharsets.ISO_8859_1).equals(with);
    }

    /// OpenStep's own texts can't begin with this bracket followed by a letter, `?` or `!`, but for data.
    private static boolean isXml(byte[] file) {
        int at = 0;
        while (at < file.length && file[at] != '<' && (file[at] <= ' ' || at < 4)) {
            at++;
        }
        String begin = new String(file, at, Math.min(file.length - at, 6), StandardCharsets.ISO_8859_1);
        boolean wide = file.length > at + 1 && file[at] == '<' && file[at + 1] == 0;
        return wide || begin.startsWith("<?") || begin.startsWith("<!") || begin.equals("<plist");
    }

    private static NSObject xml(byte[] file)
            throws SAXException, IOException, ParserConfigurationException, PropertyListFormatException {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultInstance();
        factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
        factory.setFeature("http://xml.org/sax/features/external-general-entities", false);
        factory.setFeature("http://xml.org/sax/features/external-parameter-entities", false);
        factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
        factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_DTD, "");
        factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_SCHEMA, "");
        factory.setAttribute("jdk.xml.entityExpansionLimit", "64");
        factory.setAttribute("jdk.xml.totalEntitySizeLimit", "65536");
        factory.setAttribute("jdk.xml.maxElementDepth", Integer.toString(2 * DEEPEST));
        factory.setXIncludeAware(false);
        factory.setIgnoringComments(true);
        DocumentBuilder builder = factory.newDocumentBuilder();
        builder.setEntityResolver((publicId, systemId) -> new InputSource(new ByteArrayInputStream(new byte[0])));
        builder.setErrorHandler(new DefaultHandler() {
            @Override
            public void fatalError(SAXParseException e) throws SAXException {
                throw e;
            }
        });
        return XMLPropertyListParser.parse(builder.parse(new ByteArrayInputStream(file)));
    }

    private static NSObject openStep(byte[] file) throws ParseException, Unreadable {
        int depth = 0;
        boolean quoted = false;
        for (int at = 0; at < file.length; at++) {
            switch (file[at]) {
                case '"' -> quoted = !quoted;
                case '\\' -> at++;
                case '{', '(' -> depth += quoted ? 0 : 1;
                case '}', ')' -> depth -= quoted ? 0 : 1;
                default -> {
                    // No structure.
                }
            }
            if (depth > DEEPEST) {
                throw new Unreadable("it is nested more than " + DEEPEST + " deep");
            }
        }
        return ASCIIPropertyListParser.parse(file);
    }

    /// The dictionary of this key; an empty one where there is none.
    static NSDictionary dictionary(NSDictionary in, String key) {
        return in.get(key) instanceof NSDictionary there ? there : new NSDictionary();
    }

    /// The members of this key's array; its only value where it is no array.
    static List<NSObject> list(NSDictionary in, String key) {
        NSObject there = in.get(key);
        if (there == null) {
            return List.of();
        }
        return there instanceof NSArray array ? members(array) : List.of(there);
    }

    static List<NSDictionary> dictionaries(NSDictionary in, String key) {
        List<NSDictionary> those = new ArrayList<>();
        for (NSObject each : list(in, key)) {
            if (each instanceof NSDictionary dictionary) {
                those.add(dictionary);
            }
        }
        return those;
    }

    static List<String> texts(NSDictionary in, String key) {
        List<String> those = new ArrayList<>();
        for (NSObject each : list(in, key)) {
            text(each).ifPresent(those::add);
        }
        return those;
    }

    /// This key's value as text; empty where there is none.
    static String text(NSDictionary in, String key) {
        return text(in.get(key)).orElse("");
    }

    static boolean isTrue(NSDictionary in, String key) {
        String value = text(in, key);
        return value.equals("true") || value.equals("YES") || value.equals("1");
    }

    private static List<NSObject> members(NSArray array) {
        List<NSObject> those = new ArrayList<>();
        for (NSObject each : array.getArray()) {
            if (each != null) {
                those.add(each);
            }
        }
        return those;
    }

    /// Each value that holds no others, with the path of keys and indices that leads to it, dots between them.
    static void values(NSObject root, BiConsumer<String, String> told) {
        values("", root, told);
    }

    private static void values(String path, NSObject value, BiConsumer<String, String> told) {
        String before = path.isEmpty() ? "" : path + ".";
        switch (value) {
            case NSDictionary dictionary -> {
                for (String key : dictionary.allKeys()) {
                    NSObject inner = dictionary.get(key);
                    if (inner != null) {
                        values(before + key, inner, told);
                    }
                }
            }
            case NSArray array -> {
                List<NSObject> members = members(array);
                for (int i = 0; i < members.size(); i++) {
                    values(before + i, members.get(i), told);
                }
            }
            default -> text(value).ifPresent(text -> told.accept(path, text));
        }
    }

    /// A value as text; empty for those that hold others. Of bytes, only how many there are.
    private static Optional<String> text(@Nullable NSObject value) {
        return switch (value) {
            case null -> Optional.empty();
            case NSDictionary dictionary -> Optional.empty();
            case NSArray array -> Optional.empty();
            case NSNumber number ->
                Optional.of(number.isBoolean() ? Boolean.toString(number.boolValue()) : number.toString());
            case NSDate date -> Optional.of(date.getDate().toInstant().toString());
            case NSData data -> Optional.of(data.length() + " bytes");
            default -> Optional.of(value.toString());
        };
    }
}
