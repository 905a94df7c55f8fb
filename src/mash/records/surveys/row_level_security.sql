-- Surveys: a register. Tokens, letters, posted answers and who was asked have no policy, so nobody sees them: they
-- are reached through the functions below, with the digest of a link's secret or sealed with a key that the database
-- does not have. Wherever rows could be told apart by the order in which they were written, that order is a lot.
DO $$
DECLARE
    theirs constant text := 'EXISTS (SELECT FROM records_survey p WHERE p.id = survey_id)';
    asked constant text := 'EXISTS (SELECT FROM records_surveyquestion p WHERE p.id = question_id)';
    keeps constant text := 'hub_id = ANY ((SELECT mash_hubs(''REGISTER_KEEP''))::text[])';
    record text;
BEGIN
    PERFORM mash_register('survey');
    PERFORM mash_register_part('surveyquestion', 'survey_id', 'survey');
    PERFORM mash_row_policy('surveystep', 'seen', theirs, '');
    PERFORM mash_row_policy('surveystep', 'new', '', theirs || ' AND account_id = (SELECT mash_account())');
    PERFORM mash_row_policy('surveyinvitation', 'seen', theirs, '');
    PERFORM mash_row_policy('surveyanswer', 'seen', asked, '');
    PERFORM mash_row_policy('surveywords', 'seen', asked, '');
    PERFORM mash_row_policy('surveywords', 'changed', asked, asked);
    PERFORM mash_row_policy('surveyreleased', 'seen',
        keeps || ' OR hub_id = ANY ((SELECT mash_hubs(''MEASURE_READ''))::text[])', '');
    PERFORM mash_row_policy('surveyreleased', 'new', '', keeps);
    PERFORM mash_row_policy('surveyreleased', 'gone', keeps, '');
    FOREACH record IN ARRAY ARRAY['surveytoken', 'surveyletter', 'surveyasked', 'surveyposted'] LOOP
        EXECUTE format('ALTER TABLE records_%I ENABLE ROW LEVEL SECURITY', record);
    END LOOP;
END
$$;

-- A survey that closes forgets every link, letter and address.
CREATE OR REPLACE FUNCTION mash_survey_closes() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    DELETE FROM records_surveytoken WHERE survey_id = NEW.id;
    DELETE FROM records_surveyletter WHERE survey_id = NEW.id;
    DELETE FROM records_surveyasked WHERE survey_id = NEW.id;
    RETURN NULL;
END
$$;
CREATE OR REPLACE TRIGGER survey_closes AFTER UPDATE ON records_survey
    FOR EACH ROW WHEN (NEW.status = 'closed') EXECUTE FUNCTION mash_survey_closes();

-- Invite those who were not asked before; how many. By who keeps the survey, or by the worker as nobody.
CREATE OR REPLACE FUNCTION mash_survey_invite(its_survey uuid, people jsonb, said_on date) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE invited integer;
BEGIN
    PERFORM FROM records_survey s WHERE s.id = its_survey AND s.status = 'open'
        AND (mash_account() IS NULL OR s.hub_id = ANY (mash_hubs('REGISTER_KEEP'))) FOR UPDATE;
    IF NOT FOUND THEN RETURN 0; END IF;
    CREATE TEMP TABLE survey_people ON COMMIT DROP AS
        SELECT p.* FROM jsonb_to_recordset(people) AS p (agency text, who text, token text, letter text, sealed text,
            sent_at timestamptz, until date, rests_until date)
        WHERE NOT EXISTS (SELECT FROM records_surveyasked a WHERE a.survey_id = its_survey AND a.who = p.who
                          AND (a.until IS NULL OR a.until >= said_on));
    SELECT count(*) INTO invited FROM survey_people;
    DELETE FROM records_surveyasked a USING survey_people p WHERE a.survey_id = its_survey AND a.who = p.who;
    INSERT INTO records_surveyasked (id, survey_id, who, until)
        SELECT gen_random_uuid(), its_survey, who, rests_until FROM survey_people ORDER BY who;
    INSERT INTO records_surveytoken (digest, survey_id, agency_id, sent_at, until, saved)
        SELECT token, its_survey, agency, sent_at, until, '' FROM survey_people ORDER BY token;
    INSERT INTO records_surveyletter (digest, survey_id, sealed, first, due_on, until)
        SELECT letter, its_survey, sealed, true, said_on, until FROM survey_people ORDER BY letter;
    INSERT INTO records_surveyinvitation (id, survey_id, agency_id, sent_at)
        SELECT gen_random_uuid(), its_survey, agency, sent_at FROM survey_people ORDER BY gen_random_uuid();
    DROP TABLE survey_people;
    RETURN invited;
END
$$;

-- What a link asks; nothing where it is wrong, used, over, or its survey closed.
CREATE OR REPLACE FUNCTION mash_survey_link(link text, said_on date) RETURNS jsonb
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT jsonb_build_object('survey', s.id, 'title', s.title, 'opening', s.opening, 'until', t.until,
        'agency', t.agency_id, 'sent_at', t.sent_at, 'saved', t.saved, 'questions', (
            SELECT jsonb_agg(to_jsonb(q) - 'survey_id' ORDER BY q.place) FROM records_surveyquestion q
            WHERE q.survey_id = s.id))
    FROM records_surveytoken t JOIN records_survey s ON s.id = t.survey_id
    WHERE t.digest = link AND t.until >= said_on AND s.status = 'open'
$$;
CREATE OR REPLACE FUNCTION mash_survey_save(link text, half text) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    UPDATE records_surveytoken SET saved = half WHERE digest = link
$$;
-- The answer is posted, and link and letter go; whether the link was still there.
CREATE OR REPLACE FUNCTION mash_survey_post(link text, its_letter text, answer text) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE gone record;
BEGIN
    DELETE FROM records_surveytoken t WHERE t.digest = link RETURNING t.survey_id, t.sent_at INTO gone;
    IF gone IS NULL THEN RETURN false; END IF;
    DELETE FROM records_surveyletter l WHERE l.digest = its_letter;
    INSERT INTO records_surveyposted (id, survey_id, sent_at, sealed)
        VALUES (gen_random_uuid(), gone.survey_id, gone.sent_at, answer);
    RETURN true;
END
$$;

-- The next letter that is due after one, held while it is sent. Letters come in the order of their digests: a lot.
CREATE OR REPLACE FUNCTION mash_survey_letter(said_on date, after_letter text) RETURNS TABLE (digest text, sealed text, first boolean,
    until date, title text)
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT l.digest, l.sealed, l.first, l.until, s.title
    FROM records_surveyletter l JOIN records_survey s ON s.id = l.survey_id
    WHERE l.due_on <= said_on AND l.until >= said_on AND l.digest > after_letter ORDER BY l.digest LIMIT 1 FOR UPDATE OF l SKIP LOCKED
$$;
CREATE OR REPLACE FUNCTION mash_survey_letter_sent(its_letter text, said_on date) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    UPDATE records_surveyletter l SET first = false, due_on = said_on + s.remind_days
    FROM records_survey s WHERE l.digest = its_letter AND s.id = l.survey_id AND l.first AND s.remind_days > 0;
    DELETE FROM records_surveyletter l WHERE l.digest = its_letter AND l.due_on <= said_on
$$;
-- What is over is forgotten.
CREATE OR REPLACE FUNCTION mash_survey_forget(said_on date) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    DELETE FROM records_surveytoken WHERE until < said_on;
    DELETE FROM records_surveyletter WHERE until < said_on;
    DELETE FROM records_surveyasked WHERE until < said_on
$$;

-- Open surveys after feedback, and whom the hub has answered between two London days, each once.
CREATE OR REPLACE FUNCTION mash_survey_after_feedback(until_day date)
RETURNS TABLE (survey uuid, opened_on date, answer_days int, rest_days int, email text, agency text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT DISTINCT s.id, s.opened_on, s.answer_days::int, s.rest_days::int, a.email::text, a.agency_id::text
    FROM records_survey s
    JOIN records_referral r ON r.hub_id = s.hub_id
    JOIN records_feedback f ON f.referral_id = r.id
    JOIN partnership_account a ON a.id = r.submitted_by_id
    WHERE s.kind = 'after_feedback' AND s.status = 'open' AND NOT a.is_system AND a.suspended_at IS NULL
        AND until_day <= coalesce(a.access_until, until_day)
        AND (f.told_at AT TIME ZONE 'Europe/London')::date > coalesce(s.told_until, s.opened_on - 1)
        AND (f.told_at AT TIME ZONE 'Europe/London')::date <= until_day
$$;
CREATE OR REPLACE FUNCTION mash_survey_told(until_day date) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    UPDATE records_survey SET told_until = until_day WHERE kind = 'after_feedback' AND status = 'open'
$$;

-- Posted answers that can be mixed, five or more at once: those of one month among that month; and of a survey those
-- that wait for months that are over, among all its months (`pool` is empty). Of a closed one also the last few.
CREATE OR REPLACE FUNCTION mash_survey_posted(said_on date)
RETURNS TABLE (survey uuid, pool timestamptz, id uuid, sent_at timestamptz, sealed text)
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH waiting AS (
        SELECT p.*, s.status = 'closed' AS closed,
            count(*) OVER (PARTITION BY p.survey_id, p.sent_at) >= 5 AS enough,
            s.status = 'closed'
            OR (date_trunc('month', p.sent_at AT TIME ZONE 'Europe/London') < date_trunc('month', said_on::timestamp)
                AND NOT EXISTS (SELECT FROM records_surveytoken t
                                WHERE t.survey_id = p.survey_id AND t.sent_at = p.sent_at)) AS ended
        FROM records_surveyposted p JOIN records_survey s ON s.id = p.survey_id),
    few AS (SELECT *, count(*) OVER (PARTITION BY survey_id) AS n FROM waiting WHERE ended AND NOT enough),
    ready AS (
        SELECT survey_id, sent_at AS pool, id, sent_at, sealed FROM waiting WHERE enough
        UNION ALL SELECT survey_id, NULL, id, sent_at, sealed FROM few WHERE n >= 5 OR closed)
    SELECT * FROM ready ORDER BY survey_id, pool, gen_random_uuid()
$$;
-- Mix answers with all that came before in their pool, a month or the whole survey: so many invitations of each agency
-- and month are answered, whichever, and every score of the pool is written anew in an order by lot, beside an
-- answered invitation by lot.
CREATE OR REPLACE FUNCTION mash_survey_mix(its_survey uuid, pool timestamptz, ids uuid[], mixed_at timestamptz,
    answered jsonb, scores jsonb, words jsonb) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    DELETE FROM records_surveyposted WHERE id = ANY (ids);
    WITH wanted AS (
        SELECT agency, sent_at, count(*) AS n
        FROM jsonb_to_recordset(answered) AS a (agency text, sent_at timestamptz) GROUP BY agency, sent_at),
    by_lot AS (
        SELECT i.id, i.agency_id, i.sent_at,
            row_number() OVER (PARTITION BY i.agency_id, i.sent_at ORDER BY gen_random_uuid()) AS place
        FROM records_surveyinvitation i WHERE i.survey_id = its_survey AND i.answered_at IS NULL)
    UPDATE records_surveyinvitation i SET answered_at = greatest(mixed_at, i.sent_at)
    FROM by_lot l JOIN wanted w ON w.agency = l.agency_id AND w.sent_at = l.sent_at
    WHERE l.id = i.id AND l.place <= w.n;
    WITH before AS (
        DELETE FROM records_surveyanswer a USING records_surveyinvitation i
        WHERE i.id = a.invitation_id AND i.survey_id = its_survey AND (pool IS NULL OR i.sent_at = pool)
        RETURNING a.question_id, a.score),
    given AS (
        SELECT question_id, score FROM before
        UNION ALL SELECT g.question, g.score FROM jsonb_to_recordset(scores) AS g (question uuid, score int)),
    numbered AS (
        SELECT question_id, score, row_number() OVER (PARTITION BY question_id ORDER BY gen_random_uuid()) AS place
        FROM given),
    drawn AS (
        SELECT q.id AS question, i.id AS invitation,
            row_number() OVER (PARTITION BY q.id ORDER BY gen_random_uuid()) AS place
        FROM records_surveyquestion q JOIN records_surveyinvitation i ON i.survey_id = q.survey_id
        WHERE q.survey_id = its_survey AND (pool IS NULL OR i.sent_at = pool) AND i.answered_at IS NOT NULL)
    INSERT INTO records_surveyanswer (id, question_id, invitation_id, score)
        SELECT gen_random_uuid(), n.question_id, d.invitation, n.score
        FROM numbered n JOIN drawn d ON d.question = n.question_id AND d.place = n.place ORDER BY gen_random_uuid();
    INSERT INTO records_surveywords (id, question_id, words, status, version)
        SELECT gen_random_uuid(), w.question, w.words, 'waiting', 1
        FROM jsonb_to_recordset(words) AS w (question uuid, words text) ORDER BY gen_random_uuid();
END
$$;

SELECT mash_not_for_all('mash_survey_', 'mash_app, mash_worker');
