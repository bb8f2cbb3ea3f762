package dev.earshot.bench;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/// What some work took of this JVM.
final class Meter {
    private static final OperatingSystemMXBean PROCESS =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private Meter() {}

    /// @param processor nanoseconds of processor time of the whole process, its garbage collector and compiler
    ///     with it
    /// @param thread nanoseconds of processor time of the thread that did the work
    /// @param wall nanoseconds on the clock
    /// @param allocated bytes that the thread allocated
    record Cost(double processor, double thread, double wall, double allocated) {
        Cost each(double count) {
            return new Cost(processor / count, thread / count, wall / count, allocated / count);
        }
    }

    static Cost of(Runnable work) {
        long allocated = THREADS.getCurrentThreadAllocatedBytes();
        long thread = THREADS.getCurrentThreadCpuTime();
        long processor = PROCESS.getProcessCpuTime();
        long wall = System.nanoTime();
        work.run();
        wall = System.nanoTime() - wall;
        processor = PROCESS.getProcessCpuTime() - processor;
        thread = THREADS.getCurrentThreadCpuTime() - thread;
        return new Cost(processor, thread, wall, THREADS.getCurrentThreadAllocatedBytes() - allocated);
    }

    /// The same without what the rest of the process took, which is dear to ask for.
    static Cost ofThread(Runnable work) {
        long allocated = THREADS.getCurrentThreadAllocatedBytes();
        long thread = THREADS.getCurrentThreadCpuTime();
        long wall = System.nanoTime();
        work.run();
        wall = System.nanoTime() - wall;
        thread = THREADS.getCurrentThreadCpuTime() - thread;
        return new Cost(thread, thread, wall, THREADS.getCurrentThreadAllocatedBytes() - allocated);
    }
}
