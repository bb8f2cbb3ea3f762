package dev.earshot.duckdb;

import dev.earshot.investigate.steps.Engine;
import dev.earshot.investigate.steps.EngineContract;
import java.nio.file.Path;

class DuckDbContractTest extends EngineContract {
    @Override
    protected Engine open(Path folder) {
        return DuckDbEngine.open(new DuckDbEngine.Settings(2, 1L << 30, folder));
    }

    @Override
    protected int randomCases() {
        return 200;
    }
}
