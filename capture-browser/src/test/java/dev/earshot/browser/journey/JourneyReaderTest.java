package dev.earshot.browser.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.earshot.EarshotException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JourneyReaderTest {
    @Test
    void a_recording_is_read_as_chrome_exports_it() {
        Journey journey = JourneyReader.read("book", "book.json", """
                {"title": "Book", "timeout": 4000, "signedInWhen": "#out", "selectorAttribute": "data-test", "steps": [
                  {"type": "setViewport", "width": 1280, "height": 900, "deviceScaleFactor": 1, "isMobile": false,
                   "hasTouch": false, "isLandscape": false},
                  {"type": "navigate", "url": "https://www.clinic.example/",
                   "assertedEvents": [{"type": "navigation", "url": "https://www.clinic.example/", "title": ""}]},
                  {"type": "click", "target": "main", "selectors": [["aria/Book[role=\\"button\\"]"],
                   ["clinic-app", "#book"], "text/Book"], "offsetX": 3.5, "offsetY": 4, "duration": 120},
                  {"type": "waitForElement", "selectors": ["#done"], "operator": "<=", "count": 0, "visible": false,
                   "attributes": {"a": "b"}, "properties": {"dataset": {"n": 1}}}]}""");
        assertThat(journey.timeout()).contains(Duration.ofSeconds(4));
        assertThat(journey.signedInWhen()).contains("#out");
        assertThat(journey.steps()).hasSize(4);
        JourneyStep.Navigate navigate = (JourneyStep.Navigate) journey.steps().get(1);
        assertThat(navigate.common().navigations().getFirst().title()).isEmpty();
        JourneyStep.Click click = (JourneyStep.Click) journey.steps().get(2);
        assertThat(click.selectors().alternatives())
                .extracting(JourneyStep.Chain::links)
                .containsExactly(
                        List.of("aria/Book[role=\"button\"]"), List.of("clinic-app", "#book"), List.of("text/Book"));
        assertThat(click.pointer().offset()).contains(new JourneyStep.Point(3.5, 4));
        JourneyStep.WaitForElement wait =
                (JourneyStep.WaitForElement) journey.steps().get(3);
        assertThat(wait.operator()).isEqualTo(JourneyStep.Operator.AT_MOST);
        assertThat(wait.properties()).isEqualTo("{\"dataset\":{\"n\":1}}");
    }

    @Test
    void everything_that_is_wrong_is_told_at_once_with_its_place() {
        assertThatExceptionOfType(EarshotException.class)
                .isThrownBy(() -> JourneyReader.read("bad", "bad.json", """
                        {"steps": [
                          {"type": "click"},
                          {"type": "dance"},
                          {"type": "change", "selectors": ["#a"], "value": 4},
                          {"type": "waitForElement", "selectors": [[]], "operator": "<"},
                          {"type": "customStep", "name": "mine"},
                          {"type": "keyDown", "key": "Enter", "assertedEvents": [{"type": "click"}], "frame": [0.5]},
                          7
                        ]}"""))
                .satisfies(e -> assertThat(e.code()).isEqualTo(EarshotException.Code.USAGE))
                .withMessage("""
                        The journey bad.json cannot be followed:
                          line 2, column 3: step 1: `selectors` must be a list of at least one selector
                          line 3, column 12: step 2: `dance` is not a step that Chrome's Recorder records
                          line 4, column 52: step 3: `value` must be a text
                          line 5, column 44: step 4: a chain of selectors must not be empty
                          line 5, column 61: step 4: `operator` must be >=, == or <=
                          line 6, column 34: step 5: the custom step `mine` is not known; \
                        there are earshot.dwell and earshot.consent
                          line 7, column 67: step 6: the only asserted event there is has the type `navigation`
                          line 7, column 88: step 6: `frame` must hold indexes, counted from 0
                          line 8, column 3: step 7: a step must be an object""");
    }

    @Test
    void what_is_not_json_is_told_with_its_place() {
        assertThatExceptionOfType(EarshotException.class)
                .isThrownBy(() -> JourneyReader.read("bad", "bad.json", "{\"steps\": [\n  {\"type\": click}]}"))
                .withMessageStartingWith("The journey bad.json is not JSON:\n  line 2, column ");
        assertThatExceptionOfType(EarshotException.class)
                .isThrownBy(() -> JourneyReader.read("bad", "bad.json", "[]"))
                .withMessageContaining("must be a JSON object with `steps`");
        assertThatExceptionOfType(EarshotException.class)
                .isThrownBy(() -> JourneyReader.read("bad", "bad.json", ""))
                .satisfies(e -> assertThat(e.code()).isEqualTo(EarshotException.Code.USAGE));
    }

    @Test
    void a_file_names_its_journey(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("find a doctor.json");
        Files.writeString(file, "{\"steps\": [{\"type\": \"close\"}]}");
        assertThat(JourneyReader.read(file).name()).isEqualTo("find a doctor");
        assertThatExceptionOfType(EarshotException.class)
                .isThrownBy(() -> JourneyReader.read(folder.resolve("none.json")))
                .withMessageContaining("there is no such file");
    }
}
