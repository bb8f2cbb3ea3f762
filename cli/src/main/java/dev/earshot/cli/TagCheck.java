package dev.earshot.cli;

import dev.earshot.EarshotException;
import dev.earshot.evidence.EvidenceBundle;
import dev.earshot.evidence.SigningKey;
import dev.earshot.investigate.tags.TagFile;
import dev.earshot.investigate.tags.TagReports;
import dev.earshot.investigate.tags.TagReview;
import dev.earshot.policy.Policy;
import dev.earshot.policy.TagFinding;
import dev.earshot.report.Baseline;
import dev.earshot.report.ReportFormat;
import dev.earshot.report.ReportOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/// Containers of tags from the command line to reports and an exit code.
final class TagCheck {
    private static final int MOST_TOLD = 10;

    private final Policy policy;
    private final List<String> arguments;
    private final Optional<Baseline> baseline;
    private final Clock clock;
    private final PrintWriter out;
    private final PrintWriter err;

    TagCheck(
            Policy policy,
            List<String> arguments,
            Optional<Baseline> baseline,
            Clock clock,
            PrintWriter out,
            PrintWriter err) {
        this.policy = policy;
        this.arguments = List.copyOf(arguments);
        this.baseline = baseline;
        this.clock = clock;
        this.out = out;
        this.err = err;
    }

    /// Reads, judges and reports; where a folder is named, the containers and the reports are sealed in it.
    ///
    /// @param signer seals it with a signature
    TagReview review(
            List<Path> files,
            List<String> pages,
            ReportFormat format,
            Optional<Path> folder,
            Optional<SigningKey> signer) {
        Instant now = clock.instant();
        List<TagFile> read = new ArrayList<>();
        files.forEach(file -> read.add(TagFile.read(file, policy.sites())));
        TagReview review = TagReview.of(read, policy, now, pages);
        ReportOptions options = new ReportOptions(false, Version.number(), now, String.join(" ", arguments), baseline);
        folder.ifPresent(into -> {
            Scan.emptied(into);
            keep(files, into);
            TagReports.write(review, options, into);
            EvidenceBundle.seal(
                    into,
                    new EvidenceBundle.Origin(Version.number(), "", arguments, now, clock.instant(), Map.of()),
                    signer);
        });
        TagReports.print(format, review, options, out);
        tellIncomplete(review);
        folder.ifPresent(into -> err.println("Report: " + into.resolve("report.html")));
        return review;
    }

    private static void keep(List<Path> files, Path folder) {
        Set<String> names = new TreeSet<>();
        try {
            for (Path file : files) {
                String name = String.valueOf(file.getFileName());
                for (int number = 2; !names.add(name); number++) {
                    name = number + "-" + file.getFileName();
                }
                Files.copy(
                        file,
                        Files.createDirectories(folder.resolve("containers")).resolve(name));
            }
        } catch (IOException e) {
            throw new EarshotException(
                    EarshotException.Code.INCOMPLETE, folder + " can't be written to (" + e.getMessage() + ").", e);
        }
    }

    private void tellIncomplete(TagReview review) {
        List<String> open = new ArrayList<>(review.incomplete());
        review.findings().stream()
                .filter(TagFinding::isOpen)
                .filter(finding -> !isKnown().test(finding))
                .map(TagFinding::sentence)
                .forEach(open::add);
        if (!open.isEmpty()) {
            err.println("incomplete, so what was not found may still be there:");
            open.stream().limit(MOST_TOLD).forEach(what -> err.println("  " + what));
            if (open.size() > MOST_TOLD) {
                err.println("  and " + (open.size() - MOST_TOLD) + " more, which the report names");
            }
        }
    }

    /// 1 where a tag is set to do what policy forbids and the baseline does not have it, 3 where that can't be told,
    /// else 0.
    int exitCode(TagReview review, boolean gate) {
        if (gate && review.violations().stream().anyMatch(isKnown().negate())) {
            return ExitCode.VIOLATED;
        }
        return review.incomplete(isKnown()) ? ExitCode.INCOMPLETE : ExitCode.CLEAN;
    }

    private Predicate<TagFinding> isKnown() {
        return finding ->
                baseline.filter(known -> known.has(finding.fingerprint())).isPresent();
    }
}
