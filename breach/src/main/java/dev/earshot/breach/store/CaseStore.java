package dev.earshot.breach.store;

import dev.earshot.EarshotException;
import dev.earshot.breach.journal.Entry;
import dev.earshot.breach.journal.Journal;
import dev.earshot.breach.journal.JournalFile;
import dev.earshot.breach.journal.Seals;
import dev.earshot.breach.journal.Verification;
import dev.earshot.breach.notice.Channel;
import dev.earshot.breach.notice.Notice;
import dev.earshot.evidence.SigningKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// A case in PostgreSQL: its journal, the notices of its plan, and what became of each delivery.
///
/// The tables are what the journal's entries make of the plan, so that both together, without the database, are the whole
/// case: [#restore]. Whatever changes something is one transaction with its entry; then the entry is written to
/// `journal.jsonl`; only then does the method return.
///
/// One process at a time has a case open to change it. Safe for several threads, one after the other.
public final class CaseStore implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.shared();
    /// Who did what nobody asked for.
    private static final String EARSHOT = "earshot";

    private final Path folder;
    private final Clock clock;
    private final Database database;
    private final Connection connection;
    private final Ledger ledger;
    private final Set<Long> live = new HashSet<>();
    private final Map<Channel, Long> claimedUpTo = new EnumMap<>(Channel.class);
    private @Nullable JournalFile file;
    private @Nullable Entry last;
    private Gate gate = Gate.CLOSED;
    private String id = "";
    private boolean broken;

    private CaseStore(Path folder, Clock clock, Database database, boolean writes) {
        this.folder = folder;
        this.clock = clock;
        this.database = database;
        this.connection = database.connect();
        this.ledger = new Ledger(connection, folder);
        try {
            if (writes) {
                database.lock(connection);
                database.migrate();
            }
            connection.setAutoCommit(false);
        } catch (SQLException e) {
            quietly(connection::close);
            throw Database.failed(e);
        } catch (EarshotException e) {
            quietly(connection::close);
            throw e;
        }
    }

    /// Opens a case to work on it, and makes its database where it has none.
    ///
    /// @param caseFolder where `journal.jsonl`, `plan/` and `database/` are
    /// @param jdbcUrl of the user's own PostgreSQL, 15 or later: an empty database or schema for each case; user and password
    ///     in the URL, or in PGUSER and PGPASSWORD. Without one, a server of the case's own runs in its folder
    /// @throws EarshotException of code USAGE where another process works on it; TAMPERED where the journal's file and the
    ///     database say different things; INCOMPLETE where the database, or what is newest in it, is lost
    public static CaseStore open(Path caseFolder, Optional<String> jdbcUrl, Clock clock) {
        boolean known = entries(caseFolder);
        if (jdbcUrl.isEmpty() && known && !Server.exists(caseFolder.resolve("database"))) {
            throw lost(caseFolder, 0);
        }
        CaseStore store = connect(caseFolder, jdbcUrl, clock, true);
        try {
            store.start(jdbcUrl.isPresent());
            return store;
        } catch (RuntimeException e) {
            quietly(store::close);
            throw e;
        }
    }

    /// Opens a case to look at it, also while another process works on it.
    public static CaseStore read(Path caseFolder, Optional<String> jdbcUrl, Clock clock) {
        if (jdbcUrl.isEmpty() && !Server.exists(caseFolder.resolve("database"))) {
            throw lost(caseFolder, 0);
        }
        CaseStore store = connect(caseFolder, jdbcUrl, clock, false);
        try {
            store.remember();
            return store;
        } catch (SQLException e) {
            quietly(store::close);
            throw Database.failed(e);
        }
    }

    /// Rebuilds the database from `journal.jsonl` and `plan/`, from nothing or from what an older copy of it holds, and opens
    /// the case. One that was stopped goes on when it is called again.
    public static CaseStore restore(Path caseFolder, Optional<String> jdbcUrl, Clock clock) {
        if (!entries(caseFolder)) {
            throw new EarshotException(
                    EarshotException.Code.USAGE,
                    caseFolder.resolve(JournalFile.NAME)
                            + " is not there or has no entries: there is nothing to rebuild.");
        }
        CaseStore store = connect(caseFolder, jdbcUrl, clock, true);
        try {
            store.replay();
            store.start(false);
            return store;
        } catch (RuntimeException e) {
            quietly(store::close);
            throw e;
        }
    }

    private static CaseStore connect(Path caseFolder, Optional<String> jdbcUrl, Clock clock, boolean writes) {
        Path folder = caseFolder.toAbsolutePath().normalize();
        Database database = Database.at(folder.resolve("database"), jdbcUrl);
        try {
            return new CaseStore(folder, clock, database, writes);
        } catch (RuntimeException e) {
            quietly(database::close);
            throw e;
        }
    }

    private static boolean entries(Path caseFolder) {
        try {
            Path file = caseFolder.resolve(JournalFile.NAME);
            return Files.exists(file) && Files.size(file) > 0;
        } catch (IOException e) {
            throw new EarshotException(EarshotException.Code.USAGE, "The case " + caseFolder + " can't be read", e);
        }
    }

    private static EarshotException lost(Path caseFolder, long after) {
        return new EarshotException(
                EarshotException.Code.INCOMPLETE,
                "The database of the case " + caseFolder + (after == 0 ? " is not there" : " ends at entry " + after)
                        + ", and its journal goes on. Nothing is lost while journal.jsonl and plan/ are there: rebuild it"
                        + " with `earshot case restore`.");
    }

    /// Brings journal and file together.
    ///
    /// @param shared whether other cases may be in the same server, so that a database is not taken for this case's unasked
    private void start(boolean shared) {
        try {
            remember();
            Path path = folder.resolve(JournalFile.NAME);
            if (shared && last != null && !Files.exists(path)) {
                throw new EarshotException(
                        EarshotException.Code.USAGE,
                        "The database holds a case already, and " + folder + " has no " + JournalFile.NAME
                                + ". Name the folder of that case, or another database. Where the file was lost, make an empty"
                                + " one: it is written anew.");
            }
            file = JournalFile.open(path);
            if (last == null) {
                byte[] random = new byte[8];
                new SecureRandom().nextBytes(random);
                write(EARSHOT, new Change.Opened(HexFormat.of().formatHex(random)));
            }
            mirror();
            connection.rollback();
        } catch (SQLException e) {
            throw Database.failed(e);
        }
    }

    /// Writes to the file what only the database has.
    private void mirror() throws SQLException {
        JournalFile journal = writer();
        Optional<Entry> written = journal.last();
        long from = 1;
        if (written.isPresent()) {
            long seq = written.get().seq();
            Optional<Entry> same = entry(seq);
            if (same.isEmpty()) {
                throw lost(folder, last == null ? 0 : last.seq());
            }
            if (!same.get().equals(written.get())) {
                throw differs(seq);
            }
            from = seq + 1;
        }
        List<Entry> missing = new ArrayList<>();
        each(connection, from, entry -> {
            missing.add(entry);
            if (missing.size() == 16) {
                mirror(missing);
                missing.clear();
            }
        });
        mirror(missing);
    }

    private void mirror(List<Entry> entries) {
        try {
            writer().append(entries);
        } catch (IOException e) {
            broken = true;
            throw new EarshotException(
                    EarshotException.Code.INCOMPLETE,
                    folder.resolve(JournalFile.NAME) + " could not be written (" + e.getMessage()
                            + "). The database has the entry. Free some space and run the command again: it is written then.",
                    e);
        }
    }

    /// Where file and database say different things, from the first entry on.
    private EarshotException differs(long atMost) throws SQLException {
        long[] first = {atMost};
        JournalFile.read(folder.resolve(JournalFile.NAME), Optional.empty(), entry -> {
            try {
                if (entry.seq() < first[0] && !entry(entry.seq()).equals(Optional.of(entry))) {
                    first[0] = entry.seq();
                }
            } catch (SQLException e) {
                throw Database.failed(e);
            }
        });
        return new EarshotException(
                EarshotException.Code.TAMPERED,
                "The journal's file and the database say different things from entry " + first[0]
                        + " on. Nothing was changed." + " See which is whole with `earshot verify " + folder
                        + "`, and put back a copy of the other.");
    }

    /// Reads what is kept in memory.
    private void remember() throws SQLException {
        last = null;
        gate = Gate.CLOSED;
        claimedUpTo.clear();
        id = "";
        entry(ledger.one("SELECT coalesce(max(seq), 0) FROM journal")).ifPresent(entry -> last = entry);
        try (PreparedStatement query = ledger.prepare("SELECT * FROM journal WHERE kind = ANY(?) ORDER BY seq", (Object)
                        new String[] {"opened", "planned", "approved", "paused", "resumed"});
                ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                remember(entry(rows));
            }
        }
        connection.rollback();
    }

    private void remember(Entry entry) {
        gate = gate.after(entry);
        if (entry.seq() == 1) {
            id = Change.of(entry)
                    .filter(Change.Opened.class::isInstance)
                    .map(change -> ((Change.Opened) change).id())
                    .orElseThrow(() -> new EarshotException(
                            EarshotException.Code.TAMPERED, "The journal's first entry does not open a case"));
        }
    }

    private void replay() {
        Path path = folder.resolve(JournalFile.NAME);
        AtomicReference<Long> newestPlan = new AtomicReference<>(0L);
        Verification whole = JournalFile.read(path, Optional.empty(), entry -> {
            if (entry.kind().equals("planned")) {
                newestPlan.set(entry.seq());
            }
        });
        if (!whole.whole()) {
            throw new EarshotException(
                    EarshotException.Code.TAMPERED,
                    "The journal " + path + " is not what it was: entry " + (whole.entries() + 1) + " "
                            + whole.fault().map(Verification.Fault::why).orElse("is sealed badly")
                            + ". Nothing was rebuilt. Put back a copy of the file.");
        }
        try {
            remember();
            long known = last == null ? 0 : last.seq();
            JournalFile.read(path, Optional.empty(), entry -> {
                try {
                    if (entry.seq() == known && !entry.equals(last)) {
                        throw differs(known);
                    }
                    if (entry.seq() > known) {
                        boolean replaced = entry.kind().equals("planned") && entry.seq() < newestPlan.get();
                        Optional<Change> change = replaced ? Optional.empty() : Change.of(entry);
                        if (change.isPresent()) {
                            ledger.apply(change.get(), entry.who(), entry.at());
                        }
                        insert(entry);
                        connection.commit();
                    }
                } catch (SQLException e) {
                    throw failed(e);
                }
            });
        } catch (SQLException e) {
            throw Database.failed(e);
        }
    }

    /// The id of the case, made up when it was opened first.
    public String id() {
        return id;
    }

    public Journal journal() {
        return new Journal() {
            @Override
            public Entry append(String kind, String who, Object body) {
                if (Change.KINDS.contains(kind)) {
                    throw new IllegalArgumentException("Entries of kind " + kind + " are the store's");
                }
                return CaseStore.this.append(kind, who, body);
            }

            @Override
            public void read(long seq, Consumer<Entry> each) {
                try (Connection reader = database.connect()) {
                    reader.setAutoCommit(false);
                    each(reader, seq, each);
                } catch (SQLException e) {
                    throw Database.failed(e);
                }
            }

            @Override
            public void read(Set<String> kinds, Consumer<Entry> each) {
                try (Connection reader = database.connect()) {
                    reader.setAutoCommit(false);
                    each(
                            Ledger.prepare(
                                    reader,
                                    "SELECT * FROM journal WHERE kind = ANY (?) ORDER BY seq",
                                    reader.createArrayOf("text", kinds.toArray())),
                            each);
                } catch (SQLException e) {
                    throw Database.failed(e);
                }
            }

            @Override
            public Optional<Entry> last() {
                return Optional.of(CaseStore.this.last());
            }
        };
    }

    private synchronized Entry last() {
        if (last == null) {
            throw new EarshotException(EarshotException.Code.USAGE, "The case has no journal yet: open it first.");
        }
        return last;
    }

    private synchronized Entry append(String kind, String who, Object body) {
        writer();
        try {
            return commit(kind, who, body);
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    /// Signs the newest entry's hash.
    public synchronized Entry seal(SigningKey key) {
        return append(Seals.KIND, EARSHOT, Seals.body(last(), key));
    }

    /// Whether the journal's file is what it was, and the database says the same.
    public Verification verify(Optional<PublicKey> expected) {
        Path path = folder.resolve(JournalFile.NAME);
        long[] differs = {0};
        Verification verified = JournalFile.read(path, expected, entry -> {
            try {
                synchronized (this) {
                    if (differs[0] == 0 && !entry(entry.seq()).equals(Optional.of(entry))) {
                        differs[0] = entry.seq();
                    }
                }
            } catch (SQLException e) {
                throw Database.failed(e);
            }
        });
        quietly(connection::rollback);
        return differs[0] == 0
                ? verified
                : new Verification(
                        differs[0] - 1,
                        verified.head(),
                        Optional.of(new Verification.Fault(differs[0], "is another one in the database")),
                        verified.torn(),
                        verified.signature(),
                        verified.sealed());
    }

    /// Loads a plan's notices, in place of the plan before, and plans their deliveries. All of it, or nothing.
    ///
    /// @param notices folder of Parquet files with [NoticeTable#COLUMNS], in the case's folder
    /// @throws EarshotException of code USAGE where the plan is none, or something of the plan before was claimed
    public synchronized Plan load(Path notices, String who) {
        writer();
        Path inCase = folder.relativize(notices.toAbsolutePath().normalize());
        if (inCase.startsWith("..") || inCase.isAbsolute()) {
            throw new EarshotException(
                    EarshotException.Code.USAGE,
                    "The plan " + notices + " is not in the case's folder " + folder
                            + ", from which the case can be rebuilt. Write it there.");
        }
        try {
            if (ledger.one("SELECT count(*) FROM journal WHERE kind = 'claimed'") > 0) {
                throw new EarshotException(
                        EarshotException.Code.USAGE,
                        "Notices of the plan were sent already, so that it can't be replaced: people would be told twice."
                                + " Put further people into a case of their own.");
            }
            SortedMap<String, String> files = Ledger.files(notices);
            if (files.isEmpty()) {
                throw new EarshotException(EarshotException.Code.USAGE, notices + " has no Parquet files: plan first.");
            }
            long[] counts = ledger.load(notices, files);
            Change.Planned planned = new Change.Planned(
                    inCase.toString().replace('\\', '/'), Ledger.hash(files), files, counts[0], counts[1]);
            commit(planned.kind(), who, planned.body());
            return gate.plan().orElseThrow();
        } catch (SQLException e) {
            throw failed(e);
        } catch (EarshotException e) {
            quietly(connection::rollback);
            throw e;
        }
    }

    /// The plan that is loaded; empty where none is.
    public synchronized Optional<Plan> plan() {
        return gate.plan();
    }

    /// A loaded plan.
    ///
    /// @param hash SHA-256 over its files
    /// @param who planned
    /// @param deliveries notices that are delivered by themselves
    public record Plan(String hash, String who, long notices, long deliveries) {}

    /// Approves of the plan that is loaded, with these texts.
    ///
    /// @param texts SHA-256 of the templates
    /// @throws EarshotException of code USAGE where who planned is who approves
    public synchronized Entry approve(String who, String texts) {
        Plan plan = gate.plan()
                .orElseThrow(() -> new EarshotException(
                        EarshotException.Code.USAGE, "There is no plan to approve of: plan first."));
        if (Gate.same(plan.who(), who)) {
            throw new EarshotException(
                    EarshotException.Code.USAGE,
                    who + " made the plan, and somebody else has to approve of it: earshot case approve --by NAME");
        }
        return write(who, new Change.Approved(plan.hash(), texts));
    }

    /// Whether deliveries may be claimed with these texts; else why not, and what to do.
    ///
    /// @return empty where they may
    public synchronized Optional<String> refusal(String texts) {
        return gate.refusal(texts);
    }

    public Entry pause(String who, String why) {
        return write(who, new Change.Paused(why));
    }

    public Entry resume(String who, String why) {
        return write(who, new Change.Resumed(why));
    }

    /// Withdraws individuals from notice, now and in later plans.
    ///
    /// @param persons as the investigation numbers them
    public Entry suppress(Collection<Long> persons, String who, String why) {
        return write(
                who,
                new Change.Suppressed(
                        persons.stream()
                                .mapToLong(Long::longValue)
                                .sorted()
                                .distinct()
                                .toArray(),
                        why));
    }

    /// Begins a run that delivers. It ends with [#ended], or with the process: what it has claimed without an outcome is in
    /// doubt then.
    ///
    /// @param run a name for it, as people will read it
    /// @param texts SHA-256 of the templates with which it composes
    public synchronized Outbox outbox(String run, String texts) {
        writer();
        try {
            long number = ledger.one("SELECT coalesce(max(run), 0) + 1 FROM run");
            write(EARSHOT, new Change.Begun(number, run));
            live.add(number);
            return new Run(this, number, texts);
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    /// Ends a run: it claims no more, and nothing that it claimed will have an outcome from it.
    public synchronized void ended(Outbox run) {
        if (run instanceof Run one) {
            live.remove(one.number());
        }
    }

    /// Records what was heard of deliveries after they were sent; what is heard of others is left out.
    ///
    /// @return how many were recorded
    public synchronized int later(List<Later> events) {
        writer();
        try {
            Map<Long, String> states =
                    states(events.stream().mapToLong(Later::delivery).toArray());
            List<Later> effective = new ArrayList<>();
            for (Later event : events) {
                String state = states.getOrDefault(event.delivery(), "");
                if (state.equals("sent") || (state.equals("delivered") && event.event() != Later.Event.DELIVERED)) {
                    effective.add(event);
                    states.put(event.delivery(), event.event().id());
                }
            }
            if (effective.isEmpty()) {
                connection.rollback();
            } else {
                write(EARSHOT, new Change.Heard(effective));
            }
            return effective.size();
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    /// Plans deliveries once more that were sent, of which it is known that they reached nobody, as when a printer lost a
    /// batch. They keep their keys.
    ///
    /// @return how many
    public synchronized int sendAgain(Collection<Long> deliveries, String who, String why) {
        writer();
        try {
            long[] all = deliveries.stream()
                    .mapToLong(Long::longValue)
                    .sorted()
                    .distinct()
                    .toArray();
            Map<Long, String> states = states(all);
            long[] sent = Arrays.stream(all)
                    .filter(delivery -> "sent".equals(states.get(delivery)))
                    .toArray();
            if (sent.length == 0) {
                connection.rollback();
            } else {
                write(who, new Change.Again(sent, why));
                claimedUpTo.clear();
            }
            return sent.length;
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    /// The deliveries with these idempotency keys, by key; reads through all deliveries.
    public Map<String, Long> deliveries(Collection<String> keys) {
        Map<String, Long> found = new HashMap<>();
        query(
                "SELECT id, key FROM (SELECT id, " + Ledger.KEY + " AS key FROM delivery) d WHERE key = ANY(?)",
                row -> found.put(row.getString("key"), row.getLong("id")),
                id,
                keys.toArray(new String[0]));
        return found;
    }

    /// Notices in the order of the plan.
    ///
    /// @param from the least id
    public List<Notice> notices(long from, int most) {
        List<Notice> notices = new ArrayList<>();
        query(
                "SELECT * FROM notice WHERE id >= ? ORDER BY id LIMIT ?",
                row -> notices.add(NoticeTable.notice(row(row))),
                from,
                most);
        return notices;
    }

    /// Reads through all deliveries.
    public List<Count> counts() {
        List<Count> counts = new ArrayList<>();
        query(
                "SELECT channel, state, jurisdiction, count(*) AS n FROM delivery GROUP BY 1, 2, 3 ORDER BY 1, 2, 3",
                row -> counts.add(new Count(
                        NoticeTable.channel(row.getString("channel")),
                        row.getString("state"),
                        row.getString("jurisdiction"),
                        row.getLong("n"))));
        return counts;
    }

    /// Reads through all notices and deliveries.
    public List<Count.People> people() {
        List<Count.People> counts = new ArrayList<>();
        query(
                """
                SELECT n.jurisdiction, CASE WHEN n.standing <> 'open' THEN n.standing WHEN d.id IS NULL THEN 'open' ELSE 'told' END
                    AS standing, count(*) AS n
                FROM notice n LEFT JOIN delivery d ON d.notice = n.lead AND d.state IN ('sent', 'delivered')
                GROUP BY 1, 2 ORDER BY 1, 2
                """,
                row -> counts.add(
                        new Count.People(row.getString("jurisdiction"), row.getString("standing"), row.getLong("n"))));
        return counts;
    }

    // What runs need.

    synchronized List<Outbox.Claim> claim(long run, String texts, Channel channel, int most, Instant now) {
        writer();
        gate.refusal(texts).ifPresent(why -> {
            throw new EarshotException(EarshotException.Code.USAGE, why);
        });
        if (!live.contains(run)) {
            throw new IllegalStateException("The run has ended");
        }
        try {
            long[] deliveries = due(channel, most, now);
            if (deliveries.length == 0) {
                connection.rollback();
                return List.of();
            }
            write(EARSHOT, new Change.Claimed(run, channel, deliveries));
            claimedUpTo.merge(channel, deliveries[deliveries.length - 1], Math::max);
            List<Outbox.Claim> claims = claims(deliveries, "n.standing = 'open'");
            connection.rollback();
            return claims;
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    private long[] due(Channel channel, int most, Instant now) throws SQLException {
        long[] deferred = ids(
                "SELECT id FROM delivery WHERE channel = ? AND due > '-infinity' AND due <= ? ORDER BY due, id LIMIT ?",
                channel,
                now,
                most);
        long[] planned = ids(
                "SELECT id FROM delivery WHERE channel = ? AND due = '-infinity' AND id > ? ORDER BY id LIMIT ?",
                channel,
                claimedUpTo.getOrDefault(channel, 0L),
                most - deferred.length);
        return LongStream.concat(Arrays.stream(deferred), Arrays.stream(planned))
                .sorted()
                .toArray();
    }

    synchronized List<Outbox.Claim> inDoubt(Channel channel, int most, long afterDelivery) {
        try {
            long[] deliveries = ids(
                    "SELECT id FROM delivery WHERE state = 'claimed' AND channel = ? AND id > ? AND run <> ALL(?)"
                            + " ORDER BY id LIMIT ?",
                    channel,
                    afterDelivery,
                    live.stream().mapToLong(Long::longValue).toArray(),
                    most);
            List<Outbox.Claim> claims = claims(deliveries, "true");
            connection.rollback();
            return claims;
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    private List<Outbox.Claim> claims(long[] deliveries, String which) throws SQLException {
        Map<Long, List<Notice>> carried = new HashMap<>();
        for (String join : List.of("n.id = d.notice", "n.lead = d.notice AND n.lead <> n.id")) {
            try (PreparedStatement query = ledger.prepare(
                            "SELECT n.* FROM delivery d JOIN notice n ON " + join + " WHERE d.id = ANY(?) AND " + which
                                    + " ORDER BY n.id",
                            deliveries);
                    ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    Notice notice = NoticeTable.notice(row(rows));
                    carried.computeIfAbsent(notice.lead(), lead -> new ArrayList<>(1))
                            .add(notice);
                }
            }
        }
        List<Outbox.Claim> claims = new ArrayList<>(deliveries.length);
        try (PreparedStatement query = ledger.prepare(
                        "SELECT id, notice, channel, round, attempt FROM delivery WHERE id = ANY(?) ORDER BY id",
                        deliveries);
                ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                long notice = rows.getLong("notice");
                String channel = rows.getString("channel");
                claims.add(new Outbox.Claim(
                        rows.getLong("id"),
                        Ledger.key(id, notice, channel, rows.getInt("round")),
                        NoticeTable.channel(channel),
                        rows.getInt("attempt"),
                        List.copyOf(carried.getOrDefault(notice, List.of()))));
            }
        }
        return claims;
    }

    /// @param rule empty for the run's own claims
    synchronized void record(long run, Optional<String> rule, List<Outbox.Result> results) {
        writer();
        Map<Long, Outbox.Result> byDelivery = new LinkedHashMap<>();
        results.forEach(result -> byDelivery.putIfAbsent(result.delivery(), result));
        long[] all = byDelivery.keySet().stream().mapToLong(Long::longValue).toArray();
        try {
            long[] open = rule.isEmpty()
                    ? ids(
                            "SELECT id FROM delivery WHERE id = ANY(?) AND state = 'claimed' AND run = ? ORDER BY id",
                            all,
                            run)
                    : ids(
                            "SELECT id FROM delivery WHERE id = ANY(?) AND state = 'claimed' AND run <> ALL(?) ORDER BY id",
                            all,
                            live.stream().mapToLong(Long::longValue).toArray());
            List<Outbox.Result> effective = new ArrayList<>(open.length);
            for (long delivery : open) {
                Outbox.Result result = byDelivery.get(delivery);
                if (result != null) {
                    effective.add(shortened(result));
                    if (result.outcome() == Outbox.Outcome.NOT_SENT) {
                        claimedUpTo.clear();
                    }
                }
            }
            if (effective.isEmpty()) {
                connection.rollback();
            } else {
                write(EARSHOT, new Change.Recorded(run, rule, effective));
            }
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    private static Outbox.Result shortened(Outbox.Result result) {
        String answer = result.answer().replace("\0", "");
        return new Outbox.Result(
                result.delivery(),
                result.outcome(),
                answer.length() > 300 ? answer.substring(0, 300) : answer,
                result.sha256(),
                result.at(),
                result.again());
    }

    private Map<Long, String> states(long[] deliveries) throws SQLException {
        Map<Long, String> states = new HashMap<>();
        try (PreparedStatement query = ledger.prepare("SELECT id, state FROM delivery WHERE id = ANY(?)", deliveries);
                ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                states.put(rows.getLong(1), rows.getString(2));
            }
        }
        return states;
    }

    private long[] ids(String sql, Object... values) throws SQLException {
        try (PreparedStatement query = ledger.prepare(sql, values);
                ResultSet rows = query.executeQuery()) {
            LongStream.Builder ids = LongStream.builder();
            while (rows.next()) {
                ids.add(rows.getLong(1));
            }
            return ids.build().toArray();
        }
    }

    // One transaction for a change and its entry.

    private synchronized Entry write(String who, Change change) {
        writer();
        Instant at = clock.instant().truncatedTo(ChronoUnit.MICROS);
        try {
            ledger.apply(change, who, at);
            return commit(change.kind(), who, change.body(), at);
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    private Entry commit(String kind, String who, Object body) throws SQLException {
        return commit(kind, who, body, clock.instant().truncatedTo(ChronoUnit.MICROS));
    }

    private Entry commit(String kind, String who, Object body, Instant at) throws SQLException {
        String json = JSON.writeValueAsString(body);
        if (json.length() > JournalFile.LONGEST / 3 || who.isBlank() || (who + kind).contains("\n")) {
            quietly(connection::rollback);
            throw new IllegalArgumentException(
                    "An entry names who, on one line, and is no longer than ten million letters");
        }
        Entry entry = last == null ? Entry.first(at, who, kind, json) : last.next(at, who, kind, json);
        insert(entry);
        connection.commit();
        last = entry;
        remember(entry);
        mirror(List.of(entry));
        return entry;
    }

    private void insert(Entry entry) throws SQLException {
        ledger.update(
                "INSERT INTO journal (seq, at, who, kind, body, previous, hash) VALUES (?, ?, ?, ?, ?, ?, ?)",
                entry.seq(),
                entry.at(),
                entry.who(),
                entry.kind(),
                entry.body(),
                entry.previous(),
                entry.hash());
    }

    private JournalFile writer() {
        if (file == null) {
            throw new IllegalStateException("The case was opened to look at it");
        }
        if (broken) {
            throw new EarshotException(
                    EarshotException.Code.INCOMPLETE,
                    "The case could not be written a moment ago, and is not written any further. Run the command again.");
        }
        return file;
    }

    private EarshotException failed(SQLException e) {
        try {
            connection.rollback();
            broken |= !connection.isValid(10);
        } catch (SQLException also) {
            broken = true;
        }
        return Database.failed(e);
    }

    private Optional<Entry> entry(long seq) throws SQLException {
        try (PreparedStatement query = ledger.prepare("SELECT * FROM journal WHERE seq = ?", seq);
                ResultSet row = query.executeQuery()) {
            return row.next() ? Optional.of(entry(row)) : Optional.empty();
        }
    }

    private static void each(Connection from, long seq, Consumer<Entry> each) throws SQLException {
        each(Ledger.prepare(from, "SELECT * FROM journal WHERE seq >= ? ORDER BY seq", seq), each);
    }

    private static void each(PreparedStatement entries, Consumer<Entry> each) throws SQLException {
        try (PreparedStatement query = entries) {
            query.setFetchSize(16);
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    each.accept(entry(rows));
                }
            }
        }
    }

    private static Entry entry(ResultSet row) throws SQLException {
        return new Entry(
                row.getLong("seq"),
                Ledger.instant(row, "at").orElseThrow(),
                row.getString("who"),
                row.getString("kind"),
                row.getString("body"),
                row.getString("previous"),
                row.getString("hash"));
    }

    private static NoticeTable.Row<SQLException> row(ResultSet rows) {
        return new NoticeTable.Row<>() {
            @Override
            public long number(int column) throws SQLException {
                return rows.getLong(column + 1);
            }

            @Override
            public String text(int column) throws SQLException {
                return rows.getString(column + 1);
            }
        };
    }

    /// Reads on a connection of its own.
    private void query(String sql, Rows each, Object... values) {
        try (Connection reader = database.connect();
                PreparedStatement query = Ledger.prepare(reader, sql, values);
                ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                each.row(rows);
            }
        } catch (SQLException e) {
            throw Database.failed(e);
        }
    }

    private interface Rows {
        void row(ResultSet row) throws SQLException;
    }

    private interface Step {
        void run() throws SQLException;
    }

    private static void quietly(Step step) {
        try {
            step.run();
        } catch (SQLException | EarshotException e) {
            // What failed before is told.
        }
    }

    @Override
    public synchronized void close() {
        quietly(connection::close);
        if (file != null) {
            file.close();
        }
        database.close();
    }

    /// One run's side of the outbox.
    private record Run(CaseStore store, long number, String texts) implements Outbox {
        @Override
        public List<Claim> claim(Channel channel, int most, Instant now) {
            return store.claim(number, texts, channel, most, now);
        }

        @Override
        public void record(List<Result> results) {
            store.record(number, Optional.empty(), results);
        }

        @Override
        public List<Claim> inDoubt(Channel channel, int most, long afterDelivery) {
            return store.inDoubt(channel, most, afterDelivery);
        }

        @Override
        public void settle(List<Result> results, String rule) {
            store.record(number, Optional.of(rule), results);
        }
    }

    /// Whether anything may leave, as the journal says.
    private record Gate(Optional<Plan> plan, Set<Change.Approved> approvals, boolean paused) {
        static final Gate CLOSED = new Gate(Optional.empty(), Set.of(), false);

        Gate after(Entry entry) {
            return switch (entry.kind()) {
                case "planned", "approved", "paused", "resumed" ->
                    after(entry, Change.of(entry).orElseThrow());
                default -> this;
            };
        }

        private Gate after(Entry entry, Change change) {
            return switch (change) {
                case Change.Planned planned ->
                    new Gate(
                            Optional.of(new Plan(planned.plan(), entry.who(), planned.notices(), planned.deliveries())),
                            approvals,
                            paused);
                case Change.Approved approved -> {
                    if (plan.isEmpty()
                            || !plan.get().hash().equals(approved.plan())
                            || same(plan.get().who(), entry.who())) {
                        yield this;
                    }
                    Set<Change.Approved> all = new HashSet<>(approvals);
                    all.add(approved);
                    yield new Gate(plan, all, paused);
                }
                case Change.Paused pause -> new Gate(plan, approvals, true);
                case Change.Resumed resume -> new Gate(plan, approvals, false);
                default -> this;
            };
        }

        /// Why nothing may leave, and what to do.
        Optional<String> refusal(String texts) {
            if (plan.isEmpty()) {
                return Optional.of("There is no plan: earshot case plan");
            }
            if (!approvals.contains(new Change.Approved(plan.get().hash(), texts))) {
                return Optional.of("Nobody but " + plan.get().who()
                        + " has approved of this plan with these texts. Have a second person look at the samples, and then:"
                        + " earshot case approve --by NAME");
            }
            return paused
                    ? Optional.of("The case is paused: earshot case resume --by NAME --why REASON")
                    : Optional.empty();
        }

        static boolean same(String one, String other) {
            return plain(one).equals(plain(other));
        }

        private static String plain(String name) {
            return name.strip().replaceAll("\\s+", " ").toLowerCase(Locale.ROOT);
        }
    }
}
