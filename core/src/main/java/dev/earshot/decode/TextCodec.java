package dev.earshot.decode;

import dev.earshot.decode.Content.Text;

/// One form that a text can have: an encoding that can be undone, or a structure that can be taken apart.
///
/// Stateless; costs at most time proportional to the text, and nearly nothing when a glance shows that it does not
/// fit.
interface TextCodec {
    /// The kinds of characters, as [Traits], of which the text must have one; every text has [Traits#ANY].
    default int asks() {
        return Traits.ANY;
    }

    /// The kinds of characters, as [Traits], of which the text must have none.
    default int refuses() {
        return 0;
    }

    /// Tells `into` what is inside, if the text has this form; otherwise tells nothing and returns false.
    boolean open(Text text, Opening into);
}
