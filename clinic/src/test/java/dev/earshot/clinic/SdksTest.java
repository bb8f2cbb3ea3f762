package dev.earshot.clinic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

/// The vendors' own code is there, unmodified, in the versions that the lock file pins.
class SdksTest {
    @Test
    void nine_sdks_are_pinned() {
        Map<?, ?> versions = JsonMapper.shared().readValue(Resources.required("sdks/versions.json"), Map.class);

        assertThat(versions.keySet().stream().map(Object::toString))
                .containsExactlyInAnyOrder(
                        "@adobe/alloy",
                        "@amplitude/analytics-browser",
                        "@datadog/browser-rum",
                        "@segment/analytics-next",
                        "@snowplow/browser-tracker",
                        "clarity-js",
                        "mixpanel-browser",
                        "posthog-js",
                        "rrweb");
    }

    @ParameterizedTest
    @CsvSource({
        "cdn1.adoberesources.net, /alloy/2.33.1/alloy.min.js, 2.33.1",
        "cdn.amplitude.com, /libs/analytics-browser-2.47.0-min.js.gz, 2.47.0",
        "www.datadoghq-browser-agent.com, /us1/v7/datadog-rum.js, 7.16.2",
        "cdn.segment.com, /analytics.js/v1/clinicwritekey0001/analytics.min.js, 1.84.3",
        "cdn.jsdelivr.net, /npm/@snowplow/browser-tracker@4.10.1/dist/index.umd.min.js, 4.10.1",
        "cdn.jsdelivr.net, /npm/rrweb@2.2.2/dist/rrweb.umd.min.cjs, rrweb",
        "scripts.clarity.ms, /0.8.70/clarity.js, 0.8.70",
        "cdn.mxpnl.com, /libs/mixpanel-2-latest.min.js, 2.83.0",
        "us-assets.i.posthog.com, /static/array.js, 1.449.2",
    })
    void each_is_served_from_its_vendors_own_host(String host, String path, String holds) {
        Reply reply = new ThirdParties().answer(new Inquiry("GET", host, path, "", java.util.List.of(), new byte[0]));

        assertThat(reply).isInstanceOfSatisfying(Reply.Full.class, full -> {
            assertThat(full.status()).isEqualTo(200);
            assertThat(new String(full.content(), java.nio.charset.StandardCharsets.UTF_8))
                    .contains(holds);
        });
    }
}
