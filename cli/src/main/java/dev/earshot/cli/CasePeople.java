package dev.earshot.cli;

import dev.earshot.EarshotException;
import dev.earshot.breach.CaseFile;
import dev.earshot.breach.CaseSettings;
import dev.earshot.breach.incident.Population;
import dev.earshot.breach.planning.Counts;
import dev.earshot.duckdb.DuckDbEngine;
import dev.earshot.investigate.steps.Engine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;

/// Whom a case concerns.
final class CasePeople {
    private CasePeople() {}

    /// From the file, or counted in the investigation that it names.
    static Population of(CaseFile file, CaseSettings settings, LocalDate today, Path folder) {
        if (file.population().isPresent()) {
            return file.population().get();
        }
        Path investigation = investigation(file);
        try (Engine engine = engine(folder)) {
            return Counts.of(engine, investigation, settings.planning(today), folder.resolve(".counting"));
        } finally {
            deleteSpill(folder);
        }
    }

    static Path investigation(CaseFile file) {
        return file.investigation()
                .orElseThrow(() -> new EarshotException(
                        EarshotException.Code.USAGE,
                        file.file() + " names no investigation, so nobody is known by name. Write investigation: with"
                                + " the folder that earshot investigate wrote, or population: with counts for duties"
                                + " alone."));
    }

    static Engine engine(Path folder) {
        return DuckDbEngine.open(DuckDbEngine.Settings.ofThisMachine(folder.resolve(".spill")));
    }

    static void deleteSpill(Path folder) {
        try {
            Files.deleteIfExists(folder.resolve(".spill"));
        } catch (IOException stays) {
            // An engine that is still at it leaves a file; the next run takes the folder over.
        }
    }
}
