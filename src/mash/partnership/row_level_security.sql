-- Who asks, as the database itself sees it: from the account that the app named for this transaction, through
-- its appointments, to the hubs in which the policy allows something. Nothing named = nobody = no hub.
-- Run by the owner after every migration; mash_roles_with is written from policy.py just before.
CREATE OR REPLACE FUNCTION mash_account() RETURNS bigint LANGUAGE sql STABLE AS $$
    SELECT nullif(current_setting('mash.account', true), '')::bigint
$$;

-- This and the next are in PL/pgSQL for speed. A function in SQL that is not SECURITY DEFINER is parsed anew wherever a
-- policy asks it and whenever a query is planned, to see whether it could stand in the query itself: half of all planning.
CREATE OR REPLACE FUNCTION mash_agency() RETURNS text LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN (SELECT agency_id::text FROM partnership_account WHERE id = mash_account());
END
$$;

-- The hubs in which the account holds a permission today: not suspended, not run out, its agency still there.
CREATE OR REPLACE FUNCTION mash_hubs(permission text) RETURNS text[] LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN (
        SELECT coalesce(array_agg(DISTINCT held.hub_id::text), '{}')
        FROM partnership_account account
        JOIN partnership_agency agency ON agency.agency_id = account.agency_id
        JOIN partnership_appointment held ON held.account_id = account.id
        CROSS JOIN (SELECT (now() AT TIME ZONE 'Europe/London')::date AS today) clock
        WHERE account.id = mash_account()
            AND held.role = ANY (mash_roles_with(permission))
            AND account.suspended_at IS NULL
            AND today <= coalesce(account.access_until, today)
            AND today <= coalesce(agency.valid_to, today)
            AND today BETWEEN coalesce(held.valid_from, today) AND coalesce(held.valid_to, today)
    );
END
$$;
