package dev.earshot.mobile.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.earshot.exchange.BlindSpot;
import dev.earshot.exchange.Body;
import dev.earshot.exchange.Bytes;
import dev.earshot.exchange.Context;
import dev.earshot.exchange.Exchange;
import dev.earshot.exchange.WebSocketMessage;
import dev.earshot.har.HarFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class CaptureProxyTest {
    private static final String HOST = "pixel.tracker.example";

    @TempDir
    Path folder;

    private CertificateAuthority authority;
    private CertificateAuthority servers;
    private Server server;
    private CaptureProxy proxy;
    private final List<String> remarks = new CopyOnWriteArrayList<>();

    @BeforeEach
    void start() {
        authority = CertificateAuthority.in(folder.resolve("ca"));
        servers = CertificateAuthority.in(folder.resolve("servers"));
        server = new Server(servers, HOST);
        proxy = CaptureProxy.start(options(), har(), InstantSource.system(), remarks::add);
    }

    @AfterEach
    void stop() {
        proxy.close();
        server.close();
    }

    private ProxyOptions options() {
        return ProxyOptions.of(authority)
                .hosts(Map.of(HOST, server.secure(), "clear.tracker.example", server.clear()))
                .upstreamAuthorities(List.of(servers.certificate()));
    }

    private Path har() {
        return folder.resolve("capture.har");
    }

    @Test
    void a_request_over_https_is_recorded_as_the_app_sent_it() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("https://" + HOST + "/e?ev=Book&x=1"))
                .header("User-Agent", "ClinicApp/7.1 (Android 15)")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"event\":\"Book\"}"))
                .build();
        HttpResponse<String> answer = trusting().send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(answer.body()).isEqualTo("ok");

        Exchange seen = one();
        assertThat(seen.request().url()).isEqualTo("https://" + HOST + "/e?ev=Book&x=1");
        assertThat(seen.request().method()).isEqualTo("POST");
        assertThat(seen.request().header("User-Agent")).contains("ClinicApp/7.1 (Android 15)");
        assertThat(seen.request().header("Via")).isEmpty();
        assertThat(seen.request().body()).isEqualTo(Body.whole(Bytes.utf8("{\"event\":\"Book\"}"), "application/json"));
        assertThat(seen.response().orElseThrow().status()).isEqualTo(200);
        assertThat(seen.response().orElseThrow().bodySize()).isEqualTo(2);
        assertThat(seen.delivery()).isEqualTo(Exchange.Delivery.SENT);
        assertThat(seen.context().witnesses()).containsExactly(Context.Witness.PROXY);
        assertThat(seen.context().pageUrl()).isEmpty();
    }

    @Test
    void a_request_in_clear_is_recorded() throws Exception {
        get(trusting(), "http://clear.tracker.example/e?ev=Open");
        assertThat(one().request().url()).isEqualTo("http://clear.tracker.example/e?ev=Open");
        assertThat(one().delivery()).isEqualTo(Exchange.Delivery.SENT);
    }

    @Test
    void a_body_of_twenty_megabytes_is_whole_there_and_in_the_file() throws Exception {
        byte[] body = new byte[20 << 20];
        new Random(7).nextBytes(body);
        post(trusting(), "/upload", HttpRequest.BodyPublishers.ofByteArray(body));
        assertThat(server.received).hasValue(body.length);
        assertThat(one().request().body().bytes()).isEqualTo(Bytes.copyOf(body));
        assertThat(one().request().body().state()).isEqualTo(Body.State.WHOLE);
    }

    @Test
    void a_chunked_body_is_put_together() throws Exception {
        post(
                trusting(),
                "/upload",
                HttpRequest.BodyPublishers.fromPublisher(HttpRequest.BodyPublishers.ofByteArrays(List.of(
                        "first ".getBytes(StandardCharsets.UTF_8), "second".getBytes(StandardCharsets.UTF_8)))));
        assertThat(one().request().header("Transfer-Encoding")).contains("chunked");
        assertThat(one().request().body().bytes().utf8()).isEqualTo("first second");
    }

    @Test
    void a_gzipped_body_stays_as_the_app_packed_it() throws Exception {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write("{\"event\":\"Book\"}".getBytes(StandardCharsets.UTF_8));
        }
        post(trusting(), "/e", HttpRequest.BodyPublishers.ofByteArray(packed.toByteArray()));
        assertThat(one().request().body().bytes()).isEqualTo(Bytes.copyOf(packed.toByteArray()));
    }

    @Test
    void a_streamed_answer_passes_and_its_size_is_kept() throws Exception {
        HttpResponse<byte[]> answer = trusting()
                .send(
                        HttpRequest.newBuilder(URI.create("https://" + HOST + "/stream"))
                                .build(),
                        HttpResponse.BodyHandlers.ofByteArray());
        assertThat(answer.body()).hasSize(Server.STREAMED);
        assertThat(one().response().orElseThrow().bodySize()).isEqualTo(Server.STREAMED);
    }

    @Test
    void messages_of_a_websocket_are_recorded_both_ways() throws Exception {
        chat("wss://" + HOST + "/ws");
        assertThat(one().request().url()).isEqualTo("wss://" + HOST + "/ws");
        assertThat(one().context().resourceType()).isEqualTo("websocket");
        assertThat(said(WebSocketMessage.Direction.SENT)).containsExactly("oncology", "x".repeat(70_000));
        assertThat(said(WebSocketMessage.Direction.RECEIVED))
                .containsExactly("hello", "you said oncology", "you said " + "x".repeat(70_000));
    }

    @Test
    void messages_of_a_websocket_in_clear_are_recorded_too() throws Exception {
        chat("ws://clear.tracker.example/ws");
        assertThat(one().request().url()).isEqualTo("ws://clear.tracker.example/ws");
        assertThat(said(WebSocketMessage.Direction.SENT)).contains("oncology");
    }

    @Test
    void an_app_that_does_not_trust_the_proxy_is_a_blind_spot_with_its_host_and_the_alert() throws Exception {
        for (int i = 0; i < 2; i++) {
            try (Socket socket = tunnelTo(HOST + ":443")) {
                SSLSocket tls = (SSLSocket) trust(servers).getSocketFactory().createSocket(socket, HOST, 443, true);
                assertThatThrownBy(tls::startHandshake).isInstanceOf(IOException.class);
            }
        }
        awaitRemark();
        Thread.sleep(Duration.ofMillis(300));
        BlindSpot spot = blindSpotOf(HOST);
        assertThat(spot.kind()).isEqualTo(BlindSpot.Kind.CONNECTION_NOT_OPENED);
        assertThat(spot.incomplete()).isTrue();
        assertThat(spot.what())
                .startsWith("2 connections were not opened")
                .contains("does not trust the proxy's certificate (TLS alert certificate_unknown)");
        assertThat(remarks).hasSize(1);
        assertThat(exchanges()).isEmpty();
    }

    @Test
    void an_app_that_closes_the_connection_in_place_of_an_alert_is_one_too() throws Exception {
        assertThat(failure(client(servers).build(), "https://" + HOST + "/")).isNotNull();
        awaitRemark();
        assertThat(blindSpotOf(HOST).what()).contains("closed it during the handshake");
    }

    @Test
    void an_app_that_insists_on_http2_is_a_blind_spot() throws Exception {
        try (Socket socket = tunnelTo(HOST + ":443")) {
            SSLSocket tls = (SSLSocket) trust(authority).getSocketFactory().createSocket(socket, HOST, 443, true);
            SSLParameters parameters = tls.getSSLParameters();
            parameters.setApplicationProtocols(new String[] {"h2"});
            tls.setSSLParameters(parameters);
            assertThatThrownBy(tls::startHandshake).hasMessageContaining("no_application_protocol");
        }
        awaitRemark();
        assertThat(blindSpotOf(HOST).what()).contains("insists on HTTP/2");
    }

    @Test
    void an_app_that_hangs_up_without_a_request_is_a_blind_spot() throws Exception {
        connectInAdvance();
        Thread.sleep(Duration.ofMillis(300));
        assertThat(blindSpotOf(HOST).what())
                .contains("closed again without a request")
                .contains("pinning");
    }

    @Test
    void an_app_that_connects_in_advance_and_then_speaks_is_none() throws Exception {
        connectInAdvance();
        get(trusting(), "https://" + HOST + "/");
        assertThat(blindSpots()).noneMatch(spot -> spot.where().equals(HOST));
    }

    private void connectInAdvance() throws Exception {
        try (Socket socket = tunnelTo(HOST + ":443")) {
            SSLSocket tls = (SSLSocket) trust(authority).getSocketFactory().createSocket(socket, HOST, 443, true);
            tls.startHandshake();
            tls.close();
        }
    }

    @Test
    void what_is_not_tls_in_a_tunnel_is_a_blind_spot() throws Exception {
        try (Socket socket = tunnelTo(HOST + ":443")) {
            socket.getOutputStream().write("MQTT is not TLS, whatever\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(socket.getInputStream().readAllBytes()).isNotNull();
        }
        awaitRemark();
        assertThat(blindSpotOf(HOST).what()).contains("not TLS");
    }

    @Test
    void what_is_not_http_in_tls_is_a_blind_spot() throws Exception {
        try (Socket socket = tunnelTo(HOST + ":443")) {
            SSLSocket tls = (SSLSocket) trust(authority).getSocketFactory().createSocket(socket, HOST, 443, true);
            tls.getOutputStream().write("\u0010\u0000\u0000 no request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            tls.getOutputStream().flush();
            assertThat(tls.getInputStream().readAllBytes()).isNotNull();
        }
        awaitRemark();
        assertThat(blindSpotOf(HOST).what()).contains("not HTTP");
    }

    @Test
    void a_server_whose_certificate_is_not_trusted_gets_nothing() throws Exception {
        proxy.close();
        proxy = CaptureProxy.start(
                options().upstreamAuthorities(List.of()), har(), InstantSource.system(), remarks::add);
        assertThat(failure(trusting(), "https://" + HOST + "/e?secret=1")).isNotNull();
        assertThat(server.received).hasValue(0);
        assertThat(blindSpotOf(HOST).what()).contains("certificate is not one that this machine trusts");
    }

    @Test
    void a_host_without_an_address_is_a_blind_spot() throws Exception {
        assertThat(failure(trusting(), "https://nowhere.invalid/")).isNotNull();
        assertThat(blindSpotOf("nowhere.invalid").what()).contains("has no address");
    }

    @Test
    void what_was_typed_during_a_step_carries_its_label() throws Exception {
        HttpClient client = trusting();
        get(client, "https://" + HOST + "/before");
        proxy.step(Optional.of("book an appointment"));
        get(client, "https://" + HOST + "/during");
        proxy.step(Optional.empty());
        get(client, "https://" + HOST + "/after");
        proxy.finish();
        assertThat(exchanges())
                .extracting(seen -> seen.context().step())
                .containsExactly(Optional.empty(), Optional.of("book an appointment"), Optional.empty());
    }

    @Test
    void the_file_can_be_read_while_the_proxy_runs_and_holds_what_was_finished() throws Exception {
        get(trusting(), "https://" + HOST + "/done");
        CompletableFuture<?> unfinished = trusting()
                .sendAsync(
                        HttpRequest.newBuilder(URI.create("https://" + HOST + "/never"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        Thread.sleep(Duration.ofMillis(500));
        Path copy = Files.copy(har(), folder.resolve("copy.har"));
        List<Exchange> kept = new ArrayList<>();
        HarFile.open(copy).forEach(kept::add);
        assertThat(kept).extracting(seen -> seen.request().url()).containsExactly("https://" + HOST + "/done");
        unfinished.cancel(true);
    }

    @Test
    void a_request_that_was_not_answered_by_the_end_is_told_as_sent() throws Exception {
        CompletableFuture<?> unfinished = trusting()
                .sendAsync(
                        HttpRequest.newBuilder(URI.create("https://" + HOST + "/never?ev=Book"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        Thread.sleep(Duration.ofMillis(800));
        proxy.finish();
        assertThat(exchanges()).singleElement().satisfies(seen -> {
            assertThat(seen.request().url()).endsWith("/never?ev=Book");
            assertThat(seen.response()).isEmpty();
            assertThat(seen.delivery()).isEqualTo(Exchange.Delivery.SENT);
        });
        unfinished.cancel(true);
    }

    @Test
    void a_request_that_never_left_is_told_as_attempted() throws Exception {
        HttpResponse<String> answer = get(trusting(), "http://nowhere.invalid/e?ev=Book");
        assertThat(answer.statusCode()).isEqualTo(502);
        assertThat(one().delivery()).isEqualTo(Exchange.Delivery.ATTEMPTED);
    }

    @Test
    void every_capture_says_what_no_proxy_sees() throws Exception {
        assertThat(blindSpots())
                .singleElement()
                .satisfies(spot -> assertThat(spot.what()).contains("Flutter").contains("QUIC"));
    }

    @Test
    void the_guide_is_served_by_name_and_at_the_proxys_own_address() throws Exception {
        String own = "http://127.0.0.1:" + proxy.address().getPort() + "/";
        HttpResponse<String> direct = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(URI.create(own)).build(), HttpResponse.BodyHandlers.ofString());
        assertThat(direct.body())
                .contains("debug-overrides")
                .contains("Certificate Trust Settings")
                .contains(authority.fingerprint())
                .contains("port <code>" + proxy.address().getPort());
        assertThat(get(trusting(), "http://earshot.proxy/").body()).isEqualTo(direct.body());
        assertThat(get(trusting(), own).body()).isEqualTo(direct.body());
        assertThat(direct.body().replace("http://earshot.proxy/check", "")).doesNotContainPattern("(src|href)=\"http");
        assertThat(exchanges()).isEmpty();
        assertThat(HarFile.open(har()).summary().ownTraffic()).isEqualTo(3);
    }

    @Test
    void the_certificate_can_be_downloaded_in_each_devices_form() throws Exception {
        HttpClient client = trusting();
        HttpResponse<byte[]> der = client.send(
                HttpRequest.newBuilder(URI.create("http://earshot.proxy/earshot-ca.cer"))
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());
        assertThat(der.body()).isEqualTo(authority.certificate().getEncoded());
        assertThat(get(client, "http://earshot.proxy/earshot-ca.crt").body()).isEqualTo(authority.certificatePem());
        HttpResponse<String> profile = get(client, "http://earshot.proxy/earshot.mobileconfig");
        assertThat(profile.headers().firstValue("Content-Type")).contains("application/x-apple-aspen-config");
        assertThat(com.dd.plist.PropertyListParser.parse(profile.body().getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(com.dd.plist.NSDictionary.class);
        assertThat(get(client, "http://earshot.proxy/no").statusCode()).isEqualTo(404);
    }

    @Test
    void the_check_page_opens_over_https_for_who_trusts_the_authority_only() throws Exception {
        assertThat(get(trusting(), "http://earshot.proxy/check").body()).contains("https://earshot.proxy/trusted.svg");
        assertThat(get(trusting(), "https://earshot.proxy/trusted.svg").body()).contains("Trusted");
        assertThat(get(trusting(), "https://earshot.proxy/").body()).contains("trusts the proxy");
        assertThat(failure(client(servers).build(), "https://earshot.proxy/")).isNotNull();
        assertThat(exchanges()).isEmpty();
    }

    private void chat(String url) throws Exception {
        LinkedBlockingQueue<String> heard = new LinkedBlockingQueue<>();
        WebSocket socket = trusting()
                .newWebSocketBuilder()
                .buildAsync(URI.create(url), new WebSocket.Listener() {
                    private final StringBuilder text = new StringBuilder();

                    @Override
                    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
                        text.append(part);
                        if (last) {
                            heard.add(text.toString());
                            text.setLength(0);
                        }
                        from.request(1);
                        return null;
                    }
                })
                .join();
        assertThat(heard.poll(10, TimeUnit.SECONDS)).isEqualTo("hello");
        socket.sendText("onco", false).join();
        socket.sendText("logy", true).join();
        assertThat(heard.poll(10, TimeUnit.SECONDS)).isEqualTo("you said oncology");
        socket.sendText("x".repeat(70_000), true).join();
        assertThat(heard.poll(10, TimeUnit.SECONDS)).hasSize(70_009);
        socket.sendBinary(ByteBuffer.wrap(new byte[] {1, 2, 3}), true).join();
        socket.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
        Thread.sleep(Duration.ofMillis(300));
    }

    private List<String> said(WebSocketMessage.Direction direction) {
        return one().messages().stream()
                .filter(message -> message.direction() == direction && message.opcode() == 1)
                .map(message -> message.payload().utf8())
                .toList();
    }

    private Socket tunnelTo(String authorityOfIt) throws IOException {
        Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), proxy.address().getPort());
        socket.getOutputStream()
                .write(("CONNECT " + authorityOfIt + " HTTP/1.1\r\nHost: " + authorityOfIt + "\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) socket.getInputStream().read());
        }
        assertThat(head.toString()).startsWith("HTTP/1.1 200");
        return socket;
    }

    private void awaitRemark() throws InterruptedException {
        for (int i = 0; i < 50 && remarks.isEmpty(); i++) {
            Thread.sleep(Duration.ofMillis(100));
        }
    }

    private HttpClient trusting() throws Exception {
        return client(authority).build();
    }

    private HttpClient.Builder client(CertificateAuthority trusted) throws Exception {
        return HttpClient.newBuilder()
                .proxy(ProxySelector.of(new InetSocketAddress(
                        InetAddress.getLoopbackAddress(), proxy.address().getPort())))
                .connectTimeout(Duration.ofSeconds(20))
                .sslContext(trust(trusted));
    }

    private static SSLContext trust(CertificateAuthority trusted) throws Exception {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        store.setCertificateEntry("ca", trusted.certificate());
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, factory.getTrustManagers(), null);
        return context;
    }

    private static HttpResponse<String> get(HttpClient client, String url) throws Exception {
        return client.send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString());
    }

    private static void post(HttpClient client, String path, HttpRequest.BodyPublisher body) throws Exception {
        client.send(
                HttpRequest.newBuilder(URI.create("https://" + HOST + path))
                        .POST(body)
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static @Nullable IOException failure(HttpClient client, String url) throws Exception {
        try {
            get(client, url);
            return null;
        } catch (IOException refused) {
            return refused;
        }
    }

    private Exchange one() {
        List<Exchange> seen = exchanges();
        assertThat(seen).hasSize(1);
        return seen.getFirst();
    }

    private List<Exchange> exchanges() {
        proxy.finish();
        List<Exchange> seen = new ArrayList<>();
        HarFile.open(har()).forEach(seen::add);
        return seen;
    }

    private List<BlindSpot> blindSpots() {
        proxy.finish();
        return HarFile.open(har()).summary().blindSpots();
    }

    private BlindSpot blindSpotOf(String host) {
        List<BlindSpot> found =
                blindSpots().stream().filter(spot -> spot.where().equals(host)).toList();
        assertThat(found).as("%s", blindSpots()).hasSize(1);
        return found.getFirst();
    }
}
