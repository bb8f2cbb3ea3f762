package dev.earshot.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.earshot.EarshotException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TrackerFilesTest {
    private static final Path FOLDER = Path.of("src/main/resources/dev/earshot/catalogue/trackers");

    @Test
    void the_index_names_every_file_of_the_folder_in_order() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            List<String> ids = files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".json"))
                    .map(name -> name.substring(0, name.length() - ".json".length()))
                    .sorted()
                    .toList();
            assertThat(TrackerFiles.index()).isEqualTo(ids);
        }
    }

    @Test
    void every_file_is_what_the_schema_says() throws IOException {
        Schema schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(Files.readString(Path.of("../docs/tracker.schema.json")), InputFormat.JSON);
        Map<String, List<String>> errors = new HashMap<>();
        for (String id : TrackerFiles.index()) {
            List<String> found =
                    schema.validate(Files.readString(FOLDER.resolve(id + ".json")), InputFormat.JSON).stream()
                            .map(Error::toString)
                            .toList();
            if (!found.isEmpty()) {
                errors.put(id, found);
            }
        }
        assertThat(errors).isEmpty();
    }

    @Test
    void every_file_is_named_for_the_tracker_in_it() {
        for (String id : TrackerFiles.index()) {
            assertThat(TrackerFiles.read(id).id()).isEqualTo(id);
        }
    }

    @Test
    void what_recognises_a_tracker_stands_before_its_parameters() {
        for (KnownTracker known : TrackerFiles.bundled()) {
            assertThat(known.endpoints())
                    .as(known.id())
                    .hasSameSizeAs(known.tracker().wire().endpoints());
            assertThat(known.signatures())
                    .as(known.id())
                    .hasSameSizeAs(known.tracker().wire().signatures());
        }
    }

    @Test
    void no_host_is_claimed_whole_by_two_trackers() {
        Map<String, String> claimed = new HashMap<>();
        List<String> twice = new ArrayList<>();
        for (Tracker tracker : Catalogue.bundled().trackers()) {
            for (Endpoint endpoint : tracker.wire().endpoints()) {
                if (endpoint.condition().parts() == 0) {
                    for (String host : endpoint.hosts()) {
                        String other = claimed.put(host, tracker.id());
                        if (other != null && !other.equals(tracker.id())) {
                            twice.add(host + " by " + other + " and " + tracker.id());
                        }
                    }
                }
            }
        }
        assertThat(twice).isEmpty();
    }

    @Test
    void hosts_that_serve_more_than_trackers_are_never_claimed_whole() {
        List<String> general = List.of(
                "www.google.com",
                "google.com",
                "www.gstatic.com",
                "www.facebook.com",
                "www.linkedin.com",
                "www.youtube.com",
                "t.co",
                "graph.facebook.com",
                "storage.googleapis.com",
                "s.yimg.com",
                "s.pinimg.com",
                "www.redditstatic.com",
                "platform.twitter.com",
                "translate.google.com");
        for (Tracker tracker : Catalogue.bundled().trackers()) {
            for (Endpoint endpoint : tracker.wire().endpoints()) {
                if (endpoint.condition().parts() == 0) {
                    assertThat(endpoint.hosts()).as(tracker.id()).doesNotContainAnyElementsOf(general);
                }
            }
        }
    }

    @Test
    void names_of_events_and_sentinels_are_parameters_of_the_tracker() {
        List<String> strangers = new ArrayList<>();
        for (Tracker tracker : Catalogue.bundled().trackers()) {
            for (Wire.Sentinel sentinel : tracker.wire().sentinels()) {
                sentinel.parameters().stream()
                        .filter(name -> !tracker.parameters().containsKey(name))
                        .forEach(name -> strangers.add(tracker.id() + " " + name));
            }
            for (PathPattern name : tracker.wire().eventNames()) {
                if (tracker.parameter(
                                Asked.leaf(name.text().replace("[]", "[0]").replace("#", "1"), "x"))
                        .isEmpty()) {
                    strangers.add(tracker.id() + " " + name.text());
                }
            }
        }
        assertThat(strangers).isEmpty();
    }

    @Test
    void what_nobody_read_is_marked_and_everything_has_a_source() {
        for (Tracker tracker : Catalogue.bundled().trackers()) {
            assertThat(tracker.sources())
                    .as(tracker.id())
                    .isNotEmpty()
                    .allMatch(source -> source.contains(", read 20"));
            boolean general = tracker.sources().stream().allMatch(source -> source.startsWith("general knowledge"));
            if (general) {
                assertThat(tracker.parameters().values()).as(tracker.id()).noneMatch(Parameter::verified);
            }
        }
    }

    @Test
    void a_file_that_is_not_json_is_named_in_the_message() {
        assertThatThrownBy(() -> read("{\"id\": "))
                .isInstanceOf(EarshotException.class)
                .hasMessageContaining("trackers/x.json")
                .hasMessageContaining("not JSON");
    }

    @Test
    void a_pattern_that_is_none_is_named_in_the_message() {
        assertThatThrownBy(() -> read("{\"id\":\"x\",\"vendor\":\"V\",\"product\":\"P\",\"category\":\"fonts\","
                        + "\"purpose\":\"P.\",\"endpoints\":[{\"hosts\":[\"x.example\"],\"path\":\"(\","
                        + "\"does\":\"LOAD\"}]}"))
                .isInstanceOf(EarshotException.class)
                .hasMessageContaining("the pattern ( is not one");
    }

    @Test
    void a_role_that_nobody_knows_is_named_in_the_message() {
        assertThatThrownBy(() -> read("{\"id\":\"x\",\"parameters\":[{\"name\":\"a\",\"meaning\":\"m\","
                        + "\"role\":\"page.colour\"}]}"))
                .isInstanceOf(EarshotException.class)
                .hasMessageContaining("unknown role page.colour");
    }

    private static Tracker read(String content) {
        return TrackerFile.read("trackers/x.json", new ByteArrayInputStream(content.getBytes(StandardCharsets.UTF_8)));
    }
}
