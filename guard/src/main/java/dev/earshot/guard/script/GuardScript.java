package dev.earshot.guard.script;

import dev.earshot.EarshotException;
import dev.earshot.guard.protection.Allowed;
import dev.earshot.guard.protection.Fields;
import dev.earshot.guard.protection.Forbidden;
import dev.earshot.guard.protection.Otherwise;
import dev.earshot.guard.protection.Protection;
import dev.earshot.guard.protection.Use;
import dev.earshot.guard.protection.ZoneProtection;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Set;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The browser guard made ready for the pages of one zone.
///
/// The script itself is written in TypeScript, in `guard/script`; the build makes one file of it, in which this puts a
/// zone's rules. The same rules always give the same text, and so the same name.
///
/// @param name of the file, with a hash of its content, so that it can be cached for ever: `guard-4f1c….js`
/// @param text the whole script, the zone's rules in it; ASCII
public record GuardScript(String name, String text) {
    private static final String RULES = "__EARSHOT_RULES__";
    private static final JsonMapper JSON = JsonMapper.builder()
            .configure(JsonWriteFeature.ESCAPE_NON_ASCII, true)
            .build();

    /// What the guard does where it can't do its work, such as in a browser that lacks what it needs.
    public enum Fault {
        /// The page goes on unguarded.
        OPEN,
        /// The page's requests to third parties are blocked.
        CLOSED
    }

    /// @param reportPath where it reports to, on the page's own host
    /// @throws EarshotException INTERNAL where this build has no browser guard in it
    public static GuardScript of(Protection protection, ZoneProtection zone, String reportPath, Fault onFault) {
        String text = prebuilt().replace(RULES, rules(protection, zone, reportPath, onFault));
        return new GuardScript("guard-" + hash(text) + ".js", text);
    }

    /// The tag that loads it, to be the first thing in a page's head.
    ///
    /// @param folder the path it is served below, ending with a slash
    public String tag(String folder, String nonce) {
        return "<script src=\"" + folder + name + "\"" + (nonce.isEmpty() ? "" : " nonce=\"" + nonce + "\"")
                + "></script>";
    }

    /// An expression of JavaScript that can stand in HTML as well: no `<`, nothing but ASCII.
    private static String rules(Protection protection, ZoneProtection zone, String reportPath, Fault onFault) {
        ObjectNode rules = JSON.createObjectNode();
        rules.put("zone", zone.zone());
        rules.set("own", sorted(protection.own()));
        ArrayNode forbidden = rules.putArray("forbidden");
        for (Forbidden each : zone.forbidden()) {
            forbidden.addArray().add(each.to().host()).add(each.to().path()).add(each.because());
        }
        ArrayNode allowed = rules.putArray("allowed");
        for (Allowed each : zone.allowed()) {
            ArrayNode entry =
                    allowed.addArray().add(each.to().host()).add(each.to().path());
            entry.add(sorted(each.uses().stream().map(Use::id).toList()));
            switch (each.fields()) {
                case Fields.All() -> entry.add(0).addArray();
                case Fields.Only(Set<String> names) -> entry.add(1).add(sorted(names));
                case Fields.Without(Set<String> names) -> entry.add(2).add(sorted(names));
            }
        }
        rules.put("block", zone.otherwise() == Otherwise.BLOCK);
        rules.put("report", reportPath);
        rules.put("closed", onFault == Fault.CLOSED);
        return JSON.writeValueAsString(rules).replace("<", "\\u003c");
    }

    private static ArrayNode sorted(Collection<String> words) {
        ArrayNode list = JSON.createArrayNode();
        words.stream().sorted().forEach(list::add);
        return list;
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.US_ASCII));
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /// The file that the build made, with [#RULES] where the rules go.
    private static String prebuilt() {
        try (InputStream in = GuardScript.class.getResourceAsStream("guard.js")) {
            if (in == null) {
                throw new EarshotException(
                        EarshotException.Code.INTERNAL,
                        "The browser guard is not in this build. `mvn -pl guard generate-resources` makes it, with Node"
                                + " and npm.");
            }
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new EarshotException(EarshotException.Code.INTERNAL, "The browser guard can't be read.", e);
        }
    }
}
