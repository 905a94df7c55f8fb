-- The evidence library: items and uses as registers have them; what stood before is added and stays.
SELECT mash_register('evidence');
SELECT mash_register_part('evidenceuse', 'evidence_id', 'evidence');
DO $$
DECLARE
    theirs constant text := 'EXISTS (SELECT FROM records_evidence e WHERE e.id = evidence_id)';
    record text;
BEGIN
    FOREACH record IN ARRAY ARRAY['evidenceversion', 'keptwords'] LOOP
        PERFORM mash_row_policy(record, 'seen', theirs, '');
        PERFORM mash_row_policy(record, 'new', '', theirs);
    END LOOP;
END
$$;
