package dev.earshot.breach.law;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One jurisdiction's breach law.
///
/// @param id such as `us`, `us-ca`, `eu`, `ca-qc`
/// @param region the state as a directory has it, such as `CA`; empty where it is a country or more
/// @param holidays names of the holidays that are no business days there; rules are in `holidays.yaml`
/// @param authorities by name: how they are reached, for notices that must name them and for filings
/// @param version changes with the file: its SHA-256
public record Jurisdiction(
        String id,
        String name,
        Optional<String> region,
        String country,
        List<String> holidays,
        Map<String, Authority> authorities,
        List<Rule> rules,
        String version) {
    public Jurisdiction {
        holidays = List.copyOf(holidays);
        authorities = Map.copyOf(authorities);
        rules = List.copyOf(rules);
    }

    /// The rules in force on a day: at most one version of each.
    public List<Rule> on(LocalDate day) {
        return rules.stream().filter(rule -> rule.inForce(day)).toList();
    }

    /// @param lines of the postal address
    public record Authority(
            String name, List<String> lines, Optional<String> phone, Optional<String> web, Confidence confidence) {
        public Authority {
            lines = List.copyOf(lines);
        }
    }
}
