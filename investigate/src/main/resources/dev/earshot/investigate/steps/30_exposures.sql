-- 30 Exposures: what was live on the pages that were asked for.
--
-- In   hits20       all
--      pages        page, method, host, path, query
--      windows      window_id, vendor, tracker, from_ts, to_ts, rule, certainty
-- Out  windows30    all of windows; number, rule_number: from 1, by window_id and by rule
--      pages30      all of pages
--      fired30      page, rule_number, fired
--      live30       page, window_id, fired
--      told30       all of hits20; number, fired
--      exposures30  all of hits20; window_id, fired

--> windows30
SELECT CAST(row_number() OVER (ORDER BY w.window_id) AS BIGINT) AS number,
       CAST(dense_rank() OVER (ORDER BY w.rule) AS BIGINT) AS rule_number,
       w.window_id, w.vendor, w.tracker, w.from_ts, w.to_ts, w.rule, w.certainty
FROM windows w

--> pages30
SELECT DISTINCT p.page, p.method, p.host, p.path, p.query
FROM pages p
SEMI JOIN (SELECT DISTINCT h.page FROM hits10 h) asked ON asked.page = p.page

-- An output of its own, so that no engine asks the rules once for each hit.
--> fired30
SELECT p.page, r.rule_number,
       CAST(page_rule(r.rule, p.method, p.host, p.path, p.query) AS BIGINT) AS fired
FROM pages30 p CROSS JOIN (SELECT DISTINCT w.rule_number, w.rule FROM windows30 w) r

--> live30 view
SELECT f.page, w.window_id, f.fired
FROM fired30 f JOIN windows30 w ON w.rule_number = f.rule_number
WHERE f.fired > 0

--> told30
SELECT h.hit, h.ts, h.page, h.user_key, h.session_key, h.trace_key, h.client_key, h.visitor, h.by_session, h.visit,
       l.number, l.fired
FROM hits20 h
JOIN (
  SELECT f.page, f.fired, w.number, w.from_ts, w.to_ts
  FROM fired30 f JOIN windows30 w ON w.rule_number = f.rule_number
  WHERE f.fired > 0
) l ON l.page = h.page AND h.ts >= l.from_ts AND h.ts < l.to_ts

--> exposures30 view
SELECT t.hit, t.ts, t.page, t.user_key, t.session_key, t.trace_key, t.client_key, t.visitor, t.by_session, t.visit,
       w.window_id, t.fired
FROM told30 t JOIN windows30 w ON w.number = t.number
