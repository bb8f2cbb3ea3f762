package dev.earshot.browser;

import dev.earshot.exchange.Run.ConsentMode;
import java.util.List;

/// What to do with consent banners: one run over the site, or one for each answer.
public enum ConsentChoice {
    IGNORE,
    ACCEPT,
    REJECT,
    ALL;

    /// One for each run.
    public List<ConsentMode> runs() {
        return switch (this) {
            case IGNORE -> List.of(ConsentMode.IGNORE);
            case ACCEPT -> List.of(ConsentMode.ACCEPT);
            case REJECT -> List.of(ConsentMode.REJECT);
            case ALL -> List.of(ConsentMode.IGNORE, ConsentMode.ACCEPT, ConsentMode.REJECT);
        };
    }
}
