package dev.earshot.yaml;

import dev.earshot.EarshotException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/// The mistakes found in one file, gathered so that all are told at once.
public final class Problems {
    private final Path file;
    private final List<Problem> found = new ArrayList<>();

    public Problems(Path file) {
        this.file = file;
    }

    /// @param line one-based, or 0 for the file as a whole
    public void add(int line, String what) {
        found.add(new Problem(line, what));
    }

    /// @throws EarshotException naming every problem with its line, in order, when there are any
    public void throwIfAny() {
        if (found.isEmpty()) {
            return;
        }
        StringBuilder message = new StringBuilder(file.toString())
                .append(found.size() == 1 ? " has a mistake:" : " has " + found.size() + " mistakes:");
        found.stream()
                .sorted(Comparator.comparingInt(Problem::line))
                .forEach(problem -> message.append("\n  ")
                        .append(problem.line == 0 ? "" : "line " + problem.line + ": ")
                        .append(problem.what));
        throw new EarshotException(EarshotException.Code.USAGE, message.toString());
    }

    /// ` Did you mean "sites"?` where a known word is near, else the known words, else nothing.
    public static String didYouMean(String word, Collection<String> known) {
        Optional<String> near = known.stream()
                .min(Comparator.comparingInt((String each) -> distance(word, each))
                        .thenComparing(Comparator.naturalOrder()))
                .filter(each -> distance(word, each) <= Math.max(2, Math.max(word.length(), each.length()) / 3));
        if (near.isPresent()) {
            return " Did you mean \"" + near.get() + "\"?";
        }
        return known.isEmpty() || known.size() > 40
                ? ""
                : " Known are: " + String.join(", ", new TreeSet<>(known)) + ".";
    }

    /// The Levenshtein distance, letter case apart.
    private static int distance(String one, String other) {
        int[] above = new int[other.length() + 1];
        for (int column = 0; column < above.length; column++) {
            above[column] = column;
        }
        for (int row = 1; row <= one.length(); row++) {
            int[] line = new int[above.length];
            line[0] = row;
            for (int column = 1; column < line.length; column++) {
                boolean same =
                        Character.toLowerCase(one.charAt(row - 1)) == Character.toLowerCase(other.charAt(column - 1));
                line[column] =
                        Math.min(Math.min(line[column - 1], above[column]) + 1, above[column - 1] + (same ? 0 : 1));
            }
            above = line;
        }
        return above[other.length()];
    }

    private record Problem(int line, String what) {}
}
