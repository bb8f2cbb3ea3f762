package dev.earshot.decode;

import dev.earshot.exchange.Request;
import java.util.List;
import java.util.Optional;

/// What is known of how a sender writes its requests. The catalogue's trackers have one.
public interface Documentation {
    /// What to undo in the request's body, the outermost layer first, such as `base64`, `gzip`; empty where the headers
    /// say it all.
    List<String> bodyEncodings(Request request);

    /// The name of the vendor's own form, as in [VendorFormats]; empty where the general codecs open everything.
    default String format() {
        return "";
    }

    /// What each of an exchange's leaves means, in their order; empty for a leaf of which nothing is known.
    List<Optional<String>> meanings(List<Leaf> leaves);
}
