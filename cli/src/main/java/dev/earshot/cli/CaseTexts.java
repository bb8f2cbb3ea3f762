package dev.earshot.cli;

import dev.earshot.breach.CaseSettings;
import dev.earshot.breach.Facts;
import dev.earshot.breach.duty.Duty;
import dev.earshot.breach.journal.Entry;
import dev.earshot.breach.journal.Journal;
import dev.earshot.breach.notice.ContentCheck;
import dev.earshot.breach.notice.Role;
import dev.earshot.breach.notice.TemplateComposer;
import dev.earshot.breach.notice.Templates;
import dev.earshot.breach.store.NoticeTable;
import dev.earshot.evidence.Sha256;
import dev.earshot.investigate.steps.Engine;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The texts of a case's notices: its templates, its facts, and the date that stands on the letters.
///
/// @param hash of all that a letter's text is made from, persons apart: what an approval is for
record CaseTexts(Templates templates, TemplateComposer composer, LocalDate dated, String hash) {
    private static final int REFERENCE = 8;
    private static final int SHOWN = 5;

    /// @param caseId what reference numbers start with
    /// @param dated the date on the letters
    /// @throws dev.earshot.EarshotException of code USAGE with every mistake in the templates
    static CaseTexts of(CaseFolder place, Facts facts, String caseId, LocalDate dated) {
        Path own = place.path().resolve("templates");
        Templates templates = Files.isDirectory(own) ? Templates.builtIn().with(own) : Templates.builtIn();
        String reference = caseId.substring(0, Math.min(REFERENCE, caseId.length()));
        TemplateComposer composer = TemplateComposer.of(facts.incident(), dated, reference, templates, place.law());
        return new CaseTexts(
                templates,
                composer,
                dated,
                sha256(templates.digest() + "\n" + facts.recorded().hash() + "\n" + dated + "\n" + reference));
    }

    /// The day on which the newest approval was given; empty where there is none.
    static Optional<LocalDate> approved(Journal journal, Facts facts) {
        Entry[] newest = new Entry[1];
        journal.read(Set.of("approved"), entry -> newest[0] = entry);
        return Optional.ofNullable(newest[0])
                .map(entry -> LocalDate.ofInstant(entry.at(), facts.incident().zone()));
    }

    /// Refuses drafts that nobody accepted.
    void refuseDrafts(Facts facts, CaseSettings settings) {
        templates.refuseDrafts(
                facts.incident().kind(), settings.planning(dated).languages(), settings.acceptedDrafts());
    }

    /// Refuses texts that lack what a law of where somebody of the plan lives requires; prints what to look at besides.
    ///
    /// @param all every remark, not the first few
    void check(List<Duty> duties, Engine engine, Path plan, boolean all, PrintWriter out) {
        List<ContentCheck.Audience> audiences = new ArrayList<>();
        engine.table(NoticeTable.ID, plan.resolve(NoticeTable.ID).toString());
        engine.read(
                "SELECT DISTINCT jurisdiction, language, role, status FROM " + NoticeTable.ID
                        + " WHERE id = lead ORDER BY jurisdiction, language, role, status",
                row -> audiences.add(new ContentCheck.Audience(
                        (String) row.get(0), (String) row.get(1), role((String) row.get(2)), (String) row.get(3))));
        ContentCheck.Report report = ContentCheck.of(composer, duties, audiences);
        report.throwIfRefused();
        List<String> warnings = report.warnings();
        warnings.stream().limit(all ? Long.MAX_VALUE : SHOWN).forEach(warning -> out.println("note: " + warning));
        if (!all && warnings.size() > SHOWN) {
            out.println("note: and " + (warnings.size() - SHOWN)
                    + " more of what to look at before it leaves: earshot case render --check DIR tells all.");
        }
    }

    private static Role role(String id) {
        return Arrays.stream(Role.values())
                .filter(role -> role.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private static String sha256(String text) {
        return Sha256.hex(text);
    }
}
