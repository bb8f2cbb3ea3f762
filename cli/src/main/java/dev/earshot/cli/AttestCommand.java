package dev.earshot.cli;

import dev.earshot.EarshotException;
import dev.earshot.disclosure.Attestation;
import dev.earshot.element.DataElement;
import dev.earshot.evidence.EvidenceBundle;
import dev.earshot.evidence.Verification;
import dev.earshot.report.StoredAttestation;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// States what was not sent, where a scan's evidence carries it.
@Command(
        name = "attest",
        description =
                "States what was not sent to third parties, or refuses to and says why: each kind of data must have"
                        + " been given to the site, looked for, and everything that left must have been read.")
final class AttestCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "DIR", description = "The folder that a scan wrote, or its report.json.")
    private Path scan = Path.of("");

    @Option(
            names = "--not",
            paramLabel = "ELEMENT",
            split = ",",
            description = "What to state the absence of, such as password,ssn. Default: user-name, password, ssn,"
                    + " financial-account and payment-card.")
    private List<String> elements = new ArrayList<>();

    @Option(names = "--vendor", paramLabel = "NAME", description = "Only about this vendor, as the report names it.")
    private @Nullable String vendor;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        boolean folder = Files.isDirectory(scan);
        if (folder && !isIntact(out)) {
            return ExitCode.VIOLATED;
        }
        Attestation attestation = StoredAttestation.read(folder ? scan.resolve("report.json") : scan);
        Attestation.Statement statement = attestation.absenceOf(asked(), known(attestation));
        if (statement.carried()) {
            out.println(statement.text());
            return ExitCode.CLEAN;
        }
        out.println("This scan does not carry that statement:");
        statement.refusals().forEach(refusal -> out.println("- " + refusal));
        return ExitCode.VIOLATED;
    }

    /// Evidence that was changed states nothing.
    private boolean isIntact(PrintWriter out) {
        Verification verification = EvidenceBundle.verify(scan, Optional.empty());
        if (!verification.intact()) {
            out.println("The evidence is not what it was: see `earshot verify " + scan + "`.");
        }
        return verification.intact();
    }

    private List<DataElement> asked() {
        if (elements.isEmpty()) {
            return Attestation.ACCOUNT_DATA;
        }
        return elements.stream()
                .map(id -> DataElement.byId(id)
                        .orElseThrow(() -> new EarshotException(
                                EarshotException.Code.USAGE,
                                "--not " + id + ": no such kind of data. There are "
                                        + Arrays.stream(DataElement.values())
                                                .map(DataElement::id)
                                                .collect(Collectors.joining(", "))
                                        + ".")))
                .toList();
    }

    private Optional<String> known(Attestation attestation) {
        Optional<String> named = Optional.ofNullable(vendor);
        List<String> vendors =
                attestation.vendors().stream().map(Attestation.OfVendor::vendor).toList();
        if (named.isPresent() && vendors.stream().noneMatch(named.get()::equalsIgnoreCase)) {
            throw new EarshotException(
                    EarshotException.Code.USAGE,
                    "--vendor " + named.get() + ": nothing was seen to go there. Vendors of this scan: "
                            + String.join("; ", vendors) + ".");
        }
        return named;
    }
}
