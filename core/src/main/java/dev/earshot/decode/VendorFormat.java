package dev.earshot.decode;

import dev.earshot.decode.Content.Binary;
import dev.earshot.exchange.Request;
import java.util.List;

/// What a vendor invented for its own requests: a packing, a numbering of members, a value spread over several
/// parameters. It is tried only on requests that were recognised as that vendor's.
///
/// Stateless; costs at most time proportional to the request and to what [Opening#growth()] or, for a recorded
/// session, [Recording#LARGEST] allows.
interface VendorFormat {
    /// Tells `into` what a body holds, if it is in this form; otherwise tells nothing and returns false, and the
    /// general codecs read it. Called before them.
    default boolean openBody(Request request, Binary body, Opening into) {
        return false;
    }

    /// Adds what follows only from several leaves together: a value continued in a second parameter, a reference to
    /// another one. Called once, after everything was opened.
    ///
    /// @param leaves all leaves of the request, to be read and added to
    /// @param undecoded receives what could not be opened
    default void complete(Request request, List<Leaf> leaves, List<Undecoded> undecoded) {}
}
