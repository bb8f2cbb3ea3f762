package dev.earshot.breach.filing;

import dev.earshot.breach.duty.Duty;
import dev.earshot.breach.incident.Entity;
import dev.earshot.breach.incident.Incident;
import dev.earshot.breach.law.Jurisdiction;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.stream.Stream;

/// Letters to authorities and organisations, each of the facts and of nothing else.
final class Letters {
    private final Dossier dossier;
    private final Incident incident;
    private final Entity entity;
    private final Story story;

    Letters(Dossier dossier) {
        this.dossier = dossier;
        this.incident = dossier.incident();
        this.entity = incident.entity();
        this.story = new Story(dossier);
    }

    /// To an authority that has no form here.
    Sheet authority(Duty duty) {
        Facts facts = new Facts(dossier, duty.rule().jurisdiction());
        String name = duty.rule().addressee();
        Optional<Jurisdiction.Authority> known = dossier.law().stream()
                .filter(each -> each.id().equals(duty.rule().jurisdiction()))
                .flatMap(each -> Stream.ofNullable(each.authorities().get(name)))
                .findFirst();
        Paper paper = from("Notice of a breach: " + name);
        to(
                paper,
                name,
                known.map(Jurisdiction.Authority::lines).orElse(List.of()),
                "authorities in the law of " + dossier.nameOf(duty.rule().jurisdiction()),
                "address of the " + name);
        paper.bold("Notice of a breach of personal information (" + duty.rule().citation() + ")");
        paper.text("To whom it may concern:");
        supplements(paper, duty);
        paper.text(entity.name() + " gives notice of a breach that concerns residents of "
                + dossier.nameOf(duty.rule().jurisdiction()) + ".");
        facts(paper, facts, dossier.nameOf(duty.rule().jurisdiction()));
        paper.heading("Steps taken");
        paper.answers(
                facts.of("what-we-are-doing"), "common.what-we-are-doing", "what is being done because of the breach");
        paper.heading("Notice to individuals");
        paper.text("Individuals are told from " + startOfNotice(paper, facts) + " on."
                + (facts.of("sample-notice").isEmpty() ? "" : " A sample of the notice is enclosed."));
        return Sheet.of("letter", close(paper));
    }

    Sheet bureau(Forms.Bureau bureau) {
        Facts facts = new Facts(dossier, "us");
        Paper paper = from("Notice to " + bureau.name());
        to(paper, bureau.name(), bureau.lines(), "bureaus.yaml", "address of " + bureau.name());
        paper.bold("Timing, distribution and content of notices to individuals");
        paper.text("To whom it may concern:");
        paper.text(
                entity.name() + " notifies individuals of a breach of personal information. This letter tells you when,"
                        + " how many, and what they are told, so that you can prepare for their questions. It names none of them.");
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("What", "Answer"));
        rows.add(List.of(
                "Individuals who are notified",
                paper.answer(
                        counted(dossier.population().total()),
                        "the case's population",
                        "how many individuals are notified")));
        dossier.population()
                .byRegion()
                .forEach((region, count) -> rows.add(List.of(
                        "of these in " + dossier.nameOf(region), count < 0 ? "not known yet" : Story.count(count))));
        rows.add(List.of("First notices", startOfNotice(paper, facts)));
        rows.add(List.of(
                "Last notices",
                paper.answer(
                        days(facts.of("notice-end")), "common.notice-end", "the day on which the last notices leave")));
        rows.add(List.of("Types of information", Story.all(story.involved())));
        rows.add(List.of("Not involved", story.notInvolved().isEmpty() ? "–" : Story.all(story.notInvolved())));
        paper.table(rows);
        paper.text(
                "Notices say what happened, which information may have been involved, what we are doing, what people can"
                        + " do, and how to reach us.");
        return Sheet.of(Names.slug(bureau.name()), close(paper));
    }

    /// From a business associate to the covered entities whose information it is.
    List<Sheet> coveredEntities(Duty duty) {
        Facts facts = new Facts(dossier, "us");
        List<String> names = facts.of("covered-entities");
        List<Sheet> sheets = new ArrayList<>();
        for (int at = 0; at < Math.max(1, names.size()); at++) {
            Paper paper = from("Notice to a covered entity");
            String name = names.isEmpty()
                    ? paper.ask("common.covered-entities", "names of the covered entities whose information it is")
                    : names.get(at);
            to(paper, name, List.of(), "on the letter", "address of the covered entity");
            paper.bold("Notice of a breach by your business associate ("
                    + duty.rule().citation() + ")");
            paper.text("To the privacy officer:");
            paper.text(
                    entity.name() + " gives notice of a breach of protected health information that it holds for you.");
            facts(paper, facts, "");
            paper.heading("The individuals");
            paper.text(dossier.individuals()
                    .map(list ->
                            "Each individual whose information may have been involved, as far as we can tell, is on a list"
                                    + " of " + Story.count(list.rows())
                                    + " entries that is handed to you separately and securely: "
                                    + list.file() + ", SHA-256 " + list.sha256() + ".")
                    .orElseGet(() ->
                            paper.ask("the case's investigation", "the list of individuals, by file and SHA-256")));
            paper.heading("Steps taken");
            paper.answers(
                    facts.of("what-we-are-doing"),
                    "common.what-we-are-doing",
                    "what is being done because of the breach");
            paper.heading("What individuals can do");
            paper.list(story.steps());
            sheets.add(Sheet.of(names.size() < 2 ? "notice" : Names.numbered(at + 1, name), close(paper)));
        }
        return sheets;
    }

    /// To a business associate of ours that received what it may have been allowed to.
    Sheet businessAssociate(Incident.ThirdParty associate) {
        Facts facts = new Facts(dossier, "us");
        Paper paper = from("Notice to " + associate.name());
        to(paper, associate.name(), contact(associate), "the case's recipients", "contact of " + associate.name());
        paper.bold("Notice of an incident, and what we ask of you under our business associate agreement");
        paper.text("To the privacy officer:");
        paper.text(sentTo(associate));
        sent(paper, associate.name());
        paper.heading("What we ask of you");
        paper.list(List.of(
                "Keep the records that show what you received from us " + story.window()
                        + ", and when, until we release you.",
                "Tell us what you received, when, and of which individuals, as far as you can tell.",
                "Tell us to whom you passed any of it on, subcontractors included, and under which agreement.",
                "Tell us whether you used it for any purpose but the services for us.",
                "Tell us the first day on which anybody with you knew of this."));
        paper.text(replyBy(paper, facts));
        return Sheet.of("notice", close(paper));
    }

    /// Asks a recipient to delete what it got, to certify it, and to say to whom it went on.
    Sheet deletion(Incident.ThirdParty recipient) {
        Facts facts = new Facts(dossier, "us");
        Paper paper = from("Demand to delete: " + recipient.name());
        to(paper, recipient.name(), contact(recipient), "the case's recipients", "contact of " + recipient.name());
        paper.bold("Demand to delete personal information, and to certify it");
        paper.text("To whom it may concern:");
        paper.text(sentTo(recipient));
        sent(paper, recipient.name());
        paper.heading("What we ask of you");
        paper.list(List.of(
                "Stop all use of this information, and of everything that you made from it, such as audiences, profiles and"
                        + " models.",
                "Delete it, copies and backups included, and tell us what you cannot delete, and why. Before you delete, keep"
                        + " for us a record of what you received, when, and of how many people.",
                "Name each organization to which you passed any of it on, and demand the same of it.",
                "Certify the deletion in writing: what was deleted, from where, on which day, by whom, signed by somebody who"
                        + " can speak for you."));
        paper.text(replyBy(paper, facts));
        if (!recipient.deletion().isBlank()) {
            paper.text("You told us so far: " + recipient.deletion());
        }
        return Sheet.of("demand", close(paper));
    }

    /// Nothing of other recipients.
    private String sentTo(Incident.ThirdParty recipient) {
        return entity.name()
                + " has found that personal information of its patients or members may have been sent to you "
                + story.window() + ". "
                + recipient
                        .received()
                        .map(known -> known
                                ? "Our records show that you received it."
                                : "Our records do not show that you received it.")
                        .orElse("Whether you received it is for you to tell us.");
    }

    /// A record to be made and kept.
    Sheet memorandum(Duty duty) {
        Paper paper = new Paper("Record: " + duty.rule().title());
        Facts facts = new Facts(dossier, duty.rule().jurisdiction());
        paper.text(entity.name() + ", " + Story.day(dossier.date()));
        facts(paper, facts, "");
        if (duty.rule().citation().contains("164.528")) {
            accounting(paper);
        }
        paper.heading("Why this record is made");
        paper.list(duty.because());
        if (!dossier.proofs().isEmpty()) {
            paper.heading("What was filed");
            paper.table(Stream.concat(
                            Stream.of(List.of("Duty", "Day", "Tracking number", "File", "SHA-256")),
                            dossier.proofs().stream()
                                    .map(proof -> List.of(
                                            proof.duty(),
                                            proof.when().toString(),
                                            proof.tracking().orElse("–"),
                                            proof.file(),
                                            proof.sha256())))
                    .toList());
        }
        return Sheet.of("record", paper);
    }

    /// For each recipient what an accounting of disclosures wants (45 CFR § 164.528(b)).
    private void accounting(Paper paper) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("Recipient", "Address or contact", "What was disclosed", "First", "Last", "Basis"));
        for (Incident.ThirdParty recipient : incident.recipients()) {
            Optional<Told> told = told(recipient.name());
            rows.add(List.of(
                    recipient.name(),
                    recipient.contact().isBlank()
                            ? paper.ask("the case's recipients", "contact of " + recipient.name())
                            : recipient.contact(),
                    Story.all(told.map(each -> Story.labels(each.elements())).orElse(story.involved())),
                    told.map(Told::from).orElse(incident.from()).toString(),
                    told.map(Told::to).orElse(incident.to()).toString(),
                    "not permitted; found in " + incident.name()));
        }
        paper.heading("Disclosures, for the accounting");
        paper.text(
                "Which individuals they concern is in the list of exposures; of repeated disclosures to one recipient an"
                        + " individual is told the first in full, then how often and the last day.");
        paper.table(rows);
    }

    private void sent(Paper paper, String recipient) {
        paper.heading("What was or may have been sent");
        Optional<Told> told = told(recipient);
        if (told.isPresent()) {
            paper.table(List.of(
                    List.of("What", "Answer"),
                    List.of(
                            "Types of information",
                            Story.all(Story.labels(told.get().elements()))),
                    List.of("First day", Story.day(told.get().from())),
                    List.of("Last day", Story.day(told.get().to())),
                    List.of(
                            "Pages and screens",
                            told.get().pages().isEmpty()
                                    ? "–"
                                    : String.join("\n", told.get().pages()))));
        } else {
            paper.text("Some or all of: " + String.join(", ", story.involved()) + "; " + story.window() + ".");
        }
    }

    private Optional<Told> told(String recipient) {
        return dossier.told().stream()
                .filter(told -> told.recipient().equals(recipient))
                .findFirst();
    }

    private String replyBy(Paper paper, Facts facts) {
        return "Please answer in writing to " + entity.contact().email() + " by "
                + paper.answer(
                        days(facts.of("reply-by")), "common.reply-by", "the day by which recipients are to answer")
                + ".";
    }

    private static List<String> contact(Incident.ThirdParty party) {
        return party.contact().isBlank() ? List.of() : List.of(party.contact());
    }

    private Paper from(String title) {
        List<String> lines = new ArrayList<>();
        lines.add(entity.name());
        lines.addAll(entity.lines());
        lines.add(entity.city() + ", " + entity.state() + " " + entity.postalCode());
        Paper paper = Paper.letter(title).lines(lines);
        return paper.text(Story.day(dossier.date()));
    }

    private static void to(Paper paper, String name, List<String> lines, String where, String question) {
        List<String> all = new ArrayList<>();
        all.add(name);
        all.addAll(lines.isEmpty() ? List.of(paper.ask(where, question)) : lines);
        paper.lines(all);
    }

    private void supplements(Paper paper, Duty duty) {
        dossier.proofsOf(duty).stream()
                .reduce((_, last) -> last)
                .ifPresent(proof -> paper.text("This adds to our notice of " + Story.day(proof.when())
                        + proof.tracking().map(number -> ", number " + number).orElse("") + "."));
    }

    private void facts(Paper paper, Facts facts, String jurisdiction) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("What", "Answer"));
        if (!jurisdiction.isEmpty()) {
            rows.add(List.of(
                    "Residents of " + jurisdiction + " who are affected",
                    paper.answer(
                            facts.of("residents").stream()
                                    .map(Long::parseLong)
                                    .map(Story::count)
                                    .toList(),
                            "the case's population",
                            "number of residents of " + jurisdiction)));
        }
        rows.add(List.of(
                "Individuals affected in all",
                paper.answer(
                        counted(dossier.population().total()),
                        "the case's population",
                        "number of individuals in all")));
        rows.add(List.of("When it happened", story.window()));
        rows.add(List.of(
                "Discovered",
                story.discovered()
                        .map(Story::day)
                        .orElseGet(
                                () -> paper.ask("common.discovered", "the day on which the breach was discovered"))));
        rows.add(List.of("Information that may have been involved", Story.all(story.involved())));
        if (!story.notInvolved().isEmpty()) {
            rows.add(List.of("Not involved", Story.all(story.notInvolved())));
        }
        if (!story.recipients().isEmpty()) {
            rows.add(List.of("Who received or may have received it", Story.all(story.recipients())));
        }
        if (incident.delay().isPresent()) {
            rows.add(List.of("Notice was delayed at the request of law enforcement", "yes"));
        }
        paper.heading("What happened").text(story.happened());
        paper.heading("The facts").table(rows);
    }

    private String startOfNotice(Paper paper, Facts facts) {
        return paper.answer(
                days(facts.of("notice-start")), "common.notice-start", "the day on which the first notices leave");
    }

    private static List<String> counted(OptionalLong number) {
        return number.isPresent() ? List.of(Story.count(number.getAsLong())) : List.of();
    }

    private static List<String> days(List<String> days) {
        return days.stream().map(Names::day).toList();
    }

    private Paper close(Paper paper) {
        Entity.Contact contact = entity.contact();
        TreeSet<String> ways = new TreeSet<>(List.of(contact.email(), contact.phone()));
        ways.remove("");
        return paper.text("Questions are answered by " + contact.person() + ": " + String.join(", ", ways) + ".")
                .lines(List.of(
                        "Sincerely,",
                        "",
                        paper.answer(
                                dossier.answers().common("signatory"), "common.signatory", "who signs, and the title"),
                        entity.name()));
    }
}
