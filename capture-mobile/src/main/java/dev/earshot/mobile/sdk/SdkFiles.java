package dev.earshot.mobile.sdk;

import dev.earshot.EarshotException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The SDKs' data files that come with Earshot: `sdks/<id>.json` for each line of `sdks/index`.
final class SdkFiles {
    private SdkFiles() {}

    /// In the order of their ids.
    ///
    /// @throws EarshotException that names every fault of every file
    static List<Sdk> bundled() {
        List<String> problems = new ArrayList<>();
        List<Sdk> sdks = new ArrayList<>();
        for (String id : index()) {
            try (InputStream content = open("sdks/" + id + ".json")) {
                SdkFile.read(id, content, problems).ifPresent(sdks::add);
            } catch (IOException e) {
                problems.add("sdks/" + id + ".json can't be read: " + e.getMessage());
            }
        }
        if (!problems.isEmpty()) {
            throw new EarshotException(
                    EarshotException.Code.INTERNAL,
                    "The catalogue of SDKs is wrong in " + problems.size() + " places:\n  "
                            + String.join("\n  ", problems) + "\nSee docs/sdks.md for what its files may hold.");
        }
        return sdks;
    }

    /// The ids, sorted.
    static List<String> index() {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(open("sdks/index"), StandardCharsets.UTF_8))) {
            return lines.lines().filter(line -> !line.isBlank()).toList();
        } catch (IOException e) {
            throw new EarshotException(
                    EarshotException.Code.INTERNAL,
                    "The list of SDKs, sdks/index, cannot be read: " + e.getMessage() + ". Build Earshot again.",
                    e);
        }
    }

    private static InputStream open(String name) throws IOException {
        @Nullable InputStream content = SdkFiles.class.getResourceAsStream(name);
        if (content == null) {
            throw new IOException("it is not there");
        }
        return content;
    }
}
