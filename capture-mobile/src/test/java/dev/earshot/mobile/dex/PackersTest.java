package dev.earshot.mobile.dex;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.exchange.BlindSpot;
import dev.earshot.mobile.reading.Part;
import dev.earshot.mobile.reading.Sign;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.util.Base64;
import java.util.Random;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PackersTest {
    @Test
    void a_packers_library_makes_the_code_hidden() {
        Told told = Told.of(new Packers(), "lib/arm64-v8a/libjiagu.so", new byte[0]);

        assertThat(told.names(Sign.PACKED)).containsExactly("Jiagu");
        assertThat(told.blindSpots)
                .singleElement()
                .matches(spot -> spot.kind() == BlindSpot.Kind.CODE_HIDDEN && spot.incomplete())
                .matches(spot -> spot.what().endsWith("cannot tell."));
    }

    @Test
    void a_packers_class_makes_the_code_hidden_once() {
        String stub = "package com.tencent.StubShell; public class TxApp { static class Inner {} }";

        Told told = Told.of(DexMaker.dex(stub));

        assertThat(told.one(Sign.PACKED, "Tencent Legu").offset()).isPositive();
        assertThat(told.names(Sign.PACKED)).hasSize(1);
        assertThat(told.blindSpots).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "package com.tencent.stubshells; public class TxApp {}",
                "package web.apache.sax; public class apps {}",
                "package example.com.tencent.StubShell; public class TxApp {}",
                "package com.merry.wapper; public class WapperApplicationTest {}"
            })
    void a_class_with_a_similar_name_is_no_packers(String source) {
        assertThat(Told.of(DexMaker.dex(source)).names(Sign.PACKED)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"lib/arm64-v8a/libjiagu2.so", "lib/x86/mylibjiagu.so", "assets/libjiagu.so.txt", "libshell.so"})
    void a_file_with_a_similar_name_is_no_packers(String name) {
        assertThat(new Packers().takes(new Part("clinic.apk!" + name, name, ByteBuffer.allocate(0))))
                .isFalse();
    }

    @Test
    void texts_in_base64_are_told_as_hidden() {
        Random random = new Random(1);
        Told told = Told.of(DexMaker.dex(coded(200, i -> {
            byte[] bytes = new byte[8 + i % 30];
            random.nextBytes(bytes);
            return "open(\"" + Base64.getEncoder().encodeToString(bytes) + "\");";
        })));

        assertThat(told.names(Sign.PACKED)).containsExactly("encrypted texts");
        assertThat(told.blindSpots)
                .singleElement()
                .matches(spot -> spot.kind() == BlindSpot.Kind.CODE_HIDDEN && spot.incomplete());
    }

    @Test
    void many_calls_without_texts_are_told_as_hidden() {
        assertThat(Told.of(DexMaker.dex(coded(5_001, i -> "call();"))).names(Sign.PACKED))
                .containsExactly("encrypted texts");
    }

    @Test
    void fewer_calls_without_texts_are_not() {
        assertThat(Told.of(DexMaker.dex(coded(4_000, i -> "call();"))).names(Sign.PACKED))
                .isEmpty();
    }

    @Test
    void many_calls_with_a_few_texts_are_not() {
        assertThat(Told.of(DexMaker.dex(
                                coded(6_000, i -> i % 300 == 0 ? "open(\"appointment " + i + "\");" : "call();")))
                        .names(Sign.PACKED))
                .isEmpty();
    }

    @Test
    void some_coded_texts_among_words_are_not() {
        assertThat(Told.of(DexMaker.dex(coded(
                                200,
                                i -> i % 2 == 0
                                        ? "open(\"0F" + (1000 + i) + "==\");"
                                        : "open(\"appointment" + i + "\");")))
                        .names(Sign.PACKED))
                .isEmpty();
    }

    /// The runtime of protobuf has the fewest texts among the libraries measured.
    @Test
    void a_library_of_many_calls_and_few_texts_is_not() throws IOException {
        byte[] dex = DexMaker.dex(DexMaker.classesOf(
                Files.newInputStream(DexMaker.archiveOf(com.google.protobuf.UnknownFieldSet.class)),
                path -> path.compareTo("com/google/protobuf/M") < 0));

        Told told = Told.of(dex);

        assertThat(told.names(Sign.PACKED)).isEmpty();
        assertThat(told.blindSpots).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"appointment_booked", "API_KEY", "https://www.clinic.example/a", "onCreate", "user id"})
    void words_can_be_read(String text) {
        assertThat(HiddenTexts.isReadable(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "kJ8sdF9+/A==", "0f3a9c77", "\u0007\u0012\uffee", "%1$s:%2$d"})
    void codes_can_not(String text) {
        assertThat(HiddenTexts.isReadable(text)).isFalse();
    }

    private static String coded(int statements, IntFunction<String> statement) {
        StringBuilder methods = new StringBuilder();
        for (int i = 0; i < statements; i += 100) {
            methods.append("static void m").append(i).append("() {");
            for (int k = i; k < Math.min(i + 100, statements); k++) {
                methods.append(statement.apply(k));
            }
            methods.append("}\n");
        }
        return "package example.clinic.app; public class Coded {"
                + " static String open(String text) { return text; } static void call() {} "
                + methods
                + "}";
    }
}
