package dev.earshot.clinic.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/// The clinic's two apps, made of what the clinic was built with: no network, the same bytes for the same seed.
///
/// Three SDKs in the Android app are the vendors' own, unmodified (Mixpanel, Amplitude, Adjust). What stands for the
/// others is ours: classes of the vendors' names with a method that starts them and methods that are handed something.
/// The iOS app holds names alone; none of it was ever code.
public final class ClinicApps {
    private ClinicApps() {}

    /// Writes `clinic.apk` and `clinic.ipa` into `folder`, and names them in that order.
    ///
    /// @param seed of the apps' keys and numbers at their vendors
    /// @throws UncheckedIOException if the folder cannot be made or written to
    public static List<Path> write(Path folder, long seed) {
        try {
            Files.createDirectories(folder);
            return List.of(
                    Files.write(folder.resolve("clinic.apk"), apk(seed)),
                    Files.write(folder.resolve("clinic.ipa"), ipa(seed)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The Android app.
    public static byte[] apk(long seed) {
        return AndroidApp.apk(new Keys(seed));
    }

    /// The iOS app.
    public static byte[] ipa(long seed) {
        return IosApp.ipa(new Keys(seed));
    }

    /// What is true of the Android app.
    public static AppTruth android() {
        return AndroidApp.TRUTH;
    }

    /// What is true of the iOS app.
    public static AppTruth ios() {
        return IosApp.TRUTH;
    }

    /// The apps' numbers at their vendors: invented, of the right shape.
    static final class Keys {
        private final long seed;

        Keys(long seed) {
            this.seed = seed;
        }

        String firebaseApp(String platform) {
            return "1:" + digits(1, 12) + ":" + platform + ":" + hex(2, 16);
        }

        String metaApp() {
            return digits(3, 15);
        }

        String metaToken() {
            return hex(4, 32);
        }

        String sentryAddress() {
            return "https://" + hex(5, 32) + "@" + Device.SENTRY + "/" + digits(7, 7);
        }

        private String digits(int which, int count) {
            return letters(which, count, "123456789");
        }

        private String hex(int which, int count) {
            return letters(which, count, "0123456789abcdef");
        }

        private String letters(int which, int count, String alphabet) {
            Random random = new Random(seed * 31 + which);
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < count; i++) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            return text.toString();
        }
    }
}
