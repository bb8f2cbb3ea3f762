package dev.earshot.bench;

import dev.earshot.app.App;
import dev.earshot.app.HeldSdk;
import dev.earshot.app.Rung;
import dev.earshot.mobile.AppScan;
import dev.earshot.mobile.sdk.Fact;
import dev.earshot.mobile.sdk.Sdk;
import dev.earshot.mobile.sdk.SdkCatalogue;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryType;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// How long apps take to be read, cold, in a heap of 256 MB: one of 20 MB, and 28 of 57 MB in all in one JVM, each with
/// the whole catalogue of SDKs. Beside it the method of a published scanner, reproduced in `bench/peer`: a disassembler's
/// text, searched with one regular expression for each SDK.
///
/// Each round is a JVM of its own, so that its start, the catalogue and code that is not compiled yet are counted; one
/// more JVM makes several passes, to show what is left when all is warm. What was put in has to be found in each, and nothing else
/// above a mention.
public final class Apps {
    private static final String HEAP = "-Xmx256m";
    private static final double LARGE_LIMIT = 2;
    private static final double MANY_LIMIT = 3;
    private static final long PEAK_LIMIT = 256;
    private static final int PEER_SIGNATURES = 428;
    private static final int WARM_PASSES = 5;
    private static final int PEER_ROUNDS = 3;

    private final Path home;
    private final Path folder;
    private final int rounds;

    private Apps(Path home, int rounds) {
        this.home = home;
        this.folder = home.resolve("bench/target/apps");
        this.rounds = rounds;
    }

    /// @param arguments the number of rounds, 5 where none is given; or `scan PASSES FILE...`, as this class calls itself
    public static void main(String[] arguments) throws Exception {
        if (arguments.length > 2 && arguments[0].equals("scan")) {
            scan(
                    Integer.parseInt(arguments[1]),
                    Stream.of(arguments).skip(2).map(Path::of).toList());
            return;
        }
        int rounds = arguments.length == 0 ? 5 : Integer.parseInt(arguments[0]);
        new Apps(Path.of(System.getProperty("earshot.home", ".")), rounds).measure();
    }

    /// What one child said.
    ///
    /// @param wall seconds of the process, its start with it
    /// @param processor seconds of processor time, compiler and garbage collector with it
    /// @param thread seconds of processor time of the thread that reads
    /// @param passes seconds of each pass over all files
    /// @param seconds of each file in the first pass
    /// @param found ids of each file's SDKs from [Rung#DEFINED] on
    /// @param mentioned ids of the others
    /// @param resident the most memory that was ever resident, in MB
    /// @param heap the most that was ever on the heap, in MB
    private record Child(
            double wall,
            double processor,
            double thread,
            List<Double> passes,
            Map<String, Double> seconds,
            Map<String, Set<String>> found,
            Map<String, Set<String>> mentioned,
            long resident,
            long heap) {}

    private record PeerRun(
            double wall, double processor, Map<String, Set<String>> found, double matching, long resident) {}

    private void measure() throws Exception {
        System.out.println(
                "Reading apps with a heap of " + HEAP + ", each round in a JVM of its own. " + Machine.now());
        List<AppLibrary> libraries = AppLibrary.in(home.resolve("bench/target/app-libraries"));
        List<BuiltApp> large = List.of(BuiltApp.large(folder, libraries));
        List<BuiltApp> many = BuiltApp.many(folder, libraries);
        Optional<Path> signatures = signatures();
        measure("one app of 20 MB", large, LARGE_LIMIT, signatures);
        commandLine(large.getFirst());
        measure("28 apps in one JVM", many, MANY_LIMIT, signatures);
        System.out.println("  load average at the end: "
                + ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    }

    private void measure(String what, List<BuiltApp> apps, double limit, Optional<Path> signatures) throws Exception {
        long bytes = 0;
        for (BuiltApp app : apps) {
            bytes += Files.size(app.file());
        }
        double megabytes = bytes / 1e6;
        System.out.printf(
                Locale.ROOT,
                "%n%s: %.1f MB, %d classes, %d SDKs in all%n",
                what,
                megabytes,
                apps.stream().mapToInt(BuiltApp::classes).sum(),
                apps.stream().mapToInt(app -> app.sdks().size()).sum());
        List<Child> ours = new ArrayList<>();
        List<PeerRun> peers = new ArrayList<>();
        List<Double> ratios = new ArrayList<>();
        List<Double> processorRatios = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            Child child = child(1, apps);
            ours.add(child);
            check(apps, child);
            if (signatures.isPresent() && round < PEER_ROUNDS) {
                PeerRun peer = peer(signatures.get(), apps);
                peers.add(peer);
                ratios.add(peer.wall / child.wall);
                processorRatios.add(peer.processor / child.processor);
            }
        }
        Spread wall = Spread.of(ours.stream().map(Child::wall).toList());
        Spread inside =
                Spread.of(ours.stream().map(child -> child.passes.getFirst()).toList());
        Child last = ours.getLast();
        Child warm = child(1 + WARM_PASSES, apps);
        long resident = ours.stream().mapToLong(Child::resident).max().orElse(0);
        System.out.printf(
                Locale.ROOT,
                """
                  process, s            %s   limit %.0f: %s
                  of that reading, s    %s   %.1f MB/s
                  processor time, s     %s, of that the reading thread %s
                  warm, s               %s
                  memory                %d MB resident at most (limit %d: %s), %d MB of heap
                """,
                wall.text(2),
                limit,
                wall.median() <= limit ? "held" : "NOT held",
                inside.text(2),
                megabytes / inside.median(),
                Spread.of(ours.stream().map(Child::processor).toList()).text(2),
                Spread.of(ours.stream().map(Child::thread).toList()).text(2),
                Spread.of(warm.passes.subList(1, warm.passes.size())).text(2),
                resident,
                PEAK_LIMIT,
                resident <= PEAK_LIMIT ? "held" : "NOT held",
                ours.stream().mapToLong(Child::heap).max().orElse(0));
        if (!peers.isEmpty()) {
            System.out.printf(
                    Locale.ROOT,
                    "  peer: process, s      %s, of that matching %s; %d MB; processor time %s%n"
                            + "  peer to ours          %s on the clock, %s in processor time%n",
                    Spread.of(peers.stream().map(PeerRun::wall).toList()).text(2),
                    Spread.of(peers.stream().map(PeerRun::matching).toList()).text(2),
                    peers.stream().mapToLong(PeerRun::resident).max().orElse(0),
                    Spread.of(peers.stream().map(PeerRun::processor).toList()).text(2),
                    Spread.of(ratios).text(2),
                    Spread.of(processorRatios).text(2));
        }
        each(apps, last, peers);
    }

    private static void check(List<BuiltApp> apps, Child child) {
        for (BuiltApp app : apps) {
            String name = name(app);
            if (!app.sdks().equals(child.found.get(name))) {
                System.out.println("  WRONG ANSWER in " + name + ": " + app.sdks() + " are in it, "
                        + child.found.get(name) + " were found");
            }
        }
    }

    private static void each(List<BuiltApp> apps, Child child, List<PeerRun> peers) throws IOException {
        for (BuiltApp app : apps) {
            String name = name(app);
            Set<String> mentioned = child.mentioned.getOrDefault(name, Set.of());
            String peer = "";
            if (!peers.isEmpty()) {
                Set<String> wrong = new TreeSet<>(peers.getLast().found.getOrDefault(name, Set.of()));
                wrong.removeAll(app.sdks());
                Set<String> missed = new TreeSet<>(app.sdks());
                missed.removeAll(peers.getLast().found.getOrDefault(name, Set.of()));
                peer = "; the peer reports " + wrong + " that are not in it, and misses " + missed;
            }
            System.out.printf(
                    Locale.ROOT,
                    "  %-10s %5.1f MB %6d classes %5.0f ms, %2d SDKs found, mentioned alone %s%s%n",
                    name,
                    Files.size(app.file()) / 1e6,
                    app.classes(),
                    1000 * child.seconds.getOrDefault(name, 0.0),
                    child.found.getOrDefault(name, Set.of()).size(),
                    mentioned,
                    peer);
        }
    }

    /// The whole command, reports and all.
    private void commandLine(BuiltApp app) throws IOException, InterruptedException {
        List<Double> walls = new ArrayList<>();
        List<Long> sizes = new ArrayList<>();
        Path out = folder.resolve("out");
        for (int round = -1; round < rounds; round++) {
            delete(out);
            ProcessBuilder command = new ProcessBuilder(
                            home.resolve("earshot").toString(),
                            "scan",
                            app.file().toString(),
                            "--out",
                            out.toString())
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD);
            command.environment().put("EARSHOT_JAVA_OPTIONS", HEAP);
            long start = System.nanoTime();
            int code = command.start().waitFor();
            if (round >= 0) {
                walls.add((System.nanoTime() - start) / 1e9);
            }
            if (code != 0 && code != 3) {
                System.out.println("  ./earshot scan ENDED WITH " + code);
                return;
            }
        }
        try (Stream<Path> files = Files.walk(out)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                sizes.add(Files.size(file));
            }
        }
        delete(out);
        Spread wall = Spread.of(walls);
        System.out.printf(
                Locale.ROOT,
                "  ./earshot scan, s       %s   limit %.0f: %s; %d files of reports, %.1f MB%n",
                wall.text(2),
                LARGE_LIMIT,
                wall.median() <= LARGE_LIMIT ? "held" : "NOT held",
                sizes.size(),
                sizes.stream().mapToLong(Long::longValue).sum() / 1e6);
    }

    private static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    private static Child child(int passes, List<BuiltApp> apps) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                HEAP,
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                Apps.class.getName(),
                "scan",
                Integer.toString(passes)));
        apps.forEach(app -> command.add(app.file().toString()));
        long start = System.nanoTime();
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        List<String> lines = process.inputReader(StandardCharsets.UTF_8).lines().toList();
        if (process.waitFor() != 0) {
            throw new IOException("scanning ended with " + process.exitValue());
        }
        double wall = (System.nanoTime() - start) / 1e9;
        List<Double> seconds = new ArrayList<>();
        Map<String, Double> each = new HashMap<>();
        Map<String, Set<String>> found = new HashMap<>();
        Map<String, Set<String>> mentioned = new HashMap<>();
        Map<String, Double> totals = new HashMap<>();
        for (String line : lines) {
            String[] words = line.split("\t", -1);
            switch (words[0]) {
                case "app" -> {
                    each.put(words[1], Double.valueOf(words[2]));
                    found.put(words[1], ids(words[3]));
                    mentioned.put(words[1], ids(words[4]));
                }
                case "pass" -> seconds.add(Double.valueOf(words[1]));
                default -> totals.put(words[0], Double.valueOf(words[1]));
            }
        }
        return new Child(
                wall,
                totals.getOrDefault("processor", Double.NaN),
                totals.getOrDefault("thread", Double.NaN),
                seconds,
                each,
                found,
                mentioned,
                Math.round(totals.getOrDefault("resident", Double.NaN)),
                Math.round(totals.getOrDefault("heap", Double.NaN)));
    }

    private static Set<String> ids(String joined) {
        return joined.isEmpty() ? Set.of() : new TreeSet<>(List.of(joined.split(" ")));
    }

    private static void scan(int passes, List<Path> files) throws IOException {
        for (int pass = 0; pass < passes; pass++) {
            long begun = System.nanoTime();
            for (Path file : files) {
                long start = System.nanoTime();
                App app = AppScan.read(List.of(file), Optional.empty()).getFirst();
                double seconds = (System.nanoTime() - start) / 1e9;
                if (pass == 0) {
                    System.out.printf(
                            Locale.ROOT,
                            "app\t%s\t%.6f\t%s\t%s%n",
                            file.getFileName(),
                            seconds,
                            sdks(app, true),
                            sdks(app, false));
                }
            }
            System.out.printf(Locale.ROOT, "pass\t%.6f%n", (System.nanoTime() - begun) / 1e9);
        }
        double kilobytes = Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")))
                .findFirst()
                .orElse(0);
        long heap = ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .mapToLong(pool -> pool.getPeakUsage().getUsed())
                .sum();
        System.out.printf(
                Locale.ROOT,
                "resident\t%.1f%nheap\t%.1f%nthread\t%.3f%nprocessor\t%.3f%n",
                kilobytes / 1024,
                heap / 1048576.0,
                ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() / 1e9,
                ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                                .getProcessCpuTime()
                        / 1e9);
    }

    private static String sdks(App app, boolean defined) {
        return app.sdks().stream()
                .filter(sdk -> sdk.rung().atLeast(Rung.DEFINED) == defined)
                .map(HeldSdk::id)
                .collect(Collectors.joining(" "));
    }

    /// A regular expression for each SDK, of its classes' beginnings, written as that method's are: dots stand for any
    /// character, and none is anchored. Invented ones make up the number of those that the method has. Empty, with a
    /// word of it, where a program that the peer needs is missing.
    private Optional<Path> signatures() throws IOException {
        for (String program : List.of("python3", "dexdump")) {
            boolean there = Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
                    .anyMatch(path -> Files.isExecutable(Path.of(path, program)));
            if (!there) {
                System.out.println(
                        "  without the peer: " + program + " is not there (Debian: apt-get install " + program + ")");
                return Optional.empty();
            }
        }
        Map<String, String> expressions = new TreeMap<>();
        for (Sdk sdk : SdkCatalogue.bundled().sdks()) {
            if (!sdk.android().classes().isEmpty()) {
                expressions.put(
                        sdk.id(), sdk.android().classes().stream().map(Fact::is).collect(Collectors.joining("|")));
            }
        }
        Random random = new Random(5);
        while (expressions.size() < PEER_SIGNATURES) {
            String vendor = random.ints(8, 'a', 'z' + 1)
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString();
            expressions.put("invented-" + vendor, "com." + vendor + ".sdk.|com." + vendor + ".android");
        }
        Path file = folder.resolve("signatures.tsv");
        Files.write(
                file,
                expressions.entrySet().stream()
                        .map(each -> each.getKey() + "\t" + each.getValue())
                        .toList());
        return Optional.of(file);
    }

    private PeerRun peer(Path signatures, List<BuiltApp> apps) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of("python3", home.resolve("bench/peer/search_classes.py").toString(), signatures.toString()));
        apps.forEach(app -> command.add(app.file().toString()));
        long start = System.nanoTime();
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        List<String> lines = process.inputReader(StandardCharsets.UTF_8).lines().toList();
        if (process.waitFor() != 0) {
            throw new IOException("the peer ended with " + process.exitValue());
        }
        double wall = (System.nanoTime() - start) / 1e9;
        Map<String, Set<String>> found = new HashMap<>();
        double matching = 0;
        long kilobytes = 0;
        double processor = 0;
        for (String line : lines) {
            JsonNode said = JsonMapper.shared().readTree(line);
            Set<String> sdks = new TreeSet<>();
            said.path("found").forEach(sdk -> sdks.add(sdk.asString()));
            found.put(String.valueOf(Path.of(said.path("apk").asString()).getFileName()), sdks);
            processor = said.path("processor").asDouble();
            matching += said.path("matching").asDouble();
            kilobytes = Math.max(kilobytes, said.path("kilobytes").asLong());
        }
        return new PeerRun(wall, processor, found, matching, kilobytes / 1024);
    }

    private static String name(BuiltApp app) {
        return String.valueOf(app.file().getFileName());
    }
}
