package dev.earshot.guard.gateway;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.DoubleSupplier;

/// What a gateway counts, and the text that Prometheus reads. Thread-safe. Outcomes are counted; no address, path, host
/// or value is kept.
///
/// Source: Prometheus text exposition format 0.0.4 (prometheus.io/docs/instrumenting/exposition_formats, read
/// 2026-11-22).
final class Metrics {
    /// The media type of [#text].
    static final String MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private static final double[] BOUNDS = {0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30};

    private final Map<String, Family> families = new LinkedHashMap<>();

    /// A number that only grows. Its name ends with `_total`.
    ///
    /// @param labels such as `class="2xx"`; empty for none. Two with one name differ in them
    void counter(String name, String labels, String help, LongAdder count) {
        family(name, help, "counter").series.put(labels, count::sum);
    }

    /// A number that goes up and down, asked for when it is shown.
    void gauge(String name, String labels, String help, DoubleSupplier value) {
        family(name, help, "gauge").series.put(labels, value);
    }

    /// How long something took. Its name ends with `_seconds`.
    void durations(String name, String help, Durations durations) {
        Family family = family(name, help, "histogram");
        for (int i = 0; i <= BOUNDS.length; i++) {
            int last = i;
            String bound = i < BOUNDS.length ? number(BOUNDS[i]) : "+Inf";
            family.series.put("_bucket{le=\"" + bound + "\"}", () -> durations.upTo(last));
        }
        family.series.put("_sum", () -> durations.nanos.sum() / 1e9);
        family.series.put("_count", () -> durations.upTo(BOUNDS.length));
    }

    private synchronized Family family(String name, String help, String type) {
        return families.computeIfAbsent(name, _ -> new Family(help, type, new LinkedHashMap<>()));
    }

    /// All of it, in the order in which it was made known.
    synchronized String text() {
        StringBuilder text = new StringBuilder(8_192);
        families.forEach((name, family) -> {
            text.append("# HELP ").append(name).append(' ').append(family.help).append('\n');
            text.append("# TYPE ").append(name).append(' ').append(family.type).append('\n');
            family.series.forEach((labels, value) -> {
                text.append(name);
                if (family.type.equals("histogram")) {
                    text.append(labels);
                } else if (!labels.isEmpty()) {
                    text.append('{').append(labels).append('}');
                }
                text.append(' ').append(number(value.getAsDouble())).append('\n');
            });
        });
        return text.toString();
    }

    private static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : String.format(Locale.ROOT, "%s", value);
    }

    private record Family(String help, String type, Map<String, DoubleSupplier> series) {}

    /// How long something took, by classes from one millisecond to thirty seconds.
    static final class Durations {
        private final LongAdder[] counts = new LongAdder[BOUNDS.length + 1];
        private final LongAdder nanos = new LongAdder();

        Durations() {
            for (int i = 0; i < counts.length; i++) {
                counts[i] = new LongAdder();
            }
        }

        void add(long tookNanos) {
            double seconds = tookNanos / 1e9;
            int at = 0;
            while (at < BOUNDS.length && seconds > BOUNDS[at]) {
                at++;
            }
            counts[at].increment();
            nanos.add(tookNanos);
        }

        private long upTo(int last) {
            long sum = 0;
            for (int i = 0; i <= last; i++) {
                sum += counts[i].sum();
            }
            return sum;
        }
    }
}
