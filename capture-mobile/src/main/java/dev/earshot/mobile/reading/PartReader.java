package dev.earshot.mobile.reading;

/// Reads one kind of file inside an app.
public interface PartReader {
    /// Whether it is for this reader, by its name and its first bytes. Cheap: it is asked of every file.
    boolean takes(Part part);

    /// Tells `signs` what is in it. Whatever the bytes are, it ends soon, takes memory in proportion to them and throws
    /// nothing: what can't be read is told by [Signs#blind].
    void read(Part part, Signs signs);
}
