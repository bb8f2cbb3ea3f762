package dev.earshot.mobile.dex;

import com.android.dx.cf.direct.DirectClassFile;
import com.android.dx.cf.direct.StdAttributeFactory;
import com.android.dx.command.dexer.DxContext;
import com.android.dx.dex.DexOptions;
import com.android.dx.dex.cf.CfOptions;
import com.android.dx.dex.cf.CfTranslator;
import com.android.dx.dex.file.DexFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/// Makes DEX files out of Java sources or class files, by javac and dx.
final class DexMaker {
    private static final Pattern NAME =
            Pattern.compile("package ([\\w.]+);.*?(?:class|interface|enum) (\\w+)", Pattern.DOTALL);

    private DexMaker() {}

    /// @param sources each with a package and one class of its own name first
    static Map<String, byte[]> compile(String... sources) {
        JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
        Map<String, ByteArrayOutputStream> classes = new LinkedHashMap<>();
        List<JavaFileObject> units = new ArrayList<>();
        for (String source : sources) {
            Matcher name = NAME.matcher(source);
            if (!name.find()) {
                throw new IllegalArgumentException("no class in: " + source);
            }
            units.add(source(name.group(1) + "." + name.group(2), source));
        }
        try (StandardJavaFileManager files = javac.getStandardFileManager(null, null, null);
                JavaFileManager memory = new ForwardingJavaFileManager<>(files) {
                    @Override
                    public JavaFileObject getJavaFileForOutput(
                            Location location, String className, JavaFileObject.Kind kind, FileObject sibling) {
                        return output(className, kind, classes);
                    }
                }) {
            List<String> options = List.of("--release", "8", "-proc:none", "-nowarn", "-Xlint:-options");
            if (!javac.getTask(null, memory, null, options, null, units).call()) {
                throw new IllegalArgumentException("does not compile");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Map<String, byte[]> bytes = new TreeMap<>();
        classes.forEach((name, content) -> bytes.put(name.replace('.', '/') + ".class", content.toByteArray()));
        return bytes;
    }

    private static JavaFileObject source(String name, String text) {
        return new SimpleJavaFileObject(
                URI.create("memory:/" + name.replace('.', '/') + ".java"), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return text;
            }
        };
    }

    private static JavaFileObject output(
            String name, JavaFileObject.Kind kind, Map<String, ByteArrayOutputStream> classes) {
        return new SimpleJavaFileObject(URI.create("memory:/" + name.replace('.', '/') + ".class"), kind) {
            @Override
            public OutputStream openOutputStream() {
                ByteArrayOutputStream content = new ByteArrayOutputStream();
                classes.put(name, content);
                return content;
            }
        };
    }

    /// @param classes class files by their path
    static byte[] dex(Map<String, byte[]> classes) {
        DexOptions dexOptions = new DexOptions();
        dexOptions.minSdkVersion = 28;
        CfOptions options = new CfOptions();
        options.strictNameCheck = false;
        DexFile dex = new DexFile(dexOptions);
        DxContext context = new DxContext(OutputStream.nullOutputStream(), OutputStream.nullOutputStream());
        classes.forEach((path, content) -> {
            DirectClassFile file = new DirectClassFile(content, path, false);
            file.setAttributeFactory(StdAttributeFactory.THE_ONE);
            file.getMagic();
            dex.add(CfTranslator.translate(context, file, content, options, dexOptions, dex));
        });
        try {
            return dex.toDex(null, false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] dex(String... sources) {
        return dex(compile(sources));
    }

    static byte[] dexWithout(String prefix, String... sources) {
        Map<String, byte[]> classes = compile(sources);
        classes.keySet().removeIf(path -> path.startsWith(prefix));
        return dex(classes);
    }

    /// The class files of an archive, or of the classes.jar in an AAR.
    static Map<String, byte[]> classesOf(InputStream archive, Predicate<String> paths) throws IOException {
        Map<String, byte[]> classes = new TreeMap<>();
        ZipInputStream zip = new ZipInputStream(archive);
        for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
            if (entry.getName().equals("classes.jar")) {
                classes.putAll(classesOf(zip, paths));
            } else if (entry.getName().endsWith(".class")
                    && !entry.getName().startsWith("META-INF/")
                    && !entry.getName().endsWith("-info.class")
                    && paths.test(entry.getName())) {
                classes.put(entry.getName(), zip.readAllBytes());
            }
        }
        return classes;
    }

    /// Where the archive of a library on the class path is.
    static Path archiveOf(Class<?> type) {
        return Path.of(URI.create(
                type.getProtectionDomain().getCodeSource().getLocation().toString()));
    }
}
