package dev.earshot.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.clinic.logs.ClinicPast;
import dev.earshot.clinic.logs.Size;
import dev.earshot.clinic.mail.ClinicCase;
import dev.earshot.clinic.mail.ClinicMail;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/// The pretend hospital's breach case through the command line: one case, from its facts to its end, step by step.
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class BreachCaseTest {
    private static final long SEED = Long.getLong("earshot.seed", 20_260_101L);

    @TempDir
    private static Path folder;

    private static Path breach;
    private static ClinicMail mail;

    @BeforeAll
    static void investigate() throws IOException {
        Path past = folder.resolve("past");
        Path found = folder.resolve("found");
        ClinicPast.write(past, SEED, Size.SMALL);
        Ran.earshot("investigate", past.resolve("plan.yaml"), "--out", found, "--key", Ran.key(folder));
        mail = ClinicMail.start();
        breach = folder.resolve("case");
        ClinicCase.write(breach, found, LocalDate.now(ZoneOffset.UTC).minusDays(10), mail.port());
    }

    @AfterAll
    static void stop() {
        mail.close();
    }

    @Test
    @Order(1)
    void nothing_can_be_asked_of_a_case_whose_facts_nobody_recorded() {
        Ran duties = Ran.earshot("case", "duties", breach);
        assertThat(duties.exitCode()).isEqualTo(2);
        assertThat(duties.err()).contains("case record");
    }

    @Test
    @Order(2)
    void recorded_facts_make_duties_with_dates() {
        Ran record = earshot("record", "--by", "Robin Example", "--why", "found by our own review");
        assertThat(record.exitCode()).isZero();
        Ran duties = earshot("duties", "--why");
        assertThat(duties.exitCode()).isZero();
        assertThat(duties.out()).contains("45 CFR § 164.404", "Verify with counsel", "us/164.404-individuals");
        assertThat(earshot("record", "--by", "Robin Example", "--why", "again").out())
                .contains("No deadline moved");
    }

    @Test
    @Order(3)
    void a_changed_file_moves_no_deadline_until_it_is_recorded() throws IOException {
        String before = earshot("duties").out();
        Path file = breach.resolve("case.yaml");
        String text = Files.readString(file);
        LocalDate earlier = LocalDate.now(ZoneOffset.UTC).minusDays(20);
        Files.writeString(file, text.replaceFirst("discovered: .*", "discovered: " + earlier));
        Ran changed = earshot("duties");
        assertThat(changed.out()).isEqualTo(before);
        assertThat(changed.err()).contains("don't count", "case record");
        Ran record = earshot("record", "--by", "Robin Example", "--why", "a ticket of that day was found");
        assertThat(record.out())
                .contains("MOVED  us/164.404-individuals", earlier.plusDays(60).toString());
        assertThat(earshot("duties").out()).isNotEqualTo(before);
        assertThat(earshot("duties", "--as-of", LocalDate.now(ZoneOffset.UTC).minusDays(400))
                        .exitCode())
                .isEqualTo(2);
    }

    @Test
    @Order(4)
    void every_mistake_in_the_file_is_told_at_once_with_its_line() throws IOException {
        Path file = breach.resolve("case.yaml");
        String text = Files.readString(file);
        Files.writeString(
                file,
                text.replaceFirst("zone: .*", "zone: Mars/Olympus")
                        .replaceFirst("kind: trackers", "kind: tracker")
                        .replaceFirst("port: .*", "port: many"));
        Ran record = earshot("record", "--by", "Robin Example", "--why", "no matter");
        assertThat(record.exitCode()).isEqualTo(2);
        assertThat(record.err()).contains("3 mistakes", "line ", "trackers", "America/Los_Angeles");
        Files.writeString(file, text);
    }

    @Test
    @Order(5)
    void nothing_is_sent_without_a_plan_and_an_approval_by_somebody_else() {
        assertThat(earshot("send").exitCode()).isEqualTo(2);
        assertThat(earshot("plan", "--by", "Robin Example").exitCode()).isZero();
        assertThat(earshot("send").exitCode()).isEqualTo(2);
        assertThat(earshot("approve", "--by", "robin example").exitCode()).isEqualTo(2);
        Ran dry = earshot("send", "--dry-run");
        assertThat(dry.exitCode()).isZero();
        assertThat(dry.out()).contains("nothing was sent");
        assertThat(mail.received()).isZero();
    }

    @Test
    @Order(6)
    void samples_show_each_language_before_anything_leaves() throws IOException {
        Ran render = earshot("render", "--sample", "10");
        assertThat(render.out()).contains("10 sample letters in 3 languages");
        try (Stream<Path> files = Files.list(breach.resolve("sample"))) {
            List<Path> letters =
                    files.filter(each -> each.toString().endsWith(".pdf")).toList();
            assertThat(letters).hasSize(10).allMatch(BreachCaseTest::isPdf);
        }
        assertThat(mail.received()).isZero();
    }

    @Test
    @Order(7)
    void a_text_that_changed_after_its_approval_does_not_leave() throws IOException {
        assertThat(earshot("approve", "--by", "Sam Example", "--key", Ran.key(folder))
                        .exitCode())
                .isZero();
        Path templates = Files.createDirectories(breach.resolve("templates"));
        Path english = templates.resolve("trackers.en.md");
        try (var original = dev.earshot.breach.notice.Templates.class.getResourceAsStream("trackers.en.md")) {
            Files.writeString(
                    english,
                    new String(original.readAllBytes(), StandardCharsets.UTF_8)
                            + "\nOne more sentence for everybody.\n");
        }
        Ran send = earshot("send");
        assertThat(send.exitCode()).isEqualTo(2);
        assertThat(mail.received()).isZero();
        Files.delete(english);
        Files.delete(templates);
    }

    @Test
    @Order(8)
    void everybody_is_told_once_and_accounted_for() {
        Ran send = earshot("send", "--key", Ran.key(folder));
        assertThat(send.exitCode()).as(send.err()).isZero();
        long mailed = number(send.out(), "email\\s+([\\d,]+) sent");
        assertThat(mailed).isPositive();
        assertThat(mail.messageIds()).hasSize(Math.toIntExact(mailed));
        assertThat(new HashSet<>(mail.messageIds())).hasSize(Math.toIntExact(mailed));
        Ran again = earshot("send", "--key", Ran.key(folder));
        assertThat(again.exitCode()).isZero();
        assertThat(mail.received()).isEqualTo(Math.toIntExact(mailed));

        Ran status = earshot("status");
        Ran plan = earshot("plan", "--by", "Robin Example", "--dry-run");
        long all = number(plan.out(), "([\\d,]+) individuals:");
        long unreachable = number(status.out(), "([\\d,]+) individuals unreachable");
        assertThat(number(status.out(), "([\\d,]+) individuals told") + unreachable)
                .isEqualTo(all);
        assertThat(status.out()).contains("all have left");
    }

    @Test
    @Order(9)
    void whoever_an_e_mail_did_not_reach_gets_a_letter() throws IOException {
        long printed = number(earshot("status").out(), "print\\s+([\\d,]+) sent");
        String id = mail.messageIds().getFirst();
        String key = id.replaceAll("[<>]|@.*", "");
        Path bounces = Files.createDirectories(folder.resolve("bounces"));
        Files.writeString(bounces.resolve("1.eml"), """
                From: MAILER-DAEMON@mail.example
                To: bounces+KEY@clinic.example
                Subject: Undelivered
                MIME-Version: 1.0
                Content-Type: multipart/report; report-type=delivery-status; boundary="b"

                --b
                Content-Type: text/plain

                It could not be delivered.
                --b
                Content-Type: message/delivery-status

                Reporting-MTA: dns; mail.example

                Final-Recipient: rfc822; somebody@mail.example
                Action: failed
                Status: 5.1.1
                Diagnostic-Code: smtp; 550 5.1.1 no such user
                --b--
                """.replace("KEY", key));
        Ran track = earshot("track", "--bounces", bounces);
        assertThat(track.exitCode()).as(track.err()).isZero();
        assertThat(track.out()).contains("1 bounced", "1 planned", "1 heard, 1 of them new");
        assertThat(earshot("track", "--bounces", bounces).out()).contains("1 heard, 0 of them new");
        assertThat(earshot("send", "--key", Ran.key(folder)).exitCode()).isZero();
        assertThat(number(earshot("status").out(), "print\\s+([\\d,]+) sent")).isEqualTo(printed + 1);
        Files.writeString(bounces.resolve("2.eml"), "Subject: lunch\n\nAt noon?\n");
        Ran odd = earshot("track", "--bounces", bounces);
        assertThat(odd.exitCode()).isEqualTo(3);
        assertThat(odd.out()).contains("NOT UNDERSTOOD", "2.eml");
    }

    @Test
    @Order(10)
    void a_duty_that_was_done_keeps_its_proof() throws IOException {
        Path receipt = Files.writeString(folder.resolve("receipt.txt"), "Tracking number 12345");
        Ran done = earshot(
                "done",
                "us/164.404-individuals",
                "--on",
                LocalDate.now(ZoneOffset.UTC).minusDays(1),
                "--by",
                "Robin Example",
                "--proof",
                receipt);
        assertThat(done.exitCode()).as(done.err()).isZero();
        try (Stream<Path> kept = Files.list(breach.resolve("attachments"))) {
            assertThat(kept).hasSize(1);
        }
        Ran typo = earshot("done", "us/164.404-individual", "--on", "2026-11-01", "--by", "Robin Example");
        assertThat(typo.exitCode()).isEqualTo(2);
        assertThat(typo.err()).contains("Did you mean \"us/164.404-individuals\"?");
    }

    @Test
    @Order(11)
    void filings_say_what_is_ready_and_what_must_be_answered() throws IOException {
        Ran filings = earshot("filings");
        assertThat(filings.exitCode()).isEqualTo(3);
        assertThat(filings.out()).contains("HHS", "OPEN", "READY");
        assertThat(Files.readString(breach.resolve("filings").resolve("index.html")))
                .doesNotContain("<script src", "http-equiv=\"refresh\"");
    }

    @Test
    @Order(12)
    void a_copy_of_the_folder_tells_the_whole_story_without_the_database() throws IOException {
        assertThat(Ran.earshot("verify", breach).exitCode()).isZero();
        Path copy = folder.resolve("copy");
        Files.createDirectories(copy);
        Files.copy(breach.resolve("journal.jsonl"), copy.resolve("journal.jsonl"));
        Ran shown = Ran.earshot("case", "show", copy);
        assertThat(shown.exitCode()).as(shown.err()).isZero();
        assertThat(shown.out())
                .contains(
                        "opened the case",
                        "Sam Example approved",
                        "sent",
                        "did us/164.404-individuals",
                        "Sealed up to entry",
                        "whole");

        String journal = Files.readString(copy.resolve("journal.jsonl"));
        Files.writeString(copy.resolve("journal.jsonl"), journal.replaceFirst("Sam Example", "Tom Example"));
        Ran changed = Ran.earshot("case", "show", copy);
        assertThat(changed.exitCode()).isEqualTo(1);
        assertThat(changed.out()).contains("NOT WHAT IT WAS");
        assertThat(Ran.earshot("verify", copy).exitCode()).isEqualTo(1);
    }

    @Test
    @Order(13)
    void a_lost_database_is_rebuilt_and_nothing_leaves_twice() throws IOException {
        String before = earshot("status").out();
        delete(breach.resolve("database"));
        Ran lost = earshot("status");
        assertThat(lost.exitCode()).isEqualTo(3);
        assertThat(lost.err()).contains("restore");
        assertThat(earshot("restore").exitCode()).isZero();
        assertThat(earshot("status").out()).isEqualTo(before);
        int mailed = mail.received();
        assertThat(earshot("send", "--key", Ran.key(folder)).exitCode()).isZero();
        assertThat(mail.received()).isEqualTo(mailed);
    }

    @Test
    @Order(14)
    void a_signed_assessment_that_finds_a_low_probability_ends_the_presumption() throws IOException {
        Path answers = breach.resolve("assessment.yaml");
        assertThat(earshot("assess").exitCode()).isZero();
        assertThat(Files.readString(answers)).contains("found:", "search-terms");
        Ran empty = earshot("assess", "--sign", "--by", "Robin Example", "--key", Ran.key(folder));
        assertThat(empty.exitCode()).isEqualTo(2);
        assertThat(empty.err()).contains("is not answered");
        String text = Files.readString(answers)
                .replaceAll("(?m)^  risk: \"\"", "  risk: low")
                .replace("outcome: \"\"", "outcome: low-probability")
                .replace("day: \"\"", "day: " + LocalDate.now(ZoneOffset.UTC).minusDays(1));
        Files.writeString(answers, text.replace(": \"\"", ": looked into, and answered"));
        assertThat(earshot("duties").out()).contains("us/164.414-records");
        Ran signed = earshot("assess", "--sign", "--by", "Robin Example", "--key", Ran.key(folder));
        assertThat(signed.exitCode()).as(signed.err()).isZero();
        assertThat(signed.out()).contains("Signed and recorded: low-probability", "MOVED");
        assertThat(Ran.earshot("verify", breach.resolve("assessment")).exitCode())
                .isZero();
    }

    @Test
    @Order(15)
    void what_counsel_decides_stands_beside_what_was_computed() {
        Ran overrule = earshot(
                "overrule",
                "us-ca/1798.82-residents",
                "--due",
                LocalDate.now(ZoneOffset.UTC).plusDays(3),
                "--by",
                "Counsel Example",
                "--why",
                "to be safe");
        assertThat(overrule.exitCode()).as(overrule.err()).isZero();
        Ran duties = earshot("duties", "--why", "--all");
        assertThat(duties.out()).contains("Counsel Example", "to be safe", "Computed");
        assertThat(earshot("overrule", "us-ca/1798.82-residents", "--by", "Counsel Example", "--why", "x")
                        .exitCode())
                .isEqualTo(2);
    }

    private static Ran earshot(String command, Object... arguments) {
        Object[] all = new Object[arguments.length + 3];
        all[0] = "case";
        all[1] = command;
        all[2] = breach;
        System.arraycopy(arguments, 0, all, 3, arguments.length);
        return Ran.earshot(all);
    }

    private static long number(String text, String pattern) {
        Matcher found = Pattern.compile(pattern).matcher(text);
        assertThat(found.find()).as(pattern + " in " + text).isTrue();
        return Long.parseLong(found.group(1).replace(",", "").toLowerCase(Locale.ROOT));
    }

    private static boolean isPdf(Path file) {
        try {
            return new String(Files.readAllBytes(file), 0, 5, StandardCharsets.US_ASCII).equals("%PDF-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path tree) throws IOException {
        try (Stream<Path> all = Files.walk(tree)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }
}
