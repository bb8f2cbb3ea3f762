package dev.earshot.browser.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.earshot.EarshotException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BrowserSwitchesTest {
    @Test
    void switches_of_which_the_last_one_wins_are_joined_into_one() {
        List<String> switches = switches("--disable-features=Mine", "--disable-features=Too");
        assertThat(switches)
                .filteredOn(one -> one.startsWith("--disable-features="))
                .hasSize(1);
        assertThat(valueOf(switches, "--disable-features="))
                .startsWith("Translate,")
                .endsWith(",Mine,Too");
        assertThat(valueOf(switches, "--disable-features=")).doesNotContain("ThirdPartyStoragePartitioning");
    }

    @Test
    void the_users_host_rules_come_before_our_own() {
        List<String> switches = switches("--host-resolver-rules=MAP * 127.0.0.1:8443", "--host-resolver-rules=MAP a b");
        assertThat(switches)
                .filteredOn(one -> one.startsWith("--host-resolver-rules="))
                .hasSize(1);
        assertThat(valueOf(switches, "--host-resolver-rules="))
                .startsWith("MAP * 127.0.0.1:8443,MAP a b,MAP clients2.google.com ~NOTFOUND")
                .endsWith(",EXCLUDE 127.0.0.1,EXCLUDE localhost");
    }

    @Test
    void a_user_who_maps_localhost_is_obeyed() {
        assertThat(valueOf(switches("--host-resolver-rules=MAP localhost 127.0.0.9"), "--host-resolver-rules="))
                .doesNotContain("EXCLUDE localhost");
    }

    @Test
    void sign_in_with_google_stays_visible() {
        assertThat(valueOf(switches(), "--host-resolver-rules=")).doesNotContain("accounts.google.com");
    }

    @Test
    void a_proxy_is_used_only_when_asked_for() {
        assertThat(switches()).contains("--no-proxy-server");
        assertThat(switches("--proxy-server=127.0.0.1:3128")).doesNotContain("--no-proxy-server");
    }

    @Test
    void a_headed_browser_is_not_headless_and_only_root_goes_without_the_sandbox() {
        BrowserOptions headed = BrowserOptions.forRun("run").withHeaded(true);
        assertThat(BrowserSwitches.of(headed, Path.of("p"), Path.of("n"), false))
                .doesNotContain("--headless=new", "--no-sandbox");
        assertThat(BrowserSwitches.of(BrowserOptions.forRun("run"), Path.of("p"), Path.of("n"), true))
                .contains("--headless=new", "--no-sandbox");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--user-data-dir=/elsewhere",
                "--remote-debugging-port=9222",
                "--log-net-log=/elsewhere",
                "--net-log-capture-mode=Default",
                "https://www.clinic.example/"
            })
    void what_the_watching_stands_on_cannot_be_given(String argument) {
        assertThatThrownBy(() -> switches(argument))
                .isInstanceOf(EarshotException.class)
                .extracting(failure -> ((EarshotException) failure).code())
                .isEqualTo(EarshotException.Code.USAGE);
    }

    private static List<String> switches(String... arguments) {
        return BrowserSwitches.of(
                BrowserOptions.forRun("run").withArguments(List.of(arguments)),
                Path.of("profile"),
                Path.of("netlog.json"),
                false);
    }

    private static String valueOf(List<String> switches, String name) {
        return switches.stream()
                .filter(one -> one.startsWith(name))
                .findFirst()
                .orElseThrow()
                .substring(name.length());
    }
}
