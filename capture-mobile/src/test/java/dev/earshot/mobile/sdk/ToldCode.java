package dev.earshot.mobile.sdk;

import dev.earshot.mobile.reading.Code;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/// Code as a test tells it.
final class ToldCode implements Code {
    private final String file;
    private final Map<String, Set<String>> uses = new LinkedHashMap<>();
    private final List<Call> calls = new ArrayList<>();
    private final List<TextUse> texts = new ArrayList<>();

    ToldCode(String file) {
        this.file = file;
    }

    /// A class and the classes that its code uses.
    ToldCode type(String name, String... used) {
        uses.computeIfAbsent(name, key -> new LinkedHashSet<>()).addAll(List.of(used));
        return this;
    }

    /// A call, `org.clinic.Main.onCreate` to `net.sounder.Sounder.start`.
    ToldCode call(String from, String to, String... literals) {
        String fromClass = from.substring(0, from.lastIndexOf('.'));
        String toClass = to.substring(0, to.lastIndexOf('.'));
        type(fromClass, toClass);
        type(toClass);
        calls.add(new Call(
                fromClass,
                from.substring(from.lastIndexOf('.') + 1),
                toClass,
                to.substring(to.lastIndexOf('.') + 1),
                List.of(literals),
                0x100 + calls.size()));
        return this;
    }

    ToldCode text(String text, String inClass) {
        type(inClass);
        texts.add(new TextUse(text, inClass, "a", 0x200));
        return this;
    }

    @Override
    public String file() {
        return file;
    }

    @Override
    public List<String> usedBy(String className) {
        return List.copyOf(uses.getOrDefault(className, Set.of()));
    }

    @Override
    public List<String> classes() {
        return List.copyOf(uses.keySet());
    }

    @Override
    public List<Call> calls(Predicate<String> classes) {
        return calls.stream()
                .filter(call -> classes.test(call.toClass()) && !classes.test(call.fromClass()))
                .toList();
    }

    @Override
    public List<TextUse> uses(Collection<String> wanted) {
        return texts.stream().filter(use -> wanted.contains(use.text())).toList();
    }
}
