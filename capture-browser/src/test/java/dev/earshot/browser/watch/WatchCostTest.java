package dev.earshot.browser.watch;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class WatchCostTest {
    @BeforeAll
    static void a_browser_is_installed() {
        RealBrowser.assumeInstalled();
    }

    @Test
    void watching_a_page_costs_less_than_a_second() throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", exchange -> {
            boolean page = exchange.getRequestURI().getPath().equals("/");
            StringBuilder body = new StringBuilder(page ? "<!doctype html><title>page</title>" : "");
            for (int i = 0; page && i < 10; i++) {
                body.append("<img alt='' src='/pixel?i=").append(i).append("'>");
            }
            byte[] bytes = body.toString().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", page ? "text/html" : "image/gif");
            exchange.sendResponseHeaders(200, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
        try {
            String home = "http://127.0.0.1:" + server.getAddress().getPort() + "/";
            List<String> pages =
                    IntStream.range(0, 5).mapToObj(i -> home + "?p=" + i).toList();
            int rounds = Integer.getInteger("earshot.watch.rounds", 1);
            WatchCost cost = WatchCost.measure(pages, rounds, BrowserOptions.forRun("cost"));
            System.err.printf(
                    "Watching added %d ms to a page (median of %d pairs; bare median %d ms).%n",
                    cost.added().toMillis(),
                    cost.bare().size(),
                    cost.bare().stream()
                            .sorted()
                            .toList()
                            .get(cost.bare().size() / 2)
                            .toMillis());
            assertThat(cost.bare()).hasSameSizeAs(cost.watched());
            assertThat(cost.added()).isLessThan(Duration.ofSeconds(1));
        } finally {
            server.stop(0);
        }
    }
}
