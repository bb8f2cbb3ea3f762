package dev.earshot.mobile.content;

import dev.earshot.exchange.BlindSpot;
import dev.earshot.mobile.reading.Part;
import dev.earshot.mobile.reading.PartReader;
import dev.earshot.mobile.reading.Sign;
import dev.earshot.mobile.reading.Signs;
import java.nio.ByteBuffer;
import java.util.Map;

/// Reads the texts of native libraries (ELF), and tells which cross-platform framework some of them are.
///
/// Where a library's texts lie is not looked up: a packer can leave the section headers out, and the texts are there
/// all the same.
public final class NativeTextReader implements PartReader {
    private static final int ELF = 0x464C457F;
    private static final int SHORTEST = 6;

    private static final Map<String, String> FRAMEWORKS = Map.of(
            "flutter", "Flutter",
            "hermes", "React Native (Hermes)",
            "jsc", "React Native",
            "reactnativejni", "React Native",
            "reactnative", "React Native",
            "unity", "Unity",
            "monodroid", "Xamarin / .NET");

    @Override
    public boolean takes(Part part) {
        return part.bytes().limit() >= 16 && part.bytes().getInt(0) == ELF;
    }

    @Override
    public void read(Part part, Signs signs) {
        String library = libraryName(part.lastName());
        signs.found(Sign.LIBRARY, part.file(), library, "", -1);
        String framework = FRAMEWORKS.get(library);
        if (framework != null) {
            signs.found(Sign.FRAMEWORK, part.file(), framework, "", -1);
        }
        ByteBuffer bytes = part.bytes();
        boolean dart = library.equals("app");
        Texts.printable(bytes, 0, bytes.limit(), SHORTEST, (text, offset) -> {
            if (!dart) {
                signs.found(Sign.NATIVE_TEXT, part.file(), text, "", offset);
                return;
            }
            signs.found(Sign.SCRIPT_TEXT, part.file(), text, "", offset);
            FlutterBundleReader.tellPackage(text, part.file(), offset, signs);
        });
        if (library.equals("flutter")) {
            signs.blind(new BlindSpot(
                    BlindSpot.Kind.CONNECTION_NOT_OPENED,
                    part.file(),
                    "The app is built with Flutter, which passes the system's proxy by and has certificates of its own:"
                            + " traffic captured through a proxy may lack what its Dart code sends.",
                    false));
        }
    }

    /// `libfoo.so` is `foo`.
    static String libraryName(String fileName) {
        String name = fileName.startsWith("lib") ? fileName.substring(3) : fileName;
        int end = name.indexOf(".so");
        return end > 0 ? name.substring(0, end) : name;
    }
}
