package dev.earshot.guard.protection;

import dev.earshot.policy.Policy;
import dev.earshot.yaml.Problems;
import dev.earshot.yaml.YamlMapping;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// `protection.yaml`: a protection as people review it. What is written here reads back as the same value.
public final class ProtectionFile {
    private static final Set<String> USES =
            Arrays.stream(Use.values()).map(Use::id).collect(Collectors.toCollection(TreeSet::new));

    private final Problems problems;

    private ProtectionFile(Problems problems) {
        this.problems = problems;
    }

    /// @throws EarshotException USAGE naming every mistake with its line, or where the file can't be read
    public static Protection read(Path file) {
        Problems problems = new Problems(file);
        YamlMapping top = YamlMapping.read(file, problems).only(Set.of("own", "zones"));
        problems.throwIfAny();
        return new ProtectionFile(problems).protection(top);
    }

    /// Puts the new file in the old one's place at once, so that whoever reads it sees one of the two whole.
    ///
    /// @param remarks what to look at before it is used; become comments
    public static void write(Path file, Protection protection, List<String> remarks) {
        try {
            Path fresh = file.resolveSibling(file.getFileName() + ".new");
            Files.writeString(fresh, text(protection, remarks));
            Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Protection protection(YamlMapping top) {
        Set<String> own = new LinkedHashSet<>();
        for (String host : top.texts("own")) {
            if (endpoint(top, "own", host)
                            .filter(each -> each.equals(Endpoint.of(host)))
                            .isEmpty()
                    || host.startsWith("*")) {
                top.problem(
                        "own", "\"" + host + "\" is no host: name each of your own hosts, such as www.clinic.example.");
            }
            own.add(host);
        }
        if (own.isEmpty()) {
            top.problem("own", "name your own hosts under own: whatever they serve is allowed.");
        }
        List<ZoneProtection> zones = new ArrayList<>();
        Set<String> names = new TreeSet<>();
        for (YamlMapping mapping : top.mappings("zones")) {
            ZoneProtection zone = zone(mapping);
            if (!names.add(zone.zone())) {
                mapping.problem("name", "zone \"" + zone.zone() + "\" stands here twice.");
            }
            zones.add(zone);
        }
        if (zones.isEmpty() || !zones.getLast().zone().equals(Policy.PUBLIC)) {
            top.problem("zones", "the last zone must be public: it holds the pages that no other does.");
        }
        problems.throwIfAny();
        return new Protection(own, zones);
    }

    private ZoneProtection zone(YamlMapping mapping) {
        mapping.only(Set.of("name", "pages", "signedIn", "otherwise", "forbid", "allow"));
        String name = mapping.required("name");
        List<String> pages = mapping.texts("pages");
        if (name.equals(Policy.PUBLIC) && !pages.isEmpty()) {
            mapping.problem("pages", "zone public holds what no other does, and takes no pages.");
        }
        String otherwise = mapping.choice("otherwise", Set.of("block", "report"), "block");
        List<Allowed> allowed = new ArrayList<>();
        for (YamlMapping each : mapping.mappings("allow")) {
            each.only(Set.of("to", "for", "only", "without", "vendor", "because"));
            allowed(each).ifPresent(allowed::add);
        }
        List<Forbidden> forbidden = new ArrayList<>();
        for (YamlMapping each : mapping.mappings("forbid")) {
            each.only(Set.of("to", "vendor", "tracker", "because"));
            endpoint(each, "to", each.required("to"))
                    .ifPresent(to -> forbidden.add(new Forbidden(
                            to,
                            each.text("vendor").orElse(to.host()),
                            each.text("tracker").orElse(to.host()),
                            each.text("because").orElse("said in the protection file"))));
        }
        return new ZoneProtection(
                name,
                pages,
                mapping.yes("signedIn"),
                Otherwise.valueOf(otherwise.toUpperCase(Locale.ROOT)),
                allowed,
                forbidden);
    }

    private Optional<Allowed> allowed(YamlMapping each) {
        Set<Use> uses = EnumSet.noneOf(Use.class);
        for (String id : each.texts("for")) {
            Use.byId(id)
                    .ifPresentOrElse(
                            uses::add,
                            () -> each.problem("for", "\"" + id + "\" is no use." + Problems.didYouMean(id, USES)));
        }
        if (uses.isEmpty()) {
            each.problem("for", "say what it is for: " + String.join(", ", USES) + ".");
            return Optional.empty();
        }
        List<String> only = each.texts("only");
        List<String> without = each.texts("without");
        if (!only.isEmpty() && !without.isEmpty()) {
            each.problem("only", "give only or without, not both.");
        }
        Fields fields = !only.isEmpty()
                ? new Fields.Only(Set.copyOf(new LinkedHashSet<>(only)))
                : without.isEmpty() ? new Fields.All() : new Fields.Without(Set.copyOf(new LinkedHashSet<>(without)));
        return endpoint(each, "to", each.required("to"))
                .map(to -> new Allowed(
                        to,
                        uses,
                        fields,
                        each.text("vendor").orElse(to.host()),
                        each.text("because").orElse("said in the protection file")));
    }

    private static Optional<Endpoint> endpoint(YamlMapping in, String name, String text) {
        int slash = text.indexOf('/');
        String host = slash < 0 ? text : text.substring(0, slash);
        if (!host.matches("(\\*\\.)?[a-z0-9_-]+(\\.[a-z0-9_-]+)*")) {
            in.problem(
                    name,
                    "\"" + text + "\" is no address: write a host in lower case and perhaps a path, such as"
                            + " www.vendor.example or *.vendor.example/collect, without scheme and port.");
            return Optional.empty();
        }
        return Optional.of(new Endpoint(host, slash < 0 ? "/" : text.substring(slash)));
    }

    private static String text(Protection protection, List<String> remarks) {
        StringBuilder yaml = new StringBuilder("""
                # What the pages of each zone may tell whom (docs/gateway.md). Headers, gateway and browser guard obey it.
                # Of one request the first that applies decides: forbid, own, allow, otherwise.
                """);
        remarks.forEach(remark -> yaml.append("# LOOK: ").append(remark).append('\n'));
        yaml.append("own: ").append(list(new TreeSet<>(protection.own()))).append("\nzones:\n");
        for (ZoneProtection zone : protection.zones()) {
            yaml.append("  - name: ").append(quoted(zone.zone())).append('\n');
            if (!zone.pages().isEmpty()) {
                yaml.append("    pages: ").append(list(zone.pages())).append('\n');
            }
            if (zone.whenSignedIn()) {
                yaml.append("    signedIn: true\n");
            }
            yaml.append("    otherwise: ")
                    .append(zone.otherwise().name().toLowerCase(Locale.ROOT))
                    .append('\n');
            yaml.append(zone.forbidden().isEmpty() ? "" : "    forbid:\n");
            for (Forbidden each : zone.forbidden()) {
                yaml.append("      - {to: ")
                        .append(quoted(each.to().toString()))
                        .append(", vendor: ")
                        .append(quoted(each.vendor()))
                        .append(", tracker: ")
                        .append(quoted(each.tracker()))
                        .append(",\n         because: ")
                        .append(quoted(each.because()))
                        .append("}\n");
            }
            yaml.append(zone.allowed().isEmpty() ? "" : "    allow:\n");
            for (Allowed each : zone.allowed()) {
                yaml.append("      - {to: ")
                        .append(quoted(each.to().toString()))
                        .append(", for: ")
                        .append(list(each.uses().stream().sorted().map(Use::id).toList()))
                        .append(
                                switch (each.fields()) {
                                    case Fields.All() -> "";
                                    case Fields.Only(Set<String> names) -> ", only: " + list(new TreeSet<>(names));
                                    case Fields.Without(Set<String> names) ->
                                        ", without: " + list(new TreeSet<>(names));
                                })
                        .append(", vendor: ")
                        .append(quoted(each.vendor()))
                        .append(",\n         because: ")
                        .append(quoted(each.because()))
                        .append("}\n");
            }
        }
        return yaml.toString();
    }

    private static String list(Collection<String> items) {
        return items.stream().map(ProtectionFile::quoted).collect(Collectors.joining(", ", "[", "]"));
    }

    /// Every JSON string is one of YAML.
    private static String quoted(String text) {
        if (text.matches("[A-Za-z][A-Za-z0-9_.-]*") && !text.matches("(?i)true|false|yes|no|on|off|null|y|n")) {
            return text;
        }
        StringBuilder quoted = new StringBuilder("\"");
        text.codePoints().forEach(letter -> {
            if (letter == '"' || letter == '\\') {
                quoted.append('\\').appendCodePoint(letter);
            } else if (Character.isISOControl(letter)
                    || letter == 0x2028
                    || letter == 0x2029
                    || letter == 0xFEFF
                    || !Character.isDefined(letter)) {
                quoted.append(String.format(Locale.ROOT, "\\U%08x", letter));
            } else {
                quoted.appendCodePoint(letter);
            }
        });
        return quoted.append('"').toString();
    }
}
