package dev.earshot.clinic.logs;

import dev.earshot.clinic.logs.LiveTag.View;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Keeps, while the visits are made up, who was told on, and whether that can be shown.
final class Ledger {
    private final Map<String, Account> accounts = new TreeMap<>();
    private long certain;
    private long probable;
    private long nameless;
    private long toldNameless;
    private long toldNamed;

    Account of(String memberId) {
        return accounts.computeIfAbsent(memberId, id -> new Account());
    }

    /// Somebody looked at a page, and the log has a line that counts.
    ///
    /// @param sure whose visit it was as far as the records prove
    /// @param likely whose it may have been
    void viewed(View view, Collection<String> sure, Collection<String> likely) {
        List<LiveTag> told = LiveTag.ALL.stream().filter(tag -> tag.told(view)).toList();
        if (!sure.isEmpty()) {
            certain++;
        } else if (!likely.isEmpty()) {
            probable++;
        } else {
            nameless++;
        }
        if (!told.isEmpty()) {
            if (sure.isEmpty() && likely.isEmpty()) {
                toldNameless++;
            } else {
                toldNamed++;
            }
        }
        for (String person : sure) {
            of(person).viewed(view, told, true);
        }
        for (String person : likely) {
            of(person).viewed(view, told, false);
        }
    }

    boolean tells(View view) {
        return LiveTag.ALL.stream().anyMatch(tag -> tag.told(view));
    }

    /// Lines that count, by how well they name somebody.
    Map<String, Object> hits() {
        Map<String, Object> hits = new TreeMap<>();
        hits.put("certain", certain);
        hits.put("probable", probable);
        hits.put("nameless", nameless);
        hits.put("tagged-named", toldNamed);
        hits.put("tagged-nameless", toldNameless);
        return hits;
    }

    long used() {
        return certain + probable + nameless;
    }

    /// One person's.
    static final class Account {
        final Map<Told.What, Told> told = new TreeMap<>();
        private boolean seen;

        private void viewed(View view, List<LiveTag> tags, boolean sure) {
            seen = true;
            for (LiveTag tag : tags) {
                for (String element : tag.elements()) {
                    told.computeIfAbsent(new Told.What(tag.vendor(), element), what -> new Told())
                            .add(view.at(), sure && tag.provable() && tag.certain());
                }
            }
        }

        Status status() {
            if (told.values().stream().anyMatch(Told::certain)) {
                return Status.EXPOSED;
            }
            return told.isEmpty() ? Status.NOT_EXPOSED : Status.CANNOT_TELL;
        }

        boolean seen() {
            return seen;
        }
    }

    /// How often and when a vendor was told an element about a person.
    static final class Told {
        long certainHits;
        long possibleHits;
        private Instant firstCertain = Instant.MAX;
        private Instant lastCertain = Instant.MIN;
        private Instant firstPossible = Instant.MAX;
        private Instant lastPossible = Instant.MIN;

        private void add(Instant at, boolean certain) {
            if (certain) {
                certainHits++;
                firstCertain = at.isBefore(firstCertain) ? at : firstCertain;
                lastCertain = at.isAfter(lastCertain) ? at : lastCertain;
            } else {
                possibleHits++;
                firstPossible = at.isBefore(firstPossible) ? at : firstPossible;
                lastPossible = at.isAfter(lastPossible) ? at : lastPossible;
            }
        }

        boolean certain() {
            return certainHits > 0;
        }

        /// Among the certain times where there are any.
        Instant first() {
            return certain() ? firstCertain : firstPossible;
        }

        Instant last() {
            return certain() ? lastCertain : lastPossible;
        }

        record What(String vendor, String element) implements Comparable<What> {
            @Override
            public int compareTo(What other) {
                int byVendor = vendor.compareTo(other.vendor);
                return byVendor != 0 ? byVendor : element.compareTo(other.element);
            }
        }
    }
}
