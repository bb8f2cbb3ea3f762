package dev.earshot.mobile.android;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.earshot.mobile.reading.NotedSigns;
import dev.earshot.mobile.reading.Part;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Any bytes are read in a moment, and cost memory in proportion to them.
class AndroidFuzzTest {
    @FuzzTest(maxDuration = "2m")
    void a_compiled_manifest(byte[] bytes) {
        tell(BinaryXml.read(buffer(bytes)), Resources.NONE);
    }

    @FuzzTest(maxDuration = "2m")
    void a_resource_table(byte[] bytes) {
        ResourceTable table = ResourceTable.of(buffer(bytes));
        long[] told = new long[1];
        table.tell(300, (name, text, offset) -> told[0]++);
        assertThat(told[0]).isLessThanOrEqualTo(bytes.length);
        assertThat(table.texts(0x7f010000)).isNotNull();
    }

    @FuzzTest(maxDuration = "2m")
    void a_bundles_manifest(byte[] bytes) {
        BundleResources none = BundleResources.none(Resources.NONE);
        tell(BundleXml.read(buffer(bytes), none), none);
    }

    @FuzzTest(maxDuration = "2m")
    void a_bundles_resources(byte[] bytes) {
        BundleResources resources = BundleResources.of(buffer(bytes), Resources.NONE);
        resources.tell(300, (name, text, offset) -> {});
        assertThat(resources.texts(0x7f010000)).isNotNull();
    }

    @FuzzTest(maxDuration = "1m")
    void a_data_safety_form(byte[] bytes) {
        var signs = new NotedSigns();
        DataSafetyForm.read("form.csv", new String(bytes, StandardCharsets.UTF_8), signs);
        assertThat(signs.found.size()).isLessThanOrEqualTo(bytes.length);
    }

    private static void tell(XmlFile xml, Resources resources) {
        xml.root()
                .ifPresent(root ->
                        new ManifestReading("m", root, resources, path -> Optional.empty(), new NotedSigns()).tell());
    }

    private static ByteBuffer buffer(byte[] bytes) {
        return new Part("f", "f", ByteBuffer.wrap(bytes)).bytes();
    }
}
