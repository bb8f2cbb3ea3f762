package dev.earshot.guard.collect;

/// One report as it came, of any kind; what it doesn't say is empty. It lives as long as its delivery is read.
final class RawReport {
    // Of the Reporting API's envelope.
    String type = "";
    String url = "";
    String age = "";
    String userAgent = "";

    // Of a violation of a Content-Security-Policy.
    boolean wrapped;
    String document = "";
    String blocked = "";
    String effectiveDirective = "";
    String violatedDirective = "";
    String disposition = "";
    String sourceFile = "";
    String line = "";
    String column = "";

    // Of the browser guard.
    String zone = "";
    String use = "";
    String host = "";
    String path = "";
    String verdict = "";
    String rule = "";
    String page = "";

    /// What it reports.
    enum Kind {
        VIOLATION,
        GUARD,
        /// Another type of the Reporting API.
        OTHER_TYPE,
        NOTHING_KNOWN
    }

    Kind kind() {
        if (!type.isEmpty()) {
            return type.equals("csp-violation") || type.equals("csp") ? Kind.VIOLATION : Kind.OTHER_TYPE;
        }
        if (wrapped || !blocked.isEmpty() || !violatedDirective.isEmpty() || !effectiveDirective.isEmpty()) {
            return Kind.VIOLATION;
        }
        return verdict.isEmpty() || host.isEmpty() ? Kind.NOTHING_KNOWN : Kind.GUARD;
    }

    /// Keeps a member that is of use.
    ///
    /// @param name lower case, without hyphens and underscores: browsers write `document-uri` and `documentURL`
    void set(String name, String value) {
        switch (name) {
            case "type" -> type = value;
            case "url" -> url = value;
            case "age" -> age = value;
            case "useragent" -> userAgent = value;
            case "documenturi", "documenturl" -> document = value;
            case "blockeduri", "blockedurl" -> blocked = value;
            case "effectivedirective" -> effectiveDirective = value;
            case "violateddirective" -> violatedDirective = value;
            case "disposition" -> disposition = value;
            case "sourcefile" -> sourceFile = value;
            case "linenumber" -> line = value;
            case "columnnumber" -> column = value;
            case "zone" -> zone = value;
            case "use" -> use = value;
            case "host" -> host = value;
            case "path" -> path = value;
            case "verdict" -> verdict = value;
            case "rule" -> rule = value;
            case "page" -> page = value;
            default -> {}
        }
    }

    /// Whether [#set] keeps it: what is not kept is not even read.
    static boolean keeps(String name) {
        return switch (name) {
            case "type",
                    "url",
                    "age",
                    "useragent",
                    "documenturi",
                    "documenturl",
                    "blockeduri",
                    "blockedurl",
                    "effectivedirective",
                    "violateddirective",
                    "disposition",
                    "sourcefile",
                    "linenumber",
                    "columnnumber",
                    "zone",
                    "use",
                    "host",
                    "path",
                    "verdict",
                    "rule",
                    "page" -> true;
            default -> false;
        };
    }
}
