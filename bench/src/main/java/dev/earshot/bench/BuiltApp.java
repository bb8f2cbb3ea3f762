package dev.earshot.bench;

import dev.earshot.clinic.app.AndroidManifest;
import dev.earshot.clinic.app.ApkWriter;
import dev.earshot.clinic.app.Dex;
import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeSet;

/// An app of a given size, built of real libraries and kept from run to run: code that an activity of its own calls, a
/// manifest with those of the SDKs merged in, native libraries, texts and pictures.
///
/// What is no code is invented: native libraries are bytes of uneven frequency, as machine code is, with texts among
/// them; assets are JSON, JavaScript and noise. It fills the file up to its size.
///
/// @param sdks the ids of the SDKs that are in it
/// @param classes how many the libraries brought
record BuiltApp(Path file, SortedSet<String> sdks, int classes) {
    /// Sizes in thousands of bytes, 57 MB in all.
    private static final List<Integer> SIZES = List.of(
            18_000, 9_000, 6_000, 4_000, 3_000, 2_500, 2_000, 1_600, 1_400, 1_200, 1_000, 900, 800, 700, 600, 600, 500,
            500, 400, 400, 300, 300, 250, 200, 200, 150, 100, 100);

    private static final int LARGE = 20_000;
    private static final int JAVA_8 = 52;

    /// One app of 20 MB.
    static BuiltApp large(Path folder, List<AppLibrary> libraries) throws IOException {
        return built(folder.resolve("large.apk"), LARGE, 1, libraries);
    }

    /// 28 apps of 0.1 to 18 MB, 57 MB in all.
    static List<BuiltApp> many(Path folder, List<AppLibrary> libraries) throws IOException {
        List<BuiltApp> apps = new ArrayList<>();
        for (int i = 0; i < SIZES.size(); i++) {
            String name = String.format(Locale.ROOT, "app%02d.apk", i + 1);
            apps.add(built(folder.resolve(name), SIZES.get(i), 100 + i, libraries));
        }
        return apps;
    }

    private static BuiltApp built(Path file, int kilobytes, int seed, List<AppLibrary> libraries) throws IOException {
        long size = kilobytes * 1000L;
        List<AppLibrary> chosen = chosen(size, seed, libraries);
        SortedSet<String> sdks = new TreeSet<>();
        int classes = 0;
        for (AppLibrary library : chosen) {
            classes += library.classes().size();
            if (library.isSdk()) {
                sdks.add(library.sdk());
            }
        }
        if (!Files.isRegularFile(file)) {
            System.err.println("bench: building " + file.getFileName() + ", " + classes + " classes (once) ...");
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.write(file, apk(size, seed, chosen));
        }
        return new BuiltApp(file, sdks, classes);
    }

    /// Up to three quarters of an app are libraries, none of them more than a sixth of it.
    private static List<AppLibrary> chosen(long size, int seed, List<AppLibrary> libraries) {
        List<AppLibrary> order = new ArrayList<>(libraries);
        if (size == LARGE * 1000L) {
            // As many classes as fit.
            order.sort(Comparator.comparingDouble(
                    library -> library.packed() / (1.0 + library.classes().size())));
        } else {
            Collections.shuffle(order, new Random(seed));
        }
        List<AppLibrary> chosen = new ArrayList<>();
        long left = size * 3 / 4;
        for (AppLibrary library : order) {
            if (library.packed() <= Math.min(left, size / 6 + 200_000)) {
                left -= library.packed();
                chosen.add(library);
            }
        }
        return chosen;
    }

    private static byte[] apk(long size, int seed, List<AppLibrary> libraries) {
        String id = "org.clinic.app" + seed;
        AndroidManifest manifest = AndroidManifest.of("""
                <manifest xmlns:android="http://schemas.android.com/apk/res/android" package="%s"
                    android:versionCode="%d" android:versionName="1.0">
                  <uses-permission android:name="android.permission.INTERNET"/>
                  <application android:label="Clinic">
                    <activity android:name="%s.Screen" android:exported="true"/>
                  </application>
                </manifest>
                """.formatted(id, seed, id));
        Map<String, byte[]> code = new HashMap<>();
        Map<String, byte[]> files = new HashMap<>();
        for (AppLibrary library : libraries) {
            for (String text : library.manifests()) {
                manifest = manifest.with(text);
            }
            code.putAll(library.classes());
            files.putAll(library.files());
        }
        ApkWriter writer = new ApkWriter().manifest(manifest).string("app_name", "Clinic");
        code.put(id.replace('.', '/') + "/Screen.class", screen(id, libraries));
        Dex.of(code).forEach(writer::dex);
        files.forEach(writer::file);
        long left = size - writer.apk().length;
        Random random = new Random(seed);
        if (left > 0) {
            writer.file("lib/arm64-v8a/libengine.so", library(random, (int) (left * 45 / 100)));
            writer.file("assets/config/content.json", json(random, (int) (left * 40 / 100)));
            writer.file("assets/www/app.js", script(random, (int) (left * 20 / 100)));
            writer.file("res/drawable/picture.png", noise(random, (int) (left * 15 / 100)));
        }
        left = size - writer.apk().length;
        return left <= 200
                ? writer.apk()
                : writer.file("assets/model.bin", noise(random, (int) left - 200))
                        .apk();
    }

    /// The app's only activity, which uses a class of each library and calls those of the SDKs.
    private static byte[] screen(String id, List<AppLibrary> libraries) {
        return ClassFile.of()
                .build(
                        ClassDesc.of(id, "Screen"),
                        screen -> screen.withVersion(JAVA_8, 0)
                                .withFlags(ClassFile.ACC_PUBLIC)
                                .withSuperclass(ClassDesc.of("android.app.Activity"))
                                .withMethodBody(
                                        "onCreate",
                                        MethodTypeDesc.of(ConstantDescs.CD_void, ClassDesc.of("android.os.Bundle")),
                                        ClassFile.ACC_PUBLIC,
                                        body -> {
                                            for (AppLibrary library : libraries) {
                                                for (ClassDesc type : some(library)) {
                                                    body.invokestatic(
                                                            type, "start", MethodTypeDesc.of(ConstantDescs.CD_void));
                                                }
                                            }
                                            body.return_();
                                        }));
    }

    /// Eight classes spread over the library.
    private static List<ClassDesc> some(AppLibrary library) {
        List<String> paths = new ArrayList<>(library.classes().keySet());
        List<ClassDesc> some = new ArrayList<>();
        for (int i = 0; i < paths.size(); i += Math.max(1, paths.size() / 8)) {
            String path = paths.get(i);
            some.add(ClassDesc.ofInternalName(path.substring(0, path.length() - ".class".length())));
        }
        return some;
    }

    /// An ELF file: three quarters of it like code, which packs to two thirds, the rest texts.
    private static byte[] library(Random random, int bytes) {
        ByteBuffer library = ByteBuffer.allocate(Math.max(bytes * 3 / 2, 64)).order(ByteOrder.LITTLE_ENDIAN);
        library.put(new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1, 0}).putLong(0);
        while (library.position() < library.capacity() * 3L / 4) {
            library.put((byte) (Math.abs(random.nextGaussian()) * 24));
        }
        while (library.remaining() > 40) {
            library.put(text(random, 8 + random.nextInt(24))).put((byte) 0);
        }
        return library.array();
    }

    private static byte[] json(Random random, int bytes) {
        StringBuilder json = new StringBuilder("[");
        while (json.length() < bytes) {
            json.append("{\"id\": ")
                    .append(random.nextInt(100_000))
                    .append(", \"title\": \"")
                    .append(new String(text(random, 30), StandardCharsets.US_ASCII))
                    .append("\", \"open\": true},\n");
        }
        return json.append("{}]").toString().getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] script(Random random, int bytes) {
        StringBuilder script = new StringBuilder();
        while (script.length() < bytes) {
            script.append("function f")
                    .append(random.nextInt(100_000))
                    .append("(a,b){return a.get('")
                    .append(new String(text(random, 12), StandardCharsets.US_ASCII))
                    .append("')+b.length}");
        }
        return script.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] text(Random random, int length) {
        byte[] text = new byte[length];
        for (int i = 0; i < length; i++) {
            text[i] = (byte) (random.nextInt(7) == 0 ? ' ' : 'a' + random.nextInt(26));
        }
        return text;
    }

    private static byte[] noise(Random random, int bytes) {
        byte[] noise = new byte[bytes];
        random.nextBytes(noise);
        // No file format begins like this.
        Arrays.fill(noise, 0, Math.min(4, bytes), (byte) 0x55);
        return noise;
    }
}
