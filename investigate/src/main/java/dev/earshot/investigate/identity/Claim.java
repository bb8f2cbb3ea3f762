package dev.earshot.investigate.identity;

import dev.earshot.investigate.table.Key;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Comparator;

/// What one row says: from `ts` on, the key stands for the person, or no longer stands for anybody.
///
/// @param key of the user, session, trace or client
/// @param ts in microseconds since 1970
/// @param person 0 for the end of a session whose person is not told
/// @param until the first instant at which the key no longer stands for the person, unless something ends that before
/// @param stated whether the row itself says so; else it is the longest that can be believed
/// @param doubtful whether clocks showed `ts` twice
/// @param client the key of address and user agent of the same row; 0 where it lacks one
/// @param clientUntil the same as `until`, for the client
/// @param link the row's number
record Claim(
        Subject subject,
        long key,
        long ts,
        What what,
        long person,
        long until,
        boolean stated,
        boolean doubtful,
        long client,
        long clientUntil,
        long link) {
    /// Rows about one key together, in order of time; a client's apart for each person, for one person's login says
    /// nothing of others behind the same address.
    static final Comparator<Claim> ORDER = Comparator.comparing(Claim::subject)
            .thenComparingLong(Claim::key)
            .thenComparingLong(claim -> claim.subject == Subject.CLIENT ? claim.person : 0)
            .thenComparingLong(Claim::ts)
            .thenComparing(Claim::what)
            .thenComparingLong(Claim::person)
            .thenComparingLong(Claim::until)
            .thenComparingLong(Claim::link);

    private static final Subject[] SUBJECTS = Subject.values();
    private static final What[] WHATS = What.values();

    boolean sameKey(Claim other) {
        return subject == other.subject && key == other.key && (subject != Subject.CLIENT || person == other.person);
    }

    Claim inDoubt() {
        return new Claim(subject, key, ts, what, person, until, stated, true, client, clientUntil, link);
    }

    void write(DataOutput out) throws IOException {
        out.writeByte(subject.number << 4 | what.number << 2 | (stated ? 2 : 0) | (doubtful ? 1 : 0));
        out.writeLong(key);
        out.writeLong(ts);
        out.writeLong(person);
        out.writeLong(until);
        out.writeLong(client);
        out.writeLong(clientUntil);
        out.writeLong(link);
    }

    static Claim read(DataInput in) throws IOException {
        int bits = in.readUnsignedByte();
        long key = in.readLong();
        long ts = in.readLong();
        long person = in.readLong();
        long until = in.readLong();
        return new Claim(
                SUBJECTS[bits >> 4],
                key,
                ts,
                WHATS[bits >> 2 & 3],
                person,
                until,
                (bits & 2) != 0,
                (bits & 1) != 0,
                in.readLong(),
                in.readLong(),
                in.readLong());
    }

    /// What a key is of, as the table of links calls it.
    enum Subject {
        USER(0, "user", Key.Kind.USER),
        SESSION(1, "session", Key.Kind.SESSION),
        TRACE(2, "trace", Key.Kind.TRACE),
        CLIENT(3, "client", Key.Kind.CLIENT);

        private final int number;
        final String id;
        final Key.Kind kind;

        Subject(int number, String id, Key.Kind kind) {
            this.number = number;
            this.id = id;
            this.kind = kind;
        }
    }

    /// In the order in which they count at one instant.
    enum What {
        ENDS(0),
        /// The person signed in, or did something signed in.
        ACTS(1),
        /// The person's record was looked at.
        VIEWED(2);

        private final int number;

        What(int number) {
            this.number = number;
        }
    }
}
