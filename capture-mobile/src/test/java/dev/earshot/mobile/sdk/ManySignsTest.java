package dev.earshot.mobile.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.app.App;
import dev.earshot.app.AppFile;
import dev.earshot.app.Platform;
import dev.earshot.mobile.reading.Sign;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// A very large app, under the whole catalogue.
class ManySignsTest {
    private static final int CLASSES = 200_000;
    private static final int TEXTS = 500_000;

    @Test
    void two_hundred_thousand_classes_and_half_a_million_texts_take_seconds_and_are_not_kept() {
        SdkCatalogue catalogue = SdkCatalogue.bundled();
        read(catalogue);
        long begin = System.nanoTime();

        App app = read(catalogue);

        Duration taken = Duration.ofNanos(System.nanoTime() - begin);
        assertThat(app.sdks()).hasSizeGreaterThan(10);
        assertThat(app.sdks()).allMatch(sdk -> sdk.traces().size() < 100);
        assertThat(app.endpoints()).hasSizeLessThanOrEqualTo(5_000);
        assertThat(taken).isLessThan(Duration.ofSeconds(20));
    }

    private static App read(SdkCatalogue catalogue) {
        Ladder ladder = new Ladder(catalogue);
        ladder.identity(Platform.ANDROID, "org.clinic.portal", "1", "1", "Clinic");
        List<Sdk> sdks = catalogue.sdks();
        for (int at = 0; at < CLASSES; at++) {
            Sdk sdk = sdks.get(at % sdks.size());
            String prefix = at % 3 != 0 || sdk.android().classes().isEmpty()
                    ? "org.clinic.p" + at % 977 + "."
                    : sdk.android().classes().getFirst().is();
            ladder.found(Sign.CLASS_DEFINED, Told.DEX, prefix + "Class" + at, "java.lang.Object", at);
        }
        for (int at = 0; at < TEXTS; at++) {
            String text = switch (at % 5) {
                case 0 -> "https://host" + at + ".clinic.example/api";
                case 1 -> "org.clinic.portal.action.NAME_" + at;
                case 2 -> "A message number " + at + " for developers";
                case 3 -> "key" + at + ".com.net.io";
                default -> "x" + at;
            };
            ladder.found(Sign.CODE_TEXT, Told.DEX, text, "", at);
        }
        return ladder.app(List.of(new AppFile("clinic.apk", "APK", 1, "0".repeat(64))));
    }
}
