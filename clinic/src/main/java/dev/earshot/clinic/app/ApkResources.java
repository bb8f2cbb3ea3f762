package dev.earshot.clinic.app;

import com.reandroid.arsc.chunk.PackageBlock;
import com.reandroid.arsc.chunk.TableBlock;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// The resources that an app's manifest can refer to: texts, and files by their path. They are numbered in order of
/// type and name, as soon as all are there.
final class ApkResources {
    private static final int APP_PACKAGE = 0x7f;

    /// Value by name by type.
    private final SortedMap<String, SortedMap<String, String>> types = new TreeMap<>();

    void put(String type, String name, String value) {
        types.computeIfAbsent(type, key -> new TreeMap<>()).put(name, value);
    }

    /// Adds what is not here yet, as the path of a file.
    void mention(String type, String name) {
        types.computeIfAbsent(type, key -> new TreeMap<>()).putIfAbsent(name, "res/" + type + "/" + name + ".xml");
    }

    /// The number by which a compiled file refers to a resource.
    int id(String type, String name) {
        int typeNumber = 1 + types.headMap(type).size();
        int entryNumber =
                types.getOrDefault(type, new TreeMap<>()).headMap(name).size();
        return (APP_PACKAGE << 24) | (typeNumber << 16) | entryNumber;
    }

    /// The resource table as an APK holds it.
    byte[] table(String packageName) {
        TableBlock table = new TableBlock();
        PackageBlock block = table.newPackage(APP_PACKAGE, packageName);
        types.forEach((type, entries) -> entries.forEach(
                (name, value) -> block.getOrCreate("", type, name).setValueAsString(value)));
        table.refreshFull();
        return table.getBytes();
    }

    /// The resource table as an app bundle holds it.
    ///
    /// Source: `ResourceTable` of frameworks/base, tools/aapt2/Resources.proto.
    byte[] proto(String packageName) {
        List<byte[]> fields =
                new ArrayList<>(List.of(Proto.message(1, Proto.number(1, APP_PACKAGE)), Proto.text(2, packageName)));
        types.forEach((type, entries) -> fields.add(Proto.message(3, type(type, entries))));
        return Proto.message(2, Proto.join(fields));
    }

    private byte[] type(String type, SortedMap<String, String> entries) {
        List<byte[]> fields = new ArrayList<>(List.of(
                Proto.message(1, Proto.number(1, 1 + types.headMap(type).size())), Proto.text(2, type)));
        entries.forEach((name, value) -> fields.add(Proto.message(
                3,
                Proto.message(1, Proto.number(1, entries.headMap(name).size())),
                Proto.text(2, name),
                Proto.message(6, Proto.message(1), Proto.message(2, Proto.message(4, item(type, value)))))));
        return Proto.join(fields);
    }

    private static byte[] item(String type, String value) {
        return type.equals("string") ? Proto.message(2, Proto.text(1, value)) : Proto.message(5, Proto.text(1, value));
    }
}
