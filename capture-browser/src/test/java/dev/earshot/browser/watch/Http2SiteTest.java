package dev.earshot.browser.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.exchange.Body;
import dev.earshot.exchange.Bytes;
import dev.earshot.exchange.Exchange;
import dev.earshot.exchange.Exchange.Delivery;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.alpn.server.ALPNServerConnectionFactory;
import org.eclipse.jetty.http2.server.HTTP2ServerConnectionFactory;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.io.TempDir;

class Http2SiteTest {
    private static final String PAGE = """
            <!doctype html><title>http2</title><script>
            const post = (path, body, more) => fetch(path, {method: 'POST', body, ...more});
            const form = () => {
              const data = new FormData();
              data.append('file', new File([new Uint8Array(5000).map((_, i) => i)], 'x.bin'));
              return data;
            };
            const chunks = new ReadableStream({
              async start(controller) {
                for (const part of ['first ', 'second ', 'third']) {
                  controller.enqueue(new TextEncoder().encode(part));
                  await new Promise((resolve) => setTimeout(resolve, 20));
                }
                controller.close();
              }
            });
            addEventListener('pagehide', () => navigator.sendBeacon('/beacon', new Blob(['gone'])));
            Promise.allSettled([
              post('/small', 'small'),
              post('/large', 'x'.repeat(300000)),
              post('/form', form()),
              post('/stream', chunks, {duplex: 'half'}),
              fetch('/redirect'),
              ...Array.from({length: 20}, (_, i) => post('/parallel?' + i, 'y'.repeat(i * 997)))
            ]).then(() => fetch('/done'));
            </script>
            """;

    private record Arrival(String method, String path, Bytes body) {}

    private final List<Arrival> arrivals = new ArrayList<>();
    private final CountDownLatch done = new CountDownLatch(1);

    @BeforeAll
    static void a_browser_is_installed() {
        RealBrowser.assumeInstalled();
    }

    @RepeatedTest(2)
    void what_left_over_http2_is_exactly_what_came(@TempDir Path folder) throws Exception {
        Server server = server(folder);
        server.start();
        try (WatchedBrowser browser = WatchedBrowser.start(
                BrowserOptions.forRun("http2").withArguments(List.of("--ignore-certificate-errors")))) {
            String home = "https://127.0.0.1:" + ((ServerConnector) server.getConnectors()[0]).getLocalPort();
            try (RealBrowser page = RealBrowser.page(browser)) {
                page.open(home + "/");
                assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
                page.leave();
            }
            WatchRecord record = browser.finish();
            assertThat(record.blindSpots()).isEmpty();
            List<Exchange> sent = record.exchanges().stream()
                    .filter(exchange -> exchange.delivery() == Delivery.SENT)
                    .toList();
            assertThat(sent.stream()
                            .map(exchange -> new Arrival(
                                    exchange.request().method(),
                                    exchange.request().url().substring(home.length()),
                                    exchange.request().body().bytes())))
                    .containsExactlyInAnyOrderElementsOf(arrivals);
            assertThat(sent)
                    .allMatch(exchange -> exchange.request().httpVersion().equals("h2"))
                    .allMatch(exchange -> exchange.response().orElseThrow().status() > 0);
            assertThat(sent)
                    .filteredOn(exchange -> exchange.request().url().endsWith("/stream"))
                    .singleElement()
                    .extracting(exchange -> exchange.request().body())
                    .satisfies(body -> {
                        assertThat(body.state()).isEqualTo(Body.State.WHOLE);
                        assertThat(body.bytes().utf8()).isEqualTo("first second third");
                    });
        } finally {
            server.stop();
        }
    }

    private Server server(Path folder) throws Exception {
        Path keys = folder.resolve("keys.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "clinic",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        keys.toString(),
                        "-storepass",
                        "changeit")
                .redirectErrorStream(true)
                .start();
        keytool.getInputStream().readAllBytes();
        assertThat(keytool.waitFor()).isZero();
        SslContextFactory.Server ssl = new SslContextFactory.Server();
        ssl.setKeyStorePath(keys.toString());
        ssl.setKeyStorePassword("changeit");
        HttpConfiguration configuration = new HttpConfiguration();
        configuration.addCustomizer(new SecureRequestCustomizer(false));
        HttpConnectionFactory http1 = new HttpConnectionFactory(configuration);
        ALPNServerConnectionFactory alpn = new ALPNServerConnectionFactory();
        alpn.setDefaultProtocol(http1.getProtocol());
        Server server = new Server();
        ServerConnector connector = new ServerConnector(
                server,
                new SslConnectionFactory(ssl, alpn.getProtocol()),
                alpn,
                new HTTP2ServerConnectionFactory(configuration),
                http1);
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        server.setHandler(new Handler.Abstract() {
            @Override
            public boolean handle(Request request, Response response, Callback callback) throws Exception {
                return answer(request, response, callback);
            }
        });
        return server;
    }

    private boolean answer(Request request, Response response, Callback callback) throws Exception {
        ByteBuffer body = Content.Source.asByteBuffer(request);
        byte[] bytes = new byte[body.remaining()];
        body.get(bytes);
        String path = request.getHttpURI().getPathQuery();
        synchronized (arrivals) {
            arrivals.add(new Arrival(request.getMethod(), path, Bytes.copyOf(bytes)));
        }
        String answer = path.equals("/") ? PAGE : "";
        response.getHeaders().put("Content-Type", "text/html");
        if (path.equals("/redirect")) {
            response.setStatus(302);
            response.getHeaders().put("Location", "/redirected");
        }
        if (path.equals("/done")) {
            done.countDown();
        }
        response.write(true, StandardCharsets.UTF_8.encode(answer), callback);
        return true;
    }
}
