package dev.earshot.clinic.logs;

import java.time.Instant;
import java.util.Optional;

/// One line of a log before it is written.
///
/// @param target path and query
/// @param host the site's own but for a few
/// @param user, session, trace empty where there is none
/// @param aside why an investigation does not use the line
/// @param verbatim the line as it stands, where it is not a request at all
record Entry(
        Site site,
        Instant at,
        String method,
        String host,
        String target,
        int status,
        Client client,
        String user,
        String session,
        String trace,
        Optional<Aside> aside,
        Optional<String> verbatim) {

    static Entry get(Site site, Instant at, String target, Client client) {
        return new Entry(
                site, at, "GET", site.host(), target, 200, client, "", "", "", Optional.empty(), Optional.empty());
    }

    static Entry verbatim(Site site, Instant at, String line, Aside aside) {
        return new Entry(
                site,
                at,
                "",
                site.host(),
                "",
                0,
                new Client("", ""),
                "",
                "",
                "",
                Optional.of(aside),
                Optional.of(line));
    }

    Entry by(String newUser, String newSession, String newTrace) {
        return new Entry(
                site, at, method, host, target, status, client, newUser, newSession, newTrace, aside, verbatim);
    }

    Entry method(String newMethod) {
        return new Entry(site, at, newMethod, host, target, status, client, user, session, trace, aside, verbatim);
    }

    Entry host(String newHost) {
        return new Entry(site, at, method, newHost, target, status, client, user, session, trace, aside, verbatim);
    }

    Entry status(int newStatus) {
        return new Entry(site, at, method, host, target, newStatus, client, user, session, trace, aside, verbatim);
    }

    Entry aside(Aside reason) {
        return new Entry(
                site, at, method, host, target, status, client, user, session, trace, Optional.of(reason), verbatim);
    }

    String path() {
        int query = target.indexOf('?');
        return query < 0 ? target : target.substring(0, query);
    }

    String query() {
        int query = target.indexOf('?');
        return query < 0 ? "" : target.substring(query + 1);
    }
}
