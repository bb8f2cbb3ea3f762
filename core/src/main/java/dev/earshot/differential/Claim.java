package dev.earshot.differential;

import dev.earshot.element.DataElement;
import dev.earshot.element.Sensitive;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A place in what a third party is told whose value follows the person, the search, or both.
///
/// @param vendor who is told
/// @param tracker the tracker's product, or the recipient's host
/// @param chain where in the request, as [dev.earshot.decode.Leaf#chain()]
/// @param element what such a value is
/// @param values by run, in order of time: the value that is the same in all runs with the same label and in no other.
///     A run that is alone in its group is left out where it can't be said which of its values it is
/// @param groups how many runs each person, search or pair has among those that told the place anything; in order
/// @param divisions in how many ways those runs can be divided into groups of these sizes
/// @param fitting in how many of them a value like this would be found; 1 or more
/// @param corrected the chance that any claim as strong is made where none is true
/// @param standing what may be said of it
/// @param because why it is no proof; empty where it is
/// @param disclosureIds empty unless it is proven and was not known otherwise
public record Claim(
        Factor factor,
        Slot slot,
        String vendor,
        String tracker,
        String chain,
        DataElement element,
        Map<String, Sensitive> values,
        List<Integer> groups,
        double divisions,
        double fitting,
        double corrected,
        Standing standing,
        Optional<String> because,
        List<String> disclosureIds) {
    public Claim {
        groups = List.copyOf(groups);
        disclosureIds = List.copyOf(disclosureIds);
    }

    /// The chance that runs divided at random would fall as the visitors do.
    public double chance() {
        return fitting / divisions;
    }

    /// What may be said of a claim.
    public enum Standing {
        /// Shown by comparison alone.
        PROVEN,
        /// Shown by comparison, and by a value of the persona that was found there.
        CONFIRMED,
        /// It looks so, and chance or another cause isn't ruled out.
        INDICATED
    }
}
