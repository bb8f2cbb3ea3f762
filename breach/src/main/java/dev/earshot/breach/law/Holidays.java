package dev.earshot.breach.law;

import dev.earshot.yaml.Problems;
import dev.earshot.yaml.YamlMapping;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.Month;
import java.time.MonthDay;
import java.time.temporal.TemporalAdjusters;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Days that are no business days, by rule. Which calendar a statute means by "business day" is seldom written in it;
/// a jurisdiction's file names the holidays that are left out there.
public final class Holidays {
    private final SortedMap<String, Holiday> byName;

    private Holidays(SortedMap<String, Holiday> byName) {
        this.byName = byName;
    }

    static Holidays read(YamlMapping top, Problems problems) {
        YamlMapping named = top.only(Set.of("sources", "holidays")).mapping("sources");
        SortedMap<String, Source> sources = new TreeMap<>();
        for (String name : named.names()) {
            YamlMapping source = named.mapping(name).only(Set.of("text", "read"));
            source.required("read");
            sources.put(
                    name,
                    new Source(source.required("text"), source.date("read").orElse(LocalDate.EPOCH)));
        }
        SortedMap<String, Holiday> holidays = new TreeMap<>();
        YamlMapping all = top.mapping("holidays");
        for (String id : all.names()) {
            YamlMapping holiday = all.mapping(id)
                    .only(Set.of(
                            "name",
                            "day",
                            "weekday",
                            "nth",
                            "month",
                            "plus",
                            "observed",
                            "from",
                            "to",
                            "source",
                            "confidence"));
            holiday.required("source");
            String source = holiday.choice("source", sources.keySet(), "");
            holidays.put(
                    id,
                    new Holiday(
                            holiday.required("name"),
                            pattern(id, holiday),
                            Words.of(holiday, "observed", Observed.values(), Observed::id, Observed.NEVER_SHIFTED),
                            holiday.date("from"),
                            holiday.date("to"),
                            Optional.ofNullable(sources.get(source)),
                            Words.required(holiday, "confidence", Confidence.values(), Confidence::id)));
        }
        if (holidays.isEmpty()) {
            problems.add(0, "there are no holidays.");
        }
        return new Holidays(holidays);
    }

    /// Names of all holidays, sorted.
    public SortedSet<String> names() {
        return new TreeSet<>(byName.keySet());
    }

    public Optional<Holiday> holiday(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /// The days of a year on which a jurisdiction's holidays are observed: those of the next and the last year that
    /// move into it too.
    public SortedSet<LocalDate> in(int year, Jurisdiction jurisdiction) {
        return in(year, jurisdiction.holidays());
    }

    SortedSet<LocalDate> in(int year, Collection<String> names) {
        return names.stream()
                .flatMap(name -> Stream.ofNullable(byName.get(name)))
                .flatMap(holiday -> IntStream.rangeClosed(year - 1, year + 1)
                        .mapToObj(holiday::observedOf)
                        .flatMap(Optional::stream))
                .filter(day -> day.getYear() == year)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Function<Integer, LocalDate> pattern(String id, YamlMapping holiday) {
        if (holiday.names().contains("day")) {
            String written = holiday.text("day").orElse("");
            try {
                MonthDay day = MonthDay.parse("--" + written);
                return day::atYear;
            } catch (DateTimeException notADay) {
                holiday.problem("day", "\"" + written + "\" is no day of a year; write it as 12-25.");
                return year -> LocalDate.of(year, 1, 1);
            }
        }
        if (!holiday.names().containsAll(List.of("weekday", "nth", "month"))) {
            holiday.problem("name", "\"" + id + "\" needs a day, or a weekday with nth and month.");
        }
        Month month =
                Words.of(holiday, "month", Month.values(), each -> each.name().toLowerCase(Locale.ROOT), Month.JANUARY);
        DayOfWeek weekday = Words.of(
                holiday, "weekday", DayOfWeek.values(), each -> each.name().toLowerCase(Locale.ROOT), DayOfWeek.MONDAY);
        int nth = whole(holiday, "nth", -1, 4, 1);
        int plus = whole(holiday, "plus", -7, 7, 0);
        return year -> LocalDate.of(year, month, 1)
                .with(TemporalAdjusters.dayOfWeekInMonth(nth, weekday))
                .plusDays(plus);
    }

    private static int whole(YamlMapping holiday, String name, int least, int most, int otherwise) {
        Set<String> known = IntStream.rangeClosed(least, most)
                .filter(number -> !name.equals("nth") || number != 0)
                .mapToObj(Integer::toString)
                .collect(Collectors.toSet());
        return Integer.parseInt(holiday.choice(name, known, Integer.toString(otherwise)));
    }

    /// Where a holiday goes that falls on a weekend.
    public enum Observed {
        NEVER_SHIFTED("never-shifted") {
            @Override
            LocalDate of(LocalDate day) {
                return day;
            }
        },
        /// From Saturday to Friday, from Sunday to Monday (5 U.S.C. § 6103(b), Executive Order 11582).
        NEAREST_WEEKDAY("nearest-weekday") {
            @Override
            LocalDate of(LocalDate day) {
                return day.getDayOfWeek() == DayOfWeek.SATURDAY ? day.minusDays(1) : MONDAY_AFTER_SUNDAY.of(day);
            }
        },
        /// From Sunday to Monday; one on Saturday stays there.
        MONDAY_AFTER_SUNDAY("monday-after-sunday") {
            @Override
            LocalDate of(LocalDate day) {
                return day.getDayOfWeek() == DayOfWeek.SUNDAY ? day.plusDays(1) : day;
            }
        };

        private final String id;

        Observed(String id) {
            this.id = id;
        }

        public String id() {
            return id;
        }

        abstract LocalDate of(LocalDate day);
    }

    /// @param from first day in force; absent: always
    public record Holiday(
            String name,
            Function<Integer, LocalDate> pattern,
            Observed observed,
            Optional<LocalDate> from,
            Optional<LocalDate> to,
            Optional<Source> source,
            Confidence confidence) {
        /// The day on which it is observed for a year; empty where it was no holiday then.
        public Optional<LocalDate> observedOf(int year) {
            LocalDate day = pattern.apply(year);
            boolean inForce = from.map(first -> !day.isBefore(first)).orElse(true)
                    && to.map(last -> !day.isAfter(last)).orElse(true);
            return inForce ? Optional.of(observed.of(day)) : Optional.empty();
        }
    }
}
