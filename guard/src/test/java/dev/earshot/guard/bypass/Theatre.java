package dev.earshot.guard.bypass;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A real Chromium in which only a [Stage] exists, driven by its own protocol. Runs of a set-up share a profile: each has a
/// folder of the site and a sink of its own, and those that would see each other all the same have a profile of their own.
final class Theatre implements AutoCloseable {
    /// Pages that load cost the processor, those that are only watched don't.
    private static final int LOADED_AT_ONCE = 3;

    private static final int WAYS_AT_ONCE = 14;
    private static final long CONTROL_MILLIS = 8_000;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Process chromium;
    private final HttpClient client;
    private final WebSocket socket;
    private final Map<Integer, CompletableFuture<JsonNode>> asked;
    private final AtomicInteger next = new AtomicInteger();
    private final Map<SetUp, String> shared = new ConcurrentHashMap<>();
    private final Semaphore loading = new Semaphore(LOADED_AT_ONCE);
    private final Semaphore begun = new Semaphore(WAYS_AT_ONCE, true);
    private final Semaphore regularPlace = new Semaphore(1);

    private Theatre(
            Process chromium, HttpClient client, WebSocket socket, Map<Integer, CompletableFuture<JsonNode>> asked) {
        this.chromium = chromium;
        this.client = client;
        this.socket = socket;
        this.asked = asked;
    }

    static boolean canPlay() {
        return browser().isPresent();
    }

    /// @param folder for the browser's profile; empty
    static Theatre open(Stage stage, Path folder) throws Exception {
        Files.writeString(folder.resolve("Local State"), stage.browserState());
        List<String> command = new ArrayList<>(List.of(
                browser().orElseThrow().toString(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--remote-debugging-port=0",
                "--user-data-dir=" + folder,
                "--disable-popup-blocking",
                "--disable-background-timer-throttling",
                "--disable-backgrounding-occluded-windows",
                "--disable-renderer-backgrounding",
                "--disable-component-update",
                "--disable-default-apps",
                "--disable-extensions",
                "--disable-dev-shm-usage",
                "--disable-sync",
                "--no-first-run",
                "--no-default-browser-check",
                "--mute-audio",
                "--renderer-process-limit=4",
                "--password-store=basic"));
        command.addAll(stage.browserArgs());
        command.add("about:blank");
        Process chromium = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(folder.resolve("said.txt").toFile())
                .start();
        Path port = folder.resolve("DevToolsActivePort");
        for (int wait = 0; !Files.exists(port) || Files.readAllLines(port).size() < 2; wait++) {
            if (wait > 600 || !chromium.isAlive()) {
                throw new IOException("Chromium did not start: " + Files.readString(folder.resolve("said.txt")));
            }
            Thread.sleep(50);
        }
        List<String> lines = Files.readAllLines(port);
        Map<Integer, CompletableFuture<JsonNode>> asked = new ConcurrentHashMap<>();
        HttpClient client = HttpClient.newHttpClient();
        WebSocket socket = client.newWebSocketBuilder()
                .buildAsync(URI.create("ws://127.0.0.1:" + lines.get(0) + lines.get(1)), new Answers(asked))
                .join();
        return new Theatre(chromium, client, socket, asked);
    }

    /// Such as `Chromium 156.0.8078.79`.
    String version() {
        return ask("", "Browser.getVersion", Map.of())
                .path("product")
                .asString()
                .replaceFirst("^.*/", "Chromium ");
    }

    /// Plays a way in these set-ups and gives the runs: first with nothing, which tells how long the others are to be
    /// watched.
    ///
    /// @param rounds how often what has been stopped is tried
    List<Run> play(Stage stage, Way way, List<SetUp> setUps, int rounds) {
        Run control = stage.begin(way, SetUp.NOTHING);
        play(control, CONTROL_MILLIS);
        long patience = Math.max(way.patience().toMillis(), 3 * control.latencyMillis());
        List<Run> runs = new ArrayList<>(List.of(control));
        for (int round = 0; round < rounds; round++) {
            List<Run> more = setUps.stream()
                    .filter(setUp -> setUp != SetUp.NOTHING)
                    .filter(setUp ->
                            runs.stream().noneMatch(run -> run.setUp() == setUp && run.receipt() == Receipt.REQUEST))
                    .map(setUp -> stage.begin(way, setUp))
                    .toList();
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                more.forEach(run -> threads.execute(() -> play(run, patience)));
            }
            runs.addAll(more);
        }
        return runs;
    }

    /// Plays ways several at a time, and gives their runs in the order of the ways.
    ///
    /// @param told of each way's runs as soon as they are over, in any order
    List<Run> play(Stage stage, List<Way> ways, List<SetUp> setUps, int rounds, Consumer<List<Run>> told) {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<List<Run>>> played = ways.stream()
                    .map(way -> threads.submit(() -> {
                        begun.acquire();
                        List<Run> runs;
                        try {
                            runs = play(stage, way, setUps, rounds);
                        } finally {
                            begun.release();
                        }
                        synchronized (told) {
                            told.accept(runs);
                        }
                        return runs;
                    }))
                    .toList();
            List<Run> runs = new ArrayList<>();
            for (Future<List<Run>> each : played) {
                runs.addAll(each.get());
            }
            return runs;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void play(Run run, long patience) {
        boolean alone = run.way().regular();
        if (alone) {
            regularPlace.acquireUninterruptibly();
        }
        try {
            perform(run, patience);
        } catch (IllegalStateException e) {
            run.failed(String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            if (alone) {
                regularPlace.release();
            }
            run.close();
        }
    }

    private void perform(Run run, long patience) throws InterruptedException {
        loading.acquire();
        Opened opened;
        double slowness;
        try {
            long begun = System.nanoTime();
            opened = open(run);
            if (!run.awaitServed()) {
                run.failed("the page was not asked for");
            }
            slowness = Math.clamp((System.nanoTime() - begun) / 2e8, 1, 4);
            Thread.sleep((long) (50 * slowness));
        } finally {
            loading.release();
        }
        try {
            if (run.way().act() != Way.Act.NONE) {
                act(run.way().act(), opened.target());
            }
            run.watched();
            long end = System.nanoTime() + (long) (patience * 1e6 * slowness);
            while (run.receipt() != Receipt.REQUEST && System.nanoTime() < end) {
                Thread.sleep(20);
                if (run.setUp() == SetUp.NOTHING && run.receivedFor(2_000)) {
                    break;
                }
            }
        } finally {
            try {
                close(opened, run);
            } catch (IllegalStateException e) {
                // It closed by itself meanwhile.
            }
        }
    }

    private record Opened(String context, String target) {}

    private Opened open(Run run) {
        String context = run.way().regular()
                ? ""
                : run.way().alone() ? context() : shared.computeIfAbsent(run.setUp(), any -> context());
        Map<String, Object> params =
                context.isEmpty() ? Map.of("url", run.page()) : Map.of("url", run.page(), "browserContextId", context);
        return new Opened(
                context, ask("", "Target.createTarget", params).path("targetId").asString());
    }

    private String context() {
        return ask("", "Target.createBrowserContext", Map.of())
                .path("browserContextId")
                .asString();
    }

    private void close(Opened opened, Run run) {
        if (run.way().alone()) {
            ask("", "Target.disposeBrowserContext", Map.of("browserContextId", opened.context()));
            return;
        }
        for (JsonNode each : ask("", "Target.getTargets", Map.of()).path("targetInfos")) {
            String id = each.path("targetId").asString();
            boolean ours = id.equals(opened.target())
                    || each.path("openerId").asString("").equals(opened.target());
            if (ours && each.path("type").asString("").equals("page")) {
                ask("", "Target.closeTarget", Map.of("targetId", id));
            }
        }
    }

    private void act(Way.Act act, String target) throws InterruptedException {
        String session = ask("", "Target.attachToTarget", Map.of("targetId", target, "flatten", true))
                .path("sessionId")
                .asString();
        for (int wait = 0;
                wait < 100 && !evaluate(session, "document.readyState").equals("complete");
                wait++) {
            Thread.sleep(20);
        }
        switch (act) {
            case NONE -> {}
            case CLICK -> {
                Thread.sleep(500);
                String[] place = evaluate(
                                session,
                                "(r => (r.left + r.width / 2) + ' ' + (r.top + r.height / 2))"
                                        + "(document.querySelector('#go').getBoundingClientRect())")
                        .split(" ", 2);
                for (String type : List.of("mouseMoved", "mousePressed", "mouseReleased")) {
                    ask(
                            session,
                            "Input.dispatchMouseEvent",
                            Map.of(
                                    "type",
                                    type,
                                    "x",
                                    Double.parseDouble(place[0]),
                                    "y",
                                    Double.parseDouble(place[1]),
                                    "button",
                                    "left",
                                    "clickCount",
                                    1));
                }
            }
            case LEAVE -> evaluate(session, "void (location.href = 'next')");
            case SHUT -> ask(session, "Page.close", Map.of());
        }
    }

    private String evaluate(String session, String expression) {
        return ask(session, "Runtime.evaluate", Map.of("expression", expression, "userGesture", true))
                .path("result")
                .path("value")
                .asString("");
    }

    private JsonNode ask(String session, String method, Map<String, Object> params) {
        int id = next.incrementAndGet();
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        asked.put(id, answer);
        Map<String, Object> message = session.isEmpty()
                ? Map.of("id", id, "method", method, "params", params)
                : Map.of("id", id, "method", method, "params", params, "sessionId", session);
        synchronized (socket) {
            socket.sendText(JSON.writeValueAsString(message), true).join();
        }
        try {
            JsonNode said = answer.get(60, TimeUnit.SECONDS);
            if (said.has("error")) {
                throw new IllegalStateException(method + ": " + said.path("error"));
            }
            return said.path("result");
        } catch (TimeoutException e) {
            throw new IllegalStateException(method + " has not been answered", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
        List<ProcessHandle> all = Stream.concat(chromium.descendants(), Stream.of(chromium.toHandle()))
                .toList();
        all.forEach(ProcessHandle::destroyForcibly);
        all.forEach(each -> each.onExit().orTimeout(20, TimeUnit.SECONDS).join());
    }

    /// Takes the browser's answers to whoever asked.
    private static final class Answers implements WebSocket.Listener {
        private final Map<Integer, CompletableFuture<JsonNode>> asked;
        private final StringBuilder text = new StringBuilder();

        Answers(Map<Integer, CompletableFuture<JsonNode>> asked) {
            this.asked = asked;
        }

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
            text.append(part);
            if (last) {
                JsonNode message = JSON.readTree(text.toString());
                text.setLength(0);
                CompletableFuture<JsonNode> answer =
                        asked.remove(message.path("id").asInt(-1));
                if (answer != null) {
                    answer.complete(message);
                }
            }
            from.request(1);
            return CompletableFuture.completedFuture(null);
        }
    }

    /// The program itself where there is one, since Debian's way to start it switches `<a ping>` off.
    private static Optional<Path> browser() {
        return Stream.concat(
                        Stream.of(Path.of("/usr/lib/chromium/chromium")),
                        Stream.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
                                .flatMap(name -> Stream.of(System.getenv()
                                                .getOrDefault("PATH", "")
                                                .split(":", -1))
                                        .map(folder -> Path.of(folder, name))))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
