package dev.earshot.health;

import java.util.Arrays;
import java.util.Optional;

/// A kind of health statement that statutes protect more than others, or whose disclosure does more harm.
///
/// Which statute protects it where is for counsel; `docs/policy.md` names some. The kinds overlap: a text can be of
/// several.
public enum ProtectedKind {
    /// Contraception, pregnancy, abortion, fertility, sexual function.
    REPRODUCTIVE("reproductive", "reproductive and sexual health"),
    /// HIV, sexually transmitted infections, viral hepatitis, tuberculosis and their like. Not a cold.
    INFECTION("infection", "HIV and other infections"),
    MENTAL_HEALTH("mental-health", "mental health"),
    SUBSTANCE_USE("substance-use", "substance use"),
    /// Genetic tests, and conditions that are inherited as such.
    GENETIC("genetic", "genetic"),
    /// Gender identity and care for it, sexual orientation.
    GENDER("gender", "gender and orientation"),
    /// Says that the patient is a child or an adolescent.
    MINORS("minors", "minors");

    private final String id;
    private final String label;

    ProtectedKind(String id, String label) {
        this.id = id;
        this.label = label;
    }

    /// The name used in term files, policy files and reports, in kebab case.
    public String id() {
        return id;
    }

    /// To go on after "specially protected:", in lower case.
    public String label() {
        return label;
    }

    public static Optional<ProtectedKind> byId(String id) {
        return Arrays.stream(values()).filter(each -> each.id.equals(id)).findFirst();
    }
}
