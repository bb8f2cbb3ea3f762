package dev.earshot.investigate.log;

/// The path of a page under one method and host, as it was first seen in a file.
final class Page {
    final Host host;
    final byte[] method;
    final byte[] raw;
    /// In the form that pages are told apart by.
    final byte[] path;
    /// Of method, host and path, for the query to extend.
    final long hash;
    /// The page's key where no part of its query matters.
    final long key;
    final boolean healthCheck;
    final boolean notPage;
    final boolean stated;

    Page(
            Host host,
            byte[] method,
            byte[] raw,
            byte[] path,
            long hash,
            long key,
            boolean healthCheck,
            boolean notPage,
            boolean stated) {
        this.host = host;
        this.method = method;
        this.raw = raw;
        this.path = path;
        this.hash = hash;
        this.key = key;
        this.healthCheck = healthCheck;
        this.notPage = notPage;
        this.stated = stated;
    }

    /// A host as logs write it.
    ///
    /// @param name in lower case, without a port
    /// @param investigated whether the plan names it
    record Host(byte[] written, byte[] name, boolean investigated) {}
}
