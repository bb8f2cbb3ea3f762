package dev.earshot.guard.gateway;

import dev.earshot.guard.protection.Ruling;
import dev.earshot.guard.protection.Use;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Fields of an answer by which a browser contacts others, whatever stands in the page: links that are fetched or connected to
/// ahead, reports of errors and violations with the page's address in them, and a refresh. Those that policy blocks go.
final class Contacting {
    private static final Pattern URL =
            Pattern.compile("(?:https?:|wss?:)?//([^/\\s\"'<>;,?#]+)([^\\s\"'<>;,]*)", Pattern.CASE_INSENSITIVE);
    private static final Pattern AHEAD = Pattern.compile(
            "pre(load|connect|fetch|render)|dns-prefetch|modulepreload|stylesheet", Pattern.CASE_INSENSITIVE);

    private Contacting() {}

    static void removeFrom(Fields fields, Plan plan, Asked asked) {
        if (plan.settings().enforcement() == GatewaySettings.Enforcement.REPORT_ONLY) {
            return;
        }
        for (int i = 0; i < fields.count(); i++) {
            if (fields.isGone(i)) {
                continue;
            }
            switch (fields.known(i)) {
                case LINK ->
                    removeIf(fields, i, AHEAD.matcher(fields.value(i)).find() && blocks(fields, i, plan, asked));
                case REPORT_TO, REPORTING_ENDPOINTS -> removeIf(fields, i, blocks(fields, i, plan, asked));
                case REFRESH ->
                    removeIf(
                            fields,
                            i,
                            urls(fields.value(i)).anyMatch(url -> asked.zone().forbids(url.host(), url.path())));
                case CONTENT_SECURITY_POLICY, CONTENT_SECURITY_POLICY_REPORT_ONLY ->
                    withoutReports(fields, i, plan, asked);
                default -> {}
            }
        }
    }

    private static void removeIf(Fields fields, int field, boolean blocked) {
        if (blocked) {
            fields.removeAt(field);
        }
    }

    private static boolean blocks(Fields fields, int field, Plan plan, Asked asked) {
        return urls(fields.value(field)).anyMatch(url -> isBlocked(url, plan, asked.zone()));
    }

    private static boolean isBlocked(Target url, Plan plan, Zone zone) {
        return Arrays.stream(Use.values())
                .filter(use -> use != Use.NAVIGATION)
                .allMatch(use -> plan.settings().protection().rule(zone.protection(), url.host(), url.path(), use)
                        instanceof Ruling.Block);
    }

    private static void withoutReports(Fields fields, int field, Plan plan, Asked asked) {
        String value = fields.value(field);
        if (!value.toLowerCase(Locale.ROOT).contains("report-uri") || !blocks(fields, field, plan, asked)) {
            return;
        }
        StringBuilder left = new StringBuilder();
        for (String directive : value.split(";", -1)) {
            boolean reports = directive.strip().toLowerCase(Locale.ROOT).startsWith("report-uri")
                    && urls(directive).anyMatch(url -> isBlocked(url, plan, asked.zone()));
            if (!reports) {
                left.append(left.isEmpty() ? "" : ";").append(directive);
            }
        }
        String name = fields.name(field);
        fields.removeAt(field);
        fields.add(name, left.toString());
    }

    private static Stream<Target> urls(String value) {
        // In JSON a slash may be escaped.
        return URL.matcher(value.replace("\\/", "/")).results().map(found -> Target.of(found.group(1), found.group(2)));
    }

    /// @param path begins with a slash
    private record Target(String host, String path) {
        static Target of(String authority, String rest) {
            String host = authority.substring(authority.indexOf('@') + 1).toLowerCase(Locale.ROOT);
            return new Target(Asked.withoutPort(host), rest.startsWith("/") ? rest : "/" + rest);
        }
    }
}
