package dev.earshot.mobile.sdk;

import dev.earshot.app.App;
import dev.earshot.app.HeldSdk;
import dev.earshot.app.Platform;
import dev.earshot.app.Rung;
import dev.earshot.exchange.BlindSpot;
import java.util.ArrayList;
import java.util.List;

/// What no look at an app's files can tell. It is said of every app, so that "nothing found" is never read as "clean".
final class Limits {
    private Limits() {}

    /// @param hostsLeft how many hosts were beyond the limit
    static List<BlindSpot> of(App app, int hostsLeft) {
        List<BlindSpot> limits = new ArrayList<>();
        limits.add(BlindSpot.notWatched());
        for (HeldSdk sdk : app.sdks()) {
            if (!sdk.onward().isEmpty() && sdk.rung().atLeast(Rung.DEFINED)) {
                limits.add(limit(sdk.name(), sdk.onward()));
            }
            if (sdk.purpose().equals("tag manager") && sdk.rung().atLeast(Rung.DEFINED)) {
                limits.add(limit(
                        sdk.name(),
                        "It loads its rules from a server: it can turn collection on without a new release."));
            }
        }
        if (app.frameworks().stream().anyMatch(framework -> framework.startsWith("Flutter"))) {
            limits.add(limit(
                    "Flutter",
                    "Flutter keeps its own list of trusted certificates and takes no notice of the device's proxy: a"
                            + " capture without its traffic does not show that there is none."));
        }
        if (app.platform() == Platform.IOS) {
            limits.add(limit(
                    "",
                    "Which of the app's methods call an SDK was not worked out: for iOS, \"called\" rests on the classes"
                            + " that the app's executable takes from it."));
        }
        if (hostsLeft > 0) {
            limits.add(limit("", "At least " + hostsLeft + " more hosts are written in the files than are listed."));
        }
        return limits;
    }

    private static BlindSpot limit(String where, String what) {
        return new BlindSpot(BlindSpot.Kind.NOT_WATCHED, where, what, false);
    }
}
