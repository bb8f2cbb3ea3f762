package dev.earshot.breach.law;

import dev.earshot.element.DataElement;
import dev.earshot.yaml.Problems;
import dev.earshot.yaml.YamlMapping;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// The kinds of personal information that statutes name, and what of a disclosure is one of them.
///
/// A kind is there *for certain* where it was recorded by its own id or by elements that are it without doubt, and is
/// *contested* where lawyers argue that elements such as searched words are it. Then counsel decides, never a program.
public final class LegalElements {
    /// What a name is in statutes that count elements "with a name".
    static final String NAME = "name";

    private static final Set<String> DATA_ELEMENTS =
            Arrays.stream(DataElement.values()).map(DataElement::id).collect(Collectors.toUnmodifiableSet());

    private final SortedMap<String, Element> elements;

    private LegalElements(SortedMap<String, Element> elements) {
        this.elements = elements;
    }

    static LegalElements read(YamlMapping top, Problems problems) {
        SortedMap<String, Element> elements = new TreeMap<>();
        for (String id : top.names()) {
            YamlMapping element = top.mapping(id).only(Set.of("meaning", "is", "contested", "why"));
            List<Combination> contested = combinations(element, "contested", top.names());
            if (!contested.isEmpty()) {
                element.required("why");
            }
            elements.put(
                    id,
                    new Element(
                            id,
                            element.required("meaning"),
                            combinations(element, "is", top.names()),
                            contested,
                            element.text("why")));
        }
        if (!elements.containsKey(NAME)) {
            problems.add(0, "there is no \"" + NAME + "\", which rules with elements beside a name need.");
        }
        return new LegalElements(elements);
    }

    /// Ids of all kinds, sorted.
    public SortedSet<String> ids() {
        return new TreeSet<>(elements.keySet());
    }

    public Optional<Element> element(String id) {
        return Optional.ofNullable(elements.get(id));
    }

    /// Whether a kind was disclosed.
    ///
    /// @param id of a kind
    /// @param disclosed ids of [DataElement] and of kinds, as an incident records them
    public Answer disclosed(String id, Set<String> disclosed) {
        Element element = elements.get(id);
        if (element == null) {
            return Answer.NO;
        }
        if (disclosed.contains(id) || element.is.stream().anyMatch(each -> each.within(disclosed))) {
            return Answer.YES;
        }
        return element.contested.stream().anyMatch(each -> each.within(disclosed)) ? Answer.CONTESTED : Answer.NO;
    }

    /// Whether what a statute lists was disclosed, with the reasons. Says nothing of protected health information
    /// ([Trigger.Elements#phi]), which no list of elements decides.
    public Judgement judge(Trigger.Elements listed, Set<String> disclosed) {
        Answer name = disclosed(NAME, disclosed);
        Answer answer = Answer.NO;
        List<String> because = new ArrayList<>();
        for (String id : new TreeSet<>(listed.alone())) {
            Answer here = disclosed(id, disclosed);
            answer = answer.or(here);
            explain(id, here, because);
        }
        for (String id : new TreeSet<>(listed.withName())) {
            Answer here = disclosed(id, disclosed);
            answer = answer.or(here.and(name));
            if (name != Answer.NO) {
                explain(id, here, because);
            }
        }
        if (!listed.withName().isEmpty()) {
            if (name == Answer.NO) {
                because.add("no name was disclosed, beside which other elements would count");
            } else {
                explain(NAME, name, because);
            }
        }
        if (because.isEmpty() || answer == Answer.NO) {
            because.add("nothing that the law lists was disclosed (" + listed.written() + ")");
        }
        return new Judgement(answer, because);
    }

    private void explain(String id, Answer answer, List<String> because) {
        Element element = elements.get(id);
        if (element == null) {
            return;
        }
        switch (answer) {
            case YES -> because.add(element.meaning + ": disclosed");
            case CONTESTED ->
                because.add(element.meaning + ": contested, for counsel to decide"
                        + element.why.map(why -> " (" + why + ")").orElse(""));
            case NO -> {}
        }
    }

    private static List<Combination> combinations(YamlMapping element, String name, Collection<String> kinds) {
        List<Combination> combinations = new ArrayList<>();
        Set<String> known = new TreeSet<>(kinds);
        known.addAll(DATA_ELEMENTS);
        for (String written : element.texts(name)) {
            List<Set<String>> parts = Arrays.stream(written.split("\\+", -1))
                    .map(part -> Arrays.stream(part.split("\\|", -1))
                            .map(String::strip)
                            .collect(Collectors.<String>toUnmodifiableSet()))
                    .toList();
            parts.stream()
                    .flatMap(Set::stream)
                    .filter(Predicate.not(known::contains))
                    .sorted()
                    .forEach(word -> element.problem(
                            name,
                            "\"" + word + "\" is neither a data element nor a kind of this file."
                                    + Problems.didYouMean(word, known)));
            combinations.add(new Combination(parts));
        }
        return combinations;
    }

    /// Whether it was disclosed.
    public enum Answer {
        NO,
        /// Depends on how the statute is read.
        CONTESTED,
        YES;

        private Answer or(Answer other) {
            return compareTo(other) >= 0 ? this : other;
        }

        private Answer and(Answer other) {
            return compareTo(other) <= 0 ? this : other;
        }
    }

    /// @param because what was and what may have been disclosed; of kinds, never of values
    public record Judgement(Answer answer, List<String> because) {
        public Judgement {
            because = List.copyOf(because);
        }
    }

    /// A kind of personal information.
    ///
    /// @param meaning in plain words
    /// @param is each alternative that is this kind for certain
    /// @param contested each alternative of which it is argued
    /// @param why it is contested
    public record Element(
            String id, String meaning, List<Combination> is, List<Combination> contested, Optional<String> why) {
        public Element {
            is = List.copyOf(is);
            contested = List.copyOf(contested);
        }
    }

    /// Elements that must all be there; of each part, any one.
    public record Combination(List<Set<String>> parts) {
        public Combination {
            parts = List.copyOf(parts);
        }

        private boolean within(Set<String> disclosed) {
            return parts.stream().allMatch(part -> part.stream().anyMatch(disclosed::contains));
        }
    }
}
