package dev.earshot.system;

import dev.earshot.cli.Main;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// What one run of the command line came to.
record Ran(int exitCode, String out, String err) {
    /// Runs a command line in this program.
    static Ran earshot(Object... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exitCode = Main.run(new PrintWriter(out), new PrintWriter(err), texts(arguments));
        Ran ran = new Ran(exitCode, out.toString(), err.toString());
        ran.show(List.of(texts(arguments)));
        return ran;
    }

    /// A command line to be run in a program of its own: the packaged jar where there is one, else the class path.
    static ProcessBuilder program(List<String> options, Object... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        Path code = Path.of(
                Main.class.getProtectionDomain().getCodeSource().getLocation().getPath());
        if (code.toString().endsWith(".jar")) {
            command.addAll(List.of("-jar", code.toString()));
        } else {
            String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
            command.addAll(List.of("-cp", classPath, Main.class.getName()));
        }
        command.addAll(List.of(texts(arguments)));
        return new ProcessBuilder(command);
    }

    /// Ends a program that the test started and that did not end in time.
    static boolean endsWithin(Process process, int seconds) throws InterruptedException {
        boolean ended = process.waitFor(seconds, TimeUnit.SECONDS);
        if (!ended) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        return ended;
    }

    /// A key in `folder`, so that no test writes into the user's home.
    static Path key(Path folder) {
        Path key = folder.resolve("signing.key");
        if (!Files.exists(key)) {
            earshot("keygen", "--key", key);
        }
        return key;
    }

    static Ran of(Process process, Path out, Path err) throws IOException {
        Ran ran = new Ran(process.exitValue(), Files.readString(out), Files.readString(err));
        ran.show(List.of());
        return ran;
    }

    private static String[] texts(Object... arguments) {
        return Arrays.stream(arguments).map(Object::toString).toArray(String[]::new);
    }

    /// With `-Dearshot.show=true`, prints what a user would see.
    private void show(List<String> arguments) {
        if (Boolean.getBoolean("earshot.show")) {
            System.out.println("$ earshot " + String.join(" ", arguments) + "\n" + out + "--- stderr\n" + err
                    + "--- exit " + exitCode + "\n");
        }
    }
}
