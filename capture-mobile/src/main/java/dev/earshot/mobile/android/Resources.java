package dev.earshot.mobile.android;

import java.util.List;

/// The resources of an app, from its tables in either form.
interface Resources {
    Resources NONE = id -> List.of();

    /// The texts that a resource has in any configuration, each once, the default configuration's first. References are
    /// followed. Empty where there is no such resource or it is no text, number or path.
    List<String> texts(int id);

    /// A value as text: its own, or that of the resource it stands for, else that resource's number: `@0x7f0a0012`.
    default String text(Value value) {
        return all(value).getFirst();
    }

    /// As [#text], with every text that it has in any configuration; never empty.
    default List<String> all(Value value) {
        if (value.reference() == 0) {
            return List.of(value.text());
        }
        List<String> texts = texts(value.reference());
        return texts.isEmpty() ? List.of("@0x" + Integer.toHexString(value.reference())) : texts;
    }
}
