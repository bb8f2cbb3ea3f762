package dev.earshot.mobile.content;

import dev.earshot.app.Platform;
import dev.earshot.exchange.BlindSpot;
import dev.earshot.mobile.reading.Code;
import dev.earshot.mobile.reading.Part;
import dev.earshot.mobile.reading.PartReader;
import dev.earshot.mobile.reading.Sign;
import dev.earshot.mobile.reading.Signs;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Keeps what a reader tells.
final class Told implements Signs {
    private final List<Found> found = new ArrayList<>();
    private final List<BlindSpot> blind = new ArrayList<>();

    record Found(Sign sign, String name, String value, long offset) {}

    static Told by(PartReader reader, String name, byte[] bytes) {
        Told told = new Told();
        Part part = new Part("clinic.apk!" + name, name, ByteBuffer.wrap(bytes));
        if (reader.takes(part)) {
            reader.read(part, told);
        }
        return told;
    }

    static Told by(PartReader reader, String name, String text) {
        return by(reader, name, text.getBytes(StandardCharsets.UTF_8));
    }

    List<String> names(Sign sign) {
        return found.stream()
                .filter(each -> each.sign() == sign)
                .map(Found::name)
                .toList();
    }

    List<Found> all(Sign sign) {
        return found.stream().filter(each -> each.sign() == sign).toList();
    }

    List<BlindSpot> blindSpots() {
        return blind;
    }

    @Override
    public void identity(Platform platform, String id, String version, String build, String name) {
        throw new AssertionError("no reader of content knows what the app is");
    }

    @Override
    public void found(Sign sign, String file, String name, String value, long offset) {
        found.add(new Found(sign, name, value, offset));
    }

    @Override
    public void blind(BlindSpot blindSpot) {
        blind.add(blindSpot);
    }

    @Override
    public void code(Code code) {
        throw new AssertionError("no reader of content gives code");
    }
}
