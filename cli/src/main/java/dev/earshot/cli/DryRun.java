package dev.earshot.cli;

import dev.earshot.breach.Case;
import dev.earshot.breach.Facts;
import dev.earshot.breach.document.Fonts;
import dev.earshot.breach.notice.Channel;
import dev.earshot.breach.notice.Letter;
import dev.earshot.breach.notice.Notice;
import dev.earshot.breach.store.CaseStore;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// Composes every notice of a case and counts, and knows nothing that sends.
final class DryRun {
    private static final int TOGETHER = 1_000;
    private static final int SHOWN = 20;

    private final CaseFolder place;
    private final Clock clock;
    private final PrintWriter out;
    private final PrintWriter err;

    DryRun(CaseFolder place, Clock clock, PrintWriter out, PrintWriter err) {
        this.place = place;
        this.clock = clock;
        this.out = out;
        this.err = err;
    }

    int run(LocalDate today) {
        try (CaseStore store = place.read(clock)) {
            Facts facts = new Case(store.journal(), place.law()).required();
            CaseTexts texts = CaseTexts.of(
                    place,
                    facts,
                    store.id(),
                    CaseTexts.approved(store.journal(), facts).orElse(today));
            Map<String, Long> leaving = new TreeMap<>();
            Fonts fonts = Fonts.shipped();
            long unprintable = 0;
            long from = 1;
            while (true) {
                List<Notice> some = store.notices(from, TOGETHER);
                if (some.isEmpty()) {
                    break;
                }
                for (Notice notice : some) {
                    if (notice.id() == notice.lead()) {
                        Letter letter = texts.composer().compose(List.of(notice));
                        Channel first = notice.channels().isEmpty()
                                ? null
                                : notice.channels().getFirst();
                        leaving.merge((first == null ? "no way" : first.id()) + " " + notice.language(), 1L, Long::sum);
                        if (first == Channel.PRINT && !printable(letter, fonts)) {
                            unprintable++;
                            if (unprintable <= SHOWN) {
                                err.println("notice " + notice.id() + " has a character that no font prints");
                            }
                        }
                    }
                }
                from = some.getLast().id() + 1;
            }
            leaving.forEach((way, count) -> out.printf(Locale.ENGLISH, "%,10d  %s%n", count, way));
            out.println(store.refusal(texts.hash())
                    .map(why -> "They would not leave yet: " + why)
                    .orElse("They would leave with: earshot case send " + place.path()));
            out.println("A dry run: nothing was sent.");
            out.flush();
            return unprintable == 0 ? ExitCode.CLEAN : ExitCode.INCOMPLETE;
        }
    }

    private static boolean printable(Letter letter, Fonts fonts) {
        return letter.values().values().stream()
                .allMatch(value -> fonts.unprintable(value).isEmpty());
    }
}
