package dev.earshot.clinic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.PlaywrightException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/// The pages that misbehave do misbehave.
@EnabledIf(value = "dev.earshot.clinic.Visitor#canVisit", disabledReason = "needs a Chromium and Node on the path")
class TroubleTest {
    private static Clinic clinic;
    private static Visitor visitor;

    @BeforeAll
    static void open() {
        clinic = Clinic.start(ClinicOptions.defaults());
        visitor = Visitor.to(clinic);
    }

    @AfterAll
    static void shut() {
        visitor.close();
        clinic.close();
    }

    @Test
    void a_certificate_that_nobody_should_trust_is_not_trusted() {
        assertThatThrownBy(() -> visit("https://bad-certificate.clinic.example/"))
                .isInstanceOf(PlaywrightException.class)
                .hasMessageContaining("ERR_CERT_");
    }

    @Test
    void a_host_outside_the_clinic_does_not_exist() {
        assertThatThrownBy(() -> visit("https://www.elsewhere.example/"))
                .isInstanceOf(PlaywrightException.class)
                .hasMessageContaining("ERR_NAME_NOT_RESOLVED");
    }

    @Test
    void the_loopback_address_stays_reachable() {
        visit("https://127.0.0.1:" + clinic.port() + "/privacy");

        assertThat(visitor.page().title()).startsWith("Privacy notice");
    }

    @Test
    void a_redirect_loop_never_ends() {
        assertThatThrownBy(() -> visit(trouble("redirect-loop")))
                .isInstanceOf(PlaywrightException.class)
                .hasMessageContaining("ERR_TOO_MANY_REDIRECTS");
    }

    @Test
    void a_page_that_hangs_never_answers() {
        assertThatThrownBy(() -> visitor.page().navigate(trouble("hang"), new Page.NavigateOptions().setTimeout(1500)))
                .isInstanceOf(PlaywrightException.class)
                .hasMessageContaining("Timeout");
    }

    @Test
    void a_download_is_no_page() {
        assertThatThrownBy(() -> visit(trouble("download")))
                .isInstanceOf(PlaywrightException.class)
                .hasMessageContaining("Download is starting");
    }

    @Test
    void dialogs_open_one_after_the_other() {
        List<String> messages = new java.util.ArrayList<>();
        visitor.page().onDialog(dialog -> {
            messages.add(dialog.message());
            dialog.accept();
        });
        visit(trouble("dialogs"));

        assertThat(messages).startsWith("one", "two", "three");
    }

    private static void visit(String url) {
        visitor.page().navigate(url);
    }

    private static String trouble(String what) {
        return "https://www.clinic.example/trouble/" + what;
    }
}
