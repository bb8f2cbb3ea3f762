package dev.earshot.guard.collect;

import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/// What was reported in a day of one registrable domain, or of one sort of content that has none. Guarded by [Day].
final class Contact {
    private static final int MOST_NETWORKS = 32;
    private static final int MOST_NETWORKS_OF_LINE = 4;

    final String name;
    final Kind kind;
    final boolean known;
    final Instant first;
    final Map<What, Line> lines = new HashMap<>();
    Instant last;
    long count;
    long written;
    boolean confirmed;
    int networksBefore;
    private final Networks networks = new Networks(MOST_NETWORKS);

    enum Kind {
        THIRD_PARTY("third party"),
        OWN("own host"),
        /// `inline`, `eval`, `data` and the like.
        CONTENT("content");

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        String words() {
            return words;
        }

        static Kind ofWords(String words) {
            return Arrays.stream(values())
                    .filter(kind -> kind.words.equals(words))
                    .findFirst()
                    .orElse(CONTENT);
        }
    }

    /// One combination of page, directive, address and the rest.
    static final class Line {
        long count;
        long written;
        int browsers;
        final Networks networks = new Networks(MOST_NETWORKS_OF_LINE);
    }

    /// Hashes of networks, as many as it has room for.
    static final class Networks {
        private final int most;
        private long[] hashes = {};

        Networks(int most) {
            this.most = most;
        }

        boolean add(long hash) {
            for (long each : hashes) {
                if (each == hash) {
                    return false;
                }
            }
            if (hashes.length >= most) {
                return false;
            }
            hashes = Arrays.copyOf(hashes, hashes.length + 1);
            hashes[hashes.length - 1] = hash;
            return true;
        }

        int size() {
            return hashes.length;
        }
    }

    Contact(String name, Kind kind, boolean known, Instant first) {
        this.name = name;
        this.kind = kind;
        this.known = known;
        this.first = first;
        this.last = first;
    }

    /// Of how many networks at least.
    int networks() {
        return Math.max(networks.size(), networksBefore);
    }

    void count(Instant at, long network) {
        count++;
        if (at.isAfter(last)) {
            last = at;
        }
        networks.add(network);
    }

    /// Counts a line. Where there is no room for another, the line that the fewest networks reported makes place, and
    /// is counted without its detail.
    ///
    /// @param room for how many lines
    /// @return by how many there are more lines now
    int line(What what, int browser, long network, int room) {
        Line line = lines.get(what);
        int more = 0;
        if (line == null) {
            if (lines.size() >= room) {
                Map.Entry<What, Line> least = null;
                for (Map.Entry<What, Line> each : lines.entrySet()) {
                    if (least == null
                            || each.getValue().networks.size()
                                    < least.getValue().networks.size()) {
                        least = each;
                    }
                }
                if (least == null || least.getValue().networks.size() > 1) {
                    return 0;
                }
                lines.remove(least.getKey());
                more--;
            }
            line = new Line();
            lines.put(what, line);
            more++;
        }
        line.count++;
        line.browsers |= browser;
        line.networks.add(network);
        return more;
    }
}
