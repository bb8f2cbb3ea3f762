package dev.earshot;

import dev.earshot.app.App;
import dev.earshot.policy.AppFinding;
import java.util.List;

/// What the files of one app show, and what policy says about it.
///
/// @param app with the rungs that its traffic shows, where there was any
/// @param findings violations first, then by vendor and SDK
public record AppResult(App app, List<AppFinding> findings) {
    public AppResult {
        findings = List.copyOf(findings);
    }
}
