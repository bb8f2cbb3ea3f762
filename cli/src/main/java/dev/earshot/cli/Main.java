package dev.earshot.cli;

import dev.earshot.EarshotException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/// The program. Only here does it exit.
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        int exitCode = run(out, err, arguments);
        out.flush();
        err.flush();
        System.exit(exitCode);
    }

    /// Runs one command line and gives its exit code: 0 clean, 1 policy violated, 2 usage or configuration, 3
    /// incomplete,
    /// 4 internal error.
    public static int run(PrintWriter out, PrintWriter err, String... arguments) {
        return EarshotCommand.lineFor(arguments)
                .setOut(out)
                .setErr(err)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((thrown, command, parsed) -> report(thrown, err))
                .execute(arguments);
    }

    private static int report(Exception thrown, PrintWriter err) {
        if (thrown instanceof EarshotException expected) {
            err.println("earshot: " + expected.getMessage());
            return switch (expected.code()) {
                case USAGE -> ExitCode.USAGE;
                case INCOMPLETE -> ExitCode.INCOMPLETE;
                case TAMPERED -> ExitCode.VIOLATED;
                case INTERNAL -> ExitCode.INTERNAL;
            };
        }
        err.println("earshot: an error of its own, please report it: "
                + thrown.getClass().getName());
        for (StackTraceElement frame : thrown.getStackTrace()) {
            err.println("    at " + frame);
        }
        return ExitCode.INTERNAL;
    }
}
