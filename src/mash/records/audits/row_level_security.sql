-- Audits, as need_to_know.py has them. mash_sampled, the way to the referral, stands with the referral's rules.
-- What these answer of referrals is ids, references and codes: who keeps registers sees no referral.

-- Whether one audits this now: assigned, the round open, not replaced, the referral not closed to one.
CREATE OR REPLACE FUNCTION mash_audits(wanted uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT EXISTS (
        SELECT FROM records_audit a JOIN records_referral r ON r.id = a.referral_id
        WHERE a.id = wanted AND a.hub_id = ANY (mash_hubs('AUDIT_GRADE')) AND a.replaced_on IS NULL
            AND EXISTS (SELECT FROM records_auditgrading g WHERE g.audit_id = a.id AND g.account_id = mash_account())
            AND EXISTS (SELECT FROM records_auditround o WHERE o.id = a.round_id AND o.closed_on IS NULL)
            AND mash_open_to(r.id, r.restricted)
    )
$$;
CREATE OR REPLACE FUNCTION mash_audits_in(wanted uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT EXISTS (SELECT FROM records_audit a WHERE a.round_id = wanted AND mash_audits(a.id))
$$;
-- Whether one's own grades of an audit are sent; NULL where one does not grade it.
CREATE OR REPLACE FUNCTION mash_sent_grades(wanted uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT g.sent_at IS NOT NULL FROM records_auditgrading g
    WHERE g.audit_id = wanted AND g.account_id = mash_account()
$$;
-- Whose work a referral was, in any part.
CREATE OR REPLACE FUNCTION mash_workers_of(referral uuid) RETURNS bigint[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT coalesce(array_agg(DISTINCT account), '{}') FROM (
        SELECT unnest(ARRAY[r.submitted_by_id, r.worker_id, r.decided_by_id]) AS account
            FROM records_referral r WHERE r.id = referral
        UNION ALL SELECT account_id FROM records_rating WHERE referral_id = referral
        UNION ALL SELECT unnest(ARRAY[q.requested_by_id, q.responded_by_id])
            FROM records_request q WHERE q.referral_id = referral
        UNION ALL SELECT account_id FROM records_feedback WHERE referral_id = referral
        UNION ALL SELECT account_id FROM records_change WHERE referral_id = referral
        UNION ALL SELECT e.account_id FROM records_escalation e WHERE e.referral_id = referral
        UNION ALL SELECT s.account_id FROM records_escalationstep s
            JOIN records_escalation e ON e.id = s.escalation_id WHERE e.referral_id = referral
    ) worked WHERE account IS NOT NULL
$$;
-- What a round is drawn from, for who keeps that hub's registers: referrals decided on these London days, with how
-- serious the decision was. Restricted ones are not among them.
CREATE OR REPLACE FUNCTION mash_audit_population(hub text, first date, last date)
RETURNS TABLE (referral uuid, reference text, severity integer, cohort text, risk text, agencies text[])
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT r.id, r.reference::text, coalesce(decided.severity, 0), r.cohort_id::text, r.risk::text,
        ARRAY(SELECT DISTINCT agency::text FROM (
            SELECT unnest(ARRAY[r.agency_id, r.owner_id]) AS agency
            UNION ALL SELECT d.agency_id FROM records_disposal d WHERE d.referral_id = r.id
            UNION ALL SELECT q.agency_id FROM records_request q
                WHERE q.referral_id = r.id AND q.response <> 'cancelled'
        ) part WHERE agency IS NOT NULL ORDER BY 1)
    FROM records_referral r
    CROSS JOIN LATERAL (
        SELECT max(o.severity)::integer AS severity FROM records_disposal d
        JOIN partnership_outcome o ON o.outcome_id = d.outcome_id WHERE d.referral_id = r.id
    ) decided
    WHERE r.hub_id = mash_audit_population.hub AND r.hub_id = ANY (mash_hubs('REGISTER_KEEP')) AND NOT r.restricted
        AND (r.decided_at AT TIME ZONE 'Europe/London')::date BETWEEN first AND last
$$;
-- Which of these accounts worked on a referral, for who keeps the registers of its hub.
CREATE OR REPLACE FUNCTION mash_worked_on(referral uuid, accounts bigint[]) RETURNS bigint[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT ARRAY(SELECT unnest(accounts) INTERSECT SELECT unnest(mash_workers_of(referral)))
    FROM records_referral r WHERE r.id = referral AND r.hub_id = ANY (mash_hubs('REGISTER_KEEP'))
$$;
REVOKE EXECUTE ON FUNCTION mash_workers_of(uuid) FROM PUBLIC;

DO $$
DECLARE
    keeps constant text := 'hub_id = ANY ((SELECT mash_hubs(''REGISTER_KEEP''))::text[])';
    account constant text := 'account_id = (SELECT mash_account())';
    seen_round constant text := 'EXISTS (SELECT FROM records_auditround p WHERE p.id = round_id)';
    kept_round constant text := 'EXISTS (SELECT FROM records_auditround p WHERE p.id = round_id AND p.' || keeps || ')';
    seen_audit constant text := 'EXISTS (SELECT FROM records_audit p WHERE p.id = audit_id)';
    kept_audit constant text := 'EXISTS (SELECT FROM records_audit p WHERE p.id = audit_id AND p.' || keeps || ')';
    own constant text := 'EXISTS (SELECT FROM records_auditgrading g WHERE g.id = grading_id AND g.' || account || ')';
    given constant text := '(grading_id IS NULL
        OR EXISTS (SELECT FROM records_auditgrading g WHERE g.id = grading_id AND g.sent_at IS NOT NULL))';
    -- one's own until they are sent; then what the panel agrees
    written constant text := format('mash_audits(audit_id) AND CASE WHEN grading_id IS NULL THEN mash_sent_grades(audit_id)
        ELSE NOT mash_sent_grades(audit_id) AND %s END', own);
    panel constant text := format('(mash_audits(audit_id) AND (%s OR (mash_sent_grades(audit_id) AND %s)))', own, given);
BEGIN
    PERFORM mash_row_policy('auditround', 'seen', keeps || ' OR mash_audits_in(id)', '');
    PERFORM mash_row_policy('auditround', 'new', '', keeps);
    PERFORM mash_row_policy('auditround', 'changed', keeps, keeps);
    PERFORM mash_row_policy('auditcriterion', 'seen', seen_round, '');
    PERFORM mash_row_policy('auditcriterion', 'new', '', kept_round);
    PERFORM mash_row_policy('auditcriterion', 'gone', kept_round, '');
    PERFORM mash_row_policy('audit', 'seen', keeps || ' OR mash_audits(id)', '');
    PERFORM mash_row_policy('audit', 'new', '', keeps);
    PERFORM mash_row_policy('audit', 'changed', keeps || ' OR mash_audits(id)', keeps || ' OR mash_audits(id)');
    PERFORM mash_row_policy('auditgrading', 'seen', seen_audit, '');
    PERFORM mash_row_policy('auditgrading', 'new', '', kept_audit || ' AND EXISTS (SELECT FROM records_audit p
        WHERE p.id = audit_id AND cardinality(mash_worked_on(p.referral_id, ARRAY[records_auditgrading.account_id])) = 0)');
    PERFORM mash_row_policy('auditgrading', 'changed', account || ' AND mash_audits(audit_id)', account);
    PERFORM mash_row_policy('auditgrade', 'seen', format(
        '%s OR (%s AND %s AND mash_sent_grades(audit_id) IS NOT FALSE)', panel, kept_audit, given), '');
    PERFORM mash_row_policy('auditgrade', 'new', '', written);
    PERFORM mash_row_policy('auditgrade', 'changed', written, written);
    -- who keeps registers reads no reasons: they are words about the case
    PERFORM mash_row_policy('auditreason', 'seen', 'EXISTS (SELECT FROM records_auditgrade p WHERE p.id = grade_id AND '
        || replace(panel, 'audit_id', 'p.audit_id') || ')', '');
    PERFORM mash_row_policy('auditreason', 'new', '',
        'EXISTS (SELECT FROM records_auditgrade p WHERE p.id = grade_id AND mash_audits(p.audit_id))');
    PERFORM mash_row_policy('auditreason', 'changed', 'EXISTS (SELECT FROM records_auditgrade p
        JOIN records_auditgrading g ON g.id = p.grading_id
        WHERE p.id = grade_id AND g.account_id = (SELECT mash_account()) AND g.sent_at IS NULL)', 'true');
    PERFORM mash_row_policy('auditaction', 'seen', kept_audit, '');
    PERFORM mash_row_policy('auditaction', 'new', '', kept_audit);
    PERFORM mash_row_policy('auditaction', 'changed', kept_audit, kept_audit);
    PERFORM mash_row_policy('auditstep', 'seen', kept_round, '');
    PERFORM mash_row_policy('auditstep', 'new', '', account || ' AND ' || seen_round);
END
$$;
