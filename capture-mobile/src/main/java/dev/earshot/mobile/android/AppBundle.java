package dev.earshot.mobile.android;

import dev.earshot.mobile.reading.Container;
import dev.earshot.mobile.reading.Part;
import dev.earshot.mobile.reading.Signs;
import java.util.Optional;

/// An Android App Bundle (AAB): modules with manifests and resources in protobuf, and what the build says of itself.
public final class AppBundle {
    private static final String MAPPING = "BUNDLE-METADATA/com.android.tools.build.obfuscation/proguard.map";

    private final Container container;

    public AppBundle(Container container) {
        this.container = container;
    }

    /// Tells what manifests, resources, metadata and build leftovers of all modules hold.
    public void tell(Signs signs) {
        new Leftovers(container, signs).tell(name -> name);
    }

    /// The table that tells classes' names before renaming.
    public Optional<Part> mapping() {
        return container.open(MAPPING);
    }
}
