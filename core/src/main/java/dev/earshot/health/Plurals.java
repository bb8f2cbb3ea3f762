package dev.earshot.health;

import java.util.ArrayList;
import java.util.List;

/// The forms in which a word of a term may stand in a text: itself, and its regular plurals.
final class Plurals {
    private static final int SHORTEST = 3;

    private Plurals() {}

    /// @param language `en`, `es` or `fr`
    static List<String> of(String word, String language) {
        List<String> forms = new ArrayList<>(3);
        forms.add(word);
        int length = word.length();
        if (length < SHORTEST || !Character.isLetter(word.charAt(length - 1))) {
            return forms;
        }
        switch (language) {
            case "es" -> addSpanish(word, forms);
            case "fr" -> addFrench(word, forms);
            default -> addEnglish(word, forms);
        }
        return forms;
    }

    private static void addEnglish(String word, List<String> forms) {
        String stem = word.substring(0, word.length() - 1);
        if (word.endsWith("sis")) {
            forms.add(word.substring(0, word.length() - 2) + "es");
        } else if (word.endsWith("s")) {
            if (word.endsWith("ss") || word.endsWith("us")) {
                forms.add(word + "es");
            }
        } else if (word.endsWith("x") || word.endsWith("z") || word.endsWith("ch") || word.endsWith("sh")) {
            forms.add(word + "es");
        } else if (word.endsWith("y") && "aeiou".indexOf(stem.charAt(stem.length() - 1)) < 0) {
            forms.add(stem + "ies");
            forms.add(word + "s");
        } else {
            forms.add(word + "s");
        }
    }

    private static void addSpanish(String word, List<String> forms) {
        char last = word.charAt(word.length() - 1);
        if ("aeiouáéíóú".indexOf(last) >= 0) {
            forms.add(word + "s");
        } else if (last == 'z') {
            forms.add(word.substring(0, word.length() - 1) + "ces");
        } else if (last != 's' && last != 'x') {
            forms.add(word + "es");
        }
    }

    private static void addFrench(String word, List<String> forms) {
        if (word.endsWith("eau") || word.endsWith("eu")) {
            forms.add(word + "x");
        } else if (word.endsWith("al")) {
            forms.add(word.substring(0, word.length() - 1) + "ux");
            forms.add(word + "s");
        } else if (!word.endsWith("s") && !word.endsWith("x") && !word.endsWith("z")) {
            forms.add(word + "s");
        }
    }
}
