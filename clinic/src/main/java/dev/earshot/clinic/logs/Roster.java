package dev.earshot.clinic.logs;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/// The hospital's members, all of them invented.
final class Roster {
    private static final List<String> FIRST_NAMES = List.of(
            "Ada", "Bela", "Cora", "Dario", "Edda", "Farid", "Greta", "Hugo", "Ines", "Jonas", "Kaya", "Levi", "Mara",
            "Nils", "Olga", "Pavel", "Quinn", "Rosa", "Sami", "Tilda", "Umar", "Vera", "Willem", "Xenia", "Yusuf",
            "Zora", "José", "Zoë");
    private static final List<String> LAST_NAMES = List.of(
            "Ashgrove",
            "Brightwater",
            "Coldbrook",
            "Dunmere",
            "Eastfold",
            "Fairweather",
            "Greenhollow",
            "Highmoor",
            "Ironwood",
            "Juniper",
            "Kingsley-Vale",
            "Longacre",
            "Marshfield",
            "Northgate",
            "Oakhurst",
            "Pinecrest",
            "Quickwater",
            "Ravensdale",
            "Silverlake",
            "Thornbury",
            "Underhill",
            "Vinterberg",
            "Westerly",
            "Yarrow");
    private static final List<String> STATES = List.of(
            "CA", "CA", "CA", "CA", "CA", "CA", "CA", "CA", "CO", "CO", "GA", "GA", "HI", "MD", "MD", "OR", "OR", "VA",
            "WA", "WA", "DC", "TX", "NY", "NV", "AZ", "FL", "IL", "MN", "MA", "VT", "PR");
    private static final Map<String, String> POSTAL_CODES = Map.ofEntries(
            Map.entry("CA", "945"),
            Map.entry("CO", "802"),
            Map.entry("GA", "303"),
            Map.entry("HI", "968"),
            Map.entry("MD", "212"),
            Map.entry("OR", "972"),
            Map.entry("VA", "232"),
            Map.entry("WA", "981"),
            Map.entry("DC", "200"),
            Map.entry("TX", "770"),
            Map.entry("NY", "100"),
            Map.entry("NV", "891"),
            Map.entry("AZ", "850"),
            Map.entry("AK", "995"),
            Map.entry("FL", "331"),
            Map.entry("IL", "606"),
            Map.entry("MN", "554"),
            Map.entry("MA", "021"),
            Map.entry("VT", "056"),
            Map.entry("PR", "009"));

    private final Random random;
    private final List<Person> people = new ArrayList<>();

    Roster(Random random, int members) {
        this.random = random;
        List<Habit> habits = new ArrayList<>();
        for (Habit habit : Habit.values()) {
            if (habit.status().isPresent() && !inPairs(habit)) {
                habits.add(habit);
            }
        }
        // The special habits take a quarter of the roster at most, the first round of them always.
        int rounds = Math.max(1, members / 4 / habits.size());
        List<Habit> given = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            given.addAll(habits);
            given.addAll(List.of(
                    Habit.HOUSEHOLD,
                    Habit.HOUSEHOLD_MATE,
                    Habit.GUARDIAN,
                    Habit.SEEN_BY_GUARDIAN,
                    Habit.GUARDIAN_BEFORE_TAGS,
                    Habit.SEEN_BEFORE_TAGS));
        }
        while (given.size() < members) {
            given.add(random.nextInt(100) < 55 ? Habit.COMES_AND_GOES : Habit.NEVER_CAME);
        }
        given.forEach(this::add);
    }

    private static boolean inPairs(Habit habit) {
        return habit == Habit.HOUSEHOLD
                || habit == Habit.HOUSEHOLD_MATE
                || habit == Habit.GUARDIAN
                || habit == Habit.SEEN_BY_GUARDIAN
                || habit == Habit.GUARDIAN_BEFORE_TAGS
                || habit == Habit.SEEN_BEFORE_TAGS;
    }

    private void add(Habit habit) {
        int number = people.size() + 1;
        boolean child = habit == Habit.SEEN_BY_GUARDIAN || habit == Habit.SEEN_BEFORE_TAGS;
        String first = FIRST_NAMES.get(random.nextInt(FIRST_NAMES.size()));
        String last = child ? people.getLast().lastName() : LAST_NAMES.get(random.nextInt(LAST_NAMES.size()));
        LocalDate born =
                LocalDate.of(child ? 2012 : 1935 + random.nextInt(70), 1, 1).plusDays(random.nextInt(365));
        LocalDate since = LocalDate.of(2015, 1, 1).plusDays(random.nextInt(2_900));
        boolean province = random.nextInt(60) == 0;
        boolean none = habit == Habit.NO_STATE || random.nextInt(50) == 0;
        people.add(new Person(
                String.format(Locale.ROOT, "M%07d", 1_000_000 + number * 37),
                habit == Habit.MERGED
                        ? String.format(Locale.ROOT, "M%07d", 5_000_000 + number * 37)
                        : String.format(Locale.ROOT, "M%07d", 1_000_000 + number * 37),
                ascii(first.substring(0, 1) + last) + number,
                first,
                last,
                born,
                none ? "" : province ? "ON" : STATES.get(random.nextInt(STATES.size())),
                none ? "" : province ? "CA" : "US",
                since,
                habit == Habit.FORMER || (habit == Habit.NEVER_CAME && random.nextInt(8) == 0)
                        ? Optional.of(LocalDate.of(2023, 12, 31))
                        : Optional.empty(),
                habit == Habit.DECEASED ? Optional.of(LocalDate.of(2024, 1, 10)) : Optional.empty(),
                child ? Optional.of(people.getLast().memberId()) : Optional.empty(),
                habit != Habit.NOT_LISTED,
                habit));
    }

    private static String ascii(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z]", "");
    }

    List<Person> people() {
        return Collections.unmodifiableList(people);
    }

    /// The directory, in no order.
    List<String> directory() {
        List<String> rows = new ArrayList<>();
        for (Person person : people) {
            if (person.listed()) {
                rows.add(row(
                        person,
                        person.memberId(),
                        "",
                        person.state(),
                        person.country(),
                        "2024-03-0" + (1 + random.nextInt(9))));
            }
            if (person.habit() == Habit.MERGED) {
                // Merged twice: the record that was signed in with went into one that went into today's.
                String between = person.knownAs().replace("M5", "M6");
                rows.add(row(person, person.knownAs(), between, "NV", "US", "2023-12-20"));
                rows.add(row(person, between, person.memberId(), "NV", "US", "2024-02-01"));
            }
            if (person.habit() == Habit.MOVED) {
                rows.add(row(person, person.memberId(), "", "AK", "US", "2021-05-05"));
            }
        }
        Collections.shuffle(rows, random);
        rows.addFirst("MEMBER_ID,FIRST_NAME,LAST_NAME,BIRTH_DATE,STREET,CITY,ZIP,STATE,COUNTRY,EMAIL,LANGUAGE,CHANNEL,"
                + "MEMBER_SINCE,MEMBER_UNTIL,DECEASED,GUARDIAN,MERGED_INTO,UPDATED");
        return rows;
    }

    /// One of the state's own; any, where the state isn't known.
    private String postalCode(String state, String country) {
        if (country.equals("CA")) {
            return "A1A 1A1";
        }
        int number = random.nextInt(90_000);
        return POSTAL_CODES.getOrDefault(state, "000") + String.format(Locale.ROOT, "%02d", number % 100);
    }

    private String row(Person person, String id, String mergedInto, String state, String country, String updated) {
        return String.join(
                ",",
                id,
                person.firstName(),
                person.lastName(),
                person.born().toString(),
                "\"" + (100 + random.nextInt(900)) + " Example Street, Apt. " + (1 + random.nextInt(40)) + "\"",
                "Example Falls",
                postalCode(state, country),
                state,
                country,
                person.user() + "@mail.example",
                switch (random.nextInt(6)) {
                    case 0 -> "es";
                    case 1 -> "zh";
                    default -> "en";
                },
                person.died().isPresent() ? "" : random.nextInt(3) == 0 ? "post" : "email",
                person.since().toString(),
                person.until().map(LocalDate::toString).orElse(""),
                person.died().map(LocalDate::toString).orElse(""),
                person.guardian().orElse(""),
                mergedInto,
                updated);
    }
}
