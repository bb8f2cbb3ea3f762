package dev.earshot.breach.filing;

import dev.earshot.EarshotException;
import dev.earshot.breach.document.Block;
import dev.earshot.breach.document.DocumentJson;
import dev.earshot.breach.document.Html;
import dev.earshot.breach.document.PlainText;
import dev.earshot.breach.document.Span;
import dev.earshot.breach.duty.Duty;
import dev.earshot.breach.incident.Incident;
import dev.earshot.evidence.Sha256;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The filings of a case, written to a folder: for each duty a folder with its documents as PDF, plain text and JSON, and
/// `index.html` over all. The same dossier gives the same bytes.
///
/// What was filed stays as it was filed: once a proof is attached to a duty, later documents go to `addendum-1` and so
/// on within its folder.
public final class Filings {
    private static final String PORTAL = "us-hhs";
    private static final String DEMANDS = "deletion-demands";

    private final Dossier dossier;
    private final Forms forms;
    private final Cover cover;
    private final Letters letters;
    private final PublicNotices notices;

    private Filings(Dossier dossier, Forms forms) {
        this.dossier = dossier;
        this.forms = forms;
        this.cover = new Cover(dossier);
        this.letters = new Letters(dossier);
        this.notices = new PublicNotices(dossier);
    }

    /// @return one for each duty that is due or may be, then what is prepared beside them
    /// @throws EarshotException of code INTERNAL where the folder can't be written
    public static List<Filing> write(Path folder, Dossier dossier, Forms forms, PdfWriter pdf) {
        List<Prepared> prepared = new Filings(dossier, forms).all();
        try {
            List<Filing> filings = new ArrayList<>();
            for (Prepared each : prepared) {
                filings.add(write(folder, each, pdf));
            }
            Overview overview = new Overview(dossier, filings);
            replace(folder.resolve("index.html"), overview.html().getBytes(StandardCharsets.UTF_8));
            replace(
                    folder.resolve("index.json"),
                    DocumentJson.text(overview.json()).getBytes(StandardCharsets.UTF_8));
            return filings;
        } catch (IOException failed) {
            throw new EarshotException(
                    EarshotException.Code.INTERNAL,
                    "The filings could not be written to " + folder + ": " + failed.getMessage()
                            + ". What is there stays; make room or allow writing, and run this again.",
                    failed);
        }
    }

    /// What was written for one duty, or beside the duties.
    ///
    /// @param duty absent where no duty of the law library is behind it
    /// @param folder within the folder of filings, with `/`
    /// @param open what must be answered before it can leave
    /// @param files their SHA-256, by name
    public record Filing(
            Optional<Duty> duty, String title, String folder, List<String> open, SortedMap<String, String> files) {
        public Filing {
            open = List.copyOf(open);
            files = new TreeMap<>(files);
        }

        public boolean isReady() {
            return open.isEmpty();
        }
    }

    private record Prepared(
            Optional<Duty> duty, String title, String folder, List<Sheet> sheets, Map<String, String> beside) {}

    private List<Prepared> all() {
        List<Prepared> all = new ArrayList<>();
        dossier.duties().stream()
                .filter(duty -> duty.status() == Duty.Status.DUE || duty.status() == Duty.Status.CONTINGENT)
                .sorted(Comparator.comparing((Duty duty) -> duty.due().orElse(LocalDate.MAX))
                        .thenComparing(Duty::key))
                .forEach(duty -> all.add(prepare(duty)));
        List<Incident.ThirdParty> recipients = dossier.incident().recipients().stream()
                .sorted(Comparator.comparing(Incident.ThirdParty::name))
                .toList();
        beside(
                recipients,
                DEMANDS,
                "Demand to delete: ",
                "Not a duty that the law library knows of: part of lessening harm, and evidence for the fourth factor of the"
                        + " risk assessment (45 CFR § 164.402). Counsel decides first whether anything has to be preserved for"
                        + " litigation. Record in the journal when it is sent, and what is answered.",
                letters::deletion,
                all);
        beside(
                recipients.stream()
                        .filter(Incident.ThirdParty::businessAssociate)
                        .toList(),
                "business-associates",
                "Notice to business associate: ",
                "Rests on the agreement with the business associate: hold it against that agreement. What a business associate"
                        + " owes by law is 45 CFR § 164.410.",
                letters::businessAssociate,
                all);
        return all;
    }

    private void beside(
            List<Incident.ThirdParty> recipients,
            String folder,
            String title,
            String about,
            Function<Incident.ThirdParty, Sheet> letter,
            List<Prepared> all) {
        for (int at = 0; at < recipients.size(); at++) {
            String name = recipients.get(at).name();
            List<Sheet> sheets = new ArrayList<>(List.of(letter.apply(recipients.get(at))));
            Optional<DeletionDemand> demand = dossier.demands().stream()
                    .filter(each -> folder.equals(DEMANDS) && each.recipient().equals(name))
                    .findFirst();
            sheets.add(cover.of(title + name, about, demand, sheets));
            all.add(new Prepared(
                    Optional.empty(), title + name, folder + "/" + Names.numbered(at + 1, name), sheets, Map.of()));
        }
    }

    private Prepared prepare(Duty duty) {
        List<Sheet> sheets = new ArrayList<>();
        List<FilledForm> filled = new ArrayList<>();
        Map<String, String> beside = new TreeMap<>();
        List<String> about = new ArrayList<>();
        switch (duty.rule().recipient()) {
            case REGULATOR -> {
                forms.serving(duty.rule()).forEach(form -> {
                    FilledForm answers =
                            FilledForm.of(form, answering(duty), duty.rule().jurisdiction());
                    filled.add(answers);
                    sheets.add(FormPaper.of(answers, dossier));
                    if (form.id().equals(PORTAL)) {
                        row(answers).ifPresent(row -> beside.put("public-list.csv", row));
                    }
                });
                if (filled.isEmpty()) {
                    sheets.add(letters.authority(duty));
                }
                if (filled.stream().noneMatch(form -> form.form().id().equals(PORTAL))) {
                    sample(duty).ifPresent(sheets::add);
                }
            }
            case MEDIA -> {
                sheets.add(notices.media(duty));
                about.addAll(notices.outlets());
            }
            case CONSUMER_REPORTING_AGENCIES -> forms.bureaus().forEach(bureau -> sheets.add(letters.bureau(bureau)));
            case COVERED_ENTITY -> sheets.addAll(letters.coveredEntities(duty));
            case RECORD -> sheets.add(letters.memorandum(duty));
            case INDIVIDUALS -> {
                if (!duty.rule().id().contains("substitute")) {
                    sample(duty).ifPresent(sheets::add);
                } else if (duty.rule().id().contains("fewer")) {
                    sheets.add(notices.otherMeans());
                } else {
                    sheets.add(notices.homePage());
                    sheets.add(notices.script());
                    about.addAll(notices.clock());
                }
            }
        }
        sheets.add(cover.of(duty, about, sheets, filled));
        int before = dossier.proofsOf(duty).size();
        return new Prepared(
                Optional.of(duty),
                duty.rule().title(),
                Names.folder(duty.key()) + (before == 0 ? "" : "/addendum-" + before),
                sheets,
                beside);
    }

    /// The dossier, answering for an addendum where the duty's proof has a tracking number.
    private Dossier answering(Duty duty) {
        return dossier.proofsOf(duty).stream()
                .flatMap(proof -> proof.tracking().stream())
                .findFirst()
                .map(number -> dossier.with(dossier.answers()
                        .with(PORTAL, "report-type", "Addendum to Previous Report")
                        .with(PORTAL, "has-tracking-number", "Yes")
                        .with(PORTAL, "tracking-number", number)))
                .orElse(dossier);
    }

    /// Absent for fewer than 500, which are not listed publicly, and while an answer is missing.
    private Optional<String> row(FilledForm packet) {
        boolean listed = packet.answer("affecting")
                .filter(answer -> answer.startsWith("500"))
                .isPresent();
        boolean complete = List.of(
                        "entity-name", "state", "entity-type", "individuals", "filing-as", "type-of-breach", "location")
                .stream()
                .allMatch(field -> packet.answer(field).isPresent());
        return listed && complete
                ? Optional.of(PublicListRow.of(packet, dossier.date()).csv())
                : Optional.empty();
    }

    /// The notice to individuals with the name of each slot in brackets: nobody's own.
    private Optional<Sheet> sample(Duty duty) {
        return dossier.sample(duty.rule().jurisdiction()).map(document -> {
            Map<String, String> names = document.blocks().stream()
                    .flatMap(block -> spans(block).stream())
                    .flatMap(span -> span instanceof Span.Slot slot ? Stream.of(slot.name()) : Stream.empty())
                    .distinct()
                    .collect(Collectors.toMap(Function.identity(), name -> "[" + name + "]"));
            return new Sheet("sample-notice", document.filled(names), List.of(), Optional.empty(), false);
        });
    }

    private static List<Span> spans(Block block) {
        return switch (block) {
            case Block.Heading heading -> heading.spans();
            case Block.Paragraph paragraph -> paragraph.spans();
            case Block.Listing listing ->
                listing.items().stream().flatMap(List::stream).toList();
            case Block.Table table ->
                table.rows().stream()
                        .flatMap(List::stream)
                        .flatMap(List::stream)
                        .toList();
        };
    }

    private static Filing write(Path folder, Prepared prepared, PdfWriter pdf) throws IOException {
        Path own = folder.resolve(prepared.folder());
        Files.createDirectories(own);
        SortedMap<String, String> files = new TreeMap<>();
        List<String> unprinted = new ArrayList<>();
        for (Sheet sheet : prepared.sheets()) {
            ByteArrayOutputStream printed = new ByteArrayOutputStream();
            try {
                pdf.write(sheet.document(), printed);
                files.put(sheet.name() + ".pdf", write(own, sheet.name() + ".pdf", printed.toByteArray()));
            } catch (EarshotException unprintable) {
                if (unprintable.code() != EarshotException.Code.USAGE) {
                    throw unprintable;
                }
                Files.deleteIfExists(own.resolve(sheet.name() + ".pdf"));
                unprinted.add(sheet.name() + ".pdf: " + unprintable.getMessage()
                        + "; write it another way in the case (" + prepared.folder() + ")");
            }
            files.put(sheet.name() + ".txt", write(own, sheet.name() + ".txt", PlainText.of(sheet.document())));
            files.put(sheet.name() + ".json", write(own, sheet.name() + ".json", DocumentJson.text(json(sheet))));
            if (sheet.page()) {
                files.put(sheet.name() + ".html", write(own, sheet.name() + ".html", Html.of(sheet.document())));
            }
        }
        for (Map.Entry<String, String> file : prepared.beside().entrySet()) {
            files.put(file.getKey(), write(own, file.getKey(), file.getValue()));
        }
        List<String> open = Stream.concat(
                        prepared.sheets().stream().flatMap(sheet -> sheet.open().stream()), unprinted.stream())
                .distinct()
                .toList();
        return new Filing(prepared.duty(), prepared.title(), prepared.folder(), open, files);
    }

    private static ObjectNode json(Sheet sheet) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ArrayNode open = json.putArray("toBeAnswered");
        sheet.open().forEach(open::add);
        sheet.fields().ifPresent(fields -> json.set("form", fields));
        json.set("document", DocumentJson.tree(sheet.document()));
        return json;
    }

    private static String write(Path folder, String name, String text) throws IOException {
        return write(folder, name, text.getBytes(StandardCharsets.UTF_8));
    }

    private static String write(Path folder, String name, byte[] content) throws IOException {
        replace(folder.resolve(name), content);
        return Sha256.hex(content);
    }

    /// Whole or not at all: a reader never sees half a file, also where the disk is full.
    private static void replace(Path file, byte[] content) throws IOException {
        Path whole = file.resolveSibling(file.getFileName() + ".new");
        try {
            Files.write(whole, content);
            Files.move(whole, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(whole);
        }
    }
}
