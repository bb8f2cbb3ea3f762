package dev.earshot.mobile;

import dev.earshot.EarshotException;
import dev.earshot.app.App;
import dev.earshot.app.Platform;
import dev.earshot.catalogue.Catalogue;
import dev.earshot.catalogue.DomainOwners;
import dev.earshot.exchange.BlindSpot;
import dev.earshot.mobile.android.DataSafetyForm;
import dev.earshot.mobile.content.FlutterBundleReader;
import dev.earshot.mobile.content.HermesReader;
import dev.earshot.mobile.content.NativeTextReader;
import dev.earshot.mobile.content.ScriptReader;
import dev.earshot.mobile.content.UnityReader;
import dev.earshot.mobile.dex.DexReader;
import dev.earshot.mobile.dex.ProguardMapping;
import dev.earshot.mobile.ios.IosPackage;
import dev.earshot.mobile.ios.MachOReader;
import dev.earshot.mobile.ios.PlistReader;
import dev.earshot.mobile.packaging.AppPackage;
import dev.earshot.mobile.packaging.AppPackages;
import dev.earshot.mobile.reading.Container;
import dev.earshot.mobile.reading.Part;
import dev.earshot.mobile.reading.PartReader;
import dev.earshot.mobile.sdk.Ladder;
import dev.earshot.mobile.sdk.SdkCatalogue;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/// Reads apps from their files: which vendors' SDKs each carries, how far each is set to send, what the app declares.
///
/// It takes APKs with all their splits, XAPK, APKS, APKM, AAB, IPA, folders such as `Clinic.app`, and single DEX, binary
/// XML, Mach-O, ELF, property list and privacy manifest files.
public final class AppScan {
    /// Pictures, sounds, films and typefaces, which hold no name of an SDK. In `assets` they are opened all the same:
    /// packers hide code there under such names.
    private static final Set<String> MEDIA = Set.of(
            "png",
            "jpg",
            "jpeg",
            "webp",
            "gif",
            "heic",
            "svg",
            "mp3",
            "ogg",
            "wav",
            "m4a",
            "aac",
            "caf",
            "mp4",
            "mov",
            "webm",
            "ttf",
            "otf",
            "ttc",
            "woff",
            "woff2",
            "car",
            "nib",
            "storyboardc",
            "strings");

    private final Progress progress;
    private final ProguardMapping mapping;
    private final Optional<Path> dataSafety;

    /// Hears what is read, for a person who waits.
    @FunctionalInterface
    public interface Progress {
        /// @param file the path of the part that is read next
        /// @param bytes its length
        void reading(String file, long bytes);
    }

    private AppScan(ProguardMapping mapping, Optional<Path> dataSafety, Progress progress) {
        this.mapping = mapping;
        this.dataSafety = dataSafety;
        this.progress = progress;
    }

    /// The apps that the files make, in the order of their first files.
    ///
    /// Whatever a file holds, it gives an app; what could not be read is among that app's blind spots.
    ///
    /// @param mapping ProGuard's or R8's table of the renamed classes; an AAB brings its own
    /// @throws EarshotException with code USAGE for a file that is not there, or where none of the files is an app
    public static List<App> read(List<Path> files, Optional<Path> mapping) {
        return read(files, mapping, Optional.empty(), (file, bytes) -> {});
    }

    /// As [#read(List, Optional)], with a listener.
    public static List<App> read(List<Path> files, Optional<Path> mapping, Progress progress) {
        return read(files, mapping, Optional.empty(), progress);
    }

    /// As [#read(List, Optional)], with a listener and with what the store is told.
    ///
    /// @param dataSafety the CSV that the Play Console exports from its Data safety form; it holds for the Android apps
    public static List<App> read(
            List<Path> files, Optional<Path> mapping, Optional<Path> dataSafety, Progress progress) {
        Thread.ofPlatform().daemon().name("catalogues").start(AppScan::readCatalogues);
        AppScan scan =
                new AppScan(mapping.map(AppScan::mapping).orElseGet(ProguardMapping::none), dataSafety, progress);
        List<AppPackage> packages = AppPackages.of(files);
        if (packages.stream().allMatch(each -> each.kind().equals("unknown"))) {
            throw new EarshotException(
                    EarshotException.Code.USAGE,
                    "None of the files is an app. Name an APK with its splits, an XAPK, APKS, APKM, AAB or IPA, an .app"
                            + " folder, or a DEX, Mach-O or plist file.");
        }
        return packages.stream().map(scan::app).toList();
    }

    /// Whose hosts and whose traffic it is has to be known only after the first files: it is read beside them.
    private static void readCatalogues() {
        DomainOwners.bundled();
        Catalogue.bundled();
    }

    private static ProguardMapping mapping(Path file) {
        try (InputStream text = Files.newInputStream(file)) {
            return ProguardMapping.read(text);
        } catch (IOException e) {
            throw new EarshotException(
                    EarshotException.Code.USAGE,
                    "The mapping file " + file + " can't be read. Check its name and who may read it.",
                    e);
        }
    }

    private App app(AppPackage app) {
        Ladder ladder = new Ladder(SdkCatalogue.bundled());
        List<PartReader> readers = readers(app);
        app.tell(ladder);
        for (Container container : app.containers()) {
            read(container, app, readers, ladder);
        }
        if (app.platform() == Platform.ANDROID) {
            dataSafety.ifPresent(form -> {
                ladder.form(Objects.toString(form.getFileName(), form.toString()));
                DataSafetyForm.read(form, ladder);
            });
        }
        return ladder.app(app.files());
    }

    private List<PartReader> readers(AppPackage app) {
        ProguardMapping names =
                mapping.isEmpty() ? app.mapping().map(AppScan::mapping).orElse(mapping) : mapping;
        return List.of(
                new DexReader(names),
                new MachOReader(),
                new PlistReader(),
                new NativeTextReader(),
                new HermesReader(),
                new FlutterBundleReader(),
                new UnityReader(),
                new ScriptReader());
    }

    private static ProguardMapping mapping(Part part) {
        ByteBuffer bytes = part.bytes().duplicate();
        byte[] text = new byte[bytes.limit()];
        bytes.get(0, text);
        return ProguardMapping.read(new ByteArrayInputStream(text));
    }

    private void read(Container container, AppPackage app, List<PartReader> readers, Ladder ladder) {
        if (IosPackage.is(container)) {
            IosPackage.parts(container, ladder, part -> read(part, app, readers, ladder));
            return;
        }
        for (String name : container.names()) {
            if (!isMedia(name)) {
                container.open(name).ifPresent(part -> read(part, app, readers, ladder));
            }
        }
    }

    private static boolean isMedia(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return MEDIA.contains(lower.substring(lower.lastIndexOf('.') + 1)) && !lower.startsWith("assets/");
    }

    private void read(Part part, AppPackage app, List<PartReader> readers, Ladder ladder) {
        List<PartReader> takers = new ArrayList<>(1);
        for (PartReader reader : readers) {
            if (reader.takes(part)) {
                takers.add(reader);
            }
        }
        if (!takers.isEmpty()) {
            progress.reading(part.file(), part.bytes().limit());
        }
        for (PartReader reader : takers) {
            try {
                reader.read(part, ladder);
            } catch (RuntimeException | StackOverflowError fault) {
                ladder.blind(new BlindSpot(
                        BlindSpot.Kind.FILE_NOT_READ,
                        part.file(),
                        "Reading it failed (" + reader.getClass().getSimpleName() + ", "
                                + fault.getClass().getSimpleName() + "): what else is in it is not known.",
                        true));
            }
        }
        if (takers.isEmpty()) {
            app.inside(part).ifPresent(inner -> read(inner, app, readers, ladder));
        }
    }
}
