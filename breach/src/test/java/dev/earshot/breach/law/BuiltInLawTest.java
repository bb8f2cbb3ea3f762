package dev.earshot.breach.law;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import org.junit.jupiter.api.Test;

class BuiltInLawTest {
    private final LawLibrary library = LawLibrary.builtIn();

    @Test
    void californias_residents_have_thirty_days_from_2026_on_and_no_number_before() {
        assertThat(rule("us-ca/1798.82-residents", "2025-12-31").clock().days()).isEmpty();
        assertThat(rule("us-ca/1798.82-residents", "2026-01-01").clock().days()).hasValue(30);
    }

    private Rule rule(String id, String day) {
        return library.rulesOn(LocalDate.parse(day)).stream()
                .filter(rule -> rule.id().equals(id))
                .findFirst()
                .orElseThrow();
    }
}
