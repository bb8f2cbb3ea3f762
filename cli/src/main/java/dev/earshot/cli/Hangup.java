package dev.earshot.cli;

import java.lang.reflect.Proxy;

/// SIGHUP, by which an operator asks a server to read its files again. Without a hearer it ends the program.
final class Hangup {
    private Hangup() {}

    /// Does nothing where the platform has no such signal.
    static void on(Runnable asked) {
        try {
            // The JDK has no other way to hear a signal; the module jdk.unsupported exports this one for want of it.
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> hearer = Class.forName("sun.misc.SignalHandler");
            Object hearing = Proxy.newProxyInstance(
                    hearer.getClassLoader(),
                    new Class<?>[] {hearer},
                    (proxy, method, arguments) -> switch (method.getName()) {
                        case "handle" -> {
                            asked.run();
                            yield null;
                        }
                        case "hashCode" -> 0;
                        case "equals" -> false;
                        default -> "hangup";
                    });
            Object previous = signal.getMethod("handle", signal, hearer)
                    .invoke(null, signal.getConstructor(String.class).newInstance("HUP"), hearing);
            if (previous == null) {
                throw new IllegalStateException("no signals here");
            }
        } catch (ReflectiveOperationException | IllegalStateException _) {
            // Files are followed without it.
        }
    }
}
