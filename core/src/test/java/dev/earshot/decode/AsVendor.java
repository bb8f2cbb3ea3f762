package dev.earshot.decode;

import dev.earshot.catalogue.Catalogue;
import dev.earshot.catalogue.Parameter;
import dev.earshot.catalogue.Tracker;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A sample decoded as a request of one of the catalogue's trackers.
record AsVendor(Tracker tracker, Decoded decoded) {
    static AsVendor decoded(String tracker, Sample sample) {
        Tracker known = Catalogue.bundled().byId(tracker).orElseThrow();
        return new AsVendor(known, Decoding.withDefaults().read(sample.exchange(), Optional.of(known)));
    }

    List<String> values(String path) {
        return leaves(path).stream().map(Leaf::value).toList();
    }

    List<Leaf> leaves(String path) {
        return decoded.leaves().stream()
                .filter(leaf -> leaf.path().equals(path))
                .toList();
    }

    List<String> paths() {
        return decoded.leaves().stream().map(Leaf::path).toList();
    }

    String chain(String path) {
        return leaves(path).getFirst().chain();
    }

    /// The roles that the data file gives to the leaves with this path; `-` where it says nothing.
    List<String> roles(String path) {
        List<Optional<Parameter>> parameters = tracker.parameters(decoded.leaves());
        List<String> roles = new ArrayList<>();
        for (int i = 0; i < parameters.size(); i++) {
            if (decoded.leaves().get(i).path().equals(path)) {
                roles.add(parameters.get(i).map(Parameter::role).orElse("-"));
            }
        }
        return roles;
    }

    /// Why each part was left unread.
    List<String> unread() {
        return decoded.undecoded().stream().map(Undecoded::why).toList();
    }
}
