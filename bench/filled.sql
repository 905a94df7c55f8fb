-- Years of referrals for bench/filled.py: about 300 open, the rest decided; people who return; two agencies asked
-- about most of them. Ids follow from a row's number, chance from a seed.
SELECT setseed(0.18);
SET LOCAL work_mem = '256MB';
SET LOCAL synchronous_commit = off;

CREATE TEMP TABLE who AS SELECT a.id, a.agency_id, p.role, row_number() OVER (PARTITION BY p.role ORDER BY a.id) - 1 AS place,
    count(*) OVER (PARTITION BY p.role) AS of FROM partnership_account a JOIN partnership_appointment p ON p.account_id = a.id;
CREATE TEMP TABLE made AS
SELECT i, n, md5('referral ' || i)::uuid AS id, i > n - 300 AS is_open, random() AS luck, random() AS luck2,
    (ARRAY['school', 'school', 'police', 'police', 'police', 'health', 'health', 'council'])[1 + floor(random() * 8)] AS agency,
    (ARRAY['neglect', 'physical_abuse', 'sexual_abuse', 'emotional_abuse', 'exploitation', 'missing', 'domestic_abuse',
           'domestic_abuse', 'adult_abuse', 'self_neglect', 'mental_health'])[1 + floor(random() * 11)] AS cohort,
    (ARRAY['red', 'amber', 'amber', 'amber', 'blue', 'blue', 'blue', 'blue'])[1 + floor(random() * 8)] AS risk
FROM (SELECT current_setting('bench.referrals')::int AS n) size, generate_series(1, n) i;
ALTER TABLE made ADD received timestamptz, ADD target interval;
UPDATE made SET received = CASE WHEN is_open THEN now() - (n - i) * interval '5 minutes'
                                ELSE now() - interval '26 hours' - (n - 300 - i) * (interval '1095 days' / n) END,
    target = CASE risk WHEN 'red' THEN interval '2 hours' WHEN 'amber' THEN interval '24 hours' ELSE interval '72 hours' END,
    risk = CASE WHEN i > n - 40 THEN '' ELSE risk END;

-- four people for five places in referrals: some return
CREATE TEMP TABLE named AS
SELECT m.i, m.id AS referral, 'subject' AS part, 1 + floor(random() * 0.8 * n)::int AS person FROM made m
UNION ALL
SELECT m.i, m.id, 'carer', n + m.i FROM made m WHERE luck2 < 0.3;
CREATE TEMP TABLE people AS
SELECT p.person, md5('person ' || p.person)::uuid AS id, g.shown AS given, g.folded AS given_word, f.shown AS family,
    f.folded AS family_word, date '1950-01-01' + (random() * random() * 100 + 27550 * (p.person % 5 > 0)::int)::int
        - (random() * 6500)::int AS birth, x.agency, x.received
FROM (SELECT person, min(i) AS i, floor(random() * (SELECT count(*) FROM word WHERE kind = 'given')) AS a,
        floor(power(random(), 2) * (SELECT count(*) FROM word WHERE kind = 'family')) AS b FROM named GROUP BY person) p
JOIN word g ON g.kind = 'given' AND g.place = p.a JOIN word f ON f.kind = 'family' AND f.place = p.b
JOIN made x ON x.i = p.i;

INSERT INTO records_person (id, date_of_birth, sex, cluster, entered_at, agency_id, version)
SELECT id, birth, CASE WHEN person % 2 = 0 THEN 'female' ELSE 'male' END, id, received, agency, 1 FROM people;
INSERT INTO records_name (id, agency_id, entered_at, person_id, kind, given_names, family_name)
SELECT md5('name ' || person)::uuid, agency, received, id, 'current', given, family FROM people;
INSERT INTO records_nameword (id, person_id, name_id, word)
SELECT md5('word ' || person || x.word)::uuid, id, md5('name ' || person)::uuid, x.word
FROM people, LATERAL (VALUES (given_word), (family_word)) AS x (word);
INSERT INTO records_identifier (id, agency_id, entered_at, person_id, kind, value)
SELECT md5('number ' || person)::uuid, agency, received, id, 'police_id', 'P' || person FROM people WHERE person % 2 = 0;
INSERT INTO records_address (id, agency_id, entered_at, person_id, lines, postcode, telephone, protected)
SELECT md5('address ' || person)::uuid, agency, received, id, '1 Nowhere Lane', 'ZZ' || person % 90 || ' 1AA', '', person % 50 = 0
FROM people;

INSERT INTO records_referral (id, reference, hub_id, agency_id, submitted_by_id, contact, cohort_id, locality, received_at, concern,
    consent, consent_reason, consent_approved_by, lawful_basis, open_to, known_open, owner_id, worker_id, risk, risk_rank, due_at,
    decided_at, decided_by_id, rationale, feedback_at, restricted, version)
SELECT m.id, to_char(received, 'YYYY') || '-' || lpad(i::text, 6, '0'), 'moorland', agency, s.id, '', cohort,
    (ARRAY['North', 'South', 'East', 'West'])[1 + i % 4], received, repeat('She comes to school hungry, most days. ', 10),
    CASE WHEN luck < 0.8 THEN 'given' ELSE 'refused' END, '', '', 'public_task', '', luck2 < 0.1, 'council',
    CASE WHEN NOT is_open OR luck < 0.4 THEN w.id END, risk,
    CASE risk WHEN 'red' THEN 3 WHEN 'amber' THEN 2 WHEN 'blue' THEN 1 ELSE 0 END,
    CASE WHEN risk <> '' THEN received + target END,
    CASE WHEN NOT is_open THEN least(received + target * (0.1 + luck), now()) END, CASE WHEN NOT is_open THEN d.id END,
    CASE WHEN is_open THEN '' ELSE 'The threshold is met, and the agencies agree.' END,
    CASE WHEN NOT is_open AND i < n - 400 THEN least(received + target * (0.1 + luck) + interval '2 hours', now()) END, false, 1
FROM made m
JOIN who s ON s.role = 'referrer' AND s.place = i % s.of JOIN who w ON w.role = 'triage' AND w.place = i % w.of
JOIN who d ON d.role = 'decision_maker' AND d.place = i % d.of;
SELECT setval('records_reference', n) FROM made LIMIT 1;

INSERT INTO records_subject (id, referral_id, person_id, agency_id, role, given_names, family_name, date_of_birth, sex)
SELECT md5('subject ' || n.i || n.part)::uuid, n.referral, p.id, m.agency, n.part, p.given, p.family, p.birth, 'unknown'
FROM named n JOIN people p ON p.person = n.person JOIN made m ON m.i = n.i;
INSERT INTO records_rating (id, referral_id, risk, rated_at, account_id, agency_id, rationale, due_at)
SELECT md5('rating ' || i)::uuid, m.id, risk, received + interval '15 minutes', w.id, w.agency_id, 'Hungry for weeks.', received + target
FROM made m JOIN who w ON w.role = 'triage' AND w.place = i % w.of WHERE risk <> '';
INSERT INTO records_request (id, referral_id, agency_id, question, requested_at, requested_by_id, due_at, responded_at,
    responded_by_id, response, declined_because, version)
SELECT md5('request ' || i || a.code)::uuid, m.id, a.code, 'Any call-outs or visits this year?', received + interval '30 minutes', w.id,
    received + interval '30 minutes' + target / 2,
    CASE WHEN answered THEN least(received + interval '30 minutes' + target * luck2 / 2, now()) END, CASE WHEN answered THEN r.id END,
    CASE WHEN NOT answered THEN '' WHEN luck < 0.5 THEN 'shared' ELSE 'nothing_known' END, '', 1
FROM made m CROSS JOIN (VALUES ('police'), ('health'), ('probation')) AS a (code)
CROSS JOIN LATERAL (SELECT NOT is_open OR luck2 < 0.5 AS answered) z
JOIN who w ON w.role = 'triage' AND w.place = i % w.of
JOIN LATERAL (SELECT id FROM who x WHERE x.role = 'researcher' AND x.agency_id = a.code ORDER BY id LIMIT 1) r ON true
WHERE risk <> '' AND luck < 0.9 AND (a.code <> 'probation' OR luck2 < 0.2);
INSERT INTO records_item (id, request_id, owner_id, words, sharing, lawful_basis, given_at)
SELECT md5('item ' || id)::uuid, id, agency_id, 'Two call-outs this year.', 'reveal', 'public_task', responded_at
FROM records_request WHERE response = 'shared';
INSERT INTO records_disposal (id, referral_id, outcome_id, decided_at, agency_id, role)
SELECT md5('disposal ' || m.i)::uuid, r.id,
    (ARRAY['no_further_action', 'early_help', 'single_assessment', 'section_47'])[1 + floor(m.luck2 * 4)], r.decided_at, 'council', 'lead'
FROM made m JOIN records_referral r ON r.id = m.id WHERE NOT m.is_open;
INSERT INTO records_feedback (id, referral_id, told_at, account_id, way, words, quotes)
SELECT md5('feedback ' || reference)::uuid, id, feedback_at, decided_by_id, 'here', 'An enquiry begins this week.', '[]'
FROM records_referral WHERE feedback_at IS NOT NULL;
INSERT INTO records_restriction (id, referral_id, reference, hub_id, reason, at, account_id)
SELECT md5('restriction ' || reference)::uuid, id, reference, hub_id, 'She works here.', received_at, decided_by_id
FROM records_referral WHERE decided_at IS NOT NULL AND substr(reference, 6)::int % 500 = 0;
