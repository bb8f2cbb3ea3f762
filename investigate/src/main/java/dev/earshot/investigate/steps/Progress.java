package dev.earshot.investigate.steps;

import java.time.Duration;

/// Who is told how the steps go. Views are not told of: they take no time.
public interface Progress {
    /// Tells nobody.
    Progress NONE = new Progress() {};

    /// @param number of this output, from 1
    /// @param of how many there are to be
    default void started(String output, int number, int of) {}

    default void finished(String output, int number, int of, long rows, Duration took) {}

    /// An earlier run had finished it, from the same inputs and the same SQL.
    default void kept(String output, int number, int of, long rows) {}
}
