package dev.earshot.guard.gateway;

import io.netty.handler.codec.http.HttpResponseStatus;

/// Answers that the gateway gives itself.
final class Answers {
    private Answers() {}

    /// One without a body.
    static Head plain(int status) {
        Head head = new Head();
        head.status = status;
        head.reason = HttpResponseStatus.valueOf(status).reasonPhrase();
        if (status != 204 && status >= 200) {
            head.fields.add("Content-Length", "0");
        }
        return head;
    }
}
