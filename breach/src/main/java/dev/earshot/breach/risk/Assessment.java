package dev.earshot.breach.risk;

import dev.earshot.breach.document.Block;
import dev.earshot.breach.document.Document;
import dev.earshot.breach.document.Span;
import dev.earshot.breach.incident.Incident;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import tools.jackson.databind.json.JsonMapper;

/// A documented risk assessment of at least the four factors of 45 CFR § 164.402(2), complete: every prompt answered,
/// every factor rated, and decided.
///
/// @param answers by factor: the answer by the name of its prompt
/// @param ratings the risk that each factor stands for
/// @param evidence what the answers were given in view of
public record Assessment(
        String incident,
        Map<Factor, Map<String, String>> answers,
        Map<Factor, Rating> ratings,
        Decision decision,
        Evidence evidence) {
    public Assessment {
        answers = Map.copyOf(answers);
        ratings = Map.copyOf(ratings);
        for (Factor factor : Factor.values()) {
            Map<String, String> given = answers.getOrDefault(factor, Map.of());
            for (String prompt : factor.prompts().keySet()) {
                if (given.getOrDefault(prompt, "").isBlank()) {
                    throw new IllegalArgumentException(factor.id() + "." + prompt + " is not answered");
                }
            }
            if (!ratings.containsKey(factor)) {
                throw new IllegalArgumentException(factor.id() + " is not rated");
            }
        }
    }

    public enum Rating {
        LOW("low"),
        MEDIUM("medium"),
        HIGH("high");

        private final String id;

        Rating(String id) {
            this.id = id;
        }

        public String id() {
            return id;
        }

        public static Optional<Rating> byId(String id) {
            return Arrays.stream(values()).filter(each -> each.id.equals(id)).findFirst();
        }
    }

    public enum Outcome {
        BREACH("breach"),
        /// A low probability that the protected health information was compromised: no breach.
        LOW_PROBABILITY("low-probability");

        private final String id;

        Outcome(String id) {
            this.id = id;
        }

        public String id() {
            return id;
        }

        public static Optional<Outcome> byId(String id) {
            return Arrays.stream(values()).filter(each -> each.id.equals(id)).findFirst();
        }
    }

    /// @param decider who decided, by name
    /// @param office in which, such as `Privacy Officer`
    public record Decision(Outcome outcome, String reason, String decider, String office, LocalDate day) {
        /// What it says for [Incident#harm] of `us`.
        public Incident.Harm harm() {
            return switch (outcome) {
                case BREACH -> Incident.Harm.LIKELY;
                case LOW_PROBABILITY -> Incident.Harm.UNLIKELY;
            };
        }
    }

    /// What is signed: JSON in UTF-8 without white space, names sorted. The same assessment has the same bytes.
    public byte[] canonical() {
        TreeMap<String, Object> top = new TreeMap<>();
        top.put("schema", SealedAssessment.SCHEMA);
        top.put("incident", incident);
        TreeMap<String, Object> factors = new TreeMap<>();
        for (Factor factor : Factor.values()) {
            TreeMap<String, Object> node = new TreeMap<>();
            node.put("citation", factor.citation());
            node.put("answers", new TreeMap<>(answers.getOrDefault(factor, Map.of())));
            node.put("rating", rating(factor).id());
            node.put("evidence", evidence.on(factor));
            factors.put(factor.id(), node);
        }
        top.put("factors", factors);
        top.put("inputs", evidence.inputs());
        TreeMap<String, Object> decided = new TreeMap<>();
        decided.put("outcome", decision.outcome().id());
        decided.put("reason", decision.reason());
        decided.put("decider", decision.decider());
        decided.put("office", decision.office());
        decided.put("day", decision.day().toString());
        top.put("decision", decided);
        return JsonMapper.shared().writeValueAsBytes(top);
    }

    /// What a reader should weigh: a low probability beside a factor that was rated high, say.
    public List<String> remarks() {
        List<String> remarks = new ArrayList<>();
        if (decision.outcome() == Outcome.LOW_PROBABILITY) {
            for (Factor factor : Factor.values()) {
                if (rating(factor) == Rating.HIGH) {
                    remarks.add("A low probability was found although the factor \"" + factor.id()
                            + "\" is rated high: the reason must carry that.");
                }
            }
            OptionalLong accepted = evidence.sent().stream()
                    .flatMapToLong(sent -> sent.accepted().stream())
                    .reduce(Long::sum);
            if (accepted.orElse(0) > 0) {
                remarks.add("Evidence shows requests that arrived (" + accepted.getAsLong() + ").");
            }
        }
        return remarks;
    }

    public Document document() {
        List<Block> blocks = new ArrayList<>();
        blocks.add(new Block.Heading(1, text("Risk assessment under 45 CFR § 164.402: " + incident)));
        blocks.add(paragraph("Verify with counsel. It must be kept for six years with the case (45 CFR §§ 164.414(b),"
                + " 164.530(j))."));
        for (Factor factor : Factor.values()) {
            blocks.add(new Block.Heading(2, text(factor.written())));
            blocks.add(
                    paragraph(factor.citation() + ". Rated: " + rating(factor).id() + "."));
            List<String> found = evidence.on(factor);
            if (!found.isEmpty()) {
                blocks.add(paragraph("Evidence:"));
                blocks.add(new Block.Listing(
                        false, found.stream().map(Assessment::text).toList()));
            }
            factor.prompts().forEach((prompt, question) -> {
                blocks.add(new Block.Paragraph(List.of(new Span.Text(question, true))));
                blocks.add(paragraph(answers.getOrDefault(factor, Map.of()).getOrDefault(prompt, "")));
            });
        }
        blocks.add(new Block.Heading(2, text("Decision")));
        blocks.add(paragraph(
                switch (decision.outcome()) {
                    case BREACH -> "This is a breach.";
                    case LOW_PROBABILITY ->
                        "There is a low probability that the protected health information was compromised.";
                }));
        blocks.add(paragraph(decision.reason()));
        remarks().forEach(remark -> blocks.add(paragraph(remark)));
        blocks.add(paragraph(
                "Decided on " + decision.day() + " by " + decision.decider() + ", " + decision.office() + "."));
        return new Document("Risk assessment: " + incident, Locale.ENGLISH, blocks);
    }

    private Rating rating(Factor factor) {
        Rating rating = ratings.get(factor);
        if (rating == null) {
            throw new IllegalStateException(factor.id() + " is not rated");
        }
        return rating;
    }

    private static Block paragraph(String text) {
        return new Block.Paragraph(text(text));
    }

    private static List<Span> text(String text) {
        return List.of(new Span.Text(text, false));
    }
}
