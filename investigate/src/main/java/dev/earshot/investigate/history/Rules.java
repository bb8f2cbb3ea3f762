package dev.earshot.investigate.history;

import dev.earshot.investigate.history.PageRule.Operator;
import dev.earshot.investigate.history.PageRule.Part;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/// Puts page rules together in their shortest form: what is always so or never so falls out.
public final class Rules {
    /// No page at all.
    public static final PageRule NOWHERE = new PageRule.AnyOf(List.of());

    private static final int LONGEST_REGEX = 4096;
    /// Escapes that Java reads otherwise than JavaScript, or that only one of them knows. `\1` of a group that does
    /// not exist is a character in JavaScript, and nothing in Java.
    private static final Pattern OTHER_IN_JAVA =
            Pattern.compile("\\\\[AGQEZzhHRXNpPeaxk0-9vV]|[*+?}]\\+|\\(\\?[a-zA-Z>-]|&&|\\[[^\\]\\\\]*\\[|http:");

    private Rules() {}

    public static PageRule all(Collection<PageRule> rules) {
        Set<PageRule> kept = new LinkedHashSet<>();
        for (PageRule rule : rules) {
            if (rule.equals(NOWHERE)) {
                return NOWHERE;
            }
            if (rule instanceof PageRule.All inner) {
                kept.addAll(inner.rules());
            } else {
                kept.add(rule);
            }
        }
        return kept.size() == 1 ? kept.iterator().next() : new PageRule.All(List.copyOf(kept));
    }

    public static PageRule all(PageRule... rules) {
        return all(List.of(rules));
    }

    public static PageRule any(Collection<PageRule> rules) {
        Set<PageRule> kept = new LinkedHashSet<>();
        for (PageRule rule : rules) {
            if (rule.equals(PageRule.EVERYWHERE)) {
                return PageRule.EVERYWHERE;
            }
            if (rule instanceof PageRule.AnyOf inner) {
                kept.addAll(inner.rules());
            } else {
                kept.add(rule);
            }
        }
        return kept.size() == 1 ? kept.iterator().next() : new PageRule.AnyOf(List.copyOf(kept));
    }

    public static PageRule any(PageRule... rules) {
        return any(List.of(rules));
    }

    public static PageRule not(PageRule rule) {
        if (rule instanceof PageRule.Not twice) {
            return twice.rule();
        }
        if (rule instanceof PageRule.Unknown) {
            return rule;
        }
        return rule.equals(NOWHERE)
                ? PageRule.EVERYWHERE
                : rule.equals(PageRule.EVERYWHERE) ? NOWHERE : new PageRule.Not(rule);
    }

    public static PageRule always(boolean fires) {
        return fires ? PageRule.EVERYWHERE : NOWHERE;
    }

    public static PageRule unknown(String why) {
        return new PageRule.Unknown(why);
    }

    /// Compares as a tag manager does in the browser. An address that the value wants to begin with `http:` is
    /// undetermined, as logs don't tell it from `https:`; so is a regular expression that JavaScript and Java may
    /// read differently.
    public static PageRule compare(Part part, String parameter, Operator operator, String value, boolean ignoreCase) {
        boolean onScheme = part == Part.URL
                && switch (operator) {
                    case EQUALS, STARTS_WITH -> !value.startsWith("https:") && "http:".startsWith(cut(value, 5));
                    case CONTAINS -> value.contains("http:");
                    case ENDS_WITH, MATCHES, EXISTS, GLOB -> false;
                };
        if (onScheme && !value.isEmpty()) {
            return unknown("no log tells whether an address began with http: or https:");
        }
        if (operator == Operator.MATCHES && !sameInJava(value)) {
            return unknown("the regular expression may mean something else outside a browser");
        }
        return new PageRule.Compare(part, part == Part.PARAMETER ? parameter : "", operator, value, ignoreCase);
    }

    private static String cut(String text, int length) {
        return text.substring(0, Math.min(length, text.length()));
    }

    /// Whether a text that is known is as compared; empty where that can't be said.
    public static Optional<Boolean> holds(Operator operator, String subject, String value, boolean ignoreCase) {
        if (operator == Operator.MATCHES && !sameInJava(value)) {
            return Optional.empty();
        }
        return switch (PageRules.compare(operator, subject, value, ignoreCase)) {
            case YES -> Optional.of(true);
            case NO -> Optional.of(false);
            case UNDETERMINED -> Optional.empty();
        };
    }

    /// Whether a regular expression of a browser finds the same in Java. False when in doubt.
    public static boolean sameInJava(String regex) {
        if (regex.length() > LONGEST_REGEX || OTHER_IN_JAVA.matcher(regex).find()) {
            return false;
        }
        try {
            Pattern.compile(regex);
            return true;
        } catch (PatternSyntaxException | StackOverflowError notForUs) {
            return false;
        }
    }
}
