package dev.earshot.guard.html;

import dev.earshot.guard.protection.Protection;
import dev.earshot.guard.protection.ZoneProtection;

/// What is taken out of a zone's pages, made ready for [HtmlRewriter]. Immutable; one for all pages of a zone.
public final class HtmlRules {
    private HtmlRules() {}

    public static HtmlRules of(Protection protection, ZoneProtection zone) {
        return new HtmlRules();
    }
}
