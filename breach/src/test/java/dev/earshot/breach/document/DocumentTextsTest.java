package dev.earshot.breach.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.earshot.EarshotException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DocumentTextsTest {
    private static final String RTL_NAME = "\u202Eمريم <b>الهاشمي</b>";

    @Test
    void a_name_with_markup_stays_text_in_a_page() {
        Document document = letter("<script>alert('x')</script> & \"Sons\"");

        assertThat(Html.of(document))
                .contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; &quot;Sons&quot;")
                .doesNotContain("<script");
    }

    @Test
    void a_name_that_turns_the_direction_of_text_turns_only_its_own() {
        assertThat(Html.of(letter(RTL_NAME))).contains("<bdi>\u202Eمريم &lt;b&gt;الهاشمي&lt;/b&gt;</bdi>");
    }

    @Test
    void a_control_character_in_a_name_does_not_reach_the_page() {
        assertThat(Html.of(letter("Ann\u0000\u001B[31m Lee"))).contains("Ann\uFFFD\uFFFD[31m Lee");
    }

    @Test
    void a_page_has_the_language_and_direction_of_its_document() {
        assertThat(Html.of(in("ar"))).contains("<html lang=\"ar\" dir=\"rtl\">");
        assertThat(Html.of(in("zh-Hans"))).contains("<html lang=\"zh-Hans\" dir=\"ltr\">");
    }

    @Test
    void a_page_without_a_main_heading_is_headed_by_its_title() {
        assertThat(Html.of(in("en"))).contains("<h1>Notice</h1>");
    }

    @Test
    void a_page_fetches_nothing_and_forbids_it() {
        assertThat(Html.of(letter("Ann Lee")))
                .contains("default-src 'none'")
                .doesNotContain("src=", "href=", "url(", "@import", "<script", "http://", "https://");
    }

    @Test
    void a_slot_without_a_value_is_shown_by_its_name() {
        Document open = new Document("T", Locale.ENGLISH, List.of(paragraph(new Span.Slot("first-name", true))));

        assertThat(Html.of(open)).contains("<span class=\"slot\">first-name</span>");
        assertThat(PlainText.of(open)).isEqualTo("[first-name]\n");
    }

    @Test
    void plain_text_keeps_to_72_columns_in_every_script() {
        String korean = "귀하의 개인정보가 당사 웹사이트에 설치된 온라인 기술을 통해 제삼자에게 전송되었을 가능성이 있음을 알려드립니다. ".repeat(3);
        String chinese = "您的部分个人信息可能已通过我们网站上安装的在线技术传输给第三方供应商请仔细阅读本通知".repeat(4);
        String arabic = "نكتب إليكم لإبلاغكم بأن بعض معلوماتكم الشخصية ربما أُرسلت إلى أطراف ثالثة ".repeat(4);
        for (String words :
                List.of(korean, chinese, arabic, "ตัวอย่างข้อความภาษาไทยที่ยาวมากไม่มีช่องว่าง".repeat(4))) {
            String text = PlainText.of(new Document("T", Locale.ENGLISH, List.of(paragraph(text(words)))));

            assertThat(text.lines()).hasSizeGreaterThan(1);
            assertThat(text.lines().mapToInt(PlainText::width)).allMatch(width -> width <= 72);
            assertThat(text.replaceAll("\\s", "")).isEqualTo(words.replaceAll("\\s", ""));
        }
    }

    @Test
    void a_wide_character_takes_two_columns_and_a_mark_none() {
        assertThat(PlainText.width("中文")).isEqualTo(4);
        assertThat(PlainText.width("e\u0301")).isEqualTo(1);
        assertThat(PlainText.width("مُ")).isEqualTo(1);
    }

    @Test
    void thirty_six_wide_characters_fill_a_line_and_one_more_goes_on_the_next() {
        assertThat(PlainText.of(new Document("T", Locale.CHINESE, List.of(paragraph(text("中".repeat(36)))))))
                .isEqualTo("中".repeat(36) + "\n");
        assertThat(PlainText.of(new Document("T", Locale.CHINESE, List.of(paragraph(text("中".repeat(37)))))))
                .isEqualTo("中".repeat(36) + "\n中\n");
    }

    @Test
    void a_name_of_300_characters_without_a_space_is_broken_and_loses_nothing() {
        String name = "n\u0303".repeat(300);

        String text = PlainText.of(letter(name));

        assertThat(text.lines().mapToInt(PlainText::width)).allMatch(width -> width <= 72);
        assertThat(text.replace("\n", "")).contains(name);
        assertThat(text.lines()).noneMatch(line -> line.startsWith("\u0303"));
    }

    @Test
    void an_address_is_not_broken() {
        String address =
                "https://www.clinic.example/privacy/notice-of-data-breach/2026/questions-and-answers/index.html";

        assertThat(PlainText.of(new Document(
                        "T", Locale.ENGLISH, List.of(paragraph(text("Read more at " + address + " or call."))))))
                .isEqualTo("Read more at\n" + address + "\nor call.\n");
    }

    @Test
    void a_table_stands_in_columns_where_they_fit_and_row_by_row_where_not() {
        assertThat(PlainText.of(table("State", "People", "California", "12")))
                .isEqualTo("State       People\n------------------\nCalifornia  12\n");
        assertThat(PlainText.of(table(
                        "Field", "Answer", "Description", "long ".repeat(20).strip())))
                .startsWith("Description: long long")
                .contains("\n  long");
    }

    @Test
    void plain_text_goes_on_under_the_text_of_an_item_not_under_its_mark() {
        Document list = new Document(
                "T", Locale.ENGLISH, List.of(new Block.Listing(true, List.of(List.of(text("word ".repeat(20)))))));

        assertThat(PlainText.of(list)).startsWith("1. word").contains("\n   word");
    }

    @Test
    void json_gives_the_same_document_back() {
        Document document = letter(RTL_NAME);

        assertThat(DocumentJson.read(DocumentJson.of(document))).isEqualTo(document);
    }

    @Test
    void json_that_is_no_document_is_told_so() {
        for (String json :
                List.of("{", "[]", "{\"title\":\"x\"}", "{\"blocks\":[{\"table\":3}]}", "{\"blocks\":[{}]}")) {
            assertThatThrownBy(() -> DocumentJson.read(json))
                    .isInstanceOf(EarshotException.class)
                    .extracting(thrown -> ((EarshotException) thrown).code())
                    .isEqualTo(EarshotException.Code.USAGE);
        }
    }

    private static Document in(String language) {
        return new Document("Notice", Locale.forLanguageTag(language), List.of(paragraph(text("…"))));
    }

    private static Document letter(String name) {
        return new Document(
                        "Notice",
                        Locale.ENGLISH,
                        List.of(
                                new Block.Heading(1, List.of(text("Notice of Data Breach"))),
                                paragraph(text("Dear "), new Span.Slot("name", false), text(",")),
                                new Block.Listing(false, List.of(List.of(text("one")), List.of(text("two")))),
                                new Block.Table(List.of(
                                        List.of(List.of(text("a")), List.of(text("b"))),
                                        List.of(List.of(text("c")), List.of(new Span.LineBreak()))))))
                .filled(Map.of("name", name));
    }

    private static Document table(String... cells) {
        List<List<Span>> all = Arrays.stream(cells)
                .map(DocumentTextsTest::text)
                .map(List::<Span>of)
                .toList();
        return new Document(
                "T", Locale.ENGLISH, List.of(new Block.Table(List.of(all.subList(0, 2), all.subList(2, 4)))));
    }

    private static Block paragraph(Span... spans) {
        return new Block.Paragraph(List.of(spans));
    }

    private static Span text(String words) {
        return new Span.Text(words, false);
    }
}
