package dev.earshot.investigate.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.earshot.EarshotException;
import dev.earshot.investigate.table.Key;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AddressTest {
    @Test
    void an_address_is_the_same_however_it_is_written() {
        List.of(
                        List.of(
                                "192.0.2.7",
                                "192.0.2.7:50123",
                                " 192.0.2.7",
                                "\"192.0.2.7\"",
                                "::ffff:192.0.2.7",
                                "[::ffff:c000:207]:443",
                                "::FFFF:192.0.2.7%eth0"),
                        List.of(
                                "2001:db8::1",
                                "2001:0DB8:0:0:0:0:0:1",
                                "[2001:db8::1]:443",
                                "\"[2001:db8::1]\"",
                                "2001:db8::0:1",
                                "2001:db8:0::1%en0",
                                "2001:db8::0.0.0.1"),
                        List.of("::", "0:0:0:0:0:0:0:0", "::0"),
                        List.of("1::", "1:0:0:0:0:0:0:0", "1::0"))
                .forEach(same -> same.forEach(
                        text -> assertThat(canonical(text)).as(text).isEqualTo(canonical(same.getFirst()))));
    }

    @Test
    void what_is_no_address_is_not_read() {
        for (String text : List.of(
                "",
                "-",
                "unknown",
                "192.0.2",
                "192.0.2.256",
                "192.0.2.1.5",
                "192.0.2.1:x",
                "1920.0.2.1",
                "host.clinic.example",
                ":",
                ":::",
                "1:2",
                "1:2:3:4:5:6:7:8:9",
                "1::2::3",
                "12345::",
                "::g",
                "1:",
                "1:2:3:4:5:6:7:8::",
                "[::1",
                "::1.2.3",
                "192.0.2.x",
                "1:2:3:4:5:6:7:1.2.3.4")) {
            assertThat(canonical(text)).as(text).isEqualTo("none");
        }
    }

    @Test
    void addresses_agree_with_those_of_java() throws UnknownHostException {
        Random random = new Random(11);
        for (int i = 0; i < 2000; i++) {
            byte[] bytes = new byte[i % 2 == 0 ? 4 : 16];
            random.nextBytes(bytes);
            if (i % 3 == 0) {
                Arrays.fill(bytes, 0, bytes.length / 2, (byte) 0);
            }
            InetAddress address = InetAddress.getByAddress(bytes);
            assertThat(canonical(address.getHostAddress()))
                    .as(address.getHostAddress())
                    .isEqualTo(HexFormat.of().formatHex(address.getAddress()));
        }
    }

    @Test
    void a_range_holds_its_first_and_last_address_and_none_beside_them() {
        Address.Ranges ranges =
                new Address.Ranges(List.of("192.0.2.64/26", "2001:db8:8000::/33", "203.0.113.5", "198.51.100.0/24"));
        assertThat(List.of(
                        "192.0.2.64",
                        "192.0.2.127",
                        "::ffff:192.0.2.64",
                        "2001:db8:8000::",
                        "2001:db8:ffff::1",
                        "203.0.113.5",
                        "198.51.100.255"))
                .allSatisfy(text -> assertThat(contains(ranges, text)).as(text).isTrue());
        assertThat(List.of(
                        "192.0.2.63",
                        "192.0.2.128",
                        "2001:db8:7fff::",
                        "2001:db9::",
                        "203.0.113.4",
                        "203.0.113.6",
                        "198.51.101.0",
                        "::192.0.2.64"))
                .allSatisfy(text -> assertThat(contains(ranges, text)).as(text).isFalse());
        assertThat(contains(new Address.Ranges(List.of("0.0.0.0/0")), "203.0.113.5"))
                .isTrue();
        assertThat(contains(new Address.Ranges(List.of("0.0.0.0/0")), "2001:db8::1"))
                .isFalse();
        assertThat(contains(new Address.Ranges(List.of("::/0")), "2001:db8::1")).isTrue();
    }

    @Test
    void all_ranges_that_cannot_be_read_are_named_at_once() {
        assertThatThrownBy(() -> new Address.Ranges(List.of("192.0.2.0/33", "198.51.100.0/24", "clinic", "::/129")))
                .isInstanceOf(EarshotException.class)
                .hasMessageContainingAll("\"192.0.2.0/33\"", "\"clinic\"", "\"::/129\"")
                .hasMessageNotContaining("198.51.100.0/24");
    }

    @Test
    void a_client_is_its_address_and_its_agent() {
        long key = ClientKey.of("192.0.2.7", "Mozilla");
        assertThat(ClientKey.of("192.0.2.7:443", "Mozilla")).isEqualTo(key);
        assertThat(ClientKey.of("192.0.2.8", "Mozilla")).isNotEqualTo(key);
        assertThat(ClientKey.of("192.0.2.7", "Mozilla/5")).isNotEqualTo(key);
        assertThat(ClientKey.of("host.clinic.example", "Mozilla"))
                .isNotEqualTo(key)
                .isNotEqualTo(Key.NONE);
        assertThat(ClientKey.of("", "Mozilla")).isEqualTo(Key.NONE);
        assertThat(ClientKey.of("192.0.2.7", "")).isNotEqualTo(Key.NONE);
    }

    private static boolean contains(Address.Ranges ranges, String text) {
        Address address = new Address();
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        assertThat(address.read(bytes, 0, bytes.length)).isTrue();
        return ranges.contain(address);
    }

    private static String canonical(String text) {
        Address address = new Address();
        byte[] bytes = ("x" + text + "y").getBytes(StandardCharsets.UTF_8);
        if (!address.read(bytes, 1, bytes.length - 1)) {
            return "none";
        }
        byte[] canonical = new byte[16];
        return HexFormat.of().formatHex(canonical, 0, address.canonical(canonical));
    }
}
