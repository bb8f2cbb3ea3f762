package dev.earshot.domain;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Finds the domains that look like the covered entity's own: `clinic-portal.example`, `myclinic.example` and
/// `clinichealth.example` for a clinic at `clinic.example`.
///
/// A name counts as like another when they share its distinctive part, and whatever else they hold is a word that any
/// provider might add. Words such as `health`, `care` or `hospital` are never the distinctive part, nor is the name
/// of a state.
public final class Lookalikes {
    /// Below this, a distinctive part must stand alone between hyphens.
    private static final int SHORTEST_INSIDE_A_WORD = 3;

    private static final int SHORTEST_CORE = 4;

    /// Shorter words end too many names by chance, as `me` begins `medica`.
    private static final int SHORTEST_STRIPPED = 4;

    /// From here on, a distinctive part between hyphens may stand beside any other word.
    private static final int UNMISTAKABLE = 5;

    private static final Set<String> FILLERS = words("""
            a about access account accounts advice advanced alliance and app apply apps appointment appointments
            assets associates at benefit benefits bill billing blog book booking care careers cares cdn center centers
            central centre chart charts child childrens choice city clinic clinical clinics co college community
            company connect connected connection connections content corp county data dental dev digital direct
            directory doc docs doctor doctors education emergency enroll events exchange express external family files
            find first for forms foundation general give giving global go group health healthcare healthplan
            healthsystem heart help home hospice hospital hospitals images inc info insurance institute jobs lab labs
            learn learning life link links live llc local login mail market marketplace md me media medical medicine
            member members mobile my mychart national net network networks new news now of online org our page pages
            partner partners patient patients pay payment payments pediatrics people pharmacy physician physicians
            plan plans portal practice prd primary pro prod program provider providers public quality record records
            referral refer regional registration research results rx schedule scheduling school search secure service
            services shop site sites sso staff stage staging state static store study support survey surveys system
            systems team tech telehealth test tests the therapy together tools track tracking training trust uat
            university urgent us usa video virtual visit visits wellness web well women womens www your
            """);

    private static final Set<String> STATES = words("""
            alabama alaska arizona arkansas california carolina colorado columbia connecticut dakota delaware dc
            florida georgia hawaii idaho illinois indiana iowa kansas kentucky louisiana maine maryland massachusetts
            michigan minnesota mississippi missouri montana nebraska nevada hampshire jersey mexico york ohio oklahoma
            oregon pennsylvania rhode island tennessee texas utah vermont virginia washington wisconsin wyoming north
            south west east
            """);

    /// Words that are a name only where they are the whole of it: everybody's in `sleep-clinic`, its owner's in
    /// `clinic.example`.
    private static final Set<String> NAME_WHEN_ALONE = words("clinic doctors hospice physicians pediatrics");

    private Lookalikes() {}

    /// The domains seen that look like one of the covered entity's own, each once, in alphabetical order.
    ///
    /// @param own the covered entity's hosts or domains
    /// @param seen third parties' hosts or domains; those that are the covered entity's own are passed over
    public static List<Lookalike> among(Collection<String> own, Collection<String> seen) {
        Set<String> ours = domains(own);
        List<Lookalike> found = new ArrayList<>();
        for (String domain : domains(seen)) {
            if (!ours.contains(domain)) {
                resemblance(domain, ours).ifPresent(found::add);
            }
        }
        return List.copyOf(found);
    }

    private static Optional<Lookalike> resemblance(String domain, Set<String> ours) {
        for (String own : ours) {
            for (String part : distinctiveParts(name(own))) {
                if (carries(name(domain), part)) {
                    return Optional.of(new Lookalike(domain, own, part));
                }
            }
        }
        return Optional.empty();
    }

    /// What makes a name its owner's, the longest first: the whole name, then what is left of it when the words that
    /// any provider might use are taken off.
    private static List<String> distinctiveParts(String name) {
        if (name.isEmpty()) {
            return List.of();
        }
        String joined = name.replace("-", "");
        List<String> parts = new ArrayList<>();
        if (NAME_WHEN_ALONE.contains(joined) || !isCommonplace(joined)) {
            parts.add(joined);
        }
        for (String word : name.split("-")) {
            String core = core(word);
            if (core.length() >= SHORTEST_CORE && !isMadeOf(core, FILLERS) && !isMadeOf(core, STATES)) {
                parts.add(core);
            }
        }
        return parts.stream().distinct().toList();
    }

    /// `healthcare` and `familymedicine` are commonplace; `georgiaaccess` and `connectforhealth` are somebody's name.
    private static boolean isCommonplace(String joined) {
        return fewestWords(joined, FILLERS) <= 2 || isMadeOf(joined, STATES);
    }

    /// The word without the commonplace words at its ends, as long as enough remains.
    private static String core(String word) {
        String core = word;
        for (boolean stripped = true; stripped; ) {
            stripped = false;
            for (int cut = core.length() - SHORTEST_CORE; cut >= SHORTEST_STRIPPED && !stripped; cut--) {
                if (FILLERS.contains(core.substring(0, cut))) {
                    core = core.substring(cut);
                    stripped = true;
                } else if (FILLERS.contains(core.substring(core.length() - cut))) {
                    core = core.substring(0, core.length() - cut);
                    stripped = true;
                }
            }
        }
        return core;
    }

    private static boolean carries(String name, String part) {
        String joined = name.replace("-", "");
        if (joined.equals(part)) {
            return true;
        }
        List<String> words = Arrays.asList(name.split("-"));
        if (words.contains(part)) {
            boolean anyCompany = part.length() >= UNMISTAKABLE && !NAME_WHEN_ALONE.contains(part);
            return anyCompany || words.stream().allMatch(word -> word.equals(part) || isFiller(word));
        }
        if (part.length() < SHORTEST_INSIDE_A_WORD) {
            return false;
        }
        for (int at = joined.indexOf(part); at >= 0; at = joined.indexOf(part, at + 1)) {
            String before = joined.substring(0, at);
            String after = joined.substring(at + part.length());
            if (isFiller(before) && isFiller(after)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isFiller(String text) {
        return text.chars().allMatch(Character::isDigit) || isMadeOf(text, FILLERS);
    }

    private static boolean isMadeOf(String text, Set<String> words) {
        return fewestWords(text, words) < Integer.MAX_VALUE;
    }

    /// How few of the words, put together, spell the text; `Integer.MAX_VALUE` where they can't.
    private static int fewestWords(String text, Set<String> words) {
        int[] fewest = new int[text.length() + 1];
        Arrays.fill(fewest, 1, fewest.length, Integer.MAX_VALUE);
        for (int end = 1; end <= text.length(); end++) {
            for (int start = 0; start < end; start++) {
                if (fewest[start] < fewest[end] && words.contains(text.substring(start, end))) {
                    fewest[end] = Math.min(fewest[end], fewest[start] + 1);
                }
            }
        }
        return fewest[text.length()];
    }

    /// The label that was registered: `clinic-portal` of `clinic-portal.example`.
    private static String name(String domain) {
        int dot = domain.indexOf('.');
        boolean nameless = dot < 0 || HostName.isAddress(domain) || HostName.isTooLong(domain);
        return nameless ? "" : domain.substring(0, dot);
    }

    private static Set<String> domains(Collection<String> hosts) {
        Set<String> domains = new TreeSet<>();
        hosts.forEach(host -> domains.add(RegistrableDomain.of(host)));
        return domains;
    }

    private static Set<String> words(String list) {
        return Set.copyOf(Arrays.asList(list.strip().split("\\s+")));
    }
}
