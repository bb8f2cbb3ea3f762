-- 40 Individuals: who the visitors were.
--
-- In   members         person, member_id, merged_into, since_ts, until_ts, state, country, updated
--      links           kind, link_key, from_ts, to_ts, person, certainty
--      hits20          all
--      told30          all
--      windows30       number, window_id
-- Out  repeated40      all of members: the one record that counts, of persons with several
--      records40       all of members: the one record that counts
--      merged40        person, canonical: persons that were merged into another
--      persons40       canonical; all of members
--      links40         kind, link_key, from_ts, to_ts, person (the canonical one), identity
--      named40         hit, ts, by_session, visitor, visit, person, identity
--      seen40          by_session, visitor, visit, person, identity, first_ts, last_ts, hits
--      visitors40      by_session, visitor, visit, person
--      resolved40      hit, window_id, person, identity
--      visits40        by_session, visitor, visit, number, hits, undetermined, first_ts, last_ts, first_hit, last_hit
--      unidentified40  by_session, visitor, visit, window_id, first_ts, last_ts, hits

--> repeated40
SELECT r.person, r.member_id, r.merged_into, r.since_ts, r.until_ts, r.state, r.country, r.updated
FROM (
  SELECT m.person, m.member_id, m.merged_into, m.since_ts, m.until_ts, m.state, m.country, m.updated,
         row_number() OVER (PARTITION BY m.person ORDER BY m.updated DESC, m.merged_into DESC, m.member_id DESC,
                            m.since_ts DESC, m.until_ts DESC, m.state DESC, m.country DESC) AS place
  FROM members m
  SEMI JOIN (SELECT n.person FROM members n GROUP BY n.person HAVING count(*) > 1) s ON s.person = m.person
) r
WHERE r.place = 1

--> records40 view
SELECT m.person, m.member_id, m.merged_into, m.since_ts, m.until_ts, m.state, m.country, m.updated
FROM members m ANTI JOIN repeated40 r ON r.person = m.person
UNION ALL
SELECT r.person, r.member_id, r.merged_into, r.since_ts, r.until_ts, r.state, r.country, r.updated
FROM repeated40 r

-- One hop, then two, four and eight. Who can't go further stays.
--> merged40
WITH one AS (
  SELECT r.person, r.merged_into AS next
  FROM records40 r
  SEMI JOIN members m ON m.person = r.merged_into
  WHERE r.merged_into <> 0
), two AS (
  SELECT a.person, coalesce(b.next, a.next) AS next FROM one a LEFT JOIN one b ON b.person = a.next
), four AS (
  SELECT a.person, coalesce(b.next, a.next) AS next FROM two a LEFT JOIN two b ON b.person = a.next
)
SELECT a.person, coalesce(b.next, a.next) AS canonical FROM four a LEFT JOIN four b ON b.person = a.next

--> persons40 view
SELECT coalesce(g.canonical, r.person) AS canonical,
       r.person, r.member_id, r.merged_into, r.since_ts, r.until_ts, r.state, r.country, r.updated
FROM records40 r LEFT JOIN merged40 g ON g.person = r.person

--> links40 view
SELECT l.kind, l.link_key, l.from_ts, l.to_ts, coalesce(g.canonical, l.person) AS person,
       CAST(CASE WHEN l.certainty = 'certain' AND l.kind <> 'client' THEN 2 ELSE 1 END AS BIGINT) AS identity
FROM links l LEFT JOIN merged40 g ON g.person = l.person
WHERE l.link_key <> 0

--> named40 view
SELECT n.hit, n.ts, n.by_session, n.visitor, n.visit, n.person, max(n.identity) AS identity
FROM (
  SELECT h.hit, h.ts, h.by_session, h.visitor, h.visit, l.person, l.identity
  FROM hits20 h JOIN links40 l ON l.link_key = h.user_key AND h.ts >= l.from_ts AND h.ts < l.to_ts
  WHERE l.kind = 'user' AND h.user_key <> 0
  UNION ALL
  SELECT h.hit, h.ts, h.by_session, h.visitor, h.visit, l.person, l.identity
  FROM hits20 h JOIN links40 l ON l.link_key = h.session_key AND h.ts >= l.from_ts AND h.ts < l.to_ts
  WHERE l.kind = 'session' AND h.session_key <> 0
  UNION ALL
  SELECT h.hit, h.ts, h.by_session, h.visitor, h.visit, l.person, l.identity
  FROM hits20 h JOIN links40 l ON l.link_key = h.trace_key AND h.ts >= l.from_ts AND h.ts < l.to_ts
  WHERE l.kind = 'trace' AND h.trace_key <> 0
  UNION ALL
  SELECT h.hit, h.ts, h.by_session, h.visitor, h.visit, l.person, l.identity
  FROM hits20 h JOIN links40 l ON l.link_key = h.client_key AND h.ts >= l.from_ts AND h.ts < l.to_ts
  WHERE l.kind = 'client' AND h.client_key <> 0
) n
GROUP BY n.hit, n.ts, n.by_session, n.visitor, n.visit, n.person

--> seen40 view
SELECT n.by_session, n.visitor, n.visit, n.person, max(n.identity) AS identity,
       min(n.ts) AS first_ts, max(n.ts) AS last_ts, count(*) AS hits
FROM named40 n
GROUP BY n.by_session, n.visitor, n.visit, n.person

-- Whom seen40 has, which is all that the steps need of it: no hit has to be told from the others for that. A session is
-- a visit, so that its links need only be asked whether there is a hit.
--> visitors40
SELECT DISTINCT n.by_session, n.visitor, n.visit, n.person
FROM (
  SELECT h.by_session, h.visitor, h.visit, l.person
  FROM hits20 h JOIN links40 l ON l.link_key = h.user_key AND h.ts >= l.from_ts AND h.ts < l.to_ts
  WHERE l.kind = 'user' AND h.user_key <> 0
  UNION ALL
  SELECT CAST(1 AS BIGINT) AS by_session, l.link_key AS visitor, CAST(0 AS BIGINT) AS visit, l.person
  FROM links40 l SEMI JOIN hits10 h ON h.session_key = l.link_key AND h.ts >= l.from_ts AND h.ts < l.to_ts
  WHERE l.kind = 'session'
  UNION ALL
  SELECT h.by_session, h.visitor, h.visit, l.person
  FROM hits20 h JOIN links40 l ON l.link_key = h.trace_key AND h.ts >= l.from_ts AND h.ts < l.to_ts
  WHERE l.kind = 'trace' AND h.trace_key <> 0
  UNION ALL
  SELECT h.by_session, h.visitor, h.visit, l.person
  FROM hits20 h JOIN links40 l ON l.link_key = h.client_key AND h.ts >= l.from_ts AND h.ts < l.to_ts
  WHERE l.kind = 'client' AND h.client_key <> 0
) n

--> resolved40 view
SELECT t.hit, w.window_id, n.person, n.identity
FROM told30 t
JOIN named40 n ON n.hit = t.hit
JOIN windows30 w ON w.number = t.number
UNION ALL
SELECT s.hit, w.window_id, s.person, CAST(1 AS BIGINT) AS identity
FROM (
  SELECT t.hit, t.number, v.person
  FROM told30 t
  JOIN visitors40 v ON v.by_session = t.by_session AND v.visitor = t.visitor AND v.visit = t.visit
) s
ANTI JOIN named40 n ON n.hit = s.hit AND n.person = s.person
JOIN windows30 w ON w.number = s.number

-- The hits of one time together first, so that each time has one first and one last hit.
--> visits40
SELECT s.by_session, s.visitor, s.visit, s.number, CAST(sum(s.hits) AS BIGINT) AS hits,
       CAST(sum(s.undetermined) AS BIGINT) AS undetermined,
       min(s.ts) AS first_ts, max(s.ts) AS last_ts,
       min_by(s.first_hit, s.ts) AS first_hit, max_by(s.last_hit, s.ts) AS last_hit
FROM (
  SELECT t.by_session, t.visitor, t.visit, t.number, t.ts, count(*) AS hits,
         count(CASE WHEN t.fired = 1 THEN 1 END) AS undetermined,
         min(t.hit) AS first_hit, max(t.hit) AS last_hit
  FROM told30 t
  GROUP BY t.by_session, t.visitor, t.visit, t.number, t.ts
) s
GROUP BY s.by_session, s.visitor, s.visit, s.number

-- A visit in which anything names anybody has no hit that is left over.
--> unidentified40
SELECT v.by_session, v.visitor, v.visit, w.window_id, v.first_ts, v.last_ts, v.hits
FROM visits40 v
ANTI JOIN visitors40 s ON s.by_session = v.by_session AND s.visitor = v.visitor AND s.visit = v.visit
JOIN windows30 w ON w.number = v.number
