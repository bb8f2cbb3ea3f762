package dev.earshot.breach.duty;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.Set;
import java.util.function.IntFunction;

/// Monday to Friday without a jurisdiction's holidays.
///
/// @param holidays of a year: the days on which they are observed
record BusinessDays(IntFunction<Set<LocalDate>> holidays) {
    boolean contains(LocalDate day) {
        return day.getDayOfWeek() != DayOfWeek.SATURDAY
                && day.getDayOfWeek() != DayOfWeek.SUNDAY
                && !holidays.apply(day.getYear()).contains(day);
    }

    /// The last of `count` business days, the first of which is the one after `start`; `start` itself for none.
    LocalDate after(LocalDate start, int count) {
        LocalDate day = start;
        for (int counted = 0; counted < count; ) {
            day = day.plusDays(1);
            counted += contains(day) ? 1 : 0;
        }
        return day;
    }

    /// That day, or the last business day before it.
    LocalDate orBefore(LocalDate day) {
        LocalDate business = day;
        while (!contains(business)) {
            business = business.minusDays(1);
        }
        return business;
    }
}
