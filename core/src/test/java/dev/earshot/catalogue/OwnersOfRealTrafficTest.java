package dev.earshot.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.earshot.domain.RegistrableDomain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Five state health-insurance exchanges as The Markup recorded them in April 2025.
class OwnersOfRealTrafficTest {
    private static final DomainOwners OWNERS = DomainOwners.bundled();

    @Test
    void nine_in_ten_third_party_requests_have_a_named_owner() throws IOException {
        Optional<Path> folder = recordings();
        assumeTrue(
                folder.isPresent(),
                "The five recordings are not here (health-exchange-hars in ../shared/data or in the folder that"
                        + " EARSHOT_SHARED_DATA names): skipped");

        List<String> thirdPartyHosts = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder.orElseThrow())) {
            for (Path har : files.filter(file -> file.toString().endsWith(".har"))
                    .sorted()
                    .toList()) {
                thirdPartyHosts.addAll(thirdPartyHosts(har));
            }
        }
        TreeMap<String, Integer> unknown = new TreeMap<>();
        int hosted = 0;
        for (String host : thirdPartyHosts) {
            Optional<DomainOwner> owner = OWNERS.of(host);
            if (owner.isEmpty()) {
                unknown.merge(host, 1, Integer::sum);
            } else if (owner.get().purpose().equals(Purpose.CLOUD_HOSTING.words())) {
                hosted++;
            }
        }
        int unnamed = unknown.values().stream().mapToInt(Integer::intValue).sum();
        int named = thirdPartyHosts.size() - unnamed;
        System.out.printf(
                Locale.ROOT,
                "Owners of real traffic: %d of %d third-party requests (%.1f%%) have a named owner,"
                        + " %d of them a host of unnamed customers; unknown: %s%n",
                named,
                thirdPartyHosts.size(),
                100.0 * named / thirdPartyHosts.size(),
                hosted,
                unknown);

        assertThat(thirdPartyHosts).hasSizeGreaterThan(300);
        assertThat(named).isGreaterThanOrEqualTo(Math.ceilDiv(9 * thirdPartyHosts.size(), 10));
    }

    /// The hosts, once a request, that are not of the registrable domain of the file's first request.
    private static List<String> thirdPartyHosts(Path har) throws IOException {
        JsonNode entries = JsonMapper.shared().readTree(Files.readAllBytes(har)).at("/log/entries");
        List<String> hosts = new ArrayList<>();
        for (JsonNode entry : entries) {
            hosts.add(host(entry.at("/request/url").asString()));
        }
        String own = RegistrableDomain.of(hosts.getFirst());
        hosts.removeIf(host -> RegistrableDomain.of(host).equals(own));
        return hosts;
    }

    private static String host(String url) {
        int start = url.indexOf("://") + 3;
        int end = start;
        while (end < url.length() && "/?#".indexOf(url.charAt(end)) < 0) {
            end++;
        }
        return url.substring(start, end);
    }

    private static Optional<Path> recordings() {
        String named = System.getProperty("EARSHOT_SHARED_DATA", System.getenv("EARSHOT_SHARED_DATA"));
        Stream<Path> candidates = named == null
                ? Stream.iterate(Path.of("").toAbsolutePath(), path -> path != null, Path::getParent)
                        .map(path -> path.resolveSibling("shared").resolve("data"))
                : Stream.of(Path.of(named));
        return candidates
                .map(data -> data.resolve("health-exchange-hars"))
                .filter(Files::isDirectory)
                .findFirst();
    }
}
