package dev.earshot.investigate.history;

import dev.earshot.investigate.history.PageRule.Firing;
import dev.earshot.investigate.history.PageRule.Operator;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/// The written form of a [PageRule], and the comparisons it makes.
///
/// A rule is written as `(all (glob "path" "/find-a-doctor/**") (not (exists "parameter:q" "")))`: a word, then its parts;
/// texts in quotes with `\"` and `\\`.
public final class PageRules {
    /// What a parameter that isn't there reads as. No log line can hold it.
    static final String ABSENT = "\0";

    private static final Map<String, PageRule> PARSED = new ConcurrentHashMap<>();
    private static final Map<String, Pattern> PATTERNS = new ConcurrentHashMap<>();

    private PageRules() {}

    /// 0: does not fire; 1: undetermined; 2: fires. This is what both engines call as `page_rule`.
    public static int fires(String rule, String method, String host, String path, String query) {
        PageRule read = PARSED.computeIfAbsent(rule, PageRules::parse);
        return switch (read.test(new PageAddress(method, host, path, query))) {
            case NO -> 0;
            case UNDETERMINED -> 1;
            case YES -> 2;
        };
    }

    /// @throws IllegalArgumentException when it is not as [PageRule#text] writes it
    public static PageRule parse(String text) {
        Reader reader = new Reader(text);
        PageRule rule = reader.rule();
        reader.end();
        return rule;
    }

    /// The rule in plain words, such as `on www.clinic.example, paths /find-a-doctor/**, not paths under /secure/;
    /// undetermined elsewhere (what a visitor typed is in no log)`. At most 500 characters: of long lists the first are
    /// named and the others counted. [PageRule#text] has all of it.
    public static String words(PageRule rule) {
        return PageWords.of(rule);
    }

    static Firing compare(Operator operator, String subject, String value, boolean ignoreCase) {
        if (operator == Operator.EXISTS) {
            return firing(!subject.equals(ABSENT));
        }
        String left = subject.equals(ABSENT) ? "" : subject;
        if (operator == Operator.MATCHES || operator == Operator.GLOB) {
            try {
                return firing(PATTERNS.computeIfAbsent(
                                (ignoreCase ? "i" : "c") + (operator == Operator.GLOB ? "*" : "/") + value,
                                PageRules::compiled)
                        .matcher(new Subject(left))
                        .find());
            } catch (PatternSyntaxException | StackOverflowError | Subject.Stopped notForUs) {
                return Firing.UNDETERMINED;
            }
        }
        String right = value;
        if (ignoreCase) {
            left = left.toLowerCase(Locale.ROOT);
            right = right.toLowerCase(Locale.ROOT);
        }
        return firing(
                switch (operator) {
                    case EQUALS -> left.equals(right);
                    case CONTAINS -> left.contains(right);
                    case STARTS_WITH -> left.startsWith(right);
                    case ENDS_WITH -> left.endsWith(right);
                    case MATCHES, EXISTS, GLOB -> throw new IllegalStateException();
                });
    }

    /// @param key case, kind and value, as [#compare] writes them
    private static Pattern compiled(String key) {
        String value = key.substring(2);
        return Pattern.compile(
                key.charAt(1) == '*' ? glob(value) : value, key.charAt(0) == 'i' ? Pattern.CASE_INSENSITIVE : 0);
    }

    private static Firing firing(boolean fires) {
        return fires ? Firing.YES : Firing.NO;
    }

    private static String glob(String pattern) {
        StringBuilder regex = new StringBuilder("^");
        for (int at = 0; at < pattern.length(); at++) {
            if (pattern.charAt(at) != '*') {
                regex.append(Pattern.quote(pattern.substring(at, at + 1)));
            } else if (at + 1 < pattern.length() && pattern.charAt(at + 1) == '*') {
                regex.append(".*");
                at++;
            } else {
                regex.append("[^/]*");
            }
        }
        return regex.append("$").toString();
    }

    /// The first value of a parameter, decoded; [#ABSENT] where there is none.
    static String parameter(String query, String name) {
        for (String pair : query.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (decoded(equals < 0 ? pair : pair.substring(0, equals)).equals(name)) {
                return equals < 0 ? "" : decoded(pair.substring(equals + 1));
            }
        }
        return ABSENT;
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            return text;
        }
    }

    static Set<String> parametersOf(List<PageRule> rules) {
        Set<String> names = new TreeSet<>();
        rules.forEach(rule -> names.addAll(rule.queryParameters()));
        return names;
    }

    static String text(String word, List<PageRule> rules) {
        StringBuilder text = new StringBuilder("(").append(word);
        rules.forEach(rule -> text.append(' ').append(rule.text()));
        return text.append(')').toString();
    }

    static String words(String word, String... values) {
        StringBuilder text = new StringBuilder("(").append(word);
        for (String value : values) {
            text.append(" \"")
                    .append(value.replace("\\", "\\\\").replace("\"", "\\\""))
                    .append('"');
        }
        return text.append(')').toString();
    }

    private static final class Reader {
        private final String text;
        private int at;

        Reader(String text) {
            this.text = text;
        }

        PageRule rule() {
            expect('(');
            String word = word();
            PageRule rule = switch (word) {
                case "all" -> new PageRule.All(rules());
                case "any" -> new PageRule.AnyOf(rules());
                case "not" -> new PageRule.Not(rules().getFirst());
                case "unknown" -> new PageRule.Unknown(quoted());
                default -> comparison(word);
            };
            expect(')');
            return rule;
        }

        private PageRule comparison(String word) {
            boolean ignoreCase = word.endsWith("-i");
            String operator = ignoreCase ? word.substring(0, word.length() - 2) : word;
            String part = quoted();
            int colon = part.indexOf(':');
            return new PageRule.Compare(
                    PageRule.Part.valueOf((colon < 0 ? part : part.substring(0, colon)).toUpperCase(Locale.ROOT)),
                    colon < 0 ? "" : part.substring(colon + 1),
                    Operator.valueOf(operator.toUpperCase(Locale.ROOT)),
                    quoted(),
                    ignoreCase);
        }

        private List<PageRule> rules() {
            List<PageRule> rules = new ArrayList<>();
            while (skip() == '(') {
                rules.add(rule());
            }
            return rules;
        }

        private String word() {
            int from = at;
            while (at < text.length() && " ()\"".indexOf(text.charAt(at)) < 0) {
                at++;
            }
            return text.substring(from, at);
        }

        private String quoted() {
            expect('"');
            StringBuilder value = new StringBuilder();
            for (; at < text.length() && text.charAt(at) != '"'; at++) {
                if (text.charAt(at) == '\\') {
                    at++;
                }
                value.append(text.charAt(at));
            }
            expect('"');
            return value.toString();
        }

        private char skip() {
            while (at < text.length() && text.charAt(at) == ' ') {
                at++;
            }
            return at < text.length() ? text.charAt(at) : 0;
        }

        private void expect(char wanted) {
            if (skip() != wanted) {
                throw new IllegalArgumentException("Not a page rule, at character " + at + ": " + text);
            }
            at++;
        }

        void end() {
            if (skip() != 0) {
                throw new IllegalArgumentException("Not a page rule, at character " + at + ": " + text);
            }
        }
    }
}
