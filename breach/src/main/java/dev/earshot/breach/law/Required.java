package dev.earshot.breach.law;

import java.util.Set;

/// Something that a notice must contain.
///
/// @param item id from `content.yaml`, such as `what-happened`
/// @param citation the paragraph that requires it
/// @param written what is required, in our words
/// @param whenElements only where one of these was disclosed; empty: always
public record Required(String item, String citation, String written, Set<String> whenElements) {
    public Required {
        whenElements = Set.copyOf(whenElements);
    }
}
