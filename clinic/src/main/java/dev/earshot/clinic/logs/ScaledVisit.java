package dev.earshot.clinic.logs;

import java.util.function.Consumer;

/// One visit of the large past: a pure function of the seed and its number. It is overwritten by the next.
///
/// What is known of it is what the truth is made from: who it was, what of that is on record, and what became of each
/// page.
final class ScaledVisit {
    static final int MOST_VIEWS = 8;
    static final int SESSION = 3_600;

    private static final Kind[] KINDS = kinds();

    private final Scale scale;
    private final Shuffle visits;
    private final Shuffle members;
    private final long half;
    private final long visitors;
    private final long regulars;

    long number;
    Kind kind = Kind.STRANGER;
    /// Of the member; without meaning where the kind is nobody's.
    int member;
    /// Seconds since 1970.
    long start;
    /// When the session ends, excluded.
    long until;
    int views;
    final long[] at = new long[MOST_VIEWS];
    final int[] page = new int[MOST_VIEWS];
    final Outcome[] outcome = new Outcome[MOST_VIEWS];
    /// How many pictures and the like go with each page.
    final int[] files = new int[MOST_VIEWS];
    /// For what is written of the visit only.
    long salt;

    /// Who comes, and what is on record of it.
    enum Kind {
        /// Signed in for an hour, which is longer than the visit.
        SIGNED_IN(42),
        /// The user's name stands in the log.
        USER_NAME(8),
        /// Signed in, but for a part of the visit.
        ENDS(5),
        /// Signed in, but the log has no session: address and browser alone agree.
        ADDRESS(4),
        /// With a session that no sign-in knows.
        UNKNOWN_SESSION(4),
        STRANGER(26),
        BOT(7),
        INTERNAL(2),
        CHECK(2);

        private final int percent;

        Kind(int percent) {
            this.percent = percent;
        }

        boolean isOnRecord() {
            return this == SIGNED_IN || this == ENDS || this == ADDRESS;
        }

        boolean isNobody() {
            return this == UNKNOWN_SESSION || this == STRANGER;
        }

        boolean isSetAside() {
            return this == BOT || this == INTERNAL || this == CHECK;
        }
    }

    /// What a page was answered with.
    enum Outcome {
        PAGE,
        REDIRECT,
        HEAD,
        TORN
    }

    ScaledVisit(Scale scale) {
        this.scale = scale;
        this.visits = new Shuffle(scale.visits(), scale.seed() * 2 + 1);
        this.members = new Shuffle(scale.members(), scale.seed() * 2 + 2);
        this.half = scale.visits() / 2;
        this.visitors = Math.max(1, scale.members() * 65L / 100);
        this.regulars = Math.max(1, visitors / 8);
    }

    private static Kind[] kinds() {
        Kind[] kinds = new Kind[100];
        int at = 0;
        for (Kind kind : Kind.values()) {
            for (int count = 0; count < kind.percent; count++) {
                kinds[at++] = kind;
            }
        }
        return kinds;
    }

    /// Half of all visits are spread over all who ever come, the others over an eighth of those.
    void load(long newNumber) {
        number = newNumber;
        long slot = visits.forward(number);
        member = (int) members.forward(slot < half ? slot % visitors : (slot - half) % regulars);
        fill();
    }

    private void fill() {
        long bits = Shuffle.mix(scale.seed(), number);
        salt = Shuffle.mix(bits, 1);
        kind = KINDS[(int) (((bits & 0xffff_ffffL) * 100) >>> 32)];
        start = ScaledTags.LOG_FROM + number * (ScaledTags.LOG_TO - ScaledTags.LOG_FROM) / scale.visits();
        views = 1 + (int) (bits >>> 33 & 7);
        until = kind == Kind.ENDS ? start + 30 + (bits >>> 40 & 0x1ff) : start + SESSION;
        long time = start + (bits >>> 52 & 3);
        long more = bits;
        for (int view = 0; view < views; view++) {
            more = Shuffle.mix(more, view);
            at[view] = time;
            page[view] = (int) (((more & 0xffff_ffffL) * ScaledPages.PAGES) >>> 32);
            int chance = (int) (more >>> 32 & 0x1ffff);
            outcome[view] = chance < 2
                    ? Outcome.TORN
                    : chance < 1_400 ? Outcome.HEAD : chance < 7_000 ? Outcome.REDIRECT : Outcome.PAGE;
            files[view] = outcome[view] == Outcome.PAGE ? (int) (more >>> 50 & 1) + (int) (more >>> 51 & 1) : 0;
            time += 3 + (more >>> 53 & 0x7f) * (more >>> 60 & 1);
        }
    }

    /// Whether the line of a page is one that counts.
    boolean isUsed(int view, ScaledPages pages) {
        return outcome[view] == Outcome.PAGE
                && inPeriod(at[view])
                && pages.host[page[view]] != ScaledPages.STATUS_HOST
                && !kind.isSetAside();
    }

    static boolean inPeriod(long second) {
        return second >= ScaledTags.PERIOD_FROM && second < ScaledTags.PERIOD_TO;
    }

    /// Takes all visits of one member into account.
    void each(int person, Consumer<ScaledVisit> taker) {
        long rank = members.inverse(person);
        if (rank >= visitors) {
            return;
        }
        for (long slot = rank; slot < half; slot += visitors) {
            of(slot, person, taker);
        }
        if (rank < regulars) {
            for (long slot = half + rank; slot < scale.visits(); slot += regulars) {
                of(slot, person, taker);
            }
        }
    }

    private void of(long slot, int person, Consumer<ScaledVisit> taker) {
        number = visits.inverse(slot);
        member = person;
        fill();
        if (!kind.isNobody() && !kind.isSetAside()) {
            taker.accept(this);
        }
    }
}
