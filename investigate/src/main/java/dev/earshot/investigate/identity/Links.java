package dev.earshot.investigate.identity;

import dev.earshot.investigate.identity.Claim.Subject;
import dev.earshot.investigate.table.RowWriter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Makes rows of the table of links of claims in their order.
///
/// A key stands for whoever acted last under it, until the end of the session, the next one who acts, or the longest
/// time that can be believed. Where two rows state that it stood for two people at the same time, it is only probable
/// that it stood for either. A patient whose record was viewed is told too, certainly, until the next one was viewed: that
/// the account's holder is another does not contradict it.
///
/// Each interval also says who was behind the row's address and user agent, which is never more than probable.
final class Links {
    /// More people than this who share a key at one time are not told apart further.
    private static final int MOST = 64;

    private final RowWriter rows;
    private final Map<String, Long> written = new TreeMap<>();
    private final List<Open> acting = new ArrayList<>();
    private final List<Open> viewed = new ArrayList<>();
    private @Nullable Claim current;
    private long crowdedUntil = Long.MIN_VALUE;
    private Optional<Long> endedAlone = Optional.empty();
    private Optional<Long> lastEnd = Optional.empty();
    private boolean shared;
    private long sharedKeys;
    private long momentary;

    Links(RowWriter rows) {
        this.rows = rows;
    }

    /// An interval that has begun, and was last confirmed at `seen`. What of it was not written yet starts at `start` and
    /// is `certain` or not.
    private static final class Open {
        private final Claim claim;
        private long start;
        private long seen;
        private long until;
        private long clientUntil;
        private boolean certain;

        Open(Claim claim) {
            this.claim = claim;
            start = claim.ts();
            seen = claim.ts();
            until = claim.until();
            clientUntil = claim.clientUntil();
            certain = !claim.doubtful();
        }
    }

    /// How many links were written, by `kind certainty`.
    Map<String, Long> written() {
        return new TreeMap<>(written);
    }

    /// How many keys stood for two people at the same time.
    long sharedKeys() {
        return sharedKeys;
    }

    /// How many sessions began and ended in one instant.
    long momentary() {
        return momentary;
    }

    /// Takes the next claim in [Claim#ORDER].
    void take(Claim claim) throws IOException {
        Claim before = current;
        if (before != null && !before.sameKey(claim)) {
            finish();
        }
        current = claim;
        advance(claim.ts());
        switch (claim.what()) {
            case ENDS -> {
                boolean open = !acting.isEmpty() || !viewed.isEmpty();
                closeAll(acting, claim.ts());
                closeAll(viewed, claim.ts());
                lastEnd = open ? Optional.of(claim.ts()) : lastEnd;
                if (!open && !lastEnd.equals(Optional.of(claim.ts()))) {
                    endedAlone = Optional.of(claim.ts());
                }
            }
            case ACTS -> act(claim);
            case VIEWED -> view(claim);
        }
    }

    /// After the last claim.
    void finish() throws IOException {
        advance(Long.MAX_VALUE);
        closeAll(acting, Long.MAX_VALUE);
        closeAll(viewed, Long.MAX_VALUE);
        sharedKeys += shared ? 1 : 0;
        shared = false;
        current = null;
        crowdedUntil = Long.MIN_VALUE;
        endedAlone = Optional.empty();
        lastEnd = Optional.empty();
    }

    /// Where the session both began and ended in this instant, which came first is not known: that it went on is
    /// possible.
    private void act(Claim claim) throws IOException {
        Claim acts = claim;
        if (endedAlone.equals(Optional.of(claim.ts()))) {
            momentary++;
            acts = claim.inDoubt();
        }
        boolean goesOn = false;
        for (Iterator<Open> each = acting.iterator(); each.hasNext(); ) {
            Open open = each.next();
            boolean same = open.claim.person() == acts.person();
            if (same && goesOn(open, acts)) {
                open.until = Math.max(open.until, acts.until());
                open.clientUntil = Math.max(open.clientUntil, acts.clientUntil());
                open.seen = acts.ts();
                goesOn = true;
            } else if (!open.claim.stated() && open.seen < acts.ts()) {
                write(open, acts.ts());
                each.remove();
                if (!same) {
                    closeAll(viewed, acts.ts());
                }
            }
        }
        if (!goesOn) {
            open(acts);
        }
        judge(acts.ts());
    }

    private static boolean goesOn(Open open, Claim claim) {
        return !claim.stated()
                && !open.claim.stated()
                && open.claim.client() == claim.client()
                && open.certain
                && !claim.doubtful();
    }

    private void open(Claim claim) throws IOException {
        Open open = new Open(claim);
        if (acting.size() < MOST) {
            acting.add(open);
            return;
        }
        open.certain = false;
        shared = true;
        crowdedUntil = Math.max(crowdedUntil, open.until);
        write(open, open.until);
    }

    private void view(Claim claim) throws IOException {
        boolean goesOn = false;
        for (Iterator<Open> each = viewed.iterator(); each.hasNext(); ) {
            Open open = each.next();
            if (open.claim.person() == claim.person() && open.claim.client() == claim.client()) {
                open.until = Math.max(open.until, claim.until());
                open.clientUntil = Math.max(open.clientUntil, claim.clientUntil());
                open.seen = claim.ts();
                goesOn = true;
            } else if (open.seen < claim.ts()) {
                write(open, claim.ts());
                each.remove();
            }
        }
        if (!goesOn) {
            viewed.add(new Open(claim));
        }
    }

    private void advance(long ts) throws IOException {
        for (Open first = first(viewed, ts); first != null; first = first(viewed, ts)) {
            viewed.remove(first);
            write(first, first.until);
        }
        for (Open first = first(acting, ts); first != null; first = first(acting, ts)) {
            acting.remove(first);
            lastEnd = Optional.of(first.until);
            write(first, first.until);
            judge(first.until);
        }
        judge(ts);
    }

    /// The first to end before or at `ts`, of those that end.
    private static @Nullable Open first(List<Open> opens, long ts) {
        Open first = null;
        for (Open open : opens) {
            if (open.until <= ts && open.until != Long.MAX_VALUE && (first == null || open.until < first.until)) {
                first = open;
            }
        }
        return first;
    }

    /// Whether each open interval is certain from `ts` on: where what it was changes, what came before is written.
    private void judge(long ts) throws IOException {
        boolean alone = crowdedUntil <= ts;
        for (int at = 1; at < acting.size() && alone; at++) {
            alone = acting.get(at).claim.person() == acting.getFirst().claim.person();
        }
        shared |= !alone && !acting.isEmpty();
        for (Open open : acting) {
            boolean certain = alone && !open.claim.doubtful();
            if (certain != open.certain) {
                if (open.start < ts) {
                    write(open, ts);
                }
                open.start = Math.max(open.start, ts);
                open.certain = certain;
            }
        }
    }

    private void closeAll(List<Open> opens, long ts) throws IOException {
        for (Open open : opens) {
            write(open, Math.min(open.until, ts));
        }
        opens.clear();
    }

    private void write(Open open, long end) throws IOException {
        Claim claim = open.claim;
        if (open.start >= end) {
            return;
        }
        boolean client = claim.subject() == Subject.CLIENT;
        row(claim, claim.subject(), claim.key(), open.start, end, open.certain && !client);
        if (!client && claim.client() != 0) {
            long until = Math.min(end, open.clientUntil);
            if (open.start < until) {
                row(claim, Subject.CLIENT, claim.client(), open.start, until, false);
            }
        }
    }

    private void row(Claim claim, Subject subject, long key, long from, long to, boolean certain) throws IOException {
        rows.set(0, claim.link())
                .set(1, subject.id)
                .set(2, key)
                .set(3, from)
                .set(4, to)
                .set(5, claim.person())
                .set(6, certain ? "certain" : "probable")
                .endRow();
        written.merge(subject.id + (certain ? " certain" : " probable"), 1L, Long::sum);
    }
}
