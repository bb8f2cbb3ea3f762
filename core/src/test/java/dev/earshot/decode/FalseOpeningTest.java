package dev.earshot.decode;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Random ids, hashes, numbers and names are no encodings of anything: opened by mistake, they would give leaves of
/// garbage.
class FalseOpeningTest {
    private static final long SEED = 20261122;
    private static final int TOKENS = 10_000;
    private static final String[] WORDS = {
        "appointment",
        "Oncology",
        "Find",
        "Doctor",
        "page",
        "View",
        "event",
        "Search",
        "Breast",
        "Cancer",
        "clinic",
        "My",
        "Chart",
        "user",
        "Session",
        "get",
        "By",
        "Id",
        "Health",
        "Library",
        "v2",
        "GTM",
        "utm",
        "Campaign"
    };

    enum Kind {
        BASE64("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"),
        BASE64URL("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"),
        BASE62("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"),
        BASE36("abcdefghijklmnopqrstuvwxyz0123456789"),
        CAPITALS("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"),
        LETTERS("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"),
        HEX("0123456789abcdef"),
        DIGITS("0123456789"),
        BASE58_WITH_DOTS("123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz."),
        WORDS("");

        private final String alphabet;

        Kind(String alphabet) {
            this.alphabet = alphabet;
        }

        String token(Random random) {
            int length = 8 + random.nextInt(57);
            StringBuilder token = new StringBuilder();
            while (token.length() < length) {
                if (this == WORDS) {
                    token.append(FalseOpeningTest.WORDS[random.nextInt(FalseOpeningTest.WORDS.length)]);
                    token.append(random.nextInt(3) == 0 ? "-_".charAt(random.nextInt(2)) : "");
                } else {
                    token.append(alphabet.charAt(random.nextInt(alphabet.length())));
                }
            }
            return token.toString();
        }
    }

    /// Short ones can't be told from base64 text for certain: those keep the token beside what they may mean.
    @ParameterizedTest
    @EnumSource(Kind.class)
    void random_tokens_stay_as_they_are(Kind kind) {
        Random random = new Random(SEED);
        List<String> opened = new ArrayList<>();
        for (int i = 0; i < TOKENS; i++) {
            String token = kind.token(random);
            Decoded decoded = Sample.body("{\"k\":\"" + token + "\"}").decoded();
            List<String> values = decoded.leaves().stream()
                    .filter(leaf -> leaf.origin() == Origin.BODY)
                    .map(Leaf::value)
                    .toList();
            if (!values.equals(List.of(token))) {
                opened.add(token + " as " + values);
            }
            assertThat(values).as(token).contains(token);
        }
        assertThat(opened).hasSizeLessThanOrEqualTo(2);
    }

    @Test
    void uuids_timestamps_and_measurement_ids_stay_as_they_are() {
        Random random = new Random(SEED);
        List<String> opened = new ArrayList<>();
        for (int i = 0; i < TOKENS; i++) {
            long time = 1_700_000_000_000L + random.nextInt(1 << 30);
            for (String token : new String[] {
                new java.util.UUID(random.nextLong(), random.nextLong()).toString(),
                Long.toString(time),
                (time / 1000) + "." + random.nextInt(1000),
                random.nextInt(1 << 30) + "." + time / 1000,
                "fb.1." + time + "." + random.nextInt(1 << 30),
                "GA1.2." + random.nextInt(1 << 30) + "." + time / 1000,
                Long.toHexString(random.nextLong()),
                Double.toString(random.nextDouble()),
                "-" + random.nextInt()
            }) {
                List<String> values = Sample.body("{\"k\":\"" + token + "\"}").values("k");
                assertThat(values).as(token).contains(token);
                if (values.size() > 1) {
                    opened.add(token + " as " + values);
                }
            }
        }
        // 9 * 10,000 tokens; sixteen digits of hexadecimal are text now and then.
        assertThat(opened).hasSizeLessThanOrEqualTo(2);
    }
}
