package dev.earshot.cli;

import picocli.CommandLine.IVersionProvider;

/// Earshot's own version, from the jar's manifest.
final class Version implements IVersionProvider {
    static String number() {
        String version = Version.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }

    @Override
    public String[] getVersion() {
        return new String[] {"Earshot " + number()};
    }
}
