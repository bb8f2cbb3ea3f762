package dev.earshot.app;

import java.util.Optional;

/// A host that is written in an app's files. That it is there does not show that it is contacted.
///
/// @param host in lower case
/// @param vendor whose it is; empty when unknown
/// @param tracker the id of the catalogued tracker that answers there
public record Endpoint(String host, Optional<String> vendor, Optional<String> tracker, Spot at) {}
