package dev.earshot.clinic.app;

import dev.earshot.app.Rung;
import java.util.List;

/// An SDK that one of the clinic's apps carries, and how far its files show that it is set to send.
///
/// @param sdk its id in the catalogue of SDKs
/// @param rung the highest that the app's files alone show
/// @param renamed whether its classes have lost their names
/// @param handOvers what the app's own code gives it: the data element's id, the method called, the texts given, as
///     `page-use MixpanelAPI.track "Doctor Search"`; sorted
public record Carried(String sdk, Rung rung, boolean renamed, List<String> handOvers) {
    public Carried {
        handOvers = handOvers.stream().sorted().toList();
    }

    static Carried of(String sdk, Rung rung, String... handOvers) {
        return new Carried(sdk, rung, false, List.of(handOvers));
    }

    static Carried renamed(String sdk, Rung rung) {
        return new Carried(sdk, rung, true, List.of());
    }
}
