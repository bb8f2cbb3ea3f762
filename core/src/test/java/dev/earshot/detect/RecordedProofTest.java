package dev.earshot.detect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.catalogue.Catalogue;
import dev.earshot.catalogue.Identification;
import dev.earshot.decode.Decoded;
import dev.earshot.decode.Decoding;
import dev.earshot.decode.Leaf;
import dev.earshot.element.Sensitive;
import dev.earshot.exchange.Body;
import dev.earshot.exchange.Bytes;
import dev.earshot.exchange.Context;
import dev.earshot.exchange.Exchange;
import dev.earshot.exchange.Request;
import dev.earshot.persona.Persona;
import dev.earshot.persona.PersonaField;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What real recorders sent (see `RecordedSessionsTest`) proves of the invented person who used the page: by the place
/// where it stands, and never what was masked.
class RecordedProofTest {
    private static final Persona MARISOL = new Persona(
            "marisol",
            Map.of(
                    PersonaField.FULL_NAME, List.of(Sensitive.of("Marisol Quillfeather")),
                    PersonaField.EMAIL, List.of(Sensitive.of("marisol@quillfeather.example")),
                    PersonaField.MEDICAL_RECORD_NUMBER, List.of(Sensitive.of("00482913")),
                    PersonaField.SEARCH_TERM, List.of(Sensitive.of("breast lump")),
                    PersonaField.PASSWORD, List.of(Sensitive.of("Saffron-Otter-41"))),
            Map.of());
    private static final Detectors DETECTORS = Detectors.forPersona(Optional.of(MARISOL));

    private static List<String> proven(String url, String recording) throws IOException {
        try (InputStream in =
                RecordedProofTest.class.getResourceAsStream("/dev/earshot/decode/recorded/" + recording)) {
            Body body = Body.whole(Bytes.copyOf(in.readAllBytes()), "text/plain");
            Request request = new Request("POST", url, "HTTP/2", List.of(), body);
            Exchange exchange = new Exchange(
                    "1",
                    Instant.EPOCH,
                    request,
                    Optional.empty(),
                    List.of(),
                    Context.unknown("run"),
                    Exchange.Delivery.SENT);
            Optional<Identification> tracker = Catalogue.bundled().identify(request);
            Decoded decoded = Decoding.withDefaults().read(exchange, tracker.map(Identification::tracker));
            return DETECTORS.detect(exchange, tracker, decoded.leaves()).stream()
                    .filter(detection -> detection.basis() == Basis.PROVEN)
                    .map(detection -> detection.element().id() + " in "
                            + detection.leaf().map(Leaf::path).orElse(""))
                    .toList();
        }
    }

    @Test
    void clarity_is_told_the_hashed_address_and_the_name_on_the_page() throws IOException {
        assertThat(proven("https://k.clarity.ms/collect", "clarity-01.bin"))
                .contains("email in a[5].variable.userId[0]", "name in p[0].page.text")
                .noneMatch(told -> told.startsWith("mrn"));
        assertThat(proven("https://k.clarity.ms/collect", "clarity-02.bin")).isEmpty();
        assertThat(proven("https://k.clarity.ms/collect", "clarity-05.bin")).isEmpty();
    }

    @Test
    void posthog_is_told_what_was_typed_and_what_the_page_shows() throws IOException {
        String url = "https://us.i.posthog.com/s/?compression=gzip-js";
        assertThat(proven(url, "posthog-05.bin"))
                .contains(
                        "name in [0].properties.$snapshot_data[3].page.text",
                        "mrn in [0].properties.$snapshot_data[3].page.text");
        assertThat(proven(url, "posthog-07.bin"))
                .anyMatch(told -> told.matches("name in \\[0]\\.properties\\.\\$snapshot_data\\[\\d+]\\.input\\.text"))
                .anyMatch(told -> told.matches("search-terms in .*\\.input\\.text"))
                .noneMatch(told -> told.startsWith("password"));
    }

    @Test
    void a_recorder_that_nobody_has_a_name_for_is_told_as_much() throws IOException {
        String url = "https://replay.tracker.example/recordings";
        assertThat(proven(url, "rrweb-01.bin")).contains("name in [3].page.text", "mrn in [3].page.text");
        assertThat(proven(url, "rrweb-02.bin")).containsExactly("email in [0].custom.payload.email");
        assertThat(proven(url, "rrweb-04.bin"))
                .anyMatch(told -> told.startsWith("search-terms in "))
                .noneMatch(told -> told.startsWith("password"));
    }

    @Test
    void masked_input_proves_nothing() throws IOException {
        assertThat(proven("https://replay.tracker.example/recordings", "rrweb-masked-03.bin"))
                .isEmpty();
    }
}
