package dev.earshot.clinic;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Pages made from fragments: a file's first lines, up to a blank one, say its `title:` and the `tags:` it carries; the
/// rest is what stands in `main`. `{{name}}` is replaced by an escaped value, `{{{name}}}` by a value as it is.
final class Pages {
    private static final Pattern PLACE = Pattern.compile("\\{\\{\\{(\\w+)}}}|\\{\\{(\\w+)}}");

    private final String folder;
    private final List<String> moreTags;

    Pages(String folder) {
        this(folder, List.of());
    }

    /// @param moreTags that every page carries that carries any
    Pages(String folder, List<String> moreTags) {
        this.folder = folder;
        this.moreTags = moreTags;
    }

    boolean has(String name) {
        return name.matches("[a-z0-9-]+")
                && Resources.bytes(folder + name + ".html").isPresent();
    }

    /// @param values names and values in turn
    String render(String name, String... values) {
        String file = Resources.required(folder + name + ".html");
        int blank = file.indexOf("\n\n");
        String title = "";
        List<String> scripts = new ArrayList<>();
        for (String line : file.substring(0, blank).split("\n")) {
            if (line.startsWith("title: ")) {
                title = line.substring("title: ".length());
            } else if (line.startsWith("tags: ")) {
                List<String> tags = new ArrayList<>(moreTags);
                tags.addAll(List.of(line.substring("tags: ".length()).split(" ")));
                tags.forEach(tag -> scripts.add("<script src=\"/assets/tags/" + tag + ".js\"></script>"));
            }
        }
        String layout = Resources.required(folder + "layout.html");
        String main = file.substring(blank + 2);
        return filled(
                layout.replace("{{{main}}}", main)
                        .replace("{{{title}}}", title)
                        .replace("{{{tags}}}", String.join("\n", scripts)),
                values);
    }

    private static String filled(String template, String... values) {
        return PLACE.matcher(template).replaceAll(place -> {
            boolean plain = place.group(1) != null;
            String wanted = plain ? place.group(1) : place.group(2);
            for (int i = 0; i < values.length; i += 2) {
                if (values[i].equals(wanted)) {
                    return Matcher.quoteReplacement(plain ? values[i + 1] : escaped(values[i + 1]));
                }
            }
            return "";
        });
    }

    static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
