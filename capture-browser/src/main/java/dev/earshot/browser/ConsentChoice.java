package dev.earshot.browser;

import dev.earshot.exchange.Run.ConsentMode;
import java.util.List;

/// What to do with consent banners: one run over the site, or one for each answer.
public enum ConsentChoice {
    IGNORE(ConsentMode.IGNORE),
    ACCEPT(ConsentMode.ACCEPT),
    REJECT(ConsentMode.REJECT),
    ALL(ConsentMode.IGNORE, ConsentMode.ACCEPT, ConsentMode.REJECT);

    private final List<ConsentMode> runs;

    ConsentChoice(ConsentMode... runs) {
        this.runs = List.of(runs);
    }

    /// One for each run.
    public List<ConsentMode> runs() {
        return runs;
    }
}
