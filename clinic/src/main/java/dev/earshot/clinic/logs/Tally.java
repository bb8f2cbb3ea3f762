package dev.earshot.clinic.logs;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/// Figures of the large past, which add up over threads.
final class Tally {
    static final int STATUSES = Status.values().length;

    private static final String[] VENDOR = new String[ScaledTags.PAIRS.size()];
    private static final String[] ELEMENT = new String[ScaledTags.PAIRS.size()];
    private static final int[] VENDOR_NUMBER = new int[ScaledTags.PAIRS.size()];
    private static final int[] ELEMENT_NUMBER = new int[ScaledTags.PAIRS.size()];

    static {
        for (int pair = 0; pair < VENDOR.length; pair++) {
            String text = ScaledTags.PAIRS.get(pair);
            VENDOR[pair] = text.substring(0, text.indexOf(" | "));
            ELEMENT[pair] = text.substring(text.indexOf(" | ") + 3);
            VENDOR_NUMBER[pair] = Arrays.asList(VENDOR).indexOf(VENDOR[pair]);
            ELEMENT_NUMBER[pair] = Arrays.asList(ELEMENT).indexOf(ELEMENT[pair]);
        }
    }

    private final long[] persons = new long[STATUSES];
    private final long[][] pairs = new long[STATUSES][ScaledTags.PAIRS.size()];
    private final Map<String, long[]> vendors = new TreeMap<>();
    private final Map<String, long[]> elements = new TreeMap<>();
    private final long[][] states = new long[STATUSES][ScaledMembers.STATES.size()];
    private long visitors;

    /// What was told of one person, as bits of [ScaledTags#PAIRS].
    void person(Account account, int state) {
        int status = account.status().place();
        persons[status]++;
        states[status][state]++;
        visitors += account.seen ? 1 : 0;
        long told = account.status() == Status.EXPOSED ? account.certain : account.possible;
        if (told == 0) {
            return;
        }
        long seenVendors = 0;
        long seenElements = 0;
        for (int pair = 0; pair < ScaledTags.PAIRS.size(); pair++) {
            if ((told >>> pair & 1) == 0) {
                continue;
            }
            pairs[status][pair]++;
            if ((seenVendors >>> VENDOR_NUMBER[pair] & 1) == 0) {
                seenVendors |= 1L << VENDOR_NUMBER[pair];
                vendors.computeIfAbsent(VENDOR[pair], none -> new long[STATUSES])[status]++;
            }
            if ((seenElements >>> ELEMENT_NUMBER[pair] & 1) == 0) {
                seenElements |= 1L << ELEMENT_NUMBER[pair];
                elements.computeIfAbsent(ELEMENT[pair], none -> new long[STATUSES])[status]++;
            }
        }
    }

    void add(Tally other) {
        for (int status = 0; status < STATUSES; status++) {
            persons[status] += other.persons[status];
            add(pairs[status], other.pairs[status]);
            add(states[status], other.states[status]);
        }
        visitors += other.visitors;
        other.vendors.forEach((name, counts) -> add(vendors.computeIfAbsent(name, none -> new long[STATUSES]), counts));
        other.elements.forEach(
                (name, counts) -> add(elements.computeIfAbsent(name, none -> new long[STATUSES]), counts));
    }

    static void add(long[] sum, long[] more) {
        for (int at = 0; at < sum.length; at++) {
            sum[at] += more[at];
        }
    }

    long persons(Status status) {
        return persons[status.place()];
    }

    /// By status, then dimension, then value; as `truth.json` has it.
    Map<String, Object> totals() {
        Map<String, Object> totals = new LinkedHashMap<>();
        for (Status status : Status.values()) {
            int place = status.place();
            Map<String, Map<String, Long>> of = new TreeMap<>();
            put(of, "all", "", persons[place]);
            for (int state = 0; state < states[place].length; state++) {
                put(of, "state", ScaledMembers.STATES.get(state), states[place][state]);
            }
            for (int pair = 0; pair < pairs[place].length; pair++) {
                put(of, "vendor-element", ScaledTags.PAIRS.get(pair), pairs[place][pair]);
            }
            vendors.forEach((name, counts) -> put(of, "vendor", name, counts[place]));
            elements.forEach((name, counts) -> put(of, "element", name, counts[place]));
            totals.put(status.id(), of);
        }
        totals.put("visitors", visitors);
        return totals;
    }

    private static void put(Map<String, Map<String, Long>> of, String dimension, String value, long count) {
        if (count > 0) {
            of.computeIfAbsent(dimension, none -> new TreeMap<>()).merge(value, count, Long::sum);
        }
    }

    /// What was told of one person.
    static final class Account {
        long certain;
        long possible;
        boolean seen;

        void clear() {
            certain = 0;
            possible = 0;
            seen = false;
        }

        Status status() {
            return certain != 0 ? Status.EXPOSED : possible != 0 ? Status.CANNOT_TELL : Status.NOT_EXPOSED;
        }
    }
}
