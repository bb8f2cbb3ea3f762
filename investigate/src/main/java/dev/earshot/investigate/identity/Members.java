package dev.earshot.investigate.identity;

import dev.earshot.EarshotException;
import dev.earshot.investigate.Storage;
import dev.earshot.investigate.plan.Plan;
import dev.earshot.investigate.table.Key;
import dev.earshot.investigate.table.RowWriter;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// The member directory, of all sources that the plan names: as the steps need it, and as notices do.
///
/// Rows are written as they are read. What stays in memory is a number for each member id: about 19 bytes of each.
public final class Members {
    private static final List<String> FIELDS = Plan.MemberSource.FIELDS;
    private static final int MEMBER = 0;
    private static final int MERGED_INTO = 1;
    private static final int SINCE = 2;
    private static final int UNTIL = 3;
    private static final int STATE = 4;
    private static final int COUNTRY = 5;
    private static final int UPDATED = 6;
    private static final int NAME = 7;
    private static final int GIVEN_NAME = 8;
    private static final int FAMILY_NAME = 9;
    private static final int ADDRESS = 10;
    private static final int CITY = 11;
    private static final int POSTAL_CODE = 12;
    private static final int EMAIL = 13;
    private static final int PHONE = 14;
    private static final int LANGUAGE = 15;
    private static final int BIRTH_DATE = 16;
    private static final int DECEASED = 17;
    private static final int GUARDIAN = 18;
    private static final int CHANNEL = 19;

    private static final int STEPS = 8;
    private static final int CIRCLE = 64;
    private static final int REGIONS = 100_000;
    private static final Set<String> YES = Set.of("true", "yes", "y", "1", "t", "deceased", "dead");
    private static final Set<String> NO = Set.of("false", "no", "n", "0", "f", "alive", "living");
    private static final DateTimeFormatter SORTABLE =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT);

    private final Storage storage;
    private final Function<String, Optional<String>> environment;

    public Members(Storage storage) {
        this(storage, name -> Optional.ofNullable(System.getenv(name)));
    }

    /// @param environment where passwords of databases are
    Members(Storage storage, Function<String, Optional<String>> environment) {
        this.storage = storage;
        this.environment = environment;
    }

    /// @param members of [dev.earshot.investigate.table.Table#MEMBERS]; not finished
    /// @param directory of [dev.earshot.investigate.table.Directory#COLUMNS]; not finished
    public MembersAccount read(Plan plan, RowWriter members, RowWriter directory) throws IOException {
        return new Reading(plan, members, directory).all();
    }

    private final class Reading {
        private final Plan plan;
        private final RowWriter members;
        private final RowWriter directory;
        private final Times times;
        private final LongMap persons = new LongMap();
        private final Map<Long, Region> regions = new HashMap<>();
        private final Row row = new Row(FIELDS.size());
        private long records;
        private long duplicates;
        private long withoutState;
        private long unknownStates;
        private long withoutCountry;
        private long badTimes;
        private long inactive;

        Reading(Plan plan, RowWriter members, RowWriter directory) {
            this.plan = plan;
            this.members = members;
            this.directory = directory;
            this.times = new Times(plan.zone());
        }

        MembersAccount all() throws IOException {
            List<SourceFile> files = new ArrayList<>();
            for (int source = 0; source < plan.members().size(); source++) {
                if (!jdbc(plan.members().get(source))) {
                    files.addAll(SourceFile.of(
                            storage, source, plan.members().get(source).files()));
                }
            }
            List<String> sums = files.stream().map(SourceFile::sha256).toList();
            List<SourceAccount> accounts = new ArrayList<>();
            for (int number = 0; number < plan.members().size(); number++) {
                Plan.MemberSource source = plan.members().get(number);
                if (jdbc(source)) {
                    accounts.add(query(source));
                    continue;
                }
                int at = number;
                List<SourceFile> own =
                        files.stream().filter(file -> file.source() == at).toList();
                Optional<FhirPatients> patients = patients(source, own);
                Set<String> seen = new HashSet<>();
                for (SourceFile file : own) {
                    Tally tally = new Tally();
                    if (seen.add(file.sha256())) {
                        file(source, file.location(), patients, tally);
                    } else {
                        tally.note("it holds the same as another file of this source, and is not read again");
                    }
                    accounts.add(tally.account(
                            SourceFile.number(sums, file.sha256()),
                            format(source, file.location()),
                            file.location(),
                            file.sha256()));
                }
            }
            return account(accounts);
        }

        private boolean jdbc(Plan.MemberSource source) {
            return source.format().equals(Optional.of("jdbc"));
        }

        private String format(Plan.MemberSource source, String location) {
            return source.format().orElseGet(() -> {
                String format = RowReaders.byName(location);
                return format.equals("json") ? "fhir" : format;
            });
        }

        private SourceAccount query(Plan.MemberSource source) throws IOException {
            Tally tally = new Tally();
            Map<String, String> settings = source.settings();
            Optional<String> variable = Optional.ofNullable(settings.get("password-from"));
            Optional<String> password = variable.flatMap(environment);
            if (variable.isPresent() && password.isEmpty()) {
                throw new EarshotException(
                        EarshotException.Code.USAGE,
                        "The environment variable " + variable.get() + ", which holds the password of "
                                + JdbcRows.place(source.files().getFirst()) + ", is not set.");
            }
            String url = source.files().getFirst();
            try (RowReader reader = new JdbcRows(
                    url,
                    settings.getOrDefault("query", ""),
                    Optional.ofNullable(settings.get("user")),
                    password,
                    FIELDS,
                    source.fields())) {
                rows(reader, Optional.empty(), tally);
            }
            return tally.account(0, "jdbc", JdbcRows.place(url), "");
        }

        /// Where the source is of FHIR, with what its patients say of each other.
        private Optional<FhirPatients> patients(Plan.MemberSource source, List<SourceFile> files) throws IOException {
            if (files.stream().noneMatch(file -> format(source, file.location()).equals("fhir"))) {
                return Optional.empty();
            }
            FhirPatients patients = new FhirPatients(
                    FIELDS, Optional.ofNullable(source.settings().get("identifier")), plan.to());
            for (SourceFile file : files) {
                try (JsonRows rows = new JsonRows(
                        Content.open(storage, file.location(), Optional.empty()),
                        (patient, _) -> patients.refer(patient),
                        "\"link\"")) {
                    RowReader.Read read = rows.next(row);
                    while (read != RowReader.Read.END) {
                        read = rows.next(row);
                    }
                }
            }
            return Optional.of(patients);
        }

        private void file(Plan.MemberSource source, String location, Optional<FhirPatients> patients, Tally tally)
                throws IOException {
            JsonRows.Shape shape =
                    patients.<JsonRows.Shape>map(read -> read).orElseGet(() -> Shapes.named(FIELDS, source.fields()));
            try (RowReader reader = RowReaders.open(
                    storage,
                    location,
                    Optional.of(format(source, location)),
                    source.settings(),
                    FIELDS,
                    source.fields(),
                    shape)) {
                rows(reader, patients.filter(read -> reader instanceof JsonRows), tally);
            }
        }

        private void rows(RowReader reader, Optional<FhirPatients> patients, Tally tally) throws IOException {
            for (RowReader.Read read = reader.next(row); read != RowReader.Read.END; read = reader.next(row)) {
                Optional<Unusable> why = switch (read) {
                    case ROW -> patients.flatMap(FhirPatients::unusable).or(this::noMember);
                    case COLUMNS -> Optional.of(Unusable.COLUMNS);
                    case MALFORMED, END -> Optional.of(Unusable.MALFORMED);
                };
                if (why.isPresent()) {
                    tally.unused(why.get(), row.line);
                    continue;
                }
                tally.used();
                member();
                if (patients.isPresent()) {
                    inactive += patients.get().inactive() ? 1 : 0;
                    for (FhirPatients.Alias alias : patients.get().aliases()) {
                        row.set(MEMBER, alias.memberId());
                        row.set(MERGED_INTO, alias.mergedInto());
                        member();
                    }
                }
            }
            reader.fault().ifPresent(tally::fault);
        }

        private Optional<Unusable> noMember() {
            return row.isEmpty(MEMBER) ? Optional.of(Unusable.NO_MEMBER) : Optional.empty();
        }

        private void member() throws IOException {
            long person = row.key(MEMBER, Key.Kind.PERSON);
            long into = row.key(MERGED_INTO, Key.Kind.PERSON);
            long mergedInto = into == person ? Key.NONE : into;
            count(person, mergedInto);
            Optional<Times.Time> since = time(SINCE);
            Optional<Times.Time> until = time(UNTIL);
            Optional<Times.Time> changed = time(UPDATED);
            boolean readable = (since.isPresent() || row.isEmpty(SINCE))
                    && (until.isPresent() || row.isEmpty(UNTIL))
                    && (changed.isPresent() || row.isEmpty(UPDATED));
            long start = since.map(Times.Time::micros).orElse(Long.MIN_VALUE);
            long end = until.map(last -> last.day() ? times.nextDay(last) : last.micros())
                    .orElse(Long.MAX_VALUE);
            boolean inOrder = start < end;
            badTimes += readable && inOrder ? 0 : 1;
            String updated = changed.map(time -> SORTABLE.format(LocalDateTime.ofInstant(
                            Instant.EPOCH.plus(time.micros(), ChronoUnit.MICROS), ZoneOffset.UTC)))
                    .orElse("");
            Region region = region();
            withoutState += region.state().isEmpty() ? 1 : 0;
            unknownStates += region.unknown() ? 1 : 0;
            withoutCountry += region.country().isEmpty() ? 1 : 0;
            members.set(0, person);
            copy(members, 1, MEMBER);
            members.set(2, mergedInto)
                    .set(3, inOrder ? start : Long.MIN_VALUE)
                    .set(4, inOrder ? end : Long.MAX_VALUE)
                    .set(5, region.state())
                    .set(6, region.country())
                    .set(7, updated)
                    .endRow();
            directory(person, mergedInto, updated, region);
            records++;
        }

        private void directory(long person, long mergedInto, String updated, Region region) throws IOException {
            directory.set(0, person);
            copy(directory, 1, MEMBER);
            directory.set(2, mergedInto).set(3, updated);
            if (row.isEmpty(NAME)) {
                directory.set(4, (row.text(GIVEN_NAME) + " " + row.text(FAMILY_NAME)).strip());
            } else {
                copy(directory, 4, NAME);
            }
            copy(directory, 5, ADDRESS);
            copy(directory, 6, CITY);
            copy(directory, 7, POSTAL_CODE);
            directory.set(8, region.state()).set(9, region.country());
            copy(directory, 10, EMAIL);
            copy(directory, 11, PHONE);
            copy(directory, 12, LANGUAGE);
            directory.set(13, date(row.text(BIRTH_DATE))).set(14, deceased(row.text(DECEASED)));
            copy(directory, 15, GUARDIAN);
            copy(directory, 16, CHANNEL);
            directory.endRow();
        }

        private void copy(RowWriter writer, int column, int field) {
            writer.set(column, row.bytes(field), row.from(field), row.to(field));
        }

        private Optional<Times.Time> time(int field) {
            return times.read(row.bytes(field), row.from(field), row.to(field));
        }

        /// A day where it is one, however it is written; else what is written.
        private String date(String written) {
            if (written.length() >= 10 && written.charAt(4) == '-' && written.charAt(7) == '-') {
                return written.substring(0, 10);
            }
            return Times.day(written).map(Object::toString).orElse(written);
        }

        private String deceased(String written) {
            String word = written.toLowerCase(Locale.ROOT);
            return YES.contains(word) ? "yes" : NO.contains(word) ? "" : date(written);
        }

        private Region region() {
            long hash = Key.extend(Key.Kind.PERSON.seed(), row.bytes(STATE), row.from(STATE), row.to(STATE));
            long key = Key.extend(hash, row.bytes(COUNTRY), row.from(COUNTRY), row.to(COUNTRY));
            Region known = regions.get(key);
            if (known != null) {
                return known;
            }
            Region region = Region.of(row.text(STATE), row.text(COUNTRY));
            if (regions.size() < REGIONS) {
                regions.put(key, region);
            }
            return region;
        }

        /// A person stands for itself where it is merged into none.
        private void count(long person, long mergedInto) {
            long target = mergedInto == Key.NONE ? person : mergedInto;
            if (persons.putIfAbsent(person, target) != 0) {
                duplicates++;
                if (mergedInto != Key.NONE) {
                    persons.replace(person, target);
                }
            }
        }

        private MembersAccount account(List<SourceAccount> accounts) {
            long[] counts = new long[3];
            persons.forEach((person, target) -> {
                if (person == target) {
                    return;
                }
                counts[0]++;
                int steps = 0;
                long here = person;
                while (steps < CIRCLE) {
                    long next = persons.get(here);
                    if (next == 0 || next == here) {
                        break;
                    }
                    here = next;
                    steps++;
                }
                counts[1] += steps == CIRCLE ? 1 : 0;
                counts[2] += steps > STEPS && steps < CIRCLE ? 1 : 0;
            });
            return new MembersAccount(
                    accounts,
                    records,
                    persons.size(),
                    duplicates,
                    counts[0],
                    counts[1],
                    counts[2],
                    withoutState,
                    unknownStates,
                    withoutCountry,
                    badTimes,
                    inactive);
        }
    }
}
