package dev.earshot.cli;

import dev.earshot.EarshotException;
import dev.earshot.investigate.tags.TagFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// What is to be scanned, by what it is.
///
/// @param addresses of sites to visit
/// @param recordings of traffic: HAR files, mitmproxy flows, packet captures
/// @param apps files of apps, splits of one app beside one another
/// @param containers of tags: exports of tag managers, and what these serve
record Targets(List<String> addresses, List<Path> recordings, List<Path> apps, List<Path> containers) {
    private static final Pattern HOST = Pattern.compile("(?!.*\\.(har|gz)$)[\\w-]+(\\.[\\w-]+)+([:/]\\S*)?");

    private static final Set<String> APP_FILES =
            Set.of("apk", "aab", "xapk", "apks", "apkm", "ipa", "app", "dex", "plist", "xcprivacy", "dylib", "so");

    private static final byte[] ARCHIVE = {'P', 'K', 3, 4};

    Targets {
        addresses = List.copyOf(addresses);
        recordings = List.copyOf(recordings);
        apps = List.copyOf(apps);
        containers = List.copyOf(containers);
    }

    Targets(List<String> addresses, List<Path> recordings, List<Path> apps) {
        this(addresses, recordings, apps, List.of());
    }

    /// @throws EarshotException USAGE for one that is none of these
    static Targets of(List<String> given) {
        List<String> addresses = new ArrayList<>();
        List<Path> recordings = new ArrayList<>();
        List<Path> apps = new ArrayList<>();
        List<Path> containers = new ArrayList<>();
        for (String target : given) {
            if (target.startsWith("http://") || target.startsWith("https://")) {
                addresses.add(withHost(target));
            } else {
                Path file = file(target);
                (isApp(file) ? apps : TagFile.isOne(file) ? containers : recordings).add(file);
            }
        }
        return new Targets(addresses, recordings, apps, containers);
    }

    private static Path file(String target) {
        try {
            Path file = Path.of(target);
            if (Files.isRegularFile(file) || (Files.isDirectory(file) && isApp(file))) {
                return file;
            }
        } catch (InvalidPathException e) {
            // Told below: what is no path is no file that is there.
        }
        throw new EarshotException(
                EarshotException.Code.USAGE,
                "\"" + target
                        + "\" is neither an address nor an app, captured traffic, container of tags or HAR file that is there."
                        + (HOST.matcher(target).matches() ? " Is it https://" + target + " ?" : ""));
    }

    /// By its name, or as an archive by its first bytes. Anything else that is there is taken for a recording.
    static boolean isApp(Path file) {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        if (APP_FILES.contains(name.substring(name.lastIndexOf('.') + 1))) {
            return true;
        }
        try (InputStream in = Files.newInputStream(file)) {
            return Arrays.equals(in.readNBytes(ARCHIVE.length), ARCHIVE);
        } catch (IOException notReadable) {
            return false;
        }
    }

    /// An address that is wrong in other ways is the browser's to refuse.
    private static String withHost(String address) {
        String host = address.replaceFirst("^https?://", "").replaceFirst("[/?#].*", "");
        if (host.isEmpty() || host.chars().anyMatch(Character::isWhitespace)) {
            throw new EarshotException(
                    EarshotException.Code.USAGE,
                    "\"" + address + "\" names no host. An address looks like https://www.clinic.example/");
        }
        return address;
    }
}
