package dev.earshot.decode;

import static dev.earshot.decode.Sample.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Bodies that are cut, garbled or put together wrongly never fail a vendor's decoder.
class DamagedRecordingTest {
    private static final long SEED = 20261122;
    private static final String STRUCTURE = "{}[],:\"\\;|^$='0123456789eE-+.xn\u0000\u007f ";

    private static final Map<String, List<String>> TEXTS = Map.of(
            "fullstory",
            List.of(
                    "{\"Seq\":1,\"Evts\":[{\"Kind\":25,\"Args\":[\"https://www.clinic.example/\"]},{\"Kind\":2,\"Args\":[-1,-1,"
                            + "[\"<#document\",\"[\",\"<P\",\":id\",\"a\",1,\"<#text\",\"lump\",[2,4],1,\"]\"]]},{\"Kind\":18,\"Args\":[1,\"x\"]}]}"),
            "dynatrace",
            List.of(
                    "$a=1%7C2%7CBook%5Ep%7CC%7C-%7C1%7C2%7Cdn%7C3%7Cxu%7C%2Fa%3Fb%3Dc%2C2%7C3%7Cx%7Cxhr$url=https%3A%2F%2Fwww.clinic.example$title=A"),
            "new-relic",
            List.of(
                    "bel.7;2,2,5k,2s,,,'GET,5k,'a\\,b,'/p,,,1,'0,!!!;5,'k,'v;6,'n,3.;1,1,,2s,,,'click,'u,1,2,,1,!!!!'i,'1,!!;5,0,1;;e,'load,2,1"),
            "yandex",
            List.of("browser-info=pv:1:la:en:t:Title"),
            "heap",
            List.of("sp=a&sp=b&pp=c&k0=1&k0=2"));

    private static List<byte[]> recordings(String format) throws IOException {
        List<byte[]> recordings = new ArrayList<>();
        TEXTS.getOrDefault(format, List.of()).forEach(text -> recordings.add(bytes(text)));
        List<String> files = switch (format) {
            case "clarity" -> List.of("clarity-01.bin", "clarity-03.bin", "clarity-06.bin");
            case "rrweb" -> List.of("rrweb-01.bin", "rrweb-masked-01.bin", "posthog-05.bin", "mixpanel-02.bin");
            default -> List.of();
        };
        for (String file : files) {
            try (InputStream in = DamagedRecordingTest.class.getResourceAsStream("recorded/" + file)) {
                byte[] body = in.readAllBytes();
                recordings.add(body);
                if (Gzip.begins(body)) {
                    recordings.add(new GZIPInputStream(new java.io.ByteArrayInputStream(body)).readAllBytes());
                }
            }
        }
        return recordings;
    }

    @Test
    @Timeout(120)
    void no_damage_to_a_body_fails_its_decoder() throws IOException {
        Random random = new Random(SEED);
        for (String format : List.of("clarity", "rrweb", "fullstory", "dynatrace", "new-relic", "yandex", "heap")) {
            for (byte[] whole : recordings(format)) {
                for (int round = 0; round < 150; round++) {
                    byte[] damaged = damaged(whole, random);
                    Sample sample = Sample.post(
                            "https://collect.tracker.example/?sp=a&sp=%&browser-info=pv:1::t", "text/plain", damaged);
                    assertThat(AsSent.to(format, sample).decoded().leaves())
                            .as("%s, seed %d, round %d", format, SEED, round)
                            .hasSizeLessThan(3 * Opening.LEAVES);
                }
            }
        }
    }

    private static byte[] damaged(byte[] whole, Random random) {
        byte[] damaged =
                random.nextInt(3) == 0 ? Arrays.copyOf(whole, random.nextInt(whole.length + 1)) : whole.clone();
        for (int i = random.nextInt(12); i > 0 && damaged.length > 0; i--) {
            int at = random.nextInt(damaged.length);
            damaged[at] = random.nextInt(4) == 0
                    ? (byte) random.nextInt(256)
                    : (byte) STRUCTURE.charAt(random.nextInt(STRUCTURE.length()));
        }
        return damaged;
    }
}
