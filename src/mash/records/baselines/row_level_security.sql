-- Baselines: a register. What was done with an entry is added, never changed or taken off.
DO $$
DECLARE theirs constant text := 'EXISTS (SELECT FROM records_baseline p WHERE p.id = baseline_id)';
BEGIN
    PERFORM mash_register('baseline');
    PERFORM mash_row_policy('baselinestep', 'seen', theirs, '');
    PERFORM mash_row_policy('baselinestep', 'new', '', theirs || ' AND account_id = (SELECT mash_account())');
END
$$;
-- The first period of an agency and cohort with a day in common, in whichever hub it was entered: a dataset holds
-- all hubs, and an agency's demand stands there once. It tells days, no volume, and only to who keeps a register.
CREATE OR REPLACE FUNCTION mash_baseline_over(wanted_agency text, wanted_cohort text, first date, last date)
RETURNS TABLE (starts date, ends date)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT b.start, b."end" FROM records_baseline b
    WHERE b.agency_id = wanted_agency AND b.cohort_id = wanted_cohort AND b.withdrawn_on IS NULL
        AND b.start <= last AND b."end" >= first AND cardinality(mash_hubs('REGISTER_KEEP')) > 0
    ORDER BY b.start LIMIT 1
$$;
