package dev.earshot.breach.law;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.earshot.breach.law.LegalElements.Answer;
import dev.earshot.breach.law.LegalElements.Judgement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LegalElementsTest {
    private final LawLibrary library = LawLibrary.builtIn();

    @ParameterizedTest
    @CsvSource(nullValues = "-", textBlock = """
            us-ca/1798.82-residents,      name ssn,                       YES
            us-ca/1798.82-residents,      ssn,                            NO
            us-ca/1798.82-residents,      name,                           NO
            us-ca/1798.82-residents,      name member-id,                 YES
            us-ca/1798.82-residents,      email member-id,                CONTESTED
            us-ca/1798.82-residents,      name medical-information,       YES
            us-ca/1798.82-residents,      name search-terms,              CONTESTED
            us-ca/1798.82-residents,      name health-context,            CONTESTED
            us-ca/1798.82-residents,      email search-terms,             CONTESTED
            us-ca/1798.82-residents,      client-id search-terms,         NO
            us-ca/1798.82-residents,      ip-address page-visited,        NO
            us-ca/1798.82-residents,      email password,                 YES
            us-ca/1798.82-residents,      user-name password,             YES
            us-ca/1798.82-residents,      password,                       NO
            us-ca/1798.82-residents,      name payment-card,              CONTESTED
            us-ca/1798.82-residents,      name payment-card password,     YES
            us-ca/1798.82-residents,      -,                              NO
            us-hi/487N-2-residents,       name medical-information,       NO
            us-hi/487N-2-residents,       name ssn,                       YES
            us-wa/19.255.010-residents,   name date-of-birth,             YES
            us-or/646A.604-residents,     name date-of-birth,             NO
            us-wa/19.255.010-residents,   ssn,                            CONTESTED
            us-tx/521.053-individuals,    mrn appointment,                YES
            us-tx/521.053-individuals,    client-id search-terms,         CONTESTED
            us-tx/521.053-individuals,    search-terms,                   NO
            us-tx/521.053-individuals,    name email,                     NO
            us-dc/28-3852-residents,      email medical-information,      YES
            us-dc/28-3852-residents,      email search-terms,             CONTESTED
            us-dc/28-3852-residents,      client-id page-visited,         CONTESTED
            us-dc/28-3852-residents,      page-visited,                   NO
            us-ma/93H-3-residents,        name payment-card,              YES
            us-ma/93H-3-residents,        name medical-information,       NO
            us-va/18.2-186.6-residents,   name medical-information,       NO
            us-fl/501.171-individuals,    name location,                  YES
            us-ga/10-1-912-residents,     name financial-account,         YES
            us-ca/1280.15-patients,       name medical-information,       YES
            us-ca/1280.15-patients,       ip-address page-visited,        CONTESTED
            """)
    void what_counts_for_a_statute_is_told_from_what_is_contested_and_what_does_not(
            String rule, String disclosed, Answer answer) {
        assertThat(judge(rule, disclosed == null ? Set.of() : Set.of(disclosed.split(" ")))
                        .answer())
                .isEqualTo(answer);
    }

    @Test
    void medical_information_is_private_information_in_new_york_from_march_2025_on() {
        Set<String> disclosed = Set.of("name", "medical-information");

        assertThat(judge("us-ny/899-aa-residents", disclosed, "2025-03-20").answer())
                .isEqualTo(Answer.NO);
        assertThat(judge("us-ny/899-aa-residents", disclosed, "2025-03-21").answer())
                .isEqualTo(Answer.YES);
    }

    @Test
    void no_element_that_a_tracker_tells_is_medical_information_for_certain() {
        Set<String> told = Set.of("health-context", "appointment", "search-terms", "page-visited", "referrer");

        assertThat(library.elements().disclosed("medical-information", told)).isEqualTo(Answer.CONTESTED);
    }

    @Test
    void the_reasons_name_what_was_disclosed_and_what_counsel_decides() {
        Judgement judgement = judge("us-ca/1798.82-residents", Set.of("email", "search-terms"));

        assertThat(judgement.because())
                .anyMatch(why -> why.startsWith("medical history") && why.contains("contested, for counsel to decide"))
                .anyMatch(why -> why.startsWith("a name") && why.contains("contested"));
        assertThat(judge("us-ca/1798.82-residents", Set.of("member-id")).because())
                .contains("no name was disclosed, beside which other elements would count");
    }

    @Test
    void each_contested_kind_says_why() {
        assertThat(library.elements().ids())
                .map(id -> library.elements().element(id).orElseThrow())
                .allMatch(element ->
                        element.contested().isEmpty() || element.why().isPresent());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            name: { meaning: a name, is: [nam] }                        | neither a data element nor a kind
            name: { meaning: a name, is: [name + ] }                    | neither a data element nor a kind
            name: { meaning: a name, contested: [email] }               | "why" is missing
            name: { is: [name] }                                        | "meaning" is missing
            ssn: { meaning: a Social Security number, is: [ssn] }       | there is no "name"
            """)
    void a_mistake_in_the_kinds_is_told(String kind, String told, @TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("elements.yaml"), kind + "\n");

        assertThatThrownBy(() -> library.with(folder))
                .hasMessageContaining("elements.yaml has")
                .hasMessageContaining(told);
    }

    private Judgement judge(String rule, Set<String> disclosed) {
        return judge(rule, disclosed, "2026-06-01");
    }

    private Judgement judge(String id, Set<String> disclosed, String day) {
        Rule rule = library.rulesOn(LocalDate.parse(day)).stream()
                .filter(each -> each.id().equals(id))
                .findFirst()
                .orElseThrow();
        return library.elements().judge(rule.trigger().elements(), disclosed);
    }
}
