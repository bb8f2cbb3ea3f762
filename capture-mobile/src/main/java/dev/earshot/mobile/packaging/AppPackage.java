package dev.earshot.mobile.packaging;

import dev.earshot.app.AppFile;
import dev.earshot.app.Platform;
import dev.earshot.mobile.android.AndroidPackage;
import dev.earshot.mobile.android.AppBundle;
import dev.earshot.mobile.archive.Containers;
import dev.earshot.mobile.reading.Container;
import dev.earshot.mobile.reading.Part;
import dev.earshot.mobile.reading.Signs;
import java.util.List;
import java.util.Optional;

/// The files that make one app. To scan it: first [#tell], then read every part of every container.
///
/// ```java
/// app.tell(signs);
/// for (Container container : app.containers()) {
///     for (String name : container.names()) {
///         container.open(name).ifPresent(part -> … readers, else app.inside(part) …);
///     }
/// }
/// ```
///
/// Each byte of the app is in one of the containers: an XAPK's own container comes without the APKs in it, which are
/// containers of their own. For use by one thread.
public final class AppPackage {
    private final String kind;
    private final Platform platform;
    private final List<Container> containers;
    private final List<AppFile> files;
    private final List<LateSigns> signs;
    private final Containers archives;

    AppPackage(
            String kind,
            Platform platform,
            List<Container> containers,
            List<AppFile> files,
            List<LateSigns> signs,
            Containers archives) {
        this.kind = kind;
        this.platform = platform;
        this.containers = List.copyOf(containers);
        this.files = List.copyOf(files);
        this.signs = List.copyOf(signs);
        this.archives = archives;
    }

    /// `APK`, `split APK` (a base with its splits), `XAPK`, `APKS`, `APKM`, `AAB`, `IPA`, `.app`, `DEX`, `AXML`, `ELF`,
    /// `Mach-O`, `plist`, or `unknown`, which has been told as a blind spot.
    public String kind() {
        return kind;
    }

    /// Android where nothing tells.
    public Platform platform() {
        return platform;
    }

    /// The base APK before its splits; the file that holds them first of all.
    public List<Container> containers() {
        return containers;
    }

    /// The files that were given, each followed by the APKs in it.
    public List<AppFile> files() {
        return files;
    }

    /// Tells what opening the files showed, and for Android what manifests, resources, bundle metadata and build
    /// leftovers hold. From here on, what the containers can't give is told to the same signs. What is inside an iOS
    /// app is its readers' matter.
    public void tell(Signs taker) {
        signs.forEach(late -> late.passTo(taker));
        if (platform != Platform.ANDROID) {
            return;
        }
        for (Container container : containers) {
            if (kind.equals("AAB")) {
                new AppBundle(container).tell(taker);
            } else if (AndroidPackage.is(container)) {
                new AndroidPackage(container).tell(taker);
            } else {
                AndroidPackage.tellFiles(container, taker);
            }
        }
    }

    /// The archive that a part is, such as an archive among the assets; empty where it is none or is too deep, which has
    /// then been told.
    public Optional<Container> inside(Part part) {
        return archives.open(part);
    }

    /// The table that tells classes' names before renaming (`proguard.map` of an AAB).
    public Optional<Part> mapping() {
        return kind.equals("AAB") ? new AppBundle(containers.getFirst()).mapping() : Optional.empty();
    }
}
