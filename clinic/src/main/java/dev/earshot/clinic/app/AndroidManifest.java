package dev.earshot.clinic.app;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.w3c.dom.Element;

/// An Android app's manifest, written as a developer writes it: `AndroidManifest.xml` with the `android` namespace.
///
/// @param xml the app's own
/// @param libraries the manifests of the libraries that it is built with, class names in full. They bring permissions,
///     queries and what stands in their `application`; `${applicationId}` is this app's package there
public record AndroidManifest(String xml, List<String> libraries) {
    private static final Set<String> BROUGHT = Set.of("uses-permission", "queries", "uses-feature");

    public AndroidManifest {
        libraries = List.copyOf(libraries);
    }

    public static AndroidManifest of(String xml) {
        return new AndroidManifest(xml, List.of());
    }

    /// This manifest with a library's merged into it.
    public AndroidManifest with(String libraryXml) {
        List<String> more = new ArrayList<>(libraries);
        more.add(libraryXml);
        return new AndroidManifest(xml, more);
    }

    public String packageName() {
        return AndroidXml.parse(xml).getAttribute("package");
    }

    /// The classes of its components and of its `application`, which no obfuscator may rename.
    public List<String> classes() {
        Element application = application(merged());
        List<String> names = new ArrayList<>();
        names.add(application.getAttributeNS(AndroidXml.ANDROID, "name"));
        for (Element child : AndroidXml.children(application)) {
            if (Set.of("activity", "service", "receiver", "provider").contains(child.getTagName())) {
                names.add(child.getAttributeNS(AndroidXml.ANDROID, "name"));
            }
        }
        return names.stream().filter(name -> !name.isEmpty()).sorted().toList();
    }

    Element merged() {
        Element root = AndroidXml.parse(xml);
        for (String library : libraries) {
            Element from = AndroidXml.parse(library.replace("${applicationId}", packageName()));
            for (Element child : AndroidXml.children(from)) {
                if (BROUGHT.contains(child.getTagName())) {
                    move(child, root);
                } else if (child.getTagName().equals("application")) {
                    AndroidXml.children(child).forEach(part -> move(part, application(root)));
                }
            }
        }
        return root;
    }

    private static void move(Element element, Element into) {
        boolean there = AndroidXml.children(into).stream().anyMatch(child -> child.isEqualNode(element));
        if (!there) {
            into.appendChild(into.getOwnerDocument().importNode(element, true));
        }
    }

    private static Element application(Element root) {
        return AndroidXml.children(root).stream()
                .filter(child -> child.getTagName().equals("application"))
                .findFirst()
                .orElseGet(
                        () -> (Element) root.appendChild(root.getOwnerDocument().createElement("application")));
    }
}
