package dev.earshot.breach.filing;

import dev.earshot.breach.document.Document;
import dev.earshot.breach.document.Html;
import dev.earshot.breach.duty.Duty;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The page over all filings: what is due when, what is ready, and all that is still to be answered, at once.
final class Overview {
    private final Dossier dossier;
    private final List<Filings.Filing> filings;

    Overview(Dossier dossier, List<Filings.Filing> filings) {
        this.dossier = dossier;
        this.filings = filings;
    }

    String html() {
        Map<String, String> links = new TreeMap<>();
        Paper paper = new Paper("Filings: " + dossier.incident().name());
        paper.text(dossier.incident().entity().name() + ", as of " + Story.day(dossier.date()) + ".");
        paper.bold(Cover.COUNSEL
                + " Each duty names its law and how sure we are of it; days are outer limits, not targets.");
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("By", "Duty", "Law, and how sure", "Status", "Ready", "Cover sheet"));
        List<List<String>> beside = new ArrayList<>();
        beside.add(List.of("What", "Ready", "Cover sheet"));
        for (Filings.Filing filing : filings) {
            links.put(
                    filing.folder(),
                    filing.folder() + (filing.files().containsKey("cover.pdf") ? "/cover.pdf" : "/cover.txt"));
            String ready = filing.isReady() ? "yes" : filing.open().size() + " to be answered";
            filing.duty()
                    .ifPresentOrElse(
                            duty -> rows.add(List.of(
                                    by(duty),
                                    filing.title() + "\n" + place(duty),
                                    law(duty),
                                    Cover.status(duty),
                                    filed(duty).orElse(ready),
                                    filing.folder())),
                            () -> beside.add(List.of(filing.title(), ready, filing.folder())));
        }
        paper.heading("Due, or depending on what is not known yet").table(rows);
        paper.heading("Beside the duties").table(beside);
        List<String> open = filings.stream()
                .flatMap(filing -> filing.open().stream())
                .distinct()
                .sorted()
                .toList();
        paper.heading(open.isEmpty() ? "Nothing is left to be answered" : "To be answered")
                .list(open);
        List<List<String>> others = new ArrayList<>();
        others.add(List.of("Duty", "Law, and how sure", "Status", "Why"));
        for (Duty duty : dossier.duties()) {
            if (duty.status() == Duty.Status.DEEMED_MET || duty.status() == Duty.Status.NOT_DUE) {
                others.add(List.of(
                        duty.rule().title() + " (" + dossier.nameOf(duty.rule().jurisdiction()) + ")",
                        law(duty),
                        Cover.status(duty),
                        String.join(" ", duty.because())));
            }
        }
        if (others.size() > 1) {
            paper.heading("Nothing is filed for").table(others);
        }
        paper.text("Folders beside this page that it does not name are of an earlier run.");
        Document document = paper.document();
        return Html.of(document, links);
    }

    private String by(Duty duty) {
        if (duty.due().isEmpty() && duty.dueAt().isEmpty()) {
            return "no day named";
        }
        boolean passed = duty.done().isEmpty()
                && duty.due().filter(day -> day.isBefore(dossier.date())).isPresent();
        return Cover.due(duty) + (passed ? "\nPASSED" : "");
    }

    private String place(Duty duty) {
        int at = duty.key().indexOf('@');
        return dossier.nameOf(at < 0 ? duty.rule().jurisdiction() : duty.key().substring(at + 1));
    }

    private static String law(Duty duty) {
        return duty.rule().citation().replace("§ ", "§\u00a0") + "\n"
                + duty.rule().confidence().id();
    }

    /// Where it was filed or done: what is prepared now is more than that.
    private Optional<String> filed(Duty duty) {
        List<Proof> proofs = dossier.proofsOf(duty);
        if (!proofs.isEmpty()) {
            return Optional.of("filed on " + proofs.getLast().when() + "\naddendum prepared");
        }
        return duty.done().map(day -> "done\nno proof attached");
    }

    ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("incident", dossier.incident().name());
        json.put("date", dossier.date().toString());
        json.put("notice", Cover.COUNSEL);
        ArrayNode all = json.putArray("filings");
        for (Filings.Filing filing : filings) {
            ObjectNode one = all.addObject();
            one.put("title", filing.title());
            one.put("folder", filing.folder());
            filing.duty().ifPresent(duty -> {
                one.put("duty", duty.key());
                one.put("status", Cover.status(duty));
                one.put("due", Cover.due(duty));
                one.put("citation", duty.rule().citation());
                one.put("confidence", duty.rule().confidence().id());
            });
            one.put("ready", filing.isReady());
            ArrayNode open = one.putArray("toBeAnswered");
            filing.open().forEach(open::add);
            ObjectNode files = one.putObject("files");
            filing.files().forEach(files::put);
        }
        return json;
    }
}
