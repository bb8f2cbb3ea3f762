package dev.earshot.investigate.steps;

import static dev.earshot.investigate.steps.Case.DAY;
import static dev.earshot.investigate.steps.Case.EVER;
import static dev.earshot.investigate.steps.Case.GAP;
import static dev.earshot.investigate.steps.Case.HOUR;
import static dev.earshot.investigate.steps.Case.MILLI;
import static dev.earshot.investigate.steps.Case.MINUTE;
import static dev.earshot.investigate.steps.Case.STILL;
import static dev.earshot.investigate.steps.Case.T;

import dev.earshot.investigate.steps.Case.Known;
import java.util.List;
import java.util.Random;

/// Cases made from a seed. Their universe is small, so that what can meet does meet: a few pages, windows, keys and
/// persons, and instants of which many are used more than once or lie a microsecond apart.
public final class RandomCases {
    private static final List<String> PATHS =
            List.of("/oncology", "/oncology/breast", "/find-a-doctor", "/parking", "/portal/visit");
    private static final List<String> RULES = List.of(
            "(all)",
            "(any)",
            "(equals \"path\" \"/oncology\")",
            "(starts_with \"path\" \"/oncology\")",
            "(glob \"path\" \"/portal/**\")",
            "(unknown \"a click\")",
            "(any (equals \"path\" \"/parking\") (unknown \"consent\"))",
            "(all (equals \"method\" \"GET\") (not (unknown \"scroll\")))",
            "(exists \"parameter:q\" \"\")",
            "(equals-i \"host\" \"WWW.clinic.example\")");
    private static final List<String> ELEMENTS = List.of("page-address", "search-term", "cookie-id", "email");
    private static final List<String> STATES = List.of("OH", "KY", "IN", "");
    private static final List<String> KINDS = List.of("user", "session", "trace", "client");
    private static final long[] EDGES = {0, 0, 0, 1, -1, MILLI, -MILLI};

    /// So many cases in a row have the same period and gaps, and can go in together.
    public static final int TOGETHER = 40;

    private final Random random;
    private final Random shared;
    private final int instants;

    private RandomCases(long seed) {
        random = new Random(seed);
        shared = new Random(seed / TOGETHER);
        instants = 3 + shared.nextInt(12);
    }

    /// The same case for the same seed and size.
    ///
    /// @param size the number of lines, about
    public static Case of(long seed, int size) {
        return new RandomCases(seed).make("seed " + seed + ", size " + size, size);
    }

    private Case make(String name, int size) {
        Case made = new Case(name);
        made.params(instant(shared) - shared.nextLong(3) * DAY, instant(shared) + HOUR + shared.nextLong(3) * DAY, GAP);
        for (int page = 1; page <= 6; page++) {
            for (int times = random.nextInt(8) == 0 ? 2 : random.nextInt(12) == 0 ? 0 : 1; times > 0; times--) {
                made.page(
                        page,
                        page == 5 ? "POST" : "GET",
                        page == 6 ? "portal.clinic.example" : "www.clinic.example",
                        PATHS.get(page % PATHS.size()),
                        page % 3 == 0 ? "q=knee" : "");
            }
        }
        for (int number = random.nextInt(7); number > 0; number--) {
            long[] time = interval(random);
            made.window(
                    "w" + number,
                    pick(List.of("Acme Ads", "Beta Analytics", "Gamma | Co")),
                    pick(List.of("Tag", "Pixel")),
                    time[0],
                    time[1],
                    pick(RULES),
                    pick(List.of("certain", "certain", "assumed")),
                    ELEMENTS.subList(0, random.nextInt(ELEMENTS.size() + 1)).toArray(String[]::new));
        }
        int people = 2 + size / 8;
        int keys = 2 + size / 6;
        for (int number = random.nextInt(3 + size / 2); number > 0; number--) {
            long[] time = interval(random);
            made.link(
                    known(pick(KINDS), keys),
                    random.nextInt(4) == 0 ? EVER : time[0],
                    random.nextInt(4) == 0 ? STILL : time[1],
                    person(people),
                    pick(List.of("certain", "certain", "probable")));
        }
        for (int number = random.nextInt(2 + people * 2); number > 0; number--) {
            long person = person(people);
            long[] time = interval(random);
            made.member(
                    person,
                    "M" + person + pick(List.of("", "", "b")),
                    random.nextInt(3) == 0 ? person(people) : 0,
                    random.nextInt(3) == 0 ? EVER : time[0],
                    random.nextInt(3) == 0 ? STILL : time[1],
                    pick(STATES),
                    pick(List.of("US", "US", "MX", "")),
                    pick(List.of("", "2023-01-01", "2023-01-02")));
        }
        if (shared.nextInt(2) == 0) {
            for (int number = 1 + shared.nextInt(3); number > 0; number--) {
                long[] time = interval(shared);
                made.gap(time[0], time[1]);
            }
        }
        for (int number = 1; number <= size; number++) {
            made.line(
                    random.nextBoolean() ? number : (3L << 40) | number,
                    instant(random),
                    1 + random.nextInt(7),
                    known("user", keys),
                    known("session", keys),
                    known("trace", keys),
                    known("client", keys));
        }
        return made;
    }

    /// One of a few, often exactly, else just beside it. Some are exactly a gap apart.
    private long instant(Random random) {
        long number = random.nextInt(instants);
        long base = T + (number % 3) * GAP + (number / 3) * (3 * HOUR) + (number % 5 == 4 ? MINUTE : 0);
        return base + EDGES[random.nextInt(EDGES.length)];
    }

    private long[] interval(Random random) {
        long one = instant(random);
        long other = instant(random);
        return new long[] {Math.min(one, other), Math.max(one, other) + (one == other ? 1 : 0)};
    }

    private Known known(String kind, int keys) {
        int key = random.nextInt(keys) - 1;
        return new Known(kind, random.nextInt(3) == 0 ? 0 : key);
    }

    private long person(int people) {
        return 1L + random.nextInt(people);
    }

    private <E> E pick(List<E> list) {
        return list.get(random.nextInt(list.size()));
    }
}
