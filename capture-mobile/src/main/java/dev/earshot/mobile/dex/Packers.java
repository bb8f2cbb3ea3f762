package dev.earshot.mobile.dex;

import dev.earshot.exchange.BlindSpot;
import dev.earshot.mobile.reading.Part;
import dev.earshot.mobile.reading.PartReader;
import dev.earshot.mobile.reading.Sign;
import dev.earshot.mobile.reading.Signs;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Recognises programs that pack or encrypt an app's code, by the files that they leave in it; [DexReader] asks for the
/// classes. The names are in `packers.json`, with their source; none of them was verified on a packed app, so they make
/// "cannot tell" of an app, and nothing else.
///
/// A file that it takes is to be read by the other readers as well.
public final class Packers implements PartReader {
    private static final Packers KNOWN = new Packers();

    private final Map<String, String> files = new HashMap<>();
    private final TreeMap<String, String> classes = new TreeMap<>();

    public Packers() {
        try (InputStream json = Objects.requireNonNull(Packers.class.getResourceAsStream("packers.json"))) {
            for (JsonNode packer : JsonMapper.shared().readTree(json).get("packers")) {
                String name = packer.get("name").stringValue();
                packer.get("files").forEach(file -> files.put(file.stringValue(), name));
                packer.get("classes").forEach(prefix -> classes.put(prefix.stringValue(), name));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Packers known() {
        return KNOWN;
    }

    @Override
    public boolean takes(Part part) {
        return files.containsKey(part.lastName());
    }

    @Override
    public void read(Part part, Signs signs) {
        String packer = files.get(part.lastName());
        if (packer != null) {
            tell(packer, part.file(), -1, signs);
        }
    }

    /// The packer whose class this is: its whole name, or a package with a dot at the end.
    Optional<String> ofClass(String className) {
        Map.Entry<String, String> nearest = classes.floorEntry(className);
        boolean isIt = nearest != null
                && (className.equals(nearest.getKey())
                        || (nearest.getKey().endsWith(".") && className.startsWith(nearest.getKey())));
        return isIt ? Optional.of(nearest.getValue()) : Optional.empty();
    }

    static void tell(String packer, String file, long offset, Signs signs) {
        signs.found(Sign.PACKED, file, packer, "", offset);
        signs.blind(new BlindSpot(
                BlindSpot.Kind.CODE_HIDDEN,
                file,
                "It carries signs of " + packer
                        + ", which packs or encrypts an app's code: what the hidden code does, this"
                        + " scan cannot tell.",
                true));
    }
}
