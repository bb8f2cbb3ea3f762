package dev.earshot.guard.collect;

import dev.earshot.guard.collect.Overview.Line;
import dev.earshot.guard.collect.Overview.Party;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// An [Overview] as text for a terminal.
public final class OverviewText {
    private static final int SHOWN_LINES = 5;
    private static final int SHOWN_PARTIES = 40;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private OverviewText() {}

    public static String of(Overview overview) {
        StringBuilder text = new StringBuilder();
        text.append(sentence(overview)).append("\n");
        parties(text, "NEW", overview.fresh(), true);
        parties(text, "SEEN BY TOO FEW NETWORKS TO BE TOLD", overview.unconfirmed(), false);
        parties(text, "KNOWN BEFORE", overview.before(), false);
        parties(text, "CONTENT AND OWN HOSTS", overview.content(), false);
        if (!overview.noise().isEmpty()) {
            text.append("\nNOISE, counted by rule\n");
            overview.noise()
                    .forEach(noise -> text.append(String.format(
                            Locale.ROOT,
                            "  %,10d  %-24s %s%n",
                            noise.reports(),
                            noise.rule(),
                            some(noise.hosts().keySet(), 5))));
        }
        text.append("\nWhat was not seen\n");
        notSeen(overview).forEach(line -> text.append("  ").append(line).append('\n'));
        return text.toString();
    }

    /// The answer in one sentence.
    static String sentence(Overview overview) {
        long through = overview.fresh().stream().filter(Party::letThrough).count();
        String count = overview.fresh().isEmpty()
                ? "No new third party"
                : overview.fresh().size() == 1
                        ? "1 new third party"
                        : overview.fresh().size() + " new third parties";
        return count + " since " + overview.since() + " (UTC), by what browsers reported"
                + overview.until().map(until -> " until " + time(until)).orElse("")
                + (through == 0 ? "." : "; requests to " + through + " of them were let through.");
    }

    /// What this overview says nothing of.
    static List<String> notSeen(Overview overview) {
        List<String> lines = new ArrayList<>();
        overview.gaps()
                .forEach(gap -> lines.add("Nobody listened from " + time(gap.from()) + " to " + time(gap.to()) + "."));
        overview.tallies().forEach((what, count) -> lines.add(String.format(Locale.ROOT, "%,d %s", count, what)));
        overview.ignored()
                .forEach((type, count) -> lines.add(String.format(
                        Locale.ROOT, "%,d reports of type %s, which tell of no third party", count, type)));
        if (overview.torn() > 0) {
            lines.add(overview.torn() + " torn lines in the folder's files.");
        }
        overview.firstDay()
                .ifPresent(day -> lines.add("Kept from " + day + " on: what was silent since then counts as new."));
        lines.add("Browsers without reports, visitors who block them, and what no policy or guard watches.");
        return lines;
    }

    private static void parties(StringBuilder text, String heading, List<Party> parties, boolean whole) {
        if (parties.isEmpty()) {
            return;
        }
        text.append('\n').append(heading).append('\n');
        for (Party party : parties.subList(0, Math.min(SHOWN_PARTIES, parties.size()))) {
            text.append(String.format(
                    Locale.ROOT,
                    "  %-32s %s%n      %s · %,d reports, %d+ networks · first %s%n",
                    party.name(),
                    who(party),
                    String.join(", ", party.verdicts()),
                    party.reports(),
                    party.networks(),
                    time(party.first())));
            if (whole) {
                text.append("      on ").append(some(party.pages(), 6)).append('\n');
                for (Line line : party.lines()
                        .subList(0, Math.min(SHOWN_LINES, party.lines().size()))) {
                    text.append(String.format(
                            Locale.ROOT,
                            "      %,8d  %-16s %s %s on %s%s%s%n",
                            line.reports(),
                            line.directive(),
                            line.address(),
                            line.verdict(),
                            line.page(),
                            line.source().isEmpty() ? "" : ", by " + line.source(),
                            line.rule().isEmpty() ? "" : ", rule " + line.rule()));
                }
                if (party.lines().size() > SHOWN_LINES) {
                    text.append("      and ")
                            .append(party.lines().size() - SHOWN_LINES)
                            .append(" more, see --format json\n");
                }
            }
        }
        if (parties.size() > SHOWN_PARTIES) {
            text.append("  and ").append(parties.size() - SHOWN_PARTIES).append(" more, see --format json\n");
        }
    }

    static String who(Party party) {
        String vendor = party.vendor().orElse("owner not known");
        return vendor
                + party.purpose().map(purpose -> ", " + purpose).orElse("")
                + (party.products().isEmpty() ? "" : " (" + String.join(", ", party.products()) + ")");
    }

    static String some(Collection<String> all, int most) {
        String first = all.stream().limit(most).collect(Collectors.joining(", "));
        return all.size() > most ? first + " and " + (all.size() - most) + " more" : first;
    }

    static String time(Instant at) {
        return TIME.format(at);
    }
}
