package dev.earshot.guard.protection;

/// What a protection says of one request.
public sealed interface Ruling {
    /// It may leave as it is.
    ///
    /// @param reported whether it is told of, since nobody has ruled on its address
    record Allow(boolean reported) implements Ruling {}

    /// It may leave with these fields alone.
    record Strip(Fields fields) implements Ruling {}

    /// It may not leave.
    ///
    /// @param because why, in words without any of the request's values
    record Block(String because) implements Ruling {}
}
