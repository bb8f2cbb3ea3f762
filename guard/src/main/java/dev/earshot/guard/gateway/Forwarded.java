package dev.earshot.guard.gateway;

import dev.earshot.guard.gateway.GatewaySettings.Forwarding;

/// What the site's own server is told of the client.
final class Forwarded {
    private Forwarded() {}

    static void set(Forwarding forwarding, Front front, Fields fields) {
        switch (forwarding) {
            case SET -> {
                fields.remove(Name.X_FORWARDED_FOR);
                fields.remove(Name.X_FORWARDED_PROTO);
                fields.remove(Name.X_FORWARDED_HOST);
                fields.remove(Name.FORWARDED);
                add(front, fields);
            }
            case APPEND -> add(front, fields);
            case PASS -> {}
        }
    }

    private static void add(Front front, Fields fields) {
        fields.add("X-Forwarded-For", front.clientAddress());
        fields.add("X-Forwarded-Proto", front.secure() ? "https" : "http");
        fields.add("X-Forwarded-Host", fields.value(fields.find(Name.HOST)));
    }
}
