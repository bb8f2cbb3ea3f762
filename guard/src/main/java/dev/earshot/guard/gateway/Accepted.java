package dev.earshot.guard.gateway;

import java.util.Locale;
import java.util.Set;

/// What a client takes of content codings (RFC 9110 §12.5.3).
final class Accepted {
    private Accepted() {}

    /// Whether the client names gzip and does not refuse it.
    static boolean gzip(Fields fields) {
        for (int i = fields.find(Name.ACCEPT_ENCODING); i >= 0; i = fields.find(Name.ACCEPT_ENCODING, i + 1)) {
            if (fields.valueIs(i, "gzip")) {
                return true;
            }
            for (String each : fields.value(i).split(",", -1)) {
                String coding = each.strip().toLowerCase(Locale.ROOT);
                if (coding.startsWith("gzip") && name(coding).equals("gzip")) {
                    return !refused(coding);
                }
            }
        }
        return false;
    }

    /// Leaves those of the codings that are among `known`; where none is left, none may be used.
    static void narrow(Fields fields, Set<String> known) {
        int first = fields.find(Name.ACCEPT_ENCODING);
        if (first < 0) {
            return;
        }
        StringBuilder left = new StringBuilder();
        boolean changed = false;
        for (int i = first; i >= 0; i = fields.find(Name.ACCEPT_ENCODING, i + 1)) {
            for (String each : fields.value(i).split(",", -1)) {
                String coding = each.strip();
                if (known.contains(name(coding.toLowerCase(Locale.ROOT)))) {
                    left.append(left.isEmpty() ? "" : ", ").append(coding);
                } else {
                    changed = true;
                }
            }
        }
        if (changed) {
            fields.remove(Name.ACCEPT_ENCODING);
            fields.add("Accept-Encoding", left.isEmpty() ? "identity" : left.toString());
        }
    }

    private static String name(String coding) {
        int end = coding.indexOf(';');
        return end < 0 ? coding : coding.substring(0, end).strip();
    }

    private static boolean refused(String coding) {
        String weight = coding.replace(" ", "");
        int q = weight.indexOf(";q=0");
        return q >= 0 && weight.substring(q + 4).chars().allMatch(c -> c == '.' || c == '0');
    }
}
