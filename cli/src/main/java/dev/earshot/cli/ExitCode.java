package dev.earshot.cli;

/// What the exit code of a command says.
final class ExitCode {
    static final int CLEAN = 0;
    static final int VIOLATED = 1;
    static final int USAGE = 2;
    static final int INCOMPLETE = 3;
    static final int INTERNAL = 4;

    private ExitCode() {}
}
