package dev.earshot.app;

/// A place in an app's files that a statement points at.
///
/// @param file the path from the scanned file inwards, with `!` between an archive and what is in it:
///     `clinic.apk!classes2.dex`
/// @param in the class and method, or the element or key, that holds it: `org.clinic.Main.onCreate`; empty where the
///     file says it all
/// @param offset in bytes from the beginning of the innermost file; -1 where it has no such place
public record Spot(String file, String in, long offset) {
    /// The place of a whole file.
    public static Spot of(String file) {
        return new Spot(file, "", -1);
    }

    @Override
    public String toString() {
        return file + (in.isEmpty() ? "" : " " + in) + (offset < 0 ? "" : " @0x" + Long.toHexString(offset));
    }
}
