package dev.earshot.breach.notice;

import dev.earshot.breach.document.Block;
import dev.earshot.breach.document.Document;
import dev.earshot.breach.document.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How hard a letter is to read, by formula: a hint for who edits it, and no proof of plain language.
///
/// English: the Flesch–Kincaid grade, 0.39 · words/sentences + 11.8 · syllables/words − 15.59 (Kincaid, Fishburne,
/// Rogers and Chissom, 1975), a school grade of the United States. Spanish: the INFLESZ scale, 206.835 − 62.3 ·
/// syllables/words − words/sentences (Szigriszt-Pazos 1993; read as Barrio-Cantalejo and others validated it on texts for
/// patients, An Sist Sanit Navar 2008; 31(2): 135–152; by legible.es, read 2026-11-22), where 55 and more is easy enough
/// for most. Others aren't measured. Syllables are counted by rules that miss one now and then.
///
/// @param score on the scale
/// @param hard above grade 8, or below 55 on INFLESZ
public record ReadingLevel(Scale scale, double score, boolean hard) {
    private static final double HIGHEST_GRADE = 8;
    private static final double LOWEST_INFLESZ = 55;
    private static final Pattern WORD = Pattern.compile("[\\p{L}’']+");
    private static final Pattern NO_WORD = Pattern.compile("\\S*(://|@|\\d)\\S*|\\S+\\.\\p{L}\\S*");
    private static final Pattern SENTENCE_END = Pattern.compile("[.!?]+(\\s|$)");
    private static final Pattern ENGLISH_VOWELS = Pattern.compile("[aeiouy]+");
    /// Vowels side by side that are two syllables: li-on, sci-ence, me-di-a, i-de-a, ge-og, do-ing, cre-ate.
    private static final Pattern ENGLISH_SPLIT = Pattern.compile(
            "(?<![cgst])i[ao](?!u)|(?<=[st])ia(?=t)|(?<=[dqu]|sc)ie(?=[tn])|iu|[^qg]ua|eo(?!p)|ea$|[aeou]ing|creat");

    private static final Pattern SPANISH_SYLLABLE = Pattern.compile(
            // Strong vowels stand alone, weak ones lean on a neighbour; an accented weak vowel stands alone.
            "[iuü]?[aeoáéó][iuy]?|[íú]|[iuü]+y?|y(?![aeiouáéíóú])");

    public enum Scale {
        FLESCH_KINCAID("Flesch–Kincaid grade"),
        INFLESZ("INFLESZ");

        private final String label;

        Scale(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }
    }

    /// @return empty where the language isn't measured, or nothing is written
    public static Optional<ReadingLevel> of(Document document) {
        return of(sentences(document), document.language());
    }

    static Optional<ReadingLevel> of(List<String> sentences, Locale language) {
        int words = 0;
        int syllables = 0;
        boolean english = language.getLanguage().equals("en");
        boolean spanish = language.getLanguage().equals("es");
        for (String sentence : sentences) {
            Matcher word = WORD.matcher(sentence);
            while (word.find()) {
                words++;
                syllables += english ? english(word.group()) : spanish(word.group());
            }
        }
        if (words == 0 || !(english || spanish)) {
            return Optional.empty();
        }
        double length = (double) words / sentences.size();
        double weight = (double) syllables / words;
        if (english) {
            double grade = 0.39 * length + 11.8 * weight - 15.59;
            return Optional.of(new ReadingLevel(Scale.FLESCH_KINCAID, grade, grade > HIGHEST_GRADE));
        }
        double ease = 206.835 - 62.3 * weight - length;
        return Optional.of(new ReadingLevel(Scale.INFLESZ, ease, ease < LOWEST_INFLESZ));
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%s %.1f", scale.label(), score);
    }

    /// Those of paragraphs: headings, lists and tables hold words without sentences, which would make a letter look easy.
    private static List<String> sentences(Document document) {
        List<String> sentences = new ArrayList<>();
        for (Block block : document.blocks()) {
            switch (block) {
                case Block.Heading _, Block.Listing _, Block.Table _ -> {}
                case Block.Paragraph paragraph -> add(paragraph.spans(), sentences);
            }
        }
        return sentences;
    }

    private static void add(List<Span> spans, List<String> sentences) {
        StringBuilder text = new StringBuilder();
        for (Span span : spans) {
            text.append(
                    switch (span) {
                        case Span.Text plain -> plain.text();
                        case Span.Slot _ -> "0";
                        case Span.LineBreak _ -> " ";
                    });
        }
        sentences.addAll(sentences(text.toString()));
    }

    static List<String> sentences(String text) {
        String plain = NO_WORD.matcher(text).replaceAll(match -> {
            String last = match.group();
            return last.matches(".*[.!?]") ? last.substring(last.length() - 1) : " ";
        });
        return SENTENCE_END
                .splitAsStream(plain)
                .filter(sentence -> WORD.matcher(sentence).find())
                .toList();
    }

    static int english(String word) {
        String w = word.toLowerCase(Locale.ROOT).replaceAll("['’]s$|['’]", "");
        String stem = w.replaceAll("(?<=[^aeiouy])e(s|d|ly|ful|less|ment|)$", "$1");
        if (w.matches(".*([sxz]|ch|sh|[cg])es") || w.matches(".*[td]ed") || w.matches(".*[^aeiouylr]le[sd]?")) {
            stem = w;
        }
        int count = 0;
        Matcher vowels = ENGLISH_VOWELS.matcher(stem);
        while (vowels.find()) {
            count++;
        }
        Matcher split = ENGLISH_SPLIT.matcher(stem);
        while (split.find()) {
            count++;
        }
        return Math.max(1, count);
    }

    static int spanish(String word) {
        String w = word.toLowerCase(Locale.ROOT).replaceAll("qu|gu(?=[eiéí])", "q");
        int count = 0;
        Matcher syllable = SPANISH_SYLLABLE.matcher(w);
        while (syllable.find()) {
            count++;
        }
        return Math.max(1, count);
    }
}
