package dev.earshot.mobile.reading;

import dev.earshot.app.Platform;
import dev.earshot.exchange.BlindSpot;

/// Takes in what readers find in an app's files. Called from one thread.
public interface Signs {
    /// What the app is, as its base manifest says; an empty text where it says nothing. The first one counts.
    void identity(Platform platform, String id, String version, String build, String name);

    /// @param file the part's path, as [Part#file()]
    /// @param offset in bytes in that part; -1 where it has no such place
    void found(Sign sign, String file, String name, String value, long offset);

    /// What could not be read, and what no look at the files can tell.
    void blind(BlindSpot blindSpot);

    /// The code of one part, to be asked once everything was read. The part stays in memory until then.
    void code(Code code);
}
