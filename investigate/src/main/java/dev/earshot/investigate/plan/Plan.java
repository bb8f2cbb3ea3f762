package dev.earshot.investigate.plan;

import dev.earshot.investigate.log.SetAside;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// What an investigation is asked to find out, and from what. Read from a `plan.yaml` by [PlanFile].
///
/// @param name of the investigation
/// @param entity the covered entity, as reports call it
/// @param file where it was read; relative locations start from its folder
/// @param zone of the entity: months and days in reports are of this zone
/// @param hosts whose pages are investigated; `*.clinic.example` stands for all below
public record Plan(
        String name,
        String entity,
        Path file,
        Instant from,
        Instant to,
        ZoneId zone,
        List<String> hosts,
        List<Logs> logs,
        Rules rules,
        List<TagSource> tagHistory,
        List<IdentitySource> identity,
        List<MemberSource> members,
        List<Settled> settled) {
    public Plan {
        hosts = List.copyOf(hosts);
        logs = List.copyOf(logs);
        tagHistory = List.copyOf(tagHistory);
        identity = List.copyOf(identity);
        members = List.copyOf(members);
        settled = List.copyOf(settled);
    }

    /// The same with other rules.
    public Plan with(Rules others) {
        return new Plan(
                name, entity, file, from, to, zone, hosts, logs, others, tagHistory, identity, members, settled);
    }

    /// One source of access logs.
    ///
    /// @param files paths, globs, folders
    /// @param format its id, or a `log_format` or `LogFormat` string; detected where absent
    /// @param fields which field of the log (a JSON path, a column) is which of [dev.earshot.investigate.log.LogLine]
    /// @param zone of times that are written without an offset
    /// @param host of all lines, where the log has none
    /// @param sessionCookie the cookie that holds the session id, where the log has a Cookie header
    /// @param trustedProxies address ranges whose X-Forwarded-For is believed, from the right
    /// @param utcOffsetCorrection added to every time: a clock known to have been wrong
    public record Logs(
            List<String> files,
            Optional<String> format,
            Map<String, String> fields,
            ZoneId zone,
            Optional<String> host,
            Optional<String> sessionCookie,
            List<String> trustedProxies,
            Duration utcOffsetCorrection,
            int line) {
        public Logs {
            files = List.copyOf(files);
            fields = Collections.unmodifiableMap(new TreeMap<>(fields));
            trustedProxies = List.copyOf(trustedProxies);
        }
    }

    /// @param visitGap a visit without a session id ends when nothing is asked for longer than this
    /// @param off the rules that don't apply, of those that set lines aside
    /// @param bots more words in a user agent that mark a crawler
    /// @param healthChecks paths that only the provider's own checks ask for
    /// @param internal address ranges of the provider's own
    /// @param statuses ranges of HTTP statuses that are an answer with a page
    /// @param notPages endings of paths that are no pages, such as `.css`
    /// @param ignoredPaths globs of paths to set aside
    /// @param unreadableShare above this share of unreadable lines the run is incomplete; 0 to 1
    /// @param countAssumed whether a window that is assumed counts as certain
    public record Rules(
            Duration visitGap,
            Set<SetAside> off,
            List<String> bots,
            List<String> healthChecks,
            List<String> internal,
            List<String> statuses,
            List<String> notPages,
            List<String> ignoredPaths,
            double unreadableShare,
            boolean countAssumed) {
        public Rules {
            off = Set.copyOf(off);
            bots = List.copyOf(bots);
            healthChecks = List.copyOf(healthChecks);
            internal = List.copyOf(internal);
            statuses = List.copyOf(statuses);
            notPages = List.copyOf(notPages);
            ignoredPaths = List.copyOf(ignoredPaths);
        }

        public Rules withVisitGap(Duration gap) {
            return new Rules(
                    gap,
                    off,
                    bots,
                    healthChecks,
                    internal,
                    statuses,
                    notPages,
                    ignoredPaths,
                    unreadableShare,
                    countAssumed);
        }

        public Rules withCountAssumed(boolean counts) {
            return new Rules(
                    visitGap,
                    off,
                    bots,
                    healthChecks,
                    internal,
                    statuses,
                    notPages,
                    ignoredPaths,
                    unreadableShare,
                    counts);
        }
    }

    /// One source of tag history.
    ///
    /// @param kind `scan`, `gtm`, `gtm-js`, `tealium`, `adobe`, `har`, `warc`, `app` or `statement`
    /// @param files paths, globs, folders; empty for a statement
    /// @param settings the rest of what stands there, by its name: lists joined by newlines
    public record TagSource(String kind, List<String> files, Map<String, String> settings, int line) {
        public TagSource {
            files = List.copyOf(files);
            settings = Collections.unmodifiableMap(new TreeMap<>(settings));
        }
    }

    /// One source that says who visitors were.
    ///
    /// @param kind `users` (user names of the log to member ids), `logins` (sessions), `audit` (portal audit trail),
    ///     `sso`, `traces`
    /// @param format `csv`, `json`, `parquet`; by the file's name where absent
    /// @param fields which column is which: `time`, `until`, `user`, `session`, `trace`, `address`, `agent`, `member`,
    ///     `patient`, `event`
    /// @param zone of times without an offset
    /// @param settings the rest, by its name
    public record IdentitySource(
            String kind,
            List<String> files,
            Optional<String> format,
            Map<String, String> fields,
            ZoneId zone,
            Map<String, String> settings,
            int line) {
        /// What a column can be; the readers know them by their places.
        public static final List<String> FIELDS =
                List.of("time", "until", "user", "session", "trace", "address", "agent", "member", "patient", "event");

        public IdentitySource {
            files = List.copyOf(files);
            fields = Collections.unmodifiableMap(new TreeMap<>(fields));
            settings = Collections.unmodifiableMap(new TreeMap<>(settings));
        }
    }

    /// One source of members.
    ///
    /// @param files paths, globs, folders; a JDBC URL for `jdbc`
    /// @param format `csv`, `parquet`, `jdbc`, `fhir`; by the file's name where absent
    /// @param fields which column is which of the member directory's
    /// @param settings the rest, such as the `query` of a JDBC source
    public record MemberSource(
            List<String> files,
            Optional<String> format,
            Map<String, String> fields,
            Map<String, String> settings,
            int line) {
        /// What a column can be; the readers know them by their places.
        public static final List<String> FIELDS = List.of(
                "member",
                "merged-into",
                "since",
                "until",
                "state",
                "country",
                "updated",
                "name",
                "given-name",
                "family-name",
                "address",
                "city",
                "postal-code",
                "email",
                "phone",
                "language",
                "birth-date",
                "deceased",
                "guardian",
                "channel");

        public MemberSource {
            files = List.copyOf(files);
            fields = Collections.unmodifiableMap(new TreeMap<>(fields));
            settings = Collections.unmodifiableMap(new TreeMap<>(settings));
        }
    }

    /// A conflict or gap that a person has settled.
    ///
    /// @param id of the conflict or gap, as the report names it
    /// @param as what holds, such as `complete`, `live`, `not-live`
    public record Settled(String id, String as, String by, String because, int line) {}
}
