package dev.earshot.bench;

import java.lang.management.ManagementFactory;
import java.util.Locale;

/// What else the figures depend on.
final class Machine {
    private Machine() {}

    /// Processors and load now: a figure taken at a load above the number of processors was taken in a queue.
    static String now() {
        return String.format(
                Locale.ROOT,
                "%d processors, load average %.1f, Java %s",
                Runtime.getRuntime().availableProcessors(),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
                Runtime.version());
    }
}
