package dev.earshot.breach.notice;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// The names that a template may use. `docs/notices.md` says what each is.
sealed interface Fields {
    /// A text that all letters of a variant share; as a section, whether there is one.
    record Shared() implements Fields {}

    /// One person's own text: it stands in the letter, and can't decide what the letter says.
    record Own() implements Fields {}

    /// Yes or no; for sections.
    record Flag() implements Fields {}

    /// Any number of things with fields of their own; for sections.
    record Each(Map<String, Fields> fields) implements Fields {
        public Each {
            fields = Map.copyOf(fields);
        }

        /// What `name` means among these, and within `outer` where it isn't one of these.
        Optional<Fields> find(String name) {
            return Optional.ofNullable(fields.get(name));
        }
    }

    Fields SHARED = new Shared();
    Fields OWN = new Own();
    Fields FLAG = new Flag();
    Fields NAMES = new Each(Map.of("name", SHARED));

    /// @param jurisdictions ids such as `us-ca`, for `in.us-ca`
    /// @param elements ids, for `involved.ssn`
    /// @param items ids of what laws require, for `item.what-happened` and `required.what-happened`
    static Each of(Set<String> jurisdictions, Set<String> elements, Set<String> items) {
        Map<String, Fields> exposure = new TreeMap<>();
        for (Role role : Role.values()) {
            exposure.put(role.id(), FLAG);
        }
        exposure.put("exposed", FLAG);
        exposure.put("cannot-tell", FLAG);
        exposure.put("vendors", NAMES);
        exposure.put("vendor-list", SHARED);
        exposure.put("elements", NAMES);
        exposure.put("element-list", SHARED);

        Map<String, Fields> person = new TreeMap<>(exposure);
        person.put("patient", OWN);
        person.put("dates", OWN);
        person.put("first", OWN);
        person.put("last", OWN);

        Map<String, Fields> letter = new TreeMap<>(exposure);
        letter.put("people", new Each(person));
        letter.put("household", FLAG);
        for (String name : Set.of("addressee", "address", "names", "patient", "dates", "first", "last", "reference")) {
            letter.put(name, OWN);
        }
        for (String name : Set.of(
                "date",
                "entity",
                "entity.address",
                "breach.from",
                "breach.to",
                "discovered",
                "contact.person",
                "contact.email",
                "contact.phone",
                "contact.toll-free",
                "contact.tty",
                "contact.web",
                "not-involved-list",
                "state")) {
            letter.put(name, SHARED);
        }
        letter.put("not-involved", NAMES);
        letter.put("delayed-by-law-enforcement", FLAG);
        for (String name : Set.of("authorities", "ftc", "credit-bureaus")) {
            letter.put(name, new Each(Map.of("name", SHARED, "address", SHARED, "phone", SHARED, "web", SHARED)));
        }
        letter.put("authorities-to-name", FLAG);
        letter.put("credit-at-risk", FLAG);
        letter.put("language-assistance", new Each(Map.of("text", SHARED)));
        jurisdictions.forEach(id -> letter.put("in." + id, FLAG));
        elements.forEach(id -> letter.put("involved." + id, FLAG));
        for (String id : items) {
            letter.put("item." + id, FLAG);
            letter.put("required." + id, FLAG);
        }
        return new Each(letter);
    }

    /// The names of `fields`, for a suggestion.
    static Set<String> names(Each fields) {
        return new TreeSet<>(fields.fields().keySet());
    }
}
