package dev.earshot.breach.risk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.earshot.EarshotException;
import dev.earshot.breach.incident.Incident;
import dev.earshot.evidence.EvidenceBundle;
import dev.earshot.evidence.SigningKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AssessmentTest {
    private static final LocalDate TODAY = LocalDate.parse("2024-03-10");
    private static final Instant NOW = Instant.parse("2024-03-10T12:00:00Z");
    private static final Evidence EVIDENCE = new Evidence(
            List.of(new Evidence.Sent(
                    "Vendor, Inc.",
                    "Pixel",
                    Set.of("name", "search-terms"),
                    LocalDate.parse("2023-07-20"),
                    LocalDate.parse("2024-02-15"),
                    "certain",
                    OptionalLong.of(142),
                    OptionalLong.of(61),
                    OptionalLong.of(58),
                    "scan of 2024-02-01")),
            List.of(new Evidence.Mitigation(
                    "Vendor, Inc.", "tag removed", LocalDate.parse("2024-02-15"), "scan of 2024-02-16")),
            OptionalLong.of(222),
            OptionalLong.of(21),
            List.of(),
            new TreeMap<>());

    @TempDir
    private Path folder;

    private static String answered(String outcome) {
        return AssessmentFile.blank("clinic", EVIDENCE)
                .replaceAll("risk: \"\"", "risk: medium")
                .replace("outcome: \"\"", "outcome: " + outcome)
                .replace("day: \"\"", "day: 2024-03-09")
                .replace("decider: \"\"", "decider: P. Officer")
                .replaceAll(": \"\"", ": found in the evidence");
    }

    private Assessment read(String text) throws IOException {
        Path file = folder.resolve("assessment.yaml");
        Files.writeString(file, text);
        return AssessmentFile.read(file, "clinic", EVIDENCE, TODAY);
    }

    @Test
    void a_blank_file_shows_what_was_found_beside_each_factor() {
        assertThat(AssessmentFile.blank("clinic", EVIDENCE))
                .contains("# found: Disclosed in all: name, search-terms.")
                .contains("# found: Vendor, Inc. by Pixel, 2023-07-20 to 2024-02-15 (certain): name, search-terms."
                        + " 142 individuals for certain. Source: scan of 2024-02-01.")
                .contains("58 were answered with a status of 200 to 299, so they arrived.")
                .contains("# found: Vendor, Inc.: tag removed on 2024-02-15 (scan of 2024-02-16).")
                .contains("45 CFR § 164.402(2)(iii)");
    }

    @Test
    void a_blank_file_tells_every_line_that_is_not_answered_at_once() {
        assertThatThrownBy(() -> read(AssessmentFile.blank("clinic", EVIDENCE)))
                .isInstanceOf(EarshotException.class)
                .hasMessageContaining("has 19 mistakes")
                .hasMessageContaining("nature.identifiers is not answered")
                .hasMessageContaining("mitigated.risk is not answered")
                .hasMessageContaining("decision.outcome is not answered")
                .hasMessageContaining("decision.day is not answered");
    }

    @Test
    void words_that_are_not_known_are_told_with_their_lines() {
        assertThatThrownBy(() -> read(answered("no-breach").replaceFirst("risk: medium", "risk: some") + "notes: x\n"))
                .hasMessageContaining("\"some\" is no risk; write low, medium or high.")
                .hasMessageContaining("\"no-breach\" is no decision; write breach or low-probability.")
                .hasMessageContaining("\"notes\" is not known here")
                .hasMessageContaining("line ");
    }

    @Test
    void a_decision_in_the_future_is_refused_and_one_of_today_is_not() throws IOException {
        assertThatThrownBy(() -> read(answered("breach").replace("2024-03-09", "2024-03-11")))
                .hasMessageContaining("is in the future");
        assertThat(read(answered("breach").replace("2024-03-09", "2024-03-10"))
                        .decision()
                        .day())
                .isEqualTo(TODAY);
    }

    @Test
    void a_found_sentence_with_a_line_end_stays_a_comment() {
        Evidence evil = new Evidence(
                List.of(),
                List.of(new Evidence.Mitigation("Vendor\ndecision: {}", "x", TODAY, "y")),
                OptionalLong.empty(),
                OptionalLong.empty(),
                List.of(),
                new TreeMap<>());
        assertThat(AssessmentFile.blank("clinic\nx: y", evil).lines())
                .noneMatch(line -> line.startsWith("decision: {}") || line.startsWith("x:"));
    }

    @Test
    void a_decision_says_what_the_duties_need_of_it() throws IOException {
        assertThat(read(answered("low-probability")).decision().harm()).isEqualTo(Incident.Harm.UNLIKELY);
        assertThat(read(answered("breach")).decision().harm()).isEqualTo(Incident.Harm.LIKELY);
    }

    @Test
    void a_low_probability_against_the_evidence_is_remarked_upon() throws IOException {
        assertThat(read(answered("low-probability").replaceFirst("risk: medium", "risk: high"))
                        .remarks())
                .anySatisfy(remark -> assertThat(remark).contains("\"nature\" is rated high"))
                .anySatisfy(remark -> assertThat(remark).contains("requests that arrived (58)"));
        assertThat(read(answered("breach")).remarks()).isEmpty();
    }

    @Test
    void the_same_assessment_has_the_same_bytes_and_another_has_others() throws IOException {
        byte[] bytes = read(answered("breach")).canonical();
        assertThat(read(answered("breach")).canonical()).isEqualTo(bytes);
        assertThat(read(answered("breach").replaceFirst("risk: medium", "risk: low"))
                        .canonical())
                .isNotEqualTo(bytes);
        assertThat(new String(bytes, StandardCharsets.UTF_8))
                .startsWith("{\"decision\":{\"day\":\"2024-03-09\"")
                .contains("\"schema\":\"earshot-risk-assessment/1\"");
    }

    @Test
    void the_document_has_the_factors_the_evidence_and_the_decision() throws IOException {
        String text = read(answered("low-probability")).document().toString();
        assertThat(text)
                .contains("45 CFR § 164.402(2)(i)", "45 CFR § 164.402(2)(iv)", "58 were answered", "P. Officer")
                .contains("low probability that the protected health information was compromised")
                .contains("Verify with counsel");
    }

    @Test
    void what_was_signed_is_read_back_and_any_change_is_noticed() throws IOException {
        SigningKey key = SigningKey.create(folder.resolve("key"));
        Path sealed = folder.resolve("risk");
        SealedAssessment.seal(sealed, read(answered("low-probability")), key, "1.0", NOW);
        SealedAssessment read = SealedAssessment.read(sealed, Optional.of(key.publicKey()));
        assertThat(read.incident()).isEqualTo("clinic");
        assertThat(read.decision().harm()).isEqualTo(Incident.Harm.UNLIKELY);
        assertThat(read.decision().decider()).isEqualTo("P. Officer");
        assertThat(read.fingerprint()).isEqualTo(SigningKey.fingerprint(key.publicKey()));
        assertThat(EvidenceBundle.verify(sealed, Optional.empty()).intact()).isTrue();

        Path file = sealed.resolve("assessment.json");
        Files.writeString(file, Files.readString(file).replace("low-probability", "breach"));
        assertThatThrownBy(() -> SealedAssessment.read(sealed, Optional.empty()))
                .isInstanceOfSatisfying(
                        EarshotException.class,
                        tampered -> assertThat(tampered.code()).isEqualTo(EarshotException.Code.TAMPERED));
    }

    @Test
    void an_assessment_that_nobody_or_somebody_else_signed_is_not_used() throws IOException {
        SigningKey key = SigningKey.create(folder.resolve("key"));
        SigningKey other = SigningKey.create(folder.resolve("other"));
        Path sealed = folder.resolve("risk");
        SealedAssessment.seal(sealed, read(answered("breach")), key, "1.0", NOW);
        assertThatThrownBy(() -> SealedAssessment.read(sealed, Optional.of(other.publicKey())))
                .hasMessageContaining("another key");
        Files.delete(sealed.resolve("manifest.sig"));
        assertThatThrownBy(() -> SealedAssessment.read(sealed, Optional.empty()))
                .hasMessageContaining("nobody signed it");
    }

    @Test
    void evidence_of_a_scan_joins_that_of_an_investigation() {
        Evidence all = Evidence.NONE.with(EVIDENCE).with(EVIDENCE);
        assertThat(all.sent()).hasSize(2);
        assertThat(all.exposed()).hasValue(222);
    }
}
