package dev.earshot.breach.filing;

import dev.earshot.breach.document.Document;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// One document of a filing.
///
/// @param name of its files, without what says their format
/// @param open what must be answered before it can leave
/// @param fields the answers, where it is a form
/// @param page whether it is published as a web page as well
record Sheet(String name, Document document, List<String> open, Optional<ObjectNode> fields, boolean page) {
    Sheet {
        open = List.copyOf(open);
    }

    static Sheet of(String name, Paper paper) {
        return new Sheet(name, paper.document(), paper.open(), Optional.empty(), false);
    }

    Sheet asPage() {
        return new Sheet(name, document, open, fields, true);
    }
}
