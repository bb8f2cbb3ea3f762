package dev.earshot.guard.gateway;

import dev.earshot.guard.collect.Collector;
import io.netty.buffer.Unpooled;
import java.util.Optional;

/// What the gateway serves itself, below [GatewaySettings#OWN_FOLDER]: the browser guard, and the place for reports.
final class OwnPaths {
    /// Below it lie the browser guard's files.
    static final String GUARD_FOLDER = GatewaySettings.OWN_FOLDER + "guard/";

    private static final int MOST_OF_A_REPORT = 256 * 1024;

    private OwnPaths() {}

    static boolean isOwn(String target) {
        return target.startsWith(GatewaySettings.OWN_FOLDER);
    }

    static Exchange open(Front front, Plan plan, Head request, boolean hasBody) {
        String target = request.target;
        int query = target.indexOf('?');
        String path = query < 0 ? target : target.substring(0, query);
        if (path.equals(plan.settings().reportPath())) {
            return report(front, plan.settings(), request, hasBody);
        }
        if (path.startsWith(GUARD_FOLDER)) {
            return guard(front, plan.guard(path.substring(GUARD_FOLDER.length())), request);
        }
        return Told.with(front, 404);
    }

    private static Exchange report(Front front, GatewaySettings settings, Head request, boolean hasBody) {
        if (!request.method.equals("POST")) {
            Head answer = Answers.plain(405);
            answer.fields.add("Allow", "POST");
            return Told.with(front, answer);
        }
        int type = request.fields.find(Name.CONTENT_TYPE);
        String contentType = type < 0 ? "" : request.fields.value(type);
        return Gathered.of(front, hasBody, MOST_OF_A_REPORT, body -> {
            Counts counts = front.loop().gateway().counts();
            Collector.Outcome outcome;
            try {
                outcome = settings.collector()
                        .take(
                                front.clientAddress(),
                                contentType,
                                body,
                                settings.clock().instant());
            } catch (RuntimeException cantBeKept) {
                counts.lostReports.increment();
                return Answers.plain(503);
            }
            counts.reports(outcome);
            return Answers.plain(
                    switch (outcome) {
                        case TAKEN -> 204;
                        case TOO_MANY -> 429;
                        case NOT_A_REPORT -> 400;
                        case TOO_BIG -> 413;
                    });
        });
    }

    private static Exchange guard(Front front, Optional<GuardFile> file, Head request) {
        boolean head = request.method.equals("HEAD");
        if (file.isEmpty()) {
            return Told.with(front, 404);
        }
        if (!head && !request.method.equals("GET")) {
            Head answer = Answers.plain(405);
            answer.fields.add("Allow", "GET, HEAD");
            return Told.with(front, answer);
        }
        boolean gzip = Accepted.gzip(request.fields);
        byte[] body = gzip ? file.get().gzip() : file.get().plain();
        Head answer = new Head();
        answer.status = 200;
        answer.reason = "OK";
        answer.fields.add("Content-Type", "text/javascript; charset=utf-8");
        answer.fields.add("Content-Length", String.valueOf(body.length));
        if (gzip) {
            answer.fields.add("Content-Encoding", "gzip");
        }
        answer.fields.add("Vary", "Accept-Encoding");
        answer.fields.add("Cache-Control", "public, max-age=31536000, immutable");
        answer.fields.add("X-Content-Type-Options", "nosniff");
        // Opened as a document it would be a window of the site's without a policy.
        answer.fields.add("Content-Security-Policy", "sandbox");
        front.answer(answer, !head);
        if (!head) {
            front.body(Unpooled.wrappedBuffer(body));
            front.end(new Fields());
        }
        return Told.already();
    }
}
