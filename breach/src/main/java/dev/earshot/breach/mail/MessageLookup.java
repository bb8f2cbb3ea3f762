package dev.earshot.breach.mail;

import java.io.IOException;
import java.util.Set;

/// Where one can ask which messages the server has taken over.
@FunctionalInterface
public interface MessageLookup {
    /// Those of these messages that the server has.
    ///
    /// @param messageIds without angle brackets
    Set<String> having(Set<String> messageIds) throws IOException;
}
