package dev.earshot.detect;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// Words and phrases that say of a text that it concerns somebody's health, found at word boundaries.
///
/// The words are in `health-terms.txt`. They mean something only in a page's address or title, a search, or an
/// event's label: the caller chooses the text.
final class HealthTerms {
    private static final String FILE = "health-terms.txt";
    private static final int LONGEST = 4096;
    private static final Map<String, List<Term>> BY_FIRST_WORD = read();

    private HealthTerms() {}

    /// The first term in `text`, the longest where several begin at one word. Words end at anything but a letter or
    /// a digit, and where a capital follows a small letter.
    static Optional<Sighted> in(String text) {
        String read = text.length() > LONGEST ? text.substring(0, LONGEST) : text;
        List<Word> words = words(read);
        for (int i = 0; i < words.size(); i++) {
            for (Term term : candidates(words.get(i).text())) {
                if (stands(term, words, i)) {
                    int end = words.get(i + term.words().length - 1).end();
                    return Optional.of(
                            new Sighted(term.kind(), read.substring(words.get(i).start(), end)));
                }
            }
        }
        return Optional.empty();
    }

    private static List<Term> candidates(String word) {
        List<Term> terms = BY_FIRST_WORD.get(word);
        return terms != null ? terms : BY_FIRST_WORD.getOrDefault(singular(word), List.of());
    }

    private static boolean stands(Term term, List<Word> words, int at) {
        if (at + term.words().length > words.size()) {
            return false;
        }
        for (int i = 0; i < term.words().length; i++) {
            String word = words.get(at + i).text();
            if (!word.equals(term.words()[i]) && !singular(word).equals(term.words()[i])) {
                return false;
            }
        }
        return true;
    }

    private static String singular(String word) {
        return word.length() > 4 && word.endsWith("s") ? word.substring(0, word.length() - 1) : word;
    }

    private static List<Word> words(String text) {
        List<Word> words = new ArrayList<>();
        StringBuilder current = new StringBuilder();
        int start = 0;
        for (int i = 0; i <= text.length(); i++) {
            char c = i < text.length() ? text.charAt(i) : ' ';
            boolean apostrophe = (c == '\'' || c == '’') && !current.isEmpty();
            boolean hump = Character.isUpperCase(c) && i > 0 && Character.isLowerCase(text.charAt(i - 1));
            if (!current.isEmpty() && (hump || (!Character.isLetterOrDigit(c) && !apostrophe))) {
                words.add(new Word(current.toString(), start, i));
                current.setLength(0);
            }
            if (Character.isLetterOrDigit(c)) {
                if (current.isEmpty()) {
                    start = i;
                }
                current.append(Character.toLowerCase(c));
            }
        }
        return words;
    }

    private static Map<String, List<Term>> read() {
        Map<String, List<Term>> byFirstWord = new HashMap<>();
        try (InputStream stream = Objects.requireNonNull(HealthTerms.class.getResourceAsStream(FILE), FILE);
                BufferedReader lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            String kind = "";
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("[")) {
                    kind = line.substring(1, line.length() - 1);
                } else if (!line.isBlank() && !line.startsWith("#")) {
                    String[] words = line.trim().split(" ");
                    byFirstWord
                            .computeIfAbsent(words[0], first -> new ArrayList<>())
                            .add(new Term(kind, words));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(FILE, e);
        }
        byFirstWord.values().forEach(terms -> terms.sort(Comparator.comparingInt(term -> -term.words().length)));
        return byFirstWord;
    }

    /// @param kind `condition`, `service`, `specialty` or `medication`
    /// @param text as it stands in the text
    record Sighted(String kind, String text) {}

    private record Word(String text, int start, int end) {}

    @SuppressWarnings("ArrayRecordComponent")
    private record Term(String kind, String[] words) {}
}
