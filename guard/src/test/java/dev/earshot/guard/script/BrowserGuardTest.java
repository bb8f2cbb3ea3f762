package dev.earshot.guard.script;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import dev.earshot.guard.protection.Allowed;
import dev.earshot.guard.protection.Endpoint;
import dev.earshot.guard.protection.Fields;
import dev.earshot.guard.protection.Forbidden;
import dev.earshot.guard.protection.Otherwise;
import dev.earshot.guard.protection.Protection;
import dev.earshot.guard.protection.Use;
import dev.earshot.guard.protection.ZoneProtection;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/// The guard in a real browser, with every host that it may or may not tell something.
@EnabledIf("dev.earshot.guard.script.GuardedBrowser#canBeStarted")
class BrowserGuardTest {
    private static final String REPORTS = "/.well-known/earshot/report";
    private static final Set<Use> ALL = EnumSet.allOf(Use.class);

    private static Sites sites;
    private static GuardedBrowser browser;

    private Page page;

    @BeforeAll
    static void start() throws IOException {
        sites = new Sites();
        browser = new GuardedBrowser(sites);
        GuardScript guard = GuardScript.of(PROTECTION, PROTECTION.zones().getLast(), REPORTS, GuardScript.Fault.CLOSED);
        sites.serve("www.clinic.example/guard.js", "text/javascript", guard.text());
        sites.serve(
                "www.clinic.example/page",
                "text/html",
                "<!doctype html><html><head><script src=/guard.js></script></head><body><p>Page</p></body></html>");
    }

    @AfterAll
    static void stop() throws IOException {
        browser.close();
        sites.close();
    }

    static final Protection PROTECTION = new Protection(
            Set.of("www.clinic.example", "api.clinic.example", "metrics.clinic.example"),
            List.of(new ZoneProtection(
                    "public",
                    List.of(),
                    false,
                    Otherwise.BLOCK,
                    List.of(
                            new Allowed(Endpoint.of("vendor.example"), ALL, new Fields.All(), "Vendor", "test"),
                            new Allowed(
                                    Endpoint.of("only.example"), ALL, new Fields.Only(Set.of("event")), "V", "test"),
                            new Allowed(
                                    Endpoint.of("without.example"),
                                    ALL,
                                    new Fields.Without(Set.of("email")),
                                    "V",
                                    "test"),
                            new Allowed(
                                    Endpoint.of("images.example"), Set.of(Use.IMAGE), new Fields.All(), "V", "test")),
                    List.of(
                            new Forbidden(Endpoint.of("tracker.example"), "Tracker", "tracker", "no-tracker"),
                            new Forbidden(Endpoint.of("*.tracker.example"), "Tracker", "tracker", "no-tracker"),
                            new Forbidden(Endpoint.of("metrics.clinic.example"), "T", "t", "no-disguise"),
                            new Forbidden(new Endpoint("vendor.example", "/tr"), "V", "v", "no-pixel")))));

    @BeforeEach
    void open() {
        page = browser.page();
        page.navigate("http://www.clinic.example/page");
        sites.forget();
    }

    /// Runs a script as the page's own would run, gives what its promise gives, and waits for what it may have caused.
    private Object run(String script) {
        Object result = page.evaluate("async () => {" + script + "}");
        page.evaluate("async () => { await fetch('/fence'); await new Promise(done => setTimeout(done, 80)) }");
        return result;
    }

    private static List<String> asked(String host) {
        return sites.asked(host).stream().map(Sites.Request::toString).toList();
    }

    @Test
    void a_fetch_of_a_forbidden_host_fails_as_a_network_error_does() {
        assertThat(run("try { await fetch('http://px.tracker.example/a?email=x') } catch (e) { return e.toString() }"))
                .isEqualTo("TypeError: Failed to fetch");
        assertThat(asked("tracker.example")).isEmpty();
    }

    @Test
    void a_fetch_of_an_allowed_host_goes_through_unchanged() {
        assertThat(run("return (await fetch('http://vendor.example/a?b=1', {method: 'POST', body: 'c=2'})).text()"))
                .isEqualTo("answer");
        assertThat(asked("vendor.example")).containsExactly("POST vendor.example/a?b=1 c=2");
    }

    @Test
    void a_fetch_is_stripped_of_what_may_not_leave() {
        run(
                "await fetch('http://only.example/a?event=e&email=x', {method: 'POST', body: JSON.stringify({event: 1, email: 2})})");
        assertThat(asked("only.example")).containsExactly("POST only.example/a?event=e {\"event\":1}");
    }
}
