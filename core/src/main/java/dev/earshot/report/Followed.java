package dev.earshot.report;

import static dev.earshot.report.Wording.counted;
import static dev.earshot.report.Wording.series;

import dev.earshot.differential.Claim;
import dev.earshot.differential.Differential;
import dev.earshot.differential.Factor;
import dev.earshot.differential.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What follows the visitor from run to run, as every report tells it.
///
/// @param intro how the runs were made
/// @param confirmed of what was known from a value of the persona, what the comparison shows as well; empty if nothing
record Followed(String intro, List<Told> proven, List<Told> indicated, String confirmed, List<String> limits) {
    static Followed of(Differential differential, Masking masking) {
        List<Claim> confirmed = differential.claims(Claim.Standing.CONFIRMED);
        return new Followed(
                intro(differential),
                differential.claims(Claim.Standing.PROVEN).stream()
                        .map(claim -> Told.of(claim, differential, masking))
                        .toList(),
                differential.claims(Claim.Standing.INDICATED).stream()
                        .map(claim -> Told.of(claim, differential, masking))
                        .toList(),
                confirmed.isEmpty()
                        ? ""
                        : counted(confirmed.size(), "place") + " where a value of the persona was found "
                                + (confirmed.size() == 1 ? "follows" : "follow") + " the visitor as well.",
                differential.limits());
    }

    private static String intro(Differential differential) {
        Map<String, Integer> persons = new LinkedHashMap<>();
        int signedOut = 0;
        for (Differential.Labelled run : differential.runs()) {
            if (run.person().isEmpty()) {
                signedOut++;
            } else {
                persons.merge(run.person(), 1, Integer::sum);
            }
        }
        List<String> times = new ArrayList<>();
        persons.forEach((person, number) -> times.add(person + " " + counted(number, "time")));
        return counted(differential.runs().size(), "run") + ", each in a browser of its own: " + series(times)
                + (signedOut == 0 ? "" : ", and signed out " + counted(signedOut, "time")) + ". "
                + counted(differential.slots(), "place") + " told something long enough to tell people apart. "
                + counted(differential.tested(), "comparison") + " could have been taken for proof by accident, and "
                + (differential.tested() == 1 ? "is" : "are") + " allowed for.";
    }

    /// One claim.
    ///
    /// @param sign as [Wording#sign]
    /// @param subject vendor, product and place
    /// @param sentence what it means
    /// @param rows what each person, search or pair told
    /// @param statistics how sure it is, in words
    record Told(String sign, String subject, String sentence, List<Row> rows, String statistics) {
        private static Told of(Claim claim, Differential differential, Masking masking) {
            boolean proven = claim.standing() == Claim.Standing.PROVEN;
            return new Told(
                    proven ? "◉" : "?",
                    claim.tracker().equals(claim.vendor()) ? claim.vendor() : claim.tracker() + " → " + claim.vendor(),
                    "At " + masking.quoted(claim.chain()) + " it "
                            + (proven ? "was told " : "seems to have been told ") + meaning(claim.factor())
                            + claim.because().map(why -> ", but " + why).orElse("") + ".",
                    rows(claim, differential, masking),
                    Wording.capitalised(Statement.of(claim)) + ".");
        }

        private static String meaning(Factor factor) {
            return switch (factor) {
                case PERSON -> "a value that follows the person: an identifier, whatever it is made of";
                case SEARCH ->
                    "a value that follows what was searched for: it carries the search, whatever it is made of";
                case BOTH -> "a value made of the person and the search together";
            };
        }

        private static List<Row> rows(Claim claim, Differential differential, Masking masking) {
            Map<String, List<String>> runs = new LinkedHashMap<>();
            Map<String, String> values = new LinkedHashMap<>();
            for (Differential.Labelled run : differential.runs()) {
                Optional.ofNullable(claim.values().get(run.id())).ifPresent(value -> {
                    String label = switch (claim.factor()) {
                        case PERSON -> run.person();
                        case SEARCH -> run.search();
                        case BOTH -> run.person() + ", " + run.search();
                    };
                    runs.computeIfAbsent(label, _ -> new ArrayList<>()).add(run.id());
                    values.put(label, masking.value(value));
                });
            }
            List<Row> rows = new ArrayList<>();
            runs.forEach((label, of) -> rows.add(new Row(label, of, values.getOrDefault(label, ""))));
            return List.copyOf(rows);
        }
    }

    /// @param label the person, the search, or both
    /// @param runs in which the value was told
    record Row(String label, List<String> runs, String value) {}
}
