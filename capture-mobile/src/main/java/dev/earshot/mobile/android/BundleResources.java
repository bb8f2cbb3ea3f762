package dev.earshot.mobile.android;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The resource table of a bundle's module (`resources.pb`).
///
/// Source: as [BundleXml], `ResourceTable` to `Primitive`.
final class BundleResources implements Resources {
    private static final int REFERENCES = 20;
    private static final int TEXTS = 16;
    private static final int TOLD = 100_000;

    private final Map<Integer, Entry> entries = new LinkedHashMap<>();
    private final Map<String, Integer> ids = new HashMap<>();
    private final Resources others;
    private boolean whole = true;

    private BundleResources(Resources others) {
        this.others = others;
    }

    /// @param name `string/app_name`
    /// @param items what it is in each configuration, the default one's first
    private record Entry(String name, List<Message> items, int offset) {}

    /// @param others where resources are that this module does not have: the base module's
    static BundleResources of(ByteBuffer bytes, Resources others) {
        var resources = new BundleResources(others);
        resources.read(Message.of(bytes));
        return resources;
    }

    static BundleResources none(Resources others) {
        return new BundleResources(others);
    }

    boolean whole() {
        return whole;
    }

    private void read(Message table) {
        whole = table.whole();
        for (Message inPackage : table.all(2)) {
            int packageId = number(inPackage, 1);
            for (Message type : inPackage.all(3)) {
                int typeId = number(type, 1);
                String name = type.text(2);
                for (Message entry : type.all(3)) {
                    if (entries.size() < TOLD * 4) {
                        int id = (packageId << 24) | (typeId << 16) | number(entry, 1);
                        String named = name + "/" + entry.text(2);
                        entries.put(id, new Entry(named, items(entry), entry.start()));
                        ids.putIfAbsent(named, id);
                    } else {
                        whole = false;
                    }
                }
            }
        }
    }

    private static int number(Message message, int field) {
        return message.message(field).map(id -> (int) id.number(1)).orElse(0);
    }

    private static List<Message> items(Message entry) {
        List<Message> items = new ArrayList<>();
        for (Message value : entry.all(6)) {
            boolean standard =
                    value.message(1).map(one -> one.start() == one.end()).orElse(true);
            value.message(2).flatMap(one -> one.message(4)).ifPresent(item -> {
                if (standard) {
                    items.addFirst(item);
                } else {
                    items.add(item);
                }
            });
        }
        return items;
    }

    /// What an `Item` holds; empty for what is no text, number or path.
    Optional<Value> value(Message item) {
        if (item.has(1)) {
            return item.message(1).map(this::reference);
        }
        for (int text : new int[] {2, 3, 4, 5}) {
            if (item.has(text)) {
                return item.message(text).map(one -> Value.of(one.text(1)));
            }
        }
        return item.message(7).flatMap(BundleResources::primitive);
    }

    private Value reference(Message reference) {
        int id = (int) reference.number(2);
        Integer byName = id == 0 ? ids.get(reference.text(3)) : Integer.valueOf(id);
        return byName == null ? Value.NONE : Value.to(byName);
    }

    private static Optional<Value> primitive(Message primitive) {
        if (primitive.has(8)) {
            return Optional.of(Value.of(primitive.number(8) == 0 ? "false" : "true"));
        }
        if (primitive.has(6)) {
            return Optional.of(Value.of(Integer.toString((int) primitive.number(6))));
        }
        if (primitive.has(7)) {
            return Optional.of(Value.of("0x" + Integer.toHexString((int) primitive.number(7))));
        }
        return primitive.has(3)
                ? Optional.of(Value.of(Float.toString(Float.intBitsToFloat((int) primitive.number(3)))))
                : Optional.empty();
    }

    @Override
    public List<String> texts(int id) {
        if (!entries.containsKey(id)) {
            return others.texts(id);
        }
        Set<String> texts = new LinkedHashSet<>();
        collect(id, texts, REFERENCES);
        return List.copyOf(texts);
    }

    private void collect(int id, Set<String> texts, int references) {
        Entry entry = entries.get(id);
        if (entry == null) {
            texts.addAll(others.texts(id));
            return;
        }
        for (int i = 0; i < entry.items.size() && texts.size() < TEXTS; i++) {
            // A loop through many configurations would branch without end: one way each.
            int left = i == 0 ? references - 1 : 0;
            value(entry.items.get(i)).ifPresent(value -> {
                if (value.reference() == 0) {
                    texts.add(value.text());
                } else if (left > 0) {
                    collect(value.reference(), texts, left);
                }
            });
        }
    }

    /// As [ResourceTable#tell].
    void tell(int longest, ResourceTable.Taker taker) {
        entries.values().stream()
                .filter(entry -> entry.name.startsWith("string/")
                        || entry.name.startsWith("bool/")
                        || entry.name.startsWith("integer/"))
                .limit(TOLD)
                .forEach(entry -> entry.items.stream()
                        .findFirst()
                        .flatMap(this::value)
                        .map(this::text)
                        .filter(text -> !text.isEmpty() && text.length() < longest)
                        .ifPresent(text -> taker.take(entry.name, text, entry.offset)));
    }
}
