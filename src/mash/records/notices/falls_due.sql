-- What falls due, for the worker, which sees no record of its own accord: ids, codes and instants only.
-- Run by the owner after every migration.

-- What is due on a day is in time until that day ends, by London's clock.
CREATE OR REPLACE FUNCTION mash_last_minute(due_on date) RETURNS timestamptz
LANGUAGE sql IMMUTABLE AS $$ SELECT (due_on + time '23:59') AT TIME ZONE 'Europe/London' $$;

-- Soon = in the last quarter of its time, and thirty days at most; late = due within the last three days, so that
-- what was due long ago wakes nobody. Agencies: those of which whoever may do `permission` is told; NULL = any of
-- the hub.
DROP FUNCTION IF EXISTS mash_falls_due(timestamptz);
CREATE FUNCTION mash_falls_due(at timestamptz)
RETURNS TABLE (kind text, hub text, referral uuid, request uuid, escalation uuid, complaint uuid, recommendation uuid,
               action uuid, access uuid, due_at timestamptz, permission text, agencies text[], accounts bigint[])
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH falling AS (
        SELECT 'answer' AS what, r.hub_id, r.id AS referral, q.id AS request, NULL::uuid AS escalation,
            NULL::uuid AS complaint, NULL::uuid AS recommendation, NULL::uuid AS action, NULL::uuid AS access,
            q.requested_at AS began, q.due_at, 'REQUEST_ANSWER' AS permission, ARRAY[q.agency_id] AS agencies,
            ARRAY[]::bigint[] AS accounts, ARRAY[q.requested_by_id] AS when_late
        FROM records_request q JOIN records_referral r ON r.id = q.referral_id
        WHERE q.responded_at IS NULL AND r.decided_at IS NULL
    UNION ALL
        SELECT 'decision', r.hub_id, r.id, NULL, NULL, NULL, NULL, NULL, NULL, r.received_at, r.due_at, 'REFERRAL_DECIDE',
            CASE WHEN r.worker_id IS NOT NULL THEN ARRAY[]::varchar[]
                 WHEN r.owner_id IS NOT NULL THEN ARRAY[r.owner_id] END,
            array_remove(ARRAY[r.worker_id], NULL), ARRAY[]::bigint[]
        FROM records_referral r WHERE r.decided_at IS NULL
    UNION ALL
        SELECT 'stage', r.hub_id, r.id, NULL, e.id, NULL, NULL, NULL, NULL,
            (SELECT max(s.at) FROM records_escalationstep s WHERE s.escalation_id = e.id), e.due_at,
            'ESCALATION_RAISE', ARRAY[e.about_id], ARRAY[]::bigint[], ARRAY[e.account_id]
        FROM records_escalation e JOIN records_referral r ON r.id = e.referral_id
        WHERE e.resolved_at IS NULL
    UNION ALL
        SELECT 'complaint', c.hub_id, NULL, NULL, NULL, c.id, NULL, NULL, NULL,
            c.stage_began_on::timestamp AT TIME ZONE 'Europe/London', c.due_at,
            'REGISTER_KEEP', NULL, ARRAY[]::bigint[], ARRAY[]::bigint[]
        FROM records_complaint c WHERE c.closed_at IS NULL AND c.due_at IS NOT NULL
    UNION ALL
        SELECT 'recommendation', l.hub_id, NULL, NULL, NULL, NULL, m.id, NULL, NULL,
            m.decided_on::timestamp AT TIME ZONE 'Europe/London', mash_last_minute(m.due_on),
            'REGISTER_KEEP', NULL, ARRAY[]::bigint[], ARRAY[]::bigint[]
        FROM records_recommendation m JOIN records_lesson l ON l.id = m.lesson_id WHERE m.status = 'accepted'
    UNION ALL
        SELECT 'action', u.hub_id, NULL, NULL, NULL, NULL, NULL, d.id, NULL, d.at, mash_last_minute(d.due_on),
            'REGISTER_KEEP', NULL, ARRAY[]::bigint[], ARRAY[]::bigint[]
        FROM records_auditaction d JOIN records_audit u ON u.id = d.audit_id WHERE d.completed_on IS NULL
    UNION ALL
        SELECT 'access', a.hub_id, NULL, NULL, NULL, NULL, NULL, NULL, a.id,
            a.received_on::timestamp AT TIME ZONE 'Europe/London', mash_last_minute(a.due_on),
            'SUBJECT_ACCESS', NULL, ARRAY[]::bigint[], ARRAY[]::bigint[]
        FROM records_accessrequest a WHERE a.status = 'open'
    ), told AS (
        SELECT what || CASE WHEN at >= f.due_at THEN '_late' ELSE '_soon' END AS kind, f.*
        FROM falling f
        WHERE f.due_at > at - interval '3 days'
            AND f.due_at - at <= least((f.due_at - f.began) / 4, interval '30 days')
    UNION ALL
        SELECT 'unrated', 'unrated', r.hub_id, r.id, NULL, NULL, NULL, NULL, NULL, NULL, r.received_at,
            r.received_at + make_interval(mins => h.unrated_minutes), 'REFERRAL_RATE', NULL,
            ARRAY[]::bigint[], ARRAY[]::bigint[]
        FROM records_referral r JOIN partnership_hub h ON h.hub_id = r.hub_id
        WHERE r.risk = '' AND r.decided_at IS NULL
            AND r.received_at + make_interval(mins => h.unrated_minutes)
                BETWEEN at - interval '3 days' AND at
    )
    SELECT t.kind, t.hub_id::text, t.referral, t.request, t.escalation, t.complaint, t.recommendation, t.action, t.access, t.due_at, t.permission, t.agencies::text[],
        t.accounts || CASE WHEN at >= t.due_at THEN t.when_late ELSE ARRAY[]::bigint[] END
    FROM told t
    WHERE NOT EXISTS (
        SELECT FROM records_notice n
        WHERE n.kind = t.kind AND n.of = t.due_at AND n.referral_id IS NOT DISTINCT FROM t.referral
            AND n.request_id IS NOT DISTINCT FROM t.request AND n.escalation_id IS NOT DISTINCT FROM t.escalation
            AND n.complaint_id IS NOT DISTINCT FROM t.complaint
            AND n.recommendation_id IS NOT DISTINCT FROM t.recommendation
            AND n.action_id IS NOT DISTINCT FROM t.action AND n.access_id IS NOT DISTINCT FROM t.access
    )
$$;

-- A notice whose matter is settled is as good as read: the request is answered, the referral rated or decided, the
-- disagreement resolved or at another stage, the complaint closed, the recommendation or action done, the
-- request for a record answered, or due at another time. Notices of 90 days ago go.
CREATE OR REPLACE FUNCTION mash_settle_notices(at timestamptz) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    UPDATE records_notice n SET read_at = at
    FROM records_referral r
    WHERE n.read_at IS NULL AND r.id = n.referral_id AND (
        (n.kind IN ('asked', 'answer_soon', 'answer_late') AND (r.decided_at IS NOT NULL
            OR EXISTS (SELECT FROM records_request q WHERE q.id = n.request_id AND q.responded_at IS NOT NULL)))
        OR (n.kind = 'unrated' AND r.risk <> '')
        OR (n.kind IN ('decision_soon', 'decision_late')
            AND (r.decided_at IS NOT NULL OR r.due_at IS DISTINCT FROM n.due_at))
        OR (n.kind IN ('stage_soon', 'stage_late') AND EXISTS (
            SELECT FROM records_escalation e WHERE e.id = n.escalation_id
                AND (e.resolved_at IS NOT NULL OR e.due_at IS DISTINCT FROM n.due_at)))
        OR (n.kind = 'answer_soon' AND n.due_at <= at)
        OR (n.kind = 'decision_soon' AND n.due_at <= at)
    );
    UPDATE records_notice n SET read_at = at
    WHERE n.read_at IS NULL AND n.referral_id IS NULL AND (
        (n.kind LIKE '%\_soon' AND n.due_at <= at)
        OR EXISTS (SELECT FROM records_complaint c WHERE c.id = n.complaint_id
                   AND (c.closed_at IS NOT NULL OR c.due_at IS DISTINCT FROM n.due_at))
        OR EXISTS (SELECT FROM records_recommendation m WHERE m.id = n.recommendation_id
                   AND (m.status <> 'accepted' OR mash_last_minute(m.due_on) IS DISTINCT FROM n.due_at))
        OR EXISTS (SELECT FROM records_auditaction d WHERE d.id = n.action_id
                   AND (d.completed_on IS NOT NULL OR mash_last_minute(d.due_on) <> n.due_at))
        OR EXISTS (SELECT FROM records_accessrequest a WHERE a.id = n.access_id
                   AND (a.status <> 'open' OR mash_last_minute(a.due_on) <> n.due_at))
    );
    DELETE FROM records_notice n WHERE n.at < mash_settle_notices.at - interval '90 days'
$$;

REVOKE EXECUTE ON FUNCTION mash_falls_due(timestamptz), mash_settle_notices(timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION mash_falls_due(timestamptz), mash_settle_notices(timestamptz) TO mash_worker;
