package dev.earshot.clinic.logs;

/// Judges visits of the large past by what they were.
final class ScaledTruth {
    private static final int TAGS = ScaledTags.ALL.size();

    private final ScaledPages pages;
    private final long[] from = new long[TAGS];
    private final long[] to = new long[TAGS];
    private final long[] pairs = new long[TAGS];
    private final boolean[] certain = new boolean[TAGS];

    ScaledTruth(ScaledPages pages) {
        this.pages = pages;
        for (int tag = 0; tag < TAGS; tag++) {
            ScaledTags.Tag one = ScaledTags.ALL.get(tag);
            from[tag] = one.from().getEpochSecond();
            to[tag] = one.to().getEpochSecond();
            pairs[tag] = one.pairs();
            certain[tag] = one.certain();
        }
    }

    /// What this visit of a member adds to what is known of them.
    void add(ScaledVisit visit, Tally.Account account) {
        boolean named = isNamed(visit);
        if (!named) {
            return;
        }
        account.seen = true;
        for (int view = 0; view < visit.views; view++) {
            if (visit.isUsed(view, pages)) {
                boolean sure = isSure(visit, view);
                for (int tag = 0; tag < TAGS; tag++) {
                    if (tells(tag, visit, view)) {
                        if (sure && certain[tag]) {
                            account.certain |= pairs[tag];
                        } else {
                            account.possible |= pairs[tag];
                        }
                    }
                }
            }
        }
    }

    /// Whether any line that counts names the visitor. A session of which only what came after its end is left is
    /// nobody's.
    boolean isNamed(ScaledVisit visit) {
        if (visit.kind.isNobody() || visit.kind.isSetAside()) {
            return false;
        }
        for (int view = 0; view < visit.views; view++) {
            if (visit.isUsed(view, pages) && visit.at[view] < visit.until) {
                return true;
            }
        }
        return false;
    }

    static boolean isSure(ScaledVisit visit, int view) {
        return switch (visit.kind) {
            case SIGNED_IN, USER_NAME -> true;
            case ENDS -> visit.at[view] < visit.until;
            case ADDRESS, UNKNOWN_SESSION, STRANGER, BOT, INTERNAL, CHECK -> false;
        };
    }

    boolean tells(ScaledVisit visit, int view) {
        for (int tag = 0; tag < TAGS; tag++) {
            if (tells(tag, visit, view)) {
                return true;
            }
        }
        return false;
    }

    private boolean tells(int tag, ScaledVisit visit, int view) {
        return (pages.tags[visit.page[view]] >>> tag & 1) == 1
                && visit.at[view] >= from[tag]
                && visit.at[view] < to[tag];
    }
}
