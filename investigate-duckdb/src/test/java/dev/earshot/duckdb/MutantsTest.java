package dev.earshot.duckdb;

import dev.earshot.investigate.steps.Engine;
import dev.earshot.investigate.steps.MutantsContract;
import java.nio.file.Path;

class MutantsTest extends MutantsContract {
    @Override
    protected Engine open(Path folder) {
        return DuckDbEngine.open(new DuckDbEngine.Settings(2, 1L << 30, folder));
    }
}
