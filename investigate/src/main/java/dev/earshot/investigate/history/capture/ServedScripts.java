package dev.earshot.investigate.history.capture;

import dev.earshot.exchange.Bytes;
import dev.earshot.investigate.history.ContainerVersion;
import dev.earshot.investigate.history.ContainerVersion.Moment;
import dev.earshot.investigate.history.ContainerVersion.When;
import dev.earshot.investigate.history.DisclosureWindow.Provenance;
import dev.earshot.investigate.history.HistoryFile;
import dev.earshot.investigate.history.HistoryReading;
import dev.earshot.investigate.history.gtm.GtmScriptReader;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// Containers of Google Tag Manager among the scripts that an archive or a recording holds, each with the instant at
/// which it was served.
final class ServedScripts {
    private static final Pattern ADDRESS =
            Pattern.compile("(?i)^https?://[^/?#]+/(?:[^?#]*/)?(?:gtm\\.js|gtag/js)(?:[?#]|$)");
    private static final int LONGEST_NAME = 300;
    private static final int MOST_COPIES = 20_000;

    private final HistoryFile archive;
    private final GtmScriptReader reader = new GtmScriptReader();
    private final Map<String, HistoryReading> known = new HashMap<>();
    private final List<ContainerVersion> versions = new ArrayList<>();
    private final List<String> faults = new ArrayList<>();
    private final List<String> notices = new ArrayList<>();

    ServedScripts(HistoryFile archive) {
        this.archive = archive;
    }

    List<ContainerVersion> versions() {
        return versions;
    }

    List<String> faults() {
        return faults;
    }

    List<String> notices() {
        return notices;
    }

    /// Whether a script at this address is a container, or the loader of a Google tag.
    static boolean isContainer(String url) {
        return ADDRESS.matcher(url).find();
    }

    /// A script that was served. One that holds no container is passed over, unless its address says that it is one.
    ///
    /// @param whole whether `code` is all of it
    void served(String url, Instant at, String code, boolean whole) {
        boolean named = isContainer(url);
        if (!named && !(code.contains("\"predicates\"") && code.contains("\"macros\""))) {
            return;
        }
        if (versions.size() >= MOST_COPIES) {
            return;
        }
        String digest = digest(code);
        HistoryReading before = known.get(digest + "\n" + idIn(url));
        if (before == null) {
            HistoryReading reading = reader.read(part(url, at, code));
            known.put(digest + "\n" + idIn(url), reading);
            versions.addAll(reading.versions());
            notices.addAll(reading.notices());
            if (named) {
                String cut = whole ? "" : " (it is not all there)";
                reading.faults().forEach(fault -> faults.add(fault + cut));
            }
        } else {
            before.versions().forEach(version -> versions.add(again(version, at)));
        }
    }

    private HistoryFile part(String url, Instant at, String code) {
        Map<String, String> settings = new TreeMap<>(archive.settings());
        settings.remove("container");
        settings.put("seen", at.toString());
        String name = url.substring(0, Math.min(url.length(), LONGEST_NAME)) + " in " + archive.name();
        return new HistoryFile(name, archive.sha256(), Bytes.utf8(code), settings);
    }

    private ContainerVersion again(ContainerVersion version, Instant at) {
        Provenance because = new Provenance(
                "served container",
                archive.name(),
                archive.sha256(),
                "version " + version.version(),
                "Version " + version.version() + " of " + version.container() + " was served at " + at + ".");
        return new ContainerVersion(
                version.container(), version.version(), List.of(new Moment(When.SEEN, at, because)), List.of(), false);
    }

    private static String idIn(String url) {
        return url.replaceFirst("^[^?]*\\??", "").replaceFirst("(?s)^(?:.*&)?id=([^&]*).*$", "$1");
    }

    private static String digest(String code) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256")
                            .digest(code.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java platform has SHA-256", impossible);
        }
    }
}
