-- Subject access: requests, their pieces, steps and copies are seen by who answers such requests in their hub. What is
-- answered or refused no longer changes. The functions look behind the policies, for an open request of theirs alone.
DO $$
DECLARE
    keeps constant text := 'hub_id = ANY ((SELECT mash_hubs(''SUBJECT_ACCESS''))::text[])';
    account constant text := 'account_id = (SELECT mash_account())';
    theirs constant text := 'EXISTS (SELECT FROM records_accessrequest a WHERE a.id = request_id%s)';
BEGIN
    PERFORM mash_row_policy('accessrequest', 'seen', keeps, '');
    PERFORM mash_row_policy('accessrequest', 'new', '', keeps || ' AND status = ''open'' AND ' || account);
    PERFORM mash_row_policy('accessrequest', 'changed', keeps || ' AND status = ''open''',
        keeps || ' AND (status = ''open'' OR ended_by_id = (SELECT mash_account()))');
    PERFORM mash_row_policy('accesspiece', 'seen', format(theirs, ''), '');
    PERFORM mash_row_policy('accesspiece', 'new', '', format(theirs, ' AND a.status = ''open'''));
    PERFORM mash_row_policy('accesspiece', 'changed', format(theirs, ' AND a.status = ''open'''),
        format(theirs, ' AND a.status = ''open'''));
    PERFORM mash_row_policy('accessstep', 'seen', format(theirs, ''), '');
    PERFORM mash_row_policy('accessstep', 'new', '', format(theirs, '') || ' AND ' || account);
    PERFORM mash_row_policy('accesscopy', 'seen', format(theirs, ''), '');
    PERFORM mash_row_policy('accesscopy', 'new', '',
        format(theirs, ' AND a.status = ''closed'' AND a.ended_by_id = (SELECT mash_account())'));
END
$$;

-- People whom a referral of a hub names, one record each: by a number of theirs, or by a reference and every word of a
-- name. None where one does not answer requests there, or the referral is restricted and not open to one.
CREATE OR REPLACE FUNCTION mash_access_find(its_hub text, its_kind text, its_value text, its_reference text, its_words text[])
RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT (array_agg(p.id ORDER BY p.entered_at, p.id))[1]
    FROM records_person p
    WHERE its_hub = ANY (mash_hubs('SUBJECT_ACCESS'))
        AND p.cluster IN (
            SELECT o.cluster FROM records_identifier i JOIN records_person o ON o.id = i.person_id
            WHERE i.kind = its_kind AND i.value = its_value
            UNION
            SELECT o.cluster FROM records_referral r JOIN records_subject s ON s.referral_id = r.id
            JOIN records_person o ON o.id = s.person_id
            WHERE r.reference = its_reference AND r.hub_id = its_hub AND mash_open_to(r.id, r.restricted)
                AND cardinality(its_words) = (SELECT count(DISTINCT w.word) FROM records_nameword w
                    JOIN records_person n ON n.id = w.person_id WHERE n.cluster = o.cluster AND w.word = ANY (its_words)))
        AND EXISTS (
            SELECT FROM records_person o JOIN records_subject s ON s.person_id = o.id
            JOIN records_referral r ON r.id = s.referral_id
            WHERE o.cluster = p.cluster AND r.hub_id = its_hub AND mash_open_to(r.id, r.restricted))
    GROUP BY p.cluster
$$;

-- The records of the person whom an open request is about; none where one does not answer it.
CREATE OR REPLACE FUNCTION mash_access_people(wanted uuid) RETURNS TABLE (id uuid, cluster uuid, hub text)
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    SELECT o.id, o.cluster, a.hub_id::text
    FROM records_accessrequest a JOIN records_person p ON p.id = a.person JOIN records_person o ON o.cluster = p.cluster
    WHERE a.id = wanted AND a.status = 'open' AND a.hub_id = ANY (mash_hubs('SUBJECT_ACCESS'))
$$;
-- The hub's referrals that name that person, and whether each is open to who answers the request.
CREATE OR REPLACE FUNCTION mash_access_referrals(wanted uuid) RETURNS TABLE (id uuid, reference text, is_open boolean)
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    SELECT r.id, r.reference::text, mash_open_to(r.id, r.restricted)
    FROM records_referral r
    WHERE EXISTS (SELECT FROM records_subject s JOIN mash_access_people(wanted) me ON me.id = s.person_id
                  WHERE s.referral_id = r.id AND r.hub_id = me.hub)
$$;
-- How many of them are restricted and not open to one.
CREATE OR REPLACE FUNCTION mash_access_restricted(wanted uuid) RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT count(*) FROM mash_access_referrals(wanted) WHERE NOT is_open
$$;

-- What is recorded of that person, row by row: which part, of which referral, whose information, and why it is held back
-- from the start. gathering.py says which tables are in it and which are not.
CREATE OR REPLACE FUNCTION mash_access_gather(wanted uuid)
RETURNS TABLE (part text, of uuid, section text, at timestamptz, owner text, care text, said jsonb)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH me AS MATERIALIZED (SELECT * FROM mash_access_people(wanted)),
    referral AS MATERIALIZED (
        SELECT r.*, c.name AS about, sender.name AS sender
        FROM mash_access_referrals(wanted) t JOIN records_referral r ON r.id = t.id
        JOIN partnership_cohort c ON c.cohort_id = r.cohort_id JOIN partnership_agency sender ON sender.agency_id = r.agency_id
        WHERE t.is_open)
-- of the person
    SELECT 'person', p.id, '', p.entered_at, p.agency_id::text, '',
        jsonb_build_object('born', p.date_of_birth, 'expected', p.expected_date_of_birth, 'sex', p.sex)
    FROM me JOIN records_person p ON p.id = me.id
UNION ALL
    SELECT 'name', n.id, '', n.entered_at, n.agency_id, '',
        jsonb_build_object('kind', n.kind, 'given', n.given_names, 'family', n.family_name)
    FROM me JOIN records_name n ON n.person_id = me.id
UNION ALL
    SELECT 'identifier', i.id, '', i.entered_at, i.agency_id, '', jsonb_build_object('kind', i.kind, 'value', i.value)
    FROM me JOIN records_identifier i ON i.person_id = me.id
UNION ALL
    SELECT 'address', a.id, '', a.entered_at, a.agency_id, CASE WHEN a.protected THEN 'protected' ELSE '' END,
        jsonb_build_object('lines', a.lines, 'postcode', a.postcode, 'telephone', a.telephone, 'until', a.until)
    FROM me JOIN records_address a ON a.person_id = me.id
UNION ALL
    SELECT 'family', f.id, '', f.entered_at, f.agency_id, 'other',
        jsonb_build_object(CASE WHEN theirs.is_relative THEN 'theirs' ELSE 'is' END, f.relation, 'name', (
            SELECT string_agg(trim(n.given_names || ' ' || n.family_name), ', ' ORDER BY n.kind, n.id) FROM records_name n
            WHERE n.person_id = CASE WHEN theirs.is_relative THEN f.person_id ELSE f.relative_id END))
    FROM records_familylink f
    CROSS JOIN LATERAL (SELECT f.person_id NOT IN (SELECT me.id FROM me) AS is_relative) theirs
    WHERE f.person_id IN (SELECT me.id FROM me) OR f.relative_id IN (SELECT me.id FROM me)
-- of each referral
UNION ALL
    SELECT 'referral', r.id, r.reference, r.received_at, r.agency_id, '', jsonb_build_object(
        'sender', r.sender, 'cohorts', r.about || coalesce((
            SELECT string_agg(', ' || c.name, '' ORDER BY c.name) FROM records_referralcohort m
            JOIN partnership_cohort c ON c.cohort_id = m.cohort_id WHERE m.referral_id = r.id), ''),
        'locality', r.locality, 'consent', r.consent, 'consent_reason', r.consent_reason,
        'approved', r.consent_approved_by, 'basis', r.lawful_basis, 'known_open', r.known_open, 'open_to', r.open_to)
    FROM referral r
UNION ALL
    SELECT 'contact', r.id, r.reference, r.received_at, r.agency_id, 'other', jsonb_build_object('words', r.contact)
    FROM referral r WHERE r.contact <> ''
UNION ALL
    SELECT 'concern', r.id, r.reference, r.received_at, r.agency_id, '', jsonb_build_object('words', r.concern)
    FROM referral r
UNION ALL
    SELECT CASE WHEN s.person_id IN (SELECT me.id FROM me) THEN 'named' ELSE 'other' END, s.id, r.reference, r.received_at,
        s.agency_id, CASE WHEN s.person_id IN (SELECT me.id FROM me) THEN '' ELSE 'other' END,
        jsonb_build_object('role', s.role, 'given', s.given_names, 'family', s.family_name, 'born', s.date_of_birth,
            'sex', s.sex, 'age', s.age)
    FROM referral r JOIN records_subject s ON s.referral_id = r.id
UNION ALL
    SELECT 'restriction', x.id, r.reference, x.at, NULL, '', jsonb_build_object('words', x.reason)
    FROM referral r JOIN records_restriction x ON x.referral_id = r.id
UNION ALL
    SELECT 'change', x.id, r.reference, x.at, NULL, CASE x.field WHEN 'contact' THEN 'other' ELSE '' END,
        jsonb_build_object('field', x.field, 'before', x.before, 'after', x.after)
    FROM referral r JOIN records_change x ON x.referral_id = r.id
UNION ALL
    SELECT 'rating', x.id, r.reference, x.rated_at, x.agency_id, '', jsonb_build_object('words', x.rationale, 'risk',
        coalesce((SELECT k.name FROM partnership_risk k WHERE k.risk = x.risk
            AND k.valid_from <= (r.received_at AT TIME ZONE 'Europe/London')::date ORDER BY k.valid_from DESC LIMIT 1), x.risk))
    FROM referral r JOIN records_rating x ON x.referral_id = r.id
UNION ALL
    SELECT 'request', q.id, r.reference, q.requested_at, q.agency_id, '', jsonb_build_object('asked', g.name,
        'question', q.question, 'response', q.response, 'answered', q.responded_at, 'because', q.declined_because)
    FROM referral r JOIN records_request q ON q.referral_id = r.id JOIN partnership_agency g ON g.agency_id = q.agency_id
UNION ALL
    SELECT 'item', i.id, r.reference, i.given_at, i.owner_id,
        CASE WHEN i.about_id IS NULL OR i.about_id IN (SELECT me.id FROM me) THEN '' ELSE 'other' END,
        jsonb_build_object('words', i.words, 'sharing', i.sharing, 'basis', i.lawful_basis)
    FROM referral r JOIN records_request q ON q.referral_id = r.id JOIN records_item i ON i.request_id = q.id
UNION ALL
    SELECT 'decision', r.id, r.reference, r.decided_at, NULL, '', jsonb_build_object('words', r.rationale, 'outcomes', (
        SELECT string_agg(o.name || coalesce(': ' || g.name || ' ' || lower(d.role) || 's', ''), '; '
            ORDER BY o.severity DESC, o.name, d.role, g.name)
        FROM records_disposal d JOIN partnership_outcome o ON o.outcome_id = d.outcome_id
        LEFT JOIN partnership_agency g ON g.agency_id = d.agency_id WHERE d.referral_id = r.id))
    FROM referral r WHERE r.decided_at IS NOT NULL
UNION ALL
    SELECT 'told', f.id, r.reference, f.told_at, NULL, '', jsonb_build_object('way', f.way, 'words', f.words, 'quotes', (
        SELECT string_agg(quote ->> 'words', E'\n') FROM jsonb_array_elements(f.quotes) quote))
    FROM referral r JOIN records_feedback f ON f.referral_id = r.id
UNION ALL
    SELECT 'disagreement', e.id, r.reference, e.raised_at, e.raised_by_id, '', jsonb_build_object('by', a.name, 'about', b.name,
        'reason', e.reason, 'resolved', e.resolved_at, 'resolution', e.resolution)
    FROM referral r JOIN records_escalation e ON e.referral_id = r.id
    JOIN partnership_agency a ON a.agency_id = e.raised_by_id JOIN partnership_agency b ON b.agency_id = e.about_id
UNION ALL
    SELECT 'argued', s.id, r.reference, s.at, s.agency_id, '', jsonb_build_object('words', s.words, 'by', a.name)
    FROM referral r JOIN records_escalation e ON e.referral_id = r.id JOIN records_escalationstep s ON s.escalation_id = e.id
    JOIN partnership_agency a ON a.agency_id = s.agency_id
$$;

-- Names to look for in what was gathered: the person's own, those of others in the record, of who worked on it.
CREATE OR REPLACE FUNCTION mash_access_names(wanted uuid) RETURNS TABLE (whose text, name text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH me AS MATERIALIZED (SELECT * FROM mash_access_people(wanted)),
    referral AS MATERIALIZED (
        SELECT r.* FROM mash_access_referrals(wanted) t JOIN records_referral r ON r.id = t.id WHERE t.is_open),
    other AS (
        SELECT s.person_id AS id FROM records_subject s JOIN referral r ON r.id = s.referral_id
        UNION SELECT f.relative_id FROM records_familylink f JOIN me ON me.id = f.person_id
        UNION SELECT f.person_id FROM records_familylink f JOIN me ON me.id = f.relative_id)
    SELECT CASE WHEN n.person_id IN (SELECT me.id FROM me) THEN 'own' ELSE 'other' END, n.given_names || ' ' || n.family_name
    FROM records_name n WHERE n.person_id IN (SELECT me.id FROM me UNION SELECT other.id FROM other)
UNION
    SELECT CASE WHEN s.person_id IN (SELECT me.id FROM me) THEN 'own' ELSE 'other' END, s.given_names || ' ' || s.family_name
    FROM records_subject s JOIN referral r ON r.id = s.referral_id
UNION
    SELECT 'staff', a.name FROM partnership_account a WHERE a.id IN (
        SELECT unnest(ARRAY[r.submitted_by_id, r.worker_id, r.decided_by_id]) FROM referral r
        UNION SELECT x.account_id FROM records_rating x JOIN referral r ON r.id = x.referral_id
        UNION SELECT unnest(ARRAY[x.requested_by_id, x.responded_by_id]) FROM records_request x JOIN referral r ON r.id = x.referral_id
        UNION SELECT x.account_id FROM records_feedback x JOIN referral r ON r.id = x.referral_id
        UNION SELECT x.account_id FROM records_change x JOIN referral r ON r.id = x.referral_id
        UNION SELECT s.account_id FROM records_escalation x JOIN referral r ON r.id = x.referral_id
            JOIN records_escalationstep s ON s.escalation_id = x.id)
$$;

SELECT mash_not_for_all('mash_access_');
GRANT EXECUTE ON FUNCTION mash_access_find(text, text, text, text, text[]) TO mash_app;
GRANT EXECUTE ON FUNCTION mash_access_restricted(uuid) TO mash_app;
GRANT EXECUTE ON FUNCTION mash_access_gather(uuid) TO mash_app;
GRANT EXECUTE ON FUNCTION mash_access_names(uuid) TO mash_app;
