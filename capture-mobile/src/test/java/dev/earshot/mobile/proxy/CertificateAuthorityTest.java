package dev.earshot.mobile.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.earshot.EarshotException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javax.net.ssl.SSLEngine;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertificateAuthorityTest {
    @TempDir
    Path folder;

    private Path place;

    @BeforeEach
    void name() {
        place = folder.resolve("ca");
    }

    @Test
    void its_key_is_its_owners_alone() throws Exception {
        assumeThat(Files.getFileStore(folder).supportsFileAttributeView("posix"))
                .isTrue();
        assertThat(CertificateAuthority.in(place).made()).isTrue();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(place.resolve("ca.key"))))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(place)))
                .isEqualTo("rwx------");
    }

    @Test
    void a_key_that_others_can_read_is_refused() throws Exception {
        assumeThat(Files.getFileStore(folder).supportsFileAttributeView("posix"))
                .isTrue();
        CertificateAuthority _ = CertificateAuthority.in(place);
        for (String permissions : List.of("rw-r-----", "rw----r--", "rw-rw-rw-")) {
            Files.setPosixFilePermissions(place.resolve("ca.key"), PosixFilePermissions.fromString(permissions));
            assertThatThrownBy(() -> CertificateAuthority.in(place))
                    .isInstanceOf(EarshotException.class)
                    .hasMessageContaining("Others can read")
                    .hasMessageContaining("chmod 600");
        }
        Files.setPosixFilePermissions(place.resolve("ca.key"), PosixFilePermissions.fromString("r--------"));
        assertThat(CertificateAuthority.in(place).made()).isFalse();
    }

    @Test
    void the_same_folder_gives_the_same_authority_for_two_years() {
        CertificateAuthority first = CertificateAuthority.in(place);
        CertificateAuthority again = CertificateAuthority.in(place);
        assertThat(again.fingerprint()).isEqualTo(first.fingerprint()).matches("([0-9A-F]{2}:){31}[0-9A-F]{2}");
        assertThat(again.certificate().getNotAfter().toInstant())
                .isBetween(
                        Instant.now().plus(Duration.ofDays(729)), Instant.now().plus(Duration.ofDays(731)));
        assertThat(again.certificate().getBasicConstraints()).isZero();
        assertThat(again.certificate().getSigAlgName()).isEqualTo("SHA256withECDSA");
    }

    @Test
    void two_authorities_are_told_apart() {
        assertThat(CertificateAuthority.in(place).certificate().getSubjectX500Principal())
                .isNotEqualTo(CertificateAuthority.in(folder.resolve("other"))
                        .certificate()
                        .getSubjectX500Principal());
    }

    @Test
    void a_broken_key_is_refused_in_words() throws Exception {
        CertificateAuthority _ = CertificateAuthority.in(place);
        Files.writeString(place.resolve("ca.key"), "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n");
        assertThatThrownBy(() -> CertificateAuthority.in(place))
                .isInstanceOf(EarshotException.class)
                .hasMessageContaining("can't be used");
    }

    @Test
    void a_host_has_one_context_however_often_it_is_asked_for() {
        CertificateAuthority authority = CertificateAuthority.in(place);
        assertThat(authority.contextFor("www.clinic.example")).isSameAs(authority.contextFor("www.clinic.example"));
        assertThat(authority.contextFor("www.clinic.example")).isNotSameAs(authority.contextFor("clinic.example"));
        SSLEngine engine =
                authority.contextFor("x".repeat(60) + ".clinic.example").createSSLEngine();
        assertThat(engine.getSupportedProtocols()).contains("TLSv1.3");
    }
}
