package dev.earshot.mobile.ios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.element.DataElement;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The meanings of usage strings and entitlements are a sound file.
class UsageMeaningsTest {
    @Test
    void each_name_stands_once_with_a_clause_a_known_element_and_a_source() throws IOException {
        Set<String> names = new HashSet<>();
        try (InputStream file = Objects.requireNonNull(
                PlistReader.class.getResourceAsStream("/dev/earshot/mobile/permission/ios.json"))) {
            for (JsonNode one : JsonMapper.shared().readTree(file)) {
                String name = one.required("name").asString();
                assertThat(names.add(name)).as(name).isTrue();
                assertThat(one.required("meaning").asString())
                        .as(name)
                        .isNotBlank()
                        .doesNotEndWith(".");
                assertThat(one.required("source").required("what").asString())
                        .as(name)
                        .isNotBlank();
                if (one.has("element")) {
                    assertThat(DataElement.byId(one.get("element").asString()))
                            .as(name)
                            .isPresent();
                }
            }
        }
        assertThat(names)
                .contains(
                        "NSUserTrackingUsageDescription",
                        "NSHealthShareUsageDescription",
                        "com.apple.developer.healthkit");
    }
}
