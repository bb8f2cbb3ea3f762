package dev.earshot.guard.relay;

import dev.earshot.guard.relay.RelaySetting.PageAddress;
import dev.earshot.yaml.YamlMapping;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// The relays of a `gateway.yaml`, under `relay:`, by name. Mistakes go to the mapping's own problems.
public final class RelayFile {
    /// Names under which a browser's address, its marks and a click's id travel: never told, whoever asks.
    static final Set<String> NEVER = Set.of(
            "gclid",
            "gclsrc",
            "dclid",
            "wbraid",
            "gbraid",
            "gad_source",
            "fbclid",
            "fbc",
            "fbp",
            "_fbc",
            "_fbp",
            "msclkid",
            "ttclid",
            "ttp",
            "_ttp",
            "twclid",
            "li_fat_id",
            "igshid",
            "yclid",
            "epik",
            "sccid",
            "scclid",
            "rdt_cid",
            "mc_eid",
            "vero_id",
            "_hsenc",
            "__hssc",
            "oly_enc_id",
            "s_kwcid",
            "irclickid",
            "uip",
            "_uip",
            "ip",
            "ip_address",
            "client_ip",
            "client_ip_address",
            "ua",
            "user_agent",
            "useragent",
            "client_user_agent",
            "cookie",
            "cookies");

    private RelayFile() {}

    /// @param relays the mapping under `relay:`; empty for none
    public static List<RelaySetting> of(YamlMapping relays) {
        List<RelaySetting> settings = new ArrayList<>();
        for (String name : relays.names()) {
            if (!name.matches("[a-z0-9][a-z0-9-]{0,39}")) {
                relays.problem(
                        name,
                        "\"" + name + "\" is no relay's name: lower-case letters, digits and hyphens, such as ga4.");
            }
            YamlMapping one = relays.mapping(name)
                    .only(Set.of("to", "method", "fields", "constants", "pseudonyms", "pages", "zones", "keyDays"));
            URI to = address(one);
            String method = one.choice("method", Set.of("GET", "POST", ""), "");
            Set<String> fields = new LinkedHashSet<>(one.texts("fields"));
            Map<String, String> constants = new LinkedHashMap<>();
            YamlMapping set = one.mapping("constants");
            set.names().forEach(field -> constants.put(field, set.text(field).orElse("")));
            if (fields.isEmpty() && constants.isEmpty()) {
                one.problem("fields", "relay " + name + " would tell nothing: name the fields that may leave.");
            }
            Set<String> pseudonyms = new LinkedHashSet<>(one.texts("pseudonyms"));
            Map<String, PageAddress> pages = new LinkedHashMap<>();
            YamlMapping pageFields = one.mapping("pages");
            for (String field : pageFields.names()) {
                String what = pageFields.choice(field, Set.of("path", "zone"), "zone");
                pages.put(field, PageAddress.valueOf(what.toUpperCase(Locale.ROOT)));
            }
            for (String field : fields) {
                String last = field.substring(field.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
                if (NEVER.contains(last)) {
                    one.problem(
                            "fields",
                            "\"" + field + "\" tells whose browser it is, or which advertisement was clicked:"
                                    + " a relay never tells it.");
                }
                if (!field.matches("[A-Za-z0-9_.\\[\\]~-]{1,80}")) {
                    one.problem(
                            "fields", "\"" + field + "\" is no field's name: letters, digits, dots and underscores.");
                }
            }
            named(one, "pseudonyms", pseudonyms, fields);
            named(one, "pages", pages.keySet(), fields);
            settings.add(new RelaySetting(
                    name,
                    to,
                    method,
                    fields,
                    constants,
                    pseudonyms,
                    pages,
                    new LinkedHashSet<>(one.texts("zones")),
                    days(one)));
        }
        return settings;
    }

    private static void named(YamlMapping one, String where, Set<String> names, Set<String> fields) {
        names.stream()
                .filter(name -> !fields.contains(name))
                .forEach(name -> one.problem(where, "\"" + name + "\" is not among the fields that may leave."));
    }

    private static URI address(YamlMapping one) {
        String text = one.required("to");
        try {
            URI to = new URI(text);
            boolean loopback = "http".equals(to.getScheme()) && "127.0.0.1".equals(to.getHost());
            if (to.getHost() != null
                    && to.getRawQuery() == null
                    && to.getRawFragment() == null
                    && to.getRawUserInfo() == null
                    && ("https".equals(to.getScheme()) || loopback)) {
                return to.getRawPath().isEmpty() ? URI.create(text + "/") : to;
            }
        } catch (URISyntaxException notAnAddress) {
            // told below
        }
        if (!text.isEmpty()) {
            one.problem(
                    "to",
                    "\"" + text + "\" is no vendor's address: https:// with a host and a path, and no query"
                            + " (name constants instead).");
        }
        return URI.create("https://nowhere.invalid/");
    }

    private static int days(YamlMapping one) {
        String text = one.text("keyDays").orElse("1");
        if (!text.matches("[1-9][0-9]{0,2}")) {
            one.problem("keyDays", "\"" + text + "\" is no number of days, 1 to 999.");
            return 1;
        }
        return Integer.parseInt(text);
    }
}
