package dev.earshot.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.earshot.EarshotException;
import dev.earshot.browser.journey.JourneyReader;
import dev.earshot.element.Sensitive;
import dev.earshot.exchange.BlindSpot;
import dev.earshot.exchange.Context.Consent;
import dev.earshot.exchange.Context.SignedIn;
import dev.earshot.exchange.Exchange;
import dev.earshot.persona.Persona;
import dev.earshot.persona.PersonaField;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JourneyTest {
    /// Tells the server what happened, in words.
    private static final String TELL = """
            <script>
              const tell = (what) => { new Image().src = '/pixel?' + encodeURIComponent(what); };
              const on = (id, type) => document.getElementById(id)
                .addEventListener(type, (e) => tell(id + ' ' + type + ' ' + (e.button ?? '') + (e.key ?? '')));
            </script>""";

    private static final Persona PERSONA = new Persona(
            "p-test",
            Map.of(
                    PersonaField.EMAIL, List.of(Sensitive.of("wren.abernathy@mail.example")),
                    PersonaField.PASSWORD, List.of(Sensitive.of("Quiet-Lagoon-77"))),
            Map.of("word", Sensitive.of("zebra")));

    @TempDir
    Path out;

    private InventedSite site;

    @BeforeEach
    void open() throws Exception {
        site = InventedSite.start();
    }

    @AfterEach
    void close() {
        site.close();
    }

    private ScanRequest.Builder journey(String fields) throws IOException {
        Path file = out.resolve("trip.json");
        Files.writeString(
                file,
                "{\"title\": \"Trip\", \"timeout\": 4000, " + fields.replace("SITE", "http://www.clinic.example")
                        + "}");
        return Captured.quickly(out.resolve("out"), site)
                .journeys(List.of(JourneyReader.read(file)))
                .persona(PERSONA);
    }

    private List<String> told() {
        return site.paths().stream()
                .filter(path -> path.startsWith("/pixel?"))
                .map(path -> java.net.URLDecoder.decode(
                        path.substring("/pixel?".length()), java.nio.charset.StandardCharsets.UTF_8))
                .toList();
    }

    @Test
    void every_kind_of_step_does_what_it_says() throws Exception {
        site.page("/", TELL + """
                <style>body { height: 4000px } #box { height: 50px; overflow: auto }</style>
                <button id="one">One</button><button id="two">Two</button><p id="hover">Hover</p>
                <input id="name" value="old"><select id="list"><option value="a">A<option value="b">B</select>
                <input id="range" type="range" min="0" max="9"><input id="date" type="date">
                <div id="box"><div style="height:900px">tall</div></div><ul id="items"></ul>
                <a id="open" href="/popup" target="_blank">open</a>
                <script>
                  on('one', 'click'); on('one', 'contextmenu'); on('two', 'dblclick'); on('hover', 'mouseenter');
                  const value = (id) => document.getElementById(id)
                    .addEventListener('change', (e) => tell(id + '=' + e.target.value));
                  value('list'); value('range'); value('date');
                  document.getElementById('name').addEventListener('keyup', (e) => tell('name=' + e.target.value));
                  addEventListener('keydown', (e) => { if (e.key === 'F2') tell('down F2'); });
                  addEventListener('keyup', (e) => { if (e.key === 'F2') tell('up F2'); });
                  addEventListener('scroll', () => { if (scrollY === 700) tell('page 700'); });
                  document.getElementById('box').addEventListener('scroll', (e) => tell('box ' + e.target.scrollTop));
                  tell('width ' + innerWidth);
                  setTimeout(() => { items.innerHTML = '<li data-k="x">a</li><li data-k="x">b</li><li>c</li>'; }, 800);
                  setTimeout(() => { window.done = true; }, 1200);
                </script>""");
        site.page(
                "/popup",
                TELL + "<button id=in onclick=\"tell('in popup')\">in</button>"
                        + "<script>addEventListener('pagehide', () => navigator.sendBeacon('/pixel?popup closed'))</script>");
        Captured captured = Captured.of(journey("""
                "steps": [
                  {"type": "setViewport", "width": 700, "height": 600, "deviceScaleFactor": 1, "isMobile": false,
                   "hasTouch": false, "isLandscape": false},
                  {"type": "emulateNetworkConditions", "download": 5000000, "upload": 5000000, "latency": 5},
                  {"type": "navigate", "url": "SITE/", "assertedEvents": [{"type": "navigation", "url": "SITE/"}]},
                  {"type": "click", "selectors": ["#one"], "offsetX": 3, "offsetY": 3},
                  {"type": "click", "selectors": ["#one"], "button": "secondary", "offsetX": 900, "offsetY": 3},
                  {"type": "doubleClick", "selectors": ["#two"], "offsetX": 2, "offsetY": 2},
                  {"type": "hover", "selectors": ["#hover"]},
                  {"type": "change", "selectors": ["#name"], "value": "{{persona.word}}"},
                  {"type": "change", "selectors": ["#list"], "value": "b"},
                  {"type": "change", "selectors": ["#range"], "value": "7"},
                  {"type": "change", "selectors": ["#date"], "value": "2026-01-02"},
                  {"type": "keyDown", "key": "F2"}, {"type": "keyUp", "key": "F2"},
                  {"type": "scroll", "x": 0, "y": 700},
                  {"type": "scroll", "selectors": ["#box"], "y": 30},
                  {"type": "waitForElement", "selectors": ["#items li"], "operator": "==", "count": 2,
                   "visible": true, "attributes": {"data-k": "x"}, "properties": {"localName": "li", "dataset": {"k": "x"}}},
                  {"type": "waitForElement", "selectors": ["#never"], "operator": "<=", "count": 0},
                  {"type": "waitForExpression", "expression": "window.done === true;"},
                  {"type": "click", "selectors": ["#open"], "offsetX": 2, "offsetY": 2},
                  {"type": "click", "target": "SITE/popup", "selectors": ["#in"], "offsetX": 2, "offsetY": 2},
                  {"type": "close", "target": "SITE/popup"},
                  {"type": "customStep", "name": "earshot.consent", "parameters": {"choice": "accepted"}},
                  {"type": "customStep", "name": "earshot.dwell", "parameters": {"seconds": 0.3}}]"""));
        assertThat(captured.blindSpots(BlindSpot.Kind.STEP_FAILED)).isEmpty();
        assertThat(told())
                .contains(
                        "width 700",
                        "one click 0",
                        "one contextmenu 2",
                        "two dblclick 0",
                        "hover mouseenter 0",
                        "name=zebra",
                        "list=b",
                        "range=7",
                        "date=2026-01-02",
                        "down F2",
                        "up F2",
                        "page 700",
                        "box 30",
                        "in popup",
                        "popup closed")
                .doesNotContain("name=old");
        assertThat(captured.to("one%20click").context().step()).contains("trip 4 click");
        assertThat(captured.pageOf(captured.to("in%20popup"))).isEqualTo(site.url("/popup"));
        assertThat(captured.pageOf(captured.to("popup%20closed"))).isEqualTo(site.url("/popup"));
        assertThat(captured.pageOf(captured.to("box%2030"))).isEqualTo(site.url("/"));
    }

    @Test
    void every_kind_of_selector_finds_its_element() throws Exception {
        site.page("/", TELL + """
                <button onclick="tell('css')" class="a">A</button>
                <button onclick="tell('xpath')" id="x">X</button>
                <button onclick="tell('text')">Find a doctor</button>
                <button onclick="tell('aria')" aria-label="Book now">B</button>
                <button onclick="tell('hidden')" style="display:none">Twice</button>
                <button onclick="tell('shown')">Twice</button>
                <label>E-mail <input onfocus="tell('label')"></label>
                <label for="p">Password</label><input id="p" type="password" onfocus="tell('password')">
                <img alt="Logo" width="9" height="9" onclick="tell('image')">
                <span onclick="tell('static')">Plain words</span>
                <clinic-app></clinic-app>
                <script>
                  const root = document.querySelector('clinic-app').attachShadow({ mode: 'open' });
                  root.innerHTML = '<section><button id="deep" onclick="tell(\\'deep\\')">Deep</button></section>'
                    + '<button class="deeper" onclick="tell(\\'pierce\\')">Deeper</button>';
                </script>
                <iframe src="/frame"></iframe><iframe src="http://widget.tracker.example/oopif"></iframe>""");
        site.page("/frame", "<iframe src=/inner></iframe>");
        site.page("/inner", TELL + "<button onclick=\"tell('framed')\">Framed</button>");
        site.page("/oopif", TELL + "<button onclick=\"tell('oopif')\">Elsewhere</button>");
        String click = "{\"type\": \"click\", \"selectors\": [%s], \"offsetX\": 1, \"offsetY\": 1%s}";
        String steps = String.join(
                ",\n",
                "{\"type\": \"navigate\", \"url\": \"SITE/\"}",
                click.formatted("\".a\"", ""),
                click.formatted("[\"xpath///*[@id=\\\"x\\\"]\"]", ""),
                click.formatted("\"text/Find a doctor\"", ""),
                click.formatted("\"aria/Book now[role=\\\"button\\\"]\"", ""),
                click.formatted("\"text/Twice\"", ""),
                click.formatted("\"aria/E-mail\"", ""),
                click.formatted("\"aria/Password\"", ""),
                click.formatted("\"aria/Logo[role=\\\"image\\\"]\"", ""),
                click.formatted("\"aria/Plain words[role=\\\"StaticText\\\"]\"", ""),
                click.formatted("[\"clinic-app\", \"section\", \"#deep\"]", ""),
                click.formatted("\"#not-there\", \"!!\", [\"pierce/.deeper\"]", ""),
                click.formatted("\"aria/[name='Framed'][role='button']\"", ", \"frame\": [0, 0]"),
                click.formatted("\"button\"", ", \"target\": \"http://widget.tracker.example/oopif\""));
        Captured captured = Captured.of(journey("\"steps\": [" + steps + "]"));
        assertThat(captured.blindSpots(BlindSpot.Kind.STEP_FAILED)).isEmpty();
        assertThat(told())
                .containsExactly(
                        "css",
                        "xpath",
                        "text",
                        "aria",
                        "shown",
                        "label",
                        "password",
                        "image",
                        "static",
                        "deep",
                        "pierce",
                        "framed",
                        "oopif");
    }

    @Test
    void signing_in_is_seen_and_what_the_old_page_sends_last_is_not_signed_in() throws Exception {
        String leaving = "<script>addEventListener('pagehide', () =>"
                + " navigator.sendBeacon('http://pixel.tracker.example/beacon?left=' + location.pathname))</script>";
        site.page("/", leaving + """
                <title>Sign in</title><form action="/portal"><input name="user" id="user">
                <input type="password" id="pass"><button>Sign in</button></form>""");
        site.page("/portal", leaving + """
                <title>Portal</title><a id="out" href="/bye">Sign out</a>
                <img src="//pixel.tracker.example/pixel?portal">""");
        site.page("/bye", "<title>Bye</title><img src='//pixel.tracker.example/pixel?bye'>");
        Captured captured = Captured.of(journey("""
                "signedInWhen": "#out", "steps": [
                  {"type": "navigate", "url": "SITE/"},
                  {"type": "change", "selectors": ["#user"], "value": "{{persona.email}}"},
                  {"type": "change", "selectors": ["#pass"], "value": "{{persona.password}}"},
                  {"type": "click", "selectors": ["text/Sign in", "button"], "offsetX": 5, "offsetY": 5,
                   "assertedEvents": [{"type": "navigation", "url": "SITE/portal?user=x", "title": "Portal"}]},
                  {"type": "click", "selectors": ["#out"], "offsetX": 5, "offsetY": 5}]"""));
        assertThat(captured.blindSpots(BlindSpot.Kind.STEP_FAILED)).isEmpty();
        assertThat(captured.to("/portal").request().url()).contains("user=wren.abernathy%40mail.example");
        assertThat(signedIn(captured.to("/pixel?portal"))).isEqualTo(SignedIn.YES);
        assertThat(signedIn(captured.to("/pixel?bye"))).isEqualTo(SignedIn.NO);
        Exchange leftHome = captured.to("/beacon?left=/");
        assertThat(captured.pageOf(leftHome)).isEqualTo(site.url("/"));
        assertThat(signedIn(leftHome)).isEqualTo(SignedIn.NO);
        Exchange leftPortal = captured.to("/beacon?left=/portal");
        assertThat(captured.pageOf(leftPortal)).contains("/portal");
        assertThat(signedIn(leftPortal)).isEqualTo(SignedIn.YES);
        assertThat(leftPortal.context().pageUrl()).contains("/portal");
        assertThat(leftPortal.context().step()).contains("trip 5 click");
        assertThat(captured.page("/portal").title()).isEqualTo("Portal");
        assertThat(captured.page("/portal").screenshot()).isPresent();
    }

    private static SignedIn signedIn(Exchange exchange) {
        return exchange.context().signedIn();
    }

    @Test
    void a_route_of_a_single_page_app_is_a_page() throws Exception {
        site.page("/app", TELL + """
                <button onclick="history.pushState({}, '', '/app/visits'); document.title = 'Visits'; tell('visits');
                  window.signedIn = true">Visits</button>""");
        Captured captured = Captured.of(journey("""
                "signedInWhen": "js:window.signedIn", "steps": [
                  {"type": "navigate", "url": "SITE/app"},
                  {"type": "click", "selectors": ["button"], "offsetX": 5, "offsetY": 5,
                   "assertedEvents": [{"type": "navigation", "url": "SITE/app/visits", "title": "Visits"}]},
                  {"type": "waitForExpression", "expression": "tell('later') || true"}]"""));
        assertThat(captured.recording().pages())
                .extracting(page -> page.url() + " " + page.title())
                .containsExactly(site.url("/app") + " ", site.url("/app/visits") + " Visits");
        assertThat(captured.pageOf(captured.to("/pixel?visits"))).isEqualTo(site.url("/app/visits"));
        assertThat(signedIn(captured.to("/pixel?later"))).isEqualTo(SignedIn.YES);
    }

    @Test
    void a_step_that_fails_says_which_and_why_with_a_picture_and_the_capture_is_kept() throws Exception {
        site.page(
                "/",
                TELL + "<title>Home</title><button id=b style=display:none>B</button><script>tell('home')</script>");
        Captured captured = Captured.of(journey("""
                "timeout": 700, "steps": [
                  {"type": "navigate", "url": "SITE/"},
                  {"type": "click", "selectors": ["aria/Sign in", ["#form", "#{{persona.word}}"]], "offsetX": 1, "offsetY": 1},
                  {"type": "click", "selectors": ["#b"], "offsetX": 1, "offsetY": 1}]"""));
        assertThat(captured.blindSpots(BlindSpot.Kind.STEP_FAILED))
                .containsExactly("step 2 of 3 (click) failed: nothing matches aria/Sign in or"
                        + " #form » #{{persona.word}}, after 700 ms; the 1 after it were not done;"
                        + " screenshots/failed-trip-step-2.png");
        assertThat(captured.recording().isComplete()).isFalse();
        assertThat(out.resolve("out/screenshots/failed-trip-step-2.png")).isNotEmptyFile();
        assertThat(captured.pageOf(captured.to("/pixel?home"))).isEqualTo(site.url("/"));
    }

    @Test
    void each_failure_has_its_words() throws Exception {
        site.page("/", """
                <title>Home</title><button id="hidden" style="display:none">B</button>
                <button id="covered">C</button><div style="position:fixed;inset:0;z-index:9"></div>
                <select id="s"><option>a</select><input type="file" id="f">""");
        assertThat(failure("{\"type\": \"click\", \"selectors\": [\"#hidden\"], \"offsetX\": 1, \"offsetY\": 1}"))
                .isEqualTo("what matches #hidden is not visible, after 900 ms");
        assertThat(failure("{\"type\": \"click\", \"selectors\": [\"#covered\"], \"offsetX\": 1, \"offsetY\": 1}"))
                .isEqualTo("something else covers its element (a banner?), after 900 ms");
        assertThat(failure("{\"type\": \"click\", \"selectors\": [\"#a[\"], \"offsetX\": 1, \"offsetY\": 1}"))
                .isEqualTo("nothing matches #a[, after 900 ms; #a[ is not a valid selector");
        assertThat(failure("{\"type\": \"change\", \"selectors\": [\"#f\"], \"value\": \"x\"}"))
                .isEqualTo("choosing a file cannot be replayed from a recording");
        assertThat(failure("{\"type\": \"waitForElement\", \"selectors\": [\"#s\"], \"count\": 2}"))
                .isEqualTo("it waits for >= 2 of #s, and there are 1, after 900 ms");
        assertThat(failure("{\"type\": \"waitForExpression\", \"expression\": \"false\"}"))
                .isEqualTo("its expression was not true, after 900 ms");
        assertThat(failure("{\"type\": \"hover\", \"selectors\": [\"#s\"], \"frame\": [3]}"))
                .isEqualTo("there is no such frame, after 900 ms");
        assertThat(failure("{\"type\": \"hover\", \"selectors\": [\"#s\"], \"target\": \"SITE/other\"}"))
                .isEqualTo("no tab or frame is at its target http://www.clinic.example/other, after 900 ms");
        assertThat(failure("{\"type\": \"keyUp\", \"key\": \"a\", \"assertedEvents\": [{\"type\": \"navigation\","
                        + " \"url\": \"SITE/portal\", \"title\": \"Portal\"}]}"))
                .isEqualTo("it should lead to http://www.clinic.example/portal and did not, after 900 ms");
        assertThat(failure("{\"type\": \"navigate\", \"url\": \"http://nobody.invalid/\"}"))
                .isEqualTo("its host name is not known (ERR_NAME_NOT_RESOLVED)");
    }

    private String failure(String step) throws IOException {
        Captured captured = Captured.of(journey("\"timeout\": 900, \"steps\": [{\"type\": \"navigate\","
                        + " \"timeout\": 5000, \"url\": \"SITE/\"}, " + step + "]")
                .dwell(java.time.Duration.ZERO));
        return captured.blindSpots(BlindSpot.Kind.STEP_FAILED)
                .getFirst()
                .replace("step 2 of 2 (", "")
                .replaceFirst("^[^)]*\\) failed: ", "")
                .replaceFirst("; screenshots.*", "");
    }

    @Test
    void what_the_persona_does_not_have_is_told_before_anything_is_opened() throws Exception {
        ScanRequest.Builder asks = journey("""
                "steps": [{"type": "navigate", "url": "SITE/?q={{persona.nothing}}"},
                  {"type": "change", "selectors": ["#a"], "value": "{{persona.ssn}}"}]""");
        assertThatExceptionOfType(EarshotException.class)
                .isThrownBy(() -> Captured.of(asks))
                .withMessageContaining("trip, step 1")
                .withMessageContaining("trip, step 2")
                .satisfies(e -> assertThat(e.code()).isEqualTo(EarshotException.Code.USAGE));
        assertThat(site.arrivals()).isEmpty();
    }

    @Test
    void a_journey_can_say_that_it_answered_the_banner() throws Exception {
        site.page("/", TELL + "<button onclick=\"tell('chosen')\">Accept</button>");
        Captured captured = Captured.of(journey("""
                "steps": [{"type": "navigate", "url": "SITE/"},
                  {"type": "click", "selectors": ["button"], "offsetX": 5, "offsetY": 5},
                  {"type": "customStep", "name": "earshot.consent", "parameters": {"choice": "accepted"}},
                  {"type": "waitForExpression", "expression": "tell('after') || true"}]"""));
        assertThat(captured.to("/pixel?chosen").context().consent()).isEqualTo(Consent.ACCEPTED);
        assertThat(captured.to("/pixel?after").context().consent()).isEqualTo(Consent.ACCEPTED);
        assertThat(captured.exchanges().getFirst().context().consent()).isEqualTo(Consent.BEFORE_CHOICE);
    }
}
