package dev.earshot.persona;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.earshot.EarshotException;
import dev.earshot.element.Sensitive;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PersonaTest {
    @TempDir
    private Path folder;

    @Test
    void the_same_seed_gives_the_same_patient_and_another_seed_another() {
        assertThat(Personas.fresh(1)).isEqualTo(Personas.fresh(1));
        Set<Sensitive> seen = new HashSet<>();
        for (long seed = 0; seed < 500; seed++) {
            Persona persona = Personas.fresh(seed);
            for (PersonaField field : Set.of(
                    PersonaField.EMAIL,
                    PersonaField.LAST_NAME,
                    PersonaField.SEARCH_TERM,
                    PersonaField.MEMBER_ID,
                    PersonaField.SSN,
                    PersonaField.PAYMENT_CARD)) {
                assertThat(seen.add(persona.first(field).orElseThrow()))
                        .as("%s of seed %d occurs once", field, seed)
                        .isTrue();
            }
        }
    }

    @Test
    void a_generated_patient_has_every_value_and_none_that_belongs_to_a_person() {
        for (long seed = 0; seed < 300; seed++) {
            Persona persona = Personas.fresh(seed);
            assertThat(persona.values().keySet()).containsExactly(PersonaField.values());
            assertThat(persona.id()).matches("p-[0-9a-f]{8}");
            assertThat(of(persona, PersonaField.EMAIL))
                    .matches("[A-Z][a-z]{7}\\.[A-Z][a-z]{7}\\+\\d{4}@mail\\.example\\.(com|org|net)");
            assertThat(of(persona, PersonaField.PHONE)).matches("\\([2-9]\\d\\d\\) 555-01\\d\\d");
            assertThat(of(persona, PersonaField.SSN)).matches("9\\d\\d-(0[1-9]|[1-4]\\d)-\\d{4}");
            assertThat(of(persona, PersonaField.PAYMENT_CARD)).matches("4242 42\\d\\d \\d{4} \\d{4}");
            assertThat(luhn(of(persona, PersonaField.PAYMENT_CARD).replace(" ", "")))
                    .isZero();
            assertThat(of(persona, PersonaField.STREET)).matches("\\d{4} [A-Z][a-z]+ Street");
            assertThat(LocalDate.parse(of(persona, PersonaField.DATE_OF_BIRTH)).getYear())
                    .isBetween(1948, 1997);
            assertThat(persona.values().get(PersonaField.SEARCH_TERM)).hasSize(2);
        }
    }

    private static int luhn(String digits) {
        int sum = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = digits.charAt(digits.length() - 1 - i) - '0';
            sum += i % 2 == 0 ? digit : digit < 5 ? 2 * digit : 2 * digit - 9;
        }
        return sum % 10;
    }

    @Test
    void a_persona_prints_without_its_values() {
        Persona persona = Personas.fresh(3);
        persona.values().values().stream()
                .flatMap(List::stream)
                .filter(value -> value.reveal().length() > 4)
                .forEach(value -> assertThat(persona.toString()).doesNotContain(value.reveal()));
    }

    @Test
    void placeholders_are_replaced_and_all_else_stays() {
        Persona persona = new Persona(
                "given",
                Map.of(
                        PersonaField.EMAIL, List.of(Sensitive.of("a$1@mail.example.org")),
                        PersonaField.SEARCH_TERM, List.of(Sensitive.of("one"), Sensitive.of("two"))),
                Map.of("otp", Sensitive.of("493021")));
        assertThat(persona.expand("{{persona.email}}|{{ persona.searchTerm }}|{{persona.searchTerm[1]}}"))
                .isEqualTo("a$1@mail.example.org|one|two");
        assertThat(persona.expand("{{persona.otp}} {{other.email}} {persona.email} {{}} \\d $1"))
                .isEqualTo("493021 {{other.email}} {persona.email} {{}} \\d $1");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {{persona.emial}}         | Did you mean "email"?
            {{persona.e-mail}}        | Did you mean "email"?
            {{persona.card}}          | this persona has no card; add it to the persona file
            {{persona.searchTerm[2]}} | this persona has 2 of searchTerm, counted from 0
            {{persona.otq}}           | Did you mean "otp"?
            {{persona}}               | write it as {{persona.email}}
            {{persona.searchTerm[x]}} | write it as {{persona.email}}
            {{persona.zzzzzzzz}}      | a persona has no zzzzzzzz
            """)
    void a_reference_without_a_value_says_what_to_write_instead(String template, String told) {
        Persona persona = new Persona(
                "given",
                Map.of(
                        PersonaField.EMAIL, List.of(Sensitive.of("a@mail.example.org")),
                        PersonaField.SEARCH_TERM, List.of(Sensitive.of("one"), Sensitive.of("two"))),
                Map.of("otp", Sensitive.of("493021")));
        assertThatThrownBy(() -> persona.expand(template))
                .isInstanceOfSatisfying(
                        EarshotException.class, e -> assertThat(e.code()).isEqualTo(EarshotException.Code.USAGE))
                .hasMessageContaining(told)
                .hasMessageContaining(template);
    }

    @Test
    void a_persona_file_is_read_as_typed() {
        Persona persona = Personas.read(file("""
                id: staging-anna
                firstName: Zelmirak
                lastName: Vornatibel
                phone: 6025550142
                ssn: 987-12-3456
                postalCode: 02139
                searchTerm: [knee zelmirquat, "two"]
                extras:
                  otp: 0493021
                """));
        assertThat(persona.id()).isEqualTo("staging-anna");
        assertThat(of(persona, PersonaField.FULL_NAME)).isEqualTo("Zelmirak Vornatibel");
        assertThat(of(persona, PersonaField.PHONE)).isEqualTo("6025550142");
        assertThat(of(persona, PersonaField.POSTAL_CODE)).isEqualTo("02139");
        assertThat(persona.expand("{{persona.searchTerm[1]}} {{persona.otp}}")).isEqualTo("two 0493021");
        assertThat(persona.generated()).isFalse();
    }

    @Test
    void every_mistake_in_a_persona_file_is_told_at_once_with_its_line() {
        Path file = file("""
                id: p-anna
                emial: anna@mail.example.org
                phone: 555
                dateOfBirth: 21/04/1983
                city:
                email: anna@mail.example.org
                email: anna
                ssn: [987-12-3456, 12]
                state: {a: b}
                extras:
                  email: x
                  "1": y
                """);
        assertThatThrownBy(() -> Personas.read(file))
                .hasMessageContaining("has 11 mistakes")
                .hasMessageContaining("line 1: id must not begin with p-")
                .hasMessageContaining("line 2: \"emial\" is not known here. Did you mean \"email\"?")
                .hasMessageContaining("line 3: phone must have at least seven digits")
                .hasMessageContaining("line 4: dateOfBirth must be a date, year first: 1983-04-21")
                .hasMessageContaining("line 5: city has no value")
                .hasMessageContaining("line 7: \"email\" stands here twice")
                .hasMessageContaining("line 7: email must be an address")
                .hasMessageContaining("line 8: ssn must have nine digits")
                .hasMessageContaining("line 9: \"state\" takes a list")
                .hasMessageContaining("line 11: email belongs at the top of the file")
                .hasMessageContaining("line 12: the name of a value must begin with a letter")
                .message()
                .doesNotContain("987-12-3456")
                .doesNotContain("21/04");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            'email: [a'      | not YAML
            '- email'        | names with values
            'just text'      | names with values
            '# nothing'      | it gives no value
            '{}'             | it gives no value
            'email: []'      | it gives no value
            '? [a]'          | not YAML
            'extras: 3'      | names with values
            'email: null'    | email has no value
            'extras: {a: }'  | a has no value
            """)
    void a_file_that_is_no_persona_is_refused_with_a_reason(String text, String told) {
        Path file = file(text);
        assertThatThrownBy(() -> Personas.read(file))
                .isInstanceOf(EarshotException.class)
                .hasMessageContaining(told);
    }

    @Test
    void a_file_that_is_missing_is_refused_by_name() {
        assertThatThrownBy(() -> Personas.read(folder.resolve("none.yaml"))).hasMessageContaining("none.yaml");
    }

    private Path file(String text) {
        try {
            return Files.writeString(folder.resolve("persona.yaml"), text);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static String of(Persona persona, PersonaField field) {
        return persona.first(field).orElseThrow().reveal();
    }
}
