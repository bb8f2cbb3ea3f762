package dev.earshot.report;

import static dev.earshot.report.Wording.capitalised;
import static dev.earshot.report.Wording.counted;

import dev.earshot.ScanResult;
import dev.earshot.app.HeldSdk;
import dev.earshot.app.Rung;
import dev.earshot.catalogue.Parameter;
import dev.earshot.detect.Basis;
import dev.earshot.detect.Detection;
import dev.earshot.disclosure.Answer;
import dev.earshot.disclosure.Disclosure;
import dev.earshot.disclosure.Recipient;
import dev.earshot.disclosure.Transmission;
import dev.earshot.element.DataElement;
import dev.earshot.exchange.BlindSpot;
import dev.earshot.exchange.Capture;
import dev.earshot.exchange.Context;
import dev.earshot.exchange.Initiator;
import dev.earshot.exchange.Page;
import dev.earshot.exchange.Run;
import dev.earshot.exchange.StoredItem;
import dev.earshot.health.HealthMention;
import dev.earshot.health.ProtectedKind;
import dev.earshot.policy.Finding;
import java.io.Writer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// `report.html`: what its template shows, all of it text that is ready to be read.
///
/// One statement shows [Telling#SHOWN_EVIDENCE] pieces of evidence at most, and a table [#SHOWN_ROWS] rows; the rest is
/// in
/// `report.json`, and the page says so.
record HtmlReport(
        PageStyle style,
        String title,
        String target,
        String when,
        List<Fact> facts,
        Verdict verdict,
        List<Figure> figures,
        List<VendorView> vendors,
        List<String> contacted,
        List<Account.Onward> onward,
        String flow,
        Matrix matrix,
        List<AnswerGroup> answers,
        Attested attested,
        List<Timeline> timelines,
        List<FindingGroup> findings,
        String findingsRemark,
        List<PartyView> parties,
        int unknownParties,
        List<String> lookalikes,
        List<PageView> pages,
        String pagesRemark,
        List<Limit> limits,
        String selfTest,
        List<BasisView> bases,
        Optional<Followed> followed,
        boolean revealed,
        List<AppSection> apps,
        boolean watched) {
    private static final int SHOWN_ROWS = 400;
    private static final int SHOWN_STORED = 60;
    private static final int SHOWN_PAGES_OF_ELEMENT = 6;

    record Fact(String name, String value) {}

    record Figure(String number, String label, String tone) {}

    record BasisView(String style, String sign, String label, String meaning) {
        static BasisView of(Basis basis) {
            return new BasisView(
                    Wording.style(basis), Wording.sign(basis), Wording.label(basis), Wording.meaning(basis));
        }
    }

    record VendorView(
            String id,
            String name,
            String purpose,
            boolean known,
            String tone,
            String sign,
            String sentence,
            String basis,
            List<String> remarks,
            List<ElementView> elements) {}

    /// @param kinds the protected kinds of what it says of health
    record ElementView(
            String label,
            List<String> kinds,
            String hipaa,
            String tone,
            String sign,
            String basis,
            String times,
            String pages,
            List<EvidenceView> evidence,
            String more) {}

    /// @param facts in order, name and value
    /// @param excerpt the bytes; empty where the connection itself tells it, or the place could not be read again
    record EvidenceView(
            String id, String summary, List<Fact> facts, String tone, Optional<Excerpt> excerpt, String noExcerpt) {}

    record Matrix(List<Column> columns, List<Row> rows) {
        record Column(String label, String kind) {}

        record Row(String vendor, String id, List<Cell> cells) {}

        record Cell(String tone, String sign, String words) {}
    }

    record AnswerGroup(String heading, String explanation, String tone, List<AnswerView> answers) {}

    record AnswerView(String label, String hipaa, String because, String evidence) {}

    record Timeline(String heading, String drawing) {}

    record FindingGroup(String rule, String zone, List<FindingView> findings) {}

    record FindingView(
            String level,
            String tone,
            List<String> kinds,
            String vendor,
            String element,
            String basis,
            String sentence,
            String remark,
            String evidence,
            String fingerprint) {}

    record PartyView(
            String domain, String owner, String purpose, boolean known, String requests, String told, String remark) {}

    record PageView(
            int number,
            String address,
            String title,
            String zone,
            String run,
            String time,
            String outcome,
            String tone,
            Optional<String> thumbnail,
            Optional<String> screenshot,
            List<StoredView> stored,
            String moreStored) {}

    record StoredView(String kind, String name, String value, String site, String until, String setBy) {}

    record Limit(String tone, String where, String what) {}

    static void write(ScanResult result, ReportOptions options, Telling telling, Optional<Path> folder, Writer to) {
        HtmlReport report = new Composer(result, options, telling, folder).compose();
        JtereportGenerated.render(HtmlPage.to(to), HtmlPage.AS_WRITTEN, report);
    }

    /// Puts the view together from what was judged.
    private static final class Composer {
        private final ScanResult result;
        private final ReportOptions options;
        private final Telling telling;
        private final Account account;
        private final Masking masking;
        private final SecondReading reading;
        private final Thumbnails thumbnails;
        private final Map<String, String> vendorIds = new HashMap<>();

        private Composer(ScanResult result, ReportOptions options, Telling telling, Optional<Path> folder) {
            this.result = result;
            this.options = options;
            this.telling = telling;
            this.account = telling.account();
            this.masking = telling.masking();
            for (Account.ToVendor to : account.vendors()) {
                vendorIds.put(to.vendor(), "vendor-" + (vendorIds.size() + 1));
            }
            this.reading = telling.reading();
            this.thumbnails = new Thumbnails(folder, masking.reveals());
        }

        private HtmlReport compose() {
            String target = result.apps().isEmpty()
                    ? String.join(
                            ", ",
                            result.capture().target().stream()
                                    .map(masking::address)
                                    .toList())
                    : Wording.series(result.apps().stream()
                            .map(app -> AppText.name(app.app()))
                            .toList());
            List<VendorView> vendors = account.vendors().stream()
                    .filter(to -> !to.elements().isEmpty() || !to.attempted().isEmpty())
                    .map(this::vendor)
                    .toList();
            List<String> contacted = account.vendors().stream()
                    .filter(to -> to.elements().isEmpty() && to.attempted().isEmpty())
                    .map(Account.ToVendor::vendor)
                    .toList();
            return new HtmlReport(
                    PageStyle.REPORT,
                    "Who is within earshot of " + target,
                    target,
                    (result.filesOnly()
                                    ? "Files read by "
                                    : "Recorded "
                                            + Wording.dayAndTime(
                                                    result.capture().startedAt()) + " by ")
                            + result.capture().recordedBy() + " · judged " + Wording.dayAndTime(options.judgedAt())
                            + " by Earshot " + options.version(),
                    facts(),
                    telling.verdict(),
                    figures(),
                    vendors,
                    contacted,
                    account.onward(),
                    FlowPicture.of(account, result.disclosures(), masking),
                    matrix(),
                    answers(),
                    Attested.of(result.attestation(), masking),
                    timelines(),
                    findings(),
                    more(result.findings().size(), "finding"),
                    parties(),
                    (int) result.transmissions().stream()
                            .map(Transmission::recipient)
                            .filter(recipient -> !recipient.known())
                            .map(Recipient::domain)
                            .distinct()
                            .count(),
                    result.lookalikes(),
                    pages(),
                    more(result.capture().pages().size(), "page"),
                    limits(),
                    selfTest(),
                    List.of(Basis.values()).stream()
                            .filter(basis -> basis != Basis.PROVEN_DIFFERENTIAL
                                    || result.differential().isPresent())
                            .map(BasisView::of)
                            .toList(),
                    result.differential().map(found -> Followed.of(found, masking)),
                    masking.reveals(),
                    AppSection.of(result.apps(), options, masking),
                    !result.filesOnly());
        }

        private static String more(int all, String noun) {
            return all > SHOWN_ROWS ? "And " + counted(all - SHOWN_ROWS, "more " + noun) + ", see report.json." : "";
        }

        private List<Fact> facts() {
            Capture.Summary capture = result.capture();
            List<Fact> facts = new ArrayList<>();
            if (!result.filesOnly()) {
                facts.add(new Fact(
                        "Recorded",
                        Wording.dayAndTime(capture.startedAt()) + " to " + Wording.dayAndTime(capture.endedAt())));
                facts.add(new Fact(
                        "Recorded by",
                        capture.recordedBy() + (capture.browser().isEmpty() ? "" : ", with " + capture.browser())));
            }
            facts.add(new Fact("Judged", Wording.dayAndTime(options.judgedAt()) + " by Earshot " + options.version()));
            if (!options.command().isEmpty()) {
                facts.add(new Fact("Command", masking.said(options.command())));
            }
            capture.runs().forEach(run -> facts.add(new Fact("Consent (" + run.id() + ")", consentOf(run))));
            if (!result.filesOnly()) {
                facts.add(new Fact(
                        "Synthetic patient",
                        capture.persona()
                                .map(persona -> persona.id()
                                        + ": a made-up person whose values were typed in, so that finding one is proof")
                                .orElse("none, so nothing could be proven by a made-up person’s values")));
            }
            facts.add(new Fact(
                    "Values",
                    masking.reveals()
                            ? "revealed: this report holds values that may identify a person; keep it accordingly"
                            : "masked: a value shows as its first two characters, dots, and its length"));
            return facts;
        }

        private String consentOf(Run run) {
            String outcome = masking.said(run.consentOutcome());
            return capitalised(outcome.isEmpty() ? Wording.label(run.consent()) : outcome);
        }

        private List<Figure> figuresOfApps() {
            Verdict verdict = telling.verdict();
            List<HeldSdk> sdks = result.apps().stream()
                    .flatMap(of -> of.app().sdks().stream())
                    .toList();
            List<HeldSdk> tracking =
                    sdks.stream().filter(sdk -> !sdk.infrastructure()).toList();
            return List.of(
                    figure(verdict.violations(), "violation", verdict.violations() > 0 ? "bad" : "good"),
                    figure(
                            tracking.size(),
                            tracking.size() == 1 ? "SDK of a third party" : "SDKs of third parties",
                            ""),
                    figure(
                            (int) tracking.stream()
                                    .filter(sdk -> sdk.rung().atLeast(Rung.CONFIGURED))
                                    .count(),
                            "of them set to send",
                            ""),
                    figure(
                            sdks.stream()
                                    .mapToInt(sdk -> sdk.handOvers().size())
                                    .sum(),
                            "hand-over in the app’s own code",
                            ""),
                    figure(
                            result.transmissions().size(),
                            result.filesOnly() ? "of its requests watched" : "transmission to third parties",
                            result.filesOnly() ? "unsure" : ""),
                    figure(
                            verdict.unseen(),
                            "thing not seen that should have been",
                            verdict.unseen() > 0 ? "unsure" : "good"));
        }

        private List<Figure> figures() {
            if (!result.apps().isEmpty()) {
                return figuresOfApps();
            }
            Verdict verdict = telling.verdict();
            long told = account.vendors().stream()
                    .filter(to -> to.elements().stream().anyMatch(of -> of.basis() != Basis.INHERENT))
                    .count();
            long sent = result.answers().stream()
                    .filter(answer -> answer.verdict() == Answer.Verdict.SENT)
                    .count();
            return List.of(
                    figure(verdict.violations(), "violation", verdict.violations() > 0 ? "bad" : "good"),
                    figure((int) told, "vendor told something of the visitor", ""),
                    figure((int) sent, "of " + result.answers().size() + " elements sent", ""),
                    figure(result.transmissions().size(), "transmission to third parties", ""),
                    figure(
                            result.capture().pages().size(),
                            verdict.pagesNotSeen() > 0
                                    ? "page, " + Wording.number(verdict.pagesNotSeen()) + " of them not loaded"
                                    : "page",
                            ""),
                    figure(
                            verdict.unseen(),
                            "thing not seen that should have been",
                            verdict.unseen() > 0 ? "unsure" : "good"));
        }

        private static Figure figure(int number, String noun, String tone) {
            String label = number == 1 || noun.startsWith("of ")
                    ? noun
                    : noun.replaceFirst("^(violation|vendor|transmission|page|thing|hand-over)", "$1s");
            return new Figure(Wording.number(number), label, tone);
        }

        private VendorView vendor(Account.ToVendor to) {
            Basis strongest = to.strongest().orElse(Basis.INHERENT);
            List<String> remarks = new ArrayList<>();
            String automatically = telling.sentences().automatically(to);
            if (!automatically.isEmpty()) {
                remarks.add("Collected automatically, as by any request: " + automatically + ".");
            }
            addIfSaid(remarks, telling.sentences().protectedKinds(to).strip());
            addIfSaid(remarks, telling.sentences().consent(to));
            addIfSaid(remarks, telling.sentences().fanOut(to));
            if (!to.attempted().isEmpty()) {
                remarks.add("Tried and not sent: the page asked for "
                        + counted(
                                (int) to.attempted().stream()
                                        .map(disclosure ->
                                                disclosure.transmission().exchangeId())
                                        .distinct()
                                        .count(),
                                "more request")
                        + " that never left.");
            }
            for (Account.Onward onward : account.onward()) {
                if (onward.from().equals(to.vendor())) {
                    remarks.add("Passed the visitor on to " + onward.to() + " ("
                            + counted(onward.transmissions(), "time") + ").");
                }
            }
            if (to.transmissions().stream()
                    .anyMatch(sent -> sent.recipient().behind() == Recipient.Behind.COVERED_ENTITYS_HOST)) {
                remarks.add("Some of it went through an address of the site’s own that speaks this vendor’s protocol.");
            }
            long violations = to.findings().stream()
                    .filter(finding -> finding.level() == Finding.Level.VIOLATION)
                    .count();
            if (violations > 0) {
                remarks.add(counted((int) violations, "finding") + " against the policy.");
            }
            return new VendorView(
                    vendorIds.getOrDefault(to.vendor(), ""),
                    to.vendor(),
                    to.purposes(),
                    to.known(),
                    Wording.style(strongest),
                    Wording.sign(strongest),
                    telling.sentences().told(to),
                    telling.sentences().basis(to),
                    remarks,
                    to.elements().stream()
                            .sorted(Comparator.comparing(Account.OfElement::basis)
                                    .thenComparing(Account.OfElement::element))
                            .map(this::element)
                            .toList());
        }

        private static void addIfSaid(List<String> remarks, String sentence) {
            if (!sentence.isEmpty()) {
                remarks.add(sentence);
            }
        }

        private ElementView element(Account.OfElement of) {
            List<String> counts = new ArrayList<>();
            of.byBasis().forEach((basis, count) -> counts.add(Wording.number(count) + " " + Wording.label(basis)));
            List<Disclosure> examples = of.examples(Telling.SHOWN_EVIDENCE);
            int rest = of.disclosures().size() - examples.size();
            List<String> pages =
                    of.pages().stream().map(masking::path).distinct().toList();
            List<String> shownPages = pages.subList(0, Math.min(SHOWN_PAGES_OF_ELEMENT, pages.size()));
            String zones = Wording.series(of.disclosures().stream()
                    .map(Disclosure::zone)
                    .distinct()
                    .sorted()
                    .toList());
            return new ElementView(
                    of.element().label(),
                    labels(of.kinds()),
                    hipaa(of.element()),
                    Wording.style(of.basis()),
                    Wording.sign(of.basis()),
                    Wording.label(of.basis()),
                    counted(of.disclosures().size(), "time")
                            + (counts.size() > 1 ? " (" + String.join(", ", counts) + ")" : ""),
                    pages.isEmpty()
                            ? "zone " + zones
                            : "from " + String.join(", ", shownPages)
                                    + (pages.size() > shownPages.size()
                                            ? " and " + counted(pages.size() - shownPages.size(), "more page")
                                            : "")
                                    + " (" + zones + ")",
                    examples.stream().map(this::evidence).toList(),
                    rest > 0 ? "And " + Wording.number(rest) + " more of the same kind, see report.json." : "");
        }

        private static List<String> labels(Set<ProtectedKind> kinds) {
            return kinds.stream().map(ProtectedKind::label).toList();
        }

        private static String hipaa(DataElement element) {
            return element.hipaaIdentifier()
                    .map(letter -> "45 CFR 164.514(b)(2)(i)(" + letter + ")")
                    .orElse("");
        }

        private EvidenceView evidence(Disclosure disclosure) {
            Transmission sent = disclosure.transmission();
            Detection detection = disclosure.detection();
            Context context = sent.context();
            List<Fact> facts = new ArrayList<>();
            if (detection.leaf().isPresent()) {
                facts.add(new Fact("Value", masking.value(detection)));
            }
            detection
                    .health()
                    .ifPresent(health -> health.mentions()
                            .forEach(mention -> facts.add(new Fact("What it says of health", mention(mention)))));
            facts.add(new Fact(
                    "How it is known", Wording.label(detection.basis()) + ": " + masking.said(detection.how())));
            detection
                    .parameter()
                    .ifPresent(parameter -> facts.add(new Fact("What it means", meaning(parameter, sent))));
            detection.leaf().ifPresent(leaf -> facts.add(new Fact("Where it stands", masking.quoted(leaf.chain()))));
            facts.add(new Fact(
                    "Sent to",
                    sent.method() + " " + masking.place(sent.url()) + remark(Wording.remark(sent.recipient()))));
            facts.add(new Fact("Sent at", Wording.day(sent.at()) + ", " + Wording.time(sent.at())));
            if (!context.pageUrl().isEmpty()) {
                facts.add(new Fact("From the page", masking.address(context.pageUrl())));
            }
            context.step().ifPresent(step -> facts.add(new Fact("During the step", masking.quoted(step))));
            facts.add(new Fact("Caused by", chain(context)));
            facts.add(new Fact("Sent by", Wording.label(context.target())));
            facts.add(new Fact("State", Wording.label(context.consent()) + "; " + Wording.label(context.signedIn())));
            facts.add(new Fact(
                    "Seen by",
                    context.witnesses().isEmpty()
                            ? "not recorded"
                            : Wording.series(context.witnesses().stream()
                                    .sorted()
                                    .map(Wording::label)
                                    .toList())));
            facts.add(new Fact("Delivery", Wording.label(sent.delivery())));
            if (!sent.events().isEmpty()) {
                facts.add(new Fact(
                        "Events named",
                        String.join(
                                ", ",
                                sent.events().stream().map(masking::quoted).toList())));
            }
            facts.add(new Fact(
                    "Evidence", "exchange " + sent.exchangeId() + " in capture.har; disclosure " + disclosure.id()));
            String summary = Wording.tag(sent) + " · "
                    + (context.pageUrl().isEmpty() ? "page not known" : masking.path(context.pageUrl())) + " · "
                    + Wording.time(sent.at()) + " · exchange " + sent.exchangeId();
            return new EvidenceView(
                    disclosure.id(),
                    summary,
                    facts,
                    Wording.style(detection.basis()),
                    reading.excerpt(disclosure),
                    detection.leaf().isPresent()
                            ? "The bytes could not be read again from the capture."
                            : "No bytes to show: the connection itself tells it.");
        }

        private String mention(HealthMention mention) {
            String kinds = Wording.kinds(mention.kinds());
            return Wording.classes(mention.classes())
                    + (kinds.isEmpty() ? "" : ", specially protected (" + kinds + ")") + ": “" + masking.words(mention)
                    + "”, by the vocabulary " + String.join(", ", mention.vocabularies());
        }

        private String meaning(Parameter parameter, Transmission sent) {
            List<String> sources =
                    sent.tracker().map(found -> found.tracker().sources()).orElse(List.of());
            return parameter.name() + ": " + parameter.meaning()
                    + (parameter.verified() ? " (verified" : " (not verified")
                    + (sources.isEmpty()
                            ? ")"
                            : "; read in " + String.join("; ", sources.subList(0, Math.min(3, sources.size()))) + ")");
        }

        private static String remark(String text) {
            return text.isEmpty() ? "" : ", " + text;
        }

        private String chain(Context context) {
            if (context.initiators().isEmpty()) {
                return "not recorded";
            }
            List<String> links = new ArrayList<>();
            for (Initiator initiator : context.initiators()) {
                String place = initiator.url().map(masking::place).orElse("an unnamed script");
                links.add(Wording.label(initiator.kind()) + " " + place
                        + (initiator.line() > 0 ? " line " + initiator.line() : ""));
            }
            return String.join(" ← ", links);
        }

        private Matrix matrix() {
            List<Account.ToVendor> told = account.vendors().stream()
                    .filter(to -> !to.elements().isEmpty())
                    .toList();
            Set<DataElement> sent = new LinkedHashSet<>();
            for (DataElement element : DataElement.values()) {
                if (told.stream().anyMatch(to -> to.element(element).isPresent())) {
                    sent.add(element);
                }
            }
            List<Matrix.Row> rows = new ArrayList<>();
            for (Account.ToVendor to : told) {
                List<Matrix.Cell> cells = new ArrayList<>();
                for (DataElement element : sent) {
                    cells.add(to.element(element)
                            .map(of -> new Matrix.Cell(
                                    Wording.style(of.basis()),
                                    Wording.sign(of.basis()),
                                    Wording.label(of.basis()) + ", "
                                            + counted(of.disclosures().size(), "time")))
                            .orElse(new Matrix.Cell("none", "", "not seen")));
                }
                rows.add(new Matrix.Row(to.vendor(), vendorIds.getOrDefault(to.vendor(), ""), cells));
            }
            return new Matrix(
                    sent.stream()
                            .map(element -> new Matrix.Column(
                                    capitalised(element.label()),
                                    element.kind().name().toLowerCase(java.util.Locale.ROOT)))
                            .toList(),
                    rows);
        }

        private List<AnswerGroup> answers() {
            Map<Answer.Verdict, List<AnswerView>> groups = new EnumMap<>(Answer.Verdict.class);
            Map<DataElement, Set<String>> recipients = new EnumMap<>(DataElement.class);
            for (Account.ToVendor to : account.vendors()) {
                to.elements()
                        .forEach(of -> recipients
                                .computeIfAbsent(of.element(), element -> new LinkedHashSet<>())
                                .add(to.vendor()));
            }
            for (Answer answer : result.answers()) {
                Set<String> to = recipients.getOrDefault(answer.element(), Set.of());
                String evidence = answer.verdict() != Answer.Verdict.SENT || to.isEmpty()
                        ? ""
                        : "To "
                                + Wording.series(
                                        to.size() <= 6
                                                ? List.copyOf(to)
                                                : List.of(
                                                                List.copyOf(to).subList(0, 5),
                                                                List.of((to.size() - 5) + " more"))
                                                        .stream()
                                                        .flatMap(List::stream)
                                                        .toList())
                                + "; " + counted(answer.disclosureIds().size(), "disclosure") + ".";
                groups.computeIfAbsent(answer.verdict(), verdict -> new ArrayList<>())
                        .add(new AnswerView(
                                capitalised(answer.element().label()),
                                hipaa(answer.element()),
                                masking.said(answer.because()),
                                evidence));
            }
            List<AnswerGroup> views = new ArrayList<>();
            for (Answer.Verdict verdict : Answer.Verdict.values()) {
                List<AnswerView> answers = groups.getOrDefault(verdict, List.of());
                views.add(
                        switch (verdict) {
                            case SENT ->
                                new AnswerGroup(
                                        "Sent", "At least one third party was told, with proof.", "bad", answers);
                            case NOT_SENT ->
                                new AnswerGroup(
                                        "Not sent",
                                        "Looked for, and not in anything that was seen to leave. The reason says what was"
                                                + " looked at.",
                                        "good",
                                        answers);
                            case CANNOT_TELL ->
                                new AnswerGroup(
                                        "Cannot tell",
                                        "Not seen, and what was looked at is not enough to say that it was not sent.",
                                        "unsure",
                                        answers);
                        });
            }
            return views;
        }

        private List<Timeline> timelines() {
            List<String> vendors =
                    account.vendors().stream().map(Account.ToVendor::vendor).toList();
            List<Timeline> timelines = new ArrayList<>();
            for (Run run : result.capture().runs()) {
                String drawing = TimelinePicture.of(
                        run.id(),
                        result.capture().pages(),
                        result.transmissions(),
                        reading.moments(),
                        vendors,
                        masking);
                if (!drawing.isEmpty()) {
                    timelines.add(new Timeline("Run “" + run.id() + "”: " + consentOf(run), drawing));
                }
            }
            return timelines;
        }

        private List<FindingGroup> findings() {
            Map<List<String>, List<FindingView>> groups = new LinkedHashMap<>();
            result.findings().stream()
                    .limit(SHOWN_ROWS)
                    .forEach(finding -> groups.computeIfAbsent(
                                    List.of(finding.rule(), finding.zone()), key -> new ArrayList<>())
                            .add(finding(finding)));
            return groups.entrySet().stream()
                    .map(group -> new FindingGroup(
                            group.getKey().getFirst(), group.getKey().getLast(), group.getValue()))
                    .toList();
        }

        private FindingView finding(Finding finding) {
            boolean known =
                    options.baseline().map(baseline -> baseline.has(finding)).orElse(false);
            String tone = switch (finding.level()) {
                case VIOLATION -> known ? "quiet" : "bad";
                case WAIVED -> "unsure";
                case NOTE -> "quiet";
            };
            String remark = finding.waiver()
                    .map(waiver -> "Waived until " + waiver.until() + ": " + waiver.reason())
                    .orElse(known ? "Already in the baseline." : "");
            return new FindingView(
                    capitalised(Wording.label(finding.level())),
                    tone,
                    finding.health().map(health -> labels(health.kinds())).orElse(List.of()),
                    finding.vendor(),
                    finding.element().label(),
                    Wording.sign(finding.basis()) + " " + Wording.label(finding.basis()),
                    masking.said(finding.sentence()),
                    remark,
                    counted(finding.disclosureIds().size(), "disclosure") + ", first "
                            + finding.disclosureIds().getFirst(),
                    finding.fingerprint());
        }

        private List<PartyView> parties() {
            Map<String, List<Transmission>> byDomain = new TreeMap<>();
            for (Transmission transmission : result.transmissions()) {
                byDomain.computeIfAbsent(transmission.recipient().domain(), domain -> new ArrayList<>())
                        .add(transmission);
            }
            Map<String, Set<String>> told = new HashMap<>();
            result.disclosures().stream()
                    .filter(disclosure -> disclosure.detection().basis() != Basis.INHERENT)
                    .forEach(disclosure -> told.computeIfAbsent(
                                    disclosure.transmission().recipient().domain(), domain -> new LinkedHashSet<>())
                            .add(disclosure.detection().element().label()));
            List<PartyView> parties = new ArrayList<>();
            byDomain.forEach((domain, sent) -> {
                Recipient first = sent.getFirst().recipient();
                long unread = sent.stream()
                        .filter(transmission -> !transmission.undecoded().isEmpty()
                                || transmission.decoderFailure().isPresent())
                        .count();
                Set<String> elements = told.getOrDefault(domain, Set.of());
                parties.add(new PartyView(
                        domain,
                        first.known() ? first.vendor() : "not known",
                        first.purpose(),
                        first.known(),
                        Wording.number(sent.size()),
                        elements.isEmpty() ? "nothing beyond what any request tells" : String.join(", ", elements),
                        unread == 0 ? "" : counted((int) unread, "request") + " with a part that could not be read"));
            });
            parties.sort(Comparator.comparing(PartyView::known).thenComparing(PartyView::domain));
            return parties;
        }

        private List<PageView> pages() {
            Map<String, String> zones = new HashMap<>();
            result.disclosures()
                    .forEach(disclosure -> disclosure
                            .transmission()
                            .context()
                            .pageId()
                            .ifPresent(page -> zones.putIfAbsent(page, disclosure.zone())));
            List<PageView> views = new ArrayList<>();
            for (Page page : result.capture().pages()) {
                if (views.size() < SHOWN_ROWS) {
                    views.add(page(page, views.size() + 1, zones.getOrDefault(page.id(), "")));
                }
            }
            return views;
        }

        private PageView page(Page page, int number, String zone) {
            String outcome = switch (page.outcome()) {
                case LOADED -> "";
                case PARTIAL -> "Seen in part";
                case FAILED -> "Not loaded";
            };
            List<StoredItem> stored = page.stored();
            int rest = stored.size() - SHOWN_STORED;
            return new PageView(
                    number,
                    masking.address(page.url()),
                    masking.quoted(page.title()),
                    zone,
                    page.run(),
                    Wording.time(page.startedAt()),
                    outcome.isEmpty() || page.remark().isEmpty()
                            ? outcome
                            : outcome + ": " + masking.said(page.remark()),
                    page.outcome() == Page.Outcome.LOADED ? "good" : "unsure",
                    thumbnails.of(page),
                    page.screenshot().filter(path -> path.matches("[A-Za-z0-9_-][A-Za-z0-9._/-]*")),
                    stored.stream().limit(SHOWN_STORED).map(this::stored).toList(),
                    rest > 0 ? "And " + Wording.number(rest) + " more, see report.json." : "");
        }

        private StoredView stored(StoredItem item) {
            String kind = switch (item.kind()) {
                case COOKIE -> "cookie";
                case LOCAL_STORAGE -> "local storage";
                case SESSION_STORAGE -> "session storage";
            };
            String until = item.expires()
                    .map(Wording::dayAndTime)
                    .orElse(item.kind() == StoredItem.Kind.LOCAL_STORAGE ? "until deleted" : "end of the session");
            return new StoredView(
                    kind,
                    masking.quoted(item.name()),
                    masking.value(item.value()),
                    item.site(),
                    until,
                    item.setBy().map(masking::place).orElse("not known"));
        }

        private List<Limit> limits() {
            List<Limit> limits = new ArrayList<>();
            result.blindSpots().stream()
                    .sorted(Comparator.comparing((BlindSpot spot) -> !spot.incomplete())
                            .thenComparing(BlindSpot::kind)
                            .thenComparing(BlindSpot::where))
                    .limit(SHOWN_ROWS)
                    .forEach(spot -> limits.add(new Limit(
                            spot.incomplete() ? "unsure" : "quiet",
                            masking.address(spot.where()),
                            masking.said(spot.what()))));
            return limits;
        }

        private String selfTest() {
            if (result.filesOnly()) {
                return "Everything that only traffic shows: whether an SDK sends, what, and to whom. Have the app used"
                        + " behind earshot capture-proxy, and judge the recording together with its files.";
            }
            List<String> blind = result.blindSpots().stream()
                    .filter(spot -> spot.kind() == BlindSpot.Kind.CHANNEL_NOT_SEEN)
                    .map(BlindSpot::where)
                    .toList();
            if (!blind.isEmpty()) {
                return "The self-test before the scan fired one request of each kind; not seen: "
                        + Wording.series(blind) + ". Nothing can be said of what leaves that way.";
            }
            return Verdict.isOurs(result)
                    ? "The self-test before the scan fired one request of each kind, and none is recorded as not seen."
                    : "This recording was made by another program ("
                            + result.capture().recordedBy() + "). Earshot could not test what that program sees.";
        }
    }
}
