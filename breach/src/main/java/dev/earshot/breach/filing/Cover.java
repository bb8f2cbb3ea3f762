package dev.earshot.breach.filing;

import dev.earshot.breach.duty.Duty;
import dev.earshot.breach.law.Confidence;
import dev.earshot.breach.law.HipaaEffect;
import dev.earshot.breach.law.Required;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// The sheet that lies on a filing and stays at home: what duty it is for, what that rests on, what the law wants in it,
/// and what must be answered or confirmed before it leaves.
final class Cover {
    static final String COUNSEL = "Verify with counsel. This is no legal advice.";

    private final Dossier dossier;

    Cover(Dossier dossier) {
        this.dossier = dossier;
    }

    Sheet of(Duty duty, List<String> about, List<Sheet> sheets, List<FilledForm> forms) {
        Paper paper = new Paper("Cover sheet: " + duty.rule().title());
        paper.bold("Stays at home: not to be sent. " + COUNSEL);
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("What", "Answer"));
        rows.add(List.of("Duty", duty.key()));
        rows.add(List.of("To", addressee(duty)));
        rows.add(List.of("Law", duty.rule().citation()));
        rows.add(List.of("How sure that is", duty.rule().confidence().id()));
        duty.rule().sources().forEach(source -> rows.add(List.of("Read in", source.text() + ", " + source.read())));
        rows.add(List.of("Status", status(duty)));
        rows.add(List.of("By", due(duty)));
        duty.rule()
                .clock()
                .order()
                .ifPresent(order ->
                        rows.add(List.of("Order", order.relation().id().replace('-', ' ') + " " + order.rule())));
        if (duty.rule().hipaa() != HipaaEffect.NONE) {
            rows.add(List.of(
                    "What following HIPAA does", duty.rule().hipaa().id().replace('-', ' ')));
        }
        duty.overruled()
                .ifPresent(decision -> rows.add(
                        List.of("Counsel decided", decision.who() + ", " + decision.when() + ": " + decision.why())));
        dossier.proofsOf(duty)
                .forEach(proof -> rows.add(List.of(
                        "Filed before",
                        proof.when() + " by " + proof.who()
                                + proof.tracking()
                                        .map(number -> ", number " + number)
                                        .orElse("") + ", " + proof.file() + ", SHA-256 " + proof.sha256())));
        paper.table(rows);
        if (!dossier.proofsOf(duty).isEmpty()) {
            paper.bold("Filed already: file this addendum only where something has changed since.");
        }
        delay().forEach(paper::bold);
        about.forEach(paper::text);
        open(paper, sheets);
        List<String> confirm = forms.stream()
                .flatMap(form -> form.entries().stream())
                .filter(entry -> entry.basis() == FilledForm.Basis.SUGGESTED)
                .map(entry -> Names.asked(entry.field().label()) + String.join(", ", entry.values()))
                .distinct()
                .toList();
        if (!confirm.isEmpty()) {
            paper.heading("Suggested by the facts: confirm each").list(confirm);
        }
        paper.heading("Why").list(duty.because());
        List<Required> content = duty.rule().content();
        if (!content.isEmpty()) {
            paper.heading("What the law wants in it");
            paper.table(Stream.concat(
                            Stream.of(List.of("Content", "Law")),
                            content.stream().map(item -> List.of(item.written(), item.citation())))
                    .toList());
        }
        for (FilledForm form : forms) {
            paper.heading(form.form().authority());
            paper.text("How it is filed: " + form.form().how());
            paper.text("Where the form was read: " + form.form().source().text() + ", "
                    + form.form().source().read() + " ("
                    + form.form().confidence().id() + ").");
            List<String> unread = form.entries().stream()
                    .filter(entry -> entry.field().confidence() == Confidence.UNVERIFIED)
                    .map(entry -> entry.field().label())
                    .toList();
            if (!unread.isEmpty()) {
                paper.text("Hold these labels and answers against the form itself, they were not read in it: "
                        + String.join("; ", unread) + ".");
            }
            paper.list(form.form().notes());
        }
        if (!duty.rule().notes().isEmpty()) {
            paper.heading("Notes on the law").list(duty.rule().notes());
        }
        return Sheet.of("cover", paper);
    }

    /// For what is prepared without a duty that the law library knows of.
    Sheet of(String title, String about, Optional<DeletionDemand> demand, List<Sheet> sheets) {
        Paper paper = new Paper("Cover sheet: " + title);
        paper.bold("Stays at home: not to be sent. " + COUNSEL);
        paper.text(about);
        delay().forEach(paper::bold);
        demand.ifPresent(each -> paper.heading(
                        "How far it has got: " + each.state().id())
                .table(Stream.concat(
                                Stream.of(List.of("Day", "State", "Who", "Note")),
                                each.steps().stream()
                                        .map(step -> List.of(
                                                step.when().toString(),
                                                step.state().id(),
                                                step.who(),
                                                step.note())))
                        .toList()));
        open(paper, sheets);
        return Sheet.of("cover", paper);
    }

    /// 45 CFR § 164.412, and what states have alike.
    private List<String> delay() {
        return dossier
                .incident()
                .delay()
                .map(delay -> "A request of law enforcement to wait is recorded (stated " + delay.stated() + ", "
                        + (delay.written() ? "in writing" : "orally, which holds for 30 days at most")
                        + delay.until().map(until -> ", until " + until).orElse("")
                        + "): send nothing that it covers before it ends.")
                .stream()
                .toList();
    }

    private static void open(Paper paper, List<Sheet> sheets) {
        List<String> open = sheets.stream()
                .flatMap(sheet -> sheet.open().stream())
                .distinct()
                .toList();
        paper.heading(open.isEmpty() ? "Nothing is left to be answered" : "To be answered before it can leave")
                .list(open);
    }

    String addressee(Duty duty) {
        int at = duty.key().indexOf('@');
        String to = duty.rule().addressee().isBlank()
                ? duty.rule().recipient().id().replace('-', ' ')
                : duty.rule().addressee();
        return at < 0 ? to : to + " (" + dossier.nameOf(duty.key().substring(at + 1)) + ")";
    }

    static String status(Duty duty) {
        return duty.done().map(day -> "done on " + day).orElseGet(() -> switch (duty.status()) {
            case DUE -> "due";
            case CONTINGENT -> "contingent";
            case DEEMED_MET -> "met by following HIPAA";
            case NOT_DUE -> "not due";
        });
    }

    static String due(Duty duty) {
        return duty.dueAt()
                .map(at -> at.toString())
                .or(() -> duty.due().map(LocalDate::toString))
                .orElse("no day in the law: " + duty.rule().clock().written().toLowerCase(Locale.ROOT));
    }
}
