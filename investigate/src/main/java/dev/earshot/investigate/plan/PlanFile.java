package dev.earshot.investigate.plan;

import dev.earshot.investigate.Storage;
import dev.earshot.investigate.log.SetAside;
import dev.earshot.yaml.Problems;
import dev.earshot.yaml.YamlMapping;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Reads a `plan.yaml`, as docs/plan.md describes it. All mistakes are reported at once, each with its line.
///
/// What comes out is ready for use: locations are absolute, instants are written as ISO 8601 in UTC, hosts and endings
/// in lower case, and what the plan leaves out has its default.
public final class PlanFile {
    /// What is no page by the end of its path, unless the plan says otherwise.
    public static final List<String> NOT_PAGES = List.of(
            ".avif",
            ".bmp",
            ".css",
            ".csv",
            ".doc",
            ".docx",
            ".eot",
            ".gif",
            ".ico",
            ".jpeg",
            ".jpg",
            ".js",
            ".json",
            ".m3u8",
            ".m4a",
            ".m4s",
            ".map",
            ".mjs",
            ".mov",
            ".mp3",
            ".mp4",
            ".ogg",
            ".otf",
            ".pdf",
            ".png",
            ".ppt",
            ".pptx",
            ".svg",
            ".tif",
            ".tiff",
            ".ts",
            ".ttf",
            ".txt",
            ".wasm",
            ".wav",
            ".webm",
            ".webmanifest",
            ".webp",
            ".woff",
            ".woff2",
            ".xls",
            ".xlsx",
            ".xml",
            ".zip");

    private static final Set<String> LOG_FIELDS = Set.of(
            "time",
            "status",
            "method",
            "host",
            "path",
            "query",
            "address",
            "forwarded-for",
            "user",
            "session",
            "trace",
            "agent",
            "cookies");
    private static final Set<SetAside> CAN_BE_OFF = EnumSet.of(
            SetAside.OTHER_HOST,
            SetAside.HEALTH_CHECK,
            SetAside.BOT,
            SetAside.INTERNAL,
            SetAside.METHOD,
            SetAside.STATUS,
            SetAside.NOT_A_PAGE,
            SetAside.STATED);
    private static final Set<String> IDENTITY_SETTINGS =
            Set.of("encoding", "delimiter", "length", "client-length", "login-events", "logout-events", "views");
    private static final Set<String> IDENTITY_KINDS = Set.of("users", "logins", "audit", "sso", "traces");
    private static final Pattern ELSEWHERE = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+:.*|[/\\\\].*|[A-Za-z]:[/\\\\].*");
    private static final Pattern FORMAT_ID = Pattern.compile("[a-z0-9]+(?:-[a-z0-9]+)*");

    private final Path file;
    private final YamlMapping top;
    private final Optional<Storage> storage;
    private final Set<String> vendors;
    private final Consumer<String> warnings;

    private PlanFile(
            Path file, YamlMapping top, Optional<Storage> storage, Set<String> vendors, Consumer<String> warnings) {
        this.file = file;
        this.top = top;
        this.storage = storage;
        this.vendors = vendors;
        this.warnings = warnings;
    }

    /// Reads a plan without looking whether the files that it names are there.
    ///
    /// @throws dev.earshot.EarshotException naming every mistake with its line
    public static Plan read(Path file) {
        return read(file, Optional.empty(), Set.of(), warning -> {});
    }

    /// @param storage where the files that the plan names must be
    /// @param vendors legal names that the catalogue knows; another one in a statement is worth a warning; where there
    ///     are none, any is taken
    /// @param warnings takes what is no mistake, but may be one, as sentences
    /// @throws dev.earshot.EarshotException naming every mistake with its line
    public static Plan read(Path file, Storage storage, Set<String> vendors, Consumer<String> warnings) {
        return read(file, Optional.of(storage), vendors, warnings);
    }

    private static Plan read(Path file, Optional<Storage> storage, Set<String> vendors, Consumer<String> warnings) {
        Problems problems = new Problems(file);
        Plan plan = new PlanFile(file, YamlMapping.read(file, problems), storage, vendors, warnings).plan();
        problems.throwIfAny();
        return plan;
    }

    private Plan plan() {
        top.only(Set.of(
                "investigation",
                "entity",
                "period",
                "hosts",
                "logs",
                "rules",
                "tag-history",
                "identity",
                "members",
                "settled"));
        String name = top.required("investigation");
        String entity = top.required("entity");
        if (!top.names().contains("period")) {
            top.problem("period", "\"period\" is missing: from, to and zone.");
        }
        YamlMapping period = top.mapping("period").only(Set.of("from", "to", "zone"));
        if (top.names().contains("period")) {
            period.required("zone");
        }
        ZoneId zone = zone(period, ZoneOffset.UTC);
        Instant from = instant(period, "from", zone).orElse(Instant.EPOCH);
        Instant to = instant(period, "to", zone).orElse(Instant.EPOCH);
        if (top.names().contains("period")) {
            period.required("from");
            period.required("to");
            if (!from.equals(Instant.EPOCH) && !to.equals(Instant.EPOCH) && !from.isBefore(to)) {
                period.problem("to", "The period ends before it starts.");
            }
        }
        if (!top.names().contains("logs")) {
            top.problem("logs", "\"logs\" is missing: no one can be counted without logs.");
        }
        List<String> hosts = each(top, "hosts", Notation::host);
        if (top.texts("hosts").isEmpty()) {
            top.problem("hosts", "\"hosts\" is missing: name the hosts whose pages are investigated.");
        }
        return new Plan(
                name,
                entity,
                file,
                from,
                to,
                zone,
                hosts,
                logs(zone),
                rules(),
                new TagHistorySection(this, top, zone, from, to).sources(),
                identity(zone),
                members(),
                settled());
    }

    private List<Plan.Logs> logs(ZoneId zone) {
        Sources sources = new Sources();
        List<Plan.Logs> logs = new ArrayList<>();
        for (YamlMapping source : top.mappings("logs")) {
            source.only(Set.of(
                    "files",
                    "format",
                    "pattern",
                    "fields",
                    "zone",
                    "host",
                    "session-cookie",
                    "trusted-proxies",
                    "clock-correction"));
            logs.add(new Plan.Logs(
                    sources.files(source, "files"),
                    format(source),
                    fields(source, LOG_FIELDS),
                    zone(source, zone),
                    one(source, "host", Notation::host),
                    source.text("session-cookie"),
                    each(source, "trusted-proxies", Notation::range),
                    one(source, "clock-correction", Notation::duration).orElse(Duration.ZERO),
                    source.line()));
        }
        return logs;
    }

    private static Optional<String> format(YamlMapping source) {
        Optional<String> format = source.text("format");
        Optional<String> pattern = source.text("pattern");
        if (format.isPresent() && pattern.isPresent()) {
            source.problem("pattern", "\"pattern\" and \"format\" can't both hold; a pattern is a format of its own.");
        }
        if (format.isPresent() && !FORMAT_ID.matcher(format.get()).matches()) {
            source.problem(
                    "format",
                    "\"" + format.get() + "\" is no format's name; a log_format or LogFormat string is written under"
                            + " \"pattern\".");
        }
        return pattern.or(() -> format);
    }

    private Plan.Rules rules() {
        YamlMapping rules = top.mapping("rules")
                .only(Set.of(
                        "visit-gap",
                        "unreadable-share",
                        "off",
                        "bots",
                        "health-checks",
                        "internal",
                        "statuses",
                        "not-pages",
                        "ignore-paths",
                        "count-assumed"));
        Duration gap = one(rules, "visit-gap", Notation::duration).orElse(Duration.ofMinutes(30));
        if (gap.isNegative() || gap.isZero()) {
            rules.problem("visit-gap", "\"visit-gap\" is longer than nothing.");
        }
        Map<String, SetAside> known = CAN_BE_OFF.stream()
                .collect(Collectors.toMap(
                        rule -> rule.name().toLowerCase(Locale.ROOT).replace('_', '-'), Function.identity()));
        Set<SetAside> off = EnumSet.noneOf(SetAside.class);
        for (String rule : rules.texts("off")) {
            if (known.containsKey(rule)) {
                off.add(known.get(rule));
            } else {
                rules.problem(
                        "off",
                        "\"" + rule + "\" is no rule that can be off." + Problems.didYouMean(rule, known.keySet()));
            }
        }
        List<String> statuses = each(rules, "statuses", Notation::statuses);
        return new Plan.Rules(
                gap,
                off,
                rules.texts("bots"),
                each(rules, "health-checks", Notation::path),
                each(rules, "internal", Notation::range),
                statuses.isEmpty() ? List.of("200-299", "304") : statuses,
                rules.names().contains("not-pages") ? each(rules, "not-pages", Notation::ending) : NOT_PAGES,
                each(rules, "ignore-paths", Notation::path),
                one(rules, "unreadable-share", Notation::share).orElse(0.01),
                rules.yes("count-assumed"));
    }

    private List<Plan.IdentitySource> identity(ZoneId zone) {
        Sources sources = new Sources();
        List<Plan.IdentitySource> identity = new ArrayList<>();
        for (YamlMapping source : top.mappings("identity")) {
            kind(source, IDENTITY_KINDS).ifPresent(kind -> {
                source.only(union(IDENTITY_SETTINGS, Set.of(kind, "format", "fields", "zone")));
                Map<String, String> settings = settings(source, IDENTITY_SETTINGS);
                for (String length : List.of("length", "client-length", "views")) {
                    one(source, length, Notation::duration).ifPresent(duration -> {
                        if (duration.isNegative() || duration.isZero()) {
                            source.problem(length, "\"" + length + "\" is longer than nothing.");
                        }
                        settings.put(length, duration.toString());
                    });
                }
                text(source);
                identity.add(new Plan.IdentitySource(
                        kind,
                        sources.files(source, kind),
                        choice(source, "format", Set.of("csv", "json", "parquet")),
                        fields(source, Set.copyOf(Plan.IdentitySource.FIELDS)),
                        zone(source, zone),
                        settings,
                        source.line()));
            });
        }
        return identity;
    }

    private static Set<String> union(Set<String> one, Set<String> other) {
        Set<String> union = new TreeSet<>(one);
        union.addAll(other);
        return union;
    }

    /// How a file of text is written.
    private static void text(YamlMapping source) {
        source.text("encoding").ifPresent(encoding -> {
            try {
                Charset.forName(encoding);
            } catch (IllegalArgumentException unknown) {
                source.problem("encoding", "\"" + encoding + "\" is no encoding that Java knows.");
            }
        });
        source.text("delimiter")
                .filter(delimiter -> delimiter.length() != 1 && !delimiter.equals("tab"))
                .ifPresent(delimiter -> source.problem("delimiter", "A delimiter is one character, or tab."));
    }

    private List<Plan.MemberSource> members() {
        Sources sources = new Sources();
        List<Plan.MemberSource> members = new ArrayList<>();
        for (YamlMapping source : top.mappings("members")) {
            kind(source, Set.of("files", "jdbc")).ifPresent(kind -> {
                boolean jdbc = kind.equals("jdbc");
                source.only(
                        jdbc
                                ? Set.of("jdbc", "query", "user", "password-from", "fields")
                                : Set.of("files", "format", "fields", "encoding", "delimiter", "identifier"));
                if (jdbc) {
                    source.required("query");
                    if (!source.required(kind).startsWith("jdbc:")) {
                        source.problem(kind, "An address of a database starts with jdbc:.");
                    }
                }
                text(source);
                members.add(new Plan.MemberSource(
                        jdbc ? source.texts(kind) : sources.files(source, kind),
                        jdbc ? Optional.of("jdbc") : choice(source, "format", Set.of("csv", "parquet", "fhir")),
                        fields(source, Set.copyOf(Plan.MemberSource.FIELDS)),
                        settings(
                                source,
                                Set.of("query", "user", "password-from", "encoding", "delimiter", "identifier")),
                        source.line()));
            });
        }
        return members;
    }

    private List<Plan.Settled> settled() {
        List<Plan.Settled> settled = new ArrayList<>();
        Map<String, Integer> lines = new HashMap<>();
        for (YamlMapping one : top.mappings("settled")) {
            one.only(Set.of("id", "as", "by", "because"));
            String id = one.required("id");
            Integer before = lines.putIfAbsent(id, one.line());
            if (before != null && !id.isEmpty()) {
                one.problem("id", "\"" + id + "\" is settled in line " + before + " too.");
            }
            settled.add(
                    new Plan.Settled(id, one.required("as"), one.required("by"), one.required("because"), one.line()));
        }
        return settled;
    }

    /// The one name of `kinds` that stands in `source`.
    static Optional<String> kind(YamlMapping source, Set<String> kinds) {
        List<String> given = new ArrayList<>(new TreeSet<>(source.names()));
        given.retainAll(kinds);
        if (given.size() == 1) {
            return Optional.of(given.getFirst());
        }
        if (given.isEmpty()) {
            String first = source.names().stream().findFirst().orElse("");
            source.problem(first, "This names no source that is known." + Problems.didYouMean(first, kinds));
        } else {
            source.problem(
                    given.getLast(),
                    "\"" + String.join("\" and \"", given) + "\" are sources of their own: start each with a dash.");
        }
        return Optional.empty();
    }

    /// What stands under `known` names, lists joined by newlines.
    static Map<String, String> settings(YamlMapping source, Set<String> known) {
        Map<String, String> settings = new TreeMap<>();
        for (String name : source.names()) {
            if (known.contains(name)) {
                settings.put(name, String.join("\n", source.texts(name)));
            }
        }
        return settings;
    }

    private static Map<String, String> fields(YamlMapping source, Set<String> known) {
        YamlMapping fields = source.mapping("fields").only(known);
        Map<String, String> columns = new TreeMap<>();
        fields.names().forEach(name -> fields.text(name).ifPresent(column -> columns.put(name, column)));
        return columns;
    }

    private static Optional<String> choice(YamlMapping source, String name, Set<String> choices) {
        return Optional.of(source.choice(name, choices, "")).filter(choice -> !choice.isEmpty());
    }

    private static ZoneId zone(YamlMapping source, ZoneId otherwise) {
        Optional<String> given = source.text("zone").filter(text -> !text.isEmpty());
        try {
            return given.map(Notation::zone).orElse(otherwise);
        } catch (IllegalArgumentException notAZone) {
            source.problem(
                    "zone",
                    notAZone.getMessage() + Problems.didYouMean(given.orElse(""), ZoneId.getAvailableZoneIds()));
            return otherwise;
        }
    }

    static Optional<Instant> instant(YamlMapping source, String name, ZoneId zone) {
        return one(source, name, text -> Notation.instant(text, zone));
    }

    static <T> Optional<T> one(YamlMapping source, String name, Function<String, T> notation) {
        try {
            return source.text(name).map(notation);
        } catch (IllegalArgumentException mistake) {
            source.problem(name, String.valueOf(mistake.getMessage()));
            return Optional.empty();
        }
    }

    static <T> List<T> each(YamlMapping source, String name, Function<String, T> notation) {
        List<T> all = new ArrayList<>();
        for (String text : source.texts(name)) {
            try {
                all.add(notation.apply(text));
            } catch (IllegalArgumentException mistake) {
                source.problem(name, String.valueOf(mistake.getMessage()));
            }
        }
        return all;
    }

    /// Whether a vendor is worth a warning.
    void vendor(YamlMapping source, String vendor) {
        if (!vendors.isEmpty() && !vendor.isEmpty() && !vendors.contains(vendor)) {
            warn(
                    source.line(),
                    "The catalogue does not know the vendor \"" + vendor + "\"."
                            + Problems.didYouMean(vendor, vendors));
        }
    }

    void warn(int line, String what) {
        warnings.accept(file.getFileName() + " line " + line + ": " + what);
    }

    /// The files of one section of the plan, none of which may be named twice.
    final class Sources {
        private final Map<String, Integer> lines = new HashMap<>();

        /// The locations under `name`, made absolute.
        List<String> files(YamlMapping source, String name) {
            List<String> patterns = new ArrayList<>();
            List<String> given = source.texts(name).stream()
                    .filter(pattern -> !pattern.isBlank())
                    .toList();
            if (given.isEmpty()) {
                source.problem(name, "\"" + name + "\" names no file.");
            }
            for (String pattern : given) {
                String location = absolute(pattern);
                patterns.add(location);
                if (storage.isEmpty()) {
                    once(source, name, pattern, location);
                    continue;
                }
                try {
                    List<Storage.Stored> stored = storage.get().list(location);
                    if (stored.isEmpty()) {
                        source.problem(name, "There is no file \"" + pattern + "\".");
                    }
                    stored.forEach(one -> once(source, name, pattern, one.location()));
                } catch (IOException | RuntimeException unreadable) {
                    source.problem(name, "\"" + pattern + "\" can't be looked up: " + unreadable.getMessage());
                }
            }
            return patterns;
        }

        private void once(YamlMapping source, String name, String pattern, String location) {
            Integer before = lines.put(location, source.line());
            if (before != null && lines.put(pattern + "\n" + before, before) == null) {
                source.problem(
                        name,
                        "\"" + pattern + "\" names a file that "
                                + (before == source.line()
                                        ? "stands here already."
                                        : "line " + before + " names too."));
            }
        }
    }

    /// Relative locations start from the plan's folder.
    private String absolute(String pattern) {
        if (ELSEWHERE.matcher(pattern).matches()) {
            return pattern;
        }
        Path folder = file.toAbsolutePath().normalize().getParent();
        String rest = pattern;
        while (rest.startsWith("./") || rest.startsWith("../")) {
            if (rest.startsWith("../") && folder != null) {
                folder = folder.getParent();
            }
            rest = rest.substring(rest.indexOf('/') + 1);
        }
        String start = folder == null ? "/" : folder.toString();
        return rest.isEmpty() || rest.equals(".") ? start : start + (start.endsWith("/") ? "" : "/") + rest;
    }
}
