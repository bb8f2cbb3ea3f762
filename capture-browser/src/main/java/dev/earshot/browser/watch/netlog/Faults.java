package dev.earshot.browser.watch.netlog;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Why a net log may not be everything, each reason once, with how often it held.
final class Faults {
    private final Map<String, Integer> counts = new LinkedHashMap<>();

    void add(String sentence) {
        counts.merge(sentence, 1, Integer::sum);
    }

    List<String> sentences() {
        List<String> sentences = new ArrayList<>();
        counts.forEach((sentence, count) -> sentences.add(count == 1 ? sentence : sentence + " (" + count + " times)"));
        return sentences;
    }
}
