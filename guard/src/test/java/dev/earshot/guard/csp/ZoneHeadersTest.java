package dev.earshot.guard.csp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.guard.protection.Allowed;
import dev.earshot.guard.protection.Endpoint;
import dev.earshot.guard.protection.Fields;
import dev.earshot.guard.protection.Forbidden;
import dev.earshot.guard.protection.Otherwise;
import dev.earshot.guard.protection.Protection;
import dev.earshot.guard.protection.Ruling;
import dev.earshot.guard.protection.Use;
import dev.earshot.guard.protection.ZoneProtection;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ZoneHeadersTest {
    private static final ZonePolicy.Setting STATIC = new ZonePolicy.Setting("", false, "", false);

    @Test
    void a_forbidden_host_of_ones_own_is_admitted_by_no_source() {
        ContentPolicy policy = enforced(zone(List.of(), forbidden("metrics.clinic.example", "/")), STATIC);

        assertThat(verdict(policy, "img-src", "https://metrics.clinic.example/b.gif"))
                .isInstanceOf(Verdict.Blocked.class);
        assertThat(verdict(policy, "connect-src", "https://portal.clinic.example/api"))
                .isInstanceOf(Verdict.Allowed.class);
        assertThat(policy.toString()).doesNotContain("*").doesNotContain("metrics");
    }

    @Test
    void a_forbidden_path_of_an_own_host_is_told_of_since_a_policy_cannot_take_it_out() {
        ZonePolicy policy = of(zone(List.of(), forbidden("www.clinic.example", "/metrics/collect")), STATIC);

        assertThat(policy.warnings()).anySatisfy(warning -> {
            assertThat(warning.kind()).isEqualTo(Warning.Kind.LETS_THROUGH);
            assertThat(warning.about()).isEqualTo("www.clinic.example/metrics/collect");
        });
    }

    @Test
    void an_allowed_host_that_would_admit_a_forbidden_path_is_left_out_and_told_of() {
        ZonePolicy policy = of(
                zone(
                        List.of(allowed("www.vendor.example", "/", Use.IMAGE)),
                        forbidden("www.vendor.example", "/collect")),
                STATIC);

        assertThat(verdict(policy.enforced().orElseThrow(), "img-src", "https://www.vendor.example/collect"))
                .isInstanceOf(Verdict.Blocked.class);
        assertThat(policy.warnings()).anyMatch(warning -> warning.kind() == Warning.Kind.LEFT_OUT);
    }

    @Test
    void an_allowed_path_beside_a_forbidden_one_stays() {
        ContentPolicy policy = enforced(
                zone(
                        List.of(allowed("www.vendor.example", "/lib/", Use.SCRIPT)),
                        forbidden("www.vendor.example", "/collect")),
                STATIC);

        assertThat(verdict(policy, "script-src-elem", "https://www.vendor.example/lib/a.js"))
                .isInstanceOf(Verdict.Allowed.class);
        assertThat(verdict(policy, "script-src-elem", "https://www.vendor.example/collect"))
                .isInstanceOf(Verdict.Blocked.class);
    }

    @Test
    void a_vendor_who_may_be_told_some_fields_alone_is_admitted_only_where_somebody_strips_the_rest() {
        ZoneProtection zone = zone(List.of(new Allowed(
                Endpoint.of("stats.vendor.example"),
                Set.of(Use.CONNECT),
                new Fields.Only(Set.of("page")),
                "Vendor",
                "agreed")));

        assertThat(enforced(zone, STATIC).toString()).doesNotContain("stats.vendor.example");
        assertThat(enforced(zone, new ZonePolicy.Setting("", true, "", false)).toString())
                .contains("stats.vendor.example");
    }

    @Test
    void a_zone_that_lets_pass_what_nobody_ruled_on_enforces_nothing_and_says_so() {
        ZoneProtection zone = new ZoneProtection(
                "public", List.of(), false, Otherwise.REPORT, List.of(), List.of(forbidden("ads.vendor.example", "/")));

        ZoneHeaders headers = ZoneHeaders.forGateway(protection(zone), zone, "/.well-known/earshot/report");

        assertThat(headers.value("Content-Security-Policy")).isEmpty();
        assertThat(headers.value("Content-Security-Policy-Report-Only")).isPresent();
        assertThat(of(zone, STATIC).warnings()).anyMatch(warning -> warning.kind() == Warning.Kind.LETS_THROUGH);
    }

    @Test
    void the_gateways_policy_has_its_nonce_twice_over_and_no_strict_dynamic() {
        ZoneProtection zone = zone(List.of(allowed("cdn.vendor.example", "/", Use.SCRIPT)));

        ZoneHeaders headers = ZoneHeaders.forGateway(protection(zone), zone, "/.well-known/earshot/report");
        String policy = headers.headers().stream()
                .filter(header -> header.name().equals("Content-Security-Policy"))
                .findFirst()
                .orElseThrow()
                .value("abc123");

        assertThat(policy)
                .contains("script-src-elem 'self' ", "'nonce-abc123'", "script-src-attr 'unsafe-inline'")
                .contains("report-uri /.well-known/earshot/report; report-to earshot")
                .doesNotContain("strict-dynamic", "\0");
        assertThat(headers.value("Reporting-Endpoints")).contains("earshot=\"/.well-known/earshot/report\"");
    }

    @Test
    void a_nonce_admits_no_script_of_a_host_that_is_not_allowed() {
        ZoneProtection zone = zone(List.of(allowed("cdn.vendor.example", "/", Use.SCRIPT)));

        ZoneHeaders headers = ZoneHeaders.forGateway(protection(zone), zone, "/.well-known/earshot/report");
        String[] policies =
                headers.value("Content-Security-Policy").orElseThrow().split(", ");

        assertThat(policies).hasSize(2);
        ContentPolicy second = ContentPolicy.parse(policies[1]);
        assertThat(second.toString()).doesNotContain("nonce");
        assertThat(verdict(second, "script-src-elem", "https://cdn.vendor.example/a.js"))
                .isInstanceOf(Verdict.Allowed.class);
        assertThat(verdict(second, "script-src-elem", "https://ads.vendor.example/a.js"))
                .isInstanceOf(Verdict.Blocked.class);
        assertThat(verdict(second, "worker-src", "https://ads.vendor.example/a.js"))
                .isInstanceOf(Verdict.Blocked.class);
    }

    @Test
    void what_is_enforced_is_not_reported_a_second_time_as_if_it_had_been_let_through() {
        ZoneProtection zone = zone(List.of(allowed("cdn.vendor.example", "/", Use.SCRIPT)));

        ZoneHeaders headers = ZoneHeaders.forGateway(protection(zone), zone, "/.well-known/earshot/report");

        assertThat(headers.value("Content-Security-Policy-Report-Only")).isEmpty();
    }

    @Test
    void characters_that_would_end_a_source_are_escaped() {
        ContentPolicy policy = enforced(zone(List.of(allowed("cdn.vendor.example", "/a;b, c/é/", Use.IMAGE))), STATIC);

        assertThat(ContentPolicy.parse(policy.toString())).isEqualTo(policy);
        assertThat(verdict(policy, "img-src", "https://cdn.vendor.example/a;b,%20c/%C3%A9/x.png"))
                .isInstanceOf(Verdict.Allowed.class);
    }

    @Test
    void referrers_stay_within_a_zone_that_forbids_anything() {
        ZoneProtection strict = zone(List.of(), forbidden("ads.vendor.example", "/"));
        ZoneProtection open = zone(List.of());

        assertThat(ZoneHeaders.forGateway(protection(strict), strict, "/r").value("Referrer-Policy"))
                .contains("same-origin");
        assertThat(ZoneHeaders.forGateway(protection(open), open, "/r").value("Referrer-Policy"))
                .contains("strict-origin-when-cross-origin");
    }

    @Test
    void a_video_visits_frame_keeps_the_camera_and_no_other_third_party_gets_it() {
        ZoneProtection zone = zone(List.of(
                allowed("visit.vendor.example", "/", Use.FRAME), allowed("cdn.vendor.example", "/", Use.SCRIPT)));

        assertThat(ZoneHeaders.forGateway(protection(zone), zone, "/r").value("Permissions-Policy"))
                .hasValueSatisfying(value -> assertThat(value)
                        .contains("camera=(self \"https://visit.vendor.example\")", "browsing-topics=()")
                        .doesNotContain("cdn.vendor.example"));
    }

    @Test
    void a_shared_vendor_host_is_told_of_with_what_to_do_instead() {
        ZonePolicy policy = of(
                zone(List.of(
                        allowed("www.google-analytics.com", "/", Use.CONNECT),
                        allowed("*.github.io", "/", Use.SCRIPT),
                        allowed("clinic.github.io", "/", Use.SCRIPT),
                        allowed("d1.cloudfront.net", "/", Use.IMAGE),
                        allowed("storage.googleapis.com", "/clinic-bucket/", Use.IMAGE))),
                STATIC);

        assertThat(policy.warnings())
                .filteredOn(warning -> warning.kind() == Warning.Kind.SHARED_HOST)
                .allSatisfy(warning -> assertThat(warning.stricter()).isNotEmpty())
                .extracting(Warning::about)
                .containsExactly("www.google-analytics.com", "*.github.io");
    }

    @Test
    void no_policy_admits_what_the_protection_forbids_but_paths_of_own_hosts_that_are_told_of() {
        Random random = new Random(7);
        String[] hosts = {
            "a.vendor.example",
            "b.a.vendor.example",
            "*.vendor.example",
            "vendor.example",
            "*.a.vendor.example",
            "metrics.clinic.example"
        };
        String[] paths = {"/", "/", "/x", "/x/", "/x/y", "/x?a", "/z"};
        for (int round = 0; round < 500; round++) {
            List<Allowed> allowed = new ArrayList<>();
            List<Forbidden> forbidden = new ArrayList<>();
            for (int each = 0; each < 3; each++) {
                Endpoint to = new Endpoint(hosts[random.nextInt(hosts.length)], paths[random.nextInt(paths.length)]);
                if (random.nextBoolean()) {
                    allowed.add(new Allowed(to, Set.of(Use.IMAGE), new Fields.All(), "Vendor", "agreed"));
                } else {
                    forbidden.add(new Forbidden(to, "Vendor", "vendor", "rule"));
                }
            }
            ZoneProtection zone = new ZoneProtection("public", List.of(), false, Otherwise.BLOCK, allowed, forbidden);
            ZonePolicy made = of(zone, STATIC);
            ContentPolicy policy = made.enforced().orElseThrow();
            for (String host : List.of(
                    "a.vendor.example",
                    "b.a.vendor.example",
                    "vendor.example",
                    "c.vendor.example",
                    "metrics.clinic.example")) {
                for (String path : List.of("/", "/x", "/x/", "/x/y", "/x/y/z", "/xy", "/z", "/x?a=1", "/x?b=1")) {
                    boolean admitted =
                            !(verdict(policy, "img-src", "https://" + host + path) instanceof Verdict.Blocked);
                    Ruling ruling = protection(zone).rule(zone, host, path, Use.IMAGE);
                    assertThat(admitted
                                    && ruling instanceof Ruling.Block block
                                    && !block.because().startsWith("nobody")
                                    && !told(made, host))
                            .as("%s%s allowed %s forbidden %s: %s", host, path, allowed, forbidden, policy)
                            .isFalse();
                }
            }
        }
    }

    private static boolean told(ZonePolicy made, String host) {
        return made.warnings().stream()
                .anyMatch(warning -> warning.kind() == Warning.Kind.LETS_THROUGH
                        && warning.about().startsWith(host));
    }

    private static Verdict verdict(ContentPolicy policy, String directive, String url) {
        return new Evaluator(policy, Url.of("https://www.clinic.example/").orElseThrow())
                .request(directive, Url.of(url).orElseThrow(), 0);
    }

    private static ContentPolicy enforced(ZoneProtection zone, ZonePolicy.Setting setting) {
        return of(zone, setting).enforced().orElseThrow();
    }

    private static ZonePolicy of(ZoneProtection zone, ZonePolicy.Setting setting) {
        return ZonePolicy.of(protection(zone), zone, setting);
    }

    private static Protection protection(ZoneProtection zone) {
        return new Protection(
                Set.of("www.clinic.example", "portal.clinic.example", "metrics.clinic.example"), List.of(zone));
    }

    private static ZoneProtection zone(List<Allowed> allowed, Forbidden... forbidden) {
        return new ZoneProtection("public", List.of(), false, Otherwise.BLOCK, allowed, Arrays.asList(forbidden));
    }

    private static Allowed allowed(String host, String path, Use use) {
        return new Allowed(new Endpoint(host, path), Set.of(use), new Fields.All(), "Vendor", "agreed");
    }

    private static Forbidden forbidden(String host, String path) {
        return new Forbidden(new Endpoint(host, path), "Vendor", "vendor", "rule");
    }
}
