package dev.earshot.report;

import dev.earshot.AppResult;
import dev.earshot.app.App;
import dev.earshot.app.Declaration;
import dev.earshot.app.Endpoint;
import dev.earshot.app.HeldSdk;
import dev.earshot.app.Rung;
import dev.earshot.app.Trace;
import dev.earshot.app.WebView;
import dev.earshot.catalogue.Catalogue;
import dev.earshot.catalogue.Tracker;
import dev.earshot.policy.AppFinding;
import dev.earshot.policy.Finding;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What `report.html` shows of one app, all of it text that is ready to be read. A table shows [#SHOWN_ROWS] rows at
/// most and a rung [#SHOWN_TRACES] pieces of evidence; the rest is in `report.json`, and the page says so.
record AppSection(
        String id,
        String title,
        List<List<String>> files,
        String ladder,
        List<SdkView> sdks,
        List<FindingView> findings,
        List<Table> tables,
        List<MismatchView> mismatches) {
    private static final int SHOWN_ROWS = 300;
    private static final int SHOWN_TRACES = 12;

    /// @param marks such as `renamed`
    record SdkView(
            String name,
            String vendor,
            String purpose,
            String tone,
            String sentence,
            List<String> marks,
            List<String> remarks,
            List<Step> steps) {}

    /// The evidence of one rung.
    record Step(String rung, String phrase, List<Place> evidence, String more) {}

    record Place(String kind, String what, String at) {}

    record FindingView(
            String level,
            String tone,
            String rule,
            List<String> kinds,
            String sentence,
            String subject,
            List<Place> evidence,
            String remark,
            String fingerprint) {}

    /// @param code which columns, from 0, are names of the file's and not words of ours
    record Table(
            String anchor,
            String heading,
            String lead,
            List<String> columns,
            List<Integer> code,
            List<List<String>> rows,
            String more) {
        boolean isCode(int column) {
            return code.contains(column);
        }
    }

    record MismatchView(String what, List<String> at) {}

    static List<AppSection> of(List<AppResult> apps, ReportOptions options, Masking masking) {
        List<AppSection> sections = new ArrayList<>();
        for (AppResult app : apps) {
            String id = apps.size() == 1 ? "app" : "app-" + (sections.size() + 1);
            sections.add(new Composer(id, app, options, masking).compose());
        }
        return sections;
    }

    private record Composer(String id, AppResult result, ReportOptions options, Masking masking) {
        private AppSection compose() {
            App app = result.app();
            return new AppSection(
                    id,
                    AppText.title(app),
                    app.files().stream()
                            .map(file -> List.of(file.name(), file.kind(), AppText.size(file.bytes()), file.sha256()))
                            .toList(),
                    LadderPicture.of(app.sdks(), this::tone),
                    app.sdks().stream().map(this::sdk).toList(),
                    result.findings().stream().map(this::finding).toList(),
                    List.of(handOvers(), permissions(), endpoints(), webViews(), deepLinks(), declarations()),
                    app.mismatches().stream()
                            .map(mismatch -> new MismatchView(
                                    masking.saidOfFiles(mismatch.what()),
                                    mismatch.at().stream().map(AppText::place).toList()))
                            .toList());
        }

        /// By the gravest finding about it.
        private String tone(HeldSdk sdk) {
            return result.findings().stream()
                    .filter(finding -> finding.sdk().equals(sdk.id()))
                    .map(AppFinding::level)
                    .min(Comparator.naturalOrder())
                    .map(level -> switch (level) {
                        case VIOLATION -> "bad";
                        case WAIVED -> "unsure";
                        case NOTE -> "noted";
                    })
                    .orElse("quiet");
        }

        private SdkView sdk(HeldSdk sdk) {
            List<String> remarks = new ArrayList<>();
            if (!sdk.collects().isEmpty()) {
                remarks.add("By its documentation, it tells by itself once it runs: "
                        + Wording.series(sdk.collects().stream()
                                .sorted()
                                .map(Wording::inApp)
                                .toList())
                        + ".");
            }
            if (!sdk.onward().isEmpty()) {
                remarks.add(sdk.onward());
            }
            remarks.addAll(sdk.remarks());
            List<String> marks = new ArrayList<>();
            AppText.setting(sdk.setting()).ifPresent(marks::add);
            if (sdk.renamed()) {
                marks.add("renamed");
                remarks.add("Its classes were renamed: it is recognised by what survives renaming, such as texts, hosts"
                        + " and names in the manifest.");
            }
            if (sdk.infrastructure()) {
                marks.add("serves the app");
            }
            return new SdkView(
                    sdk.name() + sdk.version().map(version -> " " + version).orElse(""),
                    sdk.vendor(),
                    sdk.purpose(),
                    tone(sdk),
                    sdk.rung().phrase(),
                    marks,
                    remarks.stream().map(masking::saidOfFiles).toList(),
                    steps(sdk));
        }

        private List<Step> steps(HeldSdk sdk) {
            Map<Rung, List<Trace>> byRung = new TreeMap<>();
            sdk.traces()
                    .forEach(trace -> byRung.computeIfAbsent(trace.rung(), rung -> new ArrayList<>())
                            .add(trace));
            List<Step> steps = new ArrayList<>();
            byRung.forEach((rung, traces) -> steps.add(new Step(
                    LadderPicture.label(rung),
                    rung.phrase(),
                    traces.stream()
                            .limit(SHOWN_TRACES)
                            .map(trace -> new Place(
                                    trace.kind().replace('-', ' '),
                                    masking.written(trace.what()),
                                    AppText.place(trace.at())))
                            .toList(),
                    more(traces.size() - SHOWN_TRACES))));
            return steps;
        }

        private FindingView finding(AppFinding finding) {
            boolean known =
                    options.baseline().map(baseline -> baseline.has(finding)).orElse(false);
            String tone = switch (finding.level()) {
                case VIOLATION -> known ? "quiet" : "bad";
                case WAIVED -> "unsure";
                case NOTE -> "quiet";
            };
            return new FindingView(
                    Wording.capitalised(Wording.label(finding.level())),
                    tone,
                    finding.rule(),
                    finding.health()
                            .map(health -> List.of(Wording.kinds(health.kinds())))
                            .filter(kinds -> !kinds.getFirst().isEmpty())
                            .orElse(List.of()),
                    masking.saidOfFiles(finding.sentence()),
                    new AppText(result, options, masking).subject(finding),
                    finding.evidence().stream()
                            .limit(SHOWN_TRACES)
                            .map(evidence ->
                                    new Place("", masking.written(evidence.what()), AppText.place(evidence.at())))
                            .toList(),
                    finding.waiver()
                            .map(waiver -> "Waived until " + waiver.until() + ": " + waiver.reason())
                            .orElse(
                                    known && finding.level() == Finding.Level.VIOLATION
                                            ? "Already in the baseline."
                                            : ""),
                    finding.fingerprint());
        }

        private Table handOvers() {
            List<List<String>> rows = new ArrayList<>();
            for (HeldSdk sdk : result.app().sdks()) {
                sdk.handOvers()
                        .forEach(call -> rows.add(List.of(
                                sdk.name(),
                                Wording.inApp(call.element()),
                                call.call(),
                                String.join(
                                        ", ",
                                        call.literals().stream()
                                                .filter(literal -> !literal.isEmpty())
                                                .map(literal -> "\"" + masking.written(literal) + "\"")
                                                .toList()),
                                AppText.place(call.at()))));
            }
            return table(
                    "handed",
                    "What the app’s own code hands over",
                    "Calls in the app’s own code that give an SDK something about the person, with the texts that stand in"
                            + " them. A value that comes from elsewhere at run time is not in the files.",
                    List.of("SDK", "What", "Call", "Texts", "Where"),
                    List.of(2, 3, 4),
                    rows);
        }

        private Table permissions() {
            return table(
                    "asked",
                    "What the app asks for",
                    "Permissions and usage statements that concern patient data.",
                    List.of("Name", "Gives access to", "What the user is told", "Where"),
                    List.of(0, 3),
                    result.app().permissions().stream()
                            .map(permission -> List.of(
                                    permission.name(),
                                    permission.meaning()
                                            + permission
                                                    .element()
                                                    .map(element -> " (" + element.label() + ")")
                                                    .orElse(""),
                                    masking.written(permission.stated()),
                                    AppText.place(permission.at())))
                            .toList());
        }

        private Table endpoints() {
            Map<String, List<Endpoint>> owners = new TreeMap<>();
            List<Endpoint> unknown = new ArrayList<>();
            for (Endpoint endpoint : result.app().endpoints()) {
                endpoint.vendor()
                        .ifPresentOrElse(
                                vendor -> owners.computeIfAbsent(vendor, name -> new ArrayList<>())
                                        .add(endpoint),
                                () -> unknown.add(endpoint));
            }
            List<List<String>> rows = new ArrayList<>();
            owners.forEach((vendor, all) -> all.forEach(endpoint -> rows.add(endpoint(vendor, endpoint))));
            unknown.forEach(endpoint -> rows.add(endpoint("not known", endpoint)));
            return table(
                    "hosts",
                    "Hosts that stand in the files, by owner",
                    "That a host stands there does not show that it is contacted.",
                    List.of("Owner", "Host", "Answers there", "Where"),
                    List.of(1, 3),
                    rows);
        }

        private static List<String> endpoint(String vendor, Endpoint endpoint) {
            return List.of(
                    vendor,
                    endpoint.host(),
                    endpoint.tracker().map(Composer::product).orElse(""),
                    AppText.place(endpoint.at()));
        }

        private static String product(String tracker) {
            return Catalogue.bundled().byId(tracker).map(Tracker::product).orElse(tracker);
        }

        private Table webViews() {
            List<List<String>> rows = new ArrayList<>();
            for (WebView view : result.app().webViews()) {
                rows.add(List.of(
                        String.join(
                                ", ",
                                view.addresses().stream().map(masking::written).toList()),
                        String.join(", ", view.bridges()),
                        String.join(
                                ", ",
                                view.trackers().stream().map(Composer::product).toList()),
                        AppText.place(view.at())));
            }
            return table(
                    "web",
                    "Web pages inside the app",
                    "What scripts in them send is seen when the pages are scanned as a site. Through a bridge, a script can"
                            + " call the app.",
                    List.of("Loads", "Bridges", "Trackers in pages that the app brings along", "Where"),
                    List.of(0, 1, 3),
                    rows);
        }

        private Table deepLinks() {
            return table(
                    "links",
                    "Addresses that open the app",
                    "Such an address may carry what it says to an SDK that reads them.",
                    List.of("Address", "Opens", "Where"),
                    List.of(0, 1, 2),
                    result.app().deepLinks().stream()
                            .map(link ->
                                    List.of(masking.written(link.address()), link.opens(), AppText.place(link.at())))
                            .toList());
        }

        private Table declarations() {
            return table(
                    "declared",
                    "What the app declares",
                    "To a store, to the system and to its users.",
                    List.of("By", "Kind", "What", "Terms", "Where"),
                    List.of(4),
                    result.app().declarations().stream()
                            .map(declared -> List.of(
                                    declared.by(),
                                    kind(declared.kind()),
                                    masking.written(declared.name())
                                            + declared.element()
                                                    .map(element -> " (" + element.label() + ")")
                                                    .orElse(""),
                                    masking.written(declared.terms()),
                                    AppText.place(declared.at())))
                            .toList());
        }

        private static String kind(Declaration.Kind kind) {
            return switch (kind) {
                case COLLECTED -> "collected";
                case SHARED -> "shared";
                case TRACKING -> "tracking";
                case TRACKING_DOMAIN -> "tracking domain";
                case REQUIRED_REASON -> "required reason";
                case SKADNETWORK -> "advertising network (SKAdNetwork)";
                case TRANSPORT_EXCEPTION -> "exception to transport security";
            };
        }

        private Table table(
                String anchor,
                String heading,
                String lead,
                List<String> columns,
                List<Integer> code,
                List<List<String>> rows) {
            return new Table(
                    id + "-" + anchor,
                    heading,
                    lead,
                    columns,
                    code,
                    rows.stream().limit(SHOWN_ROWS).toList(),
                    more(rows.size() - SHOWN_ROWS));
        }

        private static String more(int rest) {
            return rest > 0 ? "And " + Wording.number(rest) + " more, see report.json." : "";
        }
    }
}
