package dev.earshot.investigate.history.adobe;

import dev.earshot.investigate.history.PageRule;
import dev.earshot.investigate.history.PageRule.Operator;
import dev.earshot.investigate.history.PageRule.Part;
import dev.earshot.investigate.history.Rules;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import tools.jackson.databind.JsonNode;

/// Events and conditions of Adobe's core extension as page rules.
final class AdobeRules {
    private static final Set<String> OF_EVERY_PAGE =
            Set.of("library-loaded", "page-top", "page-bottom", "dom-ready", "window-loaded");

    private AdobeRules() {}

    static PageRule event(String extension, String name) {
        return extension.equals("core") && OF_EVERY_PAGE.contains(name)
                ? PageRule.EVERYWHERE
                : Rules.unknown("the event \"" + shortened(name) + "\" that the rule waits for is in no log");
    }

    static PageRule condition(String extension, String name, JsonNode settings) {
        String kind = extension.equals("core") ? name : "";
        return switch (kind) {
            case "path" -> any(settings.path("paths"), AdobeRules::path);
            case "path-and-querystring" -> any(settings.path("paths"), AdobeRules::pathAndQuery);
            case "subdomain" -> any(settings.path("subdomains"), AdobeRules::host);
            case "domain" -> {
                List<PageRule> hosts = new ArrayList<>();
                for (JsonNode domain : settings.path("domains")) {
                    String value = domain.asString("");
                    hosts.add(Rules.compare(Part.HOST, "", Operator.EQUALS, value, true));
                    hosts.add(Rules.compare(Part.HOST, "", Operator.ENDS_WITH, "." + value, true));
                }
                yield Rules.any(hosts);
            }
            case "query-string-parameter" -> {
                String parameter = AdobeReader.text(settings, "name");
                String value = AdobeReader.text(settings, "value");
                boolean regex = AdobeReader.text(settings, "valueIsRegex").equals("true");
                yield parameter.isEmpty()
                        ? Rules.unknown("which query parameter is compared can't be read")
                        : Rules.all(
                                Rules.compare(Part.PARAMETER, parameter, Operator.EXISTS, "", false),
                                Rules.compare(
                                        Part.PARAMETER,
                                        parameter,
                                        regex ? Operator.MATCHES : Operator.EQUALS,
                                        value,
                                        regex));
            }
            default -> Rules.unknown("the condition \"" + shortened(name) + "\" can't be decided by an address");
        };
    }

    /// One of the acceptable values; none is acceptable where there are none.
    private static PageRule any(JsonNode values, BiFunction<String, Boolean, PageRule> rule) {
        List<PageRule> rules = new ArrayList<>();
        values.forEach(value -> rules.add(rule.apply(
                AdobeReader.text(value, "value"),
                AdobeReader.text(value, "valueIsRegex").equals("true"))));
        return rules.isEmpty() ? Rules.unknown("the values of a condition can't be read") : Rules.any(rules);
    }

    private static PageRule path(String value, boolean regex) {
        return Rules.compare(Part.PATH, "", regex ? Operator.MATCHES : Operator.EQUALS, value, regex);
    }

    private static PageRule host(String value, boolean regex) {
        return Rules.compare(Part.HOST, "", regex ? Operator.MATCHES : Operator.EQUALS, value, regex);
    }

    /// The path with its query. An expression is known to be found where it is found in the path alone, unless it asks
    /// how the text ends; whether it is found with the query is undetermined, as rules compare one or the other.
    private static PageRule pathAndQuery(String value, boolean regex) {
        PageRule none = Rules.compare(Part.QUERY, "", Operator.EQUALS, "", false);
        if (!regex) {
            int mark = value.indexOf('?');
            String path = mark < 0 ? value : value.substring(0, mark);
            String query = mark < 0 ? "" : value.substring(mark + 1);
            return Rules.all(
                    Rules.compare(Part.PATH, "", Operator.EQUALS, path, false),
                    Rules.compare(Part.QUERY, "", Operator.EQUALS, query, false));
        }
        PageRule found = Rules.compare(Part.PATH, "", Operator.MATCHES, value, true);
        boolean asksForEnd =
                value.contains("$") || value.contains("(?") || value.contains("\\b") || value.contains("\\B");
        PageRule unknown = Rules.unknown("the path is compared together with its query");
        return Rules.any(
                Rules.all(none, found), Rules.all(Rules.not(none), asksForEnd ? unknown : Rules.any(found, unknown)));
    }

    private static String shortened(String text) {
        return text.length() > 60 ? text.substring(0, 60) + "…" : text;
    }
}
