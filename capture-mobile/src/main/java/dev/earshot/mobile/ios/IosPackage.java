package dev.earshot.mobile.ios;

import dev.earshot.mobile.reading.Container;
import dev.earshot.mobile.reading.Part;
import dev.earshot.mobile.reading.Sign;
import dev.earshot.mobile.reading.Signs;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/// What makes an archive or a folder an iOS app: an IPA with `Payload/Clinic.app`, a build's archive with
/// `Products/Applications/Clinic.app`, the folder that holds `Clinic.app`, or `Clinic.app` itself.
public final class IosPackage {
    /// An app's own list, and none of the apps inside it: for the watch, as a clip, as an extension.
    private static final Pattern OF_THE_APP = Pattern.compile(
            "(?:Payload/|Products/Applications/)?(?:[^/]+\\.app/)?Info\\.plist", Pattern.CASE_INSENSITIVE);

    private IosPackage() {}

    /// Whether an archive's or a folder's files are those of an iOS app.
    public static boolean is(Container container) {
        return appsList(container).isPresent();
    }

    /// The name of the app's own `Info.plist`.
    public static Optional<String> appsList(Container container) {
        return container.names().stream().filter(IosPackage::isOfTheApp).max(Comparator.comparingInt(String::length));
    }

    static boolean isOfTheApp(String name) {
        return OF_THE_APP.matcher(name).matches();
    }

    /// Gives each file in the order in which it says something about the next: the app's own list, other lists, the
    /// app's executable and its frameworks, then the rest. What only the build or the store wants is left out: symbols
    /// for debugging, copies of Swift's libraries, the receipt.
    ///
    /// Tells each file as [Sign#FILE] and each framework as [Sign#LIBRARY].
    public static void parts(Container container, Signs signs, Consumer<Part> read) {
        String first = appsList(container).orElse("");
        List<String> names = container.names().stream()
                .filter(name -> !leftOut(name))
                .sorted(Comparator.comparingInt(name -> rank(name, first)))
                .toList();
        for (String name : names) {
            container.open(name).ifPresent(part -> {
                tell(part, signs);
                read.accept(part);
            });
        }
    }

    private static void tell(Part part, Signs signs) {
        signs.found(Sign.FILE, part.file(), part.name(), "", -1);
        String[] folders = part.name().split("/");
        int last = folders.length - 1;
        if (last > 0 && folders[last - 1].equals(folders[last] + ".framework")) {
            signs.found(Sign.LIBRARY, part.file(), folders[last], part.name(), -1);
        }
    }

    private static boolean leftOut(String name) {
        return name.startsWith("Symbols/")
                || name.startsWith("SwiftSupport/")
                || name.startsWith("WatchKitSupport")
                || name.startsWith("MessagesApplicationExtensionSupport/")
                || name.startsWith("__MACOSX/")
                || name.contains(".dSYM/")
                || name.equals("iTunesMetadata.plist");
    }

    private static int rank(String name, String first) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (name.equals(first)) {
            return 0;
        }
        if (lower.endsWith(".plist") || lower.endsWith(".xcprivacy") || lower.endsWith(".mobileprovision")) {
            return 1;
        }
        return name.indexOf('.', name.lastIndexOf('/') + 1) < 0 || lower.endsWith(".dylib") ? 2 : 3;
    }
}
