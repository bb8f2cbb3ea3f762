package dev.earshot.spark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.investigate.LocalStorage;
import dev.earshot.investigate.steps.Case;
import dev.earshot.investigate.steps.Comparison;
import dev.earshot.investigate.steps.Corpus;
import dev.earshot.investigate.steps.Progress;
import dev.earshot.investigate.steps.RandomCases;
import dev.earshot.investigate.steps.Runner;
import dev.earshot.investigate.steps.Steps;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A standalone cluster of Spark's own processes on the loopback interface: a master and two workers, each of which
/// starts an executor; this process is the driver.
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class SparkClusterTest {
    @TempDir
    Path folder;

    private final List<Process> processes = new ArrayList<>();

    @AfterEach
    void stop() throws IOException, InterruptedException {
        List<ProcessHandle> all = new ArrayList<>();
        for (Process process : processes) {
            process.descendants().forEach(all::add);
            all.add(process.toHandle());
        }
        all.forEach(ProcessHandle::destroyForcibly);
        SparkHome.delete(folder);
        waitUntil("all processes have ended", () -> all.stream().noneMatch(ProcessHandle::isAlive));
    }

    @Test
    void a_cluster_gives_what_the_reference_gives_also_when_a_worker_is_killed() throws Exception {
        Path home = SparkHome.in(folder);
        String master = startMaster(home);
        Process doomed = startWorker(home, master, 1);
        startWorker(home, master, 2);
        try (SparkEngine engine = SparkEngine.open(new SparkEngine.Settings(
                master,
                "SparkClusterTest",
                2,
                Map.of(
                        "spark.sql.codegen.wholeStage", "false",
                        "spark.sql.codegen.factoryMode", "NO_CODEGEN",
                        "spark.driver.host", "127.0.0.1",
                        "spark.driver.bindAddress", "127.0.0.1",
                        "spark.executor.memory", "512m",
                        "spark.executor.cores", "1",
                        "spark.local.dir", folder.resolve("driver").toString(),
                        "spark.sql.warehouse.dir", folder.resolve("warehouse").toString())))) {
            waitUntil("both executors are there", () -> executors(engine) == 2);
            Comparison comparison = new Comparison(engine, folder.resolve("cases"));

            // The golden cases go over the whole cluster too, until the worker is killed.
            if ("all".equals(System.getProperty("earshot.golden"))) {
                Case random = RandomCases.of(5, 200);
                run(engine, comparison.write(random), Progress.NONE);
                assertThat(comparison.difference(random)).isEmpty();
            }

            Case golden = Case.together(Corpus.cases()).getFirst();
            List<String> finishedBefore = new ArrayList<>();
            run(engine, comparison.write(golden), new Progress() {
                @Override
                public void started(String output, int number, int of) {
                    if (number == of / 2) {
                        Thread.ofVirtual().start(() -> kill(doomed));
                    }
                }

                @Override
                public void finished(String output, int number, int of, long rows, Duration took) {
                    if (doomed.isAlive()) {
                        finishedBefore.add(output);
                    }
                }
            });
            assertThat(comparison.difference(golden)).isEmpty();
            assertThat(finishedBefore)
                    .as("outputs before the kill")
                    .isNotEmpty()
                    .doesNotContain("totals50");
            assertThat(doomed.isAlive()).isFalse();
            waitUntil("the driver has seen that an executor is gone", () -> executors(engine) == 1);
        }
    }

    private static void run(SparkEngine engine, Path home, Progress progress) {
        new Runner(
                        engine,
                        new LocalStorage(),
                        home.resolve("out").toString(),
                        InstantSource.fixed(Instant.EPOCH),
                        progress)
                .run(Steps.all(), "");
    }

    /// Worker and executor at once, in the middle of a job, without a word.
    private static void kill(Process worker) {
        try {
            TimeUnit.MILLISECONDS.sleep(100);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        worker.descendants().forEach(ProcessHandle::destroyForcibly);
        worker.destroyForcibly();
    }

    private static int executors(SparkEngine engine) {
        return engine.session().sparkContext().statusTracker().getExecutorInfos().length - 1;
    }

    private String startMaster(Path home) throws IOException, InterruptedException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        start(
                home,
                "master",
                "org.apache.spark.deploy.master.Master",
                "--host",
                "127.0.0.1",
                "--port",
                String.valueOf(port),
                "--webui-port",
                "0");
        waitUntil("the master answers", () -> answers(port));
        return "spark://127.0.0.1:" + port;
    }

    private static boolean answers(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }

    private Process startWorker(Path home, String master, int number) throws IOException {
        start(
                home,
                "worker-" + number,
                "org.apache.spark.deploy.worker.Worker",
                "--host",
                "127.0.0.1",
                "--webui-port",
                "0",
                "--cores",
                "1",
                "--memory",
                "600m",
                "--work-dir",
                folder.resolve("work-" + number).toString(),
                master);
        return processes.getLast();
    }

    /// Starts one of Spark's own main classes.
    private void start(Path home, String name, String... main) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(SparkHome.java(home, "256m", StopsWithItsParent.class, main))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(name + ".log").toFile());
        Map<String, String> environment = builder.environment();
        environment.put("SPARK_HOME", home.toString());
        environment.put("SPARK_SCALA_VERSION", "2.13");
        environment.put("SPARK_LOCAL_IP", "127.0.0.1");
        environment.put("SPARK_LOCAL_DIRS", folder.resolve("local").toString());
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        processes.add(builder.start());
    }

    private static void waitUntil(String what, BooleanSupplier there) throws InterruptedException {
        for (Instant end = Instant.now().plusSeconds(180); !there.getAsBoolean(); ) {
            assertThat(Instant.now()).as(what).isBefore(end);
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }
}
