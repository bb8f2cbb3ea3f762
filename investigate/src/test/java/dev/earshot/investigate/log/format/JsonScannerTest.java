package dev.earshot.investigate.log.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.earshot.investigate.log.LogLine.Field;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

class JsonScannerTest {
    private static String find(String path, String json) {
        JsonScanner scanner = new JsonScanner(List.of(path));
        byte[] bytes = Samples.bytes(json);
        return scanner.scan(bytes, 0, bytes.length) ? text(scanner, 0) : "broken";
    }

    private static String text(JsonScanner scanner, int path) {
        Field value = scanner.value(path);
        if (!scanner.has(path)) {
            return "absent";
        }
        if (!scanner.escaped(path)) {
            return new String(value.bytes, value.from, value.length(), StandardCharsets.UTF_8);
        }
        byte[] room = new byte[value.length()];
        int end = JsonScanner.unescape(value.bytes, value.from, value.to, room, 0);
        return new String(room, 0, end, StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            a              | {"a":"x"}                              | x
            a              | { "a" : "x" , "b" : [ ] }              | x
            a              | {"b":{"a":"y"},"a":"x"}                | x
            a              | {"a":12.5e3}                           | 12.5e3
            a              | {"a":true}                             | true
            a              | {"a":null}                             | absent
            a              | {"a":{"b":[1,"]"]}}                    | {"b":[1,"]"]}
            a              | {"b":"\\"a\\":\\"y\\""}                | absent
            a              | {"a":"x\\"y"}                          | x"y
            a              | {"a":"\\u00e9\\ud83d\\ude00\\/\\t."}   | é😀/	.
            a              | {"a":"\\ud83d."}                       | ?.
            a              | {"\\u0061":"x"}                        | x
            a              | {"A":"x"}                              | absent
            a              | {"a":"x","a":"y"}                      | y
            a              | {"a":"x","a":null}                     | absent
            a.b            | {"a":{"b":"x"}}                        | x
            a.b            | {"a":[{"b":"x"}]}                      | absent
            a.b            | {"a.b":"x"}                            | absent
            ["a.b"]        | {"a.b":"x"}                            | x
            a["b.c"][1].d  | {"a":{"b.c":[{"d":0},{"d":1}]}}        | 1
            a[0]           | {"a":["x","y"]}                        | x
            a[2]           | {"a":["x","y"]}                        | absent
            a[0]           | {"a":[]}                               | absent
            a[0]           | {"a":"x"}                              | absent
            cs(User-Agent) | {"cs(User-Agent)":"x"}                 | x
            """)
    void a_path_finds_its_value(String path, String json, String expected) {
        assertThat(find(path, json)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "{}}",
                "{\"a\"}",
                "{\"a\":}",
                "{\"a\":1,}",
                "{\"a\":1 \"b\":2}",
                "{\"a\":\"x}",
                "{\"a\":\"x\\\"}",
                "{\"a\":[1,2}",
                "{\"a\":[1,]}",
                "{\"a\":nul}",
                "{\"a\":bare}",
                "{a:1}",
                "{'a':1}",
                "{\"a\":1}{\"a\":2}",
                "{\"b\":{\"c\":1}",
            })
    void json_that_is_not_whole_is_broken(String json) {
        assertThat(find("a[1]", json)).isEqualTo("broken");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.", ".a", "a..b", "a[", "a[x]", "a[-1]", "a[\"b]", "[]", "a[1234567]"})
    void a_path_that_is_none_is_named(String path) {
        assertThatThrownBy(() -> new JsonScanner(List.of(path)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(path);
    }

    @Test
    void a_hundred_thousand_brackets_within_each_other_are_no_trouble() {
        String deep = "[".repeat(100_000) + "]".repeat(100_000);
        assertThat(find("a", "{\"b\":" + deep + ",\"a\":1}")).isEqualTo("1");
        assertThat(find("a", "{\"b\":" + deep + "]")).isEqualTo("broken");
        assertThat(find("a", "{\"b\":{".repeat(50_000))).isEqualTo("broken");
    }

    /// What a tree says, the scanner says: random objects, with every kind of value on the way.
    @Test
    void random_objects_read_as_a_tree_reads_them() {
        Random random = new Random(20261122);
        List<String> paths = List.of("a", "b.a", "c[1]", "a.b[0].c", "b[2].a.b");
        List<String> pointers = List.of("/a", "/b/a", "/c/1", "/a/b/0/c", "/b/2/a/b");
        JsonScanner scanner = new JsonScanner(paths);
        JsonMapper mapper = JsonMapper.builder().build();
        int found = 0;
        for (int round = 0; round < 20_000; round++) {
            JsonNode tree = object(random, 0);
            byte[] bytes = mapper.writeValueAsBytes(tree);
            assertThat(scanner.scan(bytes, 0, bytes.length)).isTrue();
            for (int path = 0; path < paths.size(); path++) {
                JsonNode node = tree.at(pointers.get(path));
                String expected = node.isMissingNode() || node.isNull()
                        ? "absent"
                        : node.isString() ? node.stringValue() : mapper.writeValueAsString(node);
                assertThat(text(scanner, path)).isEqualTo(expected);
                found += node.isMissingNode() ? 0 : 1;
            }
        }
        assertThat(found).isGreaterThan(10_000);
    }

    private static ObjectNode object(Random random, int depth) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        for (String name : List.of("a", "b", "c", "\"", "\u00e9")) {
            if (random.nextInt(4) > 0) {
                object.set(name, value(random, depth + 1));
            }
        }
        return object;
    }

    private static JsonNode value(Random random, int depth) {
        int kind = depth > 4 ? random.nextInt(4) : random.nextInt(7);
        return switch (kind) {
            case 0 -> JsonNodeFactory.instance.nullNode();
            case 1 -> JsonNodeFactory.instance.numberNode(random.nextInt());
            case 2 -> JsonNodeFactory.instance.booleanNode(random.nextBoolean());
            case 3 -> JsonNodeFactory.instance.stringNode(string(random));
            case 4 -> {
                ArrayNode array = JsonNodeFactory.instance.arrayNode();
                for (int count = random.nextInt(4); count > 0; count--) {
                    array.add(value(random, depth + 1));
                }
                yield array;
            }
            default -> object(random, depth);
        };
    }

    private static String string(Random random) {
        String letters = "ab\"\\{}[]:,\n\t\u0001\u00e9\u2713 ";
        StringBuilder text = new StringBuilder();
        for (int count = random.nextInt(30); count > 0; count--) {
            text.append(letters.charAt(random.nextInt(letters.length())));
        }
        return text.toString();
    }
}
