package dev.earshot.browser;

/// Told how a capture comes along. Called by one thread at a time, though not always the same; calls
/// must be quick.
public interface Progress {
    /// Nobody is told.
    Progress NONE = new Progress() {};

    /// A page is being visited.
    ///
    /// @param number counted from 1 over all runs
    /// @param known how many there will be at least; journeys' pages are not known beforehand
    default void page(int number, int known, String url) {}

    /// The browser asks for something. What truly left is known only when the capture is done.
    ///
    /// @param url absolute; it may carry what a patient typed
    default void request(String url) {}

    /// Exchanges captured and written so far, over all runs.
    default void exchanges(int written) {}

    /// Something that the user should know now; a sentence.
    default void remark(String text) {}
}
