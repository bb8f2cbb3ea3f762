package dev.earshot.mobile.ios;

import dev.earshot.exchange.BlindSpot;
import dev.earshot.mobile.reading.Sign;
import dev.earshot.mobile.reading.Signs;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// Tells what is in one file, each thing once, though several tables of it or several of its parts say it.
final class Once {
    private static final String OBJC_CLASS = "_OBJC_CLASS_$_";

    private final String file;
    private final Signs signs;
    private final Map<Sign, Set<String>> told = new EnumMap<>(Sign.class);
    private final Set<String> blind = new HashSet<>();

    Once(String file, Signs signs) {
        this.file = file;
        this.signs = signs;
    }

    void found(Sign sign, String name, String value, long offset) {
        if (!name.isEmpty()
                && told.computeIfAbsent(sign, key -> new HashSet<>()).add(name)) {
            signs.found(sign, file, name, value, offset);
        }
    }

    /// A linker's symbol, and the class whose code it shows to be here or elsewhere.
    void symbol(String name, boolean defined, long offset) {
        if (name.isEmpty()
                || !told.computeIfAbsent(Sign.SYMBOL, key -> new HashSet<>()).add(name)) {
            return;
        }
        signs.found(Sign.SYMBOL, file, name, defined ? "exported" : "imported", offset);
        if (name.startsWith(OBJC_CLASS)) {
            String type = SwiftName.ofRuntime(name.substring(OBJC_CLASS.length()));
            found(defined ? Sign.OBJC_CLASS : Sign.CLASS_REFERENCED, type, "", offset);
        } else {
            SwiftName.ofSymbol(name).ifPresent(type -> {
                if (defined && type.describesIt()) {
                    found(Sign.OBJC_CLASS, type.name(), type.kind(), offset);
                } else if (!defined) {
                    found(Sign.CLASS_REFERENCED, type.name(), "", offset);
                }
            });
        }
    }

    /// A library that is loaded, by its path.
    void library(String path, long offset) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        if (name.endsWith(".dylib")) {
            name = name.substring(name.startsWith("lib") ? 3 : 0, name.length() - ".dylib".length());
        }
        found(Sign.LIBRARY, name, path, offset);
    }

    void unread(String what) {
        blind(BlindSpot.Kind.FILE_NOT_READ, what, true);
    }

    void blind(BlindSpot.Kind kind, String what, boolean incomplete) {
        if (blind.add(what)) {
            signs.blind(new BlindSpot(kind, file, what, incomplete));
        }
    }

    String file() {
        return file;
    }

    Signs signs() {
        return signs;
    }
}
