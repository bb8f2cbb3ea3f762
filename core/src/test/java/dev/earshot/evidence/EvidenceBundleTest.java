package dev.earshot.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.earshot.EarshotException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvidenceBundleTest {
    private static final EvidenceBundle.Origin ORIGIN = new EvidenceBundle.Origin(
            "0.1",
            "Chromium 150",
            List.of("scan", "https://www.clinic.example/"),
            Instant.EPOCH,
            Instant.EPOCH.plusSeconds(5),
            Map.of());

    @TempDir
    private Path root;

    private Path bundle;

    @BeforeEach
    void a_bundle_of_two_files() throws IOException {
        bundle = Files.createDirectories(root.resolve("bundle"));
        Files.writeString(bundle.resolve("report.json"), "{}");
        Files.createDirectories(bundle.resolve("screenshots"));
        Files.writeString(bundle.resolve("screenshots/p1.png"), "png");
    }

    @Test
    void an_untouched_bundle_is_intact_and_names_its_signer() {
        SigningKey key = SigningKey.create(root.resolve("key"));
        EvidenceBundle.seal(bundle, ORIGIN, Optional.of(key));
        Verification verification = EvidenceBundle.verify(bundle, Optional.of(key.publicKey()));
        assertThat(verification.intact()).isTrue();
        assertThat(verification.files()).isEqualTo(2);
        assertThat(verification.signature())
                .isEqualTo(new Verification.Signature.Good(SigningKey.fingerprint(key.publicKey()), true));
    }

    @Test
    void a_changed_a_missing_and_an_added_file_are_each_named() throws IOException {
        EvidenceBundle.seal(bundle, ORIGIN, Optional.empty());
        Files.writeString(bundle.resolve("report.json"), "{ }");
        Files.delete(bundle.resolve("screenshots/p1.png"));
        Files.writeString(bundle.resolve("screenshots/p2.png"), "png");
        Verification verification = EvidenceBundle.verify(bundle, Optional.empty());
        assertThat(verification.changed()).containsExactly("report.json");
        assertThat(verification.missing()).containsExactly("screenshots/p1.png");
        assertThat(verification.added()).containsExactly("screenshots/p2.png");
        assertThat(verification.intact()).isFalse();
    }

    @Test
    void a_manifest_changed_to_fit_a_changed_file_breaks_the_signature() throws IOException {
        SigningKey key = SigningKey.create(root.resolve("key"));
        EvidenceBundle.seal(bundle, ORIGIN, Optional.of(key));
        byte[] signature = Files.readAllBytes(bundle.resolve("manifest.sig"));
        Files.writeString(bundle.resolve("report.json"), "{ }");
        EvidenceBundle.seal(bundle, ORIGIN, Optional.empty());
        Files.write(bundle.resolve("manifest.sig"), signature);
        assertThat(EvidenceBundle.verify(bundle, Optional.empty()).signature())
                .isInstanceOf(Verification.Signature.Bad.class);
    }

    @Test
    void a_bundle_signed_anew_by_somebody_else_is_not_the_expected_signer_s() {
        SigningKey mine = SigningKey.create(root.resolve("mine"));
        EvidenceBundle.seal(bundle, ORIGIN, Optional.of(SigningKey.create(root.resolve("theirs"))));
        Verification verification = EvidenceBundle.verify(bundle, Optional.of(mine.publicKey()));
        assertThat(verification.intact()).isFalse();
        assertThat(verification.signature()).isInstanceOf(Verification.Signature.Bad.class);
    }

    @Test
    void an_unsigned_bundle_says_so() {
        EvidenceBundle.seal(bundle, ORIGIN, Optional.empty());
        assertThat(EvidenceBundle.verify(bundle, Optional.empty()).signature())
                .isEqualTo(new Verification.Signature.Absent());
    }

    @Test
    void a_signature_file_that_is_garbage_is_bad_and_not_an_error() throws IOException {
        EvidenceBundle.seal(bundle, ORIGIN, Optional.empty());
        Files.writeString(bundle.resolve("manifest.sig"), "{\"publicKey\":\"%%\"}");
        assertThat(EvidenceBundle.verify(bundle, Optional.empty()).signature())
                .isInstanceOf(Verification.Signature.Bad.class);
    }

    @Test
    void a_folder_without_a_manifest_is_not_a_bundle() {
        assertThatThrownBy(() -> EvidenceBundle.verify(bundle, Optional.empty()))
                .isInstanceOf(EarshotException.class)
                .hasMessageContaining("manifest.json");
    }

    @Test
    void the_private_key_is_the_owner_s_alone_reads_back_and_is_never_replaced() throws IOException {
        Path file = root.resolve("keys/earshot.key");
        SigningKey key = SigningKey.create(file);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(SigningKey.read(file).publicKey()).isEqualTo(key.publicKey());
        assertThatThrownBy(() -> SigningKey.create(file)).hasMessageContaining("not replaced");
    }
}
