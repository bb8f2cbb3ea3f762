package dev.earshot.mobile.dex;

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

/// What a reader told of one file.
final class Told implements Signs {
    static final String FILE = "clinic.apk!classes.dex";

    final List<Found> all = new ArrayList<>();
    final List<BlindSpot> blindSpots = new ArrayList<>();
    final List<Code> codes = new ArrayList<>();

    record Found(Sign sign, String name, String value, long offset) {}

    static Told of(byte[] bytes) {
        return of(new DexReader(), "classes.dex", bytes);
    }

    static Told of(PartReader reader, String name, byte[] bytes) {
        Told told = new Told();
        reader.read(new Part("clinic.apk!" + name, name, ByteBuffer.wrap(bytes)), told);
        return told;
    }

    List<String> names(Sign sign) {
        return all.stream().filter(found -> found.sign == sign).map(Found::name).toList();
    }

    Found one(Sign sign, String name) {
        return all.stream()
                .filter(found -> found.sign == sign && found.name.equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError(sign + " " + name + " is not among " + names(sign)));
    }

    Code code() {
        return codes.getFirst();
    }

    @Override
    public void identity(Platform platform, String id, String version, String build, String name) {
        throw new AssertionError("code does not say what the app is");
    }

    @Override
    public void found(Sign sign, String file, String name, String value, long offset) {
        all.add(new Found(sign, name, value, offset));
    }

    @Override
    public void blind(BlindSpot blindSpot) {
        blindSpots.add(blindSpot);
    }

    @Override
    public void code(Code code) {
        codes.add(code);
    }
}
