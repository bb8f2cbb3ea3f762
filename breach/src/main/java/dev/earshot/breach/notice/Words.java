package dev.earshot.breach.notice;

import com.ibm.icu.text.ListFormatter;
import com.ibm.icu.util.ULocale;
import dev.earshot.evidence.Sha256;
import dev.earshot.yaml.Problems;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// What is said in one language of things that a program names: data elements, dates, lists; from `words.<language>.txt`.
final class Words {
    private static final String ELEMENT = "element.";
    private static final int MOST_DATES = 20_000;

    private final String language;
    private final Path file;
    private final Map<String, String> texts;
    private final TemplateText assistance;
    private final DateTimeFormatter dates;
    private final List<String> months;
    private final Optional<ListFormatter> lists;
    private final Map<LocalDate, String> written = new java.util.concurrent.ConcurrentHashMap<>();

    private Words(String language, Path file, Map<String, String> texts, Problems problems) {
        this.language = language;
        this.file = file;
        this.texts = texts;
        this.assistance = TemplateText.read(file, texts.getOrDefault("assistance", ""), 1, problems);
        Locale locale = Locale.forLanguageTag(language);
        this.dates = DateTimeFormatter.ofLocalizedDate(FormatStyle.LONG).withLocale(locale);
        this.months = List.of(texts.getOrDefault("months", "").split("\\s+"));
        this.lists = texts.containsKey("and")
                ? Optional.empty()
                : Optional.of(ListFormatter.getInstance(ULocale.forLocale(locale)));
    }

    /// @param base the words that hold where the file has none of its own
    static Words read(Path file, String language, String text, Optional<Words> base, Problems problems) {
        Map<String, String> texts = new LinkedHashMap<>();
        base.ifPresent(words -> texts.putAll(words.texts));
        texts.putAll(NamedLines.read(text, 1, problems));
        return new Words(language, file, texts, problems);
    }

    /// SHA-256 of all of them, in hex.
    String version() {
        return Sha256.hex(new TreeMap<>(texts).toString());
    }

    /// Reports what another language has words for and this one hasn't, and the other way round.
    void check(Words model, Fields.Each fields, Problems problems) {
        for (String name : model.texts.keySet()) {
            if (texts.getOrDefault(name, "").isBlank()) {
                problems.add(0, "\"" + name + "\" is missing.");
            }
        }
        Set<String> known = new java.util.TreeSet<>(model.texts.keySet());
        known.addAll(Set.of("and", "months"));
        for (String name : texts.keySet()) {
            if (!known.contains(name) && !name.startsWith(ELEMENT)) {
                problems.add(0, "\"" + name + "\" is not known here." + Problems.didYouMean(name, known));
            }
        }
        if (texts.containsKey("months") && months.size() != 12) {
            problems.add(0, "\"months\" takes the names of the twelve months, with spaces between them.");
        }
        assistance.check(fields, problems);
    }

    Path file() {
        return file;
    }

    String language() {
        return language;
    }

    /// What an addressee without a name is called.
    String patient() {
        return texts.getOrDefault("patient", "");
    }

    TemplateText assistance() {
        return assistance;
    }

    Set<String> elements() {
        Set<String> ids = new java.util.LinkedHashSet<>();
        texts.keySet().stream()
                .filter(name -> name.startsWith(ELEMENT))
                .forEach(name -> ids.add(name.substring(ELEMENT.length())));
        return ids;
    }

    Optional<String> element(String id) {
        return Optional.ofNullable(texts.get(ELEMENT + id));
    }

    /// In the order of the file, which starts with what says who somebody is.
    List<String> elements(Collection<String> ids) {
        List<String> words = new ArrayList<>();
        texts.forEach((name, text) -> {
            if (name.startsWith(ELEMENT) && ids.contains(name.substring(ELEMENT.length()))) {
                words.add(text);
            }
        });
        return words;
    }

    String date(LocalDate day) {
        String text = written.get(day);
        if (text == null) {
            text = months.size() == 12
                    ? day.getDayOfMonth() + " " + months.get(day.getMonthValue() - 1) + " " + day.getYear()
                    : dates.format(day);
            if (written.size() < MOST_DATES) {
                written.put(day, text);
            }
        }
        return text;
    }

    String list(Collection<String> things) {
        return lists.map(format -> format.format(things)).orElseGet(() -> {
            List<String> all = List.copyOf(things);
            return all.size() < 2
                    ? String.join("", all)
                    : String.join(", ", all.subList(0, all.size() - 1)) + " " + texts.get("and") + " " + all.getLast();
        });
    }
}
