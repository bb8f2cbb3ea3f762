package dev.earshot.mobile.ios;

import dev.earshot.app.Platform;
import dev.earshot.exchange.BlindSpot;
import dev.earshot.mobile.reading.Code;
import dev.earshot.mobile.reading.Part;
import dev.earshot.mobile.reading.PartReader;
import dev.earshot.mobile.reading.Sign;
import dev.earshot.mobile.reading.Signs;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// What readers told.
final class Told implements Signs {
    final List<Found> found = new ArrayList<>();
    final List<BlindSpot> blind = new ArrayList<>();
    final List<String> identity = new ArrayList<>();

    record Found(Sign sign, String file, String name, String value, long offset) {}

    static Told by(PartReader reader, String name, byte[] bytes) {
        Told told = new Told();
        Part part = new Part("clinic.ipa!" + name, name, ByteBuffer.wrap(bytes));
        if (reader.takes(part)) {
            reader.read(part, told);
        }
        return told;
    }

    List<String> names(Sign sign) {
        return found.stream().filter(each -> each.sign == sign).map(Found::name).toList();
    }

    List<String> values(Sign sign, String name) {
        return found.stream()
                .filter(each -> each.sign == sign && each.name.equals(name))
                .map(Found::value)
                .toList();
    }

    List<String> kinds() {
        return blind.stream()
                .map(spot -> spot.kind() + (spot.incomplete() ? " incomplete" : ""))
                .toList();
    }

    @Override
    public void identity(Platform platform, String id, String version, String build, String name) {
        identity.add(String.join(" ", platform.label(), id, version, build, name));
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
    public void code(Code code) {
        throw new IllegalStateException("No reader here takes code apart.");
    }
}
