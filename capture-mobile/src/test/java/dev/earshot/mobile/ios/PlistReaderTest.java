package dev.earshot.mobile.ios;

import static org.assertj.core.api.Assertions.assertThat;

import com.dd.plist.NSArray;
import com.dd.plist.NSDictionary;
import com.dd.plist.NSObject;
import dev.earshot.clinic.app.IpaWriter;
import dev.earshot.mobile.reading.Sign;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// What an app is configured with and what it declares is told, from every form of property list, and hostile ones end.
class PlistReaderTest {
    private static final String INFO = "Payload/Clinic.app/Info.plist";

    private static Told info(Map<String, Object> values) {
        return Told.by(new PlistReader(), INFO, IpaWriter.xml(values));
    }

    private static Told read(String name, String text) {
        return Told.by(new PlistReader(), name, text.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] binaryInfo(String key, Object value) {
        return Objects.requireNonNull(new IpaWriter("Clinic", "example.clinic.www", new byte[0])
                .info(key, value)
                .files()
                .get("Info.plist"));
    }

    @Test
    void the_apps_own_list_says_what_the_app_is() {
        byte[] list = binaryInfo("CFBundleDisplayName", "My Clinic");

        assertThat(Told.by(new PlistReader(), INFO, list).identity)
                .containsExactly("iOS example.clinic.www 1.0 1 My Clinic");
        assertThat(Told.by(new PlistReader(), "Info.plist", list).identity).hasSize(1);
        assertThat(Told.by(new PlistReader(), "Products/Applications/Clinic.app/Info.plist", list).identity)
                .hasSize(1);
    }

    @Test
    void a_list_of_something_inside_the_app_is_not_the_apps() {
        byte[] list = binaryInfo("CFBundleDisplayName", "My Clinic");
        for (String name : List.of(
                "Payload/Clinic.app/Frameworks/Adjust.framework/Info.plist",
                "Payload/Clinic.app/Watch/Clinic.app/Info.plist",
                "Payload/Clinic.app/PlugIns/Widget.appex/Info.plist",
                "Payload/Clinic.app/AppClips/Clip.app/Info.plist",
                "Payload/Clinic.app/en.lproj/Info.plist")) {
            Told told = Told.by(new PlistReader(), name, list);
            assertThat(told.identity).isEmpty();
            assertThat(told.names(Sign.PLIST)).contains("CFBundleDisplayName");
        }
        assertThat(info(Map.of("CFBundleIdentifier", "example.clinic.kit", "CFBundlePackageType", "FMWK")).identity)
                .isEmpty();
    }

    @Test
    void keys_are_told_with_the_path_that_leads_to_them() {
        Told told = Told.by(
                new PlistReader(),
                INFO,
                binaryInfo("Vendor", Map.of("key", "abc123", "hosts", List.of("a.vendor.example", 7, true))));

        assertThat(told.values(Sign.PLIST, "Vendor.key")).containsExactly("abc123");
        assertThat(told.values(Sign.PLIST, "Vendor.hosts.0")).containsExactly("a.vendor.example");
        assertThat(told.values(Sign.PLIST, "Vendor.hosts.1")).containsExactly("7");
        assertThat(told.values(Sign.PLIST, "Vendor.hosts.2")).containsExactly("true");
    }

    @Test
    void what_a_program_asks_for_is_told_with_what_it_says_to_its_user() {
        Map<String, Object> list = Map.of("NSHealthShareUsageDescription", "Shows your steps to your doctor.");
        assertThat(info(list).values(Sign.PERMISSION, "NSHealthShareUsageDescription"))
                .containsExactly("Shows your steps to your doctor.");
        assertThat(Told.by(new PlistReader(), "Payload/C.app/PlugIns/W.appex/Info.plist", IpaWriter.xml(list))
                        .names(Sign.PERMISSION))
                .hasSize(1);
    }

    @Test
    void a_frameworks_list_asks_the_system_for_nothing() {
        Map<String, Object> list = Map.of(
                "NSHealthShareUsageDescription", "x", "NSAppTransportSecurity", Map.of("NSAllowsArbitraryLoads", true));
        Told told = Told.by(new PlistReader(), "Payload/C.app/Frameworks/A.framework/Info.plist", IpaWriter.xml(list));
        assertThat(told.names(Sign.PERMISSION)).isEmpty();
        assertThat(told.names(Sign.TRANSPORT_EXCEPTION)).isEmpty();
    }

    @Test
    void exceptions_from_transport_security_are_told_and_tightened_rules_are_not() {
        Told told = info(Map.of(
                "NSAppTransportSecurity",
                Map.of(
                        "NSAllowsArbitraryLoads",
                        false,
                        "NSAllowsArbitraryLoadsInWebContent",
                        true,
                        "NSExceptionDomains",
                        Map.of(
                                "images.clinic.example",
                                Map.of("NSExceptionAllowsInsecureHTTPLoads", true, "NSIncludesSubdomains", true),
                                "portal.clinic.example",
                                Map.of("NSExceptionMinimumTLSVersion", "TLSv1.3"),
                                "old.clinic.example",
                                Map.of("NSExceptionMinimumTLSVersion", "TLSv1.0")),
                        "NSPinnedDomains",
                        Map.of("api.clinic.example", Map.of("NSIncludesSubdomains", false)))));

        assertThat(told.values(Sign.TRANSPORT_EXCEPTION, "*")).containsExactly("unencrypted connections of web views");
        assertThat(told.values(Sign.TRANSPORT_EXCEPTION, "*.images.clinic.example"))
                .containsExactly("unencrypted connections");
        assertThat(told.values(Sign.TRANSPORT_EXCEPTION, "old.clinic.example")).containsExactly("TLSv1.0");
        assertThat(told.names(Sign.TRANSPORT_EXCEPTION)).hasSize(3);
        assertThat(told.names(Sign.PINNED)).containsExactly("api.clinic.example");
    }

    @Test
    void advertising_networks_and_addresses_that_open_the_app_are_told() {
        Told told = info(Map.of(
                "SKAdNetworkItems",
                List.of(Map.of("SKAdNetworkIdentifier", "ABCD1234.skadnetwork")),
                "CFBundleURLTypes",
                List.of(Map.of("CFBundleURLSchemes", List.of("myclinic", "fb0000")))));

        assertThat(told.names(Sign.SKADNETWORK)).containsExactly("abcd1234.skadnetwork");
        assertThat(told.names(Sign.DEEP_LINK)).containsExactly("myclinic://*", "fb0000://*");
    }

    @Test
    void a_privacy_manifest_is_told_as_whose_it_is() {
        Map<String, Object> manifest = Map.of(
                "NSPrivacyTracking",
                true,
                "NSPrivacyTrackingDomains",
                List.of("Track.Vendor.example"),
                "NSPrivacyCollectedDataTypes",
                List.of(Map.of(
                        "NSPrivacyCollectedDataType",
                        "NSPrivacyCollectedDataTypeHealth",
                        "NSPrivacyCollectedDataTypeLinked",
                        true,
                        "NSPrivacyCollectedDataTypeTracking",
                        false,
                        "NSPrivacyCollectedDataTypePurposes",
                        List.of("NSPrivacyCollectedDataTypePurposeAnalytics"))),
                "NSPrivacyAccessedAPITypes",
                List.of(Map.of(
                        "NSPrivacyAccessedAPIType",
                        "NSPrivacyAccessedAPICategoryUserDefaults",
                        "NSPrivacyAccessedAPITypeReasons",
                        List.of("CA92.1"))));

        Told told = Told.by(
                new PlistReader(),
                "Payload/Clinic.app/Frameworks/Adjust.framework/PrivacyInfo.xcprivacy",
                IpaWriter.xml(manifest));

        assertThat(told.values(Sign.DECLARED_TRACKING, "true")).containsExactly("Adjust.framework");
        assertThat(told.values(Sign.DECLARED_TRACKING_DOMAIN, "track.vendor.example"))
                .containsExactly("Adjust.framework");
        assertThat(told.values(Sign.DECLARED_COLLECTED, "NSPrivacyCollectedDataTypeHealth"))
                .containsExactly("Adjust.framework\tlinked to the person, not used for tracking, for Analytics");
        assertThat(told.values(Sign.DECLARED_REASON, "NSPrivacyAccessedAPICategoryUserDefaults"))
                .containsExactly("Adjust.framework\tCA92.1");
        assertThat(told.names(Sign.PLIST)).isEmpty();
        assertThat(Told.by(new PlistReader(), "PrivacyInfo.xcprivacy", IpaWriter.xml(manifest))
                        .values(Sign.DECLARED_TRACKING, "true"))
                .containsExactly("app");
    }

    @Test
    void a_manifest_that_says_nothing_of_tracking_declares_neither() {
        assertThat(Told.by(new PlistReader(), "PrivacyInfo.xcprivacy", IpaWriter.xml(Map.of())).found)
                .isEmpty();
    }

    @Test
    void entitlements_that_are_switched_off_are_not_asked_for() {
        Told told = Told.by(
                new PlistReader(),
                "Clinic.entitlements",
                IpaWriter.xml(Map.of(
                        "com.apple.developer.healthkit",
                        true,
                        "get-task-allow",
                        false,
                        "com.apple.developer.associated-domains",
                        List.of("applinks:*.Clinic.example?mode=developer", "webcredentials:clinic.example"))));

        assertThat(told.names(Sign.PERMISSION))
                .containsExactlyInAnyOrder("com.apple.developer.healthkit", "com.apple.developer.associated-domains");
        assertThat(told.names(Sign.DEEP_LINK)).containsExactly("https://*.clinic.example/*");
    }

    @Test
    void a_profile_is_read_inside_its_signature_and_its_devices_are_left_alone() {
        byte[] list = IpaWriter.xml(Map.of(
                "Name", "Clinic App Store",
                "ProvisionedDevices", List.of("00008030-000000000000"),
                "Entitlements", Map.of("aps-environment", "production")));
        byte[] signed = new byte[list.length + 60];
        System.arraycopy(list, 0, signed, 40, list.length);

        Told told = Told.by(new PlistReader(), "Payload/Clinic.app/embedded.mobileprovision", signed);

        assertThat(told.values(Sign.PLIST, "Entitlements.aps-environment")).containsExactly("production");
        assertThat(told.names(Sign.PLIST)).contains("Name").noneMatch(name -> name.contains("Devices"));
        assertThat(told.names(Sign.PERMISSION)).isEmpty();
    }

    @Test
    void the_receipt_of_the_store_is_left_alone() {
        assertThat(read("iTunesMetadata.plist", "<plist><dict><key>a</key><string>b</string></dict></plist>").found)
                .isEmpty();
    }

    @Test
    void lists_in_the_old_form_are_read() {
        Told told = read(INFO, "{ CFBundleIdentifier = \"example.clinic.www\"; Keys = ( a, b ); }");
        assertThat(told.identity).hasSize(1);
        assertThat(told.values(Sign.PLIST, "Keys.1")).containsExactly("b");
    }

    @Test
    void entities_do_not_reach_other_files_or_multiply() {
        Told file = read(INFO, """
                <!DOCTYPE plist [<!ENTITY x SYSTEM "file:///etc/hostname">]>
                <plist version="1.0"><dict><key>a</key><string>&x;</string></dict></plist>
                """);
        assertThat(file.values(Sign.PLIST, "a")).allMatch(String::isEmpty);
        Told laughs = read(INFO, """
                <!DOCTYPE plist [<!ENTITY a "ha ha ha ha ha ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;">
                <!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;">
                <!ENTITY e "&d;&d;&d;&d;&d;&d;&d;&d;&d;"><!ENTITY f "&e;&e;&e;&e;&e;&e;&e;&e;&e;">]>
                <plist version="1.0"><dict><key>a</key><string>&f;</string></dict></plist>
                """);
        assertThat(laughs.found).isEmpty();
        assertThat(laughs.kinds()).containsExactly("FILE_NOT_READ incomplete");
    }

    @Test
    void deep_nesting_is_refused_in_every_form() {
        int depth = 100_000;
        assertThat(read(INFO, "<plist>" + "<array>".repeat(depth) + "</array>".repeat(depth) + "</plist>")
                        .kinds())
                .containsExactly("FILE_NOT_READ incomplete");
        assertThat(read(INFO, "(".repeat(depth) + ")".repeat(depth)).kinds())
                .containsExactly("FILE_NOT_READ incomplete");
    }

    @Test
    void a_binary_list_whose_objects_hold_themselves_or_multiply_is_refused() {
        assertThat(Told.by(new PlistReader(), INFO, Lists.binary(1, new int[] {0}))
                        .kinds())
                .containsExactly("FILE_NOT_READ incomplete");
        int[][] doubling = new int[40][];
        for (int i = 0; i < doubling.length - 1; i++) {
            doubling[i] = new int[] {i + 1, i + 1};
        }
        doubling[doubling.length - 1] = new int[0];
        assertThat(Told.by(new PlistReader(), INFO, Lists.binary(doubling.length, doubling))
                        .kinds())
                .containsExactly("FILE_NOT_READ incomplete");
        assertThat(Told.by(new PlistReader(), INFO, Lists.binary(2, new int[] {1}, new int[0]))
                        .kinds())
                .isEmpty();
    }

    @Test
    void what_is_no_list_is_reported_and_not_skipped() {
        for (String text :
                List.of("", "bplist00", "<plist>", "<?xml version=\"1.0\"?><html/>", "{ a = ", "\u0000\u0001")) {
            assertThat(read(INFO, text).kinds()).as(text).containsExactly("FILE_NOT_READ incomplete");
        }
    }

    @Test
    void ten_thousand_damaged_lists_are_read_without_an_exception() {
        long seed = 20261122;
        Random random = new Random(seed);
        byte[][] whole = {
            binaryInfo("a", List.of(1, true, "x", Map.of("k", 1.5, "l", List.of("m", "n")))),
            IpaWriter.xml(Map.of("NSPrivacyTracking", true, "a", List.of("b", Map.of("c", 2)))),
            "{ a = \"b\"; c = ( d, <00ff>, { e = f; } ); /* g */ }".getBytes(StandardCharsets.UTF_8)
        };
        for (int i = 0; i < 10_000; i++) {
            byte[] file = whole[i % whole.length].clone();
            for (int change = random.nextInt(6); change >= 0; change--) {
                file[random.nextInt(file.length)] = (byte) random.nextInt();
            }
            if (random.nextInt(4) == 0) {
                file = Arrays.copyOf(file, random.nextInt(file.length));
            }
            Told told = Told.by(new PlistReader(), INFO, file);
            assertThat(told.found.isEmpty() && told.blind.isEmpty())
                    .as("seed %d, file %d: neither told nor reported", seed, i)
                    .isEqualTo(isEmptyList(file));
        }
    }

    /// A list that a change left with nothing in it says nothing, rightly.
    private static boolean isEmptyList(byte[] file) {
        try {
            List<String> keys = new ArrayList<>();
            PropertyList.values(PropertyList.parse(file), (key, value) -> keys.add(key));
            return keys.stream().allMatch(String::isEmpty) && !isText(file);
        } catch (Unreadable e) {
            return false;
        }
    }

    private static boolean isText(byte[] file) throws Unreadable {
        NSObject root = PropertyList.parse(file);
        return !(root instanceof NSDictionary || root instanceof NSArray);
    }

    @Test
    void entitlements_in_der_are_told_as_those_in_xml() throws Unreadable {
        byte[] pair = der(0x30, der(0x0c, text("aps-environment")), der(0x0c, text("production")));
        byte[] domains = der(
                0x30,
                der(0x0c, text("com.apple.developer.associated-domains")),
                der(0x30, der(0x0c, text("applinks:portal.clinic.example"))));
        byte[] off = der(0x30, der(0x0c, text("get-task-allow")), der(0x01, new byte[] {0}));
        Told told = new Told();

        Entitlements.ofDer(
                der(0x70, der(0x02, new byte[] {1}), der(0xb0, pair, domains, off)), new Once("Clinic", told), 40);

        assertThat(told.names(Sign.PERMISSION))
                .containsExactlyInAnyOrder("aps-environment", "com.apple.developer.associated-domains");
        assertThat(told.values(Sign.PLIST, "aps-environment")).containsExactly("production");
        assertThat(told.names(Sign.DEEP_LINK)).containsExactly("https://portal.clinic.example/*");
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] der(int tag, byte[]... contents) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] each : contents) {
            all.writeBytes(each);
        }
        ByteArrayOutputStream element = new ByteArrayOutputStream();
        element.write(tag);
        if (all.size() >= 0x80) {
            element.write(0x81);
        }
        element.write(all.size());
        element.writeBytes(all.toByteArray());
        return element.toByteArray();
    }
}
