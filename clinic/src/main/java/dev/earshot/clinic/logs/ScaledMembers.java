package dev.earshot.clinic.logs;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The member directory of the large past: each record a pure function of the member's number.
final class ScaledMembers {
    /// The first stands for none.
    static final List<String> STATES = List.of(
            "", "AL", "AK", "AZ", "AR", "CA", "CO", "CT", "DE", "FL", "GA", "HI", "ID", "IL", "IN", "IA", "KS", "KY",
            "LA", "ME", "MD", "MA", "MI", "MN", "MS", "MO", "MT", "NE", "NV", "NH", "NJ", "NM", "NY", "NC", "ND", "OH",
            "OK", "OR", "PA", "RI", "SC", "SD", "TN", "TX", "UT", "VT", "VA", "WA", "WV", "WI", "WY", "DC", "PR");

    private static final String[] FIRST = {"Ada", "Bela", "Cora", "Dario", "Edda", "Farid", "Greta", "Hugo"};
    private static final String[] LAST = {"Ashgrove", "Brightwater", "Coldbrook", "Dunmere", "Eastfold", "Fairweather"};

    private final long seed;

    ScaledMembers(long seed) {
        this.seed = Shuffle.mix(seed, -7);
    }

    /// Place in [#STATES]: two in five live in California, one in fifty nowhere that is known.
    int state(int member) {
        long bits = Shuffle.mix(seed, member);
        int chance = (int) (bits & 0xff);
        return chance < 5 ? 0 : chance < 110 ? 5 : 1 + (int) ((bits >>> 8 & 0xffff) % (STATES.size() - 1));
    }

    /// Whether a second record was merged into this member's.
    static boolean isMerged(int member) {
        return member % 97 == 5;
    }

    /// The id under which a member is known to the sign-in on a visit.
    static void id(Bytes line, int member, boolean old) {
        line.put(old && isMerged(member) ? 'D' : 'M').padded(member, 8);
    }

    static void user(Bytes line, int member) {
        line.put('u').padded(member, 8);
    }

    void write(Path file, int from, int to) throws IOException {
        Bytes line = new Bytes(1 << 16);
        try (var out = Files.newOutputStream(file)) {
            line.put("MEMBER_ID,FIRST_NAME,LAST_NAME,BIRTH_DATE,CITY,ZIP,STATE,COUNTRY,EMAIL,MERGED_INTO,UPDATED\n");
            for (int member = from; member < to; member++) {
                row(line, member, false);
                if (isMerged(member)) {
                    row(line, member, true);
                }
                if (line.size() > 60_000) {
                    line.drainTo(out);
                }
            }
            line.drainTo(out);
        }
    }

    private void row(Bytes line, int member, boolean old) {
        long bits = Shuffle.mix(seed, member + (old ? 1L << 40 : 0));
        int state = old ? 4 : state(member);
        id(line, member, old);
        line.put(',')
                .put(FIRST[(int) (bits >>> 24 & 7)])
                .put(',')
                .put(LAST[(int) ((bits >>> 27 & 0xff) % LAST.length)]);
        line.put(',')
                .padded(1930 + (bits >>> 35 & 63), 4)
                .put('-')
                .padded(1 + (bits >>> 41 & 7), 2)
                .put('-');
        line.padded(1 + (bits >>> 44 & 15), 2).put(",Example Falls,").padded(501 + (bits >>> 48 & 0x7fff), 5);
        line.put(',').put(STATES.get(state)).put(state == 0 ? "," : ",US").put(',');
        user(line, member);
        line.put("@mail.example,");
        if (old) {
            id(line, member, false);
        }
        line.put(old ? ",2023-05-05\n" : ",2024-03-09\n");
    }

    static void users(Path file, int from, int to) throws IOException {
        Bytes line = new Bytes(1 << 16);
        try (var out = Files.newOutputStream(file)) {
            line.put("login,member\n");
            for (int member = from; member < to; member++) {
                user(line, member);
                line.put(',');
                id(line, member, true);
                line.put('\n');
                if (line.size() > 60_000) {
                    line.drainTo(out);
                }
            }
            line.drainTo(out);
        }
    }

    static void text(Path file, String text) throws IOException {
        try (BufferedWriter out = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
            out.write(text);
        }
    }
}
