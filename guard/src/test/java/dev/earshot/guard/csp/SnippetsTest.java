package dev.earshot.guard.csp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.earshot.guard.protection.Allowed;
import dev.earshot.guard.protection.Endpoint;
import dev.earshot.guard.protection.Fields;
import dev.earshot.guard.protection.Forbidden;
import dev.earshot.guard.protection.Otherwise;
import dev.earshot.guard.protection.Protection;
import dev.earshot.guard.protection.Use;
import dev.earshot.guard.protection.ZoneProtection;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Each server's file: well-formed, and of the same mind as the protection about each page's zone.
class SnippetsTest {
    private static final Protection PROTECTION = protection();
    private static final HeaderSet SET = HeaderSet.of(
            PROTECTION,
            new HeaderSet.Setting(
                    false, "https://www.clinic.example/.well-known/earshot/report", false, "clinic_session"));

    private record Visit(String host, String path, boolean signedIn) {
        String zone() {
            return PROTECTION.of("http://" + host + path, signedIn).zone();
        }
    }

    private static final List<Visit> VISITS = List.of(
            new Visit("www.clinic.example", "/", false),
            new Visit("www.clinic.example", "/", true),
            new Visit("www.clinic.example", "/conditions/diabetes", false),
            new Visit("www.clinic.example", "/conditions/diabetes/diet", false),
            new Visit("www.clinic.example", "/CONDITIONS/Diabetes", false),
            new Visit("www.clinic.example", "/conditions/diabetes", true),
            new Visit("www.clinic.example", "/conditions", false),
            new Visit("www.clinic.example", "/find/a/doctor", false),
            new Visit("www.clinic.example", "/find/doctor", false),
            new Visit("www.clinic.example", "/find/doctor?conditions=/x", false),
            new Visit("www.clinic.example", "/?q=/conditions/diabetes", false),
            new Visit("portal.clinic.example", "/anything", false),
            new Visit("portalXclinic.example", "/anything", false),
            new Visit("www.clinic.example", "/a+b.c/(x)", false),
            new Visit("www.clinic.example", "/aab.c/(x)", false));

    @Test
    void nginx_takes_the_file_and_gives_each_page_its_zones_headers(@TempDir Path folder) throws Exception {
        Optional<Path> nginx = onPath("nginx");
        assumeTrue(nginx.isPresent(), "needs nginx on the path");
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        SET.snippets().stream()
                .filter(each -> each.server().equals("nginx"))
                .forEach(each -> write(folder.resolve(each.fileName()), each.text()));
        Path config = folder.resolve("nginx.conf");
        Files.createDirectories(folder.resolve("www"));
        write(config, """
                worker_processes 1; daemon off; master_process off; pid nginx.pid; error_log stderr;
                events { worker_connections 64; }
                http {
                  access_log off; client_body_temp_path b; proxy_temp_path p; fastcgi_temp_path f; uwsgi_temp_path u; scgi_temp_path s;
                  include earshot-nginx.conf;
                  server { listen 127.0.0.1:%d; include earshot-nginx-server.conf; location / { return 200 "ok"; } }
                }
                """.formatted(port));
        Process test = new ProcessBuilder(
                        nginx.orElseThrow().toString(), "-t", "-p", folder.toString(), "-c", config.toString())
                .redirectErrorStream(true)
                .start();
        assertThat(new String(test.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .contains("test is successful");
        Process server = new ProcessBuilder(
                        nginx.orElseThrow().toString(), "-p", folder.toString(), "-c", config.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
        try {
            agrees(port);
            assertThat(ask(port, new Visit("www.clinic.example", "/metrics/collect?x=1", false)))
                    .startsWith("HTTP/1.1 403");
            assertThat(ask(port, new Visit("www.clinic.example", "/metrics/collection", false)))
                    .startsWith("HTTP/1.1 200");
        } finally {
            server.destroy();
            server.waitFor(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void apache_takes_the_file_and_gives_each_page_its_zones_headers(@TempDir Path folder) throws Exception {
        Optional<Path> apache =
                Optional.ofNullable(System.getProperty("earshot.apache")).map(Path::of);
        assumeTrue(
                apache.isPresent(),
                "needs -Dearshot.apache=FOLDER, an unpacked apache2-bin of Debian with its libraries");
        Path root = apache.orElseThrow();
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        write(folder.resolve("e.conf"), text("Apache"));
        Files.createDirectories(folder.resolve("www"));
        StringBuilder config = new StringBuilder("ServerRoot " + folder + "\nServerName x\nPidFile p\nListen 127.0.0.1:"
                + port + "\nErrorLog log\nDocumentRoot www\n");
        for (String module : List.of("mpm_event", "authz_core", "setenvif", "headers", "alias")) {
            config.append("LoadModule ")
                    .append(module)
                    .append("_module ")
                    .append(root.resolve("usr/lib/apache2/modules/mod_" + module + ".so"))
                    .append('\n');
        }
        config.append("Include e.conf\n");
        write(folder.resolve("httpd.conf"), config.toString());
        ProcessBuilder start = new ProcessBuilder(
                        root.resolve("usr/sbin/apache2").toString(),
                        "-X",
                        "-f",
                        folder.resolve("httpd.conf").toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("out").toFile());
        start.environment()
                .put("LD_LIBRARY_PATH", root.resolve("usr/lib/x86_64-linux-gnu").toString());
        Process server = start.start();
        try {
            agrees(port);
            assertThat(ask(port, new Visit("www.clinic.example", "/metrics/collect?x=1", false)))
                    .startsWith("HTTP/1.1 403");
        } finally {
            server.destroy();
            server.waitFor(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void the_worker_finds_each_pages_zone_and_keeps_the_sites_own_policy(@TempDir Path folder) throws Exception {
        Optional<Path> node = onPath("node");
        assumeTrue(node.isPresent(), "needs node on the path");
        write(folder.resolve("worker.mjs"), text("Cloudflare"));
        List<List<String>> visits = VISITS.stream()
                .map(visit -> List.of(
                        "http://" + visit.host() + visit.path(),
                        visit.signedIn() ? "a=b; clinic_session=1" : "not_clinic_session=1"))
                .toList();
        write(folder.resolve("try.mjs"), """
                import worker, { zoneOf } from "./worker.mjs";
                globalThis.fetch = async () => new Response("ok", { headers: { "Content-Security-Policy": "frame-ancestors 'self'" } });
                const visits = %s;
                const answer = await worker.fetch(new Request("https://www.clinic.example/conditions/x"));
                console.log(JSON.stringify({ zones: visits.map(([url, cookies]) => zoneOf(url, cookies).zone),
                    policy: answer.headers.get("Content-Security-Policy"), body: await answer.text() }));
                """.formatted(JsonMapper.shared().writeValueAsString(visits)));
        Process run = new ProcessBuilder(
                        node.orElseThrow().toString(), folder.resolve("try.mjs").toString())
                .redirectErrorStream(true)
                .start();
        String out = new String(run.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        JsonNode told = JsonMapper.shared().readTree(out);
        assertThat(told.path("zones").valueStream().map(JsonNode::asString))
                .containsExactlyElementsOf(VISITS.stream()
                        .map(visit -> PROTECTION
                                .of("http://" + visit.host().toLowerCase(Locale.ROOT) + visit.path(), visit.signedIn())
                                .zone())
                        .toList());
        assertThat(told.path("policy").asString()).startsWith("frame-ancestors 'self', default-src 'self'");
        assertThat(told.path("body").asString()).isEqualTo("ok");
    }

    @Test
    void iis_rules_are_xml_and_hold_for_each_page_in_one_zone_alone() throws Exception {
        Element top = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(text("IIS").getBytes(StandardCharsets.UTF_8)))
                .getDocumentElement();
        NodeList rules = top.getElementsByTagName("rule");
        for (Visit visit : VISITS) {
            List<String> zones = IntStream.range(0, rules.getLength())
                    .mapToObj(at -> (Element) rules.item(at))
                    .filter(rule -> rule.getAttribute("name").endsWith(" Referrer-Policy") && holds(rule, visit))
                    .map(rule -> rule.getAttribute("name").split(" ")[1])
                    .toList();
            assertThat(zones).as(visit.toString()).containsExactly(visit.zone());
        }
    }

    /// As URL Rewrite reads conditions: ECMAScript patterns, letter case apart.
    private static boolean holds(Element rule, Visit visit) {
        String input = visit.host() + visit.path().split("\\?", 2)[0] + " | "
                + (visit.signedIn() ? "a=b; clinic_session=1" : "not_clinic_session=1");
        NodeList conditions = rule.getElementsByTagName("add");
        return IntStream.range(0, conditions.getLength())
                .mapToObj(at -> (Element) conditions.item(at))
                .allMatch(each -> Pattern.compile(each.getAttribute("pattern"), Pattern.CASE_INSENSITIVE)
                                .matcher(input)
                                .find()
                        != each.getAttribute("negate").equals("true"));
    }

    @Test
    void akamais_rule_is_json_with_the_policys_order_turned_round() {
        JsonNode rule = JsonMapper.shared().readTree(text("Akamai"));

        assertThat(rule.path("children")
                        .valueStream()
                        .map(child -> child.path("name").asString())
                        .distinct())
                .containsExactly(
                        "Earshot: zone public",
                        "Earshot: zone signed-in",
                        "Earshot: zone search",
                        "Earshot: zone health-content");
    }

    @Test
    void springs_class_compiles_and_finds_each_pages_zone(@TempDir Path folder) throws Exception {
        Optional<String> jars = Optional.ofNullable(System.getProperty("earshot.spring"));
        assumeTrue(
                jars.isPresent(),
                "needs -Dearshot.spring=FOLDER with spring-security-web and jakarta.servlet-api and what they need");
        write(folder.resolve("EarshotHeaders.java"), text("Spring Security"));
        String path = Stream.of(new File(jars.orElseThrow()).listFiles())
                .map(File::toString)
                .reduce((a, b) -> a + ":" + b)
                .orElseThrow();
        assertThat(ToolProvider.getSystemJavaCompiler()
                        .run(
                                null,
                                null,
                                null,
                                "-Xlint:all",
                                "-Werror",
                                "-proc:none",
                                "-d",
                                folder.toString(),
                                "-cp",
                                path,
                                folder.resolve("EarshotHeaders.java").toString()))
                .isZero();
    }

    @Test
    void a_value_longer_than_nginx_takes_stands_in_several_maps() {
        List<Allowed> many = new ArrayList<>();
        for (int at = 0; at < 200; at++) {
            many.add(new Allowed(
                    Endpoint.of("host" + at + ".vendor.example"),
                    Set.of(Use.SCRIPT, Use.CONNECT),
                    new Fields.All(),
                    "V",
                    "x"));
        }
        HeaderSet set = HeaderSet.of(
                new Protection(
                        Set.of("www.clinic.example"),
                        List.of(new ZoneProtection("public", List.of(), false, Otherwise.BLOCK, many, List.of()))),
                new HeaderSet.Setting(false, "", false, ""));

        assertThat(set.warnings()).anyMatch(warning -> warning.kind() == Warning.Kind.SIZE);
        assertThat(set.snippets()
                        .getFirst()
                        .text()
                        .lines()
                        .mapToInt(String::length)
                        .max()
                        .orElse(0))
                .isLessThan(4000);
    }

    private static void agrees(int port) throws IOException {
        for (Visit visit : VISITS) {
            String answer = ask(port, visit);
            for (HeaderSet.Zone zone : SET.zones()) {
                if (zone.zone().zone().equals(visit.zone())) {
                    for (ZoneHeaders.Template header : zone.headers().headers()) {
                        assertThat(answer)
                                .as(visit.toString())
                                .contains("\r\n" + header.name() + ": " + header.value("") + "\r\n");
                    }
                    assertThat(answer.split("\r\nContent-Security-Policy:", -1))
                            .as(visit.toString())
                            .hasSize(
                                    zone.headers()
                                                    .value("Content-Security-Policy")
                                                    .isPresent()
                                            ? 2
                                            : 1);
                }
            }
        }
    }

    private static String ask(int port, Visit visit) throws IOException {
        for (int tries = 0; ; tries++) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                socket.setSoTimeout(5000);
                socket.getOutputStream()
                        .write(("GET " + visit.path() + " HTTP/1.1\r\nHost: " + visit.host()
                                        + "\r\nConnection: close\r\nCookie: "
                                        + (visit.signedIn() ? "a=b; clinic_session=1" : "not_clinic_session=1")
                                        + "\r\n\r\n")
                                .getBytes(StandardCharsets.UTF_8));
                InputStream in = socket.getInputStream();
                return new String(in.readAllBytes(), StandardCharsets.UTF_8);
            } catch (IOException notYet) {
                if (tries > 100) {
                    throw notYet;
                }
                java.util.concurrent.locks.LockSupport.parkNanos(50_000_000);
            }
        }
    }

    private static String text(String server) {
        return SET.snippets().stream()
                .filter(each -> each.server().equals(server))
                .findFirst()
                .orElseThrow()
                .text();
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static Optional<Path> onPath(String name) {
        return Stream.of((System.getenv().getOrDefault("PATH", "") + ":/usr/sbin").split(":"))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static Protection protection() {
        Forbidden ads = new Forbidden(Endpoint.of("ads.vendor.example"), "Vendor", "ads", "rule");
        Forbidden collect =
                new Forbidden(new Endpoint("www.clinic.example", "/metrics/collect"), "Vendor", "collect", "rule");
        return new Protection(
                Set.of("www.clinic.example", "portal.clinic.example"),
                List.of(
                        zone(
                                "health-content",
                                List.of(
                                        "/conditions/**",
                                        "portal.clinic.example/**",
                                        "http://www.clinic.example/a+b.c/(x)"),
                                false,
                                "a",
                                ads,
                                collect),
                        zone("search", List.of("/find/*"), false, "b\"%2Cx;y/", ads, collect),
                        zone("signed-in", List.of(), true, "c", ads, collect),
                        new ZoneProtection("public", List.of(), false, Otherwise.REPORT, List.of(), List.of(collect))));
    }

    private static ZoneProtection zone(
            String name, List<String> pages, boolean signedIn, String path, Forbidden... forbidden) {
        return new ZoneProtection(
                name,
                pages,
                signedIn,
                Otherwise.BLOCK,
                List.of(new Allowed(
                        new Endpoint(name + ".vendor.example", "/" + path),
                        Set.of(Use.SCRIPT),
                        new Fields.All(),
                        "V",
                        "x")),
                List.of(forbidden));
    }
}
