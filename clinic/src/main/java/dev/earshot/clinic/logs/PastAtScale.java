package dev.earshot.clinic.logs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongConsumer;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// Makes a past as large as that of the largest hospitals: up to 13.4 million members and a billion lines of logs, with
/// the sums of the truth.
///
/// A visit is a pure function of the seed and its number; which visits are a member's is one too. So each file is made
/// apart, the truth is counted without the files, and memory does not grow with members or lines.
///
/// `new PastAtScale(Scale.ofLines(1, 13_400_000, 1_000_000_000, 10_000_000)).write(folder, 2, 1, lines -> {})` is the
/// largest that it is made for.
public final class PastAtScale {
    private static final int MEMBERS_A_FILE = 1_000_000;

    private final Scale scale;
    private final ScaledPages pages = new ScaledPages();
    private final ScaledMembers members;

    public PastAtScale(Scale scale) {
        this.scale = scale;
        this.members = new ScaledMembers(scale.seed());
    }

    /// What was made.
    ///
    /// @param lines in all logs
    /// @param used lines that count
    /// @param bytes of the logs before they were compressed
    /// @param exposed, cannotTell, notExposed how many members
    public record Made(
            long lines, long used, long bytes, long logins, long exposed, long cannotTell, long notExposed) {}

    /// Writes `plan.yaml`, `logs/`, `identity/`, `members/` and `truth.json`.
    ///
    /// @param folder new or empty; made if need be
    /// @param level of compression, 1 (fast) to 9
    /// @param progress told the lines of each file that is done; from several threads
    public Made write(Path folder, int threads, int level, LongConsumer progress) throws IOException {
        for (String part : List.of("logs", "identity", "members")) {
            Files.createDirectories(folder.resolve(part));
        }
        List<Callable<ScaledLog.Counts>> files = new ArrayList<>();
        for (int file = 0; file < scale.files(); file++) {
            int number = file;
            files.add(() -> {
                ScaledLog.Counts counts = new ScaledLog(scale, pages)
                        .write(
                                folder.resolve(String.format(Locale.ROOT, "logs/access-%05d.log.gz", number)),
                                folder.resolve(String.format(Locale.ROOT, "identity/logins-%05d.csv", number)),
                                number,
                                level);
                progress.accept(counts.lines);
                return counts;
            });
        }
        for (int from = 0; from < scale.members(); from += MEMBERS_A_FILE) {
            int start = from;
            int end = (int) Math.min(scale.members(), from + (long) MEMBERS_A_FILE);
            files.add(() -> {
                String number = String.format(Locale.ROOT, "%03d", start / MEMBERS_A_FILE);
                members.write(folder.resolve("members/members-" + number + ".csv"), start, end);
                ScaledMembers.users(folder.resolve("identity/users-" + number + ".csv"), start, end);
                return new ScaledLog.Counts();
            });
        }
        ScaledLog.Counts counts = new ScaledLog.Counts();
        inParallel(files, threads).forEach(counts::add);
        Tally tally = judge(threads);
        ScaledMembers.text(folder.resolve("plan.yaml"), plan());
        ScaledMembers.text(folder.resolve("truth.json"), truth(counts, tally));
        return new Made(
                counts.lines,
                counts.used,
                counts.bytes,
                counts.logins,
                tally.persons(Status.EXPOSED),
                tally.persons(Status.CANNOT_TELL),
                tally.persons(Status.NOT_EXPOSED));
    }

    /// What is true of all members together.
    Tally judge(int threads) {
        int parts = Math.clamp(scale.members() / 10_000L, 1, 1_000);
        List<Callable<Tally>> tasks = new ArrayList<>();
        for (int part = 0; part < parts; part++) {
            int from = (int) (scale.members() * (long) part / parts);
            int to = (int) (scale.members() * (part + 1L) / parts);
            tasks.add(() -> judge(from, to));
        }
        Tally all = new Tally();
        inParallel(tasks, threads).forEach(all::add);
        return all;
    }

    private Tally judge(int from, int to) {
        Tally tally = new Tally();
        ScaledTruth truth = new ScaledTruth(pages);
        ScaledVisit visit = new ScaledVisit(scale);
        Tally.Account account = new Tally.Account();
        for (int member = from; member < to; member++) {
            account.clear();
            visit.each(member, one -> truth.add(one, account));
            tally.person(account, members.state(member));
        }
        return tally;
    }

    private static <T> List<T> inParallel(List<Callable<T>> tasks, int threads) {
        try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
            List<T> results = new ArrayList<>();
            for (Future<T> result : pool.invokeAll(tasks)) {
                results.add(result.get());
            }
            return results;
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof IOException io) {
                throw new UncheckedIOException(io);
            }
            throw new IllegalStateException(failed.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    private String truth(ScaledLog.Counts counts, Tally tally) {
        Map<String, Object> funnel = new LinkedHashMap<>();
        funnel.put("lines", counts.lines);
        funnel.put("set-aside", counts.asideByReason());
        funnel.put("used", counts.used);
        funnel.put(
                "used-by-identity",
                Map.of("certain", counts.certain, "probable", counts.probable, "nameless", counts.nameless));
        funnel.put("unidentified-visits", counts.unidentifiedVisits);
        funnel.put("unidentified-hits", counts.unidentifiedHits);
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("seed", scale.seed());
        all.put("members", scale.members());
        all.put("visits", scale.visits());
        all.put("logins", counts.logins);
        all.put("funnel", funnel);
        all.put("totals", tally.totals());
        return JsonMapper.builder()
                .enable(SerializationFeature.INDENT_OUTPUT)
                .build()
                .writeValueAsString(all);
    }

    private static String plan() {
        StringBuilder plan = new StringBuilder("""
                investigation: A large past
                entity: Clinic Example Health
                period:
                  from: 2024-01-03T00:00:00Z
                  to: 2024-06-30T00:00:00Z
                  zone: America/Los_Angeles
                hosts: [www.clinic.example, portal.clinic.example, doctors.clinic.example, health.clinic.example]

                logs:
                  - files: logs/*.log.gz
                    pattern: '%s'
                    session-cookie: hospital_session

                rules:
                  visit-gap: 30m
                  unreadable-share: 1%%
                  health-checks: [/healthz]
                  internal: [192.0.2.0/24]

                identity:
                  - users: identity/users-*.csv
                    fields: {user: login, member: member}
                  - logins: identity/logins-*.csv
                    fields: {time: signed_in, until: signed_out, user: login, member: member, session: session, address: address, agent: browser}

                members:
                  - files: members/members-*.csv
                    fields:
                      member: MEMBER_ID
                      given-name: FIRST_NAME
                      family-name: LAST_NAME
                      birth-date: BIRTH_DATE
                      city: CITY
                      postal-code: ZIP
                      state: STATE
                      country: COUNTRY
                      email: EMAIL
                      merged-into: MERGED_INTO
                      updated: UPDATED

                tag-history:
                """.formatted(ScaledLog.FORMAT));
        for (ScaledTags.Tag tag : ScaledTags.ALL) {
            String host = ScaledPages.HOSTS.get(tag.host());
            plan.append("  - statement: Tag of ")
                    .append(tag.vendor())
                    .append(" on ")
                    .append(host)
                    .append(tag.start());
            plan.append("\n    vendor: ").append(tag.vendor());
            plan.append("\n    elements: ").append(tag.elements());
            plan.append("\n    hosts: [").append(host).append(']');
            plan.append("\n    pages: [").append(tag.start()).append(tag.start().endsWith("/") ? "**]" : "]");
            plan.append("\n    from: ").append(tag.from());
            plan.append("\n    to: ").append(tag.to());
            plan.append("\n    by: Head of digital services");
            plan.append("\n    because: on record in the release notes");
            plan.append("\n    certainty: ")
                    .append(tag.certain() ? "certain" : "assumed")
                    .append('\n');
        }
        return plan.toString();
    }
}
