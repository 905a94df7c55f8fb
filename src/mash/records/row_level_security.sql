-- Who sees which row of the records, as the database keeps it whatever the app asks for. The same rules as in
-- need_to_know.py, written a second time on purpose: a filter that somebody forgot leaks nothing.
-- The worker is held to them like the app: it does what it does as somebody, or sees nothing.
-- Run by the owner after every migration; running it again changes nothing.
CREATE SEQUENCE IF NOT EXISTS records_reference;

-- These look behind the policies, and answer with no more than yes or no, or an id.
CREATE OR REPLACE FUNCTION mash_open_to(referral uuid, is_restricted boolean) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT NOT is_restricted
        OR EXISTS (SELECT FROM records_namedperson n WHERE n.referral_id = referral AND n.account_id = mash_account())
        OR EXISTS (SELECT FROM records_brokenglass g WHERE g.referral_id = referral
                   AND g.account_id = mash_account() AND g.until > now())
$$;
CREATE OR REPLACE FUNCTION mash_asked(referral uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT EXISTS (SELECT FROM records_request r
                   WHERE r.referral_id = referral AND r.agency_id = mash_agency() AND r.response <> 'cancelled')
$$;
-- Whether a referral was drawn for an audit that one does, of a round that is open (audits).
CREATE OR REPLACE FUNCTION mash_sampled(referral uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT EXISTS (SELECT FROM records_auditgrading g
                   JOIN records_audit a ON a.id = g.audit_id JOIN records_auditround o ON o.id = a.round_id
                   WHERE a.referral_id = referral AND g.account_id = mash_account()
                       AND a.replaced_on IS NULL AND o.closed_on IS NULL)
$$;
-- A referral by its reference, for who may restrict it, or may break its glass: that it is there, and where.
CREATE OR REPLACE FUNCTION mash_referral_named(wanted text, OUT id uuid, OUT hub_id text, OUT restricted boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT r.id, r.hub_id::text, r.restricted FROM records_referral r
    WHERE r.reference = wanted
        AND (r.hub_id = ANY (mash_hubs('RECORD_RESTRICT')) OR r.hub_id = ANY (mash_hubs('REFERRAL_READ'))
             OR (r.hub_id = ANY (mash_hubs('REQUEST_ANSWER')) AND mash_asked(r.id)))
$$;
-- Whether a referral restricted just now is kept in step with its restriction.
CREATE OR REPLACE FUNCTION mash_keep_restricted() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    UPDATE records_referral SET restricted = EXISTS (
        SELECT FROM records_restriction r WHERE r.referral_id = NEW.referral_id AND r.lifted_at IS NULL
    ) WHERE id = NEW.referral_id;
    RETURN NULL;
END
$$;
CREATE OR REPLACE TRIGGER keep_restricted AFTER INSERT OR UPDATE ON records_restriction
    FOR EACH ROW EXECUTE FUNCTION mash_keep_restricted();

-- A person is seen with a referral that names one of their records, and that one works on or is asked about.
CREATE OR REPLACE FUNCTION mash_sees_person(wanted uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT EXISTS (
        SELECT FROM records_person o
        JOIN records_subject s ON s.person_id = o.id
        JOIN records_referral r ON r.id = s.referral_id
        WHERE o.cluster = wanted
            AND (r.hub_id = ANY ((SELECT mash_hubs('REFERRAL_READ'))::text[])
                 OR (r.hub_id = ANY ((SELECT mash_hubs('REQUEST_ANSWER'))::text[]) AND mash_asked(r.id)))
            AND (NOT r.restricted OR mash_open_to(r.id, r.restricted))
    )
$$;
-- Who reviews merges sees the records that were ever merged.
CREATE OR REPLACE FUNCTION mash_reviews_person(wanted uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT cardinality(mash_hubs('MERGE_REVIEW')) > 0
        AND EXISTS (SELECT FROM records_merge m WHERE wanted IN (m.first_id, m.second_id))
$$;
-- People whom one sees and whose names have a word that begins with each of these, at most so many. Words are
-- compared before it is asked who sees whom: that costs a fifth of a millisecond a person, and one word has hundreds.
CREATE OR REPLACE FUNCTION mash_people_named(beginnings text[], most integer) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH named AS MATERIALIZED (
        SELECT w.person_id
        FROM unnest(beginnings) AS beginning
        JOIN records_nameword w ON w.word >= beginning COLLATE "C" AND w.word < (beginning || U&'\+10FFFF') COLLATE "C"
        GROUP BY w.person_id HAVING count(DISTINCT beginning) = cardinality(beginnings)
    )
    SELECT p.id FROM named JOIN records_person p ON p.id = named.person_id
    WHERE mash_sees_person(p.cluster) OR mash_reviews_person(p.id)
    LIMIT most
$$;
-- People whom one sees and who share a number, a birth date, or all words of a name and a postcode with somebody,
-- at most so many. As above, it is asked last who sees whom.
CREATE OR REPLACE FUNCTION mash_people_like(names jsonb, numbers jsonb, births date[], postcodes text[], most integer)
RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH alike AS MATERIALIZED (
        SELECT i.person_id AS id
        FROM jsonb_to_recordset(numbers) AS n (kind text, value text)
        JOIN records_identifier i ON i.kind = n.kind AND i.value = n.value
    UNION
        SELECT p.id FROM records_person p WHERE p.date_of_birth = ANY (births)
    UNION
        SELECT namesake.person_id
        FROM jsonb_array_elements(names) AS n (words)
        CROSS JOIN LATERAL (
            SELECT w.person_id FROM records_nameword w
            WHERE w.word = ANY (ARRAY(SELECT jsonb_array_elements_text(n.words)))
            GROUP BY w.person_id HAVING count(DISTINCT w.word) = jsonb_array_length(n.words)
        ) namesake
        JOIN records_address a ON a.person_id = namesake.person_id
        WHERE replace(a.postcode, ' ', '') = ANY (postcodes)
    )
    SELECT p.id FROM alike JOIN records_person p ON p.id = alike.id
    WHERE mash_sees_person(p.cluster) OR mash_reviews_person(p.id)
    LIMIT most
$$;
-- Put records into their clusters, for who matches people or reviews merges: a row that changes its cluster is
-- seen under neither the old nor the new one while it does.
CREATE OR REPLACE FUNCTION mash_put_together(people uuid[], clusters uuid[]) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    UPDATE records_person p SET cluster = new.cluster
    FROM unnest(people, clusters) AS new (person, cluster)
    WHERE p.id = new.person AND p.cluster <> new.cluster
        AND cardinality(mash_hubs('PERSON_MATCH') || mash_hubs('MERGE_REVIEW')) > 0
$$;
CREATE OR REPLACE FUNCTION mash_may_disagree(referral uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT EXISTS (SELECT FROM records_referral r WHERE r.id = referral
                   AND r.hub_id = ANY (mash_hubs('ESCALATION_RAISE')) AND mash_open_to(r.id, r.restricted))
$$;

-- One policy: who sees rows (`seen`), adds (`new`), changes or deletes them (`changed`, `gone`).
CREATE OR REPLACE FUNCTION mash_row_policy(record text, how text, seen text, written text) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE policy text := how || '_' || record;
BEGIN
    EXECUTE format('ALTER TABLE records_%I ENABLE ROW LEVEL SECURITY', record);
    EXECUTE format('DROP POLICY IF EXISTS %I ON records_%I', policy, record);
    IF how = 'seen' THEN
        EXECUTE format('CREATE POLICY %I ON records_%I FOR SELECT TO mash_app, mash_worker USING (%s)', policy, record, seen);
    ELSIF how = 'new' THEN
        EXECUTE format('CREATE POLICY %I ON records_%I FOR INSERT TO mash_app, mash_worker WITH CHECK (%s)', policy, record, written);
    ELSIF how = 'changed' THEN
        EXECUTE format('CREATE POLICY %I ON records_%I FOR UPDATE TO mash_app, mash_worker USING (%s)'
                       ' WITH CHECK (%s)', policy, record, seen, written);
    ELSE
        EXECUTE format('CREATE POLICY %I ON records_%I FOR DELETE TO mash_app, mash_worker USING (%s)', policy, record, seen);
    END IF;
END
$$;

-- Functions of a room, by how their names begin, are for those alone to whom they are granted: each by itself, or all
-- of them to the roles in `granted`.
CREATE OR REPLACE FUNCTION mash_not_for_all(beginning text, granted text DEFAULT '') RETURNS void
LANGUAGE plpgsql AS $$
DECLARE one regprocedure;
BEGIN
    FOR one IN SELECT oid FROM pg_proc WHERE starts_with(proname, beginning) AND pronamespace = 'public'::regnamespace LOOP
        EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', one);
        IF granted <> '' THEN EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO %s', one, granted); END IF;
    END LOOP;
END
$$;

-- A register: its rows are those of hubs in which one keeps it (keeping.py).
DROP FUNCTION IF EXISTS mash_register(text);
CREATE OR REPLACE FUNCTION mash_register(record text, keeper text DEFAULT 'REGISTER_KEEP') RETURNS void
LANGUAGE plpgsql AS $$
DECLARE keeps constant text := format('hub_id = ANY ((SELECT mash_hubs(%L))::text[])', keeper);
BEGIN
    PERFORM mash_row_policy(record, 'seen', keeps, '');
    PERFORM mash_row_policy(record, 'new', '', keeps);
    PERFORM mash_row_policy(record, 'changed', keeps, keeps);
END
$$;
-- What hangs on a row of a register is seen, added, changed and taken off by who sees that row.
CREATE OR REPLACE FUNCTION mash_register_part(record text, field text, parent text) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE theirs constant text := format('EXISTS (SELECT FROM records_%I p WHERE p.id = %I)', parent, field);
BEGIN
    PERFORM mash_row_policy(record, 'seen', theirs, '');
    PERFORM mash_row_policy(record, 'new', '', theirs);
    PERFORM mash_row_policy(record, 'changed', theirs, theirs);
    PERFORM mash_row_policy(record, 'gone', theirs, '');
END
$$;

DO $$
DECLARE
    account constant text := 'account_id = (SELECT mash_account())';
    open_to constant text := '(NOT restricted OR mash_open_to(id, restricted))';
    reads constant text := 'hub_id = ANY ((SELECT mash_hubs(''REFERRAL_READ''))::text[])';
    answers constant text := 'hub_id = ANY ((SELECT mash_hubs(''REQUEST_ANSWER''))::text[])';
    follows constant text := 'hub_id = ANY ((SELECT mash_hubs(''REFERRAL_FOLLOW''))::text[])';
    ours constant text := 'agency_id = (SELECT mash_agency())';
    casework constant text := format('(%s AND %s)', reads, open_to);
    asked constant text := format('(%s AND mash_asked(id) AND %s)', answers, open_to);
    sent constant text := format('(%s AND %s AND %s)', follows, ours, open_to);
    audits constant text := format('(hub_id = ANY ((SELECT mash_hubs(''AUDIT_GRADE''))::text[]) AND mash_sampled(id) AND %s)',
        open_to);
    -- of rows that hang on a referral
    works constant text := 'EXISTS (SELECT FROM records_referral r WHERE r.id = referral_id AND (%s))';
    by_casework constant text := format(works, casework);
    by_work constant text := format(works, casework || ' OR ' || asked);
    by_sender constant text := format(works, sent);
    by_auditor constant text := format(works, audits);
    decides constant text := format(works, format(
        'hub_id = ANY ((SELECT mash_hubs(''REFERRAL_DECIDE''))::text[]) AND %s', open_to));
    restricts constant text := 'hub_id = ANY ((SELECT mash_hubs(''RECORD_RESTRICT''))::text[])';
    anyone constant text := '(SELECT mash_account()) IS NOT NULL';
    matches constant text := '(cardinality((SELECT mash_hubs(''PERSON_MATCH''))) > 0
        OR cardinality((SELECT mash_hubs(''MERGE_REVIEW''))) > 0)';
    person_seen constant text := 'EXISTS (SELECT FROM records_person p WHERE p.id = %s)';
    noticed constant text := account || ' AND (EXISTS (SELECT FROM records_referral r WHERE r.id = referral_id)
        OR EXISTS (SELECT FROM records_escalation e WHERE e.id = escalation_id)
        OR EXISTS (SELECT FROM records_audit a WHERE a.id = audit_id)
        OR EXISTS (SELECT FROM records_complaint c WHERE c.id = complaint_id)
        OR EXISTS (SELECT FROM records_recommendation m WHERE m.id = recommendation_id)
        OR EXISTS (SELECT FROM records_auditaction d WHERE d.id = action_id)
        OR EXISTS (SELECT FROM records_accessrequest q WHERE q.id = access_id))';
    record text;
BEGIN
    PERFORM mash_row_policy('referral', 'seen', casework || ' OR ' || asked || ' OR ' || sent || ' OR ' || audits, '');
    PERFORM mash_row_policy('referral', 'new', '',
        format('%s AND hub_id = ANY ((SELECT mash_hubs(''REFERRAL_SUBMIT''))::text[])', ours));
    PERFORM mash_row_policy('referral', 'changed', casework, reads);

    PERFORM mash_row_policy('referralcohort', 'seen', by_work || ' OR ' || by_sender, '');
    PERFORM mash_row_policy('referralcohort', 'new', '', by_casework || ' OR ' || by_sender);
    PERFORM mash_row_policy('referralcohort', 'gone', by_casework, '');

    PERFORM mash_row_policy('subject', 'seen', format('%s OR (%s AND %s)', by_work, ours, by_sender), '');
    PERFORM mash_row_policy('subject', 'new', '', format('%s OR (%s AND %s)', by_casework, ours, by_sender));
    PERFORM mash_row_policy('subject', 'changed', by_casework, by_casework);

    PERFORM mash_row_policy('rating', 'seen', by_work || ' OR ' || by_auditor, '');
    PERFORM mash_row_policy('rating', 'new', '', format(works, format(
        'hub_id = ANY ((SELECT mash_hubs(''REFERRAL_RATE''))::text[]) AND %s', open_to)));
    PERFORM mash_row_policy('change', 'seen', by_casework, '');
    PERFORM mash_row_policy('change', 'new', '', by_casework);

    -- an agency's own request is seen by its researchers while it is not withdrawn
    PERFORM mash_row_policy('request', 'seen', format(
        '%s OR %s OR (%s AND response <> ''cancelled'' AND %s)', by_casework, by_auditor, ours, format(works, asked)), '');
    PERFORM mash_row_policy('request', 'new', '', format(works, format(
        'hub_id = ANY ((SELECT mash_hubs(''REFERRAL_SHARE''))::text[]) AND %s', open_to)));
    PERFORM mash_row_policy('request', 'changed', format(
        '%s OR (%s AND %s)', by_casework, ours, format(works, asked)), format('%s OR %s', by_casework, ours));
    PERFORM mash_row_policy('item', 'seen',
        'EXISTS (SELECT FROM records_request q WHERE q.id = request_id)', '');
    -- auditors see requests and disagreements too, and add nothing to them
    PERFORM mash_row_policy('item', 'new', '', format(
        'EXISTS (SELECT FROM records_request q JOIN records_referral r ON r.id = q.referral_id
                 WHERE q.id = request_id AND q.%s AND r.%s)', ours, answers));

    PERFORM mash_row_policy('disposal', 'seen', by_work || ' OR ' || by_auditor, '');
    PERFORM mash_row_policy('disposal', 'new', '', decides);
    PERFORM mash_row_policy('disposal', 'gone', decides, '');
    PERFORM mash_row_policy('feedback', 'seen', format('%s OR %s OR %s', by_casework, by_sender, by_auditor), '');
    PERFORM mash_row_policy('feedback', 'new', '', decides);

    PERFORM mash_row_policy('draft', 'seen', format('%s AND %s', account, ours), '');
    PERFORM mash_row_policy('draft', 'new', '', format('%s AND %s', account, ours));
    PERFORM mash_row_policy('draft', 'changed', format('%s AND %s', account, ours), account);
    PERFORM mash_row_policy('draft', 'gone', account, '');

    PERFORM mash_row_policy('restriction', 'seen', restricts, '');
    PERFORM mash_row_policy('restriction', 'new', '', restricts);
    PERFORM mash_row_policy('restriction', 'changed', restricts, restricts);
    PERFORM mash_row_policy('namedperson', 'seen', format('%s OR %s', restricts, account), '');
    PERFORM mash_row_policy('namedperson', 'new', '', restricts);
    PERFORM mash_row_policy('namedperson', 'gone', restricts, '');
    PERFORM mash_row_policy('brokenglass', 'seen', format('%s OR %s', restricts, account), '');
    PERFORM mash_row_policy('brokenglass', 'new', '', account);

    -- disagreements: casework, and who may disagree for one of the two agencies in it
    PERFORM mash_row_policy('escalation', 'seen', format(
        '%s OR %s OR ((SELECT mash_agency()) IN (raised_by_id, about_id) AND mash_may_disagree(referral_id))',
        by_casework, by_auditor), '');
    PERFORM mash_row_policy('escalation', 'new', '',
        format('raised_by_id = (SELECT mash_agency()) AND mash_may_disagree(referral_id) AND (%s OR %s)', by_work, by_sender));
    PERFORM mash_row_policy('escalation', 'changed', format(
        '%s OR ((SELECT mash_agency()) IN (raised_by_id, about_id) AND mash_may_disagree(referral_id))', by_casework),
        anyone);
    PERFORM mash_row_policy('escalationstep', 'seen',
        'EXISTS (SELECT FROM records_escalation e WHERE e.id = escalation_id)', '');
    PERFORM mash_row_policy('escalationstep', 'new', '', format('%s AND EXISTS (
        SELECT FROM records_escalation e WHERE e.id = escalation_id AND mash_may_disagree(e.referral_id))', ours));

    -- people: seen with a referral that names one of their records, and that one works on or is asked about
    PERFORM mash_row_policy('person', 'seen', 'mash_sees_person(cluster) OR mash_reviews_person(id)', '');
    PERFORM mash_row_policy('person', 'new', '', ours);
    PERFORM mash_row_policy('person', 'changed', matches, anyone);
    FOREACH record IN ARRAY ARRAY['merge', 'knowndifferent'] LOOP
        PERFORM mash_row_policy(record, 'seen', format('cardinality((SELECT mash_hubs(''MERGE_REVIEW''))) > 0 OR (%s AND %s)',
            format(person_seen, 'first_id'), format(person_seen, 'second_id')), '');
        PERFORM mash_row_policy(record, 'new', '', account || ' AND ' || matches);
    END LOOP;
    PERFORM mash_row_policy('merge', 'changed', matches, matches);
    FOREACH record IN ARRAY ARRAY['name', 'nameword', 'identifier', 'address', 'familylink'] LOOP
        PERFORM mash_row_policy(record, 'seen', format(person_seen, 'person_id'), '');
        PERFORM mash_row_policy(record, 'new', '', CASE record WHEN 'nameword' THEN anyone ELSE ours END);
    END LOOP;

    -- notices: one's own, while one sees what they are about
    PERFORM mash_row_policy('notice', 'seen', noticed, '');
    PERFORM mash_row_policy('notice', 'new', '', noticed);
    PERFORM mash_row_policy('notice', 'changed', noticed, account);
    PERFORM mash_row_policy('mailchoice', 'seen', account, '');
    PERFORM mash_row_policy('mailchoice', 'new', '', account);
    PERFORM mash_row_policy('mailchoice', 'changed', account, account);
END
$$;
