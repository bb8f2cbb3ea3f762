package dev.earshot.investigate.history;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/// On which page views a tag fires, as far as the address of a page decides that. Its answer is one of three: what an
/// access log can't show (a click, the data layer, a cookie, the referrer) leaves it undetermined.
public sealed interface PageRule {
    /// Every page.
    PageRule EVERYWHERE = new All(List.of());

    Firing test(PageAddress page);

    /// The rule in one line, in the only way it can be written; [PageRules#parse] reads it again.
    String text();

    /// The names of the query parameters that it looks at; `*` where it looks at the query as a whole.
    Set<String> queryParameters();

    /// All of them; true where there is none.
    record All(List<PageRule> rules) implements PageRule {
        public All {
            rules = List.copyOf(rules);
        }

        @Override
        public Firing test(PageAddress page) {
            Firing result = Firing.YES;
            for (PageRule rule : rules) {
                result = result.and(rule.test(page));
                if (result == Firing.NO) {
                    return result;
                }
            }
            return result;
        }

        @Override
        public String text() {
            return PageRules.text("all", rules);
        }

        @Override
        public Set<String> queryParameters() {
            return PageRules.parametersOf(rules);
        }
    }

    /// At least one of them; false where there is none.
    record AnyOf(List<PageRule> rules) implements PageRule {
        public AnyOf {
            rules = List.copyOf(rules);
        }

        @Override
        public Firing test(PageAddress page) {
            Firing result = Firing.NO;
            for (PageRule rule : rules) {
                result = result.or(rule.test(page));
                if (result == Firing.YES) {
                    return result;
                }
            }
            return result;
        }

        @Override
        public String text() {
            return PageRules.text("any", rules);
        }

        @Override
        public Set<String> queryParameters() {
            return PageRules.parametersOf(rules);
        }
    }

    record Not(PageRule rule) implements PageRule {
        @Override
        public Firing test(PageAddress page) {
            return rule.test(page).not();
        }

        @Override
        public String text() {
            return PageRules.text("not", List.of(rule));
        }

        @Override
        public Set<String> queryParameters() {
            return rule.queryParameters();
        }
    }

    /// What logs can't decide.
    ///
    /// @param why such as `the click that the trigger waits for is in no log`
    record Unknown(String why) implements PageRule {
        @Override
        public Firing test(PageAddress page) {
            return Firing.UNDETERMINED;
        }

        @Override
        public String text() {
            return PageRules.words("unknown", why);
        }

        @Override
        public Set<String> queryParameters() {
            return Set.of();
        }
    }

    /// Compares a part of the page's address with a value.
    ///
    /// @param parameter of the query, for [Part#PARAMETER]; else empty
    record Compare(Part part, String parameter, Operator operator, String value, boolean ignoreCase)
            implements PageRule {
        @Override
        public Firing test(PageAddress page) {
            return operator.test(page.part(part, parameter), value, ignoreCase);
        }

        @Override
        public String text() {
            return PageRules.words(
                    operator.name().toLowerCase(Locale.ROOT) + (ignoreCase ? "-i" : ""),
                    part.name().toLowerCase(Locale.ROOT) + (part == Part.PARAMETER ? ":" + parameter : ""),
                    value);
        }

        @Override
        public Set<String> queryParameters() {
            return switch (part) {
                case PARAMETER -> new TreeSet<>(Set.of(parameter));
                case URL, QUERY -> new TreeSet<>(Set.of("*"));
                case HOST, PATH, METHOD -> Set.of();
            };
        }
    }

    enum Part {
        /// Scheme, host, path and query, without the fragment, which no log has.
        URL,
        HOST,
        PATH,
        QUERY,
        PARAMETER,
        METHOD
    }

    enum Operator {
        EQUALS,
        CONTAINS,
        STARTS_WITH,
        ENDS_WITH,
        /// A regular expression found anywhere in it.
        MATCHES,
        /// Present, whatever its value; for [Part#PARAMETER].
        EXISTS,
        /// A pattern over the path in which `*` is any run of characters without a slash and `**` any run.
        GLOB;

        Firing test(String subject, String value, boolean ignoreCase) {
            return PageRules.compare(this, subject, value, ignoreCase);
        }
    }

    /// Kleene's three values.
    enum Firing {
        NO,
        UNDETERMINED,
        YES;

        Firing and(Firing other) {
            return compareTo(other) <= 0 ? this : other;
        }

        Firing or(Firing other) {
            return compareTo(other) >= 0 ? this : other;
        }

        Firing not() {
            return switch (this) {
                case NO -> YES;
                case UNDETERMINED -> UNDETERMINED;
                case YES -> NO;
            };
        }
    }
}
