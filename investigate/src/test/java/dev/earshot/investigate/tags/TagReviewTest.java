package dev.earshot.investigate.tags;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.earshot.EarshotException;
import dev.earshot.element.DataElement;
import dev.earshot.investigate.history.SetTag.Setting;
import dev.earshot.investigate.tags.TagReview.AtPage;
import dev.earshot.investigate.tags.TagReview.Reviewed;
import dev.earshot.investigate.tags.TagReview.State;
import dev.earshot.investigate.tags.ZoneTest.Answer;
import dev.earshot.policy.Finding;
import dev.earshot.policy.Policy;
import dev.earshot.policy.PolicyFile;
import dev.earshot.policy.TagFinding;
import dev.earshot.report.Baseline;
import dev.earshot.report.ReportFormat;
import dev.earshot.report.ReportOptions;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class TagReviewTest {
    private static final String VENDORS = """
            sites: [clinic.example]
            zones:
              - {name: signed-in, urls: ["/portal", "/portal/**"], signedIn: true}
              - {name: health-content, urls: ["/find-a-doctor/**", "/doctors/**", "/services/**"]}
            """;

    @TempDir
    private Path folder = Path.of("");

    private Path workspace() {
        return Samples.file(folder, "GTM-CLIN1_workspace.json", Samples.text("gtm-workspace.json"));
    }

    private Policy policy(String more) {
        return PolicyFile.read(
                Samples.file(folder, "earshot.yaml", VENDORS + more),
                Set.of("Google LLC", "Meta Platforms, Inc.", "Microsoft Corporation", "LinkedIn Corporation"),
                Set.of());
    }

    private TagReview review(String morePolicy) {
        return Samples.review(workspace(), policy(morePolicy));
    }

    private static List<String> zones(Reviewed tag) {
        return tag.zones().stream()
                .map(where -> where.zone() + " " + where.answer().words())
                .toList();
    }

    @Test
    void an_unpublished_workspace_is_read() {
        TagReview review = review("");

        assertThat(review.containers().getFirst().set().draft()).isTrue();
        assertThat(review.containers().getFirst().tags()).hasSize(9);
        assertThat(TagLines.title(review.containers().getFirst().set())).contains("GTM-CLIN1, not published");
    }

    @Test
    void a_variable_is_followed_by_name_to_what_it_reads() {
        assertThat(Samples.told(review(""), "Meta Pixel"))
                .anySatisfy(line -> assertThat(line)
                        .contains("e-mail address (inferred)", "{{User E-mail}} (data layer \"user.email\")"))
                .anySatisfy(line -> assertThat(line)
                        .contains(
                                "medical record number",
                                "{{Patient number}}",
                                "{{Signed-in user}} (data layer \"user.mrn\")"));
    }

    @Test
    void a_value_that_no_name_tells_of_is_whatever_stands_there() {
        assertThat(Samples.told(review(""), "GA4 configuration"))
                .contains("whatever stands there: cannot tell by field page_type: {{Page type}} (cookie \"ptype\")");
    }

    @Test
    void a_page_view_tag_always_tells_the_page() {
        assertThat(Samples.told(review(""), "Microsoft Advertising").getFirst())
                .contains("page visited (decoded)", "with every call");
    }

    @Test
    void a_text_of_the_containers_own_can_speak_of_health() {
        assertThat(Samples.told(review(""), "GA4 appointment"))
                .contains("appointment by field eventName, which says \"appointment_requested\"");
    }

    @Test
    void a_blocking_trigger_keeps_a_tag_out_of_its_pages() {
        assertThat(zones(Samples.tag(review(""), "Meta Pixel")))
                .containsExactly("signed-in no", "health-content yes", "public yes");
    }

    @ParameterizedTest
    @CsvSource({
        "GA4 configuration,signed-in yes,health-content yes,public yes",
        "GA4 appointment,signed-in cannot tell,health-content cannot tell,public cannot tell",
        "Microsoft Advertising,signed-in no,health-content yes,public no",
        "LinkedIn on careers,signed-in no,health-content no,public yes"
    })
    void each_zone_is_decided_by_the_triggers(String name, String one, String two, String three) {
        assertThat(zones(Samples.tag(review(""), name))).containsExactly(one, two, three);
    }

    @Test
    void consent_is_said_and_does_not_make_a_tag_harmless() {
        TagReview review = review("");
        Reviewed uet = Samples.tag(review, "Microsoft Advertising");

        assertThat(uet.tag().consent().setting()).isEqualTo(Setting.NEEDED);
        assertThat(uet.tag().consent().kinds()).containsExactly("ad_storage");
        assertThat(Samples.says(review.violations()))
                .anySatisfy(
                        says -> assertThat(says)
                                .contains(
                                        "\"Microsoft Advertising\" is set to tell Microsoft Corporation which page was visited"));
    }

    @ParameterizedTest
    @CsvSource({"Old TikTok,PAUSED", "Spring campaign,ENDED", "Meta Pixel,RUNNING"})
    void a_tag_that_is_paused_or_over_is_shown_and_not_judged(String name, State state) {
        TagReview review = review("");

        assertThat(Samples.tag(review, name).state()).isEqualTo(state);
        assertThat(Samples.says(review.findings()).stream().anyMatch(says -> says.contains(name)))
                .isEqualTo(state == State.RUNNING);
    }

    @Test
    void a_schedule_that_begins_later_is_judged() {
        Path file = Samples.file(
                folder,
                "a.json",
                Samples.text("gtm-workspace.json")
                        .replace("1710000000000", "1890000000000")
                        .replace("1715000000000", "1895000000000"));
        TagReview review = Samples.review(file, policy(""));

        assertThat(Samples.tag(review, "Spring campaign").state()).isEqualTo(State.LATER);
        assertThat(Samples.says(review.violations())).anyMatch(says -> says.contains("Spring campaign"));
    }

    @Test
    void a_template_whose_vendor_is_not_known_is_never_clean() {
        TagReview review = review("");

        assertThat(review.incomplete())
                .anySatisfy(what ->
                        assertThat(what).contains("Chat widget", "Whom it tells is not known", "cvt_30000001_61"));
        assertThat(review.incomplete(finding -> true)).isTrue();
    }

    @Test
    void code_that_can_send_nothing_tells_nobody() {
        Reviewed structured = Samples.tag(review(""), "Structured data");

        assertThat(structured.tag().unknown()).isEmpty();
        assertThat(structured.tag().recipients()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<script>window[atob('aW1n')](x)</script>",
                "<script>f(document.createElement('script'))</script>",
                "<script>eval(x)</script>",
                "<iframe></iframe><script>go({{User E-mail}}); location = x</script>"
            })
    void code_that_might_send_something_is_never_said_to_tell_nobody(String code) {
        Path file =
                Samples.file(folder, "a.json", """
                {"containerVersion":{"containerVersionId":"0","container":{"publicId":"GTM-CLIN1"},"tag":[{"tagId":"1","name":"Code",
                 "type":"html","parameter":[{"type":"template","key":"html","value":%s}],"firingTriggerId":["2147479553"]}]}}""".formatted(JsonMapper.shared().writeValueAsString(code)));

        assertThat(Samples.review(file, policy("")).incomplete()).anyMatch(what -> what.contains("Code"));
    }

    @Test
    void the_spelling_of_the_api_says_the_same() {
        String ui = Samples.text("gtm-workspace.json");
        String api = Pattern.compile("\"([A-Z]+(?:_[A-Z]+)*)\"")
                .matcher(ui)
                .replaceAll(found -> "\"" + camel(found.group(1)) + "\"");
        Path file = Samples.file(folder, "api.json", api);

        assertThat(api)
                .contains("\"customEvent\"", "\"notSet\"", "\"startsWith\"")
                .doesNotContain("CUSTOM_EVENT");
        assertThat(Samples.says(Samples.review(file, policy("")).findings()))
                .isEqualTo(Samples.says(review("").findings()));
        assertThat(Samples.tag(Samples.review(file, policy("")), "Microsoft Advertising")
                        .tag()
                        .consent()
                        .kinds())
                .containsExactly("ad_storage");
    }

    private static String camel(String word) {
        StringBuilder camel = new StringBuilder();
        for (String part : word.split("_")) {
            camel.append(camel.isEmpty() ? part.substring(0, 1).toLowerCase(Locale.ROOT) : part.substring(0, 1));
            camel.append(part.substring(1).toLowerCase(Locale.ROOT));
        }
        return camel.toString();
    }

    @Test
    void a_page_that_is_asked_for_is_decided() {
        TagReview review = Samples.review(workspace(), policy(""), "https://www.clinic.example/portal/home");

        assertThat(Samples.tag(review, "Meta Pixel").pages())
                .containsExactly(new AtPage("https://www.clinic.example/portal/home", "signed-in", Answer.NO));
        assertThat(Samples.tag(review, "GA4 configuration").pages().getFirst().answer())
                .isEqualTo(Answer.YES);
    }

    @Test
    void nothing_is_called_a_disclosure() {
        assertThat(Samples.says(review("").findings()))
                .isNotEmpty()
                .allSatisfy(says -> assertThat(says).contains(" set to tell ").doesNotContain("was told", "received"));
    }

    @Test
    void an_agreement_makes_it_lawful_and_its_unknown_values_too() {
        TagReview review = review("vendors: [{name: Google LLC, baa: true}]\n");

        assertThat(review.findings())
                .noneMatch(
                        finding -> finding.vendor().equals("Google LLC") && finding.level() == Finding.Level.VIOLATION);
    }

    @Test
    void a_waiver_covers_what_is_sure_and_what_cannot_be_told_until_it_ends() {
        String waiver = """
                waivers:
                  - {rule: no-identity-without-an-agreement, vendors: [Google LLC], reason: contract under way, until: %s}
                """;

        assertThat(review(waiver.formatted("2026-06-03")).findings())
                .filteredOn(finding -> finding.vendor().equals("Google LLC")
                        && finding.rule().equals("no-identity-without-an-agreement"))
                .isNotEmpty()
                .allMatch(
                        finding -> finding.level() == Finding.Level.WAIVED && !finding.violates() && !finding.isOpen());
        assertThat(review(waiver.formatted("2026-06-02")).findings())
                .noneMatch(finding -> finding.level() == Finding.Level.WAIVED);
    }

    @Test
    void a_waiver_for_one_element_does_not_cover_a_value_that_may_be_any() {
        TagReview review = review("""
                waivers:
                  - {rule: no-identity-without-an-agreement, vendors: [Google LLC], elements: [mrn], reason: r, until: 2027-01-01}
                """);

        assertThat(review.findings())
                .anyMatch(finding -> finding.isOpen()
                        && finding.element().isEmpty()
                        && finding.vendor().equals("Google LLC"));
        assertThat(review.findings())
                .anyMatch(finding -> finding.level() == Finding.Level.WAIVED
                        && finding.element().equals(Optional.of(DataElement.MEDICAL_RECORD_NUMBER)));
    }

    @Test
    void fingerprints_stay_when_tags_are_renamed_and_moved() {
        Path renamed = Samples.file(
                folder,
                "b.json",
                Samples.text("gtm-workspace.json")
                        .replace("\"Meta Pixel\"", "\"FB\"")
                        .replace("\n", "\n\n"));

        assertThat(Samples.review(renamed, policy("")).findings())
                .extracting(TagFinding::fingerprint)
                .containsExactlyInAnyOrderElementsOf(review("").findings().stream()
                        .map(TagFinding::fingerprint)
                        .toList());
    }

    @Test
    void sarif_points_to_the_line_of_the_tag() throws Exception {
        JsonNode sarif = JsonMapper.shared().readTree(print(ReportFormat.SARIF, Optional.empty()));
        List<String> lines = Files.readAllLines(workspace());
        JsonNode result = sarif.at("/runs/0/results")
                .valueStream()
                .filter(each -> each.path("message").path("text").asString("").startsWith("Tag \"Meta Pixel\""))
                .findFirst()
                .orElseThrow();
        JsonNode at = result.at("/locations/0");
        int line = at.at("/physicalLocation/region/startLine").asInt();

        assertThat(at.at("/physicalLocation/artifactLocation/uri").asString("")).endsWith("GTM-CLIN1_workspace.json");
        assertThat(lines.get(line - 1)).contains("{");
        assertThat(String.join("\n", lines.subList(line - 1, line + 6))).contains("\"name\": \"Meta Pixel\"");
        assertThat(at.at("/logicalLocations/0/fullyQualifiedName").asString("")).isEqualTo("/containerVersion/tag/0");
        assertThat(sarif.at("/runs/0/invocations/0/executionSuccessful").asBoolean(true))
                .isFalse();
    }

    @Test
    void junit_fails_for_violations_and_errs_for_what_cannot_be_told() throws Exception {
        String xml = print(ReportFormat.JUNIT, Optional.empty());
        var root = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new java.io.ByteArrayInputStream(xml.getBytes(java.nio.charset.StandardCharsets.UTF_8)))
                .getDocumentElement();

        assertThat(root.getElementsByTagName("failure").getLength())
                .isEqualTo(review("").violations().size())
                .isEqualTo(Integer.parseInt(root.getAttribute("failures")));
        assertThat(root.getElementsByTagName("error").getLength())
                .isEqualTo(Integer.parseInt(root.getAttribute("errors")))
                .isPositive();
    }

    @Test
    void what_a_baseline_has_is_known() throws Exception {
        Path report = Samples.file(folder, "report.json", print(ReportFormat.JSON, Optional.empty()));
        Baseline baseline = Baseline.of(report);

        assertThat(review("").findings()).allMatch(finding -> baseline.has(finding.fingerprint()));
        assertThat(print(ReportFormat.TEXT, Optional.of(baseline)))
                .doesNotContain("\nVIOLATION ")
                .contains("\nKNOWN ");
        assertThat(print(ReportFormat.JUNIT, Optional.of(baseline)))
                .contains("failures=\"0\"")
                .contains("skipped");
    }

    @Test
    void names_of_tags_are_nobodys_markup() {
        Path file = Samples.file(
                folder, "x.json", Samples.text("gtm-workspace.json").replace("\"Meta Pixel\"", "\"<img src=x>|`*\""));
        TagReview review = Samples.review(file, policy(""));
        StringWriter html = new StringWriter();
        StringWriter markdown = new StringWriter();
        TagReports.print(ReportFormat.HTML, review, options(Optional.empty()), html);
        TagReports.print(ReportFormat.MARKDOWN, review, options(Optional.empty()), markdown);

        assertThat(html.toString()).doesNotContain("<img").contains("&lt;img src=x&gt;");
        assertThat(markdown.toString()).doesNotContain("<img").contains("&lt;img src=x\\>\\|\\`\\*");
    }

    private static ReportOptions options(Optional<Baseline> baseline) {
        return new ReportOptions(false, "1", Samples.NOW, "tags x.json", baseline);
    }

    private String print(ReportFormat format, Optional<Baseline> baseline) {
        StringWriter to = new StringWriter();
        TagReports.print(format, review(""), options(baseline), to);
        return to.toString();
    }

    @Test
    void a_profile_of_tealium_says_who_is_told_by_which_mapping() {
        Path file = Samples.file(folder, "main.json", Samples.text("tealium-profile.json"));
        TagReview review = Samples.review(file, policy(""));

        assertThat(zones(Samples.tag(review, "Meta")))
                .containsExactly("signed-in no", "health-content yes", "public no");
        assertThat(Samples.told(review, "Meta"))
                .contains("e-mail address (inferred) by data mapping: variable \"customer_email\" to em")
                .anyMatch(line -> line.startsWith("whatever stands there") && line.contains("cp.utag_main_x"));
        assertThat(review.incomplete()).anyMatch(what -> what.contains("\"Thing\""));
        assertThat(Samples.tag(review, "GA4").state()).isEqualTo(State.PAUSED);
        assertThat(Samples.tag(review, "extension JavaScript CodeSnap").tag().recipients())
                .isNotEmpty();
    }

    @Test
    void rules_of_adobe_say_who_is_told_by_which_data_element() {
        Path file = Samples.file(folder, "property.json", Samples.text("adobe-property.json"));
        TagReview review = Samples.review(file, policy(""));

        assertThat(review.containers().getFirst().set().draft()).isTrue();
        assertThat(Samples.told(review, "All pages: Set"))
                .anyMatch(line -> line.contains("medical record number")
                        && line.contains("eVar5: %Patient ID% (javascript-variable \"digitalData.user.id\")"))
                .anyMatch(line -> line.startsWith("whatever stands there") && line.contains("%Layout%"));
        assertThat(zones(Samples.tag(review, "Doctors: Pixel")))
                .containsExactly("signed-in no", "health-content yes", "public no");
        assertThat(review.incomplete()).anyMatch(what -> what.contains("unheard-of::actions::send"));
    }

    @Test
    void a_served_container_is_read_without_names() {
        Path file = Samples.file(folder, "gtm.js", """
                // Copyright
                (function(){
                var data = {"resource":{"version":"36","macros":[{"function":"__e"},{"function":"__u","vtp_component":"PATH"},
                 {"function":"__v","vtp_name":"user.email"}],
                 "tags":[{"function":"__baut","vtp_tagId":"424242","vtp_x":["macro",2],"consent":["list","ad_storage"],"tag_id":3}],
                 "predicates":[{"function":"_eq","arg0":["macro",0],"arg1":"gtm.js"},{"function":"_sw","arg0":["macro",1],"arg1":"/portal/"}],
                 "rules":[[["if",0],["unless",1],["add",0]]]},"runtime":[]};
                "GTM-CLIN1";
                })();""");
        TagReview review = Samples.review(file, policy(""));

        assertThat(TagFile.isOne(file)).isTrue();
        assertThat(Samples.told(review, "baut 3")).anyMatch(line -> line.contains("data layer \"user.email\""));
        assertThat(zones(Samples.tag(review, "baut 3")))
                .containsExactly("signed-in yes", "health-content yes", "public yes");
        assertThat(Samples.tag(review, "baut 3").tag().consent().kinds()).containsExactly("ad_storage");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gtm-workspace.json", "tealium-profile.json", "adobe-property.json"})
    void a_container_is_known_by_what_is_in_it(String name) {
        assertThat(TagFile.isOne(Samples.file(folder, "download", Samples.text(name))))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"log\":{\"version\":\"1.2\",\"entries\":[]}}",
                "{\"comment\":\"x\",\"log\":{\"version\":\"1.2\",\"tag\":[],\"containerVersionId\":\"1\"}}",
                "{\"schema\":\"earshot-report/1\",\"tags\":[],\"loadRules\":[]}",
                "{\"tags\":[\"a\",\"b\"],\"version\":\"1\"}",
                "{\"version\":\"3\",\"tag\":\"v3\"}",
                "[{\"tag\":1}]",
                "{\"data\":[{\"type\":\"users\",\"attributes\":{}}]}",
                "{\"containerVersion\":",
                "[]",
                "",
                "not JSON"
            })
    void other_files_are_none(String content) {
        assertThat(TagFile.isOne(Samples.file(folder, "x.json", content))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "'{\"containerVersion\":{',line 1",
        "'{\"a\":1}',no container of tags",
        "'window._satellite={container:{}}',Reactor API"
    })
    void what_holds_no_container_is_refused_with_a_reason(String content, String says) {
        Path file = Samples.file(folder, "x.json", content);

        assertThatThrownBy(() -> TagFile.read(file, Set.of()))
                .isInstanceOf(EarshotException.class)
                .hasMessageContaining(says);
    }

    @Test
    void a_containers_zones_and_servers_are_said_to_be_unread() {
        Path file = Samples.file(folder, "x.json", """
                {"containerVersion":{"containerVersionId":"2","container":{"publicId":"GTM-CLIN2","usageContext":["SERVER"]},
                 "tag":[],"zone":[{"zoneId":"1","childContainer":[{"publicId":"GTM-OTHER"}]}]}}""");

        assertThat(Samples.review(file, policy("")).incomplete())
                .anyMatch(what -> what.contains("no container of web pages"))
                .anyMatch(what -> what.contains("zones, which load other containers"));
    }
}
