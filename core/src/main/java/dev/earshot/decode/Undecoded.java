package dev.earshot.decode;

/// A part that could not be opened, or was not because a budget ran out.
///
/// @param chain as [Leaf#chain()]
/// @param bytes its size
/// @param entropy bits a byte, 0 to 8; above 7.5 it is compressed or encrypted
/// @param why in words: `unknown encoding`, `depth budget of 8 reached`
public record Undecoded(String chain, int bytes, double entropy, String why) {}
