package dev.earshot.breach.planning;

import dev.earshot.EarshotException;
import dev.earshot.EarshotException.Code;
import dev.earshot.breach.notice.Channel;
import dev.earshot.investigate.LocalStorage;
import dev.earshot.investigate.steps.Engine;
import dev.earshot.investigate.steps.StepFile;
import dev.earshot.investigate.table.Column;
import dev.earshot.investigate.table.Directory;
import dev.earshot.investigate.table.Key;
import dev.earshot.investigate.table.ParquetTable;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// The steps of `plan.sql` over one investigation: what goes in beside its tables, and what the file leaves open.
///
/// Bits of vendors and elements stand for lists of them until the end, since millions share few such lists.
final class PlanSteps {
    private static final int BITS = 62;
    private static final long DAY = 86_400_000_000L;
    private static final int LONGEST_NAME = 300;
    private static final int WORDS = 10_000;
    private static final Pattern HOLE = Pattern.compile("\\$\\{(clean )?([A-Za-z0-9_]+)}");

    /// C0 but for line feeds, DEL, C1, and what turns the direction of text (Unicode 17, section 23.2).
    private static final String CONTROLS =
            "[\\x00-\\x09\\x0b-\\x1f\\x7f-\\x{9f}\\x{061c}\\x{200e}\\x{200f}\\x{2028}-\\x{202e}\\x{2066}-\\x{2069}\\x{feff}]";

    /// `dot-atom` of RFC 5322 in ASCII before the `@`, a host name of RFC 1123 with at least two parts behind it.
    private static final String EMAIL = "[A-Za-z0-9!#$%&''*+/=?^_`{|}~-]+([.][A-Za-z0-9!#$%&''*+/=?^_`{|}~-]+)*@"
            + "([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?[.])+[A-Za-z]([A-Za-z0-9-]{0,61}[A-Za-z0-9])";

    private static final String NO_EMAIL = "^(no[-_.]?e?-?mail|none|unknown|declined|refused|n/a|na)@";

    private static final List<String> NO_NAME =
            List.of("", "UNKNOWN", "UNKNOWN UNKNOWN", "N/A", "NONE", "NULL", "NONE NONE", "-", ".", "?");

    private static final List<String> NO_STREET = List.of(
            "UNKNOWN",
            "ADDRESS UNKNOWN",
            "UNKNOWN ADDRESS",
            "NONE",
            "NULL",
            "N/A",
            "NA",
            "TBD",
            "X",
            "XX",
            "XXX",
            "XXXX",
            "-",
            ".",
            "?",
            "HOMELESS",
            "TRANSIENT",
            "NO ADDRESS",
            "NO FIXED ADDRESS",
            "NO PERMANENT ADDRESS",
            "BAD ADDRESS",
            "RETURN MAIL",
            "RETURNED MAIL",
            "UNDELIVERABLE",
            "DO NOT MAIL");

    /// States with ZIP codes that start with 0: USPS, L002 labelling list (three-digit prefixes), from general knowledge.
    private static final List<String> ZERO_STATES = List.of("CT", "MA", "ME", "NH", "NJ", "RI", "VT", "PR", "VI");

    private static final Map<String, String> PREFERENCES = preferences();

    private final Engine engine;
    private final PlanningSettings settings;
    private final Path work;
    private final LocalStorage storage = new LocalStorage();
    private final Map<String, StepFile.Output> outputs = new HashMap<>();
    private final Map<String, String> holes = new HashMap<>();
    private List<String> vendors = List.of();
    private List<String> elements = List.of();
    private long suppressions;

    /// @param work a folder for what goes between the steps; made where it is not there
    PlanSteps(Engine engine, Path investigation, PlanningSettings settings, Path work, boolean withExposures) {
        this.engine = engine;
        this.settings = settings;
        this.work = work;
        for (StepFile.Output output : read().outputs()) {
            outputs.put(output.name(), output);
        }
        try {
            Files.createDirectories(work);
            inputs(investigation, withExposures);
        } catch (IOException e) {
            throw new EarshotException(
                    Code.INCOMPLETE,
                    "What a plan of notices is made from could not be kept in " + work + ": "
                            + e.getClass().getSimpleName() + ". Look for space and permissions there, then plan again.",
                    e);
        }
        fill();
    }

    private static StepFile read() {
        try (InputStream file = Objects.requireNonNull(PlanSteps.class.getResourceAsStream("plan.sql"))) {
            return StepFile.parse("plan", new String(file.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// In the order of the first bits of the masks.
    List<String> vendors() {
        return vendors;
    }

    /// How many entries the list of those who are not to be told has.
    long suppressions() {
        return suppressions;
    }

    /// Names an output, without writing it.
    void view(String name) {
        engine.view(name, sql(name));
    }

    /// Writes an output and names it.
    ///
    /// @return the number of rows
    long write(String name) {
        long rows = engine.write(sql(name), work.resolve(name).toString());
        engine.table(name, work.resolve(name).toString());
        return rows;
    }

    /// Writes the texts that the masks stand for, as `vendor_texts` and `element_texts`.
    void writeTexts() throws IOException {
        texts("vendor_texts", "v", vendors);
        texts("element_texts", "e", elements);
    }

    private String joining(String texts, String mask) {
        return masks().filter(name -> name.startsWith(mask))
                .map(name -> texts + "." + name + " = r." + name)
                .collect(Collectors.joining(" AND "));
    }

    private void texts(String table, String mask, List<String> all) throws IOException {
        List<String> words = masks().filter(name -> name.startsWith(mask)).toList();
        List<Column> columns = new ArrayList<>();
        words.forEach(word -> columns.add(new Column(word, Column.Type.NUMBER, "bits")));
        columns.add(new Column("text", Column.Type.TEXT, "what the bits stand for, joined by line feeds"));
        write(
                table,
                columns,
                rows -> engine.read(
                        "SELECT DISTINCT " + String.join(", ", words) + " FROM rows30 ORDER BY "
                                + String.join(", ", words),
                        row -> {
                            List<String> set = IntStream.range(0, all.size())
                                    .filter(i -> ((Long) row.get(i / BITS) >>> (i % BITS) & 1) == 1)
                                    .mapToObj(all::get)
                                    .toList();
                            for (int i = 0; i < words.size(); i++) {
                                rows.set(i, (Long) row.get(i));
                            }
                            end(rows.set(words.size(), String.join("\n", set)));
                        }));
    }

    // What goes in

    private void inputs(Path investigation, boolean withExposures) throws IOException {
        table("individuals", investigation.resolve("individuals.parquet"));
        Path directory = investigation.resolve("inputs").resolve(Directory.ID);
        if (hasParquet(directory)) {
            engine.table("directory", directory.toString());
        } else {
            write("directory", Directory.COLUMNS, rows -> {});
        }
        if (withExposures) {
            table("exposures", investigation.resolve("exposures.parquet"));
        } else {
            engine.view(
                    "exposures",
                    "SELECT CAST(0 AS BIGINT) AS person, '' AS vendor, '' AS element, '' AS certainty WHERE false");
        }
        pairs();
        suppressionTable();
        languages();
        preferenceTable();
        places();
    }

    private void table(String name, Path folder) throws IOException {
        if (!hasParquet(folder)) {
            throw new EarshotException(
                    Code.USAGE,
                    folder + " is not there. Notices are planned from the folder of an investigation that has ended:"
                            + " earshot investigate PLAN.yaml");
        }
        engine.table(name, folder.toString());
    }

    private static boolean hasParquet(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return false;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.anyMatch(file -> file.toString().endsWith(".parquet") && Files.isRegularFile(file));
        }
    }

    private void pairs() throws IOException {
        List<List<String>> pairs = new ArrayList<>();
        engine.read(
                "SELECT DISTINCT vendor, element FROM exposures",
                row -> pairs.add(List.of((String) row.get(0), (String) row.get(1))));
        vendors = List.copyOf(pairs.stream().map(List::getFirst).collect(Collectors.toCollection(TreeSet::new)));
        elements = List.copyOf(pairs.stream().map(List::getLast).collect(Collectors.toCollection(TreeSet::new)));
        List<Column> columns = new ArrayList<>(List.of(text("vendor"), text("element")));
        masks().forEach(mask -> columns.add(new Column(mask, Column.Type.NUMBER, "bits")));
        write("pairs", columns, rows -> {
            for (List<String> pair : pairs) {
                rows.set(0, pair.getFirst()).set(1, pair.getLast());
                bit(rows, 2, vendors.indexOf(pair.getFirst()));
                bit(rows, 2 + words(vendors), elements.indexOf(pair.getLast()));
                rows.endRow();
            }
        });
    }

    private static void bit(ParquetTable rows, int column, int number) {
        rows.set(column + number / BITS, 1L << (number % BITS));
    }

    private static int words(List<String> all) {
        return Math.max(1, (all.size() + BITS - 1) / BITS);
    }

    private Stream<String> masks() {
        return Stream.concat(
                IntStream.range(0, words(vendors)).mapToObj(i -> "v" + i),
                IntStream.range(0, words(elements)).mapToObj(i -> "e" + i));
    }

    /// All vendors' or elements' bits of a word.
    private long all(String mask) {
        List<String> of = mask.startsWith("v") ? vendors : elements;
        int left = of.size() - BITS * Integer.parseInt(mask.substring(1));
        return left >= BITS ? (1L << BITS) - 1 : (1L << Math.max(0, left)) - 1;
    }

    private void suppressionTable() throws IOException {
        write(
                "suppressions",
                List.of(new Column("person", Column.Type.NUMBER, "key of the member id"), text("reason")),
                rows -> {
                    if (settings.suppressed().isPresent()) {
                        suppressions(settings.suppressed().get(), rows);
                    }
                });
    }

    private void suppressions(Path file, ParquetTable rows) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new EarshotException(
                    Code.USAGE, "The list of those who are not to be told is not there: " + file + ".");
        }
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String plain = line.replace("\uFEFF", "").strip();
                if (plain.isEmpty() || plain.startsWith("#")) {
                    continue;
                }
                int comma = plain.indexOf(',');
                String member = unquoted(comma < 0 ? plain : plain.substring(0, comma));
                rows.set(0, Key.of(Key.Kind.PERSON, member));
                rows.set(1, comma < 0 ? "" : unquoted(plain.substring(comma + 1)))
                        .endRow();
                suppressions++;
            }
        }
    }

    private static String unquoted(String text) {
        String plain = text.strip();
        boolean quoted = plain.length() > 1 && plain.startsWith("\"") && plain.endsWith("\"");
        return quoted ? plain.substring(1, plain.length() - 1).replace("\"\"", "\"") : plain;
    }

    private void languages() throws IOException {
        Languages offered = new Languages(settings.languages());
        words("languages", "language", (rows, written) -> {
            Languages.Found found = offered.find(written);
            rows.set(1, found.language().isEmpty() ? settings.language() : found.language());
            rows.set(
                    2,
                    switch (found.match()) {
                        case SAME -> 0;
                        case NEAR -> Fault.LANGUAGE_NEAR.bit();
                        case NOT_OFFERED -> Fault.LANGUAGE_NOT_OFFERED.bit();
                        case NOT_KNOWN -> Fault.LANGUAGE_UNKNOWN.bit();
                    });
            return rows;
        });
    }

    private void preferenceTable() throws IOException {
        words("preferences", "channel", (rows, written) -> {
            String word = written.strip().toLowerCase(Locale.ROOT).replaceAll("[^a-z]+", "");
            rows.set(1, PREFERENCES.getOrDefault(word, "unknown")).set(2, 0);
            return rows;
        });
    }

    /// A table of the words that a column has: the most frequent, for a column may be anything.
    private void words(String table, String column, BiFunction<ParquetTable, String, ParquetTable> row)
            throws IOException {
        List<Column> columns =
                List.of(text("written"), text(column), new Column("faults", Column.Type.NUMBER, "bits of Fault"));
        List<String> words = new ArrayList<>();
        engine.read(
                "SELECT " + column + " FROM directory WHERE trim(" + column + ") <> '' AND length(" + column
                        + ") <= 100 GROUP BY " + column + " ORDER BY count(*) DESC, " + column + " LIMIT " + WORDS,
                found -> words.add((String) found.getFirst()));
        write(table, columns, rows -> {
            for (String word : words) {
                rows.set(0, word);
                row.apply(rows, word).endRow();
            }
        });
    }

    private void places() throws IOException {
        Set<List<String>> places = new HashSet<>();
        engine.read(
                "SELECT state, country FROM directory GROUP BY state, country ORDER BY count(*) DESC, state, country"
                        + " LIMIT " + WORDS,
                row -> places.add(List.of((String) row.get(0), (String) row.get(1))));
        write("places", List.of(text("state"), text("country"), text("jurisdiction"), text("adult")), rows -> {
            for (List<String> place : places) {
                String jurisdiction = Places.jurisdiction(place.getFirst(), place.getLast());
                rows.set(0, place.getFirst()).set(1, place.getLast()).set(2, jurisdiction);
                rows.set(3, adult(jurisdiction)).endRow();
            }
        });
    }

    /// Who was born after this day is a minor.
    private String adult(String jurisdiction) {
        int years = settings.majority().getOrDefault(jurisdiction, PlanningSettings.ADULT);
        return settings.asOf().minusYears(years).toString();
    }

    private void write(String table, List<Column> columns, Rows content) throws IOException {
        try (ParquetTable rows = new ParquetTable(columns, storage, work + "/" + table + "/part-0.parquet")) {
            content.write(rows);
            rows.finish();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        engine.table(table, work.resolve(table).toString());
    }

    private static void end(ParquetTable rows) {
        try {
            rows.endRow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private interface Rows {
        void write(ParquetTable rows) throws IOException;
    }

    private static Column text(String name) {
        return new Column(name, Column.Type.TEXT, "");
    }

    private static Map<String, String> preferences() {
        Map<String, String> words = new HashMap<>();
        Stream.of("email", "mailelectronic", "electronicmail", "electronic", "emailaddress")
                .forEach(word -> words.put(word, Channel.EMAIL.id()));
        Stream.of(
                        "mail",
                        "letter",
                        "post",
                        "postal",
                        "print",
                        "paper",
                        "usmail",
                        "usps",
                        "postalmail",
                        "postmail",
                        "firstclassmail")
                .forEach(word -> words.put(word, Channel.PRINT.id()));
        Stream.of("portal", "patientportal", "portalmessage", "mychart", "online", "app")
                .forEach(word -> words.put(word, Channel.PORTAL.id()));
        return Map.copyOf(words);
    }

    // What the file leaves open

    private void fill() {
        Arrays.stream(Fault.values()).forEach(fault -> holes.put(fault.name(), Long.toString(fault.bit())));
        holes.put("statuses", quoted(settings.statuses().stream().sorted().toList()));
        holes.put("controls", CONTROLS);
        holes.put("email", EMAIL);
        holes.put("no_email", NO_EMAIL);
        holes.put("no_name", quoted(NO_NAME));
        holes.put("no_street", quoted(NO_STREET));
        holes.put("zero_states", quoted(ZERO_STATES));
        holes.put("LONGEST_NAME", Integer.toString(LONGEST_NAME));
        holes.put("language", settings.language());
        holes.put("as_of", settings.asOf().toString());
        holes.put("adult", adult(""));
        holes.put("twelve", settings.asOf().minusYears(12).toString());
        holes.put("households", Boolean.toString(settings.households()));
        holes.put("most_in_letter", Integer.toString(settings.mostInLetter()));
        boolean family = settings.estate() == PlanningSettings.Estate.FAMILY;
        holes.put("estate", family ? "The Family of " : "The Estate of ");
        holes.put("estate_role", family ? "next-of-kin" : "personal-representative");
        holes.put("channels", channels());
        holes.put("masks", list(mask -> "t." + mask));
        holes.put("masks_of_a", list(mask -> "a." + mask));
        holes.put(
                "masks_of_exposures",
                list(mask -> "bit_or(CASE WHEN e.certainty = 'certain' THEN p." + mask + " ELSE 0 END) AS c_" + mask
                        + ", bit_or(p." + mask + ") AS " + mask));
        holes.put(
                "masks_or_all",
                list(mask -> "CASE WHEN x.person IS NULL THEN " + all(mask)
                        + " WHEN i.status = 'exposed' AND x.certain = 1 THEN x.c_" + mask + " ELSE x." + mask
                        + " END AS " + mask));
        holes.put("vendor_bits", joining("v", "v"));
        holes.put("element_bits", joining("e", "e"));
        holes.put("fault_names", Fault.names("r.faults"));
        String local = local();
        holes.put("first_day", day("first_ts", settings.from().toString(), local));
        holes.put("last_day", day("last_ts", settings.to().toString(), local));
    }

    private String list(Function<String, String> each) {
        return masks().map(each).collect(Collectors.joining(", "));
    }

    /// The one that is preferred, then the others in their order.
    private String channels() {
        String preferred = settings.channels().stream()
                .map(channel -> "WHEN a.preferred = '" + channel.id() + "' AND " + possible(channel) + " THEN '"
                        + channel.id() + "'")
                .collect(Collectors.joining(" ", "CASE ", " END"));
        String others = settings.channels().stream()
                .map(channel -> "CASE WHEN a.preferred <> '" + channel.id() + "' AND " + possible(channel) + " THEN '"
                        + channel.id() + "' END")
                .collect(Collectors.joining(", "));
        return "concat_ws(chr(10), " + preferred + ", " + others + ")";
    }

    private String possible(Channel channel) {
        String electronically = "a.listed = 1 AND "
                + (settings.guardiansElectronically() ? "a.role IN ('self', 'guardian')" : "a.role = 'self'")
                + switch (settings.electronic()) {
                    case AGREED -> " AND a.preferred = '" + channel.id() + "'";
                    case ALWAYS -> "";
                    case NEVER -> " AND false";
                };
        return switch (channel) {
            case EMAIL -> "(" + electronically + " AND a.email_ok)";
            case PORTAL -> "(" + electronically + " AND a.member_id <> '')";
            case PRINT -> "(a.addressee <> '' AND a.no_street = '' AND a.place_ok)";
        };
    }

    /// SQL for the microseconds that the zone is ahead of UTC at `ts`, in the time from the first exposure to the last.
    private String local() {
        long[] span = new long[2];
        engine.read(
                "SELECT coalesce(min(CASE WHEN first_ts > 0 THEN first_ts END), 0), coalesce(max(last_ts), 0) FROM individuals",
                row -> {
                    span[0] = (Long) row.get(0);
                    span[1] = (Long) row.get(1);
                });
        Instant at = Instant.EPOCH.plus(Math.max(0, span[0]), ChronoUnit.MICROS);
        Instant end = Instant.EPOCH.plus(Math.max(0, span[1]), ChronoUnit.MICROS);
        StringBuilder sql = new StringBuilder("CASE");
        ZoneOffset offset = settings.zone().getRules().getOffset(at);
        ZoneOffsetTransition next = settings.zone().getRules().nextTransition(at);
        for (int i = 0; i < 1_000 && next != null && next.getInstant().isBefore(end); i++) {
            sql.append(" WHEN ts < ").append(ChronoUnit.MICROS.between(Instant.EPOCH, next.getInstant()));
            sql.append(" THEN ").append(1_000_000L * offset.getTotalSeconds());
            offset = next.getOffsetAfter();
            next = settings.zone().getRules().nextTransition(next.getInstant());
        }
        return sql.append(" WHEN true THEN ")
                .append(1_000_000L * offset.getTotalSeconds())
                .append(" END")
                .toString();
    }

    private static String day(String column, String unknown, String local) {
        String ts = "a." + column;
        return "CASE WHEN " + ts + " <= 0 THEN '" + unknown + "' ELSE CAST(DATE '1970-01-01' + CAST((" + ts + " + "
                + local.replace("ts", ts) + ") // " + DAY + " AS INTEGER) AS VARCHAR) END";
    }

    private static String quoted(List<String> texts) {
        return texts.stream().map(text -> "'" + text + "'").collect(Collectors.joining(", "));
    }

    private String sql(String name) {
        String sql = Objects.requireNonNull(outputs.get(name), name).sql();
        return HOLE.matcher(sql)
                .replaceAll(hole -> Matcher.quoteReplacement(
                        hole.group(1) == null ? filler(hole.group(2)) : cleaned(hole.group(2))));
    }

    private String filler(String hole) {
        return Objects.requireNonNull(holes.get(hole), hole);
    }

    private static String cleaned(String column) {
        return "CASE WHEN r.dirty THEN trim(regexp_replace(r." + column + ", '(\\n|" + CONTROLS
                + ")+', ' ', 'g')) ELSE trim(r." + column + ") END AS " + column;
    }
}
