package dev.earshot.breach.filing;

import dev.earshot.breach.duty.Duty;
import dev.earshot.breach.incident.Entity;
import dev.earshot.breach.incident.Incident;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/// Notices to everybody: to media in a state, and in place of a letter where people can't be written to. Each has what
/// 45 CFR § 164.404(c) wants.
final class PublicNotices {
    private final Dossier dossier;
    private final Incident incident;
    private final Entity entity;
    private final Story story;
    private final Facts facts;

    PublicNotices(Dossier dossier) {
        this.dossier = dossier;
        this.incident = dossier.incident();
        this.entity = incident.entity();
        this.story = new Story(dossier);
        this.facts = new Facts(dossier, "us");
    }

    /// A press release for the outlets of one state.
    Sheet media(Duty duty) {
        int at = duty.key().indexOf('@');
        String region = at < 0 ? duty.rule().jurisdiction() : duty.key().substring(at + 1);
        Paper paper = new Paper(entity.name() + " gives notice of a data breach");
        paper.text(entity.city() + ", " + entity.state() + ", " + Story.day(dossier.date())
                + ". For prominent media outlets serving " + dossier.nameOf(region) + ".");
        if (facts.of("media-outlets").isEmpty()) {
            paper.ask(
                    "common.media-outlets",
                    "to which prominent media outlets of " + dossier.nameOf(region) + " it goes");
        }
        long here = dossier.population().byRegion().getOrDefault(region, -1L);
        paper.text((here < 0
                        ? "It may concern residents of " + dossier.nameOf(region) + "."
                        : "It concerns about " + Story.count(here) + " residents of " + dossier.nameOf(region) + ".")
                + " Letters are sent to the people concerned where we have an address.");
        body(paper);
        paper.text("For the press: " + entity.contact().person() + ", "
                + entity.contact().phone() + ", " + entity.contact().email());
        return Sheet.of("press-release", paper);
    }

    /// The outlets that were chosen.
    List<String> outlets() {
        List<String> outlets = facts.of("media-outlets");
        return outlets.isEmpty() ? List.of() : List.of("It goes to: " + String.join(", ", outlets) + ".");
    }

    /// The posting on the home page, and what it is to be posted for.
    Sheet homePage() {
        Paper paper = new Paper("Notice of Data Breach");
        paper.bold("Who is this notice for?");
        paper.text("This notice is for people whose information may be part of a breach at " + entity.name()
                + ", and for whom we do not have a good mailing address. Other people are told directly.");
        body(paper);
        paper.text("Posted "
                + paper.answer(posted(), "common.substitute-posted", "the day on which this page is posted") + ".");
        return Sheet.of("home-page", paper).asPage();
    }

    /// What whoever answers the toll-free number says.
    Sheet script() {
        Entity.Contact contact = entity.contact();
        Paper paper = new Paper("Script for the toll-free number: Am I affected?");
        paper.text("Number: " + tollFree(paper) + (contact.tty().isBlank() ? "" : ", TTY " + contact.tty())
                + ". It is answered for at least 90 days" + until() + ".");
        paper.heading("Greeting");
        paper.text("Thank you for calling " + entity.name()
                + " about our notice of a data breach. I can tell you whether your"
                + " information may be part of it.");
        paper.text("Offer an interpreter, free of charge, to whoever needs one.");
        paper.heading("Who is calling");
        paper.list(List.of(
                "Ask for the name, the date of birth and the postal code, and nothing more. Never ask for a Social Security"
                        + " number or a card number.",
                "Somebody who calls for a child or another adult says so. Check that they may be told before you tell.",
                "If it is not clear who is calling, say nothing about anybody. Offer to write to the address that we have, or"
                        + " to call back the number that we have."));
        paper.heading("Look the person up in the list of individuals");
        paper.list(List.of(
                "On the list as exposed: \"Your information may have been involved. I can tell you which kinds, and send you"
                        + " the letter.\" Note the address to write to.",
                "On the list as \"cannot tell\": \"We cannot tell for certain. Your information may have been involved, so we"
                        + " treat it as if it was.\" Note the address to write to.",
                "Not on the list: \"From what we know now, your information is not part of this. If that changes, we will"
                        + " write to you.\" Never say that it is impossible.",
                "Not found at all: take the name and a way to reach the caller, and pass it on today."));
        paper.heading("What happened").text(story.happenedTold());
        paper.heading("What information").list(story.involvedTold());
        if (!story.notInvolved().isEmpty()) {
            paper.text("Not involved: " + Story.all(story.notInvolved()) + ".");
        }
        paper.heading("What people can do").list(story.steps());
        paper.heading("What you do not say");
        paper.list(List.of(
                "Nothing about other callers, and no guess at how many people or which illnesses.",
                "No promise of money or services beyond the notice, and no legal opinion.",
                "Nothing that is not in the notice: take the question, and pass it on to " + contact.person() + "."));
        paper.heading("Note of each call");
        paper.text(
                "Day and time, language, found or not, what was told, letter wanted or not. No recording without consent,"
                        + " and no analytics or tracking on the line or on any page that callers are sent to.");
        return Sheet.of("call-script", paper);
    }

    /// Fewer than 10 without a good address.
    Sheet otherMeans() {
        Paper paper = new Paper("Substitute notice to fewer than 10 individuals");
        paper.text(
                "Reach each of them in another way: a letter to another address, e-mail, or a call. Whoever calls says what"
                        + " follows, and notes whom, when and how. Leave no message that says what it is about.");
        body(paper);
        return Sheet.of("other-means", paper);
    }

    /// The days that the posting stays, and the number is answered.
    List<String> clock() {
        String posted = facts.of("substitute-posted").stream().findFirst().orElse("");
        if (Names.day(posted).equals(posted)) {
            return List.of(
                    "The 90 days run from the day on which the page is posted: answer common.substitute-posted.");
        }
        SubstituteClock clock = new SubstituteClock(LocalDate.parse(posted));
        return List.of("Posted on " + clock.posted() + "; the page stays, and the number is answered, through "
                + clock.through() + ": 90 full days.");
    }

    private String until() {
        String posted = facts.of("substitute-posted").stream().findFirst().orElse("");
        return Names.day(posted).equals(posted)
                ? ""
                : ", through " + Story.day(new SubstituteClock(LocalDate.parse(posted)).through());
    }

    private List<String> posted() {
        return facts.of("substitute-posted").stream().map(Names::day).toList();
    }

    private String tollFree(Paper paper) {
        return paper.answer(facts.of("toll-free"), "common.toll-free", "the toll-free number");
    }

    private void body(Paper paper) {
        paper.heading("What Happened");
        paper.text(story.happenedTold()
                + (story.discovered().isPresent()
                        ? ""
                        : " " + paper.ask("the case's events", "the day of discovery, if it is known")));
        paper.text(String.join(" ", dossier.answers().common("how-discovered")));
        paper.heading("What Information Was Involved");
        paper.text("For each person this may have included some or all of:").list(story.involvedTold());
        if (!story.notInvolved().isEmpty()) {
            paper.text("These were not involved:").list(story.notInvolved());
        }
        paper.text(String.join(" ", dossier.answers().common("known-misuse")));
        paper.heading("What We Are Doing");
        paper.answers(
                facts.of("what-we-are-doing"),
                "common.what-we-are-doing",
                "what is being done to investigate, to lessen harm and to protect against further breaches");
        paper.heading("What You Can Do").list(story.steps());
        paper.heading("For More Information");
        Entity.Contact contact = entity.contact();
        List<String> ways = new ArrayList<>();
        ways.add("Toll-free: " + tollFree(paper) + (contact.tty().isBlank() ? "" : " (TTY " + contact.tty() + ")"));
        if (!contact.email().isBlank()) {
            ways.add("E-mail: " + contact.email());
        }
        ways.add("Mail: " + entity.name() + ", " + String.join(", ", entity.lines()) + ", " + entity.city() + ", "
                + entity.state() + " " + entity.postalCode());
        paper.text("Call or write to ask whether your information may be part of this.");
        paper.list(ways);
        paper.lines(dossier.answers().common("free-services"));
    }
}
