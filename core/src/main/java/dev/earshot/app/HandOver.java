package dev.earshot.app;

import dev.earshot.element.DataElement;
import java.util.List;

/// A call in the app's own code that gives an SDK something about the person: who they are, or what they do there.
///
/// @param element what its parameter is for, by the vendor's documentation
/// @param call the class and method called, by their names before renaming: `com.mixpanel.android.mpmetrics.MixpanelAPI.identify`
/// @param literals texts that the code passes to it, in order of its parameters; only what is written in the code, so
///     never a patient's value
/// @param at the calling class and method
public record HandOver(DataElement element, String call, List<String> literals, Spot at) {
    public HandOver {
        literals = List.copyOf(literals);
    }
}
