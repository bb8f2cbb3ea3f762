package dev.earshot.spark;

import dev.earshot.investigate.steps.Engine;
import dev.earshot.investigate.steps.EngineContract;
import dev.earshot.investigate.steps.RandomCases;
import java.nio.file.Path;
import java.util.Map;

/// Spark within this process, without what pays only for many rows: [SparkClusterTest] has adaptive plans,
/// [SparkInvestigationTest] compiled ones, too. All golden cases go in with `-DargLine=-Dearshot.golden=all`.
class SparkContractTest extends EngineContract {
    @Override
    protected Engine open(Path folder) {
        return SparkEngine.open(new SparkEngine.Settings(
                "local[2]",
                "SparkContractTest",
                1,
                Map.of(
                        "spark.local.dir", folder.toString(),
                        "spark.sql.warehouse.dir", folder.resolve("warehouse").toString(),
                        "spark.sql.adaptive.enabled", "false",
                        "spark.sql.codegen.wholeStage", "false",
                        "spark.sql.codegen.factoryMode", "NO_CODEGEN")));
    }

    @Override
    protected int randomCases() {
        return RandomCases.TOGETHER;
    }

    @Override
    protected int batches() {
        return "all".equals(System.getProperty("earshot.golden")) ? Integer.MAX_VALUE : 1;
    }
}
