package dev.earshot.breach.notice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.earshot.EarshotException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TemplatesTest {
    private static final String HEAD = "---\nsubject: Notice\nstatus: ready\n---\n";

    @TempDir
    Path folder;

    @Test
    void a_users_template_stands_in_place_of_the_one_of_its_name() throws IOException {
        write("trackers.en.md", HEAD + "# Hello {{patient}}\n");
        assertThat(composed()).isEqualTo("# Hello Ana Example");
    }

    @Test
    void a_template_saved_on_windows_reads_the_same() throws IOException {
        write(
                "trackers.en.md",
                "\uFEFF" + (HEAD + "# Hello\n\n{{#exposed}}\nAll sure.\n{{/exposed}}\n").replace("\n", "\r\n"));
        assertThat(composed()).isEqualTo("# Hello\nAll sure.");
    }

    @Test
    void an_unknown_field_is_refused_with_its_file_and_line_and_the_name_that_was_meant() throws IOException {
        write("trackers.en.md", HEAD + "# Hello\n\nDear {{adressee}}:\n");
        assertThatThrownBy(this::composed)
                .isInstanceOf(EarshotException.class)
                .hasMessageContaining("trackers.en.md")
                .hasMessageContaining("line 7: there is no field \"adressee\" here. Did you mean \"addressee\"?");
    }

    @Test
    void every_mistake_in_every_file_is_told_at_once() throws IOException {
        write("trackers.en.md", HEAD + "{{nobody}}\n\n<b>bold</b>\n");
        write("trackers.es.md", "---\nsubject: x\n---\n{{nothing}}");
        write("words.es.txt", "and y\n");
        assertThatThrownBy(this::composed)
                .hasMessageContaining("trackers.es.md has a mistake:")
                .hasMessageContaining("\"status\" is draft or ready")
                .hasMessageContaining("words.es.txt")
                .hasMessageContaining("line 1: a name, a colon and a text are expected");
    }

    /// What stands on line 5, and what is said of it.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{{#exposed}} and no end | is not closed; write {{/exposed}}",
                "{{^exposed}} and no end | the section {{^exposed}} is not closed",
                "{{/exposed}} | closes no section",
                "{{#exposed}}{{#self}}{{/exposed}}{{/self}} | stands where {{/self}} must",
                "{{patient | not closed by }} on its line",
                "{{> partial}} | can't include",
                "{{>/etc/passwd}} | can't include",
                "{{< parent}}x{{/parent}} | can't include",
                "{{$ block}}x{{/block}} | can't include",
                "{{#include}}x{{/include}} | there is no field \"include\"",
                "{{=<% %>=}} | the delimiters are always",
                "{{%pragma}} | pragmas can't",
                "{{{patient}}} | every value is text",
                "{{&patient}} | every value is text",
                "{{patient.class.name}} | there is no field",
                "{{getClass}} | there is no field",
                "{{exposed}} | is yes or no",
                "{{vendors}} | is a list; write {{#vendors}}",
                "{{name}} | there is no field \"name\" here",
                "{{#patient}}x{{/patient}} | is one person's own",
                "{{^reference}}x{{/reference}} | is one person's own",
                "{{}} | there is no field \"\"",
                "<script>x</script> | HTML can't be used",
                "a <br> b | HTML can't be used",
                "<!-- remark --> | HTML can't be used",
                "![x](https://pixel.example/p.gif) | images can't be used",
                "{{#guardian}}![x](y){{/guardian}} | images can't be used",
                "an *italic* word | there are no italics",
                "`code` | code can't be used",
                "> quoted | quotations can't",
                "*** | rules can't be used",
                "[x]: https://clinic.example | write the address where the link is",
                "3. third | a numbered list starts at 1",
                "a\u0007b | U+0007 can't be used",
                "a\u202Eb | U+202E can't be used",
                "a\uE000b | U+E000 can't be used",
            })
    void what_no_notice_may_hold_is_refused_with_its_line(String text, String message) throws IOException {
        write("trackers.en.md", HEAD + text.strip() + "\n");
        assertThatThrownBy(this::composed)
                .isInstanceOf(EarshotException.class)
                .hasMessageContaining("line 5: ")
                .hasMessageContaining(message.strip());
    }

    @Test
    void a_line_is_the_files_also_below_a_section_that_is_left_out() throws IOException {
        write("trackers.en.md", HEAD + "{{#guardian}}\none\n\ntwo\n{{/guardian}}\n\nthree\n\n<hr>\n");
        assertThatThrownBy(this::composed).hasMessageContaining("line 13: HTML");
    }

    @Test
    void a_list_within_a_list_is_refused() throws IOException {
        write("trackers.en.md", HEAD + "- one\n  - two\n");
        assertThatThrownBy(this::composed).hasMessageContaining("line 5: an item of a list is one paragraph");
    }

    @Test
    void a_subject_names_nobody() throws IOException {
        write("trackers.en.md", "---\nstatus: ready\nsubject: For {{patient}}\n---\n# x\n");
        assertThatThrownBy(this::composed).hasMessageContaining("line 3: there is no field \"patient\"");
    }

    @Test
    void ten_megabytes_are_refused_unread() throws IOException {
        write("trackers.en.md", HEAD + "x".repeat(10_000_000));
        assertThatThrownBy(this::composed).hasMessageContaining("larger than 256 KB");
    }

    @Test
    void ten_thousand_nested_sections_are_refused() throws IOException {
        write("trackers.en.md", HEAD + "{{#self}}".repeat(10_000) + "x" + "{{/self}}".repeat(10_000));
        assertThatThrownBy(this::composed).hasMessageContaining("nested more than 16 deep");
    }

    @ParameterizedTest
    @ValueSource(strings = {"> ", "- ", "**", "[", "*", "(", "![", "_a ", "&#35;", "\\", "<"})
    void ten_thousand_repeated_signs_cost_no_time(String sign) throws IOException {
        write("trackers.en.md", HEAD + sign.repeat(10_000) + "x\n");
        long start = System.nanoTime();
        try {
            composed();
        } catch (EarshotException refused) {
            assertThat(refused.code()).isEqualTo(EarshotException.Code.USAGE);
        }
        assertThat(System.nanoTime() - start).isLessThan(5_000_000_000L);
    }

    @Test
    void a_letter_that_grows_without_end_is_refused() throws IOException {
        String loop =
                "{{#people}}{{#elements}}{{#people}}{{#elements}}{{#people}}{{#elements}}{{#people}}{{#elements}}x"
                        + "{{/elements}}{{/people}}{{/elements}}{{/people}}{{/elements}}{{/people}}{{/elements}}{{/people}}";
        write("trackers.en.md", HEAD + loop);
        List<Notice> many = java.util.stream.LongStream.rangeClosed(1, 50)
                .mapToObj(id -> Letters.notice(id, "A", "B"))
                .toList();
        TemplateComposer composer = Letters.composer(Templates.builtIn().with(folder));
        assertThatThrownBy(() -> composer.compose(many)).hasMessageContaining("the letter becomes too long here");
    }

    @Test
    void bytes_that_are_no_utf8_are_told() throws IOException {
        Files.write(folder.resolve("trackers.en.md"), (HEAD + "Se\u00F1or").getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(this::composed).hasMessageContaining("save it as UTF-8");
    }

    @ParameterizedTest
    @ValueSource(strings = {"notes.docx", "trackers.md", "trackers.english please.md", "words.txt"})
    void a_file_that_is_neither_template_nor_words_is_told(String name) throws IOException {
        write(name, HEAD + "x");
        assertThatThrownBy(this::composed).isInstanceOf(EarshotException.class).hasMessageContaining(name);
    }

    @Test
    void a_folder_that_is_none_is_told() {
        assertThatThrownBy(() -> Templates.builtIn().with(folder.resolve("missing")))
                .isInstanceOf(EarshotException.class)
                .hasMessageContaining("missing");
    }

    @Test
    void a_kind_of_incident_without_a_template_is_told() {
        assertThatThrownBy(() ->
                        Letters.composer(Letters.incident("tracker", Set.of("name"), Set.of()), Templates.builtIn()))
                .hasMessageContaining("There is no template tracker.en.md")
                .hasMessageContaining("Did you mean \"trackers\"?");
    }

    @Test
    void an_element_without_words_is_told_before_anything_is_composed() {
        assertThatThrownBy(() -> Letters.composer(
                        Letters.incident("trackers", Set.of("name", "retina-scan"), Set.of()), Templates.builtIn()))
                .hasMessageContaining("has no words for retina-scan")
                .hasMessageContaining("element.retina-scan: ");
    }

    @Test
    void a_wider_language_stands_in_and_another_script_never_does() throws IOException {
        write("trackers.es.md", HEAD + "# Hola\n");
        Templates templates = Templates.builtIn().with(folder);
        assertThat(templates.find("trackers", "es-MX")).isPresent();
        assertThat(templates.find("trackers", "es-Brai")).isEmpty();
        assertThat(templates.find("trackers", "e")).isEmpty();
    }

    @Test
    void a_draft_stops_the_approval_of_letters_that_use_it_and_no_others() throws IOException {
        write("trackers.es.md", HEAD.replace("ready", "draft") + "# Hola\n");
        Templates templates = Templates.builtIn().with(folder);
        templates.refuseDrafts("trackers", List.of("en", "en-US", "de"), Set.of());
        templates.refuseDrafts("trackers", List.of("es-MX"), Set.of("trackers.es"));
        assertThatThrownBy(() -> templates.refuseDrafts("trackers", List.of("en", "es-MX"), Set.of("trackers.fr")))
                .isInstanceOf(EarshotException.class)
                .hasMessageContaining("trackers.es is a draft")
                .hasMessageContaining("accept it by name");
    }

    private String composed() {
        return Letters.text(Letters.composer(Templates.builtIn().with(folder))
                .compose(List.of(Letters.notice(1, "Ana Example", "Ana Example")))
                .document());
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }

    @Test
    void every_field_is_in_the_guide() throws IOException {
        Set<String> names = Fields.names(Fields.of(Set.of(), Set.of(), Set.of()));
        assertThat(Files.readString(Path.of("../docs/notices.md")))
                .contains(names.stream().map(name -> "`" + name + "`").toList());
    }

    @Test
    void all_built_in_templates_but_the_english_are_drafts_in_ten_languages() {
        for (String kind : List.of("trackers", "mailbox")) {
            assertThat(Templates.builtIn().languages(kind))
                    .containsExactly("ar", "en", "es", "fr", "ht", "ko", "ru", "tl", "vi", "zh-Hans");
            assertThat(Templates.builtIn().drafts(kind, Templates.builtIn().languages(kind)))
                    .hasSize(9);
        }
    }
}
