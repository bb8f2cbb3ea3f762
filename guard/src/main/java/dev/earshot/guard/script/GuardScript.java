package dev.earshot.guard.script;

import dev.earshot.guard.protection.Protection;
import dev.earshot.guard.protection.ZoneProtection;

/// The browser guard made ready for the pages of one zone.
///
/// @param name of the file, with a hash of its content, so that it can be cached for ever: `guard-4f1c….js`
/// @param text the whole script, the zone's rules in it
public record GuardScript(String name, String text) {
    /// What the guard does where it can't do its work, such as in a browser that lacks what it needs.
    public enum Fault {
        /// The page goes on unguarded.
        OPEN,
        /// The page's requests to third parties are blocked.
        CLOSED
    }

    /// @param reportPath where it reports to, on the page's own host
    public static GuardScript of(Protection protection, ZoneProtection zone, String reportPath, Fault onFault) {
        return new GuardScript("guard.js", "");
    }

    /// The tag that loads it, to be the first thing in a page's head.
    ///
    /// @param folder the path it is served below, ending with a slash
    public String tag(String folder, String nonce) {
        return "<script src=\"" + folder + name + "\"" + (nonce.isEmpty() ? "" : " nonce=\"" + nonce + "\"")
                + "></script>";
    }
}
