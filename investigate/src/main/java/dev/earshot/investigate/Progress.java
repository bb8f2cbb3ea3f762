package dev.earshot.investigate;

/// Is told how far a long piece of work has come, now and then, from any thread.
@FunctionalInterface
public interface Progress {
    Progress NONE = (what, done, of) -> {};

    /// @param what is being done, such as `logs`
    /// @param done bytes as stored, or whatever else the work is measured in
    /// @param of the same for all of it
    void advance(String what, long done, long of);
}
