package dev.earshot.investigate.identity;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Whose a user name is: what the lists of users say, for sources that name users and not members. About 19 bytes a
/// user, and more for those who had several members or a time.
final class Users {
    private final LongMap always = new LongMap();
    private final Map<Long, List<Span>> others = new HashMap<>();

    private record Span(long from, long until, boolean stated, long person) {}

    /// @param from the smallest number where it is not told
    /// @param until the greatest number where it is not told
    void add(long user, long person, long from, long until) {
        boolean timeless = from == Long.MIN_VALUE && until == Long.MAX_VALUE;
        List<Span> spans = others.get(user);
        if (timeless && spans == null) {
            long before = always.putIfAbsent(user, person);
            if (before == 0 || before == person) {
                return;
            }
        }
        if (spans == null) {
            spans = new ArrayList<>();
            others.put(user, spans);
        }
        Span span = new Span(from, until, until != Long.MAX_VALUE, person);
        if (!spans.contains(span)) {
            spans.add(span);
        }
    }

    /// Who a user was at an instant; several where the lists say so.
    List<Long> at(long user, long ts) {
        long person = always.get(user);
        List<Span> spans = others.getOrDefault(user, List.of());
        if (spans.isEmpty()) {
            return person == 0 ? List.of() : List.of(person);
        }
        List<Span> all = new ArrayList<>(spans);
        if (person != 0) {
            all.add(new Span(Long.MIN_VALUE, Long.MAX_VALUE, false, person));
        }
        long latest = Long.MIN_VALUE;
        for (Span span : all) {
            latest = span.from <= ts ? Math.max(latest, span.from) : latest;
        }
        List<Long> persons = new ArrayList<>();
        for (Span span : all) {
            boolean holds = span.from <= ts && ts < span.until && (span.stated || span.from == latest);
            if (holds && !persons.contains(span.person)) {
                persons.add(span.person);
            }
        }
        return persons;
    }
}
