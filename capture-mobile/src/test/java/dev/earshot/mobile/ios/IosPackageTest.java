package dev.earshot.mobile.ios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.clinic.app.IpaWriter;
import dev.earshot.clinic.app.MachOWriter;
import dev.earshot.clinic.app.MachOWriter.Processor;
import dev.earshot.mobile.reading.Container;
import dev.earshot.mobile.reading.Part;
import dev.earshot.mobile.reading.PartReader;
import dev.earshot.mobile.reading.Sign;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;

/// An app is read from its package in the right order, and what is not of the app is left out.
class IosPackageTest {
    /// Files in memory.
    private record Files(Map<String, byte[]> files) implements Container {
        static Files of(byte[] zip) throws IOException {
            Map<String, byte[]> files = new LinkedHashMap<>();
            try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
                for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                    files.put(entry.getName(), in.readAllBytes());
                }
            }
            return new Files(files);
        }

        @Override
        public String file() {
            return "clinic.ipa";
        }

        @Override
        public List<String> names() {
            return List.copyOf(files.keySet());
        }

        @Override
        public Optional<Part> open(String name) {
            return Optional.ofNullable(files.get(name))
                    .map(bytes -> new Part("clinic.ipa!" + name, name, ByteBuffer.wrap(bytes)));
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }

    private static IpaWriter clinic() {
        byte[] app = new MachOWriter(Processor.ARM64)
                .loads("@rpath/Adjust.framework/Adjust")
                .uses("ADJConfig")
                .defines("ClinicAppDelegate")
                .bytes();
        byte[] adjust = new MachOWriter(Processor.ARM64)
                .library("@rpath/Adjust.framework/Adjust")
                .defines("ADJConfig")
                .text("https://app.adjust.com")
                .bytes();
        return new IpaWriter("Clinic", "example.clinic.www", app)
                .info("FacebookAppID", "0000")
                .framework("Adjust", adjust)
                .xmlList("Frameworks/Adjust.framework/PrivacyInfo.xcprivacy", Map.of("NSPrivacyTracking", true))
                .binaryList("GoogleService-Info.plist", Map.of("GOOGLE_APP_ID", "1:000:ios:000"));
    }

    private static Told scan(Container container) {
        Told told = new Told();
        List<PartReader> readers = List.of(new PlistReader(), new MachOReader());
        IosPackage.parts(
                container,
                told,
                part -> readers.stream()
                        .filter(reader -> reader.takes(part))
                        .forEach(reader -> reader.read(part, told)));
        return told;
    }

    @Test
    void an_ipa_tells_what_was_put_into_it() throws IOException {
        Told told = scan(Files.of(clinic().bytes()));

        assertThat(told.blind).isEmpty();
        assertThat(told.identity).containsExactly("iOS example.clinic.www 1.0 1 Clinic");
        assertThat(told.names(Sign.OBJC_CLASS)).containsExactlyInAnyOrder("ClinicAppDelegate", "ADJConfig");
        assertThat(told.names(Sign.LIBRARY)).contains("Adjust");
        assertThat(told.values(Sign.PLIST, "GOOGLE_APP_ID")).containsExactly("1:000:ios:000");
        assertThat(told.values(Sign.DECLARED_TRACKING, "true")).containsExactly("Adjust.framework");
        assertThat(told.names(Sign.FILE)).first().isEqualTo("Payload/Clinic.app/Info.plist");
        assertThat(told.names(Sign.FILE)).contains("Payload/Clinic.app/Frameworks/Adjust.framework/Adjust");
    }

    @Test
    void the_folder_of_the_app_alone_tells_the_same() {
        Told told = scan(new Files(clinic().files()));

        assertThat(told.identity).containsExactly("iOS example.clinic.www 1.0 1 Clinic");
        assertThat(told.names(Sign.OBJC_CLASS)).containsExactlyInAnyOrder("ClinicAppDelegate", "ADJConfig");
    }

    @Test
    void what_the_build_and_the_store_left_is_not_of_the_app() {
        Map<String, byte[]> files = new LinkedHashMap<>();
        for (String name :
                List.of("Symbols/A.symbols", "SwiftSupport/iphoneos/libswiftCore.dylib", "iTunesMetadata.plist")) {
            files.put(name, new byte[] {1});
        }
        List<String> read = new ArrayList<>();
        IosPackage.parts(new Files(files), new Told(), part -> read.add(part.name()));
        assertThat(read).isEmpty();
        assertThat(IosPackage.is(new Files(files))).isFalse();
    }

    @Test
    void an_android_app_is_no_ios_app() {
        assertThat(IosPackage.is(
                        new Files(Map.of("AndroidManifest.xml", new byte[0], "assets/x/Info.plist", new byte[0]))))
                .isFalse();
        assertThat(IosPackage.is(new Files(clinic().files()))).isTrue();
    }
}
