-- The plan: a notice for each individual who is told. In the SQL of DuckDB. ${...} are constants, and lists that the
-- settings and the inputs give.
--
-- In   individuals, exposures, directory    of the investigation
--      pairs          vendor, element, and a bit for each vendor (in v0, v1, ...) and each element (e0, ...)
--      languages      written, language (empty: the default one), faults
--      preferences    written, channel: email, print, portal or unknown
--      places         state, country, jurisdiction, adult: who was born after that day is a minor
--      suppressions   person, reason
-- Out  merged10       person, canonical: persons that were merged into another
--      kept10         person, reason: not to be told
--      known10        person, certain, bits of what is known to have been told, c_... of what is certain
--      told10         person, status, first_ts, last_ts, suppressed, faults, bits of vendors and elements
--      several10      person: those with more than one record
--      joined10       their records, made one
--      listed10       a row for each person of the directory
--      read20         told10 with listed10, cleaned
--      known20        the same with what texts stand for: dates, languages, channels, jurisdictions
--      judged20       the same with what is so: dead, minor, whether there is an address
--      written20      the same with role and addressee
--      rows30         a row for each notice: its columns but id and lead; bits of faults; household, empty where none
--      before40       country, state, postal_code, before: how many notices come before the first of that place
--      ids40          id, person
--      leads40        person, lead: those whom one letter tells of
--      notices50      the notices, in order: the columns of the table of that name
--      faults50       id, person, faults: their ids, joined by line feeds; bits: the same
--      suppressed50   person, reason, status, state, country

-- Who was merged into whom in the end: one hop, then two, four and eight.
--> merged10
WITH one AS (
  SELECT d.person, min(d.merged_into) AS next
  FROM directory d
  WHERE d.merged_into <> 0 AND d.merged_into <> d.person
  GROUP BY d.person
), two AS (
  SELECT a.person, coalesce(b.next, a.next) AS next FROM one a LEFT JOIN one b ON b.person = a.next
), four AS (
  SELECT a.person, coalesce(b.next, a.next) AS next FROM two a LEFT JOIN two b ON b.person = a.next
)
SELECT a.person, coalesce(b.next, a.next) AS canonical FROM four a LEFT JOIN four b ON b.person = a.next

--> kept10 view
SELECT coalesce(m.canonical, s.person) AS person, min(s.reason) AS reason
FROM suppressions s LEFT JOIN merged10 m ON m.person = s.person
GROUP BY coalesce(m.canonical, s.person)

--> known10 view
SELECT e.person,
       max(CASE WHEN e.certainty = 'certain' THEN 1 ELSE 0 END) AS certain, ${masks_of_exposures}
FROM exposures e
JOIN pairs p ON p.vendor = e.vendor AND p.element = e.element
GROUP BY e.person

--> told10
SELECT i.person, i.status, i.first_ts, i.last_ts,
       CAST(CASE WHEN k.person IS NULL THEN 0 ELSE 1 END AS BIGINT) AS suppressed,
       CAST(CASE WHEN x.person IS NULL THEN ${NO_EXPOSURE_KNOWN} ELSE 0 END AS BIGINT) AS faults, ${masks_or_all}
FROM individuals i
LEFT JOIN known10 x ON x.person = i.person
LEFT JOIN kept10 k ON k.person = i.person
WHERE i.status IN (${statuses})

-- Persons with more than one record, those merged into them counted.
--> several10
SELECT s.person FROM (SELECT d.person FROM directory d GROUP BY d.person HAVING count(*) > 1) s
UNION
SELECT m.canonical AS person FROM merged10 m

-- Of each part of a record the newest that says anything; an own record before one that was merged into it. The parts of
-- an address stay together.
--> joined10
WITH records AS (
  SELECT d.person AS own, d.* EXCLUDE (person), 1 AS itself, d.person AS person
  FROM directory d SEMI JOIN several10 s ON s.person = d.person
  UNION ALL
  SELECT d.person AS own, d.* EXCLUDE (person), 0 AS itself, m.canonical AS person
  FROM directory d JOIN merged10 m ON m.person = d.person
  WHERE m.canonical <> d.person
), numbered AS (
  SELECT r.*, row_number() OVER (PARTITION BY r.person ORDER BY r.itself, r.updated, r.merged_into, r.member_id, r.own,
    r.name, r.street, r.city, r.postal_code, r.state, r.country, r.email, r.phone, r.language, r.birth_date, r.deceased,
    r.guardian, r.channel) AS place
  FROM records r
)
SELECT n.person, max_by(n.member_id, n.place) AS member_id,
       max_by(n.name, n.place) FILTER (WHERE n.name <> '') AS name,
       max_by(n.street, n.place) FILTER (WHERE n.street <> '') AS street,
       CASE WHEN max(n.street) = '' THEN max_by(n.city, n.place)
            ELSE max_by(n.city, n.place) FILTER (WHERE n.street <> '') END AS city,
       CASE WHEN max(n.street) = '' THEN max_by(n.postal_code, n.place)
            ELSE max_by(n.postal_code, n.place) FILTER (WHERE n.street <> '') END AS postal_code,
       CASE WHEN max(n.street) = '' THEN max_by(n.state, n.place)
            ELSE max_by(n.state, n.place) FILTER (WHERE n.street <> '') END AS state,
       CASE WHEN max(n.street) = '' THEN max_by(n.country, n.place)
            ELSE max_by(n.country, n.place) FILTER (WHERE n.street <> '') END AS country,
       max_by(n.email, n.place) FILTER (WHERE n.email <> '') AS email,
       max_by(n.language, n.place) FILTER (WHERE n.language <> '') AS language,
       max_by(n.birth_date, n.place) FILTER (WHERE n.birth_date <> '') AS birth_date,
       max_by(n.deceased, n.place) FILTER (WHERE n.deceased <> '') AS deceased,
       max_by(n.guardian, n.place) FILTER (WHERE n.guardian <> '') AS guardian,
       max_by(n.channel, n.place) AS channel
FROM numbered n
GROUP BY n.person

--> listed10 view
SELECT d.person, d.member_id, d.name, d.street, d.city, d.postal_code, d.state, d.country, d.email, d.language,
       d.birth_date, d.deceased, d.guardian, d.channel, 0 AS repeated
FROM directory d ANTI JOIN several10 s ON s.person = d.person
UNION ALL
SELECT j.person, j.member_id, coalesce(j.name, ''), coalesce(j.street, ''), j.city, j.postal_code, j.state, j.country,
       coalesce(j.email, ''), coalesce(j.language, ''), coalesce(j.birth_date, ''), coalesce(j.deceased, ''),
       coalesce(j.guardian, ''), j.channel, 1 AS repeated
FROM joined10 j

-- Who is not listed has empty texts. Control and direction characters go, but for the ends of a street's lines.
--> read20 view
SELECT r.* EXCLUDE (name, street, city, postal_code, email, guardian),
       ${clean name}, ${clean city}, ${clean postal_code}, ${clean email}, ${clean guardian},
       CASE WHEN r.dirty OR contains(r.street, chr(10))
            THEN trim(regexp_replace(regexp_replace(replace(r.street, chr(13), chr(10)), '${controls}+', ' ', 'g'),
                                     ' *\n[ \n]*', chr(10), 'g'), ' ' || chr(10))
            ELSE trim(r.street) END AS street
FROM (
  SELECT t.person, t.status, t.first_ts, t.last_ts, t.faults, ${masks},
         CASE WHEN d.person IS NULL THEN 0 ELSE 1 END AS listed, coalesce(d.repeated, 0) AS repeated,
         coalesce(d.member_id, '') AS member_id, coalesce(d.name, '') AS name, coalesce(d.street, '') AS street,
         coalesce(d.city, '') AS city, coalesce(d.postal_code, '') AS postal_code, coalesce(d.state, '') AS state,
         coalesce(d.country, '') AS country, coalesce(d.email, '') AS email, coalesce(d.language, '') AS language,
         coalesce(d.birth_date, '') AS birth_date, coalesce(d.deceased, '') AS deceased,
         coalesce(d.guardian, '') AS guardian, coalesce(d.channel, '') AS channel,
         regexp_matches(concat(d.name, d.city, d.postal_code, d.email, d.guardian), '\n|${controls}')
           OR regexp_matches(coalesce(d.street, ''), '${controls}') AS dirty
  FROM told10 t LEFT JOIN listed10 d ON d.person = t.person
  WHERE t.suppressed = 0
) r

-- Dates that are of a month or year alone stand for its first day. What is none is empty.
--> known20 view
SELECT r.* EXCLUDE (language, channel, name, guardian, postal_code),
       CASE WHEN upper(r.name) IN (${no_name}) THEN '' ELSE left(r.name, ${LONGEST_NAME}) END AS name,
       CASE WHEN upper(r.guardian) IN (${no_name}) THEN '' ELSE left(r.guardian, ${LONGEST_NAME}) END AS guardian,
       length(r.name) > ${LONGEST_NAME} OR length(r.guardian) > ${LONGEST_NAME} AS long_name,
       coalesce(p.jurisdiction, '') AS jurisdiction, coalesce(p.adult, '${adult}') AS adult,
       CASE WHEN r.language = '' THEN '${language}' ELSE coalesce(l.language, '${language}') END AS language,
       CASE WHEN trim(r.language) = '' THEN 0 ELSE coalesce(l.faults, ${LANGUAGE_UNKNOWN}) END AS language_fault,
       CASE WHEN trim(r.channel) = '' THEN '' ELSE coalesce(c.channel, 'unknown') END AS preferred,
       CASE WHEN length(r.birth_date) = 10 AND CAST(try_cast(r.birth_date AS DATE) AS VARCHAR) = r.birth_date
              THEN r.birth_date
            WHEN regexp_full_match(r.birth_date, '[0-9]{4}(-(0[1-9]|1[0-2]))?') THEN left(r.birth_date || '-01-01', 10)
            ELSE '' END AS born,
       CASE WHEN r.deceased IN ('', 'yes') THEN r.deceased
            WHEN length(r.deceased) = 10 AND CAST(try_cast(r.deceased AS DATE) AS VARCHAR) = r.deceased THEN r.deceased
            WHEN regexp_full_match(r.deceased, '[0-9]{4}(-(0[1-9]|1[0-2]))?') THEN left(r.deceased || '-01-01', 10)
            ELSE 'unreadable' END AS died,
       r.email <> '' AND length(r.email) <= 254 AND strpos(r.email, '@') <= 65 AND regexp_full_match(r.email, '${email}')
         AND NOT regexp_matches(lower(r.email), '${no_email}') AS email_ok,
       CASE WHEN r.country <> 'US' OR r.state NOT IN (${zero_states}) THEN r.postal_code
            WHEN regexp_full_match(r.postal_code, '[0-9]{4}([- ]?[0-9]{4})?') THEN '0' || r.postal_code
            ELSE r.postal_code END AS postal_code,
       r.postal_code AS written_postal_code,
       CASE WHEN r.street = '' THEN 'missing' WHEN upper(r.street) IN (${no_street}) THEN 'placeholder' ELSE '' END
         AS no_street
FROM read20 r
LEFT JOIN places p ON p.state = r.state AND p.country = r.country
LEFT JOIN languages l ON l.written = r.language
LEFT JOIN preferences c ON c.written = r.channel

--> judged20 view
SELECT k.*,
       k.died = 'yes' OR (k.died = 'unreadable' AND regexp_matches(k.deceased, '[0-9]'))
         OR (k.died NOT IN ('', 'yes', 'unreadable') AND k.died <= '${as_of}') AS dead,
       k.born <> '' AND k.born <= '${as_of}' AND k.born > k.adult AS minor,
       k.country <> 'US' OR k.postal_code = ''
         OR (regexp_full_match(k.postal_code, '[0-9]{5}([- ]?[0-9]{4})?') AND NOT starts_with(k.postal_code, '00000'))
         AS postal_code_ok,
       CASE WHEN k.country IN ('US', '')
            THEN (k.city <> '' AND k.state <> '') OR regexp_full_match(k.postal_code, '[0-9]{5}([- ]?[0-9]{4})?')
            ELSE k.city <> '' END AS place_ok
FROM known20 k

-- Whom to write to. An adult is written to whoever else is named: an adult's parent has no right to know.
--> written20 view
SELECT j.*,
       CASE WHEN j.dead AND j.guardian = '' THEN '${estate_role}' WHEN j.dead THEN 'next-of-kin' WHEN j.minor THEN 'guardian'
            ELSE 'self' END AS role,
       CASE WHEN (j.dead OR j.minor) AND j.guardian <> '' THEN j.guardian
            WHEN j.name = '' THEN ''
            WHEN j.dead THEN '${estate}' || j.name
            WHEN j.minor THEN 'Parent or Guardian of ' || j.name
            ELSE j.name END AS addressee
FROM judged20 j

--> rows30
SELECT w.*,
       w.told_faults + CASE WHEN w.channels = '' AND w.email_ok THEN ${EMAIL_UNUSED} ELSE 0 END AS faults
FROM (
  SELECT a.person, a.member_id, a.role, a.language, ${channels} AS channels, a.jurisdiction, a.addressee,
         a.name AS patient, a.street, a.city, a.postal_code, a.state, a.country,
         CASE WHEN a.email_ok THEN a.email ELSE '' END AS email, a.email_ok, a.status,
         ${first_day} AS first_day, ${last_day} AS last_day, ${masks_of_a},
         a.faults
           + CASE WHEN a.listed = 0 THEN ${NOT_LISTED} ELSE a.language_fault
           + CASE WHEN a.repeated = 1 THEN ${SEVERAL_RECORDS} ELSE 0 END
           + CASE WHEN a.name = '' THEN ${NAME_MISSING} ELSE 0 END
           + CASE WHEN a.long_name THEN ${NAME_LONG} ELSE 0 END
           + CASE WHEN a.dirty THEN ${CONTROL_CHARACTERS} ELSE 0 END
           + CASE WHEN a.no_street = 'missing' THEN ${ADDRESS_MISSING} ELSE 0 END
           + CASE WHEN a.no_street = 'placeholder' THEN ${ADDRESS_PLACEHOLDER} ELSE 0 END
           + CASE WHEN a.no_street = '' AND NOT a.place_ok THEN ${ADDRESS_INCOMPLETE} ELSE 0 END
           + CASE WHEN a.postal_code <> a.written_postal_code THEN ${POSTAL_CODE_ZERO} ELSE 0 END
           + CASE WHEN NOT a.postal_code_ok THEN ${POSTAL_CODE_MALFORMED} ELSE 0 END
           + CASE WHEN a.jurisdiction = '' THEN ${STATE_UNKNOWN} ELSE 0 END
           + CASE WHEN a.country = '' THEN ${COUNTRY_UNKNOWN} ELSE 0 END
           + CASE WHEN a.email <> '' AND NOT a.email_ok THEN ${EMAIL_BROKEN} ELSE 0 END
           + CASE WHEN a.email = '' AND a.preferred = 'email' THEN ${EMAIL_MISSING} ELSE 0 END
           + CASE WHEN a.preferred = 'unknown' THEN ${CHANNEL_UNKNOWN} ELSE 0 END
           + CASE WHEN a.born = '' AND trim(a.birth_date) <> '' THEN ${BIRTH_UNREADABLE} ELSE 0 END
           + CASE WHEN a.born > '${as_of}' THEN ${BIRTH_IN_FUTURE} ELSE 0 END
           + CASE WHEN a.born <> '' AND a.born < '1900-01-01' THEN ${BIRTH_BEFORE_1900} ELSE 0 END
           + CASE WHEN a.died = 'unreadable' THEN ${DEATH_UNREADABLE} ELSE 0 END
           + CASE WHEN a.died NOT IN ('yes', 'unreadable') AND a.died > '${as_of}' THEN ${DEATH_IN_FUTURE} ELSE 0 END
           + CASE WHEN a.died NOT IN ('', 'yes', 'unreadable') AND a.born <> '' AND length(a.birth_date) = 10
                       AND rpad(a.deceased, 10, '-12-31') < a.born THEN ${DEATH_BEFORE_BIRTH} ELSE 0 END
           + CASE WHEN a.dead AND a.guardian = '' THEN ${DECEASED_WITHOUT_KIN} ELSE 0 END
           + CASE WHEN a.role = 'guardian' AND a.guardian = '' THEN ${MINOR_WITHOUT_GUARDIAN} ELSE 0 END
           + CASE WHEN a.role = 'guardian' AND a.born <= '${twelve}' THEN ${MINOR_MAY_DECIDE} ELSE 0 END
           + CASE WHEN a.role = 'self' AND a.guardian <> '' THEN ${ADULT_WITH_GUARDIAN} ELSE 0 END
             END AS told_faults,
         CASE WHEN ${households} AND a.role = 'guardian' AND a.guardian <> '' THEN lower(a.guardian) ELSE '' END AS household
  FROM written20 a
) w

--> before40
SELECT p.country, p.state, p.postal_code,
       CAST(sum(p.notices) OVER (ORDER BY p.country, p.state, p.postal_code ROWS UNBOUNDED PRECEDING) - p.notices AS BIGINT)
         AS before
FROM (
  SELECT r.country, r.state, r.postal_code, count(*) AS notices
  FROM rows30 r
  GROUP BY r.country, r.state, r.postal_code
) p

--> ids40
SELECT b.before + row_number() OVER (PARTITION BY b.before ORDER BY r.person) AS id, r.person
FROM rows30 r
JOIN before40 b ON b.country = r.country AND b.state = r.state AND b.postal_code = r.postal_code

-- One address, one guardian, one way, one language, one certainty: one letter, of so many minors at most.
--> leads40
SELECT g.person, min(g.id) OVER (PARTITION BY g.household, g.street, g.city, g.postal_code, g.state, g.country, g.language,
                                 g.channels, g.email, g.status, (g.place - 1) // ${most_in_letter}) AS lead
FROM (
  SELECT i.id, i.person, r.household, lower(r.street) AS street, lower(r.city) AS city, r.postal_code, r.state, r.country,
         r.language, r.channels, r.status, CASE WHEN contains(r.channels, 'email') THEN r.email ELSE '' END AS email,
         row_number() OVER (
           PARTITION BY r.household, lower(r.street), lower(r.city), r.postal_code, r.state, r.country, r.language, r.channels,
                        r.status, CASE WHEN contains(r.channels, 'email') THEN r.email ELSE '' END
           ORDER BY i.id) AS place
  FROM rows30 r JOIN ids40 i ON i.person = r.person
  WHERE r.household <> '' AND contains(r.channels, 'print')
) g

-- vendor_texts and element_texts are made of the bits in rows30.
--> notices50
SELECT i.id, r.person, coalesce(l.lead, i.id) AS lead, r.member_id, r.role, r.language, r.channels, r.jurisdiction,
       r.addressee, r.patient, r.street, r.city, r.postal_code, r.state, r.country, r.email, r.status,
       v.text AS vendors, e.text AS elements, r.first_day, r.last_day
FROM rows30 r
JOIN ids40 i ON i.person = r.person
LEFT JOIN leads40 l ON l.person = r.person
JOIN vendor_texts v ON ${vendor_bits}
JOIN element_texts e ON ${element_bits}
ORDER BY i.id

--> faults50
SELECT i.id, r.person, ${fault_names} AS faults, r.faults AS bits
FROM rows30 r
JOIN ids40 i ON i.person = r.person
WHERE r.faults <> 0
ORDER BY i.id

--> suppressed50
SELECT t.person, k.reason, t.status, i.state, i.country
FROM told10 t
JOIN kept10 k ON k.person = t.person
JOIN individuals i ON i.person = t.person
WHERE t.suppressed = 1
ORDER BY t.person
