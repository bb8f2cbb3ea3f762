package dev.earshot.breach.store;

import dev.earshot.EarshotException;
import dev.earshot.breach.notice.Channel;
import dev.earshot.breach.store.Outbox.Outcome;
import dev.earshot.breach.store.Outbox.Result;
import dev.earshot.evidence.EvidenceBundle;
import dev.earshot.evidence.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Makes of each [Change] what it means for the tables. The same changes in the same order make the same rows.
final class Ledger {
    private static final String FALLBACK = "split_part(n.channels, E'\\n', d.step + 2)";

    private final Connection connection;
    private final Path caseFolder;

    Ledger(Connection connection, Path caseFolder) {
        this.connection = connection;
        this.caseFolder = caseFolder;
    }

    /// @param who did it, and when, as the entry says
    void apply(Change change, String who, Instant at) throws SQLException {
        switch (change) {
            case Change.Opened opened -> {}
            case Change.Approved approved -> {}
            case Change.Paused paused -> {}
            case Change.Resumed resumed -> {}
            case Change.Planned planned -> plan(planned);
            case Change.Begun begun ->
                update("INSERT INTO run (run, name, started) VALUES (?, ?, ?)", begun.run(), begun.name(), at);
            case Change.Claimed claimed ->
                update(
                        "UPDATE delivery SET state = 'claimed', due = NULL, run = ?, attempt = attempt + 1"
                                + " WHERE id = ANY(?)",
                        claimed.run(),
                        claimed.deliveries());
            case Change.Recorded recorded -> record(recorded.results());
            case Change.Heard heard -> hear(heard.events());
            case Change.Suppressed suppressed -> suppress(suppressed, who, at);
            case Change.Again again -> {
                update(
                        "UPDATE delivery SET state = 'planned', due = '-infinity', run = 0 WHERE id = ANY(?)",
                        again.deliveries());
                withdraw(again.deliveries());
            }
        }
    }

    private void record(List<Result> results) throws SQLException {
        int count = results.size();
        long[] deliveries = new long[count];
        String[] states = new String[count];
        String[] ats = new String[count];
        @Nullable String[] agains = new @Nullable String[count];
        @Nullable String[] hashes = new @Nullable String[count];
        String[] answers = new String[count];
        boolean back = false;
        for (int i = 0; i < count; i++) {
            Result result = results.get(i);
            deliveries[i] = result.delivery();
            states[i] = switch (result.outcome()) {
                case SENT -> "sent";
                case REFUSED -> "refused";
                case DEFERRED -> "deferred";
                case NOT_SENT -> "planned";
            };
            ats[i] = result.at().toString();
            agains[i] = switch (result.outcome()) {
                case SENT, REFUSED -> null;
                case DEFERRED -> result.again().toString();
                case NOT_SENT -> "-infinity";
            };
            back |= agains[i] != null;
            hashes[i] = result.sha256().isEmpty() ? null : "\\x" + result.sha256();
            answers[i] = result.answer();
        }
        update("""
                UPDATE delivery d SET state = r.state, due = r.again, at = r.at, sha256 = r.sha256, answer = r.answer
                FROM unnest(?::bigint[], ?::text[], ?::timestamptz[], ?::timestamptz[], ?::bytea[], ?::text[])
                    AS r (id, state, at, again, sha256, answer)
                WHERE d.id = r.id
                """, deliveries, states, ats, agains, hashes, answers);
        fallBack(results.stream()
                .filter(result -> result.outcome() == Outcome.REFUSED)
                .mapToLong(Result::delivery)
                .toArray());
        if (back) {
            withdraw(deliveries);
        }
    }

    /// Plans the next channel of deliveries that failed for good; where there is none, nobody can be reached.
    private void fallBack(long[] deliveries) throws SQLException {
        if (deliveries.length == 0) {
            return;
        }
        update("""
                INSERT INTO delivery (id, notice, due, run, step, round, attempt, channel, jurisdiction, state)
                SELECT %s + row_number() OVER (ORDER BY d.id), d.notice, '-infinity', 0, d.step + 1, 1, 0, %s,
                    d.jurisdiction, 'planned'
                FROM delivery d JOIN notice n ON n.id = d.notice
                WHERE d.id = ANY(?) AND %s <> '' AND %s
                """.formatted(NEWEST, FALLBACK, FALLBACK, OPEN), deliveries);
        update("""
                UPDATE notice o SET standing = 'unreachable'
                FROM delivery d JOIN notice n ON n.id = d.notice
                WHERE d.id = ANY(?) AND %s = '' AND o.standing = 'open' AND o.id = n.id
                """.formatted(FALLBACK), deliveries);
        update("""
                UPDATE notice o SET standing = 'unreachable'
                FROM delivery d JOIN notice n ON n.id = d.notice
                WHERE d.id = ANY(?) AND %s = '' AND o.standing = 'open' AND o.lead = n.id AND o.lead <> o.id
                """.formatted(FALLBACK), deliveries);
    }

    /// Deliveries that were to be made, of which nobody is told any longer.
    private void withdraw(long[] deliveries) throws SQLException {
        update("""
                UPDATE delivery d SET state = 'suppressed', due = NULL
                WHERE d.id = ANY(?) AND d.state IN ('planned', 'deferred') AND NOT %s
                """.formatted(OPEN), deliveries);
    }

    private static final String NEWEST =
            "(SELECT greatest((SELECT max(id) FROM delivery), (SELECT max(id) FROM notice)))";

    /// Whether a delivery tells anybody.
    private static final String OPEN = """
            (EXISTS (SELECT FROM notice s WHERE s.id = d.notice AND s.standing = 'open')
                OR EXISTS (SELECT FROM notice s WHERE s.lead = d.notice AND s.lead <> s.id AND s.standing = 'open'))
            """;

    private void hear(List<Later> events) throws SQLException {
        for (Later event : events) {
            update(
                    "UPDATE delivery SET state = ?, later = ?, answer = ? WHERE id = ?",
                    event.event().id(),
                    event.at(),
                    event.answer(),
                    event.delivery());
            switch (event.event()) {
                case DELIVERED -> {}
                case BOUNCED -> fallBack(new long[] {event.delivery()});
                case RETURNED -> {
                    if (event.moved().isPresent()) {
                        move(event.delivery(), event.moved().get());
                    } else {
                        fallBack(new long[] {event.delivery()});
                    }
                }
            }
        }
    }

    private void move(long delivery, Later.Address to) throws SQLException {
        for (String member : List.of("o.id = d.notice", "o.lead = d.notice AND o.lead <> o.id")) {
            update(
                    "UPDATE notice o SET street = ?, city = ?, postal_code = ?, state = ?, country = ?"
                            + " FROM delivery d WHERE d.id = ? AND " + member,
                    String.join("\n", to.street()),
                    to.city(),
                    to.postalCode(),
                    to.state(),
                    to.country(),
                    delivery);
        }
        update("""
                INSERT INTO delivery (id, notice, due, run, step, round, attempt, channel, jurisdiction, state)
                SELECT %s + 1, d.notice, '-infinity', 0, d.step, d.round + 1, 0, d.channel, d.jurisdiction, 'planned'
                FROM delivery d WHERE d.id = ? AND %s
                """.formatted(NEWEST, OPEN), delivery);
    }

    private void suppress(Change.Suppressed suppressed, String who, Instant at) throws SQLException {
        update("""
                INSERT INTO suppression (person, who, why, at) SELECT person, ?, ?, ? FROM unnest(?::bigint[]) AS p (person)
                ON CONFLICT DO NOTHING
                """, who, suppressed.why(), at, suppressed.persons());
        suppressNotices();
    }

    private void suppressNotices() throws SQLException {
        update("""
                UPDATE notice n SET standing = 'suppressed' FROM suppression s
                WHERE n.person = s.person AND n.standing <> 'suppressed'
                """);
        update("""
                UPDATE delivery d SET state = 'suppressed', due = NULL
                FROM notice n, suppression p
                WHERE n.person = p.person AND d.notice = n.lead AND d.state IN ('planned', 'deferred') AND NOT %s
                """.formatted(OPEN));
    }

    /// What a folder of notices holds: the SHA-256 of each file by name.
    static SortedMap<String, String> files(Path folder) {
        SortedMap<String, String> files = new TreeMap<>();
        try (Stream<Path> list = Files.list(folder)) {
            for (Path file : (Iterable<Path>)
                    list.filter(path -> path.getFileName().toString().endsWith(".parquet"))::iterator) {
                files.put(file.getFileName().toString(), EvidenceBundle.sha256(file));
            }
        } catch (IOException e) {
            throw new EarshotException(
                    EarshotException.Code.USAGE,
                    "The plan in " + folder + " can't be read (" + e.getMessage() + "). Plan again.",
                    e);
        }
        return files;
    }

    /// One hash for all files of a plan.
    static String hash(SortedMap<String, String> files) {
        StringBuilder all = new StringBuilder();
        for (Map.Entry<String, String> file : files.entrySet()) {
            all.append(file.getKey()).append('\n').append(file.getValue()).append('\n');
        }
        return sha256(all.toString());
    }

    static String sha256(String text) {
        return Sha256.hex(text);
    }

    /// Loads a plan in place of the one before.
    ///
    /// @return how many notices and deliveries
    long[] load(Path folder, SortedMap<String, String> files) throws SQLException {
        update("DROP INDEX IF EXISTS notice_carried, delivery_due, notice_id, delivery_id");
        update("TRUNCATE notice, delivery");
        long notices;
        try {
            notices = PlanCopy.run(
                    connection, files.keySet().stream().map(folder::resolve).toList());
        } catch (IOException e) {
            throw new EarshotException(
                    EarshotException.Code.USAGE, "The plan can't be read: " + e.getMessage() + ". Plan again.", e);
        }
        try {
            update("CREATE UNIQUE INDEX notice_id ON notice (id)");
        } catch (SQLException e) {
            if ("23505".equals(e.getSQLState())) {
                throw PlanCopy.wrong(folder, 0, "has an id twice");
            }
            throw e;
        }
        update("CREATE INDEX notice_carried ON notice (lead) WHERE lead <> id");
        if (one("SELECT count(*) FROM notice n LEFT JOIN notice l ON l.id = n.lead"
                        + " WHERE n.lead <> n.id AND l.lead IS DISTINCT FROM n.lead")
                > 0) {
            throw PlanCopy.wrong(folder, 0, "has a lead that isn't there or that another notice carries");
        }
        update("UPDATE notice n SET standing = l.standing FROM notice l"
                + " WHERE n.lead <> n.id AND l.id = n.lead AND n.standing <> l.standing");
        long deliveries = update("""
                INSERT INTO delivery (id, notice, due, run, step, round, attempt, channel, jurisdiction, state)
                SELECT id, id, '-infinity', 0, 0, 1, 0, split_part(channels, E'\\n', 1), jurisdiction, 'planned'
                FROM notice WHERE lead = id AND standing = 'open'
                """);
        update("CREATE UNIQUE INDEX delivery_id ON delivery (id)");
        update("CREATE INDEX delivery_due ON delivery (channel, due, id) WHERE due IS NOT NULL");
        update("ANALYZE notice (id, lead, person)");
        update("ANALYZE delivery (id, notice, channel, due, state)");
        if (one("SELECT count(*) FROM suppression") > 0) {
            suppressNotices();
        }
        return new long[] {notices, deliveries};
    }

    private void plan(Change.Planned planned) throws SQLException {
        Path folder = caseFolder.resolve(planned.folder());
        if (!files(folder).equals(planned.files())) {
            throw new EarshotException(
                    EarshotException.Code.TAMPERED,
                    "The plan in " + folder + " is not the one that the journal names. Put back the files of the plan;"
                            + " their SHA-256 are in the newest entry of kind planned.");
        }
        load(folder, planned.files());
    }

    long one(String query, Object... values) throws SQLException {
        try (PreparedStatement statement = prepare(query, values);
                ResultSet row = statement.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    long update(String sql, Object... values) throws SQLException {
        if (values.length == 0) {
            try (Statement statement = connection.createStatement()) {
                return statement.executeLargeUpdate(sql);
            }
        }
        try (PreparedStatement statement = prepare(sql, values)) {
            return statement.executeLargeUpdate();
        }
    }

    /// Sets what stands for `?`: numbers, texts, instants, and arrays of numbers or texts.
    PreparedStatement prepare(String sql, Object... values) throws SQLException {
        return prepare(connection, sql, values);
    }

    static PreparedStatement prepare(Connection connection, String sql, Object... values) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        try {
            for (int i = 0; i < values.length; i++) {
                switch (values[i]) {
                    case Instant at -> statement.setObject(i + 1, at.atOffset(ZoneOffset.UTC));
                    case long[] numbers -> statement.setObject(i + 1, numbers);
                    case @Nullable String[] texts -> statement.setObject(i + 1, texts);
                    case Channel channel -> statement.setString(i + 1, channel.id());
                    default -> statement.setObject(i + 1, values[i]);
                }
            }
            return statement;
        } catch (SQLException e) {
            statement.close();
            throw e;
        }
    }

    /// The first 32 hexadecimal digits of the SHA-256 of case, notice, channel and round, a line each.
    static String key(String caseId, long notice, String channel, int round) {
        return sha256(caseId + "\n" + notice + "\n" + channel + "\n" + round).substring(0, 32);
    }

    /// [#key] in SQL.
    static final String KEY =
            "left(encode(sha256(convert_to(? || E'\\n' || notice || E'\\n' || channel || E'\\n' || round, 'UTF8')), 'hex'), 32)";

    static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getObject(column, OffsetDateTime.class)).map(OffsetDateTime::toInstant);
    }
}
