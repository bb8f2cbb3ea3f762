package dev.earshot.mobile.android;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// An element of a manifest or of another XML resource.
///
/// @param attributes by name without its namespace; those of the `android` namespace win
/// @param text what stands directly in it, without space around it
/// @param offset where it begins in its file, in bytes
record XmlElement(
        String name, Map<String, Value> attributes, List<XmlElement> children, StringBuilder text, long offset) {
    XmlElement(String name, long offset) {
        this(name, new LinkedHashMap<>(), new ArrayList<>(), new StringBuilder(), offset);
    }

    /// The attribute's value; [Value#NONE] where it has none.
    Value attribute(String attribute) {
        return attributes.getOrDefault(attribute, Value.NONE);
    }

    boolean has(String attribute) {
        return attributes.containsKey(attribute);
    }

    Stream<XmlElement> children(String name) {
        return children.stream().filter(child -> child.name.equals(name));
    }
}
