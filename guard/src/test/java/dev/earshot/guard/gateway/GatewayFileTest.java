package dev.earshot.guard.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.earshot.EarshotException;
import dev.earshot.guard.gateway.GatewaySettings.Enforcement;
import dev.earshot.guard.gateway.GatewaySettings.Forwarding;
import dev.earshot.guard.gateway.GatewaySettings.OnDoubt;
import dev.earshot.guard.relay.Relays;
import dev.earshot.guard.script.GuardScript;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class GatewayFileTest {
    private static final String SMALLEST = """
            listen:
              - address: 0.0.0.0:8080
            sites:
              - hosts: [www.clinic.example]
                upstream: http://127.0.0.1:8081
            protection: protection.yaml
            """;

    @TempDir
    private Path folder;

    private GatewayConfiguration read(String text) throws IOException {
        Path file = Files.writeString(folder.resolve("gateway.yaml"), text);
        return GatewayFile.read(file, _ -> Gate.protection(), InstantSource.system());
    }

    @Test
    void the_smallest_file_stands_for_what_the_page_says() throws IOException {
        GatewayConfiguration read = read(SMALLEST);

        assertThat(read.listeners().getFirst().port()).isEqualTo(8080);
        assertThat(read.listeners().getFirst().address().isAnyLocalAddress()).isTrue();
        assertThat(read.listeners().getFirst().tls()).isEmpty();
        assertThat(read.sites().getFirst().hosts()).containsExactly("www.clinic.example");
        assertThat(read.enforcement()).isEqualTo(Enforcement.ENFORCE);
        assertThat(read.onDoubt()).isEqualTo(OnDoubt.PASS);
        assertThat(read.guard()).contains(GuardScript.Fault.OPEN);
        assertThat(read.forwarding()).isEqualTo(Forwarding.SET);
        assertThat(read.limits().headBytes()).isEqualTo(32 * 1024);
        assertThat(read.limits().connections()).isEqualTo(20_000);
        assertThat(read.timeouts().connect()).isEqualTo(Duration.ofSeconds(5));
        assertThat(read.drain()).isEqualTo(Duration.ofSeconds(20));
        assertThat(read.reports().folder()).isEmpty();
        assertThat(read.reports().keep()).isEqualTo(Duration.ofDays(90));
        assertThat(read.admin().getAddress().isLoopbackAddress()).isTrue();
        assertThat(read.admin().getPort()).isEqualTo(9901);
        assertThat(read.files()).isEqualTo(Set.of(folder.resolve("gateway.yaml"), folder.resolve("protection.yaml")));
    }

    @Test
    void every_key_is_taken() throws IOException {
        Files.writeString(folder.resolve("relay.key"), "0123456789abcdef0123456789abcdef");
        GatewayConfiguration read = read("""
                listen: [{address: '[::1]:8080'}, {address: localhost:0}]
                sites:
                  - {hosts: [WWW.clinic.example, clinic.example], upstream: 'https://10.0.0.5', verify: false, serverName: in.clinic.example}
                  - {hosts: shop.clinic.example, upstream: 'http://[::1]:81/'}
                protection: protection.yaml
                signedIn: {cookie: clinic_session}
                onDoubt: close
                guard: {script: no, onFault: closed}
                mode: report
                compress: {when: never, level: 5}
                forwarded: append
                limits: {head: 16 KB, headerFields: 50, body: 10 MB, connections: 5, streams: 7, upstreamIdle: 3}
                timeouts: {head: 500ms, idle: 5s, body: 2m, connect: 1s, answer: 1h, upstreamIdle: 9s, webSocket: 1d, drain: 3s}
                reports: {folder: reports, keep: 30d, settings: collect.yaml}
                relay: {ga4: {to: 'https://allowed.vendor.example/collect', fields: [v]}}
                relayKey: relay.key
                admin: 127.0.0.1:0
                threads: 3
                """);

        assertThat(read.sites().getFirst().hosts()).containsExactlyInAnyOrder("www.clinic.example", "clinic.example");
        assertThat(Upstream.of(read.sites().getFirst()).port()).isEqualTo(443);
        assertThat(Upstream.of(read.sites().getFirst()).serverName()).isEqualTo("in.clinic.example");
        assertThat(Upstream.of(read.sites().get(1)).host()).isEqualTo("::1");
        assertThat(read.signedInCookie()).contains("clinic_session");
        assertThat(read.onDoubt()).isEqualTo(OnDoubt.CLOSE);
        assertThat(read.guard()).isEmpty();
        assertThat(read.enforcement()).isEqualTo(Enforcement.REPORT_ONLY);
        assertThat(read.compression().level()).isEqualTo(OptionalInt.empty());
        assertThat(read.forwarding()).isEqualTo(Forwarding.APPEND);
        assertThat(read.limits()).isEqualTo(new GatewaySettings.Limits(16 << 10, 50, 10 << 20, 3, 5, 7));
        assertThat(read.timeouts().webSocket()).isEqualTo(Duration.ofDays(1));
        assertThat(read.timeouts().head()).isEqualTo(Duration.ofMillis(500));
        assertThat(read.drain()).isEqualTo(Duration.ofSeconds(3));
        assertThat(read.reports().folder()).contains(folder.resolve("reports"));
        assertThat(read.relay()).isInstanceOf(Relays.class);
        assertThat(read.eventLoops()).isEqualTo(3);
        assertThat(read.files()).contains(folder.resolve("relay.key"), folder.resolve("collect.yaml"));
    }

    @Test
    void all_mistakes_are_told_at_once_each_with_its_line() {
        assertThatThrownBy(() -> read("""
                        listen:
                          - address: 8080
                          - adress: 127.0.0.1:81
                            tls: {certificate: none.pem, key: none.key}
                        sites:
                          - hosts: ['https://www.clinic.example']
                            upstream: http://127.0.0.1:8081/path
                        protecton: protection.yaml
                        onDoubt: perhaps
                        limits: {head: 1 KiB, streams: 0}
                        timeouts: {idle: 5}
                        """))
                .isInstanceOf(EarshotException.class)
                .hasMessageContaining("line 2: \"8080\" is no address")
                .hasMessageContaining("Did you mean \"address\"?")
                .hasMessageContaining("none.pem does not exist")
                .hasMessageContaining("line 6: \"https://www.clinic.example\" is no host name")
                .hasMessageContaining("line 7: \"upstream\" is http:// or https://")
                .hasMessageContaining("Did you mean \"protection\"?")
                .hasMessageContaining("\"protection\" is missing")
                .hasMessageContaining("line 9: \"perhaps\" is no onDoubt")
                .hasMessageContaining("line 10: \"1 KiB\" is no size")
                .hasMessageContaining("\"streams\" is from 1 to 10000")
                .hasMessageContaining("line 11: \"5\" is no time");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "listen: [{address: 0.0.0.0:8080}, {address: 0.0.0.0:8080}] | can't share an address",
                "admin: 127.0.0.1:8080 | an address of its own",
                "admin: clinic.example:80 | is no address with a port",
                "sites: [{hosts: [a.example, A.example], upstream: http://b.example}] | stands here twice",
                "sites: [{hosts: [a.example], upstream: http://b.example, verify: false}] | is for https:// upstreams",
                "sites: [{hosts: [a.example], upstream: https://user@b.example}] | is http:// or https://",
                "sites: [{hosts: [a.example], upstream: https://b.example, verify: none.pem}] | none.pem does not exist",
                "sites: [{upstream: http://b.example}] | \"hosts\" is missing",
                "signedIn: {cookie: 'a=b'} | a cookie's name alone",
                "relay: {ga4: {to: https://pixel.vendor.example/c, fields: [v]}} | Relay ga4",
                "relayKey: none.key | could not read",
                "threads: 0 | is from 1 to 256",
                "limits: {connections: many} | is no number",
            })
    void a_mistake_is_told(String key, String told) {
        String name = key.substring(0, key.indexOf(':') + 1);
        StringBuilder text = new StringBuilder();
        boolean skipping = false;
        for (String line : SMALLEST.lines().toList()) {
            skipping = line.startsWith(" ") ? skipping : line.startsWith(name);
            text.append(skipping ? "" : line + "\n");
        }
        assertThatThrownBy(() -> read(text + key + "\n"))
                .isInstanceOf(EarshotException.class)
                .hasMessageContaining(told);
    }

    @Test
    void mistakes_of_a_file_that_it_names_are_told_with_its_own() throws IOException {
        Path file = Files.writeString(folder.resolve("gateway.yaml"), SMALLEST + "mode: both\n");
        assertThatThrownBy(() -> GatewayFile.read(
                        file,
                        place -> {
                            throw new EarshotException(
                                    EarshotException.Code.USAGE, place.getFileName() + " has a mistake: x");
                        },
                        InstantSource.system()))
                .hasMessageContaining("line 6: protection.yaml has a mistake: x")
                .hasMessageContaining("\"both\" is no mode");
    }

    @Test
    void a_file_that_is_no_yaml_is_told_of() {
        assertThatThrownBy(() -> read("listen: [\n")).hasMessageContaining("this is not YAML");
        assertThatThrownBy(() -> read("")).hasMessageContaining("\"listen\" is missing");
    }
}
