package dev.earshot.guard.protection;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EndpointTest {
    @ParameterizedTest
    @CsvSource({
        "vendor.example, /, vendor.example, /collect?x=1",
        "*.vendor.example, /, eu.vendor.example, /",
        "*.vendor.example, /, a.b.vendor.example, /",
        "vendor.example, /collect, vendor.example, /collect",
        "vendor.example, /collect, vendor.example, /collect/v2",
        "vendor.example, /collect, vendor.example, /collect?x=1",
        "vendor.example, /collect/, vendor.example, /collect/v2",
        "vendor.example, /c?id=, vendor.example, /c?id=1"
    })
    void covers(String host, String path, String otherHost, String otherPath) {
        assertThat(new Endpoint(host, path).covers(otherHost, otherPath)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "vendor.example, /, eu.vendor.example, /",
        "vendor.example, /, notvendor.example, /",
        "vendor.example, /, vendor.example.clinic.example, /",
        "*.vendor.example, /, vendor.example, /",
        "*.vendor.example, /, notvendor.example, /",
        "vendor.example, /collect, vendor.example, /collection",
        "vendor.example, /collect, vendor.example, /",
        "vendor.example, /collect/, vendor.example, /collect"
    })
    void does_not_cover(String host, String path, String otherHost, String otherPath) {
        assertThat(new Endpoint(host, path).covers(otherHost, otherPath)).isFalse();
    }
}
