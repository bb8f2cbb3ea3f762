package dev.earshot.investigate.log;

import dev.earshot.EarshotException;
import dev.earshot.investigate.plan.Plan;
import java.net.IDN;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/// The rules of a plan by which lines are set aside. The same for all files; safe for several threads.
final class Sieve {
    private static final int STATUSES = 1000;

    /// Of the first instant, in microseconds since 1970.
    final long from;
    /// Of the instant after the last one.
    final long to;
    final Agents.AgentRules agents;
    final Address.Ranges internal;

    private final Set<SetAside> off;
    private final Set<String> hosts = new HashSet<>();
    private final List<String> domains = new ArrayList<>();
    private final boolean[] statuses = new boolean[STATUSES];
    private final List<byte[]> notPages;
    private final List<Pattern> healthChecks;
    private final List<Pattern> ignoredPaths;

    /// @throws EarshotException where a rule can't be read
    Sieve(Plan plan) {
        Plan.Rules rules = plan.rules();
        from = micros(plan.from());
        to = micros(plan.to());
        off = EnumSet.noneOf(SetAside.class);
        off.addAll(rules.off());
        agents = AgentNames.with(rules.bots());
        internal = new Address.Ranges(rules.internal());
        for (String host : plan.hosts()) {
            String name = ascii(host);
            if (name.startsWith("*.")) {
                domains.add(name.substring(1));
            } else {
                hosts.add(name);
            }
        }
        rules.statuses().forEach(this::addStatuses);
        notPages = rules.notPages().stream()
                .map(ending -> ending.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8))
                .toList();
        healthChecks = rules.healthChecks().stream().map(Sieve::glob).toList();
        ignoredPaths = rules.ignoredPaths().stream().map(Sieve::glob).toList();
    }

    boolean applies(SetAside rule) {
        return !off.contains(rule);
    }

    /// @param name in lower case, without a port
    boolean investigates(String name) {
        return hosts.contains(name) || domains.stream().anyMatch(name::endsWith);
    }

    /// The only host that is investigated, where there is one: what a log that names none is about.
    String onlyHost() {
        return domains.isEmpty() && hosts.size() == 1 ? hosts.iterator().next() : "";
    }

    /// Whether it is an answer with a page. A log that doesn't tell is believed to have answered.
    boolean answered(int status) {
        return status == 0 || (status < STATUSES && statuses[status]);
    }

    boolean isHealthCheck(String path) {
        return matches(healthChecks, path);
    }

    boolean isIgnored(String path) {
        return matches(ignoredPaths, path);
    }

    boolean isNotPage(byte[] path) {
        for (byte[] ending : notPages) {
            int start = path.length - ending.length;
            boolean ends = start >= 0;
            for (int i = 0; ends && i < ending.length; i++) {
                ends = Scan.lower(path[start + i]) == ending[i];
            }
            if (ends) {
                return true;
            }
        }
        return false;
    }

    static String ascii(String host) {
        String name = host.strip().toLowerCase(Locale.ROOT);
        try {
            return name.startsWith("*.") ? "*." + IDN.toASCII(name.substring(2)) : IDN.toASCII(name);
        } catch (IllegalArgumentException notANameOfAHost) {
            return name;
        }
    }

    private void addStatuses(String range) {
        String[] ends = range.strip().split("-", -1);
        try {
            int first = Integer.parseInt(ends[0].strip());
            int last = Integer.parseInt(ends[ends.length - 1].strip());
            for (int status = first; status <= last; status++) {
                statuses[status] = true;
            }
        } catch (NumberFormatException | ArrayIndexOutOfBoundsException notARange) {
            throw new EarshotException(
                    EarshotException.Code.USAGE,
                    "\"" + range + "\" is no range of statuses such as 200-299",
                    notARange);
        }
    }

    private static boolean matches(List<Pattern> globs, String path) {
        for (Pattern glob : globs) {
            if (glob.matcher(path).matches()) {
                return true;
            }
        }
        return false;
    }

    /// `*` is any run of characters without a slash, `**` any run, as in a page rule.
    private static Pattern glob(String text) {
        StringBuilder regex = new StringBuilder();
        for (int at = 0; at < text.length(); at++) {
            if (text.charAt(at) != '*') {
                regex.append(Pattern.quote(text.substring(at, at + 1)));
            } else if (text.startsWith("**", at)) {
                regex.append(".*");
                at++;
            } else {
                regex.append("[^/]*");
            }
        }
        return Pattern.compile(regex.toString(), Pattern.DOTALL);
    }

    private static long micros(Instant instant) {
        return TimeUnit.SECONDS.toMicros(instant.getEpochSecond()) + TimeUnit.NANOSECONDS.toMicros(instant.getNano());
    }
}
