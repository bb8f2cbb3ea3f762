package dev.earshot.breach.duty;

import dev.earshot.breach.duty.Board.Standing;
import java.io.PrintWriter;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// The duties of a case for a terminal.
public final class DutyText {
    private static final String INDENT = "            ";

    private DutyText() {}

    /// @param asOf days left are counted from it
    /// @param all also what is not due, and each duty that hangs only on where somebody lives
    /// @param reasons each step that led to the answer
    public static void print(List<Duty> duties, LocalDate asOf, boolean all, boolean reasons, PrintWriter out) {
        Board board = new Board(duties, asOf);
        List<Duty> shown = new ArrayList<>();
        for (Duty duty : duties) {
            Standing standing = board.standing(duty);
            if (all || (standing != Standing.NOT_DUE && standing != Standing.SOMEWHERE)) {
                shown.add(duty);
            }
        }
        out.println("as of " + Timing.day(asOf));
        out.println();
        shown.forEach(duty -> print(board, duty, reasons, out));
        List<Duty> somewhere = board.with(Standing.SOMEWHERE);
        if (!all && !somewhere.isEmpty()) {
            out.println(
                    "CONTINGENT  " + somewhere.size()
                            + " more duties, of places where nobody affected is known to live; the state of some is not known:");
            out.println(INDENT
                    + somewhere.stream().map(Board::place).distinct().sorted().collect(Collectors.joining(", ")));
            out.println();
        }
        int notDue = board.with(Standing.NOT_DUE).size();
        out.println(board.with(Standing.OVERDUE).size() + " overdue, "
                + board.with(Standing.DUE).size() + " due, "
                + board.with(Standing.CONTINGENT, Standing.SOMEWHERE).size() + " contingent, "
                + board.with(Standing.DONE, Standing.DONE_LATE).size() + " done, "
                + board.with(Standing.DEEMED_MET).size() + " deemed met by HIPAA, "
                + board.with(Standing.OVERRULED).size() + " overruled, " + notDue + " not due"
                + (all || notDue == 0 ? "" : " (not shown)"));
        out.println(Board.COUNSEL);
        out.flush();
    }

    private static void print(Board board, Duty duty, boolean reasons, PrintWriter out) {
        String left = board.left(duty);
        out.println(head(board.standing(duty))
                + Board.day(duty)
                + (left.isEmpty() ? "" : "  " + left)
                + duty.done().map(day -> "  done " + day).orElse(""));
        out.println(INDENT + duty.rule().title() + " → " + Board.to(duty) + " · " + Board.place(duty) + " · "
                + duty.people());
        out.println(INDENT + duty.key() + " · " + duty.rule().citation() + " · "
                + duty.rule().confidence().id());
        if (reasons) {
            duty.because().forEach(sentence -> out.println(INDENT + "- " + sentence));
            out.println(INDENT + "source: " + Board.sources(duty.rule()));
        } else {
            duty.overruled().ifPresent(_ -> out.println(INDENT + duty.because().getFirst()));
            if (duty.status() == Duty.Status.CONTINGENT) {
                Board.open(duty).forEach(sentence -> out.println(INDENT + sentence));
            }
        }
        out.println();
    }

    private static String head(Standing standing) {
        String word = switch (standing) {
            case OVERDUE -> "OVERDUE";
            case DUE -> "DUE";
            case CONTINGENT, SOMEWHERE -> "CONTINGENT";
            case DONE -> "DONE";
            case DONE_LATE -> "DONE LATE";
            case DEEMED_MET -> "MET";
            case OVERRULED -> "OVERRULED";
            case NOT_DUE -> "NOT DUE";
        };
        return word + " ".repeat(INDENT.length() - word.length());
    }
}
