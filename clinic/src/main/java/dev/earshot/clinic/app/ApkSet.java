package dev.earshot.clinic.app;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// An app's splits in one file, the app itself under the name `base`.
public final class ApkSet {
    private static final String BASE = "base";

    private ApkSet() {}

    /// As download sites pack them.
    ///
    /// @param apks by name of the split
    public static byte[] xapk(String packageName, Map<String, byte[]> apks) {
        SortedMap<String, byte[]> files = new TreeMap<>();
        apks.forEach((split, apk) -> files.put((split.equals(BASE) ? packageName : split) + ".apk", apk));
        String splits = files.keySet().stream()
                .map(file -> "{\"file\":\"%s\",\"id\":\"%s\"}"
                        .formatted(
                                file, file.equals(packageName + ".apk") ? BASE : file.substring(0, file.length() - 4)))
                .collect(Collectors.joining(","));
        String manifest =
                "{\"xapk_version\":2,\"package_name\":\"%s\",\"split_apks\":[%s]}".formatted(packageName, splits);
        Map<String, byte[]> xapk = new LinkedHashMap<>();
        xapk.put("manifest.json", manifest.getBytes(StandardCharsets.UTF_8));
        xapk.putAll(files);
        return Zip.of(xapk);
    }

    /// As bundletool's `build-apks` packs them.
    ///
    /// @param apks by name of the split
    public static byte[] apks(Map<String, byte[]> apks) {
        SortedMap<String, byte[]> files = new TreeMap<>();
        apks.forEach((split, apk) -> files.put("splits/base-" + (split.equals(BASE) ? "master" : split) + ".apk", apk));
        files.put("toc.pb", new byte[0]);
        return Zip.of(files);
    }
}
