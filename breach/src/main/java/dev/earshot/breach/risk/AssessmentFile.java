package dev.earshot.breach.risk;

import dev.earshot.yaml.Problems;
import dev.earshot.yaml.YamlMapping;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// The file in which somebody answers the prompts of the four factors and decides.
public final class AssessmentFile {
    private static final String DECISION = "decision";
    private static final String RATING = "risk";

    private AssessmentFile() {}

    /// A file to be answered, with what was found out beside each factor.
    public static String blank(String incident, Evidence evidence) {
        StringBuilder file = new StringBuilder();
        comment(file, "", "Risk assessment of " + incident + " under 45 CFR § 164.402(2).");
        comment(file, "", "Answer each line, rate the risk of each factor, and decide. Verify with counsel.");
        for (Factor factor : Factor.values()) {
            file.append('\n');
            comment(file, "", factor.written() + " (" + factor.citation() + ").");
            file.append(factor.id()).append(":\n");
            evidence.on(factor).forEach(sentence -> comment(file, "  ", "found: " + sentence));
            factor.prompts().forEach((prompt, question) -> {
                comment(file, "  ", question);
                file.append("  ").append(prompt).append(": \"\"\n");
            });
            comment(file, "  ", "low, medium or high");
            file.append("  ").append(RATING).append(": \"\"\n");
        }
        file.append('\n').append(DECISION).append(":\n");
        comment(file, "  ", "breach, or low-probability: a low probability that the information was compromised");
        file.append("  outcome: \"\"\n");
        comment(file, "  ", "why, in view of all four factors");
        file.append("  reason: \"\"\n  decider: \"\"\n  office: \"\"\n");
        comment(file, "  ", "the day of the decision, such as 2026-12-31");
        file.append("  day: \"\"\n");
        return file.toString();
    }

    private static void comment(StringBuilder file, String indent, String text) {
        file.append(indent).append("# ").append(text.replaceAll("\\p{C}", " ")).append('\n');
    }

    /// @param today a decision can't be later
    /// @throws EarshotException of code USAGE with every mistake and every line that is not answered
    public static Assessment read(Path file, String incident, Evidence evidence, LocalDate today) {
        Problems problems = new Problems(file);
        YamlMapping top = YamlMapping.read(file, problems);
        Set<String> names = new HashSet<>(Set.of(DECISION));
        Map<Factor, Map<String, String>> answers = new EnumMap<>(Factor.class);
        Map<Factor, Assessment.Rating> ratings = new EnumMap<>(Factor.class);
        for (Factor factor : Factor.values()) {
            names.add(factor.id());
            YamlMapping section = top.mapping(factor.id());
            Set<String> prompts = new HashSet<>(factor.prompts().keySet());
            prompts.add(RATING);
            section.only(prompts);
            Map<String, String> given = new TreeMap<>();
            factor.prompts().keySet().forEach(prompt -> given.put(prompt, answer(section, factor.id(), prompt)));
            answers.put(factor, given);
            rating(section, factor).ifPresent(rating -> ratings.put(factor, rating));
        }
        top.only(names);
        Optional<Assessment.Decision> decision = decision(top.mapping(DECISION), today);
        problems.throwIfAny();
        return new Assessment(incident, answers, ratings, decision.orElseThrow(), evidence);
    }

    private static Optional<Assessment.Rating> rating(YamlMapping section, Factor factor) {
        String given = answer(section, factor.id(), RATING);
        Optional<Assessment.Rating> rating = Assessment.Rating.byId(given);
        if (rating.isEmpty() && !given.isEmpty()) {
            section.problem(RATING, "\"" + given + "\" is no risk; write low, medium or high.");
        }
        return rating;
    }

    private static Optional<Assessment.Decision> decision(YamlMapping section, LocalDate today) {
        section.only(Set.of("outcome", "reason", "decider", "office", "day"));
        String given = answer(section, DECISION, "outcome");
        Optional<Assessment.Outcome> outcome = Assessment.Outcome.byId(given);
        if (outcome.isEmpty() && !given.isEmpty()) {
            section.problem("outcome", "\"" + given + "\" is no decision; write breach or low-probability.");
        }
        String reason = answer(section, DECISION, "reason");
        String decider = answer(section, DECISION, "decider");
        String office = answer(section, DECISION, "office");
        Optional<LocalDate> day = answer(section, DECISION, "day").isEmpty() ? Optional.empty() : section.date("day");
        if (day.isPresent() && day.get().isAfter(today)) {
            section.problem("day", day.get() + " is in the future; a decision is dated when it is made.");
        }
        return outcome.isPresent() && day.isPresent()
                ? Optional.of(new Assessment.Decision(outcome.get(), reason, decider, office, day.get()))
                : Optional.empty();
    }

    private static String answer(YamlMapping section, String where, String name) {
        String given = section.text(name).orElse("").strip();
        if (given.isEmpty()) {
            section.problem(name, where + "." + name + " is not answered.");
        }
        return given;
    }
}
