package dev.earshot.cli;

import dev.earshot.catalogue.Catalogue;
import dev.earshot.catalogue.DomainOwner;
import dev.earshot.catalogue.DomainOwners;
import dev.earshot.catalogue.Tracker;
import dev.earshot.mobile.sdk.Sdk;
import dev.earshot.mobile.sdk.SdkCatalogue;
import dev.earshot.policy.Policy;
import dev.earshot.policy.PolicyFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Finds the policy of a scan.
final class Policies {
    private static final Path HERE = Path.of("earshot.yaml");

    private Policies() {}

    /// The one named, else `earshot.yaml` in the working directory, else the default.
    static Policy of(@Nullable Path named) {
        if (named == null && !Files.exists(HERE)) {
            return Policy.byDefault();
        }
        Set<String> vendors = DomainOwners.bundled().all().stream()
                .map(DomainOwner::owner)
                .collect(Collectors.toCollection(TreeSet::new));
        Catalogue.bundled().trackers().stream().map(Tracker::vendor).forEach(vendors::add);
        List<Sdk> sdks = SdkCatalogue.bundled().sdks();
        sdks.stream().map(Sdk::vendor).forEach(vendors::add);
        return PolicyFile.read(
                named == null ? HERE : named,
                vendors,
                sdks.stream().map(Sdk::id).collect(Collectors.toSet()));
    }
}
