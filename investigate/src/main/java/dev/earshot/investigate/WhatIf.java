package dev.earshot.investigate;

import dev.earshot.EarshotException;
import dev.earshot.investigate.history.DisclosureWindow;
import dev.earshot.investigate.plan.Plan;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// One change of a window or a rule, to see how the count moves. The logs are not read again for it.
///
/// Written as `visit-gap=60m`, `count-assumed=true`, `probable=off`, `without=NAME` (a window's id, a tracker or a
/// vendor), `w-1f3c….from=INSTANT`, `w-1f3c….to=INSTANT`.
public sealed interface WhatIf {
    /// As it was written.
    String text();

    default Plan change(Plan plan) {
        return plan;
    }

    default List<DisclosureWindow> change(List<DisclosureWindow> windows) {
        return windows;
    }

    /// Whether probable links are left out.
    default boolean onlyCertainLinks() {
        return false;
    }

    record VisitGap(String text, Duration gap) implements WhatIf {
        @Override
        public Plan change(Plan plan) {
            return plan.with(plan.rules().withVisitGap(gap));
        }
    }

    record CountAssumed(String text, boolean counts) implements WhatIf {
        @Override
        public Plan change(Plan plan) {
            return plan.with(plan.rules().withCountAssumed(counts));
        }
    }

    record CertainOnly(String text) implements WhatIf {
        @Override
        public boolean onlyCertainLinks() {
            return true;
        }
    }

    /// @param name a window's id, a tracker or a vendor
    record Without(String text, String name) implements WhatIf {
        @Override
        public List<DisclosureWindow> change(List<DisclosureWindow> windows) {
            List<DisclosureWindow> rest = windows.stream()
                    .filter(window -> !Stream.of(window.id(), window.tracker(), window.vendor())
                            .anyMatch(name::equalsIgnoreCase))
                    .toList();
            if (rest.size() == windows.size()) {
                throw wrong(text, "no window, tracker or vendor has that name; report.html lists them");
            }
            return rest;
        }
    }

    record Moved(String text, String window, Optional<Instant> from, Optional<Instant> to) implements WhatIf {
        @Override
        public List<DisclosureWindow> change(List<DisclosureWindow> windows) {
            if (windows.stream().noneMatch(each -> each.id().equals(window))) {
                throw wrong(text, "no window has that name; report.html lists them");
            }
            return windows.stream()
                    .flatMap(each -> each.id().equals(window) ? moved(each) : Stream.of(each))
                    .toList();
        }

        private Stream<DisclosureWindow> moved(DisclosureWindow each) {
            Instant start = from.orElse(each.from());
            Instant end = to.orElse(each.to());
            return start.isBefore(end)
                    ? Stream.of(new DisclosureWindow(
                            each.vendor(),
                            each.tracker(),
                            each.elements(),
                            each.pages(),
                            start,
                            end,
                            each.certainty(),
                            each.provenance()))
                    : Stream.empty();
        }
    }

    /// @throws EarshotException USAGE saying what can be written
    static WhatIf parse(String text) {
        int equals = text.indexOf('=');
        if (equals < 1) {
            throw wrong(text, "it is written as NAME=VALUE");
        }
        String name = text.substring(0, equals).strip();
        String value = text.substring(equals + 1).strip();
        try {
            return switch (name) {
                case "visit-gap" -> new VisitGap(text, Duration.parse("PT" + value.toUpperCase(Locale.ROOT)));
                case "count-assumed" -> new CountAssumed(text, truth(text, value));
                case "probable" -> {
                    if (!value.equals("off")) {
                        throw wrong(text, "the one value of probable is off");
                    }
                    yield new CertainOnly(text);
                }
                case "without" -> new Without(text, value);
                default -> moved(text, name, value);
            };
        } catch (DateTimeParseException e) {
            throw wrong(text, "the value is no duration (30m, 1h) or instant (2026-03-01T08:00:00Z)");
        }
    }

    private static WhatIf moved(String text, String name, String at) {
        if (name.endsWith(".from")) {
            return new Moved(
                    text, name.substring(0, name.length() - 5), Optional.of(Instant.parse(at)), Optional.empty());
        }
        if (name.endsWith(".to")) {
            return new Moved(
                    text, name.substring(0, name.length() - 3), Optional.empty(), Optional.of(Instant.parse(at)));
        }
        throw wrong(text, "known are visit-gap, count-assumed, probable, without, WINDOW.from and WINDOW.to");
    }

    private static boolean truth(String text, String value) {
        return switch (value) {
            case "true" -> true;
            case "false" -> false;
            default -> throw wrong(text, "the value is true or false");
        };
    }

    private static EarshotException wrong(String text, String why) {
        return new EarshotException(EarshotException.Code.USAGE, "--what-if " + text + ": " + why + ".");
    }
}
