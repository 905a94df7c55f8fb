-- Activities of leadership: a register. What was done with an entry is added, never changed or taken off.
DO $$
DECLARE theirs constant text := 'EXISTS (SELECT FROM records_activity p WHERE p.id = activity_id)';
BEGIN
    PERFORM mash_register('activity');
    PERFORM mash_register_part('activityagency', 'activity_id', 'activity');
    PERFORM mash_row_policy('activitystep', 'seen', theirs, '');
    PERFORM mash_row_policy('activitystep', 'new', '', theirs || ' AND account_id = (SELECT mash_account())');
END
$$;
