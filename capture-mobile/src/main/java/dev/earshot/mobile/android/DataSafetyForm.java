package dev.earshot.mobile.android;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.earshot.EarshotException;
import dev.earshot.element.DataElement;
import dev.earshot.mobile.reading.Sign;
import dev.earshot.mobile.reading.Signs;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What a provider tells Google Play that its app collects and shares: the CSV that the Play Console exports from its
/// Data safety form.
///
/// Columns: `Question ID (machine readable)`, `Response ID (machine readable)`, `Response value`, `Answer requirement`,
/// `Human-friendly question label`. A kind of data is declared by rows of the question
/// `PSL_DATA_USAGE_RESPONSES:<kind>:PSL_DATA_USAGE_COLLECTION_AND_SHARING`, whose responses
/// `PSL_DATA_USAGE_ONLY_COLLECTED` and `PSL_DATA_USAGE_ONLY_SHARED` are each true or empty.
///
/// Source: what reads and writes such files in public repositories (read 2026-11-22); Google's own page was not
/// available to check it against, nor was a real export.
public final class DataSafetyForm {
    private static final long LARGEST = 8L << 20;
    private static final String BY = "Google Play data safety form";
    private static final String USAGE = "PSL_DATA_USAGE_RESPONSES:";
    private static final Map<String, Kind> KINDS = kinds();

    private DataSafetyForm() {}

    private record Kind(String name, Optional<DataElement> element) {}

    /// What the form says of one kind of data, as its rows are gathered.
    private static final class Usage {
        /// Whether the kind is ticked in the list of kinds.
        private boolean ticked;
        private boolean collected;
        private boolean shared;
        private final Set<String> collectedFor = new TreeSet<>();
        private final Set<String> sharedFor = new TreeSet<>();
        private final Set<String> terms = new TreeSet<>();

        String terms(Set<String> purposes) {
            List<String> all = new ArrayList<>();
            if (!purposes.isEmpty()) {
                all.add("for " + String.join(", ", purposes));
            }
            all.addAll(terms);
            return String.join("; ", all);
        }
    }

    /// The element that a kind of data of the form is, by the name that the signs tell: `Health info`.
    public static Optional<DataElement> elementOf(String name) {
        return KINDS.values().stream()
                .filter(kind -> kind.name.equals(name))
                .findFirst()
                .flatMap(Kind::element);
    }

    /// Tells [Sign#DECLARED_COLLECTED] and [Sign#DECLARED_SHARED]. A file that is no such form is told as a blind spot.
    ///
    /// @throws EarshotException with code USAGE for a file that is not there or may not be read
    public static void read(Path file, Signs signs) {
        try {
            String name = Objects.toString(file.getFileName(), file.toString());
            if (Files.size(file) > LARGEST) {
                AndroidPackage.blind(signs, name, "This is larger than any data safety form, and was not read.");
                return;
            }
            read(name, new String(Files.readAllBytes(file), UTF_8), signs);
        } catch (IOException unreadable) {
            throw new EarshotException(
                    EarshotException.Code.USAGE,
                    "The file " + file + " can't be read. Check its name and who may read it.",
                    unreadable);
        }
    }

    static void read(String file, String csv, Signs signs) {
        List<List<String>> rows = Csv.rows(csv);
        Map<String, Usage> usages = new LinkedHashMap<>();
        boolean isForm = !rows.isEmpty()
                && rows.getFirst().size() >= 3
                && rows.getFirst().getFirst().replace("\uFEFF", "").startsWith("Question ID");
        if (!isForm) {
            AndroidPackage.blind(
                    signs,
                    file,
                    "This is no data safety form: its first column is not \"Question ID (machine readable)\". Export it in"
                            + " the Play Console under App content, Data safety.");
            return;
        }
        int answered = 0;
        for (List<String> row : rows.subList(1, rows.size())) {
            if (row.size() >= 3 && row.get(2).strip().toLowerCase(Locale.ROOT).equals("true")) {
                answered++;
                take(row.get(0).strip(), row.get(1).strip(), usages);
            }
        }
        if (answered == 0
                && rows.stream()
                        .noneMatch(row -> row.size() >= 3 && row.get(2).strip().equalsIgnoreCase("false"))) {
            AndroidPackage.blind(
                    signs, file, "No question of this data safety form is answered. Export it once it is.");
        }
        usages.forEach((id, usage) -> {
            String kind = KINDS.getOrDefault(id, new Kind(id, Optional.empty())).name;
            if (!usage.collected && !usage.shared && usage.ticked) {
                tell(signs, Sign.DECLARED_COLLECTED, file, kind, "collected or shared, it is not said which");
            }
            if (usage.collected) {
                tell(signs, Sign.DECLARED_COLLECTED, file, kind, usage.terms(usage.collectedFor));
            }
            if (usage.shared) {
                tell(signs, Sign.DECLARED_SHARED, file, kind, usage.terms(usage.sharedFor));
            }
        });
    }

    private static void tell(Signs signs, Sign sign, String file, String kind, String terms) {
        signs.found(sign, file, kind, terms.isEmpty() ? BY : BY + "\t" + terms, -1);
    }

    private static void take(String question, String response, Map<String, Usage> usages) {
        if (question.startsWith("PSL_DATA_TYPES_") && !response.isEmpty()) {
            usages.computeIfAbsent(response, _ -> new Usage()).ticked = true;
        }
        if (!question.startsWith(USAGE)) {
            return;
        }
        int end = question.indexOf(':', USAGE.length());
        if (end < 0) {
            return;
        }
        Usage usage = usages.computeIfAbsent(question.substring(USAGE.length(), end), _ -> new Usage());
        switch (question.substring(end + 1)) {
            case "PSL_DATA_USAGE_COLLECTION_AND_SHARING" -> {
                usage.collected |= response.equals("PSL_DATA_USAGE_ONLY_COLLECTED");
                usage.shared |= response.equals("PSL_DATA_USAGE_ONLY_SHARED");
            }
            case "PSL_DATA_USAGE_EPHEMERAL" -> usage.terms.add("not kept");
            case "DATA_USAGE_USER_CONTROL" -> {
                if (response.equals("PSL_DATA_USAGE_USER_CONTROL_OPTIONAL")) {
                    usage.terms.add("optional");
                }
            }
            case "DATA_USAGE_COLLECTION_PURPOSE" -> usage.collectedFor.add(purpose(response));
            case "DATA_USAGE_SHARING_PURPOSE" -> usage.sharedFor.add(purpose(response));
            default -> {}
        }
    }

    /// `PSL_APP_FUNCTIONALITY` as words.
    private static String purpose(String id) {
        return (id.startsWith("PSL_") ? id.substring(4) : id)
                .toLowerCase(Locale.ROOT)
                .replace('_', ' ');
    }

    private static Map<String, Kind> kinds() {
        try (InputStream in = Objects.requireNonNull(
                DataSafetyForm.class.getResourceAsStream("data-safety.json"), "data-safety.json")) {
            Map<String, Kind> kinds = new LinkedHashMap<>();
            for (JsonNode type : JsonMapper.shared().readTree(in).required("types")) {
                Optional<DataElement> element = type.has("element")
                        ? Optional.of(
                                DataElement.byId(type.get("element").asString()).orElseThrow())
                        : Optional.empty();
                kinds.put(
                        type.required("id").asString(),
                        new Kind(type.required("name").asString(), element));
            }
            return kinds;
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
