-- Retention: rules, holds, lists of what has reached its time, certificates; seen by who decides how long records are
-- kept in their hub. A list is drawn up by one and approved by another, which only mash_retention_destroy() records; a
-- certificate never changes. Nothing that a record holds is shown by these functions: ids, references, days and counts.
DO $$
DECLARE
    keeps constant text := 'hub_id = ANY ((SELECT mash_hubs(''RETENTION_KEEP''))::text[])';
    account constant text := 'account_id = (SELECT mash_account())';
    seen_rule constant text := 'EXISTS (SELECT FROM records_retentionrule p WHERE p.id = rule_id)';
    seen_list constant text := 'EXISTS (SELECT FROM records_destruction p WHERE p.id = destruction_id)';
BEGIN
    PERFORM mash_register('retentionrule', 'RETENTION_KEEP');
    PERFORM mash_row_policy('retentionstep', 'seen', seen_rule, '');
    PERFORM mash_row_policy('retentionstep', 'new', '', seen_rule || ' AND ' || account);
    PERFORM mash_register('retentionhold', 'RETENTION_KEEP');
    PERFORM mash_row_policy('destruction', 'seen', keeps, '');
    PERFORM mash_row_policy('destruction', 'new', '', keeps || ' AND ' || account || ' AND approved_by_id IS NULL
        AND as_at <= (now() AT TIME ZONE ''Europe/London'')::date');
    PERFORM mash_row_policy('destructionrecord', 'seen', seen_list, '');
    PERFORM mash_row_policy('destructionrecord', 'new', '', 'outcome = '''' AND EXISTS (SELECT FROM records_destruction p
        WHERE p.id = destruction_id AND p.approved_by_id IS NULL AND p.' || account || ')');
    PERFORM mash_row_policy('destructioncertificate', 'seen', seen_list, '');
    PERFORM mash_row_policy('destructioncertificate', 'new', '', 'EXISTS (SELECT FROM records_destruction p
        WHERE p.id = destruction_id AND p.approved_by_id = (SELECT mash_account()))');
END
$$;

-- A day so many years later; after 29 February comes 1 March where there is none.
CREATE OR REPLACE FUNCTION mash_retention_later(day date, years integer) RETURNS date LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE WHEN to_char(day, 'MMDD') = '0229' THEN ((day - 1) + make_interval(years => years))::date + 1
        ELSE (day + make_interval(years => years))::date END
$$;
CREATE OR REPLACE FUNCTION mash_retention_begins(day date) RETURNS timestamptz LANGUAGE sql STABLE AS $$
    SELECT day::timestamp AT TIME ZONE 'Europe/London'
$$;
CREATE OR REPLACE FUNCTION mash_retention_today() RETURNS date LANGUAGE sql STABLE AS $$
    SELECT (now() AT TIME ZONE 'Europe/London')::date
$$;

-- Records of a kind in a hub that began before a day: the last event, what is not finished about each, and of referrals
-- the latest birth date of anybody named (NULL: somebody's is not known). `stamp` changes with whatever happens to one.
CREATE OR REPLACE FUNCTION mash_retention_last(its_hub text, its_kind text, begun date)
RETURNS TABLE (record uuid, reference text, last_at timestamptz, version integer, why text, birth date)
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    SELECT r.id, r.reference::text, latest.at, r.version,
        CASE WHEN r.decided_at IS NULL OR r.feedback_at IS NULL THEN 'open'
            WHEN EXISTS (SELECT FROM records_escalation e WHERE e.referral_id = r.id AND e.resolved_at IS NULL) THEN 'disagreement'
            WHEN EXISTS (SELECT FROM records_audit a JOIN records_auditround o ON o.id = a.round_id
                         WHERE a.referral_id = r.id AND o.closed_on IS NULL) THEN 'audit'
            WHEN EXISTS (SELECT FROM records_accessrequest a JOIN records_person p ON p.id = a.person
                         JOIN records_person o ON o.cluster = p.cluster JOIN records_subject s ON s.person_id = o.id
                         WHERE a.status = 'open' AND s.referral_id = r.id) THEN 'asked'
            ELSE '' END,
        (SELECT CASE WHEN count(*) = count(born.day) THEN max(born.day) END
         FROM records_subject s
         CROSS JOIN LATERAL (
             SELECT greatest(s.date_of_birth, max(o.date_of_birth)) AS day FROM records_person p
             JOIN records_person o ON o.cluster = p.cluster WHERE p.id = s.person_id
         ) born WHERE s.referral_id = r.id)
    FROM records_referral r
    CROSS JOIN LATERAL (
        SELECT greatest(r.received_at, r.decided_at, r.feedback_at, max(one.at)) AS at FROM (
            SELECT x.rated_at AS at FROM records_rating x WHERE x.referral_id = r.id
            UNION ALL SELECT greatest(x.requested_at, x.responded_at) FROM records_request x WHERE x.referral_id = r.id
            UNION ALL SELECT i.given_at FROM records_item i JOIN records_request x ON x.id = i.request_id WHERE x.referral_id = r.id
            UNION ALL SELECT x.decided_at FROM records_disposal x WHERE x.referral_id = r.id
            UNION ALL SELECT x.told_at FROM records_feedback x WHERE x.referral_id = r.id
            UNION ALL SELECT x.at FROM records_change x WHERE x.referral_id = r.id
            UNION ALL SELECT greatest(x.at, x.lifted_at) FROM records_restriction x WHERE x.referral_id = r.id
            UNION ALL SELECT x.at FROM records_brokenglass x WHERE x.referral_id = r.id
            UNION ALL SELECT greatest(x.raised_at, x.resolved_at) FROM records_escalation x WHERE x.referral_id = r.id
            UNION ALL SELECT s.at FROM records_escalationstep s JOIN records_escalation x ON x.id = s.escalation_id
                WHERE x.referral_id = r.id
            UNION ALL SELECT greatest(a.entered_at, mash_retention_begins(a.completed_on), mash_retention_begins(a.replaced_on))
                FROM records_audit a WHERE a.referral_id = r.id
            UNION ALL SELECT g.sent_at FROM records_auditgrading g JOIN records_audit a ON a.id = g.audit_id WHERE a.referral_id = r.id
            UNION ALL SELECT s.at FROM records_auditstep s JOIN records_audit a ON a.id = s.audit_id WHERE a.referral_id = r.id
            UNION ALL SELECT greatest(t.at, mash_retention_begins(t.completed_on)) FROM records_auditaction t
                JOIN records_audit a ON a.id = t.audit_id WHERE a.referral_id = r.id
        ) one
    ) latest
    WHERE its_kind = 'referral' AND r.hub_id = its_hub AND r.received_at < mash_retention_begins(begun)
UNION ALL
    SELECT c.id, c.id::text, greatest(c.received_at, c.closed_at, c.entered_at,
            (SELECT max(s.at) FROM records_complaintstep s WHERE s.complaint_id = c.id)), c.version,
        CASE WHEN c.closed_at IS NULL AND NOT c.compliment THEN 'open' ELSE '' END, NULL::date
    FROM records_complaint c
    WHERE its_kind = 'complaint' AND c.hub_id = its_hub AND c.entered_at < mash_retention_begins(begun)
UNION ALL
    SELECT s.id, s.id::text, greatest(s.entered_at, mash_retention_begins(s.closed_on)), s.version,
        CASE WHEN s.status <> 'closed' OR EXISTS (SELECT FROM records_surveyposted p WHERE p.survey_id = s.id)
            THEN 'open' ELSE '' END, NULL::date
    FROM records_survey s
    WHERE its_kind = 'survey' AND s.hub_id = its_hub AND s.entered_at < mash_retention_begins(begun)
UNION ALL
    SELECT l.id, l.id::text, greatest(l.entered_at, mash_retention_begins(l.published_on),
            (SELECT max(v.at) FROM records_lessonversion v WHERE v.lesson_id = l.id),
            (SELECT max(greatest(r.at, mash_retention_begins(r.closed_on), s.at)) FROM records_recommendation r
             LEFT JOIN records_recommendationstep s ON s.recommendation_id = r.id WHERE r.lesson_id = l.id)), l.version,
        CASE WHEN EXISTS (SELECT FROM records_recommendation r
                          WHERE r.lesson_id = l.id AND r.status <> 'rejected' AND r.closed_on IS NULL) THEN 'open' ELSE '' END, NULL::date
    FROM records_lesson l
    WHERE its_kind = 'lesson' AND l.hub_id = its_hub AND l.entered_at < mash_retention_begins(begun)
UNION ALL
    SELECT e.id, e.id::text, greatest(e.entered_at, mash_retention_begins(e.published_on), mash_retention_begins(e.withdrawn_on),
            (SELECT max(v.at) FROM records_evidenceversion v WHERE v.evidence_id = e.id),
            (SELECT max(k.at) FROM records_keptwords k WHERE k.evidence_id = e.id),
            (SELECT max(greatest(u.at, mash_retention_begins(u.supplied_on))) FROM records_evidenceuse u WHERE u.evidence_id = e.id)),
        e.version,
        CASE WHEN (e.published_on IS NOT NULL AND e.withdrawn_on IS NULL)
                OR EXISTS (SELECT FROM records_evidenceuse u WHERE u.evidence_id = e.id AND u.supplied_on IS NULL) THEN 'open'
            WHEN EXISTS (SELECT FROM records_recommendation r WHERE r.evidence_id = e.id) THEN 'proof' ELSE '' END, NULL::date
    FROM records_evidence e
    WHERE its_kind = 'evidence' AND e.hub_id = its_hub AND e.entered_at < mash_retention_begins(begun)
UNION ALL
    SELECT a.id, a.id::text, greatest(a.entered_at, mash_retention_begins(a.held_on), mash_retention_begins(a.cancelled_on),
            (SELECT max(s.at) FROM records_activitystep s WHERE s.activity_id = a.id)), a.version, '', NULL::date
    FROM records_activity a
    WHERE its_kind = 'activity' AND a.hub_id = its_hub AND a.entered_at < mash_retention_begins(begun)
UNION ALL
    SELECT b.id, b.id::text, greatest(b.entered_at, mash_retention_begins(b."end"), mash_retention_begins(b.withdrawn_on),
            (SELECT max(s.at) FROM records_baselinestep s WHERE s.baseline_id = b.id)), b.version, '', NULL::date
    FROM records_baseline b
    WHERE its_kind = 'baseline' AND b.hub_id = its_hub AND b.entered_at < mash_retention_begins(begun)
UNION ALL
    SELECT i.id, i.id::text, greatest(i.entered_at, i.touched_at), i.version,
        CASE WHEN i.state NOT IN ('unreadable', 'accepted', 'undone', 'dropped') THEN 'open' ELSE '' END, NULL::date
    FROM records_import i
    WHERE its_kind = 'import' AND i.hub_id = its_hub AND i.entered_at < mash_retention_begins(begun)
UNION ALL
    SELECT a.id, a.id::text, greatest(a.entered_at, mash_retention_begins(coalesce(a.ended_on, a.expires_on)),
            (SELECT max(s.at) FROM records_agreementstep s WHERE s.agreement_id = a.id)), a.version,
        '', NULL::date
    FROM records_agreement a
    WHERE its_kind = 'agreement' AND a.hub_id = its_hub AND a.entered_at < mash_retention_begins(begun)
UNION ALL
    SELECT a.id, a.id::text, greatest(a.entered_at, mash_retention_begins(a.ended_on),
            (SELECT max(s.at) FROM records_accessstep s WHERE s.request_id = a.id)), a.version,
        CASE WHEN a.status = 'open' THEN 'open' ELSE '' END, NULL::date
    FROM records_accessrequest a
    WHERE its_kind = 'accessrequest' AND a.hub_id = its_hub AND a.entered_at < mash_retention_begins(begun)
$$;
-- Records whose last event lies as many years back as the hub's rule says, by the rule as it stands: the day on which
-- each reached its time, and why it stays all the same; empty where it can go. Without a rule, none.
CREATE OR REPLACE FUNCTION mash_retention_due(its_hub text, its_kind text, said_on date)
RETURNS TABLE (record uuid, reference text, last_on date, due_on date, why text, stamp text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT one.record, one.reference, one.last_on,
        CASE WHEN one.youngest IS NULL THEN one.old_on ELSE one.grown_on + greatest(one.old_on - one.grown_on, 0) END,
        CASE WHEN one.held THEN 'held' WHEN one.why <> '' THEN one.why
            WHEN one.youngest IS NOT NULL AND one.grown_on IS NULL THEN 'birth'
            WHEN one.grown_on > one.on_day THEN 'young' ELSE '' END,
        one.version || ' ' || extract(epoch FROM one.last_at)
    FROM (
        SELECT found.*, rule.youngest, london.last_on, on_day.on_day,
            mash_retention_later(london.last_on, rule.years) AS old_on,
            mash_retention_later(found.birth, rule.youngest) AS grown_on,
            EXISTS (SELECT FROM records_retentionhold h
                    WHERE h.kind = its_kind AND h.record = found.record AND h.lifted_at IS NULL) AS held
        FROM records_retentionrule rule
        CROSS JOIN LATERAL (SELECT least(said_on, mash_retention_today()) AS on_day) on_day
        CROSS JOIN LATERAL mash_retention_last(
            rule.hub_id, rule.kind, (on_day.on_day - make_interval(years => rule.years))::date + 2) found
        CROSS JOIN LATERAL (SELECT (found.last_at AT TIME ZONE 'Europe/London')::date AS last_on) london
        WHERE rule.hub_id = its_hub AND rule.kind = its_kind AND rule.years IS NOT NULL
            AND its_hub = ANY (mash_hubs('RETENTION_KEEP'))
    ) one
    WHERE one.old_on <= one.on_day
$$;

-- Every row that goes with these records, by table and primary key; TABLES of kinds.py says the same of tables.
CREATE OR REPLACE FUNCTION mash_retention_rows(its_kind text, ids uuid[]) RETURNS TABLE (tbl text, pk text)
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    -- people whom none of these referrals' going leaves named: no record of their cluster is, in any hub
    WITH cluster AS MATERIALIZED (
        SELECT DISTINCT p.cluster FROM records_person p
        WHERE its_kind = 'referral' AND p.id IN (
            SELECT s.person_id FROM records_subject s WHERE s.referral_id = ANY (ids)
            UNION SELECT i.about_id FROM records_item i JOIN records_request q ON q.id = i.request_id WHERE q.referral_id = ANY (ids))),
    person AS MATERIALIZED (
        SELECT p.id FROM records_person p JOIN cluster c ON c.cluster = p.cluster
        WHERE NOT EXISTS (
                SELECT FROM records_person o JOIN records_subject s ON s.person_id = o.id
                WHERE o.cluster = p.cluster AND s.referral_id <> ALL (ids))
            AND NOT EXISTS (
                SELECT FROM records_person o JOIN records_item i ON i.about_id = o.id
                JOIN records_request q ON q.id = i.request_id
                WHERE o.cluster = p.cluster AND q.referral_id <> ALL (ids))),
    request AS (SELECT q.id FROM records_request q WHERE its_kind = 'referral' AND q.referral_id = ANY (ids)),
    escalation AS (SELECT e.id FROM records_escalation e WHERE its_kind = 'referral' AND e.referral_id = ANY (ids)),
    audit AS (SELECT a.id FROM records_audit a WHERE its_kind = 'referral' AND a.referral_id = ANY (ids)),
    action AS (SELECT t.id FROM records_auditaction t JOIN audit ON audit.id = t.audit_id),
    question AS (SELECT q.id FROM records_surveyquestion q WHERE its_kind = 'survey' AND q.survey_id = ANY (ids)),
    words AS (SELECT w.id FROM records_surveywords w JOIN question ON question.id = w.question_id),
    recommendation AS (SELECT r.id FROM records_recommendation r WHERE its_kind = 'lesson' AND r.lesson_id = ANY (ids))
-- kind referral
    SELECT 'records_referral', id::text FROM records_referral WHERE its_kind = 'referral' AND id = ANY (ids)
    UNION ALL SELECT 'records_referralcohort', id::text FROM records_referralcohort WHERE its_kind = 'referral' AND referral_id = ANY (ids)
    UNION ALL SELECT 'records_subject', id::text FROM records_subject WHERE its_kind = 'referral' AND referral_id = ANY (ids)
    UNION ALL SELECT 'records_change', id::text FROM records_change WHERE its_kind = 'referral' AND referral_id = ANY (ids)
    UNION ALL SELECT 'records_rating', id::text FROM records_rating WHERE its_kind = 'referral' AND referral_id = ANY (ids)
    UNION ALL SELECT 'records_request', id::text FROM request
    UNION ALL SELECT 'records_item', i.id::text FROM records_item i JOIN request ON request.id = i.request_id
    UNION ALL SELECT 'records_disposal', id::text FROM records_disposal WHERE its_kind = 'referral' AND referral_id = ANY (ids)
    UNION ALL SELECT 'records_feedback', id::text FROM records_feedback WHERE its_kind = 'referral' AND referral_id = ANY (ids)
    UNION ALL SELECT 'records_restriction', id::text FROM records_restriction WHERE its_kind = 'referral' AND referral_id = ANY (ids)
    UNION ALL SELECT 'records_namedperson', id::text FROM records_namedperson WHERE its_kind = 'referral' AND referral_id = ANY (ids)
    UNION ALL SELECT 'records_brokenglass', id::text FROM records_brokenglass WHERE its_kind = 'referral' AND referral_id = ANY (ids)
    UNION ALL SELECT 'records_escalation', id::text FROM escalation
    UNION ALL SELECT 'records_escalationstep', s.id::text FROM records_escalationstep s JOIN escalation e ON e.id = s.escalation_id
    UNION ALL SELECT 'records_audit', id::text FROM audit
    UNION ALL SELECT 'records_auditgrading', g.id::text FROM records_auditgrading g JOIN audit a ON a.id = g.audit_id
    UNION ALL SELECT 'records_auditgrade', g.id::text FROM records_auditgrade g JOIN audit a ON a.id = g.audit_id
    UNION ALL SELECT 'records_auditreason', r.id::text FROM records_auditreason r JOIN records_auditgrade g ON g.id = r.grade_id
        JOIN audit a ON a.id = g.audit_id
    UNION ALL SELECT 'records_auditaction', id::text FROM action
    UNION ALL SELECT 'records_auditstep', s.id::text FROM records_auditstep s
        WHERE s.audit_id IN (SELECT id FROM audit) OR s.action_id IN (SELECT id FROM action)
    UNION ALL SELECT 'records_person', id::text FROM person
    UNION ALL SELECT 'records_name', n.id::text FROM records_name n JOIN person ON person.id = n.person_id
    UNION ALL SELECT 'records_nameword', w.id::text FROM records_nameword w JOIN person ON person.id = w.person_id
    UNION ALL SELECT 'records_identifier', i.id::text FROM records_identifier i JOIN person ON person.id = i.person_id
    UNION ALL SELECT 'records_address', a.id::text FROM records_address a JOIN person ON person.id = a.person_id
    UNION ALL SELECT 'records_familylink', f.id::text FROM records_familylink f
        WHERE f.person_id IN (SELECT id FROM person) OR f.relative_id IN (SELECT id FROM person)
    UNION ALL SELECT 'records_knowndifferent', d.id::text FROM records_knowndifferent d
        WHERE d.first_id IN (SELECT id FROM person) OR d.second_id IN (SELECT id FROM person)
    UNION ALL SELECT 'records_merge', m.id::text FROM records_merge m
        WHERE m.first_id IN (SELECT id FROM person) OR m.second_id IN (SELECT id FROM person)
-- kind complaint
    UNION ALL SELECT 'records_complaint', id::text FROM records_complaint WHERE its_kind = 'complaint' AND id = ANY (ids)
    UNION ALL SELECT 'records_complaintagency', id::text FROM records_complaintagency WHERE its_kind = 'complaint' AND complaint_id = ANY (ids)
    UNION ALL SELECT 'records_complaintstep', id::text FROM records_complaintstep WHERE its_kind = 'complaint' AND complaint_id = ANY (ids)
-- kind survey
    UNION ALL SELECT 'records_survey', id::text FROM records_survey WHERE its_kind = 'survey' AND id = ANY (ids)
    UNION ALL SELECT 'records_surveyquestion', id::text FROM question
    UNION ALL SELECT 'records_surveystep', id::text FROM records_surveystep WHERE its_kind = 'survey' AND survey_id = ANY (ids)
    UNION ALL SELECT 'records_surveyinvitation', id::text FROM records_surveyinvitation WHERE its_kind = 'survey' AND survey_id = ANY (ids)
    UNION ALL SELECT 'records_surveyanswer', a.id::text FROM records_surveyanswer a JOIN question q ON q.id = a.question_id
    UNION ALL SELECT 'records_surveywords', id::text FROM words
    UNION ALL SELECT 'records_surveyreleased', r.of_id::text FROM records_surveyreleased r JOIN words ON words.id = r.of_id
    UNION ALL SELECT 'records_surveytoken', digest FROM records_surveytoken WHERE its_kind = 'survey' AND survey_id = ANY (ids)
    UNION ALL SELECT 'records_surveyletter', digest FROM records_surveyletter WHERE its_kind = 'survey' AND survey_id = ANY (ids)
    UNION ALL SELECT 'records_surveyasked', id::text FROM records_surveyasked WHERE its_kind = 'survey' AND survey_id = ANY (ids)
    UNION ALL SELECT 'records_surveyposted', id::text FROM records_surveyposted WHERE its_kind = 'survey' AND survey_id = ANY (ids)
-- kind lesson
    UNION ALL SELECT 'records_lesson', id::text FROM records_lesson WHERE its_kind = 'lesson' AND id = ANY (ids)
    UNION ALL SELECT 'records_lessonversion', id::text FROM records_lessonversion WHERE its_kind = 'lesson' AND lesson_id = ANY (ids)
    UNION ALL SELECT 'records_recommendation', id::text FROM recommendation
    UNION ALL SELECT 'records_recommendationstep', s.id::text FROM records_recommendationstep s
        JOIN recommendation r ON r.id = s.recommendation_id
-- kind evidence
    UNION ALL SELECT 'records_evidence', id::text FROM records_evidence WHERE its_kind = 'evidence' AND id = ANY (ids)
    UNION ALL SELECT 'records_evidenceversion', id::text FROM records_evidenceversion WHERE its_kind = 'evidence' AND evidence_id = ANY (ids)
    UNION ALL SELECT 'records_keptwords', id::text FROM records_keptwords WHERE its_kind = 'evidence' AND evidence_id = ANY (ids)
    UNION ALL SELECT 'records_evidenceuse', id::text FROM records_evidenceuse WHERE its_kind = 'evidence' AND evidence_id = ANY (ids)
-- kind activity
    UNION ALL SELECT 'records_activity', id::text FROM records_activity WHERE its_kind = 'activity' AND id = ANY (ids)
    UNION ALL SELECT 'records_activityagency', id::text FROM records_activityagency WHERE its_kind = 'activity' AND activity_id = ANY (ids)
    UNION ALL SELECT 'records_activitystep', id::text FROM records_activitystep WHERE its_kind = 'activity' AND activity_id = ANY (ids)
-- kind baseline
    UNION ALL SELECT 'records_baseline', id::text FROM records_baseline WHERE its_kind = 'baseline' AND id = ANY (ids)
    UNION ALL SELECT 'records_baselinestep', id::text FROM records_baselinestep WHERE its_kind = 'baseline' AND baseline_id = ANY (ids)
-- kind import
    UNION ALL SELECT 'records_import', id::text FROM records_import WHERE its_kind = 'import' AND id = ANY (ids)
    UNION ALL SELECT 'records_importedrow', id::text FROM records_importedrow WHERE its_kind = 'import' AND whole_id = ANY (ids)
-- kind agreement
    UNION ALL SELECT 'records_agreement', id::text FROM records_agreement WHERE its_kind = 'agreement' AND id = ANY (ids)
    UNION ALL SELECT 'records_agreementparty', id::text FROM records_agreementparty WHERE its_kind = 'agreement' AND agreement_id = ANY (ids)
    UNION ALL SELECT 'records_agreementstep', id::text FROM records_agreementstep WHERE its_kind = 'agreement' AND agreement_id = ANY (ids)
-- kind accessrequest
    UNION ALL SELECT 'records_accessrequest', id::text FROM records_accessrequest WHERE its_kind = 'accessrequest' AND id = ANY (ids)
    UNION ALL SELECT 'records_accesspiece', id::text FROM records_accesspiece WHERE its_kind = 'accessrequest' AND request_id = ANY (ids)
    UNION ALL SELECT 'records_accessstep', id::text FROM records_accessstep WHERE its_kind = 'accessrequest' AND request_id = ANY (ids)
    UNION ALL SELECT 'records_accesscopy', id::text FROM records_accesscopy WHERE its_kind = 'accessrequest' AND request_id = ANY (ids)
-- with all: what is told of a record or of a part of it, and what points at one and is no relation
    UNION ALL SELECT 'records_notice', n.id::text FROM records_notice n
        WHERE (its_kind = 'referral' AND (n.referral_id = ANY (ids) OR n.action_id IN (SELECT id FROM action)))
            OR (its_kind = 'complaint' AND n.complaint_id = ANY (ids))
            OR (its_kind = 'accessrequest' AND n.access_id = ANY (ids)) OR n.recommendation_id IN (SELECT id FROM recommendation)
    UNION ALL SELECT 'records_importedrow', id::text FROM records_importedrow WHERE its_kind <> 'import' AND made = ANY (ids)
    UNION ALL SELECT 'records_retentionhold', id::text FROM records_retentionhold WHERE kind = its_kind AND record = ANY (ids)
$$;
-- How many rows of each table go, were what can go as at a day destroyed.
CREATE OR REPLACE FUNCTION mash_retention_counts(its_hub text, its_kind text, said_on date) RETURNS TABLE (tbl text, n bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT r.tbl, count(*) FROM mash_retention_rows(its_kind, ARRAY(
        SELECT d.record FROM mash_retention_due(its_hub, its_kind, said_on) d WHERE d.why = '')) r
    GROUP BY r.tbl
$$;
-- A record by reference or id, for who may hold it: kept from going until this transaction ends. NULL where there is none.
CREATE OR REPLACE FUNCTION mash_retention_find(its_hub text, its_kind text, named text) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE found uuid;
BEGIN
    IF its_hub <> ALL (mash_hubs('RETENTION_KEEP')) OR its_kind NOT IN ('referral', 'complaint', 'survey', 'lesson',
        'evidence', 'activity', 'baseline', 'import', 'agreement', 'accessrequest') THEN RETURN NULL; END IF;
    EXECUTE format('SELECT id FROM records_%I WHERE hub_id = $1 AND %I::text = $2 FOR KEY SHARE', its_kind,
        CASE WHEN its_kind = 'referral' THEN 'reference' ELSE 'id' END)
        INTO found USING its_hub, named;
    RETURN found;
END
$$;

-- Destroy what a list names, for another than who drew it up; `typed` is how many of it they expect to go. What is held,
-- not due by the rule as it stands, or touched since, stays and says why. All or nothing. How many rows of each table
-- went; NULL, and nothing went, where the list is approved already, older than 30 days or overtaken by a newer one, or
-- another number is to go.
CREATE OR REPLACE FUNCTION mash_retention_destroy(wanted uuid, typed integer) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    list records_destruction;
    going uuid[];
    part record;
    n bigint;
    gone jsonb := '{}';
BEGIN
    SELECT d.* INTO list FROM records_destruction d WHERE d.id = wanted AND d.hub_id = ANY (mash_hubs('RETENTION_KEEP')) FOR UPDATE;
    IF NOT FOUND THEN RAISE EXCEPTION 'there is no such list' USING ERRCODE = 'insufficient_privilege'; END IF;
    IF list.account_id = mash_account() THEN
        RAISE EXCEPTION 'who drew up a list does not approve it' USING ERRCODE = 'insufficient_privilege'; END IF;
    IF list.approved_at IS NOT NULL OR list.as_at < mash_retention_today() - 30
        OR EXISTS (SELECT FROM records_destruction d
                   WHERE d.hub_id = list.hub_id AND d.kind = list.kind AND d.entered_at > list.entered_at)
        THEN RETURN NULL; END IF;

    -- whoever is at work on one of these finishes first, and its last event is looked at after that
    EXECUTE format('SELECT FROM records_%I WHERE hub_id = $1 AND id IN (SELECT record FROM records_destructionrecord
        WHERE destruction_id = $2) ORDER BY id FOR UPDATE', list.kind) USING list.hub_id, list.id;
    IF list.kind = 'referral' THEN
        PERFORM FROM records_person p WHERE p.cluster IN (
            SELECT o.cluster FROM records_destructionrecord d JOIN records_subject s ON s.referral_id = d.record
            JOIN records_person o ON o.id = s.person_id WHERE d.destruction_id = list.id
        ) ORDER BY p.id FOR UPDATE;
    END IF;
    SELECT count(*) INTO n FROM records_destructionrecord d WHERE d.destruction_id = list.id AND d.why = ''
        AND NOT EXISTS (SELECT FROM records_retentionhold h WHERE h.kind = list.kind AND h.record = d.record AND h.lifted_at IS NULL);
    IF n = 0 OR n <> typed THEN RETURN NULL; END IF;
    WITH still AS MATERIALIZED (SELECT * FROM mash_retention_due(list.hub_id, list.kind, list.as_at))
    UPDATE records_destructionrecord d SET outcome = now_is.outcome
    FROM (
        SELECT l.id, CASE WHEN l.why <> '' THEN l.why WHEN s.record IS NULL THEN 'changed' WHEN s.why <> '' THEN s.why
            WHEN s.stamp <> l.stamp THEN 'changed' ELSE 'gone' END AS outcome
        FROM records_destructionrecord l LEFT JOIN still s ON s.record = l.record WHERE l.destruction_id = list.id
    ) now_is WHERE now_is.id = d.id;
    going := ARRAY(SELECT d.record FROM records_destructionrecord d WHERE d.destruction_id = list.id AND d.outcome = 'gone');

    CREATE TEMP TABLE retention_going ON COMMIT DROP AS SELECT r.tbl, r.pk FROM mash_retention_rows(list.kind, going) r;
    UPDATE records_audit a SET replaces_id = NULL
        WHERE a.replaces_id::text IN (SELECT g.pk FROM retention_going g WHERE g.tbl = 'records_audit');
    IF list.kind = 'referral' THEN
        UPDATE records_evidence e SET made_from = '' FROM records_referral r WHERE r.id = ANY (going) AND trim(e.made_from) = r.reference;
        DELETE FROM procrastinate_jobs j WHERE j.args -> 'event' -> 'about' ->> 'referral' = ANY (going::text[]);
    END IF;
    FOR part IN
        SELECT g.tbl, a.attname AS pk, a.atttypid::regtype::text AS type
        FROM (SELECT DISTINCT g.tbl FROM retention_going g) g
        JOIN pg_index i ON i.indrelid = ('public.' || g.tbl)::regclass AND i.indisprimary
        JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0]
        ORDER BY g.tbl
    LOOP
        EXECUTE format('DELETE FROM public.%I t USING retention_going g WHERE g.tbl = %L AND t.%I = g.pk::%s',
            part.tbl, part.tbl, part.pk, part.type);
        GET DIAGNOSTICS n = ROW_COUNT;
        gone := gone || jsonb_build_object(part.tbl, n);
    END LOOP;
    SET CONSTRAINTS ALL IMMEDIATE; -- a row that still points at what went undoes all of it, here and now
    SET CONSTRAINTS ALL DEFERRED;
    DROP TABLE retention_going;
    UPDATE records_destruction d SET approved_by_id = mash_account(), approved_at = now() WHERE d.id = list.id;
    RETURN gone;
END
$$;

SELECT mash_not_for_all('mash_retention_');
GRANT EXECUTE ON FUNCTION mash_retention_due(text, text, date) TO mash_app;
GRANT EXECUTE ON FUNCTION mash_retention_counts(text, text, date) TO mash_app;
GRANT EXECUTE ON FUNCTION mash_retention_find(text, text, text) TO mash_app;
GRANT EXECUTE ON FUNCTION mash_retention_destroy(uuid, integer) TO mash_app;
