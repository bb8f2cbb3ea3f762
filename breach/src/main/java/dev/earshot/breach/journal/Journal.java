package dev.earshot.breach.journal;

import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// The case's journal. What an entry says is kept once [#append] has returned, whatever fails then.
public interface Journal {
    /// @param body JSON; numbers, texts, lists and maps
    Entry append(String kind, String who, Object body);

    /// Gives the entries in order, from `seq` on.
    void read(long seq, Consumer<Entry> each);

    /// Gives the entries of these kinds, in order.
    default void read(Set<String> kinds, Consumer<Entry> each) {
        read(1, entry -> {
            if (kinds.contains(entry.kind())) {
                each.accept(entry);
            }
        });
    }

    /// @return empty where there is none yet
    Optional<Entry> last();
}
