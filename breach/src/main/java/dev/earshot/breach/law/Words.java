package dev.earshot.breach.law;

import dev.earshot.yaml.YamlMapping;
import java.util.Arrays;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Words of the law's files, read as the constants that they stand for.
final class Words {
    private Words() {}

    /// One of `constants`; its absence is a mistake.
    static <E> E required(YamlMapping mapping, String name, E[] constants, Function<E, String> id) {
        mapping.required(name);
        return of(mapping, name, constants, id, constants[0]);
    }

    /// One of `constants`; its absence gives `otherwise`.
    static <E> E of(YamlMapping mapping, String name, E[] constants, Function<E, String> id, E otherwise) {
        Set<String> ids = Arrays.stream(constants).map(id).collect(Collectors.toSet());
        String given = mapping.choice(name, ids, id.apply(otherwise));
        return Arrays.stream(constants)
                .filter(constant -> id.apply(constant).equals(given))
                .findFirst()
                .orElse(otherwise);
    }
}
