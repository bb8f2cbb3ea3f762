package dev.earshot.bench;

import dev.earshot.investigate.log.SetAside;
import dev.earshot.investigate.plan.Plan;
import dev.earshot.investigate.table.Key;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.zip.GZIPOutputStream;

/// Access logs of a hospital that is not there, as gzip files of several members each, and what is true of them. Made line
/// by line: memory does not grow with them.
final class MadeUpLogs {
    static final String PATTERN = "$remote_addr - $remote_user [$time_local] \"$request\" $status $body_bytes_sent"
            + " \"$http_referer\" \"$http_user_agent\" $host \"$cookie_sid\"";
    static final Instant START = Instant.parse("2024-01-01T00:00:00Z");

    private static final int MEMBER = 250_000;
    private static final int ACTIVE = 400;
    private static final int DAY = 86_400;
    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final List<String> HOSTS = List.of("www.clinic.example", "portal.clinic.example");
    private static final String BOT = "Mozilla/5.0 (compatible; Examplebot/2.1; +http://bot.example/about)";

    private final Random random;
    private final Map<SetAside, Long> setAside = new EnumMap<>(SetAside.class);
    private final Set<String> pages = new HashSet<>();
    private final List<String> paths = new ArrayList<>();
    private final List<String> agents = new ArrayList<>();
    private final Visitor[] active = new Visitor[ACTIVE];
    private long lines;
    private long used;
    private long timeSum;
    private long sessionSum;
    private long userSum;

    /// What an import has to find. Sums are of the used lines, and overflow.
    record Truth(
            long lines,
            long used,
            Map<SetAside, Long> setAside,
            int pages,
            long timeSum,
            long sessionSum,
            long userSum,
            long bytes,
            long stored) {
        private Truth plus(Truth other, int allPages) {
            Map<SetAside, Long> sum = new EnumMap<>(setAside);
            other.setAside.forEach((reason, count) -> sum.merge(reason, count, Long::sum));
            return new Truth(
                    lines + other.lines,
                    used + other.used,
                    sum,
                    allPages,
                    timeSum + other.timeSum,
                    sessionSum + other.sessionSum,
                    userSum + other.userSum,
                    bytes + other.bytes,
                    stored + other.stored);
        }
    }

    private record Visitor(String address, String agent, String user, String session, long userKey, long sessionKey) {}

    private MadeUpLogs(long seed) {
        random = new Random(seed);
        // The same pages in all files.
        Random fixed = new Random(1);
        for (int i = 0; i < 4_000; i++) {
            paths.add("/"
                    + List.of("conditions", "find-a-doctor", "visits", "messages", "locations")
                            .get(i % 5) + "/" + word(fixed) + "-" + word(fixed) + "/" + i);
        }
        for (int i = 0; i < 300; i++) {
            agents.add("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/"
                    + (90 + i % 40) + ".0." + (4000 + i * 7) + "." + i + " Safari/537.36");
        }
    }

    /// One file a day from [#START] on.
    ///
    /// @param level of compression, 6 as logs are usually rotated
    static Truth write(Path folder, long lines, int files, int level) throws Exception {
        Files.createDirectories(folder);
        ExecutorService pool = Executors.newFixedThreadPool(2);
        try {
            List<Future<Map.Entry<Truth, Set<String>>>> made = new ArrayList<>();
            for (int i = 0; i < files; i++) {
                int file = i;
                long count = lines * (i + 1) / files - lines * i / files;
                made.add(pool.submit(() -> {
                    MadeUpLogs logs = new MadeUpLogs(100 + file);
                    return Map.entry(logs.file(folder, file, count, level), logs.pages);
                }));
            }
            Set<String> pages = new HashSet<>();
            Truth sum = new Truth(0, 0, Map.of(), 0, 0, 0, 0, 0, 0);
            for (Future<Map.Entry<Truth, Set<String>>> one : made) {
                pages.addAll(one.get().getValue());
                sum = one.get().getKey().plus(sum, pages.size());
            }
            return sum;
        } finally {
            pool.shutdownNow();
        }
    }

    /// A plan that reads the logs in a folder, of formats as stated.
    static Plan plan(Path folder) {
        return new Plan(
                "Measurement",
                "Clinic Example Health",
                folder.resolve("plan.yaml"),
                START,
                START.plus(Duration.ofDays(3650)),
                ZoneOffset.UTC,
                HOSTS,
                List.of(new Plan.Logs(
                        List.of(folder + "/*.gz"),
                        Optional.of(PATTERN),
                        Map.of(),
                        ZoneOffset.UTC,
                        Optional.empty(),
                        Optional.of("sid"),
                        List.of(),
                        Duration.ZERO,
                        1)),
                new Plan.Rules(
                        Duration.ofMinutes(30),
                        Set.of(),
                        List.of(),
                        List.of("/healthz"),
                        List.of("192.0.2.0/24"),
                        List.of("200-299", "304"),
                        List.of(".css", ".js", ".png", ".jpg", ".svg", ".woff2", ".ico", ".gif"),
                        List.of(),
                        0.01,
                        false),
                List.of(),
                List.of(),
                List.of(),
                List.of());
    }

    private Truth file(Path folder, int number, long count, int level) throws IOException {
        Path file = folder.resolve(String.format(Locale.ROOT, "access-%05d.gz", number));
        Instant from = START.plus(Duration.ofDays(number));
        long bytes = 0;
        try (OutputStream stored = Files.newOutputStream(file)) {
            for (long done = 0; done < count; done += MEMBER) {
                try (OutputStream out = member(stored, level)) {
                    StringBuilder text = new StringBuilder();
                    for (long i = done; i < Math.min(count, done + MEMBER); i++) {
                        line(text, from.plusSeconds(i * DAY / count));
                        if (text.length() > 60_000) {
                            bytes += flush(text, out);
                        }
                    }
                    bytes += flush(text, out);
                }
            }
        }
        return new Truth(lines, used, setAside, pages.size(), timeSum, sessionSum, userSum, bytes, Files.size(file));
    }

    private static int flush(StringBuilder text, OutputStream out) throws IOException {
        byte[] bytes = text.toString().getBytes(StandardCharsets.ISO_8859_1);
        out.write(bytes);
        text.setLength(0);
        return bytes.length;
    }

    private static OutputStream member(OutputStream stored, int level) throws IOException {
        OutputStream kept = new FilterOutputStream(stored) {
            @Override
            public void write(byte[] bytes, int from, int length) throws IOException {
                out.write(bytes, from, length);
            }

            @Override
            public void close() throws IOException {
                out.flush();
            }
        };
        return new GZIPOutputStream(kept, 1 << 16) {
            {
                def.setLevel(level);
            }
        };
    }

    private Instant clockAt = Instant.EPOCH;
    private String clock = "";

    private void line(StringBuilder text, Instant at) {
        if (!at.equals(clockAt)) {
            clockAt = at;
            clock = CLOCK.format(at);
        }
        lines++;
        int slot = random.nextInt(ACTIVE);
        if (active[slot] == null || random.nextInt(8) == 0) {
            active[slot] = visitor();
        }
        Visitor visitor = active[slot];
        int kind = random.nextInt(1000);
        SetAside reason = kind < 800
                ? null
                : kind < 920
                        ? SetAside.NOT_A_PAGE
                        : kind < 955
                                ? SetAside.STATUS
                                : kind < 985 ? SetAside.BOT : kind < 999 ? SetAside.METHOD : SetAside.UNREADABLE;
        if (reason == SetAside.UNREADABLE) {
            text.append("\\x16\\x03\\x01 a connection that spoke no HTTP\n");
            setAside.merge(reason, 1L, Long::sum);
            return;
        }
        String method = reason == SetAside.METHOD ? "HEAD" : random.nextInt(12) == 0 ? "POST" : "GET";
        // Some pages are asked for much more than others.
        double share = random.nextDouble();
        String path = paths.get((int) (share * share * share * paths.size()));
        String host = HOSTS.get(visitor.user.equals("-") ? 0 : 1);
        text.append(visitor.address)
                .append(" - ")
                .append(visitor.user)
                .append(" [")
                .append(clock)
                .append(" +0000] \"")
                .append(method)
                .append(' ');
        if (reason == SetAside.NOT_A_PAGE) {
            text.append("/static").append(path).append(".css");
        } else {
            text.append(path);
            if (random.nextInt(4) == 0) {
                text.append("?utm_source=newsletter&id=").append(random.nextInt(1_000_000));
            }
        }
        text.append(" HTTP/1.1\" ")
                .append(reason == SetAside.STATUS ? 404 : 200)
                .append(' ')
                .append(1000 + random.nextInt(60_000))
                .append(" \"https://")
                .append(host)
                .append(paths.get(random.nextInt(paths.size())))
                .append("\" \"")
                .append(reason == SetAside.BOT ? BOT : visitor.agent)
                .append("\" ")
                .append(host)
                .append(" \"")
                .append(visitor.session)
                .append("\"\n");
        if (reason == null) {
            used++;
            timeSum += at.getEpochSecond() * 1_000_000;
            sessionSum += visitor.sessionKey;
            userSum += visitor.userKey;
            pages.add(method + ' ' + host + path);
        } else {
            setAside.merge(reason, 1L, Long::sum);
        }
    }

    private Visitor visitor() {
        String address = random.nextInt(5) == 0
                ? "2001:db8:" + Integer.toHexString(1 + random.nextInt(65_535)) + "::"
                        + Integer.toHexString(1 + random.nextInt(65_535))
                : (random.nextBoolean() ? "198.51.100." : "203.0.113.") + random.nextInt(256);
        String user = random.nextInt(10) < 3 ? "u" + (1_000_000 + random.nextInt(9_000_000)) : "-";
        String session = random.nextInt(10) < 8
                ? String.format(Locale.ROOT, "%016x%016x", random.nextLong(), random.nextLong())
                : "-";
        return new Visitor(
                address,
                agents.get(random.nextInt(agents.size())),
                user,
                session,
                user.equals("-") ? Key.NONE : Key.of(Key.Kind.USER, user),
                session.equals("-") ? Key.NONE : Key.of(Key.Kind.SESSION, session));
    }

    private static String word(Random random) {
        return List.of("heart", "knee", "skin", "sleep", "child", "birth", "cancer", "diabetes", "vision", "pain")
                        .get(random.nextInt(10))
                + List.of("-care", "-clinic", "-program", "-screening", "-therapy")
                        .get(random.nextInt(5));
    }
}
