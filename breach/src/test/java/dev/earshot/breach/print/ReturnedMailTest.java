package dev.earshot.breach.print;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.earshot.EarshotException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ReturnedMailTest {
    private static final String KEY = "00000000000000000000000000000abc";
    private final List<Returned> pieces = new ArrayList<>();

    @Test
    void a_piece_is_its_key_and_its_reason() throws IOException {
        ReturnedMail.Account account = read("key,reason\n" + KEY + ",ANK\r\n" + KEY.toUpperCase(Locale.ROOT) + ",vac");

        assertThat(pieces)
                .containsExactly(
                        new Returned.Undeliverable(KEY, Returned.Reason.ATTEMPTED_NOT_KNOWN),
                        new Returned.Undeliverable(KEY, Returned.Reason.VACANT));
        assertThat(account).isEqualTo(new ReturnedMail.Account(2, 0, List.of()));
    }

    @Test
    void a_new_address_is_read_from_any_order_of_columns_with_quotes() throws IOException {
        read("\uFEFFReason, postal_code,street,Key,city,state,scanned\nFWD,62702,\"2 \"\"Oak\"\" Street, Apt 3\"," + KEY
                + ",Springfield,IL,yes\n");

        assertThat(pieces)
                .containsExactly(new Returned.Moved(
                        KEY,
                        Returned.Reason.FORWARDING_EXPIRED,
                        List.of("2 \"Oak\" Street, Apt 3"),
                        "Springfield",
                        "IL",
                        "62702"));
        assertThat(pieces.getFirst().toString()).doesNotContain("Oak");
    }

    @Test
    void half_an_address_is_none() throws IOException {
        read("key,reason,street,city,state,postal_code\n" + KEY + ",UTF,2 Oak Street,Springfield,,\n" + KEY
                + ",UTF,,Springfield,IL,62702\n");

        assertThat(pieces).hasSize(2).allMatch(Returned.Undeliverable.class::isInstance);
    }

    @Test
    void a_reason_that_is_not_known_still_came_back() throws IOException {
        ReturnedMail.Account account = read("key,reason\n" + KEY + ",GONE\n");

        assertThat(pieces).containsExactly(new Returned.Undeliverable(KEY, Returned.Reason.OTHER));
        assertThat(account.faults()).containsExactly("line 2: the reason isn't a known one; it is taken as OTH");
    }

    @Test
    void every_bad_line_is_told_with_its_number_and_without_what_is_in_it() throws IOException {
        ReturnedMail.Account account = read(
                "key,reason\n" + KEY + "\nAna Diaz,ANK\n\n\"" + KEY + ",ANK\n" + KEY + ",ANK,more\n" + KEY + ",ANK\n");

        assertThat(account.pieces()).isOne();
        assertThat(account.unread()).isEqualTo(4);
        assertThat(account.faults())
                .containsExactly(
                        "line 2: it has 1 values where there are 2 columns",
                        "line 3: the key isn't 32 hexadecimal digits",
                        "line 5: a quote is not closed",
                        "line 6: it has 3 values where there are 2 columns");
    }

    @Test
    void a_file_that_does_not_name_its_columns_is_the_users_mistake() {
        assertThatThrownBy(() -> read("")).isInstanceOf(EarshotException.class).hasMessageContaining("key and reason");
        assertThatThrownBy(() -> read(KEY + ",ANK\n")).isInstanceOf(EarshotException.class);
    }

    @Test
    void a_line_without_end_costs_no_memory_and_is_one_fault() throws IOException {
        ReturnedMail.Account account = read("key,reason\n" + "x".repeat(1 << 20) + "\n" + KEY + ",ANK\n");

        assertThat(account.pieces()).isOne();
        assertThat(account.faults()).containsExactly("line 2: it is longer than 65536 bytes");
    }

    @Test
    void whatever_bytes_come_each_line_is_a_piece_or_a_fault() throws IOException {
        Random random = new Random(7);
        for (int i = 0; i < 200; i++) {
            byte[] noise = new byte[random.nextInt(400)];
            random.nextBytes(noise);
            byte[] head = "key,reason\n".getBytes(StandardCharsets.UTF_8);
            byte[] file = new byte[head.length + noise.length];
            System.arraycopy(head, 0, file, 0, head.length);
            System.arraycopy(noise, 0, file, head.length, noise.length);
            pieces.clear();

            ReturnedMail.Account account = ReturnedMail.read(new ByteArrayInputStream(file), pieces::add);

            assertThat(account.pieces()).isEqualTo(pieces.size());
            long lines = Arrays.stream(new String(noise, StandardCharsets.UTF_8).split("\n"))
                    .filter(line -> !line.isBlank())
                    .count();
            assertThat(account.pieces() + account.unread()).isEqualTo(lines);
        }
    }

    private ReturnedMail.Account read(String text) throws IOException {
        return ReturnedMail.read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), pieces::add);
    }
}
