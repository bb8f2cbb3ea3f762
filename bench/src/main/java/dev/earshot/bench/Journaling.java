package dev.earshot.bench;

import dev.earshot.breach.incident.Entity;
import dev.earshot.breach.incident.Incident;
import dev.earshot.breach.law.Clock.Event;
import dev.earshot.breach.law.LawLibrary;
import dev.earshot.breach.notice.Channel;
import dev.earshot.breach.notice.Letter;
import dev.earshot.breach.notice.Notice;
import dev.earshot.breach.notice.Role;
import dev.earshot.breach.notice.TemplateComposer;
import dev.earshot.breach.notice.Templates;
import dev.earshot.breach.store.CaseStore;
import dev.earshot.breach.store.NoticeTable;
import dev.earshot.breach.store.Outbox;
import dev.earshot.breach.store.Outbox.Claim;
import dev.earshot.breach.store.Outbox.Outcome;
import dev.earshot.breach.store.Outbox.Result;
import dev.earshot.investigate.LocalStorage;
import dev.earshot.investigate.table.ParquetTable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// A plan's way through PostgreSQL: loaded, then claimed, composed, and journaled as sent, a batch at a time, with every
/// answer counted in the end. Nothing is sent.
public final class Journaling {
    private static final int TOGETHER = 5_000;
    private static final List<String> STATES = List.of("us-ca", "us-co", "us-or", "us-wa", "us-md", "us-va", "us-ga");
    private static final List<String> LANGUAGES = List.of("en", "en", "en", "en", "es", "zh-Hans", "vi");

    private Journaling() {}

    /// @param arguments how many notices; 1,000,000 where not given
    public static void main(String[] arguments) throws IOException {
        long notices = arguments.length > 0 ? Long.parseLong(arguments[0]) : 1_000_000;
        Path folder = Path.of(System.getProperty("earshot.home", "."), "bench/target/journal");
        LocalStorage storage = new LocalStorage();
        storage.delete(folder.toString());
        System.out.printf(Locale.ENGLISH, "%,d notices. %s%n", notices, Machine.now());
        Path plan = Files.createDirectories(folder.resolve("plan/1/notices"));
        write(plan, notices);
        TemplateComposer composer = TemplateComposer.of(
                incident(), LocalDate.of(2026, 11, 22), "bench", Templates.builtIn(), LawLibrary.builtIn());
        try (CaseStore store = CaseStore.open(folder, Optional.empty(), Clock.systemUTC())) {
            say("loaded from Parquet, with its deliveries", notices, () -> store.load(plan, "Pat Example"));
            store.approve("Sam Example", "texts");
            Outbox outbox = store.outbox("bench", "texts");
            long[] sent = new long[1];
            Letter.Variant[] last = new Letter.Variant[1];
            say("claimed, composed and journaled", notices, () -> sent[0] = deliver(outbox, composer, last));
            store.ended(outbox);
            long counted = store.counts().stream()
                    .filter(count -> count.state().equals("sent"))
                    .mapToLong(dev.earshot.breach.store.Count::deliveries)
                    .sum();
            if (sent[0] != notices || counted != notices || last[0] == null) {
                System.out.println("WRONG ANSWER: " + sent[0] + " journaled, " + counted + " in the tables");
            }
            System.out.printf(
                    Locale.ENGLISH,
                    "  journal %.0f MB, database %.0f MB, most memory ever resident in Java %d MB%n",
                    Files.size(folder.resolve("journal.jsonl")) / 1e6,
                    size(folder.resolve("database")) / 1e6,
                    Jvm.mostResident());
        }
        storage.delete(folder.toString());
        System.out.println(Machine.now());
    }

    private static long deliver(Outbox outbox, TemplateComposer composer, Letter.Variant[] last) {
        long sent = 0;
        while (true) {
            List<Claim> claims = outbox.claim(Channel.PRINT, TOGETHER, Instant.EPOCH);
            if (claims.isEmpty()) {
                return sent;
            }
            List<Result> results = new ArrayList<>(claims.size());
            for (Claim claim : claims) {
                Letter letter = composer.compose(claim.carried());
                last[0] = letter.variant();
                results.add(
                        new Result(claim.delivery(), Outcome.SENT, "", digest(letter), Instant.EPOCH, Instant.EPOCH));
            }
            outbox.record(results);
            sent += results.size();
        }
    }

    private static String digest(Letter letter) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(letter.variant().id().getBytes(StandardCharsets.UTF_8));
            new TreeMap<>(letter.values())
                    .forEach((name, value) ->
                            digest.update((name + "=" + value + "\n").getBytes(StandardCharsets.UTF_8)));
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every Java has SHA-256", missing);
        }
    }

    private static void say(String what, long notices, Runnable work) {
        Meter.Cost cost = Meter.of(work);
        System.out.printf(
                Locale.ENGLISH,
                "  %-42s %,9.0f a second on the clock, %.1f s; Java alone %.1f s of processor time%n",
                what,
                notices / (cost.wall() / 1e9),
                cost.wall() / 1e9,
                cost.processor() / 1e9);
    }

    private static void write(Path plan, long notices) throws IOException {
        try (ParquetTable table =
                new ParquetTable(NoticeTable.COLUMNS, Files.newOutputStream(plan.resolve("part-0.parquet")))) {
            for (long id = 1; id <= notices; id++) {
                NoticeTable.set(table, notice(id));
                table.endRow();
            }
            table.finish();
        }
    }

    private static Notice notice(long id) {
        int many = (int) (id % 97);
        return new Notice(
                id,
                id * 0x9E3779B97F4A7C15L,
                id,
                "M" + id,
                many == 0 ? Role.GUARDIAN : Role.SELF,
                LANGUAGES.get((int) (id % LANGUAGES.size())),
                List.of(Channel.PRINT),
                STATES.get((int) (id / 7 % STATES.size())),
                "Person " + id + " Example",
                "Person " + id + " Example",
                List.of(id % 9_000 + " Example Street", "Apt. " + many),
                "Example Falls",
                String.format(Locale.ROOT, "%05d", 10_000 + id % 80_000),
                "CA",
                "US",
                "",
                many % 10 == 3 ? "cannot-tell" : "exposed",
                many % 2 == 0 ? List.of("Google LLC") : List.of("Google LLC", "Microsoft Corporation"),
                many % 3 == 0
                        ? List.of("ip-address", "page-visited")
                        : List.of("ip-address", "page-visited", "search-terms"),
                LocalDate.of(2023, 1, 1).plusDays(many),
                LocalDate.of(2024, 1, 1).plusDays(many));
    }

    private static Incident incident() {
        return new Incident(
                "Bench",
                "trackers",
                new Entity(
                        "Clinic Example Health",
                        Set.of(Entity.Kind.HIPAA_COVERED_ENTITY, Entity.Kind.BUSINESS),
                        "Healthcare Provider",
                        List.of("1 Example Plaza"),
                        "Example Falls",
                        "CA",
                        "94501",
                        new Entity.Contact(
                                "Robin Example",
                                "privacy@clinic.example",
                                "555-0100",
                                "1-800-555-0199",
                                "711",
                                "https://www.clinic.example")),
                ZoneId.of("America/Los_Angeles"),
                LocalDate.of(2023, 1, 1),
                LocalDate.of(2024, 12, 31),
                Map.of(Event.DISCOVERED, LocalDate.of(2026, 11, 12)),
                Optional.empty(),
                Set.of("ip-address", "page-visited", "search-terms"),
                Set.of("ssn", "password"),
                List.of(
                        new Incident.ThirdParty("Google LLC", "", false, Optional.of(true), ""),
                        new Incident.ThirdParty("Microsoft Corporation", "", false, Optional.of(true), "")),
                true,
                Optional.of(true),
                new TreeMap<>(),
                Optional.empty(),
                new TreeMap<>(),
                List.of());
    }

    private static double size(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }
}
