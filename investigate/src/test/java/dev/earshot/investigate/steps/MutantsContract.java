package dev.earshot.investigate.steps;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.EarshotException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Proves the golden cases strong: the SQL of the steps with one mistake in it must not give the reference's answer for
/// all of them. Random cases alone let such mistakes through.
///
/// A quarter of the mistakes is tried, of those that find their place in the SQL; all with `-DargLine=-Dearshot.mutants=all`.
public abstract class MutantsContract {
    private static final int LEAST = 50;

    /// One mistake.
    ///
    /// @param output in which output's SELECT; empty for all of them
    /// @param pattern what is replaced
    /// @param occurrence which of those places, from 0; -1 for all
    private record Mutant(String output, String pattern, int occurrence, String replacement) {
        String in(StepFile.Output original) {
            if (!output.isEmpty() && !output.equals(original.name())) {
                return original.sql();
            }
            Matcher matcher = Pattern.compile(pattern).matcher(original.sql());
            StringBuilder sql = new StringBuilder();
            for (int found = 0; matcher.find(); found++) {
                matcher.appendReplacement(
                        sql,
                        occurrence < 0 || occurrence == found
                                ? replacement
                                : Matcher.quoteReplacement(matcher.group()));
            }
            return matcher.appendTail(sql).toString();
        }
    }

    private static List<Mutant> mutants() {
        List<Mutant> all = new ArrayList<>();
        all.add(new Mutant("hits10", ">=", 0, ">"));
        all.add(new Mutant("hits10", "l\\.ts < ", 0, "l.ts <= "));
        all.add(new Mutant(
                "hits10", "THEN l\\.session_key ELSE l\\.client_key", 0, "THEN l.client_key ELSE l.session_key"));
        all.add(new Mutant("cells20", "> p\\.gap", 0, ">= p.gap"));
        all.add(new Mutant("cells20", "max\\(h\\.ts\\)", 0, "min(h.ts)"));
        all.add(new Mutant("cells20", "min\\(h\\.ts\\)", 0, "max(h.ts)"));
        all.add(new Mutant("cells20", "PARTITION BY c\\.visitor", 0, ""));
        all.add(new Mutant("cells20", "PARTITION BY f\\.visitor", 0, ""));
        all.add(new Mutant("", "greatest\\(p\\.gap, 1\\)", -1, "greatest(2 * p.gap, 1)"));
        all.add(new Mutant("hits20", "WHEN h\\.client_key = 0 THEN h\\.hit", 0, "WHEN h.client_key = 0 THEN 0"));
        all.add(new Mutant("hits20", "WHEN h\\.session_key <> 0 THEN 0", 0, ""));
        all.add(new Mutant("pages30", "SELECT DISTINCT p", 0, "SELECT p"));
        all.add(new Mutant("pages30", "SEMI JOIN[^\\n]*", 0, ""));
        all.add(new Mutant("fired30", "p\\.method, p\\.host", 0, "p.host, p.method"));
        all.add(new Mutant("fired30", "p\\.path, p\\.query\\)", 0, "p.query, p.path)"));
        all.add(new Mutant("told30", ">= l\\.from_ts", 0, "> l.from_ts"));
        all.add(new Mutant("told30", "< l\\.to_ts", 0, "<= l.to_ts"));
        all.add(new Mutant("", "fired > 0", -1, "fired > 1"));
        for (String tie : List.of("updated", "merged_into", "member_id", "since_ts", "until_ts", "state")) {
            all.add(new Mutant("repeated40", "m\\." + tie + " DESC,", 0, ""));
            all.add(new Mutant("repeated40", "m\\." + tie + " DESC,", 0, "m." + tie + ","));
        }
        all.add(new Mutant("repeated40", ", m\\.country DESC", 0, ", m.country"));
        all.add(new Mutant("merged40", "FROM four a LEFT JOIN four b", 0, "FROM two a LEFT JOIN two b"));
        all.add(new Mutant("merged40", "FROM four a LEFT JOIN four b", 0, "FROM four a LEFT JOIN one b"));
        all.add(new Mutant("merged40", "SEMI JOIN[^\\n]*", 0, ""));
        all.add(new Mutant("links40", " AND l\\.kind <> 'client'", 0, ""));
        all.add(new Mutant("links40", "l\\.certainty = 'certain' AND", 0, ""));
        all.add(new Mutant("", "(l\\.link|[ht]\\.\\w+)_key <> 0(?! THEN)", -1, "0 = 0"));
        for (int kind = 0; kind < 4; kind++) {
            all.add(new Mutant("named40", ">= l\\.from_ts", kind, "> l.from_ts"));
            all.add(new Mutant("named40", "< l\\.to_ts", kind, "<= l.to_ts"));
            all.add(new Mutant("named40", "l\\.kind = '\\w+' AND", kind, ""));
            all.add(new Mutant("visitors40", ">= l\\.from_ts", kind, "> l.from_ts"));
            all.add(new Mutant("visitors40", "< l\\.to_ts", kind, "<= l.to_ts"));
            all.add(new Mutant("visitors40", "l\\.kind = '\\w+'", kind, "0 = 0"));
        }
        all.add(new Mutant("named40", "max\\(n\\.identity\\)", 0, "min(n.identity)"));
        all.add(new Mutant("seen40", "max\\(n\\.identity\\)", 0, "min(n.identity)"));
        all.add(new Mutant("seen40", "min\\(n\\.ts\\)", 0, "max(n.ts)"));
        all.add(new Mutant("resolved40", "CAST\\(1 AS BIGINT\\)", 0, "CAST(2 AS BIGINT)"));
        all.add(new Mutant("resolved40", "ANTI JOIN[^\\n]*", 0, ""));
        all.add(new Mutant("", "v\\.by_session = (\\w)\\.by_session AND ", -1, ""));
        all.add(new Mutant("", " AND (v\\.visit = \\w\\.visit|s\\.visit = v\\.visit)", -1, ""));
        all.add(new Mutant("visits40", "min_by", 0, "max_by"));
        all.add(new Mutant("visits40", "max_by", 0, "min_by"));
        all.add(new Mutant("visits40", "min\\(t\\.hit\\)", 0, "max(t.hit)"));
        all.add(new Mutant("visits40", "max\\(t\\.hit\\)", 0, "min(t.hit)"));
        all.add(new Mutant("unidentified40", "ANTI JOIN", 0, "SEMI JOIN"));
        for (int kind = 0; kind < 3; kind++) {
            all.add(new Mutant("named50", ">= l\\.from_ts", kind, "> l.from_ts"));
            all.add(new Mutant("named50", "< l\\.to_ts", kind, "<= l.to_ts"));
            all.add(new Mutant("named50", "l\\.identity = 2", kind, "l.identity >= 1"));
        }
        all.add(new Mutant("named50", "SELECT DISTINCT", 0, "SELECT"));
        all.add(new Mutant("named50", "n\\.fired = 2", 0, "n.fired >= 1"));
        all.add(new Mutant("named50", "AND w\\.certainty = 'certain'", 0, ""));
        all.add(new Mutant("sure50", "min_by", 0, "max_by"));
        all.add(new Mutant("sure50", "max_by", 0, "min_by"));
        all.add(new Mutant("sure50", "min\\(CASE WHEN n\\.", 0, "max(CASE WHEN n."));
        all.add(new Mutant("sure50", "max\\(CASE WHEN n\\.", 0, "min(CASE WHEN n."));
        all.add(new Mutant(
                "told50",
                "min\\(CASE WHEN b\\.first_ts = b\\.earliest THEN b\\.first_hit END\\)",
                0,
                "min(b.first_hit)"));
        all.add(new Mutant(
                "told50", "max\\(CASE WHEN b\\.last_ts = b\\.latest THEN b\\.last_hit END\\)", 0, "max(b.last_hit)"));
        all.add(new Mutant("told50", "c\\.named_hits = a\\.hits", 0, "c.named_hits > 0"));
        all.add(new Mutant("told50", "OR a\\.undetermined = 0", 0, ""));
        all.add(new Mutant("exposures50", "SELECT DISTINCT d", 0, "SELECT d"));
        all.add(new Mutant("facts50", " AND b\\.certain = t\\.certain", 0, ""));
        all.add(new Mutant("facts50", "DISTINCT t\\.vendor", 0, "t.vendor"));
        all.add(new Mutant("facts50", "DISTINCT t\\.element", 0, "t.element"));
        for (String output : List.of("missed50", "individuals50")) {
            all.add(new Mutant(output, "g\\.from_ts < w\\.to_ts", 0, "g.from_ts <= w.to_ts"));
            all.add(new Mutant(output, "w\\.from_ts < g\\.to_ts", 0, "w.from_ts <= g.to_ts"));
        }
        all.add(new Mutant("missed50", "g\\.from_ts < m\\.until_ts", 0, "g.from_ts <= m.until_ts"));
        all.add(new Mutant("missed50", "m\\.since_ts < g\\.to_ts", 0, "m.since_ts <= g.to_ts"));
        all.add(new Mutant("noted50", "FULL OUTER JOIN", 0, "LEFT JOIN"));
        all.add(new Mutant("noted50", "ANTI JOIN merged40 c ON c.canonical = g.person", 0, ""));
        all.add(new Mutant("noted50", "WHEN p\\.gone = 1 THEN 'gone'", 0, ""));
        all.add(new Mutant("individuals50", "f\\.place = 'repeated' OR", 0, ""));
        all.add(new Mutant("individuals50", " OR f\\.place = 'unlisted'", 0, ""));
        all.add(new Mutant("individuals50", "WHERE coalesce\\(f\\.place, 'plain'\\) = 'plain'", 0, ""));
        all.add(new Mutant("missed50", "UNION\\s+SELECT[^\\n]*", 0, ""));
        all.add(new Mutant("totals50", "OR e\\.certainty = 'certain'", 0, "OR 0 = 0"));
        all.add(new Mutant("totals50", "count\\(DISTINCT t\\.person\\)", 0, "count(t.person)"));
        all.add(new Mutant("totals50", "count\\(DISTINCT t\\.person\\)", 1, "count(t.person)"));
        return all;
    }

    protected abstract Engine open(Path folder);

    @Test
    void every_mistake_in_the_steps_is_caught_by_a_golden_case(@TempDir Path folder) {
        List<StepFile.Output> outputs = Comparison.outputs(Steps.all());
        List<Mutant> alive = new ArrayList<>(mutants());
        alive.removeIf(
                mutant -> outputs.stream().allMatch(output -> mutant.in(output).equals(output.sql())));
        assertThat(alive).as("mistakes that find their place").hasSizeGreaterThan(LEAST);
        if (!"all".equals(System.getProperty("earshot.mutants"))) {
            alive.removeIf(mutant -> Math.floorMod(mutant.hashCode(), 4) != 0);
        }
        try (Engine engine = open(folder.resolve("engine"))) {
            Comparison comparison = new Comparison(engine, folder.resolve("cases"));
            for (Case batch : Case.together(Corpus.cases())) {
                Path home = comparison.write(batch);
                comparison.run(outputs, home.resolve("out"));
                assertThat(comparison.difference(batch)).isEmpty();
                Map<String, Output> reference = Reference.run(batch);
                alive.removeIf(mutant -> caught(mutant, outputs, comparison, batch, reference, home));
            }
        }
        assertThat(alive).isEmpty();
    }

    private static boolean caught(
            Mutant mutant,
            List<StepFile.Output> outputs,
            Comparison comparison,
            Case batch,
            Map<String, Output> reference,
            Path home) {
        List<StepFile.Output> mutated = outputs.stream()
                .map(output -> new StepFile.Output(output.name(), output.view(), mutant.in(output)))
                .toList();
        int first = 0;
        while (mutated.get(first).equals(outputs.get(first))) {
            first++;
        }
        try {
            comparison.run(mutated.subList(first, mutated.size()), home.resolve("mutant-" + mutant.hashCode()));
            return comparison.difference(batch, reference).isPresent();
        } catch (EarshotException refused) {
            return true;
        } finally {
            outputs.subList(first, outputs.size()).forEach(output -> comparison.name(output, home.resolve("out")));
        }
    }
}
