package dev.earshot.mobile.ios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.clinic.app.MachOWriter;
import dev.earshot.clinic.app.MachOWriter.Processor;
import dev.earshot.mobile.reading.Part;
import dev.earshot.mobile.reading.Sign;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What an executable carries is told, whatever processor it is for.
class MachOReaderTest {
    private static MachOWriter app(Processor processor) {
        return new MachOWriter(processor)
                .loads("/usr/lib/libobjc.A.dylib")
                .loads("@rpath/Adjust.framework/Adjust")
                .uses("ADJConfig")
                .imports("_$s9Amplitude0A0C10identifyyyF")
                .exports("_main")
                .defines("ClinicAppDelegate")
                .defines("_TtC9ClinicApp10ChartStore")
                .definesSwiftStruct("ClinicApp", "Appointment")
                .selects("setUserEmail:")
                .text("https://portal.clinic.example/api")
                .wideText("Bitte bestätigen")
                .entitlements("""
                        <?xml version="1.0" encoding="UTF-8"?>
                        <plist version="1.0"><dict>
                        <key>com.apple.developer.healthkit</key><true/>
                        <key>com.apple.developer.associated-domains</key>
                        <array><string>applinks:portal.clinic.example</string></array>
                        </dict></plist>
                        """);
    }

    @ParameterizedTest
    @EnumSource
    void everything_in_an_executable_is_told_for_each_processor(Processor processor) {
        Told told = Told.by(
                new MachOReader(), "Payload/Clinic.app/Clinic", app(processor).bytes());

        assertThat(told.blind).isEmpty();
        assertThat(told.names(Sign.LIBRARY)).containsExactly("objc.A", "Adjust");
        assertThat(told.names(Sign.OBJC_CLASS))
                .containsExactlyInAnyOrder("ClinicAppDelegate", "ClinicApp.ChartStore", "ClinicApp.Appointment");
        assertThat(told.names(Sign.CLASS_REFERENCED)).contains("ADJConfig", "Amplitude.Amplitude", "NSObject");
        assertThat(told.names(Sign.OBJC_SELECTOR)).containsExactly("setUserEmail:");
        assertThat(told.names(Sign.NATIVE_TEXT)).contains("https://portal.clinic.example/api", "Bitte bestätigen");
        assertThat(told.values(Sign.SYMBOL, "_main")).containsExactly("exported");
        assertThat(told.values(Sign.SYMBOL, "_OBJC_CLASS_$_ADJConfig")).containsExactly("imported");
        assertThat(told.names(Sign.PERMISSION)).contains("com.apple.developer.healthkit");
        assertThat(told.names(Sign.DEEP_LINK)).containsExactly("https://portal.clinic.example/*");
    }

    private static final String NAME = "Payload/Clinic.app/Clinic";

    private static Told read(byte[] file) {
        return Told.by(new MachOReader(), NAME, file);
    }

    private static byte[] fat(Processor first, byte[] one, Processor second, byte[] other) {
        Map<Processor, byte[]> images = new LinkedHashMap<>();
        images.put(first, one);
        images.put(second, other);
        return MachOWriter.fat(images);
    }

    @Test
    void a_file_for_two_processors_tells_everything_once_and_misses_what_only_one_has() {
        byte[] intel = app(Processor.X86_64)
                .text("only for the simulator")
                .forSimulator()
                .bytes();
        Told told = read(fat(
                Processor.X86_64, intel, Processor.ARM64, app(Processor.ARM64).bytes()));

        assertThat(told.names(Sign.NATIVE_TEXT)).doesNotHaveDuplicates().contains("only for the simulator");
        assertThat(told.names(Sign.SYMBOL)).doesNotHaveDuplicates().contains("_main");
        assertThat(told.found)
                .filteredOn(each -> each.name().equals("ClinicAppDelegate"))
                .singleElement()
                .satisfies(each -> assertThat(each.offset()).isGreaterThan(intel.length));
        assertThat(told.kinds()).containsExactly("CODE_HIDDEN");
    }

    @Test
    void a_wide_table_of_processors_is_read() {
        byte[] one = app(Processor.ARM64).bytes();
        ByteBuffer file = ByteBuffer.allocate(0x4000 + one.length);
        file.putInt(0xcafe_babf)
                .putInt(1)
                .putInt(0x0100_000c)
                .putInt(0)
                .putLong(0x4000)
                .putLong(one.length);
        file.position(0x4000).put(one);
        assertThat(read(file.array()).names(Sign.OBJC_CLASS)).contains("ClinicAppDelegate");
    }

    @Test
    void places_are_those_in_the_file() {
        byte[] file = fat(
                Processor.X86_64,
                app(Processor.X86_64).bytes(),
                Processor.ARM64,
                app(Processor.ARM64).bytes());
        for (Told.Found found : read(file).found) {
            if (found.sign() == Sign.NATIVE_TEXT && found.name().startsWith("https:")) {
                byte[] there = Arrays.copyOfRange(
                        file,
                        (int) found.offset(),
                        (int) found.offset() + found.name().length());
                assertThat(new String(there, StandardCharsets.US_ASCII)).isEqualTo(found.name());
            }
        }
    }

    @Test
    void a_stripped_executable_still_tells_what_the_loader_needs() {
        Told told = read(app(Processor.ARM64).stripped().bytes());

        assertThat(told.blind).isEmpty();
        assertThat(told.values(Sign.SYMBOL, "_main")).containsExactly("exported");
        assertThat(told.values(Sign.SYMBOL, "_OBJC_CLASS_$_ADJConfig")).containsExactly("imported");
        assertThat(told.names(Sign.CLASS_REFERENCED)).contains("ADJConfig");
        assertThat(told.names(Sign.OBJC_CLASS)).contains("ClinicAppDelegate");
    }

    @Test
    void what_the_store_encrypted_is_told_as_hidden_and_its_noise_is_not_told() {
        Told told = read(app(Processor.ARM64).encrypted().bytes());

        assertThat(told.kinds()).containsExactly("CODE_HIDDEN incomplete");
        assertThat(told.names(Sign.NATIVE_TEXT)).isEmpty();
        assertThat(told.names(Sign.OBJC_SELECTOR)).isEmpty();
        assertThat(told.names(Sign.LIBRARY)).contains("Adjust");
        assertThat(told.names(Sign.OBJC_CLASS))
                .as("exported symbols are not encrypted")
                .containsExactlyInAnyOrder("ClinicAppDelegate", "ClinicApp.ChartStore");
        assertThat(told.names(Sign.PERMISSION)).contains("com.apple.developer.healthkit");
    }

    @Test
    void a_class_that_is_only_imported_or_written_in_a_text_is_not_defined() {
        Told told = read(new MachOWriter(Processor.ARM64)
                .uses("ADJConfig")
                .text("ADJActivityHandler")
                .selects("ADJEvent")
                .exports("_ADJConfigVersion")
                .exports("_$s9Amplitude0A0C8identifyyyF")
                .bytes());

        assertThat(told.names(Sign.OBJC_CLASS)).isEmpty();
        assertThat(told.names(Sign.CLASS_REFERENCED)).containsExactly("ADJConfig");
    }

    @Test
    void exported_records_of_swift_types_define_them() {
        Told told = read(new MachOWriter(Processor.ARM64)
                .exports("_$s9Amplitude0A0CMn")
                .exports("_$s9Amplitude13ConfigurationVMa")
                .imports("_$s10Foundation4DateVMa")
                .bytes());

        assertThat(told.names(Sign.OBJC_CLASS))
                .containsExactlyInAnyOrder("Amplitude.Amplitude", "Amplitude.Configuration");
        assertThat(told.names(Sign.CLASS_REFERENCED)).containsExactly("Foundation.Date");
    }

    @Test
    void java_classes_and_short_files_are_not_taken() {
        for (byte[] file : new byte[][] {
            {(byte) 0xca, (byte) 0xfe, (byte) 0xba, (byte) 0xbe, 0, 0, 0, 69, 0, 1},
            {(byte) 0xca, (byte) 0xfe, (byte) 0xba, (byte) 0xbe, 0, 0, 0, 0, 0, 1},
            {(byte) 0xcf, (byte) 0xfa, (byte) 0xed},
            {}
        }) {
            Part part = new Part("a", "a", ByteBuffer.wrap(file));
            assertThat(new MachOReader().takes(part)).isFalse();
        }
    }

    @Test
    void an_executable_cut_off_anywhere_is_reported_and_the_rest_still_told() {
        byte[] whole = app(Processor.ARM64).bytes();
        for (int length = 8; length < whole.length; length += length < 3000 ? 1 : 97) {
            Told told = read(Arrays.copyOf(whole, length));
            assertThat(told.kinds()).as("cut to %d", length).contains("FILE_NOT_READ incomplete");
        }
        assertThat(read(Arrays.copyOf(whole, 0x4000)).names(Sign.NATIVE_TEXT))
                .contains("https://portal.clinic.example/api");
    }

    @Test
    void load_commands_that_lie_about_their_number_or_size_end() {
        byte[] file = app(Processor.ARM64).bytes();
        ByteBuffer many = ByteBuffer.wrap(file.clone()).order(ByteOrder.LITTLE_ENDIAN);
        many.putInt(16, -1);
        assertThat(read(many.array()).kinds()).contains("FILE_NOT_READ incomplete");
        ByteBuffer none = ByteBuffer.wrap(file.clone()).order(ByteOrder.LITTLE_ENDIAN);
        none.putInt(32 + 4, 0);
        assertThat(read(none.array()).kinds()).contains("FILE_NOT_READ incomplete");
    }

    @Test
    void exports_that_lead_back_to_themselves_end() {
        byte[] file = app(Processor.ARM64).stripped().bytes();
        int trie = offsetOfCommand(file, 0x8000_0033, 8);
        // The root: no symbol, one edge `_` back to the root.
        System.arraycopy(new byte[] {0, 1, '_', 0, 0}, 0, file, trie, 5);
        Told told = read(file);
        assertThat(told.kinds()).containsExactly("FILE_NOT_READ incomplete");
        assertThat(told.names(Sign.NATIVE_TEXT)).contains("https://portal.clinic.example/api");
    }

    @Test
    void symbols_that_all_point_at_one_long_name_cost_no_more_than_the_file_allows() {
        int count = 100_000;
        int name = 500_000;
        ByteBuffer file = ByteBuffer.allocate(32 + 24 + 16 * count + name).order(ByteOrder.LITTLE_ENDIAN);
        file.putInt(0xfeed_facf)
                .putInt(0x0100_000c)
                .putInt(0)
                .putInt(2)
                .putInt(1)
                .putInt(24)
                .putLong(0);
        file.putInt(2)
                .putInt(24)
                .putInt(56)
                .putInt(count)
                .putInt(56 + 16 * count)
                .putInt(name);
        for (int i = 0; i < count; i++) {
            file.putInt(i).put((byte) 1).put((byte) 0).putShort((short) 0).putLong(0);
        }
        Arrays.fill(file.array(), file.position(), file.capacity(), (byte) 'a');

        Told told = read(file.array());

        assertThat(told.kinds()).containsExactly("FILE_NOT_READ incomplete");
        assertThat(told.names(Sign.SYMBOL).stream().mapToLong(String::length).sum())
                .isLessThan(25L * file.capacity());
    }

    @Test
    void classes_are_found_however_pointers_are_written() {
        long base = 0x1_0000_0000L;
        long imported = 1L << 62;
        assertThat(withPointers(6, target -> target, 1L << 63).names(Sign.OBJC_CLASS))
                .contains("RenamedAppDelegat");
        assertThat(withPointers(2, target -> base + target, 1L << 63).names(Sign.OBJC_CLASS))
                .contains("RenamedAppDelegat");
        assertThat(withPointers(1, target -> base + target, imported).names(Sign.OBJC_CLASS))
                .contains("RenamedAppDelegat");
        assertThat(withPointers(1, target -> 1L << 63 | 0x1234L << 32 | target, imported)
                        .names(Sign.OBJC_CLASS))
                .contains("RenamedAppDelegat");
        assertThat(withPointers(12, target -> target, imported).names(Sign.OBJC_CLASS))
                .contains("RenamedAppDelegat");
    }

    @Test
    void classes_behind_pointers_in_an_unknown_form_are_mentioned_and_the_gap_is_reported() {
        Told told = withPointers(99, target -> target, 1L << 63);

        assertThat(told.names(Sign.OBJC_CLASS)).doesNotContain("RenamedAppDelegat");
        assertThat(told.names(Sign.CLASS_REFERENCED)).contains("RenamedAppDelegat");
        assertThat(told.kinds()).containsExactly("FILE_NOT_READ incomplete");
    }

    /// An executable whose pointers are rewritten, and with one class renamed for the runtime but not for the linker.
    private static Told withPointers(int format, LongUnaryOperator written, long imported) {
        byte[] file = app(Processor.ARM64).bytes();
        byte[] name = "ClinicAppDelegate".getBytes(StandardCharsets.US_ASCII);
        int at = 0;
        while (!Arrays.equals(file, at, at + name.length, name, 0, name.length)) {
            at++;
        }
        System.arraycopy("RenamedAppDelegat".getBytes(StandardCharsets.US_ASCII), 0, file, at, name.length);
        ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        int fixups = offsetOfCommand(file, 0x8000_0034, 8);
        int starts = fixups + bytes.getInt(fixups + 4);
        bytes.putShort(starts + bytes.getInt(starts + 4 + 2 * 4) + 6, (short) format);
        for (int word = 0x4000; word < fixups; word += 8) {
            long target = bytes.getLong(word) & 0xffff_ffffL;
            if (bytes.getLong(word) < 0) {
                bytes.putLong(word, imported | target);
            } else if (target > 0x400) {
                bytes.putLong(word, written.applyAsLong(target));
            }
        }
        return read(file);
    }

    @Test
    void imports_are_found_among_instructions_to_an_older_loader() {
        ByteBuffer file = ByteBuffer.allocate(160).order(ByteOrder.LITTLE_ENDIAN);
        file.putInt(0xfeed_facf)
                .putInt(0x0100_000c)
                .putInt(0)
                .putInt(2)
                .putInt(1)
                .putInt(48)
                .putLong(0);
        file.putInt(0x8000_0022).putInt(48).putLong(0).putInt(80).putInt(80).position(80);
        file.put((byte) 0x11).put((byte) 0x40).put("_OBJC_CLASS_$_ADJConfig\0".getBytes(StandardCharsets.US_ASCII));
        file.put(new byte[] {0x51, 0x72, (byte) 0x88, 0x01, (byte) 0x90, (byte) 0xc0, 2, 8, 0x40});
        file.put("_open\0".getBytes(StandardCharsets.US_ASCII)).put((byte) 0x90);

        Told told = read(file.array());

        assertThat(told.blind).isEmpty();
        assertThat(told.names(Sign.SYMBOL)).containsExactly("_OBJC_CLASS_$_ADJConfig", "_open");
        assertThat(told.names(Sign.CLASS_REFERENCED)).containsExactly("ADJConfig");
    }

    @Test
    void ten_thousand_damaged_executables_are_read_without_an_exception() {
        long seed = 20261122;
        Random random = new Random(seed);
        byte[][] whole = {
            app(Processor.ARM64).bytes(),
            app(Processor.ARM64).stripped().bytes(),
            app(Processor.POWERPC).bytes()
        };
        byte[] fat = fat(
                Processor.X86_64,
                app(Processor.X86_64).bytes(),
                Processor.ARMV7,
                app(Processor.ARMV7).bytes());
        for (int i = 0; i < 10_000; i++) {
            byte[] file = i % 10 == 0 ? fat.clone() : whole[i % whole.length].clone();
            int changes = 1 + random.nextInt(8);
            for (int change = 0; change < changes; change++) {
                int at = random.nextInt(random.nextBoolean() ? 2000 : file.length);
                file[at] = (byte) (random.nextBoolean() ? 0xff : random.nextInt());
            }
            Told told = read(file);
            assertThat(told.found.size()).as("seed %d, file %d", seed, i).isLessThan(20_000);
        }
    }

    private static int offsetOfCommand(byte[] file, int kind, int field) {
        ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        int at = 32;
        while (bytes.getInt(at) != kind) {
            at += bytes.getInt(at + 4);
        }
        return bytes.getInt(at + field);
    }
}
