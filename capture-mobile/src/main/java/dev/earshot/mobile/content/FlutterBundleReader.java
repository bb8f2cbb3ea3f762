package dev.earshot.mobile.content;

import dev.earshot.exchange.BlindSpot;
import dev.earshot.mobile.reading.Part;
import dev.earshot.mobile.reading.PartReader;
import dev.earshot.mobile.reading.Sign;
import dev.earshot.mobile.reading.Signs;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/// Reads the licence notices that Flutter puts into every app. They name each package that was built in, whatever
/// happened to the names in the code.
///
/// Source: flutter_tools, license_collector.dart and the asset bundle: entries are parted by lines of eighty hyphens, and
/// each begins with the names of its packages, one a line, up to an empty line (read 2026-11-22).
public final class FlutterBundleReader implements PartReader {
    private static final int MOST_BYTES = 32 << 20;
    private static final Pattern PACKAGE = Pattern.compile("[a-z_][a-z0-9_]{1,63}");
    private static final String ENTRIES = "-".repeat(80);
    private static final String ADDRESS = "package:";

    @Override
    public boolean takes(Part part) {
        return part.name().endsWith("flutter_assets/NOTICES.Z") || part.name().endsWith("flutter_assets/NOTICES");
    }

    @Override
    public void read(Part part, Signs signs) {
        signs.found(Sign.FRAMEWORK, part.file(), "Flutter", "", -1);
        byte[] bytes = new byte[part.bytes().limit()];
        part.bytes().get(0, bytes);
        try {
            byte[] notices = part.name().endsWith(".Z") ? unzipped(bytes) : bytes;
            packages(new String(notices, StandardCharsets.UTF_8))
                    .forEach(name -> signs.found(Sign.SCRIPT_PACKAGE, part.file(), "pub:" + name, "", -1));
        } catch (IOException broken) {
            signs.blind(new BlindSpot(
                    BlindSpot.Kind.FILE_NOT_READ,
                    part.file(),
                    "Flutter's licence notices can't be unpacked, so the packages that they name are not known.",
                    true));
        }
    }

    private static byte[] unzipped(byte[] bytes) throws IOException {
        try (GZIPInputStream unzipping = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
            return unzipping.readNBytes(MOST_BYTES);
        }
    }

    private static Set<String> packages(String notices) {
        Set<String> packages = new LinkedHashSet<>();
        boolean names = true;
        for (String line : (Iterable<String>) notices.lines()::iterator) {
            if (line.equals(ENTRIES)) {
                names = true;
            } else if (line.isBlank()) {
                names = false;
            } else if (names && PACKAGE.matcher(line).matches()) {
                packages.add(line);
            }
        }
        return packages;
    }

    /// Tells the package of a Dart library's address, `package:firebase_analytics/src/firebase_analytics.dart`.
    static void tellPackage(String text, String file, int offset, Signs signs) {
        int at = text.indexOf(ADDRESS);
        int end = at < 0 ? -1 : text.indexOf('/', at);
        if (end < 0) {
            return;
        }
        String name = text.substring(at + ADDRESS.length(), end);
        if (PACKAGE.matcher(name).matches()) {
            signs.found(Sign.SCRIPT_PACKAGE, file, "pub:" + name, "", offset + at);
        }
    }
}
