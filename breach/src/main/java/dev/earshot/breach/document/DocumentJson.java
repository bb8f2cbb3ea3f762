package dev.earshot.breach.document;

import dev.earshot.EarshotException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.core.JacksonException;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// A document as JSON, and back.
///
/// `{"title", "language", "blocks": [{"heading": 1, "spans": […]} | {"paragraph": […]} |
/// {"list": "ordered" | "unordered", "items": [[…]]} | {"table": [[[…]]]}]}`, a span being `{"text"}`, `{"slot"}` (each
/// with `"bold": true` where it is) or `{"break": true}`.
public final class DocumentJson {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private DocumentJson() {}

    /// Indented by two, lines ended by LF, the last one too.
    public static String of(Document document) {
        return text(tree(document));
    }

    /// JSON as [#of] writes it.
    public static String text(JsonNode tree) {
        DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
        return MAPPER.writer()
                        .with(new DefaultPrettyPrinter()
                                .withObjectIndenter(indenter)
                                .withArrayIndenter(indenter))
                        .writeValueAsString(tree)
                + "\n";
    }

    public static ObjectNode tree(Document document) {
        ObjectNode tree = NODES.objectNode();
        tree.put("title", document.title());
        tree.put("language", document.language().toLanguageTag());
        ArrayNode blocks = tree.putArray("blocks");
        document.blocks().forEach(block -> blocks.add(block(block)));
        return tree;
    }

    private static ObjectNode block(Block block) {
        ObjectNode node = NODES.objectNode();
        switch (block) {
            case Block.Heading(int level, List<Span> spans) -> {
                node.put("heading", level);
                node.set("spans", spans(spans));
            }
            case Block.Paragraph(List<Span> spans) -> node.set("paragraph", spans(spans));
            case Block.Listing(boolean ordered, List<List<Span>> items) -> {
                node.put("list", ordered ? "ordered" : "unordered");
                node.set("items", lists(items));
            }
            case Block.Table(List<List<List<Span>>> rows) -> {
                ArrayNode table = node.putArray("table");
                rows.forEach(row -> table.add(lists(row)));
            }
        }
        return node;
    }

    private static ArrayNode lists(List<List<Span>> lists) {
        ArrayNode nodes = NODES.arrayNode();
        lists.forEach(list -> nodes.add(spans(list)));
        return nodes;
    }

    private static ArrayNode spans(List<Span> spans) {
        ArrayNode nodes = NODES.arrayNode();
        for (Span span : spans) {
            ObjectNode node = nodes.addObject();
            switch (span) {
                case Span.Text(String words, boolean bold) -> bold(node.put("text", words), bold);
                case Span.Slot(String name, boolean bold) -> bold(node.put("slot", name), bold);
                case Span.LineBreak() -> node.put("break", true);
            }
        }
        return nodes;
    }

    private static void bold(ObjectNode node, boolean bold) {
        if (bold) {
            node.put("bold", true);
        }
    }

    /// @throws EarshotException of code USAGE saying what is no document
    public static Document read(String json) {
        JsonNode tree;
        try {
            tree = MAPPER.readTree(json);
        } catch (JacksonException notJson) {
            throw new EarshotException(
                    EarshotException.Code.USAGE, "This is not JSON: " + notJson.getOriginalMessage(), notJson);
        }
        List<Block> blocks = new ArrayList<>();
        array(tree, "blocks").forEach(block -> blocks.add(block(block)));
        return new Document(string(tree, "title"), Locale.forLanguageTag(string(tree, "language")), blocks);
    }

    private static Block block(JsonNode block) {
        if (block.path("heading").isInt()) {
            return new Block.Heading(block.path("heading").asInt(), spans(array(block, "spans")));
        }
        if (block.has("paragraph")) {
            return new Block.Paragraph(spans(array(block, "paragraph")));
        }
        if (block.has("list")) {
            return new Block.Listing(string(block, "list").equals("ordered"), lists(array(block, "items")));
        }
        List<List<List<Span>>> rows = new ArrayList<>();
        array(block, "table").forEach(row -> rows.add(lists(row)));
        return new Block.Table(rows);
    }

    private static List<List<Span>> lists(JsonNode nodes) {
        List<List<Span>> lists = new ArrayList<>();
        nodes.forEach(node -> lists.add(spans(node)));
        return lists;
    }

    private static List<Span> spans(JsonNode nodes) {
        List<Span> spans = new ArrayList<>();
        for (JsonNode node : nodes) {
            boolean bold = node.path("bold").asBoolean(false);
            if (node.has("break")) {
                spans.add(new Span.LineBreak());
            } else if (node.has("slot")) {
                spans.add(new Span.Slot(string(node, "slot"), bold));
            } else {
                spans.add(new Span.Text(string(node, "text"), bold));
            }
        }
        return spans;
    }

    private static JsonNode array(JsonNode node, String name) {
        JsonNode array = node.path(name);
        if (!array.isArray()) {
            throw notADocument("a list \"" + name + "\" is expected");
        }
        return array;
    }

    private static String string(JsonNode node, String name) {
        JsonNode string = node.path(name);
        if (!string.isString()) {
            throw notADocument("a text \"" + name + "\" is expected");
        }
        return string.asString();
    }

    private static EarshotException notADocument(String what) {
        return new EarshotException(EarshotException.Code.USAGE, "This JSON is no document: " + what + ".");
    }
}
