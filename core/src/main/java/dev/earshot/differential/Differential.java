package dev.earshot.differential;

import dev.earshot.disclosure.Answer;
import dev.earshot.disclosure.Disclosure;
import java.util.ArrayList;
import java.util.List;

/// What the comparison of several runs shows.
///
/// @param runs in order of time
/// @param slots places of which at least two runs told something that can tell people apart
/// @param tested comparisons of a distinct value with the persons, the searches or both that could come out as proof by
///     accident, since runs share the value in groups as large as the visitors make: each counts in the correction
/// @param claims proven ones first, then those that a value of the persona confirms, then what is only indicated
/// @param limits what the comparison could not show, as sentences
public record Differential(List<Labelled> runs, int slots, int tested, List<Claim> claims, List<String> limits) {
    public Differential {
        runs = List.copyOf(runs);
        claims = List.copyOf(claims);
        limits = List.copyOf(limits);
    }

    /// The greatest chance of any false claim that is still called proof: 1 in 100, over all claims of a scan together.
    public static final double LEVEL = 0.01;

    public List<Claim> claims(Claim.Standing standing) {
        return claims.stream().filter(claim -> claim.standing() == standing).toList();
    }

    /// `answers`, with what the comparison adds: an element that it proves is sent, and one that it merely indicates can't
    /// be called absent.
    public List<Answer> answers(List<Answer> answers, List<Disclosure> proven) {
        List<Answer> changed = new ArrayList<>();
        for (Answer answer : answers) {
            List<Disclosure> of = proven.stream()
                    .filter(disclosure -> disclosure.detection().element() == answer.element())
                    .toList();
            boolean indicated = claims(Claim.Standing.INDICATED).stream()
                    .anyMatch(claim -> claim.element() == answer.element() || claim.factor() == Factor.BOTH);
            changed.add(
                    !of.isEmpty()
                            ? sent(answer, of)
                            : indicated && answer.verdict() == Answer.Verdict.NOT_SENT
                                    ? new Answer(
                                            answer.element(),
                                            Answer.Verdict.CANNOT_TELL,
                                            "It was not found, but the comparison of runs indicates it without proving it.",
                                            List.of())
                                    : answer);
        }
        return changed;
    }

    private static Answer sent(Answer before, List<Disclosure> proven) {
        List<String> ids = new ArrayList<>(before.disclosureIds());
        proven.forEach(disclosure -> ids.add(disclosure.id()));
        long vendors = proven.stream()
                .map(disclosure -> disclosure.transmission().recipient().vendor())
                .distinct()
                .count();
        String shown = "The comparison of runs proves it for " + vendors + (vendors == 1 ? " vendor." : " vendors.");
        return new Answer(
                before.element(),
                Answer.Verdict.SENT,
                before.verdict() == Answer.Verdict.SENT ? before.because() + " " + shown : shown,
                ids);
    }

    /// Who did which run.
    ///
    /// @param person empty for a run signed out
    /// @param search empty where it is not known, and signed out
    public record Labelled(String id, String person, String search) {}
}
