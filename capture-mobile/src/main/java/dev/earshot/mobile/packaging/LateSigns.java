package dev.earshot.mobile.packaging;

import dev.earshot.app.Platform;
import dev.earshot.exchange.BlindSpot;
import dev.earshot.mobile.reading.Code;
import dev.earshot.mobile.reading.Sign;
import dev.earshot.mobile.reading.Signs;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Keeps the blind spots of a file until it is known which app it belongs to, and passes on whatever comes later.
final class LateSigns implements Signs {
    private final List<BlindSpot> kept = new ArrayList<>();
    private @Nullable Signs signs;

    void passTo(Signs taker) {
        signs = taker;
        kept.forEach(taker::blind);
        kept.clear();
    }

    @Override
    public void blind(BlindSpot blindSpot) {
        if (signs == null) {
            kept.add(blindSpot);
        } else {
            signs.blind(blindSpot);
        }
    }

    /// Archives tell nothing but blind spots.
    @Override
    public void identity(Platform platform, String id, String version, String build, String name) {
        throw new IllegalStateException("no identity from an archive");
    }

    @Override
    public void found(Sign sign, String file, String name, String value, long offset) {
        throw new IllegalStateException("no sign from an archive");
    }

    @Override
    public void code(Code code) {
        throw new IllegalStateException("no code from an archive");
    }
}
