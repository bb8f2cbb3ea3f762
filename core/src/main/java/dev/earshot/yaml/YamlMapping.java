package dev.earshot.yaml;

import dev.earshot.EarshotException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/// One mapping of a YAML file. Reading it never throws: what is wrong goes to its [Problems] with its line, and a
/// neutral value comes back.
public final class YamlMapping {
    private final Map<String, Node> members;
    private final int line;
    private final Problems problems;

    private YamlMapping(Map<String, Node> members, int line, Problems problems) {
        this.members = members;
        this.line = line;
        this.problems = problems;
    }

    /// The file's top mapping; empty where the file is empty or is not one.
    ///
    /// @throws EarshotException when the file can't be read
    public static YamlMapping read(Path file, Problems problems) {
        try {
            return read(Files.readString(file), problems);
        } catch (IOException e) {
            throw new EarshotException(
                    EarshotException.Code.USAGE, "Could not read " + file + ": " + e.getMessage(), e);
        }
    }

    /// As [#read(Path, Problems)], of a text that was read already.
    public static YamlMapping read(String text, Problems problems) {
        try {
            Optional<Node> top = new Compose(LoadSettings.builder().build()).composeString(text);
            if (top.isPresent()) {
                return of(top.get(), problems);
            }
        } catch (MarkedYamlEngineException e) {
            problems.add(
                    e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(0),
                    "this is not YAML: " + e.getProblem());
        } catch (YamlEngineException e) {
            problems.add(0, "this is not YAML: " + e.getMessage());
        }
        return new YamlMapping(Map.of(), 0, problems);
    }

    private static YamlMapping of(Node node, Problems problems) {
        Map<String, Node> members = new LinkedHashMap<>();
        if (node instanceof MappingNode mapping) {
            for (NodeTuple tuple : mapping.getValue()) {
                if (tuple.getKeyNode() instanceof ScalarNode key
                        && members.put(key.getValue(), tuple.getValueNode()) != null) {
                    problems.add(line(key), "\"" + key.getValue() + "\" stands here twice.");
                }
            }
        } else {
            problems.add(line(node), "names with values (name: value) are expected here.");
        }
        return new YamlMapping(members, line(node), problems);
    }

    /// One-based.
    public int line() {
        return line;
    }

    public Set<String> names() {
        return members.keySet();
    }

    /// Reports every name that is not among `known`.
    public YamlMapping only(Set<String> known) {
        members.forEach((name, node) -> {
            if (!known.contains(name)) {
                problems.add(line(node), "\"" + name + "\" is not known here." + Problems.didYouMean(name, known));
            }
        });
        return this;
    }

    public Optional<String> text(String name) {
        Node node = members.get(name);
        if (node instanceof ScalarNode scalar) {
            return Optional.of(scalar.getValue());
        }
        if (node != null) {
            problems.add(line(node), "\"" + name + "\" takes one value.");
        }
        return Optional.empty();
    }

    /// As [#text], and its absence is a mistake.
    public String required(String name) {
        if (!members.containsKey(name)) {
            problems.add(line, "\"" + name + "\" is missing.");
        }
        return text(name).orElse("");
    }

    /// One of `choices`; its absence gives `otherwise`.
    public String choice(String name, Set<String> choices, String otherwise) {
        Optional<String> given = text(name);
        if (given.isPresent() && !choices.contains(given.get())) {
            problems.add(
                    lineOf(name),
                    "\"" + given.get() + "\" is no " + name + "." + Problems.didYouMean(given.get(), choices));
            return otherwise;
        }
        return given.orElse(otherwise);
    }

    public boolean yes(String name) {
        return choice(name, Set.of("true", "false"), "false").equals("true");
    }

    public Optional<LocalDate> date(String name) {
        Optional<String> given = text(name);
        try {
            return given.map(LocalDate::parse);
        } catch (DateTimeParseException notADate) {
            problems.add(lineOf(name), "\"" + given.orElse("") + "\" is no date; write it as 2026-12-31.");
            return Optional.empty();
        }
    }

    /// The values of a list, or the one value that stands without one.
    public List<String> texts(String name) {
        Node node = members.get(name);
        List<String> texts = new ArrayList<>();
        switch (node) {
            case null -> {}
            case ScalarNode scalar -> texts.add(scalar.getValue());
            case SequenceNode sequence -> {
                for (Node item : sequence.getValue()) {
                    if (item instanceof ScalarNode scalar) {
                        texts.add(scalar.getValue());
                    } else {
                        problems.add(line(item), "plain values are expected in \"" + name + "\".");
                    }
                }
            }
            default -> problems.add(line(node), "\"" + name + "\" takes a list.");
        }
        return texts;
    }

    /// The mapping that stands under `name`; empty where none does.
    public YamlMapping mapping(String name) {
        Node node = members.get(name);
        return node == null ? new YamlMapping(Map.of(), line, problems) : of(node, problems);
    }

    /// The mappings of a list.
    public List<YamlMapping> mappings(String name) {
        Node node = members.get(name);
        if (node == null) {
            return List.of();
        }
        if (node instanceof SequenceNode sequence) {
            return sequence.getValue().stream().map(item -> of(item, problems)).toList();
        }
        problems.add(line(node), "\"" + name + "\" takes a list: start each item with a dash.");
        return List.of();
    }

    /// Whether a list stands under `name`.
    public boolean isList(String name) {
        return members.get(name) instanceof SequenceNode;
    }

    /// Reports something about the value of `name`.
    public void problem(String name, String what) {
        problems.add(lineOf(name), what);
    }

    private int lineOf(String name) {
        Node node = members.get(name);
        return node == null ? line : line(node);
    }

    private static int line(Node node) {
        return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
    }
}
