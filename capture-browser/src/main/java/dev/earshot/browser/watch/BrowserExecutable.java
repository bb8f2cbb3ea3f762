package dev.earshot.browser.watch;

import dev.earshot.EarshotException;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// An installed Chrome, Chromium or Edge: the binary itself, not the shell script that starts it.
///
/// @param path absolute
public record BrowserExecutable(Path path) {
    private static final Pattern VERSION = Pattern.compile("\\d+(\\.\\d+){1,3}");
    private static final List<String> NAMES = List.of(
            "chromium",
            "chromium-browser",
            "google-chrome",
            "google-chrome-stable",
            "chrome",
            "microsoft-edge",
            "microsoft-edge-stable",
            "msedge");
    private static final List<String> LINUX = List.of(
            "/usr/lib/chromium/chromium",
            "/usr/lib/chromium-browser/chromium-browser",
            "/usr/lib64/chromium-browser/chromium-browser",
            "/opt/google/chrome/chrome",
            "/opt/microsoft/msedge/msedge");
    private static final List<String> MAC = List.of(
            "Google Chrome.app/Contents/MacOS/Google Chrome",
            "Chromium.app/Contents/MacOS/Chromium",
            "Microsoft Edge.app/Contents/MacOS/Microsoft Edge");
    private static final List<String> WINDOWS = List.of(
            "Google\\Chrome\\Application\\chrome.exe",
            "Chromium\\Application\\chrome.exe",
            "Microsoft\\Edge\\Application\\msedge.exe");

    /// The browser given, or else the first one installed.
    ///
    /// @throws EarshotException (USAGE) when the one given is no program, or none is installed; the message
    ///     names the command that installs one
    public static BrowserExecutable find(Optional<Path> given) {
        if (given.isPresent()) {
            Path path = given.get().toAbsolutePath();
            if (!Files.isRegularFile(path) || !Files.isExecutable(path)) {
                throw new EarshotException(
                        EarshotException.Code.USAGE,
                        path + " is not a program. --browser needs the path of Chrome, Chromium or Edge.");
            }
            return new BrowserExecutable(behindScript(path));
        }
        return places().filter(Files::isRegularFile)
                .filter(Files::isExecutable)
                .findFirst()
                .map(path -> new BrowserExecutable(behindScript(path)))
                .orElseThrow(() -> new EarshotException(
                        EarshotException.Code.USAGE,
                        "No Chrome, Chromium or Edge is installed. Install one with `" + installCommand()
                                + "`, or name one with --browser PATH."));
    }

    /// The command that installs a browser on this system.
    public static String installCommand() {
        return switch (platform()) {
            case WINDOWS -> "winget install Google.Chrome";
            case MAC -> "brew install --cask google-chrome";
            case LINUX -> {
                if (Files.exists(Path.of("/etc/debian_version"))) {
                    yield "apt-get install chromium";
                }
                yield Files.exists(Path.of("/etc/fedora-release"))
                        ? "dnf install chromium"
                        : "your package manager, package chromium";
            }
        };
    }

    /// The version that the program names, such as `156.0.8078.79`; empty when it does not say within ten seconds.
    public Optional<String> version() {
        if (platform() == Platform.WINDOWS) {
            return versionFolder();
        }
        try {
            Process process = new ProcessBuilder(path.toString(), "--version")
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            process.getOutputStream().close();
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return Optional.empty();
            }
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            Matcher version = VERSION.matcher(said);
            return version.find() ? Optional.of(version.group()) : Optional.empty();
        } catch (IOException _) {
            return Optional.empty();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /// On Windows, `chrome.exe --version` opens a window; the folder beside it is named by the version.
    private Optional<String> versionFolder() {
        Path folder = path.getParent();
        if (folder == null) {
            return Optional.empty();
        }
        try (Stream<Path> beside = Files.list(folder)) {
            return beside.map(Path::getFileName)
                    .map(Path::toString)
                    .filter(name -> VERSION.matcher(name).matches())
                    .max(String::compareTo);
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    private enum Platform {
        LINUX,
        MAC,
        WINDOWS
    }

    private static Platform platform() {
        String name = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        if (name.contains("win")) {
            return Platform.WINDOWS;
        }
        return name.contains("mac") ? Platform.MAC : Platform.LINUX;
    }

    private static Stream<Path> places() {
        return switch (platform()) {
            case LINUX -> Stream.concat(LINUX.stream().map(Path::of), onPath(""));
            case MAC ->
                Stream.of("/Applications", System.getProperty("user.home", "") + "/Applications")
                        .flatMap(root -> MAC.stream().map(app -> Path.of(root, app)));
            case WINDOWS ->
                Stream.concat(
                        Stream.of("ProgramFiles", "ProgramFiles(x86)", "LOCALAPPDATA")
                                .flatMap(name -> Optional.ofNullable(System.getenv(name)).stream())
                                .flatMap(root -> WINDOWS.stream().map(app -> Path.of(root, app))),
                        onPath(".exe"));
        };
    }

    private static Stream<Path> onPath(String ending) {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        List<Path> places = new ArrayList<>();
        for (String folder : path.split(Pattern.quote(File.pathSeparator))) {
            for (String name : NAMES) {
                if (!folder.isBlank()) {
                    places.add(Path.of(folder, name + ending));
                }
            }
        }
        return places.stream();
    }

    /// Distributions start the browser by a script: Debian's `/usr/bin/chromium` runs `/usr/lib/chromium/chromium`,
    /// Google's `/opt/google/chrome/google-chrome` runs `chrome` beside it. The script adds switches of its own
    /// and is another process to end.
    static Path behindScript(Path path) {
        Path real;
        try {
            real = path.toRealPath();
        } catch (IOException _) {
            return path;
        }
        if (!isScript(real)) {
            return real;
        }
        String name = String.valueOf(real.getFileName());
        List<Path> candidates = new ArrayList<>();
        for (String binary : List.of("chrome", "msedge", "chromium", name)) {
            candidates.add(real.resolveSibling(binary));
        }
        for (String root : List.of("/usr/lib", "/usr/lib64", "/usr/local/lib", "/opt")) {
            candidates.add(Path.of(root, name, name));
        }
        return candidates.stream()
                .filter(Files::isRegularFile)
                .filter(Files::isExecutable)
                .filter(candidate -> !candidate.equals(real) && !isScript(candidate))
                .findFirst()
                .orElse(real);
    }

    private static boolean isScript(Path path) {
        try (InputStream in = Files.newInputStream(path)) {
            byte[] start = in.readNBytes(2);
            return start.length == 2 && start[0] == '#' && start[1] == '!';
        } catch (IOException _) {
            return false;
        }
    }
}
