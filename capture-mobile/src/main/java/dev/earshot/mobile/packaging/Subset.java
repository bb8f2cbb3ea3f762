package dev.earshot.mobile.packaging;

import dev.earshot.mobile.reading.Container;
import dev.earshot.mobile.reading.Part;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A package without the files that are packages of their own, so that each byte of an app is in one package only.
record Subset(Container whole, List<String> names) implements Container {
    static Container without(Container whole, List<String> taken) {
        Set<String> out = new HashSet<>(taken);
        return new Subset(
                whole,
                whole.names().stream().filter(name -> !out.contains(name)).toList());
    }

    @Override
    public String file() {
        return whole.file();
    }

    @Override
    public Optional<Part> open(String name) {
        return whole.open(name);
    }

    @Override
    public void close() {
        whole.close();
    }
}
