package dev.earshot.exchange;

/// Something that the capture could not see, or that could not be read. "Nothing found" is said only beside these.
///
/// @param where a page, a host, an exchange's id or a channel; empty when it concerns the whole capture
/// @param what what was not seen and why, as a sentence without a patient's value
/// @param incomplete whether it leaves the capture incomplete (exit code 3) rather than limited by nature
public record BlindSpot(Kind kind, String where, String what, boolean incomplete) {
    /// Of an app whose files were looked at, and nothing else.
    public static BlindSpot notWatched() {
        return new BlindSpot(
                Kind.NOT_WATCHED,
                "",
                "Only files were looked at. What the app sends when somebody uses it was not watched.",
                false);
    }

    /// What kind of thing was not seen.
    public enum Kind {
        PAGE_NOT_LOADED,
        STEP_FAILED,
        /// A kind of request that the self-test fired and the capture did not record.
        CHANNEL_NOT_SEEN,
        /// A socket was lost, a log was not closed, a stream could not be mapped.
        WITNESS_FAILED,
        BODY_NOT_WHOLE,
        BODY_NOT_DECODED,
        ENTRY_NOT_READ,
        CONSENT_NOT_GIVEN,
        /// What no browser can see, such as a server passing data on.
        BEYOND_THE_BROWSER,
        /// A file of an app is broken, hostile or of an unknown form.
        FILE_NOT_READ,
        /// Code or its texts are packed or encrypted, or in a form that is only partly understood.
        CODE_HIDDEN,
        /// A device's connection that was not opened: its certificate is pinned, or it went past the proxy.
        CONNECTION_NOT_OPENED,
        /// Nobody watched what it sends: only files were looked at.
        NOT_WATCHED
    }
}
