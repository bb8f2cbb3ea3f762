package dev.earshot.decode;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.catalogue.Parameter;
import dev.earshot.catalogue.Tracker;
import dev.earshot.element.DataElement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LeafTreeTest {
    private static final Tracker PIXEL = new Tracker(
            "pixel",
            "Tracker Example, Inc.",
            "Pixel",
            "advertising",
            Map.of("dl", new Parameter("dl", "page address", "page.url", Optional.<DataElement>empty(), true)),
            List.of(),
            List.of());

    private static final Sample SAMPLE =
            Sample.get("https://pixel.tracker.example/tr?dl=https%3A%2F%2Fwww.clinic.example%2Fs%3Fq%3Dlump&x=1");

    @Test
    void each_chain_ends_in_path_meaning_and_value() {
        assertThat(LeafTree.print(SAMPLE.decoded(), Optional.of(PIXEL), true)).isEqualTo("""
                        url
                          authority
                            /  [//] = pixel.tracker.example
                          path
                            [0]  [/0] = tr
                          query
                            dl
                              percent  [dl]  page address = https://www.clinic.example/s?q=lump
                                path
                                  [0]  [dl/0] = s
                                query
                                  q  [dl?q] = lump
                            x  [x] = 1
                        """);
    }

    @Test
    void values_are_masked_unless_they_are_asked_for() {
        assertThat(LeafTree.print(SAMPLE.decoded(), Optional.empty(), false))
                .contains("percent  [dl] = ht••••••••(35)")
                .doesNotContain("lump");
    }

    @Test
    void what_was_not_opened_is_printed_with_its_size() {
        byte[] random = new byte[100];
        new java.util.Random(3).nextBytes(random);
        assertThat(LeafTree.print(Sample.body(random).decoded(), Optional.empty(), true))
                .contains("not opened: body  100 bytes, entropy ")
                .endsWith(", unknown encoding\n");
    }

    @Test
    void a_value_cannot_break_a_line_or_command_a_terminal() {
        Sample sample = Sample.body("{\"a\":\"x\\n\\u001b[2Jy\\u202ez\"}");
        assertThat(LeafTree.print(sample.decoded(), Optional.empty(), true))
                .contains("= x\\u000a\\u001b[2Jy\\u202ez\n");
    }
}
