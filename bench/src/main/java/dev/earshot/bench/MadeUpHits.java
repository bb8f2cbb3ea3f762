package dev.earshot.bench;

import dev.earshot.investigate.LocalStorage;
import dev.earshot.investigate.history.PageRule;
import dev.earshot.investigate.table.Column;
import dev.earshot.investigate.table.ParquetTable;
import dev.earshot.investigate.table.Table;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Random;

/// The tables that go into the five steps, as if from half a year of a hospital's logs: visits of some ten minutes, eight
/// of ten with a session id; four of ten sessions are signed in to part of the way through; 4,000 pages in 160 sections, 200
/// windows of one to eight weeks, each on one section.
final class MadeUpHits {
    /// In which section a window is live: what a rule says, for who does not read rules.
    static final List<Column> SECTIONS = List.of(
            new Column("window_id", Column.Type.TEXT, "of windows"),
            new Column("prefix", Column.Type.TEXT, "what its pages' paths start with"));

    static final long FROM = micros("2024-01-01T00:00:00Z");
    static final long TO = micros("2024-07-01T00:00:00Z");
    static final long GAP = 1_800_000_000L;

    private static final int PAGES = 4_000;
    private static final int IN_SECTION = 25;
    private static final int WINDOWS = 200;
    private static final long MINUTE = 60_000_000L;
    private static final long WEEK = 7L * 24 * 60 * MINUTE;
    private static final long VISIT = 10 * MINUTE;
    private static final int HITS_A_VISIT = 8;
    private static final String[] STATES = {"CA", "WA", "OR", "TX", "NY", "MD", "VA", "GA", "HI", "CO"};

    private MadeUpHits() {}

    static void write(Path folder, long hits, long members) throws IOException {
        LocalStorage storage = new LocalStorage();
        storage.delete(folder.toString());
        pages(folder);
        windows(folder, new Random(2));
        lines(folder, new Random(3), hits, members);
        members(folder, new Random(4), members);
        try (ParquetTable gaps = table(folder, Table.GAPS)) {
            gaps.finish();
        }
        try (ParquetTable params = table(folder, Table.PARAMS)) {
            params.set(0, FROM).set(1, TO).set(2, GAP).endRow();
            params.finish();
        }
    }

    private static ParquetTable table(Path folder, Table table) throws IOException {
        return new ParquetTable(table, new LocalStorage(), folder + "/" + table.id() + "/part-0.parquet");
    }

    private static String prefix(int section) {
        return "/section-" + section + "/";
    }

    private static long page(int number) {
        return key(1, number);
    }

    private static long person(long number) {
        return key(2, number);
    }

    /// Never 0 in practice, and the same number never stands for two things.
    private static long key(int kind, long number) {
        long mixed = (number + 1) * 0x9e3779b97f4a7c15L + kind * 0xd1b54a32d192ed03L;
        mixed = (mixed ^ (mixed >>> 30)) * 0xbf58476d1ce4e5b9L;
        return mixed ^ (mixed >>> 27);
    }

    private static void pages(Path folder) throws IOException {
        try (ParquetTable pages = table(folder, Table.PAGES)) {
            for (int i = 0; i < PAGES; i++) {
                pages.set(0, page(i)).set(1, "GET").set(2, "www.clinic.example");
                pages.set(3, prefix(i / IN_SECTION) + "page-" + i).endRow();
            }
            pages.finish();
        }
    }

    private static void windows(Path folder, Random random) throws IOException {
        try (ParquetTable windows = table(folder, Table.WINDOWS);
                ParquetTable carried = table(folder, Table.CARRIED);
                ParquetTable sections =
                        new ParquetTable(SECTIONS, new LocalStorage(), folder + "/sections/part-0.parquet")) {
            for (int i = 0; i < WINDOWS; i++) {
                String id = "window-" + i;
                String prefix = prefix(random.nextInt(PAGES / IN_SECTION));
                long from = FROM + random.nextLong(TO - FROM);
                String rule = new PageRule.Compare(PageRule.Part.PATH, "", PageRule.Operator.STARTS_WITH, prefix, false)
                        .text();
                windows.set(0, id)
                        .set(1, "Vendor " + i % 12)
                        .set(2, "Tracker " + i % 30)
                        .set(3, from);
                windows.set(4, from + WEEK * (1 + random.nextInt(8)))
                        .set(5, rule)
                        .set(6, "certain")
                        .endRow();
                sections.set(0, id).set(1, prefix).endRow();
                for (int element = 0; element <= i % 3; element++) {
                    carried.set(0, id)
                            .set(
                                    1,
                                    List.of("page-visited", "ip-address", "search-terms")
                                            .get(element));
                    carried.set(2, "decoded").endRow();
                }
            }
            windows.finish();
            carried.finish();
            sections.finish();
        }
    }

    /// Who is on the site at one time: as many as make visits of some ten minutes.
    private static void lines(Path folder, Random random, long hits, long members) throws IOException {
        int atOnce = (int) Math.max(4, VISIT * hits / (TO - FROM) / HITS_A_VISIT);
        long[] session = new long[atOnce];
        long[] client = new long[atOnce];
        long[] user = new long[atOnce];
        long[] signedIn = new long[atOnce];
        int[] left = new int[atOnce];
        long visits = 0;
        try (ParquetTable lines = table(folder, Table.LINES);
                ParquetTable links = table(folder, Table.LINKS)) {
            for (long i = 0; i < hits; i++) {
                long ts = FROM + (long) ((double) (TO - FROM) / hits * i) / 1000 * 1000;
                int slot = random.nextInt(atOnce);
                if (left[slot]-- == 0) {
                    visits++;
                    left[slot] = random.nextInt(2 * HITS_A_VISIT);
                    long number = random.nextLong(members);
                    boolean withSession = random.nextInt(10) < 8;
                    boolean signsIn = withSession && random.nextInt(10) < 4;
                    session[slot] = withSession ? key(3, visits) : 0;
                    client[slot] = key(4, withSession ? visits : random.nextLong(1 + hits / 40));
                    user[slot] = signsIn && random.nextBoolean() ? key(5, number) : 0;
                    signedIn[slot] = signsIn ? ts + random.nextLong(VISIT / 2) : Long.MAX_VALUE;
                    if (signsIn) {
                        links.set(0, (2L << 40) + visits).set(1, user[slot] == 0 ? "session" : "user");
                        links.set(2, user[slot] == 0 ? session[slot] : user[slot])
                                .set(3, signedIn[slot]);
                        links.set(4, signedIn[slot] + 3 * VISIT)
                                .set(5, person(number))
                                .set(6, "certain")
                                .endRow();
                    } else if (!withSession && random.nextInt(20) == 0) {
                        links.set(0, (2L << 40) + visits)
                                .set(1, "client")
                                .set(2, client[slot])
                                .set(3, ts);
                        links.set(4, ts + VISIT)
                                .set(5, person(number))
                                .set(6, "probable")
                                .endRow();
                    }
                }
                double share = random.nextDouble();
                lines.set(0, (1L << 40) + i + 1).set(1, ts).set(2, page((int) (share * share * PAGES)));
                lines.set(3, ts >= signedIn[slot] ? user[slot] : 0)
                        .set(4, session[slot])
                        .set(6, client[slot])
                        .endRow();
            }
            lines.finish();
            links.finish();
        }
    }

    /// One of a thousand records was merged into another person, whom no link names by it.
    private static void members(Path folder, Random random, long count) throws IOException {
        try (ParquetTable members = table(folder, Table.MEMBERS)) {
            for (long i = 0; i < count + count / 1000; i++) {
                members.set(0, person(i)).set(1, "M" + (10_000_000 + i)).set(2, i < count ? 0 : person(i - count));
                members.set(3, Long.MIN_VALUE).set(4, Long.MAX_VALUE);
                members.set(5, STATES[random.nextInt(STATES.length)])
                        .set(6, "US")
                        .set(7, "2024-06-30")
                        .endRow();
            }
            members.finish();
        }
    }

    private static long micros(String instant) {
        return Instant.parse(instant).toEpochMilli() * 1000;
    }
}
