package dev.earshot.mobile.dex;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ProguardMappingTest {
    static ProguardMapping read(String text) {
        return ProguardMapping.read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void classes_and_methods_get_their_names_back() {
        ProguardMapping mapping = read("""
                # compiler: R8
                # compiler_version: 8.3.37
                # {"id":"com.android.tools.r8.mapping","version":"2.2"}
                com.vendor.sdk.Tracker$Options -> a.b:
                # {"id":"sourceFile","fileName":"Tracker.java"}
                    java.lang.String key -> a
                    1:3:void send(int,java.lang.String):10:12 -> a
                    void plain() -> b
                """);

        assertThat(mapping.className("a.b")).isEqualTo("com.vendor.sdk.Tracker$Options");
        assertThat(mapping.methodName("a.b", "a", "int,java.lang.String")).contains("send");
        assertThat(mapping.methodName("a.b", "b", "")).contains("plain");
        assertThat(mapping.isEmpty()).isFalse();
        assertThat(mapping.whole()).isTrue();
    }

    @Test
    void what_is_not_in_the_mapping_keeps_its_name() {
        ProguardMapping mapping = read("com.vendor.Tracker -> a.b:\n");

        assertThat(mapping.className("a.c")).isEqualTo("a.c");
        assertThat(mapping.className("com.vendor.Tracker")).isEqualTo("com.vendor.Tracker");
        assertThat(mapping.methodName("a.b", "a", "")).isEmpty();
        assertThat(mapping.methodName("a.c", "a", "")).isEmpty();
    }

    @Test
    void of_inlined_frames_the_outermost_counts() {
        ProguardMapping mapping = read("""
                com.vendor.Tracker -> a:
                    1:1:void com.vendor.Inlined.inner():5:5 -> a
                    1:1:void middle():7 -> a
                    1:1:void outer():9 -> a
                    2:2:void overload(int):11 -> a
                    2:2:void other(boolean):12 -> a
                """);

        assertThat(mapping.methodName("a", "a", "")).contains("outer");
        assertThat(mapping.methodName("a", "a", "boolean")).contains("other");
        assertThat(mapping.methodName("a", "a", "int")).isEmpty();
    }

    @Test
    void methods_that_differ_in_parameters_alone_share_a_name_and_are_told_apart() {
        ProguardMapping mapping = read("""
                com.vendor.Tracker -> a:
                    void start(android.content.Context) -> a
                    void setUserId(java.lang.String) -> a
                    void logEvent(java.lang.String,java.util.Map[]) -> a
                    void flush(int) -> b
                    void flush(long) -> b
                """);

        assertThat(mapping.methodName("a", "a", "java.lang.String")).contains("setUserId");
        assertThat(mapping.methodName("a", "a", "java.lang.String,java.util.Map[]"))
                .contains("logEvent");
        assertThat(mapping.methodName("a", "b", "short")).contains("flush");
        assertThat(mapping.methodName("a", "a", "short")).isEmpty();
    }

    @Test
    void methods_that_nothing_tells_apart_have_no_name() {
        ProguardMapping mapping = read("""
                com.vendor.Tracker -> a:
                    void setUserId(java.lang.String) -> a
                    int length(java.lang.String) -> a
                """);

        assertThat(mapping.methodName("a", "a", "java.lang.String")).isEmpty();
    }

    @Test
    void lines_that_are_none_are_passed_over() {
        ProguardMapping mapping = read("""
                    void before() -> a
                no class here
                half -> a line
                 ->\s
                com.vendor.Tracker -> a:
                    -> b
                    1:2:3 -> b
                    field -> c
                # void comment() -> d
                """);

        assertThat(mapping.className("a")).isEqualTo("com.vendor.Tracker");
        assertThat(mapping.methodName("a", "b", "")).isEmpty();
        assertThat(mapping.methodName("a", "d", "")).isEmpty();
        assertThat(read("\0".repeat(30_000)).isEmpty()).isTrue();
    }
}
