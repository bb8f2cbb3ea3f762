package dev.earshot.breach.notice;

import java.util.List;

/// Composes letters. Pure: the same notices give the same letter. For many threads.
@FunctionalInterface
public interface Composer {
    /// @param carried the notices that the letter tells of: the one that is delivered first, then those that it carries
    Letter compose(List<Notice> carried);
}
