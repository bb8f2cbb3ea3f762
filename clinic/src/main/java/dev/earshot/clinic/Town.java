package dev.earshot.clinic;

import dev.earshot.exchange.Header;
import java.util.ArrayList;
import java.util.List;

/// All hosts that exist: finds the one a request is for, and adds what any well-set-up server does.
final class Town {
    private final PublicSite publicSite = new PublicSite();
    private final Portal portal;
    private final ThirdParties thirdParties = new ThirdParties();

    /// @param careless whether the portal replays everything typed
    Town(boolean careless) {
        portal = new Portal(careless);
    }

    Reply answer(Inquiry inquiry) {
        if (inquiry.method().equals("OPTIONS")
                && inquiry.header("Access-Control-Request-Method").isPresent()) {
            return permitted(Reply.empty(), inquiry);
        }
        Reply reply = switch (inquiry.host()) {
            case Hosts.WWW, "clinic.example", Hosts.IMAGES, "127.0.0.1", "localhost" -> publicSite.answer(inquiry);
            case Hosts.PORTAL -> portal.answer(inquiry);
            default -> thirdParties.answer(inquiry);
        };
        return permitted(reply, inquiry);
    }

    /// Lets scripts of any page read the answer, with cookies, as trackers' endpoints do.
    private static Reply permitted(Reply reply, Inquiry inquiry) {
        List<Header> permission = new ArrayList<>();
        inquiry.header("Origin").ifPresent(origin -> {
            permission.add(new Header("Access-Control-Allow-Origin", origin));
            permission.add(new Header("Access-Control-Allow-Credentials", "true"));
            inquiry.header("Access-Control-Request-Method")
                    .ifPresent(method -> permission.add(new Header("Access-Control-Allow-Methods", method)));
            inquiry.header("Access-Control-Request-Headers")
                    .ifPresent(names -> permission.add(new Header("Access-Control-Allow-Headers", names)));
        });
        return switch (reply) {
            case Reply.Full full -> {
                permission.addAll(full.headers());
                yield new Reply.Full(full.status(), permission, full.content());
            }
            case Reply.Streamed streamed -> {
                permission.addAll(streamed.headers());
                yield new Reply.Streamed(permission, streamed.script());
            }
            case Reply.Silence silence -> silence;
        };
    }
}
