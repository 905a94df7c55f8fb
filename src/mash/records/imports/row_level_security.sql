-- Imports into a register are of its keepers, those of referrals of the agency that submits them.
DO $$
DECLARE
    theirs constant text := '((permission = ''REGISTER_KEEP'' AND hub_id = ANY ((SELECT mash_hubs(''REGISTER_KEEP''))::text[]))
        OR (permission = ''REFERRAL_SUBMIT'' AND hub_id = ANY ((SELECT mash_hubs(''REFERRAL_SUBMIT''))::text[])
            AND agency_id = (SELECT mash_agency())))';
    row_of constant text := 'EXISTS (SELECT FROM records_import i WHERE i.id = whole_id)';
    known constant text := 'agency_id = (SELECT mash_agency())
        AND cardinality((SELECT mash_hubs(''REGISTER_KEEP'')) || (SELECT mash_hubs(''REFERRAL_SUBMIT''))) > 0';
BEGIN
    PERFORM mash_row_policy('import', 'seen', theirs, '');
    PERFORM mash_row_policy('import', 'new', '', theirs || ' AND agency_id = (SELECT mash_agency())');
    PERFORM mash_row_policy('import', 'changed', theirs, theirs);
    PERFORM mash_row_policy('importedrow', 'seen', row_of, '');
    PERFORM mash_row_policy('importedrow', 'new', '', row_of);
    PERFORM mash_row_policy('importedrow', 'changed', row_of, row_of);
    PERFORM mash_row_policy('knowncolumns', 'seen', known, '');
    PERFORM mash_row_policy('knowncolumns', 'new', '', known);
    PERFORM mash_row_policy('knowncolumns', 'changed', known, known);
END
$$;

-- Whether nobody has worked on a record since it was brought in. Rows are changed with their version.
CREATE OR REPLACE FUNCTION mash_untouched(kind text, made uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT CASE kind
        WHEN 'referrals' THEN EXISTS (SELECT FROM records_referral r WHERE r.id = made AND r.version = 1)
            AND NOT EXISTS (SELECT FROM records_rating x WHERE x.referral_id = made)
            AND NOT EXISTS (SELECT FROM records_request x WHERE x.referral_id = made)
            AND NOT EXISTS (SELECT FROM records_escalation x WHERE x.referral_id = made)
            AND NOT EXISTS (SELECT FROM records_restriction x WHERE x.referral_id = made)
            AND NOT EXISTS (SELECT FROM records_brokenglass x WHERE x.referral_id = made)
            AND NOT EXISTS (
                SELECT FROM records_subject s JOIN records_person p ON p.id = s.person_id
                WHERE s.referral_id = made AND (
                    p.cluster <> p.id
                    OR EXISTS (SELECT FROM records_person o WHERE o.cluster = p.id AND o.id <> p.id)
                    OR EXISTS (SELECT FROM records_subject o WHERE o.person_id = p.id AND o.referral_id <> made)
                    OR EXISTS (SELECT FROM records_merge m WHERE p.id IN (m.first_id, m.second_id))
                    OR EXISTS (SELECT FROM records_knowndifferent d WHERE p.id IN (d.first_id, d.second_id))
                    OR EXISTS (SELECT FROM records_familylink f WHERE p.id IN (f.person_id, f.relative_id))))
        WHEN 'complaints' THEN EXISTS (SELECT FROM records_complaint c WHERE c.id = made AND c.version = 1)
            AND (SELECT count(*) FROM records_complaintstep s WHERE s.complaint_id = made) <= 1
        WHEN 'lessons' THEN EXISTS (SELECT FROM records_lesson l WHERE l.id = made AND l.version = 1)
            AND NOT EXISTS (SELECT FROM records_recommendation r WHERE r.lesson_id = made)
        WHEN 'evidence' THEN EXISTS (SELECT FROM records_evidence e WHERE e.id = made AND e.version = 1)
            AND NOT EXISTS (SELECT FROM records_evidenceuse u WHERE u.evidence_id = made)
            AND NOT EXISTS (SELECT FROM records_keptwords k WHERE k.evidence_id = made)
        WHEN 'activities' THEN EXISTS (SELECT FROM records_activity a WHERE a.id = made AND a.version = 1)
        WHEN 'baselines' THEN EXISTS (SELECT FROM records_baseline b WHERE b.id = made AND b.version = 1)
        ELSE false
    END
$$;
-- Take back what an import brought in and nobody has worked on since, for who sees the import; how many rows.
CREATE OR REPLACE FUNCTION mash_take_back(wanted uuid) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    whole records_import;
    gone uuid[];
    people uuid[];
BEGIN
    SELECT i.* INTO whole FROM records_import i WHERE i.id = wanted AND i.state = 'accepted' AND (
        (i.permission = 'REGISTER_KEEP' AND i.hub_id = ANY (mash_hubs('REGISTER_KEEP')))
        OR (i.permission = 'REFERRAL_SUBMIT' AND i.hub_id = ANY (mash_hubs('REFERRAL_SUBMIT'))
            AND i.agency_id = mash_agency()));
    IF NOT FOUND THEN RETURN 0; END IF;
    SELECT array_agg(r.made) INTO gone FROM records_importedrow r
        WHERE r.whole_id = wanted AND r.state = 'in' AND mash_untouched(whole.kind, r.made);
    IF gone IS NULL THEN RETURN 0; END IF;
    IF whole.kind = 'referrals' THEN
        SELECT array_agg(s.person_id) INTO people FROM records_subject s WHERE s.referral_id = ANY (gone);
        DELETE FROM records_notice WHERE referral_id = ANY (gone);
        DELETE FROM records_referralcohort WHERE referral_id = ANY (gone);
        DELETE FROM records_subject WHERE referral_id = ANY (gone);
        DELETE FROM records_change WHERE referral_id = ANY (gone);
        DELETE FROM records_referral WHERE id = ANY (gone);
        DELETE FROM records_nameword WHERE person_id = ANY (people);
        DELETE FROM records_name WHERE person_id = ANY (people);
        DELETE FROM records_identifier WHERE person_id = ANY (people);
        DELETE FROM records_address WHERE person_id = ANY (people);
        DELETE FROM records_person WHERE id = ANY (people);
    ELSIF whole.kind = 'complaints' THEN
        DELETE FROM records_complaintstep WHERE complaint_id = ANY (gone);
        DELETE FROM records_complaintagency WHERE complaint_id = ANY (gone);
        DELETE FROM records_complaint WHERE id = ANY (gone);
    ELSIF whole.kind = 'lessons' THEN
        DELETE FROM records_lesson WHERE id = ANY (gone);
    ELSIF whole.kind = 'evidence' THEN
        DELETE FROM records_evidence WHERE id = ANY (gone);
    ELSIF whole.kind = 'activities' THEN
        DELETE FROM records_activitystep WHERE activity_id = ANY (gone);
        DELETE FROM records_activityagency WHERE activity_id = ANY (gone);
        DELETE FROM records_activity WHERE id = ANY (gone);
    ELSIF whole.kind = 'baselines' THEN
        DELETE FROM records_baselinestep WHERE baseline_id = ANY (gone);
        DELETE FROM records_baseline WHERE id = ANY (gone);
    END IF;
    UPDATE records_importedrow SET state = 'back' WHERE whole_id = wanted AND made = ANY (gone);
    RETURN cardinality(gone);
END
$$;
-- Imports that the worker has lost: ids and who handed them in or sent them on, nothing else.
CREATE OR REPLACE FUNCTION mash_lost_imports(before timestamptz) RETURNS TABLE (import uuid, account bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT i.id, i.account_id FROM records_import i
    WHERE i.state IN ('reading', 'checking', 'accepting') AND i.touched_at < before AND i.tries < 3
$$;
REVOKE EXECUTE ON FUNCTION mash_lost_imports(timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION mash_lost_imports(timestamptz) TO mash_worker;
REVOKE EXECUTE ON FUNCTION mash_untouched(text, uuid) FROM PUBLIC;
