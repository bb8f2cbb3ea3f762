package dev.earshot.clinic.app;

import com.android.dx.cf.direct.DirectClassFile;
import com.android.dx.cf.direct.StdAttributeFactory;
import com.android.dx.command.dexer.DxContext;
import com.android.dx.dex.DexOptions;
import com.android.dx.dex.cf.CfOptions;
import com.android.dx.dex.cf.CfTranslator;
import com.android.dx.dex.code.PositionList;
import com.android.dx.dex.file.DexFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/// Android's code files, made of class files by `dx`.
///
/// `dx` reads class files up to Java 8. Newer ones are told to it as Java 8: what they add to the format is either an
/// attribute, which it skips (nest mates, records, sealed types), or `invokedynamic`, which it knows. A constant that is
/// computed at run time (`condy`) it does not know, and fails. Class files with no code for its standard library's newer
/// methods stay as they are: the result is for reading, not for running.
public final class Dex {
    /// The first system with every instruction that `dx` writes.
    private static final int MIN_SDK = 28;

    private static final int JAVA_8 = 52;
    private static final int MAJOR_VERSION_AT = 7;

    /// An index of a method or a field has 16 bits.
    private static final int INDICES = 65_536;

    /// What `dx` may add by itself while it writes.
    private static final int SPARE = 16;

    private static final OutputStream SILENCE = OutputStream.nullOutputStream();

    private Dex() {}

    /// The class files in a JAR, by path.
    public static SortedMap<String, byte[]> classesOf(byte[] jar) {
        SortedMap<String, byte[]> classes = new TreeMap<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(jar))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                String path = entry.getName();
                if (path.endsWith(".class") && !path.startsWith("META-INF/") && !path.endsWith("module-info.class")) {
                    classes.put(path, zip.readAllBytes());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return classes;
    }

    /// As many DEX files as are needed, in order: `classes.dex`, `classes2.dex` …
    ///
    /// @param classFiles by path, `org/clinic/Main.class`
    public static List<byte[]> of(Map<String, byte[]> classFiles) {
        CfOptions translation = new CfOptions();
        translation.optimize = false;
        translation.positionInfo = PositionList.NONE;
        translation.localInfo = false;
        translation.strictNameCheck = false;
        translation.warn = new PrintStream(SILENCE, false, StandardCharsets.UTF_8);
        DexOptions options = new DexOptions(new PrintStream(SILENCE, false, StandardCharsets.UTF_8));
        options.minSdkVersion = MIN_SDK;
        DxContext context = new DxContext(SILENCE, SILENCE);

        List<byte[]> written = new ArrayList<>();
        DexFile dex = new DexFile(options);
        for (Map.Entry<String, byte[]> file : new TreeMap<>(classFiles).entrySet()) {
            byte[] bytes = file.getValue().clone();
            bytes[MAJOR_VERSION_AT] = (byte) Math.min(bytes[MAJOR_VERSION_AT], JAVA_8);
            DirectClassFile parsed = new DirectClassFile(bytes, file.getKey(), false);
            parsed.setAttributeFactory(StdAttributeFactory.THE_ONE);
            int mayAdd = parsed.getConstantPool().size()
                    + parsed.getMethods().size()
                    + parsed.getFields().size()
                    + SPARE;
            if (!dex.isEmpty() && indices(dex) + mayAdd > INDICES) {
                written.add(bytesOf(dex));
                dex = new DexFile(options);
            }
            dex.add(CfTranslator.translate(context, parsed, bytes, translation, options, dex));
        }
        written.add(bytesOf(dex));
        return written;
    }

    private static int indices(DexFile dex) {
        return Math.max(
                dex.getMethodIds().items().size(), dex.getFieldIds().items().size());
    }

    private static byte[] bytesOf(DexFile dex) {
        try {
            return dex.toDex(null, false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
