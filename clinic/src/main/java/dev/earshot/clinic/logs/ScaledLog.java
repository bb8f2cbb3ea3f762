package dev.earshot.clinic.logs;

import dev.earshot.clinic.logs.ScaledVisit.Kind;
import dev.earshot.clinic.logs.ScaledVisit.Outcome;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;

/// Writes one log file of the large past, and the sign-ins that belong to it.
///
/// Lines are in the order of their seconds: what is later than the visits that were begun waits, in a ring of as many
/// seconds as a visit can last. So memory depends on how many lines fall into an hour, not on how many there are.
final class ScaledLog {
    /// As nginx would be told to write it.
    static final String FORMAT = "$remote_addr - $remote_user [$time_local] \"$request\" $status $body_bytes_sent"
            + " \"$http_referer\" \"$http_user_agent\" $host \"$cookie_hospital_session\"";

    private static final ZoneId ZONE = ZoneId.of("America/Los_Angeles");
    private static final DateTimeFormatter HOUR = DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:", Locale.ROOT);
    /// A power of two, above what a visit can last.
    private static final int RING = 1_024;
    private static final byte[] DASH = ScaledPages.bytes("-");
    private static final byte[] CHECKER = ScaledPages.bytes("ELB-HealthChecker/2.0");
    private static final byte[] HEALTHZ = ScaledPages.bytes("/healthz");

    private final Scale scale;
    private final ScaledPages pages;
    private final ScaledTruth truth;
    private final Bytes[] ring = new Bytes[RING];
    private final Counts counts = new Counts();

    /// What is in a file, by what becomes of it.
    static final class Counts {
        long lines;
        long used;
        final long[] aside = new long[Aside.values().length];
        long certain;
        long probable;
        long nameless;
        long unidentifiedVisits;
        long unidentifiedHits;
        long logins;
        long bytes;

        void add(Counts other) {
            lines += other.lines;
            used += other.used;
            Tally.add(aside, other.aside);
            certain += other.certain;
            probable += other.probable;
            nameless += other.nameless;
            unidentifiedVisits += other.unidentifiedVisits;
            unidentifiedHits += other.unidentifiedHits;
            logins += other.logins;
            bytes += other.bytes;
        }

        private void aside(Aside reason) {
            aside[reason.place()]++;
        }

        Map<String, Long> asideByReason() {
            Map<String, Long> reasons = new TreeMap<>();
            for (Aside reason : Aside.values()) {
                if (aside[reason.place()] > 0) {
                    reasons.put(reason.id(), aside[reason.place()]);
                }
            }
            return reasons;
        }
    }

    ScaledLog(Scale scale, ScaledPages pages) {
        this.scale = scale;
        this.pages = pages;
        this.truth = new ScaledTruth(pages);
        Arrays.setAll(ring, second -> new Bytes(0));
    }

    /// @param number of the file
    /// @param level of compression, 1 to 9
    Counts write(Path log, Path logins, int number, int level) throws IOException {
        long from = scale.visits() * number / scale.files();
        long to = scale.visits() * (number + 1) / scale.files();
        ScaledVisit visit = new ScaledVisit(scale);
        Clock clock = new Clock();
        Bytes signIns = new Bytes(1 << 16);
        Bytes gathered = new Bytes(1 << 17);
        try (OutputStream raw = Files.newOutputStream(log);
                OutputStream signed = Files.newOutputStream(logins);
                GZIPOutputStream out = new Leveled(raw, level)) {
            signIns.put("signed_in,signed_out,login,member,session,address,browser\n");
            long flushed = Long.MAX_VALUE;
            for (long one = from; one < to; one++) {
                visit.load(one);
                flushed = Math.min(flushed, visit.start);
                for (; flushed < visit.start; flushed++) {
                    flush(flushed, gathered, out);
                }
                lines(visit, clock);
                if (visit.kind.isOnRecord()) {
                    signIn(visit, signIns);
                    if (signIns.size() > 60_000) {
                        signIns.drainTo(signed);
                    }
                }
            }
            for (long rest = 0; rest < RING; rest++) {
                flush(flushed + rest, gathered, out);
            }
            gathered.drainTo(out);
            signIns.drainTo(signed);
        }
        return counts;
    }

    private void flush(long second, Bytes gathered, OutputStream out) throws IOException {
        Bytes lines = ring[(int) (second & RING - 1)];
        if (lines.size() > 0) {
            counts.bytes += lines.size();
            lines.moveTo(gathered);
            if (gathered.size() > 100_000) {
                gathered.drainTo(out);
            }
        }
    }

    private void lines(ScaledVisit visit, Clock clock) {
        boolean named = truth.isNamed(visit);
        boolean told = false;
        for (int view = 0; view < visit.views; view++) {
            long at = visit.at[view];
            Bytes line = ring[(int) (at & RING - 1)];
            clock.at(at);
            if (visit.outcome[view] == Outcome.TORN) {
                torn(line, visit, clock);
                counts.lines++;
                counts.aside(Aside.UNREADABLE);
                continue;
            }
            page(line, visit, view, clock);
            counts.lines++;
            if (visit.isUsed(view, pages)) {
                counts.used++;
                boolean tells = truth.tells(visit, view);
                if (!named) {
                    counts.nameless++;
                    counts.unidentifiedHits += tells ? 1 : 0;
                    told |= tells;
                } else if (ScaledTruth.isSure(visit, view)) {
                    counts.certain++;
                } else {
                    counts.probable++;
                }
            } else {
                counts.aside(aside(visit, view));
            }
            for (int file = 0; file < visit.files[view]; file++) {
                file(line, visit, view, file, clock);
                counts.lines++;
                counts.aside(asideOfFile(visit, view));
            }
        }
        counts.unidentifiedVisits += told ? 1 : 0;
    }

    private Aside aside(ScaledVisit visit, int view) {
        Aside general = asideOfFile(visit, view);
        if (general != Aside.NOT_A_PAGE) {
            return general;
        }
        return visit.outcome[view] == Outcome.HEAD ? Aside.METHOD : Aside.STATUS;
    }

    /// The first reason that applies, for a picture or the like.
    private Aside asideOfFile(ScaledVisit visit, int view) {
        if (!ScaledVisit.inPeriod(visit.at[view])) {
            return Aside.OUTSIDE_PERIOD;
        }
        if (pages.host[visit.page[view]] == ScaledPages.STATUS_HOST) {
            return Aside.OTHER_HOST;
        }
        return switch (visit.kind) {
            case CHECK -> Aside.HEALTH_CHECK;
            case BOT -> Aside.BOT;
            case INTERNAL -> Aside.INTERNAL;
            case SIGNED_IN, USER_NAME, ENDS, ADDRESS, UNKNOWN_SESSION, STRANGER -> Aside.NOT_A_PAGE;
        };
    }

    private void page(Bytes line, ScaledVisit visit, int view, Clock clock) {
        int page = visit.page[view];
        long salt = Shuffle.mix(visit.salt, view);
        start(line, visit, clock);
        line.put(visit.outcome[view] == Outcome.HEAD ? "] \"HEAD " : "] \"GET ");
        if (visit.kind == Kind.CHECK) {
            line.put(HEALTHZ);
        } else {
            line.put(pages.path[page]);
            if (pages.search[page]) {
                line.put("?q=").put(pages.words[(int) (salt & 511)]);
            } else if ((salt & 7) == 0) {
                line.put("?ref=").number(salt >>> 8 & 0xf_ffff);
            }
        }
        line.put(visit.outcome[view] == Outcome.REDIRECT ? " HTTP/2.0\" 302 " : " HTTP/2.0\" 200 ");
        line.number(2_000 + (salt >>> 30 & 0xffff)).put(" \"");
        line.put(view == 0 ? DASH : pages.reference[visit.page[view - 1]]);
        end(line, visit, page);
    }

    private void file(Bytes line, ScaledVisit visit, int view, int file, Clock clock) {
        int page = visit.page[view];
        long salt = Shuffle.mix(visit.salt, 16L + view * 2L + file);
        start(line, visit, clock);
        line.put("] \"GET ")
                .put(visit.kind == Kind.CHECK ? HEALTHZ : pages.files[(int) ((salt & 0xffff) % pages.files.length)]);
        line.put(" HTTP/2.0\" 200 ")
                .number(500 + (salt >>> 30 & 0x1ffff))
                .put(" \"")
                .put(pages.reference[page]);
        end(line, visit, page);
    }

    /// Cut in the middle of its time.
    private static void torn(Bytes line, ScaledVisit visit, Clock clock) {
        address(line, visit);
        line.put(" - - [").put(clock.text, 0, 14).put('\n');
    }

    private static void start(Bytes line, ScaledVisit visit, Clock clock) {
        address(line, visit);
        line.put(" - ");
        if (visit.kind == Kind.USER_NAME) {
            ScaledMembers.user(line, visit.member);
        } else {
            line.put('-');
        }
        line.put(" [").put(clock.text);
    }

    private void end(Bytes line, ScaledVisit visit, int page) {
        line.put("\" \"")
                .put(agent(visit))
                .put("\" ")
                .put(pages.hosts[pages.host[page]])
                .put(" \"");
        switch (visit.kind) {
            case SIGNED_IN, ENDS, UNKNOWN_SESSION -> session(line, visit);
            case USER_NAME, ADDRESS, STRANGER, BOT, INTERNAL, CHECK -> line.put('-');
        }
        line.put("\"\n");
    }

    private byte[] agent(ScaledVisit visit) {
        return switch (visit.kind) {
            case CHECK -> CHECKER;
            case BOT -> pages.crawlers[(int) (visit.salt & 1)];
            case SIGNED_IN, USER_NAME, ENDS, ADDRESS, UNKNOWN_SESSION, STRANGER, INTERNAL ->
                pages.agents[(int) ((visit.salt >>> 8 & 0xffff) % pages.agents.length)];
        };
    }

    /// Who is known by the address alone, or not at all, has one that nobody else has.
    private static void address(Bytes line, ScaledVisit visit) {
        switch (visit.kind) {
            case INTERNAL, CHECK -> line.put("192.0.2.").number(1 + (visit.salt >>> 24 & 127));
            case ADDRESS, STRANGER ->
                line.put("2001:db8:a:")
                        .hex(visit.number >>> 32 & 0xffff, 4)
                        .put(':')
                        .hex(visit.number >>> 16 & 0xffff, 4)
                        .put(':')
                        .hex(visit.number & 0xffff, 4)
                        .put("::1");
            case SIGNED_IN, USER_NAME, ENDS, UNKNOWN_SESSION, BOT -> {
                if ((visit.salt >>> 23 & 1) == 0) {
                    line.put((visit.salt >>> 24 & 1) == 0 ? "203.0.113." : "198.51.100.")
                            .number(1 + (visit.salt >>> 25 & 127));
                } else {
                    line.put("2001:db8:b:")
                            .hex(visit.salt >>> 24 & 0xffff, 4)
                            .put("::")
                            .hex(visit.salt >>> 40 & 0xffff, 4);
                }
            }
        }
    }

    private void session(Bytes line, ScaledVisit visit) {
        line.hex(Shuffle.mix(scale.seed() + 77, visit.number), 16).hex(visit.number * 0x9e3779b97f4a7c15L, 16);
    }

    private void signIn(ScaledVisit visit, Bytes row) {
        counts.logins++;
        row.put(Instant.ofEpochSecond(visit.start).toString()).put(',');
        row.put(Instant.ofEpochSecond(visit.until).toString()).put(',');
        ScaledMembers.user(row, visit.member);
        row.put(',');
        ScaledMembers.id(row, visit.member, (visit.number & 1) == 1);
        row.put(',');
        if (visit.kind == Kind.ADDRESS) {
            row.put(',');
            address(row, visit);
            row.put(",\"").put(agent(visit)).put("\"\n");
        } else {
            session(row, visit);
            row.put(",,\n");
        }
    }

    /// `dd/MMM/yyyy:HH:mm:ss -0800`, made anew only where it changes.
    private static final class Clock {
        private final byte[] text = new byte[26];
        private long hour = Long.MIN_VALUE;
        private long second = Long.MIN_VALUE;

        void at(long newSecond) {
            if (newSecond == second) {
                return;
            }
            second = newSecond;
            if (hour != second / 3_600) {
                hour = second / 3_600;
                var time = Instant.ofEpochSecond(second).atZone(ZONE);
                put(ScaledPages.bytes(HOUR.format(time)), 0);
                put(ScaledPages.bytes(offset(time.getOffset())), 20);
            }
            two(15, second / 60 % 60);
            text[17] = ':';
            two(18, second % 60);
        }

        private static String offset(ZoneOffset offset) {
            return " " + offset.getId().replace(":", "");
        }

        private void put(byte[] bytes, int at) {
            System.arraycopy(bytes, 0, text, at, bytes.length);
        }

        private void two(int at, long number) {
            text[at] = (byte) ('0' + number / 10);
            text[at + 1] = (byte) ('0' + number % 10);
        }
    }

    private static final class Leveled extends GZIPOutputStream {
        Leveled(OutputStream out, int level) throws IOException {
            super(out, 1 << 16);
            def.setLevel(level);
        }
    }
}
