package dev.earshot.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Recordings of other programs, compared: who was there is said on the command line.
class TwiceRecordingsTest {
    @TempDir
    private Path folder;

    private int recordings;

    @Test
    void nine_recordings_prove_an_identifier_that_no_value_shows() throws IOException {
        List<Path> anna = List.of(recording("anna", 0), recording("anna", 2), recording("anna", 4));
        List<Path> ben = List.of(recording("ben", 1), recording("ben", 3), recording("ben", 6));
        List<Path> cleo = List.of(recording("cleo", 5), recording("cleo", 8));
        List<Path> dora = List.of(recording("dora", 7));
        Ran ran = compare(
                "--person", named("anna", anna),
                "--person", named("ben", ben),
                "--person", named("cleo", cleo),
                "--person", named("dora", dora),
                "--searched", named("nothing", all(anna, ben, cleo, dora)),
                "--signed-out", recording("", 9));
        assertThat(ran.exitCode()).as(ran.err()).isZero();
        assertThat(ran.out())
                .contains("follows the person")
                .contains("All runs made the same search or none")
                .doesNotContain(id("anna"));
        JsonNode report = JsonMapper.shared().readTree(folder.resolve("out").resolve("report.json"));
        assertThat(report.path("differential").path("claims").valueStream())
                .singleElement()
                .satisfies(claim -> {
                    assertThat(claim.path("standing").asString()).isEqualTo("proven");
                    assertThat(claim.path("place").asString()).contains("k");
                    assertThat(claim.path("disclosures").size()).isEqualTo(9);
                });
        assertThat(report.path("disclosures").valueStream())
                .anySatisfy(told -> assertThat(told.path("basis").asString()).isEqualTo("proven-differential"));
    }

    @Test
    void two_recordings_of_each_of_two_persons_indicate_and_say_that_it_is_no_proof() throws IOException {
        List<Path> anna = List.of(recording("anna", 0), recording("anna", 3));
        List<Path> ben = List.of(recording("ben", 1), recording("ben", 2));
        Ran ran = compare(
                "--person", named("anna", anna),
                "--person", named("ben", ben),
                "--searched", named("nothing", all(anna, ben)));
        assertThat(ran.exitCode()).as(ran.err()).isZero();
        assertThat(ran.out())
                .contains("Indicated, and no proof")
                .contains("it may be chance")
                .contains("1 of 3");
    }

    @Test
    void a_recording_of_nobody_in_particular_must_be_said_to_be_one() throws IOException {
        Ran ran = compare("--person", named("anna", List.of(recording("anna", 0))), recording("ben", 1));
        assertThat(ran.exitCode()).isEqualTo(2);
        assertThat(ran.err()).contains("Nobody says who was there in").contains("--signed-out");
    }

    @Test
    void what_is_wrong_with_the_command_line_is_said() throws IOException {
        Path one = recording("anna", 0);
        assertThat(compare(one, "--person", "anna").err()).contains("write a name, =, and files");
        assertThat(compare("--person", "anna=" + folder.resolve("no.har")).err())
                .contains("there is no file");
        assertThat(compare("--person", "anna=" + one, "--person", "ben=" + one).err())
                .contains("is given to both anna and ben");
        assertThat(compare("https://www.clinic.example/", one).err())
                .contains("either runs that it makes or recordings");
        assertThat(compare().err()).contains("nothing to compare");
        assertThat(compare("https://www.clinic.example/", "--runs", "3").err()).contains("--runs must be 4 to 12");
        assertThat(Ran.earshot("scan", one, "--person", "anna=" + one).err()).contains("add --twice");
    }

    @Test
    void a_journey_that_types_nothing_of_a_persona_is_refused_before_anything_starts() throws IOException {
        Path journey = Files.writeString(
                folder.resolve("look.json"),
                "{\"title\": \"look\", \"steps\": [{\"type\": \"navigate\", \"url\": \"https://www.clinic.example/\"}]}");
        Ran ran = compare("https://www.clinic.example/", "--journey", journey);
        assertThat(ran.exitCode()).isEqualTo(2);
        assertThat(ran.err()).contains("type nothing of a persona's").contains("{{persona.userName}}");
    }

    private Ran compare(Object... arguments) {
        List<Object> all =
                new ArrayList<>(List.of("scan", "--twice", "--out", folder.resolve("out"), "--key", Ran.key(folder)));
        all.addAll(List.of(arguments));
        return Ran.earshot(all.toArray());
    }

    private static String named(String name, List<Path> files) {
        return name + "=" + String.join(",", files.stream().map(Path::toString).toList());
    }

    @SafeVarargs
    private static List<Path> all(List<Path>... lists) {
        List<Path> all = new ArrayList<>();
        for (List<Path> list : lists) {
            all.addAll(list);
        }
        return all;
    }

    private static String id(String person) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256")
                            .digest(("salt of the tracker " + person).getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /// What a browser's own export has of a visit: a time, a client id and an identifier go to a third party.
    private Path recording(String person, int hour) throws IOException {
        recordings++;
        String at = "2026-03-01T%02d:00:00.000Z".formatted(hour);
        String url = "https://pixel.tracker.example/p?t=17800" + hour * 1000 + "&cid=" + id("browser " + recordings)
                + (person.isEmpty() ? "" : "&k=" + id(person));
        return Files.writeString(folder.resolve("recording" + recordings + ".har"), """
                {"log": {"version": "1.2", "creator": {"name": "Somebody's browser", "version": "1"},
                  "pages": [{"startedDateTime": "%1$s", "id": "page_1", "title": "https://www.clinic.example/", "pageTimings": {}}],
                  "entries": [{"pageref": "page_1", "startedDateTime": "%1$s", "time": 1,
                    "request": {"method": "GET", "url": "%2$s", "httpVersion": "HTTP/1.1", "headers": [], "cookies": [],
                      "queryString": [], "headersSize": -1, "bodySize": 0},
                    "response": {"status": 200, "statusText": "", "httpVersion": "HTTP/1.1", "headers": [], "cookies": [],
                      "content": {"size": 0, "mimeType": "image/gif"}, "redirectURL": "", "headersSize": -1, "bodySize": 0},
                    "cache": {}, "timings": {"send": 0, "wait": 0, "receive": 0}}]}}
                """.formatted(at, url));
    }
}
