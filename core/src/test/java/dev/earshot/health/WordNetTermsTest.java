package dev.earshot.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Derives `wordnet-en.terms` from WordNet 3.1, and holds the bundled terms against its everyday nouns.
/// `-Dwordnet=write` rewrites the file.
///
/// A noun is taken if all that it means lies below the roots here, it is no verb, adjective or adverb, none of
/// Earshot's own terms, and not in `wordnet-stop.txt`.
class WordNetTermsTest {
    private static final Path FILE = Path.of("src/main/resources/dev/earshot/health/wordnet-en.terms");
    private static final Pattern WORD = Pattern.compile("[a-z][a-z'_-]{4,}");
    private static final int LONGEST_LINE = 118;

    /// Offsets of synsets in `data.noun`.
    private static final Map<HealthClass, List<String>> ROOTS = Map.of(
            // ill health, disease, symptom, mental disorder, birth defect
            HealthClass.CONDITION,
            List.of("14075528", "14093842", "14323139", "14107272", "14488632"),
            // medicine, contraceptive, vaccine
            HealthClass.MEDICATION,
            List.of("03745652", "03101244", "04524830"),
            // medical procedure, operation, therapy, diagnostic test
            HealthClass.PROCEDURE,
            List.of("01026334", "00672594", "00662334", "05746988"),
            // medicine (branches), medical specialist, medical science
            HealthClass.SPECIALTY,
            List.of("06052606", "10651974", "06055093"));

    private static final Map<ProtectedKind, List<String>> KINDS = Map.of(
            // contraceptive, dysmenorrhea, amenorrhea, salpingitis, vaginitis, vulvitis, hysterectomy, obstetrics,
            // gynecology,
            // obstetrician, gynecologist, toxemia of pregnancy
            ProtectedKind.REPRODUCTIVE,
            List.of(
                    "03101244",
                    "14349599",
                    "14325781",
                    "14378864",
                    "14381740",
                    "14382398",
                    "00678417",
                    "06062970",
                    "06060432",
                    "10389398",
                    "10173582",
                    "14214519"),
            // venereal disease, hepatitis, tuberculosis, reverse transcriptase inhibitor, protease inhibitor
            ProtectedKind.INFECTION,
            List.of("14156641", "14153836", "14166897", "04092477", "04020369"),
            // mental disorder, psychotherapy, antidepressant, antipsychotic, psychiatry, psychiatrist, psychosurgery,
            // shock therapy
            ProtectedKind.MENTAL_HEALTH,
            List.of(
                    "14107272",
                    "14403878",
                    "14412645",
                    "14416566",
                    "14421471",
                    "00701905",
                    "02721722",
                    "03719275",
                    "06065477",
                    "10507601",
                    "00668627",
                    "00707624"),
            ProtectedKind.SUBSTANCE_USE,
            List.of("14087890", "14088126"),
            // monogenic disorder, muscular dystrophy, hemophilia
            ProtectedKind.GENETIC,
            List.of("14098359", "14183847", "14193819"),
            ProtectedKind.MINORS,
            List.of("06071181", "09848006"));

    private static final List<String> NOT_OF_PEOPLE = List.of("plant_disease", "animal_disease");

    private static final Map<String, List<String>> HYPONYMS = new HashMap<>();
    private static final Map<String, List<String>> SENSES = new TreeMap<>();
    private static final Set<String> NO_NOUNS_ALONE = new HashSet<>();

    @BeforeAll
    static void readWordNet() throws IOException {
        for (String line : lines("data.noun")) {
            String[] cells = line.split(" ", -1);
            int at = 4 + 2 * Integer.parseInt(cells[3], 16);
            List<String> hyponyms = new ArrayList<>();
            for (int i = 0; i < Integer.parseInt(cells[at]); i++) {
                if (cells[at + 1 + 4 * i].equals("~") && cells[at + 3 + 4 * i].equals("n")) {
                    hyponyms.add(cells[at + 2 + 4 * i]);
                }
            }
            HYPONYMS.put(cells[0], hyponyms);
        }
        for (String line : lines("index.noun")) {
            String[] cells = line.strip().split(" ", -1);
            int senses = Integer.parseInt(cells[2]);
            SENSES.put(cells[0], List.of(Arrays.copyOfRange(cells, cells.length - senses, cells.length)));
        }
        for (String part : List.of("verb", "adj", "adv")) {
            lines("index." + part).forEach(line -> NO_NOUNS_ALONE.add(line.substring(0, line.indexOf(' '))));
        }
    }

    @Test
    void the_derived_terms_are_what_the_rule_makes_of_wordnet() throws IOException {
        String derived = derived();
        if (System.getProperty("wordnet", "").equals("write")) {
            Files.writeString(FILE, derived);
        }
        assertThat(derived).as("-Dwordnet=write rewrites it").isEqualTo(Files.readString(FILE));
    }

    /// Nouns of one word without any sense of health. What is still found is a word that WordNet does not count as
    /// such, or one that means something else as well; both are listed with `-Dlabelled=print`.
    @Test
    void everyday_nouns_say_nothing_of_health() {
        Set<String> ofHealth =
                below(ROOTS.values().stream().flatMap(List::stream).toList());
        int everyday = 0;
        List<String> found = new ArrayList<>();
        for (Map.Entry<String, List<String>> noun : SENSES.entrySet()) {
            String word = noun.getKey();
            if (word.indexOf('_') < 0
                    && word.chars().allMatch(c -> c >= 'a' && c <= 'z')
                    && noun.getValue().stream().noneMatch(ofHealth::contains)) {
                everyday++;
                if (HealthTerms.bundled().in("/" + word + "/", false).isPresent()) {
                    found.add(word);
                }
            }
        }
        if (Objects.equals(System.getProperty("labelled"), "print")) {
            System.out.println(found.size() + " of " + everyday + " everyday nouns: " + String.join(" ", found));
        }
        assertThat(everyday).isGreaterThan(40_000);
        assertThat(found.size()).isLessThan(everyday / 100);
    }

    private static String derived() throws IOException {
        Map<HealthClass, Set<String>> classes = new TreeMap<>();
        ROOTS.forEach((each, roots) -> classes.put(each, below(roots)));
        Map<ProtectedKind, Set<String>> kinds = new TreeMap<>();
        KINDS.forEach((each, roots) -> kinds.put(each, below(roots)));
        Set<String> ofHealth =
                below(ROOTS.values().stream().flatMap(List::stream).toList());
        Set<String> notOfPeople = below(NOT_OF_PEOPLE.stream()
                .flatMap(word -> SENSES.getOrDefault(word, List.of()).stream())
                .toList());
        Set<String> stop = stop();
        HealthTerms own = HealthTerms.of(List.of(
                Vocabulary.read(Files.readString(FILE.resolveSibling("earshot-en.terms")), "own", (problem, line) -> {
                    throw new IllegalStateException(problem);
                })));
        Map<String, Set<String>> sections = new TreeMap<>();
        SENSES.forEach((word, senses) -> {
            String term = word.replace('_', ' ').replace('-', ' ');
            if (WORD.matcher(word).matches()
                    && ofHealth.containsAll(senses)
                    && senses.stream().noneMatch(notOfPeople::contains)
                    && !NO_NOUNS_ALONE.contains(word)
                    && !stop.contains(term)
                    && !isWhollyIn(own, term)) {
                sections.computeIfAbsent(heading(senses, classes, kinds), key -> new TreeSet<>())
                        .add(term);
            }
        });
        StringBuilder file = new StringBuilder("""
                id: wordnet-en
                language: en
                name: WordNet 3.1, nouns that mean nothing but health
                source: derived from WordNet 3.1 by WordNetTermsTest; the licence stands below
                """);
        for (String line : licence()) {
            file.append(("# " + line.strip()).strip()).append('\n');
        }
        sections.forEach((heading, terms) ->
                file.append('\n').append(heading).append('\n').append(wrapped(terms)));
        return file.toString();
    }

    private static boolean isWhollyIn(HealthTerms own, String term) {
        return own.in(term, false)
                .filter(said -> said.mentions().getFirst().words().reveal().length() >= term.length() - 2)
                .isPresent();
    }

    private static String heading(
            Collection<String> senses, Map<HealthClass, Set<String>> classes, Map<ProtectedKind, Set<String>> kinds) {
        Set<HealthClass> named = EnumSet.noneOf(HealthClass.class);
        classes.forEach((each, synsets) -> {
            if (senses.stream().anyMatch(synsets::contains)) {
                named.add(each);
            }
        });
        String protectedKinds = kinds.entrySet().stream()
                .filter(each -> senses.stream().allMatch(each.getValue()::contains))
                .map(each -> each.getKey().id())
                .collect(Collectors.joining(", "));
        return "[" + named.stream().map(HealthClass::id).collect(Collectors.joining(", "))
                + (protectedKinds.isEmpty() ? "" : "; " + protectedKinds) + "]";
    }

    private static String wrapped(Set<String> terms) {
        StringBuilder text = new StringBuilder();
        int column = 0;
        for (String term : terms) {
            if (column > 0 && column + term.length() + 2 > LONGEST_LINE) {
                text.append('\n');
                column = 0;
            }
            text.append(column == 0 ? "" : ", ").append(term);
            column += term.length() + 2;
        }
        return text.append('\n').toString();
    }

    private static Set<String> below(Collection<String> roots) {
        Set<String> found = new LinkedHashSet<>();
        List<String> open = new ArrayList<>(roots);
        while (!open.isEmpty()) {
            String synset = open.removeLast();
            if (found.add(synset)) {
                open.addAll(HYPONYMS.getOrDefault(synset, List.of()));
            }
        }
        return found;
    }

    private static Set<String> stop() throws IOException {
        return Files.readAllLines(Path.of("src/test/resources/dev/earshot/health/wordnet-stop.txt")).stream()
                .filter(line -> !line.startsWith("#"))
                .flatMap(line -> Arrays.stream(line.split(",", -1)))
                .map(String::strip)
                .collect(Collectors.toSet());
    }

    private static List<String> licence() throws IOException {
        try (Stream<String> lines = reader("data.noun").lines()) {
            return lines.takeWhile(line -> line.startsWith("  "))
                    .map(line -> line.strip().replaceFirst("^\\d+ ?", ""))
                    .toList();
        }
    }

    /// Without the licence, which stands indented above.
    private static List<String> lines(String name) {
        try (Stream<String> lines = reader(name).lines()) {
            return lines.filter(line -> !line.startsWith("  ")).toList();
        }
    }

    private static BufferedReader reader(String name) {
        String path = "/net/sf/extjwnl/data/wordnet/wn31/" + name;
        return new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(WordNetTermsTest.class.getResourceAsStream(path), path),
                StandardCharsets.ISO_8859_1));
    }
}
