package dev.earshot.mobile.content;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.mobile.reading.Sign;
import org.junit.jupiter.api.Test;

class ScriptReaderTest {
    private static Told read(String name, String text) {
        return Told.by(new ScriptReader(), name, text);
    }

    @Test
    void texts_in_any_quotes_are_told() {
        Told told = read(
                "assets/index.android.bundle", "a('https://api2.amplitude.com/2/httpapi');b(\"logEvent\",`screen`)");

        assertThat(told.names(Sign.SCRIPT_TEXT)).contains("https://api2.amplitude.com/2/httpapi", "logEvent", "screen");
    }

    @Test
    void an_apostrophe_in_a_comment_hides_no_text_after_it() {
        Told told = read("assets/www/js/app.js", "/* don't */ send(\"https://api.segment.io/v1\")");

        assertThat(told.names(Sign.SCRIPT_TEXT)).contains("https://api.segment.io/v1");
    }

    @Test
    void slashes_escaped_as_json_does_are_plain_slashes() {
        assertThat(read("assets/config.json", "{\"host\":\"https:\\/\\/api.mixpanel.com\\/track\"}")
                        .names(Sign.SCRIPT_TEXT))
                .contains("https://api.mixpanel.com/track");
    }

    @Test
    void modules_named_by_their_paths_are_packages_and_each_is_told_once() {
        Told told = read(
                "assets/app.js",
                "'../node_modules/@segment/analytics-react-native/lib/a.js' '../node_modules/@segment/analytics-react-native/b.js'"
                        + " '../node_modules/left-pad/index.js'");

        assertThat(told.names(Sign.SCRIPT_PACKAGE))
                .containsExactly("npm:@segment/analytics-react-native", "npm:left-pad");
    }

    @Test
    void cordova_and_capacitor_list_their_plugins() {
        Told cordova = read(
                "assets/www/cordova_plugins.js",
                "module.exports.metadata = { \"cordova-plugin-firebasex\": \"16.5.0\", \"com.adjust.sdk\": \"5.0.1\" };");
        Told capacitor = read(
                "assets/capacitor.plugins.json",
                "[{\"pkg\":\"@capacitor-firebase/analytics\",\"classpath\":\"io.capawesome.Analytics\"}]");

        assertThat(cordova.all(Sign.SCRIPT_PACKAGE))
                .extracting(Told.Found::name, Told.Found::value)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("cordova:cordova-plugin-firebasex", "16.5.0"),
                        org.assertj.core.groups.Tuple.tuple("cordova:com.adjust.sdk", "5.0.1"));
        assertThat(cordova.names(Sign.FRAMEWORK)).containsExactly("Cordova");
        assertThat(capacitor.names(Sign.SCRIPT_PACKAGE)).containsExactly("npm:@capacitor-firebase/analytics");
        assertThat(capacitor.names(Sign.FRAMEWORK)).containsExactly("Capacitor");
    }

    @Test
    void a_page_loads_its_scripts_and_images_and_not_what_it_links_to() {
        Told told = read("assets/www/index.html", """
                <html><script async src="https://www.googletagmanager.com/gtag/js?id=G-CLINIC0001"></script>
                <img src=//bat.bing.com/action/0 >
                <link rel=stylesheet href='https://fonts.example/css'>
                <a href="https://www.facebook.com/clinic">us</a> <script src="js/app.js"></script></html>""");

        assertThat(told.names(Sign.PAGE_LOADS))
                .containsExactly(
                        "https://www.googletagmanager.com/gtag/js?id=G-CLINIC0001",
                        "https://bat.bing.com/action/0",
                        "https://fonts.example/css");
    }

    @Test
    void a_binary_file_with_a_scripts_name_is_left_alone() {
        byte[] binary = new byte[5000];
        assertThat(Told.by(new ScriptReader(), "assets/app.js", binary).names(Sign.SCRIPT_TEXT))
                .isEmpty();
    }
}
