package dev.earshot.investigate.log;

import dev.earshot.EarshotException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// A line as a sequence of fields with fixed bytes before, between and after them.
///
/// @param before the first field
/// @param more whether a space and more may follow at the end
record FieldPattern(byte[] before, List<Step> steps, boolean more) {
    FieldPattern {
        steps = List.copyOf(steps);
    }

    /// One field.
    ///
    /// @param after the bytes that end it; empty where the next field's slash does, or the line's end
    /// @param quoted whether it stands in quotes, in which `\"` is no end
    /// @param preferred whether it overrides what another field of the same role said
    /// @param clock how a [Role#TIME_PART] is written
    record Step(
            Role role, byte[] after, boolean quoted, boolean beforeSlash, boolean preferred, List<ClockPart> clock) {}

    /// A piece of a pattern: fixed text, or a field.
    sealed interface Piece {
        record Fixed(String text) implements Piece {}

        /// @param name as the pattern writes it
        /// @param rank among fields of the same role, the lowest is preferred
        record Variable(String name, Role role, int rank, List<ClockPart> clock) implements Piece {}
    }

    static FieldPattern of(List<Piece> pieces, boolean more) {
        List<Piece> whole = joined(pieces);
        StringBuilder before = new StringBuilder();
        List<Piece.Variable> variables = new ArrayList<>();
        List<String> after = new ArrayList<>();
        for (Piece piece : whole) {
            switch (piece) {
                case Piece.Fixed fixed -> {
                    if (variables.isEmpty()) {
                        before.append(fixed.text());
                    } else {
                        after.set(after.size() - 1, after.getLast() + fixed.text());
                    }
                }
                case Piece.Variable variable -> {
                    variables.add(variable);
                    after.add("");
                }
            }
        }
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < variables.size(); i++) {
            Piece.Variable variable = variables.get(i);
            boolean last = i == variables.size() - 1;
            boolean beforeSlash = false;
            if (after.get(i).isEmpty() && !last) {
                Role next = variables.get(i + 1).role();
                beforeSlash = next == Role.TARGET || next == Role.DECODED_TARGET;
                if (!beforeSlash) {
                    throw new EarshotException(
                            EarshotException.Code.USAGE,
                            "In the format of the log, " + variable.name() + " and "
                                    + variables.get(i + 1).name()
                                    + " follow each other with nothing between: a line can't be taken apart there.");
                }
            }
            String opened = i == 0 ? before.toString() : after.get(i - 1);
            int rank = variables.stream()
                    .filter(other -> other.role() == variable.role())
                    .mapToInt(Piece.Variable::rank)
                    .min()
                    .orElseThrow();
            steps.add(new Step(
                    variable.role(),
                    after.get(i).getBytes(StandardCharsets.UTF_8),
                    opened.endsWith("\"") && after.get(i).startsWith("\""),
                    beforeSlash,
                    variable.rank() == rank,
                    variable.clock()));
        }
        return new FieldPattern(before.toString().getBytes(StandardCharsets.UTF_8), steps, more);
    }

    /// A path with the query that follows it at once is one target; so are the parts of a time.
    private static List<Piece> joined(List<Piece> pieces) {
        List<Piece> joined = new ArrayList<>();
        for (Piece piece : pieces) {
            if (piece instanceof Piece.Variable variable
                    && !joined.isEmpty()
                    && joined.getLast() instanceof Piece.Variable path
                    && (path.role() == Role.DECODED_TARGET || path.role() == Role.TARGET)
                    && (variable.role() == Role.QUERY || variable.name().equals("$is_args"))) {
                continue;
            }
            if (piece instanceof Piece.Variable part
                    && !joined.isEmpty()
                    && joined.getLast() instanceof Piece.Variable before
                    && part.role() == Role.TIME_PART
                    && before.role() == Role.TIME_PART) {
                List<ClockPart> clock = new ArrayList<>(before.clock());
                clock.addAll(part.clock());
                joined.set(
                        joined.size() - 1,
                        new Piece.Variable(before.name() + part.name(), Role.TIME_PART, 0, List.copyOf(clock)));
                continue;
            }
            joined.add(piece);
        }
        return joined;
    }

    boolean has(Role role) {
        return steps.stream().anyMatch(step -> step.role() == role);
    }
}
