package dev.earshot.mobile.dex;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.exchange.BlindSpot;
import dev.earshot.mobile.reading.Part;
import dev.earshot.mobile.reading.Sign;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class DexReaderTest {
    private static final String TRACKER = """
            package com.vendor.sdk;
            public class Tracker {
                public static class Options {}
                public static void start(String key) {}
            }
            """;
    private static final String APP = """
            package example.clinic.app;
            import com.vendor.sdk.Tracker;
            public class Main extends java.util.ArrayList<String> {
                static final String CONSTANT = "https://track.vendor.example/constant";
                static final String ENDS_LIKE_A_NAME = "endsLikeAName";
                void endsLikeAName() {}
                void onlyAName() {}
                void start(Tracker.Options[][] options) {
                    Tracker.start("https://track.vendor.example/v1");
                    Tracker.start("\\u00c4rztin \\ud83e\\ude7a \\0.");
                    Tracker.start("onlyAName ");
                    Tracker.start("saidAndDone");
                }
                void saidAndDone() {}
                class Inner {}
            }
            """;
    private static final byte[] WITHOUT_SDK = DexMaker.dexWithout("com/vendor/", TRACKER, APP);

    @Test
    void a_class_that_is_there_is_told_with_its_superclass_and_its_place() {
        Told told = Told.of(WITHOUT_SDK);

        assertThat(told.names(Sign.CLASS_DEFINED))
                .containsExactlyInAnyOrder("example.clinic.app.Main", "example.clinic.app.Main$Inner");
        assertThat(told.one(Sign.CLASS_DEFINED, "example.clinic.app.Main").value())
                .isEqualTo("java.util.ArrayList");
        assertThat(told.blindSpots).isEmpty();
        ByteBuffer bytes = little(WITHOUT_SDK);
        int type = bytes.getInt(
                (int) told.one(Sign.CLASS_DEFINED, "example.clinic.app.Main").offset());
        int string = bytes.getInt(bytes.getInt(0x44) + 4 * type);
        int text = bytes.getInt(bytes.getInt(0x3c) + 4 * string) + 1;
        assertThat(new String(WITHOUT_SDK, text, 25, StandardCharsets.US_ASCII)).isEqualTo("Lexample/clinic/app/Main;");
    }

    @Test
    void a_class_that_is_only_mentioned_is_not_defined() {
        Told told = Told.of(WITHOUT_SDK);

        assertThat(told.names(Sign.CLASS_REFERENCED))
                .contains("com.vendor.sdk.Tracker", "com.vendor.sdk.Tracker$Options", "java.util.ArrayList")
                .doesNotContain("example.clinic.app.Main")
                .doesNotContain("", "V", "[[Lcom.vendor.sdk.Tracker$Options;")
                .doesNotHaveDuplicates();
        assertThat(told.names(Sign.CLASS_DEFINED)).noneMatch(name -> name.startsWith("com.vendor."));
    }

    @Test
    void a_class_whose_code_is_there_is_not_told_as_only_mentioned() {
        Told told = Told.of(DexMaker.dex(TRACKER, APP));

        assertThat(told.names(Sign.CLASS_DEFINED)).contains("com.vendor.sdk.Tracker");
        assertThat(told.names(Sign.CLASS_REFERENCED)).doesNotContain("com.vendor.sdk.Tracker");
    }

    @Test
    void a_text_is_told_at_its_first_byte() {
        String text = "https://track.vendor.example/v1";

        int at = (int) Told.of(WITHOUT_SDK).one(Sign.CODE_TEXT, text).offset();

        assertThat(new String(WITHOUT_SDK, at, text.length() + 1, StandardCharsets.US_ASCII))
                .isEqualTo(text + "\0");
    }

    @Test
    void a_text_beyond_ascii_is_decoded() {
        assertThat(Told.of(WITHOUT_SDK).names(Sign.CODE_TEXT)).contains("\u00c4rztin \ud83e\ude7a \0.");
    }

    @Test
    void a_constant_that_no_code_uses_is_a_text() {
        assertThat(Told.of(WITHOUT_SDK).names(Sign.CODE_TEXT))
                .contains("https://track.vendor.example/constant", "endsLikeAName");
    }

    @Test
    void a_name_is_a_text_only_where_code_says_it() {
        assertThat(Told.of(WITHOUT_SDK).names(Sign.CODE_TEXT))
                .contains("saidAndDone", "onlyAName ")
                .doesNotContain("onlyAName", "Main.java", "Lexample/clinic/app/Main;", "VL", "start", "<init>");
    }

    @Test
    void names_are_told_as_they_were_before_renaming() {
        ProguardMapping mapping = ProguardMappingTest.read("""
                org.clinic.Portal -> example.clinic.app.Main:
                    void signIn() -> saidAndDone
                com.tracker.Tracker -> com.vendor.sdk.Tracker:
                    1:1:void begin(java.lang.String) -> start
                """);

        Told told = Told.of(new DexReader(mapping), "classes.dex", WITHOUT_SDK);

        assertThat(told.names(Sign.CLASS_DEFINED)).contains("org.clinic.Portal");
        assertThat(told.names(Sign.CLASS_REFERENCED)).contains("com.tracker.Tracker");
        assertThat(told.code().calls(name -> name.equals("com.tracker.Tracker")))
                .isNotEmpty()
                .allMatch(call ->
                        call.toMethod().equals("begin") && call.fromClass().equals("org.clinic.Portal"));
    }

    @Test
    void it_takes_dex_by_name_or_by_content() {
        assertThat(takes("classes2.dex", "")).isTrue();
        assertThat(takes("assets/audience_network.dex", "any")).isTrue();
        assertThat(takes("assets/plugin.bin", "dex\n035\0")).isTrue();
        assertThat(takes("assets/index.html", "dexterity")).isFalse();
        assertThat(takes("assets/codex", "PK")).isFalse();
    }

    private static boolean takes(String name, String content) {
        return new DexReader().takes(new Part("clinic.apk!" + name, name, StandardCharsets.US_ASCII.encode(content)));
    }

    @Test
    void several_in_one_file_are_all_read_with_offsets_from_its_beginning() {
        byte[] first = WITHOUT_SDK.clone();
        byte[] container = Arrays.copyOf(first, first.length + 0x78);
        System.arraycopy(first, 0, container, first.length, 0x70);
        ByteBuffer bytes = little(container);
        bytes.put(6, (byte) '1').put(5, (byte) '4');
        bytes.put(first.length + 6, (byte) '1').put(first.length + 5, (byte) '4');
        bytes.putInt(first.length + 0x20, 0x78).putInt(first.length + 0x24, 0x78);
        bytes.putInt(first.length + 0x60, 1);

        Told told = Told.of(container);

        assertThat(told.codes).hasSize(2);
        assertThat(told.codes.get(1).classes()).hasSize(1);
        assertThat(told.codes.get(0).classes()).containsAll(told.codes.get(1).classes());
        assertThat(told.blindSpots).allMatch(spot -> !spot.incomplete());
    }

    @Test
    void a_changed_byte_is_remarked_and_the_rest_read() {
        byte[] changed = WITHOUT_SDK.clone();
        changed[20]++;

        Told told = Told.of(changed);

        assertThat(told.blindSpots)
                .containsExactly(new BlindSpot(
                        BlindSpot.Kind.FILE_NOT_READ,
                        Told.FILE,
                        "Its checksum is not that of its bytes: it was changed after it was built, or damaged. It was read.",
                        false));
        assertThat(told.all).isEqualTo(Told.of(WITHOUT_SDK).all);
    }

    @Test
    void a_table_longer_than_the_file_is_told_and_the_rest_read() {
        byte[] lying = WITHOUT_SDK.clone();
        little(lying).putInt(0x58, Integer.MAX_VALUE);

        Told told = Told.of(lying);

        assertThat(told.blindSpots.getFirst().what())
                .isEqualTo("The DEX file is broken: its table of methods runs past its end. The rest of it was read.");
        assertThat(told.blindSpots.getFirst().incomplete()).isTrue();
        assertThat(told.names(Sign.CLASS_DEFINED)).contains("example.clinic.app.Main");
    }

    @Test
    void an_unknown_version_is_told_and_read_as_far_as_it_goes() {
        byte[] newer = WITHOUT_SDK.clone();
        newer[5] = '4';
        newer[6] = '2';

        Told told = Told.of(newer);

        assertThat(told.blindSpots.getFirst().what()).contains("a version that Earshot does not know");
        assertThat(told.names(Sign.CLASS_DEFINED)).contains("example.clinic.app.Main");
    }

    @Test
    void a_file_that_is_cut_off_is_told() {
        Told told = Told.of(Arrays.copyOf(WITHOUT_SDK, WITHOUT_SDK.length - 1));

        assertThat(told.blindSpots.getFirst().what())
                .contains("it is cut off, with " + (WITHOUT_SDK.length - 1) + " of its " + WITHOUT_SDK.length);
        assertThat(told.blindSpots.getFirst().incomplete()).isTrue();
    }

    @Test
    void encrypted_code_and_code_for_one_device_are_told_as_not_read() {
        assertThat(Told.of("zzzzzzzz".repeat(100).getBytes(StandardCharsets.US_ASCII)).blindSpots)
                .singleElement()
                .matches(spot -> spot.kind() == BlindSpot.Kind.FILE_NOT_READ && spot.incomplete())
                .matches(spot -> spot.what().contains("may be encrypted"));
        assertThat(Told.of("cdex001".getBytes(StandardCharsets.US_ASCII)).blindSpots)
                .singleElement()
                .matches(spot -> spot.kind() == BlindSpot.Kind.CODE_HIDDEN && spot.incomplete());
        assertThat(Told.of("dex\n035\0".getBytes(StandardCharsets.US_ASCII)).blindSpots)
                .singleElement()
                .matches(spot -> spot.what().contains("ends within its header"));
    }

    @Test
    void what_follows_the_end_is_told() {
        Told told = Told.of(Arrays.copyOf(WITHOUT_SDK, WITHOUT_SDK.length + 100_000));

        assertThat(told.blindSpots)
                .singleElement()
                .matches(spot -> spot.kind() == BlindSpot.Kind.CODE_HIDDEN && !spot.incomplete())
                .matches(spot -> spot.what().contains("100000 bytes that are not DEX"));
        assertThat(Told.of(Arrays.copyOf(WITHOUT_SDK, WITHOUT_SDK.length + 100)).blindSpots)
                .isEmpty();
    }

    @Test
    void code_that_is_no_code_is_told_once() {
        byte[] broken = WITHOUT_SDK.clone();
        Told whole = Told.of(broken);
        long call = whole.code()
                .calls(name -> name.startsWith("com.vendor."))
                .getFirst()
                .offset();
        broken[(int) call] = (byte) 0xf0;

        Told told = Told.of(broken);

        assertThat(told.blindSpots)
                .anyMatch(spot ->
                        spot.kind() == BlindSpot.Kind.CODE_HIDDEN && spot.what().startsWith("The code of 1 of its "));
        assertThat(told.code().calls(name -> name.startsWith("com.vendor."))).isEmpty();
    }

    static ByteBuffer little(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
