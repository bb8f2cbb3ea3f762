package dev.earshot.decode;

import dev.earshot.decode.Content.Binary;
import java.util.zip.GZIPInputStream;

/// A body without the gzip around it, for vendors' own forms, which look at what is inside before they tell anything.
final class Unzipped {
    private static final Step.Decoded GZIP = new Step.Decoded("gzip");

    private Unzipped() {}

    /// The same where it is no gzip. What the growth budget of `into` cuts off is missing.
    static Binary of(Binary body, Opening into) {
        if (!Gzip.begins(body.bytes)) {
            return body;
        }
        Unpacked unpacked = Unpacked.of(body.bytes, into.growth(), GZIPInputStream::new);
        return unpacked.isEmpty() ? body : body.layer(GZIP, unpacked.bytes());
    }
}
