package dev.earshot.decode;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;

/// Whatever a batch holds, reading it ends, throws nothing, and points into the body.
class FirelogFormatFuzzTest {
    @FuzzTest(maxDuration = "2m")
    void a_batch(byte[] body) {
        AsVendor batch = AsVendor.decoded(
                "crashlytics",
                Sample.post(
                        "https://crashlyticsreports-pa.googleapis.com/v1/firelog/legacy/batchlog",
                        "application/x-protobuf",
                        body));
        for (Leaf leaf : batch.decoded().leaves()) {
            assertThat(leaf.value()).isNotEmpty();
            if (leaf.origin() == Origin.BODY) {
                assertThat(leaf.start()).isBetween(0, body.length);
                assertThat(leaf.length()).isBetween(0, body.length - leaf.start());
            }
        }
    }
}
