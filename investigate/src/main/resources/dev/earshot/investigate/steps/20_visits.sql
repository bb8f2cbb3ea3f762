-- 20 Visits: which hits belong together.
--
-- In   hits10   all
--      params   from_ts, gap
-- Out  cells20  visitor, cell, visit
--      hits20   all of hits10; visit

-- The hits without a session, by visitor and by cell of time. A cell is no longer than the gap, so nothing is cut within
-- one, and only cells have to be sorted. Cells count from the start of the period.
--> cells20
WITH cells AS (
  SELECT h.client_key AS visitor, h.ts - (h.ts - p.from_ts) % greatest(p.gap, 1) AS cell,
         min(h.ts) AS first_ts, max(h.ts) AS last_ts
  FROM hits10 h CROSS JOIN params p
  WHERE h.session_key = 0 AND h.client_key <> 0
  GROUP BY 1, 2
), followed AS (
  SELECT c.visitor, c.cell, c.first_ts,
         lag(c.last_ts) OVER (PARTITION BY c.visitor ORDER BY c.cell) AS before_ts
  FROM cells c
)
SELECT f.visitor, f.cell,
       max(CASE WHEN f.before_ts IS NULL OR f.first_ts - f.before_ts > p.gap THEN f.first_ts END)
         OVER (PARTITION BY f.visitor ORDER BY f.cell ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS visit
FROM followed f CROSS JOIN params p

--> hits20 view
SELECT h.hit, h.ts, h.page, h.user_key, h.session_key, h.trace_key, h.client_key, h.visitor, h.by_session,
       CASE WHEN h.session_key <> 0 THEN 0 WHEN h.client_key = 0 THEN h.hit ELSE c.visit END AS visit
FROM hits10 h CROSS JOIN params p
LEFT JOIN cells20 c
  ON c.visitor = CASE WHEN h.session_key = 0 THEN h.client_key END
 AND c.cell = h.ts - (h.ts - p.from_ts) % greatest(p.gap, 1)
