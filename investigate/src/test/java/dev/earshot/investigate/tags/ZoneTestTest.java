package dev.earshot.investigate.tags;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.investigate.history.PageAddress;
import dev.earshot.investigate.history.PageRule;
import dev.earshot.investigate.history.PageRule.Firing;
import dev.earshot.investigate.history.PageRule.Operator;
import dev.earshot.investigate.history.PageRule.Part;
import dev.earshot.investigate.history.PageRules;
import dev.earshot.investigate.history.Rules;
import dev.earshot.investigate.tags.ZoneTest.Answer;
import dev.earshot.investigate.tags.ZoneTest.Where;
import dev.earshot.policy.Policy;
import dev.earshot.policy.PolicyFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ZoneTestTest {
    @TempDir
    private Path folder = Path.of("");

    private Policy policy = Policy.byDefault();

    @BeforeEach
    void aPolicy() throws IOException {
        Path file = Files.writeString(folder.resolve("earshot.yaml"), """
                sites: [clinic.example]
                zones:
                  - {name: portal, urls: ["/portal", "/portal/**", "*://portal.clinic.example/**"], signedIn: true}
                  - {name: health, urls: ["/services/**", "**/oncology/**", "/doctors/*/profile"]}
                """);
        policy = PolicyFile.read(file, Set.of("Google LLC"), Set.of());
    }

    private Where where(String zone, PageRule rule) {
        return new ZoneTest(policy).where(zone, rule);
    }

    private static PageRule path(Operator operator, String value) {
        return Rules.compare(Part.PATH, "", operator, value, false);
    }

    @ParameterizedTest(name = "{0} \"{1}\": portal {2}, health {3}, public {4}")
    @CsvSource({
        "STARTS_WITH, /portal/,           YES, NO, NO",
        "STARTS_WITH, /portal,            YES, CANNOT_TELL, YES",
        "STARTS_WITH, /careers/,          NO,  CANNOT_TELL, YES",
        "STARTS_WITH, /services/heart,    NO,  YES, NO",
        "STARTS_WITH, /,                  YES, YES, YES",
        "EQUALS,      /portal,            YES, NO, NO",
        "EQUALS,      /,                  YES, NO, YES",
        "EQUALS,      /about,             CANNOT_TELL, NO, YES",
        "EQUALS,      /about/oncology/x,  CANNOT_TELL, YES, NO",
        "CONTAINS,    oncology,           CANNOT_TELL, YES, YES",
        "CONTAINS,    /oncology/,         CANNOT_TELL, YES, CANNOT_TELL",
        "ENDS_WITH,   /profile,           CANNOT_TELL, YES, YES",
        "MATCHES,     ^/portal/,          YES, NO, NO",
        "MATCHES,     ^/(portal|services)/, YES, YES, NO",
        "MATCHES,     ^/careers?/,        CANNOT_TELL, CANNOT_TELL, YES",
        "MATCHES,     ^/a|/portal/,       YES, CANNOT_TELL, YES",
    })
    void a_tag_fires_in_a_zone_does_not_or_cannot_be_told(
            Operator operator, String value, Answer portal, Answer health, Answer elsewhere) {
        assertThat(where("portal", path(operator, value)).answer()).isIn(portal, onTheHost(portal));
        assertThat(where("health", path(operator, value)).answer()).isEqualTo(health);
        assertThat(where("public", path(operator, value)).answer()).isEqualTo(elsewhere);
    }

    /// Any path may be on the portal's own host.
    private static Answer onTheHost(Answer answer) {
        return answer == Answer.NO ? Answer.CANNOT_TELL : answer;
    }

    @Test
    void an_exception_keeps_a_tag_out_of_a_zone_only_where_it_covers_all_of_it() {
        PageRule notPortal = Rules.not(path(Operator.STARTS_WITH, "/portal"));

        assertThat(where("portal", notPortal).answer())
                .as("the portal has a host of its own, too")
                .isEqualTo(Answer.YES);
        assertThat(where("portal", notPortal).address()).startsWith("https://portal.clinic.example/");
        assertThat(where("health", notPortal).answer()).isEqualTo(Answer.YES);
    }

    @Test
    void an_exception_in_another_case_keeps_nothing_out() {
        assertThat(where("health", Rules.not(path(Operator.STARTS_WITH, "/Services")))
                        .answer())
                .isEqualTo(Answer.YES);
        assertThat(where(
                                "health",
                                Rules.all(
                                        path(Operator.STARTS_WITH, "/services/"),
                                        Rules.not(path(Operator.CONTAINS, "/Services/"))))
                        .answer())
                .isNotEqualTo(Answer.NO);
    }

    @Test
    void an_exception_of_the_whole_zone_is_a_no() {
        PageRule outside = Rules.all(
                Rules.not(path(Operator.STARTS_WITH, "/portal")),
                Rules.not(Rules.compare(Part.HOST, "", Operator.EQUALS, "portal.clinic.example", false)));

        assertThat(where("portal", outside).answer()).isEqualTo(Answer.NO);
    }

    @Test
    void what_no_address_decides_cannot_be_told_and_says_why() {
        Where where = where("public", Rules.unknown("the cookie \"seen\" is in no log"));

        assertThat(where.answer()).isEqualTo(Answer.CANNOT_TELL);
        assertThat(where.why()).isEqualTo("the cookie \"seen\" is not in the container");
    }

    @Test
    void what_no_address_decides_does_not_undo_what_one_rules_out() {
        PageRule rule = Rules.all(path(Operator.EQUALS, "/about"), Rules.unknown("a click is in no log"));

        assertThat(where("health", rule).answer()).isEqualTo(Answer.NO);
    }

    @Test
    void a_tag_that_nothing_lets_fire_fires_nowhere() {
        assertThat(new ZoneTest(policy).zones())
                .allSatisfy(
                        zone -> assertThat(where(zone, Rules.NOWHERE).answer()).isEqualTo(Answer.NO));
    }

    @Test
    void a_query_parameter_is_made_up_for_the_example() {
        PageRule rule = Rules.compare(Part.PARAMETER, "gclid", Operator.EXISTS, "", false);

        assertThat(where("health", rule).answer()).isEqualTo(Answer.YES);
        assertThat(where("health", rule).address()).endsWith("?gclid=x");
    }

    /// The oracle: an address of the zone on which a rule holds is never ruled out, and an example always is one.
    @Test
    void no_is_never_said_of_a_zone_with_a_page_on_which_the_tag_fires() {
        Random random = new Random(20261122);
        List<String> paths = List.of(
                "/Portal/x",
                "/",
                "/portal",
                "/portal/x",
                "/services/heart",
                "/about/oncology/x",
                "/doctors/1/profile",
                "/careers/oncology/",
                "/portalx",
                "/serviceshop",
                "/a");
        List<String> values = List.of(
                "/Portal",
                "/SERVICES/",
                "/",
                "/portal",
                "/portal/",
                "/services/",
                "oncology",
                "/oncology/",
                "^/portal",
                "^/(portal|services)/",
                "^/a|/portal/",
                "profile",
                "/doctors/",
                "/careers/oncology/",
                "x",
                "^/car(eers)?/",
                "clinic.example");
        for (int i = 0; i < 200; i++) {
            PageRule rule = rule(random, values, 3);
            for (String zone : new ZoneTest(policy).zones()) {
                Where where = where(zone, rule);
                for (String host : List.of("www.clinic.example", "portal.clinic.example")) {
                    for (String path : paths) {
                        if (policy.zoneOf("https://" + host + path, false).equals(zone)
                                && rule.test(new PageAddress("GET", host, path, "")) == Firing.YES) {
                            assertThat(where.answer())
                                    .as("%s fires on %s%s of %s", PageRules.words(rule), host, path, zone)
                                    .isNotEqualTo(Answer.NO);
                        }
                    }
                }
                if (where.answer() == Answer.YES) {
                    assertThat(policy.zoneOf(where.address(), false)).isEqualTo(zone);
                }
            }
        }
    }

    private static PageRule rule(Random random, List<String> values, int depth) {
        int kind = random.nextInt(depth == 0 ? 2 : 5);
        String value = values.get(random.nextInt(values.size()));
        Operator operator = List.of(
                        Operator.EQUALS, Operator.CONTAINS, Operator.STARTS_WITH, Operator.ENDS_WITH, Operator.MATCHES)
                .get(random.nextInt(5));
        List<PageRule> parts = new ArrayList<>();
        for (int i = 0; kind > 2 && i < 2; i++) {
            parts.add(rule(random, values, depth - 1));
        }
        return switch (kind) {
            case 0 -> path(operator, value);
            case 1 ->
                Rules.compare(random.nextBoolean() ? Part.HOST : Part.URL, "", operator, value, random.nextBoolean());
            case 2 -> Rules.not(rule(random, values, depth - 1));
            case 3 -> Rules.all(parts);
            default -> Rules.any(parts);
        };
    }
}
