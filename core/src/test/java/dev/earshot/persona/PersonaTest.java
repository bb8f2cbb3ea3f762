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
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            {{persona.emial}}         | did you mean email?
            {{persona.e-mail}}        | did you mean email?
            {{persona.card}}          | this persona has no card; add it to the persona file
            {{persona.searchTerm[2]}} | this persona has 2 of searchTerm, counted from 0
            {{persona.otq}}           | did you mean otp?
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
                        EarshotException.class,
                        e -> assertThat(e.code()).isEqualTo(EarshotException.Code.USAGE))
                .hasMessageContaining(told)
                .hasMessageContaining(template);
    }

    @Test
    void a_persona_survives_the_way_through_a_har_file() {
        Persona persona = Personas.fresh(5);
        assertThat(Persona.fromMap(persona.toMap())).contains(persona);
        Persona given = new Persona("given", Map.of(), Map.of("otp", Sensitive.of("493021")));
        assertThat(Persona.fromMap(given.toMap())).contains(given);
    }

    @Test
    void a_foreign_persona_is_read_as_far_as_it_is_one() {
        assertThat(Persona.fromMap(Map.of())).isEmpty();
        assertThat(Persona.fromMap(Map.of("values", "x", "extras", 3))).isEmpty();
        assertThat(Persona.fromMap(Map.of("values", Map.of("email", List.of(7), "shoeSize", List.of("9")))))
                .isEmpty();
        assertThat(Persona.fromMap(Map.of("values", Map.of("email", List.of(7, "a@mail.example.org")))))
                .hasValueSatisfying(persona -> assertThat(of(persona, PersonaField.EMAIL))
                        .isEqualTo("a@mail.example.org"));
    }

    @Test
    void a_persona_file_is_read_as_typed() {
        Persona persona = Personas.read(
                file(
                        """
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
        Path file = file(
                """
                id: p-anna
                emial: anna@mail.example.org
                phone: 555
                dateOfBirth: 21/04/1983
                city:
                email: anna
                email: anna@mail.example.org
                ssn: [987-12-3456, 12]
                state: {a: b}
                extras:
                  email: x
                  "1": y
                """);
        assertThatThrownBy(() -> Personas.read(file))
                .hasMessageContaining(":1: id must not begin with p-")
                .hasMessageContaining(":2: unknown key emial; did you mean email?")
                .hasMessageContaining(":3: phone must have at least seven digits")
                .hasMessageContaining(":4: dateOfBirth must be a date, year first: 1983-04-21")
                .hasMessageContaining(":5: city has no value")
                .hasMessageContaining(":6: email must be an address")
                .hasMessageContaining(":7: email is given already in line 6")
                .hasMessageContaining(":8: ssn must have nine digits")
                .hasMessageContaining(":9: state must be a single value")
                .hasMessageContaining(":11: email belongs at the top of the file")
                .hasMessageContaining(":12: the name of an extra must begin with a letter")
                .message()
                .doesNotContain("987-12-3456")
                .doesNotContain("21/04");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            'email: [a'      | not YAML
            '- email'        | a persona is a list of lines
            'just text'      | a persona is a list of lines
            '# nothing'      | the file gives no value
            '{}'             | the file gives no value
            'email: []'      | email has no value
            '? [a]'          | not YAML
            'extras: 3'      | extras is a list of lines
            """)
    void a_file_that_is_no_persona_is_refused_with_a_reason(String text, String told) {
        Path file = file(text);
        assertThatThrownBy(() -> Personas.read(file))
                .isInstanceOf(EarshotException.class)
                .hasMessageContaining(told);
    }

    @Test
    void a_file_that_is_missing_or_not_text_is_refused_with_a_reason() throws IOException {
        assertThatThrownBy(() -> Personas.read(folder.resolve("none.yaml"))).hasMessageContaining("does not exist");
        Path binary = folder.resolve("binary.yaml");
        Files.write(binary, new byte[] {(byte) 0xff, (byte) 0xfe, 0, 1});
        assertThatThrownBy(() -> Personas.read(binary)).hasMessageContaining("not UTF-8");
        Path large = folder.resolve("large.yaml");
        Files.write(large, new byte[(1 << 20) + 1]);
        assertThatThrownBy(() -> Personas.read(large)).hasMessageContaining("larger than 1 MB");
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
