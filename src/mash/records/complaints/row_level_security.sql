-- Complaints: a register. What was done with one is added, never changed or taken off.
DO $$
DECLARE theirs constant text := 'EXISTS (SELECT FROM records_complaint p WHERE p.id = complaint_id)';
BEGIN
    PERFORM mash_register('complaint');
    PERFORM mash_register_part('complaintagency', 'complaint_id', 'complaint');
    PERFORM mash_row_policy('complaintstep', 'seen', theirs, '');
    PERFORM mash_row_policy('complaintstep', 'new', '', theirs || ' AND account_id = (SELECT mash_account())');
END
$$;
