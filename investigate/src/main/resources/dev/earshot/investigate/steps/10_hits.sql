-- 10 Hits: what was asked for within the period.
--
-- In   lines   hit, ts, page, user_key, session_key, trace_key, client_key
--      params  from_ts, to_ts
-- Out  hits10  all of lines; visitor, by_session

--> hits10 view
SELECT l.hit, l.ts, l.page, l.user_key, l.session_key, l.trace_key, l.client_key,
       CASE WHEN l.session_key <> 0 THEN l.session_key ELSE l.client_key END AS visitor,
       CAST(CASE WHEN l.session_key <> 0 THEN 1 ELSE 0 END AS BIGINT) AS by_session
FROM lines l
WHERE l.ts >= (SELECT p.from_ts FROM params p)
  AND l.ts < (SELECT p.to_ts FROM params p)
