package dev.earshot.clinic.app;

import com.dd.plist.BinaryPropertyListWriter;
import com.dd.plist.NSObject;
import com.dd.plist.XMLPropertyListWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// Writes an iOS app as Xcode exports it: an IPA, which is a ZIP archive with `Payload/Clinic.app` in it, or the files of
/// `Clinic.app` alone. The same parts give the same bytes.
///
/// ```java
/// byte[] ipa = new IpaWriter("Clinic", "example.clinic.www", executable)
///         .info("NSHealthShareUsageDescription", "Shows your steps to your doctor.")
///         .framework("Adjust", library)
///         .bytes();
/// ```
///
/// Values of property lists are texts, numbers, booleans, lists and maps of these. Not thread-safe.
public final class IpaWriter {
    private static final LocalDateTime WRITTEN = LocalDateTime.of(2026, 1, 1, 0, 0);

    private final String name;
    private final Map<String, Object> info = new LinkedHashMap<>();
    private final Map<String, byte[]> files = new LinkedHashMap<>();

    /// @param name of the app, its executable and its folder
    /// @param id its bundle identifier
    /// @param executable as [MachOWriter] writes it
    public IpaWriter(String name, String id, byte[] executable) {
        this.name = name;
        files.put(name, executable.clone());
        info.put("CFBundleIdentifier", id);
        info.put("CFBundleExecutable", name);
        info.put("CFBundleName", name);
        info.put("CFBundlePackageType", "APPL");
        info.put("CFBundleShortVersionString", "1.0");
        info.put("CFBundleVersion", "1");
        info.put("MinimumOSVersion", "15.0");
    }

    /// Sets a key of the app's `Info.plist`.
    public IpaWriter info(String key, Object value) {
        info.put(key, value);
        return this;
    }

    /// Adds a framework, with an `Info.plist` of its own.
    ///
    /// @param library as [MachOWriter] writes it
    public IpaWriter framework(String framework, byte[] library) {
        String folder = "Frameworks/" + framework + ".framework/";
        Map<String, Object> own = new LinkedHashMap<>();
        own.put("CFBundleIdentifier", "example.vendor." + framework);
        own.put("CFBundleExecutable", framework);
        own.put("CFBundlePackageType", "FMWK");
        files.put(folder + framework, library.clone());
        return binaryList(folder + "Info.plist", own);
    }

    /// Adds a property list in the binary form, as builds turn them into.
    ///
    /// @param path inside the app's folder: `GoogleService-Info.plist`
    public IpaWriter binaryList(String path, Map<String, Object> values) {
        files.put(path, binary(values));
        return this;
    }

    /// Adds a property list as XML, as privacy manifests are: `PrivacyInfo.xcprivacy`,
    /// `Frameworks/Adjust.framework/PrivacyInfo.xcprivacy`.
    ///
    /// @param path inside the app's folder
    public IpaWriter xmlList(String path, Map<String, Object> values) {
        files.put(path, xml(values));
        return this;
    }

    /// Adds any other file.
    ///
    /// @param path inside the app's folder
    public IpaWriter file(String path, byte[] contents) {
        files.put(path, contents.clone());
        return this;
    }

    /// The files of the app's folder by their paths inside it.
    public Map<String, byte[]> files() {
        Map<String, byte[]> all = new LinkedHashMap<>();
        all.put("Info.plist", binary(info));
        all.putAll(files);
        return all;
    }

    /// The whole IPA.
    public byte[] bytes() {
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(written, StandardCharsets.UTF_8)) {
            for (Map.Entry<String, byte[]> file : files().entrySet()) {
                ZipEntry entry = new ZipEntry("Payload/" + name + ".app/" + file.getKey());
                entry.setTimeLocal(WRITTEN);
                zip.putNextEntry(entry);
                zip.write(file.getValue());
                zip.closeEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return written.toByteArray();
    }

    /// A property list as XML.
    public static byte[] xml(Map<String, Object> values) {
        try {
            ByteArrayOutputStream written = new ByteArrayOutputStream();
            XMLPropertyListWriter.write(NSObject.fromJavaObject(values), written);
            return written.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] binary(Map<String, Object> values) {
        try {
            return BinaryPropertyListWriter.writeToArray(NSObject.fromJavaObject(values));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
