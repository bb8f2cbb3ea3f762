package dev.earshot.clinic.logs;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/// Makes the pretend hospital's past: what an investigation is given, and what must come out of it.
///
/// The folder holds `plan.yaml`; `logs/` of five servers in as many formats; `tags/` with five versions of the tag
/// container as exported and two as served; `identity/` with user names, sign-ins, the portal's audit trail and the
/// trace ids of bookings; `members/`; and `truth.json`, which no investigation may read.
///
/// The truth is not concluded from the logs. Visits are made up one by one, and each is noted with what is on record of
/// it before its line is written.
public final class ClinicPast {
    private ClinicPast() {}

    /// @param folder new or empty; made if need be
    /// @param seed the same one gives the same bytes
    public static void write(Path folder, long seed, Size size) throws IOException {
        Files.createDirectories(folder);
        Roster roster = new Roster(new Random(seed), size.members());
        Ledger ledger = new Ledger();
        Story story = new Story(new Random(seed + 1), ledger, roster.people(), size.strangersADay());
        story.tell();

        LogShelf shelf = new LogShelf(folder);
        shelf.write(story.entries);
        text(folder.resolve("members/members.csv"), roster.directory());
        identity(folder, roster, story);
        PastTags.write(folder);
        text(folder.resolve("plan.yaml"), PastPlan.lines());
        new Truth(seed, roster, ledger, shelf.files(), story).write(folder.resolve("truth.json"));
    }

    private static void identity(Path folder, Roster roster, Story story) throws IOException {
        List<String> users = new ArrayList<>();
        users.add("login,member");
        roster.people().forEach(person -> users.add(person.user() + "," + person.knownAs()));
        text(folder.resolve("identity/users.csv"), users);
        text(
                folder.resolve("identity/logins.csv"),
                sorted("signed_in,signed_out,login,member,session,address,browser", story.logins));
        text(
                folder.resolve("identity/portal-audit.csv"),
                sorted("occurred,session,account,patient,action,address", story.audit));
        text(folder.resolve("identity/bookings.csv"), sorted("occurred,trace,member", story.traces));
    }

    private static List<String> sorted(String header, List<String> rows) {
        List<String> lines = new ArrayList<>(rows);
        Collections.sort(lines);
        lines.addFirst(header);
        return lines;
    }

    static void text(Path file, List<String> lines) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(file, String.join("\n", lines) + "\n", StandardCharsets.UTF_8);
    }
}
