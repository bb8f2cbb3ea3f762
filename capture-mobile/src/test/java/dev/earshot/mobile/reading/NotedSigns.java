package dev.earshot.mobile.reading;

import dev.earshot.app.Platform;
import dev.earshot.exchange.BlindSpot;
import java.util.ArrayList;
import java.util.List;

/// Writes down what readers tell.
public final class NotedSigns implements Signs {
    public final List<String> identities = new ArrayList<>();
    public final List<Found> found = new ArrayList<>();
    public final List<BlindSpot> blind = new ArrayList<>();
    public final List<Code> code = new ArrayList<>();

    /// A sign that was told.
    public record Found(Sign sign, String file, String name, String value, long offset) {}

    @Override
    public void identity(Platform platform, String id, String version, String build, String name) {
        identities.add(String.join(" | ", platform.label(), id, version, build, name));
    }

    @Override
    public void found(Sign sign, String file, String name, String value, long offset) {
        found.add(new Found(sign, file, name, value, offset));
    }

    @Override
    public void blind(BlindSpot blindSpot) {
        blind.add(blindSpot);
    }

    @Override
    public void code(Code told) {
        code.add(told);
    }

    /// `name = value` of each sign of one kind, in order.
    public List<String> of(Sign sign) {
        return found.stream()
                .filter(one -> one.sign() == sign)
                .map(one -> one.name() + " = " + one.value())
                .toList();
    }

    /// Where something was not read, each place once.
    public List<String> blindPlaces() {
        return blind.stream().map(BlindSpot::where).distinct().toList();
    }
}
