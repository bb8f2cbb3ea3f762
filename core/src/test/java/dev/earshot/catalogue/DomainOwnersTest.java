package dev.earshot.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.catalogue.DomainOwners.Holding;
import dev.earshot.catalogue.DomainOwners.Table;
import dev.earshot.domain.HostName;
import dev.earshot.domain.RegistrableDomain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DomainOwnersTest {
    private static final Path FOLDER = Path.of("src/main/resources/dev/earshot/catalogue/owners");
    private static final DomainOwners OWNERS = DomainOwners.bundled();

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ad.doubleclick.net                        | Google LLC                  | advertising
            13498730.fls.doubleclick.net              | Google LLC                  | advertising
            www.google.com                            | Google LLC                  | advertising
            analytics.google.com                      | Google LLC                  | analytics
            fonts.googleapis.com                      | Google LLC                  | fonts
            maps.googleapis.com                       | Google LLC                  | maps
            storage.googleapis.com                    | Google LLC                  | cloud hosting
            www.facebook.com                          | Meta Platforms, Inc.        | advertising
            px.ads.linkedin.com                       | LinkedIn Corporation        | advertising
            www.linkedin.com                          | LinkedIn Corporation        | social network
            pixel.rubiconproject.com                  | Magnite, Inc.               | advertising exchange
            ib.adnxs.com                              | Xandr Inc.                  | advertising exchange
            insight.adsrvr.org                        | The Trade Desk, Inc.        | advertising
            idsync.rlcdn.com                          | LiveRamp, Inc.              | id sync
            bcp.crwdcntrl.net                         | Lotame Solutions, Inc.      | id sync
            challenges.cloudflare.com                 | Cloudflare, Inc.            | security
            cdnjs.cloudflare.com                      | Cloudflare, Inc.            | content delivery
            static.cloudflareinsights.com             | Cloudflare, Inc.            | analytics
            d111111abcdef8.cloudfront.net             | Amazon Web Services, Inc.   | content delivery
            bucket.s3.us-east-1.amazonaws.com         | Amazon Web Services, Inc.   | cloud hosting
            WWW.MyChart.Org:443                       | Epic Systems Corporation    | health platform
            www.clarity.ms.                           | Microsoft Corporation       | session replay
            """)
    void the_longest_match_names_the_owner(String host, String owner, String purpose) {
        Optional<DomainOwner> found = OWNERS.of(host);
        assertThat(found).map(DomainOwner::owner).contains(owner);
        assertThat(found).map(DomainOwner::purpose).contains(purpose);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "notgoogle.com",
                "google.com.evil.example",
                "google.example",
                "google",
                "com",
                "oogle.com",
                "doubleclick.net.tracker.example",
                "www-google-com.tracker.example",
                "facebook.com-login.example",
                "xn--ggle-55da.com",
                "clinic.example",
                "192.0.2.7",
                "[2001:db8::1]",
                "localhost",
                ".",
                ""
            })
    void a_name_that_only_resembles_a_known_one_has_no_owner(String host) {
        assertThat(OWNERS.of(host)).isEmpty();
    }

    @Test
    void the_index_lists_the_folder() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            assertThat(DomainOwners.bundledFiles())
                    .isSorted()
                    .containsExactlyInAnyOrderElementsOf(
                            files.map(file -> file.getFileName().toString())
                                    .filter(file -> !Set.of("index.json", "registers.json")
                                            .contains(file))
                                    .toList());
        }
    }

    @Test
    void every_file_holds_one_known_purpose_and_is_named_after_it() {
        for (String file : DomainOwners.bundledFiles()) {
            Optional<Purpose> purpose =
                    Purpose.of(DomainOwners.bundledTable(file).purpose());
            assertThat(purpose.map(known -> known.fileName() + ".json")).contains(file);
        }
    }

    @Test
    void every_purpose_has_its_sentence_and_its_file() {
        for (Purpose purpose : Purpose.values()) {
            assertThat(purpose.sentence()).startsWith("It ").endsWith(".");
            assertThat(Purpose.of(purpose.words())).contains(purpose);
            assertThat(DomainOwners.bundledFiles()).contains(purpose.fileName() + ".json");
        }
        assertThat(Purpose.of("fun")).isEmpty();
    }

    @Test
    void no_domain_is_listed_twice() {
        Set<String> seen = new HashSet<>();
        List<String> twice = new ArrayList<>();
        for (Holding holding : holdings()) {
            holding.entries("any")
                    .map(DomainOwner::domain)
                    .filter(domain -> !seen.add(domain))
                    .forEach(twice::add);
        }
        assertThat(twice).isEmpty();
    }

    @Test
    void domains_are_registrable_hosts_lie_deeper_and_suffixes_are_public() {
        for (Holding holding : holdings()) {
            for (String domain : list(holding.domains())) {
                assertThat(RegistrableDomain.of(domain)).as(domain).isEqualTo(domain);
                assertThat(RegistrableDomain.isPublicSuffix(domain)).as(domain).isFalse();
            }
            for (String host : list(holding.hosts())) {
                assertThat(host).endsWith("." + RegistrableDomain.of(host));
            }
            for (String suffix : list(holding.suffixes())) {
                assertThat(RegistrableDomain.isPublicSuffix(suffix)).as(suffix).isTrue();
            }
        }
    }

    @Test
    void every_domain_is_written_as_a_host_is_compared() {
        assertThat(OWNERS.all())
                .allSatisfy(entry -> assertThat(HostName.of(entry.domain())).isEqualTo(entry.domain()));
    }

    @Test
    void every_entry_says_who_where_and_when() {
        assertThat(OWNERS.all()).allSatisfy(entry -> {
            assertThat(entry.owner()).isNotBlank().isEqualTo(entry.owner().strip());
            assertThat(entry.parent()).isNotEqualTo(Optional.of(entry.owner()));
            assertThat(entry.source()).contains("://");
            assertThat(LocalDate.parse(entry.readOn())).isAfter("2026-01-01");
            assertThat(Set.of("California", "Vermont", "Texas", "Oregon")).containsAll(entry.registrations());
        });
    }

    @Test
    void an_entry_of_general_knowledge_says_so_and_no_other_does() {
        assertThat(OWNERS.all())
                .allSatisfy(entry -> assertThat(entry.source().startsWith("general knowledge"))
                        .as(entry.domain())
                        .isNotEqualTo(entry.verified()));
    }

    @Test
    void every_register_that_an_entry_names_is_described() throws IOException {
        String registers = Files.readString(FOLDER.resolve("registers.json"));
        OWNERS.all().stream()
                .flatMap(entry -> entry.registrations().stream())
                .distinct()
                .forEach(register -> assertThat(registers).contains("\"name\": \"" + register + "\""));
    }

    @Test
    void at_least_four_hundred_registrable_domains_have_an_owner() {
        long domains = holdings().stream()
                .mapToLong(holding -> list(holding.domains()).size())
                .sum();
        long verified = OWNERS.all().stream().filter(DomainOwner::verified).count();
        System.out.printf(
                Locale.ROOT,
                "Domain owners: %d registrable domains, %d entries in all, %d of them read at their source%n",
                domains,
                OWNERS.all().size(),
                verified);
        assertThat(domains).isGreaterThanOrEqualTo(400);
    }

    private static List<Holding> holdings() {
        return DomainOwners.bundledFiles().stream()
                .map(DomainOwners::bundledTable)
                .map(Table::owners)
                .flatMap(List::stream)
                .toList();
    }

    private static List<String> list(@Nullable List<String> list) {
        return Holding.orEmpty(list);
    }
}
