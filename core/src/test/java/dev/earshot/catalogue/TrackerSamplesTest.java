package dev.earshot.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.detect.Detectors;
import dev.earshot.element.DataElement;
import dev.earshot.element.Sensitive;
import dev.earshot.persona.Persona;
import dev.earshot.persona.PersonaField;
import dev.earshot.persona.Personas;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Requests written from the trackers' documentation, and requests that are near to them, each with all that is to be
/// said of it.
class TrackerSamplesTest {
    @BeforeAll
    static void rewrite_what_is_said_if_asked_to() {
        if ("write".equals(System.getProperty("golden"))) {
            TrackerSample.trackers().forEach(TrackerSample::rewrite);
        }
    }

    static Stream<TrackerSample> samples() {
        return TrackerSample.trackers().stream().flatMap(tracker -> TrackerSample.of(tracker).stream());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("samples")
    void of_each_sample_all_is_said_that_it_tells_and_nothing_else(TrackerSample sample) {
        assertThat(sample.got())
                .as(sample.toString())
                .hasToString(sample.expected().toString());
    }

    @Test
    void each_tracker_has_a_sample_and_a_near_miss() {
        List<String> without = new ArrayList<>();
        for (String tracker : TrackerFiles.index()) {
            List<TrackerSample> samples =
                    TrackerSample.trackers().contains(tracker) ? TrackerSample.of(tracker) : List.of();
            if (samples.stream().allMatch(TrackerSample::near)) {
                without.add(tracker + " has no sample");
            }
            if (samples.stream().noneMatch(TrackerSample::near)) {
                without.add(tracker + " has no near miss");
            }
        }
        assertThat(without).isEmpty();
    }

    @Test
    void a_sample_is_its_trackers() {
        List<String> wrong = samples()
                .filter(sample -> !sample.near())
                .filter(sample -> !sample.expected().is().startsWith(sample.tracker() + " "))
                .map(TrackerSample::toString)
                .toList();
        assertThat(wrong).isEmpty();
    }

    /// It is another's or nobody's, it does not collect, or it leaves something out that the samples tell.
    @Test
    void a_near_miss_misses_something() {
        List<String> hits = new ArrayList<>();
        for (String tracker : TrackerSample.trackers()) {
            Set<String> told = new HashSet<>();
            TrackerSample.of(tracker).stream()
                    .filter(sample -> !sample.near())
                    .forEach(sample -> told.addAll(sample.expected().elements()));
            TrackerSample.of(tracker).stream()
                    .filter(TrackerSample::near)
                    .filter(sample -> sample.expected().collects(tracker)
                            && sample.expected().elements().containsAll(told))
                    .forEach(sample -> hits.add(sample.toString()));
        }
        assertThat(hits).isEmpty();
    }

    @Test
    void the_person_of_the_samples_is_proven_wherever_one_tells_her_address() {
        Detectors hers = Detectors.forPersona(Optional.of(new Persona(
                "p-1", Map.of(PersonaField.EMAIL, List.of(Sensitive.of("marisol.quentavik@mail.example"))), Map.of())));
        assertThat(samples().filter(sample -> sample.proves(hers).contains(DataElement.EMAIL)))
                .containsExactlyElementsOf(samples()
                        .filter(sample -> sample.expected().elements().contains(DataElement.EMAIL.id()))
                        .toList());
    }

    @Test
    void no_sample_proves_anything_of_somebody_who_was_never_there() {
        Detectors strangers = Detectors.forPersona(Optional.of(Personas.fresh(20261122)));
        assertThat(samples().filter(sample -> !sample.proves(strangers).isEmpty()))
                .isEmpty();
    }

    @Test
    void each_sample_names_a_source_of_its_tracker() {
        List<String> unnamed = new ArrayList<>();
        for (String tracker : TrackerSample.trackers()) {
            List<String> sources = TrackerFiles.read(tracker).sources();
            TrackerSample.of(tracker).stream()
                    .filter(sample -> !sources.contains(sample.source())
                            || sample.source().contains("general knowledge"))
                    .forEach(sample -> unnamed.add(sample.toString()));
        }
        assertThat(unnamed).isEmpty();
    }

    @Test
    void each_sample_shows_something_else() {
        Set<String> shown = new HashSet<>();
        assertThat(samples().map(TrackerSample::toString).filter(name -> !shown.add(name)))
                .isEmpty();
    }

    @Test
    void samples_stand_beside_trackers_only() {
        assertThat(TrackerFiles.index()).containsAll(TrackerSample.trackers());
    }
}
