package dev.earshot.mobile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.app.App;
import dev.earshot.app.HeldSdk;
import dev.earshot.app.Rung;
import dev.earshot.mobile.fixture.FixtureApps;
import dev.earshot.mobile.fixture.FixtureApps.Names;
import dev.earshot.mobile.fixture.FixtureSdk;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// How well the catalogue knows SDKs that nobody opened while writing it. These figures are measured, not aimed at: data
/// files are not fitted to what is in the held-out SDKs.
final class HeldOutSdksTest {
    @Test
    void sdks_that_no_data_file_was_written_from_are_found_in_renamed_builds_too() {
        for (Names names : Names.values()) {
            Found known = found("known", FixtureSdk.KNOWN, names);
            Found heldOut = found("held-out", FixtureSdk.HELD_OUT, names);
            System.out.printf(
                    "%s: of SDKs that the catalogue was written from %s, of those that it was not %s%n",
                    names, known, heldOut);

            assertThat(known.all()).isEqualTo(FixtureSdk.KNOWN.size());
            assertThat(heldOut.all()).isGreaterThanOrEqualTo(FixtureSdk.HELD_OUT.size() - 1);
        }
    }

    /// @param all how many are called or more
    /// @param renamed how many of them show no name of theirs
    private record Found(int all, int renamed, int of) {
        @Override
        public String toString() {
            return all + " of " + of + " are found, " + renamed + " of them without any of their names";
        }
    }

    private static Found found(String name, List<FixtureSdk> sdks, Names names) {
        App app = AppScan.read(List.of(FixtureApps.apk(name, sdks, names)), Optional.empty())
                .getFirst();
        List<HeldSdk> found = sdks.stream()
                .flatMap(sdk -> app.sdk(sdk.id()).stream())
                .filter(sdk -> sdk.rung().atLeast(Rung.CALLED))
                .toList();
        int renamed = (int) found.stream().filter(HeldSdk::renamed).count();
        return new Found(found.size(), renamed, sdks.size());
    }
}
