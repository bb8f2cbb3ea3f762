package dev.earshot.mobile.reading;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// One file inside an app.
///
/// @param file the path from the scanned file inwards, with `!` between an archive and what is in it:
///     `clinic.xapk!base.apk!classes2.dex`
/// @param name its path inside the innermost archive: `classes2.dex`, `lib/arm64-v8a/libapp.so`
/// @param bytes the whole of it, read-only and little-endian; a reader takes its own [ByteBuffer#duplicate()]
public record Part(String file, String name, ByteBuffer bytes) {
    public Part {
        bytes = bytes.asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
    }

    /// The name without its folders.
    public String lastName() {
        return name.substring(name.lastIndexOf('/') + 1);
    }
}
