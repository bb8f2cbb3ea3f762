package dev.earshot.catalogue;

import dev.earshot.EarshotException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The trackers' data files that come with Earshot: `trackers/<id>.json` for each line of `trackers/index`.
final class TrackerFiles {
    private TrackerFiles() {}

    static List<KnownTracker> bundled() {
        return index().stream().map(TrackerFiles::known).toList();
    }

    private static KnownTracker known(String id) {
        String file = "trackers/" + id + ".json";
        try (InputStream content = open(file)) {
            return TrackerFile.readHead(file, content, () -> read(id));
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    /// The ids, sorted.
    static List<String> index() {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(open("trackers/index"), StandardCharsets.UTF_8))) {
            return lines.lines().filter(line -> !line.isBlank()).toList();
        } catch (IOException e) {
            throw unreadable("trackers/index", e);
        }
    }

    static Tracker read(String id) {
        String file = "trackers/" + id + ".json";
        try (InputStream content = open(file)) {
            return TrackerFile.read(file, content);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static InputStream open(String name) throws IOException {
        @Nullable InputStream content = TrackerFiles.class.getResourceAsStream(name);
        if (content == null) {
            throw new IOException("it is not there");
        }
        return content;
    }

    private static EarshotException unreadable(String file, IOException e) {
        return new EarshotException(
                EarshotException.Code.INTERNAL,
                "The catalogue's file " + file + " cannot be read: " + e.getMessage() + ". Build Earshot again.",
                e);
    }
}
