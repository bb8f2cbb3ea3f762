package dev.earshot.decode;

import dev.earshot.decode.Content.Binary;

/// One form that bytes can have: a compression, or a structure that need not be text.
///
/// Stateless; costs at most time proportional to the bytes and to what [Opening#growth()] allows.
interface BinaryCodec {
    /// Tells `into` what is inside, if the bytes have this form; otherwise tells nothing and returns false.
    boolean open(Binary binary, Opening into);
}
