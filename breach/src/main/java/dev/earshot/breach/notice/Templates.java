package dev.earshot.breach.notice;

import dev.earshot.EarshotException;
import dev.earshot.evidence.Sha256;
import dev.earshot.yaml.Problems;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The templates of notices and the words that they use: Earshot's own, and a user's in place of those of the same name.
/// Immutable. `docs/notices.md` tells how they are written.
public final class Templates {
    private static final List<String> KINDS = List.of("mailbox", "trackers");
    private static final List<String> LANGUAGES =
            List.of("ar", "en", "es", "fr", "ht", "ko", "ru", "tl", "vi", "zh-Hans");
    private static final int MOST_FILES = 1_000;

    private final SortedMap<String, Template> templates = new TreeMap<>();
    private final SortedMap<String, Words> words = new TreeMap<>();

    private Templates() {}

    /// Those that come with Earshot. All but the English ones are drafts.
    public static Templates builtIn() {
        return BuiltIn.TEMPLATES;
    }

    /// These with the files of a folder, each in place of the one of the same name where there is one.
    ///
    /// @throws EarshotException with every mistake in every file
    public Templates with(Path folder) {
        List<Path> files;
        try (Stream<Path> listed = Files.list(folder)) {
            files = listed.filter(Files::isRegularFile)
                    .sorted()
                    .limit(MOST_FILES + 1L)
                    .toList();
        } catch (IOException | UncheckedIOException e) {
            throw unreadable(folder, "is it a folder?", e);
        }
        if (files.size() > MOST_FILES) {
            throw new EarshotException(
                    EarshotException.Code.USAGE,
                    folder + " holds more than " + MOST_FILES + " files; is it the folder of the templates?");
        }
        Templates all = new Templates();
        all.templates.putAll(templates);
        all.words.putAll(words);
        Mistakes mistakes = new Mistakes();
        for (Path file : files) {
            all.add(file, read(file), mistakes);
        }
        mistakes.throwIfAny();
        return all;
    }

    private void add(Path file, String text, Mistakes mistakes) {
        String name = String.valueOf(file.getFileName());
        Problems problems = mistakes.in(file);
        if (name.endsWith(".md")) {
            Template template = Template.read(file, text, problems);
            templates.put(template.name(), template);
        } else if (name.startsWith("words.") && name.endsWith(".txt")) {
            String language = name.substring("words.".length(), Math.max(6, name.length() - ".txt".length()));
            words.put(language, Words.read(file, language, text, Optional.ofNullable(words.get(language)), problems));
        } else {
            problems.add(0, "it is neither a template (kind.language.md) nor words (words.language.txt).");
        }
    }

    private static String read(Path file) {
        try {
            if (Files.size(file) > TemplateText.LONGEST) {
                throw new EarshotException(
                        EarshotException.Code.USAGE,
                        file + " is larger than " + TemplateText.LONGEST / 1024 + " KB; a notice is a few pages.");
            }
            return normal(Files.readString(file));
        } catch (CharacterCodingException e) {
            throw unreadable(file, "save it as UTF-8", e);
        } catch (IOException e) {
            throw unreadable(file, String.valueOf(e.getMessage()), e);
        }
    }

    private static String normal(String text) {
        return (text.startsWith("\uFEFF") ? text.substring(1) : text).replace("\r\n", "\n");
    }

    private static EarshotException unreadable(Path file, String why, Exception cause) {
        return new EarshotException(EarshotException.Code.USAGE, "Could not read " + file + ": " + why, cause);
    }

    /// Looks at every template and all words before anything is composed.
    ///
    /// @throws EarshotException USAGE with every mistake in every file: unknown fields, HTML, what can't be shown
    void check(Fields.Each fields) {
        Mistakes mistakes = new Mistakes();
        for (Template template : templates.values()) {
            Problems problems = mistakes.in(template.file());
            template.texts().subject().check(withoutOwn(fields), problems);
            TemplateText body = template.texts().body();
            body.check(fields, problems);
            TemplateText.Rendered whole = body.whole();
            new Markdown(template.locale(), whole.values(), whole::line, problems).blocks(whole.text());
            if (!words.containsKey(template.language())) {
                problems.add(0, "there are no words for its language; add words." + template.language() + ".txt.");
            }
        }
        Words model = words("en");
        for (Words each : words.values()) {
            each.check(model, fields, mistakes.in(each.file()));
        }
        mistakes.throwIfAny();
    }

    /// A subject is read on the way: nothing of one person's own stands in it.
    private static Fields.Each withoutOwn(Fields.Each fields) {
        return new Fields.Each(fields.fields().entrySet().stream()
                .filter(field -> !(field.getValue() instanceof Fields.Own))
                .collect(Collectors.toMap(field -> field.getKey(), field -> field.getValue())));
    }

    /// The template for a kind of incident in a language, or in a wider one: `es` for `es-MX`, never another script.
    public Optional<Template> find(String kind, String language) {
        Template exact = templates.get(kind + "." + language);
        if (exact != null) {
            return Optional.of(exact);
        }
        int dash = language.lastIndexOf('-');
        boolean script = dash > 0 && language.length() - dash - 1 == 4;
        return dash < 0 || script ? Optional.empty() : find(kind, language.substring(0, dash));
    }

    /// Languages that a kind has a template in.
    public SortedSet<String> languages(String kind) {
        return templates.values().stream()
                .filter(template -> template.kind().equals(kind))
                .map(Template::language)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /// By name.
    public Collection<Template> all() {
        return List.copyOf(templates.values());
    }

    /// SHA-256 over the names and texts of all templates and words, in hex: changes with any of them.
    public String digest() {
        StringBuilder all = new StringBuilder();
        templates.forEach((name, template) ->
                all.append(name).append('=').append(template.version()).append('\n'));
        words.forEach((language, each) ->
                all.append(language).append('=').append(each.version()).append('\n'));
        return Sha256.hex(all.toString());
    }

    /// The drafts that letters of a kind in these languages would be written with.
    public List<Template> drafts(String kind, Collection<String> languages) {
        return languages.stream()
                .map(language -> find(kind, language).or(() -> find(kind, "en")))
                .flatMap(Optional::stream)
                .filter(template -> template.status() == Template.Status.DRAFT)
                .distinct()
                .sorted(java.util.Comparator.comparing(Template::name))
                .toList();
    }

    /// Stops an approval that would send a draft which counsel hasn't accepted.
    ///
    /// @param accepted names such as `trackers.es`, as counsel gave them
    /// @throws EarshotException USAGE naming the drafts
    public void refuseDrafts(String kind, Collection<String> languages, Set<String> accepted) {
        List<String> left = drafts(kind, languages).stream()
                .map(Template::name)
                .filter(name -> !accepted.contains(name))
                .toList();
        if (!left.isEmpty()) {
            throw new EarshotException(
                    EarshotException.Code.USAGE,
                    "Not approved: " + String.join(", ", left) + (left.size() == 1 ? " is a draft." : " are drafts.")
                            + " Have each translated or reviewed by a professional and set its status to ready, or let counsel"
                            + " accept it by name.");
        }
    }

    /// The words of a language that a template was found in.
    Words words(String language) {
        Words found = words.get(language);
        if (found == null) {
            throw new IllegalArgumentException("no words for " + language);
        }
        return found;
    }

    /// In the order of their languages.
    Collection<Words> allWords() {
        return words.values();
    }

    /// The mistakes of all files.
    private static final class Mistakes {
        private final SortedMap<String, Problems> byFile = new TreeMap<>();

        Problems in(Path file) {
            return byFile.computeIfAbsent(file.toString(), _ -> new Problems(file));
        }

        void throwIfAny() {
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
        private static final Templates TEMPLATES = read();

        private static Templates read() {
            Templates templates = new Templates();
            Mistakes mistakes = new Mistakes();
            for (String language : LANGUAGES) {
                add("words." + language + ".txt", templates, mistakes);
                for (String kind : KINDS) {
                    add(kind + "." + language + ".md", templates, mistakes);
                }
            }
            mistakes.throwIfAny();
            return templates;
        }

        private static void add(String name, Templates templates, Mistakes mistakes) {
            try (InputStream stream = Templates.class.getResourceAsStream(name)) {
                if (stream == null) {
                    throw new IllegalStateException("no resource " + name);
                }
                templates.add(Path.of(name), new String(stream.readAllBytes(), StandardCharsets.UTF_8), mistakes);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
