package dev.earshot.investigate.history.gtm;

import dev.earshot.investigate.history.PageRule;
import dev.earshot.investigate.history.PageRule.Operator;
import dev.earshot.investigate.history.PageRule.Part;
import dev.earshot.investigate.history.Rules;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Turns the comparisons of a container's triggers into page rules.
final class Conditions {
    private static final int DEEPEST = 12;
    /// Expressions that are found in every name.
    private static final Set<String> ANY = Set.of(".*", ".+", "^.*$", "^.+$", "(.*)");

    private final Map<String, Variable> variables;
    private final Map<Condition, PageRule> known = new HashMap<>();

    /// What a value is, as far as an address decides it.
    private sealed interface Term {
        record Text(String text) implements Term {}

        record Address(Part part, String parameter, boolean withoutWww) implements Term {}

        record Event() implements Term {}

        /// @param rows what it is where the input is as the row says; the first that holds counts
        record Lookup(Term input, List<Row> rows, Optional<Term> otherwise, boolean patterns, boolean ignoreCase)
                implements Term {}

        record Row(String key, Term value) {}

        record Opaque(String why) implements Term {}
    }

    Conditions(Map<String, Variable> variables) {
        this.variables = variables;
    }

    /// On which pages it holds when this event happens.
    ///
    /// @param event empty for an event whose name is not known
    PageRule rule(Condition condition, Optional<String> event) {
        Term left = term(condition.left(), 0);
        PageRule rule = left instanceof Term.Event
                ? event.map(name -> compare(condition, new Term.Text(name))).orElseGet(() -> anyEvent(condition))
                : known.computeIfAbsent(
                        new Condition(
                                condition.operator(),
                                condition.left(),
                                condition.right(),
                                false,
                                condition.ignoreCase()),
                        plain -> compare(plain, left));
        return condition.negate() ? Rules.not(rule) : rule;
    }

    private static PageRule anyEvent(Condition condition) {
        boolean takesAll = operator(condition.operator()).equals(Optional.of(Operator.MATCHES))
                && ANY.contains(condition.right().literal());
        return takesAll ? PageRule.EVERYWHERE : Rules.unknown("which event it was is in no log");
    }

    /// Whether it compares the host alone.
    boolean isOfHost(Condition condition) {
        return term(condition.left(), 0) instanceof Term.Address address && address.part() == Part.HOST;
    }

    /// The names that an event is compared with, to be exactly one of them.
    Optional<String> eventName(Condition condition) {
        return term(condition.left(), 0) instanceof Term.Event
                        && operator(condition.operator()).equals(Optional.of(Operator.EQUALS))
                        && term(condition.right(), 0) instanceof Term.Text text
                ? Optional.of(text.text())
                : Optional.empty();
    }

    boolean isOfEvent(Condition condition) {
        return term(condition.left(), 0) instanceof Term.Event;
    }

    private PageRule compare(Condition condition, Term left) {
        Optional<Operator> operator = operator(condition.operator());
        if (operator.isEmpty()) {
            return Rules.unknown("what \"" + shortened(condition.operator()) + "\" compares is in no log");
        }
        return switch (term(condition.right(), 0)) {
            case Term.Text value -> compare(left, operator.get(), value.text(), condition.ignoreCase());
            case Term.Opaque opaque -> Rules.unknown(opaque.why());
            case Term.Address _, Term.Event _, Term.Lookup _ ->
                Rules.unknown("it is compared with a value that changes from page to page");
        };
    }

    private PageRule compare(Term left, Operator operator, String value, boolean ignoreCase) {
        return switch (left) {
            case Term.Text text ->
                Rules.holds(operator, text.text(), value, ignoreCase)
                        .map(Rules::always)
                        .orElseGet(() ->
                                Rules.unknown("the regular expression may mean something else outside a browser"));
            case Term.Address address -> {
                PageRule rule = Rules.compare(address.part(), address.parameter(), operator, value, ignoreCase);
                yield address.withoutWww() ? withoutWww(rule, operator, value, ignoreCase) : rule;
            }
            case Term.Lookup lookup -> lookup(lookup, operator, value, ignoreCase);
            case Term.Opaque opaque -> Rules.unknown(opaque.why());
            case Term.Event _ -> Rules.unknown("which event it was is in no log");
        };
    }

    /// The host without a `www.` before it.
    private static PageRule withoutWww(PageRule rule, Operator operator, String value, boolean ignoreCase) {
        return operator == Operator.EQUALS
                ? Rules.any(rule, Rules.compare(Part.HOST, "", operator, "www." + value, ignoreCase))
                : operator == Operator.ENDS_WITH || operator == Operator.CONTAINS
                        ? rule
                        : Rules.unknown("the host is compared without its www.");
    }

    private PageRule lookup(Term.Lookup lookup, Operator operator, String value, boolean ignoreCase) {
        List<PageRule> ways = new ArrayList<>();
        List<PageRule> notBefore = new ArrayList<>();
        for (Term.Row row : lookup.rows()) {
            PageRule here = compare(
                    lookup.input(),
                    lookup.patterns() ? Operator.MATCHES : Operator.EQUALS,
                    row.key(),
                    lookup.ignoreCase());
            List<PageRule> all = new ArrayList<>(notBefore);
            all.add(here);
            all.add(compare(row.value(), operator, value, ignoreCase));
            ways.add(Rules.all(all));
            notBefore.add(Rules.not(here));
        }
        List<PageRule> none = new ArrayList<>(notBefore);
        none.add(lookup.otherwise()
                .map(term -> compare(term, operator, value, ignoreCase))
                .orElseGet(() -> compare(new Term.Text("undefined"), operator, value, ignoreCase)));
        ways.add(Rules.all(none));
        return Rules.any(ways);
    }

    private static Optional<Operator> operator(String name) {
        return switch (name) {
            case "equals", "eq" -> Optional.of(Operator.EQUALS);
            case "contains", "cn" -> Optional.of(Operator.CONTAINS);
            case "startswith", "sw" -> Optional.of(Operator.STARTS_WITH);
            case "endswith", "ew" -> Optional.of(Operator.ENDS_WITH);
            case "matchregex", "re" -> Optional.of(Operator.MATCHES);
            default -> Optional.empty();
        };
    }

    private Term term(Value value, int depth) {
        return switch (value) {
            case Value.Text text -> new Term.Text(text.text());
            case Value.Reference reference ->
                depth > DEEPEST
                        ? new Term.Opaque("its variables refer to each other without end")
                        : variable(reference.key(), depth + 1);
            case Value.Joined joined -> joined(joined, depth);
            case Value.Items _, Value.Fields _ -> new Term.Opaque("it is compared with a list");
        };
    }

    private Term joined(Value.Joined joined, int depth) {
        StringBuilder text = new StringBuilder();
        List<Term> terms = new ArrayList<>();
        for (Value part : joined.parts()) {
            Term term = term(part, depth);
            terms.add(term);
            if (term instanceof Term.Text known) {
                text.append(known.text());
            }
        }
        if (text.length() > 10_000) {
            return new Term.Opaque("its text is too long");
        }
        return terms.stream().allMatch(Term.Text.class::isInstance)
                ? new Term.Text(text.toString())
                : terms.stream()
                        .filter(Term.Opaque.class::isInstance)
                        .findFirst()
                        .orElse(new Term.Opaque("it compares several parts of the address put together"));
    }

    private Term variable(String key, int depth) {
        Variable variable = variables.get(key);
        if (variable == null) {
            return key.equals("_event")
                    ? new Term.Event()
                    : new Term.Opaque("the variable \"" + shortened(key) + "\" is not in the container");
        }
        Value.Fields its = variable.parameters();
        String name = variable.name().isEmpty() ? variable.type() : variable.name();
        return switch (variable.type()) {
            case "e" -> new Term.Event();
            case "c" -> term(its.get("value"), depth);
            case "u" -> address(its, name);
            case "smm", "remm" -> table(variable, depth);
            case "f" -> new Term.Opaque("the page before is not in the log");
            case "v" ->
                new Term.Opaque("the data layer's \"" + shortened(named(its, "name", name)) + "\" is in no log");
            case "k" -> new Term.Opaque("the cookie \"" + shortened(named(its, "name", name)) + "\" is in no log");
            case "jsm", "j", "d", "vis" ->
                new Term.Opaque("what the page's own code made of \"" + shortened(name) + "\" is in no log");
            case "aev" -> new Term.Opaque("what was clicked, filled in or seen is in no log");
            case "cid" -> new Term.Opaque("it compares the container's own id");
            default -> new Term.Opaque("the variable \"" + shortened(name) + "\" is in no log");
        };
    }

    private static String named(Value.Fields fields, String key, String otherwise) {
        String literal = fields.get(key).literal();
        return literal.isEmpty() ? otherwise : literal;
    }

    private static Term address(Value.Fields its, String name) {
        if (!its.get("customUrlSource").equals(Value.Text.EMPTY)) {
            return new Term.Opaque("\"" + shortened(name) + "\" is a part of another address than the page's");
        }
        boolean www = its.get("stripWww").literal().equals("true");
        return switch (its.get("component").literal()) {
            case "", "URL" -> new Term.Address(Part.URL, "", false);
            case "HOST" -> new Term.Address(Part.HOST, "", www);
            case "PATH" ->
                its.get("defaultPages") instanceof Value.Items pages
                                && pages.items().stream()
                                        .anyMatch(page -> !page.literal().isEmpty())
                        ? new Term.Opaque("the path is compared without names of default pages")
                        : new Term.Address(Part.PATH, "", false);
            case "QUERY" -> {
                String parameter = its.get("queryKey").literal();
                yield parameter.isEmpty()
                        ? new Term.Address(Part.QUERY, "", false)
                        : its.get("enableMultiQueryKeys").literal().equals("true")
                                ? new Term.Opaque("one of several query parameters is compared")
                                : new Term.Address(Part.PARAMETER, parameter, false);
            }
            case "PROTOCOL" -> new Term.Opaque("no log tells whether an address began with http: or https:");
            case "FRAGMENT" -> new Term.Opaque("what follows # in an address is in no log");
            default -> new Term.Opaque("\"" + shortened(name) + "\" is in no log");
        };
    }

    private Term table(Variable variable, int depth) {
        Value.Fields its = variable.parameters();
        List<Term.Row> rows = new ArrayList<>();
        boolean patterns = variable.type().equals("remm");
        if (its.get("map") instanceof Value.Items items && items.items().size() <= 200) {
            for (Value item : items.items()) {
                if (item instanceof Value.Fields row && term(row.get("key"), depth) instanceof Term.Text key) {
                    String wanted = patterns && !its.get("fullMatch").literal().equals("false")
                            ? "^(?:" + key.text() + ")$"
                            : key.text();
                    rows.add(new Term.Row(wanted, term(row.get("value"), depth)));
                } else {
                    return new Term.Opaque(
                            "the table \"" + shortened(variable.name()) + "\" is looked up by a value that changes");
                }
            }
        } else {
            return new Term.Opaque("the table \"" + shortened(variable.name()) + "\" is too long");
        }
        if (patterns
                && its.get("replaceAfterMatch").literal().equals("true")
                && rows.stream()
                        .anyMatch(row -> row.value() instanceof Term.Text text
                                && text.text().contains("$"))) {
            return new Term.Opaque("the table \"" + shortened(variable.name()) + "\" replaces parts of what it finds");
        }
        return new Term.Lookup(
                term(its.get("input"), depth),
                rows,
                its.get("setDefaultValue").literal().equals("true")
                        ? Optional.of(term(its.get("defaultValue"), depth))
                        : Optional.empty(),
                patterns,
                patterns && its.get("ignoreCase").literal().equals("true"));
    }

    static String shortened(String text) {
        return text.length() > 60 ? text.substring(0, 60) + "…" : text;
    }
}
