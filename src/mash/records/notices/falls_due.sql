-- What falls due, for the worker, which sees no referral of its own accord: ids, codes and instants only.
-- Run by the owner after every migration.

-- Soon = in the last quarter of its time; late = due within the last three days, so that what was due long ago
-- wakes nobody. Agencies: those of which whoever may do `permission` is told; NULL = any of the hub.
CREATE OR REPLACE FUNCTION mash_falls_due(at timestamptz)
RETURNS TABLE (kind text, hub text, referral uuid, request uuid, escalation uuid, due_at timestamptz,
               permission text, agencies text[], accounts bigint[])
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH falling AS (
        SELECT 'answer' AS what, r.hub_id, r.id AS referral, q.id AS request, NULL::uuid AS escalation,
            q.requested_at AS began, q.due_at, 'REQUEST_ANSWER' AS permission, ARRAY[q.agency_id] AS agencies,
            ARRAY[]::bigint[] AS accounts, ARRAY[q.requested_by_id] AS when_late
        FROM records_request q JOIN records_referral r ON r.id = q.referral_id
        WHERE q.responded_at IS NULL AND r.decided_at IS NULL
    UNION ALL
        SELECT 'decision', r.hub_id, r.id, NULL, NULL, r.received_at, r.due_at, 'REFERRAL_DECIDE',
            CASE WHEN r.worker_id IS NOT NULL THEN ARRAY[]::varchar[]
                 WHEN r.owner_id IS NOT NULL THEN ARRAY[r.owner_id] END,
            array_remove(ARRAY[r.worker_id], NULL), ARRAY[]::bigint[]
        FROM records_referral r WHERE r.decided_at IS NULL
    UNION ALL
        SELECT 'stage', r.hub_id, r.id, NULL, e.id,
            (SELECT max(s.at) FROM records_escalationstep s WHERE s.escalation_id = e.id), e.due_at,
            'ESCALATION_RAISE', ARRAY[e.about_id], ARRAY[]::bigint[], ARRAY[e.account_id]
        FROM records_escalation e JOIN records_referral r ON r.id = e.referral_id
        WHERE e.resolved_at IS NULL
    ), told AS (
        SELECT what || CASE WHEN at >= f.due_at THEN '_late' ELSE '_soon' END AS kind, f.*
        FROM falling f
        WHERE f.due_at > at - interval '3 days' AND f.due_at - at <= (f.due_at - f.began) / 4
    UNION ALL
        SELECT 'unrated', 'unrated', r.hub_id, r.id, NULL, NULL, r.received_at,
            r.received_at + make_interval(mins => h.unrated_minutes), 'REFERRAL_RATE', NULL,
            ARRAY[]::bigint[], ARRAY[]::bigint[]
        FROM records_referral r JOIN partnership_hub h ON h.hub_id = r.hub_id
        WHERE r.risk = '' AND r.decided_at IS NULL
            AND r.received_at + make_interval(mins => h.unrated_minutes)
                BETWEEN at - interval '3 days' AND at
    )
    SELECT t.kind, t.hub_id::text, t.referral, t.request, t.escalation, t.due_at, t.permission, t.agencies::text[],
        t.accounts || CASE WHEN at >= t.due_at THEN t.when_late ELSE ARRAY[]::bigint[] END
    FROM told t
    WHERE NOT EXISTS (
        SELECT FROM records_notice n
        WHERE n.kind = t.kind AND n.referral_id = t.referral AND n.of = t.due_at
            AND n.request_id IS NOT DISTINCT FROM t.request AND n.escalation_id IS NOT DISTINCT FROM t.escalation
    )
$$;

-- A notice whose matter is settled is as good as read: the request is answered, the referral rated or decided, the
-- disagreement resolved or at another stage. Notices of 90 days ago go.
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
    DELETE FROM records_notice n WHERE n.at < mash_settle_notices.at - interval '90 days'
$$;

REVOKE EXECUTE ON FUNCTION mash_falls_due(timestamptz), mash_settle_notices(timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION mash_falls_due(timestamptz), mash_settle_notices(timestamptz) TO mash_worker;
