package dev.earshot.breach.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.earshot.EarshotException;
import dev.earshot.evidence.SigningKey;
import dev.earshot.evidence.Verification.Signature;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class JournalFileTest {
    private static final Instant AT = Instant.parse("2026-05-04T10:00:00.000001Z");

    @TempDir
    Path folder;

    private Path file = Path.of("");
    private final List<Entry> entries = new ArrayList<>();

    @BeforeEach
    void write() throws IOException {
        file = folder.resolve(JournalFile.NAME);
        entries.add(Entry.first(AT, "Pat \"P\" Planner, Ünïcode 大", "facts", "{\"name\":\"a \\u0000 b\"}"));
        entries.add(entries.getLast().next(AT.plusSeconds(1), "earshot", "body\",\"kind\":", "[1,\",\\\"body\\\":\"]"));
        entries.add(entries.getLast().next(AT.plusSeconds(2), "earshot", "facts", "{}"));
        try (JournalFile journal = JournalFile.open(file)) {
            journal.append(entries);
        }
    }

    private Verification verify() {
        return JournalFile.verify(file, Optional.empty());
    }

    @Test
    void entries_are_read_as_they_were_written() {
        List<Entry> read = new ArrayList<>();
        Verification verification = JournalFile.read(file, Optional.empty(), read::add);
        assertThat(read).isEqualTo(entries);
        assertThat(verification.whole()).isTrue();
        assertThat(verification.head()).isEqualTo(entries.getLast().hash());
        assertThat(verification.signature()).isEqualTo(new Signature.Absent());
    }

    @Test
    void every_line_is_json_of_its_entry() throws IOException {
        for (String line : Files.readAllLines(file)) {
            JsonNode json = JsonMapper.shared().readTree(line);
            assertThat(json.propertyNames()).containsExactly("seq", "at", "who", "kind", "body", "previous", "hash");
        }
    }

    @Test
    void the_hash_is_of_the_lines_that_its_description_names() {
        assertThat(Entry.first(Instant.parse("2026-01-02T03:04:05Z"), "earshot", "opened", "{}")
                        .hash())
                .isEqualTo(sha256("1\n2026-01-02T03:04:05Z\nearshot\nopened\n{}\n" + "0".repeat(64)));
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void no_byte_can_be_another_unseen() throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        for (int at = 0; at < bytes.length; at++) {
            for (int bit : new int[] {0x01, 0x80}) {
                byte[] changed = bytes.clone();
                changed[at] ^= (byte) bit;
                Files.write(file, changed);
                Verification verification = verify();
                assertThat(verification.whole() && !verification.torn() && verification.entries() == 3)
                        .as("byte " + at)
                        .isFalse();
                long line = new String(bytes, 0, at, StandardCharsets.ISO_8859_1)
                        .chars()
                        .filter(c -> c == '\n')
                        .count();
                verification.fault().ifPresent(fault -> assertThat(fault.seq()).isEqualTo(line + 1));
            }
        }
    }

    @Test
    void no_entry_can_be_left_out_added_twice_or_moved() throws IOException {
        List<String> lines = Files.readAllLines(file);
        for (List<Integer> order : List.of(List.of(0, 2), List.of(1, 2), List.of(0, 0, 1, 2), List.of(0, 2, 1))) {
            Files.write(file, order.stream().map(lines::get).toList());
            assertThat(verify().whole()).as(order.toString()).isFalse();
        }
    }

    @Test
    void an_entry_made_anew_with_its_hash_no_longer_fits_the_next() throws IOException {
        List<String> lines = new ArrayList<>(Files.readAllLines(file));
        Entry other = entries.getFirst().next(AT, "earshot", "facts", "{\"other\":1}");
        lines.set(1, new String(JournalFile.line(other), StandardCharsets.UTF_8).strip());
        Files.write(file, lines);
        assertThat(verify().fault()).contains(new Verification.Fault(3, "does not follow from the entry before"));
    }

    @Test
    void a_torn_last_line_is_mended_and_the_journal_goes_on() throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        for (int length = bytes.length - 1; length > 0; length -= 7) {
            Files.write(file, Arrays.copyOf(bytes, length));
            int whole = verify().entries() == 0 ? 0 : (int) verify().entries();
            assertThat(verify().fault()).isEmpty();
            try (JournalFile journal = JournalFile.open(file)) {
                assertThat(journal.last())
                        .isEqualTo(whole == 0 ? Optional.empty() : Optional.of(entries.get(whole - 1)));
                journal.append(entries.subList(whole, entries.size()));
            }
            assertThat(Files.readAllBytes(file)).isEqualTo(bytes);
        }
    }

    @Test
    void a_last_line_that_is_whole_and_no_entry_is_not_appended_to() throws IOException {
        Files.writeString(file, "{}\n", StandardOpenOption.APPEND);
        assertThatThrownBy(() -> JournalFile.open(file))
                .isInstanceOfSatisfying(
                        EarshotException.class, e -> assertThat(e.code()).isEqualTo(EarshotException.Code.TAMPERED));
    }

    @Test
    void a_line_without_end_costs_no_more_memory_than_an_entry() throws IOException {
        try (var out = Files.newOutputStream(file, StandardOpenOption.APPEND)) {
            byte[] block = new byte[1 << 20];
            Arrays.fill(block, (byte) 'x');
            for (int i = 0; i < 40; i++) {
                out.write(block);
            }
        }
        assertThat(verify().fault().orElseThrow().seq()).isEqualTo(4);
    }

    @Test
    void a_seal_says_up_to_where_and_by_whom() throws IOException {
        SigningKey key = SigningKey.create(folder.resolve("key"));
        Entry seal = seal(key);
        try (JournalFile journal = JournalFile.open(file)) {
            journal.append(List.of(seal));
        }
        assertThat(verify().signature()).isEqualTo(new Signature.Good(SigningKey.fingerprint(key.publicKey()), false));
        assertThat(verify().sealed()).isEqualTo(3);
        assertThat(JournalFile.verify(file, Optional.of(key.publicKey())).whole())
                .isTrue();
        SigningKey other = SigningKey.create(folder.resolve("other"));
        assertThat(JournalFile.verify(file, Optional.of(other.publicKey())).whole())
                .isFalse();
    }

    @Test
    void a_journal_without_the_seal_that_was_expected_is_not_whole() {
        SigningKey key = SigningKey.create(folder.resolve("key"));
        assertThat(JournalFile.verify(file, Optional.of(key.publicKey())).whole())
                .isFalse();
    }

    @Test
    void a_seal_over_another_head_is_found() throws IOException {
        SigningKey key = SigningKey.create(folder.resolve("key"));
        String stolen = JsonMapper.shared().writeValueAsString(Seals.body(entries.getFirst(), key));
        try (JournalFile journal = JournalFile.open(file)) {
            journal.append(List.of(entries.getLast().next(AT, "earshot", Seals.KIND, stolen)));
        }
        assertThat(verify().fault()).contains(new Verification.Fault(4, "is a seal whose signature does not fit"));
    }

    private Entry seal(SigningKey key) {
        Map<String, Object> body = Seals.body(entries.getLast(), key);
        return entries.getLast()
                .next(AT, "earshot", Seals.KIND, JsonMapper.shared().writeValueAsString(body));
    }

    @Test
    void the_file_is_for_its_owner_alone() throws IOException {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }
}
