package dev.earshot.investigate;

import dev.earshot.investigate.identity.Identity;
import dev.earshot.investigate.identity.IdentityAccount;
import dev.earshot.investigate.identity.Members;
import dev.earshot.investigate.identity.MembersAccount;
import dev.earshot.investigate.identity.SourceAccount;
import dev.earshot.investigate.plan.Plan;
import dev.earshot.investigate.table.Directory;
import dev.earshot.investigate.table.ParquetTable;
import dev.earshot.investigate.table.RowWriter;
import dev.earshot.investigate.table.Table;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// Who the visitors were and who the members are: the tables of links and members, and the directory with contact
/// details. Read again only when a source or the plan has changed; a database is read every time.
final class People {
    private static final String MARK = "people.json";

    private final Plan plan;
    private final Storage storage;
    private final String folder;

    /// @param folder of the inputs
    People(Plan plan, Storage storage, String folder) {
        this.plan = plan;
        this.storage = storage;
        this.folder = folder;
    }

    /// @param remarks what a reader of the report should know of all sources together
    record Account(String fingerprint, List<SourceAccount> sources, List<String> remarks) {
        Account {
            sources = List.copyOf(sources);
            remarks = List.copyOf(remarks);
        }
    }

    Account read() throws IOException {
        String fingerprint = fingerprint();
        String mark = folder + "/" + MARK;
        if (storage.exists(mark)) {
            try (InputStream in = storage.open(mark)) {
                Account account = JsonMapper.shared().readValue(in.readAllBytes(), Account.class);
                if (account.fingerprint().equals(fingerprint) && !fingerprint.isEmpty()) {
                    return account;
                }
            } catch (JacksonException torn) {
                // It is read anew, as if there were no mark.
            }
            storage.delete(mark);
        }
        Account account = readAnew(fingerprint);
        try (OutputStream out = storage.create(mark + ".tmp")) {
            out.write(JsonMapper.shared().writeValueAsBytes(account));
        }
        storage.move(mark + ".tmp", mark);
        return account;
    }

    private Account readAnew(String fingerprint) throws IOException {
        List<SourceAccount> sources = new ArrayList<>();
        List<String> remarks = new ArrayList<>();
        try (RowWriter links = new ParquetTable(Table.LINKS, storage, part(Table.LINKS.id()))) {
            IdentityAccount account = new Identity(storage).links(plan, links);
            links.finish();
            sources.addAll(account.sources());
            tell(
                    remarks,
                    account.sharedKeys(),
                    "user names, sessions or traces stood for two persons at one time, which"
                            + " makes both probable.");
            tell(
                    remarks,
                    account.momentary(),
                    "sessions began and ended in one instant, which makes their person" + " probable.");
        }
        try (RowWriter members = new ParquetTable(Table.MEMBERS, storage, part(Table.MEMBERS.id()));
                RowWriter directory = new ParquetTable(Directory.COLUMNS, storage, part(Directory.ID))) {
            MembersAccount account = new Members(storage).read(plan, members, directory);
            members.finish();
            directory.finish();
            sources.addAll(account.sources());
            tell(
                    remarks,
                    account.duplicates(),
                    "records of the directory are of a person who has another one; the one" + " changed last counts.");
            tell(remarks, account.circles(), "records of the directory were merged in a circle.");
            tell(remarks, account.longChains(), "records were merged over more steps than are followed.");
            tell(remarks, account.withoutState(), "records have no state.");
            tell(remarks, account.unknownStates(), "records have a state that is not known; it counts as none.");
            tell(remarks, account.badTimes(), "records have a time that can't be read; it counts as none.");
        }
        return new Account(fingerprint, sources, remarks);
    }

    private static void tell(List<String> remarks, long number, String what) {
        if (number > 0) {
            remarks.add(String.format(Locale.ENGLISH, "%,d %s", number, what));
        }
    }

    private String part(String table) throws IOException {
        String location = folder + "/" + table + "/part-0.parquet";
        storage.delete(location);
        return location;
    }

    /// Of the plan's part and of all files; empty where a source is no file, and may change unseen.
    private String fingerprint() throws IOException {
        if (plan.members().stream()
                .anyMatch(source -> source.format().filter("jdbc"::equals).isPresent())) {
            return "";
        }
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(
                    (plan.identity() + "\n" + plan.members() + "\n" + plan.zone()).getBytes(StandardCharsets.UTF_8));
            List<String> patterns = Stream.concat(
                            plan.identity().stream().flatMap(source -> source.files().stream()),
                            plan.members().stream().flatMap(source -> source.files().stream()))
                    .toList();
            for (String pattern : patterns) {
                for (Storage.Stored stored : storage.list(pattern)) {
                    digest.update(stored.location().getBytes(StandardCharsets.UTF_8));
                    try (InputStream in = new DigestInputStream(storage.open(stored.location()), digest)) {
                        in.transferTo(OutputStream.nullOutputStream());
                    }
                }
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every Java has SHA-256", missing);
        }
    }
}
