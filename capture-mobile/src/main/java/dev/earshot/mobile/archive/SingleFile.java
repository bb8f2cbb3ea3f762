package dev.earshot.mobile.archive;

import dev.earshot.mobile.reading.Container;
import dev.earshot.mobile.reading.Part;
import java.util.List;
import java.util.Optional;

/// A file that holds no others, such as a DEX file given by itself, as a package of one.
record SingleFile(String file, Bytes bytes, Budget budget) implements Container {
    @Override
    public List<String> names() {
        return List.of(file);
    }

    @Override
    public Optional<Part> open(String name) {
        if (!name.equals(file)) {
            return Optional.empty();
        }
        if (bytes.size() > Integer.MAX_VALUE) {
            budget.refuse(file, "This file is larger than 2 GB, which is more than can be read.");
            return Optional.empty();
        }
        return Optional.of(new Part(file, file, bytes.slice(0, bytes.size())));
    }

    @Override
    public void close() {}
}
