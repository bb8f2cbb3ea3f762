package dev.earshot.investigate;

import dev.earshot.EarshotException;
import dev.earshot.investigate.history.DisclosureWindow;
import dev.earshot.investigate.history.Windows;
import dev.earshot.investigate.plan.Plan;
import dev.earshot.investigate.table.ParquetTable;
import dev.earshot.investigate.table.RowWriter;
import dev.earshot.investigate.table.Table;
import java.io.IOException;
import java.time.YearMonth;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// The small tables that go into the steps: what a plan and its tag history say.
final class InputTables {
    private final Storage storage;
    private final String folder;

    /// @param folder in which each table has a folder of its own
    InputTables(Storage storage, String folder) {
        this.storage = storage;
        this.folder = folder;
    }

    String folder(Table table) {
        return folder + "/" + table.id();
    }

    /// @param countAssumed whether an assumed window counts as certain
    void windows(List<DisclosureWindow> windows, boolean countAssumed) {
        Set<String> written = new LinkedHashSet<>();
        write(Table.WINDOWS, rows -> {
            for (DisclosureWindow window : windows) {
                if (written.add(window.id())) {
                    rows.set(0, window.id())
                            .set(1, window.vendor())
                            .set(2, window.tracker())
                            .set(3, LogGaps.micros(window.from()))
                            .set(4, LogGaps.micros(window.to()))
                            .set(5, window.pages().text())
                            .set(
                                    6,
                                    countAssumed
                                            ? DisclosureWindow.Certainty.CERTAIN.id()
                                            : window.certainty().id());
                    rows.endRow();
                }
            }
        });
        written.clear();
        write(Table.CARRIED, rows -> {
            for (DisclosureWindow window : windows) {
                if (written.add(window.id())) {
                    for (var element : window.elements().entrySet()) {
                        rows.set(0, window.id())
                                .set(1, element.getKey().id())
                                .set(2, element.getValue().name());
                        rows.endRow();
                    }
                }
            }
        });
    }

    /// A gap in the history of the tags often begins where a window ends: it counts from the last instant of that window
    /// on, so that the steps see the two touch.
    void gaps(List<LogGap> gaps, List<Windows.Gap> unknown) {
        write(Table.GAPS, rows -> {
            for (LogGap gap : gaps) {
                if (gap.isOpen()) {
                    rows.set(0, LogGaps.micros(gap.from())).set(1, LogGaps.micros(gap.to()));
                    rows.endRow();
                }
            }
            for (Windows.Gap gap : unknown) {
                rows.set(0, LogGaps.micros(gap.from()) - 1).set(1, LogGaps.micros(gap.to()));
                rows.endRow();
            }
        });
    }

    void params(Plan plan) {
        write(Table.PARAMS, rows -> {
            rows.set(0, LogGaps.micros(plan.from()))
                    .set(1, LogGaps.micros(plan.to()))
                    .set(2, plan.rules().visitGap().toNanos() / 1000);
            rows.endRow();
        });
    }

    /// The months of the period, in the entity's zone, by which exposed persons are counted.
    void months(Plan plan) {
        write(Table.MONTHS, rows -> {
            YearMonth month = YearMonth.from(plan.from().atZone(plan.zone()));
            while (month.atDay(1).atStartOfDay(plan.zone()).toInstant().isBefore(plan.to())) {
                rows.set(0, month.toString())
                        .set(
                                1,
                                LogGaps.micros(
                                        month.atDay(1).atStartOfDay(plan.zone()).toInstant()));
                month = month.plusMonths(1);
                rows.set(
                        2,
                        LogGaps.micros(month.atDay(1).atStartOfDay(plan.zone()).toInstant()));
                rows.endRow();
            }
        });
    }

    private void write(Table table, Rows rows) {
        String location = folder(table) + "/part-0.parquet";
        try {
            storage.delete(location);
            try (RowWriter writer = new ParquetTable(table, storage, location)) {
                rows.writeTo(writer);
                writer.finish();
            }
        } catch (IOException e) {
            throw new EarshotException(
                    EarshotException.Code.INCOMPLETE,
                    location + " could not be written (" + e.getMessage()
                            + "). Free some space and run the same command again: what is finished is kept.",
                    e);
        }
    }

    @FunctionalInterface
    private interface Rows {
        void writeTo(RowWriter writer) throws IOException;
    }
}
