package dev.earshot;

import dev.earshot.app.App;
import dev.earshot.catalogue.Catalogue;
import dev.earshot.catalogue.DomainOwners;
import dev.earshot.differential.Differential;
import dev.earshot.differential.RunComparison;
import dev.earshot.differential.Runs;
import dev.earshot.disclosure.Answer;
import dev.earshot.disclosure.Disclosure;
import dev.earshot.disclosure.DisclosureAnalysis;
import dev.earshot.domain.HostName;
import dev.earshot.domain.Lookalike;
import dev.earshot.domain.Lookalikes;
import dev.earshot.domain.RegistrableDomain;
import dev.earshot.exchange.BlindSpot;
import dev.earshot.exchange.Capture;
import dev.earshot.exchange.Page;
import dev.earshot.policy.Finding;
import dev.earshot.policy.Policy;
import java.net.URI;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Examines captures: who received what, and what policy says about it.
public final class Examiner {
    private final Policy policy;
    private final LocalDate today;

    /// @param today decides which waivers have ended
    public Examiner(Policy policy, LocalDate today) {
        this.policy = policy;
        this.today = today;
    }

    /// Judges one capture. Called again on the same one, it gives the same result.
    public ScanResult examine(Capture capture) {
        Policy applied = policy.withSites(sitesOf(capture.summary()));
        DisclosureAnalysis analysis =
                new DisclosureAnalysis(Catalogue.bundled(), DomainOwners.bundled(), capture.summary(), applied);
        capture.forEach(analysis::read);
        List<BlindSpot> blindSpots = new ArrayList<>(capture.summary().blindSpots());
        blindSpots.addAll(analysis.blindSpots());
        List<Finding> findings = applied.judge(analysis.disclosures(), today);
        List<Answer> answers = analysis.answers(blindSpots);
        return new ScanResult(
                capture.summary(),
                analysis.exchanges(),
                analysis.transmissions(),
                analysis.disclosures(),
                findings,
                answers,
                blindSpots,
                Lookalikes.among(applied.sites(), analysis.thirdPartyDomains()).stream()
                        .map(Lookalike::domain)
                        .toList(),
                analysis.attestation(answers, blindSpots),
                Optional.empty());
    }

    /// Judges apps by their files, together with traffic of theirs; [Capture#none] where nobody watched any.
    ///
    /// An SDK whose traffic the capture shows is raised to the rung that this reaches.
    public ScanResult examine(Capture capture, List<App> apps) {
        Examiner knowing = new Examiner(policy.withSites(sitesOf(apps)), today);
        return knowing.with(knowing.examine(capture), apps);
    }

    /// The registrable domains whose addresses open the apps and that vouch for them, as Android's verified links and
    /// iOS's associated domains do. A domain that is known to be somebody else's, such as an attribution service's, is
    /// left out.
    ///
    /// Source: developer.android.com "Verify Android App Links"; developer.apple.com "Supporting associated domains"
    /// (from memory, not read).
    private static Set<String> sitesOf(List<App> apps) {
        return apps.stream()
                .flatMap(app -> app.deepLinks().stream())
                .filter(link -> link.address().startsWith("https://"))
                .filter(link ->
                        link.opens().endsWith(" autoVerify") || link.opens().contains("associated-domains"))
                .flatMap(link -> host(link.address().replace("*", "")).stream())
                .filter(host -> DomainOwners.bundled().of(host).isEmpty())
                .map(RegistrableDomain::of)
                .collect(Collectors.toSet());
    }

    private ScanResult with(ScanResult seen, List<App> read) {
        List<App> apps =
                seen.exchanges() == 0 ? read : read.stream().map(App::watched).toList();
        List<BlindSpot> blindSpots = new ArrayList<>(seen.blindSpots());
        apps.forEach(app -> blindSpots.addAll(app.blindSpots()));
        AppTraffic traffic = new AppTraffic(seen.transmissions(), seen.disclosures());
        blindSpots.addAll(traffic.blindSpots(apps));
        if (seen.exchanges() > 0 && !apps.isEmpty() && policy.sites().isEmpty()) {
            blindSpots.add(new BlindSpot(
                    BlindSpot.Kind.NOT_WATCHED,
                    "",
                    "Neither a policy nor the app's own links say which hosts are the covered entity's: its own servers"
                            + " are among the third parties here. Name them under sites in earshot.yaml.",
                    false));
        }
        List<AppResult> results = traffic.joinedWith(apps).stream()
                .map(app -> new AppResult(app, policy.judge(app, today)))
                .toList();
        return new ScanResult(
                seen.capture(),
                seen.exchanges(),
                seen.transmissions(),
                seen.disclosures(),
                seen.findings(),
                seen.answers(),
                blindSpots.stream().distinct().toList(),
                seen.lookalikes(),
                seen.attestation(),
                seen.differential(),
                results);
    }

    /// As [#compare(Runs)], of the traffic of apps whose files were looked at as well.
    public ScanResult compare(Runs runs, List<App> apps) {
        return with(compare(runs), apps);
    }

    /// Judges several runs of one journey as one capture, and adds what only their comparison shows.
    public ScanResult compare(Runs runs) {
        ScanResult seen = examine(runs);
        Policy applied = policy.withSites(sitesOf(seen.capture()));
        RunComparison comparison = new RunComparison(runs, seen.transmissions(), seen.disclosures(), applied);
        Differential differential = comparison.compare();
        List<Disclosure> disclosures = new ArrayList<>(seen.disclosures());
        disclosures.addAll(comparison.disclosures());
        disclosures.sort(
                Comparator.comparing(disclosure -> disclosure.transmission().at()));
        List<Answer> answers = differential.answers(seen.answers(), comparison.disclosures());
        return new ScanResult(
                seen.capture(),
                seen.exchanges(),
                seen.transmissions(),
                disclosures,
                applied.judge(disclosures, today),
                answers,
                seen.blindSpots(),
                seen.lookalikes(),
                seen.attestation().with(answers, comparison.disclosures()),
                Optional.of(differential));
    }

    /// The registrable domains of what was scanned. For a recording whose target is a file, those of its pages.
    private static Set<String> sitesOf(Capture.Summary capture) {
        Set<String> targets = domains(capture.target().stream());
        return targets.isEmpty() ? domains(capture.pages().stream().map(Page::url)) : targets;
    }

    private static Set<String> domains(Stream<String> urls) {
        return urls.flatMap(url -> host(url).stream())
                .map(RegistrableDomain::of)
                .collect(Collectors.toSet());
    }

    private static Optional<String> host(String url) {
        try {
            return Optional.ofNullable(URI.create(url.replaceAll("[?#].*", "")).getHost())
                    .map(HostName::of);
        } catch (IllegalArgumentException notAnAddress) {
            return Optional.empty();
        }
    }
}
