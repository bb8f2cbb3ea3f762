package dev.earshot.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.earshot.exchange.Body;
import dev.earshot.exchange.Bytes;
import dev.earshot.exchange.Header;
import dev.earshot.exchange.Request;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/// The traffic of five health-insurance exchanges, recorded in April 2025. It is not part of this repository.
class RecordedSitesTest {
    private static final List<String> NOT_TRACKERS = List.of(
            "c4-media.s3.amazonaws.com",
            "ajax.cloudflare.com",
            "challenges.cloudflare.com",
            "www.gstatic.com",
            "qvdt3feo.com",
            "connectforhealthco.com",
            "www.dchealthlink.com",
            "pennie.com",
            "georgiaaccess.gov",
            "marylandhealthconnection.gov");

    @Test
    void every_request_to_a_third_party_of_the_recorded_sites_is_some_trackers() throws IOException {
        Map<String, List<String>> missed = new TreeMap<>();
        int identified = 0;
        for (Request request : requests()) {
            String host = Address.of(request.url()).host();
            Optional<Identification> identification = Catalogue.bundled().identify(request);
            if (identification.isPresent()) {
                identified++;
            } else if (NOT_TRACKERS.stream().noneMatch(own -> host.equals(own) || host.endsWith("." + own))) {
                missed.computeIfAbsent(host, key -> new ArrayList<>())
                        .add(Address.of(request.url()).path());
            }
        }
        assertThat(missed).isEmpty();
        assertThat(identified).isGreaterThan(300);
    }

    @Test
    void no_first_party_request_of_the_recorded_sites_is_taken_for_a_trackers_but_cloudflares_own() throws IOException {
        List<String> taken = requests().stream()
                .filter(request -> Stream.of("connectforhealthco.com", "pennie.com", "georgiaaccess.gov")
                        .anyMatch(own -> Address.of(request.url()).host().endsWith(own)))
                .flatMap(request -> Catalogue.bundled().identify(request).stream())
                .map(identification -> identification.tracker().id())
                .distinct()
                .toList();
        assertThat(taken).isSubsetOf("cloudflare-insights");
    }

    @Test
    void a_tracker_that_speaks_anothers_protocol_on_its_own_host_is_itself() throws IOException {
        assertThat(requests().stream()
                        .filter(request -> Address.of(request.url()).host().endsWith("tvsquared.com"))
                        .map(request -> Catalogue.bundled()
                                .identify(request)
                                .orElseThrow()
                                .tracker()
                                .id()))
                .isNotEmpty()
                .containsOnly("tvsquared");
    }

    private static List<Request> requests() throws IOException {
        Optional<Path> folder = folder();
        assumeTrue(folder.isPresent(), "skipped: shared/data/health-exchange-hars is not here (EARSHOT_SHARED_DATA)");
        List<Request> requests = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder.get())) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".har")).toList()) {
                for (JsonNode entry : new ObjectMapper().readTree(file.toFile()).at("/log/entries")) {
                    requests.add(request(entry.get("request")));
                }
            }
        }
        return requests;
    }

    private static Request request(JsonNode request) {
        List<Header> headers = new ArrayList<>();
        request.path("headers")
                .forEach(header -> headers.add(new Header(
                        header.path("name").asString(), header.path("value").asString())));
        String text = request.at("/postData/text").asString("");
        Body body = text.isEmpty() ? Body.NONE : Body.whole(Bytes.utf8(text), "");
        return new Request(
                request.path("method").asString(), request.path("url").asString(), "HTTP/2", headers, body);
    }

    private static Optional<Path> folder() {
        String configured = System.getProperty("EARSHOT_SHARED_DATA", System.getenv("EARSHOT_SHARED_DATA"));
        if (configured != null) {
            return Optional.of(Path.of(configured, "health-exchange-hars")).filter(Files::isDirectory);
        }
        for (Path up = Path.of("").toAbsolutePath(); up != null; up = up.getParent()) {
            Path folder = up.resolve("../shared/data/health-exchange-hars").normalize();
            if (Files.isDirectory(folder)) {
                return Optional.of(folder);
            }
        }
        return Optional.empty();
    }
}
