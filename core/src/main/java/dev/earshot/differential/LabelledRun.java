package dev.earshot.differential;

import dev.earshot.exchange.Capture;
import java.util.Objects;
import java.util.Optional;

/// One run of a journey in a browser of its own, and who did it.
///
/// @param id unique among the runs, such as `a1`; short, since reports name it often
/// @param person who the visitor was; empty for a run signed out
/// @param search a name for what was searched for; empty where that is not known
public record LabelledRun(String id, Optional<String> person, Optional<String> search, Capture capture) {
    public LabelledRun {
        Objects.requireNonNull(capture);
        if (id.isBlank()) {
            throw new IllegalArgumentException("a run needs an id");
        }
    }
}
