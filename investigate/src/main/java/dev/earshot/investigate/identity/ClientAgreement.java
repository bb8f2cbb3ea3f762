package dev.earshot.investigate.identity;

/// How right address and user agent are about who somebody was, measured where something certain says it too. It is the
/// error that a report gives with every person whom nothing else names.
///
/// A visit counts where a certain link (user, session or trace) and a client link each name somebody in it: once they did
/// so, `visits`; where one of those whom the client named is among those who are certain, `agreed`; where the client
/// named nobody else besides, `alone`. Persons are the canonical ones, so a merged record is no disagreement.
///
/// A login that states its session, address and agent makes links of both kinds for one person, which agree. What `agreed`
/// and `alone` leave to be desired are the others behind the same address at the same time: that is the error sought.
public final class ClientAgreement {
    /// One row of `visits`, `agreed`, `alone`, over the tables `hits20`, `persons40` and `links`; unchanged on every
    /// engine.
    public static final String SQL = """
            WITH named AS (
              SELECT h.by_session, h.visitor, h.visit, l.person, 1 AS sure, 0 AS guessed
              FROM hits20 h JOIN links l ON l.link_key = h.user_key
              WHERE l.kind = 'user' AND l.certainty = 'certain' AND h.user_key <> 0
                AND l.from_ts <= h.ts AND h.ts < l.to_ts
              UNION ALL
              SELECT h.by_session, h.visitor, h.visit, l.person, 1 AS sure, 0 AS guessed
              FROM hits20 h JOIN links l ON l.link_key = h.session_key
              WHERE l.kind = 'session' AND l.certainty = 'certain' AND h.session_key <> 0
                AND l.from_ts <= h.ts AND h.ts < l.to_ts
              UNION ALL
              SELECT h.by_session, h.visitor, h.visit, l.person, 1 AS sure, 0 AS guessed
              FROM hits20 h JOIN links l ON l.link_key = h.trace_key
              WHERE l.kind = 'trace' AND l.certainty = 'certain' AND h.trace_key <> 0
                AND l.from_ts <= h.ts AND h.ts < l.to_ts
              UNION ALL
              SELECT h.by_session, h.visitor, h.visit, l.person, 0 AS sure, 1 AS guessed
              FROM hits20 h JOIN links l ON l.link_key = h.client_key
              WHERE l.kind = 'client' AND h.client_key <> 0
                AND l.from_ts <= h.ts AND h.ts < l.to_ts
            ),
            persons AS (
              SELECT n.by_session, n.visitor, n.visit, coalesce(p.canonical, n.person) AS person,
                max(n.sure) AS sure, max(n.guessed) AS guessed
              FROM named n LEFT JOIN persons40 p ON p.person = n.person
              GROUP BY n.by_session, n.visitor, n.visit, coalesce(p.canonical, n.person)
            ),
            visits AS (
              SELECT by_session, visitor, visit, sum(sure) AS sure, sum(guessed) AS guessed, sum(sure * guessed) AS shared
              FROM persons
              GROUP BY by_session, visitor, visit
            )
            SELECT CAST(count(*) AS BIGINT) AS visits,
              CAST(coalesce(sum(CASE WHEN shared > 0 THEN 1 ELSE 0 END), 0) AS BIGINT) AS agreed,
              CAST(coalesce(sum(CASE WHEN shared = guessed THEN 1 ELSE 0 END), 0) AS BIGINT) AS alone
            FROM visits
            WHERE sure > 0 AND guessed > 0
            """;

    private ClientAgreement() {}
}
