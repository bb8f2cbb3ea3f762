package dev.earshot.breach.risk;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/// One of the four factors that a risk assessment considers at least (45 CFR § 164.402, "breach", paragraph (2)).
public enum Factor {
    NATURE(
            "nature",
            "(i)",
            "The nature and extent of the protected health information, with the types of identifiers and the likelihood"
                    + " of re-identification"),
    RECIPIENT(
            "recipient",
            "(ii)",
            "The unauthorized person who used the protected health information or to whom it was disclosed"),
    ACQUIRED("acquired", "(iii)", "Whether the protected health information was actually acquired or viewed"),
    MITIGATED(
            "mitigated", "(iv)", "The extent to which the risk to the protected health information has been mitigated");

    private final String id;
    private final String paragraph;
    private final String written;

    Factor(String id, String paragraph, String written) {
        this.id = id;
        this.paragraph = paragraph;
        this.written = written;
    }

    public String id() {
        return id;
    }

    public String citation() {
        return "45 CFR § 164.402(2)" + paragraph;
    }

    /// The factor, much in the rule's words.
    public String written() {
        return written;
    }

    /// What is asked, by the name of the answer, in order.
    public SequencedMap<String, String> prompts() {
        return switch (this) {
            case NATURE ->
                asked(
                        "information",
                        "Which information was disclosed, and what does it say about a person's health or care?",
                        "identifiers",
                        "Which identifiers went with it?",
                        "reidentification",
                        "How likely is it that who got it can tell whose it is?");
            case RECIPIENT ->
                asked(
                        "who",
                        "Who got it?",
                        "obligations",
                        "What binds them: an agreement under § 164.504(e), terms, law?",
                        "linking",
                        "Can they tie it to accounts or devices that they know?");
            case ACQUIRED ->
                asked(
                        "arrived",
                        "What shows that it arrived, or that it did not?",
                        "used",
                        "What is known of its being viewed, stored or used, for advertising say?");
            case MITIGATED ->
                asked(
                        "stopped",
                        "What was stopped, when, and what shows it?",
                        "deleted",
                        "What have those who got it deleted or promised, and is that assured?");
        };
    }

    private static SequencedMap<String, String> asked(String... namesAndQuestions) {
        SequencedMap<String, String> asked = new LinkedHashMap<>();
        for (int at = 0; at < namesAndQuestions.length; at += 2) {
            asked.put(namesAndQuestions[at], namesAndQuestions[at + 1]);
        }
        return Collections.unmodifiableSequencedMap(asked);
    }
}
