package dev.earshot.mobile.dex;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.mobile.reading.Code;
import dev.earshot.mobile.reading.Sign;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jf.dexlib2.Opcodes;
import org.jf.dexlib2.dexbacked.DexBackedClassDef;
import org.jf.dexlib2.dexbacked.DexBackedDexFile;
import org.jf.dexlib2.dexbacked.DexBackedMethod;
import org.jf.dexlib2.iface.instruction.Instruction;
import org.jf.dexlib2.iface.instruction.ReferenceInstruction;
import org.jf.dexlib2.iface.reference.FieldReference;
import org.jf.dexlib2.iface.reference.MethodReference;
import org.jf.dexlib2.iface.reference.StringReference;
import org.jf.dexlib2.iface.reference.TypeReference;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// dexlib2 sees the same in real code: in libraries on the class path, and in whatever SDKs were fetched.
class DexOracleTest {
    private static final Path SDKS = Path.of("target", "aars");

    @TestFactory
    Stream<DynamicTest> both_readers_see_the_same() throws IOException {
        List<Path> archives = Stream.concat(
                        Stream.of(
                                DexMaker.archiveOf(com.google.protobuf.UnknownFieldSet.class),
                                DexMaker.archiveOf(com.dd.plist.NSObject.class),
                                DexMaker.archiveOf(DexBackedDexFile.class)),
                        sdks().stream())
                .toList();
        return archives.stream()
                .map(archive -> DynamicTest.dynamicTest(archive.getFileName().toString(), () -> compare(archive)));
    }

    private static List<Path> sdks() throws IOException {
        if (!Files.isDirectory(SDKS)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(SDKS)) {
            return files.filter(file -> file.toString().endsWith(".aar"))
                    .sorted()
                    .limit(4)
                    .toList();
        }
    }

    private static void compare(Path archive) throws IOException {
        Map<String, byte[]> classes;
        try (InputStream content = Files.newInputStream(archive)) {
            classes = DexMaker.classesOf(content, path -> true);
        }
        if (classes.isEmpty()) {
            return;
        }
        byte[] bytes = DexMaker.dex(classes);
        Told told = Told.of(bytes);
        DexBackedDexFile oracle = new DexBackedDexFile(Opcodes.forApi(28), bytes);

        Set<String> defined =
                oracle.getClasses().stream().map(type -> dotted(type.getType())).collect(Collectors.toSet());
        assertThat(told.names(Sign.CLASS_DEFINED)).containsExactlyInAnyOrderElementsOf(defined);
        Set<String> referenced = oracle.getTypeReferences().stream()
                .map(type -> dotted(type.getType()))
                .filter(name -> !name.isEmpty() && !defined.contains(name))
                .collect(Collectors.toSet());
        assertThat(told.names(Sign.CLASS_REFERENCED)).containsExactlyInAnyOrderElementsOf(referenced);
        assertThat(told.blindSpots).isEmpty();
        assertTexts(told, oracle, bytes);
        assertUses(told.code(), oracle, defined);
        assertCalls(told.code(), oracle);
    }

    private static void assertTexts(Told told, DexBackedDexFile oracle, byte[] bytes) {
        Set<String> pool = oracle.getStringReferences().stream()
                .map(StringReference::getString)
                .collect(Collectors.toSet());
        Set<String> texts = new HashSet<>(told.names(Sign.CODE_TEXT));
        assertThat(pool).containsAll(texts);
        assertThat(texts).containsAll(literals(oracle));
        told.all.stream().filter(found -> found.sign() == Sign.CODE_TEXT).forEach(found -> {
            if (found.name().charAt(0) < 0x80 && found.name().charAt(0) > 0) {
                assertThat((char) bytes[(int) found.offset()])
                        .isEqualTo(found.name().charAt(0));
            }
        });
    }

    private static Set<String> literals(DexBackedDexFile oracle) {
        Set<String> literals = new HashSet<>();
        oracle.getClasses()
                .forEach(type -> type.getMethods()
                        .forEach(method -> instructions(method).forEach(instruction -> {
                            if (instruction instanceof ReferenceInstruction reference
                                    && reference.getReference() instanceof StringReference text) {
                                literals.add(text.getString());
                            }
                        })));
        literals.remove("");
        return literals;
    }

    private static void assertUses(Code code, DexBackedDexFile oracle, Set<String> defined) {
        for (DexBackedClassDef type : oracle.getClasses()) {
            Set<String> uses = new HashSet<>();
            if (type.getSuperclass() != null) {
                uses.add(dotted(type.getSuperclass()));
            }
            type.getInterfaces().forEach(name -> uses.add(dotted(name)));
            type.getMethods()
                    .forEach(method -> instructions(method).forEach(instruction -> {
                        if (instruction instanceof ReferenceInstruction reference) {
                            switch (reference.getReference()) {
                                case TypeReference named -> uses.add(dotted(named.getType()));
                                case FieldReference field -> uses.add(dotted(field.getDefiningClass()));
                                case MethodReference called -> uses.add(dotted(called.getDefiningClass()));
                                default -> {}
                            }
                        }
                    }));
            uses.remove("");
            uses.remove(dotted(type.getType()));
            assertThat(code.usedBy(dotted(type.getType()))).containsExactlyInAnyOrderElementsOf(uses);
        }
        assertThat(code.classes()).containsExactlyInAnyOrderElementsOf(defined);
    }

    private static void assertCalls(Code code, DexBackedDexFile oracle) {
        Map<String, Integer> expected = new TreeMap<>();
        for (DexBackedClassDef type : oracle.getClasses()) {
            type.getMethods()
                    .forEach(method -> instructions(method).forEach(instruction -> {
                        if (instruction instanceof ReferenceInstruction reference
                                && instruction.getOpcode().name.startsWith("invoke-")
                                && reference.getReference() instanceof MethodReference called
                                && called.getDefiningClass().startsWith("Ljava/")) {
                            expected.merge(
                                    dotted(type.getType()) + "." + method.getName() + " > "
                                            + dotted(called.getDefiningClass()) + "." + called.getName() + "/"
                                            + called.getParameterTypes().size(),
                                    1,
                                    Integer::sum);
                        }
                    }));
        }
        Map<String, Integer> calls = new TreeMap<>();
        for (Code.Call call : code.calls(name -> name.startsWith("java."))) {
            calls.merge(
                    call.fromClass() + "." + call.fromMethod() + " > " + call.toClass() + "." + call.toMethod() + "/"
                            + call.literals().size(),
                    1,
                    Integer::sum);
        }
        assertThat(calls).isEqualTo(expected);
    }

    private static Iterable<? extends Instruction> instructions(DexBackedMethod method) {
        return method.getImplementation() == null
                ? List.of()
                : method.getImplementation().getInstructions();
    }

    private static String dotted(String descriptor) {
        String plain = descriptor.replaceFirst("^\\[+", "");
        return plain.startsWith("L") ? plain.substring(1, plain.length() - 1).replace('/', '.') : "";
    }
}
