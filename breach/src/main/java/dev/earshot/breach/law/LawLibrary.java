package dev.earshot.breach.law;

import dev.earshot.EarshotException;
import dev.earshot.evidence.Sha256;
import dev.earshot.yaml.Problems;
import dev.earshot.yaml.YamlMapping;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/// The law that Earshot knows: a file a jurisdiction, and the vocabularies that these files use. Immutable.
///
/// None of it is legal advice. Each rule says where it was read and how sure that is; verify with counsel.
///
/// `docs/law.md` tells the format of the files.
public final class LawLibrary {
    private static final String ELEMENTS = "elements.yaml";
    private static final String CONTENT = "content.yaml";
    private static final String HOLIDAYS = "holidays.yaml";
    private static final List<String> VOCABULARIES = List.of(ELEMENTS, CONTENT, HOLIDAYS);

    private final SortedMap<String, String> files;
    private final SortedMap<String, Jurisdiction> jurisdictions = new TreeMap<>();
    private final Map<String, Jurisdiction> byRegion = new LinkedHashMap<>();
    private final LegalElements elements;
    private final SortedMap<String, String> content;
    private final Holidays holidays;

    /// @param files texts by name
    LawLibrary(SortedMap<String, String> files) {
        this.files = files;
        Mistakes mistakes = new Mistakes();
        elements = LegalElements.read(top(ELEMENTS, mistakes), mistakes.in(ELEMENTS));
        content = content(top(CONTENT, mistakes));
        holidays = Holidays.read(top(HOLIDAYS, mistakes), mistakes.in(HOLIDAYS));
        mistakes.throwIfAny();
        Vocabulary vocabulary = new Vocabulary(elements.ids(), content.keySet(), holidays.names());
        List<JurisdictionFile> read = new ArrayList<>();
        boolean whole = true;
        for (Map.Entry<String, String> file : files.entrySet()) {
            String name = file.getKey();
            if (VOCABULARIES.contains(name)) {
                continue;
            }
            YamlMapping top = YamlMapping.read(file.getValue(), mistakes.in(name));
            if (top.names().isEmpty()) {
                mistakes.in(name).add(0, "there is no jurisdiction in it.");
                whole = false;
            } else {
                read.add(new JurisdictionFile(name, top, file.getValue(), vocabulary));
            }
        }
        if (whole) {
            List<String> ids = read.stream().flatMap(JurisdictionFile::ruleIds).toList();
            read.forEach(file -> file.checkReferences(ids));
        }
        mistakes.throwIfAny();
        for (JurisdictionFile file : read) {
            Jurisdiction jurisdiction = file.jurisdiction();
            jurisdictions.put(jurisdiction.id(), jurisdiction);
            file.countries()
                    .forEach(country -> byRegion.put(place(jurisdiction.region().orElse(""), country), jurisdiction));
        }
    }

    /// The law that comes with Earshot.
    public static LawLibrary builtIn() {
        return BuiltIn.LIBRARY;
    }

    /// This library with the files of a folder, each in place of the one of the same name where there is one.
    ///
    /// @throws EarshotException with every mistake in every file, when there are any; with those of the vocabularies alone
    ///   where they have some, for what uses them can't be judged then
    public LawLibrary with(Path folder) {
        SortedMap<String, String> all = new TreeMap<>(files);
        try (Stream<Path> listed = Files.list(folder)) {
            for (Path file : listed.filter(each -> name(each).endsWith(".yaml")).toList()) {
                all.put(name(file), Files.readString(file));
            }
        } catch (IOException | UncheckedIOException e) {
            throw new EarshotException(
                    EarshotException.Code.USAGE,
                    "Could not read the law in " + folder + " (is it a folder of UTF-8 files?): " + e.getMessage(),
                    e);
        }
        return new LawLibrary(all);
    }

    public Optional<Jurisdiction> jurisdiction(String id) {
        return Optional.ofNullable(jurisdictions.get(id));
    }

    /// By id.
    public Collection<Jurisdiction> jurisdictions() {
        return Collections.unmodifiableCollection(jurisdictions.values());
    }

    /// The law of a place, as an address names it; the country's own where the state is empty.
    ///
    /// @param state such as `CA`, in any case
    /// @param country such as `US` (ISO 3166-1 alpha-2)
    /// @return empty where this library does not know the place: that is not "no law there"
    public Optional<Jurisdiction> byRegion(String state, String country) {
        return Optional.ofNullable(byRegion.get(place(state, country)));
    }

    /// All rules in force on a day, by jurisdiction and in the order of its file.
    public List<Rule> rulesOn(LocalDate day) {
        return jurisdictions.values().stream()
                .flatMap(jurisdiction -> jurisdiction.on(day).stream())
                .toList();
    }

    public LegalElements elements() {
        return elements;
    }

    /// What notices are required to contain: meaning by id.
    public SortedMap<String, String> content() {
        return Collections.unmodifiableSortedMap(content);
    }

    public Holidays holidays() {
        return holidays;
    }

    /// SHA-256 over the names and texts of all files, in hexadecimal: changes with any of them.
    public String version() {
        StringBuilder all = new StringBuilder();
        files.forEach((name, text) -> all.append(name).append('\0').append(text).append('\0'));
        return Sha256.hex(all.toString());
    }

    /// Texts of the files that come with Earshot, by name.
    static SortedMap<String, String> builtInFiles() {
        SortedMap<String, String> files = new TreeMap<>();
        resource("index").lines().forEach(name -> files.put(name, resource(name)));
        return files;
    }

    private static String resource(String name) {
        try (InputStream stream = LawLibrary.class.getResourceAsStream(name)) {
            if (stream == null) {
                throw new IllegalStateException("no resource " + name);
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static SortedMap<String, String> content(YamlMapping items) {
        SortedMap<String, String> meanings = new TreeMap<>();
        items.names().forEach(item -> meanings.put(item, items.required(item)));
        return meanings;
    }

    private YamlMapping top(String name, Mistakes mistakes) {
        return YamlMapping.read(files.getOrDefault(name, ""), mistakes.in(name));
    }

    private static String place(String state, String country) {
        return (country.strip() + "-" + state.strip()).toUpperCase(Locale.ROOT);
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }

    /// The words that the files of jurisdictions may use.
    record Vocabulary(Collection<String> elements, Collection<String> content, Collection<String> holidays) {}

    /// The mistakes of all files.
    private static final class Mistakes {
        private final SortedMap<String, Problems> byFile = new TreeMap<>();

        private Problems in(String name) {
            return byFile.computeIfAbsent(name, file -> new Problems(Path.of(file)));
        }

        private void throwIfAny() {
            List<String> messages = new ArrayList<>();
            for (Problems problems : byFile.values()) {
                try {
                    problems.throwIfAny();
                } catch (EarshotException mistakes) {
                    messages.add(String.valueOf(mistakes.getMessage()));
                }
            }
            if (!messages.isEmpty()) {
                throw new EarshotException(EarshotException.Code.USAGE, String.join("\n", messages));
            }
        }
    }

    /// Read once, when first asked for.
    private static final class BuiltIn {
        private static final LawLibrary LIBRARY = new LawLibrary(builtInFiles());
    }
}
