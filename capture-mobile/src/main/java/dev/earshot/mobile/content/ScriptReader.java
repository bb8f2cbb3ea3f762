package dev.earshot.mobile.content;

import dev.earshot.mobile.reading.Part;
import dev.earshot.mobile.reading.PartReader;
import dev.earshot.mobile.reading.Sign;
import dev.earshot.mobile.reading.Signs;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads the texts of scripts, pages, and settings in text form that an app brings along: React Native's plain bundle,
/// the pages of Cordova, Ionic and Capacitor, JSON in the assets.
public final class ScriptReader implements PartReader {
    private static final Set<String> TEXT_FILES = Set.of(
            "js",
            "mjs",
            "cjs",
            "jsbundle",
            "bundle",
            "html",
            "htm",
            "xhtml",
            "json",
            "properties",
            "txt",
            "cfg",
            "ini",
            "yaml",
            "yml",
            "env");
    private static final int SHORTEST = 3;
    /// What a text file may hold of bytes that no text has, in parts of a thousand.
    private static final int MOST_CONTROLS = 20;

    private static final Pattern MODULE = Pattern.compile("node_modules/((?:@[\\w.-]{1,64}/)?[\\w.-]{1,64})/");
    private static final Pattern ATTRIBUTE = Pattern.compile(
            "\\b(?:src|href|action|data-src)\\s*=\\s*(?:[\"']([^\"'<>]{1,2000})[\"']|([^\\s\"'<>]{1,2000}))",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern LINK = Pattern.compile("<a\\s", Pattern.CASE_INSENSITIVE);
    private static final Pattern CORDOVA_PLUGIN =
            Pattern.compile("[\"']((?:cordova|phonegap)-[\\w.-]{1,80}|com\\.[\\w.-]{1,80})"
                    + "[\"']\\s*:\\s*[\"'](\\d[\\w.+-]{0,30})[\"']");
    private static final Pattern CAPACITOR_PLUGIN = Pattern.compile("\"pkg\"\\s*:\\s*\"([@\\w./-]{1,120})\"");
    private static final Pattern CAPACITOR_URL = Pattern.compile("\"url\"\\s*:\\s*\"(https?://[^\"]{1,500})\"");

    @Override
    public boolean takes(Part part) {
        String name = part.lastName();
        String extension = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return TEXT_FILES.contains(extension) && isText(part.bytes());
    }

    private static boolean isText(ByteBuffer bytes) {
        int looked = Math.min(bytes.limit(), 4096);
        int controls = 0;
        for (int at = 0; at < looked; at++) {
            byte character = bytes.get(at);
            controls += character >= 0 && character < ' ' && character != '\n' && character != '\r' && character != '\t'
                    ? 1
                    : 0;
        }
        return controls * 1000L <= (long) looked * MOST_CONTROLS;
    }

    @Override
    public void read(Part part, Signs signs) {
        tellFrameworks(part, signs);
        Set<String> modules = new HashSet<>();
        Texts.quoted(part.bytes(), SHORTEST, (text, offset) -> {
            signs.found(Sign.SCRIPT_TEXT, part.file(), text.replace("\\/", "/"), "", offset);
            if (text.contains("node_modules/")) {
                tellModules(part, text, offset, modules, signs);
            }
        });
        String name = part.lastName().toLowerCase(Locale.ROOT);
        if (name.endsWith("html") || name.endsWith("htm")) {
            tellLoads(part, signs);
        }
        if (name.equals("cordova_plugins.js")) {
            tellEach(CORDOVA_PLUGIN, part, "cordova:", signs);
        }
        if (name.equals("capacitor.plugins.json")) {
            tellEach(CAPACITOR_PLUGIN, part, "npm:", signs);
        }
        if (name.startsWith("capacitor.config.")) {
            Matcher url = CAPACITOR_URL.matcher(whole(part));
            while (url.find()) {
                signs.found(Sign.PAGE_LOADS, part.file(), url.group(1), "", -1);
            }
        }
    }

    private static void tellFrameworks(Part part, Signs signs) {
        String framework = switch (part.lastName()) {
            case "index.android.bundle", "main.jsbundle" -> "React Native";
            case "cordova.js", "cordova_plugins.js" -> "Cordova";
            case "capacitor.config.json", "capacitor.plugins.json" -> "Capacitor";
            case "ionic.bundle.js", "ionic.js" -> "Ionic";
            default -> "";
        };
        if (!framework.isEmpty()) {
            signs.found(Sign.FRAMEWORK, part.file(), framework, "", -1);
        }
    }

    private static void tellModules(Part part, String text, int offset, Set<String> told, Signs signs) {
        Matcher module = MODULE.matcher(text);
        while (module.find()) {
            if (told.add(module.group(1))) {
                signs.found(Sign.SCRIPT_PACKAGE, part.file(), "npm:" + module.group(1), "", offset + module.start());
            }
        }
    }

    /// What a page fetches. A link that somebody has to follow is not told.
    private static void tellLoads(Part part, Signs signs) {
        String page = whole(part);
        int at = 0;
        while (at >= 0 && at < page.length()) {
            int open = page.indexOf('<', at);
            int close = open < 0 ? -1 : page.indexOf('>', open);
            if (close < 0) {
                return;
            }
            String tag = page.substring(open, Math.min(close, open + 4 * Texts.LONGEST));
            if (!LINK.matcher(tag).lookingAt()) {
                Matcher attribute = ATTRIBUTE.matcher(tag);
                while (attribute.find()) {
                    String address = attribute.group(1) == null ? attribute.group(2) : attribute.group(1);
                    if (address.startsWith("http:") || address.startsWith("https:") || address.startsWith("//")) {
                        signs.found(
                                Sign.PAGE_LOADS,
                                part.file(),
                                address.startsWith("//") ? "https:" + address : address,
                                "",
                                -1);
                    }
                }
            }
            at = close + 1;
        }
    }

    private static void tellEach(Pattern pattern, Part part, String ecosystem, Signs signs) {
        Matcher found = pattern.matcher(whole(part));
        while (found.find()) {
            signs.found(
                    Sign.SCRIPT_PACKAGE,
                    part.file(),
                    ecosystem + found.group(1),
                    found.groupCount() > 1 ? found.group(2) : "",
                    -1);
        }
    }

    private static String whole(Part part) {
        return Texts.utf8(part.bytes(), 0, Math.min(part.bytes().limit(), 16 << 20));
    }
}
