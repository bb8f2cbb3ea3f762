package com.microsoft.clarity;

/**
 * Stands in for Microsoft's Clarity, whose licence lets nobody pass it on. Its name and its methods are the vendor's; what is in
 * them is ours.
 */
public final class ClarityConfig {
    final String project;

    public ClarityConfig(String project) {
        this.project = project;
    }
}
