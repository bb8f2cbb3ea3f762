package dev.earshot.investigate.plan;

import java.nio.file.Path;

/// Reads a `plan.yaml`.
public final class PlanFile {
    private PlanFile() {}

    /// @throws dev.earshot.EarshotException naming every mistake with its line
    public static Plan read(Path file) {
        throw new UnsupportedOperationException(file.toString());
    }
}
