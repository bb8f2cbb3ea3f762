package dev.earshot.health;

import java.util.Arrays;
import java.util.Optional;

/// What a health term names.
public enum HealthClass {
    /// A disease, an injury, a symptom or a state such as pregnancy.
    CONDITION("condition", "condition"),
    /// A drug, by its generic or brand name, or a class of drugs.
    MEDICATION("medication", "medication"),
    /// Something done to find out or to treat: a test, an operation, a therapy.
    PROCEDURE("procedure", "procedure"),
    /// A part of what a provider offers: cancer care, a maternity ward, a crisis line.
    SERVICE_LINE("service-line", "service line"),
    /// What a provider is trained in.
    SPECIALTY("specialty", "provider specialty");

    private final String id;
    private final String label;

    HealthClass(String id, String label) {
        this.id = id;
        this.label = label;
    }

    /// The name used in term files, policy files and reports, in kebab case.
    public String id() {
        return id;
    }

    /// In lower case, singular.
    public String label() {
        return label;
    }

    public static Optional<HealthClass> byId(String id) {
        return Arrays.stream(values()).filter(each -> each.id.equals(id)).findFirst();
    }
}
