package dev.earshot.guard.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.PlaywrightException;
import dev.earshot.guard.protection.Allowed;
import dev.earshot.guard.protection.Endpoint;
import dev.earshot.guard.protection.Fields;
import dev.earshot.guard.protection.Forbidden;
import dev.earshot.guard.protection.Otherwise;
import dev.earshot.guard.protection.Protection;
import dev.earshot.guard.protection.Use;
import dev.earshot.guard.protection.ZoneProtection;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
        try {
            page.navigate("http://www.clinic.example/page");
        } catch (PlaywrightException e) {
            // What the last test began was under way still.
            page.navigate("http://www.clinic.example/page");
        }
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
        run("await fetch('http://only.example/a?event=e&email=x',"
                + " {method: 'POST', body: JSON.stringify({event: 1, email: 2})})");
        assertThat(asked("only.example")).containsExactly("POST only.example/a?event=e {\"event\":1}");
    }

    /// Ways to tell a forbidden host something, each of which must not reach it; `$` stands for the host.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "await fetch(new Request('http://$/x', {method: 'POST', body: 'a'})).catch(() => 0)",
                "await fetch(new URL('http://$/x')).catch(() => 0)",
                "await fetch('//$/x', {keepalive: true}).catch(() => 0)",
                "await fetch({toString: () => 'http://$/x'}).catch(() => 0)",
                "fetchLater('http://$/x', {activateAfter: 0})",
                "const x = new XMLHttpRequest(); x.open('GET', 'http://$/x'); x.send()",
                "const x = new XMLHttpRequest(); x.open('POST', 'http://$/x', false); try { x.send('a') } catch (e) {}",
                "navigator.sendBeacon('http://$/x', 'a')",
                "new Image().src = 'http://$/x'",
                "new Image().srcset = 'http://$/x 2x, http://$/y'",
                "new Image().setAttribute('src', 'http://$/x')",
                "new Image().setAttribute('SRC', 'http://$/x')",
                "new Image().setAttributeNS(null, 'src', 'http://$/x')",
                "const a = document.createAttribute('src'); a.value = 'http://$/x'; new Image().setAttributeNode(a)",
                "const a = document.createAttribute('src'); a.value = 'http://$/x';"
                        + " new Image().attributes.setNamedItem(a)",
                "const i = new Image(); i.src = '/a'; i.getAttributeNode('src').value = 'http://$/x'",
                "const i = new Image(); i.src = '/a'; i.attributes[0].nodeValue = 'http://$/x'",
                "const i = new Image(); i.src = '/a'; i.attributes[0].textContent = 'http://$/x'",
                "document.createElement('div').innerHTML = '<img src=http://$/x>'",
                "document.body.innerHTML += '<img src=http://$/x onerror=1>'",
                "document.querySelector('p').outerHTML = '<p><img src=\"&#104;ttp://$/x\"></p>'",
                "document.body.insertAdjacentHTML('beforeend', '<svg><image href=http://$/x /></svg>')",
                "document.body.append(document.createRange().createContextualFragment('<img src=http://$/x>'))",
                "document.body.append(new DOMParser().parseFromString('<img src=http://$/x>', 'text/html').body.firstChild)",
                "document.adoptNode(new DOMParser().parseFromString('<img src=http://$/x>', 'text/html').images[0])",
                "document.importNode(new DOMParser().parseFromString('<img src=http://$/x>', 'text/html').images[0], true)",
                "const t = document.createElement('template'); t.innerHTML = '<img src=http://$/x>';"
                        + " document.body.append(t.content.cloneNode(true))",
                "const d = document.implementation.createHTMLDocument(); d.body.innerHTML = '<img src=http://$/x>';"
                        + " document.body.appendChild(d.body.firstChild)",
                "document.body.setHTMLUnsafe('<div><template shadowrootmode=open><img src=http://$/x></template></div>')",
                "const r = document.body.attachShadow({mode: 'open'}); r.innerHTML = '<img src=http://$/x>'",
                "const s = document.createElement('script'); s.src = 'http://$/x.js'; document.head.append(s)",
                "const s = document.createElement('script'); s.async = true; s.setAttribute('src', 'http://$/x.js');"
                        + " document.head.insertBefore(s, document.head.firstChild)",
                "const l = document.createElement('link'); l.rel = 'stylesheet'; l.href = 'http://$/x.css';"
                        + " document.head.append(l)",
                "const l = document.createElement('link'); l.href = 'http://$/x.css'; document.head.append(l);"
                        + " l.rel = 'stylesheet'",
                "const l = document.createElement('link'); l.rel = 'canonical'; l.href = 'http://$/x.css';"
                        + " document.head.append(l); l.relList.add('stylesheet')",
                "const l = document.createElement('link'); l.rel = 'preload'; l.as = 'image'; l.href = 'http://$/x';"
                        + " document.head.append(l)",
                "const l = document.createElement('link'); l.rel = 'prefetch'; l.href = 'http://$/x';"
                        + " document.head.append(l)",
                "const l = document.createElement('link'); l.rel = 'preconnect'; l.href = 'http://$/x';"
                        + " document.head.append(l)",
                "const f = document.createElement('iframe'); f.src = 'http://$/x.html'; document.body.append(f)",
                "const f = document.createElement('object'); f.data = 'http://$/x.html'; document.body.append(f)",
                "const f = document.createElement('embed'); f.src = 'http://$/x.html'; document.body.append(f)",
                "const v = document.createElement('video'); v.poster = 'http://$/x'; document.body.append(v)",
                "const v = document.createElement('video'); v.src = 'http://$/x'; document.body.append(v)",
                "document.body.innerHTML = '<video><source src=http://$/x></video>'",
                "new Audio('http://$/x')",
                "document.body.background = 'http://$/x'",
                "const i = document.createElement('input'); i.type = 'image'; i.src = 'http://$/x'; document.body.append(i)",
                "const b = document.createElement('base'); b.href = 'http://$/'; document.head.append(b); new Image().src = 'x'",
                "const m = document.createElementNS('http://www.w3.org/2000/svg', 'image');"
                        + " m.href.baseVal = 'http://$/x'; document.body.append(m)",
                "const m = document.createElementNS('http://www.w3.org/2000/svg', 'image');"
                        + " m.setAttributeNS('http://www.w3.org/1999/xlink', 'xlink:href', 'http://$/x');"
                        + " const s = document.createElementNS('http://www.w3.org/2000/svg', 'svg'); s.append(m);"
                        + " document.body.append(s)",
                "document.body.innerHTML = '<svg><use href=\"http://$/x.svg#a\"/></svg>'",
                "document.body.innerHTML = '<svg width=9 height=9><image width=9 height=9>"
                        + "<set attributeName=href to=http://$/x /></image></svg>'",
                "document.body.style.setProperty('background-image', 'url(http://$/x)')",
                "document.body.style.cssText = 'background: url(http://$/x)'",
                "document.body.style.backgroundImage = 'url(http://$/x)'",
                "document.body.style = 'background: url(http://$/x)'",
                "document.body.setAttribute('style', 'background: \\75 rl(http://$/x)')",
                "document.body.attributeStyleMap.set('background-image', 'url(http://$/x)')",
                "document.body.animate([{backgroundImage: 'url(http://$/x)'}, {backgroundImage: 'none'}], 1000)",
                "const s = document.createElement('style'); s.textContent = '@import \"http://$/x.css\";';"
                        + " document.head.append(s)",
                "const s = document.createElement('style'); s.append('body{background:url(http://$/x)}');"
                        + " document.head.append(s)",
                "const s = document.createElement('style'); document.head.append(s);"
                        + " s.sheet.insertRule('body{background:url(http://$/x)}')",
                "const s = document.createElement('style'); document.head.append(s); s.append('');"
                        + " s.firstChild.data = 'body{background:url(http://$/x)}'",
                "const s = new CSSStyleSheet(); s.replaceSync('body{background:url(http://$/x)}');"
                        + " document.adoptedStyleSheets = [s]",
                "document.head.insertAdjacentHTML('beforeend', '<style>body{background:url(//$/x)}</style>')",
                "new FontFace('f', 'url(http://$/x.woff2)').load().catch(() => 0)",
                "try { new WebSocket('ws://$/x') } catch (e) {}",
                "try { new EventSource('http://$/events') } catch (e) {}",
                "new WebSocketStream('ws://$/x').opened.catch(() => 0)",
                "try { new Worker('http://$/x.js') } catch (e) {}",
                "new Worker(URL.createObjectURL(new Blob([\"fetch('http://$/x')\"])))",
                "new Worker(URL.createObjectURL(new Blob([\"importScripts('http://$/x.js')\"])))",
                "new Worker(URL.createObjectURL(new Blob([\"fetch('http://$/x')\"])), {type: 'module'})",
                "new Worker('data:text/javascript,fetch(\"http://$/x\")')",
                "new Worker('data:text/javascript;base64,' + btoa(\"fetch('http://$/x')\"))",
                "new SharedWorker(URL.createObjectURL(new Blob([\"fetch('http://$/x')\"])))",
                "await CSS.paintWorklet?.addModule('http://$/x.js').catch(() => 0)",
                "await new AudioContext().audioWorklet?.addModule('http://$/x.js').catch(() => 0)",
                "const f = document.createElement('form'); f.action = 'http://$/x'; document.body.append(f); f.submit()",
                "const f = document.createElement('form'); document.body.append(f); f.setAttribute('action', 'http://$/x');"
                        + " f.requestSubmit()",
                "document.body.innerHTML = '<form target=w><button formaction=http://$/x></button></form>';"
                        + " document.querySelector('button').click()",
                "open('http://$/x.html')",
                "location = 'http://$/x.html'",
                "location.href = 'http://$/x.html'",
                "location.assign('http://$/x.html')",
                "location.replace('http://$/x.html')",
                "document.location = 'http://$/x.html'",
                "document.body.innerHTML = '<a href=http://$/x.html>a</a>'; document.querySelector('a').click()",
                "document.body.innerHTML = '<a href=/y.html target=q ping=http://$/x>a</a>'; document.querySelector('a').click()",
                "document.head.insertAdjacentHTML('beforeend', '<meta http-equiv=refresh content=\"0;url=http://$/x.html\">')",
                "const m = document.createElement('meta'); m.httpEquiv = 'refresh'; m.content = '0;url=http://$/x.html';"
                        + " document.head.append(m)",
                "const s = document.createElement('script'); s.type = 'speculationrules';"
                        + " s.textContent = JSON.stringify({prefetch: [{urls: ['http://$/x.html']}]}); document.head.append(s)",
                // Fresh realms.
                "const f = document.createElement('iframe'); document.body.append(f);"
                        + " f.contentWindow.fetch('http://$/x').catch(() => 0)",
                "const f = document.createElement('iframe'); document.body.append(f); frames[0].fetch('http://$/x').catch(() => 0)",
                "document.body.insertAdjacentHTML('beforeend', '<iframe></iframe>'); frames[0].fetch('http://$/x').catch(() => 0)",
                "document.body.innerHTML = '<iframe srcdoc=x></iframe>'; frames[0].fetch('http://$/x').catch(() => 0)",
                "document.body.innerHTML = '<div><iframe src=/other></iframe></div>'; frames[0].fetch('http://$/x').catch(() => 0)",
                "document.body.innerHTML = '<object data=about:blank></object>'; frames[0]?.fetch('http://$/x').catch(() => 0)",
                "const f = document.createElement('iframe'); f.srcdoc = '<script>fetch(\"http://$/x\")</' + 'script>';"
                        + " document.body.append(f); await new Promise(d => f.onload = d)",
                "const f = document.createElement('iframe'); document.body.append(f);"
                        + " f.srcdoc = '<script>fetch(\"http://$/x\")</' + 'script>'; await new Promise(d => f.onload = d)",
                "const f = document.createElement('iframe'); f.sandbox = 'allow-scripts';"
                        + " f.srcdoc = '<script>fetch(\"http://$/x\")</' + 'script>';"
                        + " document.body.append(f); await new Promise(d => f.onload = d)",
                "const f = document.createElement('iframe'); document.body.append(f);"
                        + " f.src = URL.createObjectURL(new Blob(['<script>fetch(\"http://$/x\")</' + 'script>'], {type: 'text/html'}));"
                        + " await new Promise(d => f.onload = d)",
                "const f = document.createElement('iframe'); document.body.append(f);"
                        + " f.src = 'data:text/html,<script>fetch(\"http://$/x\")</' + 'script>'; await new Promise(d => f.onload = d)",
                "const f = document.createElement('iframe');"
                        + " f.src = 'javascript:\"<script>fetch(`http://$/x`)</' + 'script>\"'; document.body.append(f)",
                "const f = document.createElement('iframe'); document.body.append(f);"
                        + " f.contentDocument.open(); f.contentDocument.write('<script>fetch(\"http://$/x\")</' + 'script>');"
                        + " f.contentDocument.close()",
                "const f = document.createElement('iframe'); document.body.append(f);"
                        + " const g = f.contentDocument.createElement('iframe'); f.contentDocument.body.append(g);"
                        + " f.contentWindow.frames[0].fetch('http://$/x').catch(() => 0)",
                "const f = document.createElement('iframe'); f.srcdoc = 'x'; const s = document.createElement('script');"
                        + " s.textContent = 'frames[0]?.fetch(\"http://$/x\")'; document.body.append(f, s)",
                "document.write('<iframe srcdoc=x></iframe><script>frames[0].fetch(\"http://$/x\")</' + 'script>')",
                "document.write('<img src=http://$/x>')",
                "document.write('<scr' + 'ipt src=http://$/x.js></' + 'script>')",
                "document.open(); document.write('<iframe srcdoc=x></iframe><script>frames[0].fetch(\"http://$/x\")</' + 'script>')",
                "customElements.define('x-' + Math.random().toString(36).slice(2), class extends HTMLElement {});"
                        + " customElements.define('x-late', class extends HTMLElement { connectedCallback() {"
                        + " frames[0]?.fetch('http://$/x').catch(() => 0) } });"
                        + " document.body.innerHTML = '<iframe srcdoc=x></iframe><x-late></x-late>'",
                // Functions that the page restores or replaces.
                "delete window.fetch; await (window.fetch?.('http://$/x') ?? Promise.resolve()).catch(() => 0)",
                "delete HTMLImageElement.prototype.src; const i = new Image(); i.src = 'http://$/x'; document.body.append(i)",
                "const old = [String.prototype.slice, String.prototype.indexOf];"
                        + " String.prototype.slice = String.prototype.indexOf = () => ''; fetch('http://$/x').catch(() => 0);"
                        + " String.prototype.slice = old[0]; String.prototype.indexOf = old[1]",
                "const old = [RegExp.prototype.exec, Array.prototype[Symbol.iterator]];"
                        + " RegExp.prototype.exec = () => null; Array.prototype[Symbol.iterator] = function* () {};"
                        + " const f = document.createElement('iframe'); document.body.append(f);"
                        + " frames[0].fetch('http://$/x').catch(() => 0);"
                        + " RegExp.prototype.exec = old[0]; Array.prototype[Symbol.iterator] = old[1]",
                "Object.prototype.get = Object.prototype.apply = () => 1; fetch('http://$/x').catch(() => 0);"
                        + " delete Object.prototype.get; delete Object.prototype.apply",
                "Reflect.apply(Window.prototype.constructor.prototype.fetch ?? fetch, window, ['http://$/x']).catch(() => 0)",
                "fetch.constructor('return this')().fetch('http://$/x').catch(() => 0)",
                "XMLHttpRequest.prototype.open.call(Object.assign(window.q = new XMLHttpRequest()), 'GET', 'http://$/x'); q.send()",
            })
    void nothing_reaches_a_forbidden_host(String way) {
        act(way, "px.tracker.example");
        page.waitForTimeout(60);
        assertThat(asked("tracker.example")).as(way).isEmpty();
    }

    /// Ways to tell an allowed host something, each of which must work as without the guard.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "await fetch(new Request('http://$/x?a=1', {method: 'POST', body: 'b'}))",
                "const x = new XMLHttpRequest(); x.open('GET', 'http://$/x?a=1'); x.send()",
                "navigator.sendBeacon('http://$/x?a=1', 'b')",
                "new Image().src = 'http://$/x?a=1'",
                "new Image().srcset = 'http://$/x?a=1 1x'",
                "document.body.innerHTML = '<img src=http://$/x?a=1>'",
                "document.body.append(document.createRange().createContextualFragment('<img src=http://$/x?a=1>'))",
                "document.write('<img src=http://$/x?a=1>')",
                "document.write('<script src=http://$/x?a=1></' + 'script>')",
                "document.body.append(document.createRange().createContextualFragment("
                        + "'<script>fetch(\"http://$/x?a=1\")</' + 'script>'))",
                "const s = document.createElement('script'); s.src = 'http://$/x?a=1'; document.head.append(s)",
                "const l = document.createElement('link'); l.rel = 'stylesheet'; l.href = 'http://$/x?a=1';"
                        + " document.head.append(l)",
                "const f = document.createElement('iframe'); f.src = 'http://$/x?a=1'; document.body.append(f)",
                "document.body.style.cssText = 'width: 9px; background: url(http://$/x?a=1)'",
                "const s = document.createElement('style'); s.textContent = 'body{background:url(http://$/x?a=1)}';"
                        + " document.head.append(s)",
                "new Worker(URL.createObjectURL(new Blob([\"fetch('http://$/x?a=1')\"])))",
                "new Worker(URL.createObjectURL(new Blob([\"fetch('http://$/x?a=1')\"])), {type: 'module'})",
                "new Worker('data:text/javascript,fetch(\"http://$/x?a=1\")')",
                "new EventSource('http://$/x?a=1')",
                "new WebSocket('ws://$/x?a=1')",
                "document.body.innerHTML = '<iframe name=w></iframe><form target=w method=post action=http://$/x?a=1>"
                        + "<input name=q value=1></form>'; document.forms[0].submit()",
                "location = 'http://$/x?a=1'",
                "document.body.innerHTML = '<a href=http://$/x?a=1>a</a>'; document.querySelector('a').click()",
                "const f = document.createElement('iframe'); f.srcdoc = '<script>fetch(\"http://$/x?a=1\")</' + 'script>';"
                        + " document.body.append(f)",
                "const f = document.createElement('iframe'); document.body.append(f); frames[0].fetch('http://$/x?a=1')",
            })
    void what_is_allowed_reaches_its_host_unchanged(String way) {
        act(way, "vendor.example");
        long end = System.nanoTime() + 3_000_000_000L;
        while (asked("vendor.example").isEmpty() && System.nanoTime() < end) {
            page.waitForTimeout(20);
        }
        assertThat(asked("vendor.example")).as(way).anyMatch(request -> request.contains("vendor.example/x?a=1"));
    }

    private void act(String way, String host) {
        page.evaluate(
                "way => { const s = document.createElement('script'); s.textContent = way; document.head.append(s) }",
                "window.go = async () => {" + way.replace("$", host) + "}");
        try {
            page.evaluate("Promise.race([go(), new Promise(done => setTimeout(done, 300))])");
        } catch (PlaywrightException e) {
            // The page went elsewhere, or what it tried failed: what counts is what was asked.
        }
    }

    /// Near misses: the page's own, look-alikes of what is forbidden, and addresses that no network is asked for.
    @Test
    void what_is_the_pages_own_is_left_as_it_is() {
        Object result = run("const out = {};"
                + "out.relative = await (await fetch('answer?email=x')).text();"
                + "out.own = await (await fetch('http://api.clinic.example/a?email=x')).text();"
                + "out.data = await (await fetch('data:text/plain,hello')).text();"
                + "out.blob = await (await fetch(URL.createObjectURL(new Blob(['hello'])))).text();"
                + "const i = new Image(); i.src = 'data:image/gif;base64,R0lGODlhAQABAAAAACw=';"
                + "out.src = i.src; const a = document.createElement('a'); a.href = '/x?email=y#z'; out.href = a.href;"
                + "const d = document.createElement('div'); d.innerHTML = '<b class=\"x\">1</b><img src=\"/i?e=1\">';"
                + "out.html = d.innerHTML; d.className = 'tracker.example'; out.name = d.className;"
                + "d.style.setProperty('content', '\"a: b/c\"'); out.style = d.style.content;"
                + "const s = document.createElement('style'); s.textContent = '.a{background:url(/i.png)}';"
                + "out.css = s.textContent; return out");
        assertThat(result)
                .isEqualTo(Map.of(
                        "relative", "answer",
                        "own", "answer",
                        "data", "hello",
                        "blob", "hello",
                        "src", "data:image/gif;base64,R0lGODlhAQABAAAAACw=",
                        "href", "http://www.clinic.example/x?email=y#z",
                        "html", "<b class=\"x\">1</b><img src=\"/i?e=1\">",
                        "name", "tracker.example",
                        "style", "\"a: b/c\"",
                        "css", ".a{background:url(/i.png)}"));
    }

    @Test
    void a_host_that_only_looks_like_an_allowed_or_own_one_is_blocked_and_one_below_a_forbidden_one_too() {
        run("for (const host of ['vendor.example.evil.example', 'notvendor.example', 'www.clinic.example.evil.example',"
                + " 'a.b.tracker.example', 'metrics.clinic.example', 'vendor.example/tr', 'vendor.example/%74r?x',"
                + " 'vendor.example//tr'])"
                + " await fetch('http://' + host + (host.includes('/') ? '' : '/')).catch(() => 0);"
                + "await fetch('http://vendor.example/tra')");
        assertThat(asked("example").stream().filter(each -> !each.contains("www.clinic.example/")))
                .containsExactly("GET vendor.example/tra");
    }

    @Test
    void a_use_that_is_not_allowed_is_blocked_where_another_is() {
        run("new Image().src = 'http://images.example/i'; await fetch('http://images.example/f').catch(() => 0)");
        assertThat(asked("images.example")).containsExactly("GET images.example/i");
    }

    @Test
    void fields_that_may_not_leave_are_taken_out_of_every_kind_of_body() {
        run("const to = 'http://without.example/b?email=1&a=2'; const post = body => fetch(to, {method: 'POST', body});"
                + "await post('email=x&a=b+c'); await post(new URLSearchParams({email: 'x', a: 'd'}));"
                + "await post(JSON.stringify([{user: {email: 'x', a: 1}}]));"
                + "await post('free text about a patient').catch(() => 0);"
                + "await post(new Blob(['email=x'])).catch(() => 0);"
                + "navigator.sendBeacon(to, 'email=x&a=beacon');"
                + "const x = new XMLHttpRequest(); x.open('POST', to, false); x.send('{\"email\":1,\"a\":\"xhr\"}');"
                + "await fetch(new Request(to, {method: 'POST', body: 'email=x&a=request'}));"
                + "new Image().src = to");
        assertThat(asked("without.example"))
                .containsExactlyInAnyOrder(
                        "POST without.example/b?a=2 a=b+c",
                        "POST without.example/b?a=2 a=d",
                        "POST without.example/b?a=2 [{\"user\":{\"a\":1}}]",
                        "POST without.example/b?a=2 a=beacon",
                        "POST without.example/b?a=2 {\"a\":\"xhr\"}",
                        "POST without.example/b?a=2 a=request",
                        "GET without.example/b?a=2");
    }

    @Test
    void a_form_and_a_socket_are_stripped_too() {
        run("const s = new WebSocket('ws://without.example/s'); await new Promise(d => s.onopen = d);"
                + "s.send('{\"email\":\"x\",\"a\":1}'); s.send('free text');"
                + "document.body.innerHTML = '<iframe name=w></iframe><form target=w method=post"
                + " action=http://without.example/f><input name=email value=x><input name=a value=1></form>';"
                + "document.forms[0].requestSubmit(); await new Promise(d => setTimeout(d, 200))");
        assertThat(asked("without.example"))
                .containsExactlyInAnyOrder("GET without.example/s {\"a\":1}\n", "POST without.example/f a=1");
    }

    @Test
    void a_request_that_is_blocked_ends_as_one_does_that_fails() {
        assertThat(run("const seen = []; const x = new XMLHttpRequest();"
                        + "for (const type of ['readystatechange', 'loadstart', 'error', 'load', 'loadend'])"
                        + " x.addEventListener(type, () => seen.push(type + x.readyState));"
                        + "x.open('POST', 'http://tracker.example/'); x.send('a');"
                        + "await new Promise(d => x.onloadend = d); seen.push(x.status);"
                        + "const i = new Image(); i.src = 'http://tracker.example/';"
                        + "seen.push(await new Promise(d => { i.onerror = () => d('image error'); i.onload = () => d('load') }));"
                        + "const s = document.createElement('script'); s.src = 'http://tracker.example/'; document.head.append(s);"
                        + "seen.push(await new Promise(d => { s.onerror = () => d('script error'); s.onload = () => d('load') }));"
                        + "const w = new WebSocket('ws://tracker.example/');"
                        + "seen.push(await new Promise(d => { w.onclose = e => d('socket ' + e.code) }));"
                        + "seen.push(navigator.sendBeacon('http://tracker.example/', 'a')); return seen.join(' ')"))
                .isEqualTo("readystatechange1 loadstart1 readystatechange4 error4 loadend4 0 image error script error"
                        + " socket 1006 true");
    }

    @Test
    void what_a_page_does_with_what_is_allowed_works() {
        assertThat(run("const out = []; const x = new XMLHttpRequest();"
                        + "for (const type of ['readystatechange', 'load', 'loadend']) x.addEventListener(type, () => out.push(type + x.readyState));"
                        + "x.open('GET', 'http://vendor.example/a'); x.setRequestHeader('x-test', '1'); x.send();"
                        + "await new Promise(d => x.onloadend = d); out.push(x.responseText);"
                        + "const s = new WebSocket('ws://vendor.example/e'); out.push(s instanceof WebSocket, WebSocket.OPEN);"
                        + "await new Promise(d => s.onopen = d); s.send('ping');"
                        + "out.push((await new Promise(d => s.onmessage = d)).data); s.close();"
                        + "const w = new Worker(URL.createObjectURL(new Blob(['onmessage = e => postMessage(e.data + 1)'])));"
                        + "w.postMessage(1); out.push((await new Promise(d => w.onmessage = d)).data);"
                        + "const t = document.createElement('table'); t.innerHTML = '<tr><td><a href=\"/x\">y</a></td></tr>';"
                        + "out.push(t.rows.length);"
                        + "class Mine extends XMLHttpRequest {}; out.push(new Mine() instanceof Mine);"
                        + "class Socket extends WebSocket {}; const m = new Socket('ws://vendor.example/e'); out.push(m instanceof Socket); m.close();"
                        + "const old = window.fetch; window.fetch = (...all) => { out.push('wrapped'); return old.apply(this, all) };"
                        + "await fetch('http://vendor.example/'); window.fetch = old;"
                        + "return out.join(' ')"))
                .isEqualTo(
                        "readystatechange1 readystatechange2 readystatechange3 readystatechange4 load4 loadend4 answer"
                                + " true 1 ping 2 1 true true wrapped");
    }

    @Test
    void what_is_replaced_looks_as_it_did() {
        assertThat(
                        run(
                                "return [fetch.name, fetch.length, fetch.toString(), 'prototype' in fetch,"
                                        + " WebSocket.prototype.constructor === WebSocket, Element.prototype.setAttribute.toString(),"
                                        + " Object.getOwnPropertyDescriptor(HTMLImageElement.prototype, 'src').set.name,"
                                        + " Function.prototype.toString.toString(), Function.prototype.toString.call(() => 1)].join('|')"))
                .isEqualTo(
                        "fetch|1|function fetch() { [native code] }|false|true|"
                                + "function setAttribute() { [native code] }|set src|function toString() { [native code] }|() => 1");
    }

    @Test
    void reports_tell_hosts_and_shapes_of_paths_and_no_value() {
        run(
                "for (let i = 0; i < 3; i++) await fetch('http://px.tracker.example/collect/4711/smith@x?email=x').catch(() => 0);"
                        + "await fetch('http://only.example/a?email=x'); await new Promise(d => setTimeout(d, 1300))");
        assertThat(sites.asked("www.clinic.example").stream()
                        .filter(each -> each.path().equals(REPORTS)))
                .singleElement()
                .satisfies(each -> {
                    assertThat(each.headers()).containsEntry("content-type", "application/vnd.earshot.guard+json");
                    assertThat(each.body())
                            .hasToString("[{\"zone\":\"public\",\"use\":\"connect\",\"host\":\"px.tracker.example\","
                                    + "\"path\":\"/collect/*/*\",\"verdict\":\"blocked\",\"rule\":\"no-tracker\",\"page\":\"/page\"},"
                                    + "{\"zone\":\"public\",\"use\":\"connect\",\"host\":\"only.example\",\"path\":\"/a\","
                                    + "\"verdict\":\"stripped\",\"rule\":\"fields\",\"page\":\"/page\"}]");
                });
    }

    @Test
    void a_link_that_is_followed_by_hand_leads_there_without_what_it_was_decorated_with() {
        run("document.body.innerHTML = '<a href=\"http://other.example/a?topic=flu&_gl=1*x&user-id=7#top\">a</a>'");
        page.click("a");
        page.waitForURL("http://other.example/**");
        assertThat(asked("other.example")).first().isEqualTo("GET other.example/a?topic=flu");
    }

    @Test
    void calls_between_browsers_need_a_server_that_is_allowed() {
        assertThat(
                        run(
                                "const c = servers => new RTCPeerConnection({iceServers: servers}).getConfiguration();"
                                        + "const a = c([{urls: 'stun:tracker.example:3478'}]), b = c([{urls: ['stun:vendor.example', 'stun:tracker.example']}]);"
                                        + "return [a.iceServers.length, a.iceTransportPolicy, b.iceServers[0].urls.join(), b.iceTransportPolicy].join(' ')"))
                .isEqualTo("0 relay stun:vendor.example all");
    }

    /// The vendors' own libraries, which take hold of fetch and XMLHttpRequest themselves, above the guard.
    @Test
    void vendors_own_libraries_work_above_the_guard() throws IOException {
        for (String name :
                List.of("mixpanel", "posthog", "segment", "datadog-rum", "amplitude", "snowplow", "clarity")) {
            Path file = Path.of("../clinic/target/classes/dev/earshot/clinic/sdks", name + ".js");
            if (!Files.exists(file)) {
                file = Path.of(System.getProperty("earshot.sdks", "."), name + ".js");
            }
            assumeTrue(Files.exists(file), "the clinic's libraries are not built");
            sites.serve("vendor.example/" + name + ".js", "text/javascript", Files.readString(file));
        }
        List<String> errors = new ArrayList<>();
        Consumer<String> listener = errors::add;
        page.onPageError(listener);
        run("const load = name => new Promise((done, failed) => { const s = document.createElement('script');"
                + " s.src = 'http://vendor.example/' + name + '.js'; s.onload = done; s.onerror = failed; document.head.append(s) });"
                + "for (const name of ['mixpanel', 'posthog', 'datadog-rum', 'amplitude', 'snowplow']) await load(name);"
                + "mixpanel.init('t', {api_host: 'http://vendor.example/mp', batch_requests: false, record_sessions_percent: 0});"
                + "mixpanel.track('seen');"
                + "DD_RUM.init({applicationId: 'a', clientToken: 'b', site: 'datadoghq.com', proxy: 'http://vendor.example/dd',"
                + " sessionReplaySampleRate: 0});"
                + "posthog.init?.('k', {api_host: 'http://vendor.example/ph'}); posthog.capture?.('seen');"
                + "await (await fetch('/answer')).text();"
                + "const x = new XMLHttpRequest(); x.open('GET', '/answer2'); x.send(); await new Promise(d => x.onloadend = d);"
                + "await new Promise(d => setTimeout(d, 600))");
        assertThat(errors).isEmpty();
        assertThat(asked("vendor.example")).anyMatch(each -> each.contains("vendor.example/mp"));
        assertThat(asked("www.clinic.example"))
                .contains("GET www.clinic.example/answer", "GET www.clinic.example/answer2");
    }

    @Test
    void the_guard_is_small_and_soon_done() throws IOException {
        GuardScript bare = GuardScript.of(
                new Protection(
                        Set.of("www.clinic.example"),
                        List.of(new ZoneProtection("public", List.of(), false, Otherwise.BLOCK, List.of(), List.of()))),
                new ZoneProtection("public", List.of(), false, Otherwise.BLOCK, List.of(), List.of()),
                REPORTS,
                GuardScript.Fault.OPEN);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(bare.text().getBytes(StandardCharsets.US_ASCII));
        }
        sites.serve(
                "www.clinic.example/timed",
                "text/html",
                "<!doctype html><html><head><script>const from = performance.now()</script><script>" + bare.text()
                        + "</script><script>window.took = performance.now() - from</script></head></html>");
        List<Double> took = new ArrayList<>();
        for (int i = 0; i < 11; i++) {
            page.navigate("http://www.clinic.example/timed");
            took.add(((Number) page.evaluate("took")).doubleValue());
        }
        took.sort(null);
        System.out.printf(
                Locale.ROOT,
                "The guard: %d bytes, %d gzipped; evaluated in %.2f ms (median of %d, %.2f to %.2f).%n",
                bare.text().length(),
                bytes.size(),
                took.get(took.size() / 2),
                took.size(),
                took.getFirst(),
                took.getLast());
        assertThat(bytes.size()).isLessThan(12 * 1024 + 256);
        assertThat(took.getFirst()).isLessThan(20);
    }

    @Test
    void where_the_guard_cannot_work_the_page_goes_on_or_is_closed_as_configured() {
        for (GuardScript.Fault fault : GuardScript.Fault.values()) {
            GuardScript guard = GuardScript.of(PROTECTION, PROTECTION.zones().getLast(), REPORTS, fault);
            sites.serve(
                    "www.clinic.example/faulty",
                    "text/html",
                    "<!doctype html><html><head><script>delete window.MutationObserver</script><script>" + guard.text()
                            + "</script></head><body><script>new Image().src = '/own';"
                            + " new Image().src = 'http://other.example/i'</script></body></html>");
            sites.forget();
            page.navigate("http://www.clinic.example/faulty");
            page.waitForTimeout(100);
            assertThat(asked("www.clinic.example")).contains("GET www.clinic.example/own");
            assertThat(asked("other.example")).as(fault.name()).hasSize(fault == GuardScript.Fault.OPEN ? 1 : 0);
        }
    }
}
