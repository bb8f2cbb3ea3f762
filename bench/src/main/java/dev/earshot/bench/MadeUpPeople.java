package dev.earshot.bench;

import dev.earshot.investigate.LocalStorage;
import dev.earshot.investigate.table.Column;
import dev.earshot.investigate.table.Directory;
import dev.earshot.investigate.table.ParquetTable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;

/// An investigation's folder as a plan of notices reads it: some four rows of exposures a person, of 12 vendors and 8
/// elements; one of eight is a minor, most of them with a guardian and a sibling at the same address; three of ten have agreed
/// to e-mail; one of a hundred is deceased, one of a hundred has no street, one of a thousand a second record. The rows are in
/// no order.
final class MadeUpPeople {
    private static final String[] STATES = {"CA", "CA", "CA", "CA", "WA", "OR", "CO", "GA", "HI", "MD", "VA", "DC", "TX"
    };
    private static final String[] GIVEN = {"Ana", "Bo", "Cy", "Di", "Ed", "Flo", "Gus", "Hal", "Ida", "Jo", "Kit", "Lu"
    };
    private static final String[] LANGUAGES = {
        "en", "en", "en", "en", "en", "en", "English", "es", "Spanish", "zh-TW", "vi", ""
    };
    private static final String[] ELEMENTS = {
        "page-visited", "ip-address", "search-terms", "device-id", "email", "appointment", "condition", "form-content"
    };
    private static final long FROM = micros("2023-11-01T00:00:00Z");
    private static final long SPAN = 180L * 24 * 3600 * 1_000_000;
    private static final LocalDate YOUNGEST = LocalDate.of(2024, 4, 1);

    private MadeUpPeople() {}

    static void write(Path folder, long people) throws IOException {
        new LocalStorage().delete(folder.toString());
        individuals(folder, people);
        exposures(folder, people);
        directory(folder, people);
    }

    private static long person(long number) {
        long mixed = (number + 1) * 0x9e3779b97f4a7c15L;
        mixed = (mixed ^ (mixed >>> 30)) * 0xbf58476d1ce4e5b9L;
        return mixed ^ (mixed >>> 27);
    }

    private static void individuals(Path folder, long people) throws IOException {
        Random random = new Random(1);
        try (ParquetTable table = table(
                folder,
                "individuals.parquet",
                "person#",
                "member_id",
                "state",
                "country",
                "listed#",
                "status",
                "reasons",
                "first_ts#",
                "last_ts#",
                "vendors#",
                "elements#",
                "visits#")) {
            for (long i = 0; i < people; i++) {
                long first = FROM + random.nextLong(SPAN);
                table.set(0, person(i))
                        .set(1, "M" + (10_000_000 + i))
                        .set(2, "CA")
                        .set(3, "US")
                        .set(4, 1);
                table.set(5, i % 20 == 0 ? "cannot-tell" : "exposed")
                        .set(6, "certain-exposure")
                        .set(7, first);
                table.set(8, first + random.nextLong(SPAN))
                        .set(9, 2)
                        .set(10, 2)
                        .set(11, 3)
                        .endRow();
            }
            table.finish();
        }
    }

    private static void exposures(Path folder, long people) throws IOException {
        Random random = new Random(2);
        try (ParquetTable table = table(
                folder,
                "exposures.parquet",
                "person#",
                "vendor",
                "tracker",
                "element",
                "window_id",
                "certain_hits#",
                "possible_hits#",
                "first_ts#",
                "last_ts#",
                "first_hit#",
                "last_hit#",
                "certainty",
                "doubts")) {
            for (long i = 0; i < people; i++) {
                for (int window = random.nextInt(3); window >= 0; window--) {
                    int share = random.nextInt(12);
                    int vendor = share * share / 12;
                    for (int element = 0; element <= vendor % 3; element++) {
                        table.set(0, person(i))
                                .set(1, "Vendor " + vendor + ", Inc.")
                                .set(2, "Tracker " + vendor);
                        table.set(3, ELEMENTS[(vendor + element) % ELEMENTS.length])
                                .set(4, "w-" + vendor * 3 + window);
                        table.set(5, 1).set(7, FROM).set(8, FROM).set(9, i).set(10, i);
                        table.set(11, i % 20 == 0 ? "possible" : "certain").endRow();
                    }
                }
            }
            table.finish();
        }
    }

    private static void directory(Path folder, long people) throws IOException {
        Random random = new Random(3);
        try (ParquetTable table =
                new ParquetTable(Directory.COLUMNS, new LocalStorage(), folder + "/inputs/directory/part-0.parquet")) {
            for (long i = 0; i < people + people / 1000; i++) {
                long number = i < people ? i : random.nextLong(people);
                boolean minor = number % 16 < 2;
                long household = minor ? number / 2 : number;
                Random here = new Random(household);
                String family = "Doe-" + Integer.toString(here.nextInt(40_000), 36);
                String state = STATES[here.nextInt(STATES.length)];
                table.set(0, person(number))
                        .set(1, "M" + (10_000_000 + number))
                        .set(3, i < people ? "2024-06-30" : "2023-06-30");
                table.set(
                        4,
                        GIVEN[random.nextInt(GIVEN.length)] + " " + GIVEN[random.nextInt(GIVEN.length)] + " " + family);
                table.set(
                        5,
                        random.nextInt(100) == 0
                                ? ""
                                : (1 + here.nextInt(9_999)) + " " + family + " Street\nApt " + here.nextInt(99));
                table.set(6, "Town " + here.nextInt(3_000))
                        .set(7, String.format(Locale.ROOT, "%05d", 10_000 + here.nextInt(30_000)));
                table.set(8, state).set(9, "US");
                table.set(10, random.nextInt(10) < 7 ? "p" + number + "@mail" + number % 9 + ".example" : "");
                table.set(11, "+1 555 010 0000").set(12, LANGUAGES[random.nextInt(LANGUAGES.length)]);
                int days = minor ? random.nextInt(17 * 365) : 19 * 365 + random.nextInt(70 * 365);
                table.set(13, YOUNGEST.minusDays(days).toString());
                table.set(14, random.nextInt(100) == 0 ? "2024-01-15" : "");
                table.set(15, minor && here.nextInt(10) > 0 ? GIVEN[here.nextInt(GIVEN.length)] + " " + family : "");
                table.set(16, random.nextInt(10) < 3 ? "email" : random.nextInt(20) == 0 ? "portal" : "")
                        .endRow();
            }
            table.finish();
        }
    }

    private static ParquetTable table(Path folder, String name, String... columns) throws IOException {
        List<Column> all = Stream.of(columns)
                .map(column -> new Column(
                        column.replace("#", ""), column.endsWith("#") ? Column.Type.NUMBER : Column.Type.TEXT, ""))
                .toList();
        return new ParquetTable(all, new LocalStorage(), folder + "/" + name + "/part-0.parquet");
    }

    private static long micros(String instant) {
        return Instant.parse(instant).toEpochMilli() * 1000;
    }
}
