package dev.earshot.guard.gateway;

import java.util.Locale;

/// Fields that hold for one connection alone, and are not passed on (RFC 9110 §7.6.1).
final class HopByHop {
    private HopByHop() {}

    static void removeFromRequest(Fields fields) {
        boolean trailers = fields.has(Name.TE) && fields.valueIs(fields.find(Name.TE), "trailers");
        remove(fields);
        fields.remove(Name.TE);
        if (trailers) {
            fields.add("TE", "trailers");
        }
    }

    static void removeFromAnswer(Fields fields) {
        remove(fields);
    }

    /// What frames a message or says whom it is for may not come behind it (RFC 9110 §6.5.1).
    static void removeFromTrailers(Fields trailers) {
        remove(trailers);
        trailers.remove(Name.TE);
        trailers.remove(Name.TRAILER);
        trailers.remove(Name.CONTENT_LENGTH);
        trailers.remove(Name.HOST);
    }

    private static void remove(Fields fields) {
        for (int i = fields.find(Name.CONNECTION); i >= 0; i = fields.find(Name.CONNECTION, i + 1)) {
            fields.removeAt(i);
            if (fields.valueIs(i, "keep-alive") || fields.valueIs(i, "close")) {
                continue;
            }
            for (String option : fields.value(i).split(",", -1)) {
                String name = option.strip().toLowerCase(Locale.ROOT);
                // What frames or names a message is never the connection's.
                if (!name.isEmpty() && !name.equals("host") && !name.equals("content-length")) {
                    fields.remove(name);
                }
            }
        }
        fields.remove(Name.KEEP_ALIVE);
        fields.remove(Name.PROXY_CONNECTION);
        fields.remove(Name.TRANSFER_ENCODING);
        fields.remove(Name.UPGRADE);
    }
}
