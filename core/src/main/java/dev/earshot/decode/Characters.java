package dev.earshot.decode;

import dev.earshot.decode.Content.Binary;
import java.util.Optional;

/// Bytes that are text in UTF-8, a few damaged characters allowed. Reading them is no layer.
final class Characters implements BinaryCodec {
    @Override
    public boolean open(Binary binary, Opening into) {
        Optional<Utf8.Reading> reading = Utf8.text(binary.bytes);
        reading.ifPresent(text -> into.open(binary.read(text)));
        return reading.isPresent();
    }
}
