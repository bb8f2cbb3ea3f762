package dev.earshot.spark;

import dev.earshot.EarshotException;
import dev.earshot.investigate.steps.Engine;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// Where the classes are that Spark's executors need beside Spark: jars, or folders of classes.
final class OurJars {
    private OurJars() {}

    static List<Path> all() {
        return Stream.of(EarshotException.class, Engine.class, OurJars.class)
                .map(OurJars::of)
                .distinct()
                .toList();
    }

    private static Path of(Class<?> type) {
        try {
            return Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
