package dev.earshot.breach.filing;

import dev.earshot.breach.document.Document;
import dev.earshot.breach.document.Html;
import dev.earshot.breach.duty.Duty;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The page over all filings: what is due when, what is ready, and all that is still to be answered, at once.
final class Overview {
    private final Dossier dossier;
    private final List<Filings.Filing> filings;
    private final Cover cover;

    Overview(Dossier dossier, List<Filings.Filing> filings) {
        this.dossier = dossier;
        this.filings = filings;
        this.cover = new Cover(dossier);
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
            links.put(filing.folder(), filing.folder() + "/cover.pdf");
            String ready = filing.isReady() ? "yes" : filing.open().size() + " to be answered";
            filing.duty()
                    .ifPresentOrElse(
                            duty -> rows.add(List.of(
                                    Cover.due(duty),
                                    filing.title() + "\nto " + cover.addressee(duty),
                                    duty.rule().citation() + "\n"
                                            + duty.rule().confidence().id(),
                                    Cover.status(duty),
                                    ready,
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
                        duty.rule().citation() + "\n" + duty.rule().confidence().id(),
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
