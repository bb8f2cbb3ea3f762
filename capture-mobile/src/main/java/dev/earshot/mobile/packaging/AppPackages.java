package dev.earshot.mobile.packaging;

import dev.earshot.EarshotException;
import dev.earshot.app.AppFile;
import dev.earshot.app.Platform;
import dev.earshot.exchange.BlindSpot;
import dev.earshot.mobile.android.AndroidPackage;
import dev.earshot.mobile.archive.Containers;
import dev.earshot.mobile.reading.Container;
import dev.earshot.mobile.reading.Part;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Sorts files into apps. A base APK and its splits are one app, whether they are given one by one or in an XAPK, APKS or
/// APKM; every other file or folder is an app by itself.
public final class AppPackages {
    private AppPackages() {}

    /// The apps that the files make, in the order of their first files. A file that is no app at all is an app of kind
    /// `unknown`, so that it is not lost.
    ///
    /// @throws EarshotException with code USAGE for a file that is not there or may not be read
    public static List<AppPackage> of(List<Path> files) {
        Map<String, Draft> apps = new LinkedHashMap<>();
        for (Path file : files) {
            new Sorter(file, apps).sort();
        }
        return apps.values().stream().map(Draft::finished).toList();
    }

    /// An app to which files are still added.
    private static final class Draft {
        private final List<Piece> pieces = new ArrayList<>();
        private final List<AppFile> files = new ArrayList<>();
        private final List<LateSigns> signs = new ArrayList<>();
        private final List<Containers> archives = new ArrayList<>();
        private String kind = "";
        private Platform platform = Platform.ANDROID;

        AppPackage finished() {
            // The holder first, then base APKs, then splits; otherwise as they came.
            pieces.sort(Comparator.comparingInt(Piece::rank));
            boolean parts = kind.equals("APK") && pieces.size() > 1;
            return new AppPackage(
                    parts ? "split APK" : kind,
                    platform,
                    pieces.stream().map(Piece::container).toList(),
                    files,
                    signs,
                    archives.getFirst());
        }
    }

    private record Piece(Container container, int rank) {}

    /// An APK inside another file.
    private record Inner(String name, Part part, Container container, AndroidPackage.Name app) {}

    /// Sorts one file in.
    private static final class Sorter {
        private final Path path;
        private final Map<String, Draft> apps;
        private final LateSigns signs = new LateSigns();
        private final Containers archives = new Containers(signs);

        Sorter(Path path, Map<String, Draft> apps) {
            this.path = path;
            this.apps = apps;
        }

        void sort() {
            if (!Files.isReadable(path)) {
                throw new EarshotException(
                        EarshotException.Code.USAGE,
                        "There is no file " + path + " that can be read. Check its name and who may read it.");
            }
            Container container = archives.open(path)
                    .orElseThrow(() -> new EarshotException(
                            EarshotException.Code.USAGE,
                            "The file " + path + " can't be opened. Check who may read it."));
            List<Inner> inners = inners(container);
            if (inners.isEmpty()) {
                sortOne(container);
            } else {
                sortHolder(container, inners);
            }
        }

        private void sortOne(Container container) {
            String kind = kind(container);
            String key = path.toString();
            int rank = 1;
            AppFile file = file(kind);
            if (kind.equals("APK")) {
                AndroidPackage.Name name = new AndroidPackage(container).name();
                key = name.packageName().isEmpty() ? key : key(name);
                if (!name.split().isEmpty()) {
                    rank = 2;
                    file = file("split APK");
                }
            }
            Draft draft = apps.computeIfAbsent(key, _ -> new Draft());
            draft.kind = draft.kind.isEmpty() ? kind : draft.kind;
            draft.platform = platform(kind);
            draft.pieces.add(new Piece(container, rank));
            draft.files.add(file);
            draft.signs.add(signs);
            draft.archives.add(archives);
            if (kind.equals("unknown")) {
                signs.blind(new BlindSpot(
                        BlindSpot.Kind.FILE_NOT_READ,
                        container.file(),
                        "This is no app that Earshot knows. Name an APK, XAPK, APKS, APKM, AAB, IPA or .app, or a DEX,"
                                + " Mach-O or plist file.",
                        true));
            }
        }

        /// An app for each package name among the APKs; what else the file holds goes to the first.
        private void sortHolder(Container container, List<Inner> inners) {
            String kind = holderKind(container);
            boolean first = true;
            for (Inner inner : inners) {
                Draft draft = apps.computeIfAbsent(path + " " + inner.app().packageName(), _ -> new Draft());
                if (draft.kind.isEmpty()) {
                    draft.kind = kind;
                    draft.files.add(file(kind));
                    draft.signs.add(signs);
                    draft.archives.add(archives);
                }
                if (first) {
                    List<String> names = inners.stream().map(Inner::name).toList();
                    draft.pieces.add(new Piece(Subset.without(container, names), 0));
                    first = false;
                }
                boolean split = !inner.app().split().isEmpty();
                ByteBuffer bytes = inner.part().bytes();
                draft.pieces.add(new Piece(inner.container(), split ? 2 : 1));
                draft.files.add(new AppFile(
                        inner.part().lastName(), split ? "split APK" : "APK", bytes.limit(), sha256(bytes)));
            }
        }

        /// The APKs in a file that is none itself.
        private List<Inner> inners(Container container) {
            List<Inner> inners = new ArrayList<>();
            if (AndroidPackage.is(container) || isBundle(container)) {
                return inners;
            }
            for (String name : container.names()) {
                if (name.toLowerCase(Locale.ROOT).endsWith(".apk")) {
                    container
                            .open(name)
                            .ifPresent(part -> archives.open(part)
                                    .ifPresent(apk ->
                                            inners.add(new Inner(name, part, apk, new AndroidPackage(apk).name()))));
                }
            }
            return inners;
        }

        private String holderKind(Container container) {
            String name = container.file().toLowerCase(Locale.ROOT);
            List<String> names = container.names();
            if (name.endsWith(".xapk") || (names.contains("manifest.json") && !names.contains("toc.pb"))) {
                return "XAPK";
            }
            return name.endsWith(".apkm") || names.contains("info.json") ? "APKM" : "APKS";
        }

        private AppFile file(String kind) {
            try {
                return Files.isDirectory(path)
                        ? folder(kind)
                        : new AppFile(lastName(), kind, Files.size(path), sha256(path));
            } catch (IOException unreadable) {
                throw new EarshotException(
                        EarshotException.Code.USAGE,
                        "The file " + path + " can't be read. Check who may read it.",
                        unreadable);
            }
        }

        private String lastName() {
            return Optional.ofNullable(path.toAbsolutePath().normalize().getFileName())
                    .map(Path::toString)
                    .orElse(path.toString());
        }

        /// A folder's digest is that of a list of its files: digest, two spaces, path, new line, in order of path.
        private AppFile folder(String kind) throws IOException {
            MessageDigest digest = sha256();
            long bytes = 0;
            List<Path> inside;
            try (var walk = Files.walk(path)) {
                inside = walk.filter(Files::isRegularFile)
                        .filter(one -> !Files.isSymbolicLink(one))
                        .sorted()
                        .toList();
            } catch (UncheckedIOException unreadable) {
                throw unreadable.getCause();
            }
            for (Path one : inside) {
                bytes += Files.size(one);
                String line =
                        sha256(one) + "  " + path.relativize(one).toString().replace('\\', '/') + "\n";
                digest.update(line.getBytes(java.nio.charset.StandardCharsets.UTF_8));
            }
            return new AppFile(lastName(), kind, bytes, HexFormat.of().formatHex(digest.digest()));
        }
    }

    private static String key(AndroidPackage.Name name) {
        return name.packageName() + " " + name.versionCode();
    }

    private static boolean isBundle(Container container) {
        return container.names().stream()
                .anyMatch(name -> name.equals("BundleConfig.pb") || name.endsWith("/manifest/AndroidManifest.xml"));
    }

    private static String kind(Container container) {
        List<String> names = container.names();
        if (isBundle(container)) {
            return "AAB";
        }
        if (names.stream().anyMatch(name -> name.startsWith("Payload/") && name.contains(".app/"))) {
            return "IPA";
        }
        if (container.file().endsWith(".app")
                || (names.contains("Info.plist") && names.size() > 1)
                || names.stream().anyMatch(name -> name.contains(".app/Info.plist"))) {
            return ".app";
        }
        if (names.size() == 1 && names.getFirst().equals(container.file())) {
            return container
                    .open(container.file())
                    .map(AppPackages::kindOfSingle)
                    .orElse("unknown");
        }
        return AndroidPackage.is(container) ? "APK" : "unknown";
    }

    private static String kindOfSingle(Part part) {
        String name = part.name().toLowerCase(Locale.ROOT);
        if (List.of(".plist", ".xcprivacy", ".entitlements", ".xcent", ".mobileprovision").stream()
                .anyMatch(name::endsWith)) {
            return "plist";
        }
        if (part.bytes().limit() < 8) {
            return "unknown";
        }
        return switch (part.bytes().getInt(0)) {
            case 0x0a786564 -> "DEX";
            case 0x00080003 -> "AXML";
            case 0x464c457f -> "ELF";
            case 0x73696c70, 0x696c7062 -> "plist";
            case 0xfeedface, 0xfeedfacf -> "Mach-O";
            // Fat: the same number as a Java class, whose version would be a count of at least 45 architectures.
            case 0xbebafeca, 0xbfbafeca -> Integer.reverseBytes(part.bytes().getInt(4)) < 45 ? "Mach-O" : "unknown";
            default -> "unknown";
        };
    }

    private static Platform platform(String kind) {
        return switch (kind) {
            case "IPA", ".app", "Mach-O", "plist" -> Platform.IOS;
            default -> Platform.ANDROID;
        };
    }

    private static String sha256(Path file) throws IOException {
        MessageDigest digest = sha256();
        byte[] buffer = new byte[1 << 16];
        try (InputStream in = Files.newInputStream(file)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static String sha256(ByteBuffer bytes) {
        MessageDigest digest = sha256();
        digest.update(bytes.duplicate());
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every Java has SHA-256", missing);
        }
    }
}
