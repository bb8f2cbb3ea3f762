-- 50 Affected: who was exposed to whom, and what of.
--
-- In   members, repeated40, merged40, links40, visitors40, visits40, told30, windows30: as above
--      carried        window_id, element
--      gaps           from_ts, to_ts
-- Out  named50        person, number, ts, hit, certain
--      sure50         person, number, named_hits, certain_hits, first_ts, last_ts, first_hit, last_hit
--      told50         person, number, certain_hits, possible_hits, first_ts, last_ts, first_hit, last_hit,
--                     by_identity, by_trigger, by_window: 1 where that stands in the way of a hit
--      exposures50    person, vendor, tracker, element, window_id, certain_hits, possible_hits, first_ts, last_ts,
--                     first_hit, last_hit, certainty, doubts
--      facts50        person, visits, certain, possible, first_ts, last_ts, vendors, elements, by_identity, by_trigger,
--                     by_window
--      noted50        place: plain, repeated, unlisted or gone (merged into another); all of facts50
--      missed50       since_ts, until_ts: the memberships during which logs are missing
--      individuals50  person, member_id, state, country, listed, status, reasons, first_ts, last_ts, vendors, elements,
--                     visits
--      totals50       status, dimension, value, individuals

-- The exposures of hits that a certain link names: one row for each hit, window and person.
--> named50
SELECT DISTINCT n.person, n.number, n.ts, n.hit,
       CAST(CASE WHEN n.fired = 2 AND w.certainty = 'certain' THEN 1 ELSE 0 END AS BIGINT) AS certain
FROM (
  SELECT l.person, t.number, t.ts, t.hit, t.fired
  FROM told30 t JOIN links40 l ON l.link_key = t.user_key AND t.ts >= l.from_ts AND t.ts < l.to_ts
  WHERE l.kind = 'user' AND l.identity = 2 AND t.user_key <> 0
  UNION ALL
  SELECT l.person, t.number, t.ts, t.hit, t.fired
  FROM told30 t JOIN links40 l ON l.link_key = t.session_key AND t.ts >= l.from_ts AND t.ts < l.to_ts
  WHERE l.kind = 'session' AND l.identity = 2 AND t.session_key <> 0
  UNION ALL
  SELECT l.person, t.number, t.ts, t.hit, t.fired
  FROM told30 t JOIN links40 l ON l.link_key = t.trace_key AND t.ts >= l.from_ts AND t.ts < l.to_ts
  WHERE l.kind = 'trace' AND l.identity = 2 AND t.trace_key <> 0
) n
JOIN windows30 w ON w.number = n.number

-- The hits of one time together first, as in visits40.
--> sure50
SELECT s.person, s.number, CAST(sum(s.hits) AS BIGINT) AS named_hits, CAST(sum(s.certain_hits) AS BIGINT) AS certain_hits,
       coalesce(min(CASE WHEN s.certain_hits > 0 THEN s.ts END), 0) AS first_ts,
       coalesce(max(CASE WHEN s.certain_hits > 0 THEN s.ts END), 0) AS last_ts,
       coalesce(min_by(s.first_hit, s.ts) FILTER (WHERE s.certain_hits > 0), 0) AS first_hit,
       coalesce(max_by(s.last_hit, s.ts) FILTER (WHERE s.certain_hits > 0), 0) AS last_hit
FROM (
  SELECT n.person, n.number, n.ts, count(*) AS hits, count(CASE WHEN n.certain = 1 THEN 1 END) AS certain_hits,
         min(CASE WHEN n.certain = 1 THEN n.hit END) AS first_hit, max(CASE WHEN n.certain = 1 THEN n.hit END) AS last_hit
  FROM named50 n
  GROUP BY n.person, n.number, n.ts
) s
GROUP BY s.person, s.number

-- Whoever is seen in a visit has all of its hits: those that name the person, and the others as probable.
--> told50
SELECT a.person, a.number,
       coalesce(c.certain_hits, 0) AS certain_hits, a.hits - coalesce(c.certain_hits, 0) AS possible_hits,
       CASE WHEN c.certain_hits > 0 THEN c.first_ts ELSE a.first_ts END AS first_ts,
       CASE WHEN c.certain_hits > 0 THEN c.last_ts ELSE a.last_ts END AS last_ts,
       CASE WHEN c.certain_hits > 0 THEN c.first_hit ELSE a.first_hit END AS first_hit,
       CASE WHEN c.certain_hits > 0 THEN c.last_hit ELSE a.last_hit END AS last_hit,
       CAST(CASE WHEN c.certain_hits > 0 OR c.named_hits = a.hits THEN 0 ELSE 1 END AS BIGINT) AS by_identity,
       CAST(CASE WHEN c.certain_hits > 0 OR a.undetermined = 0 THEN 0 ELSE 1 END AS BIGINT) AS by_trigger,
       CAST(CASE WHEN c.certain_hits > 0 OR w.certainty = 'certain' THEN 0 ELSE 1 END AS BIGINT) AS by_window
FROM (
  SELECT b.person, b.number, CAST(sum(b.hits) AS BIGINT) AS hits, CAST(sum(b.undetermined) AS BIGINT) AS undetermined,
         min(b.first_ts) AS first_ts, max(b.last_ts) AS last_ts,
         min(CASE WHEN b.first_ts = b.earliest THEN b.first_hit END) AS first_hit,
         max(CASE WHEN b.last_ts = b.latest THEN b.last_hit END) AS last_hit
  FROM (
    SELECT s.person, v.number, v.hits, v.undetermined, v.first_ts, v.last_ts, v.first_hit, v.last_hit,
           min(v.first_ts) OVER (PARTITION BY s.person, v.number) AS earliest,
           max(v.last_ts) OVER (PARTITION BY s.person, v.number) AS latest
    FROM visitors40 s
    JOIN visits40 v ON v.by_session = s.by_session AND v.visitor = s.visitor AND v.visit = s.visit
  ) b
  GROUP BY b.person, b.number
) a
JOIN windows30 w ON w.number = a.number
LEFT JOIN sure50 c ON c.person = a.person AND c.number = a.number

--> exposures50
SELECT t.person, w.vendor, w.tracker, c.element, w.window_id, t.certain_hits, t.possible_hits, t.first_ts, t.last_ts,
       t.first_hit, t.last_hit,
       CASE WHEN t.certain_hits > 0 THEN 'certain' ELSE 'possible' END AS certainty,
       concat_ws(',', CASE WHEN t.by_identity = 1 THEN 'identity' END, CASE WHEN t.by_trigger = 1 THEN 'trigger' END,
                 CASE WHEN t.by_window = 1 THEN 'window' END) AS doubts
FROM told50 t
JOIN windows30 w ON w.number = t.number
JOIN (SELECT DISTINCT d.window_id, d.element FROM carried d) c ON c.window_id = w.window_id

--> facts50
WITH told AS (
  SELECT t.person, w.vendor, c.element, t.first_ts, t.last_ts, t.by_identity, t.by_trigger, t.by_window,
         CASE WHEN t.certain_hits > 0 THEN 1 ELSE 0 END AS certain
  FROM told50 t
  JOIN windows30 w ON w.number = t.number
  JOIN (SELECT DISTINCT d.window_id, d.element FROM carried d) c ON c.window_id = w.window_id
), best AS (
  SELECT b.person, max(b.certain) AS certain FROM told b GROUP BY b.person
), exposed AS (
  SELECT t.person, max(t.certain) AS certain, min(t.first_ts) AS first_ts, max(t.last_ts) AS last_ts,
         count(DISTINCT t.vendor) AS vendors, count(DISTINCT t.element) AS elements,
         max(t.by_identity) AS by_identity, max(t.by_trigger) AS by_trigger, max(t.by_window) AS by_window
  FROM told t JOIN best b ON b.person = t.person AND b.certain = t.certain
  GROUP BY t.person
), visited AS (
  SELECT s.person, count(*) AS visits FROM visitors40 s GROUP BY s.person
)
SELECT v.person, v.visits,
       CAST(coalesce(e.certain, 0) AS BIGINT) AS certain,
       CAST(CASE WHEN e.certain = 0 THEN 1 ELSE 0 END AS BIGINT) AS possible,
       coalesce(e.first_ts, 0) AS first_ts, coalesce(e.last_ts, 0) AS last_ts,
       coalesce(e.vendors, 0) AS vendors, coalesce(e.elements, 0) AS elements,
       CAST(coalesce(e.by_identity, 0) AS BIGINT) AS by_identity,
       CAST(coalesce(e.by_trigger, 0) AS BIGINT) AS by_trigger,
       CAST(coalesce(e.by_window, 0) AS BIGINT) AS by_window
FROM visited v LEFT JOIN exposed e ON e.person = v.person

-- Members are many, and next to all of them are plain: one record, not merged, nothing known. What is to be said of
-- the others is put together first, so that the many are gone over once, beside a table of few.
--> noted50
WITH apart AS (
  SELECT r.person, 1 AS repeated, 0 AS gone, 0 AS unlisted FROM repeated40 r
  UNION ALL
  SELECT g.person, 0 AS repeated, 1 AS gone, 0 AS unlisted FROM merged40 g ANTI JOIN merged40 c ON c.canonical = g.person
  UNION ALL
  SELECT f.person, 0 AS repeated, 0 AS gone, 1 AS unlisted FROM facts50 f ANTI JOIN members m ON m.person = f.person
), places AS (
  SELECT a.person, max(a.repeated) AS repeated, max(a.gone) AS gone, max(a.unlisted) AS unlisted
  FROM apart a GROUP BY a.person
)
SELECT coalesce(f.person, p.person) AS person,
       CASE WHEN p.gone = 1 THEN 'gone' WHEN p.repeated = 1 THEN 'repeated' WHEN p.unlisted = 1 THEN 'unlisted'
            ELSE 'plain' END AS place,
       coalesce(f.visits, 0) AS visits, coalesce(f.certain, 0) AS certain, coalesce(f.possible, 0) AS possible,
       coalesce(f.first_ts, 0) AS first_ts, coalesce(f.last_ts, 0) AS last_ts, coalesce(f.vendors, 0) AS vendors,
       coalesce(f.elements, 0) AS elements, coalesce(f.by_identity, 0) AS by_identity,
       coalesce(f.by_trigger, 0) AS by_trigger, coalesce(f.by_window, 0) AS by_window
FROM facts50 f FULL OUTER JOIN places p ON p.person = f.person

-- Who is not listed may have been a member at any time.
--> missed50
SELECT m.since_ts, m.until_ts
FROM (
  SELECT n.since_ts, n.until_ts FROM members n
  UNION
  SELECT -9223372036854775807 - 1 AS since_ts, 9223372036854775807 AS until_ts
) m
WHERE EXISTS (
  SELECT 1
  FROM gaps g
  WHERE g.from_ts < m.until_ts AND m.since_ts < g.to_ts
    AND EXISTS (SELECT 1 FROM windows30 w WHERE g.from_ts < w.to_ts AND w.from_ts < g.to_ts)
)

--> individuals50
SELECT i.person, i.member_id, i.state, i.country, i.listed, i.status,
       CASE i.status
         WHEN 'exposed' THEN 'certain-exposure'
         WHEN 'cannot-tell' THEN concat_ws(',',
           CASE WHEN i.possible = 1 AND i.by_identity = 1 THEN 'possible-exposure:identity' END,
           CASE WHEN i.possible = 1 AND i.by_trigger = 1 THEN 'possible-exposure:trigger' END,
           CASE WHEN i.possible = 1 AND i.by_window = 1 THEN 'possible-exposure:window' END,
           CASE WHEN i.missed = 1 THEN 'logs-missing' END)
         ELSE CASE WHEN i.visits = 0 THEN 'no-visit' ELSE 'visited-nothing-told' END
       END AS reasons,
       i.first_ts, i.last_ts, i.vendors, i.elements, i.visits
FROM (
  SELECT m.person, m.member_id, m.state, m.country, m.listed,
         CASE WHEN m.certain = 1 THEN 'exposed'
              WHEN m.possible = 1 OR x.since_ts IS NOT NULL THEN 'cannot-tell'
              ELSE 'not-exposed' END AS status,
         m.possible, CASE WHEN x.since_ts IS NULL THEN 0 ELSE 1 END AS missed, m.by_identity, m.by_trigger, m.by_window,
         m.first_ts, m.last_ts, m.vendors, m.elements, m.visits
  FROM (
    SELECT n.person, n.member_id, n.state, n.country, CAST(1 AS BIGINT) AS listed, n.since_ts, n.until_ts,
           coalesce(f.visits, 0) AS visits, coalesce(f.certain, 0) AS certain, coalesce(f.possible, 0) AS possible,
           coalesce(f.first_ts, 0) AS first_ts, coalesce(f.last_ts, 0) AS last_ts,
           coalesce(f.vendors, 0) AS vendors, coalesce(f.elements, 0) AS elements,
           coalesce(f.by_identity, 0) AS by_identity, coalesce(f.by_trigger, 0) AS by_trigger,
           coalesce(f.by_window, 0) AS by_window
    FROM members n LEFT JOIN noted50 f ON f.person = n.person
    WHERE coalesce(f.place, 'plain') = 'plain'
    UNION ALL
    SELECT f.person, coalesce(r.member_id, '') AS member_id, coalesce(r.state, '') AS state,
           coalesce(r.country, '') AS country,
           CAST(CASE WHEN f.place = 'unlisted' THEN 0 ELSE 1 END AS BIGINT) AS listed,
           CASE WHEN f.place = 'unlisted' THEN -9223372036854775807 - 1 ELSE r.since_ts END AS since_ts,
           CASE WHEN f.place = 'unlisted' THEN 9223372036854775807 ELSE r.until_ts END AS until_ts,
           f.visits, f.certain, f.possible, f.first_ts, f.last_ts, f.vendors, f.elements,
           f.by_identity, f.by_trigger, f.by_window
    FROM noted50 f LEFT JOIN repeated40 r ON r.person = f.person
    WHERE f.place = 'repeated' OR f.place = 'unlisted'
  ) m
  LEFT JOIN missed50 x ON x.since_ts = m.since_ts AND x.until_ts = m.until_ts
) i

--> totals50
WITH placed AS (
  SELECT i.status, i.state, i.country, count(*) AS individuals
  FROM individuals50 i
  GROUP BY i.status, i.state, i.country
), told AS (
  SELECT DISTINCT CASE WHEN f.certain = 1 THEN 'exposed' ELSE 'cannot-tell' END AS status, e.person, e.vendor, e.element
  FROM exposures50 e
  JOIN facts50 f ON f.person = e.person
  WHERE f.certain = 0 OR e.certainty = 'certain'
)
SELECT p.status, 'all' AS dimension, '' AS value, CAST(sum(p.individuals) AS BIGINT) AS individuals
FROM placed p GROUP BY p.status
UNION ALL
SELECT p.status, 'state' AS dimension, p.state AS value, CAST(sum(p.individuals) AS BIGINT) AS individuals
FROM placed p GROUP BY p.status, p.state
UNION ALL
SELECT p.status, 'country' AS dimension, p.country AS value, CAST(sum(p.individuals) AS BIGINT) AS individuals
FROM placed p GROUP BY p.status, p.country
UNION ALL
SELECT t.status, 'vendor' AS dimension, t.vendor AS value, count(DISTINCT t.person) AS individuals
FROM told t GROUP BY t.status, t.vendor
UNION ALL
SELECT t.status, 'element' AS dimension, t.element AS value, count(DISTINCT t.person) AS individuals
FROM told t GROUP BY t.status, t.element
UNION ALL
SELECT t.status, 'vendor-element' AS dimension, t.vendor || ' | ' || t.element AS value, count(*) AS individuals
FROM told t GROUP BY t.status, t.vendor, t.element
