package dev.earshot.guard.relay;

import dev.earshot.EarshotException;
import dev.earshot.guard.protection.Allowed;
import dev.earshot.guard.protection.Protection;
import dev.earshot.guard.protection.ZoneProtection;
import dev.earshot.guard.relay.RelaySetting.PageAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The relays of a gateway. What leaves is put together anew of the fields that are named, so that nothing else can: no
/// name, no order, no byte of what came besides. Thread-safe.
///
/// Whatever is malformed, too large or of an unknown kind doesn't leave at all, and is counted.
public final class Relays implements Relay {
    static final int LONGEST_PATH = 16 << 10;
    static final int LARGEST_BODY = 64 << 10;
    static final int LONGEST_VALUE = 1024;
    static final int MOST_FIELDS = 400;

    private static final String FOLDER = "/collect/";

    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(16)
                            .maxStringLength(LARGEST_BODY)
                            .maxNumberLength(40)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private final Map<String, RelaySetting> settings = new LinkedHashMap<>();
    private final Map<String, Set<String>> zones = new LinkedHashMap<>();
    private final Protection protection;
    private final byte[] key;
    private final InstantSource clock;
    private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();

    private Relays(Protection protection, byte[] key, InstantSource clock) {
        this.protection = protection;
        this.key = key.clone();
        this.clock = clock;
    }

    /// @param key for pseudonyms, 32 bytes that nobody else has; empty to drop the fields that would be pseudonymised
    /// @throws EarshotException USAGE naming each relay whose vendor, or one of whose fields, the protection doesn't allow
    public static Relays of(List<RelaySetting> settings, Protection protection, byte[] key, InstantSource clock) {
        Relays relays = new Relays(protection, key, clock);
        List<String> mistakes = new ArrayList<>();
        for (RelaySetting setting : settings) {
            relays.settings.put(setting.name(), setting);
            relays.zones.put(setting.name(), zonesOf(setting, protection, mistakes));
        }
        if (!mistakes.isEmpty()) {
            throw new EarshotException(EarshotException.Code.USAGE, String.join("\n", mistakes));
        }
        return relays;
    }

    private static Set<String> zonesOf(RelaySetting setting, Protection protection, List<String> mistakes) {
        Set<String> zones = new LinkedHashSet<>();
        String where = "Relay " + setting.name() + ": ";
        for (ZoneProtection zone : protection.zones()) {
            boolean named = setting.zones().contains(zone.zone());
            Optional<Allowed> allowed = zone.allowed().stream()
                    .filter(each -> each.to()
                            .covers(setting.to().getHost(), setting.to().getRawPath()))
                    .findFirst();
            boolean forbidden = zone.forbidden().stream()
                    .anyMatch(each -> each.to()
                            .covers(setting.to().getHost(), setting.to().getRawPath()));
            boolean allFields = allowed.isPresent()
                    && setting.fields().stream().allMatch(allowed.get().fields()::mayLeave);
            if (allowed.isPresent()
                    && !forbidden
                    && allFields
                    && (named || setting.zones().isEmpty())) {
                zones.add(zone.zone());
            } else if (named) {
                mistakes.add(where + "zone " + zone.zone() + " "
                        + (forbidden
                                ? "forbids " + setting.to().getHost() + "."
                                : allowed.isEmpty()
                                        ? "doesn't allow " + setting.to().getHost() + "."
                                        : "doesn't let all of its fields leave.")
                        + " Change the protection, where somebody reviews it, or take the zone out.");
            }
        }
        List<String> known =
                protection.zones().stream().map(ZoneProtection::zone).toList();
        setting.zones().stream()
                .filter(zone -> !known.contains(zone))
                .forEach(zone -> mistakes.add(where + "there is no zone " + zone + "."));
        if (zones.isEmpty() && mistakes.stream().noneMatch(mistake -> mistake.startsWith(where))) {
            mistakes.add(where + "no zone of the protection allows "
                    + setting.to().getHost() + " with these fields. Allow it there first, where somebody reviews it.");
        }
        if (zones.size() < known.size() && setting.pages().isEmpty()) {
            mistakes.add(
                    where + "not all zones may tell it, so each request must say from which page it is: name the field"
                            + " with the page's address under pages.");
        }
        return zones;
    }

    /// How many requests were forwarded and how many were not, by relay and reason: `ga4 forwarded`, `ga4 malformed`.
    public Map<String, Long> counts() {
        Map<String, Long> all = new TreeMap<>();
        counts.forEach((what, count) -> all.put(what, count.sum()));
        return all;
    }

    /// The zone of the page is read from its address, in a field that `pages` names; whether it was signed in is not
    /// known.
    @Override
    public Optional<Outgoing> forward(Incoming request) {
        return forward(request, "");
    }

    @Override
    public Optional<Outgoing> forward(Incoming request, String zone) {
        int query = request.path().indexOf('?');
        String path = query < 0 ? request.path() : request.path().substring(0, query);
        RelaySetting setting = path.startsWith(FOLDER) ? settings.get(path.substring(FOLDER.length())) : null;
        if (setting == null) {
            count("(none)", "unknown relay");
            return Optional.empty();
        }
        try {
            Outgoing outgoing = new Forwarding(setting, zone)
                    .made(request, query < 0 ? "" : request.path().substring(query + 1));
            count(setting.name(), "forwarded");
            return Optional.of(outgoing);
        } catch (Refused refused) {
            count(setting.name(), refused.why);
            return Optional.empty();
        }
    }

    private void count(String relay, String what) {
        counts.computeIfAbsent(relay + " " + what, any -> new LongAdder()).increment();
    }

    /// Nothing leaves. Its message never holds anything of the request.
    private static final class Refused extends Exception {
        private static final long serialVersionUID = 1;
        private final String why;

        Refused(String why) {
            super(why, null, false, false);
            this.why = why;
        }
    }

    private record Field(String name, String value) {}

    private final class Forwarding {
        private final RelaySetting setting;
        private final Set<String> dropped = new LinkedHashSet<>();
        private String zone;
        private int fields;

        Forwarding(RelaySetting setting, String zone) {
            this.setting = setting;
            this.zone = zone;
        }

        Outgoing made(Incoming request, String query) throws Refused {
            boolean get = request.method().equals("GET");
            if (!get && !request.method().equals("POST")) {
                throw new Refused("method");
            }
            if (request.path().length() > LONGEST_PATH || request.body().length > LARGEST_BODY) {
                throw new Refused("too large");
            }
            if (get && request.body().length > 0) {
                throw new Refused("malformed");
            }
            List<Field> asked = kept(pairs(query));
            String type = request.contentType().split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
            List<Field> form = List.of();
            Optional<JsonNode> json = Optional.empty();
            if (request.body().length > 0) {
                String text = utf8(request.body());
                boolean looksLikeJson = !text.isBlank()
                        && (text.strip().charAt(0) == '{' || text.strip().charAt(0) == '[');
                switch (type) {
                    case "application/x-www-form-urlencoded" -> form = kept(pairs(text));
                    case "application/json" -> json = json(text);
                    case "text/plain" -> {
                        if (!looksLikeJson) {
                            throw new Refused("unknown kind of body");
                        }
                        json = json(text);
                    }
                    default -> throw new Refused("unknown kind of body");
                }
            }
            if (zone.isEmpty() && told().size() < protection.zones().size()) {
                throw new Refused("page not named");
            }
            if (!zone.isEmpty() && !told().contains(zone)) {
                throw new Refused("zone");
            }
            return outgoing(get, asked, form, json);
        }

        private Outgoing outgoing(boolean get, List<Field> asked, List<Field> form, Optional<JsonNode> json)
                throws Refused {
            String method = setting.method().isEmpty() ? (get ? "GET" : "POST") : setting.method();
            List<Field> inQuery = new ArrayList<>(asked);
            List<Field> inForm = new ArrayList<>(form);
            String type = "";
            byte[] body = new byte[0];
            if (json.isPresent()) {
                if (method.equals("GET")) {
                    throw new Refused("method");
                }
                JsonNode node = json.get();
                if (node instanceof ObjectNode object) {
                    setting.constants().forEach(object::put);
                } else {
                    constants(inQuery);
                }
                type = "application/json";
                body = JSON.writeValueAsBytes(node);
            } else if (form.isEmpty() || method.equals("GET")) {
                inQuery.addAll(inForm);
                constants(inQuery);
            } else {
                constants(inForm);
                type = "application/x-www-form-urlencoded";
                body = encoded(inForm).getBytes(StandardCharsets.US_ASCII);
            }
            String query = encoded(inQuery);
            return new Outgoing(
                    method,
                    query.isEmpty() ? setting.to() : URI.create(setting.to() + "?" + query),
                    type,
                    body,
                    List.copyOf(dropped));
        }

        /// The zones from whose pages it may be told.
        private Set<String> told() {
            return zones.getOrDefault(setting.name(), Set.of());
        }

        private void constants(List<Field> among) {
            among.removeIf(field -> setting.constants().containsKey(field.name));
            setting.constants().forEach((name, value) -> among.add(new Field(name, value)));
        }

        private List<Field> pairs(String text) throws Refused {
            List<Field> pairs = new ArrayList<>();
            for (String pair : text.split("&", -1)) {
                if (pair.isEmpty()) {
                    continue;
                }
                counted();
                int equals = pair.indexOf('=');
                String name = equals < 0 ? pair : pair.substring(0, equals);
                String value = equals < 0 ? "" : pair.substring(equals + 1);
                pairs.add(new Field(plain(name), plain(value)));
            }
            return pairs;
        }

        private void counted() throws Refused {
            if (++fields > MOST_FIELDS) {
                throw new Refused("too large");
            }
        }

        private static String plain(String text) throws Refused {
            return Identifiers.decoded(text.replace('+', ' ')).orElseThrow(() -> new Refused("malformed"));
        }

        private static String utf8(byte[] body) throws Refused {
            try {
                return Identifiers.strict(body);
            } catch (CharacterCodingException notUtf8) {
                throw new Refused("malformed");
            }
        }

        private List<Field> kept(List<Field> pairs) {
            List<Field> kept = new ArrayList<>();
            for (Field field : pairs) {
                value(field.name, field.value).ifPresent(value -> kept.add(new Field(field.name, value)));
            }
            return kept;
        }

        private Optional<JsonNode> json(String text) throws Refused {
            try {
                JsonNode read = JSON.readTree(text);
                if (!read.isObject() && !read.isArray()) {
                    throw new Refused("unknown kind of body");
                }
                return Optional.of(kept(read, "")
                        .orElseGet(() -> read.isArray() ? JSON.createArrayNode() : JSON.createObjectNode()));
            } catch (JacksonException notJson) {
                throw new Refused("malformed");
            }
        }

        /// What may leave of a value, under the names that lead to it.
        private Optional<JsonNode> kept(JsonNode node, String path) throws Refused {
            counted();
            if (node instanceof ObjectNode object) {
                ObjectNode kept = JSON.createObjectNode();
                for (Map.Entry<String, JsonNode> each : object.properties()) {
                    if (each.getKey().indexOf('.') >= 0) {
                        dropped(each.getKey());
                        continue;
                    }
                    String below = path.isEmpty() ? each.getKey() : path + "." + each.getKey();
                    if (leads(below)) {
                        Optional<JsonNode> value = kept(each.getValue(), below);
                        value.ifPresent(inside -> kept.set(each.getKey(), inside));
                    } else {
                        dropped(each.getKey());
                    }
                }
                return kept.isEmpty() ? Optional.empty() : Optional.of(kept);
            }
            if (node instanceof ArrayNode array) {
                ArrayNode kept = JSON.createArrayNode();
                for (JsonNode each : array) {
                    kept(each, path).ifPresent(kept::add);
                }
                return kept.isEmpty() ? Optional.empty() : Optional.of(kept);
            }
            if (!setting.fields().contains(path) || node.isNull()) {
                return Optional.empty();
            }
            Optional<String> value = value(path, node.asString());
            boolean asItWas = value.filter(node.asString()::equals).isPresent();
            return value.map(text -> asItWas ? node : JSON.getNodeFactory().stringNode(text));
        }

        private boolean leads(String path) {
            return setting.fields().stream().anyMatch(field -> field.equals(path) || field.startsWith(path + "."));
        }

        /// What leaves of a field's value; empty where nothing does.
        private Optional<String> value(String name, String value) {
            Optional<String> leaves = !setting.fields().contains(name) || value.length() > LONGEST_VALUE
                    ? Optional.empty()
                    : setting.pages().containsKey(name)
                            ? page(value, setting.pages().getOrDefault(name, PageAddress.ZONE))
                            : setting.pseudonyms().contains(name)
                                    ? pseudonym(name, value)
                                    : Identifiers.isIn(value) ? Optional.empty() : Optional.of(value);
            if (leaves.isEmpty()) {
                dropped(name);
            }
            return leaves;
        }

        private Optional<String> page(String address, PageAddress as) {
            int end = address.length();
            for (char stop : new char[] {'?', '#', ';'}) {
                int at = address.indexOf(stop);
                end = at >= 0 ? Math.min(end, at) : end;
            }
            try {
                URI page = URI.create(address.substring(0, end));
                String host = page.getHost() == null ? "" : page.getHost().toLowerCase(Locale.ROOT);
                if (!protection.own().contains(host) || page.getRawUserInfo() != null) {
                    return Optional.empty();
                }
                String path = page.getRawPath().isEmpty() ? "/" : page.getRawPath();
                String whole = page.getScheme().toLowerCase(Locale.ROOT) + "://" + host + path;
                String itsZone = protection.of(whole, false).zone();
                if (zone.isEmpty()) {
                    zone = itsZone;
                } else if (!told().contains(itsZone)
                        && !itsZone.equals(protection.zones().getLast().zone())) {
                    zone = itsZone;
                }
                return switch (as) {
                    case ZONE -> Optional.of(itsZone);
                    case PATH -> Identifiers.isIn(path) ? Optional.empty() : Optional.of(whole);
                };
            } catch (IllegalArgumentException notAnAddress) {
                return Optional.empty();
            }
        }

        private Optional<String> pseudonym(String name, String value) {
            if (key.length == 0 || value.isEmpty()) {
                return Optional.empty();
            }
            long period = clock.instant().getEpochSecond() / 86_400 / setting.keyDays();
            byte[] periodKey = mac(key, setting.name() + "\n" + period);
            return Optional.of(HexFormat.of().formatHex(mac(periodKey, name + "\n" + value), 0, 16));
        }

        /// Names that nobody expected may tell of somebody themselves.
        private void dropped(String name) {
            dropped.add(setting.fields().contains(name) ? name : "(unnamed)");
        }
    }

    private static byte[] mac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("every Java has HMAC-SHA-256", missing);
        }
    }

    private static String encoded(List<Field> fields) {
        return fields.stream()
                .map(field -> URLEncoder.encode(field.name, StandardCharsets.UTF_8) + "="
                        + URLEncoder.encode(field.value, StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }
}
