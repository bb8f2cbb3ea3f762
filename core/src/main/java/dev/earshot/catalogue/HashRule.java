package dev.earshot.catalogue;

import java.util.List;

/// How a vendor asks for a value to be prepared before it is hashed. A hashed value still names its person:
/// whoever holds the plain one computes the same hash.
///
/// @param of what is hashed: `email`, `phone`, `name`, `birth-date`, `gender`, `city`, `state`, `postcode`,
///     `country`, `external-id`
/// @param normalise in order, such as `trim`, `lowercase`, `drop-gmail-dots`; empty when the value goes in as it
///     is
/// @param hashes `sha256`, `sha1`, `md5`; empty where the vendor asks for none and the value leaves in the clear
/// @param encodings `hex`, `base64`, `base64url`
public record HashRule(List<String> of, List<String> normalise, List<String> hashes, List<String> encodings) {
    public HashRule {
        of = List.copyOf(of);
        normalise = List.copyOf(normalise);
        hashes = List.copyOf(hashes);
        encodings = List.copyOf(encodings);
    }
}
