package dev.earshot.detect;

import dev.earshot.catalogue.Parameter;
import java.util.Optional;

/// What a leaf is to its reader, which decides what may be inferred from it.
enum Role {
    /// The address of the page that was visited.
    PAGE,
    /// The address of the page before it.
    REFERRER,
    /// The title, section or keywords of the page.
    TITLE,
    /// What was looked for.
    SEARCH,
    /// The name or label of an event, or the text of what was clicked.
    LABEL,
    /// Content whose meaning the site chose: names of keys and shapes of values may be read.
    FREE,
    /// Content whose meaning the tracker fixed: nothing more is inferred from it than an e-mail address.
    CLOSED;

    /// By the tracker's documentation. What it does not mention is free.
    static Role of(Optional<Parameter> parameter) {
        return parameter.isEmpty() ? FREE : of(parameter.get());
    }

    static Role of(Parameter parameter) {
        return switch (parameter.role()) {
            case "page.url", "page.path" -> PAGE;
            case "page.referrer" -> REFERRER;
            case "page.title", "page.section", "page.keywords" -> TITLE;
            case "search.term" -> SEARCH;
            case "event.name", "event.label", "event.category", "element.text", "app.screen" -> LABEL;
            case "custom",
                    "custom.user",
                    "form.field",
                    "event.value",
                    "content.id",
                    "product",
                    "dom.snapshot",
                    "error",
                    "network.url",
                    "plain.profile",
                    "element.attr",
                    "element.link" -> FREE;
            default -> CLOSED;
        };
    }
}
