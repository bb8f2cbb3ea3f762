package dev.earshot.report;

import static dev.earshot.report.MaskedReportsTest.written;
import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

class HtmlReportTest {
    static Stream<String> reports() {
        return Stream.of(
                written(ReportFormat.HTML, ClinicScans.everything(), ClinicScans.MASKED),
                written(ReportFormat.HTML, ClinicScans.everything(), ClinicScans.REVEALED),
                written(ReportFormat.HTML, ClinicScans.quiet(), ClinicScans.MASKED),
                written(ReportFormat.HTML, ClinicScans.quietButIncomplete(), ClinicScans.MASKED),
                written(ReportFormat.HTML, ClinicScans.many(42, 20, 5), ClinicScans.MASKED));
    }

    @ParameterizedTest
    @MethodSource("reports")
    void it_is_well_formed(String report) throws Exception {
        assertThat(ReportsTest.xml(report).getDocumentElement().getTagName()).isEqualTo("html");
    }

    @ParameterizedTest
    @MethodSource("reports")
    void it_fetches_nothing(String report) throws Exception {
        Document page = ReportsTest.xml(report);
        List<String> references = new ArrayList<>();
        for (Element element : elements(page)) {
            assertThat(element.getTagName())
                    .isNotIn("link", "iframe", "object", "embed", "base", "form", "audio", "video", "image", "use");
            for (String name :
                    List.of("href", "src", "srcset", "action", "data", "poster", "xlink:href", "background")) {
                if (element.hasAttribute(name)) {
                    references.add(element.getAttribute(name));
                }
            }
        }
        assertThat(references)
                .allMatch(to -> to.startsWith("#") || to.startsWith("data:image/") || to.startsWith("screenshots/"));
        assertThat(report).doesNotContain("@import").doesNotContain("url(");
    }

    @ParameterizedTest
    @MethodSource("reports")
    void its_policy_allows_its_own_style_and_script_and_nothing_else(String report) throws Exception {
        String policy =
                between(report, "Content-Security-Policy\" content=\"", "\"").replace("&#39;", "'");
        assertThat(policy)
                .startsWith("default-src 'none';")
                .contains("style-src '" + sha256(between(report, "<style>", "</style>")) + "'")
                .contains("script-src '" + sha256(between(report, "<script>", "</script>")) + "'")
                .doesNotContain("unsafe")
                .doesNotContain("http");
        for (Element element : elements(ReportsTest.xml(report))) {
            assertThat(element.hasAttribute("style")).isFalse();
            for (int at = 0; at < element.getAttributes().getLength(); at++) {
                assertThat(element.getAttributes().item(at).getNodeName()).doesNotStartWith("on");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("reports")
    void it_has_headings_in_order_names_on_pictures_and_heads_on_tables(String report) throws Exception {
        int level = 0;
        Set<String> ids = new java.util.HashSet<>();
        for (Element element : elements(ReportsTest.xml(report))) {
            if (element.getTagName().matches("h[1-6]")) {
                int own = element.getTagName().charAt(1) - '0';
                assertThat(own).isLessThanOrEqualTo(level + 1);
                level = own;
            }
            switch (element.getTagName()) {
                case "img" -> assertThat(element.getAttribute("alt")).isNotBlank();
                case "svg" -> assertThat(element.getAttribute("aria-label")).isNotBlank();
                case "th" -> assertThat(element.getAttribute("scope")).isNotBlank();
                default -> {}
            }
            if (element.hasAttribute("id")) {
                assertThat(ids.add(element.getAttribute("id"))).isTrue();
            }
        }
        for (Element element : elements(ReportsTest.xml(report))) {
            String href = element.getAttribute("href");
            if (href.startsWith("#")) {
                assertThat(ids).contains(href.substring(1));
            }
        }
    }

    @Test
    void it_says_what_it_does_not_show() {
        assertThat(written(ReportFormat.HTML, ClinicScans.quiet(), ClinicScans.MASKED))
                .contains("What this does not show")
                .contains("No browser can see it.")
                .contains("It does not mean that nothing was sent");
    }

    @Test
    void a_name_that_looks_like_markup_stays_a_name() throws Exception {
        ScanFixture scan = ClinicScans.quiet()
                .page("p2", "https://www.clinic.example/<script>alert(1)</script>", "<img src=x onerror=alert(1)>")
                .lookalike("</title><script>");
        String report = written(ReportFormat.HTML, scan, ClinicScans.MASKED);
        assertThat(report).doesNotContain("<img src=x").doesNotContain("alert(1)</script>");
        ReportsTest.xml(report);
    }

    @Test
    void ten_thousand_disclosures_stay_a_page_that_opens() {
        ScanFixture scan = ClinicScans.many(40, 62, 12);
        assertThat(scan.result().disclosures()).hasSizeGreaterThan(10_000);
        String report = written(ReportFormat.HTML, scan, ClinicScans.MASKED);
        assertThat(report.length()).isLessThan(6_000_000);
        assertThat(report).contains("more of the same kind, see report.json");
    }

    @Test
    void a_screenshot_becomes_a_thumbnail_in_the_page(@TempDir Path folder) throws Exception {
        Files.createDirectories(folder.resolve("screenshots"));
        ImageIO.write(
                new BufferedImage(1280, 3000, BufferedImage.TYPE_INT_ARGB),
                "png",
                folder.resolve("screenshots/p1.png").toFile());
        Files.writeString(folder.resolve("screenshots/p2.png"), "not a picture");
        String report = writtenTo(folder, ClinicScans.everything());
        assertThat(report).contains("src=\"data:image/jpeg;base64,").contains("href=\"screenshots/p1.png\"");
        assertThat(report.split("<img ", -1)).hasSize(2);
        ReportsTest.xml(report);
    }

    @Test
    void a_screenshot_outside_of_the_folder_is_not_read(@TempDir Path folder) throws Exception {
        ImageIO.write(
                new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB),
                "png",
                folder.resolve("outside.png").toFile());
        ScanFixture scan = new ScanFixture().run("ignore", dev.earshot.exchange.Run.ConsentMode.IGNORE, "");
        scan.page("../../outside", "https://www.clinic.example/", "");
        assertThat(writtenTo(Files.createDirectories(folder.resolve("out")), scan))
                .doesNotContain("<img ");
    }

    private static String writtenTo(Path folder, ScanFixture scan) throws IOException {
        Reports.write(scan.result(), scan.capture(), ClinicScans.MASKED, folder);
        return Files.readString(folder.resolve("report.html"));
    }

    private static List<Element> elements(Document page) {
        List<Element> elements = new ArrayList<>();
        NodeList all = page.getElementsByTagName("*");
        for (int at = 0; at < all.getLength(); at++) {
            Node node = all.item(at);
            if (node instanceof Element element) {
                elements.add(element);
            }
        }
        return elements;
    }

    private static String between(String text, String from, String to) {
        int start = text.indexOf(from) + from.length();
        return text.substring(start, text.indexOf(to, start));
    }

    private static String sha256(String text) throws Exception {
        return "sha256-"
                + Base64.getEncoder()
                        .encodeToString(
                                MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    }
}
