package dev.earshot.breach.filing;

import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// What the investigation shows that one recipient was told.
///
/// @param recipient the name that the incident has for it
/// @param elements ids of [dev.earshot.element.DataElement]
/// @param pages addresses or patterns of the pages, or names of apps and screens, on which it was sent
/// @param from first day
/// @param to last day
public record Told(String recipient, Set<String> elements, List<String> pages, LocalDate from, LocalDate to) {
    public Told {
        elements = new TreeSet<>(elements);
        pages = List.copyOf(pages);
        if (to.isBefore(from)) {
            throw new IllegalArgumentException(recipient + " was told from " + from + " to " + to);
        }
    }
}
