package dev.earshot.health;

import dev.earshot.element.Sensitive;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Finds what a text says of health: every term of the vocabularies in it, at word boundaries, the longest first.
///
/// Immutable. Letter case, diacritics and what separates words make no difference; a plural is found by its singular; a
/// term of several words is also found written together, and with words such as `of` or `de` between them. The
/// terms mean something only in a page's address or title, a search, or an event's label: the caller chooses the text.
///
/// A text without a term costs one pass over its characters and no memory. Words are compared by 64 bits of hash.
public final class HealthTerms {
    /// In order of loading; a term of several is said to be of all of them.
    private static final List<String> FILES =
            List.of("earshot-en.terms", "earshot-es.terms", "earshot-fr.terms", "wordnet-en.terms");

    /// More words of linking than this between two of a phrase are not skipped.
    private static final int MOST_LINKING = 3;

    private static final int MOST_MENTIONS = 64;
    private static final int SHORTEST_JOINED = 9;
    private static final int FILTER_BITS = 1 << 20;

    private final List<Vocabulary> vocabularies;
    private final Tables tables;

    private HealthTerms(List<Vocabulary> vocabularies) {
        this.vocabularies = List.copyOf(vocabularies);
        this.tables = new Tables(vocabularies);
    }

    /// Those that come with Earshot; read when first asked for.
    public static HealthTerms bundled() {
        return Bundled.TERMS;
    }

    /// Of these vocabularies alone.
    public static HealthTerms of(Collection<Vocabulary> vocabularies) {
        return new HealthTerms(List.copyOf(vocabularies));
    }

    /// These, and those of more vocabularies.
    public HealthTerms with(Collection<Vocabulary> more) {
        List<Vocabulary> all = new ArrayList<>(vocabularies);
        all.addAll(more);
        return more.isEmpty() ? this : new HealthTerms(all);
    }

    public List<Vocabulary> vocabularies() {
        return vocabularies;
    }

    /// What a text says of health; empty where it says nothing.
    ///
    /// @param typed whether somebody typed it
    public Optional<HealthContext> in(String text, boolean typed) {
        if (!mayHold(text)) {
            return Optional.empty();
        }
        List<HealthMention> mentions = read(text.indexOf('%') < 0 ? text : unescaped(text), typed);
        return mentions.isEmpty() ? Optional.empty() : Optional.of(new HealthContext(mentions));
    }

    /// Whether some word of the text is a term or begins one whose second word follows, or the text must be unescaped
    /// before that can be said.
    boolean mayHold(String text) {
        long[] filter = tables.filter;
        int length = text.length();
        for (int at = 0; at < length; ) {
            int end = Words.end(text, at);
            if (end > at) {
                long hash = Words.hash(text, at, end);
                int bit = (int) hash & (FILTER_BITS - 1);
                if ((filter[bit >>> 6] & (1L << bit)) != 0 && goesOn(text, end, tables.first(hash))) {
                    return true;
                }
                at = Words.afterPossessive(text, end);
            } else {
                if (text.charAt(at) == '%') {
                    return true;
                }
                at++;
            }
        }
        return false;
    }

    /// Whether `node` is a term, or a word from `at` on leads further from it.
    private boolean goesOn(String text, int at, int node) {
        if (node == 0 || !tables.term(node).isNone()) {
            return node != 0;
        }
        int linking = 0;
        for (int i = Words.afterPossessive(text, at); i < text.length(); ) {
            int end = Words.end(text, i);
            if (end == i) {
                if (Words.breaks(text, i)) {
                    return false;
                }
                i++;
                continue;
            }
            long hash = Words.hash(text, i, end);
            if (!Words.isLinking(hash)) {
                return tables.next(node, hash) != 0;
            }
            if (++linking > MOST_LINKING) {
                return false;
            }
            i = Words.afterPossessive(text, end);
        }
        return false;
    }

    private List<HealthMention> read(String text, boolean typed) {
        List<HealthMention> mentions = new ArrayList<>();
        Set<Term> seen = new TreeSet<>();
        Words words = Words.of(text);
        for (int at = 0; at < words.size(); ) {
            Match match = longest(words, at, text);
            if (match.term.isNone()) {
                at++;
                continue;
            }
            if (!match.term.classes.isEmpty() && mentions.size() < MOST_MENTIONS && seen.add(match.term)) {
                String found = text.substring(words.start(at), words.end(match.last));
                mentions.add(match.term.mention(found, typed));
            }
            at = match.last + 1;
        }
        return mentions;
    }

    private Match longest(Words words, int from, String text) {
        Term best = Term.NONE;
        int last = from;
        int node = tables.first(words.hash(from));
        for (int at = from; node != 0; ) {
            Term term = tables.term(node);
            if (!term.isNone() && (!term.inCapitals || isCapital(text, words.start(from), words.end(at)))) {
                best = term;
                last = at;
            }
            at = next(words, at);
            node = at < 0 ? 0 : follow(words, at, node);
        }
        return new Match(best, last);
    }

    /// The word of a phrase after `at`, negative where it ends there. Linking words are passed over.
    private static int next(Words words, int at) {
        int next = at + 1;
        for (; next < words.size() && next - at <= MOST_LINKING + 1; next++) {
            if (words.isAfterBreak(next)) {
                return -1;
            }
            if (!words.links(next)) {
                return next;
            }
        }
        return -1;
    }

    private int follow(Words words, int at, int node) {
        return tables.next(node, words.hash(at));
    }

    /// Whether a span is in capitals, and stands out by that from the rest of the text.
    private static boolean isCapital(String text, int start, int end) {
        boolean smallElsewhere = false;
        for (int i = 0; i < text.length(); i++) {
            boolean small = Character.isLowerCase(text.charAt(i));
            if (small && i >= start && i < end && !(i == end - 1 && text.charAt(i) == 's')) {
                return false;
            }
            smallElsewhere |= small && (i < start || i >= end);
        }
        return smallElsewhere || end - start == text.strip().length();
    }

    /// Percent escapes undone as far as they are sound; the rest stays.
    private static String unescaped(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int length = 0;
        for (int i = 0; i < bytes.length; i++) {
            int high = bytes[i] == '%' && i + 2 < bytes.length ? Character.digit(bytes[i + 1], 16) : -1;
            int low = high < 0 ? -1 : Character.digit(bytes[i + 2], 16);
            if (low >= 0) {
                bytes[length++] = (byte) ((high << 4) | low);
                i += 2;
            } else {
                bytes[length++] = bytes[i];
            }
        }
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }

    private record Match(Term term, int last) {}

    /// What is known of a term, or of several that are written alike.
    private record Term(
            int number,
            Set<HealthClass> classes,
            Set<ProtectedKind> kinds,
            List<String> vocabularies,
            boolean inCapitals)
            implements Comparable<Term> {
        static final Term NONE = new Term(-1, Set.of(), Set.of(), List.of(), false);

        boolean isNone() {
            return number < 0;
        }

        HealthMention mention(String found, boolean typed) {
            return new HealthMention(classes, kinds, vocabularies, Sensitive.of(found), typed);
        }

        /// Both at once. What says nothing in one vocabulary says nothing at all: that is how a site silences a term.
        Term and(Term other) {
            if (classes.isEmpty() || other.classes.isEmpty()) {
                return classes.isEmpty() ? this : other;
            }
            Set<HealthClass> allClasses = EnumSet.copyOf(classes);
            allClasses.addAll(other.classes);
            Set<ProtectedKind> allKinds = EnumSet.noneOf(ProtectedKind.class);
            allKinds.addAll(kinds);
            allKinds.addAll(other.kinds);
            Set<String> all = new TreeSet<>(vocabularies);
            all.addAll(other.vocabularies);
            return new Term(number, allClasses, allKinds, List.copyOf(all), inCapitals && other.inCapitals);
        }

        @Override
        public int compareTo(Term other) {
            return Integer.compare(number, other.number);
        }
    }

    private static final class Bundled {
        private static final HealthTerms TERMS =
                new HealthTerms(FILES.stream().map(Bundled::read).toList());

        private static Vocabulary read(String file) {
            try (InputStream stream = Objects.requireNonNull(HealthTerms.class.getResourceAsStream(file), file)) {
                return Vocabulary.read(
                        new String(stream.readAllBytes(), StandardCharsets.UTF_8), file, (problem, line) -> {
                            throw new IllegalStateException(file + " line " + line + ": " + problem);
                        });
            } catch (IOException e) {
                throw new UncheckedIOException(file, e);
            }
        }
    }

    /// A tree of words as a table of edges, by open addressing; node 0 is none, node 1 the root.
    private static final class Tables {
        private static final int ROOT = 1;
        private static final int NODE_BITS = 20;

        private final long[] filter = new long[FILTER_BITS / 64];
        private long[] edges = new long[1 << 18];
        private int[] children = new int[1 << 18];
        private int count;
        private final List<Term> terms = new ArrayList<>(List.of(Term.NONE, Term.NONE));

        private Tables(List<Vocabulary> vocabularies) {
            Map<String, List<String>> plurals = new HashMap<>();
            int number = 0;
            for (Vocabulary vocabulary : vocabularies) {
                for (Vocabulary.Section section : vocabulary.sections()) {
                    for (String text : section.terms()) {
                        boolean inCapitals = text.length() > 1 && text.equals(text.toUpperCase(java.util.Locale.ROOT));
                        Term term = new Term(
                                number++, section.classes(), section.kinds(), List.of(vocabulary.id()), inCapitals);
                        add(text, vocabulary.language(), term, plurals);
                    }
                }
            }
        }

        private void add(String text, String language, Term term, Map<String, List<String>> plurals) {
            Words words = Words.of(text);
            int[] frontier = {ROOT};
            StringBuilder joined = new StringBuilder();
            int meaning = 0;
            for (int i = 0; i < words.size(); i++) {
                String word = text.substring(words.start(i), words.end(i));
                joined.append(word);
                if (!words.links(i)) {
                    meaning++;
                    frontier = extend(
                            frontier, plurals.computeIfAbsent(language + word, key -> Plurals.of(word, language)));
                }
            }
            mark(frontier, term);
            if (meaning > 1 && joined.length() >= SHORTEST_JOINED) {
                mark(extend(new int[] {ROOT}, Plurals.of(joined.toString(), language)), term);
            }
        }

        private void mark(int[] nodes, Term term) {
            for (int node : nodes) {
                Term known = terms.get(node);
                terms.set(node, known.isNone() ? term : known.and(term));
            }
        }

        /// The nodes that the forms of a word lead to from `from`; each form has its own, for it may be a term by itself.
        private int[] extend(int[] from, List<String> forms) {
            int[] reached = new int[from.length * forms.size()];
            int size = 0;
            for (int node : from) {
                for (String form : forms) {
                    long hash = Words.hash(form);
                    int child = next(node, hash);
                    if (child == 0) {
                        child = terms.size();
                        terms.add(Term.NONE);
                        connect(node, hash, child);
                    }
                    reached[size++] = child;
                }
            }
            return reached;
        }

        private void connect(int node, long hash, int child) {
            if (2 * ++count > edges.length) {
                grow();
            }
            put(edges, children, key(node, hash), child);
            if (node == ROOT) {
                int bit = (int) hash & (FILTER_BITS - 1);
                filter[bit >>> 6] |= 1L << bit;
            }
        }

        private void grow() {
            long[] bigger = new long[edges.length * 2];
            int[] moved = new int[bigger.length];
            for (int i = 0; i < edges.length; i++) {
                if (children[i] != 0) {
                    put(bigger, moved, edges[i], children[i]);
                }
            }
            edges = bigger;
            children = moved;
        }

        private static void put(long[] edges, int[] children, long key, int child) {
            int slot = slot(key, edges.length);
            while (children[slot] != 0) {
                slot = (slot + 1) & (edges.length - 1);
            }
            edges[slot] = key;
            children[slot] = child;
        }

        private static int slot(long key, int length) {
            return (int) (key >>> NODE_BITS) & (length - 1);
        }

        private static long key(int node, long hash) {
            return (hash ^ (node * 0x9e3779b97f4a7c15L)) * 0xd6e8feb86659fd93L;
        }

        int first(long hash) {
            return next(ROOT, hash);
        }

        int next(int node, long hash) {
            long key = key(node, hash);
            int slot = slot(key, edges.length);
            while (children[slot] != 0) {
                if (edges[slot] == key) {
                    return children[slot];
                }
                slot = (slot + 1) & (edges.length - 1);
            }
            return 0;
        }

        Term term(int node) {
            return terms.get(node);
        }
    }
}
