package dev.earshot.guard.coding;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// What a client says of the codings that it takes: a weight in thousandths for each that it names.
///
/// Source: RFC 9110 § 12.5.3 and § 12.4.2. A weight that can't be read counts as 0, so that nobody gets what he may not
/// be able to read.
record AcceptEncoding(Map<String, Integer> weights) {
    AcceptEncoding {
        weights = Map.copyOf(weights);
    }

    static AcceptEncoding of(String field) {
        Map<String, Integer> weights = new HashMap<>();
        for (String each : field.split(",", -1)) {
            String[] parts = each.split(";", -1);
            String name = parts[0].strip().toLowerCase(Locale.ROOT);
            if (name.isEmpty()) {
                continue;
            }
            int weight = 1000;
            for (int at = 1; at < parts.length; at++) {
                String part = parts[at].strip();
                if (part.regionMatches(true, 0, "q=", 0, 2)) {
                    weight = weight(part.substring(2));
                }
            }
            weights.putIfAbsent(name.equals("x-gzip") ? "gzip" : name, weight);
        }
        return new AcceptEncoding(weights);
    }

    Optional<Coding> choose(List<Coding> offered) {
        int others = weights.getOrDefault("*", 0);
        int best = 0;
        Optional<Coding> chosen = Optional.empty();
        for (Coding coding : offered) {
            int weight = weights.getOrDefault(coding.token(), others);
            if (weight > best) {
                best = weight;
                chosen = Optional.of(coding);
            }
        }
        return weights.getOrDefault("identity", 0) > best ? Optional.empty() : chosen;
    }

    private static int weight(String text) {
        if (!text.matches("0(\\.\\d{0,3})?|1(\\.0{0,3})?")) {
            return 0;
        }
        return (int) Math.round(Double.parseDouble(text) * 1000);
    }
}
