package dev.earshot.breach.law;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.earshot.EarshotException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LawLibraryTest {
    private static final String GOOD = """
            jurisdiction: us-zz
            name: Nowhere
            region: ZZ
            country: US
            holidays: [new-year]
            authorities:
              Attorney General of Nowhere: { confidence: unverified }
            sources:
              code: { text: "Code of Nowhere", read: 2026-11-22 }
            rules:
              - id: 1-residents
                title: Notice to residents
                citation: Code § 1
                sources: [code]
                confidence: secondary
                to: 2025-12-31
                recipient: individuals
                binds: anyone
                elements: { withName: [ssn], written: a name with a Social Security number }
                clock: { starts: discovered, days: 45, kind: calendar, written: within 45 days, lawEnforcementDelay: true }
                content:
                  - { item: what-happened, citation: Code § 1(a), written: what happened, when: [ssn] }
                hipaa: none
              - id: 1-residents
                title: Notice to residents
                citation: Code § 1
                sources: [code]
                confidence: secondary
                from: 2026-01-01
                recipient: individuals
                binds: [business]
                elements: { withName: [ssn], written: a name with a Social Security number }
                harm: { effect: exemption, written: unless harm is unlikely }
                encryption: not where encrypted
                thresholds:
                  - { scope: jurisdiction, comparator: more-than, number: 500, written: more than 500 residents }
                clock: { starts: discovered, days: 30, kind: calendar, written: within 30 days }
                hipaa: none
              - id: 1-attorney-general
                title: Notice to the Attorney General
                citation: Code § 2
                sources: [code]
                confidence: secondary
                recipient: regulator
                addressee: Attorney General of Nowhere
                binds: anyone
                elements: { withName: [ssn], written: a name with a Social Security number }
                clock:
                  starts: other-duty-done
                  days: 5
                  kind: business
                  written: within 5 business days after residents
                  order: { relation: after, rule: 1-residents }
                hipaa: none
                notes: [first, second]
            """;

    private static final LawLibrary FEW = few();

    @TempDir
    private Path folder;

    @BeforeEach
    void a_good_file() throws IOException {
        Files.writeString(folder.resolve("us-zz.yaml"), GOOD);
    }

    @Test
    void a_file_of_a_folder_is_read_with_all_that_it_says() {
        Jurisdiction nowhere = with().jurisdiction("us-zz").orElseThrow();

        assertThat(nowhere.holidays()).containsExactly("new-year");
        assertThat(nowhere.authorities()).containsOnlyKeys("Attorney General of Nowhere");
        Rule before = nowhere.on(LocalDate.parse("2025-12-31")).getFirst();
        Rule after = nowhere.on(LocalDate.parse("2026-01-01")).getFirst();
        assertThat(before.clock().days()).hasValue(45);
        assertThat(before.clock().lawEnforcementDelay()).isTrue();
        assertThat(before.trigger().entities()).hasSize(7);
        assertThat(before.content().getFirst().whenElements()).containsExactly("ssn");
        assertThat(after.clock().days()).hasValue(30);
        assertThat(after.clock().lawEnforcementDelay()).isFalse();
        assertThat(after.trigger().entities()).containsExactly("business");
        assertThat(after.trigger().harm().orElseThrow().effect()).isEqualTo(Trigger.HarmTest.Effect.EXEMPTION);
        assertThat(after.trigger().thresholds().getFirst().comparator()).isEqualTo(Comparator.MORE_THAN);
        assertThat(after.trigger().encryption()).contains("not where encrypted");
        Rule attorney = nowhere.rules().getLast();
        assertThat(attorney.clock().order()).contains(new Clock.Order(Clock.Order.Relation.AFTER, "us-zz/1-residents"));
        assertThat(attorney.sources()).containsExactly(new Source("Code of Nowhere", LocalDate.parse("2026-11-22")));
        assertThat(attorney.notes()).containsExactly("first", "second");
    }

    @Test
    void a_file_of_a_folder_replaces_the_built_in_one_of_its_name() throws IOException {
        Files.writeString(
                folder.resolve("us-ga.yaml"), GOOD.replace("us-zz", "us-ga").replace("region: ZZ", "region: GA"));

        LawLibrary library = with();

        assertThat(library.jurisdiction("us-ga").orElseThrow().name()).isEqualTo("Nowhere");
        assertThat(library.byRegion("GA", "US").orElseThrow().name()).isEqualTo("Nowhere");
        assertThat(LawLibrary.builtIn().jurisdiction("us-ga").orElseThrow().name())
                .isEqualTo("Georgia");
    }

    @Test
    void a_place_is_found_in_any_case_and_an_unknown_one_is_not_taken_for_another() {
        LawLibrary library = with();

        assertThat(library.byRegion("zz", "us").orElseThrow().id()).isEqualTo("us-zz");
        assertThat(library.byRegion("", "US").orElseThrow().id()).isEqualTo("us");
        assertThat(library.byRegion("XX", "US")).isEmpty();
        assertThat(library.byRegion("ZZ", "CA")).isEmpty();
    }

    @Test
    void a_law_of_many_countries_is_found_by_each_of_them() throws IOException {
        Files.writeString(
                folder.resolve("us-zz.yaml"),
                GOOD.replace("region: ZZ\n", "").replace("country: US", "country: ZA\ncountries: [ZB, ZC]"));

        LawLibrary library = with();

        assertThat(library.byRegion("", "ZA"))
                .isEqualTo(library.byRegion("", "ZC"))
                .isPresent();
    }

    @Test
    void the_version_changes_with_any_word_and_with_nothing_else() throws IOException {
        String version = with().version();

        assertThat(version).hasSize(64).isEqualTo(with().version()).isNotEqualTo(FEW.version());
        String jurisdiction = with().jurisdiction("us-zz").orElseThrow().version();
        String ofCalifornia = with().jurisdiction("us-ca").orElseThrow().version();
        Files.writeString(folder.resolve("us-zz.yaml"), GOOD.replace("days: 45", "days: 46"));
        assertThat(with().version()).isNotEqualTo(version);
        assertThat(with().jurisdiction("us-zz").orElseThrow().version()).isNotEqualTo(jurisdiction);
        assertThat(with().jurisdiction("us-ca").orElseThrow().version()).isEqualTo(ofCalifornia);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            confidence: secondary            | confidence: sure                    | "sure" is no confidence
            country: US                      |                                     | "country" is missing
            recipient: individuals           | recipient: individual               | Did you mean "individuals"?
            binds: anyone                    | binds: [everybody]                  | "everybody" is not known in binds
            binds: anyone                    | binds: []                           | say whom the rule binds
            withName: [ssn]                  | withName: [ssm]                     | "ssm" is not known in withName. Did you mean "ssn"?
            withName: [ssn],                 | phi: false,                         | say what must have been disclosed
            when: [ssn]                      | when: [smell]                       | "smell" is not known in when
            item: what-happened              | item: what-hapened                  | Did you mean "what-happened"?
            kind: business                   | kind: workdays                      | "workdays" is no kind
            days: 45                         | days: -45                           | "-45" is no whole number
            days: 45                         | days: soon                          | "soon" is no whole number
            number: 500                      | number: 5e2                         | "5e2" is no whole number
            comparator: more-than            | comparator: '>'                     | ">" is no comparator
            relation: after                  | relation: later                     | "later" is no relation
            rule: 1-residents                | rule: 2-residents                   | there is no rule "us-zz/2-residents". Did you mean
            rule: 1-residents                | rule: us/164.404-individual         | there is no rule "us/164.404-individual". Did you mean "us/164.404-individuals"?
            rule: 1-residents                | rule: 1-attorney-general            | can't be ordered against itself
            order: { relation: after, rule: 1-residents } | encrypted: true        | "encrypted" is not known here
            order: { relation: after, rule: 1-residents } | lawEnforcementDelay: false | needs an order that names the other duty
            to: 2025-12-31                   | to: 2026-01-01                      | two versions of "us-zz/1-residents" are in force on the same day
            to: 2025-12-31                   |                                     | two versions of "us-zz/1-residents" are in force on the same day
            from: 2026-01-01                 | from: 2026-13-01                    | "2026-13-01" is no date
            to: 2025-12-31                   | from: 2025-01-01@to: 2024-12-31     | ends before it begins
            read: 2026-11-22                 | on: 2026-11-22                      | "read" is missing
            sources: [code]                  | sources: []                         | a rule names at least one source
            sources: [code]                  | sources: [codex]                    | "codex" is not known in sources. Did you mean "code"?
            addressee: Attorney General of Nowhere | addressee: Attorney Colonel   | "Attorney Colonel" is not among the authorities
            holidays: [new-year]             | holidays: [newyear]                 | Did you mean "new-year"?
            effect: exemption                | effect: exempt                      | "exempt" is no effect
            hipaa: none                      |                                     | "hipaa" is missing
            jurisdiction: us-zz              | jurisdiction: us-zy                 | is named us-zy.yaml
            name: Nowhere                    | nane: Nowhere                       | "nane" is not known here. Did you mean "name"?
            citation: Code § 1               |                                     | "citation" is missing
            """)
    void a_mistake_is_told_with_its_line_and_what_is_known(String right, String wrong, String told) throws IOException {
        assertThat(GOOD).contains(right);
        String replaced = wrong == null ? "" : wrong.replace("@", "\n    ");
        Files.writeString(folder.resolve("us-zz.yaml"), GOOD.replaceFirst(Pattern.quote(right), replaced));

        assertThatThrownBy(this::with)
                .isInstanceOf(EarshotException.class)
                .hasMessageStartingWith("us-zz.yaml has")
                .hasMessageContaining("line ")
                .hasMessageContaining(told);
    }

    @Test
    void the_mistakes_of_all_files_are_told_at_once() throws IOException {
        Files.writeString(
                folder.resolve("us-zz.yaml"),
                GOOD.replace("confidence: secondary", "confidence: sure").replace("hipaa: none", "hipaa: some"));
        Files.writeString(
                folder.resolve("us-zy.yaml"), GOOD.replace("us-zz", "us-zy").replace("days: 5", "days: V"));
        Files.writeString(folder.resolve("us-zx.yaml"), "jurisdiction: [");
        Files.writeString(folder.resolve("us-zw.yaml"), "");

        EarshotException thrown = catchThrowableOfType(EarshotException.class, this::with);

        assertThat(thrown.code()).isEqualTo(EarshotException.Code.USAGE);
        String told = String.valueOf(thrown.getMessage());
        assertThat(told.lines().filter(line -> line.contains("\"sure\""))).hasSize(3);
        assertThat(told.lines().filter(line -> line.contains("\"some\""))).hasSize(3);
        assertThat(thrown).hasMessageContaining("us-zy.yaml has a mistake:").hasMessageContaining("\"V\"");
        assertThat(thrown).hasMessageContaining("us-zx.yaml").hasMessageContaining("this is not YAML");
        assertThat(thrown).hasMessageContaining("us-zw.yaml").hasMessageContaining("there is no jurisdiction in it");
    }

    @Test
    void what_is_no_folder_is_told_so() {
        assertThatThrownBy(() -> LawLibrary.builtIn().with(folder.resolve("none")))
                .isInstanceOf(EarshotException.class)
                .hasMessageContaining("Could not read the law in");
    }

    @Test
    void a_file_that_is_no_text_is_told_and_not_read() throws IOException {
        Files.write(folder.resolve("us-zv.yaml"), new byte[] {(byte) 0xff, (byte) 0xfe, 0});

        assertThatThrownBy(this::with)
                .isInstanceOf(EarshotException.class)
                .hasMessageContaining("Could not read the law in");
    }

    @Test
    void vocabularies_may_be_replaced_and_then_bind_all_files() throws IOException {
        Files.writeString(folder.resolve("content.yaml"), "what-happened: what happened\n");

        assertThatThrownBy(this::with)
                .hasMessageContaining("us-ca.yaml has")
                .hasMessageContaining("\"format-title\" is not in content.yaml");
    }

    private LawLibrary with() {
        return FEW.with(folder);
    }

    /// Some of the built-in law, which is read sooner than all.
    private static LawLibrary few() {
        SortedMap<String, String> files = new TreeMap<>(LawLibrary.builtInFiles());
        files.keySet()
                .removeIf(name -> name.startsWith("us-")
                        && !Set.of("us-ca.yaml", "us-ga.yaml").contains(name));
        files.keySet().removeIf(name -> name.startsWith("ca") || name.startsWith("eu") || name.startsWith("gb"));
        return new LawLibrary(files);
    }
}
