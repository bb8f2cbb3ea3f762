package dev.earshot.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.decode.Decoded;
import dev.earshot.decode.Decoding;
import dev.earshot.decode.Leaf;
import dev.earshot.decode.Origin;
import dev.earshot.exchange.Body;
import dev.earshot.exchange.Bytes;
import dev.earshot.exchange.Context;
import dev.earshot.exchange.Exchange;
import dev.earshot.exchange.Header;
import dev.earshot.exchange.Request;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Bodies that the vendors' own recorders sent from an invented page in Chromium, on 2026-11-22: somebody types a name,
/// a search, a password and a reason, chooses "HIV test", presses "Book a mammogram" and follows a link.
///
/// clarity-js 0.8.70, rrweb 2.2.2, posthog-js 1.449.2, mixpanel-browser 2.83.0, @datadog/browser-rum 7.16.2.
class RecordedSessionsTest {
    private static final String PAGE = "http://127.0.0.1:8099/find-a-doctor?q=breast+cancer";
    private static final String DATADOG = "https://browser-intake-datadoghq.com/api/v2/replay?ddsource=browser";

    /// What one request tells: for each leaf of the body its role and its value.
    private record Told(Decoded decoded, List<String> lines) {
        List<String> of(String role) {
            return lines.stream()
                    .filter(line -> line.startsWith(role + " = "))
                    .map(line -> line.substring(role.length() + 3))
                    .toList();
        }
    }

    private static Told told(String tracker, String url, String mimeType, String... recordings) {
        List<String> lines = new ArrayList<>();
        Decoded last = new Decoded(List.of(), List.of());
        for (String recording : recordings) {
            Body body = Body.whole(Bytes.copyOf(recorded(recording)), mimeType);
            Request request = new Request(
                    "POST", url, "HTTP/2", List.of(new Header("Accept", "application/x-clarity-gzip")), body);
            Tracker found = Catalogue.bundled().identify(request).orElseThrow().tracker();
            assertThat(found.id()).isEqualTo(tracker);
            last = Decoding.withDefaults()
                    .read(
                            new Exchange(
                                    "1",
                                    Instant.EPOCH,
                                    request,
                                    Optional.empty(),
                                    List.of(),
                                    Context.unknown("run"),
                                    Exchange.Delivery.SENT),
                            Optional.of(found));
            assertThat(last.undecoded()).as(recording).isEmpty();
            List<Optional<Parameter>> parameters = found.parameters(last.leaves());
            for (int i = 0; i < parameters.size(); i++) {
                Leaf leaf = last.leaves().get(i);
                if (leaf.origin() == Origin.BODY) {
                    lines.add(parameters.get(i).map(Parameter::role).orElse("unknown " + leaf.path()) + " = "
                            + leaf.value());
                }
            }
        }
        return new Told(last, lines);
    }

    private static byte[] recorded(String name) {
        try (InputStream in = RecordedSessionsTest.class.getResourceAsStream("/dev/earshot/decode/recorded/" + name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void clarity_masks_what_is_typed_but_tells_the_choice_and_the_page() {
        Told told = told(
                "clarity",
                "https://k.clarity.ms/collect",
                "",
                "clarity-01.bin",
                "clarity-02.bin",
                "clarity-03.bin",
                "clarity-05.bin",
                "clarity-06.bin");
        assertThat(told.of("page.url")).contains(PAGE, PAGE + "#oncology");
        assertThat(told.of("page.title")).containsExactly("Breast care - Example Clinic");
        assertThat(told.of("hash.external"))
                .containsExactly("e2b4116528e80c186c7c5b8a5e4566a78ca1278634233f8d96604b324264de9e");
        assertThat(told.of("user.signed-in")).containsExactly("email");
        assertThat(told.of("custom")).contains("gold dental", "oncology");
        assertThat(told.of("event.name")).containsExactly("booked");
        assertThat(told.of("element.text")).containsExactly("HIV test", "Book a mammogram", "Find an oncologist");
        assertThat(told.of("form.field")).containsExactly("true");
        assertThat(told.of("engagement")).contains("••••• •••• •••• •••• ••••");
        assertThat(told.of("dom.snapshot"))
                .anySatisfy(text -> assertThat(text)
                        .contains("Finding: benign breast cyst")
                        .contains("Marisol")
                        .contains("Record number ▫▫▫▫▫▫▫▫"))
                .contains("Appointment with Dr. Okafor on ▫▫ May");
        assertThat(String.join("\n", told.lines()))
                .doesNotContain("night sweats")
                .doesNotContain("Saffron");
        assertThat(told.lines()).noneMatch(line -> line.matches("unknown [^?/#]* = .*"));
    }

    @Test
    void posthog_tells_everything_typed_but_the_password() {
        Told told = told(
                "posthog",
                "https://us.i.posthog.com/s/?compression=gzip-js",
                "text/plain",
                "posthog-05.bin",
                "posthog-07.bin");
        assertThat(told.of("page.url")).contains(PAGE);
        assertThat(told.of("form.field"))
                .contains(
                        "Marisol Quillfeather",
                        "breast lump",
                        "night sweats since May",
                        "HIV test",
                        "Harbour Street 12")
                .doesNotContain("Marisol", "breast lum");
        assertThat(told.of("dom.snapshot"))
                .contains("Record number 00482913", "Appointment with Dr. Okafor on 14 May")
                .anySatisfy(text ->
                        assertThat(text).contains("Your results, Marisol Quillfeather Finding: benign breast cyst"));
        assertThat(told.of("engagement")).contains("*".repeat(16));
        assertThat(String.join("\n", told.lines())).doesNotContain("Saffron");
    }

    @Test
    void mixpanel_masks_what_is_typed_and_the_page() {
        Told told = told(
                "mixpanel",
                "https://api-js.mixpanel.com/record/?format=gzip&seq=0",
                "application/octet-stream",
                "mixpanel-02.bin");
        assertThat(told.of("page.url")).containsExactly(PAGE);
        assertThat(told.of("form.field")).doesNotContain("Marisol Quillfeather", "breast lump");
        assertThat(told.of("dom.snapshot")).anySatisfy(text -> assertThat(text).contains("Marisol Quillfeather"));
    }

    @Test
    void datadog_tells_what_it_was_allowed_to() {
        Told told = told(
                "datadog-rum",
                DATADOG,
                "multipart/form-data; boundary=----WebKitFormBoundary7YI9MXLYAP9hrYrh",
                "datadog-01.bin");
        assertThat(told.of("page.url")).containsExactly("http://127.0.0.1:8099/find-a-doctor");
        assertThat(told.of("dom.snapshot"))
                .contains("Record number 00482913")
                .anySatisfy(text -> assertThat(text).contains("Finding: benign breast cyst"));
        assertThat(told.of("form.field")).containsExactly("HIV test", "Harbour Street 12");
        Told later = told(
                "datadog-rum",
                DATADOG,
                "multipart/form-data; boundary=----WebKitFormBoundaryDr4uiLA1F373bKZ8",
                "datadog-03.bin");
        assertThat(later.of("form.field"))
                .containsExactly("Marisol Quillfeather", "breast lump", "night sweats since May");
        assertThat(later.of("engagement")).contains("***");
    }

    @Test
    void a_recorder_that_nobody_has_a_name_for_is_read_by_its_events() {
        List<String> typed = new ArrayList<>();
        for (String recording : List.of("rrweb-01.bin", "rrweb-02.bin", "rrweb-03.bin", "rrweb-04.bin")) {
            Request request = new Request(
                    "POST",
                    "https://replay.tracker.example/recordings",
                    "HTTP/2",
                    List.of(),
                    Body.whole(Bytes.copyOf(recorded(recording)), "text/plain"));
            Exchange exchange = new Exchange(
                    "1",
                    Instant.EPOCH,
                    request,
                    Optional.empty(),
                    List.of(),
                    Context.unknown("run"),
                    Exchange.Delivery.SENT);
            Decoding.withDefaults().read(exchange, Optional.empty()).leaves().stream()
                    .filter(leaf ->
                            leaf.path().endsWith(".input.text") || leaf.path().endsWith(".email"))
                    .forEach(leaf -> typed.add(leaf.value()));
        }
        assertThat(typed)
                .containsSubsequence(
                        "marisol@quillfeather.example", "Marisol Quillfeather", "breast lump", "night sweats since May")
                .doesNotContain("Saffron-Otter-41");
    }
}
