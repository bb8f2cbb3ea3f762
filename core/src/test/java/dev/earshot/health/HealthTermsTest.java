package dev.earshot.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HealthTermsTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /services/behavioral-health            | service-line mental-health: behavioral-health
            /condiciones/cancer-de-mama            | condition: cancer-de-mama
            /condiciones/cáncer_de_la_mama         | condition: cáncer_de_la_mama
            C%C3%81NCER DE MAMA                    | condition: CÁNCER DE MAMA
            cancer of the breast                   | condition: cancer of the breast
            breastCancer                           | condition: breastCancer
            /breastcancer/                         | condition: breastcancer
            HIVTesting                             | procedure infection: HIVTesting
            STDs                                   | condition infection: STDs
            grossesse                              | condition reproductive: grossesse
            l'arthrose                             | condition: arthrose
            Crohn's disease                        | condition: Crohn's disease
            /crohns-disease                        | condition: crohns-disease
            kidney stones                          | condition: kidney stones
            diagnostico de tumores                 | condition: tumores
            maladies cardiaques                    | condition: maladies cardiaques
            allergies, biopsies and metastases     | condition: allergies; procedure: biopsies; condition: metastases
            postpartum depression                  | condition reproductive mental-health: postpartum depression
            depression, then diabetes              | condition mental-health: depression; condition: diabetes
            /labor/and/delivery                    | service-line reproductive: labor/and/delivery
            Labor & Delivery                       | service-line reproductive: Labor & Delivery
            hip replacement                        | procedure: hip replacement
            AIDS clinics and research              | service-line infection: AIDS clinics
            living with AIDS                       | condition infection: AIDS
            cœliaque: maladie cœliaque             | condition: maladie cœliaque
            type 2 diabetes                        | condition: type 2 diabetes
            """)
    void a_term_is_found_whatever_way_it_is_written(String text, String expected) {
        assertThat(said(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "%",
                "%C3",
                "/about-us/leadership",
                "cold brew",
                "first aids and hearing",
                "FIRST AIDS",
                "candidate",
                "archives",
                "the Great Depression",
                "hip | replacement windows",
                "/labor?delivery=tuesday",
                "a=heart&attack=b",
                "breast. stroke order",
                "scancer",
                "/huntington-beach",
                "Hon. fatigues",
                "cancerous_",
                "stdout",
                "enceinte bluetooth",
                "pain complet",
                "location de voitures",
                "Conditions générales",
                "trabajo en la clínica",
                "a.b.c/d/e?f=g#h"
            })
    void a_near_miss_says_nothing(String text) {
        assertThat(said(text)).isEmpty();
    }

    @Test
    void the_longest_term_wins_and_its_words_are_not_read_again() {
        assertThat(said("metastatic breast cancer, breast cancer, cancer"))
                .isEqualTo("condition: metastatic breast cancer; condition: breast cancer; condition: cancer");
    }

    @Test
    void what_is_said_twice_is_told_once() {
        assertThat(said("/diabetes/what-is-diabetes?about=Diabetes")).isEqualTo("condition: diabetes");
    }

    @Test
    void a_term_of_two_languages_names_both_vocabularies() {
        assertThat(HealthTerms.bundled()
                        .in("cancer", false)
                        .orElseThrow()
                        .mentions()
                        .getFirst()
                        .vocabularies())
                .containsExactly("earshot-en", "earshot-es", "earshot-fr");
    }

    @Test
    void a_users_terms_are_found_beside_the_bundled_ones_and_can_silence_them() {
        Vocabulary own = Vocabulary.read("""
                id: our-clinics
                [service-line; substance-use]
                Hope House
                [nothing]
                Cancer Street
                """, "file", (problem, line) -> {
            throw new IllegalStateException(problem);
        });
        HealthTerms terms = HealthTerms.bundled().with(List.of(own));
        HealthContext said =
                terms.in("Hope House, 12 Cancer Street: cancer care", false).orElseThrow();
        assertThat(said.kinds()).containsExactly(ProtectedKind.SUBSTANCE_USE);
        assertThat(said.mentions())
                .extracting(mention -> mention.words().reveal())
                .containsExactly("Hope House", "cancer care");
        assertThat(said.mentions().getFirst().vocabularies()).containsExactly("our-clinics");
        assertThat(said("Hope House")).isEmpty();
    }

    @Test
    void all_mistakes_of_a_term_file_are_told_with_their_lines() {
        List<String> problems = new ArrayList<>();
        Vocabulary read = Vocabulary.read("""
                language: de
                Hope House
                [clinic]
                [condition; mental]
                one,, the
                two
                """, "own.terms", (problem, line) -> problems.add(line + " " + problem));
        assertThat(problems)
                .hasSize(6)
                .anyMatch(problem -> problem.startsWith("1 language \"de\""))
                .anyMatch(problem -> problem.startsWith("2 \"Hope House\" stands before any section"))
                .anyMatch(problem -> problem.startsWith("3 there is no class \"clinic\". Known are: condition,"))
                .anyMatch(problem -> problem.startsWith("4 there is no protected kind \"mental\""))
                .anyMatch(problem -> problem.startsWith("5 \"\" is too short"))
                .anyMatch(problem -> problem.startsWith("5 \"the\" is too short"));
        assertThat(read.size()).isEqualTo(2);
    }

    @Test
    void the_bundled_vocabularies_are_whole() {
        assertThat(HealthTerms.bundled().vocabularies()).allSatisfy(vocabulary -> {
            assertThat(vocabulary.name()).isNotEmpty();
            assertThat(vocabulary.source()).isNotEmpty();
            assertThat(vocabulary.size()).isGreaterThan(1000);
        });
        for (ProtectedKind kind : ProtectedKind.values()) {
            for (String language : List.of("en", "es", "fr")) {
                assertThat(HealthTerms.bundled().vocabularies().stream()
                                .filter(vocabulary -> vocabulary.language().equals(language))
                                .flatMap(vocabulary -> vocabulary.sections().stream())
                                .filter(section -> section.kinds().contains(kind))
                                .mapToInt(section -> section.terms().size())
                                .sum())
                        .as("%s %s", language, kind)
                        .isGreaterThan(20);
            }
        }
    }

    @Test
    void every_bundled_term_is_found_by_itself() {
        for (Vocabulary vocabulary : HealthTerms.bundled().vocabularies()) {
            for (Vocabulary.Section section : vocabulary.sections()) {
                for (String term : section.terms()) {
                    boolean saysSomething = !section.classes().isEmpty();
                    HealthTerms alone = HealthTerms.bundled();
                    assertThat(alone.in(term, false).isPresent() || !saysSomething)
                            .as("%s of %s", term, vocabulary.id())
                            .isTrue();
                }
            }
        }
    }

    @Test
    void letters_are_folded_as_unicode_takes_them_apart() {
        for (char c = 0xC0; c < 0x180; c++) {
            String letter = String.valueOf(c);
            String apart = Normalizer.normalize(letter, Normalizer.Form.NFD).replaceAll("\\p{M}", "");
            if (Character.isLetter(c) && apart.length() == 1 && apart.charAt(0) < 0x80) {
                assertThat(Words.hash("x" + letter))
                        .as(letter)
                        .isEqualTo(Words.hash("x" + apart.toLowerCase(Locale.ROOT)));
            }
        }
        assertThat(Words.hash("œuf")).isEqualTo(Words.hash("oeuf"));
        assertThat(Words.hash("cancer\u0301")).isEqualTo(Words.hash("cancer"));
    }

    @Test
    void a_text_of_many_terms_costs_a_bounded_number_of_mentions() {
        String text = HealthTerms.bundled().vocabularies().getFirst().sections().getFirst().terms().stream()
                .collect(Collectors.joining(" | "));
        assertThat(HealthTerms.bundled().in(text, false).orElseThrow().mentions())
                .hasSize(64);
    }

    private static String said(String text) {
        return HealthTerms.bundled()
                .in(text, false)
                .map(context -> context.mentions().stream()
                        .map(mention ->
                                mention.classes().stream().map(HealthClass::id).collect(Collectors.joining(" "))
                                        + mention.kinds().stream()
                                                .map(kind -> " " + kind.id())
                                                .collect(Collectors.joining())
                                        + ": " + mention.words().reveal())
                        .collect(Collectors.joining("; ")))
                .orElse("");
    }
}
