package dev.earshot.breach.notice;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.mustachejava.DefaultMustacheFactory;
import com.github.mustachejava.Mustache;
import dev.earshot.breach.document.Block;
import dev.earshot.breach.document.Document;
import dev.earshot.breach.document.Span;
import dev.earshot.breach.law.LawLibrary;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TemplateComposerTest {
    private static final String HEAD = "---\nsubject: Notice\nstatus: ready\n---\n";

    @TempDir
    Path folder;

    @Test
    void letters_with_the_same_text_share_one_variant() {
        TemplateComposer composer = Letters.composer(Templates.builtIn());
        Letter ana = composer.compose(List.of(Letters.notice(1, "Ana Example", "Ana Example")));
        Letter ben = composer.compose(List.of(Letters.notice(2, "Ben Sample", "Ben Sample")));
        assertThat(ana.variant()).isSameAs(ben.variant());
        assertThat(Letters.text(ana.document()))
                .contains("Dear Ana Example:", "CL-1")
                .doesNotContain("Ben");
        assertThat(Letters.text(ben.document()))
                .contains("Dear Ben Sample:", "CL-2")
                .doesNotContain("Ana");
    }

    @Test
    void another_exposure_role_status_or_jurisdiction_is_another_variant() {
        TemplateComposer composer = Letters.composer(Templates.builtIn());
        List<String> texts = new ArrayList<>();
        for (Role role : Role.values()) {
            for (String status : List.of("exposed", "cannot-tell")) {
                texts.add(
                        Letters.text(composer.compose(List.of(Letters.notice(1, "A", "B", role, "en", "us-ca", status)))
                                .variant()
                                .document()));
            }
        }
        assertThat(texts).doesNotHaveDuplicates();
    }

    @Test
    void who_may_have_been_exposed_is_never_told_that_it_happened() {
        String text = Letters.text(Letters.composer(Templates.builtIn())
                .compose(List.of(Letters.notice(1, "A", "A", Role.SELF, "en", "us-ca", "cannot-tell")))
                .document());
        assertThat(text)
                .contains("may have gone to other companies", "may have been sent", "We cannot tell for certain")
                .doesNotContain("We found that they sent", "This information was sent");
    }

    @Test
    void a_guardian_is_written_to_about_the_child() {
        assertThat(Letters.text(Letters.composer(Templates.builtIn())
                        .compose(List.of(Letters.notice(
                                1, "Pat Example", "Kim Example", Role.GUARDIAN, "en", "us-ca", "exposed")))
                        .document()))
                .contains("To the parent or guardian of Kim Example:")
                .doesNotContain("Dear");
    }

    @Test
    void a_household_is_told_of_each_person_what_was_theirs() {
        Notice sure = Letters.notice(1, "Pat Example", "Pat Example");
        Notice unsure = Letters.notice(2, "Pat Example", "Kim Example", Role.GUARDIAN, "en", "us-ca", "cannot-tell");
        String text = Letters.text(Letters.composer(Templates.builtIn())
                .compose(List.of(sure, unsure))
                .document());
        assertThat(text)
                .contains("This notice is about Pat Example, Kim Example.")
                .containsSubsequence(
                        "**Pat Example**",
                        "This information was sent:",
                        "**Kim Example**",
                        "This information may have been sent:")
                .contains("We cannot tell for certain");
    }

    @Test
    void what_the_plan_cannot_name_is_said_as_all_that_the_incident_disclosed() {
        Notice known = Letters.notice(1, "A", "A");
        Notice bare = new Notice(
                1,
                1,
                1,
                "M",
                Role.SELF,
                "en",
                List.of(),
                "us-ca",
                "A",
                "A",
                List.of(),
                "",
                "",
                "",
                "",
                "",
                "cannot-tell",
                List.of(),
                List.of(),
                known.first(),
                known.last());
        assertThat(Letters.text(Letters.composer(Templates.builtIn())
                        .compose(List.of(bare))
                        .document()))
                .contains("- name", "- words you searched for", "Pixel & Partners and Tracker Example LLC");
    }

    @Test
    void one_day_is_not_a_span_of_days() throws IOException {
        Notice known = Letters.notice(1, "A", "A");
        Notice day = new Notice(
                1,
                1,
                1,
                "M",
                Role.SELF,
                "en",
                List.of(),
                "us-ca",
                "A",
                "A",
                List.of(),
                "",
                "",
                "",
                "",
                "",
                "exposed",
                List.of("V"),
                List.of("name"),
                known.first(),
                known.first());
        assertThat(text("{{dates}}", day)).isEqualTo("February 3, 2023");
        assertThat(text("{{dates}}", known)).isEqualTo("February 3, 2023 – April 5, 2023");
    }

    @Test
    void a_language_without_a_template_is_written_to_in_english() {
        assertThat(Letters.composer(Templates.builtIn())
                        .compose(List.of(Letters.notice(1, "A", "A", Role.SELF, "de", "us-ca", "exposed")))
                        .variant()
                        .document()
                        .language())
                .isEqualTo(Locale.ENGLISH);
    }

    @Test
    void headings_lists_tables_bold_line_breaks_and_links_are_what_a_document_has() throws IOException {
        String markdown = """
                # One
                Two **bold {{patient}}** three\\
                four [here](https://clinic.example) and <https://clinic.example/x> and <me@clinic.example>

                1. first
                2. second

                | who | what |
                |---|---|
                | {{vendor-list}} | **x** |
                """;
        assertThat(text(markdown, Letters.notice(1, "A", "Ana")))
                .isEqualTo("""
                # One
                Two **bold Ana** three\\four here (https://clinic.example) and https://clinic.example/x and me@clinic.example
                - first
                - second
                who | what
                Pixel & Partners | **x**""".replace("**bold Ana**", "**bold ****Ana**"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<b>Ana</b>",
                "**Ana**",
                "{{patient}}",
                "{{#self}}x{{/self}}",
                "{{{x}}}",
                "# Ana",
                "- Ana",
                "1. Ana",
                "| a | b |",
                "---",
                "[x](https://pixel.example)",
                "![x](https://pixel.example/p.gif)",
                "<https://pixel.example>",
                "&lt;&#42;",
                "\\",
                "```",
                "Ana _Maria_ O'Neill-\"Smith\"",
                "Nguyễn Thị Ánh",
                "李小龙",
                "محمد بن سلمان",
                "שרה כהן",
                "👩‍👩‍👧 Example",
                "\uDBFF\uDFFD\uDB80\uDC00",
                "$1 \\1 %s ${x}",
            })
    void a_name_is_text_whatever_it_is_made_of(String name) {
        stands(name, name);
    }

    @Test
    void a_name_of_three_hundred_characters_is_kept() {
        stands(
                "Wolfeschlegelstein ".repeat(16).strip(),
                "Wolfeschlegelstein ".repeat(16).strip());
    }

    @Test
    void who_has_no_name_is_called_a_patient() {
        assertThat(text("Dear {{addressee}}:", Letters.notice(1, "  ", ""))).isEqualTo("Dear Patient:");
    }

    @Test
    void lines_and_controls_in_a_name_become_spaces() {
        stands("Ana\r\nExample\u0000\u2028x", "Ana  Example  x");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u202Eevil",
                "\u202Eevil\u202C",
                "\u2067evil",
                "\u2069evil\u2069",
                "a\u2069\u202Eb",
                "\u2066\u2067\u2068",
                "محمد",
                "\u202D\u202Ax\u2069\u2066"
            })
    void what_a_name_does_to_the_direction_of_writing_ends_with_it(String name) throws IOException {
        String around = text("before {{patient}} after", Letters.notice(1, "A", name));
        assertThat(around).contains(name);
        com.ibm.icu.text.Bidi bidi = new com.ibm.icu.text.Bidi();
        bidi.setPara(around, com.ibm.icu.text.Bidi.LTR, null);
        int end = around.length() - " after".length();
        for (int i = 0; i < around.length(); i++) {
            if (i < "before ".length() || i >= end) {
                assertThat(bidi.getLevelAt(i)).as("level at %d", i).isZero();
            }
        }
    }

    @Test
    void an_ordinary_name_gets_no_mark() throws IOException {
        assertThat(text("{{patient}}", Letters.notice(1, "A", "José Ñandú-O'Neill 3rd")))
                .isEqualTo("José Ñandú-O'Neill 3rd");
    }

    @Test
    void a_vendors_name_is_no_markup_either() throws IOException {
        Notice known = Letters.notice(1, "A", "A");
        String vendor = "**V** <b> [x](y) | # {{patient}}\n- z";
        Notice odd = new Notice(
                1,
                1,
                1,
                "M",
                Role.SELF,
                "en",
                List.of(),
                "us-ca",
                "A",
                "A",
                List.of(),
                "",
                "",
                "",
                "",
                "",
                "exposed",
                List.of(vendor),
                List.of("name"),
                known.first(),
                known.last());
        assertThat(text("| a | b |\n|---|---|\n| {{vendor-list}} | **{{vendor-list}}** |", odd))
                .isEqualTo("a | b\n" + vendor.replace('\n', ' ') + " | **" + vendor.replace('\n', ' ') + "**");
    }

    /// Any values at all: each stands in the text as it is, and the blocks are those of any other letter.
    @Test
    void no_value_changes_what_the_letter_is_made_of() {
        long seed = 20240506;
        Random random = new Random(seed);
        String signs = "*_#<>[]()!`|\\&;{}-=~+.:/\"' 1aZéسש李\u202E\u2069\u2067\uDBC0\uDC00";
        TemplateComposer composer = Letters.composer(Templates.builtIn());
        String blocks =
                shape(composer.compose(List.of(Letters.notice(1, "A", "B"))).document());
        for (int i = 0; i < 500; i++) {
            String name = word(random, signs);
            Letter letter = composer.compose(List.of(Letters.notice(1, name, name)));
            assertThat(Letters.text(letter.document()))
                    .as("seed %d", seed)
                    .contains("Dear " + letter.values().get("patient"));
            assertThat(letter.values().get("patient")).as("seed %d", seed).contains(name.strip());
            assertThat(shape(letter.document())).as("seed %d", seed).isEqualTo(blocks);
        }
    }

    private static String word(Random random, String signs) {
        int[] all = signs.codePoints().toArray();
        StringBuilder word = new StringBuilder("x");
        for (int i = random.nextInt(30); i >= 0; i--) {
            word.appendCodePoint(all[random.nextInt(all.length)]);
        }
        return word.append('y').toString();
    }

    /// The kinds of blocks and spans, without their texts.
    private static String shape(Document document) {
        return document.blocks().stream()
                .map(block -> switch (block) {
                    case Block.Heading heading -> "h" + heading.level() + spans(heading.spans());
                    case Block.Paragraph paragraph -> "p" + spans(paragraph.spans());
                    case Block.Listing listing ->
                        "l"
                                + listing.items().stream()
                                        .map(TemplateComposerTest::spans)
                                        .toList();
                    case Block.Table table -> "t" + table.rows().size();
                })
                .toList()
                .toString();
    }

    private static String spans(List<Span> spans) {
        return spans.stream()
                .map(span -> span instanceof Span.Text text ? (text.bold() ? "b" : "x") : "?")
                .toList()
                .toString();
    }

    @Test
    void a_variant_keeps_its_name_as_long_as_its_text() {
        Notice notice = Letters.notice(1, "A", "B");
        Letter.Variant one =
                Letters.composer(Templates.builtIn()).compose(List.of(notice)).variant();
        Letter.Variant other =
                Letters.composer(Templates.builtIn()).compose(List.of(notice)).variant();
        assertThat(one.id()).isEqualTo(other.id()).hasSize(16);
        assertThat(one.document()).isEqualTo(other.document());
    }

    @Test
    void variants_are_forgotten_before_they_fill_the_memory() throws IOException {
        TemplateComposer composer = composer("{{patient}}");
        LongStream.rangeClosed(1, 5_000)
                .forEach(id -> composer.compose(
                        List.of(Letters.notice(id, "A", "A", Role.SELF, "en", "place-" + id, "exposed"))));
        assertThat(composer.kept()).isBetween(1, 4_096);
    }

    /// mustache.java, a whole implementation of Mustache, defines what a template says; but for the line that it leaves
    /// where a remark stands alone on the first.
    @Test
    void the_built_in_templates_say_what_mustache_says() throws IOException {
        TemplateComposer composer = Letters.composer(Templates.builtIn());
        for (Template template : Templates.builtIn().all()) {
            Mustache mustache = mustache(body(template));
            for (Role role : Role.values()) {
                for (String status : List.of("exposed", "cannot-tell")) {
                    List<TemplateComposer.Exposure> people = List.of(
                            new TemplateComposer.Exposure(
                                    role, status, List.of("V & W", "X"), List.of("name", "device")),
                            new TemplateComposer.Exposure(role, "exposed", List.of("Y"), List.of("email")));
                    for (int carried = 1; carried <= 2; carried++) {
                        Map<String, Object> values = composer.shared(template, "us-ca", people.subList(0, carried));
                        assertThat(template.texts().body().rendered(values).plain())
                                .as(template.name())
                                .isEqualTo(said(mustache, values).stripLeading());
                    }
                }
            }
        }
    }

    private static String body(Template template) throws IOException {
        try (java.io.InputStream stream =
                Templates.class.getResourceAsStream(template.file().toString())) {
            String text = new String(
                    java.util.Objects.requireNonNull(stream).readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            return text.substring(text.indexOf("\n---\n") + 5);
        }
    }

    private static Mustache mustache(String text) {
        return new DefaultMustacheFactory() {
            @Override
            public void encode(String value, Writer writer) {
                try {
                    writer.write(value);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }.compile(new StringReader(undotted(text)), "template");
    }

    private static String said(Mustache mustache, Map<String, Object> values) {
        Map<String, Object> all = texts(values);
        LawLibrary.builtIn().content().keySet().forEach(item -> all.put(undotted("item." + item), true));
        StringWriter writer = new StringWriter();
        mustache.execute(writer, all);
        return writer.toString();
    }

    private static Map<String, Object> texts(Map<?, ?> values) {
        Map<String, Object> texts = new HashMap<>();
        values.forEach((name, value) -> texts.put(
                undotted((String) name),
                switch (value) {
                    case Span.Slot slot -> "{" + slot.name() + "}";
                    case Collection<?> each ->
                        each.stream().map(one -> texts((Map<?, ?>) one)).toList();
                    default -> value;
                }));
        return texts;
    }

    /// mustache.java takes a dot in a name for a step inwards; here it is a part of the name.
    private static String undotted(String text) {
        return text.replaceAll("([a-z])[.]([a-z])", "$1_$2");
    }

    private void stands(String name, String expected) {
        try {
            Letter letter = composer("Dear **{{patient}}**, {{names}}\n\n- {{addressee}}\n")
                    .compose(List.of(Letters.notice(1, name, name)));
            String shown = letter.values().getOrDefault("patient", "");
            assertThat(shown.replaceAll("^\u2068+|\u2069+$", "")).isEqualTo(expected);
            assertThat(Letters.text(letter.document())).isEqualTo("Dear **" + shown + "**, " + shown + "\n- " + shown);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String text(String template, Notice notice) {
        try {
            return Letters.text(composer(template).compose(List.of(notice)).document());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private TemplateComposer composer(String template) throws IOException {
        Files.writeString(folder.resolve("trackers.en.md"), HEAD + template);
        return Letters.composer(Templates.builtIn().with(folder));
    }
}
