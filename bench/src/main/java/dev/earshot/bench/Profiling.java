package dev.earshot.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;

/// Where detection spends its time and its memory: one corpus over and over under the flight recorder, as lists of
/// methods.
///
/// Samples are of processor time (JEP 509) where the machine gives them, else of threads that run Java.
public final class Profiling {
    private static final String PROCESSOR_TIME = "jdk.CPUTimeSample";
    private static final String RUNNING = "jdk.ExecutionSample";
    private static final String ALLOCATION = "jdk.ObjectAllocationSample";
    private static final double WARM_UP_SECONDS = 10;
    private static final int SHOWN = 40;

    private final Map<String, Double> own = new HashMap<>();
    private final Map<String, Double> ownWithJdk = new HashMap<>();
    private final Map<String, Double> lines = new HashMap<>();
    private final Map<String, Double> inclusive = new HashMap<>();
    private final Map<String, Double> allocating = new HashMap<>();
    private final Map<String, Double> allocatingInclusive = new HashMap<>();
    private final Map<String, Double> allocated = new HashMap<>();
    private double samples;
    private double bytes;

    private Profiling() {}

    /// @param arguments the corpus, `recorded` where none is given; the seconds, 20 where none are given
    public static void main(String[] arguments) throws IOException {
        Path home = Path.of(System.getProperty("earshot.home", "."));
        Corpus corpus = Corpus.named(arguments.length < 1 ? "recorded" : arguments[0], home);
        double seconds = arguments.length < 2 ? 20 : Double.parseDouble(arguments[1]);
        WholePath path = new WholePath(corpus);
        run(path, corpus, WARM_UP_SECONDS);
        Path file = Files.createTempFile("earshot", ".jfr");
        Meter.Cost cost;
        double requests;
        try (Recording recording = new Recording()) {
            recording.enable(PROCESSOR_TIME).withStackTrace().with("throttle", "5ms");
            recording.enable(RUNNING).withStackTrace().withPeriod(Duration.ofMillis(10));
            recording.enable(ALLOCATION).withStackTrace().with("throttle", "1000/s");
            recording.start();
            long[] passes = new long[1];
            cost = Meter.of(() -> passes[0] = run(path, corpus, seconds));
            requests = (double) passes[0] * corpus.exchanges().size();
            recording.dump(file);
        }
        try {
            Profiling profiling = new Profiling();
            profiling.read(file);
            System.out.print(profiling.text(corpus, requests, cost.each(requests)));
        } finally {
            Files.delete(file);
        }
    }

    private static long run(WholePath path, Corpus corpus, double seconds) {
        double spent = 0;
        long passes = 0;
        while (spent < seconds * 1e9) {
            spent += Meter.ofThread(() -> path.pass(corpus)).thread();
            passes++;
        }
        return passes;
    }

    private void read(Path file) throws IOException {
        List<RecordedEvent> events = RecordingFile.readAllEvents(file);
        boolean processorTime =
                events.stream().anyMatch(event -> event.getEventType().getName().equals(PROCESSOR_TIME));
        String wanted = processorTime ? PROCESSOR_TIME : RUNNING;
        for (RecordedEvent event : events) {
            String type = event.getEventType().getName();
            if (event.getStackTrace() == null) {
                continue;
            }
            List<RecordedFrame> frames = event.getStackTrace().getFrames();
            if (type.equals(wanted) && !frames.isEmpty() && isOfThePath(frames)) {
                sample(frames);
            } else if (type.equals(ALLOCATION) && !frames.isEmpty() && isOfThePath(frames)) {
                allocation(
                        frames,
                        (double) event.getLong("weight"),
                        event.getClass("objectClass").getName());
            }
        }
    }

    private static boolean isOfThePath(List<RecordedFrame> frames) {
        return frames.stream().anyMatch(Profiling::isEarshots);
    }

    private static boolean isEarshots(RecordedFrame frame) {
        String type = frame.getMethod().getType().getName();
        return type.startsWith("dev.earshot.") && !type.startsWith("dev.earshot.bench.");
    }

    private void sample(List<RecordedFrame> frames) {
        samples++;
        add(own, name(frames.getFirst()), 1);
        RecordedFrame first =
                frames.stream().filter(Profiling::isEarshots).findFirst().orElseThrow();
        add(ownWithJdk, name(first), 1);
        add(lines, name(first) + ":" + first.getLineNumber(), 1);
        names(frames).forEach(name -> add(inclusive, name, 1));
    }

    private void allocation(List<RecordedFrame> frames, double weight, String type) {
        bytes += weight;
        RecordedFrame first =
                frames.stream().filter(Profiling::isEarshots).findFirst().orElseThrow();
        add(allocating, name(first) + ":" + first.getLineNumber() + "  " + shortened(type), weight);
        add(allocated, shortened(type), weight);
        names(frames).forEach(name -> add(allocatingInclusive, name, weight));
    }

    private static Set<String> names(List<RecordedFrame> frames) {
        Set<String> names = new HashSet<>();
        frames.stream().filter(Profiling::isEarshots).forEach(frame -> names.add(name(frame)));
        return names;
    }

    private static String name(RecordedFrame frame) {
        return shortened(frame.getMethod().getType().getName()) + "."
                + frame.getMethod().getName();
    }

    private static String shortened(String type) {
        return type.replace("dev.earshot.", "").replaceAll("^(java|jdk)\\.[\\w.]*\\.(?=[A-Z])", "");
    }

    private static void add(Map<String, Double> to, String name, double weight) {
        to.merge(name, weight, Double::sum);
    }

    private String text(Corpus corpus, double requests, Meter.Cost each) {
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "Profile of detection on %s: %.0f requests, under the recorder %.1f µs of this thread and %.0f bytes each; %.0f samples."
                        + " %s%n",
                corpus.name(),
                requests,
                each.thread() / 1e3,
                each.allocated(),
                samples,
                Machine.now()));
        double perRequest = each.allocated();
        list(text, "Time: methods of Earshot, with what of the JDK they call", ownWithJdk, samples, 0);
        list(text, "Time: methods of Earshot, with everything they call", inclusive, samples, 0);
        list(text, "Time: methods alone, the JDK's too", own, samples, 0);
        list(text, "Time: lines of Earshot, with what of the JDK they call", lines, samples, 0);
        list(text, "Bytes a request: lines of Earshot and what they make", allocating, bytes, perRequest);
        list(
                text,
                "Bytes a request: methods of Earshot, with everything they call",
                allocatingInclusive,
                bytes,
                perRequest);
        list(text, "Bytes a request: types", allocated, bytes, perRequest);
        return text.toString();
    }

    private static void list(StringBuilder text, String title, Map<String, Double> of, double all, double unit) {
        text.append('\n').append(title).append('\n');
        of.entrySet().stream()
                .sorted(Map.Entry.<String, Double>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(SHOWN)
                .forEach(entry -> {
                    double share = entry.getValue() / all;
                    text.append(
                            unit == 0
                                    ? String.format(Locale.ROOT, "  %5.1f%%  %s%n", share * 100, entry.getKey())
                                    : String.format(
                                            Locale.ROOT,
                                            "  %5.1f%%  %7.0f  %s%n",
                                            share * 100,
                                            share * unit,
                                            entry.getKey()));
                });
    }
}
