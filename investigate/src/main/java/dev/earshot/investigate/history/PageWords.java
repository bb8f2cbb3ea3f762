package dev.earshot.investigate.history;

import dev.earshot.investigate.history.PageRule.Compare;
import dev.earshot.investigate.history.PageRule.Operator;
import dev.earshot.investigate.history.PageRule.Part;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// A [PageRule] as a report says it. What does not fit is counted, never left out silently.
final class PageWords {
    static final int LONGEST = 500;

    private static final int SHOWN = 4;
    private static final int LONGEST_VALUE = 80;
    private static final int DEEPEST = 5;

    private PageWords() {}

    static String of(PageRule rule) {
        List<PageRule> sure = new ArrayList<>();
        Map<String, List<PageRule>> unsure = new LinkedHashMap<>();
        for (PageRule one : rule instanceof PageRule.AnyOf any ? any.rules() : List.of(rule)) {
            List<PageRule> parts = parts(one);
            String why = parts.stream()
                    .filter(PageRule.Unknown.class::isInstance)
                    .map(part -> ((PageRule.Unknown) part).why())
                    .map(PageWords::cut)
                    .distinct()
                    .limit(SHOWN)
                    .collect(Collectors.joining("; "));
            if (why.isEmpty()) {
                sure.add(one);
            } else {
                unsure.computeIfAbsent(why, _ -> new ArrayList<>())
                        .add(new PageRule.All(parts.stream()
                                .filter(part -> !(part instanceof PageRule.Unknown))
                                .toList()));
            }
        }
        List<String> clauses = new ArrayList<>();
        if (!sure.isEmpty() || unsure.isEmpty()) {
            clauses.add(phrase(sure.size() == 1 ? sure.getFirst() : new PageRule.AnyOf(sure), 0));
        }
        unsure.forEach((why, rules) -> {
            String where = rules.contains(PageRule.EVERYWHERE)
                    ? sure.isEmpty() ? "on every page" : "elsewhere"
                    : phrase(rules.size() == 1 ? rules.getFirst() : new PageRule.AnyOf(rules), 0);
            clauses.add("undetermined " + where + " (" + why + ")");
        });
        String words = String.join("; ", clauses);
        return words.length() <= LONGEST ? words : words.substring(0, LONGEST - 1) + "…";
    }

    private static List<PageRule> parts(PageRule rule) {
        if (!(rule instanceof PageRule.All all)) {
            return List.of(rule);
        }
        List<PageRule> parts = new ArrayList<>();
        for (PageRule part : all.rules()) {
            if (part instanceof PageRule.All inner) {
                parts.addAll(inner.rules());
            } else {
                parts.add(part);
            }
        }
        return parts;
    }

    private static String phrase(PageRule rule, int depth) {
        if (depth > DEEPEST) {
            return "(further conditions)";
        }
        return switch (rule) {
            case PageRule.All all -> {
                List<PageRule> parts = parts(all);
                yield parts.isEmpty()
                        ? "on every page"
                        : listed(
                                parts.stream()
                                        .limit(SHOWN + 1L)
                                        .map(part -> inner(part, depth))
                                        .toList(),
                                parts.size(),
                                ", ");
            }
            case PageRule.AnyOf any -> any.rules().isEmpty() ? "on no page" : any(any.rules(), depth);
            case PageRule.Not not -> "not " + inner(not.rule(), depth);
            case PageRule.Unknown unknown -> "perhaps (" + cut(unknown.why()) + ")";
            case Compare compare -> compared(compare, List.of(compare.value()), 1);
        };
    }

    /// As a part of something: what is a list itself stands in brackets.
    private static String inner(PageRule rule, int depth) {
        boolean list = switch (rule) {
            case PageRule.All all -> all.rules().size() > 1;
            case PageRule.AnyOf any -> groups(any.rules()).size() > 1;
            case PageRule.Not _, PageRule.Unknown _, Compare _ -> false;
        };
        String phrase = phrase(rule, depth + 1);
        return list ? "(" + phrase + ")" : phrase;
    }

    private static String any(List<PageRule> rules, int depth) {
        List<List<PageRule>> groups = groups(rules);
        return listed(
                groups.stream()
                        .limit(SHOWN + 1L)
                        .map(group -> group.getFirst() instanceof Compare compare
                                ? compared(
                                        compare,
                                        group.stream()
                                                .limit(SHOWN)
                                                .map(one -> ((Compare) one).value())
                                                .toList(),
                                        group.size())
                                : inner(group.getFirst(), depth))
                        .toList(),
                groups.size(),
                " or ");
    }

    /// Comparisons of the same kind are one group; everything else is a group of its own.
    private static List<List<PageRule>> groups(List<PageRule> rules) {
        Map<Object, List<PageRule>> groups = new LinkedHashMap<>();
        for (PageRule rule : rules) {
            Object kind = rule instanceof Compare compare
                    ? List.of(compare.part(), compare.parameter(), compare.operator(), compare.ignoreCase())
                    : new Object();
            groups.computeIfAbsent(kind, _ -> new ArrayList<>()).add(rule);
        }
        return List.copyOf(groups.values());
    }

    private static String listed(List<String> phrases, int all, String between) {
        String list = phrases.stream().limit(SHOWN).collect(Collectors.joining(between));
        return all <= SHOWN ? list : list + between + (all - SHOWN) + " more";
    }

    /// @param all how many values there are, of which `values` are the first
    private static String compared(Compare compare, List<String> values, int all) {
        String list = listed(values.stream().map(PageWords::cut).toList(), all, " or ");
        String anyCase = compare.ignoreCase() ? " (in any case)" : "";
        if (compare.part() == Part.PARAMETER) {
            String name = "with the parameter " + cut(compare.parameter());
            return compare.operator() == Operator.EXISTS
                    ? name
                    : name + " " + verb(compare.operator(), false) + list + anyCase;
        }
        boolean one = all == 1;
        String what = switch (compare.part()) {
            case HOST -> compare.operator() == Operator.EQUALS ? "on" : "on hosts";
            case PATH -> one && compare.operator() == Operator.EQUALS ? "path" : "paths";
            case URL -> one && compare.operator() == Operator.EQUALS ? "address" : "addresses";
            case QUERY -> "queries";
            case METHOD -> "asked for by";
            case PARAMETER -> throw new IllegalStateException();
        };
        boolean folder = compare.part() == Part.PATH
                && compare.operator() == Operator.STARTS_WITH
                && values.stream().allMatch(value -> value.endsWith("/"));
        boolean plain = compare.operator() == Operator.EQUALS
                || compare.operator() == Operator.GLOB
                || compare.part() == Part.METHOD;
        return what + " " + (plain ? "" : folder ? "under " : verb(compare.operator(), true)) + list + anyCase;
    }

    private static String verb(Operator operator, boolean several) {
        return switch (operator) {
            case EQUALS, GLOB -> several ? "" : "= ";
            case CONTAINS -> "that contain" + (several ? " " : "s ");
            case STARTS_WITH -> "that start" + (several ? " with " : "s with ");
            case ENDS_WITH -> "that end" + (several ? " in " : "s in ");
            case MATCHES -> "that match" + (several ? " the pattern " : "es the pattern ");
            case EXISTS -> "";
        };
    }

    private static String cut(String text) {
        String line = text.replaceAll("[\\p{Cntrl}\\s]+", " ");
        return line.length() <= LONGEST_VALUE ? line : line.substring(0, LONGEST_VALUE - 1) + "…";
    }
}
