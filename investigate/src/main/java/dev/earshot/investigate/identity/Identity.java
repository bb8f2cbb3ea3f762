package dev.earshot.investigate.identity;

import dev.earshot.investigate.Storage;
import dev.earshot.investigate.identity.Claim.Subject;
import dev.earshot.investigate.identity.Claim.What;
import dev.earshot.investigate.plan.Plan;
import dev.earshot.investigate.table.Key;
import dev.earshot.investigate.table.RowWriter;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Who was behind user names, sessions, traces and clients: the table of links, of all sources that the plan names.
///
/// Memory does not grow with the rows of logins and audit trails; with the lists of users it does, by about 19 bytes a
/// user, where a source names users only.
public final class Identity {
    private static final List<String> FIELDS = Plan.IdentitySource.FIELDS;
    private static final int TIME = 0;
    private static final int UNTIL = 1;
    private static final int USER = 2;
    private static final int SESSION = 3;
    private static final int TRACE = 4;
    private static final int ADDRESS = 5;
    private static final int AGENT = 6;
    private static final int MEMBER = 7;
    private static final int PATIENT = 8;
    private static final int EVENT = 9;

    private static final Duration SESSION_LENGTH = Duration.ofHours(12);
    private static final Duration CLIENT_LENGTH = Duration.ofMinutes(30);
    private static final Duration VIEW_LENGTH = Duration.ofMinutes(30);
    private static final int LINE_BITS = 40;

    private final Storage storage;

    public Identity(Storage storage) {
        this.storage = storage;
    }

    /// Writes the table of links.
    ///
    /// @param links of [dev.earshot.investigate.table.Table#LINKS]; not finished
    public IdentityAccount links(Plan plan, RowWriter links) throws IOException {
        List<SourceFile> files = new ArrayList<>();
        for (int source = 0; source < plan.identity().size(); source++) {
            files.addAll(
                    SourceFile.of(storage, source, plan.identity().get(source).files()));
        }
        List<String> sums = files.stream().map(SourceFile::sha256).toList();
        List<SourceAccount> accounts = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        Users users = new Users();
        try (Claims claims = new Claims()) {
            for (boolean lists : new boolean[] {true, false}) {
                for (SourceFile file : files) {
                    Plan.IdentitySource source = plan.identity().get(file.source());
                    if (source.kind().equals("users") == lists) {
                        int number = SourceFile.number(sums, file.sha256());
                        boolean again = !seen.add(file.source() + file.sha256());
                        accounts.add(new Reading(source, file, number, users, claims).account(again));
                    }
                }
            }
            Links written = new Links(links);
            claims.inOrder(written::take);
            written.finish();
            return new IdentityAccount(accounts, written.written(), written.sharedKeys(), written.momentary());
        }
    }

    /// One file, being read.
    private final class Reading {
        private final Plan.IdentitySource source;
        private final SourceFile file;
        private final int number;
        private final Users users;
        private final Claims claims;
        private final Tally tally = new Tally();
        private final Times times;
        private final Events events;
        private final long sessionLength;
        private final long clientLength;
        private final long viewLength;

        Reading(Plan.IdentitySource source, SourceFile file, int number, Users users, Claims claims) {
            this.source = source;
            this.file = file;
            this.number = number;
            this.users = users;
            this.claims = claims;
            times = new Times(source.zone());
            events = new Events(source.settings());
            sessionLength = micros("length", SESSION_LENGTH);
            clientLength = micros("client-length", CLIENT_LENGTH);
            viewLength = micros("views", VIEW_LENGTH);
        }

        private long micros(String setting, Duration otherwise) {
            String text = source.settings().get(setting);
            return (text == null ? otherwise : Duration.parse(text)).toNanos() / 1_000;
        }

        SourceAccount account(boolean again) throws IOException {
            if (again) {
                tally.note("it holds the same as another file of this source, and is not read again");
            } else {
                read();
            }
            return tally.account(number, source.kind(), file.location(), file.sha256());
        }

        private void read() throws IOException {
            Map<String, String> fields = source.fields();
            JsonRows.Shape shape =
                    source.kind().equals("sso") ? Shapes.sso(FIELDS, fields) : Shapes.named(FIELDS, fields);
            Row row = new Row(FIELDS.size());
            try (RowReader reader = RowReaders.open(
                    storage, file.location(), source.format(), source.settings(), FIELDS, fields, shape)) {
                for (RowReader.Read read = reader.next(row); read != RowReader.Read.END; read = reader.next(row)) {
                    Optional<Unusable> why = switch (read) {
                        case ROW -> use(row);
                        case COLUMNS -> Optional.of(Unusable.COLUMNS);
                        case MALFORMED, END -> Optional.of(Unusable.MALFORMED);
                    };
                    if (why.isPresent()) {
                        tally.unused(why.get(), row.line);
                    } else {
                        tally.used();
                    }
                }
                reader.fault().ifPresent(tally::fault);
            }
        }

        private Optional<Unusable> use(Row row) throws IOException {
            return switch (source.kind()) {
                case "users" -> user(row);
                case "traces" -> trace(row);
                default -> session(row);
            };
        }

        private Optional<Unusable> user(Row row) throws IOException {
            long user = row.key(USER, Key.Kind.USER);
            long person = row.key(MEMBER, Key.Kind.PERSON);
            if (user == Key.NONE || person == Key.NONE) {
                return Optional.of(user == Key.NONE ? Unusable.NO_KEY : Unusable.NO_MEMBER);
            }
            Optional<Times.Time> from = time(row, TIME);
            Optional<Times.Time> until = time(row, UNTIL);
            if ((from.isEmpty() && !row.isEmpty(TIME)) || (until.isEmpty() && !row.isEmpty(UNTIL))) {
                return Optional.of(Unusable.BAD_TIME);
            }
            long start = from.map(Times.Time::micros).orElse(Long.MIN_VALUE);
            long end = until.map(this::end).orElse(Long.MAX_VALUE);
            if (end <= start) {
                return Optional.of(Unusable.ENDS_BEFORE_START);
            }
            users.add(user, person, start, end);
            boolean doubtful = from.map(Times.Time::doubtful).orElse(false);
            add(row, Subject.USER, user, start, What.ACTS, person, end, until.isPresent(), doubtful, 0, 0);
            return Optional.empty();
        }

        private Optional<Unusable> trace(Row row) throws IOException {
            long trace = row.key(TRACE, Key.Kind.TRACE);
            if (trace == Key.NONE) {
                return Optional.of(Unusable.NO_KEY);
            }
            Optional<Times.Time> time = time(row, TIME);
            List<Long> persons = persons(row, time.map(Times.Time::micros).orElse(Long.MAX_VALUE - 1));
            long patient = row.key(PATIENT, Key.Kind.PERSON);
            if (persons.isEmpty() && patient == Key.NONE) {
                return nobody(row);
            }
            for (long person : persons) {
                add(row, Subject.TRACE, trace, Long.MIN_VALUE, What.ACTS, person, Long.MAX_VALUE, true, false, 0, 0);
            }
            if (patient != Key.NONE) {
                add(row, Subject.TRACE, trace, Long.MIN_VALUE, What.VIEWED, patient, Long.MAX_VALUE, true, false, 0, 0);
            }
            return Optional.empty();
        }

        private Optional<Unusable> session(Row row) throws IOException {
            Events.What event = events.of(row.text(EVENT));
            boolean audit = source.kind().equals("audit");
            if (event == Events.What.FAILS) {
                return Optional.of(Unusable.FAILED);
            }
            if (event == Events.What.OTHER && !audit) {
                return Optional.of(Unusable.OTHER_EVENT);
            }
            long session = row.key(SESSION, Key.Kind.SESSION);
            long client = Clients.key(row, ADDRESS, AGENT);
            if (session == Key.NONE && client == Key.NONE) {
                return Optional.of(Unusable.NO_KEY);
            }
            Optional<Times.Time> time = time(row, TIME);
            Optional<Times.Time> until = time(row, UNTIL);
            if (time.isEmpty() || (until.isEmpty() && !row.isEmpty(UNTIL))) {
                return Optional.of(row.isEmpty(TIME) ? Unusable.NO_TIME : Unusable.BAD_TIME);
            }
            long ts = time.get().micros();
            boolean doubtful =
                    time.get().doubtful() || until.map(Times.Time::doubtful).orElse(false);
            List<Long> persons = persons(row, ts);
            if (event == Events.What.ENDS) {
                return ends(row, session, client, ts, persons);
            }
            long patient = row.key(PATIENT, Key.Kind.PERSON);
            if (persons.isEmpty() && patient == Key.NONE) {
                return nobody(row);
            }
            if (until.isPresent() && end(until.get()) <= ts) {
                return Optional.of(Unusable.ENDS_BEFORE_START);
            }
            Subject subject = session == Key.NONE ? Subject.CLIENT : Subject.SESSION;
            long key = session == Key.NONE ? client : session;
            long clientEnd = until.map(this::end).orElse(ts + clientLength);
            long end = until.map(this::end).orElse(session == Key.NONE ? clientEnd : ts + sessionLength);
            for (long person : persons) {
                add(row, subject, key, ts, What.ACTS, person, end, until.isPresent(), doubtful, client, clientEnd);
            }
            if (patient != Key.NONE) {
                long viewed = ts + viewLength;
                add(row, subject, key, ts, What.VIEWED, patient, viewed, false, doubtful, client, viewed);
            }
            return Optional.empty();
        }

        /// The end of a session ends it for everybody; that of a client for the row's own person.
        private Optional<Unusable> ends(Row row, long session, long client, long ts, List<Long> persons)
                throws IOException {
            if (session != Key.NONE) {
                add(row, Subject.SESSION, session, ts, What.ENDS, 0, ts, false, false, 0, 0);
                return Optional.empty();
            }
            if (persons.isEmpty()) {
                return nobody(row);
            }
            for (long person : persons) {
                add(row, Subject.CLIENT, client, ts, What.ENDS, person, ts, false, false, 0, 0);
            }
            return Optional.empty();
        }

        private void add(
                Row row,
                Subject subject,
                long key,
                long ts,
                What what,
                long person,
                long until,
                boolean stated,
                boolean doubtful,
                long client,
                long clientUntil)
                throws IOException {
            long link = (long) number << LINE_BITS | row.line;
            claims.add(new Claim(subject, key, ts, what, person, until, stated, doubtful, client, clientUntil, link));
        }

        private Optional<Times.Time> time(Row row, int field) {
            return times.read(row.bytes(field), row.from(field), row.to(field));
        }

        /// A day that is named as the last one counts as a whole.
        private long end(Times.Time time) {
            return time.day() ? times.nextDay(time) : time.micros();
        }

        private List<Long> persons(Row row, long ts) {
            long member = row.key(MEMBER, Key.Kind.PERSON);
            if (member != Key.NONE) {
                return List.of(member);
            }
            long user = row.key(USER, Key.Kind.USER);
            return user == Key.NONE ? List.of() : users.at(user, ts);
        }

        private Optional<Unusable> nobody(Row row) {
            return Optional.of(row.isEmpty(USER) ? Unusable.NO_MEMBER : Unusable.UNKNOWN_USER);
        }
    }
}
